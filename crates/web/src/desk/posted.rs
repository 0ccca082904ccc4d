//! What a form sends: pairs of text, and at most one file. Read whole, within named limits, before anything is done.

use axum::Form;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::answer;
use super::visitor::{Asked, bare_frame};
use crate::pages::ErrorPage;

/// Largest file of a form in bytes.
pub const FILE_BYTES_MAX: usize = 20 << 20;
/// Largest form without its file in bytes.
pub const FORM_BYTES_MAX: usize = 512 << 10;
/// Most fields of a form.
const FIELDS_MAX: usize = 1_000;

/// A file as sent.
#[derive(Debug, Clone)]
pub struct SentFile {
    /// Name of the field.
    pub field: String,
    /// Name as the sender's machine calls it.
    pub name: String,
    /// Bytes.
    pub bytes: Vec<u8>,
}

/// A form as sent.
#[derive(Debug, Clone, Default)]
pub struct Posted {
    pairs: Vec<(String, String)>,
    /// The file, when one was chosen.
    pub file: Option<SentFile>,
}

impl Posted {
    /// The first value under a name; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// All pairs in the order in which they were sent.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a field of this name was sent, even empty.
    pub fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(key, _)| key == name)
    }

    /// All values under a name that are not blank.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    fn push(&mut self, name: String, value: &str) {
        // Browsers send line ends as CR LF, whatever was typed or shown.
        self.pairs.push((name, value.replace("\r\n", "\n")));
    }

    async fn multipart(mut parts: Multipart) -> Result<Self, StatusCode> {
        let mut out = Self::default();
        let mut room = FORM_BYTES_MAX;
        while let Some(part) = parts.next_field().await.map_err(|e| e.status())? {
            if out.pairs.len() >= FIELDS_MAX {
                return Err(StatusCode::PAYLOAD_TOO_LARGE);
            }
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file_name) => {
                    let bytes = part.bytes().await.map_err(|e| e.status())?;
                    if bytes.len() > FILE_BYTES_MAX {
                        return Err(StatusCode::PAYLOAD_TOO_LARGE);
                    }
                    if !file_name.is_empty() && out.file.is_none() {
                        out.file = Some(SentFile { field: name, name: file_name, bytes: bytes.to_vec() });
                    }
                }
                None => {
                    let text = part.text().await.map_err(|e| e.status())?;
                    room = room.checked_sub(text.len()).ok_or(StatusCode::PAYLOAD_TOO_LARGE)?;
                    out.push(name, &text);
                }
            }
        }
        Ok(out)
    }

    async fn form<S: Send + Sync>(request: Request, state: &S) -> Result<Self, StatusCode> {
        let length = request.headers().get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
        if length.is_none_or(|n: usize| n > FORM_BYTES_MAX) {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        let pairs = Form::<Vec<(String, String)>>::from_request(request, state).await;
        let Form(pairs) = pairs.map_err(|rejected| rejected.into_response().status())?;
        if pairs.len() > FIELDS_MAX {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        let mut out = Self::default();
        pairs.into_iter().for_each(|(name, value)| out.push(name, &value));
        Ok(out)
    }
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let asked = Asked::of(request.uri(), request.headers(), request.method());
        let kind = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let read = if kind.starts_with("multipart/form-data") {
            match Multipart::from_request(request, state).await {
                Ok(parts) => Self::multipart(parts).await,
                Err(_) => Err(StatusCode::BAD_REQUEST),
            }
        } else {
            Self::form(request, state).await
        };
        // No form sends the character NUL by itself, and not every database keeps it.
        let has_nul = |posted: &Self| posted.pairs().any(|(name, value)| name.contains('\0') || value.contains('\0'));
        let read = read.and_then(|posted| if has_nul(&posted) { Err(StatusCode::BAD_REQUEST) } else { Ok(posted) });
        read.map_err(|status| unreadable(&asked, status))
    }
}

/// What is said when a form cannot be read at all.
fn unreadable(asked: &Asked, status: StatusCode) -> Response {
    let tongue = asked.tongue;
    let mut shown = ErrorPage::usual(bare_frame(asked, &tongue.say("answer-title-unreadable")), 422);
    shown.status = status.as_u16();
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        shown.heading = tongue.say("answer-large");
        shown.english = tongue.aside("answer-large");
        shown.why = tongue.tell("answer-large-why", &[("megabytes", (FILE_BYTES_MAX >> 20).into())]);
        shown.steps = vec![tongue.say("answer-large-split")];
    } else {
        shown.why = tongue.say("answer-unreadable-why");
        shown.steps = vec![tongue.say("answer-unreadable-again")];
    }
    shown.ways = vec![answer::home(tongue)];
    answer::page(status, &shown)
}
