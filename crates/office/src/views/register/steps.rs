//! A register by step: the cases of each step in a column, the first of them and how many there are.
//!
//! Where somebody has to do something the earliest due stand first; where work rests or ends, the newest. A page costs
//! two statements, however many steps there are. Not here: cards and words (web).

use kernel::Code;
use kernel::catalogue::case_type::{CaseType, Step};
use ledger::Reader;

use super::read::Walk;
use super::search::{Lead, Search};
use super::{At, Count, Filter, Key, Line, Query, Sort, State};
use crate::desk::{Office, OfficeError};
use crate::load::parse;
use crate::views::sql::Sql;
use crate::views::{Sight, Viewer};

/// The cases of one step.
#[derive(Debug, Clone)]
pub struct StepColumn {
    /// The step.
    pub step: Step,
    /// The first of them, or those behind the key that was asked for.
    pub lines: Vec<Line>,
    /// How many there are.
    pub count: Count,
    /// Whether these are not the first.
    pub goes_on: bool,
    /// Where the next ones begin.
    pub next: Option<Key>,
}

/// A register by step.
#[derive(Debug, Clone)]
pub struct ByStep {
    /// The steps that the filter leaves, in the order of the catalogue.
    pub columns: Vec<StepColumn>,
    /// Statements that it took.
    pub statements: u64,
}

impl Office {
    /// The cases that a query finds, by step; `None` when the viewer may read nothing of the type, or there is no such
    /// type. Of each step `query.rows` are read, behind the key that `behind` names for it. The order of the query does
    /// not count.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn register_by_step(
        &self,
        viewer: &Viewer,
        query: &Query,
        behind: &[(Code, Key)],
    ) -> Result<Option<ByStep>, OfficeError> {
        let Some(case_type) = viewer.house.catalogue()?.types.get(&query.case_type).cloned() else { return Ok(None) };
        if viewer.sight(&case_type) == Sight::Nothing {
            return Ok(None);
        }
        let mut reader = self.ledger().reader()?;
        let parts: Vec<(&Step, Query)> =
            shown(&case_type, query).map(|step| (step, held(&case_type, query, step, behind))).collect();
        let searches: Vec<Search<'_>> = parts.iter().map(|(_, query)| Search::new(viewer, &case_type, query)).collect();
        let counts = counts(&mut reader, &searches)?;
        let lines = lines(&mut reader, &searches, &counts)?;
        let columns = parts.iter().zip(counts).zip(lines).map(|(((step, query), count), mut lines)| {
            let more = u64::try_from(lines.len()).is_ok_and(|n| n > query.rows);
            lines.truncate(usize::try_from(query.rows).unwrap_or(usize::MAX));
            let next = lines.last().map(Key::of).filter(|_| more);
            StepColumn { step: (*step).clone(), lines, count, goes_on: query.at != At::First, next }
        });
        Ok(Some(ByStep { columns: columns.collect(), statements: reader.statements() }))
    }
}

/// The steps that a query leaves.
fn shown<'a>(case_type: &'a CaseType, query: &'a Query) -> impl Iterator<Item = &'a Step> {
    let asked = query.filters.iter().find(|f| f.field == "@step");
    case_type.steps.iter().filter(move |step| {
        let open = !step.terminal && !step.at_rest;
        asked.is_none_or(|f| f.values.iter().any(|v| step.code == **v)) && (open || query.state != Some(State::Open))
    })
}

/// The query of one step.
fn held(case_type: &CaseType, query: &Query, step: &Step, behind: &[(Code, Key)]) -> Query {
    let mut filters: Vec<Filter> = query.filters.iter().filter(|f| f.field != "@step").cloned().collect();
    filters.push(Filter::one("@step", step.code.as_str()));
    let by_due = case_type.clock.is_some() && !step.terminal && !step.at_rest;
    let at = behind.iter().find(|(code, _)| *code == step.code).map_or(At::First, |(_, key)| At::After(*key));
    let sort = if by_due { Sort::Due } else { Sort::Opened };
    Query { filters, sort, descending: !by_due, at, ..query.clone() }
}

fn counts(reader: &mut Reader, searches: &[Search<'_>]) -> Result<Vec<Count>, OfficeError> {
    let mut found = vec![0; searches.len()];
    let mut sql = Sql::default();
    for (i, search) in searches.iter().enumerate() {
        sql.push(if i > 0 { " UNION ALL SELECT " } else { "SELECT " })
            .int(index(i))
            .push(" AS branch, count(*) FROM (");
        search.counting(&mut sql);
        sql.push(&format!(") counted{i}"));
    }
    if !searches.is_empty() {
        reader.query(sql.as_str(), &sql.params(), &mut |row| {
            if let Some(place) = usize::try_from(row.int(0)?).ok().and_then(|i| found.get_mut(i)) {
                *place = row.count(1)?;
            }
            Ok(())
        })?;
    }
    Ok(searches.iter().zip(found).map(|(search, n)| search.counted(n)).collect())
}

/// The rows of each search and one more.
fn lines(reader: &mut Reader, searches: &[Search<'_>], counts: &[Count]) -> Result<Vec<Vec<Line>>, OfficeError> {
    let mut sql = Sql::default();
    let mut before = "SELECT ";
    for (i, search) in searches.iter().enumerate().filter(|(i, _)| counts.get(*i).is_some_and(|c| !c.is_none())) {
        let sort = search.query.sort;
        let lead = if sort == Sort::Due { Lead::Step } else { search.narrowest() };
        for phase in search.phases(sort) {
            sql.push(before).int(index(i)).push(" AS branch, rows_of.* FROM (");
            search.select(&mut sql, &Walk { sort, lead, span: None }, phase, search.query.rows + 1);
            sql.push(") rows_of");
            before = " UNION ALL SELECT ";
        }
    }
    let mut out: Vec<Vec<Line>> = searches.iter().map(|_| Vec::new()).collect();
    if before == "SELECT " {
        return Ok(out);
    }
    let mut found: Vec<(usize, u64, String, String)> = Vec::new();
    reader.query(sql.as_str(), &sql.params(), &mut |row| {
        let branch = usize::try_from(row.int(0)?).unwrap_or(usize::MAX);
        found.push((branch, row.count(1)?, row.text(2)?.to_owned(), row.text(3)?.to_owned()));
        Ok(())
    })?;
    for (branch, num, state, body) in found {
        if let Some(lines) = out.get_mut(branch) {
            lines.push(Line { num, case: parse(&state, &body)? });
        }
    }
    Ok(out)
}

fn index(i: usize) -> i64 {
    i64::try_from(i).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_steps_that_are_asked_for() {
        let shipped = kernel::shipped::catalogue().value;
        let case_type = shipped.types.get("task").unwrap();
        let codes = |query: &Query| shown(case_type, query).map(|s| s.code.to_string()).collect::<Vec<_>>();
        let all = Query::all("task".into());
        assert_eq!(codes(&all).len(), case_type.steps.len());
        let one = Query { filters: vec![Filter::one("@step", "assigned")], ..all.clone() };
        assert_eq!(codes(&one), ["assigned"]);
        let open = Query { state: Some(State::Open), ..all };
        assert!(!codes(&open).contains(&"done".to_owned()));
        assert_eq!(held(case_type, &open, case_type.step("done").unwrap(), &[]).sort, Sort::Opened);
    }
}
