//! `GET /log/…`: the files of the public log, for whoever asks, as any static host would serve them. Nobody signs in here.
//!
//! Until it is decided to publish the log, there is nothing to see. Not here: what the files hold.

use axum::extract::{Path, State};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use office::OfficeError;
use office::log::LogFile;
use tokio::task::spawn_blocking;

use super::answer::{Stop, broken};
use super::visitor::Asked;
use crate::state::AppState;

/// `GET /log/{*path}`
pub async fn file(
    State(state): State<AppState>,
    Path(path): Path<String>,
    headers: HeaderMap,
    asked: Asked,
) -> Response {
    let kept = asked.clone();
    let answer = spawn_blocking(move || match read(&state, &path) {
        Ok(Some(Some(file))) => serve(file, headers.get(IF_NONE_MATCH)),
        Ok(Some(None)) => (StatusCode::NOT_FOUND, asked.tongue.say("log-no-file")).into_response(),
        Ok(None) => (StatusCode::NOT_FOUND, asked.tongue.say("log-not-published")).into_response(),
        Err(error) => Stop::from(error).answer(&asked),
    });
    answer.await.unwrap_or_else(|error| broken(&kept, &error.to_string()))
}

/// The file, if there is one, once the log is published.
fn read(state: &AppState, path: &str) -> Result<Option<Option<LogFile>>, OfficeError> {
    if state.office.log_published()? { state.office.log_file(path).map(Some) } else { Ok(None) }
}

/// A file, or that it is still the one that the visitor has. Tiles may be kept, but are asked for again: in a new epoch of the
/// log others lie at their paths.
fn serve(file: LogFile, known: Option<&HeaderValue>) -> Response {
    let media = if file.is_text { "text/plain; charset=utf-8" } else { "application/octet-stream" };
    let kept = match (file.is_immutable, file.is_text) {
        (true, _) => "public, max-age=31536000, immutable",
        (false, true) => "no-store",
        (false, false) => "public, no-cache",
    };
    let set = [
        (CONTENT_TYPE, media),
        (CACHE_CONTROL, kept),
        // Verifiers run in pages of others too.
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    let tag = HeaderValue::try_from(format!("\"{}\"", office::sha256_hex(&file.bytes))).ok();
    let is_known = known.is_some() && known == tag.as_ref();
    let mut response = if is_known { StatusCode::NOT_MODIFIED.into_response() } else { file.bytes.into_response() };
    for (name, value) in set {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response.headers_mut().extend(tag.map(|tag| (ETAG, tag)));
    response
}
