//! What was read, together with what is wrong with it: one bad entry never hides the rest.
//!
//! Findings are for the people who write the catalogue; they are not refusals (see `case::refusal`).

use std::fmt;

/// A value read as far as it could be, and the findings on the way.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// What could be read.
    pub value: T,
    /// What is wrong, in order of file and line.
    pub findings: Vec<Finding>,
}

impl<T> Checked<T> {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Something wrong in a file of the catalogue: what, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Path below `catalogue/`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// In Vietnamese.
    pub message_vi: String,
    /// In English.
    pub message_en: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {} / {}", self.file, self.line, self.message_vi, self.message_en)
    }
}
