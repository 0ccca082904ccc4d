//! What holds for any receipt and limit.

use super::{at, limit, seasons, shipped};
use kernel::clock::{ClockState, Limit, LimitUnit, PauseMode, Status, due, due_moment};
use kernel::time::Instant;
use proptest::prelude::*;

fn instants() -> impl Strategy<Value = Instant> {
    let (from, to) = (at("2018-12-01T00:00").0, at("2026-06-30T00:00").0);
    // Whole minutes often, so that the ends of half days are met.
    prop_oneof![from..to, (from / 60_000_000..to / 60_000_000).prop_map(|n| n * 60_000_000)].prop_map(Instant)
}

fn units() -> impl Strategy<Value = LimitUnit> {
    prop_oneof![
        Just(LimitUnit::WorkingDays),
        Just(LimitUnit::WorkingHours),
        Just(LimitUnit::Days),
        Just(LimitUnit::Months)
    ]
}

fn limits() -> impl Strategy<Value = Limit> {
    (units(), 1_u32..200, any::<bool>()).prop_map(|(unit, amount, skip)| {
        let limit = limit(if unit == LimitUnit::Months { amount % 12 + 1 } else { amount }, unit);
        if skip { limit.skipping_holidays() } else { limit }
    })
}

fn moment(received: Instant, limit: Limit) -> Instant {
    due_moment(shipped(), received, limit).expect("within the calendar")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn later_receipts_are_not_due_earlier(a in instants(), b in instants(), limit in limits()) {
        let (a, b) = (a.min(b), a.max(b));
        prop_assert!(moment(a, limit) <= moment(b, limit));
    }

    #[test]
    fn longer_limits_are_not_due_earlier(received in instants(), unit in units(), a in 1_u32..12, b in 1_u32..12) {
        let (a, b) = (a.min(b), a.max(b));
        prop_assert!(moment(received, limit(a, unit)) <= moment(received, limit(b, unit)));
        if a < b && matches!(unit, LimitUnit::WorkingDays | LimitUnit::WorkingHours) {
            prop_assert!(moment(received, limit(a, unit)) < moment(received, limit(b, unit)));
        }
    }

    #[test]
    fn a_due_moment_is_working_time_after_the_receipt(received in instants(), limit in limits()) {
        let due = moment(received, limit);
        prop_assert!(due > received);
        prop_assert_eq!(shipped().is_working_moment(due), Ok(true));
        prop_assert_eq!(shipped().add_working_seconds(due, 0), Ok(due));
    }

    #[test]
    fn a_split_limit_adds_up(received in instants(), a in 1_u32..100, b in 1_u32..100) {
        for unit in [LimitUnit::WorkingDays, LimitUnit::WorkingHours] {
            let whole = moment(received, limit(a + b, unit));
            prop_assert_eq!(moment(moment(received, limit(a, unit)), limit(b, unit)), whole);
        }
    }

    #[test]
    fn working_time_of_a_split_stretch_adds_up(a in instants(), b in instants(), c in instants()) {
        let seconds = |x, y| shipped().working_seconds(x, y).expect("covered");
        let minutes = |x, y| shipped().working_minutes(x, y).expect("covered");
        prop_assert_eq!(seconds(a, b) + seconds(b, c), seconds(a, c));
        prop_assert_eq!(minutes(a, b) + minutes(b, c), minutes(a, c));
        if seconds(a, b) > 0 {
            let there = shipped().add_working_seconds(a, seconds(a, b)).expect("covered");
            prop_assert_eq!(seconds(there, b), 0);
            prop_assert_eq!(shipped().is_working_moment(there), Ok(true));
        }
    }

    #[test]
    fn working_time_is_what_a_count_of_minutes_says(start in instants(), length in 0_i64..20_000) {
        let start = Instant(start.0.div_euclid(60_000_000) * 60_000_000);
        let end = Instant(start.0 + length * 60_000_000);
        // A minute is worked when its first second is, and the next moment still is.
        let worked = (0..length).map(|n| Instant(start.0 + n * 60_000_000)).filter(|minute| {
            let open = |at: Instant| shipped().is_working_moment(at).expect("covered");
            open(*minute) && open(Instant(minute.0 + 60_000_000)) && open(Instant(minute.0 + 1_000_000))
        });
        prop_assert_eq!(shipped().working_minutes(start, end), Ok(i64::try_from(worked.count()).expect("small")));
    }

    #[test]
    fn the_quick_and_the_explained_way_agree(received in instants(), limit in limits()) {
        let explained = due(shipped(), received, limit).expect("within the calendar");
        prop_assert_eq!(explained.due, moment(received, limit));
        let explanation = &explained.explanation;
        prop_assert_eq!(explanation.due(), Some(explained.due));
        prop_assert!(explanation.is_chained(), "{:?}", explanation);
        let first = explanation.steps.first().expect("a step").from;
        prop_assert!(first == received || first == explained.start);
        prop_assert_eq!(Ok(explanation.working_minutes()), shipped().working_minutes(explained.start, explained.due));
    }

    #[test]
    fn a_pause_of_no_length_changes_nothing(
        received in instants(), limit in limits(), after in 0_i64..30 * 86_400, restart in any::<bool>()
    ) {
        let clock = ClockState::start(shipped(), received, limit, "b").expect("starts");
        let at = Instant(received.0 + after * 1_000_000);
        let mode = if restart { PauseMode::Restart } else { PauseMode::AddBack };
        prop_assert_eq!(clock.pause(at, mode).expect("pauses").resume(shipped(), at).expect("resumes"), clock);
    }

    #[test]
    fn two_pauses_end_to_end_are_one(
        received in instants(), limit in limits(), a in 0_i64..1_000, b in 1_i64..1_000, c in 1_i64..1_000
    ) {
        let at = |minutes: i64| Instant(received.0 + minutes * 60_000_000);
        let paused = |clock: &ClockState, from, to| {
            clock.pause(at(from), PauseMode::AddBack).expect("pauses").resume(shipped(), at(to)).expect("resumes")
        };
        let clock = ClockState::start(shipped(), received, limit, "b").expect("starts");
        let once = paused(&clock, a, a + b + c);
        let twice = paused(&paused(&clock, a, a + b), a + b, a + b + c);
        prop_assert_eq!(once.due, twice.due);
        prop_assert!(once.due >= clock.due);
        prop_assert_eq!(once.status, Status::Running);
    }

    #[test]
    fn a_clock_explains_whatever_happened(
        received in instants(), limit in limits(), acts in prop::collection::vec((0_u8..5, 1_i64..5_000), 0..8)
    ) {
        let mut clock = ClockState::start(shipped(), received, limit, "b").expect("starts");
        let mut at = received;
        for (act, minutes) in acts {
            at = Instant(at.0 + minutes * 60_000_000);
            let rule = kernel::clock::ExtensionRule { times_max: 9, days_before: None, basis: String::new() };
            let later = clock.due.and_then(|due| shipped().add_working_seconds(due, 3600 * minutes).ok());
            let next = match act {
                0 => clock.pause(at, PauseMode::AddBack),
                1 => clock.pause(at, PauseMode::Restart),
                2 => clock.resume(shipped(), at),
                3 => clock.stop(shipped(), at).and_then(|stopped| stopped.reopen(at)),
                _ => later.map_or(Ok(clock.clone()), |later| clock.extend(shipped(), at, later, &rule)),
            };
            clock = next.unwrap_or(clock);
        }
        prop_assert_eq!(clock.first_due, Some(moment(received, limit)));
        let Ok(explanation) = clock.explain(shipped()) else { return Ok(()) };
        prop_assert!(explanation.is_chained(), "{:?}", explanation);
        prop_assert_eq!(explanation.due(), clock.due);
        // Nothing was announced in between, so the same calendar moves nothing.
        prop_assert_eq!(clock.recompute(shipped(), at, "x"), Ok(None));
    }

    #[test]
    fn seasons_of_other_hours_keep_the_order(a in instants(), b in instants(), limit in limits(), more in 1_u32..40) {
        let (a, b) = (a.min(b), a.max(b));
        let moment = |at: Instant, limit: Limit| due_moment(seasons(), at, limit).expect("within the calendar");
        prop_assert!(moment(a, limit) <= moment(b, limit));
        prop_assert!(moment(a, limit) > a);
        prop_assert_eq!(seasons().is_working_moment(moment(a, limit)), Ok(true));
        let longer = Limit::new(limit.amount() + more, limit.unit()).expect("a limit");
        if matches!(limit.unit(), LimitUnit::WorkingDays | LimitUnit::WorkingHours) && limit.amount() < 100 {
            prop_assert!(moment(a, limit) < moment(a, longer));
        }
        let explained = due(seasons(), a, limit).expect("within the calendar");
        prop_assert_eq!(explained.due, moment(a, limit));
        prop_assert!(explained.explanation.is_chained(), "{:?}", explained.explanation);
        // What is received before opening is received at opening, whatever the hours of the last day.
        if limit.unit() == LimitUnit::WorkingDays {
            let opening = seasons().normalise(a.date().at(0)).expect("covered");
            let first = due_moment(seasons(), opening, limit).expect("within the calendar");
            prop_assert_eq!(seasons().closing_on_or_after(first.date()), Ok(first));
        }
    }
}
