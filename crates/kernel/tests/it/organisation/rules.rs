//! Each rule, broken once; and what lies just inside it.

use std::collections::BTreeSet;

use kernel::case::Actor;
use kernel::org::{
    ABSENCE_DAYS_MAX, Delegation, DelegationKind, OrgChange, OrgRefusal, TEXT_CHARACTERS_MAX, permit_announcement,
};

use super::{BASIS, Desk, added, away, day, gave_up, given, held, left, power};

fn ends(key: &Delegation, last: &str) -> OrgChange {
    OrgChange::DelegationEnded { key: key.key(), last: day(last), basis: BASIS.into() }
}

fn renamed(name: &str, basis: &str) -> OrgChange {
    OrgChange::PersonRenamed { person: "clerk-1".into(), name: name.into(), basis: basis.into() }
}

#[test]
fn only_the_administrator_changes_the_organisation() {
    let desk = Desk::on("2023-03-01");
    let change = renamed("Đỗ Thu Hà", BASIS);
    assert!(desk.ask("admin", &change).is_ok());
    for person in ["chief", "chairman", "clerk-1", "focal-stc"] {
        assert_eq!(desk.ask(person, &change).unwrap_err().rule(), "not_yours", "{person}");
    }
}

#[test]
fn the_chief_enters_absences_of_the_office_and_of_nobody_else() {
    let desk = Desk::on("2023-03-01");
    let own = away("specialist-vp-th-1", "2023-03-06", "2023-03-07", None);
    let other = away("focal-stc", "2023-03-06", "2023-03-07", None);
    assert!(desk.ask("chief", &own).is_ok());
    assert_eq!(desk.ask("chief", &other).unwrap_err().rule(), "not_yours");
    assert!(desk.ask("admin", &other).is_ok());
    assert_eq!(desk.ask("specialist-vp-th-1", &own).unwrap_err().rule(), "not_yours", "not even one's own");
}

#[test]
fn who_may_announce_days_off() {
    let desk = Desk::on("2023-03-01");
    let actor = |person: &str| Actor::on(&desk.org, person, desk.today).unwrap();
    assert!(permit_announcement(&actor("admin")).is_ok() && permit_announcement(&Actor::system("calendar")).is_ok());
    assert!(permit_announcement(&actor("chief")).is_err() && permit_announcement(&actor("clerk-1")).is_err());
}

#[test]
fn nobody_gives_power_to_themselves() {
    let desk = Desk::on("2023-03-01");
    assert_eq!(desk.refuses(&held("admin", "cvp", "2023-03-02", None)), OrgRefusal::OwnPower);
    let power = power(DelegationKind::Tl, "ct", "vp-cttdt.qt", None);
    assert_eq!(desk.refuses(&given(power)), OrgRefusal::OwnPower);
}

#[test]
fn somebody_is_left_to_administer() {
    let mut desk = Desk::on("2023-03-01");
    assert_eq!(desk.refuses(&left("admin", "2023-03-31")), OrgRefusal::LastAdministrator);
    let gives_up = gave_up("admin", "vp-cttdt.qt", "2019-01-01", "2023-03-31");
    assert_eq!(desk.refuses(&gives_up), OrgRefusal::LastAdministrator);
    let unit = OrgChange::UnitEnded {
        unit: "vp-cttdt".into(),
        last: day("2023-03-31"),
        successors: vec!["vp-th".into()],
        basis: BASIS.into(),
    };
    assert_eq!(desk.refuses(&unit), OrgRefusal::LastAdministrator);
    desk.make(OrgChange::PostAdded {
        post: "vp-th.qt".into(),
        unit: "vp-th".into(),
        title: "Quản trị hệ thống".into(),
        role: "administrator".into(),
        basis: BASIS.into(),
    });
    desk.make(added("quan-tri-2", "vp-th.qt", "2023-03-01"));
    assert!(desk.ask("admin", &left("admin", "2023-03-31")).is_ok());
    assert!(desk.ask("admin", &unit).is_ok());
}

#[test]
fn codes_are_used_once_and_must_lead_somewhere() {
    let desk = Desk::on("2023-03-01");
    let rule = |change: OrgChange| (desk.refuses(&change).rule(), desk.refuses(&change).field());
    assert_eq!(rule(added("clerk-1", "vt-1", "2023-03-01")), ("in_use", "person"));
    assert_eq!(rule(added("moi", "khong-co", "2023-03-01")), ("unknown_in_org", "post"));
    assert_eq!(rule(held("khong-co", "vt-1", "2023-03-01", None)), ("unknown_in_org", "person"));
    let post = |post: &'static str, unit: &'static str| OrgChange::PostAdded {
        post: post.into(),
        unit: unit.into(),
        title: "Văn thư".into(),
        role: "clerk".into(),
        basis: BASIS.into(),
    };
    assert_eq!(rule(post("vt-1", "vp")), ("in_use", "post"));
    assert_eq!(rule(post("vt-9", "khong-co")), ("unknown_in_org", "unit"));
    assert!(desk.ask("admin", &post("x.vt", "x14797")).is_ok(), "a commune to come");
    let later = Desk::on("2025-07-01").refuses(&post("h.vt", "h380"));
    assert_eq!((later.rule(), later.field()), ("not_that_long", "unit"), "a district that has ended");
    let unit = OrgChange::UnitAdded {
        unit: "stc".into(),
        name: "Sở".into(),
        short: String::new(),
        kind: kernel::org::UnitKind::Department,
        parent: "ubnd".into(),
        from: day("2023-03-01"),
        basis: BASIS.into(),
    };
    assert_eq!(rule(unit), ("in_use", "unit"));
}

#[test]
fn texts_are_there_and_not_too_long() {
    let desk = Desk::on("2023-03-01");
    let refused = |name: &str, basis: &str| {
        let no = desk.refuses(&renamed(name, basis));
        (no.rule(), no.field())
    };
    assert_eq!(refused("  ", BASIS), ("missing_text", "name"));
    assert_eq!(refused("Hà", " "), ("missing_text", "basis"));
    assert!(desk.ask("admin", &renamed(&"ă".repeat(TEXT_CHARACTERS_MAX), BASIS)).is_ok());
    assert_eq!(refused(&"ă".repeat(TEXT_CHARACTERS_MAX + 1), BASIS), ("too_long", "name"));
}

#[test]
fn days_may_lie_a_little_back_and_ends_not_before_yesterday() {
    let mut desk = Desk::on("2023-03-31");
    desk.make(left("clerk-1", "2023-03-30"));
    assert!(desk.ask("admin", &held("clerk-2", "vt-1", "2023-03-31", None)).is_ok());
    assert_eq!(desk.refuses(&left("clerk-2", "2023-03-29")).rule(), "too_far_back");
    assert!(desk.ask("admin", &away("clerk-2", "2023-02-28", "2023-03-02", None)).is_ok());
    let early = OrgRefusal::TooFarBack { field: "from", earliest: day("2023-02-28") };
    assert_eq!(desk.refuses(&away("clerk-2", "2023-02-27", "2023-03-02", None)), early);
    assert_eq!(desk.refuses(&away("clerk-2", "2023-04-02", "2023-04-01", None)).rule(), "backwards");
    assert_eq!(desk.refuses(&left("clerk-1", "2023-04-30")), OrgRefusal::NothingToEnd, "has left");
}

#[test]
fn a_post_has_one_holder_at_a_time() {
    let mut desk = Desk::on("2023-03-01");
    assert_eq!(desk.refuses(&held("clerk-2", "vt-1", "2023-03-02", None)).rule(), "taken");
    assert_eq!(desk.refuses(&held("clerk-1", "vt-1", "2023-03-02", None)).rule(), "twice");
    desk.make(gave_up("clerk-1", "vt-1", "2019-01-01", "2023-03-31"));
    assert_eq!(desk.refuses(&held("clerk-2", "vt-1", "2023-03-31", None)).rule(), "taken", "the last day counts");
    desk.make(held("clerk-2", "vt-1", "2023-04-01", Some("2023-04-30")));
    assert!(desk.ask("admin", &held("clerk-3", "vt-1", "2023-05-01", None)).is_ok());
    desk.make(left("clerk-3", "2023-05-31"));
    let beyond = held("clerk-3", "vt-1", "2023-05-01", None);
    assert_eq!(desk.refuses(&beyond), OrgRefusal::EndsAnyway { on: day("2023-05-31") });
    assert!(desk.ask("admin", &held("clerk-3", "vt-1", "2023-05-01", Some("2023-05-31"))).is_ok());
}

#[test]
fn a_post_is_held_only_while_its_unit_exists() {
    let desk = Desk::on("2025-06-01");
    assert_eq!(desk.refuses(&added("moi", "x14797.dm", "2025-06-30")).rule(), "not_that_long");
    assert_eq!(desk.refuses(&held("clerk-1", "h381.cv-1", "2025-06-02", Some("2025-07-01"))).rule(), "not_that_long");
}

#[test]
fn an_absence_is_one_at_a_time_and_a_year_at_most() {
    let mut desk = Desk::on("2023-03-01");
    desk.make(away("clerk-1", "2023-03-06", "2023-03-10", None));
    assert_eq!(desk.refuses(&away("clerk-1", "2023-03-10", "2023-03-12", None)).rule(), "twice");
    assert!(desk.ask("admin", &away("clerk-1", "2023-03-11", "2023-03-12", None)).is_ok());
    let last = |days: i32| day("2023-04-01").add_days(days - 1).to_string();
    assert!(desk.ask("admin", &away("clerk-2", "2023-04-01", &last(ABSENCE_DAYS_MAX), None)).is_ok());
    let long = desk.refuses(&away("clerk-2", "2023-04-01", &last(ABSENCE_DAYS_MAX + 1), None));
    assert_eq!(long, OrgRefusal::TooManyDays { days_max: ABSENCE_DAYS_MAX });
    let ended =
        |last: &str| OrgChange::AbsenceEnded { person: "clerk-1".into(), from: day("2023-03-06"), last: day(last) };
    assert_eq!(desk.refuses(&ended("2023-03-10")), OrgRefusal::EndsAnyway { on: day("2023-03-10") });
    assert!(desk.ask("admin", &ended("2023-03-09")).is_ok());
    desk.today = day("2023-03-11");
    assert_eq!(desk.refuses(&ended("2023-03-10")), OrgRefusal::NothingToEnd);
}

#[test]
fn a_substitute_is_a_colleague_who_is_there() {
    let mut desk = Desk::on("2023-03-01");
    desk.make(away("clerk-3", "2023-03-08", "2023-03-20", Some("clerk-4")));
    let rule = |substitute| {
        let no = desk.refuses(&away("clerk-1", "2023-03-06", "2023-03-10", Some(substitute)));
        (no.rule(), no.field())
    };
    assert_eq!(rule("clerk-1"), ("own_substitute", "substitute"));
    assert_eq!(rule("focal-stc"), ("other_house", "substitute"));
    assert_eq!(rule("clerk-3"), ("substitute_away", "substitute"));
    assert_eq!(rule("focal-x14797"), ("not_that_long", "substitute"), "not there yet");
    assert!(desk.ask("admin", &away("clerk-1", "2023-03-06", "2023-03-10", Some("clerk-2"))).is_ok());
    assert_eq!(desk.refuses(&away("clerk-4", "2023-03-20", "2023-03-21", None)).rule(), "stands_in");
    assert!(desk.ask("admin", &away("clerk-4", "2023-03-21", "2023-03-21", None)).is_ok());
    assert_eq!(desk.refuses(&left("clerk-4", "2023-03-10")).rule(), "stands_in");
    assert!(desk.ask("admin", &left("clerk-4", "2023-03-20")).is_ok());
}

#[test]
fn an_authorisation_has_an_end_and_is_not_passed_on() {
    let mut desk = Desk::on("2023-03-01");
    let open = power(DelegationKind::Tuq, "cvp", "vp-th.tp", None);
    assert_eq!(desk.refuses(&given(open)), OrgRefusal::EndNeeded);
    let first = power(DelegationKind::Tuq, "cvp", "vp-th.tp", Some("2023-06-30"));
    desk.make(given(first.clone()));
    let on = power(DelegationKind::Tuq, "vp-th.tp", "vp-th.cv-1", Some("2023-06-30"));
    assert_eq!(desk.refuses(&given(on.clone())), OrgRefusal::PassedOn);
    let other = Delegation { scope: "giấy mời họp".into(), ..on };
    assert!(desk.ask("admin", &given(other)).is_ok(), "in another matter it is the post's own power");
    assert_eq!(desk.refuses(&given(first)).rule(), "twice");
    assert_eq!(desk.refuses(&given(power(DelegationKind::Kt, "cvp", "cvp", None))).field(), "to_post");
    assert_eq!(desk.refuses(&given(power(DelegationKind::Kt, "cvp", "x", None))).field(), "to_post");
}

#[test]
fn what_has_ended_cannot_end_again() {
    let mut desk = Desk::on("2023-03-01");
    let power = power(DelegationKind::Tuq, "cvp", "vp-th.tp", Some("2023-03-20"));
    assert_eq!(desk.refuses(&ends(&power, "2023-03-10")), OrgRefusal::NothingToEnd);
    desk.make(given(power.clone()));
    assert_eq!(desk.refuses(&ends(&power, "2023-03-20")), OrgRefusal::EndsAnyway { on: day("2023-03-20") });
    assert_eq!(desk.refuses(&ends(&power, "2023-02-27")).rule(), "too_far_back");
    desk.make(ends(&power, "2023-02-28"));
    assert_eq!(desk.refuses(&ends(&power, "2023-03-10")), OrgRefusal::NothingToEnd);
}

#[test]
fn successors_exist_on_the_day_after() {
    let desk = Desk::on("2023-03-01");
    let ended = |next: &'static str| OrgChange::UnitEnded {
        unit: "stc".into(),
        last: day("2023-03-31"),
        successors: vec![next.into()],
        basis: BASIS.into(),
    };
    assert_eq!(desk.refuses(&ended("stc")).field(), "successors");
    assert_eq!(desk.refuses(&ended("x14797")).rule(), "not_that_long");
    assert!(desk.ask("admin", &ended("skhdt")).is_ok());
}

/// Every sentence is one, in both languages.
#[test]
fn every_refusal_is_a_sentence_in_both_languages() {
    let (from, to, name) = (day("2023-03-01"), day("2023-03-10"), "Đỗ Thu Hà".to_owned());
    let field = "from";
    let all = [
        OrgRefusal::NotYours { vi: "quản trị", en: "the administrator" },
        OrgRefusal::OwnPower,
        OrgRefusal::Unknown { field, code: "x".into() },
        OrgRefusal::InUse { field, code: "x".into() },
        OrgRefusal::Missing { field, vi: "họ tên", en: "name" },
        OrgRefusal::TooLong { field, characters_max: 300 },
        OrgRefusal::Backwards { field },
        OrgRefusal::TooFarBack { field, earliest: from },
        OrgRefusal::NotThatLong { field, name: name.clone(), from, to: None },
        OrgRefusal::Taken { holder: name.clone(), from, to: Some(to) },
        OrgRefusal::Twice { field, from, to: Some(to) },
        OrgRefusal::NothingToEnd,
        OrgRefusal::EndsAnyway { on: to },
        OrgRefusal::OwnSubstitute,
        OrgRefusal::OtherHouse { name: name.clone() },
        OrgRefusal::SubstituteAway { name: name.clone(), from, to },
        OrgRefusal::StandsIn { whom: name, from, to },
        OrgRefusal::TooManyDays { days_max: 366 },
        OrgRefusal::EndNeeded,
        OrgRefusal::PassedOn,
        OrgRefusal::LastAdministrator,
    ];
    let rules: BTreeSet<&str> = all.iter().map(OrgRefusal::rule).collect();
    assert_eq!(rules.len(), all.len());
    for refusal in all {
        let (vi, en) = (refusal.vi(), refusal.en());
        assert!(vi.ends_with('.') && en.ends_with('.') && vi != en, "{vi} {en}");
        assert!(!vi.contains("2023-"), "days are written the Vietnamese way: {vi}");
    }
}
