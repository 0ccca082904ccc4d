//! The same as JSON, for programs of a person who is signed in: a case with the steps of its deadline.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use office::views::case::CaseView;
use serde_json::{Value, json};
use uuid::Uuid;

use super::story;
use super::visitor::{Asked, Visitor, visit};
use super::words;
use crate::state::AppState;
use crate::tongue::Tongue;

/// `GET /api/cases/{id}`
pub async fn case(State(state): State<AppState>, Path(id): Path<String>, asked: Asked) -> Response {
    let response = visit(state, asked, move |visitor| {
        let Ok(id) = Uuid::try_parse(&id) else { return Ok(error(StatusCode::NOT_FOUND, "no such case")) };
        match visitor.state.office.view_case(&visitor.viewer, id, true)? {
            Some(view) => Ok(Json(told(visitor, &view)).into_response()),
            None => Ok(error(StatusCode::NOT_FOUND, "no such case")),
        }
    })
    .await;
    guarded(response)
}

/// A program is told that it has to sign in; it is not led to a page.
pub fn guarded(response: Response) -> Response {
    if response.status() == StatusCode::SEE_OTHER {
        return error(StatusCode::UNAUTHORIZED, "sign in first");
    }
    response
}

/// What went wrong, for a program.
pub fn error(status: StatusCode, what: &str) -> Response {
    (status, Json(json!({ "error": what }))).into_response()
}

fn told(visitor: &Visitor, view: &CaseView) -> Value {
    let case = &view.case;
    let at = |at: kernel::time::Instant| words::moment(at).datetime;
    let clock = case.clock.as_ref().map(|clock| {
        let steps = view.explanation.as_ref().map(|e| &e.steps);
        let step = |step: &kernel::clock::Step| {
            json!({
                "rule": step.rule, "basis": step.basis, "from": at(step.from), "to": at(step.to),
                "working_minutes": step.working_minutes, "vi": step.vi(), "en": step.en(),
            })
        };
        json!({
            "word": clock.phrase(&visitor.house().calendar, visitor.now()),
            "received": at(clock.received), "due": clock.due.map(at), "first_due": clock.first_due.map(at),
            "stopped": clock.stopped_at().map(at), "basis": clock.basis,
            "explanation": steps.map(|s| s.iter().map(step).collect::<Vec<_>>()),
        })
    });
    let events = story::told(Tongue::Vi, visitor.house(), view).into_iter().map(
        |h| json!({ "at": h.at.datetime, "who": h.who, "said": h.sentence, "words": h.words, "position": h.position }),
    );
    json!({
        "id": case.id, "type": case.case_type, "step": case.step, "number": words::number(case),
        "title": words::title(Tongue::Vi, case, &view.case_type), "opened": at(case.opened), "closed": case.closed.map(at),
        "lead": case.lead, "coop": case.coop, "holder": case.holder, "fields": case.fields, "clock": clock,
        "events": events.collect::<Vec<_>>(),
    })
}
