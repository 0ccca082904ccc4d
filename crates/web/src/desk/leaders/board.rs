//! The leaders' board: four states by unit, field and source, what will be late, load, year over year.

use axum::extract::{Query as Asking, State};
use axum::response::Response;
use kernel::Code;
use kernel::case::Value;
use kernel::catalogue::case_type::CaseType;
use office::reports::Period;
use office::reports::dashboard::{Counts, Cut, Dashboard, STATES};
use office::views::load::{DAYS_AHEAD, Load};
use office::views::register::Filter;

use super::super::address::{DUE_ON, Pairs};
use super::super::answer::{self, Answer};
use super::super::home::filtered;
use super::super::reports::refused;
use super::super::visitor::{Asked, Visitor, visit};
use super::super::words::{capital, kind_name, long_day, value};
use super::{assigns, leads, task, urges};
use crate::pages::{Bar, BoardPage, Chart, ChartColumn, HeadCell, Link, Table, TableCell, TableRow, Total};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// Names of the states, as ids.
pub const WORDS: [&str; 6] = [
    id("leaders-done-on-time"),
    id("leaders-done-late"),
    id("leaders-running"),
    id("leaders-overdue"),
    id("leaders-no-deadline-done"),
    id("leaders-no-deadline-open"),
];
/// Names of the parts of a bar; both states without a deadline are one part.
const PARTS: [&str; 5] = [WORDS[0], WORDS[1], WORDS[2], WORDS[3], id("leaders-no-deadline")];

/// A way to tell tasks apart.
struct By {
    /// As an address names it.
    code: &'static str,
    /// `Theo đơn vị`, as id.
    label: &'static str,
    /// `Đơn vị`, as id.
    what: &'static str,
    cut: Cut,
}

const UNITS: By = By { code: "don-vi", label: id("leaders-by-unit"), what: id("leaders-unit"), cut: Cut::Unit };
const CUTS: [By; 3] = [
    UNITS,
    By { code: "linh-vuc", label: id("leaders-by-field"), what: id("leaders-field"), cut: Cut::Field },
    By { code: "nguon", label: id("leaders-by-source"), what: id("leaders-source"), cut: Cut::Source },
];
/// Bars shown; the table behind has all rows.
const BARS_MAX: usize = 20;
/// Rows of the load shown.
const LOADS_MAX: usize = 40;

/// `GET /dieu-hanh`
pub async fn show(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| board(visitor, &pairs)).await
}

fn board(visitor: &Visitor, pairs: &Pairs) -> Answer {
    if !leads(visitor) {
        return Err(visitor.sorry(403).into());
    }
    let of = task(visitor)?;
    let (office, viewer) = (&visitor.state.office, &visitor.viewer);
    let dashboard = office.dashboard(viewer).map_err(|fail| refused(visitor, fail))?;
    let word = pairs.iter().find(|(k, _)| k == "theo").map(|(_, v)| v.as_str());
    let by = CUTS.iter().find(|by| word == Some(by.code)).unwrap_or(&UNITS);
    let tongue = visitor.tongue;
    let ahead = office.due_ahead(viewer, &of.code)?;
    let types: Vec<Code> = viewer.types().iter().filter(|t| t.clock.is_some()).map(|t| t.code.clone()).collect();
    let load = office.workload(viewer, &types)?;
    let rows = rows(visitor, &of, &dashboard, by.cut);
    let mut starts = Vec::new();
    if urges(visitor) {
        starts.push(Link { label: tongue.say("frame-nav-urging"), href: "/don-doc".to_owned() });
    }
    if assigns(visitor) {
        starts.push(Link { label: tongue.say("leaders-enter-conclusions"), href: "/ket-luan".to_owned() });
    }
    let tab = |other: &By| {
        let href = format!("/dieu-hanh?theo={}", other.code);
        (Link { label: tongue.say(other.label), href }, other.code == by.code)
    };
    answer::ok(&BoardPage {
        frame: visitor.frame(&tongue.say("frame-nav-board")),
        lead: tongue.tell(
            "leaders-lead",
            &[
                ("day", long_day(tongue, visitor.now().date()).into()),
                ("year", dashboard.year.year().to_string().into()),
                ("position", dashboard.position.into()),
                ("at", dashboard.recorded.print_vn().into()),
            ],
        ),
        starts,
        totals: totals(tongue, &dashboard),
        before: year_name(tongue, dashboard.year.year_before()),
        cuts: CUTS.iter().map(tab).collect(),
        bars: bars(tongue, by, &rows),
        states: states(tongue, by, &dashboard, &rows),
        years: years(tongue, &dashboard),
        years_table: years_table(tongue, &dashboard),
        ahead: ahead_chart(tongue, &ahead),
        ahead_table: ahead_table(tongue, &of, &ahead),
        load: load_table(visitor, &load),
    })
}

fn read(tongue: Tongue, n: u64) -> String {
    tongue.number(i64::try_from(n).unwrap_or(i64::MAX))
}

fn year_name(tongue: Tongue, year: Period) -> String {
    tongue.pick(year.name(), year.name_en())
}

fn totals(tongue: Tongue, dashboard: &Dashboard) -> Vec<Total> {
    let all = dashboard.all.now.iter().zip(dashboard.all.before).zip(STATES.iter().zip(WORDS));
    all.map(|((now, before), (state, label))| Total {
        label: tongue.say(label),
        value: read(tongue, *now),
        href: dashboard.address(&[state], None, false).unwrap_or_default(),
        before: read(tongue, before),
        before_href: dashboard.address(&[state], None, true).unwrap_or_default(),
        late: state.ends_with(":late") && *now > 0,
    })
    .collect()
}

/// Rows with their names: most late first, then most of all.
fn rows(visitor: &Visitor, of: &CaseType, dashboard: &Dashboard, cut: Cut) -> Vec<(String, String, Counts)> {
    let house = visitor.house();
    let name = |code: &str| match cut {
        _ if code.is_empty() => visitor.tongue.say("leaders-not-given"),
        Cut::Unit => house.org().units.get(code).map_or(code.to_owned(), |u| u.name.clone()),
        Cut::Field | Cut::Source => {
            let field = of.field(if cut == Cut::Field { "field_of_work" } else { "source_kind" });
            match (field, house.catalogue()) {
                (Some(field), Ok(catalogue)) => {
                    value(visitor.tongue, field, &Value::text(code), catalogue, house.org())
                }
                _ => code.to_owned(),
            }
        }
    };
    let mut out: Vec<(String, String, Counts)> =
        dashboard.rows(cut).iter().map(|(code, counts)| (code.clone(), name(code), *counts)).collect();
    let late = |counts: &Counts| counts.now.get(3).copied().unwrap_or(0);
    out.sort_by_key(|(_, _, counts)| std::cmp::Reverse((late(counts), counts.now.iter().sum::<u64>())));
    out
}

fn bars(tongue: Tongue, by: &By, rows: &[(String, String, Counts)]) -> Table {
    let row = |(_, name, counts): &(String, String, Counts)| {
        let [on_time, late, running, overdue, done, open] = counts.now;
        let parts = [on_time, late, running, overdue, done + open];
        let said = |(word, n): (&&'static str, u64)| format!("{}: {}", tongue.say(word), read(tongue, n));
        let words: Vec<String> = PARTS.iter().zip(parts).map(said).collect();
        TableRow {
            label: name.clone(),
            cells: vec![
                TableCell::Bar(Bar::of(words.join("; "), &parts)),
                TableCell::plain(read(tongue, counts.now.iter().sum())),
            ],
            ..TableRow::default()
        }
    };
    let mut notes = Vec::new();
    if rows.len() > BARS_MAX {
        notes.push(tongue.tell("leaders-bars-note", &[("shown", BARS_MAX.into()), ("all", rows.len().into())]));
    }
    Table {
        caption: tongue.tell("leaders-bars", &[("by", tongue.say(by.label).into())]),
        head: vec![vec![
            HeadCell::words(tongue.say(by.what)),
            HeadCell::words(tongue.say("leaders-share")),
            HeadCell::figure(tongue.say("leaders-sum")),
        ]],
        rows: rows.iter().take(BARS_MAX).map(row).collect(),
        legend: PARTS.iter().map(|word| tongue.say(word)).collect(),
        notes,
        ..Table::default()
    }
}

fn states(tongue: Tongue, by: &By, dashboard: &Dashboard, rows: &[(String, String, Counts)]) -> Table {
    let cell = |count: u64, states: &[&str], row: Option<(Cut, &str)>, before: bool| {
        let href = dashboard.address(states, row, before).filter(|_| count > 0);
        TableCell::Figure { text: read(tongue, count), href }
    };
    let cells = |counts: &Counts, row: Option<(Cut, &str)>| {
        let each = STATES.iter().zip(counts.now).map(|(state, n)| cell(n, &[state], row, false));
        let sum = cell(counts.now.iter().sum(), &STATES, row, false);
        let before = cell(counts.before.iter().sum(), &STATES, row, true);
        each.chain([sum, before]).collect()
    };
    let mut out: Vec<TableRow> = rows
        .iter()
        .map(|(code, name, counts)| TableRow {
            label: name.clone(),
            cells: cells(counts, Some((by.cut, code))),
            ..TableRow::default()
        })
        .collect();
    out.push(TableRow {
        label: tongue.say("leaders-total"),
        cells: cells(&dashboard.all, None),
        total: true,
        ..TableRow::default()
    });
    let first = HeadCell::words(tongue.say(by.what));
    let words = WORDS.iter().map(|word| HeadCell::figure(tongue.say(word)));
    let year = dashboard.year;
    let before = tongue.tell("leaders-sum-of", &[("year", year_name(tongue, year.year_before()).into())]);
    let sums = [HeadCell::figure(tongue.say("leaders-sum")), HeadCell::figure(before)];
    Table {
        caption: tongue
            .tell("leaders-states", &[("by", tongue.say(by.label).into()), ("year", year_name(tongue, year).into())]),
        head: vec![std::iter::once(first).chain(words).chain(sums).collect()],
        rows: out,
        notes: vec![tongue.say("leaders-states-note"), tongue.say("leaders-present-note")],
        ..Table::default()
    }
}

fn years(tongue: Tongue, dashboard: &Dashboard) -> Chart {
    let short = [
        id("leaders-short-on-time"),
        id("leaders-short-late"),
        id("leaders-short-running"),
        id("leaders-short-overdue"),
        id("leaders-short-none-done"),
        id("leaders-short-none-open"),
    ];
    let both = dashboard.all.before.iter().zip(dashboard.all.now).zip(short);
    let columns: Vec<ChartColumn> = both
        .map(|((before, now), label)| ChartColumn {
            label: tongue.say(label),
            values: vec![(*before, read(tongue, *before)), (now, read(tongue, now))],
        })
        .collect();
    let (before, now) = (year_name(tongue, dashboard.year.year_before()), year_name(tongue, dashboard.year));
    let args = [("before", before.as_str().into()), ("now", now.as_str().into())];
    Chart::of(&tongue.tell("leaders-years-chart", &args), &[(5, &before), (1, &now)], &columns)
}

fn years_table(tongue: Tongue, dashboard: &Dashboard) -> Table {
    let figure = |n: u64, state: &str, before: bool| TableCell::Figure {
        text: read(tongue, n),
        href: dashboard.address(&[state], None, before).filter(|_| n > 0),
    };
    let all = dashboard.all.before.iter().zip(dashboard.all.now).zip(STATES.iter().zip(WORDS));
    let row = |((before, now), (state, label)): ((&u64, u64), (&&str, &'static str))| TableRow {
        label: tongue.say(label),
        cells: vec![figure(*before, state, true), figure(now, state, false)],
        ..TableRow::default()
    };
    Table {
        caption: tongue.say("leaders-years"),
        head: vec![vec![
            HeadCell::words(tongue.say("leaders-state")),
            HeadCell::figure(capital(&year_name(tongue, dashboard.year.year_before()))),
            HeadCell::figure(capital(&year_name(tongue, dashboard.year))),
        ]],
        rows: all.map(row).collect(),
        ..Table::default()
    }
}

type Days = [(kernel::time::Date, u64)];

fn ahead_chart(tongue: Tongue, days: &Days) -> Chart {
    let column = |(day, n): &(kernel::time::Date, u64)| ChartColumn {
        label: day.print_short(),
        values: vec![(*n, read(tongue, *n))],
    };
    let columns: Vec<ChartColumn> = days.iter().map(column).collect();
    let caption = tongue.tell("leaders-ahead-chart", &[("days", DAYS_AHEAD.into())]);
    Chart::of(&caption, &[(3, "")], &columns)
}

fn ahead_table(tongue: Tongue, of: &CaseType, days: &Days) -> Table {
    let row = |(day, n): &(kernel::time::Date, u64)| {
        let date = day.to_string();
        let href = filtered(of, &[], &[("tinh-trang", "trong-han"), (DUE_ON, &date)]);
        TableRow {
            label: long_day(tongue, *day),
            cells: vec![TableCell::Figure { text: read(tongue, *n), href: (*n > 0).then_some(href) }],
            ..TableRow::default()
        }
    };
    Table {
        caption: tongue.say("leaders-ahead-table"),
        head: vec![vec![
            HeadCell::words(tongue.say("leaders-day-due")),
            HeadCell::figure(tongue.say("leaders-tasks-count")),
        ]],
        rows: days.iter().map(row).collect(),
        ..Table::default()
    }
}

fn load_table(visitor: &Visitor, load: &[Load]) -> Table {
    let (house, tongue) = (visitor.house(), visitor.tongue);
    let org = house.org();
    let row = |load: &Load| {
        let of = house.catalogue().ok()?.types.get(&load.case_type)?;
        let unit = org.units.get(load.unit.as_str()).map(|u| u.name.clone());
        let person = org.people.get(load.holder.as_str()).map(|p| p.name.clone());
        let mut filters = Vec::new();
        if !load.unit.is_empty() {
            filters.push(Filter::one("@lead", &load.unit));
        }
        if !load.holder.is_empty() {
            filters.push(Filter::one("@holder", &load.holder));
        }
        // Work that nobody holds cannot be asked for by a register yet: its number leads nowhere rather than elsewhere.
        let exact = !load.holder.is_empty() && !load.unit.is_empty();
        let figure = |n: u64, state: &str| TableCell::Figure {
            text: read(tongue, n),
            href: (exact && n > 0).then(|| filtered(of, &filters, &[("tinh-trang", state)])),
        };
        Some(TableRow {
            label: person.unwrap_or_else(|| tongue.say("leaders-nobody")),
            detail: unit.unwrap_or_else(|| tongue.say("leaders-no-unit")),
            cells: vec![
                TableCell::Text(kind_name(tongue, of)),
                figure(load.late, "qua-han"),
                figure(load.running, "trong-han"),
            ],
            total: false,
        })
    };
    let mut notes = Vec::new();
    if load.len() > LOADS_MAX {
        notes.push(tongue.tell("leaders-load-note", &[("shown", LOADS_MAX.into()), ("all", load.len().into())]));
    }
    Table {
        caption: tongue.say("leaders-load-table"),
        head: vec![vec![
            HeadCell::words(tongue.say("leaders-person-unit")),
            HeadCell::words(tongue.say("leaders-kind")),
            HeadCell::figure(tongue.say("leaders-late")),
            HeadCell::figure(tongue.say("leaders-in-time")),
        ]],
        rows: load.iter().take(LOADS_MAX).filter_map(row).collect(),
        notes,
        ..Table::default()
    }
}
