//! The working days of the simulated years, how busy each is, and how people's hours lie in them.
//!
//! All of it comes from the office's own calendar, so that nobody works on a day off.

use kernel::calendar::Calendar;
use kernel::time::{Date, Instant};

use crate::chance::{Chance, Weighted};
use crate::error::SimulateError;
use crate::scenario::Rhythm;

/// Working seconds of a day in the accounts of the one-stop system.
pub(crate) const DAY: i64 = kernel::calendar::WORKING_DAY_SECONDS;
/// Working seconds of an hour.
pub(crate) const HOUR: i64 = 3_600;
/// Half hours from opening to closing.
const HALF_HOUR: i64 = 1_800;
/// How the announcement of the lunar new year names its days.
const TET: &str = "Tết Nguyên đán";

/// A working day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Workday {
    pub date: Date,
    pub opening: Instant,
    weight: u64,
}

/// The working days of a stretch.
pub(crate) struct Days<'a> {
    pub calendar: &'a Calendar,
    days: Vec<Workday>,
    hours: Weighted,
}

impl<'a> Days<'a> {
    /// The working days from `first` to `last`.
    pub(crate) fn new(calendar: &'a Calendar, rhythm: &Rhythm, first: Date, last: Date) -> Result<Self, SimulateError> {
        let mut days = Vec::new();
        let mut tet = Vec::new();
        for n in first.0..=last.0 {
            let date = Date(n);
            let facts = calendar.facts(date)?;
            if let Some(shifts) = facts.shifts {
                days.push(Workday { date, opening: date.at(shifts.morning_start), weight: weight(rhythm, date) });
            } else if facts.announced.is_some_and(|(day, _)| day.reason.starts_with(TET)) {
                tet.push(date);
            }
        }
        quieten(&mut days, &tet, rhythm);
        let hours = Weighted::new(rhythm.half_hours);
        Ok(Self { calendar, days, hours })
    }

    /// Place of the first working day on or after a date.
    pub(crate) fn place(&self, date: Date) -> usize {
        self.days.partition_point(|day| day.date < date)
    }

    /// The working day at a place.
    pub(crate) fn day(&self, place: usize) -> Result<&Workday, SimulateError> {
        self.days.get(place).ok_or(SimulateError::Plan { what: "a working day outside the simulated years" })
    }

    /// The days from one date to the day before another, weighted by season, weekday and Tết.
    pub(crate) fn season(&self, from: Date, before: Date) -> Season {
        let (first, end) = (self.place(from), self.place(before));
        let days = self.days.get(first..end).unwrap_or_default();
        Season { first, weights: Weighted::new(days.iter().map(|day| day.weight)) }
    }

    /// A moment of a working day, as busy as its hour is.
    pub(crate) fn moment(&self, place: usize, chance: &mut Chance) -> Result<Instant, SimulateError> {
        let half_hour = i64::try_from(self.hours.draw(chance)).unwrap_or(0);
        let worked = half_hour * HALF_HOUR + chance.between(1, HALF_HOUR - 1);
        self.later(self.day(place)?.opening, worked)
    }

    /// So many working seconds later, or earlier when negative.
    pub(crate) fn later(&self, at: Instant, seconds: i64) -> Result<Instant, SimulateError> {
        Ok(self.calendar.add_working_seconds(at, seconds)?)
    }

    /// Working seconds between two moments.
    pub(crate) fn between(&self, from: Instant, to: Instant) -> Result<i64, SimulateError> {
        Ok(self.calendar.working_seconds(from, to)?)
    }

    /// A moment of working time between two others, so many thousandths of the way.
    pub(crate) fn part(&self, from: Instant, to: Instant, per_mille: i64) -> Result<Instant, SimulateError> {
        self.later(from, self.between(from, to)? * per_mille / 1_000)
    }

    /// The end of hours of a date, or of the next working day.
    pub(crate) fn closing(&self, date: Date) -> Result<Instant, SimulateError> {
        Ok(self.calendar.closing_on_or_after(date)?)
    }

    /// So many working days after the date of a moment (negative: before), at an hour as busy as hours are.
    pub(crate) fn days_after(&self, at: Instant, days: i64, chance: &mut Chance) -> Result<Instant, SimulateError> {
        let place = i64::try_from(self.place(at.date())).unwrap_or(0) + days;
        self.moment(usize::try_from(place).unwrap_or(usize::MAX), chance)
    }
}

/// Days to draw from.
pub(crate) struct Season {
    first: usize,
    weights: Weighted,
}

impl Season {
    /// The place of a working day.
    pub(crate) fn draw(&self, chance: &mut Chance) -> usize {
        self.first + self.weights.draw(chance)
    }
}

fn weight(rhythm: &Rhythm, date: Date) -> u64 {
    let month = usize::try_from(date.month()).unwrap_or(1).saturating_sub(1);
    let weekday = usize::from(date.weekday().days_since_monday());
    let of = |list: &[u64], place: usize| list.get(place).copied().unwrap_or(100);
    of(&rhythm.months, month) * of(&rhythm.weekdays, weekday) * 100
}

/// The working days just before and after the holidays of the lunar new year are quiet.
fn quieten(days: &mut [Workday], tet: &[Date], rhythm: &Rhythm) {
    let mut from = 0;
    while let Some(first) = tet.get(from).copied() {
        let last = tet.get(from..).unwrap_or_default().iter().take_while(|d| d.days_since(first) < 20).last().copied();
        let Some(last) = last else { return };
        let (before, after) = (days.partition_point(|d| d.date < first), days.partition_point(|d| d.date <= last));
        let near = (before.saturating_sub(3)..before).chain(after..after + 3);
        for (place, share) in near.zip(rhythm.around_tet) {
            if let Some(day) = days.get_mut(place) {
                day.weight = day.weight * share / 100;
            }
        }
        from = tet.partition_point(|d| *d <= last);
    }
}
