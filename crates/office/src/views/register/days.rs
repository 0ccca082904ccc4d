//! A register by due day: how many cases are due on each day of a stretch, and how many of them still run.
//!
//! Due days are those of the deadlines in force, in the province's time. Costs at most three statements. Not here: which
//! days are worked (kernel's calendar), words (web).

use std::collections::BTreeMap;

use kernel::time::{Date, Instant};
use ledger::Reader;

use super::read::Walk;
use super::search::{Lead, Phase, Search};
use super::{At, Line, Query, Sort};
use crate::desk::{Office, OfficeError};
use crate::load::parse;
use crate::views::sql::Sql;
use crate::views::{Sight, Viewer};

/// Longest stretch of days that is read at once; more are cut off.
const DAYS_MAX: i32 = 62;
/// The province's time is so far ahead of UTC, in microseconds; and the length of a day.
const AHEAD_MICROS: i64 = 7 * 3_600 * 1_000_000;
const DAY_MICROS: i64 = 24 * 3_600 * 1_000_000;

/// What is due on a day.
#[derive(Debug, Clone, Default)]
pub struct DueDay {
    /// All that the query finds.
    pub count: u64,
    /// Of these, with a running clock: late when the day has passed.
    pub running: u64,
    /// The first of those that run, by due moment.
    pub lines: Vec<Line>,
}

/// A register by due day.
#[derive(Debug, Clone, Default)]
pub struct ByDay {
    /// Days on which something is due.
    pub days: BTreeMap<Date, DueDay>,
    /// Statements that it took.
    pub statements: u64,
}

impl Office {
    /// What a query finds by due day, from the first to the last day of `query.due`; `None` when the viewer may read
    /// nothing of the type, or there is no such type. Of each day `query.rows` running cases are read.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn register_by_day(&self, viewer: &Viewer, query: &Query) -> Result<Option<ByDay>, OfficeError> {
        let Some(case_type) = viewer.house.catalogue()?.types.get(&query.case_type).cloned() else { return Ok(None) };
        let Some((first, last)) = query.due.filter(|_| viewer.sight(&case_type) != Sight::Nothing) else {
            return Ok(None);
        };
        let last = last.min(first.add_days(DAYS_MAX - 1));
        let query = Query { due: Some((first, last)), at: At::First, ..query.clone() };
        let search = Search::new(viewer, &case_type, &query);
        let mut reader = self.ledger().reader()?;
        let mut out = ByDay::default();
        search.by_day(&mut reader, false, &mut |day, n| out.days.entry(day).or_default().count = n)?;
        if !out.days.is_empty() {
            search.by_day(&mut reader, true, &mut |day, n| out.days.entry(day).or_default().running = n)?;
        }
        if query.rows > 0 {
            let days: Vec<Query> = out
                .days
                .iter()
                .filter(|(_, due)| due.running > 0)
                .map(|(day, _)| Query { due: Some((*day, *day)), sort: Sort::Due, descending: false, ..query.clone() })
                .collect();
            let searches: Vec<Search<'_>> = days.iter().map(|query| Search::new(viewer, &case_type, query)).collect();
            for line in lines(&mut reader, &searches)? {
                let due = line.case.clock.as_ref().and_then(|clock| clock.due).map(Instant::date);
                if let Some(day) = due.and_then(|due| out.days.get_mut(&due)) {
                    day.lines.push(line);
                }
            }
        }
        out.statements = reader.statements();
        Ok(Some(out))
    }
}

impl Search<'_> {
    /// How many cases are due on each day; with `running` only those whose clock runs.
    pub(in crate::views) fn by_day(
        &self,
        reader: &mut Reader,
        running: bool,
        each: &mut dyn FnMut(Date, u64),
    ) -> Result<(), OfficeError> {
        let mut sql = Sql::default();
        sql.push("SELECT (c.due + ").int(AHEAD_MICROS).push(") / ").int(DAY_MICROS).push(" AS day, count(*) FROM ");
        self.from(&mut sql, Lead::Clock, true);
        if running {
            is_running(&mut sql);
        }
        sql.push(" GROUP BY day");
        reader.query(sql.as_str(), &sql.params(), &mut |row| {
            each(Date(i32::try_from(row.int(0)?).unwrap_or(i32::MAX)), row.count(1)?);
            Ok(())
        })?;
        Ok(())
    }
}

fn is_running(sql: &mut Sql) {
    sql.push(" AND c.closed IS NULL AND c.clock = 'running'");
}

/// The first running cases of each search.
fn lines(reader: &mut Reader, searches: &[Search<'_>]) -> Result<Vec<Line>, OfficeError> {
    if searches.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::default();
    for (i, search) in searches.iter().enumerate() {
        sql.push(if i > 0 { " UNION ALL SELECT * FROM (" } else { "SELECT * FROM (" });
        let walk = Walk { sort: Sort::Due, lead: Lead::Order, span: None };
        search.select_with(&mut sql, &walk, Phase::HasDue, search.query.rows, &is_running);
        sql.push(&format!(") day{i}"));
    }
    let mut found: Vec<(u64, String, String)> = Vec::new();
    reader.query(sql.as_str(), &sql.params(), &mut |row| {
        found.push((row.count(0)?, row.text(1)?.to_owned(), row.text(2)?.to_owned()));
        Ok(())
    })?;
    found.into_iter().map(|(num, state, body)| Ok(Line { num, case: parse(&state, &body)? })).collect()
}
