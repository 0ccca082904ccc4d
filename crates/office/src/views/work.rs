//! My work: every case that waits for a person, by due moment, with what is asked; filtered, counted, acted on from the list.
//!
//! A page costs two statements: one finds all that waits along a narrow index of open work, one reads the rows of the
//! page. A case waits for whoever may make a usual next move (one that asks for no reason). While somebody is away,
//! their work waits for their substitute too, who still reads and does only what their own posts allow. Not here:
//! words (web), rules (kernel).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use kernel::Code;
use kernel::case::{Act, Case, Command, MoveForm, decide};
use kernel::catalogue::case_type::{CaseType, Move, Who};
use kernel::time::{Date, Instant};
use ledger::Reader;

use super::notices::readable;
use super::register::{COUNT_MAX, Count};
use super::sql::Sql;
use super::{Sight, Viewer};
use crate::desk::{Office, OfficeError};
use crate::live::Touched;
use crate::load::parse;

/// Rows of a page.
pub const PAGE_ROWS: usize = 50;
/// Working days ahead that count as soon.
const SOON_WORKING_DAYS: u32 = 2;

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

/// Where somebody's work of one type and step lies.
struct Branch {
    case_type: Arc<CaseType>,
    step: Code,
    moves: Vec<Move>,
    scope: Scope,
    person: Code,
    on_behalf: Option<Code>,
}

/// Whose cases of a type and step they are.
#[derive(Debug, Clone, Default)]
struct Scope {
    all: bool,
    held: bool,
    leads: Vec<Code>,
    assigners: Vec<Code>,
}

/// A type of which cases can wait for a person, and whose.
#[derive(Debug, Clone)]
pub(crate) struct Interest {
    case_type: Code,
    scope: Scope,
    person: Code,
}

impl Interest {
    /// All that can wait for a viewer today, also in the place of others.
    pub(crate) fn all(viewer: &Viewer) -> Vec<Self> {
        let of = |b: Branch| Self { case_type: b.case_type.code.clone(), scope: b.scope, person: b.person };
        branches(viewer).into_iter().map(of).collect()
    }

    /// Whether a change of this case can change what waits.
    pub(crate) fn meets(&self, case: &Touched) -> bool {
        let among = |codes: &[Code], text: &str| codes.iter().any(|code| code.as_str() == text);
        self.case_type.as_str() == case.case_type
            && (self.scope.all
                || case.passed_on
                || (self.scope.held && self.person.as_str() == case.holder)
                || among(&self.scope.leads, &case.lead)
                || among(&self.scope.assigners, &case.assigner))
    }
}

/// One case that waits, before its row is read.
struct Found {
    branch: usize,
    key: WorkKey,
    when: When,
    lead: Option<Code>,
}

impl Office {
    /// A page of what waits for a person.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn work(&self, viewer: &Viewer, query: &WorkQuery) -> Result<Work, OfficeError> {
        let branches = branches(viewer);
        let mut reader = self.ledger().reader()?;
        let found = find(&mut reader, viewer, &branches)?;
        let all = counted(found.len());
        let of = |f: &Found| branches.get(f.branch).map(|b| b.case_type.code.clone());
        let by_type = |f: &Found| query.case_type.is_none() || of(f) == query.case_type;
        let by_when = |f: &Found| query.when.is_none_or(|when| f.when == when);
        let by_unit = |f: &Found| query.unit.is_none() || f.lead == query.unit;
        let types = tally(found.iter().filter(|f| by_when(f) && by_unit(f)).filter_map(of));
        let whens = tally(found.iter().filter(|f| by_type(f) && by_unit(f)).map(|f| f.when));
        let units = tally(found.iter().filter(|f| by_type(f) && by_when(f)).filter_map(|f| f.lead.clone()));
        let kept: Vec<Found> = found.into_iter().filter(|f| by_type(f) && by_when(f) && by_unit(f)).collect();
        let count = counted(kept.len());
        let rest = kept.into_iter().filter(|f| query.after.is_none_or(|after| f.key > after));
        let mut page: Vec<Found> = rest.take(PAGE_ROWS + 1).collect();
        let more = page.len() > PAGE_ROWS;
        page.truncate(PAGE_ROWS);
        let next = page.last().map(|f| f.key).filter(|_| more);
        let lines = lines(&mut reader, viewer, &branches, &page)?;
        Ok(Work { lines, count, all, types, whens, units, next, statements: reader.statements() })
    }

    /// How many cases wait for a person.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn work_count(&self, viewer: &Viewer) -> Result<Count, OfficeError> {
        let found = find(&mut self.ledger().reader()?, viewer, &branches(viewer))?;
        Ok(counted(found.len()))
    }
}

fn counted(n: usize) -> Count {
    let n = u64::try_from(n).unwrap_or(u64::MAX);
    if n > COUNT_MAX { Count::Many } else { Count::Exact(n) }
}

fn tally<T: Ord>(values: impl Iterator<Item = T>) -> BTreeMap<T, u64> {
    let mut out = BTreeMap::new();
    values.for_each(|value| *out.entry(value).or_insert(0) += 1);
    out
}

/// Own work first, then that of those for whom the viewer stands in today.
fn branches(viewer: &Viewer) -> Vec<Branch> {
    let mut out = branches_of(viewer, viewer, None);
    for away in viewer.house.org().stands_in_for(viewer.actor.person.as_str(), viewer.now.date()) {
        if let Some(actor) = viewer.house.actor(away.code.as_str(), viewer.now) {
            let theirs = Viewer::new(actor, Arc::clone(&viewer.house), viewer.now);
            out.extend(branches_of(viewer, &theirs, Some(&away.code)));
        }
    }
    out
}

fn branches_of(reader: &Viewer, worker: &Viewer, on_behalf: Option<&Code>) -> Vec<Branch> {
    let mut out = Vec::new();
    for case_type in worker.types().into_iter().filter(|t| reader.sight(t) != Sight::Nothing) {
        for step in case_type.steps.iter().filter(|s| !s.terminal && !s.at_rest) {
            let mut scope = Scope::default();
            let usual =
                case_type.moves.iter().filter(|m| m.from.contains(&step.code) && !m.reason && m.to != step.code);
            let moves: Vec<Move> = usual.filter(|m| scope.widen(worker, m)).cloned().collect();
            if !moves.is_empty() {
                let (person, on_behalf) = (worker.actor.person.clone(), on_behalf.cloned());
                let case_type = Arc::clone(&case_type);
                out.push(Branch { case_type, step: step.code.clone(), moves, scope, person, on_behalf });
            }
        }
    }
    out
}

impl Scope {
    /// Adds what a move makes this worker's; answers whether anything is. Where somebody holds the case, the role at large
    /// does not count.
    fn widen(&mut self, worker: &Viewer, made: &Move) -> bool {
        let held = made.who.contains(&Who::Holder);
        let org = worker.house.org();
        let mut any = false;
        for post in &worker.actor.posts {
            for who in &made.who {
                any |= match who {
                    Who::Role(role) if !held && post.role == *role => {
                        self.all = true;
                        true
                    }
                    Who::RoleAtUnit(role, unit) if !held && post.role == *role && org.is_within(&post.unit, unit) => {
                        self.all = true;
                        true
                    }
                    Who::RoleAtLead(role) if post.role == *role => push(&mut self.leads, &post.unit),
                    Who::Lead => push(&mut self.leads, &post.unit),
                    Who::Assigner => push(&mut self.assigners, &post.code),
                    Who::Holder => {
                        self.held = true;
                        true
                    }
                    _ => false,
                };
            }
        }
        any
    }

    fn push(&self, sql: &mut Sql, person: &Code) {
        if self.all {
            return;
        }
        sql.push(" AND (c.holder = ").text(if self.held { person.as_str() } else { "-" });
        if !self.leads.is_empty() {
            sql.push(" OR c.lead IN (").texts(self.leads.iter().map(Code::as_str)).push(")");
        }
        if !self.assigners.is_empty() {
            sql.push(" OR c.assigner IN (").texts(self.assigners.iter().map(Code::as_str)).push(")");
        }
        sql.push(")");
    }
}

fn push(list: &mut Vec<Code>, code: &Code) -> bool {
    if !list.contains(code) {
        list.push(code.clone());
    }
    true
}

/// All that waits, by due moment; a case that waits for the viewer and for somebody away is the viewer's own.
fn find(reader: &mut Reader, viewer: &Viewer, branches: &[Branch]) -> Result<Vec<Found>, OfficeError> {
    if branches.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::default();
    sql.push("SELECT branch, num, due, clock, lead FROM (");
    for (i, branch) in branches.iter().enumerate() {
        sql.push(if i > 0 { " UNION ALL " } else { "" }).push("SELECT ").int(i64::try_from(i).unwrap_or(0));
        sql.push(" AS branch, c.num, c.due, c.clock, c.lead FROM cases c WHERE c.closed IS NULL AND c.type = ");
        sql.text(branch.case_type.code.as_str()).push(" AND c.step = ").text(branch.step.as_str());
        branch.scope.push(&mut sql, &branch.person);
        if viewer.sight(&branch.case_type) != Sight::All {
            readable(&mut sql, viewer, "c");
        }
    }
    sql.push(") waits LIMIT ").int(i64::try_from(COUNT_MAX + 1).unwrap_or(i64::MAX));
    let days = Days::of(viewer);
    let mut best: HashMap<i64, Found> = HashMap::new();
    reader.query(sql.as_str(), &sql.params(), &mut |row| {
        let (branch, num, due) = (usize::try_from(row.int(0)?).unwrap_or(0), row.int(1)?, row.int_opt(2)?);
        let found = Found {
            branch,
            key: WorkKey { due: due.unwrap_or(i64::MAX), num },
            when: days.when(due, row.text(3)?),
            lead: Code::parse(row.text(4)?).ok(),
        };
        best.entry(num).and_modify(|f| f.branch = f.branch.min(branch)).or_insert(found);
        Ok(())
    })?;
    let mut out: Vec<Found> = best.into_values().collect();
    out.sort_by_key(|f| f.key);
    Ok(out)
}

/// The days by which work is late, due or soon.
struct Days {
    today: Date,
    soon: Date,
}

impl Days {
    fn of(viewer: &Viewer) -> Self {
        let today = viewer.now.date();
        let soon = viewer.house.calendar.working_day_after(today, SOON_WORKING_DAYS).unwrap_or(today);
        Self { today, soon }
    }

    fn when(&self, due: Option<i64>, clock: &str) -> When {
        let Some(due) = due.map(|due| Instant(due).date()) else { return When::NoDeadline };
        match due {
            _ if clock != "running" => When::Later,
            due if due < self.today => When::Late,
            due if due == self.today => When::Today,
            due if due <= self.soon => When::Soon,
            _ => When::Later,
        }
    }
}

fn lines(
    reader: &mut Reader,
    viewer: &Viewer,
    branches: &[Branch],
    page: &[Found],
) -> Result<Vec<WorkLine>, OfficeError> {
    if page.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::default();
    sql.push("SELECT num, state, body FROM cases WHERE num IN (");
    for (i, found) in page.iter().enumerate() {
        sql.push(if i > 0 { ", " } else { "" }).int(found.key.num);
    }
    sql.push(")");
    let mut rows: HashMap<i64, (String, String)> = HashMap::new();
    reader.query(sql.as_str(), &sql.params(), &mut |row| {
        rows.insert(row.int(0)?, (row.text(1)?.to_owned(), row.text(2)?.to_owned()));
        Ok(())
    })?;
    let mut out = Vec::with_capacity(page.len());
    for found in page {
        let (Some((state, body)), Some(branch)) = (rows.get(&found.key.num), branches.get(found.branch)) else {
            continue;
        };
        let case = parse(state, body)?;
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
