//! While long work runs, every page leads to its progress; health is told at any time.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::answer::{self, see};
use super::visitor::bare_frame;
use crate::pages::{Link, ProgressPage, number_vn};
use crate::state::{AppState, Stage, Work};

/// After so many seconds the page loads itself again.
const REFRESH_SECONDS: u32 = 2;

/// Leads to the progress until the work is done.
pub async fn wait(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match state.progress.as_ref().map(|p| p.get()) {
        None | Some(Work::Ready) => next.run(request).await,
        Some(_) if request.uri().path().starts_with("/api/") => {
            let body = r#"{"error":"not ready: work is still running","vi":"Hệ thống đang chuẩn bị dữ liệu."}"#;
            let headers = [(CONTENT_TYPE, "application/json"), (RETRY_AFTER, "5")];
            (StatusCode::SERVICE_UNAVAILABLE, headers, body).into_response()
        }
        Some(_) => see("/tien-do"),
    }
}

/// `GET /tien-do`
pub async fn show(State(state): State<AppState>) -> Response {
    let (stage, failed) = match state.progress.as_ref().map(|p| p.get()) {
        None | Some(Work::Ready) => return see("/"),
        Some(Work::Running(stage)) => (stage, None),
        Some(Work::Failed(why)) => (Stage::default(), Some(why)),
    };
    let mut frame = bare_frame("Đang chuẩn bị");
    frame.refresh_seconds = failed.is_none().then_some(REFRESH_SECONDS);
    let whole = stage.whole.max(1);
    answer::page(
        StatusCode::OK,
        &ProgressPage {
            frame,
            heading: "Đang dựng dữ liệu mô phỏng".to_owned(),
            english: "Simulating the years".to_owned(),
            intro:
                "Mỗi việc trong hai năm được làm lại từng bước qua đúng các quy tắc và được ghi sổ cái, không chép sẵn."
                    .to_owned(),
            done: stage.done.min(whole),
            whole,
            percent: format!("{} %", stage.done.min(whole) * 100 / whole),
            figures: figures(&stage),
            phases: Vec::new(),
            failed,
            ways: vec![Link { label: "Tải lại".to_owned(), href: "/tien-do".to_owned() }],
        },
    )
}

fn figures(stage: &Stage) -> Vec<(String, String)> {
    let count = |n: u64| number_vn(i64::try_from(n).unwrap_or(i64::MAX));
    let mut out = Vec::new();
    out.extend(stage.day.map(|day| ("Đã đến ngày".to_owned(), day.print_vn())));
    out.push(("Sự kiện đã ghi".to_owned(), count(stage.events)));
    out.push(("Tốc độ".to_owned(), format!("{} sự kiện/giây", count(stage.events_per_second))));
    out.push(("Còn khoảng".to_owned(), stage.seconds_left.map_or("đang ước tính".to_owned(), time_left)));
    out
}

fn time_left(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, s) => format!("{s} giây"),
        (m, s) => format!("{m} phút {s} giây"),
    }
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
