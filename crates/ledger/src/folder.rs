//! The keys folder: secrets of the ledger that stand outside its database, each a small file.
//!
//! The folder is open to its owner only (0700, files 0600). Whoever makes a file either makes it whole or not at all, and
//! it is on the disk when the call returns. Not here: what the files say (`master`, the log's key).

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Name of the keys folder within the data folder, where no other is given.
pub const KEYS_NAME: &str = "keys";

/// Tells apart the files that one process is about to make.
static MADE: AtomicU64 = AtomicU64::new(0);

/// A folder of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFolder(PathBuf);

impl KeyFolder {
    /// A folder; nothing is touched yet.
    #[must_use]
    pub fn at(dir: &Path) -> Self {
        Self(dir.to_owned())
    }

    /// The folder that belongs to a data folder, or the one that was named instead.
    #[must_use]
    pub fn of(data: &Path, named: Option<&Path>) -> Self {
        Self(named.map_or_else(|| data.join(KEYS_NAME), Path::to_owned))
    }

    /// The folder itself.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.0
    }

    /// Where a file of this name stands.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// What a file holds; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        match std::fs::read(self.path(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes a file that is not there; `false` when another was quicker, and that one stands.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(&self, name: &str, bytes: &[u8]) -> Result<bool, Error> {
        let draft = self.draft(name, bytes)?;
        // A link never takes the place of a file that is there.
        let linked = std::fs::hard_link(&draft, self.path(name));
        std::fs::remove_file(&draft)?;
        match linked {
            Ok(()) => self.settle().map(|()| true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Makes a file, or puts it in the place of the one that is there.
    ///
    /// # Errors
    /// When it cannot be written; the old one stands then.
    pub fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let draft = self.draft(name, bytes)?;
        std::fs::rename(&draft, self.path(name))?;
        self.settle()
    }

    fn draft(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
        private_folder().create(&self.0)?;
        let nth = MADE.fetch_add(1, Ordering::Relaxed);
        let draft = self.0.join(format!(".{name}.{}.{nth}", std::process::id()));
        let mut file = private_file().open(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(draft)
    }

    /// The names of the folder, too, are on the disk.
    fn settle(&self) -> Result<(), Error> {
        File::open(&self.0)?.sync_all()
    }
}

#[cfg(unix)]
fn private_folder() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder
}

#[cfg(not(unix))]
fn private_folder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    builder
}

#[cfg(unix)]
fn private_file() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options
}

#[cfg(not(unix))]
fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_once_and_replaced_whole_and_only_its_owner_reads_it() {
        let dir = tempfile::tempdir().unwrap();
        let folder = KeyFolder::of(dir.path(), None);
        assert_eq!(folder.read("a.key").unwrap(), None);
        assert!(folder.create("a.key", b"one").unwrap());
        assert!(!folder.create("a.key", b"two").unwrap());
        assert_eq!(folder.read("a.key").unwrap().unwrap(), b"one");
        folder.replace("a.key", b"three").unwrap();
        assert_eq!(folder.read("a.key").unwrap().unwrap(), b"three");
        assert_eq!(std::fs::read_dir(folder.dir()).unwrap().count(), 1, "no draft is left");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(folder.dir()), mode(&folder.path("a.key"))), (0o700, 0o600));
        }
    }
}
