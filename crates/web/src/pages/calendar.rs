//! A register as a calendar: what is due on each day of a month or a week. On a phone a list of the days on which
//! something is due. Not here: counting, and which days are worked.

use askama::Template;

use super::lanes::Card;
use super::{Link, Moment};
use crate::tongue::{Tongue, id};

/// A count of a day that leads to its list.
#[derive(Clone, Debug, Default)]
pub struct DayCount {
    /// `12 hồ sơ`, `3 quá hạn`.
    pub text: String,
    /// The list that it counts.
    pub href: String,
    /// Whether these are late.
    pub late: bool,
}

/// What kind of day it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DayKind {
    /// A working day.
    #[default]
    Worked,
    /// A day off.
    Off,
    /// Not announced: the calendar does not reach so far.
    Unknown,
}

/// A day.
#[derive(Clone, Debug, Default)]
pub struct CalendarDay {
    /// The day, long: `Thứ Hai, 15/01/2024`.
    pub day: Moment,
    /// The day as its cell shows it: `15`.
    pub short: String,
    /// Worked, off or unknown.
    pub kind: DayKind,
    /// What is said of it: `Tết Nguyên đán`, `làm bù`; may be empty.
    pub note: String,
    /// Whether it is today.
    pub today: bool,
    /// Counts, the whole first.
    pub counts: Vec<DayCount>,
    /// The first cases of the day, in a week.
    pub cards: Vec<Card>,
}

impl CalendarDay {
    fn class(&self) -> &'static str {
        match (self.today, self.kind) {
            (true, DayKind::Worked) => "day day-today",
            (true, _) => "day day-today day-off",
            (false, DayKind::Worked) => "day",
            (false, _) => "day day-off",
        }
    }
}

/// The calendar.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "calendar.html")]
pub struct DueCalendar {
    /// `Tháng 1/2024`, `Tuần từ 15/01/2024 đến 21/01/2024`.
    pub heading: String,
    /// What the table says, in one sentence.
    pub caption: String,
    /// The stretch before.
    pub previous: Link,
    /// The stretch after.
    pub next: Link,
    /// Today's stretch.
    pub today: Link,
    /// Month or week, with whether it is the one shown.
    pub kinds: Vec<(Link, bool)>,
    /// Weeks of seven days from Monday on; `None` for a day outside of the stretch.
    pub weeks: Vec<Vec<Option<CalendarDay>>>,
    /// Said under the table; may be empty.
    pub note: String,
    /// Language of the page.
    pub tongue: Tongue,
}

impl DueCalendar {
    /// The names of the days.
    fn names(&self) -> [String; 7] {
        let days = [
            id("words-monday"),
            id("words-tuesday"),
            id("words-wednesday"),
            id("words-thursday"),
            id("words-friday"),
            id("words-saturday"),
            id("words-sunday"),
        ];
        days.map(|day| self.tongue.say(day))
    }
}

impl askama::filters::HtmlSafe for DueCalendar {}
