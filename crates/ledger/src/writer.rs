//! The writer: one thread that takes what many callers planned and commits it in one transaction.
//!
//! A plan that fails never sinks others: the batch is rolled back and each of its plans is done again alone. Answers go
//! out after COMMIT has returned, never before. Not here: what a plan does inside the transaction (`commit`).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};
use std::time::Instant;

use crate::commit::{Commit, Scratch, Work};
use crate::engine::Conn;
use crate::error::{DbError, LedgerError};
use crate::faults::Faults;
use crate::gather::Gathered;
use crate::keyring::Sealer;
use crate::mark::Mark;
use crate::patience::Patience;
use crate::plan::{Answer, Plan};
use crate::schema::Place;
use crate::{Head, SideWork, statement};

/// A plan and whoever waits for it.
pub(crate) struct WaitingPlan {
    pub(crate) plan: Box<dyn Plan>,
    /// Its files as they will be stored, as far as they could be sealed before.
    pub(crate) sealed: Vec<Option<Vec<u8>>>,
    /// Since when.
    pub(crate) since: Instant,
    pub(crate) reply: SyncSender<Result<Answer, LedgerError>>,
    pub(crate) answer: Option<Result<Answer, LedgerError>>,
}

/// Work outside the ledger and whoever waits for it.
pub(crate) struct WaitingSide {
    pub(crate) work: Option<SideWork>,
    pub(crate) reply: SyncSender<Result<(), LedgerError>>,
    pub(crate) answer: Result<(), DbError>,
}

/// What comes through the queue.
pub(crate) enum Job {
    Plan(WaitingPlan),
    Side(WaitingSide),
    /// Done at once, between transactions.
    Compact {
        tables: Vec<String>,
        reply: SyncSender<Result<(), LedgerError>>,
    },
    /// With nobody else beside it.
    Alone(WaitingSide),
}

/// The writer's state between batches.
pub(crate) struct Writer {
    conn: Conn,
    place: Place,
    /// What the server keeps of the last batch; files are asked nothing.
    mark: Option<Mark>,
    /// `None` where nothing is sealed.
    sealer: Option<Sealer>,
    faults: Option<Faults>,
    batch_max: usize,
    vouched: Option<i64>,
    /// Jobs sent and not yet taken.
    waiting: Arc<AtomicUsize>,
    scratch: Scratch,
    gathered: Gathered,
    plans: Vec<WaitingPlan>,
    sides: Vec<WaitingSide>,
    alone: Vec<WaitingSide>,
}

/// Where a transaction failed.
enum Failure {
    /// It did not even begin; the next one would not either.
    Begin(DbError),
    /// Inside, or at its end.
    Inside(DbError),
}

impl Writer {
    pub(crate) fn new(
        conn: Conn,
        mark: Option<Mark>,
        place: Place,
        sealer: Option<Sealer>,
        faults: Option<Faults>,
        (batch_max, vouched): (usize, Option<i64>),
        waiting: Arc<AtomicUsize>,
    ) -> Self {
        let (scratch, gathered, batch_max) = (Scratch::default(), Gathered::default(), batch_max.max(1));
        let (plans, sides, alone) = (Vec::new(), Vec::new(), Vec::new());
        Self { conn, place, mark, sealer, faults, batch_max, vouched, waiting, scratch, gathered, plans, sides, alone }
    }

    /// Works until the last sender is gone and the queue is empty, then folds the write-ahead log into the file.
    pub(crate) fn run(mut self, jobs: &Receiver<Job>) {
        while let Ok(job) = jobs.recv() {
            self.take(job);
            while self.plans.len() + self.sides.len() < self.batch_max {
                let Ok(job) = jobs.try_recv() else { break };
                self.take(job);
            }
            self.do_plans();
            self.do_sides();
            self.do_alone();
        }
        // A reader of another process may hold the log; it is then folded in by whoever closes last.
        if let Err(error) = self.conn.fold() {
            tracing::warn!(%error, "the write-ahead log was not folded into the ledger file");
        }
    }

    fn take(&mut self, job: Job) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        match job {
            Job::Plan(waiting) => self.plans.push(waiting),
            Job::Side(waiting) => self.sides.push(waiting),
            Job::Compact { tables, reply } => {
                let _ = reply.send(self.conn.compact(&tables).map_err(LedgerError::from));
            }
            Job::Alone(waiting) => self.alone.push(waiting),
        }
    }

    fn do_plans(&mut self) {
        let mut plans = std::mem::take(&mut self.plans);
        if !plans.is_empty() {
            self.settle(&mut plans);
        }
        for waiting in plans.drain(..) {
            if let Some(answer) = waiting.answer {
                // Whoever asked may have stopped waiting.
                let _ = waiting.reply.send(answer);
            }
        }
        self.plans = plans;
    }

    /// Leaves an answer with every plan.
    fn settle(&mut self, plans: &mut [WaitingPlan]) {
        match self.attempt_again(plans) {
            Ok(()) => {}
            Err(Failure::Inside(error)) if plans.len() > 1 => {
                tracing::warn!(%error, plans = plans.len(), "a batch was rolled back; its plans are done one by one");
                self.settle_one_by_one(plans);
            }
            Err(Failure::Begin(error) | Failure::Inside(error)) => refuse(plans, &error),
        }
    }

    fn settle_one_by_one(&mut self, plans: &mut [WaitingPlan]) {
        let mut left = plans;
        while let Some((waiting, rest)) = left.split_first_mut() {
            left = rest;
            match self.attempt_again(std::slice::from_mut(waiting)) {
                Ok(()) => {}
                Err(Failure::Inside(error)) => refuse(std::slice::from_mut(waiting), &error),
                Err(Failure::Begin(error)) => {
                    // Each of the others would wait as long for the same lock.
                    refuse(std::slice::from_mut(waiting), &error);
                    return refuse(left, &error);
                }
            }
        }
    }

    /// One transaction over the plans; where the server goes away meanwhile, once more on the one that takes its place.
    fn attempt_again(&mut self, plans: &mut [WaitingPlan]) -> Result<(), Failure> {
        let patience = Patience::new();
        self.mark.iter_mut().for_each(Mark::next);
        loop {
            match self.attempt(plans) {
                Err(Failure::Begin(error) | Failure::Inside(error)) if self.conn.is_lost() && patience.wait() => {
                    tracing::warn!(%error, plans = plans.len(), "the server went away; the batch is done again");
                }
                other => return other,
            }
        }
    }

    fn attempt(&mut self, plans: &mut [WaitingPlan]) -> Result<(), Failure> {
        self.begin(Conn::begin)?;
        self.mark.iter_mut().for_each(Mark::sent);
        let work = Work { conn: &mut self.conn, faults: self.faults.as_ref(), gathered: &mut self.gathered };
        let head = Head { next: 1, last_at: None };
        if let Some(sealer) = &mut self.sealer {
            sealer.begin();
        }
        let sealer = self.sealer.as_mut();
        let mut commit = Commit { work, sealer, scratch: &mut self.scratch, head, vouched: self.vouched };
        let done = commit_all(&mut commit, self.mark.as_ref(), plans);
        let done = done.and_then(|()| commit.work.control(Conn::commit));
        done.map_err(|error| self.roll_back(error))?;
        if let Some(sealer) = &mut self.sealer {
            sealer.committed();
        }
        Ok(())
    }

    fn do_sides(&mut self) {
        if self.sides.is_empty() {
            return;
        }
        let mut sides = std::mem::take(&mut self.sides);
        let done = self.attempt_sides(&mut sides, Conn::begin);
        answer(&mut sides, done);
        self.sides = sides;
    }

    fn do_alone(&mut self) {
        for waiting in std::mem::take(&mut self.alone) {
            let mut one = vec![waiting];
            let done = self.attempt_sides(&mut one, |conn| conn.begin().and_then(|()| conn.hold_head()));
            answer(&mut one, done);
        }
    }

    /// One transaction over the side work. It can be called only once, so each stands behind a savepoint of its own
    /// instead of being done again.
    fn attempt_sides(
        &mut self,
        sides: &mut [WaitingSide],
        begin: fn(&mut Conn) -> Result<(), DbError>,
    ) -> Result<(), Failure> {
        self.begin(begin)?;
        let mut work = Work { conn: &mut self.conn, faults: self.faults.as_ref(), gathered: &mut self.gathered };
        let done = match sides {
            [alone] => call_side(alone, &mut work),
            many => many.iter_mut().try_for_each(|waiting| side_in_savepoint(waiting, &mut work)),
        };
        done.and_then(|()| work.control(Conn::commit)).map_err(|error| self.roll_back(error))
    }

    /// Begins a transaction, on a new connection where the old one is lost: the server was started anew, or another has
    /// taken its place.
    fn begin(&mut self, begin: fn(&mut Conn) -> Result<(), DbError>) -> Result<(), Failure> {
        if let (Some(faults), Conn::Sqlite(conn)) = (&self.faults, &self.conn) {
            limit_disk(conn, faults).map_err(Failure::Begin)?;
        }
        let patience = Patience::new();
        loop {
            while self.conn.is_lost() {
                match self.place.connect_again() {
                    Ok(conn) => self.conn = conn,
                    Err(error) if self.place.may_come_back(&error) && patience.wait() => {}
                    Err(error) => return Err(Failure::Begin(error)),
                }
            }
            let mut work = Work { conn: &mut self.conn, faults: self.faults.as_ref(), gathered: &mut self.gathered };
            work.forget();
            match work.control(begin) {
                // Only the first statement tells that the line is dead.
                Err(_dead) if self.conn.is_lost() && patience.wait() => {}
                Err(error) => return Err(Failure::Begin(self.rolled_back(error))),
                Ok(()) => return Ok(()),
            }
        }
    }

    fn roll_back(&mut self, error: DbError) -> Failure {
        Failure::Inside(self.rolled_back(error))
    }

    fn rolled_back(&mut self, error: DbError) -> DbError {
        if !self.conn.is_lost()
            && let Err(second) = self.conn.roll_back()
        {
            tracing::error!(error = %second, "a transaction could not be rolled back");
        }
        error
    }
}

fn answer(sides: &mut Vec<WaitingSide>, done: Result<(), Failure>) {
    if let Err(Failure::Begin(error) | Failure::Inside(error)) = done {
        sides.iter_mut().for_each(|waiting| waiting.answer = Err(error.clone()));
    }
    for waiting in sides.drain(..) {
        let _ = waiting.reply.send(waiting.answer.map_err(LedgerError::from));
    }
}

fn refuse(plans: &mut [WaitingPlan], error: &DbError) {
    tracing::warn!(%error, plans = plans.len(), "nothing was recorded");
    plans.iter_mut().for_each(|waiting| waiting.answer = Some(Err(error.clone().into())));
}

fn plan_of(waiting: &WaitingPlan) -> &dyn Plan {
    &*waiting.plan
}

fn commit_all(commit: &mut Commit<'_>, mark: Option<&Mark>, plans: &mut [WaitingPlan]) -> Result<(), DbError> {
    commit.begin(plans.iter().map(plan_of))?;
    if let Some(mark) = mark
        && mark.stands(&mut commit.work)?
    {
        // It was committed, and only the word of it was lost: the answers are those of that time.
        return Ok(());
    }
    let before = commit.head;
    for waiting in plans {
        let (plan, sealed) = (&mut *waiting.plan, &*waiting.sealed);
        let waited = waiting.since.elapsed().as_secs();
        waiting.answer = Some(guarded(|| commit.plan(plan, sealed, waited))?);
    }
    if commit.head == before {
        return Ok(());
    }
    mark.map_or(Ok(()), |mark| mark.set(&mut commit.work, commit.head))?;
    commit.end()?;
    commit.work.flush()
}

/// What it wrote has come through when this returns, or is forgotten.
fn call_side(waiting: &mut WaitingSide, work: &mut Work<'_>) -> Result<(), DbError> {
    let done = match waiting.work.take() {
        Some(side) => guarded(|| side(work)).and_then(|()| work.flush()),
        None => Ok(()),
    };
    if done.is_err() {
        work.forget();
    }
    done
}

/// An error that comes back spoils the transaction for all; that of the side work alone stays with it.
fn side_in_savepoint(waiting: &mut WaitingSide, work: &mut Work<'_>) -> Result<(), DbError> {
    work.control(|conn| conn.savepoint("side"))?;
    waiting.answer = call_side(waiting, work);
    if let Err(error) = &waiting.answer {
        if work.conn.is_idle() || work.conn.is_lost() {
            // The whole transaction is gone, as after a full disk.
            return Err(error.clone());
        }
        work.control(|conn| conn.back_to("side"))?;
    }
    work.control(|conn| conn.release("side"))
}

/// Calls code that is not ours: a panic becomes an error, and the writer lives on.
fn guarded<T>(call: impl FnOnce() -> Result<T, DbError>) -> Result<T, DbError> {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let message = text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
        tracing::error!(message, "a plan panicked");
        Err(DbError::Panicked(message))
    })
}

/// The full disk of a test.
fn limit_disk(conn: &rusqlite::Connection, faults: &Faults) -> Result<(), DbError> {
    let full = |error: &rusqlite::Error| DbError::of(conn, "PRAGMA page_count", error);
    let pages = match faults.disk_pages() {
        0 => i64::from(u32::MAX - 1),
        pages => pages,
    };
    let taken: i64 = conn.query_row("PRAGMA page_count", [], |row| row.get(0)).map_err(|error| full(&error))?;
    if pages < taken {
        let none_left = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL);
        return Err(full(&rusqlite::Error::SqliteFailure(none_left, None)));
    }
    statement::batch(conn, &format!("PRAGMA max_page_count={pages}"))
}
