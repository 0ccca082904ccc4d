//! The opening of a case, handed over from its page to a body that inspects (Thanh tra, HĐND): a file with all that its
//! leaves seal, and the proofs. Giving it is recorded first.
//!
//! Not here: who may (kernel), what the file holds (`audit`), checking it (`verify opening`).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::case::{Case, Refusal};
use kernel::publishing::{PublishRefusal, may_open};
use office::Fail;
use office::views::case::CaseView;
use uuid::Uuid;

use super::acts::unlucky;
use super::answer::{self, Answer, Stop};
use super::fields;
use super::posted::Posted;
use super::receipt;
use super::visitor::{Asked, Visitor, visit, visit_with};
use super::words::{self, case_href};
use crate::pages::{ErrorPage, Field, FormPage, Hidden, Link, Move, Problem};
use crate::state::AppState;
use crate::tongue::id;

/// What an opening tells and what it does not.
const TOLD: [(&str, &[&str]); 3] = [
    (id("opening-tells"), &[id("opening-tells-all"), id("opening-tells-proofs"), id("opening-tells-erased")]),
    (id("opening-not"), &[id("opening-not-files"), id("opening-not-whole")]),
    (id("opening-know"), &[id("opening-know-recorded"), id("opening-know-secret"), id("opening-know-verify")]),
];

fn form_of(case: Uuid) -> String {
    format!("{}/ban-mo", case_href(case))
}

/// The way to it on the page of a case, for those who may give it.
pub fn way(visitor: &Visitor, view: &CaseView) -> Option<Move> {
    let tongue = visitor.tongue;
    may_open(&visitor.viewer.actor).then(|| Move {
        label: tongue.say("opening-heading"),
        effect: tongue.say("opening-way"),
        choices: vec![Link { label: tongue.say("opening-way-open"), href: form_of(view.case.id) }],
        ..Move::default()
    })
}

/// The case, for whoever may read it and give its opening.
fn found(visitor: &Visitor, case: &str) -> Result<Case, Stop> {
    let Ok(case) = Uuid::try_parse(case) else { return Err(visitor.missing()) };
    let found = visitor.state.office.readable(&visitor.viewer, case)?.ok_or_else(|| visitor.missing())?;
    if may_open(&visitor.viewer.actor) {
        return Ok(found);
    }
    let tongue = visitor.tongue;
    let mut page = ErrorPage::usual(visitor.frame(&tongue.say("answer-title-forbidden")), 403);
    page.rule = tongue.pick(PublishRefusal::NotOpener.vi(), PublishRefusal::NotOpener.en());
    Err(answer::page(StatusCode::FORBIDDEN, &page).into())
}

/// `GET /ho-so/{id}/ban-mo`
pub async fn show(State(state): State<AppState>, Path(case): Path<String>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| page(visitor, &found(visitor, &case)?, None, None)).await
}

/// `POST /ho-so/{id}/ban-mo`
pub async fn give(State(state): State<AppState>, Path(case): Path<String>, asked: Asked, posted: Posted) -> Response {
    visit_with(state, asked, posted, move |visitor, posted| {
        let case = found(visitor, &case)?;
        let ground = (posted.get("to"), posted.get("why"));
        match visitor.state.office.give_opening(&visitor.viewer, case.id, ground, visitor.state.seed()) {
            Ok(opening) => {
                let json = serde_json::to_string_pretty(&opening).map_err(|e| Stop::Broken(e.to_string()))?;
                let number = words::number(&case);
                let name = if number.is_empty() { case.id.to_string() } else { number };
                Ok(receipt::file(&format!("ban-mo-{name}"), json))
            }
            Err(Fail::Refused(Refusal::Publishing(refusal))) => page(visitor, &case, Some(posted), Some(&refusal)),
            Err(fail) => unlucky(visitor, fail),
        }
    })
    .await
}

fn page(visitor: &Visitor, case: &Case, typed: Option<&Posted>, refusal: Option<&PublishRefusal>) -> Answer {
    let tongue = visitor.tongue;
    let wrong = refusal.map(|refusal| {
        let about = if let PublishRefusal::ToWhom { field } = refusal { *field } else { "" };
        (about, tongue.pick(refusal.vi(), refusal.en()))
    });
    let field = |name: &str, label: &'static str, hint: &'static str| Field {
        required: true,
        hint: tongue.say(hint),
        error: wrong.as_ref().filter(|(about, _)| *about == name).map(|(_, text)| text.clone()),
        ..fields::field(tongue, name, name, &tongue.say(label), fields::text(typed.map_or("", |t| t.get(name))))
    };
    let number = words::number(case);
    let called = if number.is_empty() { case.id.to_string() } else { number };
    let list = |ids: &[&'static str]| ids.iter().map(|id| tongue.say(id)).collect::<Vec<_>>();
    let mut told: Vec<_> = TOLD.iter().map(|(heading, lines)| (tongue.say(heading), list(lines))).collect();
    let before = given(visitor, case)?;
    if !before.is_empty() {
        told.push((tongue.say("opening-given"), before));
    }
    let shown = FormPage {
        frame: visitor.frame(&tongue.say("opening-heading")),
        back: Some(Link { label: called.clone(), href: case_href(case.id) }),
        heading: tongue.say("opening-heading"),
        english: tongue.aside("opening-heading"),
        intro: tongue.tell("opening-intro", &[("number", called.into())]),
        told,
        problems: wrong
            .iter()
            .map(|(field, text)| Problem { field_id: (*field).to_owned(), text: text.clone() })
            .collect(),
        action: form_of(case.id),
        hidden: vec![Hidden { name: "csrf".to_owned(), value: visitor.csrf.clone() }],
        groups: vec![(
            String::new(),
            vec![
                field("to", id("opening-to"), id("opening-to-hint")),
                field("why", id("opening-why"), id("opening-why-hint")),
            ],
        )],
        in_rows: false,
        forgets: true,
        submit: tongue.say("opening-submit"),
        cancel: case_href(case.id),
    };
    let status = if wrong.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(answer::page(status, &shown))
}

/// The openings that were given before, in words.
fn given(visitor: &Visitor, case: &Case) -> Result<Vec<String>, Stop> {
    let (tongue, org) = (visitor.tongue, visitor.house().org());
    let said = |given: audit::evidence::Given| {
        let by = kernel::Code::parse(&given.by).map_or(given.by, |code| org.person_name(&code).to_owned());
        let at = kernel::time::Instant::parse_local(&given.at).map_or(given.at, kernel::time::Instant::print_vn);
        let args = [
            ("at", at.into()),
            ("by", tongue.data(&by).into()),
            ("to", tongue.data(&given.to).into()),
            ("why", tongue.data(&given.why).into()),
        ];
        tongue.tell("opening-given-line", &args)
    };
    Ok(visitor.state.office.openings_of(case.id)?.into_iter().map(said).collect())
}
