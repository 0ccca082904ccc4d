//! The public leaf: what the log that anybody can read says of one event, in its stored form, version 2.
//!
//! A leaf is canonical JSON (fixed key order, no spaces); the ledger appends 32 bytes, the commitment to the rest of the
//! event. A type that the catalogue does not make public says the date alone, and so does an internal event of a public
//! case. No leaf of a case holds a text that a person wrote: only codes of the catalogue, moments to the minute, and the clock.
//! Version 1 is read for ever and no longer written. Not here: hashing the tree, signing, serving; recomputing deadlines
//! is in [`replay`]. `docs/public-log.md` describes the form for readers outside.

mod clock;
mod epoch;
mod house;
mod minute;
pub mod replay;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use clock::ClockSaid;
pub use epoch::{EpochLeaf, EpochRefusal, OldHead, REASON_CHARS_MAX};
pub use house::{Decided, DecisionLeaf, TextLeaf, TextOf, TextVersion};
pub use minute::Minute;

use house::HouseLeaf;

use super::event::{Event, What};
use super::record::RecordError;
use super::{Case, CaseId};
use crate::Code;
use crate::catalogue::case_type::{CaseType, LeafSays, Part};
use crate::time::{Date, Instant};

/// The version of leaves written by this code.
pub const VERSION: u8 = 2;

/// Bytes that the ledger appends: SHA-256 over the rest of the event.
pub const COMMITMENT_BYTES: usize = 32;

/// A leaf, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaf {
    /// An event of which nothing is told but its date; leaves of version 1 do not tell even that.
    Opaque {
        /// The date in law time.
        on: Option<Date>,
    },
    /// An event that is told.
    Public(Box<PublicLeaf>),
    /// An event told in the form of version 1, which names no clock.
    First(FirstLeaf),
    /// An event of the house that names a text by its hash.
    Text(TextLeaf),
    /// The Chairman's decision about the log.
    Decision(DecisionLeaf),
    /// The beginning of a new epoch of the log.
    Epoch(EpochLeaf),
}

/// What is told of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicLeaf {
    v: u8,
    /// When it was recorded, to the minute.
    pub at: Minute,
    /// The case, under a name that the house uses nowhere else.
    pub case: Pseudonym,
    /// Its type.
    #[serde(rename = "type")]
    pub case_type: Code,
    /// What happened.
    pub k: Kind,
    /// The lead unit after the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Code>,
    /// The step after the event.
    pub step: Code,
    /// Values of the fields that the catalogue names for leaves: procedure, channel.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub of: BTreeMap<Code, String>,
    /// What the event did to the clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockSaid>,
    /// How a stopped clock counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<ResultClass>,
    /// It was entered late (ghi bù).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late_entry: bool,
    /// Version of the catalogue under which the case was opened.
    pub catalogue: u32,
    /// Fingerprint of the calendar in force (see [`crate::calendar::Calendar::fingerprint`]).
    pub calendar: String,
    /// Version of the rule that counts deadlines.
    pub rule: u8,
}

/// The name of a case in the log: the first 16 bytes of SHA-256 over its identity, as 32 hex digits. Whoever knows the
/// identity finds the case; nobody gets from the name to the identity, which holds 74 random bits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pseudonym(pub String);

impl Pseudonym {
    /// Of this case.
    #[must_use]
    pub fn of(case: CaseId) -> Self {
        let hash = Sha256::new().chain_update(b"minhbach leaf case\n").chain_update(case.as_bytes()).finalize();
        Self(hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect())
    }
}

/// The events that a public case tells. All others are internal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the kinds of `What` of the same names")]
pub enum Kind {
    Opened,
    CarriedOver,
    Moved,
    Closed,
    ClockStarted,
    ClockPaused,
    ClockResumed,
    ClockRestarted,
    ClockExtended,
    ClockRecomputed,
    ClockStopped,
    ClockReopened,
    Corrected,
    Published,
    Withdrawn,
    LateEntry,
    LateEntryJudged,
}

impl Kind {
    /// Of an event; `None` for an internal one.
    #[must_use]
    pub fn of(what: &What) -> Option<Self> {
        Some(match what {
            What::Opened { .. } => Self::Opened,
            What::CarriedOver { .. } => Self::CarriedOver,
            What::Moved { .. } => Self::Moved,
            What::Closed { .. } => Self::Closed,
            What::ClockStarted { .. } => Self::ClockStarted,
            What::ClockPaused { .. } => Self::ClockPaused,
            What::ClockResumed { .. } => Self::ClockResumed,
            What::ClockRestarted { .. } => Self::ClockRestarted,
            What::ClockExtended { .. } => Self::ClockExtended,
            What::ClockRecomputed { .. } => Self::ClockRecomputed,
            What::ClockStopped { .. } => Self::ClockStopped,
            What::ClockReopened { .. } => Self::ClockReopened,
            What::Corrected { .. } => Self::Corrected,
            What::Published => Self::Published,
            What::Withdrawn => Self::Withdrawn,
            What::LateEntry { .. } => Self::LateEntry,
            What::LateEntryJudged { .. } => Self::LateEntryJudged,
            What::FieldsSet { .. }
            | What::Assigned(_)
            | What::NumberGiven { .. }
            | What::FileAttached { .. }
            | What::Linked { .. }
            | What::Urged
            | What::Remarked
            | What::Mentioned { .. }
            | What::ExtensionAsked { .. }
            | What::ExtensionRefused { .. }
            | What::Erased { .. }
            | What::ForeignStep { .. } => return None,
        })
    }
}

/// How work that is done counts. On time is decided by dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultClass {
    /// Before the due date.
    Early,
    /// On the due date.
    OnTime,
    /// After it.
    Late,
    /// There was none.
    NoDeadline,
}

/// A leaf of version 1.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FirstLeaf {
    /// The case.
    pub case: CaseId,
    /// Its type.
    #[serde(rename = "type")]
    pub case_type: Code,
    /// When it was recorded.
    pub at: Instant,
    /// What happened.
    pub k: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Opaque {
    v: u8,
    on: Date,
}

#[derive(Deserialize)]
struct Versioned {
    v: u64,
    case: Option<serde::de::IgnoredAny>,
    k: Option<serde::de::IgnoredAny>,
}

impl Leaf {
    /// Of an event of which nothing is told but its date.
    #[must_use]
    pub fn opaque(at: Instant) -> Self {
        Self::Opaque { on: Some(at.date()) }
    }

    /// What is told of an event. `before` and `after` are the case around it; `calendar` is the fingerprint of the one in
    /// force.
    #[must_use]
    pub fn of(case_type: &CaseType, before: Option<&Case>, after: &Case, event: &Event, calendar: &str) -> Self {
        let opaque = Self::opaque(event.at);
        let rule = &case_type.leaf;
        let Some(k) = Kind::of(&event.what).filter(|_| rule.says == LeafSays::Public) else { return opaque };
        let clock = clock::said(before.and_then(|case| case.clock.as_ref()), &event.what);
        let result = clock::result(&event.what);
        if let Some(step) = &rule.from {
            // What led to a document is internal: the log begins with its issue, and the clock of its drafting stays out.
            if !after.entered.contains_key(step) || clock.is_some() || result.is_some() {
                return opaque;
            }
        }
        let told = |code: &&Code| case_type.field(code.as_str()).is_some_and(|field| field.part != Part::Body);
        let of = rule.fields.iter().filter(told);
        let of = of.filter_map(|code| Some((code.clone(), after.fields.get(code)?.plain()))).collect();
        Self::Public(Box::new(PublicLeaf {
            v: VERSION,
            at: Minute::of(event.at),
            case: Pseudonym::of(after.id),
            case_type: case_type.code.clone(),
            k,
            unit: after.lead.clone(),
            step: after.step.clone(),
            of,
            clock,
            result,
            late_entry: after.entered_late.occurred(event.at).is_some(),
            catalogue: after.catalogue,
            calendar: calendar.to_owned(),
            rule: crate::clock::RULE_VERSION,
        }))
    }

    /// The canonical bytes, to which the ledger appends the commitment.
    ///
    /// # Errors
    /// For a leaf of version 1, which is not written any more.
    pub fn encode(&self) -> Result<Vec<u8>, RecordError> {
        let bytes = match self {
            Self::Opaque { on: Some(on) } => serde_json::to_vec(&Opaque { v: VERSION, on: *on }),
            Self::Public(leaf) => serde_json::to_vec(leaf),
            Self::Text(leaf) => serde_json::to_vec(leaf),
            Self::Decision(leaf) => serde_json::to_vec(leaf),
            Self::Epoch(leaf) => serde_json::to_vec(leaf),
            Self::Opaque { on: None } | Self::First(_) => {
                return Err(RecordError { what: "leaves of version 1 are not written any more".to_owned() });
            }
        };
        bytes.map_err(failed)
    }

    /// Reads the bytes before the commitment.
    ///
    /// # Errors
    /// When they are not a leaf of a version that this code knows, or not in the canonical form.
    pub fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        let Versioned { v, case, k } = serde_json::from_slice(bytes).map_err(failed)?;
        let leaf = match (v, case, k) {
            (1, None, _) => return Ok(Self::Opaque { on: None }),
            (1, Some(_), _) => return serde_json::from_slice(bytes).map(Self::First).map_err(failed),
            (2, None, None) => serde_json::from_slice(bytes).map(|Opaque { on, .. }| Self::Opaque { on: Some(on) }),
            (2, None, Some(_)) => Ok(match house::decode(bytes)? {
                HouseLeaf::Text(leaf) => Self::Text(leaf),
                HouseLeaf::Decision(leaf) => Self::Decision(leaf),
                HouseLeaf::Epoch(leaf) => Self::Epoch(leaf),
            }),
            (2, Some(_), _) => serde_json::from_slice(bytes).map(|leaf| Self::Public(Box::new(leaf))),
            _ => {
                let what = format!("leaf of version {v} is newer than this program knows ({VERSION})");
                return Err(RecordError { what });
            }
        };
        let leaf = leaf.map_err(failed)?;
        if leaf.encode()? != bytes {
            return Err(RecordError { what: "the leaf is not in its canonical form".to_owned() });
        }
        Ok(leaf)
    }
}

/// Parts what the ledger stored as `pub` into leaf and commitment; `None` when it is too short.
#[must_use]
pub fn split(stored: &[u8]) -> Option<(&[u8], &[u8; COMMITMENT_BYTES])> {
    stored.split_last_chunk()
}

#[expect(clippy::needless_pass_by_value, reason = "handed to map_err")]
fn failed(error: serde_json::Error) -> RecordError {
    RecordError { what: error.to_string() }
}
