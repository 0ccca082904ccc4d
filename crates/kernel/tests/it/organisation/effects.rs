//! What the organisation is after a change.

use kernel::case::Actor;
use kernel::org::{DelegationKind, OrgChange, UnitKind};

use super::{BASIS, Desk, added, away, day, gave_up, given, held, left, power};

#[test]
fn a_person_who_comes_holds_the_post_from_the_first_day_on() {
    let mut desk = Desk::on("2023-03-01");
    desk.make(left("specialist-vp-th-1", "2023-03-10"));
    let post = desk.posts("specialist-vp-th-1", "2023-03-10")[0].clone();
    desk.make(OrgChange::PersonAdded {
        person: "le-thi-moi".into(),
        name: "Lê Thị Mới".into(),
        post: kernel::Code::parse(&post).unwrap(),
        from: day("2023-03-13"),
        basis: BASIS.into(),
    });
    let actor = |person: &str, on: &str| Actor::on(&desk.org, person, day(on));
    assert!(actor("le-thi-moi", "2023-03-12").is_none());
    assert_eq!(actor("le-thi-moi", "2023-03-13").unwrap().posts[0].code.as_str(), post);
    assert!(actor("specialist-vp-th-1", "2023-03-10").is_some());
    assert!(actor("specialist-vp-th-1", "2023-03-11").is_none(), "cannot sign in any more");
    let code = kernel::Code::parse(&post).unwrap();
    let holders = |on: &str| desk.org.holders_on(&code, day(on)).map(|p| p.code.to_string()).collect::<Vec<_>>();
    assert_eq!(holders("2023-03-10"), ["specialist-vp-th-1"]);
    assert!(holders("2023-03-11").is_empty());
    assert_eq!(holders("2024-01-01"), ["le-thi-moi"]);
}

#[test]
fn a_term_ends_and_whoever_left_may_come_back() {
    let mut desk = Desk::on("2023-03-01");
    desk.make(gave_up("clerk-1", "vt-1", "2019-01-01", "2023-03-05"));
    assert_eq!(desk.posts("clerk-1", "2023-03-05"), ["vt-1"]);
    assert!(desk.posts("clerk-1", "2023-03-06").is_empty());
    desk.make(left("clerk-2", "2023-03-05"));
    desk.make(held("clerk-2", "vt-1", "2023-03-20", Some("2023-06-30")));
    assert!(desk.posts("clerk-2", "2023-03-10").is_empty());
    assert_eq!(desk.posts("clerk-2", "2023-06-30"), ["vt-1"]);
    assert!(desk.posts("clerk-2", "2023-07-01").is_empty());
    // A term that would end before it began never was.
    desk.make(gave_up("clerk-2", "vt-1", "2023-03-20", "2023-03-19"));
    assert!(desk.org.people["clerk-2"].terms.iter().all(|t| t.post != "vt-1"));
}

#[test]
fn the_named_substitute_stands_in_instead_of_the_cover() {
    let mut desk = Desk::on("2023-03-01");
    let stands_in = |desk: &Desk, person: &str| -> Vec<String> {
        let found = desk.org.stands_in_for(person, day("2023-08-08"));
        found.iter().map(|p| p.code.to_string()).collect()
    };
    let row = desk.org.assignments.iter().find(|a| a.specialist == "specialist-vp-th-1").unwrap().clone();
    desk.make(away("specialist-vp-th-1", "2023-08-07", "2023-08-11", None));
    assert_eq!(stands_in(&desk, row.cover.as_str()), ["specialist-vp-th-1"]);
    desk.make(OrgChange::AbsenceEnded {
        person: "specialist-vp-th-1".into(),
        from: day("2023-08-07"),
        last: day("2023-08-06"),
    });
    assert!(stands_in(&desk, row.cover.as_str()).is_empty());
    desk.make(away("specialist-vp-th-1", "2023-08-07", "2023-08-11", Some("specialist-vp-nc-1")));
    assert_eq!(stands_in(&desk, "specialist-vp-nc-1"), ["specialist-vp-th-1"]);
    assert!(!stands_in(&desk, row.cover.as_str()).contains(&"specialist-vp-th-1".to_owned()));
    let proposed = desk.org.propose(row.field.as_str(), day("2023-08-08")).unwrap();
    assert_eq!((proposed.monitor.as_str(), proposed.covered), ("specialist-vp-nc-1", true));
}

#[test]
fn powers_that_end_soon_come_first_and_ended_ones_are_gone() {
    let mut desk = Desk::on("2023-03-01");
    let tuq = power(DelegationKind::Tuq, "cvp", "vp-th.tp", Some("2023-03-20"));
    let later = power(DelegationKind::Tuq, "cvp", "vp-nc.tp", Some("2023-03-25"));
    desk.make(given(later.clone()));
    desk.make(given(tuq.clone()));
    let soon = |desk: &Desk, days: i32| -> Vec<String> {
        desk.org.delegations_ending(desk.today, days).iter().map(|d| d.to_post.to_string()).collect()
    };
    assert_eq!(soon(&desk, 30), ["vp-th.tp", "vp-nc.tp"]);
    assert_eq!(soon(&desk, 19), ["vp-th.tp"], "the last of 19 days counts");
    assert!(soon(&desk, 18).is_empty());
    desk.make(OrgChange::DelegationEnded { key: tuq.key(), last: day("2023-03-02"), basis: BASIS.into() });
    assert!(desk.org.delegation("cvp", "vp-th.tp", day("2023-03-02")).is_some());
    assert!(desk.org.delegation("cvp", "vp-th.tp", day("2023-03-03")).is_none());
    desk.make(OrgChange::DelegationEnded { key: later.key(), last: day("2023-02-28"), basis: BASIS.into() });
    assert!(!desk.org.delegations.contains(&later), "it never was");
}

#[test]
fn a_unit_that_ends_leads_on_and_its_posts_end_with_it() {
    let mut desk = Desk::on("2023-03-01");
    desk.make(OrgChange::UnitAdded {
        unit: "stc-moi".into(),
        name: "Sở Tài chính và Kế hoạch".into(),
        short: "STCKH".into(),
        kind: UnitKind::Department,
        parent: "ubnd".into(),
        from: day("2023-04-01"),
        basis: BASIS.into(),
    });
    desk.make(OrgChange::UnitEnded {
        unit: "stc".into(),
        last: day("2023-03-31"),
        successors: vec!["stc-moi".into()],
        basis: BASIS.into(),
    });
    assert_eq!(desk.org.in_force("stc", day("2023-03-31")).unwrap().code, "stc");
    assert_eq!(desk.org.in_force("stc", day("2023-04-01")).unwrap().code, "stc-moi");
    assert!(!desk.posts("focal-stc", "2023-03-31").is_empty());
    assert!(desk.posts("focal-stc", "2023-04-01").is_empty());
    desk.make(OrgChange::PostAdded {
        post: "stc-moi.dm".into(),
        unit: "stc-moi".into(),
        title: "Chuyên viên đầu mối".into(),
        role: "focal_point".into(),
        basis: BASIS.into(),
    });
    desk.make(held("focal-stc", "stc-moi.dm", "2023-04-01", None));
    assert_eq!(desk.posts("focal-stc", "2023-04-01"), ["stc-moi.dm"]);
}

#[test]
fn a_post_in_a_unit_whose_end_is_known_is_held_until_then() {
    let mut desk = Desk::on("2024-12-01");
    desk.make(left("handler-h381-1", "2024-12-10"));
    desk.make(added("nguoi-moi", "h381.cv-1", "2024-12-11"));
    assert_eq!(desk.posts("nguoi-moi", "2025-06-30"), ["h381.cv-1"]);
    assert!(desk.posts("nguoi-moi", "2025-07-01").is_empty());
}

#[test]
fn a_name_is_written_otherwise() {
    let mut desk = Desk::on("2023-03-01");
    desk.make(OrgChange::PersonRenamed { person: "clerk-1".into(), name: "Đỗ Thu Hà".into(), basis: BASIS.into() });
    assert_eq!(desk.org.person_name(&"clerk-1".into()), "Đỗ Thu Hà");
}

/// What a newer catalogue no longer knows is left alone: applying cannot fail.
#[test]
fn a_change_of_what_is_not_there_changes_nothing() {
    let mut empty = kernel::org::Org::default();
    for change in super::form::samples() {
        empty.apply(&change);
    }
    assert!(empty.posts.len() == 1 && empty.people.len() == 1);
}
