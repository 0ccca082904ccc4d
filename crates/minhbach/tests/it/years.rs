//! The simulated years from outside: figures as planned, each with its records; equal seeds, equal ledgers.

use std::path::Path;

use crate::report::annual;
use crate::tool::{Ran, program, run_on};

pub const SCALE: &str = "0.001";

pub fn simulate(data: &Path, seed: &str, more: &[&str]) -> Ran {
    let words = ["simulate", "--seed", seed, "--scale", SCALE, "--data"];
    Ran::of(&program().args(words).arg(data).args(more).output().unwrap())
}

/// The digest of the rebuilt tables, after the program found it equal to that of the tables in use.
fn replayed(data: &Path) -> String {
    let ran = run_on(&["replay", "--data"], data).well();
    ran.out.split_whitespace().last().unwrap().to_owned()
}

#[test]
fn the_year_comes_out_at_its_figures_and_each_opens_to_its_records() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let ran = simulate(&data, "11", &[]).well();
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert!(told["events"].as_u64() > told["acts"].as_u64(), "{}", ran.out);

    let report = annual(&data, &["--year", "2023", "--format", "json"]).well();
    let report: serde_json::Value = serde_json::from_str(&report.out).unwrap();
    let targets = simulate::Targets::at(SCALE.parse().unwrap(), 11).unwrap();
    for (code, wanted) in &targets.figures {
        let figure = &report["figures"][code];
        assert_eq!(figure["value"].as_u64(), Some(*wanted), "{code}: {figure}");
        assert_eq!(figure["records"], figure["value"], "{code}: {figure}");
    }
    for (code, wanted) in &targets.previous {
        assert_eq!(report["figures"][code]["previous"].as_u64(), Some(*wanted), "{code}");
    }
    let earlier = annual(&data, &["--year", "2023", "--format", "json", "--as-of", "2"]).well();
    let earlier: serde_json::Value = serde_json::from_str(&earlier.out).unwrap();
    assert_eq!(earlier["figures"]["tasks.assigned"]["value"], 0);

    simulate(&data, "11", &[]).refused(&["not empty"]);
    let digest = replayed(&data);
    let again = folder.path().join("again");
    simulate(&again, "11", &[]).well();
    assert_eq!(replayed(&again), digest, "equal seeds");
}

#[test]
fn what_cannot_be_simulated_makes_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for scale in ["0", "-1", "1.5", "NaN"] {
        let ran = Ran::of(
            &program()
                .args(["simulate", "--seed", "1", &format!("--scale={scale}"), "--data"])
                .arg(&data)
                .output()
                .unwrap(),
        );
        ran.refused(&["error: "]);
    }
    let scenario = folder.path().join("kịch bản.toml");
    let words = ["--scenario", scenario.to_str().unwrap()];
    simulate(&data, "1", &words).refused(&["kịch bản.toml"]);
    std::fs::write(&scenario, "name = \"x\"\ncolour = \"red\"\n").unwrap();
    simulate(&data, "1", &words).refused(&["scenario"]);
    assert!(!data.exists());
}
