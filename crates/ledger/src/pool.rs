//! Read connections: opened when needed, kept when given back, never more than a fixed number.
//!
//! Not here: what is read (`reader`).

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::engine::Conn;
use crate::error::{DbError, LedgerError};
use crate::keyring::Keyring;
use crate::patience::Patience;
use crate::reader::Reader;
use crate::schema::Place;

/// Read connections in use at once; each may hold 2 MiB of pages.
pub const READERS_MAX: usize = 32;

/// How long [`crate::Ledger::reader`] waits for a connection, in seconds.
pub const READER_WAIT_SECONDS_MAX: u64 = 2;

/// Connections to a file that are kept open while nobody reads. To a server all are: each is a process there, and dear to
/// begin.
const IDLE_MAX: usize = 16;

/// The connections of one ledger.
pub(crate) struct Pool {
    place: Place,
    keyring: Arc<Keyring>,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Conn>,
    in_use: usize,
    /// There was a server once; one that never was there is not waited for.
    reached: bool,
}

impl Pool {
    pub(crate) fn new(place: Place, keyring: Arc<Keyring>) -> Self {
        Self { place, keyring, state: Mutex::default(), freed: Condvar::new() }
    }

    /// The keys that open what is read.
    pub(crate) fn keyring(&self) -> Arc<Keyring> {
        Arc::clone(&self.keyring)
    }

    /// The file, or the address of the server.
    pub(crate) fn place(&self) -> &Path {
        self.place.name()
    }

    pub(crate) fn take(self: &Arc<Self>) -> Result<Reader, LedgerError> {
        let wait = Duration::from_secs(READER_WAIT_SECONDS_MAX);
        let waited = self.freed.wait_timeout_while(self.lock(), wait, |state| state.in_use >= READERS_MAX);
        let (mut state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out() {
            return Err(LedgerError::Crowded);
        }
        state.in_use += 1;
        let idle = state.idle.pop();
        drop(state);
        match idle.map_or_else(|| self.connect(&Patience::new()), Ok) {
            Ok(conn) => Ok(Reader::new(conn, Arc::clone(self))),
            Err(error) => {
                self.give_back(None);
                Err(error.into())
            }
        }
    }

    /// A new connection, as soon as there is a server to connect to.
    pub(crate) fn connect(&self, patience: &Patience) -> Result<Conn, DbError> {
        loop {
            match self.place.open_reader() {
                Ok(conn) => {
                    self.lock().reached = true;
                    return Ok(conn);
                }
                Err(error) if self.place.may_come_back(&error) => {
                    let mut state = self.lock();
                    // What lies idle was connected to the same server.
                    state.idle.clear();
                    let reached = state.reached;
                    drop(state);
                    if !reached || !patience.wait() {
                        return Err(error);
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Takes a connection back; `None` when it is not fit to be used again.
    pub(crate) fn give_back(&self, conn: Option<Conn>) {
        let mut state = self.lock();
        state.in_use = state.in_use.saturating_sub(1);
        let spare = match conn {
            Some(conn) if conn.may_be_lost() || state.idle.len() < IDLE_MAX => {
                state.idle.push(conn);
                None
            }
            other => other,
        };
        drop(state);
        self.freed.notify_one();
        drop(spare);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
