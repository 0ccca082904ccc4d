//! From a page to an answer, and from what went wrong to a page that says what to do.

use askama::Template;
use axum::extract::State;
use axum::http::header::{LOCATION, REFERER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use office::OfficeError;

use super::door;
use super::visitor::{self, Asked, Visitor};
use crate::pages::{ErrorPage, Link};
use crate::state::AppState;

/// What a handler answers: a response, or why there is none, which is a response too.
pub type Answer = Result<Response, Stop>;

/// A response that ends a handler early.
#[derive(Debug)]
pub struct Stop(Box<Response>);

impl From<Response> for Stop {
    fn from(response: Response) -> Self {
        Self(Box::new(response))
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        *self.0
    }
}

impl From<OfficeError> for Stop {
    fn from(error: OfficeError) -> Self {
        Self::from(broken(&error.to_string()))
    }
}

/// A rendered page.
pub fn page(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => broken(&error.to_string()),
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
pub fn broken(cause: &str) -> Response {
    let mark = mark_of(cause);
    tracing::error!(mark, cause, "broken");
    let mut shown = ErrorPage::usual(visitor::bare_frame("Sự cố"), 500);
    shown.reference = mark;
    shown.ways = vec![Link { label: "Về trang đầu".to_owned(), href: "/".to_owned() }];
    match shown.render() {
        Ok(html) => (StatusCode::INTERNAL_SERVER_ERROR, Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Equal causes get equal marks, so that the log shows how often each came.
fn mark_of(cause: &str) -> String {
    let hash = cause.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

impl Visitor {
    /// A page of this status with the usual words.
    pub fn sorry(&self, status: u16) -> Response {
        let heading = match status {
            403 => "Không được phép",
            404 => "Không tìm thấy",
            _ => "Chưa thực hiện được",
        };
        let mut shown = ErrorPage::usual(self.frame(heading), status);
        shown.ways = vec![Link { label: "Về trang đầu".to_owned(), href: "/".to_owned() }];
        page(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST), &shown)
    }

    /// A form that does not carry the token of this session: it was opened before signing in anew, or elsewhere.
    pub fn stale_form(&self) -> Response {
        let mut shown = ErrorPage::usual(self.frame("Biểu mẫu đã hết hạn"), 403);
        shown.heading = "Biểu mẫu này đã hết hạn".to_owned();
        shown.english = "This form has expired".to_owned();
        shown.why = "Biểu mẫu được mở trong một phiên đăng nhập khác, nên chưa có gì được ghi vào sổ cái.".to_owned();
        shown.steps = vec![
            "Mở lại trang có biểu mẫu; phiên đăng nhập hiện nay vẫn dùng được.".to_owned(),
            "Điền và gửi lại. Nếu vẫn gặp trang này, đăng xuất rồi đăng nhập lại.".to_owned(),
        ];
        let before = self.asked.headers.get(REFERER).and_then(|v| v.to_str().ok()).and_then(door::path_of);
        shown.ways = before
            .map(|path| Link { label: "Mở lại trang vừa rồi".to_owned(), href: path.to_owned() })
            .into_iter()
            .chain([Link { label: "Về trang đầu".to_owned(), href: "/".to_owned() }])
            .collect();
        page(StatusCode::FORBIDDEN, &shown)
    }

    /// There is no such thing, or it may not be seen: the two look alike.
    pub fn missing(&self) -> Stop {
        self.sorry(404).into()
    }
}

/// An address that leads nowhere.
pub async fn nowhere(State(state): State<AppState>, asked: Asked) -> Response {
    let known = visitor::visit(state, asked, |v| Ok(v.sorry(404))).await;
    // Without a session too, an unknown address is not found; it does not lead to the door.
    if known.status() == StatusCode::SEE_OTHER {
        let mut shown = ErrorPage::usual(visitor::bare_frame("Không tìm thấy"), 404);
        shown.ways = vec![Link { label: "Về trang đầu".to_owned(), href: "/".to_owned() }];
        return page(StatusCode::NOT_FOUND, &shown);
    }
    known
}
