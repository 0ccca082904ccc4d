//! The clock of a case as it is stored, and its transitions: pure functions from one clock to the next.
//!
//! A transition answers with the new clock or a [`ClockError`]; how the due moment came about is asked of
//! [`ClockState::explain`] when somebody wants to see it. Reasons in words stay out of the clock: they may be
//! personal, and the clock is stored where lists can read it. Who may do what: `case`.

use serde::{Deserialize, Serialize};

use super::due::{due_moment, explained, start_of};
use super::explain::{Explanation, Rule, Step};
use super::{ClockError, Limit};
use crate::calendar::Calendar;
use crate::time::{Date, Instant};

/// Why a moment told earlier stands: people rely on their paper.
const BASIS_TOLD: &str = "Giấy hẹn hoặc văn bản giao đã phát hành";

/// The clock of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockState {
    /// When the application, paper or task was received.
    pub received: Instant,
    /// When the time began to run first: the receipt, moved to working time where the unit asks for it.
    pub start: Instant,
    /// The limit; absent when the due moment was given, or there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The limit that begins anew after a return for completion, where the due moment itself was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_anew: Option<Limit>,
    /// Law or paper that sets the limit or gives the due moment.
    pub basis: String,
    /// The due moment in force; absent means không thời hạn, a state of its own and never "in term".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Instant>,
    /// The very first due moment; never changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_due: Option<Instant>,
    /// The due moment last told to the applicant: at the start, after a pause, when re-appointed. An announcement
    /// does not change it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed_due: Option<Instant>,
    /// Running, paused or stopped.
    pub status: Status,
    /// Pauses that have ended, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// Re-appointments and extensions, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
    /// Recomputations after announcements that moved the due moment, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recomputed: Vec<Recomputation>,
}

/// Whether the time runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It runs.
    Running,
    /// It does not run for now.
    Paused {
        /// Since when.
        since: Instant,
        /// What resuming does.
        mode: PauseMode,
    },
    /// The work is done.
    Stopped {
        /// When.
        at: Instant,
    },
}

/// What resuming a pause does to the due moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseMode {
    /// It moves by the working time of the pause.
    AddBack,
    /// The whole limit begins anew.
    Restart,
}

/// A pause that has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// First moment.
    pub from: Instant,
    /// Last moment.
    pub to: Instant,
    /// When its end was recorded, where that was later than the end itself (ghi bù).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Instant>,
    /// What resuming did.
    pub mode: PauseMode,
    /// Due moment before.
    pub old: Option<Instant>,
    /// Due moment after.
    pub new: Option<Instant>,
    /// Law by which the due moment moved; empty in records from before it was kept: the clock's own law stands for it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
}

/// A move of the due moment by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// When it was decided.
    pub at: Instant,
    /// Due moment before.
    pub old: Instant,
    /// Due moment after.
    pub new: Instant,
    /// Law that allows it.
    pub basis: String,
}

/// A move of the due moment by an announcement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recomputation {
    /// When it was computed.
    pub at: Instant,
    /// Id of the announcement.
    pub announcement: String,
    /// Due moment before.
    pub old: Instant,
    /// Due moment after: the earlier of the told and the computed one.
    pub new: Instant,
}

/// What the catalogue allows in moving a due moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionRule {
    /// How often.
    pub times_max: u32,
    /// At least so many days before the due date; `None` means any time.
    pub days_before: Option<u32>,
    /// Law.
    pub basis: String,
}

/// An entry of the clock's history that changed the due moment.
enum Change<'a> {
    Pause(&'a Pause),
    Extension(&'a Extension),
    Recomputation(&'a Recomputation),
}

impl ClockState {
    /// Starts a clock by a limit.
    ///
    /// # Errors
    /// When receipt or due moment lie outside the calendar.
    pub fn start(calendar: &Calendar, received: Instant, limit: Limit, basis: &str) -> Result<Self, ClockError> {
        let due = due_moment(calendar, received, limit)?;
        let start = start_of(calendar, received, limit)?;
        Ok(Self { limit: Some(limit), start, ..Self::given(received, Some(due), basis) })
    }

    /// Starts a clock that is due on a given day, at its closing; a day off rolls on to the next working day (Bộ luật
    /// Dân sự 2015 Điều 148.5).
    ///
    /// # Errors
    /// When the closing has passed at the receipt, or the day lies outside the calendar.
    pub fn start_on(calendar: &Calendar, received: Instant, due: Date, basis: &str) -> Result<Self, ClockError> {
        let due = calendar.closing_on_or_after(due)?;
        if due <= received {
            return Err(ClockError::DueInPast { due });
        }
        let start = calendar.normalise(received).unwrap_or(received);
        Ok(Self { start, ..Self::given(received, Some(due), basis) })
    }

    /// Starts a clock whose due moment is taken as a foreign system gives it; no calendar is asked.
    #[must_use]
    pub fn start_as_given(received: Instant, due: Instant, basis: &str) -> Self {
        Self::given(received, Some(due), basis)
    }

    /// Starts a clock without a deadline (không thời hạn).
    #[must_use]
    pub fn start_without_deadline(received: Instant, basis: &str) -> Self {
        Self::given(received, None, basis)
    }

    fn given(received: Instant, due: Option<Instant>, basis: &str) -> Self {
        Self {
            received,
            start: received,
            limit: None,
            limit_anew: None,
            basis: basis.to_owned(),
            due,
            first_due: due,
            printed_due: due,
            status: Status::Running,
            pauses: Vec::new(),
            extensions: Vec::new(),
            recomputed: Vec::new(),
        }
    }

    /// Whether it runs or is paused: not stopped.
    #[must_use]
    pub fn is_ticking(&self) -> bool {
        !matches!(self.status, Status::Stopped { .. })
    }

    /// Whether it is paused.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        matches!(self.status, Status::Paused { .. })
    }

    /// Whether it is paused and resuming will move the due moment by the working time of the pause.
    #[must_use]
    pub fn adds_pause_back(&self) -> bool {
        matches!(self.status, Status::Paused { mode: PauseMode::AddBack, .. })
    }

    /// When it stopped.
    #[must_use]
    pub fn stopped_at(&self) -> Option<Instant> {
        match self.status {
            Status::Stopped { at } => Some(at),
            Status::Running | Status::Paused { .. } => None,
        }
    }

    /// Pauses the clock.
    ///
    /// # Errors
    /// When it does not run, the moment lies before the receipt or an earlier pause, or there is no limit to start
    /// anew.
    pub fn pause(&self, at: Instant, mode: PauseMode) -> Result<Self, ClockError> {
        match self.status {
            Status::Paused { .. } => return Err(ClockError::Paused),
            Status::Stopped { .. } => return Err(ClockError::Stopped),
            Status::Running => {}
        }
        if mode == PauseMode::Restart && self.limit.or(self.limit_anew).is_none() {
            return Err(ClockError::NoLimit);
        }
        not_before(at, self.pauses.last().map_or(self.received, |pause| pause.to))?;
        Ok(Self { status: Status::Paused { since: at, mode }, ..self.clone() })
    }

    /// Lets a paused clock run again: the due moment moves by the working time of the pause, or the whole limit
    /// begins anew. A pause of no length is as if it had not been.
    ///
    /// # Errors
    /// When it is not paused, the moment lies before the pause, or a moment lies outside the calendar.
    pub fn resume(&self, calendar: &Calendar, at: Instant) -> Result<Self, ClockError> {
        self.resume_entered_late(calendar, at, at)
    }

    /// The same for a resumption that is recorded later than it took place: the time runs again from when it took
    /// place, though not from before the pause.
    ///
    /// # Errors
    /// As [`Self::resume`].
    pub fn resume_entered_late(
        &self,
        calendar: &Calendar,
        occurred: Instant,
        recorded: Instant,
    ) -> Result<Self, ClockError> {
        let Status::Paused { since, mode } = self.status else { return Err(ClockError::NotPaused) };
        let at = if occurred < recorded { occurred.max(since) } else { recorded };
        not_before(at, since)?;
        let mut next = Self { status: Status::Running, ..self.clone() };
        if at == since {
            return Ok(next);
        }
        next.due = match (mode, self.limit.or(self.limit_anew), self.due) {
            (PauseMode::Restart, Some(limit), _) => {
                // From here on the due moment is counted, whatever was given before.
                next.limit = Some(limit);
                Some(due_moment(calendar, at, limit)?)
            }
            (_, _, Some(due)) => Some(calendar.add_working_seconds(due, calendar.working_seconds(since, at)?)?),
            (_, _, None) => None,
        };
        next.printed_due = next.due;
        let recorded = (at < recorded).then_some(recorded);
        let (old, new, basis) = (self.due, next.due, String::new());
        next.pauses.push(Pause { from: since, to: at, recorded, mode, old, new, basis });
        Ok(next)
    }

    /// The clock with the law by which its last pause moved the due moment.
    #[must_use]
    pub fn with_pause_basis(mut self, basis: &str) -> Self {
        if let Some(pause) = self.pauses.last_mut() {
            basis.clone_into(&mut pause.basis);
        }
        self
    }

    /// Stops the clock: the work was done at this moment. A paused clock is resumed first, so that the pause is not
    /// held against anybody.
    ///
    /// # Errors
    /// When it has stopped, the moment lies before the receipt, or a pause reaches outside the calendar.
    pub fn stop(&self, calendar: &Calendar, at: Instant) -> Result<Self, ClockError> {
        not_before(at, self.received)?;
        let running = match self.status {
            Status::Stopped { .. } => return Err(ClockError::Stopped),
            Status::Paused { since, .. } if since < at => self.resume(calendar, at)?,
            Status::Paused { .. } | Status::Running => self.clone(),
        };
        Ok(Self { status: Status::Stopped { at }, ..running })
    }

    /// Lets a stopped clock run again as if it had not stopped.
    ///
    /// # Errors
    /// When it has not stopped, or the moment lies before the stop.
    pub fn reopen(&self, at: Instant) -> Result<Self, ClockError> {
        let Status::Stopped { at: stopped } = self.status else { return Err(ClockError::NotStopped) };
        not_before(at, stopped)?;
        Ok(Self { status: Status::Running, ..self.clone() })
    }

    /// Moves the due moment (hẹn lại, gia hạn); the first one is kept.
    ///
    /// # Errors
    /// When it has stopped or has no deadline, was moved as often as allowed, is moved too late, or the new moment is
    /// past, not later than the old one, not working time or outside the calendar.
    pub fn extend(
        &self,
        calendar: &Calendar,
        at: Instant,
        new_due: Instant,
        rule: &ExtensionRule,
    ) -> Result<Self, ClockError> {
        if !self.is_ticking() {
            return Err(ClockError::Stopped);
        }
        let Some(old) = self.due else { return Err(ClockError::NoDeadline) };
        if u32::try_from(self.extensions.len()).unwrap_or(u32::MAX) >= rule.times_max {
            return Err(ClockError::TooManyExtensions { times_max: rule.times_max, basis: rule.basis.clone() });
        }
        not_before(at, self.received)?;
        if let Some(days) = rule.days_before {
            let last_day = old.date().add_days(-i32::try_from(days).unwrap_or(i32::MAX));
            if at.date() > last_day {
                return Err(ClockError::ExtensionTooLate { last_day, basis: rule.basis.clone() });
            }
        }
        if new_due <= at {
            return Err(ClockError::DueInPast { due: new_due });
        }
        if new_due <= old {
            return Err(ClockError::NotLater { due: old });
        }
        if !calendar.is_working_moment(new_due)? {
            return Err(ClockError::NotWorkingTime { due: new_due });
        }
        let mut next = Self { due: Some(new_due), printed_due: Some(new_due), ..self.clone() };
        next.extensions.push(Extension { at, old, new: new_due, basis: rule.basis.clone() });
        Ok(next)
    }

    /// Computes the due moment again after an announcement. The earlier of the told and the computed moment counts;
    /// the told one is kept. `None` when nothing moves: the clock has stopped, its due moment was given, or it stays.
    ///
    /// # Errors
    /// When a moment of the clock lies outside the calendar.
    pub fn recompute(&self, calendar: &Calendar, at: Instant, announcement: &str) -> Result<Option<Self>, ClockError> {
        let (true, Some(old), Some(told)) = (self.is_ticking(), self.due, self.printed_due) else { return Ok(None) };
        let Some(computed) = self.computed(calendar)? else { return Ok(None) };
        let new = computed.min(told);
        if new == old {
            return Ok(None);
        }
        let mut next = Self { due: Some(new), ..self.clone() };
        next.recomputed.push(Recomputation { at, announcement: announcement.to_owned(), old, new });
        Ok(Some(next))
    }

    /// The due moment by this calendar, from limit, pauses and extensions. `None` when it was not counted.
    fn computed(&self, calendar: &Calendar) -> Result<Option<Instant>, ClockError> {
        let Some(limit) = self.limit else { return Ok(None) };
        let history = self.history();
        let restarted = history.iter().rposition(Change::restarts);
        let begin = match restarted.and_then(|n| history.get(n)) {
            Some(Change::Pause(pause)) => pause.to,
            _ => self.received,
        };
        let mut due = due_moment(calendar, begin, limit)?;
        for change in history.iter().skip(restarted.map_or(0, |n| n + 1)) {
            due = match change {
                Change::Pause(pause) => {
                    calendar.add_working_seconds(due, calendar.working_seconds(pause.from, pause.to)?)?
                }
                Change::Extension(extension) => extension.new,
                Change::Recomputation(_) => due,
            };
        }
        Ok(Some(due))
    }

    /// What changed the due moment, in the order of recording.
    fn history(&self) -> Vec<Change<'_>> {
        let pauses = self.pauses.iter().map(|p| (p.recorded.unwrap_or(p.to), Change::Pause(p)));
        let extensions = self.extensions.iter().map(|e| (e.at, Change::Extension(e)));
        let recomputed = self.recomputed.iter().map(|r| (r.at, Change::Recomputation(r)));
        let mut all: Vec<_> = pauses.chain(extensions).chain(recomputed).collect();
        all.sort_by_key(|(at, _)| *at);
        all.into_iter().map(|(_, change)| change).collect()
    }

    /// How the due moment in force came about ("vì sao hạn này?"), by the calendar of today: from the receipt, or
    /// from the last time that the limit began anew. Without steps when there is no deadline.
    ///
    /// # Errors
    /// When the limit cannot be counted because a moment lies outside the calendar.
    pub fn explain(&self, calendar: &Calendar) -> Result<Explanation, ClockError> {
        let Some(due) = self.due else { return Ok(Explanation::default()) };
        let history = self.history();
        let after = history.iter().rposition(Change::restarts);
        let rest = history.get(after.map_or(0, |n| n + 1)..).unwrap_or_default();
        let restart = match after.and_then(|n| history.get(n)) {
            Some(Change::Pause(pause)) => Some(*pause),
            _ => None,
        };
        let first = rest.first().map_or(Some(due), |change| change.before());
        let mut steps = match self.limit {
            Some(limit) => self.counted_steps(calendar, limit, restart)?,
            None => {
                let to = first.unwrap_or(due);
                vec![Step::counted(calendar, Rule::Given, &self.basis, self.received, to, String::new())]
            }
        };
        let mut at = steps.last().map_or(self.received, |step| step.to);
        let mut lead_to = |rule: Rule, basis: &str, to: Option<Instant>, detail: String| {
            if let Some(to) = to.filter(|to| *to != at) {
                // Days and moments are written alike in both languages.
                steps.push(Step::counted(calendar, rule, basis, at, to, detail.clone()).in_english(detail));
                at = to;
            }
        };
        lead_to(Rule::ToldStands, BASIS_TOLD, first, String::new());
        for change in rest {
            let (rule, basis, detail) = change.said();
            let basis = if basis.is_empty() { &self.basis } else { basis };
            lead_to(rule, basis, change.after(), detail);
        }
        Ok(Explanation { steps })
    }

    /// The steps of the limit, from the receipt or from the end of the pause after which it began anew.
    fn counted_steps(
        &self,
        calendar: &Calendar,
        limit: Limit,
        restart: Option<&Pause>,
    ) -> Result<Vec<Step>, ClockError> {
        let begin = restart.map_or(self.received, |pause| pause.to);
        let mut steps = explained(calendar, begin, limit, &self.basis)?.explanation.steps;
        if let Some(pause) = restart {
            // The first step begins at a whole second, so the pause is shown up to there.
            let (from, to) = (pause.from, steps.first().map_or(begin, |step| step.from));
            let basis = if pause.basis.is_empty() { &self.basis } else { &pause.basis };
            let (basis, detail, detail_en) = (basis.clone(), String::new(), String::new());
            steps.insert(0, Step { rule: Rule::Restarted, basis, from, to, working_minutes: 0, detail, detail_en });
        }
        Ok(steps)
    }
}

impl Change<'_> {
    /// Whether the whole limit began anew.
    fn restarts(&self) -> bool {
        matches!(self, Self::Pause(pause) if pause.mode == PauseMode::Restart)
    }

    fn before(&self) -> Option<Instant> {
        match self {
            Self::Pause(pause) => pause.old,
            Self::Extension(extension) => Some(extension.old),
            Self::Recomputation(recomputation) => Some(recomputation.old),
        }
    }

    fn after(&self) -> Option<Instant> {
        match self {
            Self::Pause(pause) => pause.new,
            Self::Extension(extension) => Some(extension.new),
            Self::Recomputation(recomputation) => Some(recomputation.new),
        }
    }

    /// Rule, law and particulars of the step.
    fn said(&self) -> (Rule, &str, String) {
        match self {
            Self::Pause(pause) => {
                (Rule::PauseAdded, &pause.basis, format!("{} – {}", pause.from.print_vn(), pause.to.print_vn()))
            }
            Self::Extension(extension) => (Rule::Extended, &extension.basis, extension.at.date().print_vn()),
            Self::Recomputation(r) => (Rule::Recomputed, &r.announcement, r.at.date().print_vn()),
        }
    }
}

fn not_before(at: Instant, after: Instant) -> Result<(), ClockError> {
    if at < after { Err(ClockError::BackInTime { after }) } else { Ok(()) }
}
