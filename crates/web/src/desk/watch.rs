//! The stream of counts: how much waits for me and how many notices I have not read, told within a second of the commit.
//!
//! A stream ends after some minutes; the browser opens it anew, and the session is asked again. Without it a page shows the
//! same counts when it is loaded. Not here: who follows the ledger (`live`).

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, unfold};
use kernel::Code;
use kernel::case::Actor;
use kernel::time::Instant;
use office::live::Concern;
use office::views::Viewer;
use office::views::register::Count;
use office::{Office, OfficeError};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::task::spawn_blocking;
use tokio::time::{Instant as Moment, sleep, sleep_until};

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
/// Counts hold so long where nothing else changes them.
const COUNTS_HOLD_MICROS: i64 = 60 * 1_000_000;
/// People whose counts are kept; above, all are dropped and taken anew.
const PEOPLE_KEPT_MAX: usize = 1_000;
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

/// What waits for a person: as counted last, when nothing of theirs has changed since.
pub fn counts(state: &AppState, tongue: Tongue, viewer: &Viewer) -> Result<Counts, OfficeError> {
    let next = state.office.ledger().head()?.next;
    let kept = state.live.kept();
    let epoch = match kept.known(&state.office, viewer, next)? {
        Ok(figures) => return Ok(figures.said(tongue)),
        Err(epoch) => epoch,
    };
    let figures = count(state, viewer)?;
    kept.keep(viewer, next, epoch, figures);
    Ok(figures.said(tongue))
}

fn count(state: &AppState, viewer: &Viewer) -> Result<Figures, OfficeError> {
    Ok(Figures { waiting: state.office.work_count(viewer)?, unread: state.office.unread(viewer)? })
}

/// The two counts as figures.
#[derive(Debug, Clone, Copy)]
struct Figures {
    waiting: Count,
    unread: u64,
}

impl Figures {
    fn said(self, tongue: Tongue) -> Counts {
        let waiting = if self.waiting.is_none() { String::new() } else { count_words(tongue, self.waiting) };
        Counts { waiting, unread: unread_words(self.unread) }
    }
}

/// The counts of people who looked lately, so that a page need not count anew what did not change.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<People>);

#[derive(Debug, Default)]
struct People {
    /// Rises when somebody has read notices: a count that began before is not kept.
    epoch: u64,
    by_person: HashMap<Code, Counted>,
}

#[derive(Debug)]
struct Counted {
    figures: Figures,
    /// Nothing of this person's changed before this position of the ledger.
    next: u64,
    at: Instant,
    concern: Arc<Concern>,
}

impl Kept {
    /// The counts, if they hold still; otherwise the epoch under which new ones may be kept.
    fn known(&self, office: &Office, viewer: &Viewer, next: u64) -> Result<Result<Figures, u64>, OfficeError> {
        let person = &viewer.actor.person;
        let (epoch, found) = {
            let people = self.lock();
            let fresh = people.by_person.get(person).filter(|c| c.is_fresh(viewer.now) && c.next <= next);
            (people.epoch, fresh.map(|c| (c.figures, c.next, Arc::clone(&c.concern))))
        };
        let Some((figures, before, concern)) = found else { return Ok(Err(epoch)) };
        if before < next {
            if office.changed(before, next)?.concerns(&concern) {
                return Ok(Err(epoch));
            }
            if let Some(counted) = self.lock().by_person.get_mut(person) {
                counted.next = counted.next.max(next);
            }
        }
        Ok(Ok(figures))
    }

    /// What concerns somebody: screens of one person share it.
    fn concern(&self, viewer: &Viewer) -> Arc<Concern> {
        let known = {
            let people = self.lock();
            let today = people.by_person.get(&viewer.actor.person).filter(|c| c.at.date() == viewer.now.date());
            today.map(|c| Arc::clone(&c.concern))
        };
        known.unwrap_or_else(|| Arc::new(Concern::of(viewer)))
    }

    fn keep(&self, viewer: &Viewer, next: u64, epoch: u64, figures: Figures) {
        let concern = Arc::new(Concern::of(viewer));
        let mut people = self.lock();
        if people.epoch != epoch {
            return;
        }
        if people.by_person.len() >= PEOPLE_KEPT_MAX {
            people.by_person.clear();
        }
        let counted = Counted { figures, next, at: viewer.now, concern };
        people.by_person.insert(viewer.actor.person.clone(), counted);
    }

    /// Drops the counts of somebody who has read notices.
    pub(crate) fn drop(&self, person: &Code) {
        let mut people = self.lock();
        people.epoch += 1;
        people.by_person.remove(person);
    }

    fn lock(&self) -> MutexGuard<'_, People> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counted {
    /// Reminders come with time: counts are taken anew after a while, and on another day.
    fn is_fresh(&self, now: Instant) -> bool {
        self.at.date() == now.date() && (now.0 - self.at.0).abs() < COUNTS_HOLD_MICROS
    }
}

/// One open stream.
struct Follower {
    state: AppState,
    actor: Actor,
    tongue: Tongue,
    concern: Arc<Concern>,
    told: broadcast::Receiver<Arc<Told>>,
    closed: watch::Receiver<bool>,
    sent: Option<Counts>,
    end: Moment,
}

/// `GET /theo-doi`
pub async fn follow(State(state): State<AppState>, asked: Asked) -> Response {
    let known = state.clone();
    let tongue = asked.tongue;
    let found = {
        let _turn = state.live.turn().await;
        spawn_blocking(move || Visitor::of(&known, &asked)).await
    };
    let Ok(Ok(Some(visitor))) = found else { return StatusCode::UNAUTHORIZED.into_response() };
    let (told, closed) = state.live.listen(&state.office);
    let concern = state.live.kept().concern(&visitor.viewer);
    let (actor, end) = (visitor.viewer.actor, Moment::now() + Duration::from_secs(STREAM_MINUTES_MAX * 60));
    let follower = Follower { state, actor, tongue, concern, told, closed, sent: None, end };
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
            Told::Read(person) => *person == self.actor.person,
        }
    }

    async fn count(&self) -> Option<Counts> {
        let (state, actor, tongue) = (self.state.clone(), self.actor.clone(), self.tongue);
        let work = move || {
            let viewer = Viewer::new(actor, state.office.current()?, state.now());
            counts(&state, tongue, &viewer)
        };
        let _turn = self.state.live.turn().await;
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
