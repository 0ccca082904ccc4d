//! What is stored stays readable: the data folders of earlier versions, kept as fixtures, open with today's program.
//!
//! A failure here means that an office could not open its ledger after an update. It is no test of the simulation,
//! which may go other ways today than when a folder was made.

use std::path::{Path, PathBuf};

use crate::report::annual;
use crate::tool::{Ran, run_on};

/// Tables that are never rewritten, with their keys.
const STORED: [(&str, &str); 3] = [("events", "position"), ("heads", "stream"), ("files", "stream, sha256")];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures").join(name)
}

/// A copy, since opening a ledger writes beside it.
pub fn copy(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in ["ledger.sqlite3", "simulation.json"] {
        // Written anew, not copied with its rights: a checkout may be read-only.
        std::fs::write(folder.path().join(file), std::fs::read(fixture(name).join(file)).unwrap()).unwrap();
    }
    folder
}

fn upgraded(data: &Path) -> Ran {
    run_on(&["replay", "--upgrade", "--data"], data)
}

fn stored(data: &Path) -> String {
    ledger::digest(&mut ledger::Ledger::read_only(data).unwrap().reader().unwrap(), &STORED).unwrap()
}

#[track_caller]
fn says_what_it_said(data: &Path) {
    let said = annual(data, &["--year", "2023", "--as-of", "1171", "--format", "json"]).well().out;
    let wanted = std::fs::read_to_string(fixture("ledger-1").join("annual-2023.json")).unwrap();
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let (mut said, wanted) = (read(&said), read(&wanted));
    // What a report says besides its figures, such as its period, came later; so did whether the public can check a figure.
    for figure in said["figures"].as_object_mut().unwrap().values_mut() {
        assert!(figure.as_object_mut().unwrap().remove("publicly_verifiable").is_some());
    }
    assert_eq!(said["figures"], wanted["figures"]);
    assert!(wanted["figures"].as_object().unwrap().len() > 30, "{wanted}");
}

#[test]
fn the_read_tables_of_the_first_version_rebuild() {
    let folder = copy("ledger-1");
    let before = stored(folder.path());
    let said = upgraded(folder.path()).well().out;
    let digests: Vec<&str> = said.lines().filter_map(|line| line.split_whitespace().nth(1)).collect();
    assert_eq!((digests.len(), digests[0]), (2, digests[1]), "{said}");
    assert_eq!(stored(folder.path()), before, "a stored record was rewritten");
}

#[test]
fn a_report_of_the_first_version_says_what_it_said() {
    let folder = copy("ledger-1");
    upgraded(folder.path()).well();
    says_what_it_said(folder.path());
}

/// A server of that version may be running beside it, and would break on tables that are not its own.
#[test]
fn who_only_reads_changes_nothing_in_an_older_folder() {
    let folder = copy("ledger-1");
    let file = folder.path().join("ledger.sqlite3");
    let before = std::fs::read(&file).unwrap();
    for words in [&["report", "annual", "--year", "2023", "--format", "json", "--data"][..], &["replay", "--data"]] {
        run_on(words, folder.path()).refused(&["phiên bản cũ", "earlier version", "--upgrade"]);
    }
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

/// Opened to write by a verb that writes, it takes what is new, and what was stored stands.
#[test]
fn the_first_version_can_be_written_on() {
    let folder = copy("ledger-1");
    let last = |data: &Path| ledger::Ledger::read_only(data).unwrap().head().unwrap().next;
    let before = last(folder.path());
    let log = crate::import::log_in(folder.path(), crate::import::LOG.as_bytes());
    crate::import::import(&log, folder.path()).well();
    assert!(last(folder.path()) > before);
    says_what_it_said(folder.path());
    run_on(&["replay", "--data"], folder.path()).well();
}

/// Prose, headings and figures of an issued report come from today's words: they must still be those of then.
#[test]
fn reports_that_were_issued_before_verify() {
    let folder = copy("ledger-2");
    upgraded(folder.path()).well();
    let office = office::Office::read_only(folder.path()).unwrap();
    let mut verified = Vec::new();
    for (position, _, name) in office.issued_reports().unwrap() {
        let found = office.verify_issued(position).unwrap();
        assert!(found.is_equal(), "{name}\n{}\n{}", found.issued.text, found.computed);
        verified.push(name);
    }
    assert_eq!(verified, ["tasks/2023-06", "tasks/2023", "ii06a/2023", "annual/2023"]);
}
