//! Carrying a case over from the books kept before: one event, answered for by two persons, as late entries are.
//!
//! The due moment is taken as the old books give it, with its source, and no announcement moves it; a case must stand in
//! its step as the moves of its type would have left it, so that those moves lead on from there. Not here: files.

use std::collections::BTreeSet;

use super::{Draft, acts, fields, moves, text_within};
use crate::case::Refusal;
use crate::case::carried::{Carried, CarryOver, NUMBER_CHARACTERS_MAX};
use crate::case::command::{Assigned, Due};
use crate::case::event::{Private, What};
use crate::case::value::{Fields, Value};
use crate::catalogue::case_type::{ClockRule, Effect, Field, Move};
use crate::catalogue::standing::{Standing, Ticking, standings};
use crate::clock::{ClockError, ClockState, Extension, Limit, PauseMode, Status};
use crate::time::{Date, Instant};
use crate::{Code, Said};

/// The name of the act in refusals.
const ACT: (&str, &str) = ("chuyển số dư đầu kỳ", "carry over a case");
/// End of hours of a day of which the calendar knows none: 17:00.
const CLOSING_SECOND: u32 = 17 * 3_600;

/// A refusal about one part of a row.
fn not_carried(part: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Refusal {
    Refusal::NotCarried { part, vi: vi.into(), en: en.into() }
}

/// Carries a case over.
pub(super) fn over(draft: &mut Draft<'_>, asked: &CarryOver) -> Result<(), Refusal> {
    draft.permit(ACT, &draft.case_type.acts.late_entry)?;
    acts::second_person(draft, &asked.witness, ACT)?;
    acts::may_answer_for(draft, &asked.witness, ACT)?;
    let reason = text_within(&asked.reason)?;
    if reason.is_empty() {
        return Err(Refusal::ReasonNeeded { act: ACT.into() });
    }
    check_place(draft, asked)?;
    let split = fields::split(draft, &asked.fields, asked.received.date())?;
    check_required(draft, &asked.fields)?;
    let standing = standing(draft, asked)?;
    let assigned = assigned(draft, asked.assigned.as_ref(), standing.assigned)?;
    let clock = match standing.clock {
        Ticking::NotStarted => None,
        _ => Some(clock(draft, asked, standing)?),
    };
    let carried = Carried {
        register: asked.register.clone(),
        number: asked.number.clone(),
        on: asked.on,
        received: asked.received,
        step: asked.step.clone(),
        witness: asked.witness.clone(),
        paused_by: standing.paused_by.cloned(),
    };
    let what = What::CarriedOver {
        identity: draft.identity(asked.id),
        carried: Box::new(carried),
        fields: split.plain,
        held: assigned,
        clock,
    };
    draft.push(what, Private { fields: split.body, text: reason, ..Private::default() });
    Ok(())
}

/// Type, register, number, step and days.
fn check_place(draft: &Draft<'_>, asked: &CarryOver) -> Result<(), Refusal> {
    let name = &draft.case_type.name;
    if draft.case_type.public {
        return Err(not_carried(
            "@type",
            format!("loại “{name}” được công bố nên không nhận số dư đầu kỳ; xin nhập và công bố từng hồ sơ"),
            format!(
                "{} is published and takes no opening balance; enter and publish each case",
                draft.case_type.name_en
            ),
        ));
    }
    for (part, text) in [("@register", &asked.register), ("@number", &asked.number)] {
        let characters = text.chars().count();
        if characters == 0 || characters > NUMBER_CHARACTERS_MAX {
            return Err(not_carried(
                part,
                format!("sổ và số của hồ sơ phải có 1 đến {NUMBER_CHARACTERS_MAX} ký tự; xin bổ sung"),
                format!("register and number take 1 to {NUMBER_CHARACTERS_MAX} characters; fill them in"),
            ));
        }
    }
    match draft.case_type.step(asked.step.as_str()) {
        None => return Err(Refusal::Unknown { what: ("bước", "step").into(), code: asked.step.clone() }),
        Some(step) if step.terminal => {
            return Err(not_carried(
                "@step",
                format!("bước “{}” đã kết thúc; hồ sơ đã xong ở lại sổ cũ, xin bỏ dòng này", step.name),
                format!("step “{}” is an end; finished cases stay in the old books, drop the row", step.name),
            ));
        }
        Some(_) => {}
    }
    if asked.on > draft.context.today() {
        return Err(not_carried(
            "@on",
            format!("ngày đầu kỳ {} chưa đến; xin chuyển vào ngày đó hoặc sau", asked.on.print_vn()),
            format!("the balance day {} has not come; carry over on that day or later", asked.on),
        ));
    }
    before_the_day("@received", asked, Some(asked.received))
}

/// Whatever the old books say happened before the day from which the books are kept here.
fn before_the_day(part: &'static str, asked: &CarryOver, at: Option<Instant>) -> Result<(), Refusal> {
    match at {
        Some(at) if at.date() >= asked.on => Err(not_carried(
            part,
            format!(
                "{} không trước ngày đầu kỳ {}; việc từ ngày đó trở đi xin nhập như hồ sơ mới",
                at.print_vn(),
                asked.on.print_vn()
            ),
            format!("{} is not before the balance day {}; enter what came later as new", at.print_iso(), asked.on),
        )),
        Some(at) if at < asked.received => Err(not_carried(
            part,
            format!("{} trước khi tiếp nhận ({}); xin sửa lại ngày", at.print_vn(), asked.received.print_vn()),
            format!("{} is before the receipt ({}); correct the date", at.print_iso(), asked.received.print_iso()),
        )),
        _ => Ok(()),
    }
}

/// What every way to open a case of the type requires, a carried case has too.
fn check_required(draft: &Draft<'_>, values: &Fields) -> Result<(), Refusal> {
    let mut openings = draft.case_type.moves.iter().filter(|made| made.opens());
    let Some(first) = openings.next() else { return Ok(()) };
    let others: Vec<_> = openings.collect();
    let mut always = first.requires.iter().filter(|code| others.iter().all(|made| made.requires.contains(code)));
    let Some(code) = always.find(|code| !values.contains_key(*code)) else { return Ok(()) };
    let name = draft.case_type.field(code.as_str()).map_or_else(|| Said::same(code.as_str()), Field::said);
    Err(Refusal::Missing { field: code.clone(), name })
}

/// How the case stands in its step: what the row says, where the moves of the type can have left it so.
fn standing<'a>(draft: &Draft<'a>, asked: &CarryOver) -> Result<Standing<'a>, Refusal> {
    let possible = standings(draft.case_type, &asked.step);
    let can = |clock: Ticking| possible.iter().any(|s| s.clock == clock);
    let said = match (asked.stopped_at, asked.paused_since) {
        (Some(_), _) => Ticking::Stopped,
        (None, Some(_)) => Ticking::Paused,
        (None, None) if can(Ticking::Running) => Ticking::Running,
        (None, None) => Ticking::NotStarted,
    };
    if can(said) {
        let assigned = possible.iter().filter(|s| s.clock == said).all(|s| s.assigned);
        let pauses: BTreeSet<&Code> = possible.iter().filter_map(|s| s.paused_by).collect();
        let paused_by = if said == Ticking::Paused { paused_by(draft, asked, &pauses)? } else { None };
        return Ok(Standing { clock: said, paused_by, assigned });
    }
    let step = draft.case_type.step(asked.step.as_str()).map_or(asked.step.as_str(), |s| s.name.as_str());
    Err(match said {
        Ticking::Stopped => not_carried(
            "@stopped",
            format!("ở bước “{step}” việc chưa xong; xin bỏ trống ngày xong hoặc sửa bước"),
            format!("at step “{step}” the work is not done; clear the day of completion or correct the step"),
        ),
        Ticking::Paused => not_carried(
            "@paused_since",
            format!("ở bước “{step}” thời hạn không tạm dừng; xin bỏ trống ngày tạm dừng hoặc sửa bước"),
            format!("at step “{step}” the clock is not paused; clear the day of the pause or correct the step"),
        ),
        _ if can(Ticking::Paused) => not_carried(
            "@paused_since",
            format!("ở bước “{step}” thời hạn đang tạm dừng; xin ghi tạm dừng từ lúc nào"),
            format!("at step “{step}” the clock is paused; say since when"),
        ),
        _ => not_carried(
            "@stopped",
            format!("ở bước “{step}” việc đã xong, thời hạn đã dừng; xin ghi ngày xong"),
            format!("at step “{step}” the work is done and the clock stopped; say on which day"),
        ),
    })
}

/// Which move paused the clock: how it goes on, and how often that move may still be made, hang on it.
fn paused_by<'a>(
    draft: &Draft<'a>,
    asked: &CarryOver,
    possible: &BTreeSet<&'a Code>,
) -> Result<Option<&'a Code>, Refusal> {
    let names = || {
        let moves = possible.iter().filter_map(|code| draft.case_type.find_move(code.as_str()));
        Said::listed(&moves.map(Move::name_said).collect::<Vec<_>>())
    };
    match &asked.paused_by {
        Some(code) => match possible.get(code) {
            Some(found) => Ok(Some(found)),
            None => Err(not_carried(
                "@paused_by",
                format!("thao tác “{code}” không tạm dừng thời hạn ở bước này; xin chọn một trong: {}", names().vi),
                format!("“{code}” does not pause the clock at this step; choose one of: {}", names().en),
            )),
        },
        None if possible.len() > 1 => Err(not_carried(
            "@paused_by",
            format!("có nhiều cách tạm dừng ở bước này; xin ghi đã tạm dừng do: {}", names().vi),
            format!("the clock can be paused at this step in several ways; say which: {}", names().en),
        )),
        None => Ok(possible.first().copied()),
    }
}

fn assigned(draft: &Draft<'_>, asked: Option<&Assigned>, needed: bool) -> Result<Assigned, Refusal> {
    match asked.filter(|a| a.lead.is_some()) {
        Some(assigned) => moves::checked(draft, assigned),
        None if needed => Err(Refusal::LeadNeeded),
        None => Ok(Assigned::default()),
    }
}

/// The clock as it stands by the old books.
fn clock(draft: &Draft<'_>, asked: &CarryOver, standing: Standing<'_>) -> Result<ClockState, Refusal> {
    let Some(rule) = &draft.case_type.clock else {
        return Err(Refusal::Unknown { what: ("thời hạn", "deadline").into(), code: draft.case_type.code.clone() });
    };
    let mut clock = match due_moment(draft, asked.due) {
        Some(due) if due < asked.received => {
            return Err(not_carried(
                "@due",
                format!("hạn {} trước khi tiếp nhận; xin sửa lại ngày", due.print_vn()),
                format!("due {} before the receipt; correct the date", due.print_iso()),
            ));
        }
        Some(due) => ClockState::start_as_given(asked.received, due, &asked.source),
        None if rule.required => return Err(Refusal::DueNeeded { basis: draft.case_type.basis.clone() }),
        None => ClockState::start_without_deadline(asked.received, &asked.source),
    };
    clock.limit_anew = limit_anew(draft, rule, &asked.fields);
    extended(draft, asked, &mut clock)?;
    before_the_day("@paused_since", asked, asked.paused_since)?;
    before_the_day("@stopped", asked, asked.stopped_at)?;
    clock.status = match (standing.clock, asked.paused_since, asked.stopped_at) {
        (Ticking::Paused, Some(since), _) => {
            // What runs on must be counted one day: a pause that the calendar does not know is refused now, not then.
            draft.context.calendar.working_seconds(since, draft.context.now).map_err(ClockError::from)?;
            let mode = mode(draft, standing);
            if mode == PauseMode::Restart && clock.limit_anew.is_none() {
                return Err(ClockError::NoLimit.into());
            }
            Status::Paused { since, mode }
        }
        (Ticking::Stopped, _, Some(at)) => Status::Stopped { at },
        _ => Status::Running,
    };
    Ok(clock)
}

/// What resuming will do, by the move that paused the clock.
fn mode(draft: &Draft<'_>, standing: Standing<'_>) -> PauseMode {
    let made = standing.paused_by.and_then(|code| draft.case_type.find_move(code.as_str()));
    let restarts = made.is_some_and(|made| made.does.contains(&Effect::PauseClockToRestart));
    if restarts { PauseMode::Restart } else { PauseMode::AddBack }
}

/// A due date that was moved before counts as moved, so that it is not moved oftener than the law allows.
fn extended(draft: &Draft<'_>, asked: &CarryOver, clock: &mut ClockState) -> Result<(), Refusal> {
    let (Some(first), Some(due)) = (asked.first_due, clock.due) else { return Ok(()) };
    let first = closing_as_given(draft, first);
    if first > due {
        return Err(not_carried(
            "@first_due",
            format!("hạn đầu {} sau hạn hiện tại {}; xin sửa lại", first.print_vn(), due.print_vn()),
            format!("the first due moment {} is after {}; correct it", first.print_iso(), due.print_iso()),
        ));
    }
    clock.first_due = Some(first);
    if first < due {
        let basis = asked.source.clone();
        clock.extensions.push(Extension {
            at: asked.received.max(first.min(asked.on.at(0))),
            old: first,
            new: due,
            basis,
        });
    }
    Ok(())
}

/// The due moment as given; whether a day off would roll on was settled when it was told.
fn due_moment(draft: &Draft<'_>, due: Due) -> Option<Instant> {
    match due {
        Due::On(day) => Some(closing_as_given(draft, day)),
        Due::At(at) => Some(at),
        Due::ByRule | Due::Never => None,
    }
}

fn closing_as_given(draft: &Draft<'_>, day: Date) -> Instant {
    let closing = draft.context.calendar.closing_on_or_after(day).ok().filter(|closing| closing.date() == day);
    closing.unwrap_or_else(|| day.at(CLOSING_SECOND))
}

/// The limit of the procedure, for a return after which it begins anew.
fn limit_anew(draft: &Draft<'_>, rule: &ClockRule, values: &Fields) -> Option<Limit> {
    let code = |field: &str| values.get(field).and_then(Value::as_text).and_then(|text| Code::parse(text).ok());
    let procedure = code("procedure").filter(|_| rule.from_procedure)?;
    let way = draft.context.catalogue.procedures.get(&procedure)?.channel(code("channel")?.as_str())?;
    way.limit().ok()?
}
