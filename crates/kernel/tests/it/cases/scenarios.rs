//! The scenarios beside the catalogue: every type has one, all come true, and a new type needs no Rust.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use kernel::catalogue::Catalogue;
use kernel::shipped;
use testkit::scenario::{Failure, Lived, run};

/// A kind of case that the house does not ship, and how it lives.
const VEHICLES: &str = include_str!("vehicle_request.toml");
const TOLD: &str = include_str!("vehicle_request.scenario");

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../catalogue/scenarios")
}

/// Scenarios by file name, with the type that they are of.
pub(super) fn scenarios() -> BTreeMap<String, (String, String)> {
    let mut out = BTreeMap::new();
    for entry in std::fs::read_dir(folder()).expect("the scenarios") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(".scenario") {
            let case_type = stem.split('.').next().unwrap().to_owned();
            out.insert(name.clone(), (case_type, std::fs::read_to_string(&path).expect("text")));
        }
    }
    out
}

pub(super) fn told(case_type: &str, text: &str) -> Result<Lived, Failure> {
    run(testkit::catalogue(), testkit::calendar(), case_type, "x.scenario", text)
}

#[test]
fn all_scenarios_come_true() {
    let mut wrong = Vec::new();
    for (name, (case_type, text)) in scenarios() {
        let file = format!("catalogue/scenarios/{name}");
        if let Err(failure) = run(testkit::catalogue(), testkit::calendar(), &case_type, &file, &text) {
            wrong.push(failure.to_string());
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A type without a scenario fails, and so does a move of which no scenario tells.
#[test]
fn every_type_and_every_move_has_a_scenario() {
    let mut moves: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (case_type, text) in scenarios().into_values() {
        let lived = told(&case_type, &text).map(|l| l.moves).unwrap_or_default();
        moves.entry(case_type).or_default().extend(lived.iter().map(ToString::to_string));
    }
    for case_type in testkit::catalogue().types.values() {
        let lived = moves.remove(case_type.code.as_str());
        let lived = lived.unwrap_or_else(|| panic!("no scenario for `{}` in catalogue/scenarios", case_type.code));
        let untold: Vec<_> =
            case_type.moves.iter().filter(|m| !lived.contains(m.code.as_str())).map(|m| &m.code).collect();
        assert!(untold.is_empty(), "no scenario of `{}` makes the move {untold:?}", case_type.code);
    }
    assert!(moves.is_empty(), "scenarios of no type: {moves:?}");
}

/// A province opens a register of its own while the house runs: one TOML text and one scenario, no Rust.
#[test]
fn a_new_type_lives_without_any_rust() {
    let mut files = shipped::files();
    files.push(("types/vehicle_request.toml".to_owned(), VEHICLES.to_owned()));
    let checked = Catalogue::parse(&files);
    assert_eq!(checked.findings, []);
    let lived = run(Arc::new(checked.value), testkit::calendar(), "vehicle_request", "vehicle_request.scenario", TOLD);
    let lived = lived.unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(lived.moves.len(), 2);
    assert_eq!(lived.refused.into_iter().collect::<Vec<_>>(), ["bad_value", "not_allowed"]);
}

/// The runner must be able to say no: each of these is not so, at the line that it names.
#[test]
fn what_is_not_so_is_found_at_its_line() {
    let opened = "clerk-1: register agency=ubnd subject=\"x\" sender=\"y\"\n";
    for (line, message) in [
        ("thì bước submitted", "kịch bản nói `submitted`, thực tế là `registered` / `Đã vào sổ`"),
        ("thì số arrival \"2\"", "kịch bản nói `2`, thực tế là `1`"),
        ("thì hạn 2023-03-08 17:00", "kịch bản nói `2023-03-08T17:00:00`, thực tế là `không có`"),
        ("thì đã kết thúc", "kịch bản nói `true`, thực tế là `false`"),
        ("thì tính documents.received 2", "kịch bản nói `2`, thực tế là `1`"),
        ("thì từ chối closed", "kịch bản nói bị từ chối (`closed`), thực tế thao tác trước đã được làm"),
        ("thì trời mưa", "không hiểu `thì trời mưa`"),
        ("clerk-1: answer", "bị từ chối (not_from_here): Không thể “Đã trả lời” khi hồ sơ đang ở bước “Đã vào sổ”."),
        ("clerk-1: \"Bay\"", "loại `incoming_document` không có thao tác “Bay”"),
        ("clerk-9: submit", "`clerk-9` không giữ chức vụ nào vào lúc này"),
        ("lúc 2023-02-30 08:00", "`2023-02-30 08:00` không phải thời điểm; viết `2023-03-01 08:00`"),
        ("hôm nay trời đẹp", "không hiểu dòng `hôm nay trời đẹp`; viết `lúc …`, `NGƯỜI: THAO TÁC …` hoặc `thì …`"),
        ("clerk-1: register subject=\"x", "thiếu dấu ngoặc kép đóng: subject=\"x"),
    ] {
        let failure = told("incoming_document", &format!("# một dòng\n{opened}{line}\n")).expect_err(line);
        assert_eq!((failure.line, failure.message.as_str()), (3, message));
        assert_eq!(failure.to_string(), format!("x.scenario:3: {message}"));
    }
    let other_rule = told("incoming_document", &format!("{opened}clerk-1: answer\nthì từ chối closed\n")).unwrap_err();
    assert_eq!(other_rule.message, "kịch bản nói `closed`, thực tế là `not_from_here`");
    assert!(told("incoming_document", opened).unwrap_err().message.contains("chưa kiểm tra điều gì"));
    assert!(told("incoming_document", "thì bước x").unwrap_err().message.contains("chưa có hồ sơ nào"));
    assert!(told("holiday", "").unwrap_err().message.contains("không có loại hồ sơ `holiday`"));
}
