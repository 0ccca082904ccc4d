//! Making a backup of an office that works on meanwhile.
//!
//! All rows are read at one moment; parts that the folder has already are not written again. Not here: who asks for it.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use kernel::time::Instant;
use ledger::{Step, Sum};
use office::{Office, OfficeError, dump, sha256_hex};

use super::list::{FORM, List, Table, place};
use super::sealed::Recipients;
use super::{ABOUT, LIST, PARTS, read, write};
use crate::fail::Failure;

/// A part is cut from this many bytes on, at a row that says so, and at the latest at the other bound.
const PART_BYTES_FROM: usize = 1 << 20;
const PART_BYTES_TO: usize = 8 << 20;
/// One row in so many says that a part ends with it.
const ROWS_A_CUT: u64 = 4_096;
/// Bytes of a file of the log's history: one signed head a minute for a day, several times over.
const HISTORY_FILE_BYTES_MAX: u64 = 64 << 20;
const ABOUT_BYTES_MAX: u64 = 64 << 10;

/// What was made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Made {
    /// Position of the last event in it.
    pub position: u64,
    /// Bytes of rows and files read.
    pub bytes: u64,
    /// Bytes of those that the folder did not have.
    pub new: u64,
}

/// Makes a backup of the office into a folder, which is empty or holds an earlier one of the same office.
///
/// # Errors
/// When the folder holds something else, another backup is being made there, or storage says no; what was there before stays
/// of use.
pub fn make(office: &Office, folder: &Path, recipients: &Recipients, now: Instant) -> Result<Made, Failure> {
    let about = format!("minhbach backup {FORM}\n{}\n{}", office.ledger().origin(), recipients.lines());
    let _alone = claim(folder, &about)?;
    let mut making = Making {
        folder,
        recipients,
        made: Made::default(),
        rows: Vec::new(),
        parts: Vec::new(),
        named: BTreeSet::new(),
        failed: None,
    };
    let mut tables: Vec<Table> = Vec::new();
    let mut sum = Sum::default();
    let dumped = dump::dump(office.ledger(), &mut |step| {
        sum.take(step);
        let done = match step {
            Step::Table(name, columns) => making.end(&mut tables, Table::new(name, columns)),
            Step::Row(row) => making.row(row),
        };
        making.made.position += u64::from(matches!(step, Step::Row(_)) && is_of(&tables, "events"));
        done.map_err(|failed| {
            let told = ledger::DbError::Caller(failed.to_string());
            making.failed = Some(failed);
            told.into()
        })
    });
    if let Some(failed) = making.failed.take() {
        return Err(failed);
    }
    dumped?;
    making.end(&mut tables, Table::new("", &[]))?;
    tables.pop();
    let history = making.history(&office.shelf().dir().join("history"))?;
    let list = List {
        form: FORM,
        origin: office.ledger().origin().to_owned(),
        position: making.made.position,
        taken: now.0,
        schema: office::schema::VERSION,
        digest: sum.finish(),
        tables,
        history,
    };
    let bytes = serde_json::to_vec(&list).map_err(|error| Failure::io(folder, &error.into()))?;
    write(&folder.join(LIST), &recipients.seal(&bytes)?)?;
    making.tidy()?;
    Ok(making.made)
}

fn is_of(tables: &[Table], name: &str) -> bool {
    tables.last().is_some_and(|table| table.name == name)
}

/// Makes the folder ours, for as long as the answer lives.
fn claim(folder: &Path, about: &str) -> Result<std::fs::File, Failure> {
    let failed = |error: std::io::Error| Failure::io(folder, &error);
    std::fs::create_dir_all(folder.join(PARTS)).map_err(failed)?;
    let path = folder.join(ABOUT);
    match read(&path, ABOUT_BYTES_MAX)? {
        Some(found) if found == about.as_bytes() => {}
        Some(_) => {
            let folder = folder.display();
            return Err(Failure::new(
                format!("{folder} có bản sao lưu của sổ cái khác, hoặc cho khóa khác. Hãy chọn thư mục mới."),
                format!("{folder} holds a backup of another ledger or for another key. Choose a new folder."),
            ));
        }
        None => {
            let mut others = std::fs::read_dir(folder).map_err(failed)?.filter_map(Result::ok);
            if others.any(|entry| entry.file_name() != PARTS) {
                let folder = folder.display();
                return Err(Failure::new(
                    format!("{folder} có tệp khác, không phải bản sao lưu. Hãy chọn thư mục trống."),
                    format!("{folder} holds other files and no backup. Choose an empty folder."),
                ));
            }
            write(&path, about.as_bytes())?;
        }
    }
    let file = std::fs::File::open(&path).map_err(failed)?;
    file.try_lock().map_err(|_held| {
        let folder = folder.display();
        Failure::new(
            format!("đang có một lần sao lưu khác vào {folder}. Hãy đợi nó xong."),
            format!("another backup into {folder} is being made. Wait until it is done."),
        )
    })?;
    Ok(file)
}

struct Making<'a> {
    folder: &'a Path,
    recipients: &'a Recipients,
    made: Made,
    /// The part in hand.
    rows: Vec<u8>,
    /// Names of the parts of the table in hand.
    parts: Vec<String>,
    /// Where all parts lie that the list will name.
    named: BTreeSet<PathBuf>,
    /// Why it cannot go on, in its own words.
    failed: Option<Failure>,
}

impl Making<'_> {
    /// Takes a row, and ends the part with it where it says so.
    fn row(&mut self, row: &[u8]) -> Result<(), Failure> {
        self.rows.extend(u32::try_from(row.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.rows.extend_from_slice(row);
        if self.rows.len() >= PART_BYTES_TO || (self.rows.len() >= PART_BYTES_FROM && is_cut(row)) {
            self.end_part()?;
        }
        Ok(())
    }

    /// Ends the table in hand; another begins.
    fn end(&mut self, tables: &mut Vec<Table>, next: Table) -> Result<(), Failure> {
        self.end_part()?;
        if let Some(table) = tables.last_mut() {
            table.parts = std::mem::take(&mut self.parts);
        }
        tables.push(next);
        Ok(())
    }

    /// Seals the part in hand, if the folder does not have it.
    fn end_part(&mut self) -> Result<(), Failure> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let part = sha256_hex(&self.rows);
        let path = place(self.folder, &part);
        let length = u64::try_from(self.rows.len()).unwrap_or(u64::MAX);
        self.made.bytes += length;
        if !path.exists() {
            write(&path, &self.recipients.seal(&self.rows)?)?;
            self.made.new += length;
        }
        self.named.insert(path);
        self.parts.push(part);
        self.rows.clear();
        Ok(())
    }

    /// The heads that the log kept: nobody can sign them again.
    fn history(&mut self, dir: &Path) -> Result<Vec<String>, Failure> {
        let entries = match std::fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Failure::io(dir, &error)),
        };
        let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        names.sort();
        for name in names {
            let path = dir.join(&name);
            if let Some(bytes) = read(&path, HISTORY_FILE_BYTES_MAX)?.filter(|_| path.is_file()) {
                self.row(&[name.as_bytes(), b"\n", &bytes].concat())?;
            }
        }
        self.end_part()?;
        Ok(std::mem::take(&mut self.parts))
    }

    /// Removes the parts that no list names any more.
    fn tidy(&self) -> Result<(), Failure> {
        let parts = self.folder.join(PARTS);
        let failed = |error: std::io::Error| Failure::io(&parts, &error);
        for entry in std::fs::read_dir(&parts).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if !self.named.contains(&path) {
                std::fs::remove_file(&path).map_err(failed)?;
            }
        }
        std::fs::File::open(&parts).and_then(|dir| dir.sync_all()).map_err(failed)
    }
}

/// Whether a part ends with this row. What it hashes to may change with the compiler: then the next backup is a full one.
fn is_cut(row: &[u8]) -> bool {
    let mut hasher = DefaultHasher::new();
    hasher.write(row.get(..64).unwrap_or(row));
    hasher.finish().is_multiple_of(ROWS_A_CUT)
}

impl From<ledger::LedgerError> for Failure {
    fn from(error: ledger::LedgerError) -> Self {
        OfficeError::from(error).into()
    }
}
