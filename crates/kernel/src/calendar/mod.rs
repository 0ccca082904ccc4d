//! The working calendar: which moments are working time, by dated law and announcements.
//!
//! Built once from `calendar.toml`; every question afterwards is a table look-up or a binary search. Outside the
//! announced days it answers [`OutsideCalendar`] and never guesses. An announcement in mid-year makes a new calendar
//! ([`Calendar::with_announcement`]). Not here: limits, pauses and due moments (`clock`).

mod announcement;
mod parse;
mod tables;

use sha2::{Digest, Sha256};

use crate::checked::Checked;
use crate::time::{Date, Instant, LocalTime};
pub use announcement::{AnnouncedDay, Announcement, DayKind, Hours, Problem, TimeOfDay};
pub use tables::Shifts;
use tables::{Day, Tables};

/// Working time of one day in the accounts of the one-stop system: 8 hours count as a day.
pub const WORKING_DAY_SECONDS: i64 = 8 * 3600;

/// A calendar of working time. Cloning copies tables of about 40 bytes a day.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    announcements: Vec<Announcement>,
    hours: Vec<Hours>,
    tables: Tables,
    fingerprint: String,
}

/// The date is not in the calendar: no announcement speaks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutsideCalendar {
    /// The date asked for; `None` when it lies beyond the last day and was not worked out.
    pub date: Option<Date>,
    /// First and last day of the calendar; `None` for an empty one.
    pub covers: Option<(Date, Date)>,
}

impl OutsideCalendar {
    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        let what = self.date.map_or_else(|| "hạn cần tính".to_owned(), |d| format!("ngày {}", d.print_vn()));
        match self.covers {
            Some((first, last)) => format!(
                "{what} nằm ngoài lịch làm việc (từ {} đến {}); xin nạp thông báo ngày nghỉ của thời gian đó",
                first.print_vn(),
                last.print_vn()
            ),
            None => "lịch làm việc còn trống; xin nạp tệp calendar.toml".to_owned(),
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        let what = self.date.map_or_else(|| "the due moment".to_owned(), |d| d.to_string());
        match self.covers {
            Some((first, last)) => {
                format!("{what} lies outside the calendar ({first} to {last}); load the announcement for that time")
            }
            None => "the calendar is empty; load a calendar.toml".to_owned(),
        }
    }
}

impl std::fmt::Display for OutsideCalendar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} / {}", self.vi(), self.en())
    }
}

impl std::error::Error for OutsideCalendar {}

/// What there is to say of one day.
#[derive(Debug, Clone, Copy)]
pub struct DayFacts<'a> {
    /// Its hours; `None` when it is not worked.
    pub shifts: Option<Shifts>,
    /// The announced row and the announcement, when it was announced.
    pub announced: Option<(&'a AnnouncedDay, &'a Announcement)>,
    /// Whether its announcement is still awaited.
    pub provisional: bool,
}

impl Calendar {
    /// Reads `calendar.toml`. `file` is the name that findings give.
    ///
    /// Whatever is sound is in the calendar: an unreadable row is left out and reported.
    #[must_use]
    pub fn parse(text: &str, file: &str) -> Checked<Self> {
        let (rows, findings) = parse::read(file, text);
        Checked { value: Self::of(rows.announcements, rows.hours), findings }
    }

    fn of(announcements: Vec<Announcement>, hours: Vec<Hours>) -> Self {
        let tables = Tables::build(&announcements, &hours);
        let fingerprint = fingerprint(&announcements, &hours);
        Self { announcements, hours, tables, fingerprint }
    }

    /// Names what the calendar holds: the first 16 bytes of SHA-256 over [`Self::text`], as hex digits. Empty for an empty
    /// calendar.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The text behind [`Self::fingerprint`]: announcements in order and working hours, as JSON.
    #[must_use]
    pub fn text(&self) -> String {
        text(&self.announcements, &self.hours)
    }

    /// Reads what [`Self::text`] writes. Its fingerprint is that of the text only where the text is exactly so.
    ///
    /// # Errors
    /// When it is not such a text.
    pub fn of_text(text: &str) -> Result<Self, String> {
        let (announcements, hours) = serde_json::from_str(text).map_err(|e| e.to_string())?;
        Ok(Self::of(announcements, hours))
    }

    /// The calendar after one more announcement. Its days win over earlier ones; with `replaces` that announcement falls
    /// away, its days and its period; with a period that follows the last day, the calendar grows.
    ///
    /// # Errors
    /// The first thing wrong with the announcement: a make-up day on a weekday, a date twice, no basis, an id in use,
    /// an unknown one to replace, a day outside the calendar, days that the calendar would lose or not reach.
    pub fn with_announcement(&self, announcement: &Announcement) -> Result<Self, Problem> {
        if let Some(problem) = announcement::problems(announcement).into_iter().next() {
            return Err(problem);
        }
        let known = |id: &str| self.announcements.iter().any(|a| a.id == id);
        if known(&announcement.id) {
            let (vi, en) = ("mã thông báo đã có; xin đổi", "the id of the announcement is in use; change it");
            return Err(Problem { at: "id".to_owned(), vi: vi.to_owned(), en: en.to_owned() });
        }
        if let Some(replaced) = announcement.replaces.as_ref().filter(|id| !known(id)) {
            let vi = format!("không có thông báo `{replaced}` để thay; xin sửa mã");
            let en = format!("there is no announcement `{replaced}` to replace; correct the id");
            return Err(Problem { at: "replaces".to_owned(), vi, en });
        }
        let next = self.with_recorded(announcement);
        if let Some(lost) = self.lost_in(&next, announcement) {
            return Err(lost);
        }
        for (i, day) in announcement.days.iter().enumerate() {
            if let Err(outside) = next.day(day.date) {
                return Err(Problem { at: format!("days.{i}.date"), vi: outside.vi(), en: outside.en() });
            }
        }
        Ok(next)
    }

    /// The calendar after an announcement that was recorded before. What was recorded is true, so nothing is refused: one
    /// that a newer `calendar.toml` holds already changes nothing.
    #[must_use]
    pub fn with_recorded(&self, announcement: &Announcement) -> Self {
        let mut announcements = self.announcements.clone();
        if announcements.iter().all(|a| a.id != announcement.id) {
            announcements.push(announcement.clone());
        }
        Self::of(announcements, self.hours.clone())
    }

    /// What an announcement would cut off: days that the calendar has now, or its own period behind a gap.
    fn lost_in(&self, next: &Self, announcement: &Announcement) -> Option<Problem> {
        let holds = |(from, to): (Date, Date)| next.covers().is_some_and(|(first, last)| first <= from && to <= last);
        if let Some((first, last)) = self.covers().filter(|now| !holds(*now)) {
            let vi = format!(
                "thông báo thay cả thời gian của thông báo cũ nên lịch không còn đủ từ {} đến {}; \
                 xin ghi `period_from`, `period_to` cho đủ",
                first.print_vn(),
                last.print_vn()
            );
            let en = format!(
                "the period of the replaced announcement falls away and the calendar no longer reaches from {first} to \
                 {last}; write `period_from` and `period_to` so that it does"
            );
            return Some(Problem { at: "replaces".to_owned(), vi, en });
        }
        let (from, _) = announcement.period().filter(|period| !holds(*period))?;
        Some(Problem {
            at: "period_from".to_owned(),
            vi: format!("lịch chưa nối liền đến ngày {}; xin thông báo thời gian ở giữa trước", from.print_vn()),
            en: format!("the calendar does not reach up to {from}; announce the time between first"),
        })
    }

    /// First and last day; `None` when it is empty.
    #[must_use]
    pub fn covers(&self) -> Option<(Date, Date)> {
        let days = i32::try_from(self.tables.days.len()).ok()?;
        let first = Date(self.tables.first);
        if days == 0 { None } else { Some((first, first.add_days(days - 1))) }
    }

    /// All announcements, also those replaced, in the order in which they came.
    #[must_use]
    pub fn announcements(&self) -> &[Announcement] {
        &self.announcements
    }

    fn outside(&self, date: Option<Date>) -> OutsideCalendar {
        OutsideCalendar { date, covers: self.covers() }
    }

    fn day(&self, date: Date) -> Result<&Day, OutsideCalendar> {
        self.tables.day(date).ok_or_else(|| self.outside(Some(date)))
    }

    /// Hours, announcement and standing of a day.
    ///
    /// # Errors
    /// When the date is not in the calendar.
    pub fn facts(&self, date: Date) -> Result<DayFacts<'_>, OutsideCalendar> {
        let day = self.day(date)?;
        let announced = day.announced.and_then(|(i, j)| {
            let announcement = self.announcements.get(i)?;
            Some((announcement.days.get(j)?, announcement))
        });
        Ok(DayFacts { shifts: day.shifts, announced, provisional: day.provisional })
    }

    /// Whether the date is a working day.
    ///
    /// # Errors
    /// When the date is not in the calendar.
    pub fn is_working_day(&self, date: Date) -> Result<bool, OutsideCalendar> {
        Ok(self.day(date)?.shifts.is_some())
    }

    /// Whether the moment is working time; 11:30 and 17:00 sharp still are.
    ///
    /// # Errors
    /// When its date is not in the calendar.
    pub fn is_working_moment(&self, at: Instant) -> Result<bool, OutsideCalendar> {
        let LocalTime { date, second_of_day } = at.local();
        Ok(self.day(date)?.shifts.is_some_and(|s| s.holds(second_of_day)))
    }

    /// Whether days of the stretch are not announced for good yet. Days outside the calendar are not asked.
    #[must_use]
    pub fn is_provisional(&self, from: Date, to: Date) -> bool {
        let Some((first, last)) = self.covers() else { return false };
        (from.max(first).0..=to.min(last).0).any(|n| self.day(Date(n)).is_ok_and(|day| day.provisional))
    }

    /// Text that says where the hours of a date come from; empty without hours.
    #[must_use]
    pub fn hours_basis(&self, date: Date) -> &str {
        tables::hours_on(date, &self.hours).map_or("", |row| &row.basis)
    }

    /// Number of working days from `from` to `to`, both included; 0 when `to` lies before `from`.
    ///
    /// # Errors
    /// When one of them is not in the calendar.
    pub fn working_days(&self, from: Date, to: Date) -> Result<usize, OutsideCalendar> {
        let (first, last) = (self.day(from)?, self.day(to)?);
        Ok((last.nth + usize::from(last.shifts.is_some())).saturating_sub(first.nth))
    }

    /// The moment itself when it is working time, else the next opening.
    ///
    /// # Errors
    /// When it or the next working day is not in the calendar.
    pub fn normalise(&self, at: Instant) -> Result<Instant, OutsideCalendar> {
        let LocalTime { date, second_of_day } = at.local();
        let day = self.day(date)?;
        let next = match day.shifts {
            Some(s) if s.holds(second_of_day) => return Ok(date.at(second_of_day)),
            Some(s) if second_of_day < s.morning_start => return Ok(date.at(s.morning_start)),
            Some(s) if second_of_day < s.afternoon_start => return Ok(date.at(s.afternoon_start)),
            Some(_) => day.nth + 1,
            None => day.nth,
        };
        let opening = self.tables.working.get(next).map(|w| w.date.at(w.shifts.morning_start));
        opening.ok_or_else(|| self.outside(None))
    }

    /// The end of hours of the date, or of the next working day when it is not one.
    ///
    /// # Errors
    /// When it or the next working day is not in the calendar.
    pub fn closing_on_or_after(&self, date: Date) -> Result<Instant, OutsideCalendar> {
        let day = self.day(date)?;
        let working = self.tables.working.get(day.nth).ok_or_else(|| self.outside(None))?;
        Ok(working.date.at(working.shifts.afternoon_end))
    }

    /// Place of a moment on the line of working seconds, which begins with the calendar.
    fn place(&self, at: Instant) -> Result<i64, OutsideCalendar> {
        let LocalTime { date, second_of_day } = at.local();
        let day = self.day(date)?;
        Ok(day.worked_before + day.shifts.map_or(0, |s| i64::from(s.worked(second_of_day))))
    }

    /// The earliest moment at a place of the line: the end of a working stretch, never the beginning of the next.
    fn moment(&self, place: i64) -> Result<Instant, OutsideCalendar> {
        let nth = self.tables.working.partition_point(|w| w.worked_until < place);
        let working = self.tables.working.get(nth).ok_or_else(|| self.outside(None))?;
        let left = working.worked_until - place;
        let worked = u32::try_from(i64::from(working.shifts.seconds()) - left).unwrap_or(0);
        Ok(working.date.at(working.shifts.after(worked)))
    }

    /// Working seconds between two moments, negative when `to` lies before `from`; fractions of a second are cut off.
    ///
    /// # Errors
    /// When one of them is not in the calendar.
    pub fn working_seconds(&self, from: Instant, to: Instant) -> Result<i64, OutsideCalendar> {
        Ok(self.place(to)? - self.place(from)?)
    }

    /// Working minutes between two moments, cut at the minute marks of the line of working time, so that the parts of
    /// a split stretch add up exactly.
    ///
    /// # Errors
    /// When one of them is not in the calendar.
    pub fn working_minutes(&self, from: Instant, to: Instant) -> Result<i64, OutsideCalendar> {
        Ok(self.place(to)?.div_euclid(60) - self.place(from)?.div_euclid(60))
    }

    /// The moment so many working seconds later. Nothing added changes nothing; the end of a working stretch is
    /// preferred to the beginning of the next, which is the same place in working time.
    ///
    /// # Errors
    /// When either moment is not in the calendar.
    pub fn add_working_seconds(&self, at: Instant, seconds: i64) -> Result<Instant, OutsideCalendar> {
        let place = self.place(at)?;
        if seconds == 0 {
            return Ok(at);
        }
        self.moment(place.saturating_add(seconds))
    }

    /// The same time of day so many (at least 1) working days later. From an opening instant that is the end of the
    /// last of those days; where the hours of that day differ, the last working moment up to that time of day.
    ///
    /// `at` must be working time (see [`Self::normalise`]).
    ///
    /// # Errors
    /// When either moment is not in the calendar.
    pub fn add_working_days(&self, at: Instant, days: u32) -> Result<Instant, OutsideCalendar> {
        let LocalTime { date, second_of_day } = at.local();
        let nth = self.day(date)?.nth;
        let target = usize::try_from(days).ok().and_then(|days| nth.checked_add(days));
        let target = target.ok_or_else(|| self.outside(None))?;
        let find = |n: usize| self.tables.working.get(n).ok_or_else(|| self.outside(None));
        let opens_the_day = |n: usize| find(n).is_ok_and(|w| second_of_day <= w.shifts.morning_start);
        // Hours differ between seasons: it is an opening when it opens either day.
        if opens_the_day(nth) || opens_the_day(target) {
            let before = find(target.saturating_sub(1))?;
            return Ok(before.date.at(before.shifts.afternoon_end));
        }
        let working = find(target)?;
        Ok(working.date.at(working.shifts.after(working.shifts.worked(second_of_day))))
    }

    /// The date so many days later when announced days off are not counted (weekends are).
    ///
    /// # Errors
    /// When either date is not in the calendar.
    pub fn add_days_but_holidays(&self, date: Date, days: u32) -> Result<Date, OutsideCalendar> {
        let day = self.day(date)?;
        let counts = self.tables.counted.get(day.counted_before) == Some(&date);
        let steps = usize::try_from(days).unwrap_or(usize::MAX);
        let target = day.counted_before.saturating_add(steps).checked_sub(usize::from(!counts));
        let target = target.and_then(|n| self.tables.counted.get(n)).copied();
        target.ok_or_else(|| self.outside(None))
    }

    /// The `n`-th working day before a date (`n` at least 1); the date itself is not counted.
    ///
    /// # Errors
    /// When either day is not in the calendar.
    pub fn working_day_before(&self, date: Date, n: u32) -> Result<Date, OutsideCalendar> {
        let index = usize::try_from(n).ok().and_then(|n| self.day(date).ok()?.nth.checked_sub(n));
        index.and_then(|i| self.tables.working.get(i)).map(|w| w.date).ok_or_else(|| self.outside(Some(date)))
    }

    /// The `n`-th working day after a date (`n` at least 1); the date itself is not counted.
    ///
    /// # Errors
    /// When either day is not in the calendar.
    pub fn working_day_after(&self, date: Date, n: u32) -> Result<Date, OutsideCalendar> {
        let day = self.day(date)?;
        let steps = usize::try_from(n).unwrap_or(usize::MAX).saturating_sub(1);
        let index = (day.nth + usize::from(day.shifts.is_some())).saturating_add(steps);
        self.tables.working.get(index).map(|w| w.date).ok_or_else(|| self.outside(Some(date)))
    }

    /// The end of hours of the last working day before a date.
    pub(crate) fn closing_before(&self, date: Date) -> Result<Instant, OutsideCalendar> {
        let nth = self.day(date)?.nth;
        let before = nth.checked_sub(1).and_then(|n| self.tables.working.get(n));
        before.map(|w| w.date.at(w.shifts.afternoon_end)).ok_or_else(|| self.outside(None))
    }

    /// The announced days from `from` to `to`, both included, in order of date.
    pub(crate) fn announced_between(&self, from: Date, to: Date) -> impl Iterator<Item = (Date, DayFacts<'_>)> {
        let dates = (from.0..=to.0).map(Date);
        dates.filter_map(|date| Some((date, self.facts(date).ok()?))).filter(|(_, facts)| facts.announced.is_some())
    }
}

/// Strings, numbers and dates always have a JSON form.
fn text(announcements: &[Announcement], hours: &[Hours]) -> String {
    serde_json::to_string(&(announcements, hours)).unwrap_or_default()
}

fn fingerprint(announcements: &[Announcement], hours: &[Hours]) -> String {
    Sha256::digest(text(announcements, hours)).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
