//! Figures of the year so far, as a first page shows them: kept until something that they count changes.
//!
//! The same counts as in every report, as of a position that the page names; each opens to its records. Not here: which
//! figures and in what words (web).

use std::sync::Arc;

use kernel::catalogue::report::Counted;
use kernel::time::{Date, Instant};

use super::count::{Asked, types_of};
use super::fail::ReportFail;
use super::period::{Length, Period, Reckoning};
use crate::desk::Office;

/// Figures of a year, as of a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearFigures {
    /// As of which ledger position.
    pub position: u64,
    /// When that position was recorded.
    pub recorded: Instant,
    /// The year.
    pub year: Period,
    /// The figures in the order in which they were asked for, this year so far and the whole year before.
    pub values: Vec<(u64, u64)>,
}

impl YearFigures {
    /// The address of the records that a figure counts.
    #[must_use]
    pub fn address(&self, part: &Counted, before: bool) -> String {
        let period = if before { self.year.year_before() } else { self.year };
        Asked { parts: vec![part.clone()], period, by: None, held: None }.address(self.position)
    }
}

impl Office {
    /// Figures of the year of a day, and of the year before.
    ///
    /// # Errors
    /// When they cannot be counted, or no case type has one of the indicators.
    pub fn year_figures(&self, parts: &[Counted], today: Date) -> Result<Arc<YearFigures>, ReportFail> {
        let catalogue = Arc::clone(self.house().catalogue()?);
        let types = parts.iter().flat_map(|part| types_of(&catalogue, &part.code));
        let (changed, head) = self.kept().moved.last(&mut self.ledger().reader()?, types)?;
        let as_of = self.as_of(Some(head))?;
        let key = (parts.to_vec(), [today, as_of.recorded().date()], changed);
        self.kept().years.get_once(key, || {
            let nothing = || ReportFail::NoIndicator { code: today.to_string() };
            let year = Period::new(today.year(), Length::Year, Reckoning::Calendar).ok_or_else(nothing)?;
            let count = |part: &Counted, period: Period| {
                as_of.count(&Asked { parts: vec![part.clone()], period, by: None, held: None })
            };
            let both = |part: &Counted| Ok((count(part, year)?, count(part, year.year_before())?));
            let values = parts.iter().map(both).collect::<Result<_, ReportFail>>()?;
            Ok(Arc::new(YearFigures { position: as_of.position(), recorded: as_of.recorded(), year, values }))
        })
    }
}
