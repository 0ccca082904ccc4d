//! The register behind a figure, on a page and as a file.

use axum::http::header::REFERER;
use exchange::sheet::{Sheet, SheetError};
use office::reports::{AsOf, Asked as Question, Behind, Eyes, Record};

use super::pages::held;
use super::{RECORDS_SHOWN, Refused, annual_href, get, position, read};
use crate::desk::address::Pairs;
use crate::desk::answer::{self, Answer, Stop};
use crate::desk::door;
use crate::desk::export;
use crate::desk::visitor::Visitor;
use crate::desk::words::day;
use crate::pages::{Cell, Column, Count, Empty, Link, Origin, RegisterPage, Row};
use crate::tongue::{Tongue, id};

/// The question of an address, and the position as of which it is asked.
fn asked(visitor: &Visitor, what: &str, pairs: &Pairs) -> Result<(Question, AsOf), Stop> {
    let key = get(pairs, "ky").unwrap_or_default();
    let question = Question::parse(what, key, get(pairs, "theo")).and_then(|q| q.holding(get(pairs, "trong")));
    let question = question.ok_or_else(|| visitor.missing())?;
    let as_of = visitor.state.office.as_of(position(pairs)).map_err(|fail| Refused(visitor, fail))?;
    Ok((question, as_of))
}

/// The register behind a figure: exactly the records that it counts, as far as this person may read them.
pub(super) fn records(visitor: &Visitor, what: &str, pairs: &Pairs) -> Answer {
    let (question, as_of) = asked(visitor, what, pairs)?;
    let behind = match get(pairs, "sau") {
        Some(key) => Behind::parse(key).ok_or_else(|| visitor.missing())?,
        None => Behind::NOTHING,
    };
    let refused = |fail| Refused(visitor, fail);
    let tongue = visitor.tongue;
    let eyes = Eyes::Of(&visitor.viewer.actor);
    let value = as_of.count_for(&question, eyes).map_err(refused)?;
    let listed = as_of.listed(&question, eyes).map_err(refused)?;
    let page = as_of.records(&question, eyes, behind, RECORDS_SHOWN).map_err(refused)?;
    let origin = origin(visitor, &as_of, &question, value)?;
    let part = if listed < value {
        tongue.tell("report-part", &[("listed", listed.into()), ("all", value.into())])
    } else {
        String::new()
    };
    let period = tongue.pick(question.period.name(), question.period.name_en());
    let label = origin.label.clone();
    answer::ok(&RegisterPage {
        heading: label.clone(),
        english: tongue.aside("report-behind"),
        sentence: tongue.tell("report-counted", &[("period", period.into()), ("part", part.into())]),
        origin: Some(origin),
        exports: exports(visitor),
        columns: columns(tongue),
        rows: page.records.iter().map(|r| row(visitor, r)).collect(),
        count: Count { text: tongue.tell("report-count", &[("n", listed.into())]), exact_href: None },
        next: page.next.map(|next| further(visitor, &next.key())),
        empty: Empty { why: tongue.say("report-no-records"), ways: Vec::new() },
        ..RegisterPage::bare(visitor.frame(&label))
    })
}

fn columns(tongue: Tongue) -> Vec<Column> {
    let labels = [
        id("report-column-title"),
        id("report-column-number"),
        id("report-column-step"),
        id("words-lead"),
        id("report-column-day"),
    ];
    let column = |(i, label)| Column { label: tongue.say(label), wide: i == 0, ..Column::default() };
    labels.into_iter().enumerate().map(column).collect()
}

/// The ways out of the list: all of its records, not only those of the page.
fn exports(visitor: &Visitor) -> Vec<Link> {
    let (path, query) = visitor.asked.address.split_once('?').unwrap_or((&visitor.asked.address, ""));
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("sau=")).collect();
    let href = |kind: &str| format!("{path}/xuat/{kind}?{}", kept.join("&"));
    export::kinds(None, &href)
}

/// The records behind a figure as a file.
pub(super) fn file(visitor: &Visitor, what: &str, pairs: &Pairs, kind: &str) -> Answer {
    let Some(kind) = export::kind(kind) else { return Err(visitor.missing()) };
    let (question, as_of) = asked(visitor, what, pairs)?;
    // Once it flows, a download can only break off: what cannot be counted is said before.
    as_of.count(&question).map_err(|fail| Refused(visitor, fail))?;
    let name = format!("so-lieu-{}", as_of.position());
    let filing = visitor.for_a_file();
    let title = question.period.name();
    let stream = export::stream(visitor, &name, kind, move |out| {
        let visitor = filing;
        let heads = columns(visitor.tongue).into_iter().map(export::head).collect::<Vec<_>>();
        let mut sheet = Sheet::begin(kind, &title, &heads, out)?;
        let mut failed = None;
        let eyes = Eyes::Of(&visitor.viewer.actor);
        let read = as_of.each_record(&question, eyes, export::ROWS_AT_ONCE, &mut |record| {
            let cells: Vec<_> = row(&visitor, &record).cells.into_iter().map(export::cell).collect();
            failed = sheet.row(&cells).err();
            failed.is_none()
        });
        read.map_err(|fail| SheetError::Format(fail.to_string()))?;
        failed.map_or_else(|| sheet.end(), Err)
    });
    Ok(stream)
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
            Cell::Data(if record.title.is_empty() { tongue.say("report-untitled") } else { record.title.clone() }),
            if record.number.is_empty() { Cell::Nothing } else { Cell::Code(record.number.clone()) },
            text(step.to_owned()),
            unit.map_or(Cell::Nothing, Cell::Data),
            if record.day == kernel::figures::NO_DAY {
                text(tongue.say("words-no-deadline"))
            } else {
                Cell::When(day(record.day))
            },
        ],
    }
}
