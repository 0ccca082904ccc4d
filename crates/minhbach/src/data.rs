//! The data folder: what is in it, and opening the office that lives there.
//!
//! A folder that holds anything else is never written to. A simulated ledger carries its name's ending for ever.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use clap::Args as Arguments;
use kernel::time::Instant;
use ledger::{Database, KeyFolder, Ledger, LedgerError};
use office::{Office, OfficeError, Options};
use simulate::DEMO_START;

use crate::clock::{self, Clock};
use crate::fail::Failure;
use crate::random;

/// Name of a new ledger, where no other is given.
pub const ORIGIN: &str = "minhbach.local/van-phong";

/// The data folder as an argument.
#[derive(Arguments)]
pub struct DataArg {
    /// Thư mục dữ liệu / the data folder
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
}

/// The data folder of a verb that records.
#[derive(Arguments)]
pub struct WriteArg {
    #[command(flatten)]
    pub folder: DataArg,
    /// Đồng hồ máy đúng, dù lần ghi cuối đã hơn 30 ngày / the clock is right, though the last record is over 30 days old
    #[arg(long)]
    pub clock_is_right: bool,
}

/// The folder of keys that was named on the command line, for whatever is opened.
static NAMED_KEYS: OnceLock<PathBuf> = OnceLock::new();

/// Keeps the keys in this folder instead of `keys` in the data folder. Said once, before anything is opened.
pub fn keep_keys_in(named: Option<PathBuf>) {
    if let Some(named) = named {
        // Nobody says it twice: the command line is read once.
        let _ = NAMED_KEYS.set(named);
    }
}

/// The folder of keys that was named, if one was.
#[must_use]
pub fn named_keys() -> Option<PathBuf> {
    NAMED_KEYS.get().cloned()
}

/// The database that was named on the command line, for whatever is opened.
static NAMED_DATABASE: OnceLock<Database> = OnceLock::new();

/// Keeps the ledger in this database instead of a file in the data folder. Said once, before anything is opened.
///
/// # Errors
/// When it is no address of a database.
pub fn keep_ledger_in(address: Option<&str>) -> Result<(), Failure> {
    if let Some(address) = address {
        let password = std::env::var("PGPASSWORD").ok();
        let database = Database::parse(address, password.as_deref()).map_err(OfficeError::from)?;
        let _ = NAMED_DATABASE.set(database);
    }
    Ok(())
}

/// The database that was named, if one was.
#[must_use]
pub fn named_database() -> Option<Database> {
    NAMED_DATABASE.get().cloned()
}

/// The folder of keys that belongs to a data folder.
#[must_use]
pub fn keys(data: &Path) -> KeyFolder {
    KeyFolder::of(data, named_keys().as_deref())
}

/// What a folder holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// It does not exist, or is empty.
    Nothing,
    /// A ledger.
    Ledger,
    /// Something else.
    Other,
}

/// Looks into a folder, or into the database that was named in its place.
///
/// # Errors
/// When it is no folder or cannot be listed, or the database does not answer or holds what we do not know.
pub fn look(dir: &Path) -> Result<Holds, Failure> {
    if let Some(database) = named_database() {
        return match Ledger::read_only_with(dir, Some(&database), named_keys().as_deref()) {
            Ok(_ledger) => Ok(Holds::Ledger),
            // An empty one; whether it is empty or somebody else's, whoever makes the tables sees.
            Err(LedgerError::NotALedger { .. }) => Ok(Holds::Nothing),
            Err(error) => Err(OfficeError::from(error).into()),
        };
    }
    if dir.join(ledger::FILE_NAME).exists() {
        return Ok(Holds::Ledger);
    }
    match std::fs::read_dir(dir) {
        Ok(mut entries) => Ok(if entries.next().is_none() { Holds::Nothing } else { Holds::Other }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Holds::Nothing),
        Err(error) => Err(Failure::io(dir, &error)),
    }
}

/// Opens the office of a folder to write; makes a new one, under this name, where the folder is absent or empty.
///
/// # Errors
/// When the folder holds something else, or storage says no.
pub fn open_or_create(asked: &WriteArg, origin: &str) -> Result<Office, Failure> {
    let dir = &*asked.folder.data;
    match look(dir)? {
        Holds::Ledger => open_to_record(asked),
        Holds::Nothing => make(dir, origin),
        Holds::Other => Err(Failure::new(
            format!(
                "thư mục {} có tệp khác, không phải sổ cái. Xin chọn thư mục trống hoặc thư mục dữ liệu.",
                dir.display()
            ),
            format!(
                "the folder {} holds other files and no ledger. Choose an empty folder or a data folder.",
                dir.display()
            ),
        )),
    }
}

/// Makes a new office; the folder must be absent or empty.
///
/// # Errors
/// When the folder is not empty, or storage says no.
pub fn create(dir: &Path) -> Result<Office, Failure> {
    if look(dir)? == Holds::Nothing {
        return make(dir, ORIGIN);
    }
    Err(not_empty(dir))
}

/// The same without sealing, to measure what sealing costs.
///
/// # Errors
/// As [`create`].
pub fn create_unsealed(dir: &Path) -> Result<Office, Failure> {
    if look(dir)? == Holds::Nothing {
        return Ok(Office::open(options(dir, ORIGIN)?.unsealed())?);
    }
    Err(not_empty(dir))
}

fn not_empty(dir: &Path) -> Failure {
    Failure::new(
        format!("thư mục {} không trống. Xin chọn thư mục trống hoặc chưa có.", dir.display()),
        format!("the folder {} is not empty. Choose an empty or absent one.", dir.display()),
    )
}

fn make(dir: &Path, origin: &str) -> Result<Office, Failure> {
    Ok(Office::open(options(dir, origin)?)?)
}

/// Opened by the machine's clock, with keys that the system draws.
fn options(dir: &Path, origin: &str) -> Result<Options, Failure> {
    let options = Options::new(dir, origin, clock::now(), random::bytes()?).keys_in(named_keys());
    let options = options.in_database(named_database());
    Ok(options.drawing(ledger::Random::new(random::source()?)))
}

/// Opens the office of a folder to record in it; it must be there.
///
/// # Errors
/// When there is none, or storage says no.
pub fn open_to_record(asked: &WriteArg) -> Result<Office, Failure> {
    let dir = &*asked.folder.data;
    if look(dir)? != Holds::Ledger {
        return Err(missing(dir));
    }
    let options = options(dir, "")?;
    Ok(Office::open(if asked.clock_is_right { options.clock_is_right() } else { options })?)
}

/// Opens the office of a folder to write; it must be there.
///
/// # Errors
/// When there is none, or storage says no.
pub fn open(dir: &Path) -> Result<Office, Failure> {
    if look(dir)? != Holds::Ledger {
        return Err(missing(dir));
    }
    Ok(Office::open(options(dir, "")?)?)
}

/// Opens the office of a folder to read, also while another process writes.
///
/// # Errors
/// When there is none, or storage says no.
pub fn open_to_read(dir: &Path) -> Result<Office, Failure> {
    if look(dir)? != Holds::Ledger {
        return Err(missing(dir));
    }
    Ok(Office::read_only_with(dir, named_database().as_ref(), named_keys().as_deref())?)
}

fn missing(dir: &Path) -> Failure {
    Failure::new(
        format!("thư mục {} không có sổ cái. Xin kiểm tra --data.", dir.display()),
        format!("the folder {} holds no ledger. Check --data.", dir.display()),
    )
}

/// Whether the ledger is a simulated one.
#[must_use]
pub fn is_simulated(office: &Office) -> bool {
    simulate::is_simulated(office.ledger().origin())
}

/// The clock of an office: the machine's, or for a simulated ledger one that runs on from the end of the
/// simulation or the last record.
///
/// # Errors
/// When the ledger cannot be read.
pub fn clock_of(office: &Office) -> Result<Clock, Failure> {
    if !is_simulated(office) {
        return Ok(clock::real());
    }
    let last = office.ledger().head().map_err(office::OfficeError::from)?.last_at.unwrap_or(0);
    Ok(clock::from(Instant(last).max(DEMO_START)))
}
