//! The moving clock: acts are done in order of their moments, each through the office's own way to the ledger.
//!
//! Nothing waits for the disk but a case's own next act: what was sent stands in a window, oldest first. The window
//! moves by rules of its own and never by how quick the disk is, so that equal seeds give equal ledgers.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};

use kernel::Code;
use kernel::case::{Act, CaseId};
use kernel::time::Instant;
use office::{Fail, Loaded, Office, Pending, Proof, Request};

use crate::chance::{Chance, Stream};
use crate::error::SimulateError;
use crate::flows::{Arrival, Flows};
use crate::script::{Birth, Script, Step};
use crate::staff::By;
use crate::world::World;
use crate::{Progress, Summary};

/// Acts that may be on their way to the disk.
const WINDOW_ACTS_MAX: usize = 3_000;
/// Acts between two reports of progress.
const REPORT_ACTS: u64 = 512;

/// A case that is not finished.
struct Live {
    script: Script,
    loaded: Option<Loaded>,
    in_flight: bool,
}

/// An act on its way to the disk, with the cases it changes.
struct Sent {
    pending: Pending,
    slots: Vec<usize>,
    at: Instant,
    act: String,
}

/// The simulation while it runs.
pub(crate) struct Engine<'a> {
    office: &'a Office,
    world: &'a World<'a>,
    live: Vec<Option<Live>>,
    free: Vec<usize>,
    next: BinaryHeap<Reverse<(Instant, u64, usize)>>,
    window: VecDeque<Sent>,
    in_flight: HashSet<CaseId>,
    salts: Chance,
    /// Ties between acts of one moment are settled by the order in which they were planned.
    order: u64,
    summary: Summary,
}

impl<'a> Engine<'a> {
    pub(crate) fn new(office: &'a Office, world: &'a World<'a>) -> Self {
        Self {
            office,
            world,
            live: Vec::new(),
            free: Vec::new(),
            next: BinaryHeap::new(),
            window: VecDeque::new(),
            in_flight: HashSet::new(),
            salts: Chance::new(world.seed, Stream::Salts, 0),
            order: 0,
            summary: Summary { acts: 0, cases: 0, last: Instant(0) },
        }
    }

    /// Lives through all arrivals, which are sorted by moment.
    pub(crate) fn run(
        mut self,
        flows: &mut Flows,
        arrivals: &[Arrival],
        progress: &mut dyn FnMut(Progress),
        stop: &AtomicBool,
    ) -> Result<Summary, SimulateError> {
        let all = flows.acts(arrivals);
        let mut arrivals = arrivals.iter().peekable();
        let mut reported = 0;
        loop {
            if self.summary.acts >= reported + REPORT_ACTS {
                reported = self.summary.acts;
                progress(Progress::at(self.summary.acts, all, self.summary.last));
                if stop.load(Ordering::Relaxed) {
                    self.drain()?;
                    return Err(SimulateError::Stopped { acts: self.summary.acts });
                }
            }
            let soonest = self.next.peek().map(|Reverse((at, _, _))| *at);
            match arrivals.peek() {
                Some(arrival) if soonest.is_none_or(|at| arrival.at <= at) => {
                    let birth = flows.birth(self.world, arrival)?;
                    arrivals.next();
                    self.born(birth)?;
                }
                _ => match self.next.pop() {
                    Some(Reverse((_, _, slot))) => self.go_on(slot)?,
                    None => break,
                },
            }
        }
        self.drain()?;
        progress(Progress::at(self.summary.acts, self.summary.acts, self.summary.last));
        Ok(self.summary)
    }

    fn born(&mut self, birth: Option<Birth>) -> Result<(), SimulateError> {
        match birth {
            None => Ok(()),
            Some(Birth::One(script)) => {
                let slot = self.settle(script);
                self.summary.cases += 1;
                self.go_on(slot)
            }
            Some(Birth::Clause { clause, at, by, scripts }) => {
                let request = self.request(None, Act::SetFields(kernel::case::Fields::new()), by, at);
                let case_type = clause.case_type.clone();
                let said = |fail| refused(case_type.clone(), "assign_clause", at, fail);
                let pending = self.office.submit_clause(&clause, &request).map_err(said)?;
                let slots: Vec<usize> = scripts.into_iter().map(|script| self.settle(script)).collect();
                self.summary.cases += u64::try_from(slots.len()).unwrap_or(0);
                self.send(Sent { pending, slots, at, act: "assign_clause".to_owned() })
            }
        }
    }

    /// Gives a case a place among those that live.
    fn settle(&mut self, script: Script) -> usize {
        let live = Some(Live { script, loaded: None, in_flight: false });
        if let Some(slot) = self.free.pop() {
            if let Some(place) = self.live.get_mut(slot) {
                *place = live;
            }
            return slot;
        }
        self.live.push(live);
        self.live.len() - 1
    }

    /// Does the next act of a case.
    fn go_on(&mut self, slot: usize) -> Result<(), SimulateError> {
        self.wait_while(|engine| engine.live(slot).is_some_and(|live| live.in_flight))?;
        let Some(live) = self.live_mut(slot) else { return Ok(()) };
        let Some(step) = live.script.steps.pop_front() else { return Ok(()) };
        let (id, case_type, before) = (live.script.id, live.script.case_type, live.loaded.take());
        if let Some(Proof::Document(document)) = &step.proof {
            let document = *document;
            self.wait_while(|engine| engine.in_flight.contains(&document))?;
        }
        let Step { at, by, act, proof, file } = step;
        let name = name_of(&act);
        let case = before.as_ref().map(|_| id);
        let request = Request { proof, file, ..self.request(case, act, by, at) };
        let said = |fail| refused(Code::from(case_type), &name, at, fail);
        let pending = self.office.submit_known(before, &request).map_err(said)?;
        self.send(Sent { pending, slots: vec![slot], at, act: name })
    }

    fn request(&mut self, case: Option<CaseId>, act: Act, by: By, at: Instant) -> Request {
        let actor = self.world.staff.actor(by);
        Request {
            key: None,
            case,
            command: act.into(),
            actor,
            now: at,
            seed: self.salts.bytes(),
            proof: None,
            file: None,
        }
    }

    fn send(&mut self, sent: Sent) -> Result<(), SimulateError> {
        self.summary.acts += 1;
        self.summary.last = sent.at;
        for slot in &sent.slots {
            self.order += 1;
            let order = self.order;
            let Some(live) = self.live_mut(*slot) else { continue };
            live.in_flight = true;
            let (id, next) = (live.script.id, live.script.steps.front().map(|step| step.at));
            self.in_flight.insert(id);
            if let Some(at) = next {
                self.next.push(Reverse((at, order, *slot)));
            }
        }
        self.window.push_back(sent);
        self.wait_while(|engine| engine.window.len() > WINDOW_ACTS_MAX)
    }

    /// Waits for the oldest act on its way, again and again while something holds.
    fn wait_while(&mut self, holds: impl Fn(&Self) -> bool) -> Result<(), SimulateError> {
        while holds(self) {
            let Some(sent) = self.window.pop_front() else { return Ok(()) };
            self.arrived(sent)?;
        }
        Ok(())
    }

    fn arrived(&mut self, sent: Sent) -> Result<(), SimulateError> {
        let Sent { pending, slots, at, act } = sent;
        let case_type = slots.first().and_then(|s| self.live(*s)).map_or("case", |live| live.script.case_type);
        let said = |fail| refused(Code::from(case_type), &act, at, fail);
        let cases = pending.wait_loaded().map_err(said)?.ok_or_else(|| said(Fail::Busy))?;
        for (slot, loaded) in slots.into_iter().zip(cases) {
            let Some(live) = self.live_mut(slot) else { continue };
            let (id, finished) = (live.script.id, live.script.steps.is_empty());
            live.loaded = Some(loaded);
            live.in_flight = false;
            self.in_flight.remove(&id);
            if finished {
                if let Some(place) = self.live.get_mut(slot) {
                    *place = None;
                }
                self.free.push(slot);
            }
        }
        Ok(())
    }

    fn drain(&mut self) -> Result<(), SimulateError> {
        self.wait_while(|engine| !engine.window.is_empty())
    }

    fn live(&self, slot: usize) -> Option<&Live> {
        self.live.get(slot).and_then(Option::as_ref)
    }

    fn live_mut(&mut self, slot: usize) -> Option<&mut Live> {
        self.live.get_mut(slot).and_then(Option::as_mut)
    }
}

fn refused(case_type: Code, act: &str, at: Instant, fail: Fail) -> SimulateError {
    match fail {
        Fail::Broken(error) => SimulateError::Office(Box::new(error)),
        fail => SimulateError::Refused { case_type, act: act.to_owned(), at, fail: Box::new(fail) },
    }
}

/// What an act is called in an error.
fn name_of(act: &Act) -> String {
    match act {
        Act::Open(opening) => opening.form.code.to_string(),
        Act::Move(form) => form.code.to_string(),
        Act::SetFields(_) => "set_fields".to_owned(),
        Act::Assign(_) => "assign".to_owned(),
        Act::Extend { .. } => "extend".to_owned(),
        Act::Urge { .. } => "urge".to_owned(),
        Act::Remark { .. } => "remark".to_owned(),
        Act::Attach { .. } => "attach".to_owned(),
        Act::Link(_) => "link".to_owned(),
        Act::Correct { .. } => "correct".to_owned(),
        Act::Recompute { .. } => "recompute".to_owned(),
        Act::Foreign { .. } => "foreign".to_owned(),
    }
}
