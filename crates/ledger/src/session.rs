//! A session with a PostgreSQL server: statements prepared once and kept, errors in the words of the ledger.
//!
//! The driver is asynchronous and whoever calls is a thread: one thread of the program drives all connections, also those
//! that nobody waits for, and each caller sleeps until its answer is there. Not here: the tables (`schema`), when to
//! connect (`pool`, `writer`).

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::{Pin, pin};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::error::SqlState;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls, Socket, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::{DbError, LedgerError};
use crate::tls::Asked;
use crate::value::{Param, Row};

/// Prepared statements that a session keeps; above, all are dropped and prepared anew.
const STATEMENTS_MAX: usize = 512;
/// A transaction that holds the head and does nothing for so long is ended by the server, so that a machine which was cut
/// off keeps nobody from writing.
const IDLE_WHILE_WRITING: &str = "2s";
/// Whoever writes finds its rows by their keys. A plan that was made while the tables were small, and reads them as a whole,
/// would be kept while they grow.
const BY_KEY: &str = "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off";
/// The end of transactions that only read, which keep nobody from anything but tidying up.
const IDLE_WHILE_READING: &str = "1h";
/// A host that does not answer is passed over after so long, and the next of the address is asked.
const CONNECT_WAIT: Duration = Duration::from_secs(2);
/// A connection over which nothing comes back is given up after so long: the other machine lost its power, or the line is cut.
const SILENCE_MAX: Duration = Duration::from_secs(10);
/// Silence after which we ask whether the other side is still there, how often, and how far apart.
const ASKED_AFTER: Duration = Duration::from_secs(4);
const ASKED_EVERY: Duration = Duration::from_secs(2);
const ASKED_TIMES: u32 = 3;
/// Where a server listens that says nothing else.
const USUAL_PORT: u16 = 5432;
/// Rows handed on at a time.
const ROWS_AT_ONCE: usize = 256;

/// Drives all connections of the program.
static RUNTIME: LazyLock<Result<Runtime, String>> = LazyLock::new(|| {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(1).thread_name("ledger-postgres").enable_all().build().map_err(|error| error.to_string())
});

/// Wakes a thread that waits for an answer.
struct Sleeper(Thread);

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Sleeps until the answer is there. Unlike a runtime's own way of waiting this may be done on any thread.
pub(crate) fn wait<F: Future>(answer: F) -> F::Output {
    let mut answer = pin!(answer);
    let waker = Waker::from(Arc::new(Sleeper(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match answer.as_mut().poll(&mut context) {
            Poll::Ready(found) => return found,
            Poll::Pending => std::thread::park(),
        }
    }
}

/// A PostgreSQL database: where it is, and as whom to go there. What is shown of it never holds the password.
#[derive(Clone)]
pub struct Database {
    config: Config,
    /// `None` where the line is not encrypted.
    tls: Option<MakeRustlsConnect>,
    name: PathBuf,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.display().fmt(f)
    }
}

impl Database {
    /// Reads an address: `postgres://user@host:port/database`, or `host=… dbname=…`. A password in it comes before the
    /// one that is given beside it. `sslmode=require` encrypts the line, `sslmode=verify-full` also asks who is at its other end,
    /// by the authorities of the machine or of the file that `sslrootcert=` names.
    ///
    /// # Errors
    /// When it is no address, or names no host or no database.
    pub fn parse(address: &str, password: Option<&str>) -> Result<Self, LedgerError> {
        let asked = Asked::of(address);
        let tls = asked.connector().map_err(|what| wrong(&what))?;
        let mut config: Config = asked.rest.parse().map_err(|error: tokio_postgres::Error| wrong(&chain(&error)))?;
        let Some(database) = config.get_dbname() else { return Err(wrong("no database is named")) };
        let ports = config.get_ports().iter().chain(std::iter::repeat(&USUAL_PORT));
        let hosts: Vec<String> = config.get_hosts().iter().zip(ports).map(host).collect();
        if hosts.is_empty() {
            return Err(wrong("no host is named"));
        }
        let name = PathBuf::from(format!("postgres://{}/{database}", hosts.join(",")));
        if let (None, Some(password)) = (config.get_password(), password) {
            config.password(password);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_WAIT);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENCE_MAX);
        }
        config.keepalives_idle(ASKED_AFTER).keepalives_interval(ASKED_EVERY).keepalives_retries(ASKED_TIMES);
        if tls.is_some() {
            config.ssl_mode(SslMode::Require);
        }
        Ok(Self { config, tls, name })
    }

    /// The address without the password.
    pub(crate) fn name(&self) -> &Path {
        &self.name
    }

    /// A session that writes.
    pub(crate) fn connect(&self) -> Result<Session, DbError> {
        self.session(&format!("SET idle_in_transaction_session_timeout = '{IDLE_WHILE_WRITING}'; {BY_KEY}"))
    }

    /// A session that only reads.
    pub(crate) fn connect_to_read(&self) -> Result<Session, DbError> {
        self.session(&format!(
            "SET idle_in_transaction_session_timeout = '{IDLE_WHILE_READING}'; SET default_transaction_read_only = on"
        ))
    }

    fn session(&self, settings: &str) -> Result<Session, DbError> {
        let unreachable = |message| DbError::Unreachable { database: self.name.clone(), message };
        let runtime = RUNTIME.as_ref().map_err(|error| unreachable(error.clone()))?;
        let connected = match &self.tls {
            None => started(runtime, &self.config, NoTls),
            Some(tls) => started(runtime, &self.config, tls.clone()),
        };
        let client = connected.map_err(|error| unreachable(told(&error)))?;
        let (name, kept) = (self.name.clone(), HashMap::new());
        let mut session = Session { client, name, kept, transaction: Transaction::None, copying: None, gone: false };
        session.batch(settings)?;
        Ok(session)
    }
}

/// A client, and its connection on its way.
fn started<T>(runtime: &Runtime, config: &Config, tls: T) -> Result<Client, tokio_postgres::Error>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
{
    let (client, connection) = {
        let _entered = runtime.enter();
        wait(config.connect(tls))?
    };
    // It ends with the session, or says through each of its statements why it ended before.
    drop(runtime.spawn(connection));
    Ok(client)
}

/// What went wrong, and what to do about a line that cannot be encrypted as it should.
fn told(error: &tokio_postgres::Error) -> String {
    let what = chain(error);
    if what.contains("server does not support TLS") {
        return format!(
            "{what}: máy chủ không mã hóa đường truyền, hãy đặt ssl = on trong postgresql.conf hoặc bỏ sslmode / the server \
             does not encrypt, set ssl = on in postgresql.conf or take sslmode away"
        );
    }
    if what.contains("certificate") {
        return format!(
            "{what}: không tin được chứng thư của máy chủ, hãy xem sslrootcert và tên máy chủ / the server's certificate is \
             not believed, look at sslrootcert and at the name of the host"
        );
    }
    what
}

fn wrong(what: &str) -> LedgerError {
    LedgerError::Address(what.to_owned())
}

/// A host, with its port where it is not the usual one.
fn host((host, port): (&Host, &u16)) -> String {
    let port = if *port == USUAL_PORT { String::new() } else { format!(":{port}") };
    match host {
        Host::Tcp(name) => format!("{name}{port}"),
        #[cfg(unix)]
        Host::Unix(path) => format!("{}{port}", path.display()),
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
    /// Rows on their way into a table.
    copying: Option<Pin<Box<BinaryCopyInWriter>>>,
    /// The connection is of no more use: it broke, or the server ends, or it is no longer the primary.
    gone: bool,
}

impl Session {
    pub(crate) fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, DbError> {
        let statement = self.prepare(sql, params)?;
        let done = wait(self.client.execute_raw(&statement, params.iter().map(dynamic)));
        self.noted(sql, done)
    }

    pub(crate) fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        let statement = self.prepare(sql, params)?;
        let rows = wait(self.client.query_raw(&statement, params.iter().map(dynamic)));
        // A long answer never stands in memory as a whole, and what is done with a row may ask another session.
        let mut rows = Box::pin(self.noted(sql, rows)?.ready_chunks(ROWS_AT_ONCE));
        while let Some(some) = wait(rows.next()) {
            for row in some {
                each(&Row::of_postgres(&self.noted(sql, row)?))?;
            }
        }
        Ok(())
    }

    /// Names of the columns that a query gives.
    pub(crate) fn columns(&mut self, sql: &str) -> Result<Vec<String>, DbError> {
        let statement = self.prepare(sql, &[])?;
        Ok(statement.columns().iter().map(|column| column.name().to_owned()).collect())
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        let done = wait(self.client.batch_execute(sql));
        self.noted(sql, done)
    }

    /// Creates tables that are not there yet. Several may do so at the same moment, and the server lets only one: the
    /// others are told that it is locked, and ask again.
    pub(crate) fn create(&mut self, tables: &str) -> Result<(), DbError> {
        let twice = [SqlState::UNIQUE_VIOLATION, SqlState::DUPLICATE_TABLE, SqlState::DUPLICATE_OBJECT];
        let done = wait(self.client.batch_execute(tables));
        if done.as_ref().err().and_then(|error| error.code()).is_some_and(|code| twice.contains(code)) {
            self.transaction = Transaction::Failed;
            return Err(DbError::Locked { file: self.name.clone() });
        }
        self.noted(tables, done)
    }

    /// Rows of these columns follow, by the server's own way of taking many.
    pub(crate) fn begin_copy(&mut self, table: &str, columns: &str) -> Result<(), DbError> {
        let types = self.prepare(&format!("SELECT {columns} FROM {table} LIMIT 0"), &[])?;
        let types: Vec<Type> = types.columns().iter().map(|column| column.type_().clone()).collect();
        let sql = format!("COPY {table}({columns}) FROM STDIN (FORMAT binary)");
        let sink = wait(self.client.copy_in(&sql));
        self.copying = Some(Box::pin(BinaryCopyInWriter::new(self.noted(&sql, sink)?, &types)));
        Ok(())
    }

    /// One of them; there must be as many values as columns.
    pub(crate) fn copy_row(&mut self, values: &[Param<'_>]) -> Result<(), DbError> {
        let Some(copying) = &mut self.copying else { return Err(DbError::Caller("no rows were begun".to_owned())) };
        let written = wait(copying.as_mut().write_raw(values.iter().map(dynamic)));
        self.noted("COPY", written)
    }

    /// All rows are there.
    pub(crate) fn end_copy(&mut self) -> Result<(), DbError> {
        let Some(mut copying) = self.copying.take() else { return Ok(()) };
        let done = wait(copying.as_mut().finish());
        self.noted("COPY", done).map(|_rows| ())
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

    /// The types of the values are told, not guessed by the server from the text. Where the first one is NULL it guesses.
    fn prepare(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Statement, DbError> {
        if let Some(known) = self.kept.get(sql) {
            return Ok(known.clone());
        }
        let types: Vec<Type> = params.iter().map(type_of).collect();
        self.prepared(sql, &types)
    }

    /// The statement, kept for the next time. Types that are not told the server infers.
    pub(crate) fn prepared(&mut self, sql: &str, types: &[Type]) -> Result<Statement, DbError> {
        if let Some(known) = self.kept.get(sql) {
            return Ok(known.clone());
        }
        if self.kept.len() >= STATEMENTS_MAX {
            self.kept.clear();
        }
        let prepared = wait(self.client.prepare_typed(sql, types));
        let statement = self.noted(sql, prepared)?;
        self.kept.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    fn noted<T>(&mut self, sql: &str, done: Result<T, tokio_postgres::Error>) -> Result<T, DbError> {
        done.map_err(|error| self.failed(sql, &error))
    }

    /// Notes what a failure says of the session.
    pub(crate) fn failed(&mut self, sql: &str, error: &tokio_postgres::Error) -> DbError {
        if self.transaction == Transaction::Open {
            self.transaction = Transaction::Failed;
        }
        self.gone |= says_farewell(error);
        failure(&self.name, sql, error)
    }
}

fn type_of(param: &Param<'_>) -> Type {
    match param {
        Param::Null => Type::UNKNOWN,
        Param::Int(_) => Type::INT8,
        Param::Text(_) => Type::TEXT,
        Param::Blob(_) => Type::BYTEA,
    }
}

/// As the driver takes its parameters.
fn dynamic<'p>(param: &'p Param<'_>) -> &'p (dyn ToSql + Sync) {
    param
}

/// Whether no more can be done over the connection: it broke, or the server ends it, or it takes no writes any more.
fn says_farewell(error: &tokio_postgres::Error) -> bool {
    error.code().is_none_or(|code| {
        *code == SqlState::READ_ONLY_SQL_TRANSACTION
            || ["08", "57P", "25P03"].iter().any(|class| code.code().starts_with(class))
    })
}

/// What the server says, with its causes.
fn chain(error: &tokio_postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}

fn failure(name: &Path, sql: &str, error: &tokio_postgres::Error) -> DbError {
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
        // The connection, or a server that goes down or ends sessions.
        Some(code) if ["08", "57P", "25P03"].iter().any(|class| code.code().starts_with(class)) => {
            DbError::Unreachable { database: file, message }
        }
        Some(_) => DbError::Statement { sql: sql.to_owned(), message },
        // Without a code the connection itself failed, or was never made.
        None => DbError::Unreachable { database: file, message },
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
