//! Counting a deadline again from leaves alone, by the rule of [`crate::clock`].
//!
//! A leaf tells minutes, the rule counts seconds: a due moment that a leaf tells is right when some seconds within the
//! told minutes lead to it. Errors do not add up, since each step goes on from the due moment told before. What was given
//! (a due date that somebody set, a balance of the old books, a re-appointment) is taken as told. Pure; where the
//! calendars come from, and whether the leaves are all there, is the caller's affair.

use super::{ClockSaid, Kind, Minute, PublicLeaf, ResultClass};
use crate::calendar::{Calendar, OutsideCalendar};
use crate::clock::{ClockError, Limit, PauseMode, RULE_VERSION, due_moment, start_moment};
use crate::time::Instant;

/// A clock as the leaves tell it, each step counted again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// The very first due moment.
    pub first_due: Option<Minute>,
    /// The due moment in force.
    pub due: Option<Minute>,
    /// When the work counts as done.
    pub stopped: Option<Minute>,
    /// Pauses that ended.
    pub pauses: u32,
    /// Re-appointments and extensions.
    pub extensions: u32,
}

impl Replayed {
    /// How the work counts, by dates; `None` while the clock runs.
    #[must_use]
    pub fn result(&self) -> Option<ResultClass> {
        let stopped = self.stopped?;
        let Some(due) = self.due else { return Some(ResultClass::NoDeadline) };
        Some(match stopped.date().cmp(&due.date()) {
            std::cmp::Ordering::Less => ResultClass::Early,
            std::cmp::Ordering::Equal => ResultClass::OnTime,
            std::cmp::Ordering::Greater => ResultClass::Late,
        })
    }
}

/// Why the leaves of a case do not add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayError {
    /// Minute of the leaf that is wrong.
    pub at: Minute,
    /// Its kind.
    pub k: Kind,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with a leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It tells another moment than the rule gives: what it tells, and the earliest and latest that it could.
    Moment {
        /// Told.
        told: Option<Minute>,
        /// Earliest.
        earliest: Minute,
        /// Latest.
        latest: Minute,
    },
    /// It tells another result than its moments give.
    Result,
    /// It tells of a moment that it cannot tell of: to come, or past without being marked as entered late.
    Backdated,
    /// It does not follow from the leaf before, or a part is missing.
    Order,
    /// Nobody has a calendar of this fingerprint.
    Calendar,
    /// It was counted by a rule that this program does not know.
    Rule,
    /// A moment lies outside the calendar, or a limit is none.
    Clock(ClockError),
}

impl From<ClockError> for Wrong {
    fn from(error: ClockError) -> Self {
        Self::Clock(error)
    }
}

impl From<OutsideCalendar> for Wrong {
    fn from(error: OutsideCalendar) -> Self {
        Self::Clock(error.into())
    }
}

/// What changed the due moment since the limit began to run.
#[derive(Debug, Clone)]
enum Change {
    Pause(Minute, Minute),
    Given(Minute),
}

/// A clock under way.
#[derive(Debug, Clone)]
struct Running {
    told: Replayed,
    limit: Option<Limit>,
    limit_anew: Option<Limit>,
    /// When the limit began, where it is counted.
    begin: Minute,
    changes: Vec<Change>,
    /// The due moment last told to the applicant, which an announcement does not change.
    printed: Option<Minute>,
    paused: Option<(Minute, PauseMode)>,
}

/// Earliest and latest moment.
type Range = (Instant, Instant);

/// The clock of one case, counted again leaf by leaf. Empty until a leaf starts it.
#[derive(Debug, Clone, Default)]
pub struct Replay(Option<Running>);

impl Replay {
    /// Takes the next leaf of the case; one that tells nothing of the clock changes nothing. `calendar` is the one whose
    /// fingerprint the leaf names. What comes after a wrong leaf is counted from what that leaf tells.
    ///
    /// # Errors
    /// When the leaf does not follow from the rule.
    pub fn take(&mut self, leaf: &PublicLeaf, calendar: Option<&Calendar>) -> Result<(), Wrong> {
        let Some(said) = &leaf.clock else { return Ok(()) };
        let checked = self.check(leaf, said, calendar);
        if checked.is_err() {
            self.believe(said);
        }
        checked
    }

    /// The clock as told so far; `None` while there is none.
    #[must_use]
    pub fn told(&self) -> Option<&Replayed> {
        self.0.as_ref().map(|clock| &clock.told)
    }

    /// Whether it is paused now.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.0.as_ref().is_some_and(|clock| clock.paused.is_some())
    }

    fn check(&mut self, leaf: &PublicLeaf, said: &ClockSaid, calendar: Option<&Calendar>) -> Result<(), Wrong> {
        if leaf.rule != RULE_VERSION {
            return Err(Wrong::Rule);
        }
        if !is_timely(leaf, said) {
            return Err(Wrong::Backdated);
        }
        let calendar = calendar.ok_or(Wrong::Calendar)?;
        match &mut self.0 {
            None => self.0 = Some(begun(leaf.k, said, calendar)?),
            Some(clock) => clock.step(leaf.k, said, calendar)?,
        }
        let result = self.told().and_then(Replayed::result);
        if leaf.k == Kind::ClockStopped && leaf.result != result { Err(Wrong::Result) } else { Ok(()) }
    }

    fn believe(&mut self, said: &ClockSaid) {
        let begun = || Running {
            told: Replayed { first_due: said.due, due: said.due, stopped: None, pauses: 0, extensions: 0 },
            limit: said.limit,
            limit_anew: said.limit_anew,
            begin: said.received.unwrap_or(Minute::of(Instant(0))),
            changes: Vec::new(),
            printed: said.due,
            paused: None,
        };
        let clock = self.0.get_or_insert_with(begun);
        clock.tell(said.due);
        clock.told.stopped = said.stopped;
        clock.paused = said.from.filter(|_| said.to.is_none() && said.stopped.is_none()).zip(said.pause);
        clock.changes = said.due.map(Change::Given).into_iter().collect();
    }
}

/// Counts the clock of one case again from its leaves in the order of the log. `None` when it never had a clock.
///
/// # Errors
/// The first leaf that does not follow from the rule.
pub fn replay<'a>(
    leaves: &[PublicLeaf],
    calendar_of: &dyn Fn(&str) -> Option<&'a Calendar>,
) -> Result<Option<Replayed>, ReplayError> {
    let mut replay = Replay::default();
    for leaf in leaves {
        let taken = replay.take(leaf, calendar_of(&leaf.calendar));
        taken.map_err(|wrong| ReplayError { at: leaf.at, k: leaf.k, wrong })?;
    }
    Ok(replay.0.map(|clock| clock.told))
}

/// Whether what a leaf tells happened when it was recorded, or before and marked so. A stop may be that of an earlier paper;
/// a pause is never earlier.
fn is_timely(leaf: &PublicLeaf, said: &ClockSaid) -> bool {
    let by = |moment: Option<Minute>| moment.is_none_or(|moment| moment <= leaf.at);
    let now = |moment: Option<Minute>| by(moment) && (leaf.late_entry || moment.is_none_or(|moment| moment == leaf.at));
    match leaf.k {
        Kind::ClockStarted => now(said.received),
        Kind::ClockPaused => said.from == Some(leaf.at),
        Kind::ClockResumed | Kind::ClockRestarted => now(said.to),
        Kind::ClockStopped => by(said.stopped) && said.to.is_none_or(|to| Some(to) == said.stopped),
        _ => true,
    }
}

fn begun(k: Kind, said: &ClockSaid, calendar: &Calendar) -> Result<Running, Wrong> {
    let (true, Some(received), Some(start)) =
        (matches!(k, Kind::ClockStarted | Kind::CarriedOver), said.received, said.start)
    else {
        return Err(Wrong::Order);
    };
    // A balance of the old books is told as it stood there.
    if let (Kind::ClockStarted, Some(limit)) = (k, said.limit) {
        let counted = |at: Instant| due_moment(calendar, at, limit);
        either(said.due, (counted(received.first())?, counted(received.last())?))?;
        let begins = |at: Instant| start_moment(calendar, at, limit);
        either(Some(start), (begins(received.first())?, begins(received.last())?))?;
    }
    let told = Replayed { first_due: said.due, due: said.due, stopped: said.stopped, pauses: 0, extensions: 0 };
    let paused = said.pause.and_then(|mode| Some((said.from?, mode)));
    let (limit, limit_anew, printed) = (said.limit, said.limit_anew, said.due);
    Ok(Running { told, limit, limit_anew, begin: received, changes: Vec::new(), printed, paused })
}

impl Running {
    fn step(&mut self, k: Kind, said: &ClockSaid, calendar: &Calendar) -> Result<(), Wrong> {
        match k {
            Kind::ClockPaused => {
                let (Some(from), Some(mode), None) = (said.from, said.pause, self.paused) else {
                    return Err(Wrong::Order);
                };
                self.paused = Some((from, mode));
                self.unmoved(said)?;
            }
            Kind::ClockResumed | Kind::ClockRestarted => self.resumed(said, calendar)?,
            Kind::ClockExtended => {
                let (Some(new), Some(old)) = (said.due, self.told.due) else { return Err(Wrong::Order) };
                if new <= old {
                    return Err(Wrong::Order);
                }
                self.told.extensions += 1;
                self.changes.push(Change::Given(new));
                self.tell(Some(new));
            }
            Kind::ClockRecomputed => {
                let (Some(range), Some(printed)) = (self.computed(calendar)?, self.printed) else {
                    return Err(Wrong::Order);
                };
                let (low, high) = (range.0.min(printed.first()), range.1.min(printed.last()));
                within(said.due, (low, high))?;
                self.told.due = said.due;
            }
            Kind::ClockStopped => {
                if said.to.is_some() {
                    self.resumed(said, calendar)?;
                }
                self.paused = None;
                self.unmoved(said)?;
                self.told.stopped = Some(said.stopped.ok_or(Wrong::Order)?);
            }
            Kind::ClockReopened => {
                self.told.stopped.take().ok_or(Wrong::Order)?;
                self.unmoved(said)?;
            }
            _ => return Err(Wrong::Order),
        }
        Ok(())
    }

    /// Ends a pause: the due moment moves by its working time, or the whole limit begins anew. A pause without length is
    /// told without its end.
    fn resumed(&mut self, said: &ClockSaid, calendar: &Calendar) -> Result<(), Wrong> {
        let Some((since, mode)) = self.paused.take() else { return Err(Wrong::Order) };
        let Some(to) = said.to else { return self.unmoved(said) };
        if said.from != Some(since) || said.pause != Some(mode) || to < since {
            return Err(Wrong::Order);
        }
        self.told.pauses += 1;
        match (mode, self.limit.or(self.limit_anew), self.told.due) {
            (PauseMode::Restart, Some(limit), _) => {
                let counted = |at: Instant| due_moment(calendar, at, limit);
                either(said.due, (counted(to.first())?, counted(to.last())?))?;
                (self.limit, self.begin) = (Some(limit), to);
                self.changes.clear();
            }
            (_, _, Some(due)) => {
                within(said.due, added(calendar, (due.first(), due.last()), since, to)?)?;
                self.changes.push(Change::Pause(since, to));
            }
            (_, _, None) => self.unmoved(said)?,
        }
        self.tell(said.due);
        Ok(())
    }

    fn tell(&mut self, due: Option<Minute>) {
        (self.told.due, self.printed) = (due, due);
    }

    fn unmoved(&self, said: &ClockSaid) -> Result<(), Wrong> {
        if said.due == self.told.due { Ok(()) } else { Err(Wrong::Order) }
    }

    /// The due moment by this calendar from the limit on; `None` where it was given.
    fn computed(&self, calendar: &Calendar) -> Result<Option<Range>, Wrong> {
        let Some(limit) = self.limit else { return Ok(None) };
        let mut due =
            (due_moment(calendar, self.begin.first(), limit)?, due_moment(calendar, self.begin.last(), limit)?);
        for change in &self.changes {
            due = match change {
                Change::Pause(from, to) => added(calendar, due, *from, *to)?,
                Change::Given(at) => (at.first(), at.last()),
            };
        }
        Ok(Some(due))
    }
}

/// A due moment with the working time of a pause added.
fn added(calendar: &Calendar, due: Range, from: Minute, to: Minute) -> Result<Range, Wrong> {
    let shortest = calendar.working_seconds(from.last().min(to.first()), to.first())?;
    let longest = calendar.working_seconds(from.first(), to.last())?;
    Ok((calendar.add_working_seconds(due.0, shortest)?, calendar.add_working_seconds(due.1, longest)?))
}

/// One of two moments: the first second of the minute may be that of an opening, all others count alike.
fn either(told: Option<Minute>, range: Range) -> Result<(), Wrong> {
    let (earliest, latest) = (Minute::of(range.0), Minute::of(range.1));
    if told == Some(earliest) || told == Some(latest) {
        return Ok(());
    }
    Err(Wrong::Moment { told, earliest, latest })
}

fn within(told: Option<Minute>, range: Range) -> Result<(), Wrong> {
    let (earliest, latest) = (Minute::of(range.0), Minute::of(range.1));
    if told.is_some_and(|told| earliest <= told && told <= latest) {
        return Ok(());
    }
    Err(Wrong::Moment { told, earliest, latest })
}
