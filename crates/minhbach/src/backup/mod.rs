//! A backup: a folder of sealed parts and a list of them, made while the office works, from which a ledger of either engine
//! is made again.
//!
//! | file | what it is |
//! | --- | --- |
//! | `about.txt` | that it is a backup, of which ledger, sealed for whom; the only file in the clear |
//! | `parts/HASH.age` | rows of one table, or a file of the log's history; named by SHA-256 over what is sealed |
//! | `backup.age` | the list: which parts, in which order, and the digest that the whole must have; written last |
//!
//! Rows are cut into parts where a row's own bytes say so, so that rows added since leave most parts as they are: the next
//! backup into the folder, or the same one after it was cut off, writes only what is not there. Not here: verbs; the keys of
//! the cases' master key, which never go into the same backup (`keys`).

pub mod fill;
pub mod keys;
mod list;
pub mod make;
pub mod sealed;

use std::io::{Read, Write};
use std::path::Path;

use crate::fail::Failure;

/// Of what and for whom a folder is.
const ABOUT: &str = "about.txt";
/// The list of parts.
const LIST: &str = "backup.age";
/// The folder of parts.
const PARTS: &str = "parts";

/// Reads a file whole, up to a bound; `None` when it is not there.
fn read(path: &Path, bytes_max: u64) -> Result<Option<Vec<u8>>, Failure> {
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::io(path, &error)),
    };
    let mut bytes = Vec::new();
    file.take(bytes_max).read_to_end(&mut bytes).map_err(|error| Failure::io(path, &error))?;
    Ok(Some(bytes))
}

/// Writes a file so that it is there whole or not at all, and on the disk.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let draft = path.with_extension("draft");
    let written = std::fs::File::create(&draft)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&draft, path));
    written.map_err(|error| Failure::io(path, &error))
}
