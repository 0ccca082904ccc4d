//! Instants, dates and the law's wall clock.
//!
//! An instant is stored in UTC microseconds; law time is Asia/Ho_Chi_Minh, which has been UTC+7 without summer time
//! since 1975-06-13, so the offset is a constant and no time-zone data is needed. Instants before that day are
//! printed with the same offset. Not here: "now" (it comes in as an argument) and which time is working time
//! (`calendar`).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Seconds by which law time is ahead of UTC.
const OFFSET_SECONDS: i64 = 7 * 3600;
/// Microseconds in a second.
const MICROS: i64 = 1_000_000;
/// Seconds in a day.
const DAY_SECONDS: i64 = 86_400;
/// The first year that [`Date::parse`] reads.
const YEAR_MIN: i32 = 1;
/// Characters of a bad text that a message repeats.
const QUOTED_CHARACTERS_MAX: usize = 40;

/// A moment: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// The moment at which the law's wall clock shows this.
    #[must_use]
    pub fn from_local(local: LocalTime) -> Self {
        Self::from_law_seconds(i64::from(local.date.0) * DAY_SECONDS + i64::from(local.second_of_day))
    }

    /// Reads a wall-clock time in law time: `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`.
    ///
    /// # Errors
    /// When the text has another form, or names a date or a time of day that does not exist.
    pub fn parse_local(text: &str) -> Result<Self, TimeError> {
        LocalTime::parse(text).map(Self::from_local)
    }

    /// What the law's wall clock shows; fractions of a second are cut off.
    #[must_use]
    pub fn local(self) -> LocalTime {
        let seconds = self.law_seconds();
        let saturated = if seconds < 0 { i32::MIN } else { i32::MAX };
        let date = Date(i32::try_from(seconds.div_euclid(DAY_SECONDS)).unwrap_or(saturated));
        let second_of_day = u32::try_from(seconds.rem_euclid(DAY_SECONDS)).unwrap_or(0);
        LocalTime { date, second_of_day }
    }

    /// The date in law time.
    #[must_use]
    pub fn date(self) -> Date {
        self.local().date
    }

    /// For Vietnamese readers: `27/10/2023 16:30`.
    #[must_use]
    pub fn print_vn(self) -> String {
        let local = self.local();
        format!("{} {}", local.date.print_vn(), local.print_hour())
    }

    /// ISO 8601 in law time without offset: `2023-10-27T16:30:00`.
    #[must_use]
    pub fn print_iso(self) -> String {
        self.local().to_string()
    }

    /// Whole seconds of law time since 1970-01-01T00:00:00 there.
    pub(crate) fn law_seconds(self) -> i64 {
        self.0.div_euclid(MICROS) + OFFSET_SECONDS
    }

    /// The inverse of [`Self::law_seconds`].
    pub(crate) fn from_law_seconds(seconds: i64) -> Self {
        Self((seconds - OFFSET_SECONDS).saturating_mul(MICROS))
    }
}

/// What a wall clock in Vietnam shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    /// The date.
    pub date: Date,
    /// Seconds since midnight, below 86,400.
    pub second_of_day: u32,
}

impl LocalTime {
    /// Reads `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`.
    ///
    /// # Errors
    /// When the text has another form, or names a date or a time of day that does not exist.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let form = || TimeError::Form { text: quoted(text), wanted: "YYYY-MM-DDTHH:MM[:SS]" };
        let (day, clock) = text.split_once('T').ok_or_else(form)?;
        let date = match Date::parse(day) {
            Err(TimeError::Form { .. }) => return Err(form()),
            other => other?,
        };
        Ok(Self { date, second_of_day: second_of_day(clock).ok_or_else(form)?? })
    }

    /// Reads a time of day: `HH:MM` or `HH:MM:SS`.
    ///
    /// # Errors
    /// When the text has another form, or there is no such time of day.
    pub fn parse_hour(text: &str) -> Result<u32, TimeError> {
        second_of_day(text).ok_or_else(|| TimeError::Form { text: quoted(text), wanted: "HH:MM[:SS]" })?
    }

    /// Hour and minute: `16:30`.
    #[must_use]
    pub fn print_hour(self) -> String {
        format!("{:02}:{:02}", self.second_of_day / 3600, self.second_of_day / 60 % 60)
    }
}

/// ISO 8601 without offset: `2023-10-27T16:30:00`.
impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = self.second_of_day;
        write!(f, "{}T{:02}:{:02}:{:02}", self.date, s / 3600, s / 60 % 60, s % 60)
    }
}

/// `None`: another form; `Some(Err)`: the form is right but there is no such time.
fn second_of_day(text: &str) -> Option<Result<u32, TimeError>> {
    if !matches!(text.len(), 5 | 8) || !colon(text, 2) || (text.len() == 8 && !colon(text, 5)) {
        return None;
    }
    let (hour, minute) = (number(text, 0, 2)?, number(text, 3, 5)?);
    let second = if text.len() == 8 { number(text, 6, 8)? } else { 0 };
    if hour > 23 || minute > 59 || second > 59 {
        return Some(Err(TimeError::NoSuchTime { text: quoted(text) }));
    }
    Some(Ok((hour * 3600 + minute * 60 + second).unsigned_abs()))
}

fn colon(text: &str, at: usize) -> bool {
    text.as_bytes().get(at) == Some(&b':')
}

/// A number of ASCII digits only.
fn number(text: &str, from: usize, to: usize) -> Option<i32> {
    let part = text.get(from..to)?;
    if part.bytes().all(|b| b.is_ascii_digit()) { part.parse().ok() } else { None }
}

fn quoted(text: &str) -> String {
    let mut out: String =
        text.chars().take(QUOTED_CHARACTERS_MAX).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(QUOTED_CHARACTERS_MAX).is_some() {
        out.push('…');
    }
    out
}

/// A date of the proleptic Gregorian calendar: days since 1970-01-01. Stored and read as `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i32);

/// Day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weekday {
    /// Thứ Hai.
    Monday,
    /// Thứ Ba.
    Tuesday,
    /// Thứ Tư.
    Wednesday,
    /// Thứ Năm.
    Thursday,
    /// Thứ Sáu.
    Friday,
    /// Thứ Bảy.
    Saturday,
    /// Chủ nhật.
    Sunday,
}

impl Weekday {
    /// Saturday or Sunday: no working day unless announced (QĐ 188/1999/QĐ-TTg, the 40-hour week).
    #[must_use]
    pub fn is_weekend(self) -> bool {
        matches!(self, Self::Saturday | Self::Sunday)
    }

    /// Days since the Monday of its week: 0 to 6.
    #[must_use]
    pub fn days_since_monday(self) -> u8 {
        match self {
            Self::Monday => 0,
            Self::Tuesday => 1,
            Self::Wednesday => 2,
            Self::Thursday => 3,
            Self::Friday => 4,
            Self::Saturday => 5,
            Self::Sunday => 6,
        }
    }

    /// In Vietnamese: `Thứ Hai`.
    #[must_use]
    pub fn vi(self) -> &'static str {
        match self {
            Self::Monday => "Thứ Hai",
            Self::Tuesday => "Thứ Ba",
            Self::Wednesday => "Thứ Tư",
            Self::Thursday => "Thứ Năm",
            Self::Friday => "Thứ Sáu",
            Self::Saturday => "Thứ Bảy",
            Self::Sunday => "Chủ nhật",
        }
    }

    /// In English: `Monday`.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }
}

impl Date {
    /// The date of this year, month (1–12) and day (1–31). `None` when there is no such date.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(YEAR_MIN..=9999).contains(&year) || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        Some(from_civil(year, month, day))
    }

    /// Reads `YYYY-MM-DD`, years 0001 to 9999.
    ///
    /// # Errors
    /// When the text has another form, or the date does not exist.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let form = || TimeError::Form { text: quoted(text), wanted: "YYYY-MM-DD" };
        let dash = |at: usize| text.as_bytes().get(at) == Some(&b'-');
        if text.len() != 10 || !dash(4) || !dash(7) {
            return Err(form());
        }
        let year = number(text, 0, 4).ok_or_else(form)?;
        let month = number(text, 5, 7).ok_or_else(form)?.unsigned_abs();
        let day = number(text, 8, 10).ok_or_else(form)?.unsigned_abs();
        Self::new(year, month, day).ok_or_else(|| TimeError::NoSuchDate { text: quoted(text) })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        to_civil(self.0).0
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        to_civil(self.0).1
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u32 {
        to_civil(self.0).2
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (i64::from(self.0) + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// So many days later, earlier when negative; stops at the ends of the range.
    #[must_use]
    pub fn add_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// So many calendar months later, on the same day of the month or the last one when it has no such day
    /// (Bộ luật Dân sự 2015 Điều 148.3).
    #[must_use]
    pub fn add_months(self, months: i32) -> Self {
        let (year, month, day) = to_civil(self.0);
        let index = i64::from(year) * 12 + i64::from(month) - 1 + i64::from(months);
        let month = u32::try_from(index.rem_euclid(12)).unwrap_or(0) + 1;
        let Ok(year) = i32::try_from(index.div_euclid(12)) else { return Self(i32::MAX) };
        from_civil(year, month, day.min(days_in_month(year, month)))
    }

    /// Days from `other` to this date; negative when this one is earlier.
    #[must_use]
    pub fn days_since(self, other: Self) -> i32 {
        self.0.saturating_sub(other.0)
    }

    /// The moment at which the wall clock shows this many seconds after midnight of the date.
    #[must_use]
    pub fn at(self, second_of_day: u32) -> Instant {
        Instant::from_local(LocalTime { date: self, second_of_day })
    }

    /// For Vietnamese readers: `27/10/2023`.
    #[must_use]
    pub fn print_vn(self) -> String {
        let (year, month, day) = to_civil(self.0);
        format!("{day:02}/{month:02}/{year:04}")
    }

    /// Day and month without zeros, where the year is understood: `12/5`.
    #[must_use]
    pub fn print_short(self) -> String {
        let (_, month, day) = to_civil(self.0);
        format!("{day}/{month}")
    }
}

/// `2023-10-27`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = to_civil(self.0);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// 0 for a month that does not exist.
fn days_in_month(year: i32, month: u32) -> u32 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    }
}

/// Days since 1970-01-01, with years beginning in March so that the leap day comes last. A test compares this and
/// its inverse with `jiff` for every date of the years 1 to 9999.
fn from_civil(year: i32, month: u32, day: u32) -> Date {
    let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = era * 146_097 + day_of_era - 719_468;
    Date(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX }))
}

/// Year, month and day of a day number.
fn to_civil(days: i32) -> (i32, u32, u32) {
    let shifted = days.saturating_add(719_468);
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month.unsigned_abs(), day.unsigned_abs())
}

/// A text that is no time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeError {
    /// It has another form.
    Form {
        /// The text, shortened.
        text: String,
        /// The form wanted.
        wanted: &'static str,
    },
    /// The date does not exist: 2023-02-29.
    NoSuchDate {
        /// The text, shortened.
        text: String,
    },
    /// The time of day does not exist: 24:00.
    NoSuchTime {
        /// The text, shortened.
        text: String,
    },
}

impl TimeError {
    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Form { text, wanted } => format!("“{text}” không đúng dạng {wanted}"),
            Self::NoSuchDate { text } => format!("ngày “{text}” không có thật"),
            Self::NoSuchTime { text } => format!("giờ “{text}” không có thật"),
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Form { text, wanted } => format!("“{text}” is not of the form {wanted}"),
            Self::NoSuchDate { text } => format!("the date “{text}” does not exist"),
            Self::NoSuchTime { text } => format!("the time of day “{text}” does not exist"),
        }
    }
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.vi(), self.en())
    }
}

impl std::error::Error for TimeError {}
