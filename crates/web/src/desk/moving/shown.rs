//! What the page shows: the form, and what the last check or recording came to, row by row.

use axum::http::StatusCode;
use axum::response::Response;
use office::import::cases::{FINDINGS_MAX, Finding, Moved, Previewed, Standing};

use super::super::answer::{self, Answer};
use super::super::forms::Wrong;
use super::super::visitor::Visitor;
use super::super::words::query_string;
use super::form::{self, PREFIX};
use super::{BEGIN, fields};
use crate::moving::{Meter, Stage, Upload};
use crate::pages::{
    HeadCell, Hidden, ImportPage, ImportedFigure, Input, Link, MovingPage, Notice, NoticeTone, ProgressPage, Table,
    TableCell, TableRow,
};
use crate::tongue::{Tongue, id};

/// Refused rows on a page.
const FINDINGS_SHOWN: usize = 100;
/// Columns of the preview.
const COLUMNS_SHOWN: usize = 12;
/// Characters of a cell of the preview.
const CELL_CHARACTERS_MAX: usize = 80;
/// After so many seconds the page of work under way loads itself again.
const REFRESH_SECONDS: u32 = 2;

/// The page of a file, at a page of its refused rows.
pub fn page(visitor: &Visitor, upload: &Upload, at: usize, wrong: &Wrong) -> Answer {
    let stage = upload.state().stage.clone();
    match &stage {
        Stage::Running { recording, meter } => running(visitor, upload, *recording, meter),
        Stage::Recorded(moved) => recorded(visitor, upload, moved),
        stage => matching(visitor, upload, stage, at.max(1), wrong),
    }
}

fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn running(visitor: &Visitor, upload: &Upload, recording: bool, meter: &Meter) -> Answer {
    let tongue = visitor.tongue;
    let mut frame = visitor.frame(&tongue.say("moving-title"));
    frame.refresh_seconds = Some(REFRESH_SECONDS);
    let percent = meter.percent();
    let doing = id(if recording { "moving-recording" } else { "moving-checking" });
    answer::ok(&ProgressPage {
        frame,
        heading: format!("{}: {}", tongue.say(doing), tongue.data(&upload.name)),
        english: tongue.aside(doing),
        intro: tongue.say("moving-may-leave"),
        done: percent,
        whole: 100,
        percent: format!("{percent} %"),
        figures: Vec::new(),
        phases: Vec::new(),
        failed: None,
        ways: vec![Link { label: tongue.say("progress-again"), href: format!("{BEGIN}/{}", upload.id) }],
    })
}

fn figures(tongue: Tongue, moved: &Moved, done: bool) -> Vec<ImportedFigure> {
    let figure = |label: &'static str, value: u64| ImportedFigure {
        label: tongue.say(label),
        value: tongue.number(count(value)),
        href: None,
    };
    let mut out = vec![figure(id("moving-rows"), moved.rows)];
    if moved.units + moved.people > 0 {
        out.push(figure(id("moving-new-units"), moved.units));
        out.push(figure(id("moving-new-people"), moved.people));
    } else {
        out.push(figure(id(if done { "moving-cases-recorded" } else { "moving-cases-to-record" }), moved.added));
    }
    out.push(figure(id("moving-known"), moved.known));
    out.push(figure(id("moving-refused"), moved.refused));
    out
}

fn recorded(visitor: &Visitor, upload: &Upload, moved: &Moved) -> Answer {
    let (target, tongue) = (form::target(visitor, upload), visitor.tongue);
    let list = match target.as_str() {
        "unit" => Link { label: tongue.say("admin-units"), href: "/quan-tri/don-vi".to_owned() },
        "person" => Link { label: tongue.say("admin-people"), href: "/quan-tri/nguoi".to_owned() },
        of => Link { label: tongue.say("catalogue-open-register"), href: format!("/so/{of}") },
    };
    let (heading, summary) = if moved.recorded {
        (id("moving-moved"), id("moving-moved-why"))
    } else {
        (id("moving-not-moved"), id("moving-not-moved-why"))
    };
    answer::ok(&ImportPage {
        frame: visitor.frame(&tongue.say("moving-title")),
        heading: tongue.tell(heading, &[("file", tongue.data(&upload.name).into())]),
        english: String::new(),
        summary: tongue.say(summary),
        figures: figures(tongue, moved, true),
        refused: (!moved.findings.is_empty()).then(|| refused(tongue, &moved.findings, 1, moved.refused)),
        ways: vec![list, Link { label: tongue.say("moving-another-file"), href: BEGIN.to_owned() }],
    })
}

fn matching(visitor: &Visitor, upload: &Upload, stage: &Stage, at: usize, wrong: &Wrong) -> Answer {
    let (groups, tongue) = (form::groups(visitor, upload, wrong)?, visitor.tongue);
    let all: Vec<_> = groups.iter().flat_map(|(_, fields)| fields.clone()).collect();
    let mut shown = MovingPage {
        frame: visitor.frame(&tongue.say("moving-title")),
        back: Some(Link { label: tongue.say("moving-choose-another"), href: BEGIN.to_owned() }),
        heading: format!("{}: {}", tongue.say("moving-matching"), tongue.data(&upload.name)),
        english: tongue.aside("moving-matching"),
        problems: wrong.problems(PREFIX, &all),
        action: format!("{BEGIN}/{}", upload.id),
        hidden: vec![Hidden { name: "csrf".to_owned(), value: visitor.csrf.clone() }],
        groups,
        ..MovingPage::default()
    };
    match stage {
        Stage::Checked { moved, first, .. } => checked(visitor, upload, moved, first, at, &mut shown),
        Stage::Failed(vi, en) => {
            shown.outcome = Some(Notice { tone: NoticeTone::Problem, text: tongue.quoting(tongue.pick(vi, en)) });
        }
        _ => shown.tables = sample(tongue, upload).into_iter().collect(),
    }
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(response(status, &shown))
}

fn response(status: StatusCode, shown: &MovingPage) -> Response {
    answer::page(status, shown)
}

fn checked(visitor: &Visitor, upload: &Upload, moved: &Moved, first: &[Previewed], at: usize, shown: &mut MovingPage) {
    let (ready, tongue) = (moved.added + moved.units + moved.people, visitor.tongue);
    let bad = ("refused", count(moved.refused).into());
    let (tone, text) = match (moved.refused, ready) {
        (0, 0) => (NoticeTone::Plain, tongue.say("moving-nothing-new")),
        (0, _) => (NoticeTone::Done, tongue.say("moving-all-right")),
        (_, 0) => (NoticeTone::Problem, tongue.tell("moving-all-refused", &[bad])),
        _ => (NoticeTone::Problem, tongue.tell("moving-some-refused", &[bad, ("ready", count(ready).into())])),
    };
    shown.outcome = Some(Notice { tone, text });
    shown.figures = figures(tongue, moved, false);
    if ready > 0 {
        let confirm = match form::target(visitor, upload).as_str() {
            "unit" => id("moving-confirm-units"),
            "person" => id("moving-confirm-people"),
            _ => id("moving-confirm-cases"),
        };
        shown.confirm = tongue.tell(confirm, &[("n", count(ready).into())]);
    }
    if moved.refused > 0 && ready > 0 {
        let ticked = form::typed(upload, "bo-dong-sai") == "yes";
        let label = tongue.say("moving-skip-refused");
        shown.skip = Some(fields::field(tongue, "chuyen-bo-dong-sai", "bo-dong-sai", &label, Input::Check { ticked }));
    }
    if !moved.findings.is_empty() {
        shown.tables.push(refused(tongue, &moved.findings, at, moved.refused));
        shown.pages = turns(tongue, upload, moved.findings.len(), at);
    }
    shown.tables.extend(preview(tongue, upload, first));
}

fn turns(tongue: Tongue, upload: &Upload, all: usize, at: usize) -> Vec<Link> {
    let turn = |label: &'static str, to: usize| Link {
        label: tongue.say(label),
        href: format!("{BEGIN}/{}?{}", upload.id, query_string(&[("trang", &to.to_string())])),
    };
    let mut out = Vec::new();
    if at > 1 {
        out.push(turn(id("moving-refused-before"), at - 1));
    }
    if at.saturating_mul(FINDINGS_SHOWN) < all {
        out.push(turn(id("moving-refused-after"), at + 1));
    }
    out
}

fn refused(tongue: Tongue, findings: &[Finding], at: usize, rows: u64) -> Table {
    let row = |finding: &Finding| {
        let place = if finding.sheet.is_empty() { String::new() } else { format!("{}, ", tongue.data(&finding.sheet)) };
        TableRow {
            label: format!("{place}{}", row_name(tongue, finding.row)),
            detail: String::new(),
            cells: vec![
                TableCell::Text(tongue.data(&finding.column)),
                TableCell::Text(tongue.data(&finding.value)),
                TableCell::Text(tongue.quoting(tongue.pick(&finding.vi, &finding.en))),
            ],
            total: false,
        }
    };
    let mut notes = Vec::new();
    if findings.len() >= FINDINGS_MAX {
        notes.push(tongue.tell("moving-first-reasons", &[("n", FINDINGS_MAX.into())]));
    }
    Table {
        caption: tongue.tell("moving-refused-rows", &[("n", count(rows).into())]),
        head: vec![
            [id("moving-row"), id("moving-column"), id("moving-value"), id("moving-why-refused")]
                .iter()
                .map(|id| HeadCell::words(tongue.say(id)))
                .collect(),
        ],
        rows: findings.iter().skip((at - 1) * FINDINGS_SHOWN).take(FINDINGS_SHOWN).map(row).collect(),
        notes,
        ..Table::default()
    }
}

/// `dòng 7`, `row 7`.
fn row_name(tongue: Tongue, row: u32) -> String {
    tongue.tell("moving-row-number", &[("n", row.to_string().into())])
}

fn cut(text: &str) -> String {
    if text.chars().count() <= CELL_CHARACTERS_MAX {
        return text.to_owned();
    }
    text.chars().take(CELL_CHARACTERS_MAX - 1).chain(std::iter::once('…')).collect()
}

fn cells(tongue: Tongue, values: &[String], columns: usize) -> Vec<TableCell> {
    let value = |n: usize| values.get(n).map(|text| tongue.data(&cut(text))).unwrap_or_default();
    (0..columns).map(|n| TableCell::Text(value(n))).collect()
}

fn head(tongue: Tongue, upload: &Upload, first: &[&'static str]) -> Vec<Vec<HeadCell>> {
    let headings = form::sheet(upload).map(|sheet| sheet.headings.as_slice()).unwrap_or_default();
    let shown = headings.iter().take(COLUMNS_SHOWN).map(|heading| HeadCell::words(tongue.data(&cut(heading))));
    vec![first.iter().map(|id| HeadCell::words(tongue.say(id))).chain(shown).collect()]
}

fn columns(upload: &Upload) -> usize {
    form::sheet(upload).map_or(0, |sheet| sheet.headings.len().min(COLUMNS_SHOWN))
}

/// The first rows as they stand in the file.
fn sample(tongue: Tongue, upload: &Upload) -> Option<Table> {
    let sheet = form::sheet(upload)?;
    let row = |(number, values): &(u32, Vec<String>)| TableRow {
        label: row_name(tongue, *number),
        detail: String::new(),
        cells: cells(tongue, values, columns(upload)),
        total: false,
    };
    Some(Table {
        caption: tongue.say("moving-first-rows"),
        head: head(tongue, upload, &[id("moving-row")]),
        rows: sheet.rows.iter().map(row).collect(),
        ..Table::default()
    })
}

/// The first rows with what the rules say of each.
fn preview(tongue: Tongue, upload: &Upload, first: &[Previewed]) -> Option<Table> {
    let row = |one: &Previewed| {
        let standing = match one.standing {
            Standing::New => id("moving-will-record"),
            Standing::Known => id("moving-is-known"),
            Standing::Refused => id("moving-is-refused"),
        };
        let mut row = vec![TableCell::Text(tongue.say(standing))];
        row.extend(cells(tongue, &one.cells, columns(upload)));
        TableRow { label: row_name(tongue, one.row), detail: String::new(), cells: row, total: false }
    };
    (!first.is_empty()).then(|| Table {
        caption: tongue.say("moving-first-rows-judged"),
        head: head(tongue, upload, &[id("moving-row"), id("moving-result")]),
        rows: first.iter().map(row).collect(),
        ..Table::default()
    })
}
