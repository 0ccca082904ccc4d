//! `check`: the shipped catalogue is clean, and each kind of mistake is found with file and line.

use std::path::Path;

use crate::tool::{run, run_on};

/// A copy of the shipped catalogue.
fn copy() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in kernel::shipped::FILES {
        let file = dir.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    dir
}

fn change(dir: &Path, file: &str, from: &str, to: &str) {
    let path = dir.join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} does not hold `{from}` any more");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn the_shipped_catalogue_is_clean() {
    run(&["check"]).well();
    let dir = copy();
    let ran = run_on(&["check"], dir.path()).well();
    assert_eq!(ran.err, "");
    let ours = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue");
    run(&["check", ours]).well();
}

#[test]
fn each_mistake_is_found_where_it_is() {
    let cases = [
        ("types/task.toml", "code = \"task\"", "code = \"task\"\ncolour = \"red\"", "types/task.toml:"),
        ("calendar.toml", "-01-", "-13-", "calendar.toml:"),
        ("types/task.toml", "[[move]]", "[[move]]\nfrom = [\"nowhere\"]", "types/task.toml:"),
        ("procedures/1.002809.toml", "amount = ", "amount = 0 # ", "procedures/1.002809.toml:"),
        ("types/award.toml", "[[step]]", "[[step", "types/award.toml:"),
    ];
    for (file, from, to, said) in cases {
        let dir = copy();
        change(dir.path(), file, from, to);
        let ran = run_on(&["check"], dir.path()).refused(&[said]);
        let line = ran.err.lines().find(|l| l.contains(said)).unwrap();
        let number = line.split(said).nth(1).unwrap().split(':').next().unwrap();
        assert!(number.parse::<u32>().is_ok_and(|n| n > 0), "{line}");
        assert!(line.contains(" / "), "both languages: {line}");
    }
}

#[test]
fn files_that_are_no_text_too_large_or_astray_are_told() {
    let dir = copy();
    std::fs::write(dir.path().join("types/latin.toml"), b"name = \"\xe9\"").unwrap();
    std::fs::write(dir.path().join("types/large.toml"), vec![b'#'; 5 << 20]).unwrap();
    std::fs::write(dir.path().join("task.toml"), "code = \"task\"").unwrap();
    run_on(&["check"], dir.path()).refused(&["types/latin.toml:1:", "types/large.toml:1:", "task.toml:1:", "UTF-8"]);
}

#[test]
fn a_folder_that_is_none_or_empty_is_told() {
    let dir = tempfile::tempdir().unwrap();
    run_on(&["check"], &dir.path().join("absent")).refused(&["absent", "Check the path"]);
    run_on(&["check"], dir.path()).refused(&["*.toml"]);
}
