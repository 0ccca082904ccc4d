//! Commands: what a person or a job asks of a case. Values are already typed (see [`super::value`]).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::carried::CarryOver;
use super::evidence::Evidence;
use super::{Case, CaseId, FileRef, Link};
use crate::Code;
use crate::case::value::{Fields, Value};
use crate::time::{Date, Instant};

/// Longest reason, remark or urging in characters.
pub const REASON_CHARACTERS_MAX: usize = 2_000;

/// A command on one case.
#[derive(Debug, Clone)]
pub struct Command {
    /// What is asked.
    pub act: Act,
    /// Set when the work was done earlier, during an outage (ghi bù).
    pub late: Option<LateEntry>,
}

impl From<Act> for Command {
    fn from(act: Act) -> Self {
        Self { act, late: None }
    }
}

/// The acts.
#[derive(Debug, Clone)]
pub enum Act {
    /// Open a case by one of its type's opening moves.
    Open(Opening),
    /// Carry a case over from the books kept before (số dư đầu kỳ).
    CarryOver(Box<CarryOver>),
    /// Make a move.
    Move(MoveForm),
    /// Set fields outside a move.
    SetFields(Fields),
    /// Change lead, cooperating units or holder.
    Assign(Assigned),
    /// Move the due date: gia hạn by the assigner, hẹn lại by the centre.
    Extend {
        /// New due day; due at its end of hours.
        due: Date,
        /// Why.
        reason: String,
    },
    /// Urge (đôn đốc).
    Urge {
        /// What is said.
        text: String,
    },
    /// Erase what is personal, by law. The caller destroys the key of the case in the same act.
    Erase {
        /// On which ground; names nobody, since it stays.
        reason: String,
    },
    /// Leave a remark.
    Remark {
        /// What is said; `@Name` calls somebody.
        text: String,
        /// Who else is called, beside those in the text.
        mentions: Vec<Code>,
    },
    /// Ask whoever assigned the case for a later due day (đề nghị gia hạn).
    AskExtension {
        /// The day asked for.
        due: Date,
        /// Why.
        reason: String,
    },
    /// Answer no to the later due day that was asked for (không đồng ý gia hạn).
    RefuseExtension {
        /// Why.
        reason: String,
    },
    /// Attach a file whose bytes the caller stores in the same act.
    Attach {
        /// The file.
        file: FileRef,
        /// Its name, kept in the body.
        name: String,
    },
    /// Link another case.
    Link {
        /// The link.
        link: Link,
        /// Type of the case it points to, gathered by the office; `None` when there is no such case.
        points_to: Option<Code>,
    },
    /// Correct a field (đính chính): visible and counted.
    Correct {
        /// Field.
        field: Code,
        /// New value; `None` clears it.
        new: Option<Value>,
        /// Why.
        reason: String,
        /// Who approved, a person other than the one who corrects.
        approver: Code,
    },
    /// The calendar was changed by an announcement: compute the due moment again.
    Recompute {
        /// Which announcement.
        announcement: String,
    },
    /// A step that a foreign system recorded (import).
    Foreign {
        /// When it happened there.
        at: Instant,
        /// Its name there.
        name: String,
        /// Who or what did it there; personal, kept in the body.
        resource: String,
    },
}

impl Act {
    /// A remark that calls nobody but whom its text names.
    #[must_use]
    pub fn remark(text: &str) -> Self {
        Self::Remark { text: text.to_owned(), mentions: Vec::new() }
    }
}

/// A form that opens a case.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Identity of the new case.
    pub id: CaseId,
    /// Its type.
    pub case_type: Code,
    /// The opening move with its fields.
    pub form: MoveForm,
    /// The assignment batch that it belongs to.
    pub batch: Option<Uuid>,
}

/// A form that makes a move.
#[derive(Debug, Clone)]
pub struct MoveForm {
    /// Code of the move.
    pub code: Code,
    /// Values that the form sets.
    pub fields: Fields,
    /// Values that the form showed when it was opened, for fields it sets (empty text for a blank one); a changed one is
    /// a conflict.
    pub seen: Fields,
    /// Lead, cooperating units, holder.
    pub assigned: Option<Assigned>,
    /// The due date as given.
    pub due: Due,
    /// Reason, where the move asks for one.
    pub reason: Option<String>,
    /// Evidence, gathered by the office.
    pub evidence: Option<Evidence>,
    /// When the application or paper was received, for clocks that start before the act is recorded. `None` is now.
    pub received: Option<Instant>,
}

impl MoveForm {
    /// A form with nothing but its move.
    #[must_use]
    pub fn new(code: impl Into<Code>) -> Self {
        Self {
            code: code.into(),
            fields: Fields::new(),
            seen: Fields::new(),
            assigned: None,
            due: Due::ByRule,
            reason: None,
            evidence: None,
            received: None,
        }
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, field: impl Into<Code>, value: Value) -> Self {
        self.fields.insert(field.into(), value);
        self
    }
}

/// Who gets a case, and, in an event, who has it from then on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Assigned {
    /// Lead unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<Code>,
    /// Cooperating units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coop: Vec<Code>,
    /// Person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Code>,
    /// Post by whose authority it is assigned; when absent in a command the one that stands, for a new case the actor's
    /// own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigner: Option<Code>,
}

impl Assigned {
    /// Who has this case.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        Self {
            lead: case.lead.clone(),
            coop: case.coop.clone(),
            holder: case.holder.clone(),
            assigner: case.assigner.clone(),
        }
    }
}

/// The due date as the form gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// By the rule of the type or procedure.
    ByRule,
    /// On this day, at its end of hours.
    On(Date),
    /// At this moment, as a foreign system says.
    At(Instant),
    /// Without a due date (không thời hạn).
    Never,
}

/// Work done earlier and entered now (ghi bù), marked for ever.
#[derive(Debug, Clone)]
pub struct LateEntry {
    /// When it was done.
    pub occurred: Instant,
    /// Why it was not entered then.
    pub reason: String,
    /// The second person who answers for it.
    pub witness: Code,
}
