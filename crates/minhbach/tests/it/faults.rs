//! `kill -9` of a real child that acts through the office, at any moment: nothing acknowledged is lost, nothing is half.

use crate::tool::run_on;

#[test]
fn twenty_kills_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run_on(&["bench", "faults", "--kills", "20", "--seed", "7", "--data"], folder.path()).well();
    let row: Vec<&str> = ran.out.lines().last().unwrap().split('|').map(str::trim).collect();
    assert_eq!((row[1], row[3], row[5]), ("20", "0", "equal"), "{}", ran.out);
    assert!(row[2].parse::<u32>().unwrap() > 200, "{}", ran.out);
}

#[test]
fn a_page_torn_behind_the_last_commit_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run_on(&["bench", "faults", "torn-page", "--times", "6", "--seed", "7", "--data"], folder.path()).well();
    let row: Vec<&str> = ran.out.lines().last().unwrap().split('|').map(str::trim).collect();
    assert_eq!((row[1], row[3], row[5]), ("6", "0", "equal"), "{}", ran.out);
    let lies: u32 = row[6..9].iter().map(|count| count.parse::<u32>().unwrap()).sum();
    assert!(lies > 0, "no committed page was torn: {}", ran.out);
}

#[test]
fn a_flipped_bit_is_named_or_without_effect() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run_on(&["bench", "faults", "flip", "--times", "6", "--seed", "7", "--data"], folder.path()).well();
    let rows = ran.out.lines().filter(|line| line.contains("| 6 |"));
    let rows: Vec<Vec<&str>> = rows.map(|row| row.split('|').map(str::trim).collect()).collect();
    assert_eq!(rows.iter().map(|row| row[1]).collect::<Vec<_>>(), ["ledger", "log", "attached file"], "{}", ran.out);
    assert!(rows.iter().all(|row| row[6] == "0"), "{}", ran.out);
    assert_eq!(rows[2][3], "6", "{}", ran.out);
}

#[test]
fn a_folder_in_use_is_not_measured_in() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("keep.txt"), "mine").unwrap();
    run_on(&["bench", "faults", "--kills", "1", "--data"], folder.path()).refused(&["not empty"]);
    run_on(&["bench", "acts", "--seconds", "1", "--data"], folder.path()).refused(&["not empty"]);
}
