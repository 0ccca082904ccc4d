//! What one act changes, in the form the ledger's writer commits: events first, then the rows of the read tables.
//!
//! All that needs no number is worked out by the caller, before the writer's turn. Not here: rules, SQL.

use std::sync::{Arc, Mutex};

use kernel::case::record;
use kernel::case::{Act, Case, CaseId, Plan, What};
use kernel::catalogue::case_type::CaseType;
use kernel::clock::ClockState;
use ledger::{Claim, Counter, DbError, Finished, Record, StoredFile, Tx};
use sha2::{Digest, Sha256};

use crate::act::{Done, Request};
use crate::desk::OfficeError;
use crate::house::House;
use crate::load::Loaded;
use crate::project::Rows;

/// An act as the writer sees it: changes of one or several cases that stand or fall together.
pub(crate) struct Batch {
    key: Option<[u8; 16]>,
    at: i64,
    claims: Vec<Claim>,
    changes: Vec<Change>,
    files: Vec<StoredFile>,
    salts: Salts,
    /// Fingerprint of the calendar on which it was decided, as leaves name it.
    calendar: String,
    done: Arc<Mutex<Vec<Done>>>,
    /// What the ledger has to answer, where the caller foresaw it.
    foreseen: Option<Foreseen>,
}

/// What an only writer foresees: the numbers that the act will be given, and the position of its first event.
pub(crate) struct Foreseen {
    pub numbers: Vec<u64>,
    pub first: u64,
}

/// The change of one case.
struct Change {
    before: Option<Loaded>,
    plan: Plan,
    case_type: Arc<CaseType>,
    /// Worked out; the records are taken when the writer asks for them.
    ready: Option<Ready>,
}

struct Ready {
    /// The numbers with which it was worked out.
    given: Vec<u64>,
    records: Vec<Record>,
    count: u64,
    rows: Rows,
    /// Whether the key of the case is destroyed with it.
    erases: bool,
}

/// Salts of the sealed parts, made from the request's randomness.
#[derive(Clone, Copy)]
struct Salts([u8; 16]);

impl Salts {
    fn of(self, case: CaseId, seq: usize) -> [u8; 16] {
        let hash =
            Sha256::new().chain_update(self.0).chain_update(case.as_bytes()).chain_update(seq.to_be_bytes()).finalize();
        let mut salt = [0; 16];
        salt.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        salt
    }
}

impl Batch {
    pub(crate) fn new(
        house: &House,
        plans: Vec<(Option<Loaded>, Plan)>,
        request: &Request,
        done: Arc<Mutex<Vec<Done>>>,
    ) -> Result<Self, OfficeError> {
        let salts = Salts(request.seed);
        let mut changes = Vec::with_capacity(plans.len());
        for (before, plan) in plans {
            let case_type = house.case_type_of(&plan)?;
            let mut change = Change { before, plan, case_type, ready: None };
            if change.plan.numbers().is_empty() {
                change.prepare(&[], salts, house.calendar.fingerprint())?;
            }
            changes.push(change);
        }
        let mut claims: Vec<Claim> = changes.iter().map(Change::claim).collect();
        if changes.iter().any(Change::moves_a_clock) {
            claims.push(house.claim());
        }
        let key = request.key.map(uuid::Uuid::into_bytes);
        let calendar = house.calendar.fingerprint().to_owned();
        Ok(Self {
            key,
            at: request.now.0,
            claims,
            changes,
            files: files_of(request),
            salts,
            calendar,
            done,
            foreseen: None,
        })
    }

    /// The same for an only writer: all is worked out here with what is foreseen, and the cases as they will stand come
    /// back with it. The ledger refuses the act when it comes otherwise.
    pub(crate) fn foreseen(
        house: &House,
        plans: Vec<(Option<Loaded>, Plan)>,
        request: &Request,
        foreseen: Foreseen,
    ) -> Result<(Self, Vec<Loaded>), OfficeError> {
        let salts = Salts(request.seed);
        let (mut left, mut at) = (foreseen.numbers.as_slice(), foreseen.first);
        let (mut changes, mut cases) = (Vec::with_capacity(plans.len()), Vec::with_capacity(plans.len()));
        for (before, plan) in plans {
            let case_type = house.case_type_of(&plan)?;
            let (mine, rest) = left.split_at_checked(plan.numbers().len()).unwrap_or((left, &[]));
            left = rest;
            let num = before.as_ref().map_or(at, |b| b.num);
            let mut change = Change { before, plan, case_type, ready: None };
            let case = change.prepare(mine, salts, house.calendar.fingerprint())?;
            at += change.ready.as_ref().map_or(0, |r| r.count);
            cases.push(Loaded { num, case });
            changes.push(change);
        }
        let claims = changes.iter().map(Change::claim).collect();
        let key = request.key.map(uuid::Uuid::into_bytes);
        let calendar = house.calendar.fingerprint().to_owned();
        let (done, files) = (Arc::new(Mutex::new(Vec::new())), files_of(request));
        let batch =
            Self { key, at: request.now.0, claims, changes, files, salts, calendar, done, foreseen: Some(foreseen) };
        Ok((batch, cases))
    }

    /// How many events it will store, as far as it is worked out.
    pub(crate) fn events(&self) -> u64 {
        self.changes.iter().filter_map(|c| c.ready.as_ref()).map(|r| r.count).sum()
    }
}

/// The bytes that an attachment brings, addressed as the event addresses them.
fn files_of(request: &Request) -> Vec<StoredFile> {
    let (Some(bytes), Act::Attach { .. }, Some(case)) = (&request.file, &request.command.act, request.case) else {
        return Vec::new();
    };
    vec![StoredFile { stream: case.into_bytes(), sha256: Sha256::digest(bytes).into(), bytes: bytes.clone() }]
}

impl Change {
    fn claim(&self) -> Claim {
        Claim { stream: self.plan.case_id().into_bytes(), expected: self.plan.expected_version() }
    }

    /// Whether a clock changes whose due moment is counted: then it hangs on the calendar on which it was decided, and an
    /// announcement that was recorded meanwhile has to be looked at. A date that was given hangs on nothing.
    fn moves_a_clock(&self) -> bool {
        let before = self.before.as_ref().and_then(|b| b.case.clock.as_ref());
        let after = self.plan.case().clock.as_ref();
        let is_counted = |c: &ClockState| c.limit.is_some() || c.limit_anew.is_some() || !c.pauses.is_empty();
        before != after && after.is_some_and(is_counted)
    }

    /// Works out events and rows with the numbers given; answers the case afterwards.
    fn prepare(&mut self, given: &[u64], salts: Salts, calendar: &str) -> Result<Case, OfficeError> {
        let outcome = self.plan.finish(given);
        let (id, before) = (self.plan.case_id(), self.before.as_ref().map(|b| &b.case));
        let salt = |seq: usize| salts.of(id, seq);
        let stored = record::encode_all(&self.case_type, before, &outcome.events, calendar, &salt);
        let records = records(id, stored.map_err(OfficeError::record)?);
        let rows = Rows::of(before, &outcome.case, &self.case_type, &outcome.events)?;
        let count = u64::try_from(records.len()).unwrap_or(u64::MAX);
        let erases = outcome.events.iter().any(|event| matches!(event.what, What::Erased { .. }));
        self.ready = Some(Ready { given: given.to_vec(), records, count, rows, erases });
        Ok(outcome.case)
    }
}

/// The stored form of the events of a case, as the ledger takes them.
fn records(id: CaseId, stored: Vec<record::Stored>) -> Vec<Record> {
    let of = |stored: record::Stored| Record {
        stream: id.into_bytes(),
        pub_head: stored.pub_head,
        plain: stored.plain,
        body: stored.body,
    };
    stored.into_iter().map(of).collect()
}

impl ledger::Plan for Batch {
    fn key(&self) -> Option<[u8; 16]> {
        self.key
    }

    fn at(&self) -> i64 {
        self.at
    }

    fn claims(&self) -> &[Claim] {
        &self.claims
    }

    fn counters(&self) -> Vec<Counter> {
        let requests = self.changes.iter().flat_map(|c| c.plan.numbers());
        requests.map(|r| Counter { name: r.counter.clone(), period: r.period.clone() }).collect()
    }

    fn files(&self) -> &[StoredFile] {
        &self.files
    }

    fn finish(&mut self, given: &[u64]) -> Result<Finished, DbError> {
        if self.foreseen.as_ref().is_some_and(|f| f.numbers != given) {
            return Err(otherwise());
        }
        let mut left = given;
        let mut records = Vec::new();
        for change in &mut self.changes {
            let (mine, rest) = left.split_at_checked(change.plan.numbers().len()).unwrap_or((left, &[]));
            left = rest;
            if change.ready.as_ref().is_none_or(|r| r.records.is_empty() || r.given != mine) {
                change.prepare(mine, self.salts, &self.calendar).map_err(|e| DbError::Caller(e.to_string()))?;
            }
            if let Some(ready) = &mut change.ready {
                records.append(&mut ready.records);
            }
        }
        Ok(Finished { records })
    }

    fn project(&mut self, first: u64, tx: &mut dyn Tx) -> Result<(), DbError> {
        if self.foreseen.as_ref().is_some_and(|f| f.first != first) {
            return Err(otherwise());
        }
        let mut at = first;
        let mut done = Vec::with_capacity(self.changes.len());
        for change in &self.changes {
            let Some(ready) = &change.ready else { continue };
            let last = at + ready.count - 1;
            let num = change.before.as_ref().map_or(at, |b| b.num);
            ready.rows.write(tx, num, at, last)?;
            if ready.erases {
                ledger::destroy(tx, change.plan.case_id().as_bytes())?;
            }
            done.push(Done {
                case: change.plan.case_id(),
                position: last,
                version: ready.rows.version(),
                numbers: ready.rows.numbers_given().to_vec(),
                repeated: false,
            });
            at = last + 1;
        }
        if let Ok(mut slot) = self.done.lock() {
            *slot = done;
        }
        Ok(())
    }
}

/// The ledger answers otherwise than an only writer foresaw.
fn otherwise() -> DbError {
    DbError::Caller("another program writes to this ledger, so nothing can be foreseen in it".to_owned())
}
