//! What a person does to a case: a move, or an act that belongs to no step. A form becomes a request to the office.
//!
//! After an act the browser is led to the case by GET, so that reloading does nothing. A refusal comes back with what
//! was typed; a change by somebody else meanwhile is shown with both values. Not here: rules (kernel).

pub mod free;
mod proof;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use kernel::case::{Act, CaseId, Command, MoveForm, Refusal, What};
use kernel::catalogue::case_type::{Effect, Move as Rule};
use office::views::case::CaseView;
use office::{Done, Fail, Request};
use uuid::Uuid;

use super::answer::{self, Answer, Stop, see};
use super::case_page::{self, Attempt};
use super::cookies;
use super::forms::{Form, Wrong};
use super::posted::Posted;
use super::story;
use super::visitor::{Asked, Visitor, new_key, visit_with};
use super::words::{case_href, step_name};
use crate::pages::{Conflict, ErrorPage, Link};
use crate::state::AppState;

/// `POST /ho-so/{id}/thao-tac/{move}`
pub async fn make(
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
    asked: Asked,
    posted: Posted,
) -> Response {
    visit_with(state, asked, posted, move |visitor, posted| {
        let view = case_page::load(visitor, &id, false)?;
        let Some(made) = view.case_type.find_move(&code).filter(|m| !m.opens()).cloned() else {
            return Err(visitor.missing());
        };
        let action = format!("thao-tac/{code}");
        let form = Form { visitor, case_type: &view.case_type, made: &made, case: Some(&view.case) };
        let back = |wrong: Wrong| case_page::refused(visitor, &view, &Attempt { action: &action, posted, wrong });
        let filled = match form.read(posted) {
            Ok(filled) => filled,
            Err(wrong) => return Ok(elsewhere(visitor, &view, &made, posted).unwrap_or_else(|| back(wrong))),
        };
        match send_move(visitor, &view, &made, filled, posted)? {
            Sent::Done(done) => Ok(done_with(visitor, &done)),
            Sent::Wrong(wrong) => Ok(back(wrong)),
            Sent::Failed(fail) => failed(visitor, &id, &made, posted, fail, |refusal| {
                back(Wrong::refused(visitor.tongue, refusal, &form.names()))
            }),
        }
    })
    .await
}

/// `POST /ho-so/{id}/viec/{act}`
pub async fn free(
    State(state): State<AppState>,
    Path((id, slug)): Path<(String, String)>,
    asked: Asked,
    posted: Posted,
) -> Response {
    visit_with(state, asked, posted, move |visitor, posted| {
        let view = case_page::load(visitor, &id, false)?;
        let Some(act) = free::act_of(&slug) else { return Err(visitor.missing()) };
        let action = format!("viec/{slug}");
        let back = |wrong: Wrong| case_page::refused(visitor, &view, &Attempt { action: &action, posted, wrong });
        let names: Vec<String> = free::fields(visitor, &view, act, None).into_iter().map(|f| f.name).collect();
        let (command, file) = match free::read(visitor, &view, act, posted) {
            Ok(read) => read,
            Err(wrong) => return Ok(back(wrong)),
        };
        let key = key_of(visitor, posted);
        let mut request = request(visitor, Some(view.case.id), command, key);
        request.file = file;
        match visitor.state.office.act(&request) {
            Ok(done) => Ok(done_with(visitor, &done)),
            Err(Fail::Refused(refusal)) => Ok(back(Wrong::refused(visitor.tongue, &refusal, &names))),
            Err(fail) => unlucky(visitor, fail),
        }
    })
    .await
}

/// `GET` of an address that only takes a form: the case itself, for whoever reloads or signs in anew.
pub async fn back(Path((id, _)): Path<(String, String)>) -> Response {
    match Uuid::try_parse(&id) {
        Ok(id) => see(&case_href(id)),
        Err(_) => see("/"),
    }
}

enum Sent {
    Done(Done),
    Wrong(Wrong),
    Failed(Fail),
}

fn send_move(visitor: &Visitor, view: &CaseView, made: &Rule, form: MoveForm, posted: &Posted) -> Result<Sent, Stop> {
    let key = key_of(visitor, posted);
    let mut request = request(visitor, Some(view.case.id), Act::Move(form), key);
    if made.does.contains(&Effect::StopClockByEvidence) {
        match proof::given(visitor, view, posted, key)? {
            proof::Given::Proof(proof) => request.proof = Some(proof),
            proof::Given::Nothing => {}
            proof::Given::Wrong(wrong) => return Ok(Sent::Wrong(wrong)),
            proof::Given::Failed(fail) => return Ok(Sent::Failed(fail)),
        }
    }
    Ok(match visitor.state.office.act(&request) {
        Ok(done) => Sent::Done(done),
        Err(fail) => Sent::Failed(fail),
    })
}

/// A request of this visitor at this moment.
pub fn request(visitor: &Visitor, case: Option<CaseId>, act: impl Into<Command>, key: Uuid) -> Request {
    let (now, seed) = (visitor.now(), visitor.state.seed());
    Request { key: Some(key), ..Request::new(case, act, &visitor.viewer.actor, now, seed) }
}

/// The key of a form; one that is no key acts like a new form.
pub fn key_of(visitor: &Visitor, posted: &Posted) -> Uuid {
    let sent = Uuid::try_parse(posted.get("idempotency_key")).ok();
    sent.filter(|key| key.get_version_num() == 7).unwrap_or_else(|| new_key(visitor.now(), (visitor.state.random)()))
}

/// A key that goes with another one: the same form sent twice derives the same.
pub fn derived(key: Uuid, what: &str) -> Uuid {
    let hash = |seed: u64| {
        let bytes = key.as_bytes().iter().copied().chain(what.bytes());
        bytes.fold(seed, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)).to_be_bytes()
    };
    let mut tail = [0; 10];
    let both = hash(0xcbf2_9ce4_8422_2325).into_iter().chain(hash(0x9e37_79b9_7f4a_7c15));
    tail.iter_mut().zip(both).for_each(|(to, from)| *to = from);
    let millis = key.as_bytes().iter().take(6).fold(0_u64, |all, byte| (all << 8) | u64::from(*byte));
    uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
}

/// After an act: to the case, or home when the act took the case out of this person's sight.
pub fn done_with(visitor: &Visitor, done: &Done) -> Response {
    let seen = visitor.state.office.readable(&visitor.viewer, done.case).ok().flatten().is_some();
    let mut response = if seen { see(&case_href(done.case)) } else { see("/") };
    let mark = if done.repeated { "r" } else { "" };
    let note = cookies::set(&visitor.asked.headers, cookies::NOTE, &format!("{mark}{}", done.position));
    response.headers_mut().extend(note.map(|c| (SET_COOKIE, c)));
    response
}

/// What is answered when the office did not do it.
fn failed(
    visitor: &Visitor,
    id: &str,
    made: &Rule,
    posted: &Posted,
    fail: Fail,
    back: impl FnOnce(&Refusal) -> Response,
) -> Answer {
    let Fail::Refused(refusal) = fail else { return unlucky(visitor, fail) };
    // The state may have changed since the page was loaded at the start of this request.
    let view = case_page::load(visitor, id, false)?;
    if let Refusal::ChangedMeanwhile { field, name, seen, now } = &refusal {
        let by = view.events.iter().find(|told| sets(&told.event.what, field)).map(|told| by(visitor, told));
        let mine = posted.get(&format!("f.{field}")).to_owned();
        let conflict = Conflict {
            label: visitor.tongue.pick(&name.vi, &name.en).to_string(),
            before: seen.clone(),
            mine,
            theirs: now.clone(),
            by: by.unwrap_or_default(),
        };
        return Ok(conflicting(visitor, &view, conflict));
    }
    if let (Refusal::NotFromHere { .. } | Refusal::Closed, Some(response)) =
        (&refusal, elsewhere(visitor, &view, made, posted))
    {
        return Ok(response);
    }
    Ok(back(&refusal))
}

/// The page of a conflict, when the case has left the step at which the form was opened.
fn elsewhere(visitor: &Visitor, view: &CaseView, made: &Rule, posted: &Posted) -> Option<Response> {
    let seen = posted.get("step");
    if seen.is_empty() || view.case.step == *seen || made.from.contains(&view.case.step) {
        return None;
    }
    let (old, tongue) = (view.case_type.step(seen)?, visitor.tongue);
    let conflict = Conflict {
        label: tongue.say("act-step"),
        before: tongue.name_of(&old.name, &old.name_en).to_owned(),
        mine: tongue.name_of(&made.name, &made.name_en).to_owned(),
        theirs: step_name(tongue, &view.case_type, &view.case.step).to_owned(),
        by: view.events.iter().find(|t| is_move(&t.event.what)).map(|t| by(visitor, t)).unwrap_or_default(),
    };
    Some(conflicting(visitor, view, conflict))
}

fn conflicting(visitor: &Visitor, view: &CaseView, conflict: Conflict) -> Response {
    let mut page = ErrorPage::usual(visitor.frame(&visitor.tongue.say("act-changed")), 409);
    page.conflicts = vec![conflict];
    page.ways = vec![Link { label: visitor.tongue.say("act-open-again"), href: case_href(view.case.id) }];
    answer::page(StatusCode::CONFLICT, &page)
}

fn by(visitor: &Visitor, told: &office::views::case::Told) -> String {
    format!("{}, {}", story::who(visitor.tongue, visitor.house().org(), &told.event), told.event.at.print_vn())
}

fn is_move(what: &What) -> bool {
    matches!(what, What::Moved { .. } | What::Closed { .. })
}

fn sets(what: &What, field: &kernel::Code) -> bool {
    match what {
        What::Opened { fields, .. }
        | What::CarriedOver { fields, .. }
        | What::FieldsSet { fields }
        | What::Moved { fields, .. }
        | What::Closed { fields, .. } => fields.contains_key(field),
        What::Corrected { field: corrected, .. } => corrected == field,
        _ => false,
    }
}

/// Failures that are nobody's fault.
pub fn unlucky(visitor: &Visitor, fail: Fail) -> Answer {
    match fail {
        Fail::NotFound => Err(visitor.missing()),
        Fail::Broken(error) => Err(error.into()),
        Fail::Busy => {
            let mut page = ErrorPage::usual(visitor.frame(&visitor.tongue.say("act-busy")), 409);
            page.why = visitor.tongue.pick(fail.vi(), fail.en());
            page.steps = vec![visitor.tongue.say("act-busy-again")];
            Ok(answer::page(StatusCode::CONFLICT, &page))
        }
        Fail::Refused(refusal) => {
            let mut page = ErrorPage::usual(visitor.frame(&visitor.tongue.say("answer-title-refused")), 422);
            page.rule = visitor.tongue.pick(refusal.vi(), refusal.en());
            Ok(answer::page(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
    }
}
