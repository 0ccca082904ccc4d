//! The leaders' board: four states by unit, field and source, what will be late, load, year over year.

use axum::extract::{Query as Asking, State};
use axum::response::Response;
use kernel::Code;
use kernel::case::Value;
use kernel::catalogue::case_type::CaseType;
use office::reports::dashboard::{Counts, Cut, Dashboard, STATES};
use office::views::load::{DAYS_AHEAD, Load};
use office::views::register::Filter;

use super::super::address::{DUE_ON, Pairs};
use super::super::answer::{self, Answer};
use super::super::home::filtered;
use super::super::reports::refused;
use super::super::visitor::{Asked, Visitor, visit};
use super::super::words::{capital, long_day, value};
use super::{assigns, leads, task, urges};
use crate::pages::{Bar, BoardPage, Chart, ChartColumn, HeadCell, Link, Table, TableCell, TableRow, Total, number_vn};
use crate::state::AppState;
use crate::tongue::Tongue;

const WORDS: [&str; 6] = [
    "Hoàn thành đúng hạn",
    "Hoàn thành quá hạn",
    "Đang thực hiện, trong hạn",
    "Đang thực hiện, quá hạn",
    "Không thời hạn, đã xong",
    "Không thời hạn, đang làm",
];
/// Names of the parts of a bar; both states without a deadline are one part.
const PARTS: [&str; 5] = [WORDS[0], WORDS[1], WORDS[2], WORDS[3], "Không thời hạn"];
const CUTS: [(&str, &str, Cut); 3] = [
    ("don-vi", "Theo đơn vị", Cut::Unit),
    ("linh-vuc", "Theo lĩnh vực", Cut::Field),
    ("nguon", "Theo nguồn giao", Cut::Source),
];
/// Bars shown; the table behind has all rows.
const BARS_MAX: usize = 20;
/// Rows of the load shown.
const LOADS_MAX: usize = 40;

/// `GET /dieu-hanh`
pub async fn show(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| board(visitor, &pairs)).await
}

fn board(visitor: &Visitor, pairs: &Pairs) -> Answer {
    if !leads(visitor) {
        return Err(visitor.sorry(403).into());
    }
    let of = task(visitor)?;
    let (office, viewer) = (&visitor.state.office, &visitor.viewer);
    let dashboard = office.dashboard(viewer).map_err(|fail| refused(visitor, fail))?;
    let word = pairs.iter().find(|(k, _)| k == "theo").map(|(_, v)| v.as_str());
    let chosen = CUTS.iter().find(|(code, ..)| word == Some(code)).or(CUTS.first());
    let (code, label, cut) = chosen.copied().unwrap_or(("don-vi", "Theo đơn vị", Cut::Unit));
    let ahead = office.due_ahead(viewer, &of.code)?;
    let types: Vec<Code> = viewer.types().iter().filter(|t| t.clock.is_some()).map(|t| t.code.clone()).collect();
    let load = office.workload(viewer, &types)?;
    let rows = rows(visitor, &of, &dashboard, cut);
    let mut starts = Vec::new();
    if urges(visitor) {
        starts.push(Link { label: "Đôn đốc".to_owned(), href: "/don-doc".to_owned() });
    }
    if assigns(visitor) {
        starts.push(Link { label: "Nhập kết luận họp".to_owned(), href: "/ket-luan".to_owned() });
    }
    let tab = |(other, label, _): &(&str, &str, Cut)| {
        (Link { label: (*label).to_owned(), href: format!("/dieu-hanh?theo={other}") }, *other == code)
    };
    answer::ok(&BoardPage {
        frame: visitor.frame("Điều hành"),
        lead: format!(
            "{} · năm {} đến vị trí sổ cái {}, ghi lúc {} · mỗi con số mở đúng những hồ sơ được đếm",
            long_day(visitor.tongue, visitor.now().date()),
            dashboard.year.year(),
            read(dashboard.position),
            dashboard.recorded.print_vn()
        ),
        starts,
        totals: totals(&dashboard),
        before: dashboard.year.year_before().name(),
        cuts: CUTS.iter().map(tab).collect(),
        bars: bars(label, &rows),
        states: states(label, &dashboard, cut, &rows),
        years: years(&dashboard),
        years_table: years_table(&dashboard),
        ahead: ahead_chart(&ahead),
        ahead_table: ahead_table(visitor.tongue, &of, &ahead),
        load: load_table(visitor, &load),
    })
}

fn read(n: u64) -> String {
    number_vn(i64::try_from(n).unwrap_or(i64::MAX))
}

fn totals(dashboard: &Dashboard) -> Vec<Total> {
    let all = dashboard.all.now.iter().zip(dashboard.all.before).zip(STATES.iter().zip(WORDS));
    all.map(|((now, before), (state, label))| Total {
        label: label.to_owned(),
        value: read(*now),
        href: dashboard.address(&[state], None, false).unwrap_or_default(),
        before: read(before),
        before_href: dashboard.address(&[state], None, true).unwrap_or_default(),
        late: state.ends_with(":late") && *now > 0,
    })
    .collect()
}

/// Rows with their names: most late first, then most of all.
fn rows(visitor: &Visitor, of: &CaseType, dashboard: &Dashboard, cut: Cut) -> Vec<(String, String, Counts)> {
    let house = visitor.house();
    let name = |code: &str| match cut {
        _ if code.is_empty() => "(không ghi)".to_owned(),
        Cut::Unit => house.org().units.get(code).map_or(code.to_owned(), |u| u.name.clone()),
        Cut::Field | Cut::Source => {
            let field = of.field(if cut == Cut::Field { "field_of_work" } else { "source_kind" });
            match (field, house.catalogue()) {
                (Some(field), Ok(catalogue)) => {
                    value(visitor.tongue, field, &Value::text(code), catalogue, house.org())
                }
                _ => code.to_owned(),
            }
        }
    };
    let mut out: Vec<(String, String, Counts)> =
        dashboard.rows(cut).iter().map(|(code, counts)| (code.clone(), name(code), *counts)).collect();
    let late = |counts: &Counts| counts.now.get(3).copied().unwrap_or(0);
    out.sort_by_key(|(_, _, counts)| std::cmp::Reverse((late(counts), counts.now.iter().sum::<u64>())));
    out
}

fn bars(label: &str, rows: &[(String, String, Counts)]) -> Table {
    let row = |(_, name, counts): &(String, String, Counts)| {
        let [on_time, late, running, overdue, done, open] = counts.now;
        let parts = [on_time, late, running, overdue, done + open];
        let words: Vec<String> = PARTS.iter().zip(parts).map(|(word, n)| format!("{word}: {}", read(n))).collect();
        TableRow {
            label: name.clone(),
            cells: vec![
                TableCell::Bar(Bar::of(words.join("; "), &parts)),
                TableCell::plain(read(counts.now.iter().sum())),
            ],
            ..TableRow::default()
        }
    };
    let mut notes = Vec::new();
    if rows.len() > BARS_MAX {
        notes.push(format!("{BARS_MAX} dòng có nhiều việc quá hạn nhất; bảng bên dưới có đủ {} dòng.", rows.len()));
    }
    Table {
        caption: format!("{label}: tỷ lệ các trạng thái trong năm"),
        head: vec![vec![HeadCell::words(""), HeadCell::words("Tỷ lệ"), HeadCell::figure("Tổng số")]]
            .into_iter()
            .map(|mut head: Vec<HeadCell>| {
                if let Some(first) = head.first_mut() {
                    first.text = label.trim_start_matches("Theo ").to_owned();
                    first.text = capital(&first.text);
                }
                head
            })
            .collect(),
        rows: rows.iter().take(BARS_MAX).map(row).collect(),
        legend: PARTS.iter().map(|word| (*word).to_owned()).collect(),
        notes,
        ..Table::default()
    }
}

fn states(label: &str, dashboard: &Dashboard, cut: Cut, rows: &[(String, String, Counts)]) -> Table {
    let cell = |count: u64, states: &[&str], row: Option<(Cut, &str)>, before: bool| {
        let href = dashboard.address(states, row, before).filter(|_| count > 0);
        TableCell::Figure { text: read(count), href }
    };
    let cells = |counts: &Counts, row: Option<(Cut, &str)>| {
        let each = STATES.iter().zip(counts.now).map(|(state, n)| cell(n, &[state], row, false));
        let sum = cell(counts.now.iter().sum(), &STATES, row, false);
        let before = cell(counts.before.iter().sum(), &STATES, row, true);
        each.chain([sum, before]).collect()
    };
    let mut out: Vec<TableRow> = rows
        .iter()
        .map(|(code, name, counts)| TableRow {
            label: name.clone(),
            cells: cells(counts, Some((cut, code))),
            ..TableRow::default()
        })
        .collect();
    out.push(TableRow {
        label: "Tổng cộng".to_owned(),
        cells: cells(&dashboard.all, None),
        total: true,
        ..TableRow::default()
    });
    let first = HeadCell::words(capital(label.trim_start_matches("Theo ")));
    let words = WORDS.iter().map(|word| HeadCell::figure(*word));
    let year = dashboard.year;
    let sums = [HeadCell::figure("Tổng số"), HeadCell::figure(format!("Tổng số {}", year.year_before().name()))];
    Table {
        caption: format!("{label}: {} đến hôm nay", year.name()),
        head: vec![std::iter::once(first).chain(words).chain(sums).collect()],
        rows: out,
        notes: vec![
            "Quy tắc đếm giống biểu tình hình thực hiện nhiệm vụ: việc xong tính theo ngày văn bản chứng minh trong năm; \
             việc đang làm tính theo hạn đang có hiệu lực. Không thời hạn đứng riêng."
                .to_owned(),
            "Lĩnh vực, nguồn giao lấy theo hồ sơ hiện nay.".to_owned(),
        ],
        ..Table::default()
    }
}

fn years(dashboard: &Dashboard) -> Chart {
    let short = ["đúng hạn", "xong trễ", "trong hạn", "quá hạn", "KTH xong", "KTH làm"];
    let both = dashboard.all.before.iter().zip(dashboard.all.now).zip(short);
    let columns: Vec<ChartColumn> = both
        .map(|((before, now), label)| ChartColumn {
            label: label.to_owned(),
            values: vec![(*before, read(*before)), (now, read(now))],
        })
        .collect();
    let (before, now) = (dashboard.year.year_before().name(), dashboard.year.name());
    Chart::of(&format!("Nhiệm vụ theo trạng thái, {before} và {now}"), &[(5, &before), (1, &now)], &columns)
}

fn years_table(dashboard: &Dashboard) -> Table {
    let figure = |n: u64, state: &str, before: bool| TableCell::Figure {
        text: read(n),
        href: dashboard.address(&[state], None, before).filter(|_| n > 0),
    };
    let all = dashboard.all.before.iter().zip(dashboard.all.now).zip(STATES.iter().zip(WORDS));
    let row = |((before, now), (state, label)): ((&u64, u64), (&&str, &str))| TableRow {
        label: label.to_owned(),
        cells: vec![figure(*before, state, true), figure(now, state, false)],
        ..TableRow::default()
    };
    Table {
        caption: "So với năm trước".to_owned(),
        head: vec![vec![
            HeadCell::words("Trạng thái"),
            HeadCell::figure(capital(&dashboard.year.year_before().name())),
            HeadCell::figure(capital(&dashboard.year.name())),
        ]],
        rows: all.map(row).collect(),
        ..Table::default()
    }
}

type Days = [(kernel::time::Date, u64)];

fn ahead_chart(days: &Days) -> Chart {
    let column =
        |(day, n): &(kernel::time::Date, u64)| ChartColumn { label: day.print_short(), values: vec![(*n, read(*n))] };
    let columns: Vec<ChartColumn> = days.iter().map(column).collect();
    let caption = format!("Nhiệm vụ đang làm sẽ quá hạn nếu không xong, {DAYS_AHEAD} ngày tới");
    Chart::of(&caption, &[(3, "")], &columns)
}

fn ahead_table(tongue: Tongue, of: &CaseType, days: &Days) -> Table {
    let row = |(day, n): &(kernel::time::Date, u64)| {
        let date = day.to_string();
        let href = filtered(of, &[], &[("tinh-trang", "trong-han"), (DUE_ON, &date)]);
        TableRow {
            label: long_day(tongue, *day),
            cells: vec![TableCell::Figure { text: read(*n), href: (*n > 0).then_some(href) }],
            ..TableRow::default()
        }
    };
    Table {
        caption: "Nhiệm vụ đến hạn từng ngày".to_owned(),
        head: vec![vec![HeadCell::words("Ngày đến hạn"), HeadCell::figure("Số nhiệm vụ")]],
        rows: days.iter().map(row).collect(),
        ..Table::default()
    }
}

fn load_table(visitor: &Visitor, load: &[Load]) -> Table {
    let house = visitor.house();
    let org = house.org();
    let row = |load: &Load| {
        let of = house.catalogue().ok()?.types.get(&load.case_type)?;
        let unit = org.units.get(load.unit.as_str()).map_or("(chưa có đơn vị)", |u| u.name.as_str());
        let person = org.people.get(load.holder.as_str()).map(|p| p.name.clone());
        let mut filters = Vec::new();
        if !load.unit.is_empty() {
            filters.push(Filter::one("@lead", &load.unit));
        }
        if !load.holder.is_empty() {
            filters.push(Filter::one("@holder", &load.holder));
        }
        // Work that nobody holds cannot be asked for by a register yet: its number leads nowhere rather than elsewhere.
        let exact = !load.holder.is_empty() && !load.unit.is_empty();
        let figure = |n: u64, state: &str| TableCell::Figure {
            text: read(n),
            href: (exact && n > 0).then(|| filtered(of, &filters, &[("tinh-trang", state)])),
        };
        Some(TableRow {
            label: person.unwrap_or_else(|| "(chưa giao người)".to_owned()),
            detail: unit.to_owned(),
            cells: vec![
                TableCell::Text(capital(&of.name)),
                figure(load.late, "qua-han"),
                figure(load.running, "trong-han"),
            ],
            total: false,
        })
    };
    let mut notes = Vec::new();
    if load.len() > LOADS_MAX {
        notes.push(format!("{LOADS_MAX} dòng nhiều việc quá hạn nhất trong {}.", load.len()));
    }
    Table {
        caption: "Việc đang giữ theo người, đơn vị".to_owned(),
        head: vec![vec![
            HeadCell::words("Người, đơn vị"),
            HeadCell::words("Loại hồ sơ"),
            HeadCell::figure("Quá hạn"),
            HeadCell::figure("Trong hạn"),
        ]],
        rows: load.iter().take(LOADS_MAX).filter_map(row).collect(),
        notes,
        ..Table::default()
    }
}
