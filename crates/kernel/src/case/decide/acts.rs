//! Acts that belong to no step: remark, urge, extend, correct, attach, link, recompute, late entries.

use super::{Draft, clock, fields, moves, text_within};
use crate::case::command::{Act, LateEntry};
use crate::case::event::{Private, What};
use crate::case::rights::{Readers, in_words};
use crate::case::value::{Fields, Value};
use crate::case::{Actor, Case, Link, Refusal, mention};
use crate::catalogue::case_type::{Part, Who};
use crate::org::ADMINISTRATOR;
use crate::{Code, Said};

/// Decides an act on an open case.
pub(super) fn on_open_case(draft: &mut Draft<'_>, case: &Case, act: &Act) -> Result<(), Refusal> {
    let acts = &draft.case_type.acts;
    if case.erased.is_some() {
        return Err(Refusal::Erased);
    }
    // Corrections, remarks and links stay possible after closing; history is not frozen, only the course is.
    let after_closing = matches!(
        act,
        Act::Correct { .. } | Act::Remark { .. } | Act::Link { .. } | Act::Foreign { .. } | Act::Erase { .. }
    );
    if case.is_closed() && !after_closing {
        return Err(Refusal::Closed);
    }
    match act {
        Act::Open(_) | Act::CarryOver(_) => Err(Refusal::NothingToDo),
        Act::Move(form) => moves::make(draft, case, form),
        Act::SetFields(values) => {
            draft.permit(("sửa thông tin", "change the particulars"), &acts.edit)?;
            set_fields(draft, case, values)
        }
        Act::Assign(assigned) => {
            draft.permit(("phân công", "assign"), &acts.assign)?;
            moves::assign(draft, Some(assigned), &acts.assign)
        }
        Act::Extend { due, reason } => clock::extend(draft, *due, reason),
        Act::Urge { text } => {
            draft.permit(("đôn đốc", "urge"), &acts.urge)?;
            say(draft, What::Urged, text, ("đôn đốc", "urge"))
        }
        Act::Erase { reason } => erase(draft, case, reason),
        Act::Remark { text, mentions } => remark(draft, case, text, mentions),
        Act::AskExtension { due, reason } => clock::ask(draft, *due, reason),
        Act::RefuseExtension { reason } => clock::refuse(draft, reason),
        Act::Attach { file, name } => {
            draft.permit(("đính kèm", "attach"), &acts.attach)?;
            let private = Private { name: name.clone(), ..Private::default() };
            draft.push(What::FileAttached { file: file.clone() }, private);
            Ok(())
        }
        Act::Link { link, points_to } => self::link(draft, case, link, points_to.as_ref()),
        Act::Correct { field, new, reason, approver } => correct(draft, case, field, new.as_ref(), reason, approver),
        Act::Recompute { announcement } => clock::recompute(draft, announcement),
        Act::Foreign { at, name, resource } => {
            draft.permit(("nhập từ hệ thống khác", "import from another system"), &[Who::System])?;
            let private = Private { name: resource.clone(), ..Private::default() };
            draft.push(What::ForeignStep { occurred: *at, step: name.clone() }, private);
            Ok(())
        }
    }
}

fn set_fields(draft: &mut Draft<'_>, case: &Case, values: &Fields) -> Result<(), Refusal> {
    let split = fields::split(draft, values, draft.context.today())?;
    if values.iter().all(|(code, value)| case.value(code.as_str()) == Some(value)) {
        return Err(Refusal::NothingToDo);
    }
    draft.push(What::FieldsSet { fields: split.plain }, Private { fields: split.body, ..Private::default() });
    Ok(())
}

fn say(draft: &mut Draft<'_>, what: What, text: &str, act: (&str, &str)) -> Result<(), Refusal> {
    let text = text_within(text)?;
    if text.is_empty() {
        return Err(Refusal::ReasonNeeded { act: act.into() });
    }
    draft.push(what, Private { text, ..Private::default() });
    Ok(())
}

/// Erasing is for whoever administers, and for a house that was restored from before an erasure: that one finds the case
/// as it stood then, perhaps under way.
fn erase(draft: &mut Draft<'_>, case: &Case, reason: &str) -> Result<(), Refusal> {
    let act = ("xóa theo pháp luật", "erase by law");
    draft.permit(act, &[Who::Role(Code::from(ADMINISTRATOR)), Who::System])?;
    let reason = text_within(reason)?;
    if reason.is_empty() {
        return Err(Refusal::ReasonNeeded { act: act.into() });
    }
    if !case.is_closed() && !draft.context.actor.system {
        return Err(Refusal::NotClosed);
    }
    draft.push(What::Erased { reason }, Private::default());
    Ok(())
}

/// A remark, and the people whom it calls by name.
fn remark(draft: &mut Draft<'_>, case: &Case, text: &str, mentions: &[Code]) -> Result<(), Refusal> {
    let act = ("cho ý kiến", "remark");
    draft.permit(act, &draft.case_type.acts.remark)?;
    let newest = draft.context.newest.types.get(&case.case_type).map_or(draft.case_type, |t| t);
    let readers = Readers { newest, own: draft.case_type };
    let people = mention::called(text, mentions, case, readers, draft.context.org, draft.context.today())?;
    say(draft, What::Remarked, text, act)?;
    if !people.is_empty() {
        draft.push(What::Mentioned { people }, Private::default());
    }
    Ok(())
}

/// A link points from one case to another, of a type that its rule names.
fn link(draft: &mut Draft<'_>, case: &Case, link: &Link, points_to: Option<&Code>) -> Result<(), Refusal> {
    draft.permit(("liên kết", "link"), &draft.case_type.acts.attach)?;
    let rule = draft.case_type.links.iter().find(|l| l.code == link.rule).filter(|_| link.to != case.id);
    let (Some(rule), Some(found)) = (rule, points_to) else {
        return Err(Refusal::LinkNotAllowed { rule: link.rule.clone() });
    };
    if !rule.to.contains(found) {
        let types = &draft.context.catalogue.types;
        let name_of = |code: &Code| {
            types.get(code).map_or_else(|| Said::same(code.as_str()), |t| Said::name(&t.name, &t.name_en))
        };
        let to: Vec<Said> = rule.to.iter().map(name_of).collect();
        let rule = Said::name(&rule.name, &rule.name_en);
        return Err(Refusal::LinkToWrongType { rule, to: Said::listed(&to), found: name_of(found) });
    }
    if case.links.contains(link) {
        return Err(Refusal::NothingToDo);
    }
    draft.push(What::Linked { rule: link.rule.clone(), to: link.to }, Private::default());
    Ok(())
}

/// A mistake is corrected in the open: old, new, reason and a second person who approves.
fn correct(
    draft: &mut Draft<'_>,
    case: &Case,
    field: &Code,
    new: Option<&Value>,
    reason: &str,
    approver: &Code,
) -> Result<(), Refusal> {
    draft.permit(("đính chính", "correct a mistake"), &draft.case_type.acts.correct)?;
    second_person(draft, approver, ("đính chính", "correct a mistake"))?;
    let text = text_within(reason)?;
    if text.is_empty() {
        return Err(Refusal::ReasonNeeded { act: ("đính chính", "correct a mistake").into() });
    }
    let Some(rule) = draft.case_type.field(field.as_str()) else {
        return Err(Refusal::Unknown { what: ("mục", "field").into(), code: field.clone() });
    };
    if case.value(field.as_str()) == new {
        return Err(Refusal::NothingToDo);
    }
    let as_fields =
        |value: Option<&Value>| -> Fields { value.map(|v| (field.clone(), v.clone())).into_iter().collect() };
    let opened = case.carried.as_ref().map_or(case.opened, |carried| carried.received);
    let set = fields::split(draft, &as_fields(new), opened.date())?;
    let before = as_fields(case.value(field.as_str()));
    let (sealed, old) = if rule.part == Part::Body { (before, Fields::new()) } else { (Fields::new(), before) };
    let what = What::Corrected { field: field.clone(), old, new: set.plain, approver: approver.clone() };
    draft.push(what, Private { fields: set.body, old: sealed, text, ..Private::default() });
    Ok(())
}

/// A late entry needs a reason, a second person, and a time between the opening and now.
pub(super) fn check_late_entry(draft: &Draft<'_>, late: &LateEntry) -> Result<(), Refusal> {
    let list = &draft.case_type.acts.late_entry;
    if draft.context.actor.allowed(list, draft.case.as_ref(), draft.context.org).is_none() {
        let who = in_words(list, draft.context.org);
        return Err(Refusal::NotAllowed { act: ("ghi bù", "enter late").into(), who });
    }
    second_person(draft, &late.witness, ("ghi bù", "enter late"))?;
    may_answer_for(draft, &late.witness, ("ghi bù", "enter late"))?;
    if text_within(&late.reason)?.is_empty() {
        return Err(Refusal::ReasonNeeded { act: ("ghi bù", "enter late").into() });
    }
    // A case that was itself entered late began when its paper was received.
    let began = |c: &Case| c.clock.as_ref().map_or(c.opened, |clock| clock.received.min(c.opened));
    let too_early = draft.case.as_ref().is_some_and(|c| late.occurred < began(c));
    if late.occurred >= draft.context.now || too_early {
        return Err(Refusal::LateEntryTime);
    }
    Ok(())
}

pub(super) fn second_person(draft: &Draft<'_>, person: &Code, act: (&str, &str)) -> Result<(), Refusal> {
    if *person == draft.context.actor.person {
        return Err(Refusal::SecondPersonNeeded { act: act.into() });
    }
    let today = draft.context.today();
    let here = draft.context.org.people.get(person).is_some_and(|p| crate::org::covers(p.from, p.to, today));
    if here { Ok(()) } else { Err(Refusal::NotInOffice { code: person.clone() }) }
}

/// The second person of a late entry or an opening balance answers for it, so they may do it themselves. Where nobody
/// beside the actor may (the books of the party have one secretary), anybody in office will do.
pub(super) fn may_answer_for(draft: &Draft<'_>, person: &Code, act: (&str, &str)) -> Result<(), Refusal> {
    let (list, org) = (&draft.case_type.acts.late_entry, draft.context.org);
    let may = |person: &Code| {
        let found = Actor::on(org, person.as_str(), draft.context.today());
        found.is_some_and(|found| found.allowed(list, draft.case.as_ref(), org).is_some())
    };
    let somebody = || org.people.keys().any(|other| *other != draft.context.actor.person && may(other));
    if may(person) || !somebody() {
        return Ok(());
    }
    Err(Refusal::SecondPersonMayNot { act: act.into(), who: in_words(list, org) })
}
