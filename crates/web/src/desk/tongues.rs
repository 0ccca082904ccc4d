//! Choosing the language. It is kept by the browser, not by the person: two people may share neither, and the door has no
//! person yet.

use axum::extract::{Path, Query};
use axum::http::header::SET_COOKIE;
use axum::response::Response;

use super::answer::{self, see};
use super::cookies;
use super::door::path_of;
use super::visitor::Asked;
use crate::tongue::Tongue;

/// `GET /ngon-ngu/{code}?ve=…`
pub async fn choose(Path(code): Path<String>, Query(query): Query<Vec<(String, String)>>, asked: Asked) -> Response {
    let Some(tongue) = Tongue::of(&code) else { return answer::nowhere_at_all(&asked) };
    let back = query.iter().find(|(key, _)| key == "ve").and_then(|(_, value)| path_of(value)).unwrap_or("/");
    let mut response = see(back);
    let kept = cookies::keep(&asked.headers, cookies::TONGUE, tongue.code());
    response.headers_mut().extend(kept.map(|cookie| (SET_COOKIE, cookie)));
    response
}
