//! A form that could not be taken because its session had ended or changed: what was typed is shown, and can be sent.
//!
//! Nothing is kept on the server: the page itself carries what it was sent. Not here: whether it may be done.

use askama::Template;

use super::{Frame, Hidden};

/// The page of a form that came back whole.
#[derive(Clone, Debug, Template)]
#[template(path = "kept.html")]
pub struct KeptPage {
    /// Surroundings; without a person when nobody is signed in.
    pub frame: Frame,
    /// Where the form is sent again (POST).
    pub action: String,
    /// All that it carried, with the token of this session.
    pub hidden: Vec<Hidden>,
    /// What was typed as text, to be read and copied.
    pub typed: Vec<String>,
    /// Name of the file that has to be chosen again; a browser gives none away by itself.
    pub file: Option<String>,
    /// What a file may be.
    pub accept: String,
}
