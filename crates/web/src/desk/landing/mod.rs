//! What stands on top of the first page: the day of the role that a person holds, every figure a link to its list.
//!
//! A person with several roles sees the part of each. What waits for a person stands below for everybody. Not here:
//! counting (office), the leaders' own board (`leaders`).

mod centre;
mod clerk;
mod counter;
mod leader;

use std::sync::Arc;

use kernel::catalogue::case_type::CaseType;
use office::views::home::Waiting;
use office::views::register::Count;

use super::answer::Stop;
use super::register::count_words;
use super::visitor::Visitor;
use crate::pages::{Panel, PanelFigure};
use crate::tongue::Tongue;

/// Who directs the centre, who sits at its counters, who keeps the books of documents.
const CENTRE_DIRECTOR: &str = "centre_director";
const ONE_STOP: &str = "one_stop";
const CLERK: &str = "clerk";

/// The parts of the first page that come with roles.
pub fn panels(visitor: &Visitor, waiting: &[Waiting]) -> Result<Vec<Panel>, Stop> {
    let holds = |role: &str| visitor.viewer.actor.posts.iter().any(|post| post.role == *role);
    let mut out = Vec::new();
    if holds(CENTRE_DIRECTOR) {
        out.extend(centre::panels(visitor)?);
    } else if super::leaders::leads(visitor) {
        out.extend(leader::panel(visitor)?);
    }
    if holds(ONE_STOP) {
        out.extend(counter::panel(visitor, waiting));
    }
    if holds(CLERK) {
        out.extend(clerk::panels(visitor, waiting)?);
    }
    Ok(out)
}

/// The type of dossiers: the one whose course its procedures refine.
fn dossiers(visitor: &Visitor) -> Option<Arc<CaseType>> {
    visitor.viewer.types().into_iter().find(|t| t.refined_by_procedure)
}

/// A count that leads to its list.
fn figure(tongue: Tongue, label: String, count: Count, href: String, late: bool) -> PanelFigure {
    PanelFigure {
        label,
        value: count_words(tongue, count),
        href,
        detail: String::new(),
        late: late && !count.is_none(),
    }
}

/// What waits at one step of a type, if anything does.
fn at_step<'a>(waiting: &'a [Waiting], case_type: &str, step: &str) -> Option<&'a Waiting> {
    waiting.iter().find(|w| w.case_type.code == *case_type && w.step.code == *step)
}
