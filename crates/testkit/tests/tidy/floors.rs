//! The floors: a room uses only rooms below it, and each floor lacks what its neighbours must be able to rely on.

use crate::none;
use crate::tree::{Crate, below, crates};

/// From the ground up. Rooms of one floor do not know each other.
const FLOORS: [&[&str]; 6] = [
    &["kernel"],
    &["ledger", "translog"],
    &["exchange", "audit"],
    &["office", "print"],
    &["web", "simulate"],
    &["minhbach"],
];

/// Outside crates that only these rooms may name, because a border hangs on it.
const BEHIND_ONE_DOOR: [(&str, &[&str]); 9] = [
    ("rusqlite", &["ledger"]),
    ("signed_note", &["translog"]),
    ("tlog_tiles", &["translog"]),
    ("quick-xml", &["exchange"]),
    ("argon2", &["office"]),
    ("askama", &["web"]),
    ("axum", &["web", "minhbach"]),
    ("clap", &["minhbach"]),
    ("typst", &["print"]),
];

/// What a room's own sources never say: the invariants that are an absence.
const ABSENT: [(&str, &[&str], &str); 5] = [
    (
        "kernel",
        &["std::fs", "std::net", "std::env", "std::process", "std::thread", "Instant::now", "async fn"],
        "the kernel is a pure function of its arguments",
    ),
    ("exchange", &["std::fs", "std::net", "std::env"], "codecs are handed bytes; transport is a job of office"),
    ("web", &["SELECT ", "INSERT INTO ", "DELETE FROM ", "ledger::"], "web knows verbs and views of office, no SQL"),
    ("translog", &["std::net", "std::env", "std::thread", "SELECT "], "a log is files, read through a source"),
    ("ledger", &["kernel::", "serde_json::"], "the ledger does not know what a record means"),
];

/// The real clock is read by the binary alone; everybody else is told the time.
const CLOCK: [&str; 3] = ["Timestamp::now", "Zoned::now", "SystemTime::now"];

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&name))
}

fn wrong_way(room: &Crate) -> Vec<String> {
    let mut findings = Vec::new();
    let own = |uses: &std::collections::BTreeMap<String, bool>| {
        uses.iter().filter(|(_, ours)| **ours).map(|(name, _)| name.clone()).collect::<Vec<_>>()
    };
    if room.name == "testkit" {
        return findings;
    }
    let Some(here) = floor(&room.name) else {
        return vec![format!("{}: stands on no floor; name it in FLOORS and in ARCHITECTURE.md", room.name)];
    };
    for used in own(&room.uses) {
        match floor(&used) {
            Some(there) if there < here => {}
            Some(_) => findings.push(format!("{} uses {used}, which is not below it", room.name)),
            None => findings.push(format!("{} uses {used} outside its tests", room.name)),
        }
    }
    for used in own(&room.tests_use) {
        if used != "testkit" && floor(&used).is_none_or(|there| there >= here) {
            findings.push(format!("the tests of {} use {used}, which is not below it", room.name));
        }
    }
    for (outside, rooms) in BEHIND_ONE_DOOR {
        if room.uses.contains_key(outside) && !rooms.contains(&room.name.as_str()) {
            findings.push(format!("{} names {outside}, which belongs behind {}", room.name, rooms.join(" or ")));
        }
    }
    findings
}

fn said(path: &str, text: &str, words: &[&str], why: &str) -> Vec<String> {
    let code = |line: &str| !line.trim_start().starts_with("//");
    let lines = text.lines().enumerate().filter(|(_, line)| code(line));
    lines
        .flat_map(|(at, line)| {
            let hits = words.iter().filter(|word| line.contains(**word));
            hits.map(move |word| format!("{path}:{}: says `{}`: {why}", at + 1, word.trim()))
        })
        .collect()
}

#[test]
fn rooms_use_only_rooms_below() {
    none(&crates().iter().flat_map(wrong_way).collect::<Vec<_>>());
}

#[test]
fn each_floor_lacks_what_it_must_lack() {
    let mut findings = Vec::new();
    for (room, words, why) in ABSENT {
        for file in below(&format!("crates/{room}/src/"), "rs") {
            findings.extend(said(&file.path, &file.text, words, why));
        }
    }
    none(&findings);
}

#[test]
fn only_the_binary_reads_the_real_clock() {
    let inside = below("crates/", "rs").filter(|file| file.path.contains("/src/"));
    let told = inside.filter(|file| !file.path.starts_with("crates/minhbach/"));
    none(&told.flat_map(|file| said(&file.path, &file.text, &CLOCK, "time is an argument")).collect::<Vec<_>>());
}

#[test]
fn a_wrong_way_is_found() {
    let room = |name: &str, uses: &[(&str, bool)], tests_use: &[(&str, bool)]| {
        let map = |pairs: &[(&str, bool)]| pairs.iter().map(|(name, ours)| ((*name).to_owned(), *ours)).collect();
        Crate { name: name.to_owned(), roots: Vec::new(), uses: map(uses), tests_use: map(tests_use) }
    };
    assert_eq!(wrong_way(&room("office", &[("kernel", true), ("ledger", true)], &[("testkit", true)])).len(), 0);
    assert_eq!(wrong_way(&room("ledger", &[("office", true)], &[])).len(), 1);
    assert_eq!(wrong_way(&room("web", &[("simulate", true), ("rusqlite", false)], &[])).len(), 2);
    assert_eq!(wrong_way(&room("web", &[("testkit", true)], &[("web", true)])).len(), 2);
    assert_eq!(wrong_way(&room("cellar", &[], &[])).len(), 1);
    assert_eq!(said("a.rs", "let now = SystemTime::now();\n// SystemTime::now is far away\n", &CLOCK, "").len(), 1);
}
