//! Running and stopping: progress that only grows, a stop that leaves whole acts, scales and scenarios that are refused.

use std::sync::atomic::{AtomicBool, Ordering};

use simulate::{DEMO_START, LEDGER_START, ORIGIN, Plan, Progress, Scenario, SimulateError, run};

use crate::{FIRST_OF_CASES, open, plan};

const SCENARIO: &str = include_str!("../../scenario/office-2022-2023.toml");

#[test]
fn progress_grows_to_its_whole() {
    let (office, _dir) = open(ORIGIN);
    let mut told: Vec<Progress> = Vec::new();
    let summary = run(&office, &plan(0.001, 1), &mut |p| told.push(p), &AtomicBool::new(false)).unwrap();
    assert!(told.len() > 3);
    assert!(told.windows(2).all(|w| w[0].acts <= w[1].acts && w[0].now <= w[1].now));
    assert!(told.iter().all(|p| p.acts <= p.acts_all && p.now >= LEDGER_START && p.now < DEMO_START));
    let last = told.last().unwrap();
    assert_eq!((last.acts, last.acts_all), (summary.acts, summary.acts));
    let whole = told[1].acts_all;
    assert!(summary.acts <= whole && summary.acts * 10 > whole * 9, "{} of {whole}", summary.acts);
}

#[test]
fn a_stop_leaves_whole_acts() {
    let (office, _dir) = open(ORIGIN);
    let stop = AtomicBool::new(false);
    let mut tell = |p: Progress| stop.store(p.acts > 600, Ordering::Relaxed);
    let error = run(&office, &plan(0.001, 1), &mut tell, &stop).unwrap_err();
    let SimulateError::Stopped { acts } = error else { panic!("{error}") };
    let mut stored = 0;
    let sql = format!("SELECT count(DISTINCT act) FROM events WHERE position >= {FIRST_OF_CASES}");
    let each = &mut |row: &ledger::Row<'_>| {
        stored = row.int(0)?;
        Ok(())
    };
    office.ledger().reader().unwrap().query(&sql, &[], each).unwrap();
    assert_eq!(u64::try_from(stored).unwrap(), acts);
}

#[test]
fn refuses_a_scale_out_of_range() {
    let (office, _dir) = open(ORIGIN);
    for scale in [0.0, -0.5, 1.5, f64::NAN] {
        let error = run(&office, &plan(scale, 1), &mut |_| {}, &AtomicBool::new(false)).unwrap_err();
        assert!(matches!(error, SimulateError::Scale(_)), "{scale}: {error}");
    }
    assert_eq!(office.ledger().head().unwrap().next, FIRST_OF_CASES, "nothing but the house's own");
}

#[test]
fn a_scenario_that_cannot_be_is_refused() {
    let bad = [
        ("resolved = 172468", "resolved = 100"),
        ("received = [77001, 77999]", "received = [77999, 77001]"),
        ("issued_on_time = 30772", "issued_on_time = 30775"),
        ("articles = 390", "artikles = 390"),
        ("gazette = 96", ""),
    ];
    assert!(Scenario::parse(SCENARIO).is_ok());
    for (good, wrong) in bad {
        let error = Scenario::parse(&SCENARIO.replace(good, wrong)).unwrap_err();
        assert!(matches!(error, SimulateError::Scenario(_)), "{wrong}: {error}");
    }
}

#[test]
fn a_procedure_that_nobody_knows_is_refused() {
    let (office, _dir) = open(ORIGIN);
    let scenario = Scenario::parse(&SCENARIO.replace("2.000488", "9.999999")).unwrap();
    let plan = Plan { seed: 1, scale: 0.001, scenario };
    let error = run(&office, &plan, &mut |_| {}, &AtomicBool::new(false)).unwrap_err();
    assert!(error.en().contains("9.999999"), "{error}");
}
