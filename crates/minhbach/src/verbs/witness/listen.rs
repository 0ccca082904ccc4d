//! The witness's door: heads are sent to it and answered with a signature (C2SP tlog-witness), and what it signed is shown.
//!
//! Whoever runs it puts it behind a server that keeps slow and many callers away. Not here: what is signed (`audit`).

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use audit::{COSIGNED, Declined, Signing};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use translog::SUBMISSION_BYTES_MAX;

use crate::fail::Failure;
use crate::{clock, say};

/// How long a caller may take to send a head.
const SENT_WITHIN: Duration = Duration::from_secs(10);

/// Listens from now on, on a thread of its own, as long as the program runs.
///
/// # Errors
/// When the address cannot be taken.
pub fn listen(address: SocketAddr, signing: Signing) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::new(
            format!("không nghe được tại {address} ({error}). Xin chọn địa chỉ hoặc cổng khác."),
            format!("cannot listen on {address} ({error}). Choose another address or port."),
        )
    };
    let listener = TcpListener::bind(address).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let told = listener.local_addr().map_err(failed)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let app = Router::new().route("/add-checkpoint", post(sent)).route("/cosigned", get(shown));
    let app = app.with_state(Arc::new(signing));
    std::thread::spawn(move || {
        let served: std::io::Result<()> =
            runtime.block_on(async move { axum::serve(tokio::net::TcpListener::from_std(listener)?, app).await });
        if let Err(error) = served {
            say::note(&format!("lỗi: chứng nhân thôi nghe ({error}) / error: the witness listens no longer ({error})"));
        }
    });
    say::note(&format!("chứng nhân nghe tại / the witness listens on http://{told}"));
    Ok(())
}

/// `GET /cosigned`
async fn shown(State(signing): State<Arc<Signing>>) -> Response {
    match spawn_blocking(move || std::fs::read(signing.dir.join(COSIGNED))).await {
        Ok(Ok(note)) => ([(CONTENT_TYPE, "text/plain; charset=utf-8")], note).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `POST /add-checkpoint`
async fn sent(State(signing): State<Arc<Signing>>, body: Body) -> Response {
    let body = match timeout(SENT_WITHIN, to_bytes(body, SUBMISSION_BYTES_MAX)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    let now = u64::try_from(clock::now().0 / 1_000_000).unwrap_or(0);
    match spawn_blocking(move || signing.sent(&body, now)).await {
        Ok(Ok(line)) => ([(CONTENT_TYPE, "text/plain; charset=utf-8")], line).into_response(),
        Ok(Err(declined)) => answer(declined),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The answers of the protocol.
fn answer(declined: Declined) -> Response {
    match declined {
        Declined::Malformed(why) => (StatusCode::BAD_REQUEST, format!("{why}\n")).into_response(),
        Declined::UnknownLog(name) => (StatusCode::NOT_FOUND, format!("{name}\n")).into_response(),
        Declined::NotSigned(why) => (StatusCode::FORBIDDEN, format!("{why}\n")).into_response(),
        Declined::Disproved(why) => (StatusCode::UNPROCESSABLE_ENTITY, format!("{why}\n")).into_response(),
        Declined::Conflict(size) => {
            (StatusCode::CONFLICT, [(CONTENT_TYPE, "text/x.tlog.size")], format!("{size}\n")).into_response()
        }
        Declined::Fork(size) => {
            say::note(&format!(
                "KHÔNG KÝ: hai đầu {size} lá khác nhau, bằng chứng giữ lại / NOT SIGNED: two heads of {size} leaves differ, the evidence is kept"
            ));
            (StatusCode::CONFLICT, [(CONTENT_TYPE, "text/x.tlog.size")], format!("{size}\n")).into_response()
        }
        Declined::Unusable(unread) => {
            Failure::new(unread.vi, unread.en).tell();
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
