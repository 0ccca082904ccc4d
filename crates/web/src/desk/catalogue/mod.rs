//! The catalogue as people look at it: kinds of case, procedures, versions, what `check` finds; a page for each kind and
//! each procedure, and the course of a kind as BPMN.
//!
//! Only looked at here: a catalogue is changed by its files. Not here: what its words mean (`office::course`).

mod kinds;
mod procedure;

pub use kinds::{bpmn, kind};
pub use procedure::procedure;

use axum::extract::{Query as Asking, State};
use axum::response::Response;
use kernel::Said;
use kernel::catalogue::procedure::Procedure;
use kernel::text::sort_key;
use office::course::{clock_words, retention_words};
use office::views::catalogue::Standing;

use super::address::Pairs;
use super::admin::administers;
use super::answer::{self, Answer};
use super::visitor::{Asked, Visitor, rank, visit};
use super::words::{capital, query_string, register_name};
use crate::pages::{HeadCell, Link, Remark, SheetPage, Table, TableCell, TableRow, Tone};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// The list.
pub const LIST: &str = "/quan-tri/danh-muc";
/// Procedures on a page.
const PROCEDURES_SHOWN: usize = 100;

/// `GET /quan-tri/danh-muc`
pub async fn list(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let page = pairs.iter().find(|(key, _)| key == "trang").and_then(|(_, value)| value.parse().ok());
        listed(visitor, page.unwrap_or(1).max(1))
    })
    .await
}

fn listed(visitor: &Visitor, page: usize) -> Answer {
    administers(visitor)?;
    let office = &visitor.state.office;
    let catalogue = visitor.house().catalogue()?;
    let standing = office.catalogue_standing()?;
    let mut procedures: Vec<&Procedure> = catalogue.procedures.values().map(|p| &**p).collect();
    procedures.sort_by_cached_key(|p| (sort_key(&p.field.name), p.code.clone()));
    let before = (page - 1).saturating_mul(PROCEDURES_SHOWN);
    let shown: Vec<&Procedure> = procedures.iter().skip(before).take(PROCEDURES_SHOWN).copied().collect();
    let tongue = visitor.tongue;
    let turn = |label: &'static str, to: usize| Link {
        label: tongue.say(label),
        href: format!("{LIST}?{}", query_string(&[("trang", &to.to_string())])),
    };
    let mut pages = Vec::new();
    if page > 1 {
        pages.push(turn(id("catalogue-page-before"), page - 1));
    }
    if before + shown.len() < procedures.len() {
        pages.push(turn(id("catalogue-page-after"), page + 1));
    }
    answer::ok(&SheetPage {
        frame: visitor.frame(&tongue.say("catalogue-title")),
        heading: tongue.say("catalogue-title"),
        english: tongue.aside("catalogue-title"),
        lead: tongue.tell(
            "catalogue-why",
            &[
                ("version", visitor.house().newest.into()),
                ("types", catalogue.types.len().into()),
                ("procedures", catalogue.procedures.len().into()),
            ],
        ),
        remarks_heading: tongue.say("catalogue-check"),
        remarks: remarks(tongue, &standing),
        tables: vec![kinds_table(visitor)?, procedures_table(visitor, &shown), versions_table(visitor)?],
        pages,
        ..SheetPage::default()
    })
}

/// What `check` says, in the words of a page.
pub fn remarks(tongue: Tongue, standing: &Standing) -> Vec<Remark> {
    let mut out: Vec<Remark> = standing
        .findings
        .iter()
        .map(|finding| Remark {
            tone: Tone::Late,
            word: tongue.say("catalogue-mistake"),
            text: tongue.tell(
                "catalogue-mistake-where",
                &[
                    ("file", finding.file.as_str().into()),
                    ("line", finding.line.to_string().into()),
                    ("why", tongue.pick(finding.message_vi.as_str(), finding.message_en.as_str()).into()),
                ],
            ),
            steps: Vec::new(),
        })
        .collect();
    if out.is_empty() {
        out.push(Remark {
            tone: Tone::Done,
            word: tongue.say("health-good"),
            text: tongue.say("catalogue-no-mistake"),
            steps: Vec::new(),
        });
    }
    if !standing.unlike_shipped.is_empty() {
        out.push(Remark {
            tone: Tone::Neutral,
            word: tongue.say("health-note"),
            text: tongue.tell(
                "catalogue-unlike-shipped",
                &[("n", standing.unlike_shipped.len().into()), ("files", standing.unlike_shipped.join(", ").into())],
            ),
            steps: Vec::new(),
        });
    }
    out
}

/// What is said in both languages, in that of the page.
fn said(tongue: Tongue, said: Said) -> String {
    tongue.pick(said.vi, said.en).into()
}

/// Heads of columns with words.
fn heads<const N: usize>(tongue: Tongue, ids: [&'static str; N]) -> Vec<HeadCell> {
    ids.iter().map(|id| HeadCell::words(tongue.say(id))).collect()
}

fn words(text: impl Into<String>) -> TableCell {
    let text = text.into();
    if text.is_empty() { TableCell::Nothing } else { TableCell::Text(text) }
}

fn kinds_table(visitor: &Visitor) -> Result<Table, answer::Stop> {
    let tongue = visitor.tongue;
    let figure = |n: usize| TableCell::plain(tongue.number(i64::try_from(n).unwrap_or(i64::MAX)));
    let mut kinds: Vec<_> = visitor.house().catalogue()?.types.values().collect();
    kinds.sort_by_cached_key(|kind| rank(kind));
    let rows = kinds.iter().map(|kind| {
        let clock = kind.clock.as_ref().map(|clock| said(tongue, clock_words(clock))).unwrap_or_default();
        TableRow {
            label: kind.code.to_string(),
            detail: String::new(),
            cells: vec![
                TableCell::Link(Link {
                    label: capital(&register_name(tongue, kind)),
                    href: format!("{LIST}/{}", kind.code),
                }),
                figure(kind.fields.len()),
                figure(kind.steps.len()),
                figure(kind.moves.len()),
                words(clock),
                words(said(tongue, retention_words(&kind.retention))),
            ],
            total: false,
        }
    });
    Ok(Table {
        caption: tongue.say("catalogue-kinds"),
        head: vec![vec![
            HeadCell::words(tongue.say("catalogue-code")),
            HeadCell::words(tongue.say("catalogue-register")),
            HeadCell::figure(tongue.say("catalogue-fields")),
            HeadCell::figure(tongue.say("catalogue-steps")),
            HeadCell::figure(tongue.say("catalogue-moves")),
            HeadCell::words(tongue.say("catalogue-limit")),
            HeadCell::words(tongue.say("catalogue-kept")),
        ]],
        rows: rows.collect(),
        ..Table::default()
    })
}

fn procedures_table(visitor: &Visitor, shown: &[&Procedure]) -> Table {
    let (org, tongue) = (visitor.house().org(), visitor.tongue);
    let rows = shown.iter().map(|of| TableRow {
        label: of.code.to_string(),
        detail: if of.code_verified { String::new() } else { tongue.say("catalogue-code-unverified") },
        cells: vec![
            TableCell::Link(Link {
                label: tongue.named(&of.name, &of.name_en),
                href: format!("{LIST}/thu-tuc/{}", of.code),
            }),
            words(tongue.named(&of.field.name, &of.field.name_en)),
            words(tongue.data(org.unit_name(&of.unit))),
            words(procedure::limits(tongue, of).join("; ")),
            words(procedure::in_force(tongue, of)),
        ],
        total: false,
    });
    Table {
        caption: tongue.say("catalogue-procedures"),
        head: vec![heads(
            tongue,
            [
                id("catalogue-code"),
                id("catalogue-name"),
                id("catalogue-field-of-work"),
                id("catalogue-decides"),
                id("catalogue-limit"),
                id("catalogue-in-force"),
            ],
        )],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn versions_table(visitor: &Visitor) -> Result<Table, answer::Stop> {
    let (org, tongue) = (visitor.house().org(), visitor.tongue);
    let rows = visitor.state.office.catalogue_versions()?.into_iter().map(|adopted| {
        let by = org.people.get(adopted.by.as_str()).map_or(adopted.by.clone(), |person| person.name.clone());
        TableRow {
            label: tongue.tell("catalogue-version", &[("n", adopted.version.into())]),
            detail: String::new(),
            cells: vec![
                words(adopted.at.print_vn()),
                words(tongue.data(&by)),
                TableCell::plain(tongue.number(i64::try_from(adopted.position).unwrap_or(0))),
            ],
            total: false,
        }
    });
    Ok(Table {
        caption: tongue.say("catalogue-versions"),
        head: vec![vec![
            HeadCell::words(tongue.say("catalogue-version-column")),
            HeadCell::words(tongue.say("admin-recorded-at")),
            HeadCell::words(tongue.say("admin-recorded-by")),
            HeadCell::figure(tongue.say("admin-ledger-position")),
        ]],
        rows: rows.collect(),
        ..Table::default()
    })
}
