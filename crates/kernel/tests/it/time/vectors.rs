//! Due moments worked out from the rules by hand: a test is a line of data.

use super::{at, days, hours, limit, printed, shipped};
use kernel::clock::{Limit, LimitUnit, due, due_moment};

fn check(received: &str, limit: Limit, start: &str, wanted: &str) {
    let explained = due(shipped(), at(received), limit).expect("a due moment");
    assert_eq!(explained.start.print_iso(), format!("{start}:00"), "start of {received} + {}", limit.en());
    assert_eq!(explained.due.print_iso(), format!("{wanted}:00"), "due of {received} + {}", limit.en());
    assert_eq!(printed(due_moment(shipped(), at(received), limit)), format!("{wanted}:00"), "quick way");
}

#[test]
fn vectors_of_the_province() {
    let same = |received: &str, limit: Limit, wanted: &str| check(received, limit, received, wanted);
    same("2023-10-27T09:32", days(5), "2023-11-03T09:32");
    same("2023-01-19T15:30", days(3), "2023-01-31T15:30");
    check("2023-01-19T17:20", days(1), "2023-01-27T07:00", "2023-01-27T17:00");
    same("2023-04-28T10:00", days(2), "2023-05-05T10:00");
    same("2023-08-31T16:30", hours(4), "2023-09-05T10:30");
    same("2024-05-03T16:00", days(1), "2024-05-04T16:00");
    same("2024-04-26T09:00", days(3), "2024-05-04T09:00");
    check("2023-06-10T10:00", days(1), "2023-06-12T07:00", "2023-06-12T17:00");
    check("2023-06-05T11:45", hours(4), "2023-06-05T13:30", "2023-06-06T07:30");
    check("2023-06-05T06:30", days(1), "2023-06-05T07:00", "2023-06-05T17:00");
    same("2023-12-29T14:00", days(10), "2024-01-15T14:00");
}

#[test]
fn the_ends_of_half_days_are_working_time() {
    check("2023-06-05T11:30", hours(1), "2023-06-05T11:30", "2023-06-05T14:30");
    check("2023-06-05T17:00", days(1), "2023-06-05T17:00", "2023-06-06T17:00");
    check("2023-06-05T17:00", hours(4), "2023-06-05T17:00", "2023-06-06T11:00");
    check("2023-06-05T11:30", days(1), "2023-06-05T11:30", "2023-06-06T11:30");
    // One second later they are not.
    assert_eq!(printed(due_moment(shipped(), at("2023-06-05T11:30:01"), hours(1))), "2023-06-05T14:30:00");
    assert_eq!(printed(due_moment(shipped(), at("2023-06-05T17:00:01"), days(1))), "2023-06-06T17:00:00");
    assert_eq!(printed(due_moment(shipped(), at("2023-06-05T17:00:00"), days(1))), "2023-06-06T17:00:00");
    assert_eq!(printed(due_moment(shipped(), at("2023-06-05T17:00:01"), hours(1))), "2023-06-06T08:00:00");
}

#[test]
fn a_due_moment_ends_a_half_day_and_never_begins_the_next() {
    check("2023-06-05T07:00", hours(8), "2023-06-05T07:00", "2023-06-05T17:00");
    check("2023-06-05T12:00", days(1), "2023-06-05T13:30", "2023-06-06T11:30");
    check("2023-06-05T07:30", hours(4), "2023-06-05T07:30", "2023-06-05T11:30");
}

#[test]
fn seconds_are_kept() {
    assert_eq!(printed(due_moment(shipped(), at("2023-06-05T08:15:42"), days(2))), "2023-06-07T08:15:42");
    assert_eq!(printed(due_moment(shipped(), at("2023-06-05T16:59:59"), hours(1))), "2023-06-06T07:59:59");
}

#[test]
fn calendar_days_count_from_the_date_and_roll_forward() {
    let calendar_days = |n| limit(n, LimitUnit::Days);
    let same = |received: &str, limit: Limit, wanted: &str| check(received, limit, received, wanted);
    same("2023-06-05T09:00", calendar_days(10), "2023-06-15T17:00");
    // Saturday rolls to Monday; the evening and the weekend of receipt move nothing.
    same("2023-06-05T22:00", calendar_days(5), "2023-06-12T17:00");
    same("2023-06-10T10:00", calendar_days(2), "2023-06-12T17:00");
    // Into the 2023 Tết: rolls over the whole break.
    same("2023-01-10T09:00", calendar_days(12), "2023-01-27T17:00");
    // Onto a make-up Saturday: that is a working day.
    same("2024-04-24T09:00", calendar_days(10), "2024-05-04T17:00");
    same("2023-01-31T09:00", limit(1, LimitUnit::Months), "2023-02-28T17:00");
    same("2023-11-30T09:00", limit(3, LimitUnit::Months), "2024-02-29T17:00");
}

#[test]
fn calendar_days_may_skip_holidays() {
    let skipping = limit(10, LimitUnit::Days).skipping_holidays();
    // 28/04 + 10 days is Monday 08/05; 01, 02 and 03/05 are not counted, so Thursday 11/05.
    check("2023-04-28T09:00", limit(10, LimitUnit::Days), "2023-04-28T09:00", "2023-05-08T17:00");
    check("2023-04-28T09:00", skipping, "2023-04-28T09:00", "2023-05-11T17:00");
    // From a day off itself.
    check("2023-05-01T09:00", limit(1, LimitUnit::Days).skipping_holidays(), "2023-05-01T09:00", "2023-05-04T17:00");
}

#[test]
fn limits_and_dates_that_cannot_be() {
    assert!(Limit::new(0, LimitUnit::Days).is_err());
    assert!(serde_json::from_str::<Limit>(r#"{"amount":0,"unit":"days"}"#).is_err());
    let outside = [
        ("2018-11-30T09:00", days(1)),
        ("2027-12-31T09:00", days(1)),
        ("2023-06-05T09:00", days(u32::MAX)),
        ("2023-06-05T09:00", hours(u32::MAX)),
        ("2023-06-05T09:00", limit(u32::MAX, LimitUnit::Days)),
        ("2023-06-05T09:00", limit(u32::MAX, LimitUnit::Months)),
        ("2023-06-05T09:00", limit(u32::MAX, LimitUnit::Days).skipping_holidays()),
        ("9999-12-31T23:59", days(1)),
    ];
    for (received, limit) in outside {
        assert!(due_moment(shipped(), at(received), limit).is_err(), "{received} {}", limit.en());
        assert!(due(shipped(), at(received), limit).is_err(), "{received} {}", limit.en());
    }
    assert_eq!(printed(due_moment(shipped(), at("2027-12-31T07:00"), days(1))), "2027-12-31T17:00:00");
}
