//! Each Rust file is a chapter: it opens with what it is, is not too long, and is part of the book.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::none;
use crate::tree::{below, crates, file, files};

/// Lines of a file: from the first number on it is named, from the second on it fails.
const LINES_NUDGE: usize = 400;
const LINES_MAX: usize = 800;

fn opens_wrongly(path: &str, text: &str) -> Option<String> {
    let first = text.lines().next().unwrap_or_default();
    let says = first.strip_prefix("//!").is_some_and(|words| words.trim().len() >= 10);
    (!says).then(|| format!("{path}:1: open with `//!` and a sentence that says what this is, and what it is not"))
}

#[test]
fn every_file_says_what_it_is() {
    none(&below("crates/", "rs").filter_map(|file| opens_wrongly(&file.path, &file.text)).collect::<Vec<_>>());
    assert!(opens_wrongly("a.rs", "use std::fs;\n").is_some());
    assert!(opens_wrongly("a.rs", "//! Deadlines.\n").is_none());
}

#[test]
fn no_file_is_too_long() {
    let lines = |text: &str| text.lines().count();
    let written =
        files().iter().filter(|file| ["rs", "css", "js", "mjs", "html", "py"].iter().any(|kind| file.is(kind)));
    let long: Vec<_> = written.filter(|file| lines(&file.text) > LINES_NUDGE).collect();
    for file in &long {
        println!("{}: {} lines; {LINES_NUDGE} is a nudge to split, {LINES_MAX} the wall", file.path, lines(&file.text));
    }
    let too_long = long.iter().filter(|file| lines(&file.text) > LINES_MAX);
    none(&too_long.map(|file| format!("{}: {} lines", file.path, lines(&file.text))).collect::<Vec<_>>());
}

/// The files that the `mod name;` lines of `text` may mean, for a file at `path` that is a root of its crate or not.
fn modules(path: &Path, is_root: bool, text: &str) -> Vec<[PathBuf; 2]> {
    let stem = path.file_stem().unwrap().to_str().unwrap();
    let folder = path.parent().unwrap();
    let home = if is_root || stem == "mod" { folder.to_owned() } else { folder.join(stem) };
    let mut found = Vec::new();
    let mut elsewhere = None;
    for line in text.lines().map(str::trim) {
        if let Some(given) = line.strip_prefix("#[path = \"").and_then(|rest| rest.strip_suffix("\"]")) {
            elsewhere = Some(folder.join(given));
            continue;
        }
        let bare =
            ["pub(crate) ", "pub(super) ", "pub "].iter().find_map(|word| line.strip_prefix(word)).unwrap_or(line);
        if let Some(name) = bare.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
            match elsewhere.take() {
                Some(given) => found.push([given.clone(), given]),
                None => found.push([home.join(format!("{name}.rs")), home.join(name).join("mod.rs")]),
            }
        }
    }
    found
}

fn reached(path: &Path, is_root: bool, seen: &mut BTreeSet<String>) {
    let plain = plain(path);
    let Some(file) = files().iter().find(|file| file.path == plain) else { return };
    if seen.insert(plain) {
        for candidates in modules(path, is_root, &file.text) {
            candidates.iter().for_each(|candidate| reached(candidate, false, seen));
        }
    }
}

/// The path without `a/../`, as the files are named.
fn plain(path: &Path) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            part => parts.push(part.as_os_str().to_str().unwrap()),
        }
    }
    parts.join("/")
}

#[test]
fn no_file_is_dead() {
    let mut seen = BTreeSet::new();
    for root in crates().iter().flat_map(|each| &each.roots) {
        file(root);
        reached(Path::new(root), true, &mut seen);
    }
    let dead = below("crates/", "rs").filter(|file| !seen.contains(&file.path));
    none(&dead.map(|file| format!("{}: no `mod` leads here", file.path)).collect::<Vec<_>>());
}

#[test]
fn modules_are_followed() {
    let paths = |path: &str, root: bool, text: &str| {
        modules(Path::new(path), root, text).iter().map(|[first, _]| plain(first)).collect::<Vec<_>>()
    };
    assert_eq!(paths("a/src/lib.rs", true, "mod x;\npub(crate) mod y;\nmod z {\n"), ["a/src/x.rs", "a/src/y.rs"]);
    assert_eq!(paths("a/src/x.rs", false, "pub mod w;"), ["a/src/x/w.rs"]);
    assert_eq!(paths("a/src/x/mod.rs", false, "pub mod w;"), ["a/src/x/w.rs"]);
    assert_eq!(paths("a/tests/it/main.rs", true, "#[path = \"../../b.rs\"]\nmod b;"), ["a/b.rs"]);
}

#[test]
fn every_template_is_used() {
    let templates: Vec<_> = files().iter().filter(|file| file.path.starts_with("crates/web/templates/")).collect();
    let unused = templates.iter().filter(|template| {
        let quoted = format!("\"{}\"", template.path.trim_start_matches("crates/web/templates/"));
        let by_code = below("crates/web/src/", "rs").any(|file| file.text.contains(&quoted));
        !by_code && !templates.iter().any(|other| other.path != template.path && other.text.contains(&quoted))
    });
    none(&unused.map(|file| format!("{}: no page and no other template uses it", file.path)).collect::<Vec<_>>());
    assert!(!templates.is_empty());
}
