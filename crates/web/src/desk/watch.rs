//! The stream of counts: how much waits for me and how many notices I have not read, told within a second of the commit.
//!
//! A stream ends after some minutes; the browser opens it anew, and the session is asked again. Without it a page shows the
//! same counts when it is loaded. Not here: who follows the ledger (`live`).

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, unfold};
use office::OfficeError;
use office::live::Concern;
use office::views::Viewer;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep, sleep_until};

use super::inbox::unread_words;
use super::register::count_words;
use super::visitor::{Asked, Visitor};
use crate::live::Told;
use crate::state::AppState;
use crate::tongue::Tongue;

/// A stream ends after so long.
const STREAM_MINUTES_MAX: u64 = 10;
/// Changes that come together are counted together.
const GATHER: Duration = Duration::from_millis(150);
/// A sign of life, so that proxies keep the connection.
const ALIVE: Duration = Duration::from_secs(25);

/// The two counts as read; empty where there is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Cases that wait.
    pub waiting: String,
    /// Notices not read.
    pub unread: String,
}

/// What waits for a person, counted now.
pub fn counts(state: &AppState, tongue: Tongue, viewer: &Viewer) -> Result<Counts, OfficeError> {
    let waiting = state.office.work_count(viewer)?;
    let waiting = if waiting.is_none() { String::new() } else { count_words(tongue, waiting) };
    Ok(Counts { waiting, unread: unread_words(state.office.unread(viewer)?) })
}

/// One open stream.
struct Follower {
    state: AppState,
    viewer: Viewer,
    tongue: Tongue,
    concern: Concern,
    told: broadcast::Receiver<Arc<Told>>,
    closed: watch::Receiver<bool>,
    sent: Option<Counts>,
    end: Instant,
}

/// `GET /theo-doi`
pub async fn follow(State(state): State<AppState>, asked: Asked) -> Response {
    let known = state.clone();
    let tongue = asked.tongue;
    let found = spawn_blocking(move || Visitor::of(&known, &asked)).await;
    let Ok(Ok(Some(visitor))) = found else { return StatusCode::UNAUTHORIZED.into_response() };
    let (told, closed) = state.live.listen(&state.office);
    let viewer = visitor.viewer;
    let (concern, end) = (Concern::of(&viewer), Instant::now() + Duration::from_secs(STREAM_MINUTES_MAX * 60));
    let follower = Follower { state, viewer, tongue, concern, told, closed, sent: None, end };
    Sse::new(events(follower)).keep_alive(KeepAlive::new().interval(ALIVE)).into_response()
}

fn events(follower: Follower) -> impl Stream<Item = Result<Event, Infallible>> + Send {
    unfold(follower, |mut follower| async move {
        loop {
            if follower.sent.is_some() && !follower.wait().await {
                return None;
            }
            let counted = follower.count().await?;
            if follower.sent.as_ref() != Some(&counted) {
                let data = serde_json::json!({ "waiting": counted.waiting, "unread": counted.unread });
                follower.sent = Some(counted);
                return Some((Ok(Event::default().data(data.to_string())), follower));
            }
        }
    })
}

impl Follower {
    /// Waits until something of this reader's has changed; answers whether the stream goes on.
    async fn wait(&mut self) -> bool {
        loop {
            let told = tokio::select! {
                told = self.told.recv() => told,
                _ = self.closed.wait_for(|closed| *closed) => return false,
                () = sleep_until(self.end) => return false,
            };
            match told {
                Ok(told) if !self.concerns(&told) => {}
                Ok(_) | Err(RecvError::Lagged(_)) => break,
                Err(RecvError::Closed) => return false,
            }
        }
        sleep(GATHER).await;
        // What came meanwhile is counted too.
        while matches!(self.told.try_recv(), Ok(_) | Err(broadcast::error::TryRecvError::Lagged(_))) {}
        true
    }

    fn concerns(&self, told: &Told) -> bool {
        match told {
            Told::Acts(changed) => changed.concerns(&self.concern),
            Told::Read(person) => *person == self.viewer.actor.person,
        }
    }

    async fn count(&self) -> Option<Counts> {
        let (state, actor, tongue) = (self.state.clone(), self.viewer.actor.clone(), self.tongue);
        let work = move || {
            let viewer = Viewer::new(actor, state.office.house(), state.now());
            counts(&state, tongue, &viewer)
        };
        match spawn_blocking(work).await {
            Ok(Ok(counted)) => Some(counted),
            Ok(Err(error)) => {
                tracing::warn!(%error, "a stream could not count");
                None
            }
            Err(_ended) => None,
        }
    }
}
