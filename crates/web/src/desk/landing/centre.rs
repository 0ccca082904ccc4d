//! The centre director's board of dossiers: due today, stuck, late, load of each counter, and the year's rate with the
//! signals beside it that keep it honest.

use kernel::Code;
use kernel::catalogue::case_type::CaseType;
use kernel::catalogue::report::Counted;
use kernel::text::percent_vn;
use office::reports::YearFigures;
use office::views::load::{DueWhen, Pile, STILL_WORKING_DAYS, still_since};
use office::views::register::{Count, Filter};

use super::super::address::{DUE_ON, STILL_SINCE};
use super::super::answer::Stop;
use super::super::home::filtered;
use super::super::reports::refused;
use super::super::visitor::Visitor;
use super::{dossiers, figure};
use crate::pages::{HeadCell, Panel, PanelFigure, Table, TableCell, TableRow};
use crate::tongue::{Tongue, id};

/// What the rate is made of, and the signals beside it.
const RESOLVED: &str = "dossiers.resolved";
const ON_TIME: &str = "dossiers.on_time";
const SIGNALS: [(&str, &str); 5] = [
    ("dossiers.resolved.late", id("landing-resolved-late")),
    ("dossiers.extended", id("landing-extended")),
    ("dossiers.on_time.by_late_entry", id("landing-late-entry")),
    ("dossiers.withdrawn", id("landing-withdrawn")),
    ("dossiers.resolved.without_due", id("landing-without-due")),
];

pub fn panels(visitor: &Visitor) -> Result<Vec<Panel>, Stop> {
    let Some(of) = dossiers(visitor) else { return Ok(Vec::new()) };
    let piles = visitor.state.office.open_work(&visitor.viewer, &of.code)?;
    Ok(vec![day(visitor, &of, &piles), year(visitor)?])
}

fn sum(piles: &[Pile], which: impl Fn(&Pile) -> bool) -> u64 {
    piles.iter().filter(|pile| which(pile)).map(|pile| pile.count).sum()
}

fn day(visitor: &Visitor, of: &CaseType, piles: &[Pile]) -> Panel {
    let (ways, tongue) = (Ways::new(visitor, of), visitor.tongue);
    let said = |label: &'static str, count: Count, href: String, late: bool| {
        figure(tongue, tongue.say(label), count, href, late)
    };
    let count = |which: &dyn Fn(&Pile) -> bool| Count::Exact(sum(piles, which));
    let mut still = said(id("landing-still"), count(&|p| p.still), ways.still(&[]), false);
    still.detail = tongue.tell("landing-still-why", &[("days", STILL_WORKING_DAYS.into())]);
    let figures = vec![
        said(id("landing-due-today"), count(&|p| p.when == DueWhen::Today), ways.today(&[]), false),
        still,
        said(id("landing-late"), count(&|p| p.when == DueWhen::Late), ways.state(&[], "qua-han"), true),
        said(
            id("landing-running"),
            count(&|p| matches!(p.when, DueWhen::Today | DueWhen::Later)),
            ways.state(&[], "trong-han"),
            false,
        ),
    ];
    Panel {
        id: "ho-so-hom-nay".to_owned(),
        heading: tongue.say("landing-dossiers"),
        english: tongue.aside("landing-dossiers"),
        figures,
        tables: vec![by_unit(visitor, piles, &ways), by_step(tongue, of, piles)],
        ..Panel::default()
    }
}

/// Addresses of the lists behind the counts.
struct Ways<'a> {
    of: &'a CaseType,
    today: String,
    still: String,
}

impl<'a> Ways<'a> {
    fn new(visitor: &Visitor, of: &'a CaseType) -> Self {
        Self { of, today: visitor.now().date().to_string(), still: still_since(&visitor.viewer).to_string() }
    }

    fn today(&self, filters: &[Filter]) -> String {
        filtered(self.of, filters, &[("tinh-trang", "trong-han"), (DUE_ON, &self.today), ("xep", "han")])
    }

    fn still(&self, filters: &[Filter]) -> String {
        filtered(self.of, filters, &[(STILL_SINCE, &self.still), ("xep", "han")])
    }

    fn state(&self, filters: &[Filter], state: &str) -> String {
        filtered(self.of, filters, &[("tinh-trang", state), ("xep", "han")])
    }
}

/// The load of each counter: of the agency that solves its dossiers; those that nobody was given yet stand last.
fn by_unit(visitor: &Visitor, piles: &[Pile], ways: &Ways<'_>) -> Table {
    let (org, tongue) = (visitor.house().org(), visitor.tongue);
    let mut units: Vec<&str> = piles.iter().map(|p| p.unit.as_str()).collect();
    units.sort_unstable();
    units.dedup();
    let row = |unit: &&str| {
        let count = |which: &dyn Fn(&Pile) -> bool| sum(piles, |p| p.unit == **unit && which(p));
        let filters = [Filter::one("@lead", unit)];
        // Dossiers without a unit cannot be asked for by a register: their numbers lead nowhere rather than elsewhere.
        let cell = |n: u64, href: String| TableCell::Figure {
            text: read(tongue, n),
            href: (n > 0 && !unit.is_empty()).then_some(href),
        };
        TableRow {
            label: org.units.get(*unit).map_or(tongue.say("landing-no-unit"), |u| u.name.clone()),
            cells: vec![
                cell(count(&|p| p.when == DueWhen::Late), ways.state(&filters, "qua-han")),
                cell(count(&|p| p.when == DueWhen::Today), ways.today(&filters)),
                cell(count(&|p| matches!(p.when, DueWhen::Today | DueWhen::Later)), ways.state(&filters, "trong-han")),
                cell(count(&|p| p.still), ways.still(&filters)),
            ],
            ..TableRow::default()
        }
    };
    let mut rows: Vec<(bool, u64, TableRow)> = units
        .iter()
        .map(|unit| (unit.is_empty(), sum(piles, |p| p.unit == **unit && p.when != DueWhen::Open), row(unit)))
        .collect();
    rows.sort_by_key(|(nobody, n, _)| (*nobody, std::cmp::Reverse(*n)));
    Table {
        caption: tongue.say("landing-load"),
        head: vec![vec![
            HeadCell::words(tongue.say("landing-unit")),
            HeadCell::figure(tongue.say("landing-late")),
            HeadCell::figure(tongue.say("landing-today")),
            HeadCell::figure(tongue.say("landing-running")),
            HeadCell::figure(tongue.say("landing-still")),
        ]],
        rows: rows.into_iter().map(|(_, _, row)| row).collect(),
        notes: vec![tongue.say("landing-load-note")],
        ..Table::default()
    }
}

fn by_step(tongue: Tongue, of: &CaseType, piles: &[Pile]) -> Table {
    let rows = of.steps.iter().filter_map(|step| {
        let n = sum(piles, |p| step.code == *p.step);
        let href = filtered(of, &[Filter::one("@step", step.code.as_str())], &[("xep", "han")]);
        let cells = vec![TableCell::figure(read(tongue, n), href)];
        (n > 0).then(|| TableRow {
            label: tongue.name_of(&step.name, &step.name_en).to_owned(),
            cells,
            ..TableRow::default()
        })
    });
    Table {
        caption: tongue.say("landing-by-step"),
        head: vec![vec![HeadCell::words(tongue.say("landing-step")), HeadCell::figure(tongue.say("landing-count"))]],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// The year's rate, and what keeps it honest: late ones, and those that are on time only by some other way.
fn year(visitor: &Visitor) -> Result<Panel, Stop> {
    let code = |code: &'static str| Counted::all(Code::from(code));
    let mut parts = vec![code(RESOLVED), code(ON_TIME)];
    parts.extend(SIGNALS.iter().map(|(signal, _)| code(signal)));
    let (today, tongue) = (visitor.now().date(), visitor.tongue);
    let found = visitor.state.office.year_figures(&parts, today).map_err(|fail| refused(visitor, fail))?;
    let both = |n: usize| found.values.get(n).copied().unwrap_or_default();
    let (resolved, on_time) = (both(0), both(1));
    let rate = |part: u64, whole: u64| {
        let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        percent_vn(signed(part), signed(whole)).map_or("–".to_owned(), |p| format!("{} %", tongue.decimal(p)))
    };
    let firsts = [id("landing-resolved"), id("landing-on-time")];
    let labels = firsts.into_iter().chain(SIGNALS.iter().map(|(_, label)| *label));
    let shown = |(n, (part, label))| shown(tongue, &found, part, label, both(n));
    let mut figures: Vec<PanelFigure> = parts.iter().zip(labels).enumerate().map(shown).collect();
    if let Some(place) = figures.get_mut(1) {
        let before = year_before(tongue, &found, rate(on_time.1, resolved.1));
        place.detail = format!("{} · {before}", rate(on_time.0, resolved.0));
    }
    let year = [("year", found.year.key().into()), ("rate", rate(on_time.0, resolved.0).into())];
    Ok(Panel {
        id: "ty-le-nam".to_owned(),
        heading: tongue.tell("landing-rate", &year),
        english: tongue.pick(Tongue::En.tell("landing-rate", &year), String::new()),
        figures,
        note: tongue.tell(
            "landing-rate-note",
            &[("position", found.position.into()), ("at", found.recorded.print_vn().into())],
        ),
        ..Panel::default()
    })
}

/// `năm 2022: 12.345`. A year is written without separators.
fn year_before(tongue: Tongue, found: &YearFigures, value: String) -> String {
    let year = found.year.year_before().key();
    tongue.tell("landing-year-before", &[("year", year.into()), ("value", value.into())])
}

fn shown(
    tongue: Tongue,
    found: &YearFigures,
    part: &Counted,
    label: &'static str,
    (now, before): (u64, u64),
) -> PanelFigure {
    let late = part.code == "dossiers.resolved.late";
    PanelFigure {
        detail: year_before(tongue, found, read(tongue, before)),
        ..figure(tongue, tongue.say(label), Count::Exact(now), found.address(part, false), late)
    }
}

fn read(tongue: Tongue, n: u64) -> String {
    tongue.number(i64::try_from(n).unwrap_or(i64::MAX))
}
