//! A register: the cases of one type that a viewer may read, filtered, sorted, a page at a time, counted.
//!
//! A page costs at most three statements: one that counts (and says how narrow the filter is), and one or two for the
//! rows. A narrow filter leads the search; a wide one is probed along the index of the order. What is asked stands here,
//! the text of the statements in `search`, running them in `read`. Not here: columns and words (web), the records behind
//! a figure (`reports`).

mod days;
mod read;
mod search;
mod steps;

use kernel::Code;
use kernel::case::Case;
use kernel::catalogue::case_type::CaseType;
use kernel::time::Date;

pub use self::days::{ByDay, DueDay};
pub(super) use self::search::Search;
pub use self::steps::{ByStep, StepColumn};
use super::{Sight, Viewer};
use crate::desk::{Office, OfficeError};

/// Lists are counted exactly up to here; above, "trên 10.000" until the exact count is asked for.
pub const COUNT_MAX: u64 = 10_000;
/// Rows of a page.
pub const PAGE_ROWS: u64 = 50;
/// Words of a filter that are looked at.
pub const WORDS_MAX: usize = 8;
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
    /// Running, and at the same step since before this day (đứng yên).
    pub still_since: Option<Date>,
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
            still_since: None,
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
        if viewer.sight(&case_type) == Sight::Nothing {
            return Ok(Count::Exact(0));
        }
        Search::new(viewer, &case_type, query).count(&mut self.ledger().reader()?)
    }
}

/// The steps of a type at which somebody has to do something.
#[must_use]
pub fn open_steps(case_type: &CaseType) -> Vec<String> {
    case_type.steps.iter().filter(|s| !s.terminal && !s.at_rest).map(|s| s.code.to_string()).collect()
}
