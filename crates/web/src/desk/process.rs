//! The process of imported histories: the map with the tables behind it, and who was on time where the log says.
//!
//! For whoever may read the imported cases as a whole. Not here: reading logs (exchange, office).

use std::collections::HashMap;

use axum::extract::{Query as Asking, State};
use axum::response::Response;
use exchange::map::{ConnectionRow, StepRow};
use kernel::text::{duration_en, duration_vn};
use office::import::CASE_TYPE;
use office::views::Sight;

use super::address::Pairs;
use super::answer::{self, Answer};
use super::fields;
use super::visitor::{Asked, Visitor, visit};
use super::words::query_string;
use crate::pages::{Flow, HeadCell, Input, Link, ProcessMap, ProcessPage, Step, Table, TableCell, TableRow};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// Steps drawn, the most frequent first; the tables hold them all.
const STEPS_DRAWN: usize = 24;
/// Ways drawn, the most frequent first.
const FLOWS_DRAWN: usize = 60;
/// Rows of a table of ways.
const FLOWS_LISTED: usize = 100;

/// Whether this person may see it.
pub fn may(visitor: &Visitor) -> bool {
    let types = visitor.house().catalogue().ok().and_then(|c| c.types.get(CASE_TYPE).cloned());
    types.is_some_and(|t| visitor.viewer.sight(&t) == Sight::All)
}

/// `GET /quy-trinh`
pub async fn show(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let log = pairs.iter().find(|(k, _)| k == "nhat-ky").map_or("", |(_, v)| v.as_str());
        process(visitor, log)
    })
    .await
}

fn process(visitor: &Visitor, log: &str) -> Answer {
    if !may(visitor) {
        return Err(visitor.missing());
    }
    let (office, tongue) = (&visitor.state.office, visitor.tongue);
    let logs = office.imported_logs()?;
    let map = office.imported_map(log)?;
    let (steps, ways) = (map.table(), map.connections());
    let chosen = |value: &str, label: &str| fields::choice(value, label, log);
    let choices = std::iter::once(chosen("", &tongue.say("process-all-logs")))
        .chain(logs.iter().map(|l| chosen(&l.name, &l.name)));
    let groups = vec![crate::pages::ChoiceGroup { label: String::new(), choices: choices.collect() }];
    let nothing = steps.is_empty();
    let sentence = if nothing {
        tongue.say("process-no-logs")
    } else {
        tongue.tell(
            "process-sentence",
            &[
                ("cases", map.cases().into()),
                ("steps", steps.len().into()),
                ("drawn", steps.len().min(STEPS_DRAWN).into()),
                ("ways", ways.len().min(FLOWS_DRAWN).into()),
            ],
        )
    };
    answer::ok(&ProcessPage {
        frame: visitor.frame(&tongue.say("frame-nav-process")),
        back: Some(Link { label: tongue.say("process-imported"), href: format!("/so/{CASE_TYPE}") }),
        heading: tongue.say("frame-nav-process"),
        english: tongue.aside("frame-nav-process"),
        sentence,
        filter_action: "/quy-trinh".to_owned(),
        filter_fields: if nothing {
            Vec::new()
        } else {
            vec![fields::field(tongue, "loc-nhat-ky", "nhat-ky", &tongue.say("process-log"), Input::Choice { groups })]
        },
        filter_hidden: Vec::new(),
        map: (!nothing).then(|| drawn(tongue, &steps, &ways)),
        tables: if nothing {
            Vec::new()
        } else {
            vec![on_time(visitor, log)?, step_table(tongue, &steps), way_table(tongue, &ways)]
        },
    })
}

fn read(tongue: Tongue, n: u64) -> String {
    tongue.number(i64::try_from(n).unwrap_or(i64::MAX))
}

fn duration(tongue: Tongue, seconds: u32) -> String {
    tongue.pick(duration_vn(seconds), duration_en(seconds))
}

fn median(tongue: Tongue, seconds: Option<u32>) -> String {
    seconds.map(|seconds| duration(tongue, seconds)).unwrap_or_default()
}

fn drawn(tongue: Tongue, rows: &[StepRow], ways: &[ConnectionRow]) -> ProcessMap {
    let shown: Vec<&StepRow> = rows.iter().take(STEPS_DRAWN).collect();
    let at: HashMap<&str, usize> = shown.iter().enumerate().map(|(i, row)| (row.name.as_str(), i)).collect();
    let step = |row: &&StepRow| {
        let lies = row.median_to_next_seconds.map(|s| format!(" · {}", duration(tongue, s))).unwrap_or_default();
        let times = tongue.tell("process-times", &[("n", row.count.into())]);
        Step { label: row.name.clone(), count: row.count, detail: format!("{times}{lies}"), href: None }
    };
    let flow = |way: &ConnectionRow| {
        let (from, to) = (way.from.as_deref()?, way.to.as_deref()?);
        let (a, b) = (at.get(from)?, at.get(to)?);
        let lies = |s| tongue.tell("process-median-of", &[("time", duration(tongue, s).into())]);
        let lies = way.median_seconds.map(lies).unwrap_or_default();
        let times = tongue.tell("process-times", &[("n", way.count.into())]);
        Some(Flow {
            from: *a,
            to: *b,
            count: way.count,
            count_text: read(tongue, way.count),
            sentence: format!("{from} → {to}: {times}{lies}"),
        })
    };
    let steps: Vec<Step> = shown.iter().map(step).collect();
    let flows: Vec<Flow> = ways.iter().filter_map(flow).take(FLOWS_DRAWN).collect();
    ProcessMap::of(tongue.say("process-map"), tongue.say("process-map-words"), &steps, &flows)
}

fn on_time(visitor: &Visitor, log: &str) -> Result<Table, answer::Stop> {
    let tongue = visitor.tongue;
    let rows = visitor.state.office.imported_on_time(log)?;
    let row = |r: &office::import::OnTime| {
        let href = |pairs: &[(&str, &str)]| {
            let mut all = vec![("f.department", r.department.as_str()), ("f.log", log)];
            all.retain(|(_, v)| !v.is_empty());
            all.extend(pairs);
            format!("/so/{CASE_TYPE}?{}", query_string(&all))
        };
        let share = kernel::text::percent_vn(
            i64::try_from(r.on_time).unwrap_or(0),
            i64::try_from(r.on_time + r.late).unwrap_or(0),
        );
        TableRow {
            label: if r.department.is_empty() { tongue.say("process-no-unit") } else { r.department.clone() },
            detail: String::new(),
            cells: vec![
                TableCell::figure(read(tongue, r.cases), href(&[])),
                TableCell::figure(read(tongue, r.finished), href(&[("buoc", "finished")])),
                TableCell::plain(read(tongue, r.on_time)),
                TableCell::plain(read(tongue, r.late)),
                share.map_or(TableCell::Nothing, |s| TableCell::plain(tongue.decimal(format!("{s} %")))),
            ],
            total: false,
        }
    };
    Ok(Table {
        caption: tongue.say("process-on-time"),
        head: vec![vec![
            HeadCell::words(tongue.say("process-unit")),
            HeadCell::figure(tongue.say("process-cases")),
            HeadCell::figure(tongue.say("process-finished")),
            HeadCell::figure(tongue.say("process-in-time")),
            HeadCell::figure(tongue.say("process-late")),
            HeadCell::figure(tongue.say("process-rate")),
        ]],
        rows: rows.iter().map(row).collect(),
        notes: vec![tongue.say("process-on-time-note")],
        ..Table::default()
    })
}

fn step_table(tongue: Tongue, rows: &[StepRow]) -> Table {
    let row = |r: &StepRow| TableRow {
        label: r.name.clone(),
        detail: String::new(),
        cells: vec![
            TableCell::plain(read(tongue, r.count)),
            TableCell::plain(read(tongue, r.cases)),
            TableCell::plain(median(tongue, r.median_to_next_seconds)),
        ],
        total: false,
    };
    Table {
        caption: tongue.say("process-steps"),
        head: vec![vec![
            HeadCell::words(tongue.say("process-step")),
            HeadCell::figure(tongue.say("process-count")),
            HeadCell::figure(tongue.say("process-cases-count")),
            HeadCell::figure(tongue.say("process-median-next")),
        ]],
        rows: rows.iter().map(row).collect(),
        ..Table::default()
    }
}

fn way_table(tongue: Tongue, rows: &[ConnectionRow]) -> Table {
    let name = |step: &Option<String>, edge: &'static str| step.clone().unwrap_or_else(|| tongue.say(edge));
    let row = |r: &ConnectionRow| TableRow {
        label: name(&r.from, id("process-start")),
        detail: String::new(),
        cells: vec![
            TableCell::Text(name(&r.to, id("process-end"))),
            TableCell::plain(read(tongue, r.count)),
            TableCell::plain(median(tongue, r.median_seconds)),
        ],
        total: false,
    };
    let more = rows.len().saturating_sub(FLOWS_LISTED);
    Table {
        caption: tongue.say("process-ways"),
        head: vec![vec![
            HeadCell::words(tongue.say("process-from")),
            HeadCell::words(tongue.say("process-to")),
            HeadCell::figure(tongue.say("process-count")),
            HeadCell::figure(tongue.say("process-median")),
        ]],
        rows: rows.iter().take(FLOWS_LISTED).map(row).collect(),
        notes: if more > 0 { vec![tongue.tell("process-more-ways", &[("n", more.into())])] } else { Vec::new() },
        ..Table::default()
    }
}
