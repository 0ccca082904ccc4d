//! A dependency is an employee: each has its line in docs/dependencies.md, is used, and there are not too many.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::none;
use crate::tree::{below, crates, file};

/// Direct dependencies of the workspace, tests included.
const DIRECT_MAX: usize = 60;

/// What the workspace and its checks name: crates, and the packages of the browser walk and the calendar comparison.
fn named() -> BTreeSet<String> {
    let all = crates().iter().flat_map(|each| each.uses.iter().chain(&each.tests_use));
    let mut named: BTreeSet<String> = all.filter(|(_, ours)| !**ours).map(|(name, _)| name.clone()).collect();
    let walk: Value = serde_json::from_str(&file("tests/browser/package.json").text).unwrap();
    named.extend(walk["devDependencies"].as_object().unwrap().keys().cloned());
    let python = &file("tests/requirements.txt").text;
    named.extend(python.lines().filter_map(|line| line.split_once("==")).map(|(name, _)| name.to_owned()));
    named
}

/// The first backticked word of each row of the tables in docs/dependencies.md.
fn listed(text: &str) -> BTreeSet<String> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split_once('`')).map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn every_dependency_has_its_line() {
    let (named, listed) = (named(), listed(&file("docs/dependencies.md").text));
    let missing = named.difference(&listed).map(|name| format!("docs/dependencies.md: no line for {name}"));
    let gone = listed.difference(&named).map(|name| format!("docs/dependencies.md: nobody depends on {name}"));
    none(&missing.chain(gone).collect::<Vec<_>>());
    assert!(named.len() <= DIRECT_MAX, "{} direct dependencies, at most {DIRECT_MAX}", named.len());
    assert_eq!(listed.len(), listed_lines(), "a dependency has two lines");
}

fn listed_lines() -> usize {
    file("docs/dependencies.md").text.lines().filter(|line| line.starts_with("| `")).count()
}

/// The workspace's own table names no version that no crate takes.
#[test]
fn every_version_is_taken() {
    let manifest: toml::Table = file("Cargo.toml").text.parse().unwrap();
    let versions = manifest["workspace"]["dependencies"].as_table().unwrap();
    let taken =
        |name: &str| crates().iter().any(|each| each.uses.contains_key(name) || each.tests_use.contains_key(name));
    none(
        &versions
            .keys()
            .filter(|name| !taken(name))
            .map(|name| format!("Cargo.toml: {name} is not used"))
            .collect::<Vec<_>>(),
    );
}

/// Dependencies of a crate that none of the given sources names.
fn idle<'a>(names: impl Iterator<Item = &'a String>, sources: &[&str]) -> Vec<&'a String> {
    let used = |name: &str| {
        let ident = name.replace('-', "_");
        let paths =
            [format!("{ident}::"), format!("use {ident};"), format!("use {ident} as"), format!("extern crate {ident}")];
        sources.iter().any(|text| paths.iter().any(|path| text.contains(path)))
    };
    names.filter(|name| !used(name)).collect()
}

#[test]
fn every_dependency_is_used_where_it_is_named() {
    let mut findings = Vec::new();
    for each in crates() {
        let folder = format!("crates/{}/", each.name);
        let all: Vec<_> = below(&folder, "rs").collect();
        let product = all.iter().filter(|file| file.path.starts_with(&format!("{folder}src/")));
        let product: Vec<_> = product.map(|file| file.text.as_str()).collect();
        let all: Vec<_> = all.iter().map(|file| file.text.as_str()).collect();
        let idle = idle(each.uses.keys(), &product).into_iter().chain(idle(each.tests_use.keys(), &all));
        findings.extend(idle.map(|name| format!("{folder}Cargo.toml: {name} is not used")));
    }
    none(&findings);
    let names = [String::from("rand"), String::from("quick-xml"), String::from("tracing")];
    assert_eq!(idle(names.iter(), &["use quick_xml::Reader;\nuse tracing_subscriber::fmt;"]), ["rand", "tracing"]);
}

#[test]
fn the_browser_walk_is_locked_without_addresses() {
    let lock = &file("tests/browser/package-lock.json").text;
    assert!(lock.contains("\"integrity\"") && !lock.contains("\"resolved\""), "run npm install in tests/browser");
}
