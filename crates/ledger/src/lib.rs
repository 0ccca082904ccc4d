//! The append-only store of opaque records: one writer, dense positions, counters without holes, files, read connections.
//!
//! What many callers planned is committed in one transaction (group commit): idempotency key, claims on streams, numbers,
//! records, and the caller's own rows stand or fall together, and an answer is given only once it is durable.
//!
//! Not here: what a record means (kernel), which read tables there are (office), proofs and checkpoints, sealing. The
//! crate knows no clock: instants come in with the plans.

mod commit;
mod digest;
mod engine;
mod error;
mod faults;
mod folder;
mod ledger;
mod mark;
mod patience;
mod plan;
mod pool;
mod reader;
mod schema;
mod session;
mod statement;
mod value;
mod writer;

pub use digest::digest;
pub use error::{DbError, LedgerError};
pub use faults::Faults;
pub use folder::{KEYS_NAME, KeyFolder};
pub use ledger::{BATCH_PLANS_MAX, Config, Head, Ledger, QUEUE_JOBS_MAX, SideWork, Ticket};
pub use patience::SERVER_ABSENT_SECONDS_MAX;
pub use plan::{Answer, Claim, Counter, Finished, Plan, Record, StoredFile, StreamId, Tx, commitment, leaf};
pub use pool::{READER_WAIT_SECONDS_MAX, READERS_MAX};
pub use reader::{CounterState, Leaf, Reader, StoredEvent};
pub use value::{Param, Row};

/// Name of the database file in the data folder.
pub const FILE_NAME: &str = "ledger.sqlite3";

/// How far a plan's instant may lie before the ledger's last one, in microseconds; further behind is refused.
pub const CLOCK_BEHIND_MICROS_MAX: i64 = 5_000_000;

/// How far a plan's instant may lie after the ledger's last one, or after what the opener vouches for, in microseconds:
/// 30 days. One record of a clock that is years ahead would make every right one "behind" for good.
pub const CLOCK_AHEAD_MICROS_MAX: i64 = 30 * 24 * 3_600 * 1_000_000;
