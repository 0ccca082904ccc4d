//! One plan inside the writer's transaction: key, claims, instant, numbers, records, rows. In that order, so that nothing
//! that can still say no ever holds a number.
//!
//! Not here: the transaction itself and whoever waits for it (`writer`).

use std::collections::HashMap;

use crate::engine::Conn;
use crate::error::{DbError, LedgerError};
use crate::faults::Faults;
use crate::keyring::Sealer;
use crate::plan::{Answer, Claim, Finished, Plan, Record, StoredFile, StreamId, Tx, commitment};
use crate::seal::Place;
use crate::value::{Param, Row};
use crate::{CLOCK_AHEAD_MICROS_MAX, CLOCK_BEHIND_MICROS_MAX, Head};

/// Statements on the writer's connection, each counted by the faults of a test.
pub(crate) struct Work<'c> {
    pub(crate) conn: &'c mut Conn,
    pub(crate) faults: Option<&'c Faults>,
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
}

impl Tx for Work<'_> {
    fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, DbError> {
        self.call()?;
        self.conn.execute(sql, params)
    }

    fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        self.call()?;
        self.conn.query(sql, params, each)
    }
}

/// Memory that is used again from plan to plan.
#[derive(Default)]
pub(crate) struct Scratch {
    /// What the plan claims, with the sequence number last given in each stream.
    claimed: HashMap<StreamId, u64>,
    given: Vec<u64>,
    pub_: Vec<u8>,
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
    /// Takes the head as the last writer left it, which may have been another process.
    pub(crate) fn read_head(&mut self) -> Result<(), DbError> {
        let (head, sql) = (&mut self.head, self.work.conn.head_to_move());
        self.work.query(sql, &[], &mut |row| {
            *head = Head { next: row.count(0)?, last_at: row.int_opt(1)? };
            Ok(())
        })
    }

    pub(crate) fn write_head(&mut self) -> Result<(), DbError> {
        let sql = "UPDATE head SET next = $1, last_at = $2 WHERE id = 1";
        self.work.execute(sql, &[self.head.next.into(), self.head.last_at.into()]).map(|_changed| ())
    }

    /// Does one plan, which has waited so many whole seconds. The inner result is the plan's answer; the outer error spoils the
    /// whole transaction.
    pub(crate) fn plan(&mut self, plan: &mut dyn Plan, waited: u64) -> Result<Result<Answer, LedgerError>, DbError> {
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
        let last = self.store(plan, finished)?;
        plan.project(first, &mut self.work)?;
        if let Some(key) = &key {
            let sql = "INSERT INTO acts(key, first, last) VALUES($1, $2, $3)";
            self.work.execute(sql, &[key.into(), first.into(), last.into()])?;
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
        let mut found = None;
        self.work.query("SELECT first, last FROM acts WHERE key = $1", &[key.into()], &mut |row| {
            found = Some((row.count(0)?, row.count(1)?));
            Ok(())
        })?;
        Ok(found)
    }

    /// The first claim that does not hold. Asking all before writing any leaves nothing to undo: the transaction holds
    /// the write lock, so what is read here stays true until it ends.
    fn stale(&mut self, claims: &[Claim]) -> Result<Option<StreamId>, DbError> {
        self.scratch.claimed.clear();
        for claim in claims {
            let mut version = 0;
            let sql = "SELECT version FROM heads WHERE stream = $1";
            self.work.query(sql, &[(&claim.stream).into()], &mut |row| {
                version = row.count(0)?;
                Ok(())
            })?;
            if version != claim.expected {
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
            let given = &mut self.scratch.given;
            let sql = "INSERT INTO counters(name, period, last) VALUES($1, $2, 1)
                 ON CONFLICT(name, period) DO UPDATE SET last = counters.last + 1 RETURNING last";
            self.work.query(sql, &[(&counter.name).into(), (&counter.period).into()], &mut |row| {
                given.push(row.count(0)?);
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Stores records and files; answers the position of the last record.
    fn store(&mut self, plan: &dyn Plan, finished: Finished) -> Result<u64, DbError> {
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
        for file in finished.files {
            self.store_file(file)?;
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
        self.work
            .execute(
                "INSERT INTO events(position, act, stream, seq, at, pub, plain, body)
                 VALUES($1, $2, $3, $4, $5, $6, $7, $8)",
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
            .map(|_inserted| ())
    }

    /// Moves the head of a claimed stream past the records just stored; a claim without records stays where it is.
    fn move_head(&mut self, claim: &Claim) -> Result<(), DbError> {
        let version = self.scratch.claimed.get(&claim.stream).copied().unwrap_or(claim.expected);
        if version == claim.expected {
            return Ok(());
        }
        let sql = if claim.expected == 0 {
            "INSERT INTO heads(stream, version) VALUES($1, $2)"
        } else {
            "UPDATE heads SET version = $2 WHERE stream = $1"
        };
        self.work.execute(sql, &[(&claim.stream).into(), version.into()]).map(|_changed| ())
    }

    fn store_file(&mut self, mut file: StoredFile) -> Result<(), DbError> {
        if let Some(sealer) = &mut self.sealer {
            let key = sealer.key(&mut self.work, &file.stream, false)?;
            key.seal(Place::file(&file.stream, &file.sha256), &mut file.bytes)?;
        }
        let sql = "INSERT INTO files(stream, sha256, bytes) VALUES($1, $2, $3) ON CONFLICT(stream, sha256) DO NOTHING";
        let params = [(&file.stream).into(), (&file.sha256).into(), (&file.bytes).into()];
        self.work.execute(sql, &params).map(|_inserted| ())
    }
}
