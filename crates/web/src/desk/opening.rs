//! The form that opens a case of any type, made from the catalogue. Several lead units make several cases, one batch.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::case::batch::Clause;
use kernel::case::{Act, Opening};
use kernel::catalogue::case_type::{CaseType, Effect, Move as Rule};
use office::Fail;
use uuid::Uuid;

use super::acts::{derived, done_with, key_of, request, unlucky};
use super::answer::{self, Answer, Stop};
use super::forms::{Form, Wrong, leads};
use super::posted::Posted;
use super::visitor::{Asked, Visitor, visit, visit_with};
use super::words::{capital, register_name, step_name};
use crate::pages::{FormPage, Hidden, Link};
use crate::state::AppState;

/// `GET /so/{type}/moi/{move}`
pub async fn show(State(state): State<AppState>, Path((of, code)): Path<(String, String)>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let (case_type, made) = found(visitor, &of, &code)?;
        Ok(page(visitor, &case_type, &made, None, &Wrong::default()))
    })
    .await
}

/// `POST /so/{type}/moi/{move}`
pub async fn send(
    State(state): State<AppState>,
    Path((of, code)): Path<(String, String)>,
    asked: Asked,
    posted: Posted,
) -> Response {
    visit_with(state, asked, posted, move |visitor, posted| {
        let (case_type, made) = found(visitor, &of, &code)?;
        open(visitor, &case_type, &made, posted)
    })
    .await
}

/// The type and its opening move, if this person may make it.
fn found(visitor: &Visitor, of: &str, code: &str) -> Result<(Arc<CaseType>, Rule), Stop> {
    let case_type = visitor.house().catalogue()?.types.get(of).cloned();
    let Some(case_type) = case_type else { return Err(visitor.missing()) };
    let Some(made) = case_type.find_move(code).filter(|m| m.opens()).cloned() else { return Err(visitor.missing()) };
    if visitor.viewer.actor.allowed(&made.who, None, visitor.house().org()).is_none() {
        return Err(visitor.sorry(403).into());
    }
    Ok((case_type, made))
}

fn open(visitor: &Visitor, case_type: &Arc<CaseType>, made: &Rule, posted: &Posted) -> Answer {
    let form = Form { visitor, case_type, made, case: None };
    let back = |wrong: &Wrong| page(visitor, case_type, made, Some(posted), wrong);
    let filled = match form.read(posted) {
        Ok(filled) => filled,
        Err(wrong) => return Ok(back(&wrong)),
    };
    // The key of the form is the id of the case, so that a form sent twice leads to the same case.
    let key = key_of(visitor, posted);
    let leads = leads(posted);
    let office = &visitor.state.office;
    let several = made.does.contains(&Effect::Assign) && leads.len() > 1;
    let opening = Opening { id: key, case_type: case_type.code.clone(), form: filled.clone(), batch: None };
    let request = request(visitor, None, Act::Open(opening), key);
    let done = if several {
        let ids = leads
            .into_iter()
            .enumerate()
            .map(|(i, lead)| (if i == 0 { key } else { derived(key, lead.as_str()) }, lead));
        let clause = Clause {
            batch: derived(key, "batch"),
            case_type: case_type.code.clone(),
            form: filled,
            leads: ids.collect::<Vec<(Uuid, kernel::Code)>>(),
        };
        office.assign_clause(&clause, &request).and_then(|done| done.into_iter().next().ok_or(Fail::NotFound))
    } else {
        office.act(&request)
    };
    match done {
        Ok(done) => Ok(done_with(visitor, &done)),
        Err(Fail::Refused(refusal)) => Ok(back(&Wrong::refused(visitor.tongue, &refusal, &form.names()))),
        Err(fail) => unlucky(visitor, fail),
    }
}

fn page(visitor: &Visitor, case_type: &Arc<CaseType>, made: &Rule, typed: Option<&Posted>, wrong: &Wrong) -> Response {
    let form = Form { visitor, case_type, made, case: None };
    let groups = form.groups(typed, wrong);
    let fields: Vec<_> = groups.iter().flat_map(|(_, fields)| fields.clone()).collect();
    let prefix = super::fields::id_part(made.code.as_str());
    let key = typed.map_or_else(|| visitor.new_key().to_string(), |t| t.get("idempotency_key").to_owned());
    let register = format!("/so/{}", case_type.code);
    let tongue = visitor.tongue;
    let name = tongue.name_of(&made.name, &made.name_en);
    let kind = tongue.name_of(&case_type.name, &case_type.name_en);
    let basis = if made.basis.is_empty() { &case_type.basis } else { &made.basis };
    let shown = FormPage {
        frame: visitor.frame(name),
        back: Some(Link { label: register_name(tongue, case_type), href: register.clone() }),
        heading: if name.to_lowercase().contains(&kind.to_lowercase()) {
            name.to_owned()
        } else {
            format!("{name}: {kind}")
        },
        english: tongue.pick(made.name_en.clone(), String::new()),
        intro: tongue.tell(
            "form-intro",
            &[("step", capital(step_name(tongue, case_type, &made.to)).into()), ("basis", tongue.data(basis).into())],
        ),
        problems: wrong.problems(&prefix, &fields),
        action: format!("/so/{}/moi/{}", case_type.code, made.code),
        hidden: [("csrf", visitor.csrf.as_str()), ("idempotency_key", &key)]
            .into_iter()
            .map(|(name, value)| Hidden { name: name.to_owned(), value: value.to_owned() })
            .collect(),
        groups,
        in_rows: false,
        submit: name.to_owned(),
        cancel: register,
        ..FormPage::default()
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    answer::page(status, &shown)
}
