//! Papers beside the code: what they point at exists, and the words they explain are the words in use.

use crate::none;
use crate::tree::{File, below, file, files, root};

/// Lines of the papers that must stay short to be read.
const SHORT: [(&str, usize); 3] = [("README.md", 60), ("README.vi.md", 60), ("ARCHITECTURE.md", 180)];

/// Targets of `[text](target)` in a text.
fn links(text: &str) -> Vec<&str> {
    text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target).collect()
}

/// Words in backticks that are paths of this repository.
fn paths(text: &str) -> Vec<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    let roots = ["crates/", "catalogue/", "docs/", "tests/", ".ci/"];
    let is_path =
        |word: &&str| roots.iter().any(|root| word.starts_with(root)) && !word.contains(['*', '…', '<', ' ', '{']);
    quoted.filter(is_path).collect()
}

fn dangling(document: &File) -> Vec<String> {
    let folder = root().join(&document.path).parent().unwrap().to_owned();
    let near = links(&document.text).into_iter().filter(|target| !target.contains("://") && !target.starts_with('#'));
    let near = near.map(|target| target.split('#').next().unwrap_or(target));
    let gone = near.filter(|target| !folder.join(target).exists());
    let gone = gone.chain(paths(&document.text).into_iter().filter(|path| !root().join(path).exists()));
    gone.map(|target| format!("{}: `{target}` does not exist", document.path)).collect()
}

#[test]
fn what_a_document_points_at_exists() {
    none(&files().iter().filter(|file| file.is("md")).flat_map(dangling).collect::<Vec<_>>());
    let bad = "[a](no-such.md) [b](https://example.org) `crates/nowhere/src/lib.rs` `crates/*/src`";
    assert_eq!(dangling(&File { path: String::from("README.md"), text: bad.to_owned() }).len(), 2);
}

#[test]
fn papers_stay_short() {
    let long = SHORT.iter().filter(|(path, most)| file(path).text.lines().count() > *most);
    none(&long.map(|(path, most)| format!("{path}: more than {most} lines")).collect::<Vec<_>>());
}

/// Rows `| term | `name`, `name` | meaning |` of the glossary: the line and each name of the second column. The heading
/// and the ruler have no backticks there.
fn terms(text: &str) -> Vec<(usize, &str)> {
    let rows = text.lines().enumerate().filter(|(_, line)| line.starts_with("| "));
    rows.flat_map(|(at, line)| {
        let cell = line.split('|').nth(2).unwrap_or_default();
        cell.split('`').skip(1).step_by(2).map(move |name| (at + 1, name))
    })
    .collect()
}

#[test]
fn words_of_the_glossary_are_words_of_the_code() {
    let places: Vec<_> = below("crates/", "rs").chain(below("catalogue/", "toml")).collect();
    let used = |name: &str| places.iter().any(|place| place.text.contains(name));
    let terms = terms(&file("GLOSSARY.md").text);
    let unused = terms.iter().filter(|(_, name)| !used(name));
    none(
        &unused.map(|(at, name)| format!("GLOSSARY.md:{at}: `{name}` stands nowhere in the code")).collect::<Vec<_>>(),
    );
    assert!(terms.len() >= 40, "the glossary has {} terms", terms.len());
}

#[test]
fn every_decision_says_why() {
    let decisions: Vec<_> = below("docs/decisions/", "md").filter(|file| !file.path.ends_with("README.md")).collect();
    let incomplete = decisions.iter().flat_map(|file| {
        let parts = ["## Context", "## Decision", "## Consequences"];
        parts.into_iter().filter(|part| !file.text.contains(part)).map(|part| format!("{}: lacks {part}", file.path))
    });
    none(&incomplete.collect::<Vec<_>>());
    assert!(!decisions.is_empty());
}
