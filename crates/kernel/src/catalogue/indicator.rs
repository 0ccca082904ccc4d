//! Figures as catalogue data: which cases an indicator counts, and on which day.
//!
//! An indicator is a pure function of one case (see [`crate::figures`]); sums over a period are taken by the
//! read model. It may look at `pub` and `plain` fields only (lint), so that a destroyed body changes no figure.

use serde::Deserialize;

use crate::Code;

/// One figure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Stable code, e.g. `dossiers.resolved`; may stand in several types (then their records add up).
    pub code: Code,
    /// Vietnamese name as printed.
    pub name: String,
    /// Exactly what one record is.
    pub counts: String,
    /// Whether it counts what happened in a period or what exists at its end.
    #[serde(default)]
    pub measure: Measure,
    /// The day on which the record counts.
    pub on: DaySource,
    /// A second day that must have come by the end of the period, e.g. the hand-over to the carrier.
    pub also_by: Option<DaySource>,
    /// When the record stops to exist (stock only); absent means never.
    pub until: Option<DaySource>,
    /// All of these must hold.
    #[serde(rename = "where", default)]
    pub conditions: Vec<Condition>,
    /// One of these must hold, when there are any.
    #[serde(rename = "any", default)]
    pub alternatives: Vec<Condition>,
    /// What one record is; the case itself when absent.
    #[serde(default)]
    pub each: Each,
    /// Field or `@lead` by which tables break the figure down.
    pub by: Option<String>,
}

/// What an indicator measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Records whose day lies in the period.
    #[default]
    Flow,
    /// Records that exist at the end of the period.
    Stock,
}

/// What one record of an indicator is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case", try_from = "String")]
pub enum Each {
    /// The case.
    #[default]
    Case,
    /// Each attached image that was not taken out.
    Image,
    /// Each number that the case was given in this series.
    Number(Code),
    /// Each stretch of the clock between pauses and changes of the due date (form II.06a needs "as of" a day).
    ClockSpan,
}

impl TryFrom<String> for Each {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Ok(match text.as_str() {
            "case" => Self::Case,
            "image" => Self::Image,
            "clock_span" => Self::ClockSpan,
            other => match other.strip_prefix("number:") {
                Some(series) => Self::Number(Code::parse(series)?),
                None => return Err(format!("`each` không nhận `{text}` / unknown `each`")),
            },
        })
    }
}

/// Where a day comes from. Written `opened`, `entered:STEP`, `number:SERIES`, `published`, `withdrawn`, `field:CODE`, `closed`, `clock_started`, `clock_stopped`,
/// `carried_over`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum DaySource {
    /// When the case was opened.
    Opened,
    /// When it last entered the step.
    Entered(Code),
    /// When it was given its number of the series.
    Number(Code),
    /// When it was first published.
    Published,
    /// When it was withdrawn from the public pages.
    Withdrawn,
    /// A date field.
    Field(Code),
    /// When it was closed.
    Closed,
    /// When what its clock measures was received.
    ClockStarted,
    /// When its clock stopped.
    ClockStopped,
    /// The balance day on which it was carried over from the old books, its clock not stopped (số dư đầu kỳ).
    CarriedOver,
}

impl TryFrom<String> for DaySource {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Ok(match text.split_once(':') {
            None => match text.as_str() {
                "opened" => Self::Opened,
                "published" => Self::Published,
                "withdrawn" => Self::Withdrawn,
                "closed" => Self::Closed,
                "clock_started" => Self::ClockStarted,
                "clock_stopped" => Self::ClockStopped,
                "carried_over" => Self::CarriedOver,
                _ => return Err(format!("không hiểu ngày `{text}` / unknown day source")),
            },
            Some(("entered", step)) => Self::Entered(Code::parse(step)?),
            Some(("number", series)) => Self::Number(Code::parse(series)?),
            Some(("field", field)) => Self::Field(Code::parse(field)?),
            Some(_) => return Err(format!("không hiểu ngày `{text}` / unknown day source")),
        })
    }
}

/// A condition on a case, written `PATH = VALUE`, `PATH in A|B`, `PATH != VALUE`, `PATH set`, `PATH unset`.
///
/// A path is a field code or one of `@lead`, `@verdict` (`early`, `on_time`, `late`, `no_deadline`, `not_started`, `running`, `paused`),
/// `@extended` (`yes`, `no`), `@on_time_by_late_entry` (`yes` only where it counts as late), `@step`, `@withdrawn`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Condition {
    /// What is looked at.
    pub path: String,
    /// How.
    pub test: Test,
}

/// The test of a [`Condition`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// One of these values.
    In(Vec<String>),
    /// None of these values.
    NotIn(Vec<String>),
    /// Any value.
    Set,
    /// No value.
    Unset,
}

impl TryFrom<String> for Condition {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || {
            format!(
                "không hiểu điều kiện `{text}`; viết `trường = giá trị`, `trường in a|b`, `trường set` / unknown condition"
            )
        };
        let mut words = text.splitn(3, ' ');
        let (Some(path), Some(op)) = (words.next(), words.next()) else { return Err(wrong()) };
        let values = |rest: Option<&str>| -> Option<Vec<String>> {
            let list: Vec<String> = rest?.split('|').map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect();
            (!list.is_empty()).then_some(list)
        };
        let test = match (op, words.next()) {
            ("=" | "in", rest) => Test::In(values(rest).ok_or_else(wrong)?),
            ("!=", rest) => Test::NotIn(values(rest).ok_or_else(wrong)?),
            ("set", None) => Test::Set,
            ("unset", None) => Test::Unset,
            _ => return Err(wrong()),
        };
        Ok(Self { path: path.to_owned(), test })
    }
}

impl Condition {
    /// Whether the value found at the path passes.
    #[must_use]
    pub fn holds(&self, value: Option<&str>) -> bool {
        match (&self.test, value) {
            (Test::Set, v) => v.is_some(),
            (Test::Unset, v) => v.is_none(),
            (Test::In(list), Some(v)) => list.iter().any(|x| x == v),
            (Test::NotIn(list), Some(v)) => !list.iter().any(|x| x == v),
            (Test::In(_), None) => false,
            (Test::NotIn(_), None) => true,
        }
    }
}
