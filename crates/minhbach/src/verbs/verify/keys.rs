//! Keys and files that a verifier is given on the command line.

use std::path::Path;

use translog::PublicKey;

use crate::fail::Failure;

/// Longest key file in bytes.
const KEY_BYTES_MAX: u64 = 4_096;

/// A verifier key, given as its text or as the file that holds it.
///
/// # Errors
/// When it is neither.
pub fn key(given: &str) -> Result<PublicKey, Failure> {
    let path = Path::new(given);
    let text = if path.is_file() { read(path, KEY_BYTES_MAX)? } else { given.as_bytes().to_vec() };
    PublicKey::parse(&String::from_utf8_lossy(&text)).map_err(|error| {
        Failure::new(
            format!(
                "khóa “{given}” không dùng được ({error}). Xin chép đủ một dòng tên+mã+khóa, hoặc cho tệp chứa dòng đó."
            ),
            format!(
                "the key “{given}” cannot be used ({error}). Copy the whole line name+id+key, or name the file with it."
            ),
        )
    })
}

/// A file of at most so many bytes.
///
/// # Errors
/// When it is longer, or cannot be read.
pub fn read(path: &Path, at_most: u64) -> Result<Vec<u8>, Failure> {
    let failed = |error: std::io::Error| Failure::io(path, &error);
    let length = std::fs::metadata(path).map_err(failed)?.len();
    if length > at_most {
        let path = path.display();
        return Err(Failure::new(
            format!("tệp {path} dài {length} byte, quá {at_most}. Xin kiểm tra có đúng tệp không."),
            format!("the file {path} has {length} bytes, more than {at_most}. Check that it is the right one."),
        ));
    }
    std::fs::read(path).map_err(failed)
}
