//! Working time: the vectors of law, the shipped calendar, the clock's transitions, and what must hold for any input.

#![expect(clippy::expect_used, reason = "tests stop where what they are given is wrong")]

mod badge;
mod batch;
mod calendar;
mod explanation;
mod law_time;
mod properties;
mod reminder;
mod transitions;
mod vectors;

use kernel::calendar::{AnnouncedDay, Announcement, Calendar, DayKind};
use kernel::clock::{ClockError, Limit, LimitUnit};
use kernel::time::{Date, Instant};

const CALENDAR: &str = include_str!("../../../../../catalogue/calendar.toml");

fn shipped() -> &'static Calendar {
    static CALENDAR_READ: std::sync::LazyLock<Calendar> =
        std::sync::LazyLock::new(|| Calendar::parse(CALENDAR, "calendar.toml").value);
    &CALENDAR_READ
}

fn at(text: &str) -> Instant {
    Instant::parse_local(text).expect("a time")
}

fn on(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

fn limit(amount: u32, unit: LimitUnit) -> Limit {
    Limit::new(amount, unit).expect("a limit")
}

fn days(amount: u32) -> Limit {
    limit(amount, LimitUnit::WorkingDays)
}

fn hours(amount: u32) -> Limit {
    limit(amount, LimitUnit::WorkingHours)
}

fn printed(due: Result<Instant, ClockError>) -> String {
    due.map_or_else(|e| e.en(), Instant::print_iso)
}

/// An announcement of these days.
fn announcement(id: &str, days: &[(&str, DayKind)]) -> Announcement {
    let days = days
        .iter()
        .map(|(date, kind)| AnnouncedDay { date: on(date), kind: *kind, reason: "Nghỉ theo thông báo".to_owned() })
        .collect();
    Announcement {
        id: id.to_owned(),
        basis: "Thông báo thử".to_owned(),
        announced_on: None,
        provisional: false,
        period_from: None,
        period_to: None,
        replaces: None,
        days,
    }
}
