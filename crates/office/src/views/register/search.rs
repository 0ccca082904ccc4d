//! The text of a register's statements: tables, conditions, order. Every value goes through a placeholder.
//!
//! Not here: which page (`read`).

use kernel::catalogue::case_type::CaseType;
use kernel::text::fold;
use kernel::time::Date;

use super::{At, Filter, Query, Sort, State, WORDS_MAX, open_steps};
use crate::views::sql::Sql;
use crate::views::{Sight, Viewer};

/// Filters up to this breadth (see [`breadth`]) lead a search before the rows that name its reader.
const NARROW_BREADTH: u8 = 2;

/// A query with all that its statements need.
pub(in crate::views) struct Search<'a> {
    pub(super) case_type: &'a CaseType,
    pub(super) query: &'a Query,
    pub(super) filters: Vec<Filter>,
    pub(super) sight: Sight,
    subjects: Vec<&'a str>,
    pub(super) today: Date,
    words: Vec<String>,
}

/// What leads the search for rows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// The index of the order; everything else is probed.
    Order,
    /// The rows of `may_read`.
    Readers,
    /// The rows of the first filter.
    Filter,
    /// The index over running clocks.
    Clock,
    /// The index over open work at one step.
    Step,
}

/// Rows with a due moment come before those without.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Whole,
    HasDue,
    NoDue,
}

impl<'a> Search<'a> {
    pub(in crate::views) fn new(viewer: &'a Viewer, case_type: &'a CaseType, query: &'a Query) -> Self {
        let mut filters = query.filters.clone();
        if query.state == Some(State::Open) {
            let open = open_steps(case_type);
            match filters.iter_mut().find(|f| f.field == "@step") {
                Some(steps) => steps.values.retain(|step| open.contains(step)),
                None => filters.push(Filter { field: "@step".to_owned(), values: open }),
            }
        }
        // The first filter may lead the search.
        filters.sort_by_key(|f| breadth(case_type, f));
        let words = fold(&query.words).split_whitespace().take(WORDS_MAX).map(str::to_owned).collect();
        let today = viewer.now.date();
        let sight = viewer.sight(case_type);
        Self { case_type, query, filters, sight, subjects: viewer.named_subjects(), today, words }
    }

    /// What finds all cases with the least looking.
    pub(super) fn narrowest(&self) -> Lead {
        let narrow = self.filters.first().is_some_and(|f| breadth(self.case_type, f) <= NARROW_BREADTH);
        let clock = matches!(self.query.state, Some(State::Late | State::Running | State::NoDeadline))
            || self.query.still_since.is_some();
        match (self.sight, self.filters.first(), self.query.state) {
            _ if clock && self.open_step().is_some() => Lead::Step,
            _ if clock => Lead::Clock,
            (Sight::Named | Sight::Nothing, Some(_), _) if narrow => Lead::Filter,
            (Sight::Named | Sight::Nothing, ..) => Lead::Readers,
            (Sight::All, Some(_), _) => Lead::Filter,
            (Sight::All, None, _) => Lead::Order,
        }
    }

    /// The only step that is asked for, where somebody has to do something at it.
    pub(super) fn open_step(&self) -> Option<&str> {
        let steps = self.filters.iter().find(|f| f.field == "@step")?;
        let [step] = steps.values.as_slice() else { return None };
        is_open(self.case_type, step).then_some(step.as_str())
    }

    /// Rows beyond the key of the page.
    pub(super) fn beyond(&self, sql: &mut Sql, sort: Sort, phase: Phase, falling: bool) {
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
    pub(super) fn from(&self, sql: &mut Sql, lead: Lead, with_cases: bool) {
        let of = self.case_type.code.as_str();
        let num = match lead {
            Lead::Order | Lead::Clock => {
                sql.push("cases c WHERE c.type = ").text(of);
                "c.num"
            }
            Lead::Step => {
                sql.push("cases c WHERE c.closed IS NULL AND c.type = ").text(of);
                sql.push(" AND c.step = ").text(self.open_step().unwrap_or_default());
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
        let probed = self.filters.iter().skip(usize::from(lead == Lead::Filter));
        for filter in probed.filter(|f| lead != Lead::Step || f.field != "@step") {
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
    pub(super) fn needs_cases(&self) -> bool {
        !self.words.is_empty()
            || self.query.due.is_some()
            || self.query.still_since.is_some()
            || !matches!(self.query.state, None | Some(State::Open))
    }

    /// On time is decided by dates: late begins with the day after the due date.
    fn state(&self, sql: &mut Sql) {
        match self.query.state {
            Some(State::Late) => {
                sql.push(" AND c.closed IS NULL AND c.clock = 'running' AND c.due < ").int(self.today.at(0).0);
            }
            Some(State::Running) => {
                sql.push(" AND c.closed IS NULL AND c.clock = 'running' AND c.due >= ").int(self.today.at(0).0);
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
        if let Some(day) = self.query.still_since {
            sql.push(" AND c.closed IS NULL AND c.clock = 'running' AND c.updated < ").int(day.at(0).0);
        }
    }
}

/// How many cases a filter usually leaves, from few to most: those of a person, those at a step where somebody has to
/// do something, those of a unit, others, and last those at a step where all work ends.
fn breadth(case_type: &CaseType, filter: &Filter) -> u8 {
    match filter.field.as_str() {
        "@holder" => 0,
        "@step" if filter.values.iter().all(|step| is_open(case_type, step)) => 1,
        "@lead" => 2,
        "@step" => 4,
        _ => 3,
    }
}

fn is_open(case_type: &CaseType, step: &str) -> bool {
    case_type.step(step).is_some_and(|s| !s.terminal && !s.at_rest)
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
pub(super) fn order(sql: &mut Sql, sort: Sort, phase: Phase, lead: Lead, falling: bool) {
    let way = if falling { " DESC" } else { "" };
    let by_index = lead == Lead::Order;
    let num = match lead {
        Lead::Order => "c.num",
        Lead::Filter | Lead::Readers => "d.num",
        // The index over one step goes by due moment.
        Lead::Step if sort == Sort::Due => "c.num",
        Lead::Clock | Lead::Step => "+c.num",
    };
    let columns: &[&str] = match (sort, phase) {
        (Sort::Due, Phase::HasDue) if lead == Lead::Step => &["c.due", num],
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
