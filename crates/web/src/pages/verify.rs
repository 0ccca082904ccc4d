//! The page on which anybody checks a receipt, and what came of it.

use askama::Template;

use super::{Field, Frame, Tone};

/// What came of checking.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Done for genuine, late for forged, neutral where nothing can be said.
    pub tone: Tone,
    /// In a sentence.
    pub text: String,
    /// What a genuine receipt proves: label and value.
    pub facts: Vec<(String, String)>,
}

impl Verdict {
    /// A verdict stands in a box of its own, in the colour of what it says.
    fn class(&self) -> &'static str {
        match self.tone {
            Tone::Done => "notice notice-done",
            Tone::Late => "notice notice-problem",
            _ => "notice",
        }
    }
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "verify.html")]
pub struct VerifyPage {
    /// Surroundings, without a person.
    pub frame: Frame,
    /// Heading.
    pub heading: String,
    /// The same in English; may be empty.
    pub english: String,
    /// What it is for.
    pub lead: String,
    /// What came of the last check.
    pub verdict: Option<Verdict>,
    /// Where the file is sent (POST).
    pub action: String,
    /// The field of the file.
    pub file: Field,
    /// How to check it without us; nothing while there is no log.
    pub command: Option<String>,
}
