//! Late entries beside the rate: whether a case that counts as late would have been on time without the outage.

use super::Draft;
use crate::case::Refusal;
use crate::case::event::{Private, What};
use crate::case::evidence::Evidence;
use crate::clock::{ClockError, Verdict};

/// After a stop that counts as late: says how it would have counted by late entries of the stop itself or of pauses
/// before it. A foreign history has counted at its own moments and needs no second figure.
pub(super) fn beside(draft: &mut Draft<'_>, evidence: Option<&Evidence>) -> Result<(), Refusal> {
    let Some(case) = draft.case.as_ref().filter(|_| !draft.context.actor.system) else { return Ok(()) };
    let Some(clock) = case.clock.as_ref().filter(|c| c.settled() == Verdict::Late) else { return Ok(()) };
    let (Some(stopped), Some(due)) = (clock.stopped_at(), clock.due) else { return Ok(()) };
    // A number or a verified signature tells its own time; only an arrival may have been earlier than its recording.
    let is_dated = evidence.is_some_and(|e| e.issued.is_some() || e.signed.is_some());
    let occurred = case.entered_late.occurred(draft.context.now).filter(|_| !is_dated);
    if occurred.is_none() && case.entered_late.pauses.is_empty() {
        return Ok(());
    }
    let calendar = draft.context.calendar;
    let mut paused = 0;
    for pause in &case.entered_late.pauses {
        paused += calendar.working_seconds(pause.occurred, pause.recorded).map_err(ClockError::from)?;
    }
    let due = calendar.add_working_seconds(due, paused).map_err(ClockError::from)?;
    let done = occurred.map_or(stopped, |occurred| occurred.max(clock.received).min(stopped));
    draft.push(What::LateEntryJudged { done, due }, Private::default());
    Ok(())
}
