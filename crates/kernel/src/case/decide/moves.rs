//! Moves: from where, by whom, with what, and their effects.

use super::{Draft, clock, fields, numbers, text_within};
use crate::Said;
use crate::case::command::{Assigned, MoveForm, Opening};
use crate::case::event::{Private, What};
use crate::case::{Actor, Case, Refusal};
use crate::catalogue::case_type::{Effect, Move, Step, Who};
use crate::clock::LimitUnit;

/// Opens a case.
pub(super) fn open(draft: &mut Draft<'_>, opening: &Opening) -> Result<(), Refusal> {
    let form = &opening.form;
    let Some(made) = draft.case_type.find_move(form.code.as_str()).filter(|m| m.opens()) else {
        return Err(Refusal::Unknown {
            what: ("cách mở hồ sơ", "way to open a case").into(), code: form.code.clone()
        });
    };
    draft.permit(made.name_said(), &made.who)?;
    let set = fields::from_form(draft, made, form)?;
    let reason = reason(made, form)?;
    let what = What::Opened {
        identity: draft.identity(opening.id),
        made: made.code.clone(),
        to: made.to.clone(),
        fields: set.plain,
        batch: opening.batch,
    };
    let late = draft.late.take();
    draft.push(what, Private { fields: set.body, text: reason, ..Private::default() });
    if let Some(late) = late {
        let marked = What::LateEntry { occurred: late.occurred, witness: late.witness.clone() };
        draft.push(marked, Private { text: late.reason.clone(), ..Private::default() });
        return effects(draft, made, form, Some(late.occurred));
    }
    effects(draft, made, form, form.received)
}

/// Makes a move on an open case.
pub(super) fn make(draft: &mut Draft<'_>, case: &Case, form: &MoveForm) -> Result<(), Refusal> {
    let Some(made) = draft.case_type.find_move(form.code.as_str()).filter(|m| !m.opens()) else {
        return Err(Refusal::Unknown { what: ("thao tác", "move").into(), code: form.code.clone() });
    };
    starts_here(draft, case, made)?;
    draft.permit(made.name_said(), &made.who)?;
    often_enough(case, made)?;
    in_time(draft, case, made)?;
    fields::unchanged(draft, case, form)?;
    let set = fields::from_form(draft, made, form)?;
    let reason = reason(made, form)?;
    if made.does.contains(&Effect::StopClockByEvidence) && form.evidence.is_none() {
        return Err(Refusal::EvidenceNeeded);
    }
    let occurred = draft.late.as_ref().map(|late| late.occurred).or(form.received);
    let (made_code, from, to) = (made.code.clone(), case.step.clone(), made.to.clone());
    let what = if draft.case_type.step(made.to.as_str()).is_some_and(|s| s.terminal) {
        What::Closed { made: made_code, from, to, fields: set.plain, evidence: form.evidence.clone() }
    } else {
        What::Moved { made: made_code, from, to, fields: set.plain, evidence: form.evidence.clone() }
    };
    draft.push(what, Private { fields: set.body, text: reason, ..Private::default() });
    effects(draft, made, form, occurred)
}

fn starts_here(draft: &Draft<'_>, case: &Case, made: &Move) -> Result<(), Refusal> {
    if made.from.contains(&case.step) {
        return Ok(());
    }
    let step = draft.case_type.step(case.step.as_str()).map_or_else(|| Said::same(case.step.as_str()), Step::said);
    Err(Refusal::NotFromHere { made: made.name_said(), step })
}

fn often_enough(case: &Case, made: &Move) -> Result<(), Refusal> {
    let times = case.made.get(&made.code).copied().unwrap_or(0);
    match made.times_max {
        Some(times_max) if times >= times_max => {
            Err(Refusal::TooOften { made: made.name_said(), times_max, basis: made.basis.clone() })
        }
        _ => Ok(()),
    }
}

/// "Within 3 working days of reception" (NĐ 61/2018 Điều 19.4) and its like.
fn in_time(draft: &Draft<'_>, case: &Case, made: &Move) -> Result<(), Refusal> {
    let (Some(days), Some(running)) = (made.within_working_days, &case.clock) else { return Ok(()) };
    let until = clock::moment_after(draft, running.start, days, LimitUnit::WorkingDays)?;
    if draft.context.now <= until {
        return Ok(());
    }
    Err(Refusal::TooLate { made: made.name_said(), days, until, basis: made.basis.clone() })
}

fn reason(made: &Move, form: &MoveForm) -> Result<String, Refusal> {
    let text = text_within(form.reason.as_deref().unwrap_or_default())?;
    if made.reason && text.is_empty() {
        return Err(Refusal::ReasonNeeded { act: made.name_said() });
    }
    Ok(text)
}

fn effects(
    draft: &mut Draft<'_>,
    made: &Move,
    form: &MoveForm,
    occurred: Option<crate::time::Instant>,
) -> Result<(), Refusal> {
    for effect in &made.does {
        match effect {
            Effect::Assign => assign(draft, form.assigned.as_ref(), &made.who)?,
            Effect::Release => release(draft),
            Effect::GiveNumber(series) => numbers::request(draft, series)?,
            Effect::Publish => draft.push(What::Published, Private::default()),
            Effect::Withdraw => draft.push(What::Withdrawn, Private::default()),
            clock_effect => clock::effect(draft, clock_effect, form, occurred)?,
        }
    }
    Ok(())
}

/// Sets lead, cooperating units and holder. `list` says who may.
pub(super) fn assign(draft: &mut Draft<'_>, assigned: Option<&Assigned>, list: &[Who]) -> Result<(), Refusal> {
    let Some(assigned) = assigned else { return Err(Refusal::LeadNeeded) };
    within_the_unit(draft, assigned, list)?;
    let held = checked(draft, assigned)?;
    draft.push(What::Assigned(held), Private::default());
    Ok(())
}

/// Who may assign only as one of the lead unit passes the case on inside it: units and assigner stay as they are.
fn within_the_unit(draft: &Draft<'_>, assigned: &Assigned, list: &[Who]) -> Result<(), Refusal> {
    let Some(case) = &draft.case else { return Ok(()) };
    let of_the_lead = |who: &Who| matches!(who, Who::RoleAtLead(_) | Who::Lead | Who::Holder);
    let others: Vec<Who> = list.iter().filter(|who| !of_the_lead(who)).cloned().collect();
    if draft.context.actor.allowed(&others, Some(case), draft.context.org).is_some() {
        return Ok(());
    }
    let keeps = assigned.lead == case.lead
        && assigned.coop == case.coop
        && (assigned.assigner.is_none() || assigned.assigner == case.assigner);
    if keeps {
        return Ok(());
    }
    let who = crate::case::rights::in_words(&others, draft.context.org);
    Err(Refusal::NotAllowed {
        act: ("đổi đơn vị chủ trì, phối hợp", "change lead or cooperating units").into(), who
    })
}

/// Exactly one lead unit, no unit twice, all existing today; held by somebody of the lead unit; with the post by whose
/// authority it is assigned.
pub(super) fn checked(draft: &Draft<'_>, assigned: &Assigned) -> Result<Assigned, Refusal> {
    let Some(lead) = &assigned.lead else { return Err(Refusal::LeadNeeded) };
    let today = draft.context.today();
    let mut seen = vec![lead];
    for unit in std::iter::once(lead).chain(&assigned.coop) {
        if draft.context.org.unit_on(unit.as_str(), today).is_none() {
            return Err(Refusal::NotInOffice { code: unit.clone() });
        }
    }
    for unit in &assigned.coop {
        if seen.contains(&unit) {
            return Err(Refusal::UnitTwice { unit: unit.clone() });
        }
        seen.push(unit);
    }
    if let Some(person) = &assigned.holder {
        let Some(holder) = Actor::on(draft.context.org, person.as_str(), today) else {
            return Err(Refusal::NotInOffice { code: person.clone() });
        };
        if !holder.posts.iter().any(|post| draft.context.org.is_within(&post.unit, lead)) {
            return Err(Refusal::HolderElsewhere { person: person.clone(), unit: lead.clone() });
        }
    }
    if let Some(post) = assigned.assigner.as_ref().filter(|post| !draft.context.org.posts.contains_key(*post)) {
        return Err(Refusal::NotInOffice { code: post.clone() });
    }
    // Handing a case on does not change by whose authority it was given.
    let before = draft.case.as_ref().and_then(|c| c.assigner.clone());
    let assigner = assigned.assigner.clone().or(before).unwrap_or_else(|| draft.post_code());
    Ok(Assigned { assigner: Some(assigner), ..assigned.clone() })
}

fn release(draft: &mut Draft<'_>) {
    let assigner = draft.case.as_ref().and_then(|c| c.assigner.clone());
    draft.push(What::Assigned(Assigned { assigner, ..Assigned::default() }), Private::default());
}
