//! A form such as II.06a or the table of tasks as a document that lies across, sums and columns of sums live.

use exchange::paper::{self, Block, Cell, Document, Head, Live, Sheet, Side, Span, Table};
use kernel::org::Org;
use kernel::text::number_vn;
use kernel::time::Date;

use super::head::{chief, letterhead, made, office_name, room_for_date};
use super::{column, running};
use crate::reports::{self, Form, NOT_TOLD, Row};

/// Columns before the figures: running number, and what the row is about.
const BEFORE: usize = 2;

/// The form, to be signed on a day.
#[must_use]
pub fn form(form: &Form, org: &Org, day: Date) -> Document {
    let mut head = letterhead(org, &form.formalities.symbol, room_for_date(day));
    head.form.clone_from(&form.form);
    let period = form.period.name();
    let mut body = Vec::new();
    body.push(Block::Note {
        text: format!(
            "Kỳ báo cáo {}. Việc đang thực hiện tính đến hết ngày {}. Căn cứ {}.",
            form.period.words(),
            form.looked_at.print_vn(),
            form.basis
        ),
    });
    body.push(Block::Table { table: table(form) });
    if !form.is_told {
        body.push(Block::Note { text: NOT_TOLD.0.to_owned() });
    }
    body.extend(form.notes.iter().map(|text| Block::Note { text: text.clone() }));
    for block in &form.prose {
        if let reports::Block::Paragraph(spans) = block {
            body.push(Block::Note { text: spans.iter().map(said).collect() });
        }
    }
    for check in form.checks.iter().filter(|c| !c.holds) {
        let text = format!("KHÔNG KHỚP: {} ({}). Biểu này chưa được phát hành.", check.rule, check.detail);
        body.push(Block::Paragraph { spans: vec![Span { text, strong: true }] });
    }
    Document {
        letterhead: head,
        kind: if form.form.is_empty() { "Báo cáo".to_owned() } else { form.name.clone() },
        subject: if form.form.is_empty() {
            format!("{} {period}", form.name)
        } else {
            format!("{} tại {}", super::annual::capital(&period), office_name(org))
        },
        addressees: Vec::new(),
        body,
        recipients: form.formalities.recipients.clone(),
        signature: Some(chief(org, day)),
        countersigned: None,
        sheet: Sheet::A4,
        landscape: true,
        made: made(day),
        source: format!("Tính tại vị trí {} của sổ cái.", number_vn(i64::try_from(form.as_of).unwrap_or(i64::MAX))),
    }
}

fn said(span: &reports::Span) -> &str {
    let (reports::Span::Text(text) | reports::Span::Figure { text, .. }) = span;
    text
}

fn table(form: &Form) -> Table {
    let figures = form.sum.cells.len();
    let mut columns = vec![column(6, Side::Centre), column(30, Side::Left)];
    columns.extend((0..figures).map(|_| column(11, Side::Right)));
    let mut rows: Vec<paper::Row> = form
        .rows
        .iter()
        .zip(1..)
        .map(|(row, number)| paper::Row { strong: false, cells: cells(form, row, running(number)) })
        .collect();
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX).checked_sub(1);
    let mut sum = cells(form, &form.sum, Cell::default());
    if let Some(last) = last {
        for cell in sum.iter_mut().skip(BEFORE) {
            cell.live = Some(Live::Sum { first: 0, last });
        }
    }
    rows.push(paper::Row { strong: true, cells: sum });
    Table { columns, head: head(form), rows }
}

fn cells(form: &Form, row: &Row, number: Cell) -> Vec<Cell> {
    let figure = |at: usize, cell: &reports::Cell| {
        let shown = Cell::number(cell.value, cell.text.clone());
        let Some((_, parts)) = form.sums.iter().find(|(whole, _)| *whole == at) else { return shown };
        let sum: u64 = parts.iter().filter_map(|p| row.cells.get(*p)).map(|c| c.value).sum();
        let columns: Vec<u16> = parts.iter().filter_map(|p| u16::try_from(p + BEFORE).ok()).collect();
        // A row that breaks its check shows what was counted.
        if sum == cell.value { shown.live(Live::Add { columns }) } else { shown }
    };
    let mut out = vec![number, Cell::text(row.label.clone())];
    out.extend(row.cells.iter().enumerate().map(|(at, cell)| figure(at, cell)));
    out
}

/// The form's head with a column of running numbers before it. Where the form counts its columns from (3), these are (1)
/// and (2).
fn head(form: &Form) -> Vec<Vec<Head>> {
    let one = |text: &str, rows: u32| Head { text: text.to_owned(), columns: 1, rows };
    let last = form.head.len().saturating_sub(1);
    let mut out = Vec::new();
    for (at, row) in form.head.iter().enumerate() {
        let mut cells: Vec<Head> =
            row.iter().map(|h| Head { text: h.text.clone(), columns: h.columns, rows: h.rows }).collect();
        if at == 0 {
            cells.insert(0, one("STT", cells.first().map_or(1, |c| c.rows)));
        } else if at == last {
            let from_three = cells.get(1).is_some_and(|c| c.text == "(3)");
            if let (true, Some(name)) = (from_three, cells.first_mut()) {
                name.text = "(2)".to_owned();
            }
            cells.insert(0, one(if from_three { "(1)" } else { "" }, 1));
        }
        out.push(cells);
    }
    out
}
