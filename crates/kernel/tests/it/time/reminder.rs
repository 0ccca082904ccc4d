//! When a due moment reminds: five working days before, two before, and from the day after.

use super::{at, days, on, shipped};
use kernel::clock::reminder::{Reminder, horizon, reminder};
use kernel::clock::{ClockState, PauseMode};

fn check(clock: &ClockState, now: &str, wanted: Option<(Reminder, &str)>) {
    assert_eq!(reminder(clock, shipped(), at(now)), wanted.map(|(which, since)| (which, at(since))), "{now}");
}

#[test]
fn working_days_are_counted_not_days() {
    // Due Wednesday 2023-11-15; Saturday and Sunday do not count.
    let clock = ClockState::start_on(shipped(), at("2023-10-02T08:00"), on("2023-11-15"), "b").expect("starts");
    check(&clock, "2023-11-07T23:59", None);
    check(&clock, "2023-11-08T00:00", Some((Reminder::InFive, "2023-11-08T00:00")));
    check(&clock, "2023-11-12T10:00", Some((Reminder::InFive, "2023-11-08T00:00")));
    check(&clock, "2023-11-13T00:00", Some((Reminder::InTwo, "2023-11-13T00:00")));
    check(&clock, "2023-11-15T23:00", Some((Reminder::InTwo, "2023-11-13T00:00")));
    check(&clock, "2023-11-16T00:00", Some((Reminder::Overdue, "2023-11-16T00:00")));
    assert_eq!(horizon(shipped(), on("2023-11-08")), at("2023-11-16T00:00"));
}

#[test]
fn a_short_limit_does_not_begin_with_a_reminder() {
    // Due Friday 2023-11-03: five working days before is the very day of receipt.
    let clock = ClockState::start(shipped(), at("2023-10-27T09:32"), days(5), "b").expect("starts");
    check(&clock, "2023-10-27T10:00", None);
    check(&clock, "2023-10-31T10:00", None);
    check(&clock, "2023-11-01T08:00", Some((Reminder::InTwo, "2023-11-01T00:00")));
}

#[test]
fn what_does_not_tick_does_not_remind() {
    let clock = ClockState::start(shipped(), at("2023-10-27T09:32"), days(5), "b").expect("starts");
    check(&clock.stop(shipped(), at("2023-11-01T10:00")).expect("stops"), "2023-12-01T08:00", None);
    let paused = clock.pause(at("2023-10-30T10:00"), PauseMode::AddBack).expect("pauses");
    check(&paused, "2023-11-01T08:00", None);
    check(&paused, "2023-12-01T08:00", None);
    check(&ClockState::start_without_deadline(at("2023-10-27T09:32"), "b"), "2023-12-01T08:00", None);
}
