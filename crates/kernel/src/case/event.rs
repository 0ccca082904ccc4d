//! Events: what happened to a case, in the form in which the ledger keeps it for ever.
//!
//! Every case type shares these kinds. A kind once stored never changes its meaning or its keys; a new need gets a
//! new kind or a new version (see [`super::record`] and the golden files beside it).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::carried::Carried;
use super::command::Assigned;
use super::evidence::Evidence;
use super::{CaseId, FileRef};
use crate::Code;
use crate::case::value::Fields;
use crate::clock::ClockState;
use crate::time::{Date, Instant};

/// One event of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When it was recorded.
    pub at: Instant,
    /// Person who acted.
    pub by: Code,
    /// Post in which they acted.
    pub post: Code,
    /// What happened.
    pub what: What,
    /// What of it is not for lists and figures.
    pub private: Private,
}

/// The sealed part of an event.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Private {
    /// Values of `body` fields.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub fields: Fields,
    /// Values of `body` fields before a correction.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub old: Fields,
    /// Free text: a reason, a remark, an urging.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// A file's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// Which case an event opens, of what type, under which catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Identity.
    pub case: CaseId,
    /// Type.
    #[serde(rename = "type")]
    pub case_type: Code,
    /// Catalogue version.
    pub catalogue: u32,
}

/// The kinds of event. Serialised with the key `k`, in `snake_case`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "k", rename_all = "snake_case")]
pub enum What {
    /// The case was opened by a move.
    Opened {
        /// Which case, of what type.
        #[serde(flatten)]
        identity: Identity,
        /// The opening move.
        #[serde(rename = "move")]
        made: Code,
        /// First step.
        to: Code,
        /// Values of `pub` and `plain` fields.
        #[serde(default, skip_serializing_if = "Fields::is_empty")]
        fields: Fields,
        /// Assignment batch.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        batch: Option<Uuid>,
    },
    /// The case stood open in the books kept before and was carried over (số dư đầu kỳ): opened here where it stood.
    CarriedOver {
        /// Which case, of what type.
        #[serde(flatten)]
        identity: Identity,
        /// What it keeps of the old books.
        carried: Box<Carried>,
        /// Values of `pub` and `plain` fields.
        #[serde(default, skip_serializing_if = "Fields::is_empty")]
        fields: Fields,
        /// Who had it.
        #[serde(flatten)]
        held: Assigned,
        /// The clock as it stood.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clock: Option<ClockState>,
    },
    /// Fields were set.
    FieldsSet {
        /// Values of `pub` and `plain` fields.
        #[serde(default, skip_serializing_if = "Fields::is_empty")]
        fields: Fields,
    },
    /// A move was made.
    Moved {
        /// The move.
        #[serde(rename = "move")]
        made: Code,
        /// From.
        from: Code,
        /// To.
        to: Code,
        /// Values of `pub` and `plain` fields set by its form.
        #[serde(default, skip_serializing_if = "Fields::is_empty")]
        fields: Fields,
        /// Evidence that came with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence: Option<Evidence>,
    },
    /// A move led to a terminal step.
    Closed {
        /// The move.
        #[serde(rename = "move")]
        made: Code,
        /// From.
        from: Code,
        /// To.
        to: Code,
        /// Values of `pub` and `plain` fields set by its form.
        #[serde(default, skip_serializing_if = "Fields::is_empty")]
        fields: Fields,
        /// Evidence that came with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence: Option<Evidence>,
    },
    /// Lead, cooperating units or holder changed.
    Assigned(Assigned),
    /// The clock started.
    ClockStarted {
        /// The clock afterwards.
        clock: ClockState,
    },
    /// The clock paused.
    ClockPaused {
        /// The clock afterwards.
        clock: ClockState,
    },
    /// The clock runs on; the due moment moved by the paused working time.
    ClockResumed {
        /// The clock afterwards.
        clock: ClockState,
    },
    /// The whole limit started anew.
    ClockRestarted {
        /// The clock afterwards.
        clock: ClockState,
    },
    /// The due date was moved by somebody.
    ClockExtended {
        /// The clock afterwards.
        clock: ClockState,
    },
    /// The due moment was computed again after an announcement.
    ClockRecomputed {
        /// The clock afterwards.
        clock: ClockState,
        /// Which announcement.
        announcement: String,
    },
    /// The clock stopped.
    ClockStopped {
        /// The clock afterwards.
        clock: ClockState,
    },
    /// A stopped clock runs again.
    ClockReopened {
        /// The clock afterwards.
        clock: ClockState,
    },
    /// A number was given.
    NumberGiven {
        /// Series.
        series: Code,
        /// Ordinal.
        n: u64,
        /// As written.
        text: String,
    },
    /// A file was attached.
    FileAttached {
        /// The file.
        file: FileRef,
    },
    /// Another case was linked.
    Linked {
        /// Rule.
        rule: Code,
        /// The other case.
        to: CaseId,
    },
    /// Somebody urged.
    Urged,
    /// Somebody remarked.
    Remarked,
    /// The remark before it calls people by name.
    Mentioned {
        /// Who.
        people: Vec<Code>,
    },
    /// Whoever has the work asked for a later due day; why stands in the sealed part.
    ExtensionAsked {
        /// The day asked for.
        due: Date,
    },
    /// The later due day that was asked for was not given; why stands in the sealed part.
    ExtensionRefused {
        /// The day asked for.
        due: Date,
        /// Who asked.
        asker: Code,
    },
    /// A field was corrected; old and new values stand here or, for `body` fields, in the sealed part.
    Corrected {
        /// Field.
        field: Code,
        /// Old value of a `pub` or `plain` field, by its code.
        #[serde(default, skip_serializing_if = "Fields::is_empty")]
        old: Fields,
        /// New value of a `pub` or `plain` field, by its code.
        #[serde(default, skip_serializing_if = "Fields::is_empty")]
        new: Fields,
        /// Who approved.
        approver: Code,
    },
    /// What was personal of the case was erased, by law (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15): from here on only what
    /// is not personal is left of it.
    Erased {
        /// On which ground. It stays, so it names nobody.
        reason: String,
    },
    /// Shown to the public.
    Published,
    /// Taken off the public pages.
    Withdrawn,
    /// What follows in this act was done earlier and entered late.
    LateEntry {
        /// When it was done.
        occurred: Instant,
        /// The second person.
        witness: Code,
    },
    /// The stop before it counts as late; without the outage it would have counted so (đúng hạn theo ghi bù).
    LateEntryJudged {
        /// When the work was done.
        done: Instant,
        /// When it would have been due.
        due: Instant,
    },
    /// A step that a foreign system recorded.
    ForeignStep {
        /// When it happened there.
        occurred: Instant,
        /// Its name there.
        step: String,
    },
}
