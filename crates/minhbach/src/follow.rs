//! The thread that lets the public log follow the ledger while a server runs. What a round does is `office::log`'s.

use std::sync::PoisonError;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use office::health::SignedLog;
use office::log::{Follower, LogError, Step};

use crate::clock::Clock;
use crate::machine::LogNote;
use crate::say;

/// How often it is looked whether there is something to sign.
const LOOKED_EVERY: Duration = Duration::from_millis(100);
/// Heads are signed no closer together than this, so that whoever waits for a proof waits for less than a second.
const SIGNED_EVERY: Duration = Duration::from_millis(500);
/// After something that may pass by itself, it is tried again; after all else too, in case somebody has mended it.
const TRIED_AGAIN_AFTER: Duration = Duration::from_secs(5);

/// A log that follows its ledger until it is ended.
pub struct Following {
    /// Nothing is ever sent through it: the thread ends when it is dropped.
    running: Sender<()>,
    thread: JoinHandle<()>,
}

impl Following {
    /// Begins; how each round ended is noted for whoever asks how the house fares.
    pub fn begin(follower: Follower, clock: Clock, note: LogNote) -> Self {
        Self::telling(follower, clock, move |done| {
            *note.lock().unwrap_or_else(PoisonError::into_inner) = match done {
                Ok(step) => SignedLog::Signed(step.size),
                Err(error) => SignedLog::Stopped(error.clone()),
            };
        })
    }

    /// The same, telling how each round ended.
    pub fn telling(
        mut follower: Follower,
        clock: Clock,
        mut told: impl FnMut(&Result<Step, LogError>) + Send + 'static,
    ) -> Self {
        let (running, ended) = channel();
        let thread = std::thread::spawn(move || {
            let mut pause = Duration::ZERO;
            let mut trouble = None;
            while ended.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                let begun = Instant::now();
                let done = follower.step(clock());
                pause = match &done {
                    Ok(step) if step.more => Duration::ZERO,
                    Ok(step) if step.moved => SIGNED_EVERY.saturating_sub(begun.elapsed()),
                    Ok(_) => LOOKED_EVERY,
                    Err(_) => TRIED_AGAIN_AFTER,
                };
                told(&done);
                tell(done.err(), &mut trouble);
            }
            tell(follower.finish(clock()).err(), &mut trouble);
        });
        Self { running, thread }
    }

    /// Signs what is there, and ends.
    pub fn end(self) {
        drop(self.running);
        if self.thread.join().is_err() {
            say::note("lỗi: luồng ghi nhật ký công khai bị hỏng / error: the thread that keeps the public log broke");
        }
    }
}

/// Tells what is wrong once, not at every try.
fn tell(now: Option<LogError>, before: &mut Option<LogError>) {
    if let Some(error) = now.as_ref().filter(|now| before.as_ref() != Some(*now)) {
        crate::fail::Failure::from(error.clone()).tell();
    }
    *before = now;
}
