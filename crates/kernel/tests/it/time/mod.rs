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

/// The shipped days with winter hours (from 16 October, half an hour later) beside the summer ones.
fn seasons() -> &'static Calendar {
    static CALENDAR_READ: std::sync::LazyLock<Calendar> = std::sync::LazyLock::new(|| {
        let row = |from: String, to: String, opening: &str, noon: &str| {
            format!(
                "\n[[hours]]\neffective_from = \"{from}\"\n{to}morning_start = \"{opening}\"\nmorning_end = \"{noon}\"\n\
                 afternoon_start = \"13:30\"\nafternoon_end = \"17:00\"\nbasis = \"Giờ theo mùa\"\n"
            )
        };
        let until = |to: String| format!("effective_to = \"{to}\"\n");
        let mut text = CALENDAR.replace(
            "effective_from = \"2018-12-01\"",
            "effective_from = \"2018-12-01\"\neffective_to = \"2019-10-15\"",
        );
        for year in 2019..2027 {
            let spring = year + 1;
            text += &row(format!("{year}-10-16"), until(format!("{spring}-04-15")), "07:30", "12:00");
            let autumn = if spring < 2027 { until(format!("{spring}-10-15")) } else { String::new() };
            text += &row(format!("{spring}-04-16"), autumn, "07:00", "11:30");
        }
        let read = Calendar::parse(&text, "calendar.toml");
        assert_eq!(read.findings, Vec::new());
        read.value
    });
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
