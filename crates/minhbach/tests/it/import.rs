//! `import xes` and `replay`: counts on the last line, twice is once, and nothing from a file that is broken.

use std::path::{Path, PathBuf};

use crate::tool::{Ran, program, run_on};

pub const LOG: &str = r#"<?xml version="1.0" encoding="UTF-8"?><log>
  <trace><string key="concept:name" value="a"/><date key="startdate" value="2022-01-03T08:00:00+07:00"/>
    <event><string key="concept:name" value="Nhận"/><date key="time:timestamp" value="2022-01-03T08:00:00+07:00"/></event>
    <event><string key="concept:name" value="Trả"/><date key="time:timestamp" value="2022-01-04T08:00:00+07:00"/></event>
  </trace>
  <trace><string key="concept:name" value="b"/>
    <event><string key="concept:name" value="Nhận"/><date key="time:timestamp" value="2022-02-03T08:00:00+07:00"/></event>
  </trace></log>"#;

pub fn import(file: &Path, data: &Path) -> Ran {
    import_with(file, data, &[])
}

pub fn import_with(file: &Path, data: &Path, more: &[&str]) -> Ran {
    Ran::of(&program().args(["import", "xes"]).arg(file).arg("--data").arg(data).args(more).output().unwrap())
}

pub fn counts(ran: &Ran) -> (u64, u64, u64) {
    let last: serde_json::Value = serde_json::from_str(ran.out.lines().last().unwrap()).unwrap();
    let count = |key: &str| last[key].as_u64().unwrap();
    (count("cases"), count("events"), count("added"))
}

pub fn log_in(folder: &Path, text: &[u8]) -> PathBuf {
    let file = folder.join("nhật ký.xes");
    std::fs::write(&file, text).unwrap();
    file
}

#[test]
fn twice_is_once_in_a_folder_that_did_not_exist() {
    let folder = tempfile::tempdir().unwrap();
    let (file, data) = (log_in(folder.path(), LOG.as_bytes()), folder.path().join("new/data"));
    assert_eq!(counts(&import(&file, &data).well()), (2, 3, 3));
    assert_eq!(counts(&import(&file, &data).well()), (2, 3, 0));
    let ran = run_on(&["replay", "--data"], &data).well();
    let digests: Vec<&str> = ran.out.split_whitespace().filter(|word| word.len() == 64).collect();
    assert_eq!(digests.len(), 2, "{}", ran.out);
    assert_eq!(digests[0], digests[1]);
}

#[test]
fn a_broken_file_makes_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let bomb = r#"<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><log><trace/></log>"#;
    let broken = [&LOG.as_bytes()[..LOG.len() - 9], b"", b"%PDF-1.7", b"\x1f\x8b\x08rubbish", bomb.as_bytes()];
    for text in broken {
        let ran = import(&log_in(folder.path(), text), &data).refused(&["lỗi: Tệp XES, dòng", "error: XES file, line"]);
        assert_eq!(ran.out, "");
        assert!(!data.exists(), "{}", ran.err);
    }
    let undated = LOG.replace("time:timestamp", "time");
    import(&log_in(folder.path(), undated.as_bytes()), &data).refused(&["time:timestamp"]);
    import(&folder.path().join("absent.xes"), &data).refused(&["absent.xes"]);
    import(folder.path(), &data).refused(&["ordinary file"]);
    assert!(!data.exists());
}

#[test]
fn an_import_that_was_killed_is_continued() {
    let folder = tempfile::tempdir().unwrap();
    let trace =
        |n: u32| LOG.replace("value=\"a\"", &format!("value=\"{n}\"")).split("<log>").nth(1).unwrap().to_owned();
    let traces: String = (0..1_000).map(|n| trace(n).replace("</log>", "")).collect();
    let file = log_in(folder.path(), format!("<log>{traces}</log>").as_bytes());
    let data = folder.path().join("data");
    let mut child = program().args(["import", "xes"]).arg(&file).arg("--data").arg(&data).spawn().unwrap();
    let stored = || ledger::Ledger::read_only(&data).and_then(|l| l.head()).map_or(0, |head| head.next);
    while stored() < 200 {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it was killed");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let (cases, events, added) = counts(&import(&file, &data).well());
    assert_eq!((cases, events), (2_000, 3_000));
    assert!(added > 0 && added < 3_000, "{added}");
    assert_eq!(counts(&import(&file, &data).well()), (2_000, 3_000, 0));
    run_on(&["replay", "--data"], &data).well();
}

#[test]
fn a_folder_of_other_things_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = log_in(folder.path(), LOG.as_bytes());
    import(&file, folder.path()).refused(&["holds other files"]);
    run_on(&["replay", "--data"], folder.path()).refused(&["holds no ledger"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    std::fs::write(folder.path().join(ledger::FILE_NAME), b"no database at all, but long enough to look like one")
        .unwrap();
    run_on(&["replay", "--data"], folder.path()).refused(&["not a ledger"]);
}

#[test]
fn all_of_the_receipt_log_arrives_once() {
    let Some(file) = testkit::real_data("receipt.xes.gz") else { return };
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(counts(&import(&file, folder.path()).well()), (1_434, 8_577, 8_577));
    assert_eq!(counts(&import(&file, folder.path()).well()), (1_434, 8_577, 0));
}
