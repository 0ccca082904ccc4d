//! Making a ledger again from a backup, of either engine, and proving that it is the one that was taken.
//!
//! Not here: what the public log makes of it, keys.

use std::path::Path;

use ledger::{Database, Ledger};
use office::dump;

use super::list::{FORM, List, part, place, rows};
use super::sealed::Opener;
use super::{LIST, read};
use crate::fail::Failure;

/// Bytes of a sealed list: its parts are named in some 70 bytes each.
const LIST_BYTES_MAX: u64 = 256 << 20;

/// A backup that was opened.
pub struct Backup<'a> {
    folder: &'a Path,
    opener: Opener,
    list: List,
}

/// Where a ledger is to stand.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The data folder.
    pub dir: &'a Path,
    /// The database, where it is not a file of the folder.
    pub database: Option<&'a Database>,
}

impl<'a> Backup<'a> {
    /// Opens the list of a backup.
    ///
    /// # Errors
    /// When there is none, it is damaged or sealed for others, or a newer program made it.
    pub fn open(folder: &'a Path, opener: Opener) -> Result<Self, Failure> {
        let path = folder.join(LIST);
        let sealed = read(&path, LIST_BYTES_MAX)?.ok_or_else(|| {
            let folder = folder.display();
            Failure::new(
                format!(
                    "{folder} không có bản sao lưu trọn vẹn (thiếu {LIST}). Hãy chỉ đúng thư mục, hoặc sao lưu lại."
                ),
                format!("{folder} holds no whole backup ({LIST} is missing). Name the right folder, or make it again."),
            )
        })?;
        let bytes = opener.open(&sealed, &path)?;
        let form = serde_json::from_slice::<serde_json::Value>(&bytes).ok().and_then(|list| list.get("form")?.as_u64());
        if form.is_some_and(|form| form > u64::from(FORM)) {
            return Err(Failure::new(
                "bản sao lưu do phiên bản mới hơn tạo. Hãy dùng phiên bản mới hơn.",
                "the backup was made by a newer version. Use the newer version.",
            ));
        }
        let list = serde_json::from_slice(&bytes).map_err(|error| Failure::io(&path, &error.into()))?;
        Ok(Self { folder, opener, list })
    }

    /// Name of the ledger.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.list.origin
    }

    /// Position of the last event.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.list.position
    }

    /// When it was taken, UTC microseconds.
    #[must_use]
    pub fn taken(&self) -> i64 {
        self.list.taken
    }

    /// Fills an empty place; answers the bytes of rows. The log's history comes into its folder.
    ///
    /// # Errors
    /// When the place is not empty, a part is missing or damaged, or storage says no; a file is then gone again, and a
    /// database as it was.
    pub fn fill(&self, target: Target<'_>) -> Result<u64, Failure> {
        for table in &self.list.tables {
            dump::takes(&table.name, self.list.schema)?;
        }
        let mut filling = dump::filling(target.dir, target.database)?;
        let mut bytes = 0_u64;
        for table in &self.list.tables {
            if !dump::takes(&table.name, self.list.schema)? {
                continue;
            }
            filling.table(&table.name, &table.columns)?;
            for name in &table.parts {
                let opened = part(self.folder, name, &self.opener)?;
                bytes += u64::try_from(opened.len()).unwrap_or(0);
                for row in self.rows_of(name, &opened)? {
                    filling.row(row)?;
                }
            }
        }
        self.history(&target.dir.join(office::log::FOLDER).join("history"))?;
        filling.end()?;
        Ok(bytes)
    }

    /// The heads that the log kept, a file for each day.
    fn history(&self, folder: &Path) -> Result<(), Failure> {
        for name in &self.list.history {
            let opened = part(self.folder, name, &self.opener)?;
            for row in self.rows_of(name, &opened)? {
                let end = row.iter().position(|byte| *byte == b'\n').unwrap_or(row.len());
                let (day, bytes) = row.split_at(end);
                let day = std::str::from_utf8(day).unwrap_or_default();
                // A name that leads elsewhere is no name of a day.
                if day.is_empty() || !day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
                    continue;
                }
                std::fs::create_dir_all(folder).map_err(|error| Failure::io(folder, &error))?;
                super::write(&folder.join(day), bytes.get(1..).unwrap_or_default())?;
            }
        }
        Ok(())
    }

    fn rows_of<'r>(&self, part: &str, opened: &'r [u8]) -> Result<Vec<&'r [u8]>, Failure> {
        let invalid = || Failure::io(&place(self.folder, part), &std::io::ErrorKind::InvalidData.into());
        rows(opened).ok_or_else(invalid)
    }

    /// Reads back all that was filled in; whether it is what was taken.
    ///
    /// # Errors
    /// When it cannot be read, or differs.
    pub fn prove(&self, target: Target<'_>) -> Result<String, Failure> {
        // Read tables of an earlier version stayed behind, and there is no whole to compare with.
        if self.list.schema != office::schema::VERSION {
            return Ok(String::new());
        }
        let ledger = Ledger::read_only_with(target.dir, target.database, None)?;
        same(&self.list.digest, &dump::digest(&ledger)?)
    }
}

/// The digest of two ledgers that are to be the same.
///
/// # Errors
/// When they differ.
pub fn same(wanted: &str, found: &str) -> Result<String, Failure> {
    if wanted == found {
        return Ok(found.to_owned());
    }
    Err(Failure::new(
        format!(
            "bản vừa ghi khác bản gốc ({found}, bản gốc {wanted}). Không dùng bản này; hãy kiểm tra ổ đĩa rồi làm lại."
        ),
        format!(
            "what was written differs from the original ({found}, the original {wanted}). Do not use it; check the disk and do it again."
        ),
    ))
}
