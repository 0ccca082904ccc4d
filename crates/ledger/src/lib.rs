//! The append-only store of opaque records: one writer, dense positions, counters without holes, files, read connections.
//!
//! What many callers planned is committed in one transaction (group commit): idempotency key, claims on streams, numbers,
//! records, and the caller's own rows stand or fall together, and an answer is given only once it is durable.
//!
//! Bodies and files are sealed, each stream with a key of its own; the master key stands outside the database (`folder`).
//!
//! Not here: what a record means (kernel), which read tables there are (office), proofs and checkpoints. The crate knows
//! no clock and draws nothing: instants come in with the plans, randomness with the configuration.

mod commit;
mod digest;
mod dump;
mod engine;
mod erase;
mod error;
mod faults;
mod fill;
mod folder;
mod gather;
mod keyring;
mod ledger;
mod many;
mod mark;
mod master;
mod patience;
mod plan;
mod pool;
mod random;
mod reader;
mod rotate;
mod schema;
mod seal;
mod session;
mod sound;
mod statement;
mod tls;
mod value;
mod writer;

pub use digest::digest;
pub use dump::{OWN_TABLES, Step, Sum, dump};
pub use erase::{ERASED_NAME, destroy};
pub use error::{DbError, LedgerError};
pub use faults::Faults;
pub use fill::Filling;
pub use folder::{KEYS_NAME, KeyFolder};
pub use gather::{Merge, Write};
pub use keyring::Sealing;
pub use ledger::{BATCH_PLANS_MAX, Config, Head, Ledger, QUEUE_JOBS_MAX, SideWork, Ticket};
pub use master::MASTER_NAME;
pub use patience::SERVER_ABSENT_SECONDS_MAX;
pub use plan::{Answer, Claim, Counter, Finished, Plan, Record, StoredFile, StreamId, Tx, commitment, leaf};
pub use pool::{READER_WAIT_SECONDS_MAX, READERS_MAX};
pub use random::Random;
pub use reader::{CounterState, Leaf, Reader, StoredEvent};
pub use rotate::Rotated;
pub use session::Database;
pub use value::{Param, Row};

/// Name of the database file in the data folder.
pub const FILE_NAME: &str = "ledger.sqlite3";

/// How far a plan's instant may lie before the ledger's last one, in microseconds, beside the time for which it
/// waited to be recorded; further behind is refused.
pub const CLOCK_BEHIND_MICROS_MAX: i64 = 5_000_000;

/// How far a plan's instant may lie after the ledger's last one, or after what the opener vouches for, in microseconds:
/// 30 days. One record of a clock that is years ahead would make every right one "behind" for good.
pub const CLOCK_AHEAD_MICROS_MAX: i64 = 30 * 24 * 3_600 * 1_000_000;
