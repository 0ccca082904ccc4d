//! Folding events into the state. Nothing here decides, refuses or fails: an event that was stored is true.

use std::collections::BTreeMap;

use super::command::Assigned;
use super::entered_late::{ByLateEntry, EnteredLate, Stretch};
use super::event::{Event, Identity, What};
use super::{Asked, Case, ClockSpan, GivenNumber, Link, Tally};
use crate::Code;
use crate::case::value::Fields;
use crate::clock::ClockState;
use crate::time::Instant;

/// Opens a case from its first event. `None` when the event does not open a case.
#[must_use]
pub fn open(event: &Event) -> Option<Case> {
    match &event.what {
        What::Opened { identity, made, to, fields, batch } => {
            let mut opened = blank(event, identity, to, fields);
            opened.entered.insert(to.clone(), event.at);
            opened.made.insert(made.clone(), 1);
            opened.batch = *batch;
            Some(opened)
        }
        What::CarriedOver { identity, carried, fields, held, clock } => {
            // It entered its step in the old books: here it has entered none yet, and of its moves only the one that paused
            // it is known.
            let mut opened = blank(event, identity, &carried.step, fields);
            hold(&mut opened, held);
            opened.made.extend(carried.paused_by.iter().map(|made| (made.clone(), 1)));
            opened.carried = Some(carried.clone());
            if let Some(clock) = clock {
                set_clock(&mut opened, clock, event.at);
            }
            Some(opened)
        }
        _ => None,
    }
}

/// A case in its first step, with nothing done.
fn blank(event: &Event, identity: &Identity, step: &Code, fields: &Fields) -> Case {
    Case {
        id: identity.case,
        case_type: identity.case_type.clone(),
        catalogue: identity.catalogue,
        version: 1,
        step: step.clone(),
        opened: event.at,
        entered: BTreeMap::new(),
        fields: fields.clone(),
        body: event.private.fields.clone(),
        lead: None,
        coop: Vec::new(),
        holder: None,
        assigner: None,
        numbers: Vec::new(),
        clock: None,
        asked: None,
        spans: Vec::new(),
        files: Vec::new(),
        links: Vec::new(),
        made: BTreeMap::new(),
        published: None,
        withdrawn: None,
        closed: None,
        erased: None,
        evidence: None,
        entered_late: EnteredLate::default(),
        batch: None,
        carried: None,
        tally: Tally::default(),
    }
}

/// Folds one event into the state.
pub fn apply(case: &mut Case, event: &Event) {
    case.version += 1;
    match &event.what {
        // Opening is `open`; a second one cannot be stored, and would change nothing.
        What::Opened { .. } | What::CarriedOver { .. } => {}
        What::FieldsSet { fields } => set_fields(case, fields, &event.private.fields),
        What::Moved { made, to, fields, evidence, .. } | What::Closed { made, to, fields, evidence, .. } => {
            set_fields(case, fields, &event.private.fields);
            enter(case, made, to, event.at);
            if evidence.is_some() {
                case.evidence.clone_from(evidence);
            }
            if matches!(event.what, What::Closed { .. }) {
                case.closed = Some(event.at);
            }
        }
        What::Assigned(held) => hold(case, held),
        What::ClockStarted { clock }
        | What::ClockPaused { clock }
        | What::ClockResumed { clock }
        | What::ClockRestarted { clock }
        | What::ClockExtended { clock }
        | What::ClockRecomputed { clock, .. }
        | What::ClockStopped { clock }
        | What::ClockReopened { clock } => {
            enter_late(case, &event.what, event.at);
            // A new due moment answers what was asked; a clock that no longer ticks leaves nothing to ask.
            if matches!(event.what, What::ClockExtended { .. }) || !clock.is_ticking() {
                case.asked = None;
            }
            set_clock(case, clock, event.at);
        }
        What::ExtensionAsked { due } => case.asked = Some(Asked { due: *due, at: event.at, by: event.by.clone() }),
        What::ExtensionRefused { .. } => case.asked = None,
        What::NumberGiven { series, n, text } => {
            case.numbers.push(GivenNumber { series: series.clone(), n: *n, text: text.clone(), at: event.at });
        }
        What::FileAttached { file } => case.files.push(file.clone()),
        What::Linked { rule, to } => case.links.push(Link { rule: rule.clone(), to: *to }),
        What::Urged => case.tally.urged += 1,
        What::Remarked => case.tally.remarks += 1,
        What::Corrected { field, old: _, new, .. } => correct(case, field, new, &event.private.fields),
        What::Erased { .. } => {
            case.erased = Some(event.at);
            case.body.clear();
            case.files.clear();
        }
        What::Published => {
            case.published.get_or_insert(event.at);
            case.withdrawn = None;
        }
        What::Withdrawn => case.withdrawn = Some(event.at),
        What::LateEntry { occurred, .. } => {
            case.tally.late_entries += 1;
            case.entered_late.last = Some(Stretch { occurred: *occurred, recorded: event.at });
        }
        What::LateEntryJudged { done, due } => case.entered_late.stop = Some(ByLateEntry { done: *done, due: *due }),
        // Whom a remark calls is told (`notices`); the case stays as it is.
        What::Mentioned { .. } => {}
        // Steps of a foreign system are history to show, not state: its names are not ours.
        What::ForeignStep { .. } => {}
    }
}

fn hold(case: &mut Case, held: &Assigned) {
    case.lead.clone_from(&held.lead);
    case.coop.clone_from(&held.coop);
    case.holder.clone_from(&held.holder);
    case.assigner.clone_from(&held.assigner);
}

fn set_fields(case: &mut Case, plain: &Fields, body: &Fields) {
    case.fields.extend(plain.iter().map(|(k, v)| (k.clone(), v.clone())));
    case.body.extend(body.iter().map(|(k, v)| (k.clone(), v.clone())));
}

fn enter(case: &mut Case, made: &Code, to: &Code, at: Instant) {
    *case.made.entry(made.clone()).or_insert(0) += 1;
    if case.step != *to {
        case.step = to.clone();
        case.entered.insert(to.clone(), at);
    }
}

/// Keeps what late entries say of the clock, before it changes: a pause that came late, for as long as the due moment
/// hangs on it, and nothing of a stop that was undone.
fn enter_late(case: &mut Case, what: &What, at: Instant) {
    match what {
        What::ClockPaused { clock } if clock.adds_pause_back() => {
            let ran_since = clock.pauses.last().map_or(clock.received, |pause| pause.to);
            case.entered_late.pause(ran_since, at);
        }
        What::ClockRestarted { .. } | What::ClockExtended { .. } => case.entered_late.pauses.clear(),
        What::ClockReopened { .. } => case.entered_late.stop = None,
        _ => {}
    }
}

/// Keeps the new clock and the stretches with one due moment each, running or paused. They reach from the receipt to
/// the moment at which the work counts as done, and a reopened clock has run on as if it had not stopped, so that on
/// any day a case is either open or done.
fn set_clock(case: &mut Case, clock: &ClockState, at: Instant) {
    let from = match &case.clock {
        None => clock.received.min(at),
        Some(before) => before.stopped_at().unwrap_or(at),
    };
    // Days before the opening balance are days of the old books.
    let from = case.carried.as_ref().map_or(from, |carried| from.max(carried.begins()));
    if let Some(last) = case.spans.last_mut() {
        last.to.get_or_insert(at);
    }
    if let Some(stopped) = clock.stopped_at() {
        case.spans.retain(|span| span.from < stopped);
        case.spans.iter_mut().for_each(|span| span.to = span.to.map(|to| to.min(stopped)));
    }
    if clock.is_ticking() {
        case.spans.push(ClockSpan { from, to: None, due: clock.due, paused: clock.is_paused() });
    }
    case.clock = Some(clock.clone());
}

fn correct(case: &mut Case, field: &Code, new: &Fields, body: &Fields) {
    case.tally.corrections += 1;
    let in_body = case.body.contains_key(field) || body.contains_key(field);
    let (target, value) = if in_body { (&mut case.body, body.get(field)) } else { (&mut case.fields, new.get(field)) };
    match value {
        Some(value) => {
            target.insert(field.clone(), value.clone());
        }
        None => {
            target.remove(field);
        }
    }
}
