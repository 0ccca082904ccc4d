//! The pages of those who lead: the board, urging, the conclusions of a meeting. Each is scoped to what its reader may
//! read; who may act is the kernel's to say.

pub mod board;
pub mod conclusions;
pub mod urge;

use std::sync::Arc;

use kernel::catalogue::case_type::CaseType;

use super::answer::Stop;
use super::visitor::Visitor;
use crate::tongue::id;

/// The type whose cases leaders follow.
const TASK: &str = "task";
/// Who has a board.
const LEADERS: [&str; 6] = ["chairman", "vice_chairman", "chief", "deputy_chief", "centre_director", "head_of_room"];

pub fn leads(visitor: &Visitor) -> bool {
    visitor.viewer.actor.posts.iter().any(|post| LEADERS.contains(&post.role.as_str()))
}

/// The type of tasks, for somebody who leads or who may do this act on some of them.
pub fn task(visitor: &Visitor) -> Result<Arc<CaseType>, Stop> {
    let found = visitor.house().catalogue()?.types.get(TASK).cloned();
    found.ok_or_else(|| visitor.missing())
}

/// Whether the visitor may urge some tasks, as far as posts tell.
pub fn urges(visitor: &Visitor) -> bool {
    let Ok(of) = task(visitor) else { return false };
    leads(visitor) || visitor.viewer.actor.allowed(&of.acts.urge, None, visitor.house().org()).is_some()
}

/// Whether the visitor may assign tasks.
fn assigns(visitor: &Visitor) -> bool {
    let Ok(of) = task(visitor) else { return false };
    let made = of.find_move("assign");
    made.is_some_and(|made| visitor.viewer.actor.allowed(&made.who, None, visitor.house().org()).is_some())
}

/// Entries of the navigation: name, English name, address.
pub fn nav(visitor: &Visitor) -> Vec<(&'static str, &'static str)> {
    let mut out = Vec::new();
    if leads(visitor) {
        out.push((id("frame-nav-board"), "/dieu-hanh"));
    }
    if urges(visitor) {
        out.push((id("frame-nav-urging"), "/don-doc"));
    }
    if assigns(visitor) {
        out.push((id("frame-nav-conclusions"), "/ket-luan"));
    }
    out
}
