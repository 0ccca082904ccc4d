//! Bad files: each is found with file and line, and never hides the good ones.

use kernel::catalogue::Catalogue;
use kernel::checked::Finding;
use proptest::prelude::*;

use super::{ORG, REGISTER, files};

fn found(list: &[(&str, &str)]) -> Vec<Finding> {
    Catalogue::parse(&files(list)).findings
}

/// The line, from 1, on which the text first stands.
fn line_of(text: &str, part: &str) -> usize {
    text.split_once(part).map_or(0, |(before, _)| before.matches('\n').count() + 1)
}

#[test]
fn broken_toml() {
    let text = REGISTER.replace("[retention]", "[retention");
    let found = found(&[("types/visit.toml", &text)]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].file.as_str(), found[0].line), ("types/visit.toml", line_of(&text, "[retention")));
    assert!(found[0].message_vi.starts_with("tệp TOML sai cú pháp"), "{}", found[0].message_vi);
}

#[test]
fn unknown_key() {
    let text = REGISTER.replace("column = true", "colour = \"red\"");
    let found = found(&[("types/visit.toml", &text)]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].line, line_of(&text, "colour"));
    assert!(found[0].message_vi.starts_with("không có khoá này"), "{}", found[0].message_vi);
    assert!(found[0].message_en.contains("colour"), "{}", found[0].message_en);
}

#[test]
fn unknown_effect_and_bad_code() {
    let text = REGISTER.replace("stop_clock", "stop_the_clock");
    assert_eq!(found(&[("types/visit.toml", &text)])[0].line, line_of(&text, "stop_the_clock"));
    let text = REGISTER.replace("code = \"planned\"", "code = \"ngày\"");
    let found = found(&[("types/visit.toml", &text)]);
    assert_eq!(found[0].line, line_of(&text, "ngày\""));
    assert!(!found[0].message_vi.contains('/') && found[0].message_en.contains("character"), "{found:?}");
}

#[test]
fn date_that_does_not_exist() {
    let text = ORG.replace("2023-02-03", "2023-02-39");
    let found = found(&[("org/org.toml", &text)]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].file.as_str(), found[0].line), ("org/org.toml", line_of(&text, "2023-02-39")));
}

#[test]
fn one_bad_entry_leaves_the_others() {
    let text = ORG.replace("role = \"head_of_room\"", "rôle = \"head_of_room\"").replace("rôle", "rank");
    let checked = Catalogue::parse(&files(&[("org/org.toml", &text), ("types/visit.toml", REGISTER)]));
    assert_eq!(checked.value.org.posts.len(), 1);
    assert_eq!(checked.value.org.units.len(), 2);
    assert!(checked.value.types.contains_key("visit"));
    assert_eq!(checked.findings.iter().filter(|f| f.line == line_of(&text, "rank")).count(), 1);
}

#[test]
fn one_bad_file_leaves_the_others() {
    let checked = Catalogue::parse(&files(&[("types/bad.toml", "= ="), ("types/visit.toml", REGISTER)]));
    assert_eq!(checked.value.types.len(), 1);
    assert_eq!(checked.findings.len(), 1);
}

#[test]
fn unknown_top_key_of_the_organisation() {
    let found = found(&[("org/org.toml", "[[units]]\ncode = \"a\"\n")]);
    assert_eq!((found.len(), found[0].line), (1, 1));
    let found = super::reading::found(&[("org/org.toml", "unit = 3\n")]);
    assert_eq!((found.len(), found[0].line), (1, 1));
}

#[test]
fn other_paths_are_passed_over_and_the_calendar_is_kept_as_text_and_linted() {
    let checked =
        Catalogue::parse(&files(&[("scenarios/a.toml", "= ="), ("types/a.md", "= ="), ("calendar.toml", "x = 1")]));
    let found: Vec<(&str, usize)> = checked.findings.iter().map(|f| (f.file.as_str(), f.line)).collect();
    assert!(!found.is_empty() && found.iter().all(|(file, _)| *file == "calendar.toml"), "{found:?}");
    assert_eq!(checked.value.calendar, "x = 1");
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,200}", folder in 0_usize..4) {
        let path = ["types/x.toml", "procedures/x.toml", "org/x.toml", "reports/x.toml"][folder];
        let _ = found(&[(path, &text)]);
    }

    /// Sound files with one stretch cut out or doubled: near to what people really break.
    #[test]
    fn damaged_files_never_panic(from in 0_usize..2_200, length in 0_usize..80, twice: bool, org: bool) {
        let (path, text) = if org { ("org/x.toml", ORG) } else { ("types/visit.toml", REGISTER) };
        let chars: Vec<char> = text.chars().collect();
        let from = from.min(chars.len());
        let to = (from + length).min(chars.len());
        let middle: String = if twice { chars[from..to].iter().chain(&chars[from..to]).collect() } else { String::new() };
        let damaged: String = chars[..from].iter().collect::<String>() + &middle + &chars[to..].iter().collect::<String>();
        let lines = damaged.matches('\n').count() + 1;
        for finding in found(&[(path, &damaged)]) {
            prop_assert!(finding.line >= 1 && finding.line <= lines);
            prop_assert_eq!(finding.file, path);
        }
    }
}
