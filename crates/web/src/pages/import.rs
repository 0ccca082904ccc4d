//! What an import brought: what the file holds, what was new, what was refused.

use askama::Template;

use super::{Frame, Link, Table};

/// One figure of an import.
#[derive(Clone, Debug, Default)]
pub struct ImportedFigure {
    /// `hồ sơ trong tệp`.
    pub label: String,
    /// As read.
    pub value: String,
    /// The list that it counts.
    pub href: Option<String>,
}

/// The result of an import.
#[derive(Clone, Debug, Template)]
#[template(path = "import.html")]
pub struct ImportPage {
    /// Surroundings.
    pub frame: Frame,
    /// `Đã nhập tệp receipt.xes.gz`.
    pub heading: String,
    /// The same in English; may be empty.
    pub english: String,
    /// One sentence: what happened; also that a second import adds nothing.
    pub summary: String,
    /// Figures.
    pub figures: Vec<ImportedFigure>,
    /// What was refused, with line and reason.
    pub refused: Option<Table>,
    /// Where to go: the list, the process map, the on-time table.
    pub ways: Vec<Link>,
}
