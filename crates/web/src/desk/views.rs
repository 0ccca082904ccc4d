//! Keeping and dropping a way of looking at a register.
//!
//! Not here: what a person may keep (office), the list itself (`register`).

use axum::extract::{Path, State};
use axum::response::Response;
use office::saved::SaveFail;

use super::answer::{self, Answer, see};
use super::posted::Posted;
use super::visitor::{Asked, Visitor, visit_with};
use crate::pages::{ErrorPage, Link};
use crate::state::AppState;

/// Where the form is sent.
pub fn action(code: &str) -> String {
    format!("/so/{code}/cach-xem")
}

/// `POST /so/{type}/cach-xem`: `name`, `address`; with `drop` the view is dropped.
pub async fn send(State(state): State<AppState>, Path(code): Path<String>, asked: Asked, posted: Posted) -> Response {
    visit_with(state, asked, posted, move |visitor, posted| keep(visitor, &code, posted)).await
}

fn keep(visitor: &Visitor, code: &str, posted: &Posted) -> Answer {
    if !visitor.viewer.types().iter().any(|t| t.code == *code) {
        return Err(visitor.missing());
    }
    let (office, person) = (&visitor.state.office, visitor.viewer.actor.person.as_str());
    let (name, address) = (posted.get("name"), posted.get("address"));
    let back = format!("/so/{code}?{address}");
    if posted.has("drop") {
        office.drop_view(person, code, name)?;
        return Ok(see(&back));
    }
    match office.save_view(person, code, name, address) {
        Ok(()) => Ok(see(&back)),
        Err(SaveFail::Broken(error)) => Err(error.into()),
        Err(refused) => {
            let tongue = visitor.tongue;
            let mut shown = ErrorPage::usual(visitor.frame(&tongue.say("register-not-kept")), 422);
            shown.why = tongue.pick(refused.vi(), refused.en());
            shown.steps = Vec::new();
            shown.ways = vec![Link { label: tongue.say("register-back"), href: back }];
            Ok(answer::page(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &shown))
        }
    }
}
