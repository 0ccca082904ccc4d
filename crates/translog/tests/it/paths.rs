//! Paths as C2SP tlog-tiles has them, and nothing else.

use proptest::prelude::*;
use translog::{Place, day_of, decode_bundle, kept_notes, push_entry};

#[test]
fn paths_are_those_of_the_specification() {
    let check = |place: Place, path: &str| {
        assert_eq!(place.to_string(), path);
        assert_eq!(Place::parse(path), Some(place));
    };
    check(Place::Checkpoint, "checkpoint");
    check(Place::Witnessed, "checkpoint.witnessed");
    check(Place::Vkey, "vkey");
    check(Place::Tile { level: 0, index: 1_234_067, width: 256 }, "tile/0/x001/x234/067");
    check(Place::Tile { level: 2, index: 0, width: 1 }, "tile/2/000.p/1");
    check(Place::Tile { level: 1, index: 1_000, width: 256 }, "tile/1/x001/000");
    check(Place::Entries { index: 999, width: 112 }, "tile/entries/999.p/112");
    check(Place::History("2026-02-28".to_owned()), "history/2026-02-28");
    check(Place::Blob([0xab; 32]), &format!("blob/{}", "ab".repeat(32)));
}

#[test]
fn no_other_path_is_taken() {
    let upper = format!("blob/{}", "AB".repeat(32));
    for path in [
        "",
        "/checkpoint",
        "checkpoint/",
        "../keys/log.key",
        "tile/0/../../../keys/log.key",
        "tile/00/000",
        "tile/64/000",
        "tile/0/0",
        "tile/0/1000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001/x002",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/8/0/000/000",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        "tile/entries/000.p/1/2",
        "history/2026-2-28",
        "history/..",
        "blob/abcd",
        &upper,
    ] {
        assert_eq!(Place::parse(path), None, "{path}");
    }
}

#[test]
fn an_entry_that_no_bundle_holds_is_refused() {
    let mut bundle = Vec::new();
    push_entry(&mut bundle, 0, &[1; 65_535]).unwrap();
    let refused = push_entry(&mut bundle, 7, &[1; 65_536]).unwrap_err().to_string();
    assert_eq!(refused, "entry 7 is 65536 bytes long; a bundle holds entries up to 65535 bytes");
    assert_eq!(decode_bundle(&bundle, 1).unwrap(), [[1; 65_535]]);
}

#[test]
fn days_are_days() {
    for (seconds, day) in
        [(0, "1970-01-01"), (951_782_400, "2000-02-29"), (1_772_323_199, "2026-02-28"), (1_772_323_200, "2026-03-01")]
    {
        assert_eq!(day_of(seconds), day);
    }
}

#[test]
fn kept_notes_are_told_apart() {
    let (one, two) = ("o\n1\nr\n\n— a A\n— a B\n", "o\n2\nr\n\n— a C\n");
    let both = format!("{one}{two}");
    assert_eq!(kept_notes(both.as_bytes()), (vec![one.as_bytes(), two.as_bytes()], both.len()));
    let cut = &both.as_bytes()[..both.len() - 3];
    assert_eq!(kept_notes(cut), (vec![one.as_bytes()], one.len()));
    assert_eq!(kept_notes(b""), (vec![], 0));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hostile_paths_and_bytes_do_no_harm(path in "[a-z0-9./x-]{0,60}", bytes in prop::collection::vec(any::<u8>(), 0..600), width in 0_u64..300) {
        if let Some(place) = Place::parse(&path) {
            prop_assert_eq!(place.to_string(), path);
        }
        if let Ok(entries) = decode_bundle(&bytes, width) {
            prop_assert!(entries.iter().map(|entry| entry.len() + 2).sum::<usize>() <= bytes.len());
        }
        prop_assert!(kept_notes(&bytes).1 <= bytes.len());
    }

    #[test]
    fn entries_come_back(entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 0..256)) {
        let mut bundle = Vec::new();
        for entry in &entries {
            push_entry(&mut bundle, 0, entry).unwrap();
        }
        prop_assert_eq!(decode_bundle(&bundle, u64::try_from(entries.len()).unwrap()).unwrap(), entries);
    }
}
