//! One plan inside the writer's transaction: key, claims, instant, numbers, records, rows. In that order, so that nothing
//! that can still say no ever holds a number.
//!
//! What a plan has to know of the tables is looked up once in a transaction; on a server, for all its plans together, before
//! the first of them. Not here: the transaction itself and whoever waits for it (`writer`).

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::engine::Conn;
use crate::error::{DbError, LedgerError};
use crate::faults::Faults;
use crate::gather::{Gathered, Write};
use crate::keyring::Sealer;
use crate::many::{Ask, Column};
use crate::plan::{Answer, Claim, Counter, Finished, Plan, Record, StoredFile, StreamId, Tx, commitment};
use crate::seal::Place;
use crate::value::{Param, Row};
use crate::{CLOCK_AHEAD_MICROS_MAX, CLOCK_BEHIND_MICROS_MAX, Head};

/// What waits to be written is written when it takes so many bytes, about.
const GATHERED_BYTES_MAX: usize = 1 << 20;

static EVENT: Write = Write {
    table: "events",
    sql: "INSERT INTO events(position, act, stream, seq, at, pub, plain, body) VALUES($1, $2, $3, $4, $5, $6, $7, $8)",
    key: &[],
    merge: &[],
};
static STREAM: Write =
    Write { table: "heads", sql: "INSERT INTO heads(stream, version) VALUES($1, $2)", key: &[1], merge: &[] };
static VERSION: Write =
    Write { table: "heads", sql: "UPDATE heads SET version = $2 WHERE stream = $1", key: &[1], merge: &[] };
static ACT: Write =
    Write { table: "acts", sql: "INSERT INTO acts(key, first, last) VALUES($1, $2, $3)", key: &[], merge: &[] };
static COUNTER: Write = Write {
    table: "counters",
    sql: "INSERT INTO counters(name, period, last) VALUES($1, $2, $3)
          ON CONFLICT(name, period) DO UPDATE SET last = excluded.last",
    key: &[1, 2],
    merge: &[],
};
static HEAD: Write =
    Write { table: "head", sql: "UPDATE head SET next = $1, last_at = $2 WHERE id = 1", key: &[], merge: &[] };

/// Statements on the writer's connection, each counted by the faults of a test.
pub(crate) struct Work<'c> {
    pub(crate) conn: &'c mut Conn,
    pub(crate) faults: Option<&'c Faults>,
    pub(crate) gathered: &'c mut Gathered,
}

impl Work<'_> {
    fn call(&self) -> Result<(), DbError> {
        self.faults.map_or(Ok(()), Faults::call)
    }

    /// The beginning or the end of a transaction.
    pub(crate) fn control(&mut self, act: impl FnOnce(&mut Conn) -> Result<(), DbError>) -> Result<(), DbError> {
        self.call()?;
        act(self.conn)
    }

    /// Writes what was gathered.
    pub(crate) fn flush(&mut self) -> Result<(), DbError> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        self.call()?;
        let groups = self.gathered.take();
        self.conn.write(&groups)
    }

    /// Forgets what was gathered: it is undone.
    pub(crate) fn forget(&mut self) {
        drop(self.gathered.take());
    }

    /// A statement over rows of which none is gathered.
    fn execute_beside(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, DbError> {
        self.call()?;
        self.conn.execute(sql, params)
    }

    /// A query about what was there before the transaction.
    pub(crate) fn query_beside(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        self.call()?;
        self.conn.query(sql, params, each)
    }
}

impl Tx for Work<'_> {
    fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, DbError> {
        self.flush()?;
        self.execute_beside(sql, params)
    }

    fn write(&mut self, write: &'static Write, params: &[Param<'_>]) -> Result<(), DbError> {
        self.call()?;
        if !self.conn.takes_arrays() && write.merge.is_empty() {
            return self.conn.execute(write.sql, params).map(|_changed| ());
        }
        if self.gathered.add(write, params, GATHERED_BYTES_MAX)? { self.flush() } else { Ok(()) }
    }

    fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        self.flush()?;
        self.query_beside(sql, params, each)
    }
}

/// Memory that is used again from plan to plan.
#[derive(Default)]
pub(crate) struct Scratch {
    /// What the plan claims, with the sequence number last given in each stream.
    claimed: HashMap<StreamId, u64>,
    given: Vec<u64>,
    pub_: Vec<u8>,
    known: Known,
}

/// What is known of the tables within a transaction: nobody else writes to them until it ends.
#[derive(Default)]
struct Known {
    /// Positions of the acts done under a key, or that there is none.
    acts: HashMap<[u8; 16], Option<(u64, u64)>>,
    /// How many records a stream holds.
    versions: HashMap<StreamId, u64>,
    /// The number last given in a series and period.
    counters: HashMap<(String, String), Series>,
}

struct Series {
    last: u64,
    /// Whether one was given in this transaction.
    moved: bool,
}

/// A transaction of the writer, as far as it came.
pub(crate) struct Commit<'a> {
    pub(crate) work: Work<'a>,
    /// `None` where nothing is sealed.
    pub(crate) sealer: Option<&'a mut Sealer>,
    pub(crate) scratch: &'a mut Scratch,
    pub(crate) head: Head,
    /// See [`crate::Config::vouched`].
    pub(crate) vouched: Option<i64>,
}

impl Commit<'_> {
    /// Takes the head as the last writer left it, which may have been another process, and on a server all that the plans
    /// have to know.
    pub(crate) fn begin<'p>(&mut self, plans: impl Iterator<Item = &'p dyn Plan>) -> Result<(), DbError> {
        self.scratch.known = Known::default();
        if self.work.conn.takes_arrays() {
            return self.look_up(&plans.collect::<Vec<_>>());
        }
        let (head, sql) = (&mut self.head, self.work.conn.head_to_move());
        self.work.query_beside(sql, &[], &mut |row| {
            *head = Head { next: row.count(0)?, last_at: row.int_opt(1)? };
            Ok(())
        })
    }

    /// The same in one go over a line: the head is held before all else is read.
    fn look_up(&mut self, plans: &[&dyn Plan]) -> Result<(), DbError> {
        let keys: Vec<[u8; 16]> = plans.iter().filter_map(|plan| plan.key()).collect();
        let claims = || plans.iter().flat_map(|plan| plan.claims());
        let streams = claims().map(|claim| &claim.stream[..]);
        let counters: Vec<Counter> = plans.iter().flat_map(|plan| plan.counters()).collect();
        let sealer = self.sealer.as_deref();
        let is_sealed = |claim: &&Claim| claim.expected > 0 && sealer.is_some_and(|s| !s.has(&claim.stream));
        let sealed = claims().filter(is_sealed).map(|claim| &claim.stream[..]);
        let asked = [
            Ask { sql: self.work.conn.head_to_move(), columns: Vec::new() },
            Ask {
                sql: "SELECT key, first, last FROM acts WHERE key = ANY($1)",
                columns: vec![Column::blobs(keys.iter().map(|key| &key[..]))],
            },
            Ask {
                sql: "SELECT stream, version FROM heads WHERE stream = ANY($1)",
                columns: vec![Column::blobs(streams)],
            },
            Ask {
                sql: "SELECT stream, wrapped, master FROM keys WHERE stream = ANY($1)",
                columns: vec![Column::blobs(sealed)],
            },
            Ask {
                sql: "SELECT name, period, last FROM counters
                      WHERE (name, period) IN (SELECT * FROM unnest($1::text[], $2::text[]))",
                columns: vec![
                    Column::texts(counters.iter().map(|counter| &*counter.name)),
                    Column::texts(counters.iter().map(|counter| &*counter.period)),
                ],
            },
        ];
        self.work.call()?;
        let (head, known, sealer) = (&mut self.head, &mut self.scratch.known, &mut self.sealer);
        known.acts.extend(keys.iter().map(|key| (*key, None)));
        known.versions.extend(claims().map(|claim| (claim.stream, 0)));
        self.work.conn.ask(&asked, &mut |nth, row| {
            match nth {
                0 => *head = Head { next: row.count(0)?, last_at: row.int_opt(1)? },
                1 => drop(known.acts.insert(row.array(0)?, Some((row.count(1)?, row.count(2)?)))),
                2 => drop(known.versions.insert(row.array(0)?, row.count(1)?)),
                3 => {
                    if let Some(sealer) = sealer {
                        sealer.learn(&row.array(0)?, row.blob_opt(1)?, row.int_opt(2)?)?;
                    }
                }
                _ => {
                    let series = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
                    known.counters.insert(series, Series { last: row.count(2)?, moved: false });
                }
            }
            Ok(())
        })
    }

    /// Writes what belongs to the transaction as a whole.
    pub(crate) fn end(&mut self) -> Result<(), DbError> {
        for ((name, period), series) in self.scratch.known.counters.iter().filter(|(_, series)| series.moved) {
            self.work.write(&COUNTER, &[name.into(), period.into(), series.last.into()])?;
        }
        self.work.write(&HEAD, &[self.head.next.into(), self.head.last_at.into()])
    }

    /// Does one plan, which has waited so many whole seconds. The inner result is the plan's answer; the outer error spoils the
    /// whole transaction.
    pub(crate) fn plan(
        &mut self,
        plan: &mut dyn Plan,
        sealed: &[Option<Vec<u8>>],
        waited: u64,
    ) -> Result<Result<Answer, LedgerError>, DbError> {
        let key = plan.key();
        if let Some(key) = &key
            && let Some((first, last)) = self.known_act(key)?
        {
            return Ok(Ok(Answer::Committed { first, last, repeated: true }));
        }
        if let Some(stream) = self.stale(plan.claims())? {
            return Ok(Ok(Answer::Conflict { stream }));
        }
        let at = plan.at();
        if let Err(wrong) = self.clock_is_plausible(at, waited) {
            return Ok(Err(wrong));
        }
        self.take_numbers(plan)?;
        let finished = plan.finish(&self.scratch.given)?;
        let first = self.head.next;
        let last = self.store(plan, finished, sealed)?;
        plan.project(first, &mut self.work)?;
        if let Some(key) = &key {
            self.work.write(&ACT, &[key.into(), first.into(), last.into()])?;
            self.scratch.known.acts.insert(*key, Some((first, last)));
        }
        self.head = Head { next: last + 1, last_at: Some(self.head.last_at.map_or(at, |before| before.max(at))) };
        Ok(Ok(Answer::Committed { first, last, repeated: false }))
    }

    /// An append-only store has no way back from an instant that never was, so that is asked before, not after.
    /// A plan that waited for a server that was gone is as old as it waited; its clock is not behind for that.
    fn clock_is_plausible(&self, at: i64, waited: u64) -> Result<(), LedgerError> {
        let waited = i64::try_from(waited).unwrap_or(i64::MAX).saturating_mul(1_000_000);
        let Some(last_at) = self.head.last_at else { return Ok(()) };
        if at.saturating_add(waited) < last_at.saturating_sub(CLOCK_BEHIND_MICROS_MAX) {
            return Err(LedgerError::ClockBehind { at, last_at });
        }
        let known = self.vouched.map_or(last_at, |vouched| vouched.max(last_at));
        if at > known.saturating_add(CLOCK_AHEAD_MICROS_MAX) {
            return Err(LedgerError::ClockAhead { at, last_at });
        }
        Ok(())
    }

    fn known_act(&mut self, key: &[u8; 16]) -> Result<Option<(u64, u64)>, DbError> {
        if let Some(known) = self.scratch.known.acts.get(key) {
            return Ok(*known);
        }
        let mut found = None;
        self.work.query_beside("SELECT first, last FROM acts WHERE key = $1", &[key.into()], &mut |row| {
            found = Some((row.count(0)?, row.count(1)?));
            Ok(())
        })?;
        Ok(found)
    }

    /// How many records a stream holds.
    fn version(&mut self, stream: &StreamId) -> Result<u64, DbError> {
        if let Some(known) = self.scratch.known.versions.get(stream) {
            return Ok(*known);
        }
        let mut version = 0;
        self.work.query_beside("SELECT version FROM heads WHERE stream = $1", &[stream.into()], &mut |row| {
            version = row.count(0)?;
            Ok(())
        })?;
        self.scratch.known.versions.insert(*stream, version);
        Ok(version)
    }

    /// The first claim that does not hold. Asking all before writing any leaves nothing to undo: the transaction holds
    /// the write lock, so what is read here stays true until it ends.
    fn stale(&mut self, claims: &[Claim]) -> Result<Option<StreamId>, DbError> {
        self.scratch.claimed.clear();
        for claim in claims {
            if self.version(&claim.stream)? != claim.expected {
                return Ok(Some(claim.stream));
            }
            if self.scratch.claimed.insert(claim.stream, claim.expected).is_some() {
                return Err(DbError::Caller("a plan claims the same stream twice".to_owned()));
            }
        }
        Ok(None)
    }

    fn take_numbers(&mut self, plan: &dyn Plan) -> Result<(), DbError> {
        self.scratch.given.clear();
        for counter in plan.counters() {
            let series = match self.scratch.known.counters.entry((counter.name, counter.period)) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    let (mut last, (name, period)) = (0, place.key());
                    // On a server all that there are were looked up.
                    if !self.work.conn.takes_arrays() {
                        let sql = "SELECT last FROM counters WHERE name = $1 AND period = $2";
                        self.work.query_beside(sql, &[name.into(), period.into()], &mut |row| {
                            last = row.count(0)?;
                            Ok(())
                        })?;
                    }
                    place.insert(Series { last, moved: false })
                }
            };
            series.last += 1;
            series.moved = true;
            self.scratch.given.push(series.last);
        }
        Ok(())
    }

    /// Stores records and files; answers the position of the last record.
    fn store(&mut self, plan: &dyn Plan, finished: Finished, sealed: &[Option<Vec<u8>>]) -> Result<u64, DbError> {
        let first = self.head.next;
        let mut next = first;
        for record in finished.records {
            self.store_record(record, first, next, plan.at())?;
            next += 1;
        }
        if next == first {
            return Err(DbError::Caller("a plan without records".to_owned()));
        }
        for claim in plan.claims() {
            self.move_head(claim)?;
        }
        for (nth, file) in plan.files().iter().enumerate() {
            self.store_file(file, sealed.get(nth).and_then(Option::as_deref))?;
        }
        Ok(next - 1)
    }

    fn store_record(&mut self, mut record: Record, act: u64, position: u64, at: i64) -> Result<(), DbError> {
        let Some(seq) = self.scratch.claimed.get_mut(&record.stream) else {
            return Err(DbError::Caller("a record in a stream that its plan does not claim".to_owned()));
        };
        *seq += 1;
        let commitment = commitment(&record.plain, &record.body);
        if let Some(sealer) = &mut self.sealer {
            let key = sealer.key(&mut self.work, &record.stream, *seq == 1)?;
            key.seal(Place::body(&record.stream, *seq, &commitment), &mut record.body)?;
        }
        let pub_ = &mut self.scratch.pub_;
        pub_.clear();
        pub_.extend_from_slice(&record.pub_head);
        pub_.extend_from_slice(&commitment);
        self.work.write(
            &EVENT,
            &[
                position.into(),
                act.into(),
                (&record.stream).into(),
                (*seq).into(),
                at.into(),
                (&*pub_).into(),
                (&record.plain).into(),
                (&record.body).into(),
            ],
        )
    }

    /// Moves the head of a claimed stream past the records just stored; a claim without records stays where it is.
    fn move_head(&mut self, claim: &Claim) -> Result<(), DbError> {
        let version = self.scratch.claimed.get(&claim.stream).copied().unwrap_or(claim.expected);
        if version == claim.expected {
            return Ok(());
        }
        self.scratch.known.versions.insert(claim.stream, version);
        let write = if claim.expected == 0 { &STREAM } else { &VERSION };
        self.work.write(write, &[(&claim.stream).into(), version.into()])
    }

    /// Most files come sealed; those of a stream that had no key yet are sealed here.
    fn store_file(&mut self, file: &StoredFile, sealed: Option<&[u8]>) -> Result<(), DbError> {
        let mut anew = Vec::new();
        let bytes = match (sealed, &mut self.sealer) {
            (Some(sealed), _) => sealed,
            (None, Some(sealer)) => {
                let key = sealer.key(&mut self.work, &file.stream, false)?;
                anew.extend_from_slice(&file.bytes);
                key.seal(Place::file(&file.stream, &file.sha256), &mut anew)?;
                &anew
            }
            (None, None) => &file.bytes,
        };
        let sql = "INSERT INTO files(stream, sha256, bytes) VALUES($1, $2, $3) ON CONFLICT(stream, sha256) DO NOTHING";
        let params = [(&file.stream).into(), (&file.sha256).into(), bytes.into()];
        self.work.execute_beside(sql, &params).map(|_inserted| ())
    }
}
