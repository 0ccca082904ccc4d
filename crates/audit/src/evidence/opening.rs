//! The opening of a case: all that its leaves seal, with proofs, for those who inspect.
//!
//! That nothing is left out cannot be proved by leaves that do not say whose they are; that nothing was changed can. Not here:
//! who may be given one.

use kernel::case::leaf::Pseudonym;
use kernel::case::{CaseId, What};
use serde::{Deserialize, Serialize};
use translog::PublicKey;

use super::{Entry, Unproven, VERSION, case_of, parse};

/// To whom an opening was given, and why, as the ledger says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// When, in law time.
    pub at: String,
    /// Code of the person who gave it.
    pub by: String,
    /// To which body and person.
    pub to: String,
    /// On what ground.
    pub why: String,
    /// Ledger position of the event that says so.
    pub position: u64,
}

/// An opening as it is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseOpening {
    /// Version of the form.
    pub v: u8,
    /// The case.
    pub case: CaseId,
    /// To whom it was given, and why.
    pub given: Given,
    /// Its events in order.
    pub events: Vec<Entry>,
}

/// What an opening proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningVerified {
    /// The case.
    pub case: CaseId,
    /// Its name in the log.
    pub name: Pseudonym,
    /// Events that stand in the log and say what the log committed to.
    pub opened: usize,
    /// Events that stand in the log, of which the body was destroyed by law.
    pub erased: usize,
    /// When the log vouched for the first signed tree named, seconds since 1970.
    pub stamp: Option<u64>,
}

impl CaseOpening {
    /// An opening of the present form.
    #[must_use]
    pub fn new(case: CaseId, given: Given, events: Vec<Entry>) -> Self {
        Self { v: VERSION, case, given, events }
    }
}

/// Checks an opening.
///
/// # Errors
/// The first event that is not what the log holds, or that the file cannot be read.
pub fn verify_opening(file: &[u8], key: &PublicKey) -> Result<OpeningVerified, Unproven> {
    let opening: CaseOpening = parse(file)?;
    if opening.v != VERSION || opening.events.is_empty() {
        return Err(Unproven::unreadable("không phải bản mở hồ sơ của dạng này", "not an opening of this form"));
    }
    let name = Pseudonym::of(opening.case);
    let mut out = OpeningVerified { case: opening.case, name, opened: 0, erased: 0, stamp: None };
    let mut last = 0;
    for (entry, nth) in opening.events.iter().zip(0_usize..) {
        let position = entry.position;
        let proven = entry.prove(key)?;
        if position <= last {
            return Err(Unproven::forged(
                format!("sự kiện {position} không đứng sau sự kiện {last}"),
                format!("event {position} does not stand after event {last}"),
            ));
        }
        last = position;
        let is_foreign = case_of(&proven.leaf).is_some_and(|name| *name != out.name);
        let opens = nth > 0 || entry.plain.is_none() || entry.body.is_none() || begins(entry, opening.case);
        if is_foreign || !opens {
            return Err(Unproven::forged(
                format!("sự kiện {position} là của hồ sơ khác"),
                format!("event {position} is of another case"),
            ));
        }
        if entry.content().is_some() {
            out.opened += 1;
        } else {
            out.erased += 1;
        }
        out.stamp = proven.stamp.into_iter().chain(out.stamp).min();
    }
    Ok(out)
}

/// Whether this event opens that case.
fn begins(entry: &Entry, case: CaseId) -> bool {
    let Some(event) = entry.event() else { return false };
    match event.what {
        What::Opened { identity, .. } | What::CarriedOver { identity, .. } => identity.case == case,
        _ => false,
    }
}
