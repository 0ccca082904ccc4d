//! The ledger's tables, their version, and the opening of the file. Not here: tables of the caller, who brings their text.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::engine::Conn;
use crate::error::{DbError, LedgerError};
use crate::session::Database;
use crate::statement::batch;

/// Version of the ledger's own tables.
pub(crate) const VERSION: i64 = 2;

/// How often a statement asks for a lock that another process holds: for about 5 seconds.
const LOCK_TRIES_MAX: i32 = 5_000;
/// Pause between two tries, in milliseconds. SQLite's own handler pauses up to 100, and hardly ever meets the short gap
/// between two batches of a process that imports.
const LOCK_PAUSE_MILLIS: u64 = 1;
/// Prepared statements that the writer keeps.
const WRITER_STATEMENTS_MAX: usize = 512;
/// Prepared statements that each read connection keeps.
const READER_STATEMENTS_MAX: usize = 128;

/// Memory for pages: 32 MiB for the writer, 2 MiB for each reader; the rest is left to the system's own cache. Nothing is
/// mapped: mapped pages would count as ours once for each connection. What is deleted is written over, for what the law
/// has erased.
const WRITER_PRAGMAS: &str = "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-32768;
    PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON; PRAGMA foreign_keys=OFF;";
const READER_PRAGMAS: &str = "PRAGMA query_only=ON; PRAGMA cache_size=-2048; PRAGMA mmap_size=0;";

/// What makes a database a ledger: it says of itself that it is one, of which name and version.
pub(crate) const META: &str = "
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
";

pub(crate) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS head(id INTEGER PRIMARY KEY, next BIGINT NOT NULL, last_at BIGINT);
CREATE TABLE IF NOT EXISTS events(
  position INTEGER PRIMARY KEY, act BIGINT NOT NULL, stream BLOB NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL,
  pub BLOB NOT NULL, plain BLOB NOT NULL, body BLOB NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS events_stream ON events(stream, seq);
CREATE TABLE IF NOT EXISTS heads(stream BLOB PRIMARY KEY, version BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counters(
  name TEXT NOT NULL, period TEXT NOT NULL, last BIGINT NOT NULL, PRIMARY KEY(name, period)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS acts(key BLOB PRIMARY KEY, first BIGINT NOT NULL, last BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files(stream BLOB NOT NULL, sha256 BLOB NOT NULL, bytes BLOB NOT NULL, UNIQUE(stream, sha256));
CREATE TABLE IF NOT EXISTS keys(stream BLOB PRIMARY KEY, wrapped BLOB, master BIGINT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS keys_erased ON keys(stream) WHERE wrapped IS NULL;
INSERT INTO head(id, next, last_at) VALUES(1, 1, NULL) ON CONFLICT DO NOTHING;
";

/// The last batch of each writer, on a server: who is cut off while it commits asks here whether the batch came through.
pub(crate) const WRITERS: &str =
    "CREATE TABLE IF NOT EXISTS writers(name TEXT PRIMARY KEY, batch BIGINT NOT NULL, next BIGINT NOT NULL);
DELETE FROM writers WHERE next < (SELECT next FROM head WHERE id = 1) - 1000000;";

/// What the file said of itself when it was opened.
pub(crate) struct Found {
    pub(crate) origin: String,
    /// Version of the caller's tables before; `None` for a new ledger.
    pub(crate) schema_version: Option<i64>,
}

/// What the caller wants of the file.
pub(crate) struct Wanted<'a> {
    pub(crate) origin: &'a str,
    pub(crate) schema: &'a str,
    pub(crate) schema_version: i64,
}

/// Where a ledger is kept.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// A SQLite file.
    File(PathBuf),
    /// A database of a PostgreSQL server.
    Server(Box<Database>),
}

impl Place {
    /// The file, or the address of the server without its password.
    pub(crate) fn name(&self) -> &Path {
        match self {
            Self::File(file) => file,
            Self::Server(server) => server.name(),
        }
    }

    /// The writer's connection; file and tables are made when absent, and the keys settled in the same transaction.
    pub(crate) fn open_writer(
        &self,
        wanted: &Wanted<'_>,
        settle: &dyn Fn(&mut Conn) -> Result<(), LedgerError>,
    ) -> Result<(Conn, Found), LedgerError> {
        let mut conn = self.connect_again()?;
        let mut tries = 0;
        loop {
            conn.begin()?;
            let prepared = prepare(&mut conn, self.name(), wanted).and_then(|found| settle(&mut conn).map(|()| found));
            let done = prepared.and_then(|found| Ok(conn.commit().map(|()| found)?));
            match done {
                Ok(found) => return Ok((conn, found)),
                Err(error) => {
                    conn.roll_back()?;
                    // Another makes the same tables at this moment.
                    let made_meanwhile = matches!((&error, self), (LedgerError::Locked { .. }, Self::Server(_)));
                    if !made_meanwhile || !ask_again(tries) {
                        return Err(error);
                    }
                    tries += 1;
                }
            }
        }
    }

    /// A connection that can write to tables that are there.
    pub(crate) fn connect_again(&self) -> Result<Conn, DbError> {
        match self {
            Self::File(file) => {
                let flags =
                    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let conn = connect(file, flags, WRITER_STATEMENTS_MAX)?;
                write_ahead(&conn)?;
                batch(&conn, WRITER_PRAGMAS)?;
                Ok(Conn::Sqlite(conn))
            }
            Self::Server(server) => Ok(Conn::Postgres(Box::new(server.connect()?))),
        }
    }

    /// Whether it makes sense to try again after this error: another server may take the place of the one that is gone.
    pub(crate) fn may_come_back(&self, error: &DbError) -> bool {
        matches!((self, error), (Self::Server(_), DbError::Unreachable { .. }))
    }

    /// A connection that can only read.
    pub(crate) fn open_reader(&self) -> Result<Conn, DbError> {
        match self {
            Self::File(file) => {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let conn = connect(file, flags, READER_STATEMENTS_MAX)?;
                batch(&conn, READER_PRAGMAS)?;
                Ok(Conn::Sqlite(conn))
            }
            Self::Server(server) => Ok(Conn::Postgres(Box::new(server.connect_to_read()?))),
        }
    }
}

/// Checks, on a connection that can only read, that this is a ledger of a version we know. Whether the caller knows the
/// version of its own tables, the caller says.
pub(crate) fn check(conn: &mut Conn, place: &Path) -> Result<Found, LedgerError> {
    if !is_ledger(conn, place)? {
        return Err(LedgerError::NotALedger { file: place.to_owned() });
    }
    refuse_newer(meta(conn, "ledger_schema")?, VERSION)?;
    let schema_version = refuse_newer(meta(conn, "schema")?, i64::MAX)?;
    Ok(Found { origin: meta(conn, "origin")?.unwrap_or_default(), schema_version })
}

fn connect(file: &Path, flags: OpenFlags, statements_max: usize) -> Result<Connection, DbError> {
    let failed = |error| DbError::at(file, "open", &error);
    let mut conn = Connection::open_with_flags(file, flags).map_err(failed)?;
    conn.busy_handler(Some(ask_again)).map_err(failed)?;
    conn.set_prepared_statement_cache_capacity(statements_max);
    Ok(conn)
}

/// Whether to ask once more for a lock, after a pause.
fn ask_again(tries: i32) -> bool {
    std::thread::park_timeout(std::time::Duration::from_millis(LOCK_PAUSE_MILLIS));
    tries < LOCK_TRIES_MAX
}

/// Two processes may open a new file at the same moment: the switch then answers "locked" without asking the handler.
fn write_ahead(conn: &Connection) -> Result<(), DbError> {
    let mut tries = 0;
    loop {
        match batch(conn, "PRAGMA journal_mode=WAL") {
            Err(DbError::Locked { .. }) if ask_again(tries) => tries += 1,
            other => return other,
        }
    }
}

fn prepare(conn: &mut Conn, place: &Path, wanted: &Wanted<'_>) -> Result<Found, LedgerError> {
    let is_old = is_ledger(conn, place)?;
    let (mut schema_version, mut origin, mut is_complete) = (None, None, false);
    if is_old {
        is_complete = refuse_newer(meta(conn, "ledger_schema")?, VERSION)? == Some(VERSION);
        let stored = meta(conn, "schema")?;
        schema_version = refuse_newer(stored, wanted.schema_version)?;
        origin = meta(conn, "origin")?;
    }
    let origin = match origin {
        Some(found) if wanted.origin.is_empty() || wanted.origin == found => found,
        Some(found) => return Err(LedgerError::Origin { found, given: wanted.origin.to_owned() }),
        None if wanted.origin.is_empty() => return Err(LedgerError::NoOrigin),
        None => wanted.origin.to_owned(),
    };
    // Asking for indexes that are there locks their tables on a server, against writers who hold others of them.
    if !is_complete {
        conn.create(META)?;
        conn.create(TABLES)?;
    }
    if conn.may_be_lost() {
        conn.create(WRITERS)?;
    }
    conn.create(wanted.schema)?;
    put(conn, "origin", &origin)?;
    put(conn, "ledger_schema", &VERSION.to_string())?;
    put(conn, "schema", &wanted.schema_version.to_string())?;
    Ok(Found { origin, schema_version })
}

/// `false` for an empty file or database; one with tables that does not say the version of a ledger is refused, also one
/// with a table `meta` of its own.
fn is_ledger(conn: &mut Conn, place: &Path) -> Result<bool, LedgerError> {
    if is_empty(conn)? {
        return Ok(false);
    }
    let (_, columns) = conn.catalogue();
    if number(conn, columns)? == 2 && meta(conn, "ledger_schema")?.is_some() {
        return Ok(true);
    }
    Err(LedgerError::NotALedger { file: place.to_owned() })
}

/// Whether there is no table yet.
pub(crate) fn is_empty(conn: &mut Conn) -> Result<bool, DbError> {
    let (tables, _) = conn.catalogue();
    Ok(number(conn, tables)? == 0)
}

/// The text that creates tables, and the text that creates their indexes: rows come in faster where there are none yet.
pub(crate) fn parts(schema: &str) -> (String, String) {
    let is_index = |text: &str| text.starts_with("CREATE INDEX") || text.starts_with("CREATE UNIQUE INDEX");
    let mut parts = (String::new(), String::new());
    for statement in schema.split_inclusive(';') {
        let part = if is_index(statement.trim_start()) { &mut parts.1 } else { &mut parts.0 };
        part.push_str(statement);
    }
    parts
}

fn number(conn: &mut Conn, sql: &str) -> Result<i64, DbError> {
    let mut found = 0;
    conn.query(sql, &[], &mut |row| {
        found = row.int(0)?;
        Ok(())
    })?;
    Ok(found)
}

fn refuse_newer(stored: Option<String>, known: i64) -> Result<Option<i64>, LedgerError> {
    let Some(stored) = stored else { return Ok(None) };
    // A version that is no number can only come from a program that counts otherwise, later than this one.
    let found = stored.parse().unwrap_or(i64::MAX);
    if found > known { Err(LedgerError::NewerSchema { found, known }) } else { Ok(Some(found)) }
}

/// A line of `meta`.
pub(crate) fn meta(conn: &mut Conn, key: &str) -> Result<Option<String>, DbError> {
    let mut found = None;
    conn.query("SELECT value FROM meta WHERE key = $1", &[key.into()], &mut |row| {
        found = Some(row.text(0)?.to_owned());
        Ok(())
    })?;
    Ok(found)
}

/// Writes a line of `meta`.
pub(crate) fn put(conn: &mut Conn, key: &str, value: &str) -> Result<(), DbError> {
    let sql = "INSERT INTO meta(key, value) VALUES($1, $2) ON CONFLICT(key) DO UPDATE SET value = excluded.value";
    conn.execute(sql, &[key.into(), value.into()]).map(|_changed| ())
}
