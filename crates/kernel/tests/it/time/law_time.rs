//! Dates and instants against an independent implementation, and the texts that are refused.

use super::{at, on};
use jiff::civil;
use kernel::time::{Date, Instant, LocalTime, TimeError, Weekday};

#[test]
fn every_date_agrees_with_jiff() {
    let mut theirs = civil::date(1, 1, 1);
    let mut ours = Date::new(1, 1, 1).expect("a date");
    loop {
        assert_eq!(ours.to_string(), theirs.to_string());
        assert_eq!(Date::parse(&ours.to_string()), Ok(ours));
        let weekday = (i64::from(ours.0) + 3).rem_euclid(7) + 1;
        assert_eq!(i64::from(theirs.weekday().to_monday_one_offset()), weekday);
        let Ok(next) = theirs.tomorrow() else { break };
        theirs = next;
        ours = ours.add_days(1);
    }
    assert_eq!(ours, on("9999-12-31"));
    assert_eq!(ours, Date(2_932_896));
}

#[test]
fn law_time_is_seven_hours_ahead() {
    assert_eq!(at("1970-01-01T07:00"), Instant(0));
    assert_eq!(Instant(-1).print_iso(), "1970-01-01T06:59:59");
    assert_eq!(at("2023-10-27T16:30:59").local(), LocalTime { date: on("2023-10-27"), second_of_day: 59_459 });
    assert_eq!(at("2023-10-27T16:30").print_vn(), "27/10/2023 16:30");
    assert_eq!(on("2023-10-27").weekday(), Weekday::Friday);
    for extreme in [Instant(i64::MIN), Instant(i64::MAX)] {
        let _ = (extreme.print_iso(), extreme.print_vn(), extreme.date().add_months(1), extreme.date().weekday());
    }
    for extreme in [Date(i32::MIN), Date(i32::MAX)] {
        let _ = (extreme.at(0), extreme.to_string(), extreme.add_days(-1), extreme.add_months(i32::MAX));
    }
}

#[test]
fn months_end_on_the_last_day() {
    assert_eq!(on("2024-01-31").add_months(1), on("2024-02-29"));
    assert_eq!(on("2023-12-15").add_months(1), on("2024-01-15"));
    assert_eq!(on("2024-03-31").add_months(-13), on("2023-02-28"));
}

#[test]
fn texts_that_are_no_time() {
    let form = [
        "",
        "2023-6-05T09:00",
        "2023-06-05 09:00",
        "2023-06-05T9:00",
        "2023-06-05T09:00Z",
        "2023-06-05T09:00:0",
        "+023-06-05T09:00",
        "2023-06-05T09-00",
        "２023-06-05T09:00",
        "2023-06-05",
        "2023-06-05T",
        "2023-06-05T09:00:00.5",
    ];
    for text in form {
        assert!(matches!(Instant::parse_local(text), Err(TimeError::Form { .. })), "{text}");
    }
    for text in ["2023-02-29T09:00", "2023-13-01T09:00", "2023-00-10T09:00", "2023-04-31T09:00", "0000-01-01T09:00"] {
        let error = Instant::parse_local(text).expect_err("no such date");
        assert!(matches!(error, TimeError::NoSuchDate { .. }), "{text}: {error}");
        assert!(error.to_string().contains("does not exist"), "{error}");
    }
    for text in ["2023-06-05T24:00", "2023-06-05T09:60", "2023-06-05T09:00:60"] {
        assert!(matches!(Instant::parse_local(text), Err(TimeError::NoSuchTime { .. })), "{text}");
    }
    let long = "x".repeat(10_000);
    assert!(Instant::parse_local(&long).expect_err("long").to_string().len() < 300);
}

#[test]
fn stored_forms() {
    assert_eq!(serde_json::to_string(&Instant(5)).expect("json"), "5");
    assert_eq!(serde_json::to_string(&on("2023-10-27")).expect("json"), "\"2023-10-27\"");
    assert_eq!(serde_json::from_str::<Date>("\"2023-10-27\"").expect("json"), on("2023-10-27"));
    assert!(serde_json::from_str::<Date>("\"2023-02-29\"").is_err());
}
