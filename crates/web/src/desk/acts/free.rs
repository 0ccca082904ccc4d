//! Acts that belong to no step: their addresses, forms, and reading what was typed.

use std::collections::HashSet;

use kernel::Code;
use kernel::case::{Act, Command, Link as Tie, Value};
use kernel::catalogue::case_type::{Field as Rule, FieldKind};
use kernel::org::covers;
use office::views::case::{CaseView, FreeAct};
use uuid::Uuid;

use crate::desk::fields::{self, choice, field, text, units, with_blank};
use crate::desk::forms::{Wrong, assigned, colleagues, date};
use crate::desk::posted::Posted;
use crate::desk::taken;
use crate::desk::visitor::Visitor;
use crate::desk::words::{self, capital, case_href};
use crate::pages::{ChoiceGroup, Field, Input, Link, Move};
use crate::tongue::Tongue;

const SLUGS: [(FreeAct, &str); 9] = [
    (FreeAct::Remark, "y-kien"),
    (FreeAct::Urge, "don-doc"),
    (FreeAct::Extend, "gia-han"),
    (FreeAct::AskExtension, "de-nghi-gia-han"),
    (FreeAct::RefuseExtension, "khong-gia-han"),
    (FreeAct::Attach, "dinh-kem"),
    (FreeAct::Assign, "phan-cong"),
    (FreeAct::Link, "lien-ket"),
    (FreeAct::Correct, "dinh-chinh"),
];

/// The last part of the address.
pub fn slug(act: FreeAct) -> &'static str {
    SLUGS.iter().find(|(a, _)| *a == act).map_or("", |(_, slug)| slug)
}

/// The act of an address.
pub fn act_of(slug: &str) -> Option<FreeAct> {
    SLUGS.iter().find(|(_, s)| *s == slug).map(|(act, _)| *act)
}

/// What stands on its button.
pub fn label(tongue: Tongue, view: &CaseView, act: FreeAct) -> String {
    // What moving the due day is called differs by type; the catalogue says it in Vietnamese.
    let extension = view.case_type.clock.as_ref().map(|clock| clock.extension_name.as_str());
    let named = || tongue.pick(extension, None).map_or_else(|| tongue.say("act-an-extension"), str::to_owned);
    match act {
        FreeAct::Remark => tongue.say("act-remark"),
        FreeAct::Urge => tongue.say("act-urge"),
        FreeAct::Extend => tongue.pick(extension, None).map_or_else(|| tongue.say("act-extend"), capital),
        FreeAct::AskExtension => tongue.tell("act-ask-extension", &[("name", named().into())]),
        FreeAct::RefuseExtension => tongue.tell("act-refuse-extension", &[("name", named().into())]),
        FreeAct::Attach => tongue.say("act-attach"),
        FreeAct::Assign => tongue.say("act-assign"),
        FreeAct::Link => tongue.say("act-link"),
        FreeAct::Correct => tongue.say("act-correct"),
    }
}

/// The field that a correction is about: sent before, or chosen in the address.
pub fn about<'a>(visitor: &Visitor, view: &'a CaseView, typed: Option<&Posted>) -> Option<&'a Rule> {
    let query = visitor.asked.address.split_once('?').map_or("", |(_, query)| query);
    let chosen = query.split('&').find_map(|pair| pair.strip_prefix("muc="));
    view.case_type.field(typed.map(|t| t.get("field")).or(chosen)?)
}

/// What a correction may be about; the way to fill in a value depends on the field, so that is chosen first.
pub fn choose(tongue: Tongue, view: &CaseView) -> Move {
    let slug = slug(FreeAct::Correct);
    let link = |field: &Rule| Link {
        label: tongue.name_of(&field.name, &field.name_en).to_owned(),
        href: format!("{}?muc={}#{slug}", case_href(view.case.id), field.code),
    };
    Move {
        label: label(tongue, view, FreeAct::Correct),
        effect: tongue.say("act-correct-choose"),
        choices: view.case_type.fields.iter().map(link).collect(),
        ..Move::default()
    }
}

/// The fields of an act; `typed` is what was sent before.
pub fn fields(visitor: &Visitor, view: &CaseView, act: FreeAct, typed: Option<&Posted>) -> Vec<Field> {
    let tongue = visitor.tongue;
    let get = |name: &str| typed.map(|t| t.get(name).to_owned()).unwrap_or_default();
    let one = |name: &str, label: String, input: Input| Field {
        required: true,
        ..field(tongue, &format!("{}-{}", slug(act), name.replace('_', "-")), name, &label, input)
    };
    let long = |name: &str, label: String| one(name, label, Input::LongText { value: get(name) });
    match act {
        FreeAct::Remark => remark(visitor, view, typed, long("text", tongue.say("act-remark-text"))),
        FreeAct::Urge => vec![long("text", tongue.say("act-urge-text"))],
        FreeAct::Extend => {
            // What was asked for stands in the form; whoever gives it may write another day.
            let asked = view.case.asked.as_ref().map(|asked| asked.due.to_string()).unwrap_or_default();
            let due = Input::Date { value: typed.map_or(asked, |t| t.get("due").to_owned()) };
            vec![one("due", tongue.say("act-new-due"), due), long("reason", tongue.say("form-reason"))]
        }
        FreeAct::AskExtension => {
            let due = one("due", tongue.say("act-asked-due"), Input::Date { value: get("due") });
            vec![due, long("reason", tongue.say("form-reason"))]
        }
        FreeAct::RefuseExtension => vec![long("reason", tongue.say("form-reason"))],
        FreeAct::Attach => {
            let mut file = one("file", tongue.say("act-file"), Input::File { accept: taken::ACCEPT.to_owned() });
            let megabytes = (super::super::FILE_BYTES_MAX >> 20).to_string();
            file.hint = tongue.tell("act-file-hint", &[("megabytes", megabytes.into())]);
            vec![file]
        }
        FreeAct::Assign => assignment(visitor, view, typed),
        FreeAct::Link => {
            let now = get("rule");
            let rules = view
                .case_type
                .links
                .iter()
                .map(|l| choice(l.code.as_str(), tongue.name_of(&l.name, &l.name_en), &now))
                .collect();
            let groups = vec![ChoiceGroup { label: String::new(), choices: rules }];
            let mut other = one("other", tongue.say("act-other"), text(&get("other")));
            other.hint = tongue.say("act-other-hint");
            vec![one("rule", tongue.say("act-relation"), Input::Choice { groups }), other]
        }
        FreeAct::Correct => corrections(visitor, view, typed),
    }
}

/// The field in question stands fixed: another one may have to be filled in otherwise.
fn corrections(visitor: &Visitor, view: &CaseView, typed: Option<&Posted>) -> Vec<Field> {
    let Some(rule) = about(visitor, view, typed) else { return Vec::new() };
    let get = |name: &str| typed.map(|t| t.get(name).to_owned());
    let (house, tongue) = (visitor.house(), visitor.tongue);
    let one = |name: &str, label: String, input: Input| Field {
        required: true,
        ..field(tongue, &format!("{}-{name}", slug(FreeAct::Correct)), name, &label, input)
    };
    let kept = view.case.value(rule.code.as_str());
    let (catalogue, org) = (house.version(view.case.catalogue), house.org());
    let Ok(catalogue) = catalogue else { return Vec::new() };
    let said =
        kept.map_or_else(|| tongue.say("act-correct-empty"), |value| words::value(tongue, rule, value, catalogue, org));
    let choices = vec![choice(rule.code.as_str(), tongue.name_of(&rule.name, &rule.name_en), rule.code.as_str())];
    let groups = vec![ChoiceGroup { label: String::new(), choices }];
    let plain = kept.map(Value::plain).unwrap_or_default();
    let value = fields::input(tongue, rule, &get("value").unwrap_or(plain), catalogue, org, visitor.now().date());
    let approver = Input::Choice { groups: colleagues(visitor, &get("approver").unwrap_or_default()) };
    let reason = Input::LongText { value: get("reason").unwrap_or_default() };
    vec![
        one("field", tongue.say("act-correct-field"), Input::Choice { groups }),
        Field {
            required: false,
            hint: tongue.tell("act-correct-hint", &[("now", said.into())]),
            ..one("value", tongue.say("act-correct-value"), value)
        },
        one("reason", tongue.say("form-reason"), reason),
        one("approver", tongue.say("act-approver"), approver),
    ]
}

/// What is said, and who is called to it.
fn remark(visitor: &Visitor, view: &CaseView, typed: Option<&Posted>, mut text: Field) -> Vec<Field> {
    let tongue = visitor.tongue;
    text.hint = tongue.say("act-remark-hint");
    let now = typed.map(|t| t.get("mention").to_owned()).unwrap_or_default();
    let (org, me) = (visitor.house().org(), &visitor.viewer.actor.person);
    let people = view.let_in.iter().flat_map(|rule| &rule.people).filter(|p| *p != me);
    let may: HashSet<&str> = people.map(Code::as_str).collect();
    let mut groups = fields::people(tongue, org, None, visitor.now().date(), &now);
    for group in &mut groups {
        group.choices.retain(|c| may.contains(c.value.as_str()));
    }
    let id = format!("{}-mention", slug(FreeAct::Remark));
    let chosen =
        field(tongue, &id, "mention", &tongue.say("act-mention"), Input::Choice { groups: with_blank(tongue, groups) });
    vec![text, Field { hint: tongue.say("act-mention-hint"), ..chosen }]
}

fn assignment(visitor: &Visitor, view: &CaseView, typed: Option<&Posted>) -> Vec<Field> {
    let case = &view.case;
    let kept = |name: &'static str, kept: Vec<String>| typed.map_or(kept, |t| t.all(name).map(str::to_owned).collect());
    let leads = kept("lead", case.lead.iter().map(ToString::to_string).collect());
    let coops = kept("coop", case.coop.iter().map(ToString::to_string).collect());
    let holder = kept("holder", case.holder.iter().map(ToString::to_string).collect());
    let today = Some(visitor.now().date());
    let org = visitor.house().org();
    let tongue = visitor.tongue;
    let choices = |chosen: &[String]| units(tongue, org, today, |code| chosen.iter().any(|c| c == code));
    let one = |name: &str, label: String, input: Input| {
        field(tongue, &format!("{}-{name}", slug(FreeAct::Assign)), name, &label, input)
    };
    let lead = Input::Choice { groups: with_blank(tongue, choices(&leads)) };
    let now = holder.first().map(String::as_str).unwrap_or_default();
    vec![
        one("holder", tongue.say("form-holder"), Input::Choice { groups: colleagues(visitor, now) }),
        Field { required: true, ..one("lead", tongue.say("form-lead"), lead) },
        one("coop", tongue.say("form-coop"), Input::Many { groups: choices(&coops) }),
    ]
}

/// What a form asks for, and the bytes that go with it.
pub fn read(
    visitor: &Visitor,
    view: &CaseView,
    act: FreeAct,
    posted: &Posted,
) -> Result<(Command, Option<Vec<u8>>), Wrong> {
    let typed = |name: &str| posted.get(name).trim().to_owned();
    let act = match act {
        FreeAct::Remark => {
            let mentions = posted.all("mention").filter_map(|code| Code::parse(code).ok()).collect();
            Act::Remark { text: said(visitor.tongue, posted)?, mentions }
        }
        FreeAct::Urge => Act::Urge { text: said(visitor.tongue, posted)? },
        FreeAct::Extend | FreeAct::AskExtension => {
            let due = date(visitor.tongue, posted.get("due").trim()).map_err(|text| Wrong::one("due", text))?;
            let reason = typed("reason");
            if act == FreeAct::Extend { Act::Extend { due, reason } } else { Act::AskExtension { due, reason } }
        }
        FreeAct::RefuseExtension => Act::RefuseExtension { reason: typed("reason") },
        FreeAct::Attach => {
            let Some(sent) = &posted.file else { return Err(Wrong::one("file", visitor.tongue.say("act-give-file"))) };
            let (file, name) =
                taken::take(sent, visitor.now()).map_err(|why| Wrong::one("file", why.words(visitor.tongue)))?;
            return Ok((Act::Attach { file, name }.into(), Some(sent.bytes.clone())));
        }
        FreeAct::Assign => {
            let mut wrong = Wrong::default();
            let mut given = assigned(visitor.tongue, posted, &mut wrong);
            if !wrong.is_empty() {
                return Err(wrong);
            }
            // Passing work on inside a unit does not change by whose authority it was given.
            given.assigner.clone_from(&view.case.assigner);
            Act::Assign(given)
        }
        FreeAct::Link => link(visitor, view, posted)?,
        FreeAct::Correct => correction(visitor, view, posted)?,
    };
    Ok((act.into(), None))
}

fn said(tongue: Tongue, posted: &Posted) -> Result<String, Wrong> {
    let text = posted.get("text").trim();
    if text.is_empty() { Err(Wrong::one("text", tongue.say("act-give-text"))) } else { Ok(text.to_owned()) }
}

fn link(visitor: &Visitor, view: &CaseView, posted: &Posted) -> Result<Act, Wrong> {
    let tongue = visitor.tongue;
    let rule = view.case_type.links.iter().find(|l| l.code == *posted.get("rule"));
    let Some(rule) = rule else { return Err(Wrong::one("rule", tongue.say("act-give-relation"))) };
    let typed = posted.get("other").trim();
    let last = typed.rsplit('/').next().unwrap_or_default();
    let missing = || {
        let shown: String = typed.chars().take(60).collect();
        Wrong::one("other", tongue.tell("act-no-case", &[("typed", shown.into())]))
    };
    let office = &visitor.state.office;
    let other = match Uuid::try_parse(last) {
        Ok(id) => office.readable(&visitor.viewer, id).ok().flatten().filter(|c| rule.to.contains(&c.case_type)),
        Err(_) => {
            let found = office.search(&visitor.viewer, typed).map_err(|_unreadable| missing())?;
            let mut fit = found.by_number.into_iter().filter(|l| rule.to.contains(&l.case.case_type));
            match (fit.next(), fit.next()) {
                (Some(one), None) => Some(one.case),
                (Some(_), Some(_)) => {
                    return Err(Wrong::one("other", tongue.say("act-many-cases")));
                }
                (None, _) => None,
            }
        }
    };
    let other = other.ok_or_else(missing)?;
    let link = Tie { rule: rule.code.clone(), to: other.id };
    Ok(Act::Link { link, points_to: Some(other.case_type) })
}

fn correction(visitor: &Visitor, view: &CaseView, posted: &Posted) -> Result<Act, Wrong> {
    let (mut wrong, tongue) = (Wrong::default(), visitor.tongue);
    let rule = view.case_type.field(posted.get("field"));
    if rule.is_none() {
        wrong.add("field", tongue.say("act-give-field"));
    }
    // A box that is not ticked sends nothing.
    let sent = |rule: &Rule| match (rule.kind, posted.get("value")) {
        (FieldKind::Flag, "") => "no".to_owned(),
        (_, typed) => typed.to_owned(),
    };
    let new = match rule.map(|rule| Value::parse(rule, &sent(rule))) {
        Some(Ok(new)) => new,
        Some(Err(why)) => {
            wrong.add("value", capital(&format!("{}.", tongue.pick(&why.vi, &why.en))));
            None
        }
        None => None,
    };
    let reason = posted.get("reason").trim().to_owned();
    if reason.is_empty() {
        wrong.add("reason", tongue.say("act-give-correct-reason"));
    }
    let today = visitor.now().date();
    let people = &visitor.house().org().people;
    let approver = Code::parse(posted.get("approver")).ok();
    let approver = approver.filter(|code| people.get(code).is_some_and(|p| covers(p.from, p.to, today)));
    if approver.is_none() {
        wrong.add("approver", tongue.say("act-give-approver"));
    }
    match (rule, approver) {
        (Some(rule), Some(approver)) if wrong.is_empty() => {
            Ok(Act::Correct { field: rule.code.clone(), new, reason, approver })
        }
        _ => Err(wrong),
    }
}
