//! How a case can stand in a step, by the moves that lead there: whether its clock runs, and whether it has a lead unit.
//!
//! Worked out over the moves of a type; no type is named. For what enters the course in its middle, an opening balance.

use std::collections::BTreeSet;

use super::case_type::{CaseType, Effect, Move};
use crate::Code;

/// What the clock does in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ticking {
    /// It was never started.
    NotStarted,
    /// It runs.
    Running,
    /// It is paused.
    Paused,
    /// It has stopped.
    Stopped,
}

/// A way to stand in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing<'a> {
    /// The clock.
    pub clock: Ticking,
    /// The move that paused it, while it is paused.
    pub paused_by: Option<&'a Code>,
    /// Whether there is a lead unit.
    pub assigned: bool,
}

impl<'a> Standing<'a> {
    /// After a move; `None` when the clock refuses its effects.
    pub(super) fn after(mut self, made: &'a Move) -> Option<Self> {
        for effect in &made.does {
            self.clock = match (effect, self.clock) {
                (Effect::StartClock, _) => Ticking::Running,
                (Effect::Assign, clock) => {
                    self.assigned = true;
                    clock
                }
                (Effect::Release, clock) => {
                    self.assigned = false;
                    clock
                }
                (_, Ticking::NotStarted) => Ticking::NotStarted,
                (Effect::PauseClock | Effect::PauseClockToRestart, Ticking::Running) => Ticking::Paused,
                (Effect::PauseClock | Effect::PauseClockToRestart, _) => return None,
                (Effect::ResumeClock, Ticking::Paused) => Ticking::Running,
                (Effect::StopClock | Effect::StopClockByEvidence, Ticking::Stopped) => return None,
                (Effect::StopClock | Effect::StopClockByEvidence, _) => Ticking::Stopped,
                (Effect::ReopenClock, Ticking::Stopped) => Ticking::Running,
                (Effect::ReopenClock, _) => return None,
                (_, clock) => clock,
            };
            match (self.clock, self.paused_by) {
                (Ticking::Paused, None) => self.paused_by = Some(&made.code),
                (Ticking::Paused, Some(_)) => {}
                _ => self.paused_by = None,
            }
        }
        Some(self)
    }
}

/// The ways in which a case of the type can stand in the step; empty when no move leads there.
#[must_use]
pub fn standings<'a>(case_type: &'a CaseType, step: &Code) -> BTreeSet<Standing<'a>> {
    let mut seen: BTreeSet<(&Code, Standing<'a>)> = BTreeSet::new();
    let fresh = Standing { clock: Ticking::NotStarted, paused_by: None, assigned: false };
    let openings = case_type.moves.iter().filter(|made| made.opens());
    let mut open: Vec<(&Code, Standing<'a>)> =
        openings.filter_map(|made| fresh.after(made).map(|after| (&made.to, after))).collect();
    while let Some((at, standing)) = open.pop() {
        if !seen.insert((at, standing)) {
            continue;
        }
        let onward = case_type.moves.iter().filter(|made| made.from.contains(at));
        open.extend(onward.filter_map(|made| standing.after(made).map(|after| (&made.to, after))));
    }
    seen.into_iter().filter(|(at, _)| *at == step).map(|(_, standing)| standing).collect()
}
