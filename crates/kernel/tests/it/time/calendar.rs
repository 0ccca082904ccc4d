//! The shipped calendar, announcements in mid-year, and what is wrong with broken calendars.

use super::{CALENDAR, announcement, at, days, on, printed, shipped};
use kernel::calendar::{Announcement, Calendar, DayKind};
use kernel::clock::{due, due_moment};

#[test]
fn the_shipped_calendar_is_clean() {
    let read = Calendar::parse(CALENDAR, "calendar.toml");
    assert_eq!(read.findings, Vec::new());
    assert_eq!(read.value.covers(), Some((on("2018-12-01"), on("2027-12-31"))));
}

#[test]
fn working_days_of_the_years() {
    let count = |year: &str| {
        shipped().working_days(on(&format!("{year}-01-01")), on(&format!("{year}-12-31"))).expect("covered")
    };
    assert_eq!(count("2023"), 249);
    assert_eq!(count("2024"), 251);
    // Mon–Fri of the year less the days off of the table, plus its make-up Saturdays.
    assert_eq!(count("2019"), 261 - 11 + 2);
    assert_eq!(count("2026"), 261 - 14 + 2);
}

#[test]
fn make_up_saturdays_are_worked_and_swapped_days_are_not() {
    for day in ["2019-01-05", "2019-05-04", "2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"] {
        assert_eq!(shipped().is_working_day(on(day)), Ok(true), "{day}");
    }
    for day in ["2018-12-31", "2023-01-20", "2023-01-26", "2026-01-02", "2026-11-24", "2023-06-10", "2023-06-11"] {
        assert_eq!(shipped().is_working_day(on(day)), Ok(false), "{day}");
    }
}

#[test]
fn unannounced_days_are_provisional() {
    let provisional = |received: &str, n: u32| due(shipped(), at(received), days(n)).expect("due").provisional;
    assert!(!provisional("2026-12-01T09:00", 5));
    assert!(provisional("2026-12-28T09:00", 10));
    assert!(provisional("2027-03-01T09:00", 1));
}

#[test]
fn an_announcement_changes_days() {
    let next = shipped()
        .with_announcement(&announcement("bao-2023", &[("2023-10-30", DayKind::Off), ("2023-11-04", DayKind::Makeup)]))
        .expect("sound");
    assert_eq!(printed(due_moment(&next, at("2023-10-27T09:32"), days(5))), "2023-11-04T09:32:00");
    assert_eq!(next.working_days(on("2023-01-01"), on("2023-12-31")), Ok(249));
    assert_eq!(shipped().is_working_day(on("2023-10-30")), Ok(true), "the old calendar is untouched");
}

#[test]
fn an_announcement_settles_a_provisional_year() {
    let mut settled = announcement("nghi-le-2027", &[("2027-02-03", DayKind::Off)]);
    settled.replaces = Some("du-kien-2027".to_owned());
    (settled.period_from, settled.period_to) = (Some(on("2027-01-01")), Some(on("2027-12-31")));
    let next = shipped().with_announcement(&settled).expect("sound");
    assert!(!next.is_provisional(on("2027-01-01"), on("2027-12-31")));
    assert_eq!(next.is_working_day(on("2027-02-03")), Ok(false));
    assert_eq!(next.is_working_day(on("2027-02-04")), Ok(true), "the expected days fell away");
    let mut grown = announcement("nghi-le-2028", &[("2028-01-03", DayKind::Off)]);
    (grown.period_from, grown.period_to) = (Some(on("2028-01-01")), Some(on("2028-12-31")));
    let next = next.with_announcement(&grown).expect("sound");
    assert_eq!(next.covers(), Some((on("2018-12-01"), on("2028-12-31"))));
}

#[test]
fn unsound_announcements_are_refused() {
    let refused = |a: &Announcement, wanted: &str| {
        let problem = shipped().with_announcement(a).expect_err(wanted);
        assert!(problem.en.contains(wanted), "{problem}");
        assert!(!problem.vi.is_empty());
    };
    refused(&announcement("nghi-le-2023", &[]), "in use");
    refused(&announcement("x", &[("2023-10-30", DayKind::Makeup)]), "is a weekday");
    refused(&announcement("x", &[("2023-10-30", DayKind::Off), ("2023-10-30", DayKind::Off)]), "announced twice");
    refused(&announcement("x", &[("2031-10-30", DayKind::Off)]), "outside the calendar");
    refused(&Announcement { basis: " ".to_owned(), ..announcement("x", &[]) }, "no basis");
    refused(&Announcement { replaces: Some("y".to_owned()), ..announcement("x", &[]) }, "no announcement `y`");
}

/// The period of a replaced announcement falls too: what takes its place must reach as far.
#[test]
fn an_announcement_cuts_no_days_off() {
    let replacing = |id: &str, period: Option<(&str, &str)>| {
        let mut next = Announcement { replaces: Some(id.to_owned()), ..announcement("x", &[]) };
        (next.period_from, next.period_to) = (period.map(|p| on(p.0)), period.map(|p| on(p.1)));
        shipped().with_announcement(&next).map_err(|problem| (problem.at, problem.en))
    };
    for (id, period) in [
        ("nghi-le-2023", None),
        ("du-kien-2027", None),
        ("du-kien-2027", Some(("2027-01-01", "2027-06-30"))),
        ("du-kien-2027", Some(("2027-02-01", "2027-12-31"))),
    ] {
        let (place, en) = replacing(id, period).expect_err("cut off");
        assert_eq!(place, "replaces", "{en}");
        assert!(en.contains("from 2018-12-01 to 2027-12-31"), "{en}");
    }
    assert!(replacing("du-kien-2027", Some(("2027-01-01", "2027-12-31"))).is_ok());

    let mut gap = announcement("x", &[]);
    (gap.period_from, gap.period_to) = (Some(on("2028-01-02")), Some(on("2028-12-31")));
    let problem = shipped().with_announcement(&gap).expect_err("a gap");
    assert_eq!(problem.at, "period_from");
    assert!(problem.en.contains("does not reach up to 2028-01-02"), "{problem}");
    gap.period_from = Some(on("2028-01-01"));
    let grown = shipped().with_announcement(&gap).expect("sound");
    assert_eq!(grown.covers(), Some((on("2018-12-01"), on("2028-12-31"))));
}

/// What was recorded is true: replay takes it whatever the newer file says, and not twice.
#[test]
fn a_recorded_announcement_is_never_refused() {
    let mut settled = announcement("nghi-le-2023", &[("2023-10-30", DayKind::Off)]);
    let same = shipped().with_recorded(&settled);
    assert_eq!(same.announcements().len(), shipped().announcements().len());
    assert_eq!(same.is_working_day(on("2023-10-30")), Ok(true), "the file holds that announcement already");
    settled.id = "x".to_owned();
    settled.replaces = Some("no-longer-there".to_owned());
    assert_eq!(shipped().with_recorded(&settled).is_working_day(on("2023-10-30")), Ok(false));
}

#[test]
fn other_hours_from_a_day_on() {
    let winter = CALENDAR
        .replace("effective_from = \"2018-12-01\"", "effective_from = \"2018-12-01\"\neffective_to = \"2023-10-15\"")
        + "\n[[hours]]\neffective_from = \"2023-10-16\"\nmorning_start = \"07:30\"\nmorning_end = \"12:00\"\n\
         afternoon_start = \"13:30\"\nafternoon_end = \"17:00\"\nbasis = \"Giờ mùa đông\"\n";
    let read = Calendar::parse(&winter, "calendar.toml");
    assert_eq!(read.findings, Vec::new());
    let due = |received: &str| printed(due_moment(&read.value, at(received), days(1)));
    // Friday 13 October in summer hours, Monday 16 in winter hours: the same time of day, within the hours.
    assert_eq!(due("2023-10-13T10:00"), "2023-10-16T10:00:00");
    assert_eq!(due("2023-10-13T07:15"), "2023-10-13T17:00:00");
    assert_eq!(due("2023-10-16T12:00"), "2023-10-17T12:00:00");
    assert_eq!(due("2023-10-16T07:10"), "2023-10-16T17:00:00");
}

/// From winter hours into summer hours, which open earlier: an opening is an opening.
#[test]
fn an_opening_in_other_hours_gains_no_day() {
    let due = |received: &str, n: u32| printed(due_moment(super::seasons(), at(received), days(n)));
    assert_eq!(due("2024-04-12T18:00", 1), "2024-04-15T17:00:00");
    assert_eq!(due("2024-04-15T07:30", 2), "2024-04-16T17:00:00");
    assert_eq!(due("2024-04-15T07:31", 1), "2024-04-16T07:31:00");
    assert_eq!(due("2024-04-16T07:00", 1), "2024-04-16T17:00:00");
}

fn finds(text: &str, line: usize, wanted: &str) {
    let findings = Calendar::parse(text, "calendar.toml").findings;
    assert!(
        findings.iter().any(|f| f.line == line && f.message_en.contains(wanted)),
        "line {line} {wanted}: {findings:#?}"
    );
}

#[test]
fn findings_name_the_line() {
    let hours = "[[hours]]\neffective_from = \"2023-01-01\"\nmorning_start = \"07:00\"\nmorning_end = \"11:30\"\n\
                 afternoon_start = \"13:30\"\nafternoon_end = \"17:00\"\nbasis = \"b\"\n";
    let year = |days: &str| {
        format!(
            "{hours}[[announcement]]\nid = \"a\"\nbasis = \"b\"\nperiod_from = \"2023-01-01\"\n\
             period_to = \"2023-12-31\"\ndays = [\n{days}\n]\n"
        )
    };
    let day = |date: &str, kind: &str, reason: &str| {
        format!("{{ date = \"{date}\", kind = \"{kind}\", reason = \"{reason}\" }},")
    };
    assert_eq!(Calendar::parse(&year(&day("2023-05-01", "off", "r")), "c").findings, Vec::new());
    finds(&year(&day("2023-02-29", "off", "r")), 14, "does not exist");
    finds(&year(&day("2023-05-01", "of", "r")), 14, "unknown variant");
    finds(&year(&day("2023-05-01", "makeup", "r")), 14, "is a weekday");
    finds(&year(&day("2023-05-06", "off", "")), 14, "weekend day");
    finds(&year(&day("2023-05-01", "off", "")), 14, "no reason");
    finds(&year(&day("2024-05-01", "off", "r")), 14, "outside the announcement's period");
    finds(&year(&format!("{0}\n{0}", day("2023-05-01", "off", "r"))), 15, "announced twice");
    let second = "[[announcement]]\nid = \"a\"\nbasis = \"\"\ndays = [{ date = \"2023-05-01\", kind = \"off\", reason = \"r\" }]\n";
    let two = year(&day("2023-05-01", "off", "r")) + second;
    finds(&two, 17, "is repeated");
    finds(&two, 18, "no basis");
    finds(&two, 19, "announced twice");
    finds(&(year("") + "[[holiday]]\nx = 1\n"), 16, "unknown key `holiday`");
    finds(&(year("") + "[[hours]]\ncolour = 1\n"), 17, "unknown field");
    finds(&year("").replace("period_to = \"2023-12-31\"\n", ""), 11, "belong together");
    finds(&year("").replace("period_to = \"2023-12-31\"", "period_to = \"2022-12-31\""), 12, "before the first");
    finds(&year("").replace("effective_from = \"2023-01-01\"", "effective_from = \"2023-02-01\""), 2, "do not cover");
    finds(&year("").replace("11:30", "06:30"), 3, "not in the order");
    let later = hours.replace("2023-01-01", "2023-09-01");
    finds(&(year("") + &later), 17, "overlap");
    let gap = year("").replace("basis = \"b\"\n[[ann", "basis = \"b\"\neffective_to = \"2023-07-31\"\n[[ann") + &later;
    finds(&gap, 18, "close the gap");
    let next = "[[announcement]]\nid = \"z\"\nbasis = \"b\"\nperiod_from = \"2024-02-01\"\nperiod_to = \"2024-12-31\"\ndays = []\n";
    finds(&(year("") + next), 19, "close the gap");
    finds("[[hours]\n", 1, "");
    finds("", 1, "no announcement with a period");
}

#[test]
fn an_empty_calendar_says_so() {
    let empty = Calendar::parse("", "calendar.toml").value;
    let error = due_moment(&empty, at("2023-06-05T09:00"), days(1)).expect_err("empty");
    assert!(error.en().contains("the calendar is empty"), "{error}");
}
