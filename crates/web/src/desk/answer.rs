//! From a page to an answer, and from what went wrong to a page that says what to do.

use askama::Template;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use office::OfficeError;
use office::health::StoreTrouble;

use super::fields;
use super::posted::Posted;
use super::visitor::{self, Asked, Visitor};
use crate::pages::{ErrorPage, Field, Hidden, Input, Link, UnwrittenPage};
use crate::state::AppState;
use crate::tongue::Tongue;

/// What a handler answers: a response, or why there is none, which is a response too.
pub type Answer = Result<Response, Stop>;

/// Why a handler ends early.
#[derive(Debug)]
pub enum Stop {
    /// With this response.
    Response(Box<Response>),
    /// Because something of ours broke: the cause.
    Broken(String),
    /// Because the store failed: the cause, and what the store says.
    Store(String, StoreTrouble),
}

impl Stop {
    /// What the asker is told.
    pub fn answer(self, asked: &Asked) -> Response {
        match self {
            Self::Response(response) => *response,
            Self::Broken(cause) => broken(asked, &cause),
            Self::Store(cause, trouble) => {
                let mut response = broken(asked, &cause);
                response.extensions_mut().insert(StoreFailed(trouble));
                response
            }
        }
    }
}

impl From<Response> for Stop {
    fn from(response: Response) -> Self {
        Self::Response(Box::new(response))
    }
}

/// Goes with a response that came about because the store failed.
#[derive(Clone)]
struct StoreFailed(StoreTrouble);

impl From<OfficeError> for Stop {
    fn from(error: OfficeError) -> Self {
        match error.store() {
            Some(trouble) => Self::Store(error.to_string(), trouble),
            None => Self::Broken(error.to_string()),
        }
    }
}

/// A rendered page.
pub fn page(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A page that was found.
pub fn ok(template: &impl Template) -> Answer {
    Ok(page(StatusCode::OK, template))
}

/// To another address, to be fetched by GET.
pub fn see(address: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(value) = HeaderValue::from_str(address) {
        response.headers_mut().insert(LOCATION, value);
    }
    response
}

/// Something of ours broke: the cause goes to the log under a mark, the page tells the mark.
pub fn broken(asked: &Asked, cause: &str) -> Response {
    let mark = mark_of(cause);
    tracing::error!(mark, cause, "broken");
    let mut shown = ErrorPage::usual(visitor::bare_frame(asked, &asked.tongue.say("answer-title-broken")), 500);
    shown.reference = mark;
    shown.ways = vec![home(asked.tongue)];
    page(StatusCode::INTERNAL_SERVER_ERROR, &shown)
}

/// The way to the first page.
pub fn home(tongue: Tongue) -> Link {
    Link { label: tongue.say("answer-home"), href: "/".to_owned() }
}

/// The answer to a form; where the store failed, everything that was typed comes back, to be sent again.
pub fn unwritten(response: Response, asked: &Asked, posted: &Posted) -> Response {
    let Some(StoreFailed(trouble)) = response.extensions().get().cloned() else { return response };
    let tongue = asked.tongue;
    let file = posted.file.as_ref().map(|file| Field {
        hint: tongue.tell("answer-choose-file-again", &[("file", file.name.as_str().into())]),
        ..fields::field(tongue, "tep", &file.field, &tongue.say("words-file"), Input::File { accept: String::new() })
    });
    let told = |name: &str, value: &str| !AMONG_US.contains(&name) && !value.trim().is_empty();
    // A secret is never sent back.
    let secret = |name: &str| ["password", "mat-khau"].iter().any(|word| name.contains(word));
    let pairs = posted.pairs().filter(|(name, _)| !secret(name));
    page(
        StatusCode::SERVICE_UNAVAILABLE,
        &UnwrittenPage {
            frame: visitor::bare_frame(asked, &tongue.say("answer-title-unwritten")),
            why: tongue.pick(trouble.vi(), trouble.en()),
            action: asked.address.clone(),
            multipart: posted.file.is_some(),
            hidden: pairs.map(|(name, value)| Hidden { name: name.to_owned(), value: value.to_owned() }).collect(),
            file,
            typed: posted
                .pairs()
                .filter(|(n, v)| told(n, v) && !secret(n))
                .map(|(_, value)| value.to_owned())
                .collect(),
        },
    )
}

/// Fields that nobody typed.
const AMONG_US: [&str; 4] = ["csrf", "idempotency_key", "version", "step"];

/// Equal causes get equal marks, so that the log shows how often each came.
fn mark_of(cause: &str) -> String {
    let hash = cause.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

impl Visitor {
    /// A page of this status with the usual words.
    pub fn sorry(&self, status: u16) -> Response {
        let title = self.tongue.say(match status {
            403 => "answer-title-forbidden",
            404 => "answer-title-missing",
            _ => "answer-title-refused",
        });
        let mut shown = ErrorPage::usual(self.frame(&title), status);
        shown.ways = vec![home(self.tongue)];
        page(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST), &shown)
    }

    /// There is no such thing, or it may not be seen: the two look alike.
    pub fn missing(&self) -> Stop {
        self.sorry(404).into()
    }
}

/// An address that leads nowhere.
pub async fn nowhere(State(state): State<AppState>, asked: Asked) -> Response {
    let known = visitor::visit(state, asked.clone(), |v| Ok(v.sorry(404))).await;
    // Without a session too, an unknown address is not found; it does not lead to the door.
    if known.status() == StatusCode::SEE_OTHER { nowhere_at_all(&asked) } else { known }
}

/// The same where it does not matter who asks.
pub fn nowhere_at_all(asked: &Asked) -> Response {
    let frame = visitor::bare_frame(asked, &asked.tongue.say("answer-title-missing"));
    let mut shown = ErrorPage::usual(frame, 404);
    shown.ways = vec![home(asked.tongue)];
    page(StatusCode::NOT_FOUND, &shown)
}
