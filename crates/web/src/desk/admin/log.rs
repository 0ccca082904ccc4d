//! The log: every change of the organisation, who made it and when; the newest first.

use axum::extract::{Query as Asking, State};
use axum::response::Response;

use super::super::address::Pairs;
use super::super::answer;
use super::super::visitor::{Asked, visit};
use super::super::words::query_string;
use super::{PAGE_ROWS, count, guard, told, up};
use crate::pages::AdminPage;
use crate::state::AppState;
use crate::tongue::id;

/// `GET /quan-tri/nhat-ky`
pub async fn show(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        guard(visitor)?;
        let (house, tongue) = (visitor.house(), visitor.tongue);
        let made = house.org_changes();
        let after = pairs.iter().find(|(k, _)| k == "truoc").and_then(|(_, v)| v.parse::<u64>().ok());
        let older = made.iter().rev().filter(|m| after.is_none_or(|after| m.position < after));
        let page: Vec<_> = older.clone().take(PAGE_ROWS).collect();
        let more = older.clone().count() > PAGE_ROWS;
        let next = page
            .last()
            .filter(|_| more)
            .map(|last| format!("/quan-tri/nhat-ky?{}", query_string(&[("truoc", &last.position.to_string())])));
        answer::ok(&AdminPage {
            frame: visitor.frame(&tongue.say("admin-changes")),
            back: Some(up(tongue)),
            heading: tongue.say("admin-changes"),
            english: tongue.aside("admin-changes"),
            lead: tongue.tell("admin-changes-why", &[("n", count(made.len()).into())]),
            tables: vec![told::log(tongue, house.org(), id("admin-newest-first"), page.into_iter())],
            previous: after.map(|_| "/quan-tri/nhat-ky".to_owned()),
            next,
            ..AdminPage::default()
        })
    })
    .await
}
