//! Store calls that fail on purpose, so that tests can ask "all of it or none of it?" at every single call.
//!
//! Not here: faults of the reading side; a failed read changes nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::error::DbError;

/// Makes the writer's store calls fail. Clones share their count.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    calls: AtomicI64,
    left: AtomicI64,
    disk_pages: AtomicI64,
}

impl Faults {
    /// The `n`-th store call from now on fails, once: 1 is the next. 0 never fails, and only counts.
    #[must_use]
    pub fn after(n: i64) -> Self {
        let faults = Self::default();
        faults.arm(n);
        faults
    }

    /// A disk with room for that many pages of the database file; 0 is no limit.
    #[must_use]
    pub fn disk(pages: i64) -> Self {
        let faults = Self::default();
        faults.set_disk(pages);
        faults
    }

    /// From now on counts to `n` again.
    pub fn arm(&self, n: i64) {
        self.state.left.store(n, Ordering::SeqCst);
    }

    /// Changes the room on the disk; holds from the next transaction on. With fewer pages than the file has, nothing is
    /// written any more: a full disk has no room for the write-ahead log either.
    pub fn set_disk(&self, pages: i64) {
        self.state.disk_pages.store(pages, Ordering::SeqCst);
    }

    /// Store calls made so far: statements, and the beginning and end of transactions.
    #[must_use]
    pub fn calls(&self) -> i64 {
        self.state.calls.load(Ordering::SeqCst)
    }

    pub(crate) fn call(&self) -> Result<(), DbError> {
        self.state.calls.fetch_add(1, Ordering::SeqCst);
        if self.state.left.fetch_sub(1, Ordering::SeqCst) == 1 { Err(DbError::Injected) } else { Ok(()) }
    }

    pub(crate) fn disk_pages(&self) -> i64 {
        self.state.disk_pages.load(Ordering::SeqCst)
    }
}
