//! Open work in piles: by step, lead unit, person and how near it is due; and what is due on which day ahead.
//!
//! Counted along the narrow index over open work, and kept for each reader and type until a case of the type changes.
//! Which work counts as late or running is said by the register, whose lists these numbers open. Not here: figures of the
//! year (`reports`).

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::Code;
use kernel::catalogue::case_type::CaseType;
use kernel::time::Date;

use super::register::{Query, Search};
use super::{Sight, Viewer};
use crate::desk::{Office, OfficeError};
use crate::reports::TypeKey;

/// Days ahead that are looked at, today included.
pub const DAYS_AHEAD: i32 = 14;
/// Working days after which running work that was not moved to another step stands still (đứng yên).
pub const STILL_WORKING_DAYS: u32 = 5;

/// When the work of a pile is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueWhen {
    /// Running and past its due date.
    Late,
    /// Running and due today.
    Today,
    /// Running and due later.
    Later,
    /// Running without a deadline, paused, or without a clock.
    Open,
}

/// How many cases are due on each day.
pub type DaysAhead = Vec<(Date, u64)>;

/// Open cases of one type that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pile {
    /// Code of the step.
    pub step: String,
    /// Lead unit; may be empty.
    pub unit: String,
    /// Person; empty where nobody holds them.
    pub holder: String,
    /// When they are due.
    pub when: DueWhen,
    /// Whether they run and stand still.
    pub still: bool,
    /// How many.
    pub count: u64,
}

/// The open work of one type that one person has, or that nobody in a unit has yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// Type.
    pub case_type: Code,
    /// Lead unit; may be empty.
    pub unit: String,
    /// Person; empty where nobody holds it.
    pub holder: String,
    /// Running, not late.
    pub running: u64,
    /// Late.
    pub late: u64,
}

impl Office {
    /// The cases of a type that will be due on each of the days ahead, today first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn due_ahead(&self, viewer: &Viewer, case_type: &Code) -> Result<Arc<DaysAhead>, OfficeError> {
        let Some(of) = viewer.house.catalogue()?.types.get(case_type) else { return Ok(Arc::default()) };
        let key = self.key(viewer, of)?;
        self.kept().ahead.get_once(key, || {
            let today = viewer.now.date();
            let mut days: BTreeMap<Date, u64> = (0..DAYS_AHEAD).map(|n| (today.add_days(n), 0)).collect();
            let due = Some((today, today.add_days(DAYS_AHEAD - 1)));
            let query = Query { due, ..Query::all(case_type.clone()) };
            if viewer.sight(of) != Sight::Nothing {
                let mut reader = self.ledger().reader()?;
                Search::new(viewer, of, &query).by_day(&mut reader, true, &mut |day, n| {
                    days.insert(day, n);
                })?;
            }
            Ok(Arc::new(days.into_iter().collect()))
        })
    }

    /// The open cases of a type in piles.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn open_work(&self, viewer: &Viewer, case_type: &Code) -> Result<Arc<Vec<Pile>>, OfficeError> {
        let Some(of) = viewer.house.catalogue()?.types.get(case_type) else { return Ok(Arc::default()) };
        let key = self.key(viewer, of)?;
        self.kept().piles.get_once(key, || {
            let mut piles = Vec::new();
            if viewer.sight(of) != Sight::Nothing {
                let query = Query::all(case_type.clone());
                Search::new(viewer, of, &query).piles(&mut self.ledger().reader()?, still_since(viewer), &mut piles)?;
            }
            Ok(Arc::new(piles))
        })
    }

    /// Open work of these types with a running clock, by lead unit and person, most late first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn workload(&self, viewer: &Viewer, types: &[Code]) -> Result<Vec<Load>, OfficeError> {
        let mut out = Vec::new();
        for case_type in types {
            let mut found: BTreeMap<(String, String), (u64, u64)> = BTreeMap::new();
            for pile in self.open_work(viewer, case_type)?.iter().filter(|pile| pile.when != DueWhen::Open) {
                let (running, late) = found.entry((pile.unit.clone(), pile.holder.clone())).or_default();
                *(if pile.when == DueWhen::Late { late } else { running }) += pile.count;
            }
            out.extend(found.into_iter().map(|((unit, holder), (running, late))| Load {
                case_type: case_type.clone(),
                unit,
                holder,
                running,
                late,
            }));
        }
        out.sort_by_key(|load| std::cmp::Reverse((load.late, load.running)));
        Ok(out)
    }

    /// Under which key the counts of a type are kept for this reader today.
    pub(super) fn key(&self, viewer: &Viewer, of: &CaseType) -> Result<TypeKey, OfficeError> {
        let (changed, _) = self.kept().moved.last(&mut self.ledger().reader()?, [of.code.as_str()])?;
        let whose = if viewer.sight(of) == Sight::All { String::new() } else { viewer.actor.person.to_string() };
        Ok((whose, of.code.clone(), viewer.now.date(), changed))
    }
}

/// The day since before which work stands still that was not moved: [`STILL_WORKING_DAYS`] before today.
#[must_use]
pub fn still_since(viewer: &Viewer) -> Date {
    let today = viewer.now.date();
    let back = viewer.house.calendar.working_day_before(today, STILL_WORKING_DAYS);
    back.unwrap_or_else(|_outside| today.add_days(-i32::try_from(STILL_WORKING_DAYS).unwrap_or(0)))
}
