//! The clerk's day (văn thư): documents to register, to submit, to number, to dispatch, what came back; and how far the
//! number series have counted.

use kernel::catalogue::case_type::{CaseType, Effect, SeriesPeriod};
use office::views::home::Waiting;
use office::views::register::{Filter, Query};
use office::views::series::Series;

use super::super::answer::Stop;
use super::super::home::{all_of, filtered, starts};
use super::super::visitor::Visitor;
use super::super::words::kind_name;
use super::{at_step, figure};
use crate::pages::{HeadCell, Panel, Table, TableCell, TableRow};
use crate::tongue::Tongue;

/// Series shown; the registers have all of them.
const SERIES_SHOWN: usize = 12;

pub fn panels(visitor: &Visitor, waiting: &[Waiting]) -> Result<Vec<Panel>, Stop> {
    let (types, tongue) = (visitor.viewer.types(), visitor.tongue);
    let numbered: Vec<_> = types.iter().filter(|t| numbers(visitor, t)).collect();
    let mut panel = Panel {
        id: "van-thu".to_owned(),
        heading: tongue.say("landing-clerk"),
        english: tongue.aside("landing-clerk"),
        ..Panel::default()
    };
    for of in &numbered {
        panel.ways.extend(starts(visitor, of));
        for step in of.steps.iter().filter(|s| !s.terminal && !s.at_rest) {
            let Some(group) = at_step(waiting, of.code.as_str(), step.code.as_str()) else { continue };
            let names: Vec<String> =
                group.moves.iter().map(|m| tongue.name_of(&m.name, &m.name_en).to_lowercase()).collect();
            let label = tongue.tell("landing-waits-for", &[("moves", names.join(", ").into())]);
            let mut shown = figure(tongue, label, group.count, all_of(group), false);
            let step = tongue.name_of(&step.name, &step.name_en).to_lowercase();
            shown.detail = format!("{}: {step}", kind_name(tongue, of));
            panel.figures.push(shown);
        }
    }
    for of in &numbered {
        panel.figures.extend(came_back(visitor, of)?);
    }
    panel.tables.extend(series(visitor, &numbered)?);
    Ok(vec![panel])
}

/// Whether a post of this person gives numbers of yearly series to cases of the type.
fn numbers(visitor: &Visitor, of: &CaseType) -> bool {
    let yearly = |does: &Effect| {
        let Effect::GiveNumber(code) = does else { return false };
        of.number(code.as_str()).is_some_and(|n| n.period == SeriesPeriod::Year)
    };
    let org = visitor.house().org();
    of.moves.iter().any(|m| m.does.iter().any(yearly) && visitor.viewer.actor.allowed(&m.who, None, org).is_some())
}

/// Documents that went back to where they came from: at a step to which a move of this person's leads that asks for a
/// reason.
fn came_back(visitor: &Visitor, of: &CaseType) -> Result<Option<crate::pages::PanelFigure>, Stop> {
    let org = visitor.house().org();
    let mine = |m: &&kernel::catalogue::case_type::Move| {
        m.reason && !m.opens() && visitor.viewer.actor.allowed(&m.who, None, org).is_some()
    };
    let Some(step) = of.moves.iter().find(mine).and_then(|m| of.step(m.to.as_str())) else { return Ok(None) };
    let filters = vec![Filter::one("@step", step.code.as_str())];
    let query = Query { filters: filters.clone(), ..Query::all(of.code.clone()) };
    let count = visitor.state.office.count(&visitor.viewer, &query)?;
    let label = visitor.tongue.name_of(&step.name, &step.name_en).to_owned();
    let mut shown = figure(visitor.tongue, label, count, filtered(of, &filters, &[]), false);
    shown.detail = kind_name(visitor.tongue, of);
    Ok(Some(shown))
}

/// How far the series of the year have counted.
fn series(visitor: &Visitor, types: &[&std::sync::Arc<CaseType>]) -> Result<Option<Table>, Stop> {
    let tongue = visitor.tongue;
    let mut rows: Vec<(u64, TableRow)> = Vec::new();
    for of in types {
        for one in visitor.state.office.series(&visitor.viewer, of)? {
            rows.push((one.last, row(tongue, of, &one)));
        }
    }
    rows.sort_by_key(|(last, _)| std::cmp::Reverse(*last));
    let more = rows.len().saturating_sub(SERIES_SHOWN);
    // A year is written without separators.
    let year = visitor.now().date().year().to_string();
    let more = i64::try_from(more).unwrap_or(i64::MAX);
    let notes = if more > 0 { vec![tongue.tell("landing-series-more", &[("n", more.into())])] } else { Vec::new() };
    Ok((!rows.is_empty()).then(|| Table {
        caption: tongue.tell("landing-series-of", &[("year", year.into())]),
        head: vec![vec![
            HeadCell::words(tongue.say("landing-series")),
            HeadCell::figure(tongue.say("landing-series-last")),
            HeadCell::figure(tongue.say("landing-series-next")),
        ]],
        rows: rows.into_iter().take(SERIES_SHOWN).map(|(_, row)| row).collect(),
        notes,
        ..Table::default()
    }))
}

fn row(tongue: Tongue, of: &CaseType, one: &Series) -> TableRow {
    let rule = of.field(&one.field);
    let choice = rule.and_then(|r| r.choices.iter().find(|c| c.code == *one.value));
    let choice = choice.map(|c| tongue.name_of(&c.name, &c.name_en).to_owned());
    let newest = [("xep", "mo"), ("chieu", "giam")];
    let href = match rule {
        Some(rule) if rule.filter => filtered(of, &[Filter::one(&one.field, &one.value)], &newest),
        _ if one.value.is_empty() => filtered(of, &[], &newest),
        _ => filtered(of, &[], &[("q", one.value.as_str()), ("xep", "mo"), ("chieu", "giam")]),
    };
    let number = |n: u64| tongue.number(i64::try_from(n).unwrap_or(i64::MAX));
    TableRow {
        label: choice.unwrap_or_else(|| if one.value.is_empty() { one.name.clone() } else { one.value.clone() }),
        detail: format!("{}, {}", one.name, tongue.name_of(&of.name, &of.name_en)),
        cells: vec![TableCell::figure(number(one.last), href), TableCell::plain(number(one.last + 1))],
        total: false,
    }
}
