//! Deciding: a command on a case becomes events, or a refusal. Pure; time, actor and ids come in as arguments.
//!
//! This file holds the way in and the draft on which the parts work; each act has its own file. Nothing here
//! stores, and nothing of it knows a case type by name.

mod acts;
mod carry;
mod clock;
mod fields;
mod late;
mod moves;
mod numbers;

use super::event::{Event, Identity, Private, What};
use super::rights::{Actor, HeldPost, in_words};
use super::{Act, Case, CaseId, Command, Refusal, apply};
use crate::calendar::Calendar;
use crate::case::command::REASON_CHARACTERS_MAX;
use crate::catalogue::Catalogue;
use crate::catalogue::case_type::{CaseType, Who};
use crate::org::Org;
use crate::time::{Date, Instant};
use crate::{Code, Said};

pub use numbers::NumberRequest;

/// What a decision may look at besides the case and the command.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The catalogue under which the case was opened, or the newest for a case to be opened.
    pub catalogue: &'a Catalogue,
    /// Its version.
    pub catalogue_version: u32,
    /// The newest catalogue, which says who reads a whole type.
    pub newest: &'a Catalogue,
    /// The organisation as known now (dated, not pinned).
    pub org: &'a Org,
    /// The calendar as announced now (dated, not pinned).
    pub calendar: &'a Calendar,
    /// The instant of recording.
    pub now: Instant,
    /// Who acts.
    pub actor: &'a Actor,
}

impl Context<'_> {
    /// The day of recording in law time.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.local().date
    }
}

/// A decision that stands unless somebody was quicker: events, and the numbers that they still need.
#[derive(Debug, Clone)]
pub struct Plan {
    before: u64,
    case: Case,
    events: Vec<Event>,
    numbers: Vec<NumberRequest>,
    by: Code,
    post: Code,
    now: Instant,
}

impl Plan {
    /// This decision and the one after it as one act; numbers are given when both are done.
    fn followed_by(mut self, next: Self) -> Self {
        self.events.extend(next.events);
        self.numbers.extend(next.numbers);
        Self { before: self.before, events: self.events, numbers: self.numbers, ..next }
    }
}

/// A plan with its numbers filled in.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The case afterwards.
    pub case: Case,
    /// The events, in order.
    pub events: Vec<Event>,
}

impl Plan {
    /// The case that it changes.
    #[must_use]
    pub fn case_id(&self) -> CaseId {
        self.case.id
    }

    /// The case as decided, before its numbers are given.
    #[must_use]
    pub fn case(&self) -> &Case {
        &self.case
    }

    /// The version of the case that it was decided on; 0 opens it.
    #[must_use]
    pub fn expected_version(&self) -> u64 {
        self.before
    }

    /// The numbers that it needs, in order.
    #[must_use]
    pub fn numbers(&self) -> &[NumberRequest] {
        &self.numbers
    }

    /// Fills in the numbers given. Pure: may be called again with other numbers when the writer has to.
    #[must_use]
    pub fn finish(&self, given: &[u64]) -> Outcome {
        let mut case = self.case.clone();
        let mut events = self.events.clone();
        for (request, n) in self.numbers.iter().zip(given) {
            let what = What::NumberGiven { series: request.series.clone(), n: *n, text: request.format.written(*n) };
            let event =
                Event { at: self.now, by: self.by.clone(), post: self.post.clone(), what, private: Private::default() };
            apply::apply(&mut case, &event);
            events.push(event);
        }
        Outcome { case, events }
    }
}

/// Decides a command.
///
/// # Errors
/// A [`Refusal`] that names the rule; nothing has happened then.
pub fn decide(case: Option<&Case>, command: &Command, context: &Context<'_>) -> Result<Plan, Refusal> {
    let case_type = type_of(case, command, context)?;
    let mut draft = Draft::new(case, case_type, *context);
    if let Some(late) = &command.late {
        acts::check_late_entry(&draft, late)?;
        draft.late = Some(late.clone());
    }
    match (&command.act, case) {
        (Act::Open(opening), None) => moves::open(&mut draft, opening)?,
        (Act::Open(opening), Some(_)) => {
            return Err(Refusal::Unknown {
                what: ("hồ sơ mới", "new case").into(), code: opening.case_type.clone()
            });
        }
        (Act::CarryOver(asked), None) => carry::over(&mut draft, asked)?,
        (_, None) => return Err(Refusal::NothingToDo),
        (_, Some(case)) => acts::on_open_case(&mut draft, case, &command.act)?,
    }
    draft.into_plan()
}

/// Decides several commands on one case as one act, each on what the ones before it leave.
///
/// # Errors
/// The first refusal; nothing has happened then.
pub fn decide_all(case: Option<&Case>, commands: &[Command], context: &Context<'_>) -> Result<Plan, Refusal> {
    let mut whole: Option<Plan> = None;
    for command in commands {
        let next = decide(whole.as_ref().map(Plan::case).or(case), command, context)?;
        whole = Some(match whole {
            Some(plan) => plan.followed_by(next),
            None => next,
        });
    }
    whole.ok_or(Refusal::NothingToDo)
}

fn type_of<'a>(case: Option<&Case>, command: &Command, context: &Context<'a>) -> Result<&'a CaseType, Refusal> {
    let code = match (case, &command.act) {
        (Some(case), _) => &case.case_type,
        (None, Act::Open(opening)) => &opening.case_type,
        (None, Act::CarryOver(asked)) => &asked.case_type,
        (None, _) => return Err(Refusal::NothingToDo),
    };
    match context.catalogue.types.get(code) {
        Some(found) => Ok(found),
        None => Err(Refusal::Unknown { what: ("loại hồ sơ", "kind of case").into(), code: code.clone() }),
    }
}

/// The decision while it is being made: every event pushed is already applied to the case.
struct Draft<'a> {
    case_type: &'a CaseType,
    context: Context<'a>,
    before: u64,
    case: Option<Case>,
    post: Option<HeldPost>,
    late: Option<super::LateEntry>,
    events: Vec<Event>,
    numbers: Vec<NumberRequest>,
}

impl<'a> Draft<'a> {
    fn new(case: Option<&Case>, case_type: &'a CaseType, context: Context<'a>) -> Self {
        Self {
            case_type,
            context,
            before: case.map_or(0, |c| c.version),
            case: case.cloned(),
            post: None,
            late: None,
            events: Vec::new(),
            numbers: Vec::new(),
        }
    }

    /// The case that is being opened, of this type and under this catalogue.
    fn identity(&self, case: CaseId) -> Identity {
        let (case_type, catalogue) = (self.case_type.code.clone(), self.context.catalogue_version);
        Identity { case, case_type, catalogue }
    }

    /// Refuses unless a post of the actor is on the list, and remembers that post.
    fn permit(&mut self, act: impl Into<Said>, list: &[Who]) -> Result<(), Refusal> {
        match self.context.actor.allowed(list, self.case.as_ref(), self.context.org) {
            Some(post) => {
                self.post = Some(post.clone());
                Ok(())
            }
            None => Err(Refusal::NotAllowed { act: act.into(), who: in_words(list, self.context.org) }),
        }
    }

    fn push(&mut self, what: What, private: Private) {
        if let (Some(late), true) = (self.late.take(), self.case.is_some()) {
            let marked = What::LateEntry { occurred: late.occurred, witness: late.witness.clone() };
            self.push(marked, Private { text: late.reason.clone(), ..Private::default() });
        }
        let event = Event {
            at: self.context.now,
            by: self.context.actor.person.clone(),
            post: self.post_code(),
            what,
            private,
        };
        match &mut self.case {
            Some(case) => apply::apply(case, &event),
            None => self.case = apply::open(&event),
        }
        self.events.push(event);
    }

    fn post_code(&self) -> Code {
        let held = self.post.as_ref().or_else(|| self.context.actor.posts.first());
        held.map_or_else(|| Code::from("none"), |post| post.code.clone())
    }

    fn into_plan(self) -> Result<Plan, Refusal> {
        let (by, post, now) = (self.context.actor.person.clone(), self.post_code(), self.context.now);
        match self.case {
            Some(case) if !self.events.is_empty() => {
                Ok(Plan { before: self.before, case, events: self.events, numbers: self.numbers, by, post, now })
            }
            _ => Err(Refusal::NothingToDo),
        }
    }
}

/// A reason or remark within its length.
fn text_within(text: &str) -> Result<String, Refusal> {
    let characters = text.trim().chars().count();
    if characters > REASON_CHARACTERS_MAX {
        return Err(Refusal::TextTooLong { characters, characters_max: REASON_CHARACTERS_MAX });
    }
    Ok(text.trim().to_owned())
}
