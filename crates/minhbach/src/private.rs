//! A file that only its owner reads, made once. Not here: what it holds.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use crate::fail::Failure;

/// Makes a file that is not there.
///
/// # Errors
/// When it is there, or cannot be written.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.map_err(|error| Failure::io(path, &error))
}
