//! Report pages: the annual report in prose, forms as tables, and the records behind each figure as a register.
//!
//! The period and the ledger position stand in the address, so that a link shows the same figures for ever. Not here:
//! counting (office).

pub mod issued;
mod pages;
mod records;

use axum::extract::{Path, Query as Asking, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use kernel::catalogue::case_type::CaseType;
use kernel::catalogue::report::Report;
use office::reports::{Annual, Form, Length, Period, Reckoning, ReportFail};

use super::address::{Pairs, get};
use super::answer::{self, Stop};
use super::api;
use super::visitor::{Asked, Visitor, visit};
use super::words::{capital, query_string};
use crate::pages::ErrorPage;
use crate::state::AppState;
use crate::tongue::Tongue;

/// Records on a page.
const RECORDS_SHOWN: u32 = 50;
/// The first year that the selector offers.
const YEAR_FIRST: i32 = 2019;

/// Why a report page is not shown.
impl From<Refused<'_>> for Stop {
    fn from(refused: Refused<'_>) -> Self {
        let Refused(visitor, fail) = refused;
        let status = match &fail {
            ReportFail::Broken(error) => return Self::Broken(error.to_string()),
            ReportFail::Refused { .. } => 422,
            _ => 404,
        };
        let tongue = visitor.tongue;
        let mut page = ErrorPage::usual(visitor.frame(&tongue.say("report-title")), status);
        page.why = tongue.pick(fail.vi(), fail.en());
        page.steps = Vec::new();
        page.ways = vec![answer::home(tongue)];
        answer::page(StatusCode::from_u16(status).unwrap_or(StatusCode::NOT_FOUND), &page).into()
    }
}

struct Refused<'a>(&'a Visitor, ReportFail);

/// `GET /bao-cao/nam`: the selector; leads to the address of the report.
pub async fn choose(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let period = period(&pairs, last_year(visitor)).ok_or_else(|| visitor.missing())?;
        Ok(answer::see(&annual_href(period, position(&pairs))))
    })
    .await
}

/// `GET /bao-cao/nam/{year}`
pub async fn annual(
    State(state): State<AppState>,
    Path(year): Path<String>,
    Asking(pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    visit(state, asked, move |visitor| {
        let report = annual_of(visitor, &year, &pairs)?;
        answer::ok(&pages::annual(visitor, &report, position(&pairs).is_some())?)
    })
    .await
}

/// `GET /api/reports/annual/{year}`
pub async fn annual_json(
    State(state): State<AppState>,
    Path(year): Path<String>,
    Asking(pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    let response = visit(state, asked, move |visitor| {
        let period = named(&pairs, &year).ok_or_else(|| api::error(StatusCode::NOT_FOUND, "no such period"))?;
        let told = visitor.state.office.as_of(position(&pairs)).and_then(|as_of| as_of.annual(period));
        let json = match told {
            Ok(report) => report.json().map_err(|e| Stop::Broken(e.to_string()))?,
            Err(ReportFail::Broken(error)) => return Err(error.into()),
            Err(fail) => return Ok(api::error(StatusCode::UNPROCESSABLE_ENTITY, &fail.to_string())),
        };
        Ok(([(CONTENT_TYPE, "application/json")], json).into_response())
    })
    .await;
    api::guarded(response)
}

/// `GET /bao-cao/bieu/{code}`
pub async fn form(
    State(state): State<AppState>,
    Path(code): Path<String>,
    Asking(pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    visit(state, asked, move |visitor| {
        let form = form_of(visitor, &code, &pairs)?;
        answer::ok(&pages::form(visitor, &form, position(&pairs).is_some())?)
    })
    .await
}

/// `GET /bao-cao/nam/{year}/so-lieu/{what}`
pub async fn annual_records(
    State(state): State<AppState>,
    Path((year, what)): Path<(String, String)>,
    Asking(mut pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    if !pairs.iter().any(|(k, _)| k == "ky") {
        pairs.push(("ky".to_owned(), year));
    }
    visit(state, asked, move |visitor| records::records(visitor, &what, &pairs)).await
}

/// `GET /bao-cao/nam/{year}/so-lieu/{what}/xuat/{kind}`
pub async fn annual_records_file(
    State(state): State<AppState>,
    Path((year, what, kind)): Path<(String, String, String)>,
    Asking(mut pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    if !pairs.iter().any(|(k, _)| k == "ky") {
        pairs.push(("ky".to_owned(), year));
    }
    visit(state, asked, move |visitor| records::file(visitor, &what, &pairs, &kind)).await
}

/// `GET /bao-cao/so-lieu/{what}/xuat/{kind}`
pub async fn form_records_file(
    State(state): State<AppState>,
    Path((what, kind)): Path<(String, String)>,
    Asking(pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    visit(state, asked, move |visitor| records::file(visitor, &what, &pairs, &kind)).await
}

/// `GET /bao-cao/so-lieu/{what}`
pub async fn form_records(
    State(state): State<AppState>,
    Path(what): Path<String>,
    Asking(pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    visit(state, asked, move |visitor| records::records(visitor, &what, &pairs)).await
}

fn position(pairs: &Pairs) -> Option<u64> {
    get(pairs, "vi-tri").and_then(|n| n.replace('.', "").parse().ok())
}

/// The period of an address: by its key, or by year, length and reckoning as the selector sends them.
fn period(pairs: &Pairs, otherwise: Option<Period>) -> Option<Period> {
    if let Some(key) = get(pairs, "ky") {
        return Period::parse(key);
    }
    let Some(year) = get(pairs, "nam") else { return otherwise };
    let mut key = year.to_owned();
    if let Some(length) = get(pairs, "do-dai").filter(|l| *l != "nam") {
        key = format!("{key}-{length}");
    }
    if get(pairs, "cach") == Some("nd09") {
        key.push_str("-nd09");
    }
    Period::parse(&key)
}

/// The period of an annual address; the key must be of the year in the path.
fn named(pairs: &Pairs, year: &str) -> Option<Period> {
    let of_year = Period::parse(year).filter(|p| p.length() == Length::Year);
    period(pairs, of_year).filter(|p| of_year.is_some_and(|y| y.year() == p.year()))
}

/// The annual report of an address.
pub fn annual_of(visitor: &Visitor, year: &str, pairs: &Pairs) -> Result<Annual, Stop> {
    let period = named(pairs, year).ok_or_else(|| visitor.missing())?;
    let as_of = visitor.state.office.as_of(position(pairs));
    Ok(as_of.and_then(|as_of| as_of.annual(period)).map_err(|fail| Refused(visitor, fail))?)
}

/// The form of an address.
pub fn form_of(visitor: &Visitor, code: &str, pairs: &Pairs) -> Result<Form, Stop> {
    let period = period(pairs, last_month(visitor)).ok_or_else(|| visitor.missing())?;
    let as_of = visitor.state.office.as_of(position(pairs));
    Ok(as_of.and_then(|as_of| as_of.form(code, period)).map_err(|fail| Refused(visitor, fail))?)
}

/// The last year that is over.
fn last_year(visitor: &Visitor) -> Option<Period> {
    Period::new(visitor.now().date().year() - 1, Length::Year, Reckoning::Calendar)
}

/// The last month that is over.
fn last_month(visitor: &Visitor) -> Option<Period> {
    let before = visitor.now().date().add_months(-1);
    Period::new(before.year(), Length::Month(before.month()), Reckoning::Calendar)
}

fn annual_href(period: Period, position: Option<u64>) -> String {
    let at = position.map(|p| p.to_string());
    let key = period.key();
    let mut pairs = vec![("ky", key.as_str())];
    pairs.extend(at.as_deref().map(|at| ("vi-tri", at)));
    format!("/bao-cao/nam/{}?{}", period.year(), query_string(&pairs))
}

/// The reports of the navigation: name, English name, address.
pub fn nav(visitor: &Visitor) -> Vec<(String, String, String)> {
    let Ok(catalogue) = visitor.house().catalogue() else { return Vec::new() };
    let counted = |report: &Report| {
        let first = report.columns.first().and_then(|column| column.counts.first());
        let of = |t: &&std::sync::Arc<CaseType>| t.indicators.iter().any(|i| first.is_some_and(|f| f.code == i.code));
        catalogue.types.values().find(of).map(|t| capital(&t.name)).unwrap_or_default()
    };
    let tongue = visitor.tongue;
    let entry = |report: &std::sync::Arc<Report>| {
        if report.columns.is_empty() {
            let year = last_year(visitor).map(|p| p.year())?;
            let (label, english) = (tongue.say("frame-nav-annual"), tongue.aside("frame-nav-annual"));
            return Some((label, english, format!("/bao-cao/nam/{year}")));
        }
        let label = if report.form.is_empty() {
            let args = [("counted", counted(report).into()), ("rows", report.rows.to_lowercase().into())];
            tongue.pick(tongue.tell("report-counted-by", &args), report.name_en.clone())
        } else {
            tongue.tell("report-form", &[("form", report.form.as_str().into())])
        };
        let english = tongue.pick(report.name_en.clone(), String::new());
        Some((label, english, format!("/bao-cao/bieu/{}", report.code)))
    };
    let issued = (tongue.say("frame-nav-issued"), tongue.aside("frame-nav-issued"), "/bao-cao/phat-hanh".to_owned());
    catalogue.reports.values().filter_map(entry).chain([issued]).collect()
}

fn read(tongue: Tongue, n: u64) -> String {
    tongue.number(i64::try_from(n).unwrap_or(i64::MAX))
}

/// The answer where something cannot be counted.
pub fn refused(visitor: &Visitor, fail: ReportFail) -> Stop {
    Refused(visitor, fail).into()
}
