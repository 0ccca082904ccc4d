//! Files: how they are served so that none of them runs in a browser. The product's own assets are served here too. Not
//! here: which are taken (`taken`).

use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::taken::KINDS;
use super::visitor::{Asked, visit};
use crate::assets;
use crate::state::AppState;

/// The ending under which a stored file is served.
fn extension(media: &str) -> Option<&'static str> {
    KINDS.iter().find(|kind| kind.media == media).and_then(|kind| kind.endings.first().copied())
}

/// `GET /ho-so/{id}/tep/{sha256}`
pub async fn show(State(state): State<AppState>, Path((id, sha256)): Path<(String, String)>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let (Ok(id), Some(hash)) = (Uuid::try_parse(&id), hash_of(&sha256)) else { return Err(visitor.missing()) };
        let Some(file) = visitor.state.office.view_file(&visitor.viewer, id, hash)? else {
            return Err(visitor.missing());
        };
        let (end, media) = match extension(&file.media) {
            Some(end) => (end, file.media.as_str()),
            None => ("bin", "application/octet-stream"),
        };
        let head = sha256.get(..8).unwrap_or_default();
        let mut response = file.bytes.into_response();
        let headers = response.headers_mut();
        let set = [
            (CONTENT_TYPE, media.to_owned()),
            // Saved, never shown inside this site: what is in a file is not ours.
            (CONTENT_DISPOSITION, format!("attachment; filename=\"tep-{head}.{end}\"")),
            (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        ];
        headers.extend(set.into_iter().filter_map(|(name, value)| Some((name, HeaderValue::from_str(&value).ok()?))));
        Ok(response)
    })
    .await
}

fn hash_of(hex: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    if hex.len() != 64 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(i * 2..i * 2 + 2)?, 16).ok()?;
    }
    Some(out)
}

/// The style sheet.
pub async fn css() -> Response {
    asset(assets::css_bytes(), "text/css; charset=utf-8")
}

/// The script.
pub async fn js() -> Response {
    asset(assets::js_bytes(), "text/javascript; charset=utf-8")
}

/// The icon.
pub async fn icon() -> Response {
    asset(assets::icon_bytes(), "image/svg+xml")
}

fn asset(bytes: &'static [u8], media: &'static str) -> Response {
    let headers = [(CONTENT_TYPE, media), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, bytes).into_response()
}
