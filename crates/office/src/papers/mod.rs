//! What the office puts on paper: reports, forms, letters that urge, lists; each as a document for print and workbook.
//!
//! Figures come from `reports`, cases from `views`; here they get letterhead, order and words. Not here: layout (`print`),
//! the file of one case, whose sentences are those of its page (`web`).

mod annual;
mod form;
mod head;
mod list;
mod urging;

pub use annual::annual;
pub use form::form;
pub(crate) use head::{by_order, chief, of_committee};
pub use head::{dated, letterhead, made, office_name, room_for_date};
pub use list::{ROWS_PRINTED_MAX, columns, list, row};
pub use urging::{Urged, overdue, overdue_up_to, too_long, urging};

use exchange::paper::{Block, Cell, Column, Head, Side, Span};

/// A paragraph of plain words.
fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph { spans: vec![Span { text: text.into(), strong: false }] }
}

/// A column.
fn column(width: u32, side: Side) -> Column {
    Column { width, side }
}

/// A head of one row.
fn heads<const N: usize>(labels: [&str; N]) -> Vec<Vec<Head>> {
    vec![labels.map(|text| Head { text: text.to_owned(), columns: 1, rows: 1 }).into()]
}

/// A running number.
fn running(number: usize) -> Cell {
    Cell::text(number.to_string())
}

/// Ends the text as the decree has it: "./.".
fn end(body: &mut [Block]) {
    if let Some(Block::Paragraph { spans }) = body.iter_mut().rev().find(|b| matches!(b, Block::Paragraph { .. }))
        && let Some(last) = spans.last_mut()
    {
        last.text = format!("{}./.", last.text.trim_end_matches('.'));
    }
}
