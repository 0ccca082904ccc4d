//! Urging on paper: what is past its deadline, by unit, and the công văn to one of the units with its list.
//!
//! Nothing is urged by printing: the act is `Urge` on the case. Not here: when to urge, sending.

use std::collections::BTreeMap;

use exchange::paper::{Block, Cell, Document, Row, Sheet, Side, Span, Table};
use kernel::Code;
use kernel::case::Case;
use kernel::catalogue::case_type::CaseType;
use kernel::text::{number_vn, sort_key};
use kernel::time::Instant;

use super::annual::capital;
use super::head::{dated, made, office_name, room_for_date};
use super::list::{ROWS_PRINTED_MAX, title};
use super::{column, end, heads, paragraph, running};
use crate::desk::{Office, OfficeError};
use crate::formalities::Letter;
use crate::house::House;
use crate::views::Viewer;
use crate::views::register::{Filter, Query, Sort, State};

/// Cases read at once.
const ROWS_AT_ONCE: u64 = 1_000;

/// A unit with its work that is past the deadline.
#[derive(Debug, Clone)]
pub struct Urged {
    /// The unit; `None` where a case has none.
    pub unit: Option<Code>,
    /// Its name.
    pub name: String,
    /// The cases, longest overdue first.
    pub cases: Vec<Case>,
}

/// Whether there is more than paper takes ([`ROWS_PRINTED_MAX`]).
#[must_use]
pub fn too_long(urged: &[Urged]) -> bool {
    urged.iter().map(|of| of.cases.len()).sum::<usize>() > ROWS_PRINTED_MAX
}

/// Work of a type that is past its deadline now, by unit in Vietnamese order; of one unit where it is named. `None`
/// when the viewer may read nothing of the type, or there is no such type. Of more than paper takes only so much that
/// [`too_long`] says so.
///
/// # Errors
/// When it cannot be read.
pub fn overdue(
    office: &Office,
    viewer: &Viewer,
    case_type: &Code,
    unit: Option<&str>,
) -> Result<Option<Vec<Urged>>, OfficeError> {
    overdue_up_to(office, viewer, case_type, unit, ROWS_PRINTED_MAX)
}

/// The same with one case past `rows_max` at most.
///
/// # Errors
/// When it cannot be read.
pub fn overdue_up_to(
    office: &Office,
    viewer: &Viewer,
    case_type: &Code,
    unit: Option<&str>,
    rows_max: usize,
) -> Result<Option<Vec<Urged>>, OfficeError> {
    let query = Query {
        filters: unit.map(|unit| Filter::one("@lead", unit)).into_iter().collect(),
        state: Some(State::Late),
        sort: Sort::Due,
        descending: false,
        rows: ROWS_AT_ONCE,
        ..Query::all(case_type.clone())
    };
    let mut by_unit: BTreeMap<Option<Code>, Vec<Case>> = BTreeMap::new();
    let mut rows = 0;
    let read = office.register_rows(viewer, &query, &mut |line| {
        by_unit.entry(line.case.lead.clone()).or_default().push(line.case);
        rows += 1;
        rows <= rows_max
    })?;
    if read.is_none() {
        return Ok(None);
    }
    let org = viewer.house.org();
    let named = |(unit, cases): (Option<Code>, Vec<Case>)| {
        let name = unit.as_ref().map_or("(chưa có đơn vị)", |u| org.unit_name(u)).to_owned();
        Urged { unit, name, cases }
    };
    let mut out: Vec<Urged> = by_unit.into_iter().map(named).collect();
    out.sort_by_cached_key(|urged| sort_key(&urged.name));
    Ok(Some(out))
}

/// The công văn of this viewer to one unit, or to all of them, with the list of what is past its deadline; `None` where the catalogue has no
/// such letter for the type.
#[must_use]
pub fn urging(viewer: &Viewer, case_type: &CaseType, urged: &[Urged], now: Instant) -> Option<Document> {
    let house = &*viewer.house;
    let letter = Letter::of(house.org(), case_type, &viewer.actor)?;
    let (org, day) = (house.org(), now.date());
    let office = office_name(org);
    let what = &case_type.name;
    let all: usize = urged.iter().map(|u| u.cases.len()).sum();
    let strong = |text: String| Span { text, strong: true };
    let plain = |text: String| Span { text, strong: false };
    let who = match urged {
        [one] => one.name.clone(),
        many => format!("{} đơn vị", number_vn(length(many.len()))),
    };
    let mut body = vec![
        Block::Paragraph {
            spans: vec![
                plain(format!("Qua theo dõi, đến {} {who} còn ", dated(day))),
                strong(format!("{} {what}", number_vn(length(all)))),
                plain(" đã quá hạn mà chưa báo cáo kết quả (danh sách tại Phụ lục kèm theo).".to_owned()),
            ],
        },
        paragraph(format!(
            "{} các đơn vị khẩn trương thực hiện, báo cáo kết quả kèm văn bản trước {}; {what} chưa thể hoàn \
             thành phải nêu rõ lý do, đề xuất thời hạn và chịu trách nhiệm trước Chủ tịch UBND tỉnh về việc chậm trễ.",
            letter.asking(org),
            dated(letter.answer_by(day)),
        )),
        paragraph(format!("{office} thông báo để các đơn vị biết, thực hiện.")),
    ];
    end(&mut body);
    body.push(Block::Appendix {
        title: format!("Danh sách {what} quá hạn"), of: format!("Tính đến {}", dated(day))
    });
    body.push(Block::Table { table: table(house, case_type, urged, now) });
    let to = if let [Urged { unit: Some(_), name, .. }] = urged { Some(name.as_str()) } else { None };
    let mut addressees: Vec<String> = urged.iter().filter(|u| u.unit.is_some()).map(|u| u.name.clone()).collect();
    if addressees.len() > ADDRESSEES_MAX {
        addressees =
            vec!["Thủ trưởng các sở, ban, ngành; Chủ tịch UBND cấp huyện, cấp xã có tên tại Phụ lục".to_owned()];
    }
    Some(Document {
        letterhead: letter.letterhead(org, room_for_date(day)),
        kind: String::new(),
        subject: letter.subject(to, true),
        addressees,
        body,
        signature: Some(letter.signature(org, day)),
        countersigned: None,
        recipients: letter.recipients,
        sheet: Sheet::A4,
        landscape: false,
        made: made(day),
        source: format!("Lập lúc {}.", now.print_vn()),
    })
}

/// Addressees that are named one by one.
const ADDRESSEES_MAX: usize = 10;

fn table(house: &House, case_type: &CaseType, urged: &[Urged], now: Instant) -> Table {
    let columns = vec![
        column(6, Side::Centre),
        column(14, Side::Left),
        column(45, Side::Left),
        column(13, Side::Centre),
        column(15, Side::Left),
    ];
    let mut rows = Vec::new();
    let mut number = 0;
    for each in urged {
        let name = format!("{} ({})", each.name, number_vn(length(each.cases.len())));
        let cells = vec![Cell::default(), Cell::default(), Cell::text(name), Cell::default(), Cell::default()];
        rows.push(Row { strong: true, cells });
        for case in &each.cases {
            number += 1;
            let clock = case.clock.as_ref();
            let due = clock.and_then(|c| c.due).map(|due| due.date().print_vn()).unwrap_or_default();
            let late = clock.map(|c| c.phrase(&house.calendar, now)).unwrap_or_default();
            rows.push(Row {
                strong: false,
                cells: vec![
                    running(number),
                    Cell::text(case.number_shown().to_owned()),
                    Cell::text(title(case_type, case)),
                    Cell::text(due),
                    Cell::text(capital(&late)),
                ],
            });
        }
    }
    Table { columns, head: heads(["STT", "Số", "Nội dung", "Hạn", "Tình trạng"]), rows }
}

fn length(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
