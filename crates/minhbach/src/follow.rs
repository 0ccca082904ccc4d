//! The thread that lets the public log follow the ledger while a server runs. What a round does is `office::log`'s.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use office::log::{Follower, LogError, Step};

use crate::clock::Clock;
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
    /// Begins.
    pub fn begin(follower: Follower, clock: Clock) -> Self {
        Self::telling(follower, clock, |_| {})
    }

    /// The same, telling of each head that was published.
    pub fn telling(mut follower: Follower, clock: Clock, mut told: impl FnMut(Step) + Send + 'static) -> Self {
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
                if let Ok(step) = done.as_ref().copied()
                    && step.moved
                {
                    told(step);
                }
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
