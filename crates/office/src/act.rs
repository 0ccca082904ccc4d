//! One act: what is asked, what comes back, and the way between them. A refusal is an answer, not an error.
//!
//! Not here: rules (kernel), rows (project), the writer (ledger).

use std::sync::{Arc, Mutex};

use kernel::case::batch::{Clause, decide_clause};
use kernel::case::evidence::Evidence;
use kernel::case::{Act, Actor, Case, CaseId, Command, Context, Plan, Refusal, decide, decide_all};
use kernel::time::Instant;
use ledger::{Answer, LedgerError, Ticket};
use uuid::Uuid;

use crate::change::Batch;
use crate::desk::{Office, OfficeError};
use crate::house::House;
use crate::load::Loaded;

/// How often a decision is made anew when somebody else was quicker.
pub const TRIES_MAX: u32 = 3;

/// What a person or a job asks.
#[derive(Debug, Clone)]
pub struct Request {
    /// Idempotency key: a form sent twice acts once.
    pub key: Option<Uuid>,
    /// The case; `None` opens one.
    pub case: Option<CaseId>,
    /// The command.
    pub command: Command,
    /// Who acts.
    pub actor: Actor,
    /// The instant of recording.
    pub now: Instant,
    /// Fresh randomness, from which the salts of the sealed parts are made.
    pub seed: [u8; 16],
    /// What proves a result, for moves that stop the clock by evidence.
    pub proof: Option<Proof>,
    /// The bytes of an attached file, for [`Act::Attach`].
    pub file: Option<Vec<u8>>,
}

impl Request {
    /// A request with a command and nothing else.
    #[must_use]
    pub fn new(case: Option<CaseId>, command: impl Into<Command>, actor: &Actor, now: Instant, seed: [u8; 16]) -> Self {
        Self { key: None, case, command: command.into(), actor: actor.clone(), now, seed, proof: None, file: None }
    }
}

/// What proves that a task was done; what is known of it is gathered from the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// A document of this ledger.
    Document(CaseId),
    /// A file attached to the case, by the SHA-256 of its bytes in hex. It arrived when it was attached.
    File(String),
}

/// What an act came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The case.
    pub case: CaseId,
    /// Ledger position of the last event of the act.
    pub position: u64,
    /// Version of the case afterwards; 0 when the act was a repetition.
    pub version: u64,
    /// Numbers given by the act, as written.
    pub numbers: Vec<String>,
    /// Whether the key had been used: nothing was done again.
    pub repeated: bool,
}

/// Why an act came to nothing.
#[derive(Debug)]
pub enum Fail {
    /// The rules say no.
    Refused(Refusal),
    /// There is no such case.
    NotFound,
    /// Others were quicker [`TRIES_MAX`] times.
    Busy,
    /// Storage or catalogue failed; nothing has happened.
    Broken(OfficeError),
}

impl Fail {
    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.vi(),
            Self::NotFound => "Không có hồ sơ này.".to_owned(),
            Self::Busy => "Nhiều người đang cùng cập nhật hồ sơ này. Xin thử lại sau giây lát.".to_owned(),
            Self::Broken(error) => error.vi(),
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.en(),
            Self::NotFound => "There is no such case.".to_owned(),
            Self::Busy => "Several people are changing this case. Please try again in a moment.".to_owned(),
            Self::Broken(error) => error.en(),
        }
    }
}

impl std::fmt::Display for Fail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} / {}", self.vi(), self.en())
    }
}

impl std::error::Error for Fail {}

impl From<Refusal> for Fail {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<OfficeError> for Fail {
    fn from(error: OfficeError) -> Self {
        Self::Broken(error)
    }
}

impl From<LedgerError> for Fail {
    fn from(error: LedgerError) -> Self {
        Self::Broken(error.into())
    }
}

/// An act on its way to the disk.
pub struct Pending {
    ticket: Ticket,
    done: Arc<Mutex<Vec<Done>>>,
    first: CaseId,
}

impl Pending {
    /// Waits until the act is durable. `Ok(None)` when somebody else was quicker.
    ///
    /// # Errors
    /// When it could not be stored; nothing has happened then.
    pub fn wait(self) -> Result<Option<Vec<Done>>, Fail> {
        match self.ticket.wait()? {
            Answer::Conflict { .. } => Ok(None),
            Answer::Committed { last, repeated: true, .. } => Ok(Some(vec![Done {
                case: self.first,
                position: last,
                version: 0,
                numbers: Vec::new(),
                repeated: true,
            }])),
            Answer::Committed { last, .. } => {
                let mut done = self.done.lock().map(|d| d.clone()).unwrap_or_default();
                for one in &mut done {
                    one.position = last;
                }
                Ok(Some(done))
            }
        }
    }
}

impl Office {
    /// Does one act and waits until it is durable.
    ///
    /// When somebody else changed the case meanwhile, it is decided again on the fresh state; only a rule that now
    /// says no, or a field changed under the form, refuses it.
    ///
    /// # Errors
    /// See [`Fail`]; nothing has happened then.
    pub fn act(&self, request: &Request) -> Result<Done, Fail> {
        let case = match (&request.case, &request.command.act) {
            (Some(id), _) => *id,
            (None, Act::Open(opening)) => opening.id,
            (None, Act::CarryOver(asked)) => asked.id,
            (None, _) => Uuid::nil(),
        };
        let done = self.once(request, case, &mut || self.submit(request))?;
        done.into_iter().next().ok_or(Fail::NotFound)
    }

    /// Decides and sends until nobody else was quicker, [`TRIES_MAX`] times at most. What was done before under the same
    /// key is answered as done, about `case`: a form sent twice finds the cases changed by its first sending, and is
    /// refused by the rules where it was granted before.
    ///
    /// # Errors
    /// See [`Fail`]; nothing has happened then.
    pub(crate) fn once(
        &self,
        request: &Request,
        case: CaseId,
        send: &mut dyn FnMut() -> Result<Pending, Fail>,
    ) -> Result<Vec<Done>, Fail> {
        for _ in 0..TRIES_MAX {
            let pending = match send() {
                Err(fail @ (Fail::Refused(_) | Fail::NotFound)) => {
                    return self.done_before(request, case)?.map(|done| vec![done]).ok_or(fail);
                }
                other => other?,
            };
            if let Some(done) = pending.wait()? {
                return Ok(done);
            }
            // It may have been the house that changed, by another process.
            self.current()?;
        }
        Err(Fail::Busy)
    }

    /// What the request's key was used for, when it was used before.
    fn done_before(&self, request: &Request, case: CaseId) -> Result<Option<Done>, Fail> {
        let Some(key) = request.key else { return Ok(None) };
        let last = self.position_of(key)?;
        Ok(last.map(|position| Done { case, position, version: 0, numbers: Vec::new(), repeated: true }))
    }

    /// Decides one act on the present state and sends it to the writer, without waiting.
    ///
    /// # Errors
    /// A refusal, or that the present state could not be read.
    pub fn submit(&self, request: &Request) -> Result<Pending, Fail> {
        let before = match request.case {
            Some(id) => Some(self.load(id)?.ok_or(Fail::NotFound)?),
            None => None,
        };
        let house = self.house();
        let command = self.gathered(request, before.as_ref())?;
        let version = before.as_ref().map_or(house.newest, |b| b.case.catalogue);
        let context = house.context(version, request.now, &request.actor)?;
        let plan = decide(before.as_ref().map(|b| &b.case), &command, &context)?;
        self.send(&house, vec![(before, plan)], request)
    }

    /// Gives one clause to several units: as many tasks under one assignment batch, all of them or none.
    ///
    /// # Errors
    /// The first refusal, or that it could not be stored; nothing has happened then.
    pub fn assign_clause(&self, clause: &Clause, request: &Request) -> Result<Vec<Done>, Fail> {
        self.assign_clauses(std::slice::from_ref(clause), request).map_err(|(_, fail)| fail)
    }

    /// Gives several clauses, as of one meeting, as one act: all of their tasks or none.
    ///
    /// # Errors
    /// The first refusal with the clause that it is about (from 0), or that it could not be stored, which is about none;
    /// nothing has happened then.
    pub fn assign_clauses(&self, clauses: &[Clause], request: &Request) -> Result<Vec<Done>, (Option<usize>, Fail)> {
        let first = clauses.iter().flat_map(|clause| &clause.leads).next().map_or_else(Uuid::nil, |(id, _)| *id);
        let mut about = None;
        let sent = self.once(request, first, &mut || {
            let house = self.house();
            let plans = planned(&house, clauses, request).map_err(|(clause, fail)| {
                about = clause;
                fail
            })?;
            about = None;
            let changes = plans.into_iter().flatten().map(|plan| (None, plan)).collect();
            self.send(&house, changes, request)
        });
        sent.map_err(|fail| (about, fail))
    }

    /// The tasks that clauses would become, clause by clause, without giving them.
    ///
    /// # Errors
    /// As [`Self::assign_clauses`].
    pub fn preview_clauses(
        &self,
        clauses: &[Clause],
        request: &Request,
    ) -> Result<Vec<Vec<Case>>, (Option<usize>, Fail)> {
        let plans = planned(&self.house(), clauses, request)?;
        Ok(plans.iter().map(|of| of.iter().map(|plan| plan.case().clone()).collect()).collect())
    }

    /// Decides the request's command and then others on the same case as one act, and sends it to the writer, without
    /// waiting. The case comes as loaded, for whoever has looked at it before.
    ///
    /// # Errors
    /// The first refusal; nothing has happened then.
    pub fn submit_all(&self, before: Option<Loaded>, request: &Request, then: &[Command]) -> Result<Pending, Fail> {
        let house = self.house();
        let commands = [std::slice::from_ref(&request.command), then].concat();
        let version = before.as_ref().map_or(house.newest, |b| b.case.catalogue);
        let context = house.context(version, request.now, &request.actor)?;
        let plan = decide_all(before.as_ref().map(|b| &b.case), &commands, &context)?;
        self.send(&house, vec![(before, plan)], request)
    }

    pub(crate) fn send(
        &self,
        house: &House,
        plans: Vec<(Option<Loaded>, Plan)>,
        request: &Request,
    ) -> Result<Pending, Fail> {
        let first = plans.first().map_or_else(Uuid::nil, |(_, plan)| plan.case_id());
        let done = Arc::new(Mutex::new(Vec::new()));
        let batch = Batch::new(house, plans, request, Arc::clone(&done))?;
        Ok(Pending { ticket: self.ledger().submit(Box::new(batch)), done, first })
    }

    /// The command with what only the ledger knows: the proof of a result, the type of the case that a link points to.
    fn gathered(&self, request: &Request, before: Option<&Loaded>) -> Result<Command, Fail> {
        let mut command = request.command.clone();
        match (&mut command.act, &request.proof) {
            (Act::Move(form), Some(proof)) => form.evidence = Some(self.evidence(proof, before, request.now)?),
            (Act::Link { link, points_to }, _) => *points_to = self.load(link.to)?.map(|found| found.case.case_type),
            _ => {}
        }
        Ok(command)
    }

    /// What the ledger knows of a proof.
    pub(crate) fn evidence(&self, proof: &Proof, before: Option<&Loaded>, now: Instant) -> Result<Evidence, Fail> {
        let unknown = Evidence { document: None, file: None, issued: None, signed: None, arrived: now };
        match proof {
            Proof::File(sha256) => {
                let attached = before.and_then(|b| b.case.files.iter().find(|f| f.sha256 == *sha256));
                let arrived = attached.ok_or(Refusal::EvidenceNeeded)?.at;
                Ok(Evidence { file: Some(sha256.clone()), arrived, ..unknown })
            }
            Proof::Document(id) => {
                let (arrived, issued) = proven_by(&self.load(*id)?.ok_or(Fail::NotFound)?.case);
                Ok(Evidence { document: Some(*id), issued, arrived, ..unknown })
            }
        }
    }
}

/// What a document proves: when it arrived or was opened, and when it was given its issue number. An own document counts
/// from its number; one that came in, from its arrival.
pub(crate) fn proven_by(document: &Case) -> (Instant, Option<Instant>) {
    (document.opened, document.number("outgoing").map(|n| n.at))
}

/// The plans of clauses, clause by clause, or which of them is refused.
fn planned(house: &House, clauses: &[Clause], request: &Request) -> Result<Vec<Vec<Plan>>, (Option<usize>, Fail)> {
    let context = house.context(house.newest, request.now, &request.actor).map_err(|error| (None, error.into()))?;
    let plan =
        |(at, clause): (usize, &Clause)| decide_clause(clause, &context).map_err(|refusal| (Some(at), refusal.into()));
    clauses.iter().enumerate().map(plan).collect()
}

impl House {
    /// What a decision looks at, under a version of the catalogue.
    ///
    /// # Errors
    /// When the version is not in the ledger.
    pub fn context<'a>(&'a self, version: u32, now: Instant, actor: &'a Actor) -> Result<Context<'a>, OfficeError> {
        Ok(Context {
            catalogue: self.version(version)?,
            catalogue_version: version,
            newest: self.catalogue()?,
            org: self.org(),
            calendar: &self.calendar,
            now,
            actor,
        })
    }
}

#[cfg(test)]
mod tests {
    use kernel::case::command::Assigned;
    use kernel::case::{Due, MoveForm, Opening, Value};
    use kernel::time::Date;

    use super::*;
    use crate::desk::Options;

    fn at_work() -> (tempfile::TempDir, Office, Request) {
        let folder = tempfile::tempdir().unwrap();
        let now = Instant::parse_local("2023-03-01T08:00").unwrap();
        let office = Office::open(Options::new(folder.path(), "thu.vn/dua", now, [1; 16])).unwrap();
        let mut form = MoveForm::new("assign");
        for (field, text) in [("subject", "Rà soát dự toán"), ("authority", "chairman"), ("source_kind", "letter")]
        {
            form = form.with(field, Value::text(text));
        }
        form.assigned = Some(Assigned { lead: Some("stc".into()), ..Assigned::default() });
        form.due = Due::On(Date::parse("2023-03-10").unwrap());
        let id = Uuid::from_u128(7);
        let actor = office.house().actor("specialist-vp-th-1", now).unwrap();
        let act = Act::Open(Opening { id, case_type: "task".into(), form, batch: None });
        office.act(&Request::new(None, act, &actor, now, [2; 16])).unwrap();
        let remark = Request::new(Some(id), Act::remark("Đã đọc"), &actor, now, [3; 16]);
        (folder, office, remark)
    }

    /// Somebody else changes the case between the decision and the writer, so many times.
    fn raced(times: u32) -> (Result<Vec<Done>, Fail>, u32) {
        let (_folder, office, request) = at_work();
        let id = request.case.unwrap();
        let mut tried = 0;
        let done = office.once(&request, id, &mut || {
            tried += 1;
            let before = office.load(id)?;
            if tried <= times {
                office.act(&request)?;
            }
            office.submit_all(before, &request, &[])
        });
        let urged = office.load(id).unwrap().unwrap().case;
        assert_eq!(urged.version, if done.is_ok() { 4 + u64::from(times) } else { 3 + u64::from(times) });
        (done, tried)
    }

    #[test]
    fn who_is_overtaken_decides_anew_and_gives_up_after_three_times() {
        let (once, tried) = raced(TRIES_MAX - 1);
        assert!(once.is_ok_and(|done| !done[0].repeated));
        assert_eq!(tried, TRIES_MAX);
        let (never, tried) = raced(TRIES_MAX);
        assert!(matches!(never, Err(Fail::Busy)));
        assert_eq!(tried, TRIES_MAX);
    }
}
