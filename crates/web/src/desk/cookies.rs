//! The cookies: the session, the token of the door, the note that an act leaves for the next page, and the language.
//!
//! All are `HttpOnly` and `SameSite=Lax`; `Secure` where the request came over TLS (said by the proxy in front).

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// The session.
pub const SESSION: &str = "minhbach";
/// The token of the sign-in form, before there is a session.
pub const DOOR: &str = "minhbach_cua";
/// What the last act came to: a ledger position.
pub const NOTE: &str = "minhbach_ghi";
/// The language chosen.
pub const TONGUE: &str = "minhbach_tieng";

/// A language is kept so long: a year.
const KEPT_SECONDS: u32 = 365 * 24 * 60 * 60;

/// The value of a cookie.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|all| all.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name && !value.is_empty()).then_some(value))
}

/// A cookie to be kept while the browser is open. `value` is ASCII without separators: hex or digits.
pub fn set(headers: &HeaderMap, name: &str, value: &str) -> Option<HeaderValue> {
    let secure = if over_tls(headers) { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}")).ok()
}

/// The same, to be kept when the browser is closed.
pub fn keep(headers: &HeaderMap, name: &str, value: &str) -> Option<HeaderValue> {
    let set = set(headers, name, value)?;
    HeaderValue::from_str(&format!("{}; Max-Age={KEPT_SECONDS}", set.to_str().ok()?)).ok()
}

/// A cookie to be forgotten.
pub fn clear(name: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")).ok()
}

fn over_tls(headers: &HeaderMap) -> bool {
    headers.get("x-forwarded-proto").is_some_and(|v| v == "https")
}
