//! The stored form of an event: three byte strings `pub`, `plain` and `body`, the latter two in version 1.
//!
//! - `pub` is what the public leaf says, with versions of its own (see [`super::leaf`]). Here it is only the head: the
//!   ledger appends the digest of the other two.
//! - `plain` is canonical JSON (fixed key order, no spaces): who, when, what; nothing personal.
//! - `body` is canonical JSON with a 16-byte salt; to be sealed per case.
//!
//! These forms are a contract: golden files beside the tests must decode for ever. Not here: hashing and storing.

use serde::{Deserialize, Serialize};

use super::event::{Event, Private, What};
use super::leaf::Leaf;
use super::{Case, apply};
use crate::Code;
use crate::catalogue::case_type::{CaseType, LeafSays};
use crate::time::Instant;

/// The version of `plain` and `body` written by this code.
pub const VERSION: u8 = 1;

/// The three parts of a stored event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Head of the public part.
    pub pub_head: Vec<u8>,
    /// Not personal.
    pub plain: Vec<u8>,
    /// All else.
    pub body: Vec<u8>,
}

#[derive(Serialize)]
struct PlainOut<'a> {
    v: u8,
    at: Instant,
    by: &'a Code,
    post: &'a Code,
    #[serde(flatten)]
    what: &'a What,
}

#[derive(Deserialize)]
struct PlainIn {
    at: Instant,
    by: Code,
    post: Code,
    #[serde(flatten)]
    what: What,
}

/// What every version of a part says first.
#[derive(Deserialize)]
struct Versioned {
    v: u64,
}

#[derive(Serialize, Deserialize)]
struct Body {
    v: u8,
    salt: String,
    #[serde(flatten)]
    private: Private,
}

/// Why a stored record could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordError {
    /// What is wrong.
    pub what: String,
}

impl std::fmt::Display for RecordError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a stored record cannot be read: {}", self.what)
    }
}

impl std::error::Error for RecordError {}

/// Encodes the events of one act on a case, in order. `before` is the case before them; `calendar` is the fingerprint of
/// the calendar in force; `salt` gives each event fresh randomness, so that equal bodies do not look equal.
///
/// # Errors
/// When the first event of a new case of which the log tells does not open one.
pub fn encode_all(
    case_type: &CaseType,
    before: Option<&Case>,
    events: &[Event],
    calendar: &str,
    salt: &dyn Fn(usize) -> [u8; 16],
) -> Result<Vec<Stored>, RecordError> {
    let stored = |leaf: Leaf, seq: usize, event: &Event| {
        let (plain, body) = encode(event, salt(seq))?;
        Ok(Stored { pub_head: leaf.encode()?, plain, body })
    };
    if case_type.leaf.says == LeafSays::Opaque {
        // A date needs no case around it.
        return events.iter().enumerate().map(|(seq, event)| stored(Leaf::opaque(event.at), seq, event)).collect();
    }
    let mut case = before.cloned();
    let mut out = Vec::with_capacity(events.len());
    for (seq, event) in events.iter().enumerate() {
        let mut after = case.clone();
        match &mut after {
            Some(after) => apply::apply(after, event),
            None => after = apply::open(event),
        }
        let Some(after) = after else {
            return Err(RecordError { what: format!("`{}` does not open a case", event.what.kind()) });
        };
        let leaf = Leaf::of(case_type, case.as_ref(), &after, event, calendar);
        out.push(stored(leaf, seq, event)?);
        case = Some(after);
    }
    Ok(out)
}

/// The parts `plain` and `body` of an event.
///
/// # Errors
/// Never for values made by this crate; the signature keeps the library's failure visible.
pub fn encode(event: &Event, salt: [u8; 16]) -> Result<(Vec<u8>, Vec<u8>), RecordError> {
    let failed = |e: serde_json::Error| RecordError { what: e.to_string() };
    let plain = PlainOut { v: VERSION, at: event.at, by: &event.by, post: &event.post, what: &event.what };
    let salt = salt.iter().map(|b| format!("{b:02x}")).collect();
    let body = Body { v: VERSION, salt, private: event.private.clone() };
    Ok((serde_json::to_vec(&plain).map_err(failed)?, serde_json::to_vec(&body).map_err(failed)?))
}

/// Decodes a stored event; an empty `body` (destroyed or unreadable) leaves the private part empty.
///
/// # Errors
/// When a part is not one of a version this code knows.
pub fn decode(plain: &[u8], body: &[u8]) -> Result<Event, RecordError> {
    let failed = |e: serde_json::Error| RecordError { what: e.to_string() };
    known(plain)?;
    let read: PlainIn = serde_json::from_slice(plain).map_err(failed)?;
    let private = if body.is_empty() {
        Private::default()
    } else {
        known(body)?;
        serde_json::from_slice::<Body>(body).map_err(failed)?.private
    };
    Ok(Event { at: read.at, by: read.by, post: read.post, what: read.what, private })
}

/// The part `plain` of a stored event without what it says of a field, for a case that the law has erased; `None` where it
/// says nothing of it. Its commitment fits no more, as little as that of an emptied body.
///
/// # Errors
/// As [`decode`].
pub fn plain_without(plain: &[u8], field: &Code) -> Result<Option<Vec<u8>>, RecordError> {
    let mut event = decode(plain, &[])?;
    let told = match &mut event.what {
        What::Opened { fields, .. }
        | What::CarriedOver { fields, .. }
        | What::FieldsSet { fields }
        | What::Moved { fields, .. }
        | What::Closed { fields, .. } => fields.remove(field).is_some(),
        What::Corrected { old, new, .. } => old.remove(field).is_some() | new.remove(field).is_some(),
        _ => false,
    };
    if told { encode(&event, [0; 16]).map(|(plain, _)| Some(plain)) } else { Ok(None) }
}

/// The version is looked at before anything else: what a newer one holds need not look like ours.
fn known(part: &[u8]) -> Result<(), RecordError> {
    let Versioned { v } = serde_json::from_slice(part).map_err(|e| RecordError { what: e.to_string() })?;
    if v == u64::from(VERSION) {
        return Ok(());
    }
    Err(RecordError { what: format!("version {v} is newer than this program knows ({VERSION})") })
}

impl What {
    /// The stable name of the kind, as stored under `k`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::CarriedOver { .. } => "carried_over",
            Self::FieldsSet { .. } => "fields_set",
            Self::Moved { .. } => "moved",
            Self::Closed { .. } => "closed",
            Self::Assigned { .. } => "assigned",
            Self::ClockStarted { .. } => "clock_started",
            Self::ClockPaused { .. } => "clock_paused",
            Self::ClockResumed { .. } => "clock_resumed",
            Self::ClockRestarted { .. } => "clock_restarted",
            Self::ClockExtended { .. } => "clock_extended",
            Self::ClockRecomputed { .. } => "clock_recomputed",
            Self::ClockStopped { .. } => "clock_stopped",
            Self::ClockReopened { .. } => "clock_reopened",
            Self::NumberGiven { .. } => "number_given",
            Self::FileAttached { .. } => "file_attached",
            Self::Linked { .. } => "linked",
            Self::Urged => "urged",
            Self::Remarked => "remarked",
            Self::Mentioned { .. } => "mentioned",
            Self::ExtensionAsked { .. } => "extension_asked",
            Self::ExtensionRefused { .. } => "extension_refused",
            Self::Corrected { .. } => "corrected",
            Self::Erased { .. } => "erased",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
            Self::LateEntry { .. } => "late_entry",
            Self::LateEntryJudged { .. } => "late_entry_judged",
            Self::ForeignStep { .. } => "foreign_step",
        }
    }
}
