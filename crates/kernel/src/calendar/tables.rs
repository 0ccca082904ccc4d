//! The calendar spread out day by day, with running sums, so that no question needs a loop over days.
//!
//! Working time is a line of seconds: each instant has its place on it, which does not move outside the hours.
//! Not here: announcements as such, and limits.

use super::announcement::{Announcement, DayKind, Hours};
use crate::time::Date;

/// Most days that a calendar holds; announcements further apart than that are not believed.
const DAYS_MAX: i32 = 40_000;

/// Office hours of a day, in seconds after midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shifts {
    /// Opening.
    pub morning_start: u32,
    /// Beginning of the lunch break.
    pub morning_end: u32,
    /// End of the lunch break.
    pub afternoon_start: u32,
    /// Closing.
    pub afternoon_end: u32,
}

impl Shifts {
    fn of(row: &Hours) -> Option<Self> {
        row.is_ordered().then_some(Self {
            morning_start: row.morning_start.0,
            morning_end: row.morning_end.0,
            afternoon_start: row.afternoon_start.0,
            afternoon_end: row.afternoon_end.0,
        })
    }

    /// Seconds of working time in a day.
    #[must_use]
    pub fn seconds(&self) -> u32 {
        self.morning() + (self.afternoon_end - self.afternoon_start)
    }

    fn morning(&self) -> u32 {
        self.morning_end - self.morning_start
    }

    /// Working seconds from opening to this time of day.
    pub(super) fn worked(&self, second_of_day: u32) -> u32 {
        let morning = second_of_day.clamp(self.morning_start, self.morning_end) - self.morning_start;
        morning + (second_of_day.clamp(self.afternoon_start, self.afternoon_end) - self.afternoon_start)
    }

    /// The earliest time of day at which so many seconds (1 to [`Self::seconds`]) have been worked: at the end of a
    /// half day that is its end, never the beginning of the next.
    pub(super) fn after(&self, worked: u32) -> u32 {
        if worked <= self.morning() {
            self.morning_start + worked
        } else {
            self.afternoon_start + (worked - self.morning())
        }
    }

    /// Whether this time of day is within hours; both ends are (11:30 and 17:00 are still working time).
    pub(super) fn holds(&self, second_of_day: u32) -> bool {
        (self.morning_start..=self.morning_end).contains(&second_of_day)
            || (self.afternoon_start..=self.afternoon_end).contains(&second_of_day)
    }
}

/// One day of the calendar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day {
    /// Working seconds of all days before.
    pub worked_before: i64,
    /// Working days before: the index in [`Tables::working`] of this day, or of the next working one.
    pub nth: usize,
    /// Days before that are not announced as off.
    pub counted_before: usize,
    /// Hours; `None` on a day that is not worked.
    pub shifts: Option<Shifts>,
    /// Where it was announced: index of the announcement and of its day.
    pub announced: Option<(usize, usize)>,
    /// Not announced for good yet.
    pub provisional: bool,
}

/// One working day.
#[derive(Debug, Clone, Copy)]
pub(super) struct WorkingDay {
    /// Its date.
    pub date: Date,
    /// Working seconds up to its end.
    pub worked_until: i64,
    /// Its hours.
    pub shifts: Shifts,
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Tables {
    /// Date of the first entry of `days`.
    pub first: i32,
    /// Each day from the first to the last.
    pub days: Vec<Day>,
    /// The working days among them.
    pub working: Vec<WorkingDay>,
    /// The days among them that are not announced as off (for calendar-day limits that skip holidays).
    pub counted: Vec<Date>,
}

impl Tables {
    /// Spreads the rows out. Of two rows for one day the later wins; a day outside all periods ends the calendar;
    /// a day without hours is not worked.
    pub(super) fn build(announcements: &[Announcement], hours: &[Hours]) -> Self {
        let in_force: Vec<(usize, &Announcement)> = announcements
            .iter()
            .enumerate()
            .filter(|(i, a)| !announcements.iter().skip(i + 1).any(|later| later.replaces.as_ref() == Some(&a.id)))
            .collect();
        let Some((first, last)) = period(&in_force) else { return Self::default() };
        let mut days: Vec<Day> = (first.0..=last.0).map(|n| plain_day(Date(n), hours)).collect();
        let mut day_at = |date: Date, change: &mut dyn FnMut(&mut Day)| {
            let place = usize::try_from(date.days_since(first)).ok();
            if let Some(day) = place.and_then(|i| days.get_mut(i)) {
                change(day);
            }
        };
        for (i, announcement) in &in_force {
            if let Some((from, to)) = announcement.period() {
                for n in from.0..=to.0.min(last.0) {
                    day_at(Date(n), &mut |day| day.provisional = announcement.provisional);
                }
            }
            for (j, row) in announcement.days.iter().enumerate() {
                let shifts = if row.kind == DayKind::Makeup { shifts_on(row.date, hours) } else { None };
                day_at(row.date, &mut |day| {
                    day.shifts = shifts;
                    day.announced = Some((*i, j));
                });
            }
        }
        Self::sum(first, days, announcements)
    }

    fn sum(first: Date, mut days: Vec<Day>, announcements: &[Announcement]) -> Self {
        let (mut working, mut counted, mut worked) = (Vec::new(), Vec::new(), 0_i64);
        for (n, day) in (first.0..).zip(&mut days) {
            day.worked_before = worked;
            day.nth = working.len();
            day.counted_before = counted.len();
            if let Some(shifts) = day.shifts {
                worked += i64::from(shifts.seconds());
                working.push(WorkingDay { date: Date(n), worked_until: worked, shifts });
            }
            let row = day.announced.and_then(|(i, j)| announcements.get(i)?.days.get(j));
            if row.is_none_or(|row| row.kind != DayKind::Off) {
                counted.push(Date(n));
            }
        }
        Self { first: first.0, days, working, counted }
    }

    /// The entry of a date.
    pub(super) fn day(&self, date: Date) -> Option<&Day> {
        let index = date.0.checked_sub(self.first)?;
        self.days.get(usize::try_from(index).ok()?)
    }
}

/// First and last day of the stretch without gaps that begins with the earliest period.
fn period(announcements: &[(usize, &Announcement)]) -> Option<(Date, Date)> {
    let mut periods: Vec<(Date, Date)> =
        announcements.iter().filter_map(|(_, a)| a.period()).filter(|(from, to)| from <= to).collect();
    periods.sort();
    let (first, mut last) = periods.first().copied()?;
    for (from, to) in periods {
        if from > last.add_days(1) {
            break;
        }
        last = last.max(to);
    }
    Some((first, last.min(first.add_days(DAYS_MAX))))
}

fn plain_day(date: Date, hours: &[Hours]) -> Day {
    let shifts = if date.weekday().is_weekend() { None } else { shifts_on(date, hours) };
    Day { worked_before: 0, nth: 0, counted_before: 0, shifts, announced: None, provisional: false }
}

fn shifts_on(date: Date, hours: &[Hours]) -> Option<Shifts> {
    hours_on(date, hours).and_then(Shifts::of)
}

/// The row of hours in force on a date; of overlapping rows the later.
pub(super) fn hours_on(date: Date, hours: &[Hours]) -> Option<&Hours> {
    hours.iter().rev().find(|row| row.effective_from <= date && row.effective_to.is_none_or(|to| date <= to))
}
