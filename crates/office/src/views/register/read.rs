//! Reading a register: the count first, then the rows of a page and one more.
//!
//! Not here: the text of the statements (`search`).

use kernel::catalogue::case_type::Part;
use kernel::time::Date;
use ledger::Reader;

use super::search::{Lead, Phase, Search, order};
use super::{At, COUNT_MAX, Count, Filter, Key, Line, List, Sort};
use crate::desk::OfficeError;
use crate::load::parse;
use crate::views::Sight;
use crate::views::load::{DueWhen, Pile};
use crate::views::sql::Sql;

/// Up to so many cases, a list is found by its filter and then sorted.
const NARROW_MAX: u64 = 2_000;

/// A way along the rows.
pub(super) struct Walk {
    pub(super) sort: Sort,
    pub(super) lead: Lead,
    pub(super) span: Option<Span>,
}

/// The first and the last title that a case of a filter ever had; nothing lies outside.
pub(super) struct Span {
    low: String,
    high: String,
}

impl Search<'_> {
    pub(super) fn list(&self, reader: &mut Reader) -> Result<List, OfficeError> {
        let (count, sort) = self.breadth(reader)?;
        let mut lines = Vec::new();
        if !count.is_none() {
            self.rows(reader, sort, count, &mut lines)?;
        }
        let full = u64::try_from(lines.len()).is_ok_and(|n| n > self.query.rows);
        if full {
            lines.pop();
        }
        let backwards = matches!(self.query.at, At::Before(_));
        if backwards {
            lines.reverse();
        }
        let (first, last) = (lines.first().map(Key::of), lines.last().map(Key::of));
        let more_before = if backwards { full } else { self.query.at != At::First };
        let more_after = if backwards { true } else { full };
        Ok(List {
            previous: first.filter(|_| more_before),
            next: last.filter(|_| more_after),
            lines,
            count,
            sort,
            statements: reader.statements(),
        })
    }

    /// How many there are, and the order in force.
    pub(in crate::views) fn breadth(&self, reader: &mut Reader) -> Result<(Count, Sort), OfficeError> {
        let count = self.count(reader)?;
        let sort = match self.query.sort {
            Sort::Number if count == Count::Many => Sort::Opened,
            sort => sort,
        };
        Ok((count, sort))
    }

    pub(in crate::views) fn count(&self, reader: &mut Reader) -> Result<Count, OfficeError> {
        let mut sql = Sql::default();
        sql.push("SELECT count(*) FROM (");
        self.counting(&mut sql);
        sql.push(") counted");
        let mut found = 0;
        reader.query(sql.as_str(), &sql.params(), &mut |row| {
            found = row.count(0)?;
            Ok(())
        })?;
        Ok(self.counted(found))
    }

    /// One row for each case, as far as lists are counted.
    pub(super) fn counting(&self, sql: &mut Sql) {
        sql.push("SELECT 1 AS one FROM ");
        self.from(sql, self.narrowest(), self.needs_cases());
        if !self.query.exact {
            sql.push(" LIMIT ").int(i64::try_from(COUNT_MAX + 1).unwrap_or(i64::MAX));
        }
    }

    /// What a number of such rows says.
    pub(super) fn counted(&self, found: u64) -> Count {
        if found > COUNT_MAX && !self.query.exact { Count::Many } else { Count::Exact(found) }
    }

    /// The newest rows, uncounted.
    pub(in crate::views) fn newest(&self, reader: &mut Reader, limit: u64) -> Result<Vec<Line>, OfficeError> {
        let lead = if self.sight == Sight::All { Lead::Order } else { Lead::Readers };
        let mut lines = Vec::new();
        self.page(reader, &Walk { sort: Sort::Opened, lead, span: None }, Phase::Whole, limit, &mut lines)?;
        Ok(lines)
    }

    /// The rows of the page and one more, in the direction of reading.
    pub(in crate::views) fn rows(
        &self,
        reader: &mut Reader,
        sort: Sort,
        count: Count,
        lines: &mut Vec<Line>,
    ) -> Result<(), OfficeError> {
        let lead = self.lead(sort, count);
        let span = if sort == Sort::Title && lead == Lead::Order { self.span(reader)? } else { None };
        let walk = Walk { sort, lead, span };
        let want = self.query.rows + 1;
        for phase in self.phases(sort) {
            let left = want.saturating_sub(u64::try_from(lines.len()).unwrap_or(want));
            if left > 0 {
                self.page(reader, &walk, phase, left, lines)?;
            }
        }
        Ok(())
    }

    /// What leads the search for the rows of a page.
    fn lead(&self, sort: Sort, count: Count) -> Lead {
        let narrow = matches!(count, Count::Exact(n) if n <= NARROW_MAX);
        let in_order = sort == Sort::Opened
            && self.narrowest() == Lead::Filter
            && self.filters.first().is_some_and(|f| f.values.len() == 1);
        match sort {
            Sort::Due if self.open_step().is_some() => Lead::Step,
            _ if narrow || in_order || sort == Sort::Number => self.narrowest(),
            _ => Lead::Order,
        }
    }

    /// The numbers of the rows of the page, where a narrow index has them all in the order of opening; otherwise none.
    pub(in crate::views) fn nums(
        &self,
        reader: &mut Reader,
        sort: Sort,
        count: Count,
    ) -> Result<Vec<i64>, OfficeError> {
        let mut nums = Vec::new();
        if sort != Sort::Opened || self.needs_cases() {
            return Ok(nums);
        }
        let mut sql = Sql::default();
        self.numbering(&mut sql, self.lead(sort, count));
        reader.query(sql.as_str(), &sql.params(), &mut |row| {
            nums.push(row.int(0)?);
            Ok(())
        })?;
        Ok(nums)
    }

    fn numbering(&self, sql: &mut Sql, lead: Lead) {
        let num = if matches!(lead, Lead::Filter | Lead::Readers) { "d.num" } else { "c.num" };
        let falling = self.query.descending != matches!(self.query.at, At::Before(_));
        sql.push("SELECT ").push(num).push(" FROM ");
        self.from(sql, lead, false);
        if let At::After(key) | At::Before(key) = self.query.at {
            sql.push(" AND ").push(num).push(if falling { " < " } else { " > " }).int(key.num);
        }
        order(sql, Sort::Opened, Phase::Whole, lead, falling);
        sql.push(" LIMIT ").int(i64::try_from(self.query.rows + 1).unwrap_or(i64::MAX));
    }

    /// Between which titles all cases of the filters stand, so that a walk along the titles need not pass those of others.
    fn span(&self, reader: &mut Reader) -> Result<Option<Span>, OfficeError> {
        let fields: Vec<&Filter> = self.filters.iter().filter(|f| !f.field.starts_with('@')).collect();
        if fields.is_empty() {
            return Ok(None);
        }
        let mut sql = Sql::default();
        sql.push("SELECT min(low), max(high) FROM title_spans WHERE type = ").text(self.case_type.code.as_str());
        for (i, filter) in fields.into_iter().enumerate() {
            sql.push(if i > 0 { " OR (field = " } else { " AND ((field = " })
                .text(&filter.field)
                .push(" AND value IN (");
            sql.texts(filter.values.iter().map(String::as_str)).push("))");
        }
        sql.push(") GROUP BY field");
        let mut found: Option<Span> = None;
        reader.query(sql.as_str(), &sql.params(), &mut |row| {
            let (low, high) = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
            found = Some(match found.take() {
                Some(span) => Span { low: span.low.max(low), high: span.high.min(high) },
                None => Span { low, high },
            });
            Ok(())
        })?;
        Ok(found)
    }

    /// The stretches of the order that this page can still reach, in the direction of reading.
    pub(super) fn phases(&self, sort: Sort) -> Vec<Phase> {
        if sort != Sort::Due {
            return vec![Phase::Whole];
        }
        match self.query.at {
            At::First => vec![Phase::HasDue, Phase::NoDue],
            At::After(Key { due: Some(_), .. }) => vec![Phase::HasDue, Phase::NoDue],
            At::After(Key { due: None, .. }) => vec![Phase::NoDue],
            At::Before(Key { due: Some(_), .. }) => vec![Phase::HasDue],
            At::Before(Key { due: None, .. }) => vec![Phase::NoDue, Phase::HasDue],
        }
    }

    fn page(
        &self,
        reader: &mut Reader,
        walk: &Walk,
        phase: Phase,
        limit: u64,
        lines: &mut Vec<Line>,
    ) -> Result<(), OfficeError> {
        let mut sql = Sql::default();
        self.select(&mut sql, walk, phase, limit);
        let mut found: Vec<(u64, String, String)> = Vec::new();
        reader.query(sql.as_str(), &sql.params(), &mut |row| {
            found.push((row.count(0)?, row.text(1)?.to_owned(), row.text(2)?.to_owned()));
            Ok(())
        })?;
        for (num, state, body) in found {
            lines.push(Line { num, case: parse(&state, &body)? });
        }
        Ok(())
    }

    /// The rows of one stretch of the order: number, state, body.
    pub(super) fn select(&self, sql: &mut Sql, walk: &Walk, phase: Phase, limit: u64) {
        self.select_with(sql, walk, phase, limit, &|_| {});
    }

    /// The same under one more condition.
    pub(super) fn select_with(&self, sql: &mut Sql, walk: &Walk, phase: Phase, limit: u64, more: &dyn Fn(&mut Sql)) {
        let body = self.case_type.fields.iter().any(|f| f.column && f.part == Part::Body);
        sql.push("SELECT c.num, c.state, ").push(if body { "c.body" } else { "'{}'" }).push(" FROM ");
        self.from(sql, walk.lead, true);
        match phase {
            Phase::Whole => {}
            Phase::HasDue => {
                sql.push(" AND c.due IS NOT NULL");
            }
            Phase::NoDue => {
                sql.push(" AND c.due IS NULL");
            }
        }
        let falling = self.query.descending != matches!(self.query.at, At::Before(_));
        if let Some(span) = &walk.span {
            // The key of a page is nearer than the end that the walk comes from.
            let (first, low, high) = (self.query.at == At::First, span.low.as_str(), span.high.as_str());
            if first || falling {
                sql.push(" AND c.title_key >= ").text(low);
            }
            if first || !falling {
                sql.push(" AND c.title_key <= ").text(high);
            }
        }
        more(sql);
        self.beyond(sql, walk.sort, phase, falling);
        order(sql, walk.sort, phase, walk.lead, falling);
        sql.push(" LIMIT ").int(i64::try_from(limit).unwrap_or(i64::MAX));
    }

    /// Open cases in piles; what was not moved since before a day stands still.
    pub(in crate::views) fn piles(
        &self,
        reader: &mut Reader,
        still_since: Date,
        piles: &mut Vec<Pile>,
    ) -> Result<(), OfficeError> {
        let tomorrow = self.today.add_days(1).at(0).0;
        let mut sql = Sql::default();
        sql.push(
            "SELECT c.step, c.lead, c.holder, CASE WHEN c.clock <> 'running' OR c.due IS NULL THEN 3 WHEN c.due < ",
        );
        sql.int(self.today.at(0).0)
            .push(" THEN 0 WHEN c.due < ")
            .int(tomorrow)
            .push(" THEN 1 ELSE 2 END AS due_when, ");
        sql.push("CASE WHEN c.clock = 'running' AND c.updated < ").int(still_since.at(0).0);
        sql.push(" THEN 1 ELSE 0 END AS still, count(*) FROM ");
        self.from(&mut sql, Lead::Clock, true);
        sql.push(" AND c.closed IS NULL GROUP BY c.step, c.lead, c.holder, due_when, still");
        reader.query(sql.as_str(), &sql.params(), &mut |row| {
            let when = match row.int(3)? {
                0 => DueWhen::Late,
                1 => DueWhen::Today,
                2 => DueWhen::Later,
                _ => DueWhen::Open,
            };
            let (unit, holder) = (row.text(1)?.to_owned(), row.text(2)?.to_owned());
            let step = row.text(0)?.to_owned();
            piles.push(Pile { step, unit, holder, when, still: row.int(4)? == 1, count: row.count(5)? });
            Ok(())
        })?;
        Ok(())
    }
}
