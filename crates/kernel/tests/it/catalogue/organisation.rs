//! The shipped organisation: every role is held on every day, and units lead on to their successors.

#![expect(clippy::expect_used, reason = "tests stop where what they are given is wrong")]

use std::collections::BTreeSet;

use kernel::Code;
use kernel::case::Actor;
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::Who;
use kernel::org::UnitKind;
use kernel::shipped;
use kernel::time::Date;

fn day(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

/// Roles that a type names, with the unit at or below which they are asked for.
fn asked_for(catalogue: &Catalogue) -> BTreeSet<(Code, Option<Code>)> {
    let mut out = BTreeSet::new();
    for case_type in catalogue.types.values() {
        let acts = &case_type.acts;
        let lists = [
            &acts.remark,
            &acts.urge,
            &acts.extend,
            &acts.correct,
            &acts.attach,
            &acts.assign,
            &acts.edit,
            &acts.ask_extension,
        ];
        let moves = case_type.moves.iter().flat_map(|m| &m.who);
        let readers = case_type.readers.iter().map(|r| &r.who);
        for who in moves.chain(readers).chain(lists.into_iter().flatten()).chain(&acts.late_entry) {
            match who {
                Who::Role(role) | Who::RoleAtLead(role) | Who::RoleAtCoop(role) => {
                    out.insert((role.clone(), None));
                }
                Who::RoleAtUnit(role, unit) => {
                    out.insert((role.clone(), Some(unit.clone())));
                }
                Who::Holder | Who::Assigner | Who::Lead | Who::Coop | Who::Anyone | Who::System => {}
            }
        }
    }
    out
}

#[test]
fn every_role_is_held_on_every_day_from_2023_to_2027() {
    let catalogue = shipped::catalogue().value;
    let org = &catalogue.org;
    let (from, to) = (day("2023-01-01"), day("2027-12-31"));
    let wanted = asked_for(&catalogue);
    assert!(wanted.len() >= 17, "{wanted:?}");
    for (role, unit) in wanted {
        // People come and go on few days: those, and the first, are enough to know every day.
        let mut days: BTreeSet<Date> = org.people.values().map(|p| p.from).collect();
        days.extend(org.people.values().filter_map(|p| p.to).map(|last| last.add_days(1)));
        days.insert(from);
        for day in days.into_iter().filter(|d| (from..=to).contains(d)) {
            let fits =
                |p: &&kernel::org::Post| p.role == role && unit.as_ref().is_none_or(|u| org.is_within(&p.unit, u));
            let held = org.posts.values().filter(fits).any(|p| org.holders_on(&p.code, day).next().is_some());
            assert!(held, "nobody is {role} at {unit:?} on {day}");
        }
    }
}

#[test]
fn districts_of_2023_and_communes_of_2025() {
    let org = shipped::catalogue().value.org;
    let count = |kind: UnitKind, on: &str| {
        org.units.values().filter(|u| u.kind == kind && org.unit_on(u.code.as_str(), day(on)).is_some()).count()
    };
    assert_eq!(count(UnitKind::District, "2023-01-01"), 27);
    assert_eq!(count(UnitKind::District, "2025-01-01"), 26);
    assert_eq!(count(UnitKind::District, "2025-07-01"), 0);
    assert_eq!(count(UnitKind::Commune, "2025-06-30"), 0);
    assert_eq!(count(UnitKind::Commune, "2025-07-01"), 166);
    let wards = org.units.values().filter(|u| u.name.starts_with("UBND phường"));
    assert_eq!(wards.count(), 19);
    let followed: BTreeSet<&Code> =
        org.units.values().filter(|u| u.kind == UnitKind::District).flat_map(|u| &u.successors).collect();
    assert_eq!(followed.iter().filter(|c| c.as_str().starts_with('x')).count(), 166);
}

#[test]
fn work_goes_on_at_the_successor() {
    let org = shipped::catalogue().value.org;
    let at = |code: &str, on: &str| org.in_force(code, day(on)).map(|u| u.code.to_string());
    assert_eq!(at("skhdt", "2025-02-28").as_deref(), Some("skhdt"));
    assert_eq!(at("skhdt", "2025-03-01").as_deref(), Some("stc"));
    assert_eq!(at("h405", "2025-01-01").as_deref(), Some("h380"));
    assert_eq!(at("h384", "2025-07-01"), None, "several communes follow a district");
    assert_eq!(at("snnmt", "2024-01-01"), None, "not yet founded");
    assert_eq!(at("palace", "2024-01-01"), None);
}

#[test]
fn every_unit_that_gets_work_has_a_focal_point() {
    let org = shipped::catalogue().value.org;
    for unit in org.units.values() {
        if !matches!(unit.kind, UnitKind::Department | UnitKind::District | UnitKind::Commune | UnitKind::Agency) {
            continue;
        }
        let focal = |p: &&kernel::org::Post| p.unit == unit.code && p.role == "focal_point";
        let post = org.posts.values().find(focal).expect("a focal point");
        for on in [Some(unit.valid_from), unit.valid_to].into_iter().flatten() {
            let person = org.holders_on(&post.code, on).next().expect("somebody");
            assert!(Actor::on(&org, person.code.as_str(), on).is_some());
        }
    }
}

#[test]
fn procedures_are_carried_out_by_units_and_fields_are_assigned() {
    let catalogue = shipped::catalogue().value;
    for procedure in catalogue.procedures.values() {
        for on in ["2023-01-01", "2027-12-31"] {
            assert!(catalogue.org.in_force(procedure.unit.as_str(), day(on)).is_some(), "{} {on}", procedure.unit);
            assert!(
                catalogue.org.propose(procedure.field.code.as_str(), day(on)).is_some(),
                "{}",
                procedure.field.code
            );
        }
        for unit in &procedure.cooperating {
            assert!(catalogue.org.units.contains_key(unit));
        }
    }
}

#[test]
fn the_cover_steps_in_and_a_deputy_signs_by_a_dated_power() {
    let org = shipped::catalogue().value.org;
    let at_work = org.propose("dau_tu", day("2023-08-04")).expect("assigned");
    assert_eq!((at_work.monitor.as_str(), at_work.covered), ("specialist-vp-kt-1", false));
    let away = org.propose("dau_tu", day("2023-08-07")).expect("assigned");
    assert_eq!((away.monitor.as_str(), away.covered), ("specialist-vp-kt-2", true));
    assert_eq!((away.room.as_str(), away.signer.as_str(), away.reviewer.as_str()), ("vp-kt", "pct-1", "pcvp-2"));
    assert!(org.delegation("ct", "pct-3", day("2023-05-05")).is_some());
    assert!(org.delegation("ct", "snv.gd", day("2024-01-01")).is_none(), "the authorisation of 2023 has ended");
}

#[test]
fn somebody_stands_in_only_while_the_other_is_away() {
    let mut org = shipped::catalogue().value.org;
    let for_whom = |org: &kernel::org::Org, person: &str, on: &str| -> Vec<String> {
        org.stands_in_for(person, day(on)).iter().map(|p| p.code.to_string()).collect()
    };
    assert_eq!(for_whom(&org, "specialist-vp-kt-2", "2023-08-07"), ["specialist-vp-kt-1"]);
    assert!(for_whom(&org, "specialist-vp-kt-2", "2023-08-12").is_empty(), "back at work");
    assert!(for_whom(&org, "specialist-vp-kt-3", "2023-08-07").is_empty(), "not the cover");
    // A power to sign in the chairman's place stands for years; it counts while the chairman is away.
    let deputy = org.people.values().find(|p| p.posts.iter().any(|post| *post == *"pct-1")).expect("held").code.clone();
    assert!(for_whom(&org, deputy.as_str(), "2023-05-05").is_empty());
    let (from, to) = (day("2023-05-01"), day("2023-05-10"));
    org.absences.push(kernel::org::Absence { person: Code::from("chairman"), from, to, substitute: None });
    assert_eq!(for_whom(&org, deputy.as_str(), "2023-05-05"), ["chairman"]);
}
