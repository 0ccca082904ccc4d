//! Where a person's work lies, and the statements that find and count it: one arm for each type and step along a narrow index
//! of open work.
//!
//! A case waits for whoever may make a usual next move (one that asks for no reason). While somebody is away, their work
//! waits for their substitute too, as far as that one may read it. The first page and the list of work ask here, so that
//! they never differ. Not here: rows of cases (`work`, `home`), words (web).

use std::collections::HashMap;
use std::sync::Arc;

use kernel::Code;
use kernel::catalogue::case_type::{CaseType, Move, Who};
use ledger::{DbError, Reader};

use super::notices::readable;
use super::sql::Sql;
use super::work::{When, WorkKey, WorkQuery};
use super::{Sight, Viewer};
use crate::desk::OfficeError;
use crate::live::Touched;

/// Working days ahead that count as soon.
const SOON_WORKING_DAYS: u32 = 2;
/// The due moments in the order of their numbers in statements.
const WHENS: [When; 5] = [When::Late, When::Today, When::Soon, When::Later, When::NoDeadline];

/// Where somebody's work of one type and step lies.
pub(super) struct Branch {
    pub case_type: Arc<CaseType>,
    pub step: Code,
    pub moves: Vec<Move>,
    scope: Scope,
    person: Code,
    pub on_behalf: Option<Code>,
}

/// Whose cases of a type and step they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Scope {
    all: bool,
    held: bool,
    leads: Vec<Code>,
    assigners: Vec<Code>,
}

/// A type of which cases can wait for a person, and whose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Interest {
    case_type: Code,
    scope: Scope,
    person: Code,
}

impl Interest {
    /// All that can wait for a viewer today, also in the place of others.
    pub(crate) fn all(viewer: &Viewer) -> Vec<Self> {
        let mut out = Vec::new();
        for b in branches(viewer) {
            let interest = Self { case_type: b.case_type.code.clone(), scope: b.scope, person: b.person };
            // Most steps of a type wait for the same people, and every open screen keeps these.
            if !out.contains(&interest) {
                out.push(interest);
            }
        }
        out
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
pub(super) struct Found {
    pub branch: usize,
    pub key: WorkKey,
    pub when: When,
}

/// How many cases of one place, lead unit and due moment wait.
pub(super) struct Tally {
    /// The first branch of the place.
    pub branch: usize,
    pub lead: Option<Code>,
    pub when: When,
    pub count: u64,
}

/// Own work first, then that of those for whom the viewer stands in today.
pub(super) fn branches(viewer: &Viewer) -> Vec<Branch> {
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

    /// The condition on `cases c`.
    fn push(&self, sql: &mut Sql, person: &Code) {
        if self.all {
            sql.push("1 = 1");
            return;
        }
        sql.push("(c.holder = ").text(if self.held { person.as_str() } else { "-" });
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

/// What waits for a viewer: the statements.
pub(super) struct Waits<'a> {
    viewer: &'a Viewer,
    pub branches: Vec<Branch>,
    /// First moments of today, of tomorrow, and of the first day that is not soon.
    days: [i64; 3],
}

impl<'a> Waits<'a> {
    pub fn of(viewer: &'a Viewer) -> Self {
        let today = viewer.now.date();
        let soon = viewer.house.calendar.working_day_after(today, SOON_WORKING_DAYS).unwrap_or(today);
        let days = [today, today.add_days(1), soon.add_days(1)].map(|day| day.at(0).0);
        Self { viewer, branches: branches(viewer), days }
    }

    /// The first so many of each branch by due moment, those without one last; a case that waits for the viewer and for
    /// somebody away is the viewer's own. Sorted by key.
    pub fn first(&self, reader: &mut Reader, query: &WorkQuery, each: usize) -> Result<Vec<Found>, OfficeError> {
        let mut sql = Sql::default();
        let mut before = "SELECT branch, num, due, moment FROM (";
        for (i, branch) in self.branches.iter().enumerate().filter(|(_, branch)| branch.fits(query)) {
            sql.push(before).push("SELECT * FROM (SELECT ").int(i64::try_from(i).unwrap_or(0));
            sql.push(" AS branch, c.num, c.due, ");
            self.moment(&mut sql);
            sql.push(" AS moment FROM cases c WHERE ");
            self.place(&mut sql, &[branch]);
            self.narrow(&mut sql, query);
            sql.push(" ORDER BY c.due NULLS LAST, c.num LIMIT ").int(i64::try_from(each).unwrap_or(i64::MAX));
            sql.push(") one");
            before = " UNION ALL ";
        }
        if before != " UNION ALL " {
            return Ok(Vec::new());
        }
        sql.push(") waits");
        let mut best: HashMap<i64, Found> = HashMap::new();
        reader.query(sql.as_str(), &sql.params(), &mut |row| {
            let (branch, num, due) = (usize::try_from(row.int(0)?).unwrap_or(0), row.int(1)?, row.int_opt(2)?);
            let found = Found { branch, key: WorkKey { due: due.unwrap_or(i64::MAX), num }, when: when(row.int(3)?)? };
            best.entry(num).and_modify(|f| f.branch = f.branch.min(branch)).or_insert(found);
            Ok(())
        })?;
        let mut out: Vec<Found> = best.into_values().collect();
        out.sort_by_key(|f| f.key);
        Ok(out)
    }

    /// How many wait, by place, lead unit and due moment. A case that waits for the viewer and for somebody away counts once.
    pub fn tallies(&self, reader: &mut Reader) -> Result<Vec<Tally>, OfficeError> {
        let mut places: Vec<(usize, Vec<&Branch>)> = Vec::new();
        for (i, branch) in self.branches.iter().enumerate() {
            match places.iter_mut().find(|(_, of)| of.first().is_some_and(|first| first.is_beside(branch))) {
                Some((_, of)) => of.push(branch),
                None => places.push((i, vec![branch])),
            }
        }
        let mut out = Vec::new();
        if places.is_empty() {
            return Ok(out);
        }
        let mut sql = Sql::default();
        for (at, (i, of)) in places.iter().enumerate() {
            sql.push(if at > 0 { " UNION ALL SELECT " } else { "SELECT " }).int(i64::try_from(*i).unwrap_or(0));
            sql.push(" AS branch, c.lead, ");
            self.moment(&mut sql);
            sql.push(" AS moment, count(*) FROM cases c WHERE ");
            self.place(&mut sql, of);
            sql.push(" GROUP BY c.lead, moment");
        }
        reader.query(sql.as_str(), &sql.params(), &mut |row| {
            out.push(Tally {
                branch: usize::try_from(row.int(0)?).unwrap_or(0),
                lead: Code::parse(row.text(1)?).ok(),
                when: when(row.int(2)?)?,
                count: row.count(3)?,
            });
            Ok(())
        })?;
        Ok(out)
    }

    /// The condition on `cases c` for branches of one type and step.
    fn place(&self, sql: &mut Sql, of: &[&Branch]) {
        let Some(first) = of.first() else { return };
        sql.push("c.closed IS NULL AND c.type = ").text(first.case_type.code.as_str());
        sql.push(" AND c.step = ").text(first.step.as_str()).push(" AND (");
        for (i, branch) in of.iter().enumerate() {
            branch.scope.push(sql.push(if i > 0 { " OR " } else { "" }), &branch.person);
        }
        sql.push(")");
        if self.viewer.sight(&first.case_type) != Sight::All {
            readable(sql, self.viewer, "c");
        }
    }

    /// What the filters leave of rows `c`, and what lies beyond the row of the page before.
    fn narrow(&self, sql: &mut Sql, query: &WorkQuery) {
        if let Some(unit) = &query.unit {
            sql.push(" AND c.lead = ").text(unit.as_str());
        }
        if let Some(wanted) = query.when.and_then(|when| WHENS.iter().position(|of| *of == when)) {
            self.moment(sql.push(" AND "));
            sql.push(" = ").int(i64::try_from(wanted).unwrap_or(0));
        }
        match query.after {
            None => {}
            Some(WorkKey { due: i64::MAX, num }) => {
                sql.push(" AND c.due IS NULL AND c.num > ").int(num);
            }
            Some(WorkKey { due, num }) => {
                sql.push(" AND (c.due IS NULL OR c.due > ").int(due).push(" OR (c.due = ").int(due);
                sql.push(" AND c.num > ").int(num).push("))");
            }
        }
    }

    /// When a row of `cases c` is due, as its place in [`WHENS`]. Late is late by days.
    fn moment(&self, sql: &mut Sql) {
        let [today, tomorrow, beyond] = self.days;
        sql.push("CASE WHEN c.due IS NULL THEN 4 WHEN c.clock <> 'running' THEN 3 WHEN c.due < ").int(today);
        sql.push(" THEN 0 WHEN c.due < ").int(tomorrow).push(" THEN 1 WHEN c.due < ").int(beyond);
        sql.push(" THEN 2 ELSE 3 END");
    }
}

impl Branch {
    /// Whether it is of the same type and step.
    pub fn is_beside(&self, other: &Self) -> bool {
        self.case_type.code == other.case_type.code && self.step == other.step
    }

    /// Whether the filters on type and step leave it.
    pub fn fits(&self, query: &WorkQuery) -> bool {
        query.case_type.as_ref().is_none_or(|of| self.case_type.code == *of)
            && query.step.as_ref().is_none_or(|step| self.step == *step)
    }
}

fn when(place: i64) -> Result<When, DbError> {
    let found = usize::try_from(place).ok().and_then(|place| WHENS.get(place));
    found.copied().ok_or_else(|| DbError::Caller(format!("no due moment {place}")))
}
