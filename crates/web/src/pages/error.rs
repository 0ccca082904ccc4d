//! What is said when a page cannot be given or an act cannot be done: what, why, what to do. Never a trace.

use askama::Template;

use super::{Frame, Link};
use crate::tongue::id;

/// A field that a colleague changed meanwhile.
#[derive(Clone, Debug, Default)]
pub struct Conflict {
    /// Label of the field.
    pub label: String,
    /// What this person saw when the form was opened; may be empty.
    pub before: String,
    /// What this person typed.
    pub mine: String,
    /// What stands there now.
    pub theirs: String,
    /// Who set it, and when.
    pub by: String,
}

/// An error page.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// Surroundings; without a person when nobody is signed in.
    pub frame: Frame,
    /// HTTP status: 403, 404, 409, 422, 500.
    pub status: u16,
    /// What happened, as a heading.
    pub heading: String,
    /// The same in English beside a Vietnamese one; may be empty.
    pub english: String,
    /// Why.
    pub why: String,
    /// The rule that refuses, with its legal basis; may be empty.
    pub rule: String,
    /// What to do, one step a line.
    pub steps: Vec<String>,
    /// Fields in conflict (409).
    pub conflicts: Vec<Conflict>,
    /// Where to go.
    pub ways: Vec<Link>,
    /// What to tell the administrator; may be empty.
    pub reference: String,
}

impl ErrorPage {
    /// The usual words for a status, to which a handler adds a rule, conflicts, ways and a reference.
    #[must_use]
    pub fn usual(frame: Frame, status: u16) -> Self {
        let tongue = frame.tongue;
        let (heading, why, steps): (_, _, &[&'static str]) = match status {
            403 => (
                id("answer-forbidden"),
                id("answer-forbidden-why"),
                &[id("answer-forbidden-post"), id("answer-forbidden-ask")],
            ),
            404 => (
                id("answer-missing"),
                id("answer-missing-why"),
                &[id("answer-missing-address"), id("answer-missing-search")],
            ),
            409 => (
                id("answer-changed"),
                id("answer-changed-why"),
                &[id("answer-changed-compare"), id("answer-changed-again")],
            ),
            422 => (id("answer-refused"), id("answer-refused-why"), &[id("answer-refused-back")]),
            _ => (id("answer-broken"), id("answer-broken-why"), &[id("answer-broken-again"), id("answer-broken-tell")]),
        };
        Self {
            frame,
            status,
            heading: tongue.say(heading),
            english: tongue.aside(heading),
            why: tongue.say(why),
            rule: String::new(),
            steps: steps.iter().map(|step| tongue.say(step)).collect(),
            conflicts: Vec::new(),
            ways: Vec::new(),
            reference: String::new(),
        }
    }
}
