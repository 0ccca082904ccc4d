//! Reports and cases as files: PDF from the press that the server was given, workbooks with live sums.
//!
//! The period and position stand in the address, as with the pages. Not here: what the paper says (`office`), the press.

use axum::extract::{Path, Query as Asking, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use exchange::paper::{self, Document};
use exchange::sheet::Kind;
use office::papers;

use super::address::Pairs;
use super::answer::{self, Answer};
use super::paper::case_file;
use super::visitor::{Asked, Visitor, visit};
use super::{case_page, reports};
use crate::pages::Link;
use crate::state::AppState;

/// The word for PDF in an address.
const PDF: &str = "pdf";

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

/// The two files of a report whose page has this path and query.
pub fn links(visitor: &Visitor, path: &str, query: &str) -> Vec<Link> {
    let link = |label: &str, kind: &str| Link { label: label.to_owned(), href: format!("{path}/xuat/{kind}?{query}") };
    let pdf = visitor.state.press.as_ref().map(|_| link("PDF", PDF));
    pdf.into_iter().chain([link("Excel", Kind::Xlsx.extension())]).collect()
}

fn send(visitor: &Visitor, document: &Document, name: &str, kind: &str) -> Answer {
    let broken = |error: &str| answer::broken(error);
    let (bytes, media, way) = match (kind, &visitor.state.press) {
        (PDF, Some(press)) => (press(document).map_err(|e| broken(&e))?, "application/pdf", "inline"),
        ("xlsx", _) => (paper::book(document).map_err(|e| broken(&e.to_string()))?, Kind::Xlsx.media(), "attachment"),
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
