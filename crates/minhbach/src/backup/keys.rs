//! The keys folder as one sealed file, to be kept apart from backups of the data, and thrown away sooner: with keys from
//! before an erasure, data from before it can be read. Not here: what the files of the folder say.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ledger::{KeyFolder, MASTER_NAME};

use super::sealed::{Opener, Recipients};
use super::{read, write};
use crate::fail::Failure;

/// Bytes of a file of the folder; the list of erased cases grows with them.
const KEY_BYTES_MAX: u64 = 64 << 20;
/// Bytes of the sealed folder.
const SEALED_BYTES_MAX: u64 = 256 << 20;

/// Seals the folder into a file; answers how many files it holds.
///
/// # Errors
/// When a file cannot be read, or the other not written.
pub fn seal(keys: &KeyFolder, to: &Path, recipients: &Recipients) -> Result<usize, Failure> {
    let dir = keys.dir();
    let failed = |error: std::io::Error| Failure::io(dir, &error);
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).filter(|name| !name.starts_with('.'));
        if let (Some(name), true) = (name, path.is_file()) {
            let bytes = read(&path, KEY_BYTES_MAX)?.unwrap_or_default();
            files.insert(name.to_owned(), STANDARD.encode(bytes));
        }
    }
    let bytes = serde_json::to_vec(&files).map_err(|error| Failure::io(to, &error.into()))?;
    write(to, &recipients.seal(&bytes)?)?;
    Ok(files.len())
}

/// Puts the files into a keys folder that has no master key yet.
///
/// # Errors
/// When it has one, or the file was sealed for others, or is none.
pub fn open(from: &Path, keys: &KeyFolder, opener: &Opener) -> Result<usize, Failure> {
    let dir = keys.dir().display().to_string();
    if keys.path(MASTER_NAME).exists() {
        return Err(Failure::new(
            format!(
                "{dir} đã có khóa chủ, nên không ghi đè. Hãy bỏ --keys-from, hoặc chỉ thư mục khóa khác bằng --keys."
            ),
            format!(
                "{dir} has a master key, which is not overwritten. Leave out --keys-from, or name another folder with --keys."
            ),
        ));
    }
    let failed = |error: std::io::Error| Failure::io(from, &error);
    let missing = || failed(std::io::ErrorKind::NotFound.into());
    let sealed = read(from, SEALED_BYTES_MAX)?.ok_or_else(missing)?;
    let files: BTreeMap<String, String> =
        serde_json::from_slice(&opener.open(&sealed, from)?).map_err(|error| failed(error.into()))?;
    for (name, text) in &files {
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.') && !name.starts_with('.');
        let bytes = STANDARD.decode(text).ok().filter(|_| is_name);
        let bytes = bytes.ok_or_else(|| failed(std::io::ErrorKind::InvalidData.into()))?;
        keys.replace(name, &bytes).map_err(|error| Failure::io(keys.dir(), &error))?;
    }
    Ok(files.len())
}
