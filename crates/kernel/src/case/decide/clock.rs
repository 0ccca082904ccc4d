//! What acts do to the clock of a case: which rule gives the limit, and how a refusal of the clock is told.
//!
//! The arithmetic is in [`crate::clock`]; here is only which of its transitions an act asks for.

use super::Draft;
use crate::case::command::{Due, MoveForm};
use crate::case::event::{Private, What};
use crate::case::{Case, Refusal};
use crate::catalogue::case_type::{ClockRule, Effect, LimitRule};
use crate::clock::{ClockError, ClockState, ExtensionRule, Limit, LimitUnit, PauseMode, Status};
use crate::figures::look_up;
use crate::time::{Date, Instant};
use crate::{Code, Said};

/// Said beside a due date that the one who opens the case has given.
const BASIS_GIVEN: &str = "Hạn do người giao ấn định";
/// Said beside "không thời hạn".
const BASIS_NEVER: &str = "Người giao không ấn định thời hạn";
/// Said beside a due moment that a foreign system gave.
const BASIS_FOREIGN: &str = "Hạn lấy nguyên như hệ thống nguồn ghi";

impl From<ClockError> for Refusal {
    fn from(error: ClockError) -> Self {
        Self::Clock { vi: sentence(&error.vi()), en: sentence(&error.en()), basis: error.basis().to_owned() }
    }
}

/// The clock's words as a sentence of their own.
fn sentence(words: &str) -> String {
    let mut rest = words.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    let mut out: String = first.chain(rest).collect();
    out.push('.');
    out
}

/// Carries out an effect of a move on the clock. `occurred` is when the work was received or done, where that was
/// earlier than now: it may start a clock, and lets a paused one run again, for that shortens the office's time. A stop
/// or pause counts when it is recorded; only a job that reads another system's history stops a clock at the moment that
/// the other system recorded.
pub(super) fn effect(
    draft: &mut Draft<'_>,
    effect: &Effect,
    form: &MoveForm,
    occurred: Option<Instant>,
) -> Result<(), Refusal> {
    let now = draft.context.now;
    let calendar = draft.context.calendar;
    if *effect == Effect::StartClock {
        let received = occurred.unwrap_or(now).min(now);
        let clock = start(draft, form.due, received)?;
        draft.push(What::ClockStarted { clock }, Private::default());
        return Ok(());
    }
    // A case whose clock never started (withdrawn before acceptance) has nothing to pause or stop.
    let Some(clock) = draft.case.as_ref().and_then(|c| c.clock.clone()) else { return Ok(()) };
    let what = match effect {
        Effect::PauseClock => What::ClockPaused { clock: clock.pause(now, PauseMode::AddBack)? },
        Effect::PauseClockToRestart => What::ClockPaused { clock: clock.pause(now, PauseMode::Restart)? },
        Effect::ResumeClock if !clock.is_paused() => return Ok(()),
        Effect::ResumeClock => {
            let resumed = clock.resume_entered_late(calendar, occurred.unwrap_or(now), now)?;
            What::ClockResumed { clock: on_its_law(draft, &clock, resumed) }.named_after(&clock)
        }
        Effect::StopClock => {
            let at = occurred.filter(|_| draft.context.actor.system).unwrap_or(now);
            What::ClockStopped { clock: stop(draft, &clock, at)? }
        }
        Effect::StopClockByEvidence => {
            let Some(evidence) = &form.evidence else { return Err(Refusal::EvidenceNeeded) };
            let (at, _) = evidence.done_at();
            if at < clock.received {
                return Err(Refusal::EvidenceTooOld { done: at, received: clock.received });
            }
            What::ClockStopped { clock: stop(draft, &clock, at.min(now))? }
        }
        Effect::ReopenClock => What::ClockReopened { clock: clock.reopen(now)? },
        Effect::StartClock
        | Effect::GiveNumber(_)
        | Effect::Publish
        | Effect::Withdraw
        | Effect::Assign
        | Effect::Release => return Ok(()),
    };
    let is_stop = matches!(what, What::ClockStopped { .. });
    draft.push(what, Private::default());
    if is_stop { super::late::beside(draft, form.evidence.as_ref()) } else { Ok(()) }
}

/// Stops the clock. A foreign history may reach back to days of which no calendar speaks; it has no pauses.
fn stop(draft: &Draft<'_>, clock: &ClockState, at: Instant) -> Result<ClockState, Refusal> {
    Ok(on_its_law(draft, clock, clock.stop(draft.context.calendar, at.max(clock.received))?))
}

/// Keeps the law of the pause that has just ended, as the catalogue names it today.
fn on_its_law(draft: &Draft<'_>, before: &ClockState, after: ClockState) -> ClockState {
    match (before.status, &draft.case_type.clock) {
        (Status::Paused { mode, .. }, Some(rule)) if after.pauses.len() > before.pauses.len() => {
            let named = if mode == PauseMode::Restart { &rule.restart_basis } else { &rule.pause_basis };
            after.with_pause_basis(or_of_the_type(draft, named))
        }
        _ => after,
    }
}

/// The law that the clock's rule names, or the one behind the whole type.
fn or_of_the_type<'a>(draft: &Draft<'a>, named: &'a str) -> &'a str {
    if named.is_empty() { &draft.case_type.basis } else { named }
}

impl What {
    /// Resuming after a return for completion starts the whole limit anew and is told so.
    fn named_after(self, before: &ClockState) -> Self {
        let restarts = matches!(before.status, Status::Paused { mode: PauseMode::Restart, .. });
        match self {
            Self::ClockResumed { clock } if restarts => Self::ClockRestarted { clock },
            other => other,
        }
    }
}

/// The clock as the form or the rule of the type starts it.
fn start(draft: &Draft<'_>, due: Due, received: Instant) -> Result<ClockState, Refusal> {
    let Some(rule) = &draft.case_type.clock else {
        return Err(Refusal::Unknown { what: ("thời hạn", "deadline").into(), code: draft.case_type.code.clone() });
    };
    let calendar = draft.context.calendar;
    match due {
        Due::On(day) if rule.given => Ok(ClockState::start_on(calendar, received, day, BASIS_GIVEN)?),
        Due::At(at) if draft.context.actor.system => Ok(ClockState::start_as_given(received, at, BASIS_FOREIGN)),
        Due::On(_) | Due::At(_) => Err(not_given(draft)),
        Due::Never if rule.required => Err(Refusal::DueNeeded { basis: draft.case_type.basis.clone() }),
        Due::Never if !rule.given => Err(not_given(draft)),
        Due::Never => Ok(ClockState::start_without_deadline(received, BASIS_NEVER)),
        Due::ByRule => by_rule(draft, rule, received),
    }
}

fn not_given(draft: &Draft<'_>) -> Refusal {
    Refusal::Clock {
        vi: format!("Hạn của {} do quy định ấn định, không nhập tay được.", draft.case_type.name),
        en: format!("The due date of a {} is set by its rule and cannot be given.", draft.case_type.name_en),
        basis: draft.case_type.basis.clone(),
    }
}

fn by_rule(draft: &Draft<'_>, rule: &ClockRule, received: Instant) -> Result<ClockState, Refusal> {
    let Some(case) = &draft.case else { return Err(Refusal::NothingToDo) };
    if rule.from_procedure {
        return by_procedure(draft, case, received);
    }
    let fits = |limit: &&LimitRule| limit.when.iter().all(|c| c.holds(look_up(&c.path, case).as_deref()));
    match rule.limits.iter().find(fits) {
        Some(found) => {
            let limit = found.limit()?;
            Ok(ClockState::start(draft.context.calendar, received, limit, &found.basis)?)
        }
        None if rule.required => Err(Refusal::DueNeeded { basis: draft.case_type.basis.clone() }),
        None => Ok(ClockState::start_without_deadline(received, BASIS_NEVER)),
    }
}

/// The limit of the procedure for the channel of the dossier; an immediate procedure is due on the day itself.
fn by_procedure(draft: &Draft<'_>, case: &Case, received: Instant) -> Result<ClockState, Refusal> {
    let code_of = |field: &str| -> Result<Code, Refusal> {
        let text = case.value(field).map(crate::case::Value::plain).unwrap_or_default();
        let unknown =
            || Refusal::Missing { field: Code::parse(field).unwrap_or(Code::from("field")), name: Said::same(field) };
        Code::parse(&text).map_err(|_said| unknown())
    };
    let (procedure, channel) = (code_of("procedure")?, code_of("channel")?);
    let Some(found) = draft.context.catalogue.procedures.get(&procedure) else {
        return Err(Refusal::Unknown { what: ("thủ tục", "procedure").into(), code: procedure });
    };
    let Some(way) = found.channel(channel.as_str()) else {
        return Err(Refusal::Unknown {
            what: ("hình thức nộp của thủ tục", "way to hand in for the procedure").into(),
            code: channel,
        });
    };
    let calendar = draft.context.calendar;
    match way.limit()? {
        Some(limit) => Ok(ClockState::start(calendar, received, limit, &way.basis)?),
        None if found.immediate => {
            let day = calendar.normalise(received).map_err(ClockError::from)?.date();
            let closing = calendar.closing_on_or_after(day).map_err(ClockError::from)?;
            // What comes with the last stroke of the day is recorded on the next.
            let day = if closing > received { day } else { day.add_days(1) };
            Ok(ClockState::start_on(calendar, received, day, &way.basis)?)
        }
        None => Err(Refusal::DueNeeded { basis: way.basis.clone() }),
    }
}

/// Moves the due date (gia hạn by the assigner, hẹn lại by the centre); the first due date is kept by the clock.
pub(super) fn extend(draft: &mut Draft<'_>, due: Date, reason: &str) -> Result<(), Refusal> {
    let Some(rule) = &draft.case_type.clock else { return Err(Refusal::NothingToDo) };
    let act = Said::new(rule.extension_name.as_str(), "move the due date");
    draft.permit(act.clone(), &draft.case_type.acts.extend)?;
    let text = said(reason, act)?;
    let clock = extended(draft, rule, due)?;
    draft.push(What::ClockExtended { clock }, Private { text, ..Private::default() });
    Ok(())
}

/// Asks whoever may extend the clock for a later due day; only for one that could be given.
pub(super) fn ask(draft: &mut Draft<'_>, due: Date, reason: &str) -> Result<(), Refusal> {
    let Some(rule) = &draft.case_type.clock else { return Err(Refusal::NothingToDo) };
    let act = Said::new(format!("đề nghị {}", rule.extension_name), "ask to move the due date");
    draft.permit(act.clone(), &draft.case_type.acts.ask_extension)?;
    let text = said(reason, act)?;
    extended(draft, rule, due)?;
    if draft.case.as_ref().and_then(|c| c.asked.as_ref()).is_some_and(|asked| asked.due == due) {
        return Err(Refusal::NothingToDo);
    }
    draft.push(What::ExtensionAsked { due }, Private { text, ..Private::default() });
    Ok(())
}

/// Says no to what was asked for; whoever may give it may refuse it. The due day stays as it was.
pub(super) fn refuse(draft: &mut Draft<'_>, reason: &str) -> Result<(), Refusal> {
    let Some(rule) = &draft.case_type.clock else { return Err(Refusal::NothingToDo) };
    let act = Said::new(format!("không đồng ý {}", rule.extension_name), "refuse to move the due date");
    draft.permit(act.clone(), &draft.case_type.acts.extend)?;
    let Some(asked) = draft.case.as_ref().and_then(|c| c.asked.clone()) else { return Err(Refusal::NothingAsked) };
    let text = said(reason, act)?;
    draft.push(What::ExtensionRefused { due: asked.due, asker: asked.by }, Private { text, ..Private::default() });
    Ok(())
}

/// A reason within its length, which must not be missing.
fn said(reason: &str, act: Said) -> Result<String, Refusal> {
    let text = super::text_within(reason)?;
    if text.is_empty() { Err(Refusal::ReasonNeeded { act }) } else { Ok(text) }
}

/// The clock with a later due day, within what the type allows.
fn extended(draft: &Draft<'_>, rule: &ClockRule, due: Date) -> Result<ClockState, Refusal> {
    let Some(clock) = draft.case.as_ref().and_then(|c| c.clock.as_ref()) else {
        return Err(ClockError::NoDeadline.into());
    };
    let calendar = draft.context.calendar;
    let basis = or_of_the_type(draft, &rule.extension_basis).to_owned();
    let limits = ExtensionRule { times_max: rule.extensions_max, days_before: rule.extension_days_before, basis };
    let new_due = calendar.closing_on_or_after(due).map_err(ClockError::from)?;
    Ok(clock.extend(calendar, draft.context.now, new_due, &limits)?)
}

/// Computes the due moment again after an announcement; only a job of the house asks for it.
pub(super) fn recompute(draft: &mut Draft<'_>, announcement: &str) -> Result<(), Refusal> {
    if !draft.context.actor.system {
        return Err(Refusal::NotAllowed {
            act: ("tính lại hạn", "compute the deadline again").into(),
            who: ("hệ thống", "the system").into(),
        });
    }
    let Some(clock) = draft.case.as_ref().and_then(|c| c.clock.as_ref()) else { return Err(Refusal::NothingToDo) };
    match clock.recompute(draft.context.calendar, draft.context.now, announcement)? {
        Some(clock) => {
            let what = What::ClockRecomputed { clock, announcement: announcement.to_owned() };
            draft.push(what, Private::default());
            Ok(())
        }
        None => Err(Refusal::NothingToDo),
    }
}

/// The moment so many units after another, for terms of moves.
pub(super) fn moment_after(
    draft: &Draft<'_>,
    start: Instant,
    amount: u32,
    unit: LimitUnit,
) -> Result<Instant, Refusal> {
    Ok(crate::clock::due_moment(draft.context.calendar, start, Limit::new(amount, unit)?)?)
}
