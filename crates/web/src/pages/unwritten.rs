//! What is said when the store takes nothing: why, what to do, and everything that was typed, ready to be sent again.

use askama::Template;

use super::{Field, Frame, Hidden};

/// A form that could not be recorded.
#[derive(Clone, Debug, Template)]
#[template(path = "unwritten.html")]
pub struct UnwrittenPage {
    /// Surroundings, without a person: nothing may be readable either.
    pub frame: Frame,
    /// Why, in a sentence.
    pub why: String,
    /// Where the form was sent and is sent again.
    pub action: String,
    /// Whether it carries a file.
    pub multipart: bool,
    /// Everything that was sent, with the same idempotency key: sent twice it is recorded once.
    pub hidden: Vec<Hidden>,
    /// The file to choose again; browsers keep none.
    pub file: Option<Field>,
    /// What was typed, to be read and copied.
    pub typed: Vec<String>,
}
