//! My work: every case that waits for a person, by due moment, with what is asked; filtered, counted, acted on from the list.
//!
//! A page costs three statements: one counts all that waits, one finds the page, one reads its rows. Who stands in for
//! somebody away still does only what their own posts allow. Not here: whose work it is (`waits`), words (web), rules
//! (kernel).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use kernel::Code;
use kernel::case::{Act, Case, Command, MoveForm, decide};
use kernel::catalogue::case_type::{CaseType, Move};
use ledger::Reader;

use super::Viewer;
use super::register::{COUNT_MAX, Count};
use super::sql::Sql;
use super::waits::{Branch, Found, Tally, Waits};
use crate::desk::{Office, OfficeError};
use crate::load::parse;

/// Rows of a page.
pub const PAGE_ROWS: usize = 50;

/// When a case is due, as the list is filtered by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// Past its due day.
    Late,
    /// Due today.
    Today,
    /// Due within two working days.
    Soon,
    /// Due later, or paused.
    Later,
    /// Without a deadline.
    NoDeadline,
}

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct WorkQuery {
    /// Only this type.
    pub case_type: Option<Code>,
    /// Only at this step.
    pub step: Option<Code>,
    /// Only what is due then.
    pub when: Option<When>,
    /// Only of this lead unit.
    pub unit: Option<Code>,
    /// Rows beyond this one.
    pub after: Option<WorkKey>,
}

/// A row, from which the next page goes on: due moment (the largest number without one) and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkKey {
    /// Due moment in microseconds.
    pub due: i64,
    /// Ledger position of its opening event.
    pub num: i64,
}

/// One case that waits.
#[derive(Debug, Clone)]
pub struct WorkLine {
    /// The case.
    pub case: Case,
    /// Its type, under the version of the catalogue that it keeps.
    pub case_type: Arc<CaseType>,
    /// What is asked: the usual moves.
    pub wanted: Vec<Move>,
    /// Those of them that need nothing more than a click.
    pub ready: Vec<Move>,
    /// The person in whose place it is done; `None` for one's own work.
    pub on_behalf: Option<Code>,
    /// When it is due.
    pub when: When,
}

/// A page of what waits.
#[derive(Debug, Clone)]
pub struct Work {
    /// Rows by due moment.
    pub lines: Vec<WorkLine>,
    /// How many the filters leave.
    pub count: Count,
    /// How many there are without filters.
    pub all: Count,
    /// Counts by type, each under the other filters.
    pub types: BTreeMap<Code, u64>,
    /// Counts by due moment.
    pub whens: BTreeMap<When, u64>,
    /// Counts by lead unit.
    pub units: BTreeMap<Code, u64>,
    /// The page after.
    pub next: Option<WorkKey>,
    /// Statements that it took.
    pub statements: u64,
}

impl Office {
    /// A page of what waits for a person.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn work(&self, viewer: &Viewer, query: &WorkQuery) -> Result<Work, OfficeError> {
        let waits = Waits::of(viewer);
        let mut reader = self.ledger().reader()?;
        let tallies = waits.tallies(&mut reader)?;
        let of = |t: &Tally| waits.branches.get(t.branch);
        let by_type = |t: &&Tally| of(t).is_some_and(|branch| branch.fits(query));
        let by_when = |t: &&Tally| query.when.is_none_or(|when| t.when == when);
        let by_unit = |t: &&Tally| query.unit.is_none() || t.lead == query.unit;
        let code = |t: &Tally| of(t).map(|branch| branch.case_type.code.clone());
        let types = added(tallies.iter().filter(by_when).filter(by_unit), code);
        let whens = added(tallies.iter().filter(by_type).filter(by_unit), |t| Some(t.when));
        let units = added(tallies.iter().filter(by_type).filter(by_when), |t| t.lead.clone());
        let count = sum(tallies.iter().filter(by_type).filter(by_when).filter(by_unit));
        let mut page = waits.first(&mut reader, query, PAGE_ROWS + 1)?;
        let more = page.len() > PAGE_ROWS;
        page.truncate(PAGE_ROWS);
        let next = page.last().map(|f| f.key).filter(|_| more);
        let lines = lines(&mut reader, viewer, &waits.branches, &page)?;
        let all = sum(tallies.iter());
        Ok(Work { lines, count, all, types, whens, units, next, statements: reader.statements() })
    }

    /// How many cases wait for a person.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn work_count(&self, viewer: &Viewer) -> Result<Count, OfficeError> {
        Ok(sum(Waits::of(viewer).tallies(&mut self.ledger().reader()?)?.iter()))
    }
}

/// How many there are in all; above [`COUNT_MAX`] it is said in words, as in registers.
pub(super) fn sum<'t>(tallies: impl Iterator<Item = &'t Tally>) -> Count {
    let n = tallies.map(|t| t.count).sum();
    if n > COUNT_MAX { Count::Many } else { Count::Exact(n) }
}

/// How many there are by a value of theirs.
fn added<'t, T: Ord>(
    tallies: impl Iterator<Item = &'t Tally>,
    value: impl Fn(&'t Tally) -> Option<T>,
) -> BTreeMap<T, u64> {
    let mut out = BTreeMap::new();
    for tally in tallies {
        if let Some(value) = value(tally) {
            *out.entry(value).or_insert(0) += tally.count;
        }
    }
    out
}

fn lines(
    reader: &mut Reader,
    viewer: &Viewer,
    branches: &[Branch],
    page: &[Found],
) -> Result<Vec<WorkLine>, OfficeError> {
    let mut rows = cases(reader, page)?;
    let mut out = Vec::with_capacity(page.len());
    for found in page {
        let (Some(case), Some(branch)) = (rows.remove(&found.key.num), branches.get(found.branch)) else { continue };
        let case_type = Arc::clone(viewer.house.case_type(case.catalogue, &case.case_type)?);
        let ready = ready(viewer, &case, &branch.moves)?;
        let (wanted, on_behalf) = (branch.moves.clone(), branch.on_behalf.clone());
        out.push(WorkLine { case, case_type, wanted, ready, on_behalf, when: found.when });
    }
    Ok(out)
}

/// The moves that the kernel would grant this viewer now with an empty form.
fn ready(viewer: &Viewer, case: &Case, moves: &[Move]) -> Result<Vec<Move>, OfficeError> {
    let context = viewer.house.context(case.catalogue, viewer.now, &viewer.actor)?;
    let grants = |made: &&Move| {
        let form = MoveForm::new(made.code.clone());
        decide(Some(case), &Command::from(Act::Move(form)), &context).is_ok()
    };
    Ok(moves.iter().filter(grants).cloned().collect())
}

/// The cases that were found, by number.
pub(super) fn cases(reader: &mut Reader, found: &[Found]) -> Result<HashMap<i64, Case>, OfficeError> {
    if found.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::default();
    sql.push("SELECT num, state, body FROM cases WHERE num IN (");
    for (i, found) in found.iter().enumerate() {
        sql.push(if i > 0 { ", " } else { "" }).int(found.key.num);
    }
    sql.push(")");
    let mut rows: Vec<(i64, String, String)> = Vec::new();
    reader.query(sql.as_str(), &sql.params(), &mut |row| {
        rows.push((row.int(0)?, row.text(1)?.to_owned(), row.text(2)?.to_owned()));
        Ok(())
    })?;
    rows.iter().map(|(num, state, body)| Ok((*num, parse(state, body)?))).collect()
}
