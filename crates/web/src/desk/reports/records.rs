//! The register behind a figure.

use axum::http::header::REFERER;
use office::reports::{AsOf, Asked as Question, Behind, Eyes, Record};

use super::pages::held;
use super::{RECORDS_SHOWN, Refused, annual_href, get, position, read};
use crate::desk::address::Pairs;
use crate::desk::answer::{self, Answer, Stop};
use crate::desk::door;
use crate::desk::visitor::Visitor;
use crate::desk::words::day;
use crate::pages::{Cell, Column, Count, Empty, Link, Origin, RegisterPage, Row};
use crate::tongue::id;

/// The register behind a figure: exactly the records that it counts, as far as this person may read them.
pub(super) fn records(visitor: &Visitor, what: &str, pairs: &Pairs) -> Answer {
    let key = get(pairs, "ky").unwrap_or_default();
    let Some(question) =
        Question::parse(what, key, get(pairs, "theo")).and_then(|question| question.holding(get(pairs, "trong")))
    else {
        return Err(visitor.missing());
    };
    let behind = match get(pairs, "sau") {
        Some(key) => Behind::parse(key).ok_or_else(|| visitor.missing())?,
        None => Behind::NOTHING,
    };
    let refused = |fail| Refused(visitor, fail);
    let tongue = visitor.tongue;
    let as_of = visitor.state.office.as_of(position(pairs)).map_err(refused)?;
    let value = as_of.count(&question).map_err(refused)?;
    let eyes = Eyes::Of(&visitor.viewer.actor);
    let listed = as_of.listed(&question, eyes).map_err(refused)?;
    let page = as_of.records(&question, eyes, behind, RECORDS_SHOWN).map_err(refused)?;
    let origin = origin(visitor, &as_of, &question, value)?;
    let part = if listed < value {
        tongue.tell("report-part", &[("listed", listed.into()), ("all", value.into())])
    } else {
        String::new()
    };
    let period = tongue.pick(question.period.name(), question.period.name_en());
    answer::ok(&RegisterPage {
        frame: visitor.frame(&origin.label),
        heading: origin.label.clone(),
        english: tongue.aside("report-behind"),
        sentence: tongue.tell("report-counted", &[("period", period.into()), ("part", part.into())]),
        origin: Some(origin),
        starts: Vec::new(),
        exports: Vec::new(),
        saved: None,
        filter_action: String::new(),
        filter_fields: Vec::new(),
        filter_hidden: Vec::new(),
        filter_reset: String::new(),
        filter_open: false,
        columns: [
            id("report-column-title"),
            id("report-column-number"),
            id("report-column-step"),
            id("words-lead"),
            id("report-column-day"),
        ]
        .iter()
        .enumerate()
        .map(|(i, label)| Column { label: tongue.say(label), wide: i == 0, ..Column::default() })
        .collect(),
        rows: page.records.iter().map(|r| row(visitor, r)).collect(),
        count: Count { text: tongue.tell("report-count", &[("n", listed.into())]), exact_href: None },
        previous: None,
        next: page.next.map(|next| further(visitor, &next.key())),
        empty: Empty { why: tongue.say("report-no-records"), ways: Vec::new() },
    })
}

/// This address, from another record on.
fn further(visitor: &Visitor, key: &str) -> String {
    let (path, query) = visitor.asked.address.split_once('?').unwrap_or((&visitor.asked.address, ""));
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("sau="));
    let mut all: Vec<&str> = kept.collect();
    let next = format!("sau={key}");
    all.push(&next);
    format!("{path}?{}", all.join("&"))
}

fn origin(visitor: &Visitor, as_of: &AsOf, question: &Question, value: u64) -> Result<Origin, Stop> {
    let mut indicators = as_of.catalogue().types.values().flat_map(|t| &t.indicators);
    let first = question.parts.first();
    let found = indicators.find(|i| first.is_some_and(|p| p.code == i.code));
    let org = visitor.house().org();
    let by = question.by.as_ref().map(|by| org.units.get(by.as_str()).map_or(by.clone(), |u| u.name.clone()));
    let label = found.map(|i| i.name.clone()).unwrap_or_default();
    let back = visitor.asked.headers.get(REFERER).and_then(|v| v.to_str().ok()).and_then(door::path_of);
    let back = back
        .filter(|p| (p.starts_with("/bao-cao/") && !p.contains("/so-lieu/")) || p.starts_with("/dieu-hanh"))
        .map(str::to_owned);
    Ok(Origin {
        label: by.map_or(label.clone(), |by| format!("{label}: {by}")),
        value: read(visitor.tongue, value),
        counted: found.map(|i| i.counts.clone()).unwrap_or_default(),
        report: Link {
            label: visitor.tongue.say("report-title"),
            href: back.unwrap_or_else(|| annual_href(question.period, Some(as_of.position()))),
        },
        as_of: held(visitor, question.period, as_of.position())?,
    })
}

fn row(visitor: &Visitor, record: &Record) -> Row {
    let (house, tongue) = (visitor.house(), visitor.tongue);
    let of = house.catalogue().ok().and_then(|c| c.types.get(record.case_type.as_str()));
    let step =
        of.and_then(|t| t.step(&record.step)).map_or(record.step.as_str(), |s| tongue.name_of(&s.name, &s.name_en));
    let unit = house.org().units.get(record.lead.as_str()).map(|u| u.name.clone());
    let text = |text: String| if text.is_empty() { Cell::Nothing } else { Cell::Text(text) };
    Row {
        href: format!("/ho-so/{}", record.case),
        cells: vec![
            Cell::Text(if record.title.is_empty() { tongue.say("report-untitled") } else { record.title.clone() }),
            if record.number.is_empty() { Cell::Nothing } else { Cell::Code(record.number.clone()) },
            text(step.to_owned()),
            unit.map_or(Cell::Nothing, Cell::Text),
            if record.day == kernel::figures::NO_DAY {
                text(tongue.say("words-no-deadline"))
            } else {
                Cell::When(day(record.day))
            },
        ],
    }
}
