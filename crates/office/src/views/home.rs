//! What waits for a person, and the registers with their counts.
//!
//! A case waits for whoever may make a usual next move from its step. Usual is a move that asks for no reason: returning,
//! refusing and cancelling do. Not here: words (web).

use std::sync::Arc;

use kernel::case::rights::HeldPost;
use kernel::catalogue::case_type::{CaseType, Move, Step, Who};

use super::register::{Count, Filter, List, Query, Sort, State};
use super::{Sight, Viewer};
use crate::desk::{Office, OfficeError};

/// Cases shown of each group.
pub const ITEMS_SHOWN: u64 = 5;

/// Cases of one type at one step that wait for this person.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Type.
    pub case_type: Arc<CaseType>,
    /// Step.
    pub step: Step,
    /// The usual moves that this person may make from it.
    pub moves: Vec<Move>,
    /// What the list of all of them is held to.
    pub filters: Vec<Filter>,
    /// The first few, due first, and how many there are.
    pub list: List,
}

/// A register with its counts.
#[derive(Debug, Clone)]
pub struct Register {
    /// Type.
    pub case_type: Arc<CaseType>,
    /// At a step where somebody has to do something.
    pub open: Count,
    /// Past their due date; `None` where nothing is ever due.
    pub late: Option<Count>,
}

/// Whose work a move is, as far as a list can tell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scope<'a> {
    /// Of the person that holds the case.
    Holder,
    /// Of the lead unit.
    Lead(&'a str),
    /// Of everybody in the role.
    Role,
}

impl Office {
    /// What waits for the viewer, one group for each type and step.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn waiting(&self, viewer: &Viewer) -> Result<Vec<Waiting>, OfficeError> {
        let mut out = Vec::new();
        for case_type in viewer.types() {
            for step in case_type.steps.iter().filter(|s| !s.terminal && !s.at_rest) {
                let Some((moves, filters)) = wanted(viewer, &case_type, step) else { continue };
                let query = Query {
                    filters: filters.clone(),
                    sort: if case_type.clock.is_some() { Sort::Due } else { Sort::Opened },
                    descending: false,
                    rows: ITEMS_SHOWN,
                    ..Query::all(case_type.code.clone())
                };
                let list = self.register(viewer, &query)?.filter(|list| !list.count.is_none());
                out.extend(list.map(|list| Waiting {
                    case_type: Arc::clone(&case_type),
                    step: step.clone(),
                    moves,
                    filters,
                    list,
                }));
            }
        }
        Ok(out)
    }

    /// The registers of which the viewer may read something.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub fn registers(&self, viewer: &Viewer) -> Result<Vec<Register>, OfficeError> {
        let mut out = Vec::new();
        for case_type in viewer.types() {
            let all = Query::all(case_type.code.clone());
            let open = self.count(viewer, &Query { state: Some(State::Open), ..all.clone() })?;
            let late = match case_type.clock {
                Some(_) => Some(self.count(viewer, &Query { state: Some(State::Late), ..all })?),
                None => None,
            };
            out.push(Register { case_type, open, late });
        }
        Ok(out)
    }
}

/// The usual moves from a step that the viewer may make, and the filters that find the cases.
fn wanted(viewer: &Viewer, case_type: &CaseType, step: &Step) -> Option<(Vec<Move>, Vec<Filter>)> {
    if viewer.sight(case_type) == Sight::Nothing {
        return None;
    }
    let usual = case_type.moves.iter().filter(|m| m.from.contains(&step.code) && !m.reason && m.to != step.code);
    let found: Vec<(&Move, Scope<'_>)> = usual.filter_map(|m| scope(viewer, m).map(|s| (m, s))).collect();
    let widest = found.iter().map(|(_, scope)| *scope).max()?;
    let mut filters = vec![Filter::one("@step", step.code.as_str())];
    match widest {
        Scope::Role => {}
        Scope::Lead(_) => {
            let mut values: Vec<String> = found
                .iter()
                .filter_map(|(_, s)| if let Scope::Lead(unit) = s { Some((*unit).to_owned()) } else { None })
                .collect();
            values.dedup();
            filters.insert(0, Filter { field: "@lead".to_owned(), values });
        }
        Scope::Holder => filters.insert(0, Filter::one("@holder", viewer.actor.person.as_str())),
    }
    Some((found.into_iter().map(|(m, _)| m.clone()).collect(), filters))
}

/// The widest scope in which a move is this viewer's work. Where somebody holds the case, the role at large does not count.
fn scope<'a>(viewer: &'a Viewer, made: &Move) -> Option<Scope<'a>> {
    let held = made.who.contains(&Who::Holder);
    let of = |who: &Who, post: &'a HeldPost| match who {
        Who::Role(role) if !held && post.role == *role => Some(Scope::Role),
        Who::RoleAtUnit(role, unit)
            if !held && post.role == *role && viewer.house.org().is_within(&post.unit, unit) =>
        {
            Some(Scope::Role)
        }
        Who::RoleAtLead(role) if post.role == *role => Some(Scope::Lead(post.unit.as_str())),
        Who::Lead => Some(Scope::Lead(post.unit.as_str())),
        Who::Holder => Some(Scope::Holder),
        _ => None,
    };
    let posts = &viewer.actor.posts;
    made.who.iter().flat_map(|who| posts.iter().filter_map(move |post| of(who, post))).max()
}
