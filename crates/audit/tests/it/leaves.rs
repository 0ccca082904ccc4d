//! What is wrong with a leaf is named, whatever its bytes are.

use audit::{Auditor, Between, FINDINGS_KEPT, Name, Texts, read};
use proptest::prelude::*;
use testkit::at;

use crate::lived::{audited, entries, entry, logged, texts, worlds};

/// The first finding over entries, as name and leaf.
fn found(entries: &[Vec<u8>]) -> Vec<(Name, Option<u64>)> {
    audited(entries).findings.kept.iter().map(|finding| (finding.name, finding.leaf)).collect()
}

fn dossier() -> Vec<Vec<u8>> {
    let (_, world) = worlds().into_iter().find(|(name, _)| name == "dossier.scenario").unwrap();
    entries(&world)
}

/// The entry with a part of its text put otherwise.
fn put(entry: &[u8], old: &str, new: &str) -> Vec<u8> {
    let (leaf, commitment) = entry.split_at(entry.len() - 32);
    let text = std::str::from_utf8(leaf).unwrap();
    assert!(text.contains(old), "{text}");
    [text.replacen(old, new, 1).as_bytes(), commitment].concat()
}

fn position(entries: &[Vec<u8>], part: &str) -> usize {
    entries.iter().position(|entry| String::from_utf8_lossy(entry).contains(part)).unwrap()
}

#[test]
fn a_false_result_or_deadline_is_named() {
    let whole = dossier();
    assert_eq!(found(&whole), []);
    let stopped = position(&whole, "\"clock_stopped\"");
    let index = u64::try_from(stopped).ok();
    let mut forged = whole.clone();
    let told = String::from_utf8_lossy(&whole[stopped]).into_owned();
    let result =
        ["early", "on_time", "late"].into_iter().find(|r| told.contains(&format!("\"result\":\"{r}\""))).unwrap();
    let other = if result == "early" { "late" } else { "early" };
    forged[stopped] = put(&whole[stopped], &format!("\"result\":\"{result}\""), &format!("\"result\":\"{other}\""));
    assert_eq!(found(&forged), [(Name::WrongResult, index)]);

    let started = position(&whole, "\"clock_started\"");
    let mut forged = whole.clone();
    forged[started] = put(&whole[started], "\"amount\":", "\"amount\":9");
    assert_eq!(found(&forged)[0], (Name::WrongDeadline, u64::try_from(started).ok()));
}

#[test]
fn a_leaf_that_is_missing_or_twice_is_named() {
    let whole = dossier();
    let started = position(&whole, "\"clock_started\"");
    let mut dropped = whole.clone();
    dropped.remove(started);
    assert_eq!(found(&dropped)[0].0, Name::WrongOrder);
    let mut doubled = whole.clone();
    doubled.insert(started + 1, whole[started].clone());
    assert_eq!(found(&doubled)[0], (Name::WrongOrder, u64::try_from(started + 1).ok()));
    let mut headless = whole.clone();
    headless.remove(position(&whole, "\"opened\""));
    assert_eq!(found(&headless)[0].0, Name::WrongOrder);
}

#[test]
fn an_instant_outside_its_signed_heads_is_named() {
    let leaf = entry(br#"{"v":2,"on":"2023-03-01"}"#.to_vec());
    let told = |after: Option<&str>, before: Option<&str>| {
        let seconds = |text: &str| at(text).0 / 1_000_000;
        let mut auditor = Auditor::new(texts(), &|_| Ok(None));
        let between = Between { after: after.map(seconds), before: before.map(seconds) };
        auditor.take(0, &read(&leaf), between);
        auditor.findings.kept.into_iter().map(|finding| finding.en).collect::<Vec<_>>()
    };
    assert_eq!(told(Some("2023-03-01T10:00"), Some("2023-03-01T10:01")), Vec::<String>::new());
    assert_eq!(told(Some("2023-03-02T00:00"), None), Vec::<String>::new(), "clocks may differ by a minute");
    assert!(told(Some("2023-03-02T00:02"), None)[0].contains("backdated"));
    assert!(told(None, Some("2023-02-28T23:58"))[0].contains("postdated"));
    // And among the leaves themselves.
    let later = entry(br#"{"v":2,"on":"2023-03-03"}"#.to_vec());
    assert_eq!(found(&[later, leaf]), [(Name::Backdated, Some(1))]);
}

#[test]
fn a_calendar_counts_from_its_leaf_on_and_by_its_hash() {
    let text = testkit::calendar().text();
    let (sha, leaf) = logged(&text);
    let catalogue = || Texts::default().with_catalogue(1, testkit::catalogue());
    let audit = |order: &[Vec<u8>], served: Option<&str>| {
        let blobs = |asked: &str| Ok(served.filter(|_| asked == sha).map(|text| text.as_bytes().to_vec()));
        let mut auditor = Auditor::new(catalogue(), &blobs);
        for (index, entry) in (0..).zip(order) {
            auditor.take(index, &read(entry), Between::default());
        }
        auditor.findings.kept.iter().map(|finding| finding.name).collect::<Vec<_>>()
    };
    let whole = dossier();
    let logged_first: Vec<Vec<u8>> = std::iter::once(leaf.clone()).chain(whole.iter().cloned()).collect();
    assert_eq!(audit(&logged_first, Some(&text)), []);
    let swapped = text.replacen("2023-0", "2023-1", 1);
    assert_ne!(swapped, text);
    assert_eq!(audit(&logged_first, Some(&swapped))[0], Name::CalendarSwapped);
    assert_eq!(audit(&logged_first, None)[0], Name::Missing);
    assert_eq!(audit(&whole, Some(&text)), [Name::CalendarMissing], "nobody logged it");
}

#[test]
fn findings_are_counted_and_the_first_are_kept() {
    let many = u64::try_from(FINDINGS_KEPT).unwrap() + 7;
    let mut auditor = Auditor::new(texts(), &|_| Ok(None));
    (0..many).for_each(|index| auditor.take(index, &read(b"short"), Between::default()));
    assert_eq!((auditor.findings.kept.len(), auditor.findings.total()), (FINDINGS_KEPT, many));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Bytes of a stranger, and genuine leaves with some bytes put otherwise: read or refused, never a panic.
    #[test]
    fn any_bytes_are_taken(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0_usize..400, with in any::<u8>()) {
        let mut entries = dossier();
        for entry in &mut entries {
            if let Some(byte) = entry.get_mut(at) {
                *byte = with;
            }
        }
        entries.push(bytes);
        let auditor = audited(&entries);
        prop_assert!(auditor.findings.total() >= 1);
        let year = (testkit::day("2023-01-01"), testkit::day("2023-12-31"));
        prop_assert!(auditor.count(year).leaves.cases <= 40);
    }
}
