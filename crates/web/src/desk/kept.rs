//! What becomes of a form when its session has ended, or is another one: it comes back whole, to be sent again.
//!
//! It is never acted on without a press of the button on a page of ours, whose token is this session's. Forms without
//! anything typed lead to the door as pages do. Not here: what was typed and is wrong (`forms`).

use axum::http::StatusCode;
use axum::response::Response;

use super::answer;
use super::posted::Posted;
use super::taken;
use super::visitor::{Asked, Visitor, outside_frame};
use crate::pages::{Frame, Hidden, KeptPage};
use crate::state::AppState;

/// Values that the page gives anew.
const GIVEN: [&str; 1] = ["csrf"];
/// Longest address that a form is sent to again.
const ADDRESS_BYTES_MAX: usize = 2_000;

/// The form of somebody who is signed in: the token was another session's.
pub fn of_another_session(visitor: &Visitor, posted: &Posted) -> Response {
    let frame = visitor.frame(&visitor.tongue.say("answer-title-stale"));
    page(frame, &visitor.csrf, &visitor.asked.address, posted)
}

/// The form of somebody whose session has ended; `None` when nothing was typed.
pub fn of_nobody(state: &AppState, asked: &Asked, posted: &Posted) -> Option<Response> {
    let worth = posted.file.is_some() || posted.pairs().any(|(name, value)| is_typed(name, value));
    worth.then(|| {
        let frame = outside_frame(state, asked, &asked.tongue.say("answer-title-stale"));
        page(frame, "", &asked.address, posted)
    })
}

/// What somebody typed as words, not chosen or carried along: it holds a space or a letter of Vietnamese.
fn is_typed(name: &str, value: &str) -> bool {
    // `s.` is what the form showed when it was opened.
    let own = !GIVEN.contains(&name) && !name.starts_with("s.") && name != "back";
    own && value.trim().contains(|c: char| c.is_whitespace() || !c.is_ascii())
}

fn page(frame: Frame, csrf: &str, address: &str, posted: &Posted) -> Response {
    let hidden = |name: &str, value: &str| Hidden { name: name.to_owned(), value: value.to_owned() };
    let carried = posted.pairs().filter(|(name, _)| !GIVEN.contains(name)).map(|(name, value)| hidden(name, value));
    let typed = posted.pairs().filter(|(name, value)| is_typed(name, value)).map(|(_, value)| value.to_owned());
    let shown = KeptPage {
        frame,
        action: if address.len() <= ADDRESS_BYTES_MAX { address.to_owned() } else { "/".to_owned() },
        hidden: std::iter::once(hidden("csrf", csrf)).chain(carried).collect(),
        typed: typed.collect(),
        file: posted.file.as_ref().map(|file| file.name.clone()),
        accept: taken::ACCEPT.to_owned(),
    };
    answer::page(StatusCode::FORBIDDEN, &shown)
}
