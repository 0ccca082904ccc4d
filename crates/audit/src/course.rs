//! What is kept of one case while the log goes by: little enough for a country's cases, enough to count it again.
//!
//! The clock is counted by the kernel, and so are the figures: [`Course::as_case`] makes of what leaves tell the case that the
//! kernel's figures look at. Moments are kept to the day, as figures count by days. Not here: sums.

use std::collections::BTreeMap;

use kernel::Code;
use kernel::calendar::Calendar;
use kernel::case::leaf::replay::{Replay, Wrong};
use kernel::case::leaf::{Kind, PublicLeaf, ResultClass};
use kernel::case::{ByLateEntry, Carried, Case, CaseId, EnteredLate, Value};
use kernel::catalogue::Catalogue;
use kernel::clock::{ClockState, Extension, Status};
use kernel::time::{Date, Instant};

use crate::names::{Names, Number};
use crate::table::{NEAR_DUE_WORKING_DAYS, Signals};

/// State of the national portal: "yêu cầu bổ sung giấy tờ" (Thông tư 01/2018/TT-VPCP).
const SUPPLEMENT: u8 = 5;

/// Words shared by all courses.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Types, units, steps.
    pub codes: Names<Code>,
    /// Sets of codes of the catalogue that leaves tell: procedure, channel.
    pub of: Names<BTreeMap<Code, String>>,
}

/// What was seen of what hides lateness; [`Signals`] in a few bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    paused: bool,
    paused_near_due: bool,
    extended: bool,
    reopened: bool,
    corrected: bool,
    entered_late: bool,
}

/// What is kept of a case.
#[derive(Debug, Clone)]
pub struct Course {
    kind: Number,
    step: Number,
    unit: Option<Number>,
    of: Number,
    catalogue: u32,
    first: Date,
    carried: bool,
    entered: Vec<(Number, Date)>,
    published: Option<Date>,
    withdrawn: Option<Date>,
    closed: Option<Date>,
    received: Option<Date>,
    clock: Option<Box<Replay>>,
    judged: Option<ResultClass>,
    supplements: u16,
    seen: Seen,
    /// Something is wrong with it and was told; what follows from that is not told again.
    pub is_faulty: bool,
}

impl Course {
    /// A case from its first leaf, before anything of it is counted.
    pub fn begun(leaf: &PublicLeaf, words: &mut Words) -> Self {
        Self {
            kind: words.codes.number(&leaf.case_type),
            step: words.codes.number(&leaf.step),
            unit: None,
            of: words.of.number(&leaf.of),
            catalogue: leaf.catalogue,
            first: leaf.at.date(),
            carried: leaf.k == Kind::CarriedOver,
            entered: Vec::new(),
            published: None,
            withdrawn: None,
            closed: None,
            received: None,
            clock: None,
            judged: None,
            supplements: 0,
            seen: Seen::default(),
            is_faulty: false,
        }
    }

    /// Takes a leaf of the case; `is_first` for the one that it was begun with.
    ///
    /// # Errors
    /// When the leaf does not follow from those before.
    pub fn take(
        &mut self,
        leaf: &PublicLeaf,
        is_first: bool,
        words: &mut Words,
        calendar: Option<&Calendar>,
        catalogue: Option<&Catalogue>,
    ) -> Result<(), Wrong> {
        self.step_to(leaf, is_first, words, catalogue);
        self.unit = leaf.unit.as_ref().map(|unit| words.codes.number(unit));
        self.of = words.of.number(&leaf.of);
        self.mark(leaf, calendar);
        let opens = matches!(leaf.k, Kind::Opened | Kind::CarriedOver);
        let begins_late = |catalogue: &Catalogue| {
            catalogue.types.get(&leaf.case_type).is_some_and(|case_type| case_type.leaf.from.is_some())
        };
        if opens != is_first && !catalogue.is_some_and(begins_late) {
            return Err(Wrong::Order);
        }
        if leaf.clock.is_none() {
            return Ok(());
        }
        self.clock.get_or_insert_default().take(leaf, calendar)
    }

    fn step_to(&mut self, leaf: &PublicLeaf, is_first: bool, words: &mut Words, catalogue: Option<&Catalogue>) {
        let step = words.codes.number(&leaf.step);
        if (step == self.step && !is_first) || leaf.k == Kind::CarriedOver {
            return;
        }
        self.step = step;
        let day = leaf.at.date();
        match self.entered.iter_mut().find(|(known, _)| *known == step) {
            Some((_, last)) => *last = day,
            None => self.entered.push((step, day)),
        }
        let asks = |catalogue: &Catalogue| {
            let case_type = catalogue.types.get(&leaf.case_type)?;
            Some(case_type.step(leaf.step.as_str())?.law_code == Some(SUPPLEMENT))
        };
        if catalogue.and_then(asks) == Some(true) {
            self.supplements = self.supplements.saturating_add(1);
        }
    }

    /// Notes what the leaf's kind says.
    fn mark(&mut self, leaf: &PublicLeaf, calendar: Option<&Calendar>) {
        let day = leaf.at.date();
        let received = leaf.clock.as_ref().and_then(|clock| clock.received);
        self.received = received.map(|moment| moment.date()).or(self.received);
        match leaf.k {
            Kind::Closed => self.closed = Some(day),
            Kind::Published => {
                self.published.get_or_insert(day);
                self.withdrawn = None;
            }
            Kind::Withdrawn => self.withdrawn = Some(day),
            Kind::ClockPaused => {
                self.seen.paused = true;
                if is_near_due(leaf, calendar) {
                    self.seen.paused_near_due = true;
                }
            }
            Kind::ClockExtended => self.seen.extended = true,
            Kind::ClockReopened => {
                self.seen.reopened = true;
                self.judged = None;
            }
            Kind::Corrected => self.seen.corrected = true,
            Kind::LateEntry => self.seen.entered_late = true,
            Kind::LateEntryJudged => self.judged = leaf.result,
            Kind::Opened
            | Kind::CarriedOver
            | Kind::Moved
            | Kind::ClockStarted
            | Kind::ClockResumed
            | Kind::ClockRestarted
            | Kind::ClockRecomputed
            | Kind::ClockStopped => {}
        }
    }

    /// What hides lateness, each once.
    pub fn signals(&self) -> Signals {
        let Seen { paused, paused_near_due, extended, reopened, corrected, entered_late } = self.seen;
        Signals {
            paused: paused.into(),
            paused_near_due: paused_near_due.into(),
            extended: extended.into(),
            reopened: reopened.into(),
            supplements_repeated: (self.supplements > 1).into(),
            corrected: corrected.into(),
            entered_late: entered_late.into(),
        }
    }

    /// The version of the catalogue under which it was opened.
    pub fn catalogue(&self) -> u32 {
        self.catalogue
    }

    /// How its stopped clock counts.
    pub fn result(&self) -> Option<ResultClass> {
        self.clock.as_ref()?.told()?.result()
    }

    /// Whether it counts as on time by a late entry, though late.
    pub fn is_on_time_by_late_entry(&self) -> bool {
        self.result() == Some(ResultClass::Late)
            && matches!(self.judged, Some(ResultClass::Early | ResultClass::OnTime))
    }

    /// Its type, unit and procedure.
    pub fn place(&self, words: &Words) -> Option<(Code, Option<Code>, Option<String>)> {
        let unit = self.unit.and_then(|unit| words.codes.word(unit)).cloned();
        let procedure = words.of.word(self.of).and_then(|of| of.get("procedure")).cloned();
        Some((words.codes.word(self.kind)?.clone(), unit, procedure))
    }

    /// The case as far as leaves tell it, for the kernel's figures; moments are those of the day.
    pub fn as_case(&self, words: &Words) -> Option<Case> {
        let kind = words.codes.word(self.kind)?.clone();
        let step = words.codes.word(self.step)?.clone();
        let of = words.of.word(self.of)?;
        let entered =
            self.entered.iter().filter_map(|(step, on)| Some((words.codes.word(*step)?.clone(), moment(*on))));
        let carried = || {
            Box::new(Carried {
                register: String::new(),
                number: String::new(),
                on: self.first,
                received: moment(self.first),
                step: step.clone(),
                witness: kind.clone(),
                paused_by: None,
            })
        };
        Some(Case {
            id: CaseId::nil(),
            erased: None,
            carried: self.carried.then(carried),
            case_type: kind.clone(),
            catalogue: self.catalogue,
            version: 1,
            opened: moment(self.first),
            entered: entered.collect(),
            fields: of.iter().map(|(code, value)| (code.clone(), Value::Text(value.clone()))).collect(),
            body: BTreeMap::new(),
            lead: self.unit.and_then(|unit| words.codes.word(unit)).cloned(),
            coop: Vec::new(),
            holder: None,
            assigner: None,
            numbers: Vec::new(),
            clock: self.clock_state(),
            asked: None,
            spans: Vec::new(),
            files: Vec::new(),
            links: Vec::new(),
            made: BTreeMap::new(),
            published: self.published.map(moment),
            withdrawn: self.withdrawn.map(moment),
            closed: self.closed.map(moment),
            evidence: None,
            entered_late: self.entered_late(),
            batch: None,
            tally: kernel::case::Tally::default(),
            step,
        })
    }

    fn clock_state(&self) -> Option<ClockState> {
        let replay = self.clock.as_ref()?;
        let told = replay.told()?;
        let received = moment(self.received.unwrap_or(self.first));
        let due = told.due.map(|due| moment(due.date()));
        let mut clock = match due {
            Some(due) => ClockState::start_as_given(received, due, ""),
            None => ClockState::start_without_deadline(received, ""),
        };
        if let Some(stopped) = told.stopped {
            clock.status = Status::Stopped { at: moment(stopped.date()) };
        } else if replay.is_paused() {
            clock.status = Status::Paused { since: received, mode: kernel::clock::PauseMode::AddBack };
        }
        if let (true, Some(due)) = (told.extensions > 0, due) {
            clock.extensions.push(Extension { at: received, old: due, new: due, basis: String::new() });
        }
        Some(clock)
    }

    /// Moments that give the verdict which the leaf told.
    fn entered_late(&self) -> EnteredLate {
        let stop = self.judged.and_then(|judged| {
            let (done, due) = match judged {
                ResultClass::Early => (0, 1),
                ResultClass::OnTime => (0, 0),
                ResultClass::Late => (1, 0),
                ResultClass::NoDeadline => return None,
            };
            Some(ByLateEntry { done: moment(Date(done)), due: moment(Date(due)) })
        });
        EnteredLate { stop, ..EnteredLate::default() }
    }
}

fn moment(on: Date) -> Instant {
    on.at(0)
}

/// Whether a pause begins within [`NEAR_DUE_WORKING_DAYS`] of the due moment, or after it.
fn is_near_due(leaf: &PublicLeaf, calendar: Option<&Calendar>) -> bool {
    let near = || {
        let clock = leaf.clock.as_ref()?;
        let from = clock.from?.date();
        let horizon = calendar?.working_day_after(from, NEAR_DUE_WORKING_DAYS).ok()?;
        Some(clock.due?.date() <= horizon)
    };
    near().unwrap_or(false)
}
