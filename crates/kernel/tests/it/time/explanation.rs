//! Explanations word by word for cases in which something happens on the way.

use super::{at, days, hours, limit, shipped};
use kernel::clock::{Limit, LimitUnit, due};

fn steps(received: &str, limit: Limit) -> Vec<String> {
    let explained = due(shipped(), at(received), limit).expect("a due moment");
    let steps = explained.explanation.steps.iter();
    steps
        .map(|s| format!("{} → {} {:?} {} {}", s.from.print_vn(), s.to.print_vn(), s.rule, s.working_minutes, s.detail))
        .collect()
}

#[test]
fn plain_days_are_one_step() {
    assert_eq!(steps("2023-10-27T09:32", days(5)), ["27/10/2023 09:32 → 03/11/2023 09:32 WorkingTime 2400 5 ngày"]);
}

#[test]
fn a_receipt_before_tet_names_the_break() {
    assert_eq!(
        steps("2023-01-19T15:30", days(3)),
        [
            "19/01/2023 15:30 → 19/01/2023 17:00 WorkingTime 90 1 giờ 30 phút",
            "19/01/2023 17:00 → 27/01/2023 07:00 DaysOffSkipped 0 Tết Nguyên đán Quý Mão (20/01/2023–26/01/2023)",
            "27/01/2023 07:00 → 31/01/2023 15:30 WorkingTime 1350 2 ngày 6 giờ 30 phút",
        ]
    );
    assert_eq!(
        steps("2023-01-19T17:20", days(1)),
        [
            "19/01/2023 17:20 → 27/01/2023 07:00 AfterHours 0 Tết Nguyên đán Quý Mão (20/01/2023–26/01/2023)",
            "27/01/2023 07:00 → 27/01/2023 17:00 WorkingTime 480 1 ngày",
        ]
    );
}

#[test]
fn amounts_and_days_are_said_in_english_and_names_stay() {
    let said = |received: &str, limit: Limit| -> Vec<String> {
        due(shipped(), at(received), limit).unwrap().explanation.steps.iter().map(kernel::clock::Step::en).collect()
    };
    assert_eq!(
        said("2023-01-19T15:30", days(3)),
        [
            "Working time that counts: 1 hour 30 minutes",
            "Days off do not count: Tết Nguyên đán Quý Mão (20/01/2023–26/01/2023)",
            "Working time that counts: 2 days 6 hours 30 minutes",
        ]
    );
    let rolled = said("2023-06-05T10:00", limit(5, LimitUnit::Days));
    assert_eq!(rolled.len(), 2);
    assert_eq!(rolled[0], "Calendar days from the date of receipt: 5 days");
    assert!(rolled[1].ends_with("next working day: Saturday"), "{}", rolled[1]);
}

#[test]
fn a_make_up_day_is_named() {
    assert_eq!(
        steps("2024-05-03T16:00", days(1)),
        [
            "03/05/2024 16:00 → 03/05/2024 17:00 WorkingTime 60 1 giờ",
            "03/05/2024 17:00 → 04/05/2024 16:00 MakeupDay 420 Làm bù cho ngày 29/4/2024 (04/05/2024)",
        ]
    );
}

#[test]
fn each_way_of_being_received_out_of_hours() {
    let first = |received: &str| steps(received, hours(4)).remove(0);
    assert!(first("2023-06-05T06:30").contains("BeforeHours"));
    assert!(first("2023-06-05T11:45").contains("LunchBreak"));
    assert!(first("2023-06-05T17:30").contains("AfterHours"));
    assert!(first("2023-06-10T10:00").contains("Weekend"));
    assert!(first("2023-01-24T10:00").contains("DayOff 0 Tết Nguyên đán Quý Mão"));
}

#[test]
fn calendar_days_roll_with_a_reason() {
    assert_eq!(
        steps("2023-01-10T09:00", limit(12, LimitUnit::Days)),
        [
            "10/01/2023 09:00 → 22/01/2023 17:00 CalendarDays 3720 12 ngày",
            "22/01/2023 17:00 → 27/01/2023 17:00 RolledForward 480 Tết Nguyên đán Quý Mão (23/01/2023–26/01/2023)",
        ]
    );
    let weekend = steps("2023-06-05T22:00", limit(5, LimitUnit::Days));
    assert!(weekend.last().expect("a step").contains("RolledForward 480 Thứ Bảy"), "{weekend:?}");
}

#[test]
fn each_step_names_its_law() {
    for received in ["2023-01-19T17:20", "2024-05-03T16:00", "2023-01-24T10:00", "2023-06-10T10:00"] {
        for limit in [days(3), hours(30), limit(9, LimitUnit::Days), limit(1, LimitUnit::Months)] {
            for step in due(shipped(), at(received), limit).expect("due").explanation.steps {
                assert!(!step.basis.is_empty(), "{received}: {}", step.vi());
                assert!(!step.vi().is_empty() && !step.en().is_empty());
            }
        }
    }
}
