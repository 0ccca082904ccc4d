//! The clock's transitions, by story.

use super::{announcement, at, days, on, shipped};
use kernel::calendar::{Calendar, DayKind};
use kernel::clock::{ClockError, ClockState, ExtensionRule, PauseMode, Rule, Status, Verdict};

/// As the law of 2018 has it for dossiers: once, a day before.
fn once() -> ExtensionRule {
    let basis = "Nghị định 61/2018/NĐ-CP Điều 19.9".to_owned();
    ExtensionRule { times_max: 1, days_before: Some(1), basis }
}

fn started() -> ClockState {
    ClockState::start(shipped(), at("2023-10-27T09:32"), days(5), "QĐ thử").expect("starts")
}

fn due(clock: &ClockState) -> String {
    clock.due.map_or_else(|| "none".to_owned(), |due| due.print_iso())
}

fn rules(clock: &ClockState) -> Vec<Rule> {
    let explanation = clock.explain(shipped()).expect("explains");
    assert!(explanation.is_chained());
    assert_eq!(explanation.due(), clock.due);
    explanation.steps.iter().map(|s| s.rule).collect()
}

#[test]
fn a_pause_adds_back_working_time_only() {
    // Paused from Monday 10:00 to Tuesday 10:00: one working day.
    let paused = started().pause(at("2023-10-30T10:00"), PauseMode::AddBack).expect("pauses");
    assert!(paused.is_paused() && paused.is_ticking());
    let resumed = paused.resume(shipped(), at("2023-10-31T10:00")).expect("resumes");
    assert_eq!(due(&resumed), "2023-11-06T09:32:00");
    assert_eq!(resumed.first_due, started().due);
    assert_eq!(resumed.printed_due, resumed.due);
    assert_eq!(rules(&resumed), [Rule::WorkingTime, Rule::PauseAdded]);
    // Over the weekend only: nothing to add.
    let idle = started().pause(at("2023-10-28T08:00"), PauseMode::AddBack).expect("pauses");
    assert_eq!(due(&idle.resume(shipped(), at("2023-10-29T20:00")).expect("resumes")), due(&started()));
}

#[test]
fn a_return_for_completion_restarts_the_limit() {
    let paused = started().pause(at("2023-10-30T10:00"), PauseMode::Restart).expect("pauses");
    let resumed = paused.resume(shipped(), at("2023-11-06T18:00")).expect("resumes");
    assert_eq!(due(&resumed), "2023-11-13T17:00:00");
    assert_eq!(resumed.first_due, started().due, "the first due moment is kept");
    assert_eq!(rules(&resumed), [Rule::Restarted, Rule::AfterHours, Rule::WorkingTime]);
    let given = ClockState::start_on(shipped(), at("2023-10-27T09:32"), on("2023-11-10"), "b").expect("starts");
    assert_eq!(given.pause(at("2023-10-30T10:00"), PauseMode::Restart), Err(ClockError::NoLimit));
}

#[test]
fn only_a_clock_in_the_right_state_moves() {
    let clock = started();
    let later = at("2023-10-30T10:00");
    let paused = clock.pause(later, PauseMode::AddBack).expect("pauses");
    let stopped = clock.stop(shipped(), later).expect("stops");
    assert_eq!(clock.resume(shipped(), later), Err(ClockError::NotPaused));
    assert_eq!(paused.pause(later, PauseMode::AddBack), Err(ClockError::Paused));
    assert_eq!(stopped.pause(later, PauseMode::AddBack), Err(ClockError::Stopped));
    assert_eq!(stopped.stop(shipped(), later), Err(ClockError::Stopped));
    assert_eq!(clock.reopen(later), Err(ClockError::NotStopped));
    let early = at("2023-10-27T09:00");
    assert_eq!(clock.pause(early, PauseMode::AddBack), Err(ClockError::BackInTime { after: clock.received }));
    assert_eq!(clock.stop(shipped(), early), Err(ClockError::BackInTime { after: clock.received }));
    assert_eq!(paused.resume(shipped(), early), Err(ClockError::BackInTime { after: later }));
    assert_eq!(stopped.reopen(early), Err(ClockError::BackInTime { after: later }));
    assert_eq!(stopped.reopen(later).expect("reopens"), clock);
}

#[test]
fn stopping_a_paused_clock_gives_the_pause_back() {
    let paused = started().pause(at("2023-11-02T10:00"), PauseMode::AddBack).expect("pauses");
    let stopped = paused.stop(shipped(), at("2023-11-20T10:00")).expect("stops");
    assert_eq!(stopped.settled(), Verdict::Early);
    assert_eq!(stopped.status, Status::Stopped { at: at("2023-11-20T10:00") });
    // Done, as its evidence says, before the pause was even entered.
    let before = paused.stop(shipped(), at("2023-11-01T10:00")).expect("stops");
    assert_eq!(before.due, started().due);
}

#[test]
fn a_re_appointment_happens_once_and_in_time() {
    let rule = once();
    let (clock, new) = (started(), at("2023-11-10T17:00"));
    let extended = clock.extend(shipped(), at("2023-11-02T16:00"), new, &rule).expect("extends");
    assert_eq!((extended.due, extended.first_due, extended.printed_due), (Some(new), clock.due, Some(new)));
    assert_eq!(rules(&extended), [Rule::WorkingTime, Rule::Extended]);
    let again = extended.extend(shipped(), at("2023-11-03T08:00"), at("2023-11-15T17:00"), &rule);
    assert!(matches!(again, Err(ClockError::TooManyExtensions { times_max: 1, .. })));
    let refused = |when: &str, new: &str| clock.extend(shipped(), at(when), at(new), &rule).expect_err("refused");
    // Due Friday 3 November: Thursday is the last day to ask.
    assert!(matches!(refused("2023-11-03T07:30", "2023-11-10T17:00"),
        ClockError::ExtensionTooLate { last_day, .. } if last_day == on("2023-11-02")));
    assert!(matches!(refused("2023-11-01T08:00", "2023-10-31T17:00"), ClockError::DueInPast { .. }));
    assert!(matches!(refused("2023-11-01T08:00", "2023-11-03T09:32"), ClockError::NotLater { .. }));
    assert!(matches!(refused("2023-11-01T08:00", "2023-11-11T10:00"), ClockError::NotWorkingTime { .. }));
    assert!(matches!(refused("2023-11-01T08:00", "2031-11-11T10:00"), ClockError::Outside(_)));
    for error in [refused("2023-11-01T08:00", "2023-11-11T10:00"), refused("2023-11-03T07:30", "2023-11-10T17:00")] {
        assert!(!error.vi().is_empty() && !error.en().is_empty() && error.to_string().contains(" / "));
    }
    let stopped = clock.stop(shipped(), at("2023-11-01T08:00")).expect("stops");
    assert_eq!(stopped.extend(shipped(), at("2023-11-01T09:00"), new, &rule), Err(ClockError::Stopped));
    let open = ClockState::start_without_deadline(at("2023-10-27T09:32"), "b");
    assert_eq!(open.extend(shipped(), at("2023-11-01T09:00"), new, &rule), Err(ClockError::NoDeadline));
}

fn changed(day: &str, kind: DayKind) -> Calendar {
    shipped().with_announcement(&announcement("thu", &[(day, kind)])).expect("sound")
}

#[test]
fn an_announcement_moves_open_clocks_to_the_earlier_moment_only() {
    let now = at("2023-10-28T08:00");
    // A further day off would make it later: the paper stands, and the explanation says so.
    let day_off = changed("2023-10-31", DayKind::Off);
    assert_eq!(started().recompute(&day_off, now, "thu"), Ok(None));
    let explanation = started().explain(&day_off).expect("explains");
    assert_eq!(explanation.steps.last().map(|s| s.rule), Some(Rule::ToldStands));
    assert_eq!((explanation.due(), explanation.is_chained()), (started().due, true));
    // A make-up Saturday makes it earlier: that counts, and the told moment is kept.
    let makeup = changed("2023-10-28", DayKind::Makeup);
    let moved = started().recompute(&makeup, now, "thu").expect("computes").expect("moves");
    assert_eq!(due(&moved), "2023-11-02T09:32:00");
    assert_eq!(moved.printed_due, started().due);
    assert_eq!(moved.first_due, started().due);
    assert_eq!(moved.recomputed.len(), 1);
    assert_eq!(moved.recompute(&makeup, now, "thu"), Ok(None), "a second time moves nothing");
    let explanation = moved.explain(&makeup).expect("explains");
    assert_eq!((explanation.due(), explanation.is_chained()), (moved.due, true));
    // Revoked: back to the told moment, never past it.
    let back = moved.recompute(shipped(), now, "thu-2").expect("computes").expect("moves");
    assert_eq!(back.due, started().due);
    // A pause keeps its working time under the new calendar.
    let paused = started().pause(at("2023-10-30T10:00"), PauseMode::AddBack).expect("pauses");
    let resumed = paused.resume(shipped(), at("2023-10-31T10:00")).expect("resumes");
    let moved = resumed.recompute(&makeup, at("2023-11-01T08:00"), "thu").expect("computes").expect("moves");
    assert_eq!(due(&moved), "2023-11-03T09:32:00");
    // Given due moments and stopped clocks do not move.
    let given = ClockState::start_on(shipped(), at("2023-10-27T09:32"), on("2023-11-10"), "b").expect("starts");
    assert_eq!(given.recompute(&makeup, now, "thu"), Ok(None));
    let stopped = started().stop(shipped(), now).expect("stops");
    assert_eq!(stopped.recompute(&makeup, now, "thu"), Ok(None));
}

#[test]
fn given_due_moments() {
    let received = at("2023-10-28T09:00");
    let given = ClockState::start_on(shipped(), received, on("2023-11-10"), "VB 1").expect("starts");
    assert_eq!(due(&given), "2023-11-10T17:00:00");
    assert_eq!(given.start, at("2023-10-30T07:00"));
    assert_eq!(rules(&given), [Rule::Given]);
    // A Sunday rolls on.
    assert_eq!(
        due(&ClockState::start_on(shipped(), received, on("2023-11-12"), "b").expect("starts")),
        "2023-11-13T17:00:00"
    );
    assert!(matches!(
        ClockState::start_on(shipped(), received, on("2023-10-27"), "b"),
        Err(ClockError::DueInPast { .. })
    ));
    // A foreign system's moments are taken as they are, far from the calendar.
    let foreign = ClockState::start_as_given(at("2011-02-05T12:00"), at("2011-04-02T23:59"), "b");
    assert_eq!(rules(&foreign), [Rule::Given]);
    let stopped = foreign.stop(shipped(), at("2011-04-03T00:10")).expect("stops");
    assert_eq!(stopped.settled(), Verdict::Late);
    let open = ClockState::start_without_deadline(received, "b");
    assert!(rules(&open).is_empty());
}

#[test]
fn the_stored_form_is_kept() {
    let clock = started()
        .pause(at("2023-10-30T10:00"), PauseMode::AddBack)
        .and_then(|c| c.resume(shipped(), at("2023-10-31T10:00")))
        .and_then(|c| c.extend(shipped(), at("2023-11-01T10:00"), at("2023-11-10T17:00"), &once()))
        .and_then(|c| c.pause(at("2023-11-02T10:00"), PauseMode::Restart))
        .expect("moves");
    let stored = serde_json::to_string(&clock).expect("json");
    assert_eq!(serde_json::from_str::<ClockState>(&stored).expect("reads"), clock);
    // A contract with the ledger: change it only together with the version of the record.
    insta::assert_snapshot!(stored, @r#"{"received":1698373920000000,"start":1698373920000000,"limit":{"amount":5,"unit":"working_days"},"basis":"QĐ thử","due":1699610400000000,"first_due":1698978720000000,"printed_due":1699610400000000,"status":{"paused":{"since":1698894000000000,"mode":"restart"}},"pauses":[{"from":1698634800000000,"to":1698721200000000,"mode":"add_back","old":1698978720000000,"new":1699237920000000}],"extensions":[{"at":1698807600000000,"old":1699237920000000,"new":1699610400000000,"basis":"Nghị định 61/2018/NĐ-CP Điều 19.9"}]}"#);
    let bare = serde_json::to_string(&ClockState::start_without_deadline(at("2023-10-27T09:32"), "b")).expect("json");
    insta::assert_snapshot!(bare, @r#"{"received":1698373920000000,"start":1698373920000000,"basis":"b","status":"running"}"#);
}
