//! What an announcement of days off would do, before anybody confirms it: the same question to every ticking case that
//! the announcement itself will ask, on the calendar as it would be. Nothing is recorded.
//!
//! Counts are of all cases; single cases are shown only to those who may read them.

use std::collections::BTreeMap;

use kernel::Code;
use kernel::calendar::{Announcement, DayKind};
use kernel::case::{Act, Actor, Case, Refusal, decide};
use kernel::org::permit_announcement;
use kernel::time::{Date, Instant};

use super::Viewer;
use super::notices::readable;
use super::sql::Sql;
use crate::act::Fail;
use crate::announce::announced;
use crate::desk::{Office, OfficeError};
use crate::load::parse;

/// Single cases shown at most, the first due first.
pub const SHOWN_MAX: usize = 100;
/// Cases read at a time.
const PAGE: i64 = 500;

/// What an announcement would do.
#[derive(Debug, Clone, Default)]
pub struct Foreseen {
    /// Cases with a ticking clock that were asked.
    pub asked: u64,
    /// Cases that would move, by type and lead unit: how many would be due earlier, how many later.
    pub groups: BTreeMap<(Code, Option<Code>), Shift>,
    /// From which day to which, with how many cases.
    pub days: BTreeMap<(Date, Date), u64>,
    /// The cases that the viewer may read, the first due first; at most [`SHOWN_MAX`].
    pub cases: Vec<MovedCase>,
    /// Cases that would move and that the viewer may not read, or that are beyond those shown.
    pub not_shown: u64,
    /// Cases that stay due on a day that would be off: what was told is never moved back.
    pub due_on_days_off: u64,
    /// Cases that would refuse, and the first reason.
    pub refused: Option<(u64, Refusal)>,
}

/// How many cases would move which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shift {
    /// Due earlier than now.
    pub earlier: u64,
    /// Due later.
    pub later: u64,
}

/// A case that would move.
#[derive(Debug, Clone)]
pub struct MovedCase {
    /// As it is.
    pub case: Case,
    /// When it is due.
    pub old: Instant,
    /// When it would be due.
    pub new: Instant,
}

impl Foreseen {
    /// How many cases would move.
    #[must_use]
    pub fn moved(&self) -> u64 {
        self.groups.values().map(|shift| shift.earlier + shift.later).sum()
    }
}

/// A case with a ticking clock.
struct Ticking {
    num: i64,
    case: Case,
    readable: bool,
}

impl Office {
    /// What an announcement would do to open cases, if it were recorded now.
    ///
    /// # Errors
    /// When the viewer may not announce, the announcement is not sound, or cases cannot be read.
    pub fn foresee_announcement(&self, viewer: &Viewer, announcement: &Announcement) -> Result<Foreseen, Fail> {
        permit_announcement(&viewer.actor).map_err(Refusal::from)?;
        let calendar = announced(&viewer.house.calendar, announcement)?;
        let house = viewer.house.with_calendar(calendar);
        let actor = Actor::system("calendar");
        let act = Act::Recompute { announcement: announcement.id.clone() }.into();
        let off = |day: Date| announcement.days.iter().any(|d| d.kind == DayKind::Off && d.date == day);
        let (mut out, mut after) = (Foreseen::default(), 0);
        loop {
            let page = self.ticking_cases(viewer, after)?;
            let Some(last) = page.last() else { break };
            after = last.num;
            for Ticking { case, readable, .. } in page {
                out.asked += 1;
                let context = house.context(case.catalogue, viewer.now, &actor)?;
                match decide(Some(&case), &act, &context) {
                    Ok(plan) => {
                        let new = plan.case().clock.as_ref().and_then(|clock| clock.due);
                        out.add(case, readable, new);
                    }
                    Err(Refusal::NothingToDo | Refusal::Closed) => {
                        let due = case.clock.as_ref().and_then(|clock| clock.due);
                        out.due_on_days_off += u64::from(due.is_some_and(|due| off(due.date())));
                    }
                    Err(refusal) => out.refused.get_or_insert((0, refusal)).0 += 1,
                }
            }
        }
        out.cases.sort_by_key(|moved| (moved.old, moved.case.id));
        let beyond = out.cases.len().saturating_sub(SHOWN_MAX);
        out.cases.truncate(SHOWN_MAX);
        out.not_shown += u64::try_from(beyond).unwrap_or(0);
        Ok(out)
    }

    fn ticking_cases(&self, viewer: &Viewer, after: i64) -> Result<Vec<Ticking>, OfficeError> {
        let mut sql = Sql::default();
        sql.push("SELECT c.num, c.state, c.body, CASE WHEN 1 = 1");
        readable(&mut sql, viewer, "c");
        sql.push(" THEN 1 ELSE 0 END FROM cases c WHERE c.num > ").int(after);
        sql.push(" AND c.clock IN ('running', 'paused') AND c.due IS NOT NULL ORDER BY c.num LIMIT ").int(PAGE);
        let mut rows: Vec<(i64, String, String, bool)> = Vec::new();
        self.ledger().reader()?.query(sql.as_str(), &sql.params(), &mut |row| {
            rows.push((row.int(0)?, row.text(1)?.to_owned(), row.text(2)?.to_owned(), row.int(3)? == 1));
            Ok(())
        })?;
        let read = |(num, state, body, readable): (i64, String, String, bool)| {
            Ok(Ticking { num, case: parse(&state, &body)?, readable })
        };
        rows.into_iter().map(read).collect()
    }
}

impl Foreseen {
    fn add(&mut self, case: Case, readable: bool, new: Option<Instant>) {
        let old = case.clock.as_ref().and_then(|clock| clock.due);
        let Some((old, new)) = old.zip(new) else { return };
        let shift = self.groups.entry((case.case_type.clone(), case.lead.clone())).or_default();
        *(if new < old { &mut shift.earlier } else { &mut shift.later }) += 1;
        *self.days.entry((old.date(), new.date())).or_default() += 1;
        if readable {
            self.cases.push(MovedCase { case, old, new });
        } else {
            self.not_shown += 1;
        }
    }
}
