//! Issued reports: the list of them, the form that issues one, and each one compared with a new computation.
//!
//! Not here: computing, storing and comparing (office).

use axum::extract::{Path, Query as Asking, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use kernel::catalogue::report::Report;
use office::reports::{ANNUAL, Issued, Period, Verified, may_issue};

use super::{Refused, last_year, pages, period, read};
use crate::desk::address::Pairs;
use crate::desk::answer::{self, Answer, Stop};
use crate::desk::fields;
use crate::desk::posted::Posted;
use crate::desk::visitor::{Asked, Visitor, visit, visit_with};
use crate::desk::words::moment;
use crate::pages::{
    Cell, Check, ChoiceGroup, Column, Count, Empty, FormPage, Hidden, Input, Link, Notice, NoticeTone, Problem,
    RegisterPage, ReportPage, Row,
};
use crate::state::AppState;

/// The list, and where the form is sent.
const LIST: &str = "/bao-cao/phat-hanh";
/// The form.
const FORM: &str = "/bao-cao/phat-hanh/moi";

/// `GET /bao-cao/phat-hanh`
pub async fn list(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, listed).await
}

/// `GET /bao-cao/phat-hanh/moi`
pub async fn form(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| filled(visitor, &pairs, None)).await
}

/// `POST /bao-cao/phat-hanh`
pub async fn issue(State(state): State<AppState>, asked: Asked, posted: Posted) -> Response {
    visit_with(state, asked, posted, issued).await
}

/// `GET /bao-cao/phat-hanh/{position}`
pub async fn show(State(state): State<AppState>, Path(position): Path<u64>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let verified = visitor.state.office.verify_issued(position).map_err(|fail| Refused(visitor, fail))?;
        answer::ok(&verified_page(visitor, &verified)?)
    })
    .await
}

/// `GET /bao-cao/phat-hanh/{position}/goc`: the text as it was issued, byte for byte.
pub async fn text(State(state): State<AppState>, Path(position): Path<u64>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let issued = visitor.state.office.issued(position).map_err(|fail| Refused(visitor, fail))?;
        Ok(([(CONTENT_TYPE, "application/json")], issued.text).into_response())
    })
    .await
}

/// Where a report of a period is issued, for those who may.
pub(super) fn way(visitor: &Visitor, code: &str, period: Period) -> Option<Link> {
    let href = format!("{FORM}?bao-cao={code}&ky={}", period.key());
    may_issue(&visitor.viewer.actor).then(|| Link { label: visitor.tongue.say("report-issue"), href })
}

fn name(visitor: &Visitor, code: &str) -> String {
    let found = visitor
        .house()
        .catalogue()
        .ok()
        .and_then(|c| c.reports.get(code).map(|r| visitor.tongue.name_of(&r.name, &r.name_en).to_owned()));
    found.unwrap_or_else(|| code.to_owned())
}

fn listed(visitor: &Visitor) -> Answer {
    let tongue = visitor.tongue;
    let all = visitor.state.office.issued_reports().map_err(|fail| Refused(visitor, fail))?;
    let row = |(position, at, key): &(u64, kernel::time::Instant, String)| {
        let (code, of) = key.split_once('/').unwrap_or((key, ""));
        let of = Period::parse(of).map_or_else(|| of.to_owned(), |of| tongue.pick(of.name(), of.name_en()));
        Row {
            href: format!("{LIST}/{position}"),
            cells: vec![
                Cell::Text(name(visitor, code)),
                Cell::Text(of),
                Cell::When(moment(*at)),
                Cell::Number(read(tongue, *position)),
            ],
        }
    };
    let column = |label: String, wide: bool| Column { label, wide, ..Column::default() };
    let start = Link { label: tongue.say("report-issue-one"), href: FORM.to_owned() };
    let starts: Vec<Link> = may_issue(&visitor.viewer.actor).then_some(start).into_iter().collect();
    answer::ok(&RegisterPage {
        heading: tongue.say("frame-nav-issued"),
        english: tongue.aside("frame-nav-issued"),
        sentence: tongue.say("report-issued-why"),
        columns: vec![
            column(tongue.say("report-title"), true),
            column(tongue.say("report-period"), false),
            column(tongue.say("report-issued-at"), false),
            Column { number: true, ..column(tongue.say("report-position"), false) },
        ],
        rows: all.iter().map(row).collect(),
        count: Count { text: tongue.tell("report-issued-count", &[("n", all.len().into())]), exact_href: None },
        empty: Empty { why: tongue.say("report-none-issued"), ways: starts.clone() },
        starts: if all.is_empty() { Vec::new() } else { starts },
        ..RegisterPage::bare(visitor.frame(&tongue.say("frame-nav-issued")))
    })
}

/// The form; `wrong` says why the last attempt came to nothing.
fn filled(visitor: &Visitor, pairs: &Pairs, wrong: Option<String>) -> Answer {
    if !may_issue(&visitor.viewer.actor) {
        return Err(visitor.sorry(403).into());
    }
    let tongue = visitor.tongue;
    let catalogue = visitor.house().catalogue()?;
    let chosen = super::get(pairs, "bao-cao").unwrap_or(ANNUAL);
    let named = |r: &Report| fields::choice(r.code.as_str(), tongue.name_of(&r.name, &r.name_en), chosen);
    let choices = catalogue.reports.values().map(|r| named(r)).collect();
    let groups = vec![ChoiceGroup { label: String::new(), choices }];
    let mut all =
        vec![fields::field(tongue, "bao-cao", "bao-cao", &tongue.say("report-title"), Input::Choice { groups })];
    let of = period(pairs, last_year(visitor)).ok_or_else(|| visitor.missing())?;
    all.extend(pages::periods(visitor, of));
    all.iter_mut().for_each(|field| field.required = true);
    let newest = visitor.state.office.issued_reports().map_err(|fail| Refused(visitor, fail))?;
    let newest = newest.first().map_or(0, |(position, ..)| *position).to_string();
    let hidden = [("csrf", visitor.csrf.as_str()), ("sau", &newest)];
    let status =
        if wrong.is_some() { axum::http::StatusCode::UNPROCESSABLE_ENTITY } else { axum::http::StatusCode::OK };
    let shown = FormPage {
        frame: visitor.frame(&tongue.say("report-issue-one")),
        back: Some(Link { label: tongue.say("frame-nav-issued"), href: LIST.to_owned() }),
        heading: tongue.say("report-issue-one"),
        english: tongue.aside("report-issue-one"),
        intro: tongue.say("report-issue-why"),
        problems: wrong.map(|text| Problem { field_id: String::new(), text }).into_iter().collect(),
        action: LIST.to_owned(),
        hidden: hidden.map(|(name, value)| Hidden { name: name.to_owned(), value: value.to_owned() }).to_vec(),
        groups: vec![(String::new(), all)],
        in_rows: false,
        submit: tongue.say("report-issue"),
        cancel: LIST.to_owned(),
        ..FormPage::default()
    };
    Ok(answer::page(status, &shown))
}

fn issued(visitor: &Visitor, posted: &Posted) -> Answer {
    let actor = &visitor.viewer.actor;
    if !may_issue(actor) {
        return Err(visitor.sorry(403).into());
    }
    let sent = ["bao-cao", "nam", "do-dai", "cach", "ky"].map(|name| (name.to_owned(), posted.get(name).to_owned()));
    let pairs: Pairs = sent.to_vec();
    let of = period(&pairs, None).ok_or_else(|| visitor.missing())?;
    let code = posted.get("bao-cao");
    // A form sent twice leads to what it issued the first time.
    let seen: u64 = posted.get("sau").parse().unwrap_or(0);
    let office = &visitor.state.office;
    let key = format!("{code}/{}", of.key());
    let all = office.issued_reports().map_err(|fail| Refused(visitor, fail))?;
    if let Some((position, ..)) = all.iter().find(|(position, _, name)| *position > seen && *name == key) {
        return Ok(answer::see(&format!("{LIST}/{position}")));
    }
    if of.last() >= visitor.now().date() {
        return filled(
            visitor,
            &pairs,
            Some(
                visitor
                    .tongue
                    .tell("report-not-over", &[("period", visitor.tongue.pick(of.name(), of.name_en()).into())]),
            ),
        );
    }
    match office.issue(code, of, actor, visitor.now(), visitor.state.seed()) {
        Ok(done) => Ok(answer::see(&format!("{LIST}/{}", done.position))),
        Err(fail @ office::reports::ReportFail::Refused { .. }) => {
            filled(visitor, &pairs, Some(visitor.tongue.pick(fail.vi(), fail.en())))
        }
        Err(fail) => Err(Refused(visitor, fail).into()),
    }
}

fn verified_page(visitor: &Visitor, verified: &Verified) -> Result<ReportPage, Stop> {
    let Issued { position, at, by, code, period, as_of, text } = &verified.issued;
    let refused = |fail| Refused(visitor, fail);
    let tongue = visitor.tongue;
    let held = visitor.state.office.as_of(Some(*as_of)).map_err(refused)?;
    let mut page = if *code == *ANNUAL {
        pages::annual(visitor, &held.annual(*period).map_err(refused)?, true)?
    } else {
        pages::form(visitor, &held.form(code.as_str(), *period).map_err(refused)?, true)?
    };
    let digest = office::sha256_hex(text.as_bytes());
    let org = visitor.house().org();
    page.back = Some(Link { label: tongue.say("frame-nav-issued"), href: LIST.to_owned() });
    page.select_fields = Vec::new();
    page.official.extend([
        (tongue.say("report-issued"), format!("{}, {}", at.print_vn(), org.person_name(by))),
        (tongue.say("report-position"), read(tongue, *position)),
    ]);
    page.checks.insert(
        0,
        Check {
            rule: tongue.tell("report-equal-rule", &[("position", (*as_of).into())]),
            holds: verified.is_equal(),
            detail: format!("SHA-256 {digest}"),
        },
    );
    page.frame.notices.push(if verified.is_equal() {
        let text = tongue.tell("report-equal", &[("position", (*as_of).into())]);
        Notice { tone: NoticeTone::Done, text }
    } else {
        let text = tongue.say("report-unequal");
        Notice { tone: NoticeTone::Problem, text }
    });
    page.exports = vec![Link { label: tongue.say("report-original"), href: format!("{LIST}/{position}/goc") }];
    Ok(page)
}
