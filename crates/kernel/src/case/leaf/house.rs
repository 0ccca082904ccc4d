//! Leaves of the house's own events that are told: the texts that deadlines and figures are counted by, each named by its
//! hash, and the decisions to publish the log or to end that. All other events of the house are opaque.
//!
//! Not here: the leaf of an epoch, which is no event (`epoch`); the texts themselves (calendar, catalogue, rule), whether a decision is allowed (`publishing`).

use serde::{Deserialize, Serialize};

use super::super::record::RecordError;
use super::epoch::EpochLeaf;
use super::{Minute, VERSION, failed};
use crate::publishing::Decision;
use crate::time::{Date, Instant};

/// What a logged text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextOf {
    /// A catalogue, without people: see [`crate::catalogue::public_text`].
    Catalogue,
    /// A working calendar: see [`crate::calendar::Calendar::text`].
    Calendar,
    /// The rule that counts deadlines: see [`crate::clock::rule_text`].
    Rule,
}

impl TextOf {
    /// The name that leaves use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Calendar => "calendar",
            Self::Rule => "rule",
        }
    }
}

/// What leaves of cases call a text by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TextVersion {
    /// A catalogue or a rule, by its number.
    Number(u32),
    /// A calendar, by its fingerprint.
    Name(String),
}

impl std::fmt::Display for TextVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

/// A leaf that names a text by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextLeaf {
    v: u8,
    /// When it was recorded, to the minute.
    pub at: Minute,
    k: TextKind,
    /// What it is.
    pub what: TextOf,
    /// What leaves of cases call it by.
    pub version: TextVersion,
    /// SHA-256 of its bytes, 64 hex digits.
    pub sha256: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TextKind {
    Text,
}

impl TextLeaf {
    /// Of a text that was recorded.
    #[must_use]
    pub fn new(at: Instant, what: TextOf, version: TextVersion, sha256: &str) -> Self {
        Self { v: VERSION, at: Minute::of(at), k: TextKind::Text, what, version, sha256: sha256.to_owned() }
    }

    fn is_sound(&self) -> bool {
        let is_hex = |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let is_named = match (self.what, &self.version) {
            // A calendar is called by the beginning of its hash.
            (TextOf::Calendar, TextVersion::Name(name)) => name.len() == 32 && self.sha256.starts_with(name.as_str()),
            (TextOf::Catalogue | TextOf::Rule, TextVersion::Number(_)) => true,
            (TextOf::Calendar, TextVersion::Number(_)) | (TextOf::Catalogue | TextOf::Rule, TextVersion::Name(_)) => {
                false
            }
        };
        self.sha256.len() == 64 && is_hex(&self.sha256) && is_named
    }
}

/// What was decided about the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// To publish it.
    LogPublished,
    /// To publish it no longer.
    LogWithdrawn,
}

/// A leaf that tells the Chairman's decision about the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionLeaf {
    v: u8,
    /// When it was recorded, to the minute.
    pub at: Minute,
    /// What was decided.
    pub k: Decided,
    /// Number of the decision, as on paper.
    pub decision: String,
    /// The date that it bears.
    pub dated: Date,
}

impl DecisionLeaf {
    /// Of a decision that was recorded.
    #[must_use]
    pub fn new(at: Instant, k: Decided, decision: &Decision) -> Self {
        Self { v: VERSION, at: Minute::of(at), k, decision: decision.number().to_owned(), dated: decision.dated() }
    }
}

#[derive(Deserialize)]
struct Named {
    k: String,
}

/// A leaf of the house's that names its kind.
pub(super) enum HouseLeaf {
    Text(TextLeaf),
    Decision(DecisionLeaf),
    Epoch(EpochLeaf),
}

pub(super) fn decode(bytes: &[u8]) -> Result<HouseLeaf, RecordError> {
    let Named { k } = serde_json::from_slice(bytes).map_err(failed)?;
    if k == "log_epoch" {
        let leaf: EpochLeaf = serde_json::from_slice(bytes).map_err(failed)?;
        let what = "the leaf of an epoch does not say its number, the old root and its reason as it should";
        return leaf.is_sound().then_some(HouseLeaf::Epoch(leaf)).ok_or_else(|| RecordError { what: what.to_owned() });
    }
    if k != "text" {
        let leaf: DecisionLeaf = serde_json::from_slice(bytes).map_err(failed)?;
        return match Decision::parse(&leaf.decision, leaf.dated) {
            Ok(_) => Ok(HouseLeaf::Decision(leaf)),
            Err(refusal) => Err(RecordError { what: refusal.en() }),
        };
    }
    let leaf: TextLeaf = serde_json::from_slice(bytes).map_err(failed)?;
    if leaf.is_sound() {
        return Ok(HouseLeaf::Text(leaf));
    }
    Err(RecordError { what: "the leaf of a text does not say its version and its hash as it should".to_owned() })
}
