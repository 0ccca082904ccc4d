//! The moving clock: acts are done in order of their moments, each through the office's own way to the ledger.
//!
//! Nothing waits for the disk: the simulation is the ledger's only writer and foresees its answers (`office::Sole`). What
//! was sent stands in a window, oldest first, and each answer is heard.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};

use kernel::Code;
use kernel::case::{Act, CaseId};
use kernel::time::Instant;
use office::{Fail, Loaded, Office, Request, Sent, Sole};

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
}

/// An act on its way to the disk, and what it is called in an error.
struct Waiting {
    sent: Sent,
    case_type: &'static str,
    at: Instant,
    act: String,
}

/// The simulation while it runs.
pub(crate) struct Engine<'a> {
    sole: Sole,
    world: &'a World<'a>,
    live: Vec<Option<Live>>,
    free: Vec<usize>,
    next: BinaryHeap<Reverse<(Instant, u64, usize)>>,
    window: VecDeque<Waiting>,
    salts: Chance,
    /// Ties between acts of one moment are settled by the order in which they were planned.
    order: u64,
    summary: Summary,
}

impl<'a> Engine<'a> {
    pub(crate) fn new(office: &Office, world: &'a World<'a>) -> Result<Self, SimulateError> {
        Ok(Self {
            sole: Sole::new(office)?,
            world,
            live: Vec::new(),
            free: Vec::new(),
            next: BinaryHeap::new(),
            window: VecDeque::new(),
            salts: Chance::new(world.seed, Stream::Salts, 0),
            order: 0,
            summary: Summary { acts: 0, cases: 0, last: Instant(0) },
        })
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
                    self.hear(0)?;
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
        self.hear(0)?;
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
                let act = "assign_clause".to_owned();
                let said = |fail| refused("task", &act, at, fail);
                let (sent, cases) = self.sole.submit_clause(&clause, &request).map_err(said)?;
                for (script, loaded) in scripts.into_iter().zip(cases) {
                    let slot = self.settle(script);
                    self.summary.cases += 1;
                    self.went(slot, loaded);
                }
                self.send(Waiting { sent, case_type: "task", at, act })
            }
        }
    }

    /// Gives a case a place among those that live.
    fn settle(&mut self, script: Script) -> usize {
        let live = Some(Live { script, loaded: None });
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
        let Some(live) = self.live_mut(slot) else { return Ok(()) };
        let Some(step) = live.script.steps.pop_front() else { return Ok(()) };
        let (id, case_type, before) = (live.script.id, live.script.case_type, live.loaded.take());
        let Step { at, by, act, proof, file } = step;
        let name = name_of(&act);
        let case = before.as_ref().map(|_| id);
        let request = Request { proof, file, ..self.request(case, act, by, at) };
        let said = |fail| refused(case_type, &name, at, fail);
        let (sent, loaded) = self.sole.submit(before, request).map_err(said)?;
        self.went(slot, loaded);
        self.send(Waiting { sent, case_type, at, act: name })
    }

    /// Takes a case as its act left it, and notes when its next one is; without one, its place is free.
    fn went(&mut self, slot: usize, loaded: Loaded) {
        self.order += 1;
        let order = self.order;
        let Some(live) = self.live_mut(slot) else { return };
        match live.script.steps.front().map(|step| step.at) {
            Some(at) => {
                live.loaded = Some(loaded);
                self.next.push(Reverse((at, order, slot)));
            }
            None => {
                if let Some(place) = self.live.get_mut(slot) {
                    *place = None;
                }
                self.free.push(slot);
            }
        }
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

    fn send(&mut self, waiting: Waiting) -> Result<(), SimulateError> {
        self.summary.acts += 1;
        self.summary.last = waiting.at;
        self.window.push_back(waiting);
        self.hear(WINDOW_ACTS_MAX)
    }

    /// Waits for the oldest acts until at most so many are on their way.
    fn hear(&mut self, most: usize) -> Result<(), SimulateError> {
        while self.window.len() > most {
            let Some(Waiting { sent, case_type, at, act }) = self.window.pop_front() else { return Ok(()) };
            sent.wait().map_err(|fail| refused(case_type, &act, at, fail))?;
        }
        Ok(())
    }

    fn live_mut(&mut self, slot: usize) -> Option<&mut Live> {
        self.live.get_mut(slot).and_then(Option::as_mut)
    }
}

fn refused(case_type: &'static str, act: &str, at: Instant, fail: Fail) -> SimulateError {
    match fail {
        Fail::Broken(error) => SimulateError::Office(Box::new(error)),
        fail => {
            SimulateError::Refused { case_type: Code::from(case_type), act: act.to_owned(), at, fail: Box::new(fail) }
        }
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
        Act::Erase { .. } => "erase".to_owned(),
        Act::Urge { .. } => "urge".to_owned(),
        Act::Remark { .. } => "remark".to_owned(),
        Act::AskExtension { .. } => "ask extension".to_owned(),
        Act::RefuseExtension { .. } => "refuse extension".to_owned(),
        Act::Attach { .. } => "attach".to_owned(),
        Act::Link { .. } => "link".to_owned(),
        Act::Correct { .. } => "correct".to_owned(),
        Act::Recompute { .. } => "recompute".to_owned(),
        Act::Foreign { .. } => "foreign".to_owned(),
        Act::CarryOver(_) => "carry_over".to_owned(),
    }
}
