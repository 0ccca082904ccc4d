//! A register: the cases of one type that a viewer may read, filtered, sorted, a page at a time, counted.
//!
//! A page costs at most three statements: one that counts (and says how narrow the filter is), and one or two for the
//! rows. A narrow filter leads the search; a wide one is probed along the index of the order. Not here: columns and
//! words (web), the records behind a figure (`reports`).

use kernel::Code;
use kernel::case::Case;
use kernel::catalogue::case_type::{CaseType, Part};
use kernel::text::fold;
use kernel::time::Date;
use ledger::Reader;

use super::sql::Sql;
use super::{Sight, Viewer};
use crate::desk::{Office, OfficeError};
use crate::load::parse;

/// Lists are counted exactly up to here; above, "trên 10.000" until the exact count is asked for.
pub const COUNT_MAX: u64 = 10_000;
/// Rows of a page.
pub const PAGE_ROWS: u64 = 50;
/// Words of a filter that are looked at.
pub const WORDS_MAX: usize = 8;
/// Up to so many cases, a list is found by its filter and then sorted.
const NARROW_MAX: u64 = 2_000;

/// Filters up to this breadth (see [`breadth`]) lead a search before the rows that name its reader.
const NARROW_BREADTH: u8 = 2;

/// Where a clock stands, as registers filter by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// At a step where somebody has to do something.
    Open,
    /// Running and past its due date (quá hạn).
    Late,
    /// Running, the due date not passed (trong hạn).
    Running,
    /// Open without a deadline (không thời hạn).
    NoDeadline,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// When the case was opened.
    Opened,
    /// When it is due; cases without a deadline last.
    Due,
    /// Title, in Vietnamese order.
    Title,
    /// The number given last; for lists up to [`COUNT_MAX`].
    Number,
}

/// A case value that a list is held to: one of these values of a field, `@step`, `@lead` or `@holder`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Field.
    pub field: String,
    /// Values, one of which the case has.
    pub values: Vec<String>,
}

impl Filter {
    /// One value.
    #[must_use]
    pub fn one(field: &str, value: &str) -> Self {
        Self { field: field.to_owned(), values: vec![value.to_owned()] }
    }
}

/// The last or first row of a page, from which the next or previous one goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The case.
    pub num: i64,
    /// Its due moment when the page was read.
    pub due: Option<i64>,
}

impl Key {
    pub(super) fn of(line: &Line) -> Self {
        Self {
            num: i64::try_from(line.num).unwrap_or(i64::MAX),
            due: line.case.clock.as_ref().and_then(|c| c.due).map(|due| due.0),
        }
    }
}

/// Which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// The first.
    First,
    /// The one after this row.
    After(Key),
    /// The one before this row.
    Before(Key),
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Query {
    /// Type.
    pub case_type: Code,
    /// All of these hold.
    pub filters: Vec<Filter>,
    /// Where the clock stands.
    pub state: Option<State>,
    /// Due on one of these days, the first and the last.
    pub due: Option<(Date, Date)>,
    /// Words of number and title, with or without tones.
    pub words: String,
    /// Order.
    pub sort: Sort,
    /// Largest first.
    pub descending: bool,
    /// Page.
    pub at: At,
    /// Rows of a page.
    pub rows: u64,
    /// Count to the end.
    pub exact: bool,
}

impl Query {
    /// All of a type, newest first.
    #[must_use]
    pub fn all(case_type: Code) -> Self {
        Self {
            case_type,
            filters: Vec::new(),
            state: None,
            due: None,
            words: String::new(),
            sort: Sort::Opened,
            descending: true,
            at: At::First,
            rows: PAGE_ROWS,
            exact: false,
        }
    }
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Exactly.
    Exact(u64),
    /// More than [`COUNT_MAX`].
    Many,
}

impl Count {
    /// Whether there are none.
    #[must_use]
    pub fn is_none(self) -> bool {
        self == Self::Exact(0)
    }
}

/// One row of a list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Ledger position of its opening event.
    pub num: u64,
    /// The case; its `body` is filled only where the type shows such a field as a column.
    pub case: Case,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct List {
    /// Rows in order.
    pub lines: Vec<Line>,
    /// How many there are in all.
    pub count: Count,
    /// The page before.
    pub previous: Option<Key>,
    /// The page after.
    pub next: Option<Key>,
    /// The order in force: a list too long to be sorted by number is sorted by opening.
    pub sort: Sort,
    /// Statements that it took.
    pub statements: u64,
}

impl Office {
    /// A page of a register; `None` when the viewer may read nothing of the type, or there is no such type.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn register(&self, viewer: &Viewer, query: &Query) -> Result<Option<List>, OfficeError> {
        let Some(case_type) = viewer.house.catalogue()?.types.get(&query.case_type).cloned() else { return Ok(None) };
        if viewer.sight(&case_type) == Sight::Nothing {
            return Ok(None);
        }
        let mut reader = self.ledger().reader()?;
        Search::new(viewer, &case_type, query).list(&mut reader).map(Some)
    }

    /// How many cases a query finds, without its rows.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn count(&self, viewer: &Viewer, query: &Query) -> Result<Count, OfficeError> {
        let Some(case_type) = viewer.house.catalogue()?.types.get(&query.case_type).cloned() else {
            return Ok(Count::Exact(0));
        };
        Search::new(viewer, &case_type, query).count(&mut self.ledger().reader()?)
    }
}

/// The steps of a type at which somebody has to do something.
#[must_use]
pub fn open_steps(case_type: &CaseType) -> Vec<String> {
    case_type.steps.iter().filter(|s| !s.terminal && !s.at_rest).map(|s| s.code.to_string()).collect()
}

/// A query with all that its statements need.
pub(super) struct Search<'a> {
    case_type: &'a CaseType,
    query: &'a Query,
    filters: Vec<Filter>,
    sight: Sight,
    subjects: Vec<&'a str>,
    today: i64,
    words: Vec<String>,
}

/// What leads the search for rows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// The index of the order; everything else is probed.
    Order,
    /// The rows of `may_read`.
    Readers,
    /// The rows of the first filter.
    Filter,
    /// The index over running clocks.
    Clock,
}

/// Rows with a due moment come before those without.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Whole,
    HasDue,
    NoDue,
}

impl<'a> Search<'a> {
    pub(super) fn new(viewer: &'a Viewer, case_type: &'a CaseType, query: &'a Query) -> Self {
        let mut filters = query.filters.clone();
        if query.state == Some(State::Open) && !filters.iter().any(|f| f.field == "@step") {
            filters.push(Filter { field: "@step".to_owned(), values: open_steps(case_type) });
        }
        // The first filter may lead the search.
        filters.sort_by_key(|f| breadth(case_type, f));
        let words = fold(&query.words).split_whitespace().take(WORDS_MAX).map(str::to_owned).collect();
        let today = viewer.now.date().at(0).0;
        let sight = viewer.sight(case_type);
        Self { case_type, query, filters, sight, subjects: viewer.named_subjects(), today, words }
    }

    fn list(&self, reader: &mut Reader) -> Result<List, OfficeError> {
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
    pub(super) fn breadth(&self, reader: &mut Reader) -> Result<(Count, Sort), OfficeError> {
        let count = self.count(reader)?;
        let sort = match self.query.sort {
            Sort::Number if count == Count::Many => Sort::Opened,
            sort => sort,
        };
        Ok((count, sort))
    }

    pub(super) fn count(&self, reader: &mut Reader) -> Result<Count, OfficeError> {
        let mut sql = Sql::default();
        sql.push("SELECT count(*) FROM (SELECT 1 AS one FROM ");
        self.from(&mut sql, self.narrowest(), self.needs_cases());
        if !self.query.exact {
            sql.push(" LIMIT ").int(i64::try_from(COUNT_MAX + 1).unwrap_or(i64::MAX));
        }
        sql.push(") counted");
        let mut found = 0;
        reader.query(sql.as_str(), &sql.params(), &mut |row| {
            found = row.count(0)?;
            Ok(())
        })?;
        Ok(if found > COUNT_MAX && !self.query.exact { Count::Many } else { Count::Exact(found) })
    }

    /// The newest rows, uncounted.
    pub(super) fn newest(&self, reader: &mut Reader, limit: u64) -> Result<Vec<Line>, OfficeError> {
        let lead = if self.sight == Sight::All { Lead::Order } else { Lead::Readers };
        let mut lines = Vec::new();
        self.page(reader, Sort::Opened, lead, Phase::Whole, limit, &mut lines)?;
        Ok(lines)
    }

    fn narrowest(&self) -> Lead {
        let narrow = self.filters.first().is_some_and(|f| breadth(self.case_type, f) <= NARROW_BREADTH);
        match (self.sight, self.filters.first(), self.query.state) {
            (_, _, Some(State::Late | State::Running | State::NoDeadline)) => Lead::Clock,
            (Sight::Named | Sight::Nothing, Some(_), _) if narrow => Lead::Filter,
            (Sight::Named | Sight::Nothing, ..) => Lead::Readers,
            (Sight::All, Some(_), _) => Lead::Filter,
            (Sight::All, None, _) => Lead::Order,
        }
    }

    /// The rows of the page and one more, in the direction of reading.
    pub(super) fn rows(
        &self,
        reader: &mut Reader,
        sort: Sort,
        count: Count,
        lines: &mut Vec<Line>,
    ) -> Result<(), OfficeError> {
        let narrow = matches!(count, Count::Exact(n) if n <= NARROW_MAX);
        let in_order = sort == Sort::Opened
            && self.narrowest() == Lead::Filter
            && self.filters.first().is_some_and(|f| f.values.len() == 1);
        let lead = if narrow || in_order || sort == Sort::Number { self.narrowest() } else { Lead::Order };
        let want = self.query.rows + 1;
        for phase in self.phases(sort) {
            let left = want.saturating_sub(u64::try_from(lines.len()).unwrap_or(want));
            if left > 0 {
                self.page(reader, sort, lead, phase, left, lines)?;
            }
        }
        Ok(())
    }

    /// The stretches of the order that this page can still reach, in the direction of reading.
    fn phases(&self, sort: Sort) -> Vec<Phase> {
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
        sort: Sort,
        lead: Lead,
        phase: Phase,
        limit: u64,
        lines: &mut Vec<Line>,
    ) -> Result<(), OfficeError> {
        let body = self.case_type.fields.iter().any(|f| f.column && f.part == Part::Body);
        let mut sql = Sql::default();
        sql.push("SELECT c.num, c.state, ").push(if body { "c.body" } else { "'{}'" }).push(" FROM ");
        self.from(&mut sql, lead, true);
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
        self.beyond(&mut sql, sort, phase, falling);
        order(&mut sql, sort, phase, lead, falling);
        sql.push(" LIMIT ").int(i64::try_from(limit).unwrap_or(i64::MAX));
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

    /// Rows beyond the key of the page.
    fn beyond(&self, sql: &mut Sql, sort: Sort, phase: Phase, falling: bool) {
        let (At::After(key) | At::Before(key)) = self.query.at else { return };
        let than = if falling { " < (" } else { " > (" };
        match (sort, phase, key.due) {
            (Sort::Due, Phase::HasDue, Some(due)) => {
                sql.push(" AND (c.due, c.num)").push(than).int(due).push(", ").int(key.num).push(")");
            }
            // Coming from the rows without a deadline, all those with one lie beyond, and the other way round.
            (Sort::Due, Phase::HasDue, None) | (Sort::Due, Phase::NoDue, Some(_)) => {}
            (Sort::Title, ..) => {
                sql.push(" AND (c.title_key, c.num)").push(than);
                sql.push("(SELECT k.title_key FROM cases k WHERE k.num = ").int(key.num).push("), ");
                sql.int(key.num).push(")");
            }
            (Sort::Number, ..) => {
                sql.push(" AND (length(c.number), c.number, c.num)").push(than);
                sql.push("(SELECT length(k.number) FROM cases k WHERE k.num = ").int(key.num);
                sql.push("), (SELECT k.number FROM cases k WHERE k.num = ").int(key.num).push("), ");
                sql.int(key.num).push(")");
            }
            _ => {
                sql.push(" AND c.num").push(if falling { " < " } else { " > " }).int(key.num);
            }
        }
    }

    /// Tables and conditions. A search that is led by readers or a filter needs `cases` only where its columns are
    /// asked for; what only counts then stays within one narrow index.
    fn from(&self, sql: &mut Sql, lead: Lead, with_cases: bool) {
        let of = self.case_type.code.as_str();
        let num = match lead {
            Lead::Order | Lead::Clock => {
                sql.push("cases c WHERE c.type = ").text(of);
                "c.num"
            }
            Lead::Readers | Lead::Filter => {
                if lead == Lead::Readers {
                    sql.push("(SELECT DISTINCT num FROM may_read WHERE type = ").text(of);
                    sql.push(" AND subject IN (").texts(self.subjects.iter().copied()).push(")) d");
                } else {
                    sql.push("case_values d");
                }
                sql.push(if with_cases { " CROSS JOIN cases c WHERE c.num = d.num" } else { " WHERE d.num > 0" });
                "d.num"
            }
        };
        if let (Lead::Filter, Some(first)) = (lead, self.filters.first()) {
            sql.push(" AND d.type = ").text(of).push(" AND d.field = ").text(&first.field).push(" AND d.value IN (");
            sql.texts(first.values.iter().map(String::as_str)).push(")");
        }
        if self.sight != Sight::All && lead != Lead::Readers {
            sql.push(" AND EXISTS (SELECT 1 FROM may_read m WHERE m.type = ").text(of);
            sql.push(" AND m.num = ").push(num).push(" AND m.subject IN (");
            sql.texts(self.subjects.iter().copied()).push("))");
        }
        for filter in self.filters.iter().skip(usize::from(lead == Lead::Filter)) {
            sql.push(" AND EXISTS (SELECT 1 FROM case_values v WHERE v.type = ").text(of).push(" AND v.field = ");
            sql.text(&filter.field).push(" AND v.num = ").push(num).push(" AND v.value IN (");
            sql.texts(filter.values.iter().map(String::as_str)).push("))");
        }
        if with_cases || num == "c.num" {
            self.state(sql);
            for word in &self.words {
                sql.push(" AND c.folded LIKE ").text(&pattern(word)).push(" ESCAPE '\\'");
            }
        }
    }

    /// Whether the conditions look at columns of `cases`.
    fn needs_cases(&self) -> bool {
        !self.words.is_empty() || self.query.due.is_some() || !matches!(self.query.state, None | Some(State::Open))
    }

    /// On time is decided by dates: late begins with the day after the due date.
    fn state(&self, sql: &mut Sql) {
        match self.query.state {
            Some(State::Late) => {
                sql.push(" AND c.closed IS NULL AND c.clock = 'running' AND c.due < ").int(self.today);
            }
            Some(State::Running) => {
                sql.push(" AND c.closed IS NULL AND c.clock = 'running' AND c.due >= ").int(self.today);
            }
            Some(State::NoDeadline) => {
                sql.push(" AND c.closed IS NULL AND c.clock IN ('running', 'paused') AND c.due IS NULL");
            }
            // The steps say it already; this leads to the narrow index over open work.
            Some(State::Open) => {
                sql.push(" AND c.closed IS NULL");
            }
            None => {}
        }
        if let Some((first, last)) = self.query.due {
            sql.push(" AND c.due >= ").int(first.at(0).0).push(" AND c.due < ").int(last.add_days(1).at(0).0);
        }
    }

    /// How many cases, by lead unit, holder and due day; the day is 0 for those without one.
    pub(super) fn grouped(
        &self,
        reader: &mut Reader,
        each: &mut dyn FnMut(&str, &str, i64),
    ) -> Result<(), OfficeError> {
        let mut sql = Sql::default();
        sql.push("SELECT c.lead, c.holder, c.due FROM ");
        self.from(&mut sql, self.narrowest(), true);
        reader.query(sql.as_str(), &sql.params(), &mut |row| {
            each(row.text(0)?, row.text(1)?, row.int_opt(2)?.unwrap_or(0));
            Ok(())
        })?;
        Ok(())
    }
}

/// How many cases a filter usually leaves, from few to most: those of a person, those at a step where somebody has to
/// do something, those of a unit, others, and last those at a step where all work ends.
fn breadth(case_type: &CaseType, filter: &Filter) -> u8 {
    let open = |step: &String| case_type.step(step).is_some_and(|s| !s.terminal && !s.at_rest);
    match filter.field.as_str() {
        "@holder" => 0,
        "@step" if filter.values.iter().all(open) => 1,
        "@lead" => 2,
        "@step" => 4,
        _ => 3,
    }
}

/// A word anywhere in number and title.
fn pattern(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 2);
    out.push('%');
    for c in word.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('%');
    out
}

/// The order; a plus sign before a column keeps SQLite from walking its index where another way leads.
fn order(sql: &mut Sql, sort: Sort, phase: Phase, lead: Lead, falling: bool) {
    let way = if falling { " DESC" } else { "" };
    let by_index = lead == Lead::Order;
    let num = match lead {
        Lead::Order => "c.num",
        Lead::Filter | Lead::Readers => "d.num",
        Lead::Clock => "+c.num",
    };
    let columns: &[&str] = match (sort, phase) {
        (Sort::Due, Phase::HasDue) => &[if by_index { "c.due" } else { "+c.due" }, num],
        (Sort::Title, _) => &[if by_index { "c.title_key" } else { "(c.title_key || '')" }, num],
        (Sort::Number, _) => &["length(c.number)", "c.number", num],
        _ => &[num],
    };
    sql.push(" ORDER BY ");
    for (i, column) in columns.iter().enumerate() {
        sql.push(if i > 0 { ", " } else { "" }).push(column).push(way);
    }
}
