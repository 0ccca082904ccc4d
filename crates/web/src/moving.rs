//! Tables on their way in: the few files that people are matching columns for, kept in memory until they are recorded or
//! pushed out by newer ones, and the work on them that runs behind the pages.
//!
//! Nothing of a file is recorded before it is confirmed; a restart forgets it. Not here: reading tables and recording
//! (office), the pages (`desk::moving`).

use std::collections::VecDeque;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kernel::Code;
use office::import::cases::{Moved, Previewed, SheetLook};
use uuid::Uuid;

/// Files kept at a time, each of at most [`crate::FILE_BYTES_MAX`] bytes.
pub const UPLOADS_MAX: usize = 4;

/// The files. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Moving(Arc<Mutex<VecDeque<Arc<Upload>>>>);

/// One file.
#[derive(Debug)]
pub(crate) struct Upload {
    pub id: Uuid,
    /// Whose it is; nobody else sees it.
    pub person: Code,
    pub name: String,
    pub bytes: Arc<[u8]>,
    pub sheets: Vec<SheetLook>,
    /// What was typed last, and what the work on it came to.
    state: Mutex<State>,
}

/// How far a file is.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    /// The form as it was sent last.
    pub typed: Vec<(String, String)>,
    pub stage: Stage,
}

#[derive(Debug, Clone, Default)]
pub(crate) enum Stage {
    /// Columns are being matched.
    #[default]
    Matching,
    /// All rows are being checked, or recorded.
    Running { recording: bool, meter: Meter },
    /// Checked, nothing recorded.
    Checked { moved: Box<Moved>, first: Vec<Previewed>, mark: String },
    /// Recorded.
    Recorded(Box<Moved>),
    /// It could not be done; says why, in Vietnamese and in English.
    Failed(String, String),
}

/// How much of the whole is done.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meter(Arc<(AtomicU64, AtomicU64)>);

impl Meter {
    pub fn of(whole: u64) -> Self {
        Self(Arc::new((AtomicU64::new(0), AtomicU64::new(whole))))
    }

    pub fn set(&self, done: u64, whole: u64) {
        self.0.0.store(done, Ordering::Relaxed);
        self.0.1.store(whole, Ordering::Relaxed);
    }

    /// Hundredths; never a hundred while it goes on.
    pub fn percent(&self) -> u64 {
        let (done, whole) = (self.0.0.load(Ordering::Relaxed), self.0.1.load(Ordering::Relaxed).max(1));
        (done.saturating_mul(100) / whole).min(99)
    }
}

/// A file that tells a meter how much of it was read.
pub(crate) struct Metered {
    inner: Cursor<Arc<[u8]>>,
    meter: Meter,
}

impl Metered {
    pub fn new(bytes: Arc<[u8]>, meter: Meter) -> Self {
        Self { inner: Cursor::new(bytes), meter }
    }
}

impl Read for Metered {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.meter.0.0.fetch_add(u64::try_from(read).unwrap_or(0), Ordering::Relaxed);
        Ok(read)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

impl Upload {
    pub fn new(id: Uuid, person: Code, name: String, bytes: Vec<u8>, sheets: Vec<SheetLook>) -> Self {
        Self { id, person, name, bytes: bytes.into(), sheets, state: Mutex::default() }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Moving {
    fn all(&self) -> MutexGuard<'_, VecDeque<Arc<Upload>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a file; the person's earlier one goes, and the oldest when there are too many.
    pub(crate) fn keep(&self, upload: Upload) {
        let mut all = self.all();
        all.retain(|kept| kept.person != upload.person);
        while all.len() >= UPLOADS_MAX {
            all.pop_front();
        }
        all.push_back(Arc::new(upload));
    }

    /// The file of this id, for the person whose it is.
    pub(crate) fn find(&self, id: Uuid, person: &Code) -> Option<Arc<Upload>> {
        self.all().iter().find(|kept| kept.id == id && kept.person == *person).cloned()
    }

    /// The file that a person is working on.
    pub(crate) fn of(&self, person: &Code) -> Option<Arc<Upload>> {
        self.all().iter().find(|kept| kept.person == *person).cloned()
    }

    /// Forgets a file.
    pub(crate) fn forget(&self, id: Uuid) {
        self.all().retain(|kept| kept.id != id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(n: u8, person: &'static str) -> Upload {
        Upload::new(Uuid::from_bytes([n; 16]), Code::from(person), String::new(), vec![n], Vec::new())
    }

    #[test]
    fn a_person_has_one_file_and_all_together_few() {
        let moving = Moving::default();
        moving.keep(upload(1, "a"));
        moving.keep(upload(2, "a"));
        assert!(moving.find(Uuid::from_bytes([1; 16]), &Code::from("a")).is_none());
        assert!(moving.find(Uuid::from_bytes([2; 16]), &Code::from("b")).is_none());
        for (n, person) in [(3, "b"), (4, "c"), (5, "d"), (6, "e")] {
            moving.keep(upload(n, person));
        }
        assert_eq!(moving.all().len(), UPLOADS_MAX);
        assert!(moving.of(&Code::from("a")).is_none() && moving.of(&Code::from("e")).is_some());
    }

    #[test]
    fn a_meter_never_says_a_hundred() {
        let meter = Meter::of(10);
        let mut file = Metered::new(vec![0; 40].into(), meter.clone());
        io::copy(&mut file, &mut io::sink()).unwrap();
        assert_eq!(meter.percent(), 99);
    }
}
