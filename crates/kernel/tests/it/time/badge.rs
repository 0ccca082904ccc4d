//! Verdicts by date, and the words on the badge.

use super::{at, days, shipped};
use kernel::clock::{ClockState, PauseMode, Verdict};

/// Due Friday 2023-11-03 09:32.
fn started() -> ClockState {
    ClockState::start(shipped(), at("2023-10-27T09:32"), days(5), "b").expect("starts")
}

fn check(clock: &ClockState, now: &str, verdict: Verdict, phrase: &str) {
    assert_eq!(clock.verdict(at(now)), verdict, "{now}");
    assert_eq!(clock.phrase(shipped(), at(now)), phrase, "{now}");
}

#[test]
fn while_it_runs() {
    let clock = started();
    check(&clock, "2023-10-31T14:00", Verdict::Running, "còn 2 ngày 5 giờ");
    check(&clock, "2023-11-01T09:32", Verdict::Running, "còn 2 ngày");
    check(&clock, "2023-11-02T16:00", Verdict::Running, "còn 3 giờ 32 phút");
    check(&clock, "2023-11-02T23:00", Verdict::Running, "còn 2 giờ 32 phút");
    check(&clock, "2023-11-03T07:00", Verdict::Running, "hôm nay 09:32");
    // By dates: past the hour it is still the day.
    check(&clock, "2023-11-03T16:00", Verdict::Running, "hôm nay 09:32");
    check(&clock, "2023-11-04T08:00", Verdict::RunningLate, "quá hạn 1 ngày");
    check(&clock, "2023-11-07T08:00", Verdict::RunningLate, "quá hạn 2 ngày");
    let left = clock.remaining(shipped(), at("2023-11-07T09:32"));
    assert_eq!((left.working_seconds, left.days), (Some(-2 * 8 * 3600), 2));
    let weekend = ClockState::start(shipped(), at("2023-10-28T09:00"), days(1), "b").expect("starts");
    assert_eq!(weekend.verdict(at("2023-10-29T09:00")), Verdict::NotStarted);
}

#[test]
fn after_the_end() {
    let stopped = |when: &str| started().stop(shipped(), at(when)).expect("stops");
    check(&stopped("2023-11-01T10:00"), "2024-01-01T08:00", Verdict::Early, "trước hạn 2 ngày");
    check(&stopped("2023-11-03T16:59"), "2024-01-01T08:00", Verdict::OnTime, "đúng hạn");
    check(&stopped("2023-11-08T08:00"), "2024-01-01T08:00", Verdict::Late, "quá hạn 3 ngày");
}

#[test]
fn paused_and_without_deadline() {
    let paused = started().pause(at("2023-10-30T10:00"), PauseMode::AddBack).expect("pauses");
    check(&paused, "2024-01-01T08:00", Verdict::Paused, "tạm dừng từ 30/10");
    let open = ClockState::start_without_deadline(at("2023-10-27T09:32"), "b");
    check(&open, "2024-01-01T08:00", Verdict::NoDeadline, "không thời hạn");
    let done = open.stop(shipped(), at("2023-12-01T08:00")).expect("stops");
    check(&done, "2024-01-01T08:00", Verdict::NoDeadline, "không thời hạn");
}

#[test]
fn far_from_the_calendar() {
    let foreign = ClockState::start_as_given(at("2011-02-05T12:00"), at("2011-04-02T23:59"), "b");
    check(&foreign, "2011-03-31T08:00", Verdict::Running, "còn 2 ngày");
    check(&foreign, "2011-04-05T08:00", Verdict::RunningLate, "quá hạn 3 ngày");
}
