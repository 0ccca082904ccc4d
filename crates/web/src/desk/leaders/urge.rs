//! Urging in one click: late and nearly due tasks by unit, chosen, urged as one act, with a letter drafted for each unit.

use std::collections::BTreeMap;

use axum::extract::{Query as Asking, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use kernel::case::{Act, CaseId};
use kernel::catalogue::case_type::CaseType;
use office::Fail;
use office::urge::{CASES_MAX, Urging, may_draft};
use office::views::register::{Filter, Line, Query, Sort, State as Clocks};
use uuid::Uuid;

use super::super::acts::{key_of, request, unlucky};
use super::super::address::Pairs;
use super::super::answer::{self, Answer, Stop, see};
use super::super::home::filtered;
use super::super::posted::Posted;
use super::super::visitor::{Asked, Visitor, visit, visit_with};
use super::super::words::{case_href, deadline, title};
use super::super::{cookies, fields};
use super::{task, urges};
use crate::pages::{Hidden, Input, Link, Problem, UrgePage, UrgeTask, UrgeUnit};
use crate::state::AppState;
use crate::tongue::id;

/// Tasks shown at once.
const SHOWN_MAX: u64 = 150;
/// Working days ahead that count as nearly due.
const SOON_DAYS: u32 = 5;

/// `GET /don-doc`
pub async fn show(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let unit = pairs.iter().find(|(k, v)| k == "don-vi" && !v.is_empty()).map(|(_, v)| v.clone());
        page(visitor, unit.as_deref(), None, &[])
    })
    .await
}

/// `POST /don-doc/gui`
pub async fn send(State(state): State<AppState>, asked: Asked, posted: Posted) -> Response {
    visit_with(state, asked, posted, urge).await
}

fn urge(visitor: &Visitor, posted: &Posted) -> Answer {
    if !urges(visitor) {
        return Err(visitor.sorry(403).into());
    }
    let cases: Vec<CaseId> = posted.all("viec").filter_map(|id| Uuid::try_parse(id).ok()).collect();
    let text = posted.get("noi-dung").trim().to_owned();
    let mut problems = Vec::new();
    let mut wrong = |field_id: &str, text: &'static str| {
        problems.push(Problem { field_id: field_id.to_owned(), text: visitor.tongue.say(text) });
    };
    if cases.is_empty() {
        wrong("", id("urge-none-chosen"));
    }
    if cases.len() > CASES_MAX {
        wrong("", id("urge-too-many"));
    }
    if text.is_empty() {
        wrong("noi-dung", id("urge-no-text"));
    }
    let unit = Some(posted.get("don-vi")).filter(|unit| !unit.is_empty());
    if !problems.is_empty() {
        return page(visitor, unit, Some(posted), &problems);
    }
    let urging = Urging { cases, text: text.clone(), letters: posted.get("cong-van") == "yes" };
    let request = request(visitor, None, Act::Urge { text }, key_of(visitor, posted));
    match visitor.state.office.urge(&visitor.viewer, &urging, &request) {
        Ok(urged) => {
            let mut response = see("/don-doc");
            let last = urged.done.iter().map(|done| done.position).max().unwrap_or(0);
            let mark = if urged.done.iter().any(|done| done.repeated) { "r" } else { "" };
            let note = cookies::set(&visitor.asked.headers, cookies::NOTE, &format!("{mark}{last}"));
            response.headers_mut().extend(note.map(|c| (SET_COOKIE, c)));
            Ok(response)
        }
        Err(Fail::Refused(refusal)) => {
            let problem = Problem { field_id: String::new(), text: visitor.tongue.pick(refusal.vi(), refusal.en()) };
            page(visitor, unit, Some(posted), &[problem])
        }
        Err(fail) => unlucky(visitor, fail),
    }
}

/// Late tasks, then those that are nearly due.
fn found(visitor: &Visitor, of: &CaseType, unit: Option<&str>) -> Result<(Vec<(Line, bool)>, u64), Stop> {
    let (office, viewer) = (&visitor.state.office, &visitor.viewer);
    let calendar = &visitor.house().calendar;
    let today = visitor.now().date();
    let soon = calendar.add_working_days(visitor.now(), SOON_DAYS).map_or(today.add_days(7), |at| at.date());
    let base = Query {
        filters: unit.map(|unit| Filter::one("@lead", unit)).into_iter().collect(),
        sort: Sort::Due,
        descending: false,
        ..Query::all(of.code.clone())
    };
    let late = Query { state: Some(Clocks::Late), ..base.clone() };
    let near = Query { state: Some(Clocks::Running), due: Some((today, soon)), ..base };
    let (mut out, mut more) = (Vec::new(), 0);
    for (query, is_late) in [(late, true), (near, false)] {
        let room = SHOWN_MAX.saturating_sub(u64::try_from(out.len()).unwrap_or(SHOWN_MAX));
        let Some(list) = office.register(viewer, &Query { rows: room.max(1), ..query })? else { continue };
        let count = match list.count {
            office::views::register::Count::Exact(n) => n,
            office::views::register::Count::Many => office::views::register::COUNT_MAX,
        };
        let room = usize::try_from(room).unwrap_or(0);
        let before = out.len();
        out.extend(list.lines.into_iter().take(room).map(|line| (line, is_late)));
        more += count.saturating_sub(u64::try_from(out.len() - before).unwrap_or(0));
    }
    Ok((out, more))
}

fn page(visitor: &Visitor, unit: Option<&str>, typed: Option<&Posted>, problems: &[Problem]) -> Result<Response, Stop> {
    if !urges(visitor) {
        return Err(visitor.sorry(403).into());
    }
    let of = task(visitor)?;
    let unit = unit.filter(|code| visitor.house().org().units.contains_key(*code));
    let (found, more) = found(visitor, &of, unit)?;
    let late = found.iter().any(|(_, late)| *late);
    let tongue = visitor.tongue;
    let mut lead = tongue.tell("urge-lead", &[("days", SOON_DAYS.into())]);
    if more > 0 {
        lead.push(' ');
        lead.push_str(&tongue.tell("urge-more", &[("n", more.into())]));
    }
    let drafts = may_draft(&visitor.viewer);
    let key = typed.map_or_else(|| visitor.new_key().to_string(), |t| t.get("idempotency_key").to_owned());
    let hidden = [("csrf", visitor.csrf.as_str()), ("idempotency_key", &key), ("don-vi", unit.unwrap_or_default())];
    let shown = UrgePage {
        frame: visitor.frame(&tongue.say("urge-title")),
        lead,
        ways: printed(visitor, unit, late).into_iter().chain(drafted(visitor, drafts)).collect(),
        filter_fields: vec![fields::field(
            tongue,
            "loc-don-vi",
            "don-vi",
            &tongue.say("urge-unit"),
            Input::Choice {
                groups: fields::with_blank(
                    tongue,
                    fields::units(tongue, visitor.house().org(), None, |code| unit == Some(code)),
                ),
            },
        )],
        filter_hidden: Vec::new(),
        problems: problems.to_vec(),
        hidden: hidden
            .iter()
            .map(|(name, value)| Hidden { name: (*name).to_owned(), value: (*value).to_owned() })
            .collect(),
        fields: fields_of(visitor, typed, drafts, problems),
        note: tongue.say(if drafts { "urge-note-letters" } else { "urge-note" }),
        units: by_unit(visitor, &of, found, typed),
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(answer::page(status, &shown))
}

fn fields_of(
    visitor: &Visitor,
    typed: Option<&Posted>,
    drafts: bool,
    problems: &[Problem],
) -> Vec<crate::pages::Field> {
    let tongue = visitor.tongue;
    let said = typed.map_or_else(|| tongue.say("urge-default-text"), |t| t.get("noi-dung").to_owned());
    let label = tongue.say("urge-text");
    let mut text = fields::field(tongue, "noi-dung", "noi-dung", &label, Input::LongText { value: said });
    text.required = true;
    text.error = problems.iter().find(|p| p.field_id == "noi-dung").map(|p| p.text.clone());
    let mut out = vec![text];
    if drafts {
        let ticked = typed.is_none_or(|t| t.get("cong-van") == "yes");
        let label = tongue.say("urge-letters");
        out.push(fields::field(tongue, "cong-van", "cong-van", &label, Input::Check { ticked }));
    }
    out
}

/// The letter with its list, on paper, where something is late.
fn printed(visitor: &Visitor, unit: Option<&str>, late: bool) -> Option<Link> {
    let query = unit.map(|unit| format!("?don-vi={unit}")).unwrap_or_default();
    let href = format!("/don-doc/in{query}");
    visitor.state.press.as_ref().filter(|_| late).map(|_| Link { label: visitor.tongue.say("urge-print"), href })
}

/// The letters that this person has in draft.
fn drafted(visitor: &Visitor, drafts: bool) -> Vec<Link> {
    let found = visitor.house().catalogue().ok().and_then(|c| c.types.get("outgoing_document"));
    let Some(letter) = found.filter(|_| drafts) else { return Vec::new() };
    let mine = [Filter::one("@step", "drafting"), Filter::one("@holder", visitor.viewer.actor.person.as_str())];
    vec![Link { label: visitor.tongue.say("urge-drafts"), href: filtered(letter, &mine, &[]) }]
}

fn by_unit(visitor: &Visitor, of: &CaseType, found: Vec<(Line, bool)>, typed: Option<&Posted>) -> Vec<UrgeUnit> {
    let (org, tongue) = (visitor.house().org(), visitor.tongue);
    let mut units: BTreeMap<String, (UrgeUnit, usize)> = BTreeMap::new();
    for (line, late) in found {
        let case = &line.case;
        let value = case.id.to_string();
        let code = case.lead.as_ref().map(ToString::to_string).unwrap_or_default();
        let name = org.units.get(code.as_str()).map_or_else(|| tongue.say("urge-no-unit"), |u| u.name.clone());
        let (unit, count) = units.entry(code).or_default();
        unit.name = name;
        *count += usize::from(late);
        unit.tasks.push(UrgeTask {
            title: title(tongue, case, of),
            href: case_href(case.id),
            urged: match case.tally.urged {
                0 => String::new(),
                n => tongue.tell("urge-times", &[("n", n.into())]),
            },
            deadline: case.clock.as_ref().map(|c| deadline(visitor, c, None)),
            ticked: typed.map_or(late, |t| t.all("viec").any(|id| id == value)),
            value,
        });
    }
    let mut out: Vec<(UrgeUnit, usize)> = units.into_values().collect();
    out.sort_by_key(|(unit, late)| std::cmp::Reverse((*late, unit.tasks.len())));
    let counted = |(unit, late): (UrgeUnit, usize)| {
        let figure = |n: usize| i64::try_from(n).unwrap_or(i64::MAX).into();
        let count = tongue.tell("urge-unit-count", &[("n", figure(unit.tasks.len())), ("late", figure(late))]);
        UrgeUnit { count, ..unit }
    };
    out.into_iter().map(counted).collect()
}
