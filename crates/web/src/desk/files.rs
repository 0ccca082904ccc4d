//! Files: which kinds are taken, and how they are served so that none of them runs in a browser. The product's own
//! assets are served here too.

use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use kernel::case::FileRef;
use kernel::time::Instant;
use office::sha256_hex;
use uuid::Uuid;

use super::posted::{FILE_BYTES_MAX, SentFile};
use super::visitor::{Asked, visit};
use crate::assets;
use crate::state::AppState;

/// What a browser offers to choose.
pub const ACCEPT: &str = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.txt";
/// Longest name kept, in characters.
const NAME_CHARACTERS_MAX: usize = 200;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Says what a file is by its first bytes, and refuses what is not taken.
pub fn check(sent: &SentFile, now: Instant) -> Result<(FileRef, String), String> {
    let name = file_name(&sent.name);
    if sent.bytes.is_empty() {
        return Err(format!("Tệp “{name}” trống. Xin chọn lại."));
    }
    if sent.bytes.len() > FILE_BYTES_MAX {
        return Err(format!("Tệp “{name}” quá {} MB. Xin giảm dung lượng.", FILE_BYTES_MAX >> 20));
    }
    let Some(media) = media(&sent.bytes, &name) else {
        return Err(format!(
            "Tệp “{name}” không thuộc loại được nhận: PDF, PNG, JPEG, Word (docx), Excel (xlsx), văn bản thuần."
        ));
    };
    let bytes = u64::try_from(sent.bytes.len()).unwrap_or(u64::MAX);
    Ok((FileRef { sha256: sha256_hex(&sent.bytes), media: media.to_owned(), bytes, at: now }, name))
}

/// The last part of a path, without characters that mislead.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).take(NAME_CHARACTERS_MAX).collect();
    if clean.trim().is_empty() { "tệp".to_owned() } else { clean.trim().to_owned() }
}

fn media(bytes: &[u8], name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    if bytes.starts_with(b"%PDF-") {
        return Some("application/pdf");
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some("image/png");
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Some("image/jpeg");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let by_name = [(".docx", DOCX), (".xlsx", XLSX)];
        return by_name.iter().find(|(end, _)| lower.ends_with(end)).map(|(_, media)| *media);
    }
    (lower.ends_with(".txt") && std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0)).then_some("text/plain")
}

fn extension(media: &str) -> &'static str {
    match media {
        "application/pdf" => "pdf",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "text/plain" => "txt",
        DOCX => "docx",
        XLSX => "xlsx",
        _ => "bin",
    }
}

/// `GET /ho-so/{id}/tep/{sha256}`
pub async fn show(State(state): State<AppState>, Path((id, sha256)): Path<(String, String)>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let (Ok(id), Some(hash)) = (Uuid::try_parse(&id), hash_of(&sha256)) else { return Err(visitor.missing()) };
        let Some(file) = visitor.state.office.view_file(&visitor.viewer, id, hash)? else {
            return Err(visitor.missing());
        };
        let end = extension(&file.media);
        let media = if end == "bin" { "application/octet-stream" } else { file.media.as_str() };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(media(b"%PDF-1.7", "x.exe"), Some("application/pdf"));
        assert_eq!(media(b"MZ\x90", "bao-cao.pdf"), None);
        assert_eq!(media(b"<html>", "a.html"), None);
        assert_eq!(media(b"PK\x03\x04", "a.DOCX"), Some(DOCX));
        assert_eq!(media(b"PK\x03\x04", "a.zip"), None);
        assert_eq!(media("chữ".as_bytes(), "a.txt"), Some("text/plain"));
        assert_eq!(media(b"\xff\xfe", "a.txt"), None);
    }

    #[test]
    fn a_name_loses_its_path() {
        assert_eq!(file_name("C:\\x\\Báo cáo.pdf"), "Báo cáo.pdf");
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("\u{0}"), "tệp");
    }
}
