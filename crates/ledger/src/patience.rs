//! How long we wait for a server that is gone: until another machine of its cluster has taken its place.
//!
//! Not here: what is done again afterwards (`writer`, `reader`). A file is never waited for: it is there or it is not.

use std::time::{Duration, Instant};

/// Seconds within which a server has to come back. A cluster that notices after 20 seconds that its primary is gone has a
/// new one within 30.
pub const SERVER_ABSENT_SECONDS_MAX: u64 = 45;

/// Pause between two tries to reach it.
const PAUSE: Duration = Duration::from_millis(100);

/// A time that began when the server was first missed.
pub(crate) struct Patience {
    began: Instant,
}

impl Patience {
    pub(crate) fn new() -> Self {
        Self { began: Instant::now() }
    }

    /// Waits a moment; `false` when it has lasted too long.
    pub(crate) fn wait(&self) -> bool {
        if self.began.elapsed() >= Duration::from_secs(SERVER_ABSENT_SECONDS_MAX) {
            return false;
        }
        std::thread::park_timeout(PAUSE);
        true
    }
}
