//! What every answer carries: headers that keep a browser from doing harm, and one line in the log without personal data.

use std::time::Duration;

use axum::extract::{MatchedPath, Request};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::visitor::Asked;
use crate::assets;

/// Longest time that a page may take, so that a stuck disk does not pile up requests.
const ANSWER_SECONDS_MAX: u64 = 60;

/// Wraps every request.
pub async fn guard(request: Request, next: Next) -> Response {
    // Only the pattern of the address is logged: a query may hold names.
    let path = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let tongue = Asked::of(request.uri(), request.headers(), &method).tongue;
    let foreign = method == "POST" && from_elsewhere(&request);
    let mut response = if foreign {
        (StatusCode::FORBIDDEN, tongue.say("answer-foreign")).into_response()
    } else if has_nul(request.uri()) {
        (StatusCode::BAD_REQUEST, tongue.say("answer-unreadable-why")).into_response()
    } else {
        let answer = tokio::time::timeout(Duration::from_secs(ANSWER_SECONDS_MAX), next.run(request)).await;
        answer.unwrap_or_else(|_late| (StatusCode::SERVICE_UNAVAILABLE, tongue.say("answer-busy")).into_response())
    };
    tracing::info!(%method, path, status = response.status().as_u16(), "request");
    let fixed = [
        (CONTENT_SECURITY_POLICY, assets::CONTENT_SECURITY_POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ];
    let headers = response.headers_mut();
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // Pages are personal; only what says otherwise may be kept.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if headers.get(CONTENT_TYPE).is_some_and(|v| v == "text/html") {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    }
    response
}

/// Whether a page is asked about the character NUL, which nothing is found with, and not every database takes.
fn has_nul(uri: &Uri) -> bool {
    uri.query().is_some_and(|query| query.contains("%00"))
}

/// Whether the browser says that another site sent this.
fn from_elsewhere(request: &Request) -> bool {
    request.headers().get("sec-fetch-site").is_some_and(|v| v == "cross-site")
}
