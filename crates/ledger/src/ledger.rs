//! The ledger as callers hold it: opening, submitting, reading, closing. Cheap to clone; the last one closes it.
//!
//! Not here: the writer's work (`writer`, `commit`), the tables (`schema`).

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Instant;

use crate::error::{DbError, LedgerError};
use crate::faults::Faults;
use crate::folder::KeyFolder;
use crate::keyring::{Found, GENERATION, Keyring, Sealer, Sealing};
use crate::mark::Mark;
use crate::plan::{Answer, Plan, StoredFile, Tx};
use crate::pool::Pool;
use crate::random::Random;
use crate::reader::Reader;
use crate::schema::{Place, Wanted, meta};
use crate::session::Database;
use crate::writer::{Job, WaitingPlan, WaitingSide, Writer};
use crate::{FILE_NAME, seal};

/// Jobs that may wait for the writer; whoever submits more waits for a place.
pub const QUEUE_JOBS_MAX: usize = 4_096;

/// A good size for [`Config::batch_max`], in plans: larger batches gain little and make everybody wait longer.
pub const BATCH_PLANS_MAX: usize = 1_024;

/// Work outside the ledger: sessions, passwords, cursors of followers. Called once.
pub type SideWork = Box<dyn FnOnce(&mut dyn Tx) -> Result<(), DbError> + Send>;

/// How a ledger is opened.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data folder; created when absent.
    pub dir: PathBuf,
    /// A PostgreSQL database that holds the ledger; without, it is a file in the folder.
    pub database: Option<Database>,
    /// Name of the ledger; empty takes the stored one.
    pub origin: String,
    /// Text that creates the caller's tables where they do not exist.
    pub schema: &'static str,
    /// Version of the caller's tables.
    pub schema_version: i64,
    /// Most plans that are committed at once; at least 1. See [`BATCH_PLANS_MAX`].
    pub batch_max: usize,
    /// The instant that the opener vouches for, UTC microseconds: acts up to [`crate::CLOCK_AHEAD_MICROS_MAX`] after it
    /// are taken, however long ago the last record was made. `i64::MAX` where time is made up.
    pub vouched: Option<i64>,
    /// How bodies and files are sealed; without, a new ledger is not sealed, and a sealed one takes nothing new.
    pub sealing: Option<Sealing>,
    /// Makes store calls fail, for tests.
    pub faults: Option<Faults>,
}

fn place(dir: &Path, database: Option<&Database>) -> Place {
    match database {
        Some(database) => Place::Server(Box::new(database.clone())),
        None => Place::File(dir.join(FILE_NAME)),
    }
}

/// Where the ledger stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Position of the next record; the first of all is 1.
    pub next: u64,
    /// Latest instant of recording, UTC microseconds; `None` while it is empty.
    pub last_at: Option<i64>,
}

/// An open ledger. When the last clone is dropped, what is queued is still committed, and the file is closed.
#[derive(Clone)]
pub struct Ledger {
    inner: Arc<Inner>,
}

struct Inner {
    origin: String,
    random: Option<Random>,
    schema_before: Option<i64>,
    pool: Arc<Pool>,
    /// `None` when opened to read.
    queue: Option<SyncSender<Job>>,
    /// Jobs sent and not yet taken by the writer.
    waiting: Arc<AtomicUsize>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Ledger {
    /// Opens the folder for reading and writing; creates it and the file when absent. Several processes may write.
    ///
    /// # Errors
    /// When the folder holds something newer, something else or another ledger, or the system refuses.
    pub fn open(config: Config) -> Result<Self, LedgerError> {
        let failed =
            |error: std::io::Error| LedgerError::Storage { file: config.dir.clone(), message: error.to_string() };
        std::fs::create_dir_all(&config.dir).map_err(failed)?;
        let place = place(&config.dir, config.database.as_ref());
        let wanted = Wanted { origin: &config.origin, schema: config.schema, schema_version: config.schema_version };
        let own = || KeyFolder::of(&config.dir, None);
        let keyring =
            Arc::new(Keyring::new(config.sealing.as_ref().map_or_else(own, |sealing| sealing.keys.clone()), true));
        let is_sealed = Cell::new(false);
        let (mut conn, found) = place.open_writer(&wanted, &|conn| match &config.sealing {
            Some(sealing) => keyring.settle(conn, &sealing.random),
            None => {
                is_sealed.set(meta(conn, GENERATION)?.is_some());
                Ok(())
            }
        })?;
        let mark = Mark::new(&mut conn)?;
        let random = config.sealing.as_ref().map(|sealing| sealing.random.clone());
        let seals = random.is_some() || is_sealed.get();
        let sealer = seals.then(|| Sealer::new(Arc::clone(&keyring), random.clone()));
        let (queue, jobs) = sync_channel(QUEUE_JOBS_MAX);
        let waiting = Arc::new(AtomicUsize::new(0));
        let pace = (config.batch_max, config.vouched);
        let writer = Writer::new(conn, mark, place.clone(), sealer, config.faults, pace, Arc::clone(&waiting));
        let builder = std::thread::Builder::new().name("ledger-writer".to_owned());
        let thread = builder.spawn(move || writer.run(&jobs)).map_err(failed)?;
        Ok(Self {
            inner: Arc::new(Inner {
                origin: found.origin,
                random,
                schema_before: found.schema_version,
                pool: Arc::new(Pool::new(place, keyring)),
                queue: Some(queue),
                waiting,
                thread: Mutex::new(Some(thread)),
            }),
        })
    }

    /// Opens the folder to read only, also while another process writes; whatever is submitted is refused.
    ///
    /// # Errors
    /// When there is no ledger, or a newer one, or it cannot be read.
    pub fn read_only(dir: &Path) -> Result<Self, LedgerError> {
        Self::read_only_with(dir, None, None)
    }

    /// The same where the ledger stands in a database, or its keys folder elsewhere. Without its master key all but bodies and
    /// files can be read.
    ///
    /// # Errors
    /// As [`Self::read_only`].
    pub fn read_only_with(dir: &Path, database: Option<&Database>, keys: Option<&Path>) -> Result<Self, LedgerError> {
        let place = place(dir, database);
        if let Place::File(file) = &place
            && !file.exists()
        {
            return Err(LedgerError::Missing { file: file.clone() });
        }
        let keyring = Arc::new(Keyring::new(KeyFolder::of(dir, keys), false));
        let pool = Arc::new(Pool::new(place, keyring));
        let found = pool.take()?.check()?;
        let (origin, schema_before) = (found.origin, found.schema_version);
        let (waiting, thread) = (Arc::default(), Mutex::new(None));
        Ok(Self { inner: Arc::new(Inner { origin, random: None, schema_before, pool, queue: None, waiting, thread }) })
    }

    /// Name of the ledger.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.inner.origin
    }

    /// Version of the caller's tables that the file had before it was opened; `None` for a new ledger. One that opened to
    /// read refuses what it does not know.
    ///
    /// It says nothing about whether the caller's tables were brought up to that version: opening to write notes the new
    /// version at once, and whoever is cut off before the tables are rebuilt finds it noted the next time. A caller that
    /// rebuilds keeps a version of its own, written in the same transaction as the last of its rows.
    #[must_use]
    pub fn schema_before(&self) -> Option<i64> {
        self.inner.schema_before
    }

    /// Queues a plan; waits only while the queue is full.
    #[must_use = "the answer says whether the plan was recorded"]
    pub fn submit(&self, plan: Box<dyn Plan>) -> Ticket {
        let (reply, receiver) = sync_channel(1);
        let failed = reply.clone();
        let sealed = plan.files().iter().map(|file| self.sealed(file)).collect();
        let since = Instant::now();
        if let Err(error) = self.queue(Job::Plan(WaitingPlan { plan, sealed, since, reply, answer: None })) {
            // The channel has room for one, and this is the only one.
            let _ = failed.send(Err(error));
        }
        Ticket { receiver }
    }

    /// A file as it will be stored: sealed here, by whoever brings it, so that the writer does not hold up everybody for it.
    /// `None` where that is the writer's: the stream has no key yet, or it could not be read.
    fn sealed(&self, file: &StoredFile) -> Option<Vec<u8>> {
        self.inner.random.as_ref()?;
        let (keyring, mut key) = (self.keyring(), None);
        let sql = "SELECT wrapped, master FROM keys WHERE stream = $1";
        let looked = self.reader().ok()?.query(sql, &[(&file.stream).into()], &mut |row| {
            if let Found::Wrapped(wrapped, generation) = Found::of(row.blob_opt(0)?, row.int_opt(1)?) {
                key = Some(keyring.open_key(&file.stream, (wrapped, generation))?);
            }
            Ok(())
        });
        let (Ok(()), Some(key)) = (looked, key) else { return None };
        let mut bytes = file.bytes.clone();
        key.seal(seal::Place::file(&file.stream, &file.sha256), &mut bytes).ok().map(|()| bytes)
    }

    /// Queues a plan and waits until it is durable.
    ///
    /// # Errors
    /// When it could not be recorded; nothing of it has happened then.
    pub fn append(&self, plan: Box<dyn Plan>) -> Result<Answer, LedgerError> {
        self.submit(plan).wait()
    }

    /// Does work outside the ledger in the writer's transaction, and waits until it is durable.
    ///
    /// # Errors
    /// When the work or the store fails; nothing of it has happened then.
    pub fn side(&self, work: SideWork) -> Result<(), LedgerError> {
        let (reply, receiver) = sync_channel(1);
        self.queue(Job::Side(WaitingSide { work: Some(work), reply, answer: Ok(()) }))?;
        receiver.recv().unwrap_or(Err(LedgerError::Closed))
    }

    /// The same for long work over the whole ledger: nobody appends meanwhile, not even from another machine.
    ///
    /// # Errors
    /// As [`Self::side`].
    pub fn alone(&self, work: SideWork) -> Result<(), LedgerError> {
        let (reply, receiver) = sync_channel(1);
        self.queue(Job::Alone(WaitingSide { work: Some(work), reply, answer: Ok(()) }))?;
        receiver.recv().unwrap_or(Err(LedgerError::Closed))
    }

    /// A connection to read with; it goes back to the pool when dropped. Waits a while when all are in use.
    ///
    /// # Errors
    /// When none comes free, or a new one cannot be opened.
    pub fn reader(&self) -> Result<Reader, LedgerError> {
        self.inner.pool.take()
    }

    /// Rewrites what the database keeps, so that nothing of what was erased is left in pages that are no longer used. Named
    /// are the caller's tables. Takes as long as copying the ledger; whoever writes waits for it.
    ///
    /// # Errors
    /// When the ledger was opened to read, another holds the lock, or storage says no; nothing is lost then.
    pub fn compact(&self, tables: Vec<String>) -> Result<(), LedgerError> {
        let (reply, receiver) = sync_channel(1);
        self.queue(Job::Compact { tables, reply })?;
        receiver.recv().unwrap_or(Err(LedgerError::Closed))
    }

    pub(crate) fn keyring(&self) -> Arc<Keyring> {
        self.inner.pool.keyring()
    }

    /// `None` where nothing new is sealed.
    pub(crate) fn random(&self) -> Option<Random> {
        self.inner.random.clone()
    }

    /// Where the ledger stands now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn head(&self) -> Result<Head, LedgerError> {
        Ok(self.reader()?.head()?)
    }

    /// Jobs that wait for the writer, of at most [`QUEUE_JOBS_MAX`].
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.inner.waiting.load(Ordering::Relaxed).min(QUEUE_JOBS_MAX)
    }

    fn queue(&self, job: Job) -> Result<(), LedgerError> {
        match &self.inner.queue {
            Some(queue) => {
                self.inner.waiting.fetch_add(1, Ordering::Relaxed);
                queue.send(job).map_err(|_gone| {
                    self.inner.waiting.fetch_sub(1, Ordering::Relaxed);
                    LedgerError::Closed
                })
            }
            None => Err(LedgerError::ReadOnly { file: self.inner.pool.place().to_owned() }),
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.queue = None;
        let thread = self.thread.get_mut().ok().and_then(Option::take);
        // A plan may hold the last clone; the writer's thread cannot wait for itself.
        if let Some(thread) = thread
            && thread.thread().id() != std::thread::current().id()
            && thread.join().is_err()
        {
            tracing::error!("the ledger's writer ended with a panic");
        }
    }
}

/// A plan on its way to the disk.
pub struct Ticket {
    receiver: Receiver<Result<Answer, LedgerError>>,
}

impl Ticket {
    /// Waits until the plan is durable, or refused.
    ///
    /// # Errors
    /// When it could not be recorded; nothing of it has happened then.
    pub fn wait(self) -> Result<Answer, LedgerError> {
        self.receiver.recv().unwrap_or(Err(LedgerError::Closed))
    }
}
