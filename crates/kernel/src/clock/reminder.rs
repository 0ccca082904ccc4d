//! Reminders of due moments: due in 5 working days, in 2, overdue. Nobody records them; they follow from clock, calendar and now.
//!
//! Not here: who is reminded and what was read (office).

use super::state::{ClockState, Status};
use crate::calendar::Calendar;
use crate::time::{Date, Instant};

/// Working days before the due day on which one is reminded first.
pub const FIRST_WORKING_DAYS: u32 = 5;
/// Working days before the due day on which one is reminded again.
pub const SECOND_WORKING_DAYS: u32 = 2;

/// Which reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reminder {
    /// Due within [`FIRST_WORKING_DAYS`].
    InFive,
    /// Due within [`SECOND_WORKING_DAYS`].
    InTwo,
    /// The due day has passed.
    Overdue,
}

impl Reminder {
    /// The stable name, by which it is marked as read.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::InFive => "in5",
            Self::InTwo => "in2",
            Self::Overdue => "overdue",
        }
    }
}

/// The reminder in force at a moment, and since when.
///
/// A reminder comes at the beginning of its day. One whose day is not after the day on which the clock started is left
/// out: a limit of three days does not begin with "due in five". Late is late by days: the due day itself is not. While the
/// clock is paused nobody is reminded: its due moment will move.
#[must_use]
pub fn reminder(clock: &ClockState, calendar: &Calendar, now: Instant) -> Option<(Reminder, Instant)> {
    let due = clock.due.filter(|_| clock.status == Status::Running)?.date();
    let (today, started) = (now.date(), clock.received.date());
    if today > due {
        return Some((Reminder::Overdue, due.add_days(1).at(0)));
    }
    let days = [(Reminder::InTwo, SECOND_WORKING_DAYS), (Reminder::InFive, FIRST_WORKING_DAYS)];
    days.into_iter().find_map(|(which, n)| {
        let day = calendar.working_day_before(due, n).ok()?;
        (day <= today && day > started).then(|| (which, day.at(0)))
    })
}

/// The first due moment that is too far away for any reminder today; the last day when the calendar does not reach.
#[must_use]
pub fn horizon(calendar: &Calendar, today: Date) -> Instant {
    let last = calendar.working_day_after(today, FIRST_WORKING_DAYS);
    let last = last.or_else(|_short| calendar.covers().map(|(_, last)| last).ok_or(()));
    last.unwrap_or(today).add_days(1).at(0)
}
