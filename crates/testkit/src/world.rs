//! A small world: the catalogue, a clock that the test moves, and the cases lived so far, all in memory.
//!
//! Every act is decided by the kernel and checked on the way: folding its events gives the case that was planned, the
//! version counts the events, and each event survives its stored form. Two worlds of one story are equal.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::calendar::Calendar;
use kernel::case::batch::{Clause, decide_clause};
use kernel::case::{
    Act, Actor, Case, CaseId, Command, Context, Event, LateEntry, MoveForm, Opening, Plan, Refusal, apply, decide,
    record,
};
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::CaseType;
use kernel::figures::facts;
use kernel::time::Instant;

use crate::form::code;
use crate::{Ids, at};

/// Version under which a world's catalogue stands.
pub const CATALOGUE_VERSION: u32 = 1;

/// The world of a test.
#[derive(Debug, Clone)]
pub struct World {
    catalogue: Arc<Catalogue>,
    calendar: Arc<Calendar>,
    now: Instant,
    ids: Ids,
    counters: BTreeMap<(String, String), u64>,
    cases: BTreeMap<CaseId, Case>,
    events: BTreeMap<CaseId, Vec<Event>>,
    leaves: BTreeMap<CaseId, Vec<Vec<u8>>>,
}

impl World {
    /// The shipped catalogue on Wednesday 2023-03-01 at 08:00.
    #[must_use]
    pub fn shipped() -> Self {
        Self::of(crate::catalogue(), crate::calendar())
    }

    /// A world of another catalogue or calendar.
    #[must_use]
    pub fn of(catalogue: Arc<Catalogue>, calendar: Arc<Calendar>) -> Self {
        Self {
            catalogue,
            calendar,
            now: at("2023-03-01T08:00"),
            ids: Ids::new(1),
            counters: BTreeMap::new(),
            cases: BTreeMap::new(),
            events: BTreeMap::new(),
            leaves: BTreeMap::new(),
        }
    }

    /// Moves the clock, also back: what a test says of an earlier hour is its own affair.
    #[track_caller]
    pub fn at(&mut self, moment: &str) -> &mut Self {
        self.now = at(moment);
        self
    }

    /// Moves the clock to a moment.
    pub fn set_now(&mut self, now: Instant) {
        self.now = now;
    }

    /// The moment it is.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The catalogue.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The calendar.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Another calendar from now on, as after an announcement.
    pub fn announce(&mut self, calendar: Calendar) {
        self.calendar = Arc::new(calendar);
    }

    /// A fresh id.
    pub fn next_id(&mut self) -> CaseId {
        self.ids.next_id()
    }

    /// The person with the posts held now; `system` is a job of the house.
    ///
    /// # Panics
    /// When nobody of that code is in office.
    #[must_use]
    #[track_caller]
    pub fn actor(&self, person: &str) -> Actor {
        match self.find_actor(person) {
            Some(actor) => actor,
            None => panic!("`{person}` holds no post at {}", self.now.print_iso()),
        }
    }

    /// The same, `None` when nobody of that code is in office.
    #[must_use]
    pub fn find_actor(&self, person: &str) -> Option<Actor> {
        match person {
            "system" => Some(Actor::system("system")),
            _ => Actor::on(&self.catalogue.org, person, self.now.date()),
        }
    }

    /// Opens a case.
    ///
    /// # Errors
    /// The kernel's refusal.
    #[track_caller]
    pub fn open(&mut self, person: &str, case_type: &str, form: impl Into<MoveForm>) -> Result<CaseId, Refusal> {
        self.open_as(person, case_type, form.into(), None)
    }

    /// Opens a case for work done earlier (ghi bù).
    ///
    /// # Errors
    /// The kernel's refusal.
    #[track_caller]
    pub fn open_late(
        &mut self,
        person: &str,
        case_type: &str,
        form: impl Into<MoveForm>,
        late: LateEntry,
    ) -> Result<CaseId, Refusal> {
        self.open_as(person, case_type, form.into(), Some(late))
    }

    #[track_caller]
    fn open_as(
        &mut self,
        person: &str,
        case_type: &str,
        form: MoveForm,
        late: Option<LateEntry>,
    ) -> Result<CaseId, Refusal> {
        let id = self.ids.next_id();
        let opening = Opening { id, case_type: code(case_type), form, batch: None };
        let plan = self.decide(None, person, &Command { act: Act::Open(opening), late })?;
        self.commit(&plan);
        Ok(id)
    }

    /// Gives one clause to several units: one task each.
    ///
    /// # Errors
    /// The kernel's refusal; no task stands then.
    #[track_caller]
    pub fn open_clause(
        &mut self,
        person: &str,
        case_type: &str,
        form: impl Into<MoveForm>,
        units: &[&str],
    ) -> Result<Vec<CaseId>, Refusal> {
        let batch = self.ids.next_id();
        let leads = units.iter().map(|unit| (self.ids.next_id(), code(unit))).collect();
        let clause = Clause { batch, case_type: code(case_type), form: form.into(), leads };
        let actor = self.actor(person);
        let plans = decide_clause(&clause, &self.context(&actor))?;
        plans.iter().for_each(|plan| self.commit(plan));
        Ok(clause.leads.into_iter().map(|(id, _)| id).collect())
    }

    /// Acts on a case.
    ///
    /// # Errors
    /// The kernel's refusal.
    #[track_caller]
    pub fn act(&mut self, case: CaseId, person: &str, command: impl Into<Command>) -> Result<(), Refusal> {
        let plan = self.decide(Some(case), person, &command.into())?;
        self.commit(&plan);
        Ok(())
    }

    /// Decides without committing.
    ///
    /// # Errors
    /// The kernel's refusal.
    #[track_caller]
    pub fn decide(&self, case: Option<CaseId>, person: &str, command: &Command) -> Result<Plan, Refusal> {
        let actor = self.actor(person);
        decide(case.map(|id| self.case(id)), command, &self.context(&actor))
    }

    fn context<'a>(&'a self, actor: &'a Actor) -> Context<'a> {
        Context {
            catalogue: &self.catalogue,
            catalogue_version: CATALOGUE_VERSION,
            newest: &self.catalogue,
            org: &self.catalogue.org,
            calendar: &self.calendar,
            now: self.now,
            actor,
        }
    }

    /// Gives the plan its numbers, keeps its events, and checks what holds for every act.
    #[track_caller]
    pub fn commit(&mut self, plan: &Plan) {
        let mut given = Vec::new();
        for request in plan.numbers() {
            let last = self.counters.entry((request.counter.clone(), request.period.clone())).or_default();
            *last += 1;
            given.push(*last);
        }
        let outcome = plan.finish(&given);
        let id = plan.case_id();
        let before = self.cases.get(&id).cloned();
        assert_eq!(before.as_ref().map_or(0, |c| c.version), plan.expected_version(), "decided on another version");
        assert!(!outcome.events.is_empty(), "a plan without events");
        let folded = fold(before.clone(), &outcome.events);
        assert_eq!(folded.as_ref(), Some(&outcome.case), "folding the events gives another case than planned");
        let kept = self.events.entry(id).or_default();
        kept.extend(outcome.events.iter().cloned());
        assert_eq!(
            outcome.case.version,
            u64::try_from(kept.len()).unwrap_or_default(),
            "the version counts the events"
        );
        self.cases.insert(id, outcome.case);
        self.check_stored(id, before.as_ref(), &outcome.events);
    }

    /// Each event survives its stored form, and the figures need nothing that is sealed.
    #[track_caller]
    fn check_stored(&mut self, id: CaseId, before: Option<&Case>, events: &[Event]) {
        let case_type = self.type_of(id);
        let salts: Vec<[u8; 16]> = events.iter().map(|_| self.ids.salt()).collect();
        let salt = |seq: usize| salts.get(seq).copied().unwrap_or_default();
        let stored = record::encode_all(&case_type, before, events, self.calendar.fingerprint(), &salt);
        let stored = stored.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(stored.len(), events.len());
        for (stored, event) in stored.into_iter().zip(events) {
            let read = record::decode(&stored.plain, &stored.body);
            assert_eq!(read.as_ref(), Ok(event), "an event changes when it is stored");
            self.leaves.entry(id).or_default().push(stored.pub_head);
        }
        let destroyed: Vec<Event> =
            self.events(id).iter().map(|e| Event { private: Default::default(), ..e.clone() }).collect();
        let bare = fold(None, &destroyed);
        let figures = bare.map(|case| facts(&case_type, &case));
        assert_eq!(figures, Some(facts(&case_type, self.case(id))), "a destroyed body changes a figure");
    }

    /// The case.
    ///
    /// # Panics
    /// When it was never opened.
    #[must_use]
    #[track_caller]
    pub fn case(&self, id: CaseId) -> &Case {
        match self.cases.get(&id) {
            Some(case) => case,
            None => panic!("no case {id}"),
        }
    }

    /// Its events, oldest first.
    #[must_use]
    pub fn events(&self, id: CaseId) -> &[Event] {
        self.events.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// What the public log tells of its events, oldest first.
    #[must_use]
    pub fn leaves(&self, id: CaseId) -> &[Vec<u8>] {
        self.leaves.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// All cases.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.values()
    }

    /// The kinds of its events, oldest first.
    #[must_use]
    pub fn kinds(&self, id: CaseId) -> Vec<&'static str> {
        self.events(id).iter().map(|e| e.what.kind()).collect()
    }

    /// Its type.
    ///
    /// # Panics
    /// When the catalogue lost it.
    #[must_use]
    #[track_caller]
    pub fn type_of(&self, id: CaseId) -> Arc<CaseType> {
        match self.catalogue.types.get(&self.case(id).case_type) {
            Some(case_type) => Arc::clone(case_type),
            None => panic!("no type of case {id}"),
        }
    }

    /// Its step.
    #[must_use]
    #[track_caller]
    pub fn step(&self, id: CaseId) -> &str {
        self.case(id).step.as_str()
    }

    /// Its due moment as `2023-03-08T17:00:00`; `none` without a clock, `never` for không thời hạn.
    #[must_use]
    #[track_caller]
    pub fn due(&self, id: CaseId) -> String {
        match self.case(id).clock.as_ref().map(|clock| clock.due) {
            None => "none".to_owned(),
            Some(None) => "never".to_owned(),
            Some(Some(due)) => due.print_iso(),
        }
    }

    /// Its last number of the series as written; empty without one.
    #[must_use]
    #[track_caller]
    pub fn number(&self, id: CaseId, series: &str) -> &str {
        self.case(id).number(series).map_or("", |n| n.text.as_str())
    }

    /// How its clock stands: `none`, or the word by which the catalogue's conditions name it.
    #[must_use]
    #[track_caller]
    pub fn verdict(&self, id: CaseId) -> String {
        kernel::figures::look_up("@verdict", self.case(id)).unwrap_or_else(|| "none".to_owned())
    }

    /// How many records it contributes to an indicator.
    #[must_use]
    #[track_caller]
    pub fn counted(&self, id: CaseId, indicator: &str) -> usize {
        let case_type = self.type_of(id);
        facts(&case_type, self.case(id)).iter().filter(|f| f.indicator == *indicator).count()
    }
}

/// The case after the events.
fn fold(before: Option<Case>, events: &[Event]) -> Option<Case> {
    events.iter().fold(before, |case, event| match case {
        None => apply::open(event),
        Some(mut case) => {
            apply::apply(&mut case, event);
            Some(case)
        }
    })
}
