//! Words that no file may carry: work put off without an owner, and talk of how or where the text was typed.

use crate::none;
use crate::tree::{File, files};

/// Marks of work put off. Allowed with the number of an issue behind them.
const PUT_OFF: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("HA", "CK:")];

/// Files speak of the product. Not of the machine they were written on, nor of the writer's tools.
const ELSEWHERE: [&str; 20] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/tmp/", "wt"),
    concat!("shared/", "design"),
    concat!("shared/", "law"),
    concat!("shared/", "prototypes"),
    concat!("chat", "gpt"),
    concat!("clau", "de"),
    concat!("anthro", "pic"),
    concat!("open", "ai"),
    concat!("copi", "lot"),
    concat!("gemi", "ni"),
    concat!("language ", "model"),
    concat!("as an ", "ai"),
    concat!("ai-gener", "ated"),
    concat!("sub", "agent"),
    concat!("work", "place"),
    concat!("lead ", "engineer"),
    concat!("this ", "session's brief"),
    concat!("hel", "per wrote"),
];

fn put_off(file: &File) -> Vec<String> {
    let owned = |rest: &str| rest.trim_start_matches([':', ' ', '(']).strip_prefix('#').is_some_and(starts_with_number);
    let mut findings = Vec::new();
    for (at, line) in file.text.lines().enumerate() {
        for word in PUT_OFF {
            if line.split_once(word).is_some_and(|(_, rest)| !owned(rest)) {
                findings.push(format!("{}:{}: `{word}` without the number of an issue", file.path, at + 1));
            }
        }
    }
    findings
}

fn starts_with_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
}

fn elsewhere(file: &File) -> Vec<String> {
    let lines = file.text.lines().enumerate();
    lines
        .flat_map(|(at, line)| {
            let line = line.to_lowercase();
            let hits = ELSEWHERE.iter().filter(|word| line.contains(**word)).copied().collect::<Vec<_>>();
            hits.into_iter().map(move |word| format!("{}:{}: `{word}` is not about the product", file.path, at + 1))
        })
        .collect()
}

#[test]
fn no_work_is_put_off_without_an_owner() {
    none(&files().iter().flat_map(put_off).collect::<Vec<_>>());
    let of = |text: &str| put_off(&File { path: String::from("a.rs"), text: text.to_owned() }).len();
    assert_eq!(of(concat!("// TO", "DO: later")), 1);
    assert_eq!(of(concat!("// TO", "DO(#12): later\n// TO", "DO #7\n")), 0);
}

#[test]
fn files_speak_of_the_product() {
    none(&files().iter().flat_map(elsewhere).collect::<Vec<_>>());
    let of = |text: &str| elsewhere(&File { path: String::from("a.rs"), text: text.to_owned() }).len();
    assert_eq!(of(concat!("see /wo", "rk/notes")), 1);
    assert_eq!(of("the Office works"), 0);
}
