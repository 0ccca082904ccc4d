//! The years come out at the figures that they must come out at, by the catalogue's own indicators.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use kernel::catalogue::indicator::Measure;
use kernel::time::Date;
use office::Office;
use simulate::{SimulateError, Targets};

use crate::live;

/// What every indicator counts in a calendar year, or holds at its end.
fn counted(office: &Office, year: i32) -> BTreeMap<String, u64> {
    let house = office.house();
    let (first, last) = (Date::new(year, 1, 1).unwrap(), Date::new(year, 12, 31).unwrap());
    let mut out = BTreeMap::new();
    for indicator in house.catalogue().unwrap().types.values().flat_map(|t| &t.indicators) {
        let sql = match indicator.measure {
            Measure::Flow => {
                "SELECT count(*) FROM facts WHERE indicator = $1 AND to_position IS NULL AND day >= $2 AND day <= $3
                   AND since <= $3"
            }
            Measure::Stock => {
                "SELECT count(*) FROM facts WHERE indicator = $1 AND to_position IS NULL AND $2 = $2 AND since <= $3
                   AND (until IS NULL OR until > $3)"
            }
        };
        let mut count = 0;
        let params = [indicator.code.as_str().into(), i64::from(first.0).into(), i64::from(last.0).into()];
        let each = &mut |row: &ledger::Row<'_>| {
            count = row.int(0)?;
            Ok(())
        };
        office.ledger().reader().unwrap().query(sql, &params, each).unwrap();
        out.insert(indicator.code.to_string(), u64::try_from(count).unwrap());
    }
    out
}

fn check(scale: f64, seed: u64) {
    let lived = live(scale, seed);
    let targets = Targets::at(scale, seed).unwrap();
    let (year, before) = (counted(&lived.office, 2023), counted(&lived.office, 2022));
    for (code, value) in &targets.figures {
        assert_eq!(year.get(*code), Some(value), "{code}, 2023, seed {seed}");
    }
    for (code, value) in &targets.previous {
        assert_eq!(before.get(*code), Some(value), "{code}, 2022, seed {seed}");
    }
    assert!(lived.summary.last < simulate::DEMO_START);
}

#[test]
fn every_figure_is_met() {
    check(0.005, 1);
}

#[test]
fn every_figure_is_met_by_another_seed() {
    check(0.002, 20_231_231);
}

#[test]
fn every_figure_is_met_at_the_smallest_scales() {
    check(0.000_05, 3);
}

/// A plan is checked against its figures before the first act, so a stopped simulation tells whether it comes out.
#[test]
fn plans_come_out_for_many_seeds() {
    for seed in 100..108 {
        let (office, _dir) = crate::open(simulate::ORIGIN);
        let plan = crate::plan(0.02, seed);
        let stopped = simulate::run(&office, &plan, &mut |_| {}, &AtomicBool::new(true)).unwrap_err();
        assert!(matches!(stopped, SimulateError::Stopped { .. }), "seed {seed}: {stopped}");
    }
}
