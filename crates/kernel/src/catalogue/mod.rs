//! The catalogue: what kinds of case exist, which procedures refine them, and who sits where. Data, not code.
//!
//! Files come in as text and go out as checked values; nothing here reads a disk. Rules over the files are in
//! `lint`, what a case does with its type is in `case`; the calendar is read by `calendar`, its findings stand with the rest.

pub mod case_type;
pub mod indicator;
mod lint;
mod parse;
pub mod procedure;
pub mod report;
pub mod source;
pub mod standing;
mod told;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calendar::Calendar;
use crate::checked::Checked;
use crate::org::Org;
use crate::{Code, Said};
use case_type::CaseType;
use procedure::Procedure;
use report::Report;
pub use told::public_text;

/// A catalogue as loaded.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// Case types by code.
    pub types: BTreeMap<Code, Arc<CaseType>>,
    /// Procedures (TTHC) by national code.
    pub procedures: BTreeMap<Code, Arc<Procedure>>,
    /// Units, posts, people, delegations and the assignment table.
    pub org: Org,
    /// Text of `calendar.toml`, read by `calendar`; empty without one. Dated and announced, never pinned.
    pub calendar: String,
    /// Reports by code.
    pub reports: BTreeMap<Code, Arc<Report>>,
}

impl Catalogue {
    /// The name of a field of work (lĩnh vực), from the assignment table or else from the procedures.
    #[must_use]
    pub fn field_of_work(&self, code: &str) -> Option<Said> {
        let assigned = self.org.assignments.iter().find(|a| a.field == *code && !a.name.is_empty());
        let refined = || self.procedures.values().find(|p| p.field.code == *code).map(|p| p.field.said());
        assigned.map(|a| Said::name(&a.name, &a.name_en)).or_else(refined)
    }

    /// Reads a catalogue from its files: (path below `catalogue/`, text). The path says what a file is:
    /// `types/*.toml`, `procedures/*.toml`, `org/*.toml`, `reports/*.toml`, `calendar.toml`; others are passed over.
    ///
    /// Whatever can be read is in the value; whatever is wrong, in a file or between files, is a finding.
    #[must_use]
    pub fn parse(files: &[(String, String)]) -> Checked<Self> {
        let (sources, mut findings) = parse::sources(files);
        let loaded = parse::load(&sources, &mut findings);
        findings.extend(lint::lint(&loaded));
        let calendar = files.iter().find(|(path, _)| path == parse::CALENDAR).map(|(_, text)| text.as_str());
        findings.extend(calendar.map(|text| Calendar::parse(text, parse::CALENDAR).findings).unwrap_or_default());
        findings.sort();
        findings.dedup();
        Checked { value: loaded.into_catalogue(calendar.unwrap_or_default().to_owned()), findings }
    }
}
