//! `catalogue adopt`: a ledger that is there takes up other files, and loses nothing by it.

use std::path::Path;

use crate::import::{LOG, import, log_in};
use crate::kept::copy;
use crate::tool::{Ran, program, run_on};

fn adopt(dir: Option<&Path>, data: &Path) -> Ran {
    let mut asked = program();
    asked.args(["catalogue", "adopt"]).args(dir).arg("--data").arg(data);
    Ran::of(&asked.output().unwrap())
}

/// The shipped files in a folder, without units and people; `change` may write others beside them.
fn files(folder: &Path, change: &[(&str, &str)]) {
    let shipped = kernel::shipped::files().into_iter().filter(|(path, _)| !path.starts_with("org/"));
    let changed = change.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    for (path, text) in shipped.chain(changed) {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn shipped(path: &str) -> String {
    kernel::shipped::files().into_iter().find(|(name, _)| name == path).unwrap().1
}

#[test]
fn a_new_kind_of_case_comes_into_a_ledger_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let (data, dir) = (folder.path().join("data"), folder.path().join("catalogue"));
    adopt(None, &data).refused(&["holds no ledger"]);
    import(&log_in(folder.path(), LOG.as_bytes()), &data).well();
    assert_eq!(adopt(None, &data).well().out.trim(), r#"{"version": 1, "adopted": false}"#);

    let kind = shipped("types/plan_item.toml").replace("plan_item", "own_item").replace("plan.", "own.");
    files(&dir, &[("types/own_item.toml", &kind)]);
    let register = || {
        let words = ["report", "register", "own_item", "--format", "xlsx", "--data"];
        program().args(words).arg(&data).output().unwrap()
    };
    assert!(!register().status.success());
    assert_eq!(adopt(Some(&dir), &data).well().out.trim(), r#"{"version": 2, "adopted": true}"#);
    assert!(register().status.success());
    run_on(&["replay", "--data"], &data).well();

    // The shipped files leave what the house made for itself; a folder is the whole catalogue and must name it.
    assert_eq!(adopt(None, &data).well().out.trim(), r#"{"version": 2, "adopted": false}"#);
    std::fs::remove_file(dir.join("types/own_item.toml")).unwrap();
    adopt(Some(&dir), &data).refused(&["own_item", "thiếu", "lacks"]);
    assert!(register().status.success());
}

#[test]
fn a_catalogue_with_findings_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (data, dir) = (folder.path().join("data"), folder.path().join("catalogue"));
    import(&log_in(folder.path(), LOG.as_bytes()), &data).well();
    let head = || ledger::Ledger::read_only(&data).unwrap().head().unwrap();
    let before = head();

    files(&dir, &[("types/own_item.toml", "code = 1")]);
    adopt(Some(&dir), &data).refused(&["types/own_item.toml:1"]);
    assert_eq!(head(), before);
}

#[test]
fn a_ledger_of_the_first_version_takes_up_the_shipped_catalogue() {
    let folder = copy("ledger-1");
    assert!(adopt(None, folder.path()).well().out.contains(r#""adopted": true"#));
    assert!(adopt(None, folder.path()).well().out.contains(r#""adopted": false"#));
    run_on(&["replay", "--data"], folder.path()).well();
}
