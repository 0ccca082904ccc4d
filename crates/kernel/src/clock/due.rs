//! From receipt and limit to the due moment: the quick way, and the way that explains itself.
//!
//! The two are written apart, and a property test holds them together.

use super::explain::{self, Explanation, Rule, Step};
use super::{ClockError, Limit, LimitUnit};
use crate::calendar::Calendar;
use crate::time::{Date, Instant};

/// How time limits are counted (Bộ luật Dân sự 2015, Chương X).
pub(super) const BASIS_COUNTING: &str = "Bộ luật Dân sự 2015 Điều 147, 148";

/// Version of the rule by which due moments are counted, as public leaves name it. A rule that counts otherwise gets the
/// next one, and this one is kept beside it.
pub const RULE_VERSION: u8 = 1;

/// The text of a counting rule, as the public log names it by its hash. A text, once logged, never changes.
#[must_use]
pub fn rule_text(version: u8) -> Option<&'static str> {
    match version {
        1 => Some(include_str!("rule-1.md")),
        _ => None,
    }
}

/// A due moment with its derivation.
#[derive(Debug, Clone)]
pub struct Due {
    /// When the time begins to run: the receipt, moved to working time where the unit asks for it.
    pub start: Instant,
    /// The due moment.
    pub due: Instant,
    /// How it came about.
    pub explanation: Explanation,
    /// Whether days on the way are not announced for good yet.
    pub provisional: bool,
}

/// When the time of a limit begins to run.
pub(super) fn start_of(calendar: &Calendar, received: Instant, limit: Limit) -> Result<Instant, ClockError> {
    let next = calendar.normalise(received)?;
    Ok(match limit.unit() {
        LimitUnit::WorkingDays | LimitUnit::WorkingHours => next,
        LimitUnit::Days | LimitUnit::Months => received,
    })
}

/// When the time of a limit begins to run: the receipt, moved to working time where the unit asks for it.
///
/// # Errors
/// When the receipt lies outside the calendar.
pub fn start_moment(calendar: &Calendar, received: Instant, limit: Limit) -> Result<Instant, ClockError> {
    start_of(calendar, received, limit)
}

/// The due moment alone: table look-ups and at most one binary search.
///
/// Working days and hours count from the receipt moved to working time; N working days end at the same time of day
/// N working days later, and from an opening instant at the closing of the N-th day. Days and months count from the
/// date of receipt and end at the closing of the last day, or of the next working day.
///
/// # Errors
/// When receipt or due moment lie outside the calendar.
pub fn due_moment(calendar: &Calendar, received: Instant, limit: Limit) -> Result<Instant, ClockError> {
    let start = start_of(calendar, received, limit)?;
    Ok(match limit.unit() {
        LimitUnit::WorkingDays => calendar.add_working_days(start, limit.amount())?,
        LimitUnit::WorkingHours => calendar.add_working_seconds(start, i64::from(limit.amount()) * 3600)?,
        LimitUnit::Days | LimitUnit::Months => calendar.closing_on_or_after(last_day(calendar, received, limit)?)?,
    })
}

/// The last day of a limit in days or months, before it rolls on to a working day.
fn last_day(calendar: &Calendar, received: Instant, limit: Limit) -> Result<Date, ClockError> {
    let date = received.date();
    let amount = i32::try_from(limit.amount()).unwrap_or(i32::MAX);
    Ok(match limit.unit() {
        LimitUnit::Months => date.add_months(amount),
        _ if limit.skips_holidays() => calendar.add_days_but_holidays(date, limit.amount())?,
        _ => date.add_days(amount),
    })
}

/// The due moment with its explanation.
///
/// # Errors
/// When receipt or due moment lie outside the calendar.
pub fn due(calendar: &Calendar, received: Instant, limit: Limit) -> Result<Due, ClockError> {
    explained(calendar, received, limit, BASIS_COUNTING)
}

/// The same, with the law that sets the limit.
pub(super) fn explained(calendar: &Calendar, received: Instant, limit: Limit, basis: &str) -> Result<Due, ClockError> {
    let start = start_of(calendar, received, limit)?;
    let mut steps = Vec::new();
    let due = match limit.unit() {
        LimitUnit::WorkingDays | LimitUnit::WorkingHours => {
            explain::normalised(calendar, received, start, &mut steps)?;
            let due = due_moment(calendar, received, limit)?;
            explain::counted(calendar, start, due, basis, &mut steps)?;
            due
        }
        LimitUnit::Days | LimitUnit::Months => calendar_days(calendar, received, limit, basis, &mut steps)?,
    };
    let provisional = calendar.is_provisional(received.date(), due.date());
    Ok(Due { start, due, explanation: Explanation { steps }, provisional })
}

fn calendar_days(
    calendar: &Calendar,
    received: Instant,
    limit: Limit,
    basis: &str,
    steps: &mut Vec<Step>,
) -> Result<Instant, ClockError> {
    let last = last_day(calendar, received, limit)?;
    let due = calendar.closing_on_or_after(last)?;
    let rule = if limit.unit() == LimitUnit::Months { Rule::CalendarMonths } else { Rule::CalendarDays };
    let (mut detail, mut detail_en) = (limit.vi(), limit.en());
    if limit.skips_holidays() {
        detail.push_str(", không kể ngày nghỉ lễ");
        detail_en.push_str(", days off not counted");
    }
    if due.date() == last {
        steps.push(Step::counted(calendar, rule, basis, received, due, detail).in_english(detail_en));
        return Ok(due);
    }
    let reached = last.at(due.local().second_of_day);
    steps.push(Step::counted(calendar, rule, basis, received, reached, detail).in_english(detail_en));
    let (off, off_basis) = explain::days_off(calendar, last, due.date().add_days(-1));
    let (why, why_en) = if off.is_empty() { (last.weekday().vi().to_owned(), last.weekday().en()) } else { (off, "") };
    let basis = explain::joined("Bộ luật Dân sự 2015 Điều 148.5", &off_basis);
    steps.push(Step::counted(calendar, Rule::RolledForward, &basis, reached, due, why).in_english(why_en));
    Ok(due)
}
