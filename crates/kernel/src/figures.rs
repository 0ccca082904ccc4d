//! Figures: which records a case contributes to which indicator, as a pure function of its state.
//!
//! The read model keeps these facts with the ledger position at which each began and ceased to hold; sums over a
//! period, and what they were as of an earlier position, are queries there. Percentages and prose: `report`.

use crate::Code;
use crate::case::{Case, Value};
use crate::catalogue::case_type::CaseType;
use crate::catalogue::indicator::{Condition, DaySource, Each, Indicator, Measure};
use crate::clock::Verdict;
use crate::time::{Date, Instant};

/// One record of an indicator, contributed by one case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// The indicator.
    pub indicator: Code,
    /// Which record of the case, where it contributes several (images, numbers, spans).
    pub item: u32,
    /// The day on which it counts; for a clock span the due day ([`NO_DAY`] without a deadline).
    pub day: Date,
    /// The period's end must not lie before this day; for stock, its first day.
    pub since: Date,
    /// For stock: the first day on which it no longer exists.
    pub until: Option<Date>,
    /// The value by which tables break the figure down, empty without one.
    pub by: String,
    /// For a clock span: whether the clock is paused in it.
    pub paused: bool,
}

/// The "day" of a clock span without a deadline: the last day of the year 9999.
pub const NO_DAY: Date = Date(2_932_896);

/// All records that the case contributes, sorted.
#[must_use]
pub fn facts(case_type: &CaseType, case: &Case) -> Vec<Fact> {
    let mut out = Vec::new();
    for indicator in &case_type.indicators {
        if holds(indicator, case) {
            contribute(indicator, case, &mut out);
        }
    }
    out.sort();
    out
}

fn holds(indicator: &Indicator, case: &Case) -> bool {
    let passes = |c: &Condition| c.holds(look_up(&c.path, case).as_deref());
    indicator.conditions.iter().all(passes)
        && (indicator.alternatives.is_empty() || indicator.alternatives.iter().any(passes))
}

fn contribute(indicator: &Indicator, case: &Case, out: &mut Vec<Fact>) {
    if indicator.each == Each::ClockSpan {
        return spans(indicator, case, out);
    }
    let stock = indicator.measure == Measure::Stock;
    let Some(day) = counting_day(&indicator.on, case, stock) else { return };
    let mut since = day;
    if let Some(source) = &indicator.also_by {
        let Some(second) = counting_day(source, case, true) else { return };
        since = since.max(second);
    }
    let until = match (indicator.measure, &indicator.until) {
        (Measure::Stock, Some(source)) => day_of(source, case),
        _ => None,
    };
    let by = breakdown(indicator, case);
    let fact =
        |item: u32| Fact { indicator: indicator.code.clone(), item, day, since, until, by: by.clone(), paused: false };
    let count = match &indicator.each {
        Each::Case | Each::ClockSpan => 1,
        Each::Image => case.files.iter().filter(|f| f.is_image()).count(),
        Each::Number(series) => case.numbers.iter().filter(|n| n.series == *series).count(),
    };
    out.extend((0..u32::try_from(count).unwrap_or(u32::MAX)).map(fact));
}

/// A fact for each stretch of the clock that reaches over midnight, so that any day's end can be asked for.
fn spans(indicator: &Indicator, case: &Case, out: &mut Vec<Fact>) {
    let by = breakdown(indicator, case);
    for (item, span) in (0_u32..).zip(&case.spans) {
        let since = span.from.local().date;
        let until = span.to.map(|to| to.local().date);
        if until == Some(since) {
            continue;
        }
        out.push(Fact {
            indicator: indicator.code.clone(),
            item,
            day: span.due.map_or(NO_DAY, |due| due.local().date),
            since,
            until,
            by: by.clone(),
            paused: span.paused,
        });
    }
}

fn breakdown(indicator: &Indicator, case: &Case) -> String {
    indicator.by.as_ref().and_then(|path| look_up(path.as_str(), case)).unwrap_or_default()
}

/// The day on which a record counts here. What a carried case (số dư đầu kỳ) did before the balance day was counted in
/// the old books: it never counts as opened or done here, and what exists of it exists from the balance day on.
fn counting_day(source: &DaySource, case: &Case, exists: bool) -> Option<Date> {
    let Some(carried) = &case.carried else { return day_of(source, case) };
    match source {
        DaySource::Opened => exists.then_some(carried.on),
        DaySource::Entered(step) if exists && carried.step == *step && !case.entered.contains_key(step) => {
            Some(carried.on)
        }
        _ if exists => day_of(source, case).map(|day| day.max(carried.on)),
        _ => day_of(source, case).filter(|day| *day >= carried.on),
    }
}

fn day_of(source: &DaySource, case: &Case) -> Option<Date> {
    let date = |at: Instant| at.local().date;
    match source {
        DaySource::Opened => Some(date(case.opened)),
        DaySource::Entered(step) => case.entered.get(step).copied().map(date),
        DaySource::Number(series) => case.number(series.as_str()).map(|n| date(n.at)),
        DaySource::Published => case.published.map(date),
        DaySource::Withdrawn => case.withdrawn.map(date),
        DaySource::Field(field) => case.fields.get(field).and_then(Value::as_date),
        DaySource::Closed => case.closed.map(date),
        // The day of receipt, though the time may begin to run on the next working day.
        DaySource::ClockStarted => case.clock.as_ref().map(|c| date(c.received)),
        DaySource::ClockStopped => case.clock.as_ref().and_then(|c| c.stopped_at()).map(date),
        // Its clock ticked then when a stretch of it begins there; one that ran again later has run on from there.
        DaySource::CarriedOver => {
            let carried = case.carried.as_ref()?;
            case.spans.iter().any(|span| span.from == carried.begins()).then_some(carried.on)
        }
    }
}

/// The facts of a case that [`look_up`] knows beside its fields.
pub(crate) const FACTS: [&str; 6] = ["@lead", "@verdict", "@extended", "@on_time_by_late_entry", "@step", "@withdrawn"];

/// The words that a verdict can have in conditions.
pub(crate) const VERDICTS: [&str; 7] = ["early", "on_time", "late", "no_deadline", "not_started", "running", "paused"];

/// The value at a path of a condition: a `pub` or `plain` field, or one of the `@` facts of the case.
#[must_use]
pub fn look_up(path: &str, case: &Case) -> Option<String> {
    match path {
        "@lead" => case.lead.as_ref().map(ToString::to_string),
        "@step" => Some(case.step.to_string()),
        "@withdrawn" => Some(if case.withdrawn.is_some() { "yes" } else { "no" }.to_owned()),
        "@extended" => {
            Some(if case.clock.as_ref().is_some_and(|c| !c.extensions.is_empty()) { "yes" } else { "no" }.to_owned())
        }
        "@on_time_by_late_entry" => {
            let late = case.clock.as_ref().is_some_and(|c| c.settled() == Verdict::Late);
            let on_time = late && case.entered_late.stop.is_some_and(|stop| stop.is_on_time());
            Some(if on_time { "yes" } else { "no" }.to_owned())
        }
        "@verdict" => case.clock.as_ref().map(|c| verdict_word(c.settled()).to_owned()),
        field => case.fields.get(field).map(Value::plain),
    }
}

/// The word by which conditions name a verdict.
fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Early => "early",
        Verdict::OnTime => "on_time",
        Verdict::Late => "late",
        Verdict::NoDeadline => "no_deadline",
        Verdict::NotStarted => "not_started",
        Verdict::Paused => "paused",
        Verdict::Running | Verdict::RunningLate => "running",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_has_one_of_the_words() {
        use Verdict::{Early, Late, NoDeadline, NotStarted, OnTime, Paused, Running, RunningLate};
        let words = [Early, OnTime, Late, NoDeadline, NotStarted, Running, RunningLate, Paused].map(verdict_word);
        let said: std::collections::BTreeSet<_> = words.into_iter().collect();
        assert_eq!(said, VERDICTS.into_iter().collect());
    }
}
