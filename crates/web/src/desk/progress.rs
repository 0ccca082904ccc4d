//! While long work runs, every page leads to its progress; health is told at any time.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::answer::{self, see};
use super::visitor::{Asked, bare_frame};
use crate::pages::{Link, ProgressPage};
use crate::state::{AppState, Stage, Work};
use crate::tongue::Tongue;

/// After so many seconds the page loads itself again.
const REFRESH_SECONDS: u32 = 2;

/// Leads to the progress until the work is done.
pub async fn wait(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match state.progress.as_ref().map(|p| p.get()) {
        None | Some(Work::Ready) => next.run(request).await,
        Some(_) if request.uri().path().starts_with("/api/") => {
            let [vi, en] = Tongue::ALL.map(|tongue| tongue.say("progress-not-ready"));
            let body = serde_json::json!({ "error": en, "vi": vi }).to_string();
            let headers = [(CONTENT_TYPE, "application/json"), (RETRY_AFTER, "5")];
            (StatusCode::SERVICE_UNAVAILABLE, headers, body).into_response()
        }
        Some(_) => see("/tien-do"),
    }
}

/// `GET /tien-do`
pub async fn show(State(state): State<AppState>, asked: Asked) -> Response {
    let (stage, failed) = match state.progress.as_ref().map(|p| p.get()) {
        None | Some(Work::Ready) => return see("/"),
        Some(Work::Running(stage)) => (stage, None),
        Some(Work::Failed(why)) => (Stage::default(), Some(why)),
    };
    let tongue = asked.tongue;
    let mut frame = bare_frame(&asked, &tongue.say("progress-title"));
    frame.refresh_seconds = failed.is_none().then_some(REFRESH_SECONDS);
    let whole = stage.whole.max(1);
    answer::page(
        StatusCode::OK,
        &ProgressPage {
            frame,
            heading: tongue.say("progress-heading"),
            english: tongue.aside("progress-heading"),
            intro: tongue.say("progress-intro"),
            done: stage.done.min(whole),
            whole,
            percent: format!("{} %", stage.done.min(whole) * 100 / whole),
            figures: figures(tongue, &stage),
            phases: Vec::new(),
            failed,
            ways: vec![Link { label: tongue.say("progress-again"), href: "/tien-do".to_owned() }],
        },
    )
}

fn figures(tongue: Tongue, stage: &Stage) -> Vec<(String, String)> {
    let count = |n: u64| tongue.number(i64::try_from(n).unwrap_or(i64::MAX));
    let mut out = Vec::new();
    out.extend(stage.day.map(|day| (tongue.say("progress-day"), day.print_vn())));
    out.push((tongue.say("progress-events"), count(stage.events)));
    let rate = tongue.tell("progress-per-second", &[("events", stage.events_per_second.into())]);
    out.push((tongue.say("progress-rate"), rate));
    let left = stage.seconds_left.map_or_else(|| tongue.say("progress-estimating"), |left| time_left(tongue, left));
    out.push((tongue.say("progress-left"), left));
    out
}

fn time_left(tongue: Tongue, seconds: u64) -> String {
    let args = [("minutes", (seconds / 60).into()), ("seconds", (seconds % 60).into())];
    if seconds < 60 { tongue.tell("progress-seconds", &args) } else { tongue.tell("progress-minutes", &args) }
}

/// `GET /health`
pub async fn health(State(state): State<AppState>) -> Response {
    let ready = state.progress.as_ref().is_none_or(|p| p.get() == Work::Ready);
    let position = tokio::task::spawn_blocking(move || state.office.ledger().head()).await;
    let Ok(Ok(head)) = position else {
        let body = r#"{"ok":false,"ready":false}"#;
        return (StatusCode::SERVICE_UNAVAILABLE, [(CONTENT_TYPE, "application/json")], body).into_response();
    };
    let body = format!("{{\"ok\":true,\"ready\":{ready},\"position\":{}}}", head.next.saturating_sub(1));
    ([(CONTENT_TYPE, "application/json")], body).into_response()
}
