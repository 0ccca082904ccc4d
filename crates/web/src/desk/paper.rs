//! The file of one case as a document for print: what is known of it, how its deadline came about, what happened, oldest
//! first, in the sentences of its page.

use exchange::paper::{Block, Cell, Column, Document, Entry, Fact, Head, Row, Sheet, Side, Table};
use kernel::case::What;
use kernel::text::number_vn;
use kernel::time::Instant;
use office::House;
use office::import::opened_at_source;
use office::papers::{dated, letterhead, made};
use office::views::case::CaseView;

use super::story;
use super::words;
use crate::pages::Happening;
use crate::tongue::Tongue;

/// The file of a case as it is at a moment. The view must hold all events.
#[must_use]
pub fn case_file(house: &House, view: &CaseView, now: Instant) -> Document {
    let (case, of) = (&view.case, &view.case_type);
    let number = words::number(case);
    let kind = if of.name.starts_with("hồ sơ") { of.name.clone() } else { format!("hồ sơ {}", of.name) };
    let mut body = vec![heading("I. Thông tin chung"), Block::Facts { facts: facts(house, view, now) }];
    let mut section = 1;
    let mut next = |title: &str| {
        section += 1;
        heading(&format!(
            "{}. {title}",
            if section == 2 {
                "II"
            } else if section == 3 {
                "III"
            } else {
                "IV"
            }
        ))
    };
    if let Some(table) = derivation(view) {
        body.push(next("Thời hạn được tính như sau"));
        body.push(Block::Table { table });
    }
    if !case.files.is_empty() {
        body.push(next("Tài liệu"));
        body.push(Block::Table { table: files(view) });
    }
    body.push(next("Diễn biến"));
    body.push(Block::Timeline { entries: story::told(Tongue::Vi, house, view).into_iter().rev().map(entry).collect() });
    let position = view.events.first().map_or(0, |told| told.position);
    Document {
        letterhead: letterhead(house.org(), "", dated(now.date())),
        kind: format!("{kind} {number}").trim_end().to_owned(),
        subject: words::title(Tongue::Vi, case, of),
        addressees: Vec::new(),
        body,
        recipients: Vec::new(),
        signature: None,
        countersigned: None,
        sheet: Sheet::A4,
        landscape: false,
        made: made(now.date()),
        source: format!(
            "Hồ sơ {}, đến vị trí {} của sổ cái. In lúc {}.",
            case.id,
            number_vn(i64::try_from(position).unwrap_or(i64::MAX)),
            now.print_vn()
        ),
    }
}

fn heading(text: &str) -> Block {
    Block::Heading { text: text.to_owned() }
}

fn facts(house: &House, view: &CaseView, now: Instant) -> Vec<Fact> {
    let (case, of, org) = (&view.case, &view.case_type, house.org());
    let mut out = Vec::new();
    let mut fact = |label: &str, value: String| {
        if !value.is_empty() {
            out.push(Fact { label: words::capital(label), value });
        }
    };
    for number in &case.numbers {
        let name = of.number(number.series.as_str()).map_or(number.series.as_str(), |s| s.name.as_str());
        fact(name, format!("{}, cho lúc {}", number.text, number.at.print_vn()));
    }
    fact("Tình trạng", words::step_name(Tongue::Vi, of, &case.step).to_owned());
    if let Some(lead) = &case.lead {
        fact("Đơn vị chủ trì", org.unit_name(lead).to_owned());
    }
    let coop: Vec<&str> = case.coop.iter().map(|unit| org.unit_name(unit)).collect();
    fact("Đơn vị phối hợp", coop.join("; "));
    if let Some(holder) = &case.holder {
        fact("Người xử lý", org.person_name(holder).to_owned());
    }
    let source = opened_at_source(case);
    fact("Mở lúc", source.unwrap_or(case.opened).print_vn());
    if source.is_some() {
        fact("Nhập vào đây lúc", case.opened.print_vn());
    }
    if let Some(clock) = &case.clock {
        let due = clock.due.map_or("không thời hạn".to_owned(), Instant::print_vn);
        fact("Hạn", format!("{due} ({})", clock.phrase(&house.calendar, now)));
    }
    if let Some(closed) = case.closed {
        fact("Kết thúc lúc", closed.print_vn());
    }
    if let Ok(catalogue) = house.version(case.catalogue) {
        for field in of.fields.iter().filter(|f| f.code != of.title) {
            if let Some(value) = case.value(field.code.as_str()) {
                fact(&field.name, words::value(Tongue::Vi, field, value, catalogue, org));
            }
        }
    }
    fact("Căn cứ", of.basis.clone());
    out
}

fn table<const N: usize>(labels: [&str; N], columns: [(u32, Side); N], rows: Vec<Vec<String>>) -> Table {
    Table {
        columns: columns.map(|(width, side)| Column { width, side }).into(),
        head: vec![labels.map(|text| Head { text: text.to_owned(), columns: 1, rows: 1 }).into()],
        rows: rows
            .into_iter()
            .map(|cells| Row { strong: false, cells: cells.into_iter().map(Cell::text).collect() })
            .collect(),
    }
}

/// How the due moment came about.
fn derivation(view: &CaseView) -> Option<Table> {
    let explanation = view.explanation.as_ref().filter(|e| !e.steps.is_empty())?;
    let rows = explanation.steps.iter().map(|step| {
        vec![step.from.print_vn(), step.to.print_vn(), step.vi(), step.basis.clone(), number_vn(step.working_minutes)]
    });
    let sides = [(12, Side::Left), (12, Side::Left), (32, Side::Left), (26, Side::Left), (12, Side::Right)];
    Some(table(["Từ", "Đến", "Vì", "Căn cứ", "Phút làm việc"], sides, rows.collect()))
}

fn files(view: &CaseView) -> Table {
    let name = |sha256: &str| {
        let attached = view
            .events
            .iter()
            .find(|told| matches!(&told.event.what, What::FileAttached { file } if file.sha256 == sha256));
        attached.map_or("Tệp đính kèm", |told| told.event.private.name.as_str()).to_owned()
    };
    let rows = view.case.files.iter().map(|file| {
        let sha256: String = file.sha256.chars().take(SHA256_SHOWN).collect();
        vec![name(&file.sha256), words::file_words(Tongue::Vi, &file.media, file.bytes), sha256]
    });
    let sides = [(50, Side::Left), (20, Side::Left), (24, Side::Left)];
    table(["Tên", "Loại, cỡ", "SHA-256 (phần đầu)"], sides, rows.collect())
}

/// Characters of a file's address that are printed.
const SHA256_SHOWN: usize = 16;

fn entry(happening: Happening) -> Entry {
    let mut details: Vec<String> = happening
        .details
        .into_iter()
        .map(|d| {
            if d.before.is_empty() {
                format!("{}: {}", d.label, d.after)
            } else {
                format!("{}: {} → {}", d.label, d.before, d.after)
            }
        })
        .collect();
    if !happening.mark.is_empty() {
        details.insert(0, format!("[{}]", happening.mark));
    }
    Entry { at: happening.at.text, who: happening.who, said: happening.sentence, details, words: happening.words }
}
