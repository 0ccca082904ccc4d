//! Setting a log's files aside when it goes on in a new epoch, so that what was signed before stays to be read. Not here: when.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::error::TreeError;
use crate::path::Place;
use crate::writer::{lock, not_written, sync_all};

/// Folder of the epochs that ended, within the log's own; each is a whole log under its number.
pub const EPOCHS: &str = "epoch";

/// Moves tiles and checkpoint of an epoch that ended to `epoch/<number>/`, with copies of what both logs need: kept heads, texts,
/// the key. The checkpoint goes last: while it is there, the next call goes on where this one was cut off.
///
/// # Errors
/// When another process has the folder, or something cannot be moved.
pub fn set_aside(dir: &Path, epoch: u32) -> Result<(), TreeError> {
    let _lock = lock(dir)?;
    let aside = dir.join(EPOCHS).join(epoch.to_string());
    let failed = |error: std::io::Error| not_written(&aside.display().to_string(), &error);
    fs::create_dir_all(&aside).map_err(failed)?;
    for folder in ["history", "blob"] {
        copy_files(&dir.join(folder), &aside.join(folder)).map_err(failed)?;
    }
    let vkey = Place::Vkey.to_string();
    missing_is_fine(fs::copy(dir.join(&vkey), aside.join(&vkey)).map(|_| ())).map_err(failed)?;
    for name in ["tile".to_owned(), Place::Witnessed.to_string(), Place::Checkpoint.to_string()] {
        missing_is_fine(fs::rename(dir.join(&name), aside.join(&name))).map_err(failed)?;
        sync_all(dir)?;
    }
    Ok(())
}

fn copy_files(from: &Path, to: &Path) -> std::io::Result<()> {
    let files = match fs::read_dir(from) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        files => files?,
    };
    fs::create_dir_all(to)?;
    for file in files {
        let file = file?;
        if file.file_type()?.is_file() {
            fs::copy(file.path(), to.join(file.file_name()))?;
        }
    }
    Ok(())
}

fn missing_is_fine(done: std::io::Result<()>) -> std::io::Result<()> {
    done.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })
}
