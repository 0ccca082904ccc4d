//! All kinds of work as planned, and the order in which their cases come.
//!
//! Plans are small; the acts of a case are made when it opens. Not here: how a case runs (its own module).

use kernel::time::Instant;
use uuid::Uuid;

use crate::dossier::{self, Dossier, Ways};
use crate::error::SimulateError;
use crate::incoming::{self, Incoming};
use crate::outgoing::{self, Outgoing};
use crate::script::{Birth, Script};
use crate::task::{self, Clause};
use crate::world::World;
use crate::{books, portal, programme};

/// Which plan a case comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Written,
    Dossier,
    Outgoing,
    Clause,
    Incoming,
}

/// A case, or a clause of several, that comes at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Arrival {
    pub at: Instant,
    pub kind: Kind,
    pub index: usize,
}

/// All plans.
pub(crate) struct Flows {
    ways: Ways,
    dossiers: Vec<Dossier>,
    outgoing: Vec<Outgoing>,
    clauses: Vec<Clause>,
    incoming: Vec<Incoming>,
    /// Cases written out act by act at once.
    written: Vec<Option<Script>>,
}

impl Flows {
    /// Plans everything. Documents come after the dossiers whose results they are, tasks after the documents that prove
    /// them, incoming documents after the tasks on which they report.
    pub(crate) fn plan(world: &World<'_>) -> Result<Self, SimulateError> {
        let ways = Ways::new(world)?;
        let dossiers = dossier::plan(world, &ways)?;
        let outgoing = outgoing::plan(world, &dossiers, &ways)?;
        let mut documents: Vec<(Instant, Uuid)> = outgoing.iter().filter_map(|d| d.as_evidence(world.seed)).collect();
        documents.sort_unstable();
        let clauses = task::plan(world, &documents)?;
        let incoming = incoming::plan(world, task::reports(&clauses))?;
        let written = [books::plan(world)?, programme::plan(world)?, portal::plan(world)?];
        let written = written.into_iter().flatten().map(Some).collect();
        Ok(Self { ways, dossiers, outgoing, clauses, incoming, written })
    }

    /// Every case with the moment at which it comes, in order.
    pub(crate) fn arrivals(&self, world: &World<'_>) -> Vec<Arrival> {
        let mut list = Vec::new();
        let mut add = |kind: Kind, moments: &mut dyn Iterator<Item = Option<Instant>>| {
            list.extend(moments.enumerate().filter_map(|(index, at)| Some(Arrival { at: at?, kind, index })));
        };
        let opened = |script: &Option<Script>| script.as_ref().and_then(|s| s.steps.front()).map(|step| step.at);
        add(Kind::Written, &mut self.written.iter().map(opened));
        add(Kind::Dossier, &mut self.dossiers.iter().map(|d| Some(d.opened())));
        add(Kind::Outgoing, &mut self.outgoing.iter().map(|d| Some(d.opened())));
        add(Kind::Clause, &mut self.clauses.iter().map(|c| Some(c.at)));
        add(Kind::Incoming, &mut self.incoming.iter().map(|d| Some(d.opened())));
        list.retain(|arrival| arrival.at < world.end);
        list.sort_unstable();
        list
    }

    /// How many acts all arrivals come to; those after the end are counted too, so it is a little more than will be.
    pub(crate) fn acts(&self, arrivals: &[Arrival]) -> u64 {
        let acts = |arrival: &Arrival| {
            let index = arrival.index;
            match arrival.kind {
                Kind::Written => self.written.get(index).and_then(Option::as_ref).map_or(0, |s| s.steps.len()),
                Kind::Dossier => self.dossiers.get(index).map_or(0, |d| d.marks.len()),
                Kind::Outgoing => self.outgoing.get(index).map_or(0, Outgoing::acts),
                Kind::Clause => self.clauses.get(index).map_or(0, Clause::acts),
                Kind::Incoming => self.incoming.get(index).map_or(0, Incoming::acts),
            }
        };
        u64::try_from(arrivals.iter().map(acts).sum::<usize>()).unwrap_or(u64::MAX)
    }

    /// The case of an arrival with all it will live through.
    pub(crate) fn birth(&mut self, world: &World<'_>, arrival: &Arrival) -> Result<Option<Birth>, SimulateError> {
        let index = arrival.index;
        let script = match arrival.kind {
            Kind::Written => self.written.get_mut(index).and_then(Option::take),
            Kind::Dossier => self.dossiers.get(index).map(|d| d.script(world, &self.ways)).transpose()?,
            Kind::Outgoing => self.outgoing.get(index).map(|d| d.script(world)).transpose()?,
            Kind::Incoming => self.incoming.get(index).map(|d| d.script(world)).transpose()?,
            Kind::Clause => return self.clauses.get(index).map_or(Ok(None), |c| c.birth(world)),
        };
        Ok(script.map(Birth::One))
    }
}
