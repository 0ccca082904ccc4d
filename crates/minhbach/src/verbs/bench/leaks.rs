//! Whether the public log of a data folder gives away what it must not: every text of every case, every name of a person of the
//! house, looked for in all leaves and in all texts that the log names.
//!
//! Looked for is what is sealed of an event (`body`: fields, remarks, reasons, names of files) and every title, each in whole. Titles
//! are looked for in leaves alone: many are the name of a procedure, which the catalogue says too. Not here: what a leaf says
//! (kernel).

use std::collections::{BTreeSet, HashSet};
use std::process::ExitCode;

use clap::Args as Arguments;
use kernel::case::{Value, record};
use office::{Office, OfficeError};
use serde_json::Value as Json;

use crate::data::{self, DataArg};
use crate::fail::Failure;
use crate::say;

/// Shorter texts are words such as a number of copies, which anything may hold.
const TEXT_BYTES_MIN: usize = 8;
/// Events read at a time.
const CHUNK: u64 = 4_096;
/// Findings told.
const TOLD_MAX: usize = 20;

/// Arguments of the measurement.
#[derive(Arguments)]
pub struct Args {
    #[command(flatten)]
    data: DataArg,
}

/// What the public can read, to be looked through quickly.
#[derive(Default)]
struct Published {
    /// All distinct texts in leaves, names of cases and moments left out.
    said: BTreeSet<String>,
    leaves: u64,
    /// The texts that the log names.
    blobs: Vec<String>,
    /// Every run of [`TEXT_BYTES_MIN`] bytes in leaves, and in those texts.
    runs: (Runs, Runs),
}

type Runs = HashSet<[u8; TEXT_BYTES_MIN]>;

/// Looks, and tells what was found; the exit code says whether anything was.
///
/// # Errors
/// When the ledger cannot be read, or its keys are missing.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let office = data::open_to_read(&args.data.data)?;
    let mut published = Published::default();
    published.read(&office)?;
    let (mut looked, mut found) = (0_u64, BTreeSet::new());
    let mut look = |text: &str, is_title: bool| {
        looked += 1;
        if published.in_leaves(text) || (!is_title && published.in_blobs(text)) {
            found.insert(text.to_owned());
        }
    };
    office.house().org().people.values().for_each(|person| look(&person.name, false));
    each_text(&office, &mut |text| look(text, false))?;
    let mut reader = office.ledger().reader().map_err(OfficeError::from)?;
    let titles = reader.query("SELECT title FROM cases", &[], &mut |row| {
        look(row.text(0)?, true);
        Ok(())
    });
    titles.map_err(|error| OfficeError::from(ledger::LedgerError::from(error)))?;
    say::answer(&format!(
        "{} lá / leaves ({} chuỗi khác nhau / distinct texts), {} văn bản / texts; {looked} chuỗi riêng tư đã tìm / private texts looked for; lộ / found: {}",
        published.leaves,
        published.said.len(),
        published.blobs.len(),
        found.len(),
    ))?;
    found.iter().take(TOLD_MAX).for_each(|text| say::note(text));
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Published {
    fn read(&mut self, office: &Office) -> Result<(), Failure> {
        let mut next = 1;
        loop {
            let leaves = office.ledger().reader().and_then(|mut r| Ok(r.leaves_from(next, CHUNK)?));
            let leaves = leaves.map_err(OfficeError::from)?;
            let Some(last) = leaves.last() else { break };
            next = last.position + 1;
            for leaf in &leaves {
                self.leaf(&leaf.pub_);
            }
        }
        self.end_leaves();
        for text in office.logged_texts(next)? {
            if let Some(bytes) = office.blob(&text.sha256)? {
                self.runs.1.extend(runs(&bytes));
                self.blobs.push(String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        Ok(())
    }

    /// Takes what is published of an event: what its leaf says, and 32 bytes that commit to the rest.
    fn leaf(&mut self, published: &[u8]) {
        self.leaves += 1;
        let text = published.get(..published.len().saturating_sub(32)).unwrap_or_default();
        let whole = || Json::String(String::from_utf8_lossy(text).into());
        self.take(&serde_json::from_slice(text).unwrap_or_else(|_no_json| whole()));
    }

    fn end_leaves(&mut self) {
        let said: String = self.said.iter().map(|text| format!("{text}\n")).collect();
        self.runs.0 = runs(said.as_bytes());
    }

    /// Keeps what a leaf says, but for names of cases (random, 32 hex digits) and moments.
    fn take(&mut self, json: &Json) {
        match json {
            Json::String(text) if is_name(text) || is_moment(text) => {}
            Json::String(text) => {
                if !self.said.contains(text) {
                    self.said.insert(text.clone());
                }
            }
            Json::Array(all) => all.iter().for_each(|one| self.take(one)),
            Json::Object(all) => all.values().for_each(|one| self.take(one)),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    fn in_leaves(&self, text: &str) -> bool {
        may_stand(&self.runs.0, text) && self.said.iter().any(|said| said.contains(text))
    }

    fn in_blobs(&self, text: &str) -> bool {
        may_stand(&self.runs.1, text) && self.blobs.iter().any(|blob| blob.contains(text))
    }
}

fn runs(bytes: &[u8]) -> Runs {
    bytes.windows(TEXT_BYTES_MIN).filter_map(|run| run.try_into().ok()).collect()
}

/// Whether the text begins with a run of bytes that is there; a shorter one is not looked for.
fn may_stand(runs: &Runs, text: &str) -> bool {
    text.as_bytes().first_chunk::<TEXT_BYTES_MIN>().is_some_and(|run| runs.contains(run))
}

fn is_name(text: &str) -> bool {
    (text.len() == 32 || text.len() == 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `2023-03-01` or `2023-03-01T08:00`.
fn is_moment(text: &str) -> bool {
    matches!(text.len(), 10 | 16) && text.bytes().all(|byte| byte.is_ascii_digit() || b"-T:".contains(&byte))
}

/// Calls `each` with every text that is sealed, of all events.
fn each_text(office: &Office, each: &mut dyn FnMut(&str)) -> Result<(), Failure> {
    let mut next = 1;
    loop {
        let events = office.ledger().reader().and_then(|mut r| Ok(r.events_from(next, CHUNK)?));
        let events = events.map_err(OfficeError::from)?;
        let Some(last) = events.last() else { return Ok(()) };
        next = last.position + 1;
        for stored in &events {
            let Ok(event) = record::decode(&stored.plain, &stored.body) else { continue };
            let sealed = &event.private;
            sealed.fields.values().chain(sealed.old.values()).filter_map(Value::as_text).for_each(&mut *each);
            each(&sealed.text);
            each(&sealed.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_leaf_gives_away_is_found_and_nothing_else() {
        let mut published = Published::default();
        let leaf = |text: &str| [text.as_bytes(), &[0; 32]].concat();
        published.leaf(&leaf(r#"{"v":2,"at":"2023-03-01T08:00","case":"00112233445566778899aabbccddeeff","of":{"procedure":"2.001583"}}"#));
        published.leaf(&leaf(r#"{"v":2,"on":"2023-03-01","note":"đơn của bà Trần Thị Bình"}"#));
        published.leaf(&leaf("no leaf at all: Lê Văn Cường"));
        published.end_leaves();
        assert!(published.in_leaves("Trần Thị Bình") && published.in_leaves("Lê Văn Cường"));
        assert!(!published.in_leaves("Trần Thị Bích") && !published.in_leaves("2023-03-01T08:00"));
        assert_eq!((published.leaves, published.in_leaves("2.001583")), (3, true));
    }
}
