//! Forms in a few words: `Form::new("register").text("subject", "…").lead("stc").due("2023-03-10")`.
//!
//! A form turns into the kernel's [`MoveForm`] and so into a command; nothing is checked here.

use kernel::Code;
use kernel::case::command::Assigned;
use kernel::case::evidence::Evidence;
use kernel::case::{Act, Command, Due, LateEntry, MoveForm, Value};

use crate::{at, day};

/// A form being filled in.
#[derive(Debug, Clone)]
pub struct Form(MoveForm);

/// A code out of any text.
///
/// # Panics
/// When it is none.
#[track_caller]
pub(crate) fn code(text: &str) -> Code {
    match Code::parse(text) {
        Ok(code) => code,
        Err(said) => panic!("{said}"),
    }
}

impl Form {
    /// A form for the move.
    #[must_use]
    pub fn new(made: &str) -> Self {
        Self(MoveForm::new(code(made)))
    }

    /// Sets a text, date, choice or code.
    #[must_use]
    pub fn text(self, field: &str, value: &str) -> Self {
        self.value(field, Value::text(value))
    }

    /// Sets a whole number or an amount.
    #[must_use]
    pub fn number(self, field: &str, value: i64) -> Self {
        self.value(field, Value::Integer(value))
    }

    /// Sets yes or no.
    #[must_use]
    pub fn flag(self, field: &str, value: bool) -> Self {
        self.value(field, Value::Flag(value))
    }

    /// Sets any value.
    #[must_use]
    pub fn value(mut self, field: &str, value: Value) -> Self {
        self.0.fields.insert(code(field), value);
        self
    }

    /// What the form showed for a field when it was opened; empty for a blank one.
    #[must_use]
    pub fn seen(mut self, field: &str, value: &str) -> Self {
        self.0.seen.insert(code(field), Value::text(value));
        self
    }

    fn assigned(mut self, change: impl FnOnce(&mut Assigned)) -> Self {
        change(self.0.assigned.get_or_insert_with(Assigned::default));
        self
    }

    /// The lead unit.
    #[must_use]
    pub fn lead(self, unit: &str) -> Self {
        self.assigned(|a| a.lead = Some(code(unit)))
    }

    /// One more cooperating unit.
    #[must_use]
    pub fn coop(self, unit: &str) -> Self {
        self.assigned(|a| a.coop.push(code(unit)))
    }

    /// The person who holds it.
    #[must_use]
    pub fn holder(self, person: &str) -> Self {
        self.assigned(|a| a.holder = Some(code(person)))
    }

    /// The post by whose authority.
    #[must_use]
    pub fn assigner(self, post: &str) -> Self {
        self.assigned(|a| a.assigner = Some(code(post)))
    }

    /// Due on this day.
    #[must_use]
    #[track_caller]
    pub fn due(mut self, on: &str) -> Self {
        self.0.due = Due::On(day(on));
        self
    }

    /// Due at this moment, as a foreign system says.
    #[must_use]
    #[track_caller]
    pub fn due_at(mut self, moment: &str) -> Self {
        self.0.due = Due::At(at(moment));
        self
    }

    /// Without a due date (không thời hạn).
    #[must_use]
    pub fn never_due(mut self) -> Self {
        self.0.due = Due::Never;
        self
    }

    /// The reason.
    #[must_use]
    pub fn reason(mut self, text: &str) -> Self {
        self.0.reason = Some(text.to_owned());
        self
    }

    /// Evidence of the result.
    #[must_use]
    pub fn evidence(mut self, evidence: Evidence) -> Self {
        self.0.evidence = Some(evidence);
        self
    }

    /// When the paper was received.
    #[must_use]
    #[track_caller]
    pub fn received(mut self, moment: &str) -> Self {
        self.0.received = Some(at(moment));
        self
    }

    /// The kernel's form.
    #[must_use]
    pub fn into_move(self) -> MoveForm {
        self.0
    }

    /// The same, as work done earlier (ghi bù).
    #[must_use]
    pub fn late(self, late: LateEntry) -> Command {
        Command { act: Act::Move(self.0), late: Some(late) }
    }
}

impl From<Form> for MoveForm {
    fn from(form: Form) -> Self {
        form.0
    }
}

impl From<Form> for Command {
    fn from(form: Form) -> Self {
        Self::from(Act::Move(form.0))
    }
}

/// Evidence that arrived at this moment, neither numbered here nor signed.
#[must_use]
#[track_caller]
pub fn evidence(arrived: &str) -> Evidence {
    Evidence { document: None, file: None, issued: None, signed: None, arrived: at(arrived) }
}

/// Work done at this moment and entered late, for which the witness answers.
#[must_use]
#[track_caller]
pub fn late(occurred: &str, witness: &str) -> LateEntry {
    LateEntry { occurred: at(occurred), reason: "Mất điện, ghi sổ giấy".to_owned(), witness: code(witness) }
}
