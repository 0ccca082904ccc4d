//! What a stretch of the ledger changed, and whom it concerns: so that a screen counts anew only when something of its
//! reader's changed.
//!
//! It may name somebody whom nothing waits for any more or yet; it never leaves out one whose counts changed by an act.
//! Not here: who listens (web), reminders, which come with the day and not with an act.

use std::collections::{BTreeMap, BTreeSet};

use kernel::case::{What, record};
use ledger::Param;

use crate::desk::{Office, OfficeError};
use crate::house::STREAM;
use crate::views::Viewer;
use crate::views::waits::Interest;

/// Events looked at one by one; a longer stretch concerns everybody.
pub const EVENTS_MAX: u64 = 2_000;

/// A case that changed, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Touched {
    pub case_type: String,
    pub lead: String,
    pub holder: String,
    pub assigner: String,
    /// It went from hand to hand: it may have waited for others before.
    pub passed_on: bool,
}

/// What a stretch of the ledger changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changed {
    cases: Vec<Touched>,
    subjects: BTreeSet<String>,
    everybody: bool,
}

/// What concerns a person: worked out once, asked often.
#[derive(Debug, Clone)]
pub struct Concern {
    interests: Vec<Interest>,
    subjects: BTreeSet<String>,
}

impl Concern {
    /// What concerns this viewer today.
    #[must_use]
    pub fn of(viewer: &Viewer) -> Self {
        let subjects = viewer.named_subjects().into_iter().map(str::to_owned).collect();
        Self { interests: Interest::all(viewer), subjects }
    }
}

impl Changed {
    /// Whether somebody's counts may have changed.
    #[must_use]
    pub fn concerns(&self, concern: &Concern) -> bool {
        self.everybody
            || !self.subjects.is_disjoint(&concern.subjects)
            || self.cases.iter().any(|case| concern.interests.iter().any(|interest| interest.meets(case)))
    }
}

impl Office {
    /// What the events from one position up to before another changed.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn changed(&self, from: u64, next: u64) -> Result<Changed, OfficeError> {
        let mut out = Changed::default();
        self.current()?;
        if next.saturating_sub(from) > EVENTS_MAX {
            out.everybody = true;
            return Ok(out);
        }
        let mut reader = self.ledger().reader()?;
        let mut streams: BTreeMap<[u8; 16], bool> = BTreeMap::new();
        for stored in reader.outlines_from(from, next.saturating_sub(from))? {
            if stored.stream == STREAM {
                // Catalogue or calendar: deadlines of anybody may have moved.
                out.everybody = true;
                continue;
            }
            let event = record::decode(&stored.plain, &[]).map_err(OfficeError::record)?;
            *streams.entry(stored.stream).or_default() |= matches!(event.what, What::Assigned(_));
        }
        for (stream, passed_on) in streams {
            let sql = "SELECT type, lead, holder, assigner FROM cases WHERE id = $1";
            reader.query(sql, &[Param::Blob(&stream)], &mut |row| {
                let text = |i| Ok::<_, ledger::DbError>(row.text(i)?.to_owned());
                let (case_type, lead, holder, assigner) = (text(0)?, text(1)?, text(2)?, text(3)?);
                out.cases.push(Touched { case_type, lead, holder, assigner, passed_on });
                Ok(())
            })?;
        }
        let bound = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let sql = "SELECT DISTINCT subject FROM notices WHERE position >= $1 AND position < $2";
        reader.query(sql, &[bound(from).into(), bound(next).into()], &mut |row| {
            out.subjects.insert(row.text(0)?.to_owned());
            Ok(())
        })?;
        Ok(out)
    }
}
