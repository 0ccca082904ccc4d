//! The receipt of a dossier (Thông tư 01/2018/TT-VPCP, Điều 9, mẫu 01) as it is handed out: a PDF with its square code and its proof
//! attached, and the proof alone.
//!
//! Not here: what proves it (`audit`), the page that checks it (`verify`), layout (`print`).

use audit::evidence::{ATTACHED_NAME, Receipt, to_hex, verify_receipt};
use axum::extract::{Path, Query as Asking, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use exchange::paper::{Block, Cell, Column, Document, Fact as Said, Head, Row, Sheet, Side, Signature, Table, square};
use kernel::case::Case;
use kernel::case::What;
use kernel::catalogue::case_type::{CaseType, FieldKind, FormRule};
use kernel::catalogue::procedure::Paper;
use office::evidence::ReceiptState;
use office::papers::{dated, letterhead, made};
use office::views::case::CaseView;
use translog::PublicKey;

use super::address::Pairs;
use super::answer::{self, Stop};
use super::case_page;
use super::printing::{PDF, send};
use super::verify::{PAGE, key};
use super::visitor::{Asked, Visitor, visit};
use super::words::{self, capital, case_href};
use crate::pages::{ErrorPage, Fact, Link};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// What of each paper is counted (mẫu 01).
const QUANTITIES: [&str; 3] = ["Bản chính", "Bản chứng thực", "Bản photo"];

/// The form of the catalogue that is the receipt.
const FORM: &str = "mau-01";
/// The word for A5 in an address.
const SMALL: &str = "a5";

/// The receipt's form, if cases of this type have one.
fn form(of: &CaseType) -> Option<&FormRule> {
    of.forms.iter().find(|form| form.code == *FORM)
}

/// What the page of a case says of it, once the case was accepted.
pub fn fact(visitor: &Visitor, case: &Case, of: &CaseType) -> Option<Fact> {
    let is_accepted = case.clock.is_some() && !case.numbers.is_empty() && case.erased.is_none();
    let form = form(of).filter(|_| is_accepted)?;
    let as_paper = visitor.state.press.is_some();
    let (way, label) = if as_paper { (PDF, id("receipt-print")) } else { ("json", id("receipt-proof")) };
    let href = format!("{}/giay-tiep-nhan/{way}", case_href(case.id));
    let small = || Link { label: visitor.tongue.say("receipt-small"), href: format!("{href}?kho={SMALL}") };
    Some(Fact {
        label: capital(&visitor.tongue.data(&form.name)),
        value: visitor.tongue.say(label),
        also: as_paper.then(small),
        href: Some(href),
        ..Fact::default()
    })
}

/// `GET /ho-so/{id}/giay-tiep-nhan/{kind}?kho=a5`
pub async fn hand_out(
    State(state): State<AppState>,
    Path((id, kind)): Path<(String, String)>,
    Asking(pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    visit(state, asked, move |visitor| {
        let view = case_page::load(visitor, &id, true)?;
        let is_small = pairs.iter().any(|(name, value)| name == "kho" && value == SMALL);
        let sheet = if is_small { Sheet::A5 } else { Sheet::A4 };
        let Some(form) = form(&view.case_type) else { return Err(visitor.missing()) };
        let receipt = match visitor.state.office.receipt(view.case.id)? {
            ReceiptState::Ready(receipt) => receipt,
            ReceiptState::NotYet => return Ok(not_yet(visitor)),
            ReceiptState::Erased { .. } | ReceiptState::None => return Err(visitor.missing()),
        };
        let json = serde_json::to_string_pretty(&*receipt).map_err(|e| Stop::Broken(e.to_string()))?;
        match kind.as_str() {
            PDF => {
                let key = key(&visitor.state)?;
                let leaf = verify_receipt(json.as_bytes(), &key).map_err(|e| Stop::Broken(e.en().to_owned()))?.leaf;
                let document = paper(visitor, &view, (form, &receipt, &json), (&to_hex(&leaf), &key), sheet);
                send(visitor, &document, &format!("giay-tiep-nhan-{}", view.case.id), PDF)
            }
            "json" => Ok(file(&receipt.number, json)),
            _ => Err(visitor.missing()),
        }
    })
    .await
}

/// Evidence as a file to save, named after `name`.
pub fn file(name: &str, json: String) -> Response {
    let mut response = Response::new(json.into());
    let safe: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let set = [
        (CONTENT_TYPE, "application/json".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{safe}.json\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    let headers = response.headers_mut();
    headers.extend(set.into_iter().filter_map(|(name, value)| Some((name, HeaderValue::from_str(&value).ok()?))));
    response
}

/// The dossier is accepted, its proof a matter of a second.
fn not_yet(visitor: &Visitor) -> Response {
    let tongue = visitor.tongue;
    let page = ErrorPage {
        heading: tongue.say("receipt-not-yet"),
        english: tongue.aside("receipt-not-yet"),
        why: tongue.say("receipt-not-yet-why"),
        steps: vec![tongue.say("receipt-not-yet-again")],
        ..ErrorPage::usual(visitor.frame(&tongue.say("receipt-not-yet")), 503)
    };
    answer::page(StatusCode::SERVICE_UNAVAILABLE, &page)
}

/// The address of this server as whoever asked knows it.
fn address(headers: &HeaderMap) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_here = host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
    format!("{}://{host}", if is_here { "http" } else { "https" })
}

fn paper(
    visitor: &Visitor,
    view: &CaseView,
    (form, receipt, json): (&FormRule, &Receipt, &str),
    (leaf, key): (&str, &PublicKey),
    sheet: Sheet,
) -> Document {
    let (house, now) = (visitor.house(), visitor.now());
    let base = address(&visitor.asked.headers);
    let query = words::query_string(&[("so", &receipt.number), ("la", leaf)]);
    let form_number = form.name.split(" – ").next().unwrap_or_default();
    let words = vec![
        format!("Quét mã để kiểm chứng giấy này tại {base}{PAGE}."),
        "Tệp PDF gốc mang theo bằng chứng: ai cũng kiểm chứng được mà không cần hỏi cơ quan.".to_owned(),
        format!("{form_number}, {}. Khóa của nhật ký công khai: {}.", form.basis, key.name()),
        format!("Mã băm của lá: {leaf}"),
    ];
    let mut body = vec![Block::Facts { facts: facts(visitor, view, receipt) }];
    body.extend(papers(visitor, view).map(|table| Block::Table { table }));
    body.extend(square(&format!("{base}{PAGE}?{query}"), words));
    body.push(Block::Attached {
        name: ATTACHED_NAME.to_owned(),
        media: "application/json".to_owned(),
        about: "Bằng chứng của giấy tiếp nhận trong nhật ký công khai".to_owned(),
        text: json.to_owned(),
    });
    let taken_by = view.events.iter().find(|told| told.position == receipt.numbered.position);
    let taken_by = taken_by.map(|told| house.org().person_name(&told.event.by).to_owned());
    Document {
        letterhead: letterhead(house.org(), "", dated(now.date())),
        kind: form.name.split(" – ").last().unwrap_or(&form.name).to_owned(),
        subject: format!("Mã hồ sơ: {}", receipt.number),
        addressees: Vec::new(),
        body,
        recipients: Vec::new(),
        signature: Some(Signature {
            lines: vec!["NGƯỜI TIẾP NHẬN HỒ SƠ".to_owned()],
            name: taken_by.unwrap_or_default(),
        }),
        countersigned: Some(Signature { lines: vec!["NGƯỜI NỘP HỒ SƠ".to_owned()], name: String::new() }),
        sheet,
        landscape: false,
        made: made(now.date()),
        source: format!("In lúc {}.", now.print_vn()),
    }
}

/// What the form asks for, as it was said when the dossier was opened.
fn facts(visitor: &Visitor, view: &CaseView, receipt: &Receipt) -> Vec<Said> {
    let (case, of, house) = (&view.case, &view.case_type, visitor.house());
    let mut out = Vec::new();
    let mut said = |label: &str, value: String| {
        if !value.is_empty() {
            out.push(Said { label: capital(label), value });
        }
    };
    let opening = view.events.iter().find_map(|told| match &told.event.what {
        What::Opened { fields, .. } => Some((fields, &told.event.private.fields)),
        _ => None,
    });
    if let (Some((plain, sealed)), Ok(catalogue)) = (opening, house.version(case.catalogue)) {
        for field in &of.fields {
            if let Some(value) = plain.get(&field.code).or_else(|| sealed.get(&field.code)) {
                said(&field.name, words::value(Tongue::Vi, field, value, catalogue, house.org()));
            }
        }
    }
    if !case.files.is_empty() {
        said("Tệp nộp kèm", case.files.len().to_string());
    }
    if let Some(lead) = &case.lead {
        said("Đơn vị giải quyết", house.org().unit_name(lead).to_owned());
    }
    let limit = case.clock.as_ref().and_then(|clock| clock.limit).map(|limit| limit.vi().to_owned());
    said("Thời gian giải quyết theo quy định", limit.unwrap_or_default());
    said("Thời gian nhận hồ sơ", hour_and_day(&receipt.at.to_string()));
    let due = receipt.due.map(|due| hour_and_day(&due.to_string()));
    said("Thời gian trả kết quả", due.unwrap_or_else(|| "không ấn định".to_owned()));
    out
}

/// The papers that the procedure asks for. How many of each were handed in is written by hand: it is not recorded, and
/// what was not recorded is not printed.
fn papers(visitor: &Visitor, view: &CaseView) -> Option<Table> {
    let catalogue = visitor.house().version(view.case.catalogue).ok()?;
    let field = view.case_type.fields.iter().find(|field| field.kind == FieldKind::Procedure)?;
    let code = view.case.value(field.code.as_str())?.plain();
    let asked = &catalogue.procedures.get(code.as_str())?.papers;
    let head = |text: &str, columns, rows| Head { text: text.to_owned(), columns, rows };
    let sides = [(6, Side::Centre), (48, Side::Left), (15, Side::Centre), (16, Side::Centre), (15, Side::Centre)];
    let row = |(nth, paper): (usize, &Paper)| Row {
        strong: false,
        cells: [nth.to_string(), wanted(paper)]
            .into_iter()
            .chain(QUANTITIES.map(|_| String::new()))
            .map(Cell::text)
            .collect(),
    };
    (!asked.is_empty()).then(|| Table {
        columns: sides.map(|(width, side)| Column { width, side }).into(),
        head: vec![
            vec![head("TT", 1, 2), head("Thành phần hồ sơ", 1, 2), head("Số lượng đã nhận (bản)", 3, 1)],
            QUANTITIES.map(|text| head(text, 1, 1)).into(),
        ],
        rows: (1..).zip(asked).map(row).collect(),
    })
}

/// A paper as the procedure wants it: "Đơn đề nghị (cần: 1 bản chính)".
fn wanted(paper: &Paper) -> String {
    let counts = [(paper.originals, "bản chính"), (paper.copies, "bản sao")];
    let said: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if said.is_empty() { paper.name.clone() } else { format!("{} (cần: {})", paper.name, said.join(", ")) }
}

/// `2023-03-01T08:05` as the form has it: "08 giờ 05 phút, ngày 01/03/2023".
fn hour_and_day(minute: &str) -> String {
    let parts: Vec<&str> = minute.split(['-', 'T', ':']).collect();
    match parts.as_slice() {
        [year, month, day, hour, minute, ..] => format!("{hour} giờ {minute} phút, ngày {day}/{month}/{year}"),
        _ => minute.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_the_form_has_them() {
        assert_eq!(hour_and_day("2023-03-01T08:05"), "08 giờ 05 phút, ngày 01/03/2023");
    }

    #[test]
    fn a_code_of_a_usual_address_can_be_read_by_a_cheap_phone() {
        let number = "000.00.28.H56-230301-0001";
        let query = words::query_string(&[("so", number), ("la", &"0".repeat(64))]);
        let text = format!("https://dichvucong.thanhhoa.gov.vn{PAGE}?{query}");
        assert!(text.len() <= exchange::paper::SQUARE_BYTES_MAX, "{} bytes", text.len());
    }
}
