//! Erasing a case by law: the form that says what goes and what stays, and the list of what was erased. Whoever administers
//! need not be able to read a case to erase it: then the form names it by number and kind alone.
//!
//! Not here: who may and when (kernel), what is destroyed (ledger).

use axum::extract::{Path, Query as Asking, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::case::{Case, Refusal};
use kernel::org::may_administer;
use office::{ErasedCase, Erasure, Fail};
use uuid::Uuid;

use super::super::acts::{done_with, unlucky};
use super::super::address::Pairs;
use super::super::answer::{self, Answer, Stop, see};
use super::super::fields;
use super::super::posted::Posted;
use super::super::story;
use super::super::visitor::{Asked, Visitor, visit, visit_with};
use super::super::words::{self, case_href, kind_name, query_string};
use super::forms::with_note;
use super::read::Wrong;
use super::{PAGE_ROWS, count, guard, heads, link, looks_after, up};
use crate::pages::{
    AdminCell, AdminPage, AdminRow, AdminTable, ErrorPage, Field, FormPage, Frame, Hidden, Input, Link, Notice,
    NoticeTone, Problem,
};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// The list of what was erased.
pub const PAGE: &str = "/quan-tri/xoa-theo-luat";
/// Where the database is rewritten, so that no unused page of it holds what was erased.
pub const REWRITE: &str = "/quan-tri/xoa-theo-luat/viet-lai";

/// Says in the address of the list that the database was just rewritten.
const REWRITTEN: &str = "da-viet-lai";

/// What an erasure destroys.
const GONE: [&str; 4] =
    [id("erasing-gone-texts"), id("erasing-gone-title"), id("erasing-gone-files"), id("erasing-gone-key")];
/// What it leaves.
const STAYS: [&str; 4] =
    [id("erasing-stays-course"), id("erasing-stays-figures"), id("erasing-stays-proofs"), id("erasing-stays-ground")];
/// What whoever does it should know.
const KNOW: [&str; 3] = [id("erasing-know-final"), id("erasing-know-backups"), id("erasing-know-rewrite")];

/// Address of the form that erases a case.
pub fn form_of(case: Uuid) -> String {
    format!("{}/xoa", case_href(case))
}

/// How a case is called where its contents are not shown: its number, else its identity.
fn called(case: &Case) -> String {
    let number = words::number(case);
    if number.is_empty() { case.id.to_string() } else { number }
}

/// `GET /quan-tri/xoa-theo-luat`
pub async fn show(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        if !looks_after(visitor) {
            guard(visitor)?;
        }
        let typed = |name: &str| pairs.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.trim());
        let wanted = Some(typed("so")).filter(|so| !so.is_empty() && may_administer(&visitor.viewer.actor));
        let found = wanted.map(|so| visitor.state.office.cases_named(so)).transpose()?;
        if let Some([only]) = found.as_deref() {
            return Ok(see(&form_of(*only)));
        }
        let mut frame = visitor.frame(&visitor.tongue.say("erasing-title"));
        if !typed(REWRITTEN).is_empty() {
            frame.notices.push(Notice { tone: NoticeTone::Done, text: visitor.tongue.say("erasing-rewritten") });
        }
        list(visitor, frame, wanted.unwrap_or_default(), found, typed("truoc").parse().ok())
    })
    .await
}

fn list(visitor: &Visitor, mut frame: Frame, typed: &str, found: Option<Vec<Uuid>>, before: Option<u64>) -> Answer {
    let tongue = visitor.tongue;
    let all = visitor.state.office.erased_cases()?;
    let older = all.iter().filter(|erased| before.is_none_or(|before| erased.position < before));
    let shown: Vec<&ErasedCase> = older.clone().take(PAGE_ROWS).collect();
    let next = shown.last().filter(|_| older.count() > PAGE_ROWS).map(|last| last.position.to_string());
    let may = may_administer(&visitor.viewer.actor);
    if found.as_ref().is_some_and(Vec::is_empty) {
        let text = tongue.tell("erasing-none-found", &[("number", tongue.data(typed).into())]);
        frame.notices.push(Notice { tone: NoticeTone::Problem, text });
    }
    let lookup = Field {
        required: true,
        hint: tongue.say("erasing-number-hint"),
        ..fields::field(tongue, "tim-so", "so", &tongue.say("erasing-number"), fields::text(typed))
    };
    let several = found.filter(|found| found.len() > 1).map(|found| several(visitor, &found)).transpose()?;
    let erased = AdminTable {
        heading: tongue.say("erasing-erased"),
        all: None,
        columns: heads(tongue, [id("erasing-case"), id("erasing-at"), id("erasing-by"), id("erasing-ground")]),
        rows: shown.into_iter().map(|erased| row(visitor, erased)).collect(),
        empty: tongue.say("erasing-nothing-erased"),
    };
    answer::ok(&AdminPage {
        frame,
        back: may.then(|| up(tongue)),
        heading: tongue.say("erasing-title"),
        english: tongue.aside("erasing-title"),
        lead: tongue.tell("erasing-lead", &[("n", count(all.len()).into())]),
        actions: may.then(|| link(tongue.say("erasing-rewrite"), REWRITE)).into_iter().collect(),
        filter_action: PAGE.to_owned(),
        filter_submit: tongue.say("erasing-open"),
        filter_fields: may.then_some(lookup).into_iter().collect(),
        tables: several.into_iter().chain([erased]).collect(),
        previous: before.map(|_| PAGE.to_owned()),
        next: next.map(|last| format!("{PAGE}?{}", query_string(&[("truoc", &last)]))),
        ..AdminPage::default()
    })
}

/// Cases of one number, to choose from.
fn several(visitor: &Visitor, found: &[Uuid]) -> Result<AdminTable, Stop> {
    let tongue = visitor.tongue;
    let mut rows = Vec::new();
    for case in found {
        let Some(loaded) = visitor.state.office.load(*case)? else { continue };
        rows.push(AdminRow {
            head: AdminCell::link(called(&loaded.case), form_of(*case)),
            detail: String::new(),
            cells: vec![
                AdminCell::text(kind(visitor, &loaded.case)),
                AdminCell::text(loaded.case.closed.map(|at| at.print_vn()).unwrap_or_default()),
            ],
        });
    }
    Ok(AdminTable {
        heading: tongue.say("erasing-several"),
        all: None,
        columns: heads(tongue, [id("erasing-case"), id("erasing-kind"), id("case-closed")]),
        rows,
        empty: String::new(),
    })
}

fn kind(visitor: &Visitor, case: &Case) -> String {
    let of = visitor.house().case_type(case.catalogue, &case.case_type);
    of.map_or_else(|_| case.case_type.to_string(), |of| kind_name(visitor.tongue, of))
}

fn row(visitor: &Visitor, erased: &ErasedCase) -> AdminRow {
    let tongue = visitor.tongue;
    AdminRow {
        head: AdminCell::text(called(&erased.case)),
        detail: kind_name(tongue, &erased.case_type),
        cells: vec![
            AdminCell::text(erased.event.at.print_vn()),
            AdminCell::data(story::who(tongue, visitor.house().org(), &erased.event)),
            AdminCell::data(&erased.reason),
        ],
    }
}

/// The case that the form is about, and why it may not be erased. Whoever neither administers nor may read it learns
/// nothing of it.
fn found(visitor: &Visitor, case: &str) -> Result<(Case, Option<Refusal>), Stop> {
    let (office, viewer) = (&visitor.state.office, &visitor.viewer);
    let Ok(case) = Uuid::try_parse(case) else { return Err(visitor.missing()) };
    let may_know = may_administer(&viewer.actor) || office.readable(viewer, case)?.is_some();
    let Some(loaded) = office.load(case)?.filter(|_| may_know) else { return Err(visitor.missing()) };
    let refused = office.erasing_refused(viewer, &loaded.case)?;
    Ok((loaded.case, refused))
}

/// The rule that stands in the way, in words.
fn refused(visitor: &Visitor, refusal: &Refusal) -> Response {
    let status = if matches!(refusal, Refusal::NotAllowed { .. }) { 403 } else { 422 };
    let title = visitor.tongue.say(if status == 403 { "answer-title-forbidden" } else { "answer-title-refused" });
    let mut page = ErrorPage::usual(visitor.frame(&title), status);
    page.rule = visitor.tongue.pick(refusal.vi(), refusal.en());
    answer::page(StatusCode::from_u16(status).unwrap_or(StatusCode::FORBIDDEN), &page)
}

/// `GET /ho-so/{id}/xoa`
pub async fn form(State(state): State<AppState>, Path(case): Path<String>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| match found(visitor, &case)? {
        (_, Some(refusal)) => Ok(refused(visitor, &refusal)),
        (case, None) => page(visitor, &case, None, &[]),
    })
    .await
}

/// `POST /ho-so/{id}/xoa`
pub async fn send(State(state): State<AppState>, Path(case): Path<String>, asked: Asked, posted: Posted) -> Response {
    visit_with(state, asked, posted, move |visitor, posted| {
        let case = match found(visitor, &case)? {
            // A form sent twice has erased once.
            (case, Some(Refusal::Erased)) if may_administer(&visitor.viewer.actor) => return Ok(after(visitor, &case)),
            (_, Some(refusal)) => return Ok(refused(visitor, &refusal)),
            (case, None) => case,
        };
        let wrong = wrong(visitor.tongue, &case, posted);
        if !wrong.is_empty() {
            return page(visitor, &case, Some(posted), &wrong);
        }
        let reason = format!("{}: {}", posted.get("van-ban").trim(), posted.get("can-cu").trim());
        let (office, actor) = (&visitor.state.office, &visitor.viewer.actor);
        let erased = office.erase(&Erasure { case: case.id, reason }, actor, visitor.now(), visitor.state.seed());
        match erased {
            Ok(done) if office.readable(&visitor.viewer, case.id)?.is_some() => Ok(done_with(visitor, &done)),
            Ok(done) => Ok(with_note(visitor, PAGE, done.position, done.repeated)),
            Err(Fail::Refused(refusal)) => {
                let text = visitor.tongue.pick(refusal.vi(), refusal.en());
                page(visitor, &case, Some(posted), &[Wrong { field: "can-cu".to_owned(), text }])
            }
            Err(fail) => unlucky(visitor, fail),
        }
    })
    .await
}

/// Where an erased case is seen.
fn after(visitor: &Visitor, case: &Case) -> Response {
    let readable = visitor.state.office.readable(&visitor.viewer, case.id).ok().flatten().is_some();
    if readable { see(&case_href(case.id)) } else { see(PAGE) }
}

/// What is missing of the form, or does not name the case.
fn wrong(tongue: Tongue, case: &Case, posted: &Posted) -> Vec<Wrong> {
    let says = |name: &str| !posted.get(name).trim().is_empty();
    let checks = [
        ("van-ban", says("van-ban"), id("erasing-give-document")),
        ("can-cu", says("can-cu"), id("erasing-give-reason")),
        ("go-lai", posted.get("go-lai").trim() == called(case), id("erasing-give-number")),
    ];
    let missing = checks.into_iter().filter(|(_, is_right, _)| !is_right);
    missing.map(|(field, _, text)| Wrong { field: field.to_owned(), text: tongue.say(text) }).collect()
}

fn page(visitor: &Visitor, case: &Case, typed: Option<&Posted>, wrong: &[Wrong]) -> Answer {
    let tongue = visitor.tongue;
    let get = |name: &str| typed.map_or("", |typed| typed.get(name));
    let field = |name: &str, label: &'static str, hint: String, input: Input| Field {
        required: true,
        hint,
        error: wrong.iter().find(|w| w.field == name).map(|w| w.text.clone()),
        ..fields::field(tongue, name, name, &tongue.say(label), input)
    };
    let again = tongue.tell("erasing-type-hint", &[("number", called(case).into())]);
    let asked = vec![
        field("van-ban", id("erasing-document"), tongue.say("erasing-document-hint"), fields::text(get("van-ban"))),
        field(
            "can-cu",
            id("erasing-reason"),
            tongue.say("erasing-reason-hint"),
            Input::LongText { value: get("can-cu").to_owned() },
        ),
        field("go-lai", id("erasing-type"), again, fields::text(get("go-lai"))),
    ];
    let list = |ids: &[&'static str]| ids.iter().map(|id| tongue.say(id)).collect::<Vec<_>>();
    let closed = case.closed.map(|at| at.print_vn()).unwrap_or_default();
    let about = [("number", called(case).into()), ("kind", kind(visitor, case).into()), ("closed", closed.into())];
    let up = way_up(visitor, case);
    let shown = FormPage {
        frame: visitor.frame(&tongue.say("erasing-heading")),
        heading: tongue.say("erasing-heading"),
        english: tongue.aside("erasing-heading"),
        intro: tongue.tell("erasing-about", &about),
        told: vec![
            (tongue.say("erasing-gone"), list(&GONE)),
            (tongue.say("erasing-stays"), list(&STAYS)),
            (tongue.say("erasing-know"), list(&KNOW)),
        ],
        problems: wrong.iter().map(|w| Problem { field_id: w.field.clone(), text: w.text.clone() }).collect(),
        action: form_of(case.id),
        hidden: vec![Hidden { name: "csrf".to_owned(), value: visitor.csrf.clone() }],
        groups: vec![(String::new(), asked)],
        in_rows: false,
        forgets: true,
        submit: tongue.say("erasing-submit"),
        cancel: up.href.clone(),
        back: Some(up),
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(answer::page(status, &shown))
}

/// The case, for whoever may read it; else the list.
fn way_up(visitor: &Visitor, case: &Case) -> Link {
    let readable = visitor.state.office.readable(&visitor.viewer, case.id).ok().flatten().is_some();
    if readable { link(called(case), case_href(case.id)) } else { link(visitor.tongue.say("erasing-title"), PAGE) }
}

/// `GET /quan-tri/xoa-theo-luat/viet-lai`
pub async fn rewriting(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, |visitor| {
        guard(visitor)?;
        let tongue = visitor.tongue;
        answer::ok(&FormPage {
            frame: visitor.frame(&tongue.say("erasing-rewrite")),
            back: Some(link(tongue.say("erasing-title"), PAGE)),
            heading: tongue.say("erasing-rewrite"),
            english: tongue.aside("erasing-rewrite"),
            intro: tongue.say("erasing-rewrite-why"),
            action: REWRITE.to_owned(),
            hidden: vec![Hidden { name: "csrf".to_owned(), value: visitor.csrf.clone() }],
            submit: tongue.say("erasing-rewrite-submit"),
            cancel: PAGE.to_owned(),
            ..FormPage::default()
        })
    })
    .await
}

/// `POST /quan-tri/xoa-theo-luat/viet-lai`
pub async fn rewrite(State(state): State<AppState>, asked: Asked, posted: Posted) -> Response {
    visit_with(state, asked, posted, |visitor, _| {
        guard(visitor)?;
        visitor.state.office.forget_pages()?;
        Ok(see(&format!("{PAGE}?{}", query_string(&[(REWRITTEN, "1")]))))
    })
    .await
}
