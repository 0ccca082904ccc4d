//! Reports and cases as files: PDF from the press that the server was given, workbooks with live sums.
//!
//! The period and position stand in the address, as with the pages. Not here: what the paper says (`office`), the press.

use axum::extract::{Path, Query as Asking, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use exchange::paper::{self, Document};
use exchange::sheet::Kind;
use kernel::catalogue::case_type::CaseType;
use office::papers::{self, ROWS_PRINTED_MAX};
use office::views::register::Query;

use super::address::Pairs;
use super::answer::{self, Answer, Stop};
use super::leaders::{task, urges};
use super::paper::case_file;
use super::visitor::{Asked, Visitor, visit};
use super::{address, case_page, reports};
use crate::pages::{ErrorPage, Link};
use crate::state::{AppState, PressFail};
use crate::tongue::id;

/// The word for PDF in an address.
pub const PDF: &str = "pdf";
/// Rows read in one go.
const ROWS_AT_ONCE: u64 = 1_000;

/// `GET /bao-cao/nam/{year}/xuat/{kind}`
pub async fn annual(
    State(state): State<AppState>,
    Path((year, kind)): Path<(String, String)>,
    Asking(pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    visit(state, asked, move |visitor| {
        let report = reports::annual_of(visitor, &year, &pairs)?;
        let document = papers::annual(&report, visitor.house().org(), visitor.now().date());
        send(visitor, &document, &format!("bao-cao-nam-{}", report.period.key()), &kind)
    })
    .await
}

/// `GET /bao-cao/bieu/{code}/xuat/{kind}`
pub async fn form(
    State(state): State<AppState>,
    Path((code, kind)): Path<(String, String)>,
    Asking(pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    visit(state, asked, move |visitor| {
        let form = reports::form_of(visitor, &code, &pairs)?;
        let document = papers::form(&form, visitor.house().org(), visitor.now().date());
        send(visitor, &document, &format!("bieu-{}-{}", form.code, form.period.key()), &kind)
    })
    .await
}

/// `GET /ho-so/{id}/in`
pub async fn case(State(state): State<AppState>, Path(id): Path<String>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let view = case_page::load(visitor, &id, true)?;
        let document = case_file(visitor.house(), &view, visitor.now());
        send(visitor, &document, &format!("ho-so-{}", view.case.id), PDF)
    })
    .await
}

/// The list at an address, on paper.
pub fn list(visitor: &Visitor, case_type: &CaseType, pairs: &Pairs, kind: &str) -> Answer {
    if kind != PDF || visitor.state.press.is_none() {
        return Err(visitor.missing());
    }
    let query = Query { rows: ROWS_AT_ONCE, ..address::read(case_type, visitor.house().org(), pairs).0 };
    let mut cases = Vec::new();
    visitor.state.office.register_rows(&visitor.viewer, &query, &mut |line| {
        cases.push(line.case);
        cases.len() <= ROWS_PRINTED_MAX
    })?;
    if cases.len() > ROWS_PRINTED_MAX {
        return Ok(too_long(visitor));
    }
    let document = papers::list(visitor.house(), case_type, &cases, visitor.now());
    send(visitor, &document, &format!("{}-{}", case_type.code, visitor.now().date()), kind)
}

/// More rows than paper takes.
fn too_long(visitor: &Visitor) -> Response {
    let tongue = visitor.tongue;
    let page = ErrorPage {
        why: tongue.tell("answer-long-list", &[("rows", ROWS_PRINTED_MAX.into())]),
        steps: vec![tongue.say("answer-long-list-filter")],
        ..ErrorPage::usual(visitor.frame(&tongue.say("answer-title-not-printed")), 422)
    };
    answer::page(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Many ask for the same at once; what to say of it.
pub fn busy(visitor: &Visitor, why: &'static str) -> Response {
    let tongue = visitor.tongue;
    let page = ErrorPage {
        heading: tongue.say("answer-busy"),
        english: tongue.aside("answer-busy"),
        why: tongue.say(why),
        steps: vec![tongue.say("answer-busy-again")],
        ..ErrorPage::usual(visitor.frame(&tongue.say("answer-title-refused")), 503)
    };
    answer::page(StatusCode::SERVICE_UNAVAILABLE, &page)
}

/// `GET /don-doc/in?don-vi=`: the letter to a unit, or to all of them, with the list of what is past its deadline.
pub async fn urging(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        if !urges(visitor) {
            return Err(visitor.sorry(403).into());
        }
        let of = task(visitor)?;
        let unit =
            pairs.iter().find(|(name, value)| name == "don-vi" && !value.is_empty()).map(|(_, unit)| unit.as_str());
        let urged = papers::overdue(&visitor.state.office, &visitor.viewer, &of.code, unit)?.unwrap_or_default();
        if papers::too_long(&urged) {
            return Ok(too_long(visitor));
        }
        let letter = papers::urging(&visitor.viewer, &of, &urged, visitor.now()).filter(|_| !urged.is_empty());
        let Some(document) = letter else { return Err(visitor.missing()) };
        let name = unit.map_or_else(|| "don-doc".to_owned(), |unit| format!("don-doc-{unit}"));
        send(visitor, &document, &name, PDF)
    })
    .await
}

/// The two files of a report whose page has this path and query.
pub fn links(visitor: &Visitor, path: &str, query: &str) -> Vec<Link> {
    let link = |label: &str, kind: &str| Link { label: label.to_owned(), href: format!("{path}/xuat/{kind}?{query}") };
    let pdf = visitor.state.press.as_ref().map(|_| link("PDF", PDF));
    pdf.into_iter().chain([link("Excel", Kind::Xlsx.extension())]).collect()
}

/// A document as a file of this kind.
///
/// # Errors
/// When it cannot be printed, or there is no such kind.
pub fn send(visitor: &Visitor, document: &Document, name: &str, kind: &str) -> Answer {
    let (bytes, media, way) = match (kind, &visitor.state.press) {
        (PDF, Some(press)) => match press(document) {
            Ok(file) => (file, "application/pdf", "inline"),
            Err(PressFail::Busy) => return Ok(busy(visitor, id("answer-press-busy"))),
            Err(PressFail::Broken(cause)) => return Err(Stop::Broken(cause)),
        },
        ("xlsx", _) => {
            (paper::book(document).map_err(|e| Stop::Broken(e.to_string()))?, Kind::Xlsx.media(), "attachment")
        }
        _ => return Err(visitor.missing()),
    };
    let mut response = Response::new(bytes.into());
    let set = [
        (CONTENT_TYPE, media.to_owned()),
        (CONTENT_DISPOSITION, format!("{way}; filename=\"{name}.{kind}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    let headers = response.headers_mut();
    headers.extend(set.into_iter().filter_map(|(name, value)| Some((name, HeaderValue::from_str(&value).ok()?))));
    Ok(response)
}
