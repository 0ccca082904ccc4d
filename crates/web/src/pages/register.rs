//! The one list pattern: a register, and the records behind a figure of a report.
//!
//! The filter is a sentence and a GET form, so that its address can be shared. Paging is by key: there is "next" and
//! "previous", no page number. Not here: the query, the order, the count.

use askama::Template;

use super::{AsOf, Deadline, DueCalendar, Field, Frame, Hidden, Lanes, Link, Moment};

/// How a column is sorted now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortState {
    /// Not by this column.
    Off,
    /// By this column, smallest first.
    Ascending,
    /// By this column, largest first.
    Descending,
}

/// The link in a sortable head.
#[derive(Clone, Debug)]
pub struct Sort {
    /// The same list sorted by this column, the other way round if it is already.
    pub href: String,
    /// Now.
    pub state: SortState,
}

impl Sort {
    fn aria(&self) -> &'static str {
        match self.state {
            SortState::Off => "none",
            SortState::Ascending => "ascending",
            SortState::Descending => "descending",
        }
    }

    fn sign(&self) -> &'static str {
        match self.state {
            SortState::Off => "↕",
            SortState::Ascending => "↑",
            SortState::Descending => "↓",
        }
    }
}

/// One column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Head.
    pub label: String,
    /// Whether its cells are figures, set to the right.
    pub number: bool,
    /// Whether it takes the room that is left (the summary of a case).
    pub wide: bool,
    /// Sorting, when the catalogue names the column as sortable.
    pub sort: Option<Sort>,
}

impl Column {
    /// Classes of the head and of every cell under it, each with a space behind.
    fn class(&self) -> &'static str {
        match (self.number, self.wide) {
            (true, _) => "number ",
            (false, true) => "wide ",
            (false, false) => "",
        }
    }
}

/// One cell. The cell of the wide column names its row and is the link to its case.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Words.
    Text(String),
    /// Words of the office itself, in Vietnamese whatever the language of the page: summaries, names of people and units.
    Data(String),
    /// A figure as read.
    Number(String),
    /// A code or number of a document, kept on one line.
    Code(String),
    /// A moment or day, kept on one line.
    When(Moment),
    /// The deadline badge.
    Deadline(Deadline),
    /// Nothing known.
    Nothing,
}

impl Cell {
    fn class(&self) -> &'static str {
        match self {
            Self::Number(_) => "number",
            Self::Code(_) | Self::When(_) => "code",
            Self::Deadline(_) => "code due-cell",
            Self::Text(_) | Self::Data(_) | Self::Nothing => "",
        }
    }
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Address of the case.
    pub href: String,
    /// As many as there are columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// Cells with the heads they stand under. A cell without a column would be a figure without a name: it is left out.
    fn under<'a>(&'a self, columns: &'a [Column]) -> impl Iterator<Item = (&'a Column, &'a Cell)> {
        columns.iter().zip(&self.cells)
    }
}

/// How many the list holds.
#[derive(Clone, Debug, Default)]
pub struct Count {
    /// `27.283 nhiệm vụ`, or `trên 10.000 nhiệm vụ`.
    pub text: String,
    /// Where the exact count is given, when `text` is not exact.
    pub exact_href: Option<String>,
}

/// Said in place of an empty list.
#[derive(Clone, Debug, Default)]
pub struct Empty {
    /// Why there is nothing.
    pub why: String,
    /// What can be done next.
    pub ways: Vec<Link>,
}

/// The figure whose records the list shows.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Name of the figure.
    pub label: String,
    /// Value as printed in the report.
    pub value: String,
    /// What counts as one record, in one sentence.
    pub counted: String,
    /// The report.
    pub report: Link,
    /// As of what.
    pub as_of: AsOf,
}

/// Ways of looking that this person keeps, and the form that keeps the present one.
#[derive(Clone, Debug, Default)]
pub struct SavedViews {
    /// Where the form is sent (POST).
    pub action: String,
    /// The session's token.
    pub csrf: String,
    /// The address of the list as it stands.
    pub address: String,
    /// Name of the view that this list is, if it is one.
    pub current: Option<String>,
    /// Kept views.
    pub links: Vec<Link>,
}

impl RegisterPage {
    /// A list without filter, order and further pages.
    #[must_use]
    pub fn bare(frame: Frame) -> Self {
        Self {
            frame,
            heading: String::new(),
            english: String::new(),
            sentence: String::new(),
            origin: None,
            starts: Vec::new(),
            exports: Vec::new(),
            saved: None,
            looks: Vec::new(),
            lanes: None,
            calendar: None,
            filter_action: String::new(),
            filter_fields: Vec::new(),
            filter_hidden: Vec::new(),
            filter_reset: String::new(),
            filter_open: false,
            columns: Vec::new(),
            rows: Vec::new(),
            count: Count::default(),
            previous: None,
            next: None,
            empty: Empty::default(),
        }
    }

    /// Which column names a row: the wide one, where there is one.
    fn named(&self) -> usize {
        self.columns.iter().position(|column| column.wide).unwrap_or(0)
    }
}

/// A register, or the records behind a figure.
#[derive(Clone, Debug, Template)]
#[template(path = "register.html")]
pub struct RegisterPage {
    /// Surroundings.
    pub frame: Frame,
    /// Name of the register.
    pub heading: String,
    /// The same in English; may be empty.
    pub english: String,
    /// The filter as read: `Nhiệm vụ · đơn vị: Sở Tài chính · quá hạn`.
    pub sentence: String,
    /// Set when the list stands behind a figure.
    pub origin: Option<Origin>,
    /// What this person may do here: open a new case.
    pub starts: Vec<Link>,
    /// The list as a file, just what is shown: `CSV`.
    pub exports: Vec<Link>,
    /// Kept views; `None` for a list that is no register.
    pub saved: Option<SavedViews>,
    /// Ways to look at the same list (rows, board, calendar), with whether it is the one shown; empty where there is one.
    pub looks: Vec<(Link, bool)>,
    /// By step, in place of rows.
    pub lanes: Option<Lanes>,
    /// By due day, in place of rows.
    pub calendar: Option<DueCalendar>,
    /// Where the filter is sent (GET).
    pub filter_action: String,
    /// Fields of the filter, none of them `required`; empty for a list without one.
    pub filter_fields: Vec<Field>,
    /// What the filter keeps unseen: the order.
    pub filter_hidden: Vec<Hidden>,
    /// The list without filter; empty when there is none.
    pub filter_reset: String,
    /// Whether the filter stands open.
    pub filter_open: bool,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Rows of this page.
    pub rows: Vec<Row>,
    /// How many there are.
    pub count: Count,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Said when `rows` is empty.
    pub empty: Empty,
}
