//! The opening balance (số dư đầu kỳ): a case that stood open in the books kept before is carried over into this ledger.
//!
//! Nothing is backdated: the event has the time of its recording, names the day from which the books are kept here, and
//! is answered for by two persons. What happened before that day is in the old books and moves no figure of these; what
//! happens from then on goes by the ordinary rules of the type. Not here: deciding (`decide::carry`), reading files.

use serde::{Deserialize, Serialize};

use super::CaseId;
use super::command::{Assigned, Due};
use crate::Code;
use crate::case::value::Fields;
use crate::time::{Date, Instant};

/// Longest register name or old number, in characters.
pub const NUMBER_CHARACTERS_MAX: usize = 200;

/// What a case keeps of the books that it was carried over from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Name of the old register (sổ).
    pub register: String,
    /// Its number there.
    pub number: String,
    /// The first day that is kept here (ngày đầu kỳ).
    pub on: Date,
    /// When it was received or assigned, by the old books.
    pub received: Instant,
    /// The step in which it was carried over.
    pub step: Code,
    /// The second person who answers for it.
    pub witness: Code,
    /// The move that paused its clock in the old books: it was made, and its law is how the clock goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_by: Option<Code>,
}

impl Carried {
    /// The first moment of the balance day, in law time.
    #[must_use]
    pub fn begins(&self) -> Instant {
        self.on.at(0)
    }
}

/// A case to be carried over, as a row of the old books says.
#[derive(Debug, Clone)]
pub struct CarryOver {
    /// Identity of the new case; the same row gets the same one.
    pub id: CaseId,
    /// Its type.
    pub case_type: Code,
    /// Where it stands; not a terminal step.
    pub step: Code,
    /// Values of its fields.
    pub fields: Fields,
    /// Lead, cooperating units, holder, assigner.
    pub assigned: Option<Assigned>,
    /// Name of the old register.
    pub register: String,
    /// Its number there.
    pub number: String,
    /// The first day that is kept here.
    pub on: Date,
    /// When it was received or assigned.
    pub received: Instant,
    /// The due moment by the old books; [`Due::ByRule`] when the row says nothing.
    pub due: Due,
    /// The first due day, where it was moved before.
    pub first_due: Option<Date>,
    /// Since when the clock is paused.
    pub paused_since: Option<Instant>,
    /// The move that paused it, where more than one can have; without meaning where the clock is not paused.
    pub paused_by: Option<Code>,
    /// When the clock stopped.
    pub stopped_at: Option<Instant>,
    /// Where the due moment stands, said beside it for ever.
    pub source: String,
    /// Why it is entered, such as the decision to change systems.
    pub reason: String,
    /// The second person.
    pub witness: Code,
}
