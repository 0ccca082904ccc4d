//! Number series at a glance: how far each series of a type has counted this year.
//!
//! Read from the ledger's counters, which is where numbers come from. Not here: giving numbers (ledger), words (web).

use kernel::catalogue::case_type::{CaseType, SeriesPeriod};

use super::{Sight, Viewer};
use crate::desk::{Office, OfficeError};

/// A series with its number given last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Vietnamese name of the number: `Số đến`.
    pub name: String,
    /// Field by which the series are told apart; empty for one series.
    pub field: String,
    /// Its value: `QĐ-UBND`.
    pub value: String,
    /// Number given last.
    pub last: u64,
}

impl Office {
    /// The yearly series of a type, most numbers first; none for who may read nothing of it.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn series(&self, viewer: &Viewer, case_type: &CaseType) -> Result<Vec<Series>, OfficeError> {
        let mut out = Vec::new();
        if viewer.sight(case_type) == Sight::Nothing {
            return Ok(out);
        }
        let year = format!("{:04}", viewer.now.date().year());
        let mut counted: Vec<(String, u64)> = Vec::new();
        let sql = "SELECT name, last FROM counters WHERE period = $1";
        self.ledger().reader()?.query(sql, &[year.as_str().into()], &mut |row| {
            counted.push((row.text(0)?.to_owned(), row.count(1)?));
            Ok(())
        })?;
        for number in case_type.numbers.iter().filter(|n| n.period == SeriesPeriod::Year) {
            let (before, field) = match number.series.split_once('{') {
                Some((before, rest)) => (before, rest.trim_end_matches('}')),
                None => (number.series.as_str(), ""),
            };
            let of = counted.iter().filter_map(|(name, last)| Some((name.strip_prefix(before)?, *last)));
            out.extend(of.filter(|(value, _)| value.is_empty() == field.is_empty()).map(|(value, last)| Series {
                name: number.name.clone(),
                field: field.to_owned(),
                value: value.to_owned(),
                last,
            }));
        }
        out.sort_by(|a, b| b.last.cmp(&a.last).then_with(|| a.value.cmp(&b.value)));
        Ok(out)
    }
}
