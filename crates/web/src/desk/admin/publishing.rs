//! The public log: whether everybody may read it, by which decision, what they see then; the Chairman's form. Those who look
//! after the house may read the page; who decides is the kernel's to say.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::case::Refusal;
use kernel::publishing::{Decision, PublishRefusal, may_decide};
use office::Fail;
use office::publishing::Recorded;

use super::super::acts::unlucky;
use super::super::answer::{self, Answer, Stop};
use super::super::fields;
use super::super::forms::date;
use super::super::posted::Posted;
use super::super::visitor::{Asked, Visitor, visit, visit_with};
use super::read::Wrong;
use super::{forms, heads, link, looks_after, person_cell};
use crate::pages::{AdminCell, AdminFact, AdminPage, AdminRow, AdminTable, Field, FormPage, Hidden, Input, Problem};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// The page.
pub const PAGE: &str = "/quan-tri/cong-khai";
/// Its form.
pub const FORM: &str = "/quan-tri/cong-khai/quyet-dinh";

/// What somebody may ask about the log: id of the question, id of the answer, and whether everybody sees it.
const TOLD: [(&str, &str, bool); 5] = [
    (id("publishing-course"), id("publishing-course-told"), true),
    (id("publishing-deadline"), id("publishing-deadline-told"), true),
    (id("publishing-texts"), id("publishing-texts-told"), true),
    (id("publishing-people"), id("publishing-people-told"), false),
    (id("publishing-internal"), id("publishing-internal-told"), false),
];

/// Whether the visitor may read the page.
pub fn reads(visitor: &Visitor) -> bool {
    looks_after(visitor) || may_decide(&visitor.viewer.actor)
}

fn guard(visitor: &Visitor, allowed: bool) -> Result<(), Stop> {
    if allowed { Ok(()) } else { Err(visitor.sorry(403).into()) }
}

/// `GET /quan-tri/cong-khai`
pub async fn show(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        guard(visitor, reads(visitor))?;
        let tongue = visitor.tongue;
        let decisions = visitor.state.office.log_decisions()?;
        let published = decisions.first().is_some_and(|newest| newest.publish);
        let decide = if published { id("publishing-end") } else { id("publishing-begin") };
        let action = may_decide(&visitor.viewer.actor).then(|| link(tongue.say(decide), FORM));
        answer::ok(&AdminPage {
            frame: visitor.frame(&tongue.say("publishing-title")),
            heading: tongue.say("publishing-title"),
            english: tongue.aside("publishing-title"),
            lead: tongue.say("publishing-lead"),
            actions: action.into_iter().collect(),
            facts: facts(visitor, published, decisions.first()),
            tables: vec![what_is_told(tongue), taken(visitor, &decisions)],
            ..AdminPage::default()
        })
    })
    .await
}

fn facts(visitor: &Visitor, published: bool, newest: Option<&Recorded>) -> Vec<AdminFact> {
    let tongue = visitor.tongue;
    let fact = |label: &'static str, value: String| AdminFact { label: tongue.say(label), value, href: String::new() };
    let stands = if published { id("publishing-is-public") } else { id("publishing-is-not-public") };
    let mut out = vec![fact(id("publishing-stands"), tongue.say(stands))];
    if let Some(newest) = newest {
        let paper = [("number", newest.number.as_str().into()), ("day", newest.dated.print_vn().into())];
        out.push(fact(id("publishing-by"), tongue.tell("publishing-paper", &paper)));
    }
    out
}

fn what_is_told(tongue: Tongue) -> AdminTable {
    let row = |(what, told, seen): (&'static str, &'static str, bool)| {
        let seen = if seen { id("publishing-seen") } else { id("publishing-not-seen") };
        AdminRow {
            head: AdminCell::text(tongue.say(what)),
            detail: String::new(),
            cells: vec![AdminCell::text(tongue.say(seen)), AdminCell::text(tongue.say(told))],
        }
    };
    AdminTable {
        heading: tongue.say("publishing-what"),
        all: None,
        columns: heads(tongue, [id("publishing-part"), id("publishing-public"), id("publishing-how")]),
        rows: TOLD.into_iter().map(row).collect(),
        empty: String::new(),
    }
}

fn taken(visitor: &Visitor, decisions: &[Recorded]) -> AdminTable {
    let tongue = visitor.tongue;
    let row = |one: &Recorded| {
        let said = if one.publish { id("publishing-says-publish") } else { id("publishing-says-end") };
        let by = kernel::Code::parse(&one.by).map_or_else(|_| AdminCell::data(&one.by), |code| name(visitor, &code));
        AdminRow {
            head: AdminCell::data(&one.number),
            detail: one.dated.print_vn(),
            cells: vec![AdminCell::text(tongue.say(said)), by, AdminCell::text(one.at.print_vn())],
        }
    };
    AdminTable {
        heading: tongue.say("publishing-decisions"),
        all: None,
        columns: heads(
            tongue,
            [
                id("publishing-decision"),
                id("publishing-says"),
                id("publishing-recorded-by"),
                id("publishing-recorded-at"),
            ],
        ),
        rows: decisions.iter().map(row).collect(),
        empty: tongue.say("publishing-no-decision"),
    }
}

fn name(visitor: &Visitor, code: &kernel::Code) -> AdminCell {
    let org = visitor.house().org();
    if kernel::org::may_administer(&visitor.viewer.actor) {
        person_cell(org, code)
    } else {
        AdminCell::data(org.person_name(code))
    }
}

/// `GET /quan-tri/cong-khai/quyet-dinh`
pub async fn form(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        guard(visitor, may_decide(&visitor.viewer.actor))?;
        let says = if visitor.state.office.log_published()? { "end" } else { "publish" };
        page(visitor, says, None, &[])
    })
    .await
}

/// `POST /quan-tri/cong-khai/quyet-dinh`
pub async fn send(State(state): State<AppState>, asked: Asked, posted: Posted) -> Response {
    visit_with(state, asked, posted, |visitor, posted| {
        guard(visitor, may_decide(&visitor.viewer.actor))?;
        let tongue = visitor.tongue;
        // What the form said when it was shown: a decision to publish never becomes one to end it.
        let says = if posted.get("quyet-dinh") == "end" { "end" } else { "publish" };
        let wrong = |field: &str, refusal: &PublishRefusal| {
            let text = tongue.pick(refusal.vi(), refusal.en());
            page(visitor, says, Some(posted), &[Wrong { field: field.to_owned(), text }])
        };
        let dated = match date(tongue, posted.get("ngay").trim()) {
            Ok(dated) => dated,
            Err(text) => return page(visitor, says, Some(posted), &[Wrong { field: "ngay".to_owned(), text }]),
        };
        let decision = match Decision::parse(posted.get("so"), dated) {
            Ok(decision) => decision,
            Err(refusal) => return wrong("so", &refusal),
        };
        let (office, actor) = (&visitor.state.office, &visitor.viewer.actor);
        match office.decide_on_log(says == "publish", &decision, actor, visitor.now(), visitor.state.seed()) {
            Ok(position) => Ok(forms::with_note(visitor, PAGE, position, false)),
            Err(Fail::Refused(Refusal::Publishing(refusal))) => {
                wrong(if matches!(refusal, PublishRefusal::Ahead { .. }) { "ngay" } else { "" }, &refusal)
            }
            Err(fail) => unlucky(visitor, fail),
        }
    })
    .await
}

fn page(visitor: &Visitor, says: &str, typed: Option<&Posted>, wrong: &[Wrong]) -> Answer {
    let tongue = visitor.tongue;
    let get = |name: &str| typed.map_or("", |typed| typed.get(name));
    let (heading, intro, submit) = match says {
        "end" => (id("publishing-end"), id("publishing-end-why"), id("publishing-end-submit")),
        _ => (id("publishing-begin"), id("publishing-begin-why"), id("publishing-begin-submit")),
    };
    let field =
        |name: &str, label: &'static str, input: Input| fields::field(tongue, name, name, &tongue.say(label), input);
    let mut asked = vec![
        Field {
            required: true,
            hint: tongue.say("publishing-number-hint"),
            ..field("so", id("publishing-number"), fields::text(get("so")))
        },
        Field {
            required: true,
            ..field("ngay", id("publishing-dated"), Input::Date { value: get("ngay").to_owned() })
        },
    ];
    for field in &mut asked {
        field.error = wrong.iter().find(|w| w.field == field.id).map(|w| w.text.clone());
    }
    let hidden = |name: &str, value: &str| Hidden { name: name.to_owned(), value: value.to_owned() };
    let shown = FormPage {
        frame: visitor.frame(&tongue.say(heading)),
        back: Some(link(tongue.say("publishing-title"), PAGE)),
        heading: tongue.say(heading),
        english: tongue.aside(heading),
        intro: tongue.say(intro),
        problems: wrong.iter().map(|w| Problem { field_id: w.field.clone(), text: w.text.clone() }).collect(),
        action: FORM.to_owned(),
        hidden: vec![hidden("csrf", &visitor.csrf), hidden("quyet-dinh", says)],
        groups: vec![(String::new(), asked)],
        in_rows: false,
        submit: tongue.say(submit),
        cancel: PAGE.to_owned(),
        ..FormPage::default()
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(answer::page(status, &shown))
}
