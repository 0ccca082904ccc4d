//! Reading: the caller's queries, and the ledger's own events, files and counters.
//!
//! Not here: writing of any kind; the connection refuses it.

use std::collections::HashMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::engine::Conn;
use crate::error::{DbError, LedgerError};
use crate::keyring::Found;
use crate::ledger::Head;
use crate::patience::Patience;
use crate::plan::StreamId;
use crate::pool::Pool;
use crate::schema;
use crate::seal::Place;
use crate::value::{Param, Row};

/// A record as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its place in the ledger, from 1, without gaps.
    pub position: u64,
    /// Position of the first event of its act.
    pub act: u64,
    /// Its stream.
    pub stream: StreamId,
    /// Its place in the stream, from 1, without gaps.
    pub seq: u64,
    /// Instant of recording, UTC microseconds.
    pub at: i64,
    /// What the public leaf is made over: ends with SHA-256(plain ‖ body).
    pub pub_: Vec<u8>,
    /// What lists, rights and indicators need.
    pub plain: Vec<u8>,
    /// All else; empty where the key of the stream was destroyed, or where it was not asked for.
    pub body: Vec<u8>,
}

/// What a record gives to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Its place in the ledger, from 1, without gaps.
    pub position: u64,
    /// Instant of recording, UTC microseconds.
    pub at: i64,
    /// What the leaf is made over.
    pub pub_: Vec<u8>,
}

/// How far a series has counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CounterState {
    /// The series.
    pub name: String,
    /// The period.
    pub period: String,
    /// The number given last.
    pub last: u64,
}

/// A read connection, taken from the pool and given back when dropped.
pub struct Reader {
    /// Present until the drop.
    conn: Option<Conn>,
    pool: Arc<Pool>,
    statements: u64,
}

impl Reader {
    pub(crate) fn new(conn: Conn, pool: Arc<Pool>) -> Self {
        Self { conn: Some(conn), pool, statements: 0 }
    }

    /// Runs a query and calls `each` with every row; stops at its first error.
    ///
    /// # Errors
    /// When the database refuses it, or `each` does.
    pub fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        self.statements += 1;
        let patience = Patience::new();
        let mut delivered = false;
        loop {
            let conn = self.conn()?;
            // Inside a snapshot the view is gone with the connection.
            let again = conn.is_idle();
            let done = conn.query(sql, params, &mut |row| {
                delivered = true;
                each(row)
            });
            match done {
                Err(error) if again && !delivered && conn.is_lost() => self.reconnect(error, &patience)?,
                other => return other,
            }
        }
    }

    /// Another connection, to the server that has taken the place of the one that is gone.
    fn reconnect(&mut self, error: DbError, patience: &Patience) -> Result<(), DbError> {
        if !patience.wait() {
            return Err(error);
        }
        self.conn = Some(self.pool.connect(patience)?);
        Ok(())
    }

    /// Statements run since the reader was taken, so that a test can say how many a page may need.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements
    }

    /// From now on, until the reader is dropped, all queries see the ledger as it stands at this moment.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn snapshot(&mut self) -> Result<(), DbError> {
        if self.conn()?.is_idle() {
            if self.conn()?.may_be_lost() {
                // A server that is gone is noticed here, while another can still take its place.
                self.head()?;
            }
            self.statements += 1;
            self.conn()?.begin_reading()?;
            // The view is taken by the first read, not by BEGIN.
            self.head()?;
        }
        Ok(())
    }

    /// Where the ledger stands.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn head(&mut self) -> Result<Head, DbError> {
        let mut head = Head { next: 1, last_at: None };
        self.query("SELECT next, last_at FROM head WHERE id = 1", &[], &mut |row| {
            head = Head { next: row.count(0)?, last_at: row.int_opt(1)? };
            Ok(())
        })?;
        Ok(head)
    }

    /// Events of one stream from a sequence number on (the first is 1), at most `limit`.
    ///
    /// # Errors
    /// When they cannot be read or opened, or are not what was stored.
    pub fn events_of(&mut self, stream: StreamId, from_seq: u64, limit: u64) -> Result<Vec<StoredEvent>, DbError> {
        self.events(OF_STREAM, &[(&stream).into(), from_seq.into(), limit.into()])
    }

    /// The same without bodies: nothing is opened.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn outlines_of(&mut self, stream: StreamId, from_seq: u64, limit: u64) -> Result<Vec<StoredEvent>, DbError> {
        self.outlines(OF_STREAM, &[(&stream).into(), from_seq.into(), limit.into()])
    }

    /// Events from a position on, in order, at most `limit`.
    ///
    /// # Errors
    /// When they cannot be read or opened, or are not what was stored.
    pub fn events_from(&mut self, position: u64, limit: u64) -> Result<Vec<StoredEvent>, DbError> {
        self.events(FROM_POSITION, &[position.into(), limit.into()])
    }

    /// Instants and public parts from a position on, in order, at most `limit`: what a log is made of, and nothing else.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn leaves_from(&mut self, position: u64, limit: u64) -> Result<Vec<Leaf>, DbError> {
        let sql = "SELECT position, at, pub FROM events WHERE position >= $1 ORDER BY position LIMIT $2";
        let mut found = Vec::new();
        self.query(sql, &[position.into(), limit.into()], &mut |row| {
            found.push(Leaf { position: row.count(0)?, at: row.int(1)?, pub_: row.blob(2)?.to_vec() });
            Ok(())
        })?;
        Ok(found)
    }

    /// The same without bodies: nothing is opened.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn outlines_from(&mut self, position: u64, limit: u64) -> Result<Vec<StoredEvent>, DbError> {
        self.outlines(FROM_POSITION, &[position.into(), limit.into()])
    }

    /// Bytes of a file of a stream; `None` also where the key of the stream was destroyed.
    ///
    /// # Errors
    /// When they cannot be read or opened, or are not what was stored.
    pub fn file(&mut self, stream: StreamId, sha256: [u8; 32]) -> Result<Option<Vec<u8>>, DbError> {
        let mut stored = None;
        let sql = "SELECT bytes FROM files WHERE stream = $1 AND sha256 = $2";
        self.query(sql, &[(&stream).into(), (&sha256).into()], &mut |row| {
            stored = Some(row.blob(0)?.to_vec());
            Ok(())
        })?;
        let Some(stored) = stored else { return Ok(None) };
        let keyring = self.pool.keyring();
        let mut opened = None;
        if self.has_keys()? {
            let sql = "SELECT wrapped, master FROM keys WHERE stream = $1";
            self.query(sql, &[(&stream).into()], &mut |row| {
                if let Found::Wrapped(wrapped, generation) = Found::of(row.blob_opt(0)?, row.int_opt(1)?) {
                    let key = keyring.open_key(&stream, (wrapped, generation))?;
                    opened = key.open(Place::file(&stream, &sha256), &stored);
                }
                Ok(())
            })?;
        }
        let bytes = opened.unwrap_or(stored);
        if <[u8; 32]>::from(Sha256::digest(&bytes)) != sha256 {
            let digits: String = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
            return Err(DbError::Damaged { what: format!("the file {digits}") });
        }
        Ok(Some(bytes))
    }

    /// How far every series has counted, by name and period.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn counters(&mut self) -> Result<Vec<CounterState>, DbError> {
        let mut found = Vec::new();
        self.query("SELECT name, period, last FROM counters ORDER BY name, period", &[], &mut |row| {
            let (name, period) = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
            found.push(CounterState { name, period, last: row.count(2)? });
            Ok(())
        })?;
        Ok(found)
    }

    fn events(&mut self, which: &str, params: &[Param<'_>]) -> Result<Vec<StoredEvent>, DbError> {
        let keyring = self.pool.keyring();
        let (has_keys, mut opened, mut found) = (self.has_keys()?, HashMap::new(), Vec::new());
        let sql = if has_keys {
            format!(
                "SELECT {OUTLINE}, e.body, k.wrapped, k.master FROM events e LEFT JOIN keys k ON k.stream = e.stream {which}"
            )
        } else {
            format!("SELECT {OUTLINE}, e.body FROM events e {which}")
        };
        self.query(&sql, params, &mut |row| {
            let event = StoredEvent { body: row.blob(7)?.to_vec(), ..outline(row)? };
            let key = if has_keys { Found::of(row.blob_opt(8)?, row.int_opt(9)?) } else { Found::None };
            found.push(keyring.unseal(event, &key, &mut opened)?);
            Ok(())
        })?;
        Ok(found)
    }

    fn outlines(&mut self, which: &str, params: &[Param<'_>]) -> Result<Vec<StoredEvent>, DbError> {
        let mut found = Vec::new();
        self.query(&format!("SELECT {OUTLINE} FROM events e {which}"), params, &mut |row| {
            found.push(outline(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Whether the ledger has a table of keys; one of an earlier version, opened to read, has none.
    fn has_keys(&mut self) -> Result<bool, DbError> {
        let keyring = self.pool.keyring();
        keyring.has_table(|| {
            let version = schema::meta(self.conn()?, "ledger_schema")?;
            Ok(version.and_then(|version| version.parse::<i64>().ok()).is_some_and(|version| version >= 2))
        })
    }

    /// Names of a table's columns, in order.
    pub(crate) fn columns(&mut self, table: &str) -> Result<Vec<String>, DbError> {
        self.statements += 1;
        self.conn()?.columns(table)
    }

    pub(crate) fn check(&mut self) -> Result<schema::Found, LedgerError> {
        let file = self.pool.place().to_owned();
        self.statements += 1;
        schema::check(self.conn()?, &file)
    }

    /// Whether a server holds the ledger, not a file.
    pub(crate) fn on_server(&mut self) -> Result<bool, DbError> {
        Ok(self.conn()?.may_be_lost())
    }

    fn conn(&mut self) -> Result<&mut Conn, DbError> {
        self.conn.as_mut().ok_or_else(|| DbError::Caller("the reader was given back".to_owned()))
    }
}

/// The columns of an event without its body.
const OUTLINE: &str = "e.position, e.act, e.stream, e.seq, e.at, e.pub, e.plain";
const OF_STREAM: &str = "WHERE e.stream = $1 AND e.seq >= $2 ORDER BY e.seq LIMIT $3";
const FROM_POSITION: &str = "WHERE e.position >= $1 ORDER BY e.position LIMIT $2";

fn outline(row: &Row<'_>) -> Result<StoredEvent, DbError> {
    Ok(StoredEvent {
        position: row.count(0)?,
        act: row.count(1)?,
        stream: row.array(2)?,
        seq: row.count(3)?,
        at: row.int(4)?,
        pub_: row.blob(5)?.to_vec(),
        plain: row.blob(6)?.to_vec(),
        body: Vec::new(),
    })
}

impl Drop for Reader {
    fn drop(&mut self) {
        let mut conn = self.conn.take();
        let fit = conn.as_mut().is_some_and(|conn| !conn.is_lost() && conn.roll_back().is_ok());
        self.pool.give_back(conn.filter(|_| fit));
    }
}
