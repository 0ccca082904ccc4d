//! The course of a kind of case as a value: states in which it waits, acts that lead from one to another.
//!
//! What `bpmn` writes and a page draws. Not here: where it comes from (the catalogue, by way of `office`), shapes.

use crate::layout::Edge;

/// A course.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// Code: letters, digits, `.`, `_`, `-`.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it is for, on which basis; may be empty.
    pub documentation: String,
    /// What the beginning is called.
    pub beginning: String,
    /// States.
    pub states: Vec<State>,
    /// Acts, the usual ones first.
    pub acts: Vec<Act>,
}

/// A state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Code, unique among states.
    pub code: String,
    /// Name.
    pub name: String,
    /// A second line; may be empty.
    pub detail: String,
    /// What it means to be here.
    pub kind: StateKind,
}

/// What it means to be in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateKind {
    /// Somebody has to act.
    Waits,
    /// Nobody has to act, somebody may.
    Rests,
    /// The end.
    Ends,
}

/// An act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Code, unique among acts.
    pub code: String,
    /// Name.
    pub name: String,
    /// Who, what is needed, on which basis, in sentences.
    pub documentation: String,
    /// Indices of the states from which it leads; empty at the beginning.
    pub from: Vec<usize>,
    /// Index of the state to which it leads.
    pub to: usize,
    /// Who may act, one role each.
    pub performers: Vec<String>,
}

impl Course {
    /// Boxes of a picture: the beginning, then the states, then the acts.
    #[must_use]
    pub fn boxes(&self) -> usize {
        1 + self.states.len() + self.acts.len()
    }

    /// Ways between the boxes: from the beginning or a state to an act, from an act to a state. Acts that come first
    /// weigh more.
    #[must_use]
    pub fn edges(&self) -> Vec<Edge> {
        let first_act = 1 + self.states.len();
        let mut edges = Vec::new();
        for (n, act) in self.acts.iter().enumerate() {
            let weight = u64::try_from(self.acts.len() - n).unwrap_or(1);
            let at = first_act + n;
            let from = if act.from.is_empty() { vec![0] } else { act.from.iter().map(|state| state + 1).collect() };
            edges.extend(from.into_iter().map(|from| Edge { from, to: at, weight }));
            edges.push(Edge { from: at, to: act.to + 1, weight });
        }
        edges
    }
}
