//! What a caller hands to the writer, and what comes back. Not here: how it is committed (`commit`).

use sha2::{Digest, Sha256};

use crate::error::DbError;
use crate::gather::Write;
use crate::value::{Param, Row};

/// Id of a stream of records; a case, for example.
pub type StreamId = [u8; 16];

/// Statements inside the writer's transaction.
///
/// SQL with `$1`, `$2`, … placeholders, each used at least once: one text for SQLite and PostgreSQL.
pub trait Tx {
    /// Runs a statement that returns no rows; answers how many rows it changed.
    ///
    /// # Errors
    /// When the database refuses it; the plan then fails as a whole.
    fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, DbError>;

    /// Writes a row, at the latest before any other statement runs and before the transaction ends; with others of its
    /// kind where that is quicker. Dearer than [`Tx::execute`] for a row with very many bytes.
    ///
    /// # Errors
    /// When the database refuses it or one that was told before; the plan then fails as a whole.
    fn write(&mut self, write: &'static Write, params: &[Param<'_>]) -> Result<(), DbError>;

    /// Runs a query and calls `each` with every row; stops at its first error.
    ///
    /// # Errors
    /// When the database refuses it, or `each` does.
    fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError>;
}

/// The version a plan was made on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The stream.
    pub stream: StreamId,
    /// How many records it held when the plan was made; 0 opens the stream.
    pub expected: u64,
}

/// A series from which a number is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counter {
    /// The series.
    pub name: String,
    /// The period in which it counts from 1; a year, for example.
    pub period: String,
}

/// One record as the caller forms it; the stored `pub` is `pub_head` followed by SHA-256(plain ‖ body).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The stream, one that the plan claims.
    pub stream: StreamId,
    /// What the public leaf says, without the commitment that the ledger appends.
    pub pub_head: Vec<u8>,
    /// What lists, rights and indicators need.
    pub plain: Vec<u8>,
    /// All else.
    pub body: Vec<u8>,
}

/// Bytes that belong to a stream, kept once per stream and digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// The stream.
    pub stream: StreamId,
    /// SHA-256 of the bytes, worked out by the caller.
    pub sha256: [u8; 32],
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What a plan stores once its numbers are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finished {
    /// Records in their order; at least one.
    pub records: Vec<Record>,
}

/// What a caller planned; committed as one act, all or nothing.
///
/// `finish` and `project` may be called again when the batch around the plan had to be rolled back; only the last call counts.
pub trait Plan: Send {
    /// Idempotency key: a plan whose key was used before is not done again.
    fn key(&self) -> Option<[u8; 16]>;
    /// Instant of recording, UTC microseconds.
    fn at(&self) -> i64;
    /// The streams it writes to or relies on, each once.
    fn claims(&self) -> &[Claim];
    /// Numbers it needs, in order; taken only when every claim holds.
    fn counters(&self) -> Vec<Counter>;
    /// Files that it stores, whatever its numbers are. They are sealed where it is submitted, so that nobody waits for the large
    /// ones.
    fn files(&self) -> &[StoredFile] {
        &[]
    }
    /// The records, with the numbers given in the order of [`Plan::counters`]. Pure.
    ///
    /// # Errors
    /// When the plan cannot be finished; nothing of it is stored and no number is used.
    fn finish(&mut self, given: &[u64]) -> Result<Finished, DbError>;
    /// Updates read tables; `first` is the position of the first record.
    ///
    /// # Errors
    /// When a statement fails; nothing of the plan is stored.
    fn project(&mut self, first: u64, tx: &mut dyn Tx) -> Result<(), DbError>;
}

/// What became of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is durable.
    Committed {
        /// Position of its first record.
        first: u64,
        /// Position of its last record.
        last: u64,
        /// Its key had been used: the positions are those of the first time, and nothing was done again.
        repeated: bool,
    },
    /// A claim does not hold; nothing was done.
    Conflict {
        /// The first stream whose claim does not hold.
        stream: StreamId,
    },
}

/// What ties the public part of a record to the rest: SHA-256(plain ‖ body).
#[must_use]
pub fn commitment(plain: &[u8], body: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(plain).chain_update(body).finalize().into()
}

/// The leaf of the public log over a stored `pub`: SHA-256(0x00 ‖ pub), as RFC 6962 has it.
#[must_use]
pub fn leaf(pub_: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update([0]).chain_update(pub_).finalize().into()
}
