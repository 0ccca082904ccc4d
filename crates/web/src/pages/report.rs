//! Reports: prose with figures that lead to their records, tables, and as of what they were computed.
//! The annual report, form II.06a and the monthly table of tasks are all this page.

use askama::Template;

use super::{Field, Frame, Hidden, Link, Table};

/// As of what a report holds.
#[derive(Clone, Debug, Default)]
pub struct AsOf {
    /// Period in words: `từ 01/01/2023 đến 31/12/2023 (năm dương lịch)`.
    pub period: String,
    /// Ledger position, as read.
    pub position: String,
    /// When that position was recorded.
    pub at: String,
}

/// A piece of a sentence.
#[derive(Clone, Debug)]
pub enum Span {
    /// Words.
    Text(String),
    /// A figure that leads to its records.
    Figure {
        /// As printed.
        text: String,
        /// The list that it counts.
        href: String,
    },
}

/// A piece of the prose.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Paragraph(Vec<Span>),
}

/// A check that the report made on itself.
#[derive(Clone, Debug, Default)]
pub struct Check {
    /// What must hold: `(3) = (7) + (11)`.
    pub rule: String,
    /// Whether it holds.
    pub holds: bool,
    /// The numbers on both sides.
    pub detail: String,
}

/// A report.
#[derive(Clone, Debug, Template)]
#[template(path = "report.html")]
pub struct ReportPage {
    /// Surroundings.
    pub frame: Frame,
    /// The way up.
    pub back: Option<Link>,
    /// `Báo cáo kết quả công tác năm 2023`.
    pub heading: String,
    /// The same in English; may be empty.
    pub english: String,
    /// Lines of an official head: number of the form, issued under, reporting unit. Pairs of label and value.
    pub official: Vec<(String, String)>,
    /// Where the selector is sent (GET).
    pub select_action: String,
    /// Period, comparison, position.
    pub select_fields: Vec<Field>,
    /// What the selector keeps unseen.
    pub select_hidden: Vec<Hidden>,
    /// As of what.
    pub as_of: AsOf,
    /// Prose; empty for a form.
    pub prose: Vec<Block>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Checks; empty when the report has none.
    pub checks: Vec<Check>,
    /// The same as JSON, the issued version, and so on.
    pub exports: Vec<Link>,
}
