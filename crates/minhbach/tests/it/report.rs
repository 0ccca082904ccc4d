//! `report annual`: JSON alone on stdout, the same figures as a page, refusals in words.

use std::path::Path;

use crate::import::{counts, import, log_in};
use crate::tool::{Ran, program, run_with};

pub fn annual(data: &Path, more: &[&str]) -> Ran {
    Ran::of(&program().args(["report", "annual", "--data"]).arg(data).args(more).output().unwrap())
}

#[test]
fn the_figures_stand_alone_on_stdout() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert_eq!(counts(&import(&log_in(folder.path(), crate::import::LOG.as_bytes()), &data).well()).0, 2);
    let ran = annual(&data, &["--year", "2023", "--format", "json"]).well();
    assert_eq!(ran.err, "");
    let read: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let figures = read["figures"].as_object().unwrap();
    assert!(figures.len() > 25, "{}", ran.out);
    for (code, figure) in figures {
        assert_eq!(figure["value"].as_u64(), figure["records"].as_u64(), "{code}");
        assert!(figure["previous"].is_null() || figure["previous"].is_u64(), "{code}");
        assert!(figure["text"].is_string() && figure["url"].as_str().unwrap().starts_with('/'), "{code}");
    }
    let page = annual(&data, &["--year", "2023", "--format", "html"]).well().out;
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"), "{page}");
    assert!(figures.keys().all(|code| page.contains(code.as_str())));
}

#[test]
fn what_does_not_exist_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    annual(&data, &["--year", "2023", "--format", "json"]).refused(&["holds no ledger", "không có sổ cái"]);
    assert!(!data.exists());
    import(&log_in(folder.path(), crate::import::LOG.as_bytes()), &data).well();
    let refused = |more: &[&str], said: &str| {
        let ran = annual(&data, more).refused(&[said]);
        assert_eq!(ran.out, "");
    };
    refused(&["--year", "2023", "--format", "json", "--period", "q5"], "2023-q5");
    refused(&["--year", "2023", "--format", "json", "--as-of", "99999"], "99999");
    refused(&["--year", "0", "--format", "json"], "0000");
    refused(&["--year", "2023", "--format", "docx"], "docx");
    refused(&["--year", "next", "--format", "json"], "next");
}

/// Paper is opened with programs of others by `tests/paper.py`; here only that each verb hands out such a file alone.
#[test]
fn paper_stands_alone_on_stdout() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    import(&log_in(folder.path(), crate::import::LOG.as_bytes()), &data).well();
    let report = |words: &[&str], format: &str| {
        let mut asked = program();
        asked.arg("report").args(words).arg("--data").arg(&data).args(["--format", format]);
        asked.output().unwrap()
    };
    let handed = |words: &[&str]| {
        for (format, begins) in [("pdf", &b"%PDF"[..]), ("xlsx", b"PK")] {
            let ran = report(words, format);
            assert!(ran.status.success() && ran.stderr.is_empty(), "{words:?}: {}", Ran::of(&ran).err);
            assert!(ran.stdout.starts_with(begins), "{words:?} {format}");
        }
    };
    handed(&["annual", "--year", "2023"]);
    handed(&["form", "ii06a", "--year", "2023", "--period", "06"]);
    handed(&["register", "imported_case"]);
    let refused = |words: &[&str], said: &[&str]| drop(Ran::of(&report(words, "pdf")).refused(said));
    refused(&["register", "no_such"], &["no_such", "imported_case"]);
    refused(&["form", "no_such", "--year", "2023"], &["no_such"]);
    refused(&["urging", "task"], &["không có việc nào quá hạn"]);
    refused(&["case", "no such"], &["không có hồ sơ “no such”"]);
}

#[test]
fn a_worker_refuses_what_is_no_document() {
    let ran = run_with(&["print-worker"], b"{}").refused(&["không đúng dạng", "no document"]);
    assert_eq!(ran.out, "");
}
