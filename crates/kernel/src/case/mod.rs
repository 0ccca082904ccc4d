//! One generic case: its state, the commands on it, the events that change it.
//!
//! `decide` answers a command with events or a refusal; `apply` folds events into the state and cannot fail. What
//! kinds of case exist is catalogue data; nothing here names a type.

pub mod apply;
pub mod batch;
pub mod carried;
pub mod command;
pub mod decide;
pub mod entered_late;
pub mod event;
pub mod evidence;
pub mod leaf;
pub mod mention;
pub mod notices;
pub mod record;
pub mod refusal;
pub mod rights;
pub mod value;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Code;
use crate::clock::ClockState;
use crate::time::{Date, Instant};

pub use carried::{Carried, CarryOver};
pub use command::{Act, Command, Due, LateEntry, MoveForm, Opening};
pub use decide::{Context, Outcome, Plan, decide, decide_all};
pub use entered_late::{ByLateEntry, EnteredLate};
pub use event::{Event, Identity, What};
pub use refusal::Refusal;
pub use rights::{Actor, HeldPost};
pub use value::{Fields, Value};

/// Identity of a case: UUIDv7, given by the caller.
pub type CaseId = Uuid;

/// The current state of a case, folded from its events.
///
/// The part kept in the read table's `state` column holds nothing personal; [`Case::body`] is stored apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Identity.
    pub id: CaseId,
    /// Code of the case type.
    #[serde(rename = "type")]
    pub case_type: Code,
    /// Version of the catalogue under which it was opened.
    pub catalogue: u32,
    /// Number of events folded.
    pub version: u64,
    /// Current step.
    pub step: Code,
    /// When it was opened.
    pub opened: Instant,
    /// When it last entered each step it has been in.
    pub entered: BTreeMap<Code, Instant>,
    /// Values of `pub` and `plain` fields.
    pub fields: Fields,
    /// Values of `body` fields; stored apart from the rest.
    #[serde(skip)]
    pub body: Fields,
    /// Lead unit (chủ trì).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<Code>,
    /// Cooperating units (phối hợp).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coop: Vec<Code>,
    /// Person who holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Code>,
    /// Post that assigned it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigner: Option<Code>,
    /// Numbers given, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<GivenNumber>,
    /// The clock, absent until started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockState>,
    /// A later due day that was asked for and not yet answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
    /// Changes of the due date and pauses, for "as of a day" tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<ClockSpan>,
    /// Files attached, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
    /// Links to other cases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// How often each move was made.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub made: BTreeMap<Code, u32>,
    /// First publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Instant>,
    /// Withdrawal from the public pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Instant>,
    /// When it reached a terminal step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Instant>,
    /// When what was personal of it was erased, by law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased: Option<Instant>,
    /// Evidence that stopped the clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<evidence::Evidence>,
    /// What late entries say of the clock, beside the rate.
    #[serde(default, skip_serializing_if = "EnteredLate::is_empty")]
    pub entered_late: EnteredLate,
    /// The assignment batch (đợt giao) that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<Uuid>,
    /// What it keeps of the books that it was carried over from (số dư đầu kỳ).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Box<Carried>>,
    /// Counters of acts that stay visible.
    #[serde(default, skip_serializing_if = "Tally::is_empty")]
    pub tally: Tally,
}

impl Case {
    /// The case, and once it was erased without its title: that is said in plain words, and may name somebody.
    #[must_use]
    pub fn titled_while_kept(&self, title: &Code) -> Cow<'_, Self> {
        if self.erased.is_none() || !self.fields.contains_key(title) {
            return Cow::Borrowed(self);
        }
        let mut left = self.clone();
        left.fields.remove(title);
        Cow::Owned(left)
    }

    /// The number of this series given last, as written.
    #[must_use]
    pub fn number(&self, series: &str) -> Option<&GivenNumber> {
        self.numbers.iter().rev().find(|n| n.series == *series)
    }

    /// The number by which people know the case: the one given last; without one, that of the books which it was carried
    /// over from; or nothing.
    #[must_use]
    pub fn number_shown(&self) -> &str {
        let given = self.numbers.last().map(|n| n.text.as_str());
        given.or_else(|| self.carried.as_ref().map(|carried| carried.number.as_str())).unwrap_or_default()
    }

    /// The value of a field, wherever it is kept.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.fields.get(field).or_else(|| self.body.get(field))
    }

    /// Whether no move leads on.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed.is_some()
    }
}

/// A number as given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenNumber {
    /// Code of the series.
    pub series: Code,
    /// Ordinal in its period.
    pub n: u64,
    /// As written: `05/QĐ-UBND`.
    pub text: String,
    /// When given.
    pub at: Instant,
}

/// A later due day that somebody asks for (đề nghị gia hạn).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The day.
    pub due: Date,
    /// When it was asked.
    pub at: Instant,
    /// Who asked.
    pub by: Code,
}

/// A stretch of the clock with one due moment, running or paused; ends where the next begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockSpan {
    /// First instant.
    pub from: Instant,
    /// Last instant; absent while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Instant>,
    /// Due moment in force; absent means không thời hạn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Instant>,
    /// Whether the clock was paused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
}

/// A file of the case, addressed by the stored bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// SHA-256 of the stored bytes, 64 hex digits.
    pub sha256: String,
    /// Media type: `application/pdf`, `image/png`.
    pub media: String,
    /// Size in bytes.
    pub bytes: u64,
    /// When attached.
    pub at: Instant,
}

impl FileRef {
    /// Whether it is an image.
    #[must_use]
    pub fn is_image(&self) -> bool {
        self.media.starts_with("image/")
    }
}

/// A link to another case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Code of the link rule.
    pub rule: Code,
    /// The other case.
    pub to: CaseId,
}

/// How often acts were done that a report or a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Urged (đôn đốc).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub urged: u32,
    /// Remarks.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub remarks: u32,
    /// Corrections.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub corrections: u32,
    /// Late entries (ghi bù).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub late_entries: u32,
}

impl Tally {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if passes a reference")]
fn is_zero(n: &u32) -> bool {
    *n == 0
}
