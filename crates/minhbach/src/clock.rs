//! The real clock, read in this one place, and the demonstration's clock that runs from a given moment on.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kernel::time::Instant;

/// The instant that the machine's clock shows.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that reads the real clock")]
pub fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Instant(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// A clock to hand down: answers "now" whenever asked.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// The machine's clock.
#[must_use]
pub fn real() -> Clock {
    Arc::new(now)
}

/// A clock that shows `from` now and runs on from there. It never goes back, whatever is done to the machine's.
#[must_use]
pub fn from(from: Instant) -> Clock {
    let started = std::time::Instant::now();
    Arc::new(move || {
        let run = i64::try_from(started.elapsed().as_micros()).unwrap_or(i64::MAX);
        Instant(from.0.saturating_add(run))
    })
}
