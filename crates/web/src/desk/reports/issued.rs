//! Issued reports: the list of them, the form that issues one, and each one compared with a new computation.
//!
//! Not here: computing, storing and comparing (office).

use axum::extract::{Path, Query as Asking, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
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
    may_issue(&visitor.viewer.actor).then(|| Link { label: "Phát hành".to_owned(), href })
}

fn name(visitor: &Visitor, code: &str) -> String {
    let found = visitor.house().catalogue().ok().and_then(|c| c.reports.get(code).map(|r| r.name.clone()));
    found.unwrap_or_else(|| code.to_owned())
}

fn listed(visitor: &Visitor) -> Answer {
    let all = visitor.state.office.issued_reports().map_err(|fail| Refused(visitor, fail))?;
    let row = |(position, at, key): &(u64, kernel::time::Instant, String)| {
        let (code, of) = key.split_once('/').unwrap_or((key, ""));
        let of = Period::parse(of).map_or_else(|| of.to_owned(), Period::name);
        Row {
            href: format!("{LIST}/{position}"),
            cells: vec![
                Cell::Text(name(visitor, code)),
                Cell::Text(of),
                Cell::When(moment(*at)),
                Cell::Number(read(*position)),
            ],
        }
    };
    let column = |label: &str, wide: bool| Column { label: label.to_owned(), wide, ..Column::default() };
    let start = Link { label: "Phát hành báo cáo".to_owned(), href: FORM.to_owned() };
    let starts: Vec<Link> = may_issue(&visitor.viewer.actor).then_some(start).into_iter().collect();
    answer::ok(&RegisterPage {
        heading: "Báo cáo đã phát hành".to_owned(),
        english: "Issued reports".to_owned(),
        sentence: "Văn bản của mỗi báo cáo nằm trong sổ cái; mở ra là được tính lại và so từng byte.".to_owned(),
        columns: vec![
            column("Báo cáo", true),
            column("Kỳ", false),
            column("Phát hành lúc", false),
            Column { number: true, ..column("Vị trí sổ cái", false) },
        ],
        rows: all.iter().map(row).collect(),
        count: Count { text: format!("{} báo cáo", all.len()), exact_href: None },
        empty: Empty {
            why: "Chưa có báo cáo nào được phát hành. Chánh Văn phòng, Phó Chánh Văn phòng phát hành báo cáo."
                .to_owned(),
            ways: starts.clone(),
        },
        starts: if all.is_empty() { Vec::new() } else { starts },
        ..RegisterPage::bare(visitor.frame("Báo cáo đã phát hành"))
    })
}

/// The form; `wrong` says why the last attempt came to nothing.
fn filled(visitor: &Visitor, pairs: &Pairs, wrong: Option<String>) -> Answer {
    if !may_issue(&visitor.viewer.actor) {
        return Err(visitor.sorry(403).into());
    }
    let catalogue = visitor.house().catalogue()?;
    let chosen = super::get(pairs, "bao-cao").unwrap_or(ANNUAL);
    let choices = catalogue.reports.values().map(|r| fields::choice(r.code.as_str(), &r.name, chosen)).collect();
    let groups = vec![ChoiceGroup { label: String::new(), choices }];
    let mut all = vec![fields::field("bao-cao", "bao-cao", "Báo cáo", Input::Choice { groups })];
    let of = period(pairs, last_year(visitor)).ok_or_else(|| visitor.missing())?;
    all.extend(pages::periods(visitor, of));
    all.iter_mut().for_each(|field| field.required = true);
    let newest = visitor.state.office.issued_reports().map_err(|fail| Refused(visitor, fail))?;
    let newest = newest.first().map_or(0, |(position, ..)| *position).to_string();
    let hidden = [("csrf", visitor.csrf.as_str()), ("sau", &newest)];
    let status =
        if wrong.is_some() { axum::http::StatusCode::UNPROCESSABLE_ENTITY } else { axum::http::StatusCode::OK };
    let shown = FormPage {
        frame: visitor.frame("Phát hành báo cáo"),
        back: Some(Link { label: "Báo cáo đã phát hành".to_owned(), href: LIST.to_owned() }),
        heading: "Phát hành báo cáo".to_owned(),
        english: "Issue a report".to_owned(),
        intro: "Số liệu được tính đến lúc bấm nút, ghi cả văn bản vào sổ cái và không sửa được nữa. Báo cáo mà các kiểm tra \
                chưa khớp thì không phát hành được."
            .to_owned(),
        problems: wrong.map(|text| Problem { field_id: String::new(), text }).into_iter().collect(),
        action: LIST.to_owned(),
        hidden: hidden.map(|(name, value)| Hidden { name: name.to_owned(), value: value.to_owned() }).to_vec(),
        groups: vec![(String::new(), all)],
        submit: "Phát hành".to_owned(),
        cancel: LIST.to_owned(),
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
        return filled(visitor, &pairs, Some(format!("Kỳ {} chưa hết, chưa phát hành được.", of.name())));
    }
    match office.issue(code, of, actor, visitor.now(), visitor.state.seed()) {
        Ok(done) => Ok(answer::see(&format!("{LIST}/{}", done.position))),
        Err(fail @ office::reports::ReportFail::Refused { .. }) => filled(visitor, &pairs, Some(fail.vi())),
        Err(fail) => Err(Refused(visitor, fail).into()),
    }
}

fn verified_page(visitor: &Visitor, verified: &Verified) -> Result<ReportPage, Stop> {
    let Issued { position, at, by, code, period, as_of, text } = &verified.issued;
    let refused = |fail| Refused(visitor, fail);
    let held = visitor.state.office.as_of(Some(*as_of)).map_err(refused)?;
    let mut page = if *code == *ANNUAL {
        pages::annual(visitor, &held.annual(*period).map_err(refused)?, true)?
    } else {
        pages::form(visitor, &held.form(code.as_str(), *period).map_err(refused)?, true)?
    };
    let digest = office::sha256_hex(text.as_bytes());
    let org = visitor.house().org();
    page.back = Some(Link { label: "Báo cáo đã phát hành".to_owned(), href: LIST.to_owned() });
    page.select_fields = Vec::new();
    page.official.extend([
        ("Phát hành".to_owned(), format!("{}, {}", at.print_vn(), org.person_name(by))),
        ("Vị trí sổ cái".to_owned(), read(*position)),
    ]);
    page.checks.insert(
        0,
        Check {
            rule: format!("Tính lại từ sổ cái tại vị trí {} trùng từng byte với văn bản đã phát hành.", read(*as_of)),
            holds: verified.is_equal(),
            detail: format!("SHA-256 {digest}"),
        },
    );
    page.frame.notices.push(if verified.is_equal() {
        let text = format!("Vừa tính lại từ sổ cái tại vị trí {}: đúng văn bản đã phát hành.", read(*as_of));
        Notice { tone: NoticeTone::Done, text }
    } else {
        let text = "Tính lại không ra đúng văn bản đã phát hành. Xin báo quản trị chạy `minhbach replay`.".to_owned();
        Notice { tone: NoticeTone::Problem, text }
    });
    page.exports = vec![Link { label: "Văn bản gốc".to_owned(), href: format!("{LIST}/{position}/goc") }];
    Ok(page)
}
