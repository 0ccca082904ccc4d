//! What a leaf says of the clock: what the event changed, enough to count the due moment again.

use serde::{Deserialize, Serialize};

use super::{Minute, ResultClass};
use crate::case::event::What;
use crate::clock::{ClockState, Limit, PauseMode, Status, Verdict};

/// What an event did to a clock.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockSaid {
    /// At its start: when the work was received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Minute>,
    /// At its start: when the time begins to run, moved to working time where the unit asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Minute>,
    /// At its start: the limit; absent where the due moment was given, or there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// At its start: the limit that begins anew after a return for completion, where the due moment was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_anew: Option<Limit>,
    /// What the end of a pause does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause: Option<PauseMode>,
    /// First minute of the pause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Minute>,
    /// Last minute of the pause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Minute>,
    /// The due moment after the event; absent where there is no deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Minute>,
    /// When the work counts as done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Minute>,
}

/// The clock after an event, where the event changed it.
fn after(what: &What) -> Option<&ClockState> {
    match what {
        What::CarriedOver { clock, .. } => clock.as_ref(),
        What::ClockStarted { clock }
        | What::ClockPaused { clock }
        | What::ClockResumed { clock }
        | What::ClockRestarted { clock }
        | What::ClockExtended { clock }
        | What::ClockRecomputed { clock, .. }
        | What::ClockStopped { clock }
        | What::ClockReopened { clock } => Some(clock),
        _ => None,
    }
}

/// What an event did to the clock as it stood before.
pub(super) fn said(before: Option<&ClockState>, what: &What) -> Option<ClockSaid> {
    let clock = after(what)?;
    let mut said = ClockSaid { due: clock.due.map(Minute::of), ..ClockSaid::default() };
    if matches!(what, What::ClockStarted { .. } | What::CarriedOver { .. }) {
        said.received = Some(Minute::of(clock.received));
        said.start = Some(Minute::of(clock.start));
        said.limit = clock.limit;
        said.limit_anew = clock.limit_anew;
    }
    match clock.status {
        Status::Running => {}
        Status::Paused { since, mode } => {
            said.pause = Some(mode);
            said.from = Some(Minute::of(since));
        }
        Status::Stopped { at } => said.stopped = Some(Minute::of(at)),
    }
    // A stop ends a pause too.
    if clock.pauses.len() > before.map_or(usize::MAX, |before| before.pauses.len())
        && let Some(pause) = clock.pauses.last()
    {
        said.pause = Some(pause.mode);
        said.from = Some(Minute::of(pause.from));
        said.to = Some(Minute::of(pause.to));
    }
    // An extension or recomputation in a pause changes nothing of the pause.
    if matches!(what, What::ClockExtended { .. } | What::ClockRecomputed { .. }) {
        (said.pause, said.from) = (None, None);
    }
    Some(said)
}

/// How an event says that the work counts.
pub(super) fn result(what: &What) -> Option<ResultClass> {
    match what {
        What::ClockStopped { clock } => match clock.settled() {
            Verdict::Early => Some(ResultClass::Early),
            Verdict::OnTime => Some(ResultClass::OnTime),
            Verdict::Late => Some(ResultClass::Late),
            Verdict::NoDeadline => Some(ResultClass::NoDeadline),
            Verdict::Running | Verdict::RunningLate | Verdict::Paused | Verdict::NotStarted => None,
        },
        What::LateEntryJudged { done, due } => Some(match done.date().cmp(&due.date()) {
            std::cmp::Ordering::Less => ResultClass::Early,
            std::cmp::Ordering::Equal => ResultClass::OnTime,
            std::cmp::Ordering::Greater => ResultClass::Late,
        }),
        _ => None,
    }
}
