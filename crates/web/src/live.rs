//! Screens that follow the ledger: one follower for the whole process, which tells the streams what changed.
//!
//! The follower asks four times a second where the ledger stands, also for acts of another process. A stream counts
//! anew only when something of its reader's changed. Not here: what is counted and how it is sent (`desk::watch`).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use kernel::Code;
use office::Office;
use office::live::Changed;
use tokio::sync::{Semaphore, SemaphorePermit, broadcast, watch};

use crate::desk::Kept;

/// How often the ledger is asked.
const TICK: Duration = Duration::from_millis(250);
/// Changes that a slow stream may fall behind; one further behind counts anew.
const CHANGES_KEPT: usize = 64;

/// Streams that count at the same time: more would only wait for each other, each with a thread and memory of its own.
const COUNTING_MAX: usize = 4;

/// What the follower tells.
#[derive(Debug)]
pub(crate) enum Told {
    /// Acts were recorded.
    Acts(Changed),
    /// A person has read notices.
    Read(Code),
}

/// The screens that follow. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Live(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    told: broadcast::Sender<Arc<Told>>,
    closed: watch::Sender<bool>,
    started: AtomicBool,
    kept: Kept,
    counting: Semaphore,
}

impl Default for Live {
    fn default() -> Self {
        let (told, closed) = (broadcast::Sender::new(CHANGES_KEPT), watch::Sender::new(false));
        Self(Arc::new(Inner {
            told,
            closed,
            started: AtomicBool::new(false),
            kept: Kept::default(),
            counting: Semaphore::new(COUNTING_MAX),
        }))
    }
}

impl Live {
    /// Ends all streams and the follower, so that a server can end.
    pub fn close(&self) {
        self.0.closed.send_replace(true);
    }

    /// Screens that listen now.
    pub(crate) fn listening(&self) -> usize {
        self.0.told.receiver_count()
    }

    /// Tells a person's other screens that notices were read.
    pub(crate) fn read(&self, person: &Code) {
        self.0.kept.drop(person);
        // Nobody may be listening.
        let _ = self.0.told.send(Arc::new(Told::Read(person.clone())));
    }

    /// Waits for its turn to count; the turn ends when what is answered is dropped.
    pub(crate) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        // It is never closed; then nobody would wait any more.
        self.0.counting.acquire().await.ok()
    }

    /// Counts taken lately.
    pub(crate) fn kept(&self) -> &Kept {
        &self.0.kept
    }

    /// Listens from now on; the first listener starts the follower.
    pub(crate) fn listen(&self, office: &Office) -> (broadcast::Receiver<Arc<Told>>, watch::Receiver<bool>) {
        let heard = (self.0.told.subscribe(), self.0.closed.subscribe());
        if !self.0.started.swap(true, Ordering::SeqCst) {
            // Taken here, before the listener counts for the first time, so that no act falls in between.
            let next = office.ledger().head().ok().map(|head| head.next);
            tokio::spawn(follow(self.clone(), office.clone(), next));
        }
        heard
    }
}

async fn follow(live: Live, office: Office, mut next: Option<u64>) {
    let mut closed = live.0.closed.subscribe();
    while !*closed.borrow_and_update() {
        let (from, listened, asked) = (next, live.0.told.receiver_count() > 0, office.clone());
        let work = move || {
            let head = asked.ledger().head()?.next;
            let changed = match from {
                Some(from) if head > from && listened => Some(asked.changed(from, head)?),
                _ => None,
            };
            Ok::<_, office::OfficeError>((head, changed))
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(Ok((head, changed))) => {
                next = Some(head);
                if let Some(changed) = changed {
                    let _ = live.0.told.send(Arc::new(Told::Acts(changed)));
                }
            }
            Ok(Err(error)) => tracing::warn!(%error, "the follower of the screens could not read the ledger"),
            Err(_ended) => return,
        }
        tokio::select! {
            () = tokio::time::sleep(TICK) => {}
            _ = closed.changed() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn few_streams_count_at_once_and_the_others_wait_for_their_turn() {
        let live = Live::default();
        let mut turns = Vec::new();
        for _ in 0..COUNTING_MAX {
            turns.push(live.turn().await.unwrap());
        }
        let soon = Duration::from_millis(20);
        assert!(tokio::time::timeout(soon, live.turn()).await.is_err(), "one too many counts");
        turns.pop();
        assert!(tokio::time::timeout(soon, live.turn()).await.is_ok());
    }
}
