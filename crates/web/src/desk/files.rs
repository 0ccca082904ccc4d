//! Files: how they are served so that none of them runs in a browser. The product's own assets are served here too. Not
//! here: which are taken (`taken`).
//!
//! A file is saved, or looked at within its case page: then only as what its bytes are, never as a page, and only where
//! this site frames it.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_FRAME_OPTIONS};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use office::views::case::FileView;
use uuid::Uuid;

use super::answer::Stop;
use super::taken::{self, KINDS};
use super::visitor::{Asked, Visitor, visit};
use crate::assets;
use crate::state::AppState;

/// The ending under which a stored file is served.
fn extension(media: &str) -> Option<&'static str> {
    KINDS.iter().find(|kind| kind.media == media).and_then(|kind| kind.endings.first().copied())
}

/// How a file is looked at within the page of its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// In a frame, by the browser's own viewer.
    Pdf,
    /// As a picture.
    Image,
    /// In a frame, as plain text.
    Text,
}

/// How a file of this media type is looked at; `None` for one that is only saved.
pub fn look_of(media: &str) -> Option<Look> {
    match media {
        "application/pdf" => Some(Look::Pdf),
        "image/png" | "image/jpeg" => Some(Look::Image),
        "text/plain" => Some(Look::Text),
        _ => None,
    }
}

/// `GET /ho-so/{id}/tep/{sha256}`
pub async fn show(State(state): State<AppState>, Path((id, sha256)): Path<(String, String)>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let file = load(visitor, &id, &sha256)?;
        Ok(saved(file, &sha256))
    })
    .await
}

/// `GET /ho-so/{id}/tep/{sha256}/xem`
pub async fn look(State(state): State<AppState>, Path((id, sha256)): Path<(String, String)>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let file = load(visitor, &id, &sha256)?;
        // What was stored under one name and is another thing is saved, never shown.
        let is = taken::media_of(&file.bytes).unwrap_or_default();
        let Some(look) = look_of(&file.media).filter(|_| is == file.media) else { return Ok(saved(file, &sha256)) };
        // The viewer of PDF files is the browser's own and stays shut in a sandbox; there is nothing else in such a file
        // that a browser would run. Everything else stands in one.
        let (media, policy) = match look {
            Look::Pdf => (
                "application/pdf",
                "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
            ),
            Look::Image => (is, "default-src 'none'; sandbox; frame-ancestors 'self'"),
            Look::Text => ("text/plain; charset=utf-8", "default-src 'none'; sandbox; frame-ancestors 'self'"),
        };
        let name = format!("inline; filename=\"{}\"", name_of(&file.media, &sha256));
        let set = [
            (CONTENT_TYPE, media),
            (CONTENT_DISPOSITION, &name),
            (CONTENT_SECURITY_POLICY, policy),
            (X_FRAME_OPTIONS, "SAMEORIGIN"),
        ];
        Ok(with(file.bytes, set))
    })
    .await
}

fn load(visitor: &Visitor, id: &str, sha256: &str) -> Result<FileView, Stop> {
    let (Ok(id), Some(hash)) = (Uuid::try_parse(id), hash_of(sha256)) else { return Err(visitor.missing()) };
    visitor.state.office.view_file(&visitor.viewer, id, hash)?.ok_or_else(|| visitor.missing())
}

/// Saved, never shown inside this site: what is in a file is not ours.
fn saved(file: FileView, sha256: &str) -> Response {
    let media = extension(&file.media).map_or("application/octet-stream", |_| file.media.as_str()).to_owned();
    let name = format!("attachment; filename=\"{}\"", name_of(&file.media, sha256));
    let policy = "default-src 'none'; sandbox";
    with(file.bytes, [(CONTENT_TYPE, media.as_str()), (CONTENT_DISPOSITION, &name), (CONTENT_SECURITY_POLICY, policy)])
}

/// A name that says nothing but the kind: the one that the sender gave stays in the case.
fn name_of(media: &str, sha256: &str) -> String {
    format!("tep-{}.{}", sha256.get(..8).unwrap_or_default(), extension(media).unwrap_or("bin"))
}

fn with<'a>(bytes: Vec<u8>, set: impl IntoIterator<Item = (HeaderName, &'a str)>) -> Response {
    let mut response = bytes.into_response();
    let value = |(name, value): (HeaderName, &str)| Some((name, HeaderValue::from_str(value).ok()?));
    for (name, value) in set.into_iter().filter_map(value) {
        // Bytes come with a media type of their own: there must be one only.
        response.headers_mut().insert(name, value);
    }
    response
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
