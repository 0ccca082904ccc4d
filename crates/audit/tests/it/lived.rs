//! Cases lived through in the test kit, and their leaves as a log would hold them.

use std::path::PathBuf;

use audit::{Auditor, Between, Texts, read};
use kernel::case::Event;
use sha2::{Digest, Sha256};
use testkit::World;

/// What an entry ends with, where nobody opens it.
const COMMITMENT: [u8; 32] = [7; 32];

/// The entries of a world's cases in the order of their recording.
pub fn entries(world: &World) -> Vec<Vec<u8>> {
    let of = |case: &kernel::case::Case| -> Vec<(Event, Vec<u8>)> {
        world.events(case.id).iter().cloned().zip(world.leaves(case.id).iter().cloned()).collect()
    };
    let mut all: Vec<(Event, Vec<u8>)> = world.cases().flat_map(of).collect();
    all.sort_by_key(|(event, _)| event.at);
    all.into_iter().map(|(_, leaf)| entry(leaf)).collect()
}

/// A leaf as the ledger stores it.
pub fn entry(mut leaf: Vec<u8>) -> Vec<u8> {
    leaf.extend(COMMITMENT);
    leaf
}

/// The worlds of the scenarios that ship with the catalogue, by file name.
pub fn worlds() -> Vec<(String, World)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../catalogue/scenarios");
    let mut out = Vec::new();
    for found in std::fs::read_dir(folder).unwrap() {
        let path = found.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".scenario") else { continue };
        let case_type = stem.split('.').next().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let lived = testkit::scenario::run(testkit::catalogue(), testkit::calendar(), case_type, &name, &text);
        out.push((name.clone(), lived.unwrap_or_else(|failure| panic!("{failure}")).world.unwrap()));
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

/// The texts that ship with the program.
pub fn texts() -> Texts {
    Texts::default().with_calendar((*testkit::calendar()).clone()).with_catalogue(1, testkit::catalogue())
}

/// An auditor that has taken these entries.
pub fn audited<'a>(entries: &[Vec<u8>]) -> Auditor<'a> {
    let mut auditor = Auditor::new(texts(), &|_| Ok(None));
    for (index, entry) in (0..).zip(entries) {
        auditor.take(index, &read(entry), Between::default());
    }
    auditor
}

/// The hash of a calendar, and the entry that names it.
pub fn logged(calendar: &str) -> (String, Vec<u8>) {
    let sha: String = Sha256::digest(calendar).iter().map(|byte| format!("{byte:02x}")).collect();
    let leaf = format!(
        r#"{{"v":2,"at":"2022-01-01T00:00","k":"text","what":"calendar","version":"{}","sha256":"{sha}"}}"#,
        sha.split_at(32).0
    );
    (sha, entry(leaf.into_bytes()))
}
