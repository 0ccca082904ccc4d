//! One connection to the engine that holds the ledger: the same statements, with `$1`, `$2`, … placeholders, on SQLite and
//! on PostgreSQL.
//!
//! Where the two differ is said here and in their own modules, and nowhere else. Not here: what is written (`commit`).

use rusqlite::Connection;

use crate::error::DbError;
use crate::gather::Group;
use crate::many::Ask;
use crate::session::Session;
use crate::statement;
use crate::value::{Param, Row};

/// A connection.
pub(crate) enum Conn {
    /// To a file.
    Sqlite(Connection),
    /// To a server.
    Postgres(Box<Session>),
}

impl Conn {
    /// Runs a statement that returns no rows; answers how many rows it changed.
    pub(crate) fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, DbError> {
        match self {
            Self::Sqlite(conn) => statement::execute(conn, sql, params),
            Self::Postgres(session) if sql.starts_with("CREATE TABLE") => session.batch(&for_postgres(sql)).map(|()| 0),
            Self::Postgres(session) => session.execute(sql, params),
        }
    }

    /// Runs a query and calls `each` with every row.
    pub(crate) fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => statement::query(conn, sql, params, each),
            Self::Postgres(session) => session.query(sql, params, each),
        }
    }

    /// Whether many rows go into one statement, as arrays: what counts over a line is how often one waits for an answer.
    pub(crate) fn takes_arrays(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Writes groups of rows, in their order.
    pub(crate) fn write(&mut self, groups: &[Group]) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => {
                let mut params = Vec::new();
                for group in groups {
                    for row in 0..group.rows {
                        params.clear();
                        params.extend((0..group.width()).map(|column| group.value(row, column)));
                        statement::execute(conn, group.write.sql, &params)?;
                    }
                }
                Ok(())
            }
            Self::Postgres(session) => session.write(groups),
        }
    }

    /// Asks several queries over arrays in one go, and calls `each` with every row and which query it answers, from 0.
    pub(crate) fn ask(
        &mut self,
        asked: &[Ask<'_>],
        each: &mut dyn FnMut(usize, &Row<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        let Self::Postgres(session) = self else {
            return Err(DbError::Caller("arrays are for a server".to_owned()));
        };
        for (nth, rows) in session.ask(asked)?.iter().enumerate() {
            rows.iter().try_for_each(|row| each(nth, &Row::of_postgres(row)))?;
        }
        Ok(())
    }

    /// Runs statements that are not worth keeping prepared.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => statement::batch(conn, sql),
            Self::Postgres(session) => session.batch(sql),
        }
    }

    /// Names of a table's columns, in order.
    pub(crate) fn columns(&mut self, table: &str) -> Result<Vec<String>, DbError> {
        let sql = format!("SELECT * FROM {table} LIMIT 0");
        match self {
            Self::Sqlite(conn) => {
                let prepared = statement::prepare(conn, &sql, &[])?;
                Ok(prepared.column_names().map(str::to_owned).collect())
            }
            Self::Postgres(session) => session.columns(&sql),
        }
    }

    /// Creates tables that are not there yet.
    pub(crate) fn create(&mut self, tables: &str) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => statement::batch(conn, tables),
            Self::Postgres(session) => session.create(&for_postgres(tables)),
        }
    }

    /// Statements that count the tables there are, and the columns `key` and `value` of a table `meta`.
    pub(crate) fn catalogue(&self) -> (&'static str, &'static str) {
        match self {
            Self::Sqlite(_) => (
                "SELECT count(*) FROM sqlite_master WHERE type = 'table'",
                "SELECT count(*) FROM pragma_table_info('meta') WHERE name IN ('key', 'value')",
            ),
            Self::Postgres(_) => (
                "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()",
                "SELECT count(*) FROM information_schema.columns
                 WHERE table_schema = current_schema() AND table_name = 'meta' AND column_name IN ('key', 'value')",
            ),
        }
    }

    /// Begins a transaction that will write. On SQLite it takes the write lock at once; on PostgreSQL reading the head for
    /// update does ([`Self::head_to_move`]), so that writers of several machines take turns, batch by batch.
    pub(crate) fn begin(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => statement::execute(conn, "BEGIN IMMEDIATE", &[]).map(|_changed| ()),
            Self::Postgres(session) => session.begin("BEGIN"),
        }
    }

    /// Keeps everybody else from appending until the transaction ends, however long that is. On SQLite it does already.
    pub(crate) fn hold_head(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(session) => session.batch(
                "SET LOCAL idle_in_transaction_session_timeout = 0; SELECT next FROM head WHERE id = 1 FOR UPDATE",
            ),
        }
    }

    /// Lets the transaction last, however long nothing is said in it.
    pub(crate) fn hold_open(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(session) => session.batch("SET LOCAL idle_in_transaction_session_timeout = 0"),
        }
    }

    /// Many rows of a table follow; answers the statement that [`Self::put_row`] wants.
    pub(crate) fn begin_rows(&mut self, table: &str, columns: &[String]) -> Result<String, DbError> {
        let names = columns.join(", ");
        match self {
            Self::Sqlite(_) => {
                let places: Vec<String> = (1..=columns.len()).map(|nth| format!("${nth}")).collect();
                Ok(format!("INSERT INTO {table}({names}) VALUES({})", places.join(", ")))
            }
            Self::Postgres(session) => {
                session.begin_copy(table, &names)?;
                Ok(String::new())
            }
        }
    }

    /// One of the rows.
    pub(crate) fn put_row(&mut self, insert: &str, values: &[Param<'_>]) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => statement::execute(conn, insert, values).map(|_one| ()),
            Self::Postgres(session) => session.copy_row(values),
        }
    }

    /// No more rows of the table follow.
    pub(crate) fn end_rows(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(session) => session.end_copy(),
        }
    }

    /// Within long work that is of use only as a whole: what a file has taken so far leaves the memory. A server needs no such
    /// pause, and undoes all of it when we are cut off.
    pub(crate) fn breathe(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(_) => self.commit().and_then(|()| self.begin()),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Begins a transaction in which all reads see the same moment.
    pub(crate) fn begin_reading(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => statement::batch(conn, "BEGIN"),
            Self::Postgres(session) => session.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
        }
    }

    /// The head as the last writer left it, held until this transaction ends.
    pub(crate) fn head_to_move(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SELECT next, last_at FROM head WHERE id = 1",
            Self::Postgres(_) => "SELECT next, last_at FROM head WHERE id = 1 FOR UPDATE",
        }
    }

    /// Commits; on PostgreSQL a transaction in which a statement failed is refused instead of being rolled back in silence.
    pub(crate) fn commit(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => statement::execute(conn, "COMMIT", &[]).map(|_changed| ()),
            Self::Postgres(session) => session.commit(),
        }
    }

    /// Undoes the transaction, if one is open.
    pub(crate) fn roll_back(&mut self) -> Result<(), DbError> {
        match self {
            // SQLite has rolled back by itself after some errors, such as a full disk.
            Self::Sqlite(conn) if conn.is_autocommit() => Ok(()),
            Self::Sqlite(conn) => statement::batch(conn, "ROLLBACK"),
            Self::Postgres(session) => session.roll_back(),
        }
    }

    /// Marks a place to come back to within a transaction.
    pub(crate) fn savepoint(&mut self, name: &str) -> Result<(), DbError> {
        self.batch(&format!("SAVEPOINT {name}"))
    }

    /// Undoes what was done since the place, which stays.
    pub(crate) fn back_to(&mut self, name: &str) -> Result<(), DbError> {
        self.batch(&format!("ROLLBACK TO SAVEPOINT {name}"))?;
        if let Self::Postgres(session) = self {
            session.mend();
        }
        Ok(())
    }

    /// Forgets the place; what was done stays.
    pub(crate) fn release(&mut self, name: &str) -> Result<(), DbError> {
        self.batch(&format!("RELEASE SAVEPOINT {name}"))
    }

    /// Whether no transaction is open.
    pub(crate) fn is_idle(&self) -> bool {
        match self {
            Self::Sqlite(conn) => conn.is_autocommit(),
            Self::Postgres(session) => session.is_idle(),
        }
    }

    /// Folds the write-ahead log into the file; the server has its own way.
    pub(crate) fn fold(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => statement::batch(conn, "PRAGMA wal_checkpoint(TRUNCATE)"),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Writes all anew without what is no longer used; must stand in no transaction.
    pub(crate) fn compact(&mut self, tables: &[String]) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => {
                // First what readers may still hold in the log, then the file, then what that wrote to the log.
                statement::batch(conn, "PRAGMA wal_checkpoint(TRUNCATE)")?;
                statement::batch(conn, "VACUUM")?;
                statement::batch(conn, "PRAGMA wal_checkpoint(TRUNCATE)")
            }
            Self::Postgres(session) => {
                session.batch("VACUUM events")?;
                let own = ["keys", "files"].into_iter();
                own.chain(tables.iter().map(String::as_str))
                    .try_for_each(|t| session.batch(&format!("VACUUM FULL {t}")))
            }
        }
    }

    /// Whether what is at the other end can go away and be replaced by another.
    pub(crate) fn may_be_lost(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Whether the server is gone, or takes no writes any more, so that another has to be found.
    pub(crate) fn is_lost(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Postgres(session) => session.is_lost(),
        }
    }
}

/// A name that no other writer has.
pub(crate) const NEW_NAME: &str = "SELECT CAST(gen_random_uuid() AS TEXT)";

/// The text that creates tables, as PostgreSQL has it: the shared text knows `BLOB`, the key of a row, and tables without
/// one. Text is compared byte by byte, as SQLite does, whatever the language of the server.
fn for_postgres(tables: &str) -> String {
    tables
        .replace("INTEGER PRIMARY KEY", "BIGINT PRIMARY KEY")
        .replace(" WITHOUT ROWID", "")
        .replace(" BLOB", " BYTEA")
        .replace(" TEXT", " TEXT COLLATE \"C\"")
}
