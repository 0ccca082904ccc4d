//! What stands in the ledger afterwards: the same for the same seed, and nothing personal where lists can read it.

use std::sync::atomic::AtomicBool;

use kernel::case::record;
use kernel::case::{Value, What};
use kernel::catalogue::case_type::Part;
use office::schema::READ_TABLES;
use simulate::{SimulateError, run};

use crate::{FIRST_OF_CASES, Lived, live, open, plan};

const SCALE: f64 = 0.001;

fn digest(lived: &Lived) -> String {
    let mut tables = READ_TABLES.to_vec();
    tables.extend([("events", "position"), ("counters", "name, period"), ("files", "stream, sha256")]);
    ledger::digest(&mut lived.office.ledger().reader().unwrap(), &tables).unwrap()
}

#[test]
fn equal_seeds_give_equal_ledgers() {
    let (one, two) = (live(SCALE, 5), live(SCALE, 5));
    assert_eq!(one.summary, two.summary);
    assert_eq!(digest(&one), digest(&two));
    assert_ne!(digest(&one), digest(&live(SCALE, 6)));
}

#[test]
fn nothing_personal_is_plain() {
    let lived = live(SCALE, 7);
    let house = lived.office.house();
    let catalogue = house.catalogue().unwrap();
    let (mut personal, mut plain) = (Vec::new(), String::new());
    let mut reader = lived.office.ledger().reader().unwrap();
    for stored in reader.events_from(FIRST_OF_CASES, 100_000).unwrap() {
        let event = record::decode(&stored.plain, &stored.body).unwrap();
        personal.extend(event.private.fields.values().filter_map(Value::as_text).map(str::to_owned));
        plain.push_str(std::str::from_utf8(&stored.plain).unwrap());
        plain.push_str(&String::from_utf8_lossy(&stored.pub_));
        if let What::Opened { identity, fields, .. } = &event.what {
            let case_type = &identity.case_type;
            let part = |code| catalogue.types[case_type].field(code).unwrap().part;
            assert!(fields.keys().all(|code| part(code.as_str()) != Part::Body), "{case_type}");
        }
    }
    let applicants = ["Số ", "0100 ", "Nguyễn "];
    let named = personal.iter().filter(|text| applicants.iter().any(|start| text.starts_with(start)));
    assert!(named.count() > 50, "applicants are named somewhere");
    personal.sort();
    personal.dedup();
    for text in personal {
        assert!(!plain.contains(&text), "{text}");
    }
}

#[test]
fn nobody_of_the_house_works_on_a_day_off() {
    let lived = live(SCALE, 8);
    let house = lived.office.house();
    let mut reader = lived.office.ledger().reader().unwrap();
    let (mut acts, mut evenings) = (0, 0);
    for stored in reader.events_from(FIRST_OF_CASES, 100_000).unwrap() {
        let event = record::decode(&stored.plain, &stored.body).unwrap();
        let working = house.calendar.is_working_moment(event.at).unwrap();
        if house.org().people.contains_key(&event.by) {
            assert!(working, "{} {} {}", event.by, event.what.kind(), event.at.print_iso());
            let here = house.actor(event.by.as_str(), event.at).is_some();
            assert!(here, "{} is not in office at {}", event.by, event.at.print_iso());
            let day = event.at.date();
            let away = house.org().absences.iter().any(|a| a.person == event.by && a.from <= day && day <= a.to);
            assert!(!away, "{} is away at {}", event.by, event.at.print_iso());
            acts += 1;
        } else if !working {
            evenings += 1;
        }
    }
    assert!(acts > 2_000, "{acts}");
    assert!(evenings > 20, "people send in dossiers in the evening too: {evenings}");
}

#[test]
fn the_read_tables_are_what_the_events_say() {
    let lived = live(SCALE, 9);
    let scratch = tempfile::TempDir::new().unwrap();
    let replayed = lived.office.replay(scratch.path(), &mut |_| {}).unwrap();
    assert!(replayed.is_equal());
}

#[test]
fn a_real_ledger_takes_nothing() {
    let (office, _dir) = open("tinh-mau.vn/that");
    let error = run(&office, &plan(SCALE, 1), &mut |_| {}, &AtomicBool::new(false)).unwrap_err();
    assert!(matches!(error, SimulateError::NotSimulated { .. }), "{error}");
    assert_eq!(office.ledger().head().unwrap().next, FIRST_OF_CASES, "nothing but the house's own");
}

#[test]
fn a_second_run_into_the_same_ledger_is_refused() {
    let lived = live(0.000_05, 1);
    let head = lived.office.ledger().head().unwrap();
    let error = run(&lived.office, &plan(SCALE, 1), &mut |_| {}, &AtomicBool::new(false)).unwrap_err();
    assert!(matches!(error, SimulateError::NotEmpty), "{error}");
    assert_eq!(lived.office.ledger().head().unwrap(), head);
}
