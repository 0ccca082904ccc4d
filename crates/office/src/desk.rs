//! The office as a whole: a ledger with its house, opened from a folder.
//!
//! Cheap to clone; every part of the program holds one. Not here: acts (`act`), reading (`views`, `reports`).

use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use kernel::case::Actor;
use kernel::case::record::RecordError;
use kernel::time::Instant;
use ledger::{Answer, Config, Database, DbError, Faults, KeyFolder, Ledger, LedgerError, Random, Sealing};
use sha2::{Digest, Sha256};

use crate::act::Fail;
use crate::house::{House, HouseEvent, HousePlan, HouseRecord};
use crate::log::Shelf;
use crate::reports::Kept;
use crate::{replay, schema, texts};

/// Most acts that the writer commits at once.
pub const BATCH_MAX: usize = 1_024;

/// How an office is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// The data folder; created when absent.
    pub dir: PathBuf,
    /// The PostgreSQL database that holds the ledger; without, it is a file in the folder.
    pub database: Option<Database>,
    /// Name of the ledger, for a new one: a host name with a path. Empty takes what is stored.
    pub origin: String,
    /// Files of the catalogue for a new ledger; the shipped ones when `None`.
    pub catalogue: Option<Vec<(String, String)>>,
    /// The instant of opening, at which a new ledger adopts its catalogue.
    pub now: Instant,
    /// Fresh randomness.
    pub seed: [u8; 16],
    /// The keys folder, where it is not `keys` within the data folder.
    pub keys: Option<PathBuf>,
    /// Where keys come from.
    pub random: Random,
    /// The instant that the opener vouches for, where the machine's clock may be far from the last record: see
    /// [`Options::over_any_time`].
    pub vouched: Option<Instant>,
    /// Whether bodies are sealed; only a measurement goes without: [`Options::unsealed`].
    pub sealed: bool,
    /// Makes store calls fail, for tests.
    pub faults: Option<Faults>,
}

impl Options {
    /// An office in a folder. Its keys are grown from the seed, so that a simulation is the same again; a real office draws
    /// them from the system: [`Options::drawing`].
    #[must_use]
    pub fn new(dir: &Path, origin: &str, now: Instant, seed: [u8; 16]) -> Self {
        Self {
            dir: dir.to_owned(),
            database: None,
            origin: origin.to_owned(),
            catalogue: None,
            now,
            seed,
            keys: None,
            random: Random::grown(&seed),
            vouched: None,
            sealed: true,
            faults: None,
        }
    }

    /// The same without sealing, to measure what sealing costs.
    #[must_use]
    pub fn unsealed(self) -> Self {
        Self { sealed: false, ..self }
    }

    /// The same with keys drawn from this source.
    #[must_use]
    pub fn drawing(self, random: Random) -> Self {
        Self { random, ..self }
    }

    /// The same with a keys folder that stands elsewhere.
    #[must_use]
    pub fn keys_in(self, keys: Option<PathBuf>) -> Self {
        Self { keys, ..self }
    }

    /// The same with the ledger in a database, or still in the folder for `None`.
    #[must_use]
    pub fn in_database(self, database: Option<Database>) -> Self {
        Self { database, ..self }
    }

    /// The same, where somebody says that the clock is right although the last record is old: acts are taken up to 30
    /// days after `now`.
    #[must_use]
    pub fn clock_is_right(self) -> Self {
        Self { vouched: Some(self.now), ..self }
    }

    /// The same over a clock that is made up, as in a simulation: it may jump by years.
    #[must_use]
    pub fn over_any_time(self) -> Self {
        Self { vouched: Some(Instant(i64::MAX)), ..self }
    }
}

/// Why the office cannot work.
#[derive(Debug)]
pub enum OfficeError {
    /// Storage failed.
    Ledger(LedgerError),
    /// A stored row or event cannot be read.
    Row {
        /// Which.
        what: String,
        /// What is wrong.
        why: String,
    },
    /// The read tables are those of an earlier version, and the folder was opened to read only.
    OlderTables {
        /// Version of the stored tables; `None` where they do not say it.
        found: Option<i64>,
        /// The version that this program reads.
        known: i64,
    },
    /// The ledger does not hold this version of the catalogue.
    NoCatalogue {
        /// Version.
        version: u32,
    },
    /// Another one changed catalogue, calendar or issued reports since they were read; nothing was recorded.
    HouseChanged,
    /// The catalogue that was given has findings.
    Catalogue {
        /// The findings, one a line.
        findings: String,
    },
}

impl OfficeError {
    pub(crate) fn row(what: &str, error: &serde_json::Error) -> Self {
        Self::Row { what: what.to_owned(), why: error.to_string() }
    }

    pub(crate) fn record(error: RecordError) -> Self {
        Self::Row { what: "event".to_owned(), why: error.what }
    }

    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Ledger(error) => error.vi(),
            Self::Row { what, why } => {
                format!("Dữ liệu {what} không đọc được ({why}). Xin chạy `minhbach replay` để kiểm tra.")
            }
            Self::OlderTables { found, known } => format!(
                "Thư mục dữ liệu do phiên bản cũ ghi (cấu trúc {}, chương trình này đọc {known}). Xin dừng máy chủ bản cũ, \
                 rồi chạy một lần `minhbach replay --upgrade` hoặc máy chủ bản mới.",
                found.unwrap_or(1)
            ),
            Self::NoCatalogue { version } => format!("Sổ cái không có danh mục phiên bản {version}."),
            Self::HouseChanged => {
                "Danh mục hoặc lịch làm việc vừa được người khác thay đổi, chưa ghi gì. Xin chạy lại.".to_owned()
            }
            Self::Catalogue { findings } => format!("Danh mục có lỗi, chưa dùng được:\n{findings}"),
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Ledger(error) => error.en(),
            Self::Row { what, why } => format!("Stored {what} cannot be read ({why}). Run `minhbach replay` to check."),
            Self::OlderTables { found, known } => format!(
                "The data folder was written by an earlier version (structure {}, this program reads {known}). Stop the \
                 server of that version, then run `minhbach replay --upgrade` or the new server once.",
                found.unwrap_or(1)
            ),
            Self::NoCatalogue { version } => format!("The ledger holds no catalogue version {version}."),
            Self::HouseChanged => {
                "Catalogue or calendar were just changed by somebody else; nothing was recorded. Please run it again."
                    .to_owned()
            }
            Self::Catalogue { findings } => format!("The catalogue has findings and cannot be used:\n{findings}"),
        }
    }
}

impl std::fmt::Display for OfficeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} / {}", self.vi(), self.en())
    }
}

impl std::error::Error for OfficeError {}

impl From<LedgerError> for OfficeError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<DbError> for OfficeError {
    fn from(error: DbError) -> Self {
        Self::Ledger(error.into())
    }
}

/// An open office.
#[derive(Clone)]
pub struct Office {
    inner: Arc<Inner>,
}

struct Inner {
    ledger: Ledger,
    house: RwLock<Arc<House>>,
    kept: Kept,
    shelf: Shelf,
}

impl Office {
    /// Opens the folder, and creates a ledger with its catalogue where there is none. An announcement of the calendar that
    /// was cut off half-way is carried through.
    ///
    /// # Errors
    /// When storage says no, or the catalogue for a new ledger has findings.
    pub fn open(options: Options) -> Result<Self, OfficeError> {
        let ledger = Ledger::open(Config {
            dir: options.dir.clone(),
            database: options.database.clone(),
            origin: options.origin.clone(),
            schema: schema::OUTSIDE,
            schema_version: schema::VERSION,
            batch_max: BATCH_MAX,
            vouched: options.vouched.map(|at| at.0),
            sealing: options.sealed.then(|| Sealing {
                keys: KeyFolder::of(&options.dir, options.keys.as_deref()),
                random: options.random.clone(),
            }),
            faults: options.faults.clone(),
        })?;
        ledger.note_erased()?;
        replay::rebuild(&ledger)?;
        let office = Self::over(ledger, &options.dir)?;
        if office.house().newest == 0 {
            let files = options.catalogue.unwrap_or_else(kernel::shipped::files);
            office.adopt(&files, &Actor::system("minhbach"), options.now, salt(options.seed))?;
        }
        office.go_on(options.now, options.seed)?;
        Ok(office)
    }

    /// Goes on with an announcement that was cut off, and names the texts that the public log does not know yet.
    fn go_on(&self, now: Instant, seed: [u8; 16]) -> Result<(), OfficeError> {
        self.log_texts(now, seed)?;
        if self.house().unapplied.is_none() {
            return Ok(());
        }
        // A clock that is behind the ledger must not keep the office closed.
        let last = self.ledger().head()?.last_at.map_or(now, Instant);
        match self.resume_announcement(now.max(last), seed) {
            Err(Fail::Broken(error)) => Err(error),
            Ok(_) | Err(Fail::Refused(_) | Fail::NotFound | Fail::Busy) => Ok(()),
        }
    }

    /// Opens a folder to read only, also while another process writes. Nothing is changed in it: the read tables of an
    /// older version are refused, since a server of that version may be at work on them.
    ///
    /// # Errors
    /// When there is no ledger, another version of the program has written it, or it cannot be read.
    pub fn read_only(dir: &Path) -> Result<Self, OfficeError> {
        Self::read_only_with(dir, None, None)
    }

    /// The same where the ledger stands in a database, or its keys folder elsewhere.
    ///
    /// # Errors
    /// As [`Self::read_only`].
    pub fn read_only_with(dir: &Path, database: Option<&Database>, keys: Option<&Path>) -> Result<Self, OfficeError> {
        let ledger = Ledger::read_only_with(dir, database, keys)?;
        let found = ledger.schema_before();
        if let Some(found) = found.filter(|found| *found > schema::VERSION) {
            return Err(LedgerError::NewerSchema { found, known: schema::VERSION }.into());
        }
        // Read tables say their version since version 2 only; whoever was killed while they were built has not said it.
        let built = match found {
            Some(schema::VERSION) => replay::version(&mut ledger.reader()?)?,
            older => older,
        };
        if built == Some(schema::VERSION) {
            return Self::over(ledger, dir);
        }
        Err(OfficeError::OlderTables { found: built, known: schema::VERSION })
    }

    fn over(ledger: Ledger, dir: &Path) -> Result<Self, OfficeError> {
        let house = RwLock::new(Arc::new(House::read(&mut ledger.reader()?)?));
        Ok(Self { inner: Arc::new(Inner { ledger, house, kept: Kept::default(), shelf: Shelf::of(dir) }) })
    }

    /// Where the files of the public log are.
    #[must_use]
    pub fn shelf(&self) -> &Shelf {
        &self.inner.shelf
    }

    /// The ledger underneath.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.inner.ledger
    }

    /// Counts that reports have taken.
    pub(crate) fn kept(&self) -> &Kept {
        &self.inner.kept
    }

    /// What decisions look at: catalogue, organisation, calendar.
    #[must_use]
    pub fn house(&self) -> Arc<House> {
        let guard = self.inner.house.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(&guard)
    }

    /// Reads the house again, after another process may have changed it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn refresh(&self) -> Result<Arc<House>, OfficeError> {
        let house = House::read(&mut self.ledger().reader()?)?;
        Ok(self.take_up(house))
    }

    /// The house as it stands in the ledger: read again only when its stream has moved on, for whoever lives long beside
    /// other processes.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn current(&self) -> Result<Arc<House>, OfficeError> {
        let house = self.house();
        let mut version = 0;
        self.ledger().reader()?.query("SELECT max(version) FROM house", &[], &mut |row| {
            version = row.int_opt(0)?.and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
            Ok(())
        })?;
        if version == house.version { Ok(house) } else { self.refresh() }
    }

    /// Keeps a house that was read, unless a newer one was taken up meanwhile; answers the one that is kept.
    fn take_up(&self, read: House) -> Arc<House> {
        let mut guard = self.inner.house.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if read.version >= guard.version {
            *guard = Arc::new(read);
        }
        Arc::clone(&guard)
    }

    /// Adopts a version of the catalogue: from now on cases are opened under it. Answers its version.
    ///
    /// # Errors
    /// When it has findings, cannot be stored, or another one was adopted at the same time.
    pub fn adopt(
        &self,
        files: &[(String, String)],
        actor: &Actor,
        now: Instant,
        seed: [u8; 16],
    ) -> Result<u32, OfficeError> {
        self.adopt_after(&*self.refresh()?, files, actor, now, seed)
    }

    /// Adopts files that were checked against this house: as its next version, or not at all.
    ///
    /// # Errors
    /// As [`Self::adopt`].
    pub(crate) fn adopt_after(
        &self,
        house: &House,
        files: &[(String, String)],
        actor: &Actor,
        now: Instant,
        seed: [u8; 16],
    ) -> Result<u32, OfficeError> {
        let checked = kernel::catalogue::Catalogue::parse(files);
        if !checked.is_clean() {
            let findings: Vec<String> = checked.findings.iter().map(ToString::to_string).collect();
            return Err(OfficeError::Catalogue { findings: findings.join("\n") });
        }
        let text = serde_json::to_string(files).map_err(|e| OfficeError::row("catalogue", &e))?;
        let version = house.newest + 1;
        let next = house.with_catalogue(files)?;
        let what = HouseEvent::CatalogueAdopted { version, sha256: hex(&Sha256::digest(&text)) };
        let mut records = vec![HouseRecord::new(actor, now, what, text)];
        records.push(texts::catalogue(version, files, actor, now)?);
        records.extend(texts::calendar_and_rule(&next, actor, now));
        self.record_after(house, records, seed)?;
        Ok(version)
    }

    /// Records an event of the house; answers its position.
    ///
    /// # Errors
    /// When it cannot be stored, or another one was recorded at the same time.
    pub(crate) fn record(&self, record: HouseRecord, salt: [u8; 16]) -> Result<u64, OfficeError> {
        self.record_after(&*self.refresh()?, vec![record], salt)
    }

    /// Records the events of one act that was decided on this house, if the house still stands as it was read. Answers the
    /// position of the first.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub(crate) fn record_after(
        &self,
        house: &House,
        records: Vec<HouseRecord>,
        salt: [u8; 16],
    ) -> Result<u64, OfficeError> {
        let claims = [house.claim()];
        let answer = self.ledger().append(Box::new(HousePlan { records, claims, salt, key: None }))?;
        self.refresh()?;
        match answer {
            Answer::Committed { first, .. } => Ok(first),
            Answer::Conflict { .. } => Err(OfficeError::HouseChanged),
        }
    }
}

/// A salt that tells nothing of the seed from which keys may be grown: whoever is shown a record sees its salt.
fn salt(seed: [u8; 16]) -> [u8; 16] {
    let digest = Sha256::new().chain_update(b"minhbach/salt").chain_update(seed).finalize();
    let mut salt = [0; 16];
    salt.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    salt
}

/// SHA-256 of bytes in hex, as files are addressed.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_house_never_takes_the_place_of_a_newer_one() {
        let folder = tempfile::tempdir().unwrap();
        let now = Instant::parse_local("2023-03-01T08:00").unwrap();
        let office = Office::open(Options::new(folder.path(), "thu.vn/nha", now, [1; 16])).unwrap();
        let old = House::clone(&office.house());
        office.adopt(&kernel::shipped::files(), &Actor::system("minhbach"), now, [2; 16]).unwrap();
        assert_eq!(office.take_up(old.clone()).newest, 2, "read before the adoption, kept after it");
        assert_eq!((old.newest, office.house().newest), (1, 2));
        // Files that were checked against the old house do not become the next version of the new one.
        let late = office.adopt_after(&old, &kernel::shipped::files(), &Actor::system("minhbach"), now, [3; 16]);
        assert!(matches!(late, Err(OfficeError::HouseChanged)), "{late:?}");
    }
}
