//! How the house fares: what was measured, what of it is wrong, and what to do about it.
//!
//! Measuring and judging are apart: [`Facts`] are measured, [`troubles`] is a pure function of them. Not here: how the
//! machine is measured (minhbach), pages (web).

mod store;
mod troubles;
mod witnesses;

pub use store::StoreTrouble;
pub use troubles::{Gravity, Trouble, troubles};

use kernel::calendar::Calendar;
use kernel::time::{Date, Instant};

use crate::desk::{Office, OfficeError};
use crate::log::{LogError, WitnessReport, WitnessesError};

/// Room on the disk that holds the data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disk {
    /// Bytes that may still be written.
    pub free: u64,
    /// Bytes in all.
    pub whole: u64,
}

/// How the worker that prints fares.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Paper {
    /// This server prints nothing.
    #[default]
    Absent,
    /// Nothing has been printed yet.
    Unused,
    /// The last document was printed.
    Works,
    /// The last document was not printed; why.
    Failed(String),
}

/// How the public log fares.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SignedLog {
    /// This server signs none.
    #[default]
    Absent,
    /// It is signed up to so many events.
    Signed(u64),
    /// It is not signed any further; why.
    Stopped(LogError),
}

/// The last rebuilding of the read tables from the events, as far as the data folder knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastReplay {
    /// When.
    pub at: Instant,
    /// Up to which position.
    pub position: u64,
    /// Whether the tables in use were the same.
    pub equal: bool,
    /// Digest of the tables.
    pub digest: String,
}

/// What the program knows of the machine and of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Machine {
    /// The disk; `None` where it cannot be measured.
    pub disk: Option<Disk>,
    /// Bytes of the database.
    pub database_bytes: u64,
    /// Bytes of its write-ahead log.
    pub log_bytes: u64,
    /// Memory of the process in bytes; `None` where it cannot be measured.
    pub memory_bytes: Option<u64>,
    /// Seconds since the program was started.
    pub running_seconds: u64,
    /// Version of the program.
    pub version: String,
    /// The worker that prints.
    pub paper: Paper,
    /// The public log.
    pub signed_log: SignedLog,
    /// The witnesses of the public log, or why their file is not used; nothing where there are none.
    pub witnesses: Option<Result<WitnessReport, WitnessesError>>,
    /// The last replay.
    pub replayed: Option<LastReplay>,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// When.
    pub now: Instant,
    /// Position of the last record and when it was recorded.
    pub head: Result<(u64, Option<Instant>), StoreTrouble>,
    /// Whether a write came through.
    pub writing: Result<(), StoreTrouble>,
    /// Jobs that wait for the writer, and how many may.
    pub queue: (usize, usize),
    /// Machine and program.
    pub machine: Machine,
    /// Version of the catalogue, and how many findings `check` has.
    pub catalogue: (u32, usize),
    /// First and last day of the calendar.
    pub calendar: Option<(Date, Date)>,
    /// The first day from today on of which no announcement speaks for good.
    pub provisional_from: Option<Date>,
    /// The announcement of which not every open case was asked.
    pub unapplied: Option<String>,
    /// Screens that follow the ledger.
    pub streams: usize,
}

impl Office {
    /// Measures how the house fares. Whether the ledger takes a write is tried beside the ledger; no record is made.
    #[must_use]
    pub fn health(&self, now: Instant, machine: Machine, streams: usize) -> Facts {
        let ledger = self.ledger();
        let house = self.house();
        let head = ledger.head().map(|head| (head.next.saturating_sub(1), head.last_at.map(Instant)));
        let writing = ledger.side(Box::new(|tx| {
            tx.execute("UPDATE read_version SET version = version", &[])?;
            Ok(())
        }));
        let findings = self.catalogue_standing().map_or(0, |standing| standing.findings.len());
        Facts {
            now,
            head: head.map_err(|error| StoreTrouble::of(&error)),
            writing: writing.map_err(|error| StoreTrouble::of(&error)),
            queue: (ledger.waiting(), ledger::QUEUE_JOBS_MAX),
            machine,
            catalogue: (house.newest, findings),
            calendar: house.calendar.covers(),
            provisional_from: provisional_from(&house.calendar, now.date()),
            unapplied: house.unapplied.clone(),
            streams,
        }
    }
}

/// Days ahead that are looked at for days not announced for good.
const DAYS_AHEAD: i32 = 500;

fn provisional_from(calendar: &Calendar, today: Date) -> Option<Date> {
    (0..DAYS_AHEAD)
        .map(|days| today.add_days(days))
        .map_while(|day| calendar.facts(day).ok().map(|facts| (day, facts.provisional)))
        .find_map(|(day, provisional)| provisional.then_some(day))
}

impl OfficeError {
    /// What the store says, when it is the store that failed.
    #[must_use]
    pub fn store(&self) -> Option<StoreTrouble> {
        match self {
            Self::Ledger(error) => Some(StoreTrouble::of(error)),
            Self::Row { .. }
            | Self::OlderTables { .. }
            | Self::HouseChanged
            | Self::NoCatalogue { .. }
            | Self::Catalogue { .. } => None,
        }
    }
}
