//! One administrative procedure (thủ tục hành chính): its parts as Nghị định 63/2010/NĐ-CP, Điều 8 lists them, and the
//! internal process with its hours.

use axum::extract::{Path, State};
use axum::response::Response;
use kernel::catalogue::procedure::{Channel, OnlineLevel, Procedure};
use office::course::stage_role_words;

use super::{LIST, heads, said, words};
use crate::desk::admin::administers;
use crate::desk::admin::period;
use crate::desk::answer::{self, Answer};
use crate::desk::visitor::{Asked, Visitor, visit};
use crate::desk::words::capital;
use crate::pages::{HeadCell, Link, SheetPage, Table, TableCell, TableRow};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// `GET /quan-tri/danh-muc/thu-tuc/{code}`
pub async fn procedure(State(state): State<AppState>, Path(code): Path<String>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        administers(visitor)?;
        let found = visitor.house().catalogue()?.procedures.get(code.as_str()).cloned();
        shown(visitor, &*found.ok_or_else(|| visitor.missing())?)
    })
    .await
}

/// The limit of each way of submitting; one for all where they agree.
pub(super) fn limits(tongue: Tongue, of: &Procedure) -> Vec<String> {
    let mut lengths: Vec<String> = of.channels.iter().map(|channel| length(tongue, channel)).collect();
    lengths.dedup();
    if let [one] = lengths.as_slice() {
        return vec![one.clone()];
    }
    let each = |channel: &Channel| format!("{}: {}", channel_name(tongue, channel), length(tongue, channel));
    of.channels.iter().map(each).collect()
}

fn length(tongue: Tongue, channel: &Channel) -> String {
    match (channel.amount, channel.unit) {
        (Some(amount), Some(unit)) => format!("{amount} {}", tongue.pick(unit.vi(), unit.en())),
        _ => tongue.say("catalogue-at-once"),
    }
}

fn channel_name(tongue: Tongue, channel: &Channel) -> String {
    tongue.say(match channel.code.as_str() {
        "counter" => "catalogue-at-counter",
        "online" => "catalogue-by-internet",
        "postal" => "catalogue-by-post",
        other => return other.to_owned(),
    })
}

/// From when to when it is in force.
pub(super) fn in_force(tongue: Tongue, of: &Procedure) -> String {
    period(tongue, of.effective_from, of.effective_to)
}

fn shown(visitor: &Visitor, of: &Procedure) -> Answer {
    let tongue = visitor.tongue;
    answer::ok(&SheetPage {
        frame: visitor.frame(tongue.name_of(&of.name, &of.name_en)),
        back: Some(Link { label: tongue.say("catalogue-title"), href: LIST.to_owned() }),
        heading: tongue.named(&of.name, &of.name_en),
        english: tongue.aside("catalogue-procedure"),
        lead: tongue.named(&of.description, &of.description_en),
        facts: facts(visitor, of),
        tables: vec![channels(tongue, of), papers(tongue, of), stages(tongue, of)]
            .into_iter()
            .filter(|t| !t.rows.is_empty())
            .collect(),
        ..SheetPage::default()
    })
}

fn facts(visitor: &Visitor, of: &Procedure) -> Vec<(String, String)> {
    let (org, tongue) = (visitor.house().org(), visitor.tongue);
    let level = |code: &String| {
        tongue.say(match code.as_str() {
            "province" => "catalogue-level-province",
            "district" => "catalogue-level-district",
            "commune" => "catalogue-level-commune",
            other => return other.to_owned(),
        })
    };
    let online = tongue.say(match of.online {
        OnlineLevel::Full => "catalogue-online-full",
        OnlineLevel::Partial => "catalogue-online-partial",
        OnlineLevel::Information => "catalogue-online-information",
    });
    let unverified = || format!(" ({})", tongue.say("catalogue-code-unverified"));
    let verified = if of.code_verified { String::new() } else { unverified() };
    let cooperating: Vec<String> = of.cooperating.iter().map(|unit| tongue.data(org.unit_name(unit))).collect();
    let results: Vec<String> = of.results.iter().map(|r| tongue.named(&r.name, &r.name_en)).collect();
    let related: Vec<&str> = of.related.iter().map(kernel::Code::as_str).collect();
    let sets = tongue.tell("catalogue-sets-of", &[("n", of.sets.into())]);
    let official =
        if of.name_en.is_empty() { String::new() } else { tongue.pick(String::new(), tongue.data(&of.name)) };
    [
        (id("catalogue-official-name"), official),
        (id("catalogue-code"), format!("{}{verified}", of.code)),
        (id("catalogue-local-code"), of.local_code.clone()),
        (id("catalogue-announced-by"), tongue.data(&of.announced_by)),
        (id("catalogue-in-force"), in_force(tongue, of)),
        (id("catalogue-field-of-work"), tongue.named(&of.field.name, &of.field.name_en)),
        (id("catalogue-procedure-kind"), tongue.named(&of.kind, &of.kind_en)),
        (id("catalogue-levels"), of.levels.iter().map(level).collect::<Vec<_>>().join(", ")),
        (id("catalogue-online"), online),
        (id("catalogue-decides"), tongue.data(org.unit_name(&of.unit))),
        (id("catalogue-cooperates"), cooperating.join(", ")),
        (id("catalogue-decided-by"), tongue.data(&of.decided_by)),
        (id("catalogue-delegated-to"), tongue.data(&of.delegated_to)),
        (id("catalogue-received-at"), tongue.data(&of.received_at)),
        (id("catalogue-applicants"), listed(tongue, &of.applicants, &of.applicants_en, ", ")),
        (id("catalogue-results"), results.join("; ")),
        (id("catalogue-sets"), sets),
        (id("catalogue-conditions"), tongue.named(&of.conditions, &of.conditions_en)),
        (id("catalogue-order"), listed(tongue, &of.order, &of.order_en, "\n")),
        (id("catalogue-legal-basis"), tongue.data(&of.basis.join("\n"))),
        (id("catalogue-related"), related.join(", ")),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(label, value)| (tongue.say(label), value))
    .collect()
}

/// Entries of a list in the language of the page.
fn listed(tongue: Tongue, vi: &[String], en: &[String], between: &str) -> String {
    if en.is_empty() { tongue.data(&vi.join(between)) } else { tongue.pick(vi, en).join(between) }
}

/// Who works at a stage: in Vietnamese the letters of the national form.
fn does(tongue: Tongue, role: &str) -> String {
    stage_role_words(role).map_or_else(|| tongue.data(role), |words| said(tongue, words))
}

fn channels(tongue: Tongue, of: &Procedure) -> Table {
    let rows = of.channels.iter().map(|channel| {
        let fee = |fee: &kernel::catalogue::procedure::Fee| {
            let told = id(if fee.kind == *"phi" { "catalogue-charge" } else { "catalogue-fee" });
            tongue.tell(told, &[("amount", fee.amount.into()), ("note", tongue.named(&fee.note, &fee.note_en).into())])
        };
        let fees: Vec<String> = channel.fees.iter().map(fee).collect();
        TableRow {
            label: capital(&channel_name(tongue, channel)),
            detail: String::new(),
            cells: vec![words(length(tongue, channel)), words(fees.join("; ")), words(tongue.data(&channel.basis))],
            total: false,
        }
    });
    Table {
        caption: tongue.say("catalogue-channels"),
        head: vec![heads(
            tongue,
            [id("catalogue-channel"), id("catalogue-limit"), id("catalogue-fees"), id("catalogue-limit-basis")],
        )],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn papers(tongue: Tongue, of: &Procedure) -> Table {
    let rows = of.papers.iter().map(|paper| TableRow {
        label: tongue.named(&paper.name, &paper.name_en),
        detail: String::new(),
        cells: vec![
            TableCell::plain(paper.originals.to_string()),
            TableCell::plain(paper.copies.to_string()),
            words(tongue.say(if paper.required { "words-yes" } else { "words-no" })),
        ],
        total: false,
    });
    Table {
        caption: tongue.say("catalogue-papers"),
        head: vec![vec![
            HeadCell::words(tongue.say("catalogue-paper")),
            HeadCell::figure(tongue.say("catalogue-originals")),
            HeadCell::figure(tongue.say("catalogue-copies")),
            HeadCell::words(tongue.say("catalogue-needed")),
        ]],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn stages(tongue: Tongue, of: &Procedure) -> Table {
    let mut rows: Vec<TableRow> = of
        .stages
        .iter()
        .map(|stage| TableRow {
            label: tongue.named(&stage.name, &stage.name_en),
            detail: String::new(),
            cells: vec![
                words(does(tongue, &stage.role)),
                TableCell::plain(stage.hours.to_string()),
                words(tongue.named(&stage.product, &stage.product_en)),
            ],
            total: false,
        })
        .collect();
    if !rows.is_empty() {
        let hours: u32 = of.stages.iter().map(|stage| stage.hours).sum();
        rows.push(TableRow {
            label: tongue.say("catalogue-sum"),
            detail: String::new(),
            cells: vec![TableCell::Nothing, TableCell::plain(hours.to_string()), TableCell::Nothing],
            total: true,
        });
    }
    Table {
        caption: tongue.say("catalogue-stages"),
        head: vec![vec![
            HeadCell::words(tongue.say("catalogue-stage")),
            HeadCell::words(tongue.say("catalogue-who-does")),
            HeadCell::figure(tongue.say("catalogue-working-hours")),
            HeadCell::words(tongue.say("catalogue-product")),
        ]],
        rows,
        ..Table::default()
    }
}
