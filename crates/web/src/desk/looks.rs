//! The other looks of a register: by step and by due day, over the same filters and with the same links as its rows.
//!
//! Not here: the query (office), rows (`register`).

use kernel::calendar::Calendar;
use kernel::case::Case;
use kernel::catalogue::case_type::CaseType;
use kernel::time::Date;
use office::views::register::{ByDay, Count, Query, State as Clocks, StepColumn};

use super::address::{self, Address, DAY, DUE_ON, LOOK, Look, STRETCH, key_text};
use super::answer::Stop;
use super::register::count_words;
use super::visitor::Visitor;
use super::words::{case_href, day, deadline, long_day, number, register_name, title};
use crate::pages::{CalendarDay, Card, DayCount, DayKind, DueCalendar, Lane, Lanes, Link};
use crate::tongue::{Tongue, id};

/// Cards on a board, over all its columns; a page stays small however many steps there are.
const CARDS_MAX: u64 = 80;
/// Cards of a column at most.
const CARDS_OF_STEP_MAX: u64 = 10;
/// Cards of a day in a week.
const CARDS_OF_DAY_MAX: u64 = 6;

/// The ways to look at a list.
pub fn looks(tongue: Tongue, case_type: &CaseType, address: &Address<'_>, now: Look) -> Vec<(Link, bool)> {
    let label = |look: Look| match look {
        Look::Rows => id("looks-rows"),
        Look::Board => id("looks-board"),
        Look::Calendar => id("looks-calendar"),
    };
    let has = |look: Look| look != Look::Calendar || case_type.clock.is_some();
    let link = |(word, look): &(&str, Look)| {
        let mut changes = vec![(LOOK, (*look != Look::Rows).then_some(*word)), ("sau", None), ("truoc", None)];
        if *look != Look::Calendar {
            changes.extend([(STRETCH, None), (DAY, None)]);
        }
        (Link { label: tongue.say(label(*look)), href: address.with(&changes) }, *look == now)
    };
    Look::ALL.iter().filter(|(_, look)| has(*look)).map(link).collect()
}

/// A register by step, and how many there are in all.
pub fn board(
    visitor: &Visitor,
    case_type: &CaseType,
    query: &Query,
    address: &Address<'_>,
) -> Result<(Lanes, Count), Stop> {
    let steps = u64::try_from(case_type.steps.len().max(1)).unwrap_or(1);
    let query = Query { rows: (CARDS_MAX / steps).clamp(3, CARDS_OF_STEP_MAX), ..query.clone() };
    let behind = address::behind(address.pairs);
    let found = visitor.state.office.register_by_step(&visitor.viewer, &query, &behind)?;
    let columns = found.ok_or_else(|| visitor.missing())?.columns;
    let sum = columns.iter().map(|column| if let Count::Exact(n) = column.count { Some(n) } else { None });
    let count = sum.sum::<Option<u64>>().map_or(Count::Many, Count::Exact);
    let lanes = columns.iter().map(|column| lane(visitor, case_type, column, address)).collect();
    let (tongue, register) = (visitor.tongue, register_name(visitor.tongue, case_type));
    let caption = tongue.tell("looks-board-of", &[("register", register.into())]);
    Ok((Lanes { caption, lanes, tongue }, count))
}

fn lane(visitor: &Visitor, case_type: &CaseType, column: &StepColumn, address: &Address<'_>) -> Lane {
    let code = column.step.code.as_str();
    let name = address::behind_name(code);
    let at = |key: Option<&str>| format!("{}#cot-{code}", address.with(&[(&name, key)]));
    Lane {
        code: code.to_owned(),
        heading: visitor.tongue.name_of(&column.step.name, &column.step.name_en).to_owned(),
        count: count_words(visitor.tongue, column.count),
        href: address.of_step(code),
        cards: column.lines.iter().map(|line| card(visitor, case_type, &line.case)).collect(),
        first: column.goes_on.then(|| at(None)),
        next: column.next.map(|key| at(Some(&key_text(key)))),
    }
}

fn card(visitor: &Visitor, case_type: &CaseType, case: &Case) -> Card {
    let org = visitor.house().org();
    let holder = case.holder.as_ref().map(|person| org.person_name(person).to_owned());
    let who = holder.or_else(|| case.lead.as_ref().map(|unit| org.unit_name(unit).to_owned()));
    Card {
        href: case_href(case.id),
        number: number(case),
        title: title(visitor.tongue, case, case_type),
        who: who.unwrap_or_default(),
        deadline: case.clock.as_ref().map(|clock| deadline(visitor, clock, None)),
        tongue: visitor.tongue,
    }
}

/// The days that a calendar shows: a month, or a week from Monday on.
pub fn shown(visitor: &Visitor, address: &Address<'_>) -> Stretch {
    let today = visitor.now().date();
    let asked = address::get(address.pairs, DAY).and_then(|text| Date::parse(text).ok()).unwrap_or(today);
    let week = address::get(address.pairs, STRETCH) == Some("tuan");
    Stretch::around(asked, week)
}

/// Some days on end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    week: bool,
}

impl Stretch {
    fn around(day: Date, week: bool) -> Self {
        if week {
            let first = day.add_days(-days_since_monday(day));
            return Self { first, last: first.add_days(6), week };
        }
        let (year, month) = (day.year(), day.month());
        let first = Date::new(year, month, 1).unwrap_or(day);
        let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        let last = Date::new(next_year, next_month, 1).map_or(day, |next| next.add_days(-1));
        Self { first, last, week }
    }

    fn heading(self, tongue: Tongue) -> String {
        if self.week {
            let (first, last) = (self.first.print_vn(), self.last.print_vn());
            return tongue.tell("looks-week-of", &[("first", first.into()), ("last", last.into())]);
        }
        let month = format!("{}/{}", self.first.month(), self.first.year());
        tongue.tell("looks-month-of", &[("month", month.into())])
    }

    /// What the ways to the stretch before, to today's and to the one after are called.
    fn ways(self) -> [&'static str; 3] {
        if self.week {
            [id("looks-week-before"), id("looks-week-now"), id("looks-week-after")]
        } else {
            [id("looks-month-before"), id("looks-month-now"), id("looks-month-after")]
        }
    }
}

fn days_since_monday(day: Date) -> i32 {
    i32::from(day.weekday().days_since_monday())
}

/// A register by due day, and how many there are in all.
pub fn calendar(
    visitor: &Visitor,
    case_type: &CaseType,
    query: &Query,
    address: &Address<'_>,
) -> Result<(DueCalendar, Count), Stop> {
    let (tongue, stretch) = (visitor.tongue, shown(visitor, address));
    let rows = if stretch.week { CARDS_OF_DAY_MAX } else { 0 };
    let query = Query { due: Some((stretch.first, stretch.last)), rows, ..query.clone() };
    let found = visitor.state.office.register_by_day(&visitor.viewer, &query)?.ok_or_else(|| visitor.missing())?;
    let count = Count::Exact(found.days.values().map(|due| due.count).sum());
    let maker = Days { visitor, case_type, query: &query, address, found: &found };
    let blank = days_since_monday(stretch.first);
    let length = stretch.last.0 - stretch.first.0 + 1;
    let cell = |n: i32| (n >= 0 && n < length).then(|| maker.day(stretch.first.add_days(n)));
    let weeks = (0..(blank + length + 6) / 7).map(|week| (0..7).map(|n| cell(week * 7 + n - blank)).collect());
    let to = |day: Date| address.with(&[(DAY, Some(&day.to_string()))]);
    let kind = |week: bool, label: &'static str| {
        let word = if week { Some("tuan") } else { None };
        (Link { label: tongue.say(label), href: address.with(&[(STRETCH, word)]) }, week == stretch.week)
    };
    let [before, now, after] = stretch.ways();
    let way = |label: &'static str, href: String| Link { label: tongue.say(label), href };
    let heading = stretch.heading(tongue);
    let register = register_name(tongue, case_type);
    let calendar = DueCalendar {
        caption: tongue
            .tell("looks-calendar-of", &[("register", register.into()), ("stretch", heading.to_lowercase().into())]),
        heading,
        previous: way(before, to(stretch.first.add_days(-1))),
        next: way(after, to(stretch.last.add_days(1))),
        today: way(now, address.with(&[(DAY, None)])),
        kinds: vec![kind(false, id("looks-month")), kind(true, id("looks-week"))],
        weeks: weeks.collect(),
        note: note(tongue, &visitor.house().calendar, stretch),
        tongue,
    };
    Ok((calendar, count))
}

fn note(tongue: Tongue, calendar: &Calendar, stretch: Stretch) -> String {
    if calendar.is_provisional(stretch.first, stretch.last) {
        return tongue.say("looks-provisional");
    }
    String::new()
}

/// What the cells of a calendar are made from.
struct Days<'a> {
    visitor: &'a Visitor,
    case_type: &'a CaseType,
    query: &'a Query,
    address: &'a Address<'a>,
    found: &'a ByDay,
}

impl Days<'_> {
    fn day(&self, date: Date) -> CalendarDay {
        let today = self.visitor.now().date();
        let tongue = self.visitor.tongue;
        let (kind, note) = kind_of(tongue, &self.visitor.house().calendar, date);
        let mut out = CalendarDay {
            day: crate::pages::Moment { text: long_day(tongue, date), ..day(date) },
            short: date.day().to_string(),
            kind,
            note,
            today: date == today,
            ..CalendarDay::default()
        };
        let Some(due) = self.found.days.get(&date) else { return out };
        let late = date < today;
        out.counts.push(DayCount {
            text: tongue.tell("looks-day-cases", &[("n", due.count.into())]),
            href: self.list(date, None),
            late: self.query.state == Some(Clocks::Late),
        });
        if due.running > 0 && self.query.state.is_none() {
            let words = if late { id("looks-day-late") } else { id("looks-day-running") };
            let state = if late { "qua-han" } else { "trong-han" };
            out.counts.push(DayCount {
                text: tongue.tell(words, &[("n", due.running.into())]),
                href: self.list(date, Some(state)),
                late,
            });
        }
        out.cards = due.lines.iter().map(|line| card(self.visitor, self.case_type, &line.case)).collect();
        out
    }

    /// The rows of a day.
    fn list(&self, date: Date, state: Option<&str>) -> String {
        let date = date.to_string();
        let mut changes = vec![
            (LOOK, None),
            (STRETCH, None),
            (DAY, None),
            ("han-tu", None),
            ("han-den", None),
            (DUE_ON, Some(date.as_str())),
            ("xep", Some("han")),
            ("chieu", Some("tang")),
        ];
        if state.is_some() {
            changes.push(("tinh-trang", state));
        }
        self.address.with(&changes)
    }
}

/// Worked or not, and why where that is not plain from the day of the week.
fn kind_of(tongue: Tongue, calendar: &Calendar, date: Date) -> (DayKind, String) {
    let Ok(facts) = calendar.facts(date) else { return (DayKind::Unknown, tongue.say("looks-outside")) };
    let announced = facts.announced.map(|(day, _)| day.reason.clone()).unwrap_or_default();
    match facts.shifts {
        Some(_) if date.weekday().is_weekend() => {
            let made_up = tongue.tell("looks-made-up", &[("why", announced.into())]);
            (DayKind::Worked, made_up.trim().to_owned())
        }
        Some(_) => (DayKind::Worked, String::new()),
        None => (DayKind::Off, announced),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_and_a_week_are_whole() {
        let day = |text: &str| Date::parse(text).unwrap();
        let of = |text: &str, week| {
            let stretch = Stretch::around(day(text), week);
            (stretch.first.to_string(), stretch.last.to_string())
        };
        assert_eq!(of("2024-02-10", false), ("2024-02-01".to_owned(), "2024-02-29".to_owned()));
        assert_eq!(of("2023-12-31", false), ("2023-12-01".to_owned(), "2023-12-31".to_owned()));
        assert_eq!(of("2023-12-31", true), ("2023-12-25".to_owned(), "2023-12-31".to_owned()));
        assert_eq!(of("2024-01-01", true), ("2024-01-01".to_owned(), "2024-01-07".to_owned()));
    }

    #[test]
    fn days_off_say_why_and_weekends_need_not() {
        let calendar = &kernel::shipped::catalogue().value.calendar;
        let calendar = Calendar::parse(calendar, "calendar.toml").value;
        let kind = |text: &str| kind_of(Tongue::Vi, &calendar, Date::parse(text).unwrap());
        assert_eq!(kind("2024-01-02"), (DayKind::Worked, String::new()));
        assert_eq!(kind("2024-01-06").0, DayKind::Off);
        assert!(!kind("2024-02-12").1.is_empty(), "Tết says so");
        assert_eq!(kind("2010-01-04").0, DayKind::Unknown);
    }
}
