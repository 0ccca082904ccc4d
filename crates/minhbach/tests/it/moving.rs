//! `import cases`: the samples of the handbook work, refused rows are told, and a broken file makes no folder.

use std::path::{Path, PathBuf};

use crate::tool::{Ran, program, run_on};

fn sample(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/moving-in")).join(name)
}

fn import(file: &Path, map: &Path, data: &Path, more: &[&str]) -> Ran {
    let mut program = program();
    program.args(["import", "cases"]).arg(file).arg("--map").arg(map).arg("--data").arg(data).args(more);
    Ran::of(&program.output().unwrap())
}

fn counts(ran: &Ran) -> [u64; 4] {
    let last: serde_json::Value = serde_json::from_str(ran.out.lines().last().unwrap()).unwrap();
    ["rows", "added", "known", "refused"].map(|key| last[key].as_u64().unwrap())
}

#[test]
fn the_samples_of_the_handbook_come_in_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let dossiers = |more: &[&str]| import(&sample("dossiers.csv"), &sample("dossiers.toml"), &data, more);
    dossiers(&["--dry-run"]).refused(&["holds no ledger"]);
    assert_eq!(counts(&dossiers(&[]).well()), [3, 3, 0, 0]);
    assert_eq!(counts(&dossiers(&["--dry-run"]).well()), [3, 0, 3, 0]);
    let tasks = import(&sample("tasks.csv"), &sample("tasks.toml"), &data, &[]).well();
    assert_eq!(counts(&tasks), [2, 2, 0, 0]);
    run_on(&["replay", "--data"], &data).well();
}

/// Numbers begin anew each year, and many contain another.
#[test]
fn a_case_is_found_by_its_exact_number_and_several_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let (file, map, data) = (folder.path().join("a.csv"), folder.path().join("a.toml"), folder.path().join("data"));
    let text = std::fs::read_to_string(sample("tasks.csv")).unwrap();
    let row = text.lines().nth(1).unwrap();
    let more: String = (1..=30).map(|n| format!("{}\n", row.replacen("128", &format!("{n}128"), 1))).collect();
    std::fs::write(&file, format!("{}\n{more}", text.trim_end())).unwrap();
    import(&file, &sample("tasks.toml"), &data, &[]).well();
    let case = |number: &str| {
        let words = ["report", "case", number, "--format", "xlsx", "--data"];
        program().args(words).arg(&data).output().unwrap()
    };
    assert!(case("128").stdout.starts_with(b"PK"), "{}", Ran::of(&case("128")).err);

    let year = std::fs::read_to_string(sample("tasks.toml")).unwrap().replace("năm 2025", "năm 2024");
    std::fs::write(&map, year).unwrap();
    import(&sample("tasks.csv"), &map, &data, &[]).well();
    let refused = Ran::of(&case("128")).refused(&["2 hồ sơ", "2 cases"]);
    let ids: Vec<&str> = refused.err.split_whitespace().filter(|word| word.len() == 36).collect();
    assert_eq!(ids.len(), 2, "{}", refused.err);
    assert!(ids.iter().all(|id| case(id).stdout.starts_with(b"PK")));
}

/// What is overdue is urged on paper; `tests/paper.py` opens it with programs of others.
#[test]
fn the_letter_that_urges_is_printed_where_something_is_late() {
    let folder = tempfile::tempdir().unwrap();
    import(&sample("tasks.csv"), &sample("tasks.toml"), folder.path(), &[]).well();
    for (format, begins) in [("pdf", &b"%PDF"[..]), ("xlsx", b"PK")] {
        let words = ["report", "urging", "task", "--format", format, "--data"];
        let ran = program().args(words).arg(folder.path()).output().unwrap();
        assert!(ran.status.success() && ran.stdout.starts_with(begins), "{}", Ran::of(&ran).err);
    }
}

#[test]
fn refused_rows_are_told_and_nothing_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let (file, data) = (folder.path().join("sai.csv"), folder.path().join("data"));
    let text = std::fs::read_to_string(sample("dossiers.csv")).unwrap().replacen("22/12/2025", "32/12/2025", 1);
    std::fs::write(&file, text).unwrap();
    let map = sample("dossiers.toml");
    let ran = import(&file, &map, &data, &[]);
    assert_eq!(counts(&ran), [3, 2, 0, 1]);
    assert!(ran.err.contains("dòng 2, cột “Ngày tiếp nhận”"), "{}", ran.err);
    assert_eq!(counts(&import(&file, &map, &data, &["--skip-refused"]).well()), [3, 2, 0, 1]);
}

#[test]
fn a_broken_file_or_map_makes_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    let (file, map, data) = (folder.path().join("a.xlsx"), sample("dossiers.toml"), folder.path().join("data"));
    std::fs::write(&file, b"%PDF-1.7").unwrap();
    import(&file, &map, &data, &[]).refused(&["PDF"]);
    import(&sample("dossiers.csv"), &file, &data, &[]).refused(&["TOML"]);
    import(&sample("dossiers.csv"), &folder.path().join("absent.toml"), &data, &[]).refused(&["absent.toml"]);
    assert!(!data.exists());
}
