//! Tests of the simulated years, driven through an office in a temporary folder. Small scales only; full scale is
//! measured by the example `full` and by `minhbach bench`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod figures;
mod ledger;
mod life;
mod reports;

use std::sync::atomic::AtomicBool;

use office::{Office, Options};
use simulate::{LEDGER_START, ORIGIN, Plan, Scenario, Summary, run};
use tempfile::TempDir;

/// Position of the first event of a case: before it a new house puts its catalogue in force, and names in the log the texts
/// of catalogue, calendar and rule.
pub const FIRST_OF_CASES: u64 = 5;

/// A simulated office that lives as long as this.
struct Lived {
    office: Office,
    summary: Summary,
    /// Behind the office, so that the ledger is closed before the folder goes.
    _dir: TempDir,
}

fn open(origin: &str) -> (Office, TempDir) {
    let dir = TempDir::new().unwrap();
    let office = Office::open(Options::new(dir.path(), origin, LEDGER_START, [7; 16]).over_any_time()).unwrap();
    (office, dir)
}

fn plan(scale: f64, seed: u64) -> Plan {
    Plan { seed, scale, scenario: Scenario::shipped().unwrap() }
}

fn live(scale: f64, seed: u64) -> Lived {
    let (office, dir) = open(ORIGIN);
    let summary = run(&office, &plan(scale, seed), &mut |_| {}, &AtomicBool::new(false)).unwrap();
    Lived { office, summary, _dir: dir }
}
