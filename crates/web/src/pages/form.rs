//! The form that opens a case of any kind, made from field descriptors of the catalogue.

use askama::Template;

use super::{Field, Frame, Link};

/// A value that goes along unseen: `csrf`, `idempotency_key`, `version`.
#[derive(Clone, Debug, Default)]
pub struct Hidden {
    /// Name it is sent under.
    pub name: String,
    /// Value.
    pub value: String,
}

/// One line of the list of errors on top of a form; leads to its field.
#[derive(Clone, Debug, Default)]
pub struct Problem {
    /// Id of the field; empty when the error belongs to no single field.
    pub field_id: String,
    /// What is wrong and what to do.
    pub text: String,
}

/// A form on a page of its own.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "form.html")]
pub struct FormPage {
    /// Surroundings.
    pub frame: Frame,
    /// The way up: the register.
    pub back: Option<Link>,
    /// `Giao nhiệm vụ mới`.
    pub heading: String,
    /// The same in English; may be empty.
    pub english: String,
    /// What this does and on what basis; may be empty.
    pub intro: String,
    /// What whoever sends it should know before, as lists under headings; mostly none.
    pub told: Vec<(String, Vec<String>)>,
    /// Errors of all fields, in the order of the fields.
    pub problems: Vec<Problem>,
    /// Where it is sent (POST).
    pub action: String,
    /// Token, idempotency key and the like.
    pub hidden: Vec<Hidden>,
    /// Fields under headings; the heading may be empty.
    pub groups: Vec<(String, Vec<Field>)>,
    /// Whether the fields of a group stand beside each other.
    pub in_rows: bool,
    /// Whether what is typed into it is not kept for another time: what it answers is a file, or it should not be at hand.
    pub forgets: bool,
    /// Words of the button.
    pub submit: String,
    /// Where "Thôi" leads.
    pub cancel: String,
}
