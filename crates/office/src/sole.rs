//! The only writer of a ledger: what the ledger will answer - positions and numbers - is foreseen, so that the next act on a
//! case need not wait for the disk, and nothing is read back.
//!
//! For programs that own the ledger while they run, such as the simulation. What comes otherwise than foreseen is refused
//! by the ledger and nothing of it is stored. Rules, rows and writer are the same as for every act.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use kernel::Code;
use kernel::case::batch::{Clause, decide_clause};
use kernel::case::evidence::Evidence;
use kernel::case::{Act, Case, CaseId, Plan, decide};
use kernel::time::Instant;
use ledger::{Answer, Ticket};

use crate::act::{Fail, Proof, Request, proven_by};
use crate::change::{Batch, Foreseen};
use crate::desk::{Office, OfficeError};
use crate::house::House;
use crate::load::Loaded;

/// Code of the links that say which types can prove that a task was done.
const EVIDENCE: &str = "evidence";

/// The only writer. After an error a new one has to be made.
pub struct Sole {
    office: Office,
    house: Arc<House>,
    next: u64,
    /// Number given last, by series and period.
    counters: HashMap<(String, String), u64>,
    /// Types whose cases can prove something.
    proving: HashSet<Code>,
    /// Of each such case: when it was opened, and when it was numbered as an outgoing document.
    proofs: HashMap<CaseId, (Instant, Option<Instant>)>,
}

/// An act on its way to the disk.
#[must_use = "the answer says whether the act was recorded"]
pub struct Sent {
    ticket: Ticket,
}

impl Sent {
    /// Waits until the act is durable.
    ///
    /// # Errors
    /// When it could not be stored, or somebody else writes to the ledger; nothing has happened then.
    pub fn wait(self) -> Result<(), Fail> {
        match self.ticket.wait()? {
            Answer::Committed { .. } => Ok(()),
            Answer::Conflict { .. } => Err(Fail::Busy),
        }
    }
}

impl Sole {
    /// Takes the ledger as it stands.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn new(office: &Office) -> Result<Self, OfficeError> {
        let house = office.house();
        let mut reader = office.ledger().reader()?;
        let next = reader.head()?.next;
        let counters = reader.counters()?.into_iter().map(|c| ((c.name, c.period), c.last)).collect();
        let links = house.catalogue()?.types.values().flat_map(|t| &t.links);
        let proving = links.filter(|l| l.code == *EVIDENCE).flat_map(|l| l.to.iter().cloned()).collect();
        Ok(Self { office: office.clone(), house, next, counters, proving, proofs: HashMap::new() })
    }

    /// Decides one act and sends it: `before` is the case as its last act left it. The case comes back as this act will
    /// leave it. What a link points to is taken as the caller says: it may be on its way to the disk still.
    ///
    /// # Errors
    /// A refusal, or that a proof could not be read; nothing has happened then.
    pub fn submit(&mut self, before: Option<Loaded>, mut request: Request) -> Result<(Sent, Loaded), Fail> {
        if let (Some(proof), Act::Move(form)) = (&request.proof, &mut request.command.act) {
            form.evidence = Some(self.evidence(proof, before.as_ref(), request.now)?);
        }
        let house = Arc::clone(&self.house);
        let version = before.as_ref().map_or(house.newest, |b| b.case.catalogue);
        let context = house.context(version, request.now, &request.actor)?;
        let plan = decide(before.as_ref().map(|b| &b.case), &request.command, &context)?;
        let (sent, cases) = self.send(vec![(before, plan)], &request)?;
        Ok((sent, cases.into_iter().next().ok_or(Fail::NotFound)?))
    }

    /// Gives one clause to several units, as [`Office::assign_clause`] does.
    ///
    /// # Errors
    /// The first refusal; nothing has happened then.
    pub fn submit_clause(&mut self, clause: &Clause, request: &Request) -> Result<(Sent, Vec<Loaded>), Fail> {
        let house = Arc::clone(&self.house);
        let context = house.context(house.newest, request.now, &request.actor)?;
        let plans = decide_clause(clause, &context)?;
        self.send(plans.into_iter().map(|plan| (None, plan)).collect(), request)
    }

    fn send(&mut self, plans: Vec<(Option<Loaded>, Plan)>, request: &Request) -> Result<(Sent, Vec<Loaded>), Fail> {
        let mut numbers = Vec::new();
        for wanted in plans.iter().flat_map(|(_, plan)| plan.numbers()) {
            let last = self.counters.entry((wanted.counter.clone(), wanted.period.clone())).or_insert(0);
            *last += 1;
            numbers.push(*last);
        }
        let foreseen = Foreseen { numbers, first: self.next };
        let (batch, cases) = Batch::foreseen(&self.house, plans, request, foreseen)?;
        self.next += batch.events();
        for loaded in &cases {
            self.remember(&loaded.case);
        }
        Ok((Sent { ticket: self.office.ledger().submit(Box::new(batch)) }, cases))
    }

    fn remember(&mut self, case: &Case) {
        if self.proving.contains(&case.case_type) {
            self.proofs.insert(case.id, proven_by(case));
        }
    }

    /// What the ledger knows of a proof, or will know when it has stored what is on its way.
    fn evidence(&self, proof: &Proof, before: Option<&Loaded>, now: Instant) -> Result<Evidence, Fail> {
        if let Proof::Document(id) = proof
            && let Some((arrived, issued)) = self.proofs.get(id)
        {
            let (arrived, issued) = (*arrived, *issued);
            return Ok(Evidence { document: Some(*id), file: None, issued, signed: None, arrived });
        }
        self.office.evidence(proof, before, now)
    }
}
