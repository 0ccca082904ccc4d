//! The process of imported histories: the map with the tables behind it, and who was on time where the log says.
//!
//! For whoever may read the imported cases as a whole. Not here: reading logs (exchange, office).

use std::collections::HashMap;

use axum::extract::{Query as Asking, State};
use axum::response::Response;
use exchange::map::{ConnectionRow, StepRow};
use kernel::text::{duration_vn, number_vn};
use office::import::CASE_TYPE;
use office::views::Sight;

use super::address::Pairs;
use super::answer::{self, Answer};
use super::fields;
use super::visitor::{Asked, Visitor, visit};
use super::words::query_string;
use crate::pages::{Flow, HeadCell, Input, Link, ProcessMap, ProcessPage, Step, Table, TableCell, TableRow};
use crate::state::AppState;

/// Steps drawn, the most frequent first; the tables hold them all.
const STEPS_DRAWN: usize = 24;
/// Ways drawn, the most frequent first.
const FLOWS_DRAWN: usize = 60;
/// Rows of a table of ways.
const FLOWS_LISTED: usize = 100;

/// Whether this person may see it.
pub fn may(visitor: &Visitor) -> bool {
    let types = visitor.house().catalogue().ok().and_then(|c| c.types.get(CASE_TYPE).cloned());
    types.is_some_and(|t| visitor.viewer.sight(&t) == Sight::All)
}

/// `GET /quy-trinh`
pub async fn show(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let log = pairs.iter().find(|(k, _)| k == "nhat-ky").map_or("", |(_, v)| v.as_str());
        process(visitor, log)
    })
    .await
}

fn process(visitor: &Visitor, log: &str) -> Answer {
    if !may(visitor) {
        return Err(visitor.missing());
    }
    let office = &visitor.state.office;
    let logs = office.imported_logs()?;
    let map = office.imported_map(log)?;
    let (steps, ways) = (map.table(), map.connections());
    let chosen = |value: &str, label: &str| fields::choice(value, label, log);
    let choices = std::iter::once(chosen("", "Tất cả nhật ký")).chain(logs.iter().map(|l| chosen(&l.name, &l.name)));
    let groups = vec![crate::pages::ChoiceGroup { label: String::new(), choices: choices.collect() }];
    let nothing = steps.is_empty();
    let sentence = if nothing {
        "Chưa có nhật ký nào được nhập. Dùng lệnh minhbach import xes TỆP --data THƯ_MỤC.".to_owned()
    } else {
        format!(
            "{} hồ sơ, {} bước khác nhau; hình vẽ {} bước và {} đường đi thường gặp nhất, bảng ghi đủ.",
            read(map.cases()),
            steps.len(),
            steps.len().min(STEPS_DRAWN),
            ways.len().min(FLOWS_DRAWN)
        )
    };
    answer::ok(&ProcessPage {
        frame: visitor.frame("Sơ đồ quy trình"),
        back: Some(Link { label: "Hồ sơ nhập".to_owned(), href: format!("/so/{CASE_TYPE}") }),
        heading: "Sơ đồ quy trình".to_owned(),
        english: "Process map".to_owned(),
        sentence,
        filter_action: "/quy-trinh".to_owned(),
        filter_fields: if nothing {
            Vec::new()
        } else {
            vec![fields::field("loc-nhat-ky", "nhat-ky", "Nhật ký", Input::Choice { groups })]
        },
        filter_hidden: Vec::new(),
        map: (!nothing).then(|| drawn(&steps, &ways)),
        tables: if nothing { Vec::new() } else { vec![on_time(visitor, log)?, step_table(&steps), way_table(&ways)] },
    })
}

fn read(n: u64) -> String {
    number_vn(i64::try_from(n).unwrap_or(i64::MAX))
}

fn median(seconds: Option<u32>) -> String {
    seconds.map(duration_vn).unwrap_or_default()
}

fn drawn(rows: &[StepRow], ways: &[ConnectionRow]) -> ProcessMap {
    let shown: Vec<&StepRow> = rows.iter().take(STEPS_DRAWN).collect();
    let at: HashMap<&str, usize> = shown.iter().enumerate().map(|(i, row)| (row.name.as_str(), i)).collect();
    let step = |row: &&StepRow| {
        let lies = row.median_to_next_seconds.map(|s| format!(" · {}", duration_vn(s))).unwrap_or_default();
        Step {
            label: row.name.clone(), count: row.count, detail: format!("{} lần{lies}", read(row.count)), href: None
        }
    };
    let flow = |way: &ConnectionRow| {
        let (from, to) = (way.from.as_deref()?, way.to.as_deref()?);
        let (a, b) = (at.get(from)?, at.get(to)?);
        let lies = way.median_seconds.map(|s| format!(", trung vị {}", duration_vn(s))).unwrap_or_default();
        Some(Flow {
            from: *a,
            to: *b,
            count: way.count,
            count_text: read(way.count),
            sentence: format!("{from} → {to}: {} lần{lies}", read(way.count)),
        })
    };
    let steps: Vec<Step> = shown.iter().map(step).collect();
    let flows: Vec<Flow> = ways.iter().filter_map(flow).take(FLOWS_DRAWN).collect();
    ProcessMap::of("Các bước theo thứ tự thường gặp, số lần và thời gian trung vị đến bước sau", &steps, &flows)
}

fn on_time(visitor: &Visitor, log: &str) -> Result<Table, answer::Stop> {
    let rows = visitor.state.office.imported_on_time(log)?;
    let row = |r: &office::import::OnTime| {
        let href = |pairs: &[(&str, &str)]| {
            let mut all = vec![("f.department", r.department.as_str()), ("f.log", log)];
            all.retain(|(_, v)| !v.is_empty());
            all.extend(pairs);
            format!("/so/{CASE_TYPE}?{}", query_string(&all))
        };
        let share = kernel::text::percent_vn(
            i64::try_from(r.on_time).unwrap_or(0),
            i64::try_from(r.on_time + r.late).unwrap_or(0),
        );
        TableRow {
            label: if r.department.is_empty() { "(không ghi đơn vị)".to_owned() } else { r.department.clone() },
            detail: String::new(),
            cells: vec![
                TableCell::figure(read(r.cases), href(&[])),
                TableCell::figure(read(r.finished), href(&[("buoc", "finished")])),
                TableCell::plain(read(r.on_time)),
                TableCell::plain(read(r.late)),
                share.map_or(TableCell::Nothing, |s| TableCell::plain(format!("{s} %"))),
            ],
            total: false,
        }
    };
    Ok(Table {
        caption: "Đúng hạn theo đơn vị của hệ thống nguồn".to_owned(),
        head: vec![vec![
            HeadCell::words("Đơn vị"),
            HeadCell::figure("Hồ sơ"),
            HeadCell::figure("Đã kết thúc"),
            HeadCell::figure("Đúng và trước hạn"),
            HeadCell::figure("Quá hạn"),
            HeadCell::figure("Tỷ lệ đúng hạn"),
        ]],
        rows: rows.iter().map(row).collect(),
        notes: vec!["Chỉ tính hồ sơ mà nguồn có ghi hạn; hạn lấy nguyên như nguồn ghi, so theo ngày.".to_owned()],
        ..Table::default()
    })
}

fn step_table(rows: &[StepRow]) -> Table {
    let row = |r: &StepRow| TableRow {
        label: r.name.clone(),
        detail: String::new(),
        cells: vec![
            TableCell::plain(read(r.count)),
            TableCell::plain(read(r.cases)),
            TableCell::plain(median(r.median_to_next_seconds)),
        ],
        total: false,
    };
    Table {
        caption: "Các bước".to_owned(),
        head: vec![vec![
            HeadCell::words("Bước"),
            HeadCell::figure("Số lần"),
            HeadCell::figure("Số hồ sơ"),
            HeadCell::figure("Trung vị đến bước sau"),
        ]],
        rows: rows.iter().map(row).collect(),
        ..Table::default()
    }
}

fn way_table(rows: &[ConnectionRow]) -> Table {
    let name = |step: &Option<String>, edge: &str| step.clone().unwrap_or_else(|| edge.to_owned());
    let row = |r: &ConnectionRow| TableRow {
        label: name(&r.from, "(bắt đầu)"),
        detail: String::new(),
        cells: vec![
            TableCell::Text(name(&r.to, "(kết thúc)")),
            TableCell::plain(read(r.count)),
            TableCell::plain(median(r.median_seconds)),
        ],
        total: false,
    };
    let more = rows.len().saturating_sub(FLOWS_LISTED);
    Table {
        caption: "Các đường đi".to_owned(),
        head: vec![vec![
            HeadCell::words("Từ bước"),
            HeadCell::words("Đến bước"),
            HeadCell::figure("Số lần"),
            HeadCell::figure("Trung vị"),
        ]],
        rows: rows.iter().take(FLOWS_LISTED).map(row).collect(),
        notes: if more > 0 {
            vec![format!("Còn {more} đường đi ít gặp hơn không ghi ở đây.")]
        } else {
            Vec::new()
        },
        ..Table::default()
    }
}
