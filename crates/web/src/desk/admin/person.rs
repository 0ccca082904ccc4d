//! One person: posts held, absences, powers to sign, open cases, what was changed and by whom; and what may be changed.

use axum::extract::{Path, State};
use axum::response::Response;
use kernel::Code;
use kernel::org::{Org, Person};
use kernel::time::Date;

use super::super::answer::{self, Answer, Stop};
use super::super::visitor::{Asked, Visitor, visit};
use super::super::words::post;
use super::people::standing;
use super::told::{self, iso};
use super::{form_href, guard, heads, link, period, person_cell, person_href, powers, until};
use crate::pages::{AdminCell, AdminFact, AdminPage, AdminRow, AdminTable, Link};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// Changes shown, the newest first.
const CHANGES_SHOWN: usize = 20;

/// `GET /quan-tri/nguoi/{person}`
pub async fn show(State(state): State<AppState>, Path(code): Path<String>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        guard(visitor)?;
        let house = visitor.house();
        match house.org().people.get(code.as_str()) {
            Some(person) => page(visitor, person),
            None => Err(visitor.missing()),
        }
    })
    .await
}

fn page(visitor: &Visitor, person: &Person) -> Answer {
    let (house, tongue) = (visitor.house(), visitor.tongue);
    let (org, day) = (house.org(), visitor.now().date());
    let changes = house.org_changes().iter().rev().filter(|made| made.change.names(&person.code));
    let powers = org.delegations.iter().filter(|d| person.posts_on(day).any(|p| *p == d.to_post));
    answer::ok(&AdminPage {
        frame: visitor.frame(&person.name),
        back: Some(link(tongue.say("admin-people"), "/quan-tri/nguoi")),
        heading: person.name.clone(),
        lead: super::posts_on(org, person, day),
        is_about_data: true,
        actions: actions(tongue, person, day),
        facts: facts(visitor, org, person, day)?,
        tables: vec![
            terms(tongue, org, person, day),
            absences(tongue, org, person, day),
            AdminTable {
                heading: tongue.say("admin-powers-held"),
                empty: tongue.say("admin-no-powers-held"),
                ..powers::table(tongue, org, powers, day)
            },
            told::log(tongue, org, id("admin-changes-recorded"), changes.take(CHANGES_SHOWN)),
        ],
        ..AdminPage::default()
    })
}

fn actions(tongue: Tongue, person: &Person, day: Date) -> Vec<Link> {
    let code = person.code.as_str();
    let form = |label: &'static str, kind: &str| link(tongue.say(label), form_href(kind, &[("person", code)]));
    let mut out = vec![form(id("admin-give-post"), "giao-chuc-danh")];
    if person.to.is_none_or(|last| last >= day) {
        out.push(form(id("admin-enter-absence"), "vang-mat"));
        out.push(form(id("admin-end-service"), "thoi-viec"));
    }
    out.push(form(id("admin-correct-name"), "sua-ho-ten"));
    out
}

fn facts(visitor: &Visitor, org: &Org, person: &Person, day: Date) -> Result<Vec<AdminFact>, Stop> {
    let (office, tongue) = (&visitor.state.office, visitor.tongue);
    let fact = |label: &'static str, value: String| AdminFact { label: tongue.say(label), value, href: String::new() };
    let has_password = office.has_password(person.code.as_str())?;
    let password = tongue.say(if has_password { "admin-password-set" } else { "admin-password-missing" });
    let names: Vec<&str> = org.stands_in_for(person.code.as_str(), day).iter().map(|away| away.name.as_str()).collect();
    let stands_in = if names.is_empty() { tongue.say("admin-stands-in-for-nobody") } else { names.join(", ") };
    Ok(vec![
        fact(id("admin-sign-in-name"), person.code.to_string()),
        fact(id("admin-password"), password),
        fact(id("admin-state"), standing(tongue, org, person, day).text),
        fact(id("admin-stands-in-today"), stands_in),
        fact(id("admin-cases-held"), held(visitor, &person.code)?),
    ])
}

/// How many open cases the person holds, in words; whoever leaves should hand them over first.
pub fn held(visitor: &Visitor, person: &Code) -> Result<String, Stop> {
    let tongue = visitor.tongue;
    let counts = visitor.state.office.held_by(person)?;
    let catalogue = visitor.house().catalogue()?;
    let words: Vec<String> = counts
        .iter()
        .map(|(code, n)| {
            let name = catalogue.types.get(code).map_or(code.as_str(), |t| tongue.name_of(&t.name, &t.name_en));
            format!("{} {name}", tongue.number(i64::try_from(*n).unwrap_or(i64::MAX)))
        })
        .collect();
    Ok(if words.is_empty() { tongue.say("admin-no-open-case") } else { words.join(", ") })
}

fn terms(tongue: Tongue, org: &Org, person: &Person, day: Date) -> AdminTable {
    let rows = person.terms.iter().rev().map(|term| {
        let open = term.to.is_none_or(|last| last >= day);
        let (code, from) = (person.code.as_str(), iso(term.from));
        let known = [("person", code), ("post", term.post.as_str()), ("from", from.as_str())];
        let end = form_href("thoi-chuc-danh", &known);
        AdminRow {
            head: AdminCell::data(post(org, &term.post)),
            detail: term.post.to_string(),
            cells: vec![
                AdminCell::text(term.from.print_vn()),
                until(tongue, term.to, day),
                if open { AdminCell::link(tongue.say("admin-end-this-post"), end) } else { AdminCell::default() },
            ],
        }
    });
    AdminTable {
        heading: tongue.say("admin-posts"),
        all: None,
        columns: heads(tongue, [id("admin-post"), id("admin-from-day"), id("admin-to-day"), id("admin-doing")]),
        rows: rows.collect(),
        empty: tongue.say("admin-no-post-yet"),
    }
}

fn absences(tongue: Tongue, org: &Org, person: &Person, day: Date) -> AdminTable {
    let by_table = || AdminCell::text(tongue.say("admin-by-assignments"));
    let away = org.absences.iter().rev().filter(|a| a.person == person.code);
    let covers = org.absences.iter().rev().filter(|a| a.substitute.as_ref() == Some(&person.code));
    let own = away.map(|a| {
        let from = iso(a.from);
        let end = form_href("het-vang-mat", &[("person", person.code.as_str()), ("from", from.as_str())]);
        AdminRow {
            head: AdminCell::text(tongue.tell("admin-away", &[("period", period(tongue, a.from, Some(a.to)).into())])),
            detail: String::new(),
            cells: vec![
                a.substitute.as_ref().map_or_else(by_table, |c| person_cell(org, c)),
                if a.to >= day { AdminCell::link(tongue.say("admin-end-early"), end) } else { AdminCell::default() },
            ],
        }
    });
    let others = covers.map(|a| AdminRow {
        head: AdminCell::link(
            tongue.tell(
                "admin-stands-in",
                &[("name", org.person_name(&a.person).into()), ("period", period(tongue, a.from, Some(a.to)).into())],
            ),
            person_href(&a.person),
        ),
        detail: String::new(),
        cells: vec![AdminCell::data(&person.name), AdminCell::default()],
    });
    AdminTable {
        heading: tongue.say("admin-absences"),
        all: None,
        columns: heads(tongue, [id("admin-time"), id("admin-substitute"), id("admin-doing")]),
        rows: own.chain(others).collect(),
        empty: tongue.say("admin-never-away"),
    }
}
