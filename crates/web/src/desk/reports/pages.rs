//! The report as a page: prose with figures that are links, tables, the selector of period and position.

use office::reports::{Annual, Block, FigureValue, Form, Length, NOT_TOLD, NOT_TOLD_MARK, Period, Reckoning, Span};

use super::{YEAR_FIRST, annual_href, read};
use crate::desk::answer::Stop;
use crate::desk::visitor::Visitor;
use crate::desk::{fields, printing};
use crate::pages::{
    AsOf as Held, Block as Piece, Check, Choice, ChoiceGroup, Field, HeadCell, Input, Link, ReportPage, Span as Said,
    Table, TableCell, TableRow,
};
use crate::tongue::Tongue;

/// Period and position to choose from.
fn selector(visitor: &Visitor, period: Period, position: Option<u64>) -> Vec<Field> {
    let tongue = visitor.tongue;
    let at = position.map(|p| p.to_string()).unwrap_or_default();
    let mut held = fields::field(
        tongue,
        "chon-vi-tri",
        "vi-tri",
        &tongue.say("report-as-of"),
        Input::Number { value: at, unit: String::new() },
    );
    held.hint = tongue.say("report-as-of-now");
    periods(visitor, period).into_iter().chain([held]).collect()
}

/// Year, length and reckoning to choose from.
pub(super) fn periods(visitor: &Visitor, period: Period) -> Vec<Field> {
    let tongue = visitor.tongue;
    let one = |choices: Vec<Choice>| Input::Choice { groups: vec![ChoiceGroup { label: String::new(), choices }] };
    let year = period.year().to_string();
    let last = visitor.now().date().year().max(period.year());
    let years =
        (YEAR_FIRST.min(period.year())..=last).rev().map(|y| fields::choice(&y.to_string(), &y.to_string(), &year));
    let mut lengths = vec![
        ("nam".to_owned(), tongue.say("report-year-whole")),
        ("6m".to_owned(), tongue.say("report-six-months")),
        ("9m".to_owned(), tongue.say("report-nine-months")),
    ];
    let quarter = |(n, roman): (u32, &str)| (format!("q{n}"), tongue.tell("report-quarter", &[("n", roman.into())]));
    lengths.extend((1..=4).zip(["I", "II", "III", "IV"]).map(quarter));
    lengths.extend((1..=12).map(|n: u32| (format!("{n:02}"), tongue.tell("report-month", &[("n", n.into())]))));
    let length = match period.length() {
        Length::Year => "nam".to_owned(),
        Length::SixMonths => "6m".to_owned(),
        Length::NineMonths => "9m".to_owned(),
        Length::Quarter(n) => format!("q{n}"),
        Length::Month(n) => format!("{n:02}"),
    };
    let reckoning = if period.reckoning() == Reckoning::Decree09 { "nd09" } else { "duong" };
    vec![
        fields::field(tongue, "chon-nam", "nam", &tongue.say("report-year"), one(years.collect())),
        fields::field(
            tongue,
            "chon-do-dai",
            "do-dai",
            &tongue.say("report-period"),
            one(lengths.iter().map(|(v, l)| fields::choice(v, l, &length)).collect()),
        ),
        fields::field(
            tongue,
            "chon-cach",
            "cach",
            &tongue.say("report-reckoning"),
            one(vec![
                fields::choice("duong", &tongue.say("report-by-calendar"), reckoning),
                fields::choice("nd09", &tongue.say("report-by-decree"), reckoning),
            ]),
        ),
    ]
}

pub(super) fn held(visitor: &Visitor, period: Period, position: u64) -> Result<Held, Stop> {
    let (at, tongue) = (visitor.state.office.recorded_at(position)?, visitor.tongue);
    Ok(Held {
        period: tongue.pick(
            format!("{}, {}", period.name(), period.words()),
            format!("{}, {}", period.name_en(), period.words_en()),
        ),
        position: read(tongue, position),
        at: at.map(kernel::time::Instant::print_vn).unwrap_or_default(),
    })
}

fn prose(blocks: &[Block]) -> Vec<Piece> {
    let span = |span: &Span| match span {
        Span::Text(text) => Said::Text(text.clone()),
        Span::Figure { text, url } => Said::Figure { text: text.clone(), href: url.clone() },
    };
    let piece = |block: &Block| match block {
        Block::Heading(text) => Piece::Heading(text.clone()),
        Block::Paragraph(spans) => Piece::Paragraph(spans.iter().map(span).collect()),
    };
    blocks.iter().map(piece).collect()
}

pub(super) fn annual(visitor: &Visitor, report: &Annual, pinned: bool) -> Result<ReportPage, Stop> {
    let (period, tongue) = (report.period, visitor.tongue);
    let pin =
        (!pinned).then(|| Link { label: tongue.say("report-pin"), href: annual_href(period, Some(report.as_of)) });
    let json = format!("/api/reports/annual/{}?ky={}&vi-tri={}", period.year(), period.key(), report.as_of);
    let query = format!("ky={}&vi-tri={}", period.key(), report.as_of);
    let mut exports = printing::links(visitor, &format!("/bao-cao/nam/{}", period.year()), &query);
    exports.push(Link { label: "JSON".to_owned(), href: json });
    exports.extend(pin);
    exports.extend(super::issued::way(visitor, report.code.as_str(), period));
    Ok(ReportPage {
        frame: visitor.frame(tongue.name_of(&report.name, &report.name_en)),
        back: None,
        heading: heading(tongue, &report.name, &report.name_en, period),
        english: tongue.pick(report.name_en.clone(), String::new()),
        official: Vec::new(),
        select_action: "/bao-cao/nam".to_owned(),
        select_fields: selector(visitor, period, pinned.then_some(report.as_of)),
        select_hidden: Vec::new(),
        as_of: held(visitor, period, report.as_of)?,
        prose: prose(&report.prose),
        tables: vec![figures(tongue, &report.figures, tongue.say("report-figures"))],
        checks: Vec::new(),
        exports,
    })
}

/// The name with its period, where the name does not already end in the word for it.
fn heading(tongue: Tongue, name: &str, name_en: &str, period: Period) -> String {
    if tongue == Tongue::En && !name_en.is_empty() {
        return format!("{name_en}, {}", period.name_en());
    }
    let of = period.name();
    match (name.strip_suffix("năm"), of.strip_prefix("năm ")) {
        (Some(_), Some(year)) => format!("{name} {year}"),
        (Some(stem), None) => format!("{stem}{of}"),
        (None, _) => format!("{name}, {of}"),
    }
}

fn figures(tongue: Tongue, all: &[FigureValue], caption: String) -> Table {
    let row = |f: &FigureValue| TableRow {
        label: match tongue.name_of(&f.label, &f.label_en) {
            label if f.is_told => label.to_owned(),
            label => format!("{label} {NOT_TOLD_MARK}"),
        },
        detail: f.code.to_string(),
        cells: vec![
            TableCell::figure(tongue.pick(&f.number, &f.english.number).clone(), f.url.clone()),
            f.previous.map_or(TableCell::Nothing, |p| TableCell::plain(read(tongue, p))),
            TableCell::Text(
                [tongue.pick(&f.share, &f.english.share), tongue.pick(&f.change, &f.english.change)]
                    .into_iter()
                    .filter(|t| !t.is_empty())
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join("; "),
            ),
            TableCell::plain(read(tongue, f.records)),
        ],
        total: false,
    };
    Table {
        caption,
        head: vec![vec![
            HeadCell::words(tongue.say("report-indicator")),
            HeadCell::figure(tongue.say("report-figure")),
            HeadCell::figure(tongue.say("report-before")),
            HeadCell::words(tongue.say("report-share")),
            HeadCell::figure(tongue.say("report-records-opened")),
        ]],
        rows: all.iter().map(row).collect(),
        notes: if all.iter().all(|f| f.is_told) {
            Vec::new()
        } else {
            vec![format!("{NOT_TOLD_MARK} {}", untold(tongue))]
        },
        ..Table::default()
    }
}

/// The note under figures that nobody can count again from the public log.
fn untold(tongue: Tongue) -> &'static str {
    tongue.pick(NOT_TOLD.0, NOT_TOLD.1)
}

fn check(found: &office::reports::Checked) -> Check {
    Check { rule: found.rule.clone(), holds: found.holds, detail: found.detail.clone() }
}

/// The table of a form: its head with numbered columns, a row for each value, the sum.
fn filled(tongue: Tongue, form: &Form) -> Table {
    let row = |row: &office::reports::Row, total: bool| TableRow {
        label: row.label.clone(),
        detail: String::new(),
        cells: row.cells.iter().map(|c| TableCell::figure(c.text.clone(), c.url.clone())).collect(),
        total,
    };
    let head = |cell: &office::reports::Head| HeadCell {
        number: true,
        ..HeadCell::words(cell.text.clone()).over(cell.columns, cell.rows)
    };
    let mut heads: Vec<Vec<HeadCell>> = form.head.iter().map(|cells| cells.iter().map(head).collect()).collect();
    if let Some(first) = heads.iter_mut().flatten().next() {
        first.number = false;
    }
    let mut rows: Vec<TableRow> = form.rows.iter().map(|r| row(r, false)).collect();
    rows.push(row(&form.sum, true));
    Table {
        caption: form.name.clone(),
        head: heads,
        rows,
        notes: form.notes.iter().cloned().chain((!form.is_told).then(|| untold(tongue).to_owned())).collect(),
        landscape: form.sum.cells.len() > 8,
        vietnamese: tongue == Tongue::En,
        ..Table::default()
    }
}

pub(super) fn form(visitor: &Visitor, form: &Form, pinned: bool) -> Result<ReportPage, Stop> {
    let tongue = visitor.tongue;
    let mut tables = vec![filled(tongue, form)];
    if !form.figures.is_empty() {
        tables.push(figures(tongue, &form.figures, tongue.say("report-figures-beside")));
    }
    let mut official = vec![(tongue.say("report-basis"), form.basis.clone())];
    if !form.form.is_empty() {
        official.insert(0, (tongue.say("report-form-number"), form.form.clone()));
    }
    let address = format!("/bao-cao/bieu/{}", form.code);
    let query = format!("ky={}&vi-tri={}", form.period.key(), form.as_of);
    let files = printing::links(visitor, &address, &query);
    let pin = (!pinned).then(|| Link { label: tongue.say("report-pin"), href: format!("{address}?{query}") });
    Ok(ReportPage {
        frame: visitor.frame(tongue.name_of(&form.name, &form.name_en)),
        back: None,
        heading: heading(tongue, &form.name, &form.name_en, form.period),
        english: tongue.pick(form.name_en.clone(), String::new()),
        official,
        select_action: address,
        select_fields: selector(visitor, form.period, pinned.then_some(form.as_of)),
        select_hidden: Vec::new(),
        as_of: held(visitor, form.period, form.as_of)?,
        prose: prose(&form.prose),
        tables,
        checks: form.checks.iter().map(check).collect(),
        exports: if pinned {
            files
        } else {
            let issue = super::issued::way(visitor, form.code.as_str(), form.period);
            files.into_iter().chain(pin).chain(issue).collect()
        },
    })
}
