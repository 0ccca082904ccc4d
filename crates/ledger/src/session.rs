//! A session with a PostgreSQL server: statements prepared once and kept, errors in the words of the ledger.
//!
//! Not here: the tables (`schema`), when to connect (`pool`, `writer`).

use std::collections::HashMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;

use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use crate::error::DbError;
use crate::value::{Param, Row};

/// Prepared statements that a session keeps; above, all are dropped and prepared anew.
const STATEMENTS_MAX: usize = 512;
/// A transaction that does nothing for so long is ended by the server, so that a machine which was cut off holds no lock.
const IDLE_IN_TRANSACTION: &str = "SET idle_in_transaction_session_timeout = '2s'";

/// A host that does not answer is passed over after so long, and the next of the address is asked.
const CONNECT_WAIT: Duration = Duration::from_secs(2);
/// A connection over which nothing comes back is given up after so long: the other machine lost its power, or the line is cut.
const SILENCE_MAX: Duration = Duration::from_secs(10);
/// Silence after which we ask whether the other side is still there, how often, and how far apart.
const ASKED_AFTER: Duration = Duration::from_secs(4);
const ASKED_EVERY: Duration = Duration::from_secs(2);
const ASKED_TIMES: u32 = 3;

/// Where a server is, and as whom to go there.
#[derive(Clone)]
pub(crate) struct Server {
    config: Config,
    name: PathBuf,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.name.fmt(f)
    }
}

impl Server {
    /// Reads a connection string: `postgres://user@host:port/database`, or `host=… dbname=…`.
    pub(crate) fn parse(text: &str) -> Result<Self, DbError> {
        let mut config: Config = text.parse().map_err(|error: postgres::Error| DbError::Address(chain(&error)))?;
        let Some(database) = config.get_dbname() else {
            return Err(DbError::Address("no database is named".to_owned()));
        };
        let hosts: Vec<String> = config.get_hosts().iter().map(host).collect();
        if hosts.is_empty() {
            return Err(DbError::Address("no host is named".to_owned()));
        }
        // What is shown of it never holds the password.
        let name = PathBuf::from(format!("postgres://{}/{database}", hosts.join(",")));
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_WAIT);
        }
        config.tcp_user_timeout(SILENCE_MAX);
        config.keepalives_idle(ASKED_AFTER).keepalives_interval(ASKED_EVERY).keepalives_retries(ASKED_TIMES);
        Ok(Self { config, name })
    }

    /// The address without the password.
    pub(crate) fn name(&self) -> &PathBuf {
        &self.name
    }

    pub(crate) fn connect(&self) -> Result<Session, DbError> {
        let client = self.config.connect(NoTls).map_err(|error| failure(&self.name, "connect", &error))?;
        let (name, kept) = (self.name.clone(), HashMap::new());
        let mut session = Session { client, name, kept, transaction: Transaction::None, gone: false };
        session.batch(IDLE_IN_TRANSACTION)?;
        Ok(session)
    }
}

fn host(host: &postgres::config::Host) -> String {
    match host {
        postgres::config::Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        postgres::config::Host::Unix(path) => path.display().to_string(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Transaction {
    None,
    Open,
    /// A statement failed in it: the server takes no more.
    Failed,
}

/// An open session.
pub(crate) struct Session {
    client: Client,
    name: PathBuf,
    kept: HashMap<String, Statement>,
    transaction: Transaction,
    /// The connection is of no more use: it broke, or the server ends, or it is no longer the primary.
    gone: bool,
}

impl Session {
    pub(crate) fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, DbError> {
        let statement = self.prepare(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(dynamic).collect();
        let done = self.client.execute(&statement, &params);
        self.noted(sql, done)
    }

    pub(crate) fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        let statement = self.prepare(sql)?;
        match stream(&mut self.client, &statement, params, each)? {
            None => Ok(()),
            Some(error) => self.noted(sql, Err(error)),
        }
    }

    /// Names of the columns that a query gives.
    pub(crate) fn columns(&mut self, sql: &str) -> Result<Vec<String>, DbError> {
        let statement = self.prepare(sql)?;
        Ok(statement.columns().iter().map(|column| column.name().to_owned()).collect())
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        let done = self.client.batch_execute(sql);
        self.noted(sql, done)
    }

    /// Creates tables that are not there yet. Several may do so at the same moment, and the server lets only one: the
    /// others are told that it is locked, and ask again.
    pub(crate) fn create(&mut self, tables: &str) -> Result<(), DbError> {
        let twice = [SqlState::UNIQUE_VIOLATION, SqlState::DUPLICATE_TABLE, SqlState::DUPLICATE_OBJECT];
        let done = self.client.batch_execute(tables);
        if done.as_ref().err().and_then(|error| error.code()).is_some_and(|code| twice.contains(code)) {
            self.transaction = Transaction::Failed;
            return Err(DbError::Locked { file: self.name.clone() });
        }
        self.noted(tables, done)
    }

    pub(crate) fn begin(&mut self, sql: &str) -> Result<(), DbError> {
        self.batch(sql)?;
        self.transaction = Transaction::Open;
        Ok(())
    }

    pub(crate) fn commit(&mut self) -> Result<(), DbError> {
        if self.transaction == Transaction::Failed {
            let message = "a statement of this transaction had failed".to_owned();
            return Err(DbError::Statement { sql: "COMMIT".to_owned(), message });
        }
        self.batch("COMMIT")?;
        self.transaction = Transaction::None;
        Ok(())
    }

    pub(crate) fn roll_back(&mut self) -> Result<(), DbError> {
        if self.transaction == Transaction::None {
            return Ok(());
        }
        self.batch("ROLLBACK")?;
        self.transaction = Transaction::None;
        Ok(())
    }

    /// After going back to a savepoint the server takes statements again.
    pub(crate) fn mend(&mut self) {
        if self.transaction == Transaction::Failed {
            self.transaction = Transaction::Open;
        }
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.transaction == Transaction::None
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.gone || self.client.is_closed()
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement, DbError> {
        if let Some(known) = self.kept.get(sql) {
            return Ok(known.clone());
        }
        if self.kept.len() >= STATEMENTS_MAX {
            self.kept.clear();
        }
        let prepared = self.client.prepare(sql);
        let statement = self.noted(sql, prepared)?;
        self.kept.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn noted<T>(&mut self, sql: &str, done: Result<T, postgres::Error>) -> Result<T, DbError> {
        done.map_err(|error| {
            if self.transaction == Transaction::Open {
                self.transaction = Transaction::Failed;
            }
            self.gone |= says_farewell(&error);
            failure(&self.name, sql, &error)
        })
    }
}

/// Rows one by one, so that a long answer never stands in memory as a whole. The inner error is the server's.
fn stream(
    client: &mut Client,
    statement: &Statement,
    params: &[Param<'_>],
    each: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>,
) -> Result<Option<postgres::Error>, DbError> {
    let params = params.iter().map(dynamic);
    let mut rows = match client.query_raw(statement, params) {
        Ok(rows) => rows,
        Err(error) => return Ok(Some(error)),
    };
    loop {
        match rows.next() {
            Ok(Some(row)) => each(&Row::of_postgres(&row))?,
            Ok(None) => return Ok(None),
            Err(error) => return Ok(Some(error)),
        }
    }
}

/// As the driver takes its parameters.
fn dynamic<'p>(param: &'p Param<'_>) -> &'p (dyn ToSql + Sync) {
    param
}

/// Whether no more can be done over the connection: it broke, or the server ends it, or it takes no writes any more.
fn says_farewell(error: &postgres::Error) -> bool {
    error.code().is_none_or(|code| {
        *code == SqlState::READ_ONLY_SQL_TRANSACTION || ["08", "57P"].iter().any(|class| code.code().starts_with(class))
    })
}

/// What the server says, with its causes.
fn chain(error: &postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}

fn failure(name: &Path, sql: &str, error: &postgres::Error) -> DbError {
    let (file, message) = (name.to_owned(), chain(error));
    match error.code() {
        Some(code) if *code == SqlState::DISK_FULL => DbError::Full { file },
        Some(code) if *code == SqlState::LOCK_NOT_AVAILABLE || *code == SqlState::T_R_DEADLOCK_DETECTED => {
            DbError::Locked { file }
        }
        Some(code) if *code == SqlState::READ_ONLY_SQL_TRANSACTION || *code == SqlState::INSUFFICIENT_PRIVILEGE => {
            DbError::ReadOnly { file }
        }
        Some(code) if *code == SqlState::DATA_CORRUPTED || *code == SqlState::INDEX_CORRUPTED => {
            DbError::Storage { file, message }
        }
        Some(code) if code.code().starts_with("08") || code.code().starts_with("57P") => {
            DbError::Storage { file, message }
        }
        Some(_) => DbError::Statement { sql: sql.to_owned(), message },
        // Without a code the connection itself failed, or was never made.
        None => DbError::Storage { file, message },
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(value), &Type::INT4) => i32::try_from(*value)?.to_sql(ty, out),
            (Self::Int(value), &Type::INT2) => i16::try_from(*value)?.to_sql(ty, out),
            (Self::Int(value), _) => value.to_sql(&Type::INT8, out),
            (Self::Text(text), _) => text.to_sql(ty, out),
            (Self::Blob(bytes), _) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT2 | Type::INT4 | Type::INT8 | Type::TEXT | Type::VARCHAR | Type::BYTEA)
    }

    to_sql_checked!();
}
