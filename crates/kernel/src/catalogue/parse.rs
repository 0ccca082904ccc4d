//! From files to values: a file that cannot be read, or an entry of one, is a finding, and the rest still loads.
//!
//! Rules between values are in [`super::lint`].

use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::Catalogue;
use super::case_type::CaseType;
use super::procedure::Procedure;
use super::report::Report;
use super::source::Source;
use crate::checked::Finding;
use crate::org::{Absence, Assignment, Delegation, Org, Person, Post, Unit};

/// Path of the calendar, which is read elsewhere.
pub(super) const CALENDAR: &str = "calendar.toml";

/// A value with the place that it was read from.
#[derive(Debug)]
pub(super) struct Entry<'a, T> {
    pub value: T,
    pub source: &'a Source<'a>,
    /// Path within the file; empty for the whole of it.
    pub at: String,
}

impl<T> Entry<'_, T> {
    /// A finding about this value; `at` is a path below it.
    pub fn finding(&self, at: &str, message_vi: impl Into<String>, message_en: impl Into<String>) -> Finding {
        let path = format!("{}.{at}", self.at);
        self.source.finding(&path, message_vi.into(), message_en.into())
    }

    /// The file's name without folder and ending.
    pub fn file_stem(&self) -> &str {
        let name = self.source.file().rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".toml").unwrap_or(name)
    }
}

/// All that was read, in the order of the files.
#[derive(Debug, Default)]
pub(super) struct Loaded<'a> {
    pub types: Vec<Entry<'a, CaseType>>,
    pub procedures: Vec<Entry<'a, Procedure>>,
    pub reports: Vec<Entry<'a, Report>>,
    pub units: Vec<Entry<'a, Unit>>,
    pub posts: Vec<Entry<'a, Post>>,
    pub people: Vec<Entry<'a, Person>>,
    pub delegations: Vec<Entry<'a, Delegation>>,
    pub assignments: Vec<Entry<'a, Assignment>>,
    pub absences: Vec<Entry<'a, Absence>>,
}

/// Parses the files that belong to a catalogue as TOML.
pub(super) fn sources(files: &[(String, String)]) -> (Vec<Source<'_>>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut out = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| belongs(path)) {
        match Source::parse(path, text) {
            Ok(source) => out.push(source),
            Err(finding) => findings.push(finding),
        }
    }
    (out, findings)
}

fn folder(path: &str) -> &str {
    path.split_once('/').map_or("", |(folder, _)| folder)
}

fn belongs(path: &str) -> bool {
    path.ends_with(".toml") && matches!(folder(path), "types" | "procedures" | "reports" | "org")
}

/// Reads the values out of the parsed files.
pub(super) fn load<'a>(sources: &'a [Source<'a>], findings: &mut Vec<Finding>) -> Loaded<'a> {
    let mut loaded = Loaded::default();
    for source in sources {
        match folder(source.file()) {
            "types" => whole(source, &mut loaded.types, findings),
            "procedures" => whole(source, &mut loaded.procedures, findings),
            "reports" => whole(source, &mut loaded.reports, findings),
            _ => organisation(source, &mut loaded, findings),
        }
    }
    loaded
}

fn whole<'a, T: DeserializeOwned>(source: &'a Source<'a>, out: &mut Vec<Entry<'a, T>>, findings: &mut Vec<Finding>) {
    match source.whole() {
        Ok(value) => out.push(Entry { value, source, at: String::new() }),
        Err(finding) => findings.push(finding),
    }
}

fn organisation<'a>(source: &'a Source<'a>, loaded: &mut Loaded<'a>, findings: &mut Vec<Finding>) {
    for (key, count) in source.keys() {
        match key {
            "unit" => entries(source, key, count, &mut loaded.units, findings),
            "post" => entries(source, key, count, &mut loaded.posts, findings),
            "person" => entries(source, key, count, &mut loaded.people, findings),
            "delegation" => entries(source, key, count, &mut loaded.delegations, findings),
            "assignment" => entries(source, key, count, &mut loaded.assignments, findings),
            "absence" => entries(source, key, count, &mut loaded.absences, findings),
            _ => findings.push(source.finding(
                key,
                format!("không có khoá `{key}`; được phép: unit, post, person, delegation, assignment, absence"),
                format!("unknown key `{key}`; allowed: unit, post, person, delegation, assignment, absence"),
            )),
        }
    }
}

fn entries<'a, T: DeserializeOwned>(
    source: &'a Source<'a>,
    key: &str,
    count: usize,
    out: &mut Vec<Entry<'a, T>>,
    findings: &mut Vec<Finding>,
) {
    for index in 0..count {
        let at = format!("{key}.{index}");
        match source.entry(&at) {
            Ok(value) => out.push(Entry { value, source, at }),
            Err(finding) => findings.push(finding),
        }
    }
}

impl Loaded<'_> {
    /// Puts the catalogue together; of two types with one code the first stays (the other is a finding).
    pub fn into_catalogue(self, calendar: String) -> Catalogue {
        let mut catalogue = Catalogue { calendar, ..Catalogue::default() };
        for entry in self.types {
            catalogue.types.entry(entry.value.code.clone()).or_insert_with(|| Arc::new(entry.value));
        }
        for entry in self.procedures {
            catalogue.procedures.entry(entry.value.code.clone()).or_insert_with(|| Arc::new(entry.value));
        }
        for entry in self.reports {
            catalogue.reports.entry(entry.value.code.clone()).or_insert_with(|| Arc::new(entry.value));
        }
        let mut org = Org::new(values(self.units), values(self.posts), values(self.people));
        org.delegations = values(self.delegations);
        org.assignments = values(self.assignments);
        org.absences = values(self.absences);
        catalogue.org = org;
        catalogue
    }
}

fn values<T>(entries: Vec<Entry<'_, T>>) -> Vec<T> {
    entries.into_iter().map(|e| e.value).collect()
}
