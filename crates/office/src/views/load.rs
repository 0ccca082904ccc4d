//! What is due on which day ahead, and who has how much to do: open work by day, by unit and by person.
//!
//! Which work counts as late or running is said by the register, whose lists these numbers open. Not here: figures of the
//! year (`reports::dashboard`).

use std::collections::BTreeMap;

use kernel::Code;
use kernel::time::{Date, Instant};

use super::Viewer;
use super::register::{Query, Search, State};
use crate::desk::{Office, OfficeError};

/// Days ahead that are looked at, today included.
pub const DAYS_AHEAD: i32 = 14;

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
    pub fn due_ahead(&self, viewer: &Viewer, case_type: &Code) -> Result<Vec<(Date, u64)>, OfficeError> {
        let today = viewer.now.date();
        let last = today.add_days(DAYS_AHEAD - 1);
        let mut days: BTreeMap<Date, u64> = (0..DAYS_AHEAD).map(|n| (today.add_days(n), 0)).collect();
        let query = Query { state: Some(State::Running), due: Some((today, last)), ..Query::all(case_type.clone()) };
        self.group(viewer, &query, &mut |_, _, due| {
            if let Some(count) = days.get_mut(&Instant(due).date()) {
                *count += 1;
            }
        })?;
        Ok(days.into_iter().collect())
    }

    /// Open work of these types with a running clock, by lead unit and person, most late first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn workload(&self, viewer: &Viewer, types: &[Code]) -> Result<Vec<Load>, OfficeError> {
        let mut out = Vec::new();
        for case_type in types {
            let mut found: BTreeMap<(String, String), (u64, u64)> = BTreeMap::new();
            for state in [State::Running, State::Late] {
                let query = Query { state: Some(state), ..Query::all(case_type.clone()) };
                self.group(viewer, &query, &mut |unit, holder, _| {
                    let (running, late) = found.entry((unit.to_owned(), holder.to_owned())).or_default();
                    *(if state == State::Late { late } else { running }) += 1;
                })?;
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

    fn group(&self, viewer: &Viewer, query: &Query, each: &mut dyn FnMut(&str, &str, i64)) -> Result<(), OfficeError> {
        let Some(of) = viewer.house.catalogue()?.types.get(&query.case_type) else { return Ok(()) };
        if viewer.sight(of) == super::Sight::Nothing {
            return Ok(());
        }
        Search::new(viewer, of, query).grouped(&mut self.ledger().reader()?, each)
    }
}
