//! A register as a list on paper: number, title, unit, step, opening, deadline.
//!
//! Paper takes so many rows and no more; what is longer goes into a workbook (`exchange::sheet`). Not here: which cases.

use exchange::paper::{Block, Cell, Document, Row, Sheet, Side, Table};
use kernel::case::{Case, Value};
use kernel::catalogue::case_type::CaseType;
use kernel::text::number_vn;
use kernel::time::Instant;

use super::head::{dated, letterhead, made};
use super::{column, heads, running};
use crate::house::House;
use crate::import::opened_at_source;

/// Most rows on paper: some two hundred pages.
pub const ROWS_PRINTED_MAX: usize = 5_000;

/// The labels of a list's columns behind the running number.
#[must_use]
pub fn columns(case_type: &CaseType) -> [String; 6] {
    let title = case_type.field(case_type.title.as_str()).map_or("Tên", |f| f.name.as_str());
    ["Số", title, "Đơn vị chủ trì", "Tình trạng", "Ngày mở", "Hạn"].map(str::to_owned)
}

/// The words of a case's row under [`columns`].
#[must_use]
pub fn row(house: &House, case_type: &CaseType, case: &Case) -> [String; 6] {
    let step = case_type.step(case.step.as_str()).map_or(case.step.as_str(), |s| s.name.as_str());
    let due = case.clock.as_ref().map(|c| c.due.map_or("không thời hạn".to_owned(), |due| due.date().print_vn()));
    [
        case.number_shown().to_owned(),
        title(case_type, case),
        case.lead.as_ref().map(|unit| house.org().unit_name(unit).to_owned()).unwrap_or_default(),
        step.to_owned(),
        opened_at_source(case).unwrap_or(case.opened).date().print_vn(),
        due.unwrap_or_default(),
    ]
}

/// The title of a case.
pub(super) fn title(case_type: &CaseType, case: &Case) -> String {
    let found = case.value(case_type.title.as_str()).map(Value::plain).filter(|t| !t.is_empty());
    found.unwrap_or_else(|| format!("({} chưa có tên)", case_type.name))
}

/// The list of these cases, as they were at a moment.
#[must_use]
pub fn list(house: &House, case_type: &CaseType, cases: &[Case], now: Instant) -> Document {
    let labels = columns(case_type);
    let [number, title, unit, step, opened, due] = labels.each_ref().map(String::as_str);
    let rows = cases.iter().zip(1..).map(|(case, at)| {
        let mut cells = vec![running(at)];
        cells.extend(row(house, case_type, case).map(Cell::text));
        Row { strong: false, cells }
    });
    let table = Table {
        columns: vec![
            column(6, Side::Centre),
            column(16, Side::Left),
            column(50, Side::Left),
            column(22, Side::Left),
            column(16, Side::Left),
            column(12, Side::Centre),
            column(12, Side::Centre),
        ],
        head: heads(["STT", number, title, unit, step, opened, due]),
        rows: rows.collect(),
    };
    let day = now.date();
    let count = number_vn(i64::try_from(cases.len()).unwrap_or(i64::MAX));
    Document {
        letterhead: letterhead(house.org(), "", dated(day)),
        kind: "Danh sách".to_owned(),
        subject: case_type.register.clone(),
        addressees: Vec::new(),
        body: vec![Block::Table { table }, Block::Note { text: format!("Danh sách có {count} {}.", case_type.name) }],
        recipients: Vec::new(),
        signature: None,
        countersigned: None,
        sheet: Sheet::A4,
        landscape: true,
        made: made(day),
        source: format!("Lập lúc {}.", now.print_vn()),
    }
}
