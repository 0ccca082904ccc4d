//! The list of a backup: which parts in which order make the whole, and how it is known to be whole. Not here: the parts.

use std::path::{Path, PathBuf};

use office::sha256_hex;
use serde::{Deserialize, Serialize};

use super::sealed::Opener;
use super::{PARTS, read};
use crate::fail::Failure;

/// Version of the form of a backup.
pub const FORM: u32 = 1;
/// Bytes of a sealed part, at most: the largest file that a case may hold, and a little.
const PART_BYTES_MAX: u64 = 256 << 20;

/// A list.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Version of the form.
    pub form: u32,
    /// Name of the ledger.
    pub origin: String,
    /// Position of its last event.
    pub position: u64,
    /// When the backup was begun, UTC microseconds.
    pub taken: i64,
    /// Version of the office's tables.
    pub schema: i64,
    /// The digest over all rows.
    pub digest: String,
    /// The tables.
    pub tables: Vec<Table>,
    /// Files of the log's history, as rows of their name, a line end, and what they hold: SHA-256 of each part.
    pub history: Vec<String>,
}

/// A table.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Names of its columns.
    pub columns: Vec<String>,
    /// Its rows: SHA-256 of each part.
    pub parts: Vec<String>,
}

impl Table {
    /// A table of which no part is there yet.
    pub fn new(name: &str, columns: &[String]) -> Self {
        Self { name: name.to_owned(), columns: columns.to_vec(), parts: Vec::new() }
    }
}

/// Where a part lies.
pub fn place(folder: &Path, part: &str) -> PathBuf {
    folder.join(PARTS).join(format!("{part}.age"))
}

/// What a part holds.
///
/// # Errors
/// When it is missing, damaged, or sealed for others.
pub fn part(folder: &Path, part: &str, opener: &Opener) -> Result<Vec<u8>, Failure> {
    let path = place(folder, part);
    let sealed = read(&path, PART_BYTES_MAX)?.ok_or_else(|| {
        let path = path.display();
        Failure::new(
            format!("bản sao lưu thiếu {path}, nên không khôi phục. Hãy chép lại phần đó hoặc lấy bản khác."),
            format!("the backup lacks {path} and is not restored. Copy that part again, or take another backup."),
        )
    })?;
    let bytes = opener.open(&sealed, &path)?;
    if sha256_hex(&bytes) == part {
        return Ok(bytes);
    }
    let path = path.display();
    Err(Failure::new(
        format!("{path} không phải phần mà bản sao lưu ghi nhận: đã bị đổi. Hãy lấy bản sao lưu khác."),
        format!("{path} is not the part that the backup names: it was replaced. Take another backup."),
    ))
}

/// The rows of a part, each with its length before it; nothing at bytes that are none.
pub fn rows(mut bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut rows = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (row, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        rows.push(row);
        bytes = rest;
    }
    Some(rows)
}
