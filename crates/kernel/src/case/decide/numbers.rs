//! Number series: which counter a case uses, and how a number is written.
//!
//! The number itself is given by the ledger's writer, last of all, so that nothing that can still fail holds one.

use super::Draft;
use crate::Code;
use crate::case::value::Value;
use crate::case::{Case, Refusal};
use crate::catalogue::case_type::SeriesPeriod;
use crate::time::Date;

/// A number that a plan needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberRequest {
    /// Series of the case type.
    pub series: Code,
    /// The counter: cases with the same one share it.
    pub counter: String,
    /// The period in which it counts: `2023`, `2023-10-27` or empty.
    pub period: String,
    /// How the number is written.
    pub format: NumberFormat,
}

/// A number format with all but the number filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFormat {
    before: String,
    width: usize,
    after: String,
}

impl NumberFormat {
    /// The number as written.
    #[must_use]
    pub fn written(&self, n: u64) -> String {
        format!("{}{:0width$}{}", self.before, n, self.after, width = self.width)
    }
}

/// Notes that the case needs a number of the series.
pub(super) fn request(draft: &mut Draft<'_>, series: &Code) -> Result<(), Refusal> {
    let unknown = || Refusal::Unknown { what: ("dãy số", "number series").into(), code: series.clone() };
    let Some(rule) = draft.case_type.number(series.as_str()) else { return Err(unknown()) };
    let Some(case) = &draft.case else { return Err(unknown()) };
    let today = draft.context.today();
    let period = match rule.period {
        SeriesPeriod::Year => today.year().to_string(),
        SeriesPeriod::Day => today.to_string(),
        SeriesPeriod::Never => String::new(),
    };
    let number = NumberRequest {
        series: series.clone(),
        counter: fill(&rule.series, case, today),
        period,
        format: format_of(&rule.format, case, today),
    };
    draft.numbers.push(number);
    Ok(())
}

/// Splits the format at its `{n}` or `{n:04}`; the catalogue's lint has seen that there is one.
fn format_of(template: &str, case: &Case, today: Date) -> NumberFormat {
    let Some((before, rest)) = template.split_once("{n") else {
        return NumberFormat { before: fill(template, case, today), width: 0, after: String::new() };
    };
    let (spec, after) = rest.split_once('}').unwrap_or((rest, ""));
    let width = spec.trim_start_matches(':').trim_start_matches('0').parse().unwrap_or(0);
    NumberFormat { before: fill(before, case, today), width, after: fill(after, case, today) }
}

/// Fills `{yyyy}`, `{yymmdd}`, `{lead}` and `{field}`; an unset field leaves nothing.
fn fill(template: &str, case: &Case, today: Date) -> String {
    let mut out = String::with_capacity(template.len() + 8);
    let mut rest = template;
    while let Some((before, tail)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = tail.split_once('}').unwrap_or((tail, ""));
        match name {
            "yyyy" => out.push_str(&today.year().to_string()),
            "yymmdd" => {
                out.push_str(&format!("{:02}{:02}{:02}", today.year() % 100, today.month(), today.day()));
            }
            "lead" => out.push_str(case.lead.as_ref().map_or("", Code::as_str)),
            field => out.push_str(&case.value(field).map(Value::plain).unwrap_or_default()),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
