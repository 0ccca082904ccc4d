//! The first page of whoever administers: powers that end soon, who is away, how the house stands, what changed last.

use axum::extract::State;
use axum::response::Response;
use kernel::org::UnitKind;

use super::super::answer::{self, Answer};
use super::super::visitor::{Asked, Visitor, visit};
use super::super::words::long_day;
use super::{absences, count, guard, link, powers, told};
use crate::pages::{AdminFact, AdminPage, AdminTable};
use crate::state::AppState;
use crate::tongue::id;

/// Changes shown, the newest first.
const CHANGES_SHOWN: usize = 8;

/// `GET /quan-tri`
pub async fn show(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, page).await
}

/// The page, also at `/` for whoever administers.
pub fn page(visitor: &Visitor) -> Answer {
    guard(visitor)?;
    let (house, tongue) = (visitor.house(), visitor.tongue);
    let (org, day) = (house.org(), visitor.now().date());
    let all = |href: &str| Some(link(tongue.say("admin-all"), href));
    let changes = house.org_changes().iter().rev().take(CHANGES_SHOWN);
    let away = AdminTable {
        all: all("/quan-tri/vang-mat"),
        ..absences::table(visitor, id("admin-away-today"), id("admin-nobody-away"), |a| a.from <= day && day <= a.to)
    };
    let ending = AdminTable { all: all("/quan-tri/uy-quyen"), ..powers::ending(tongue, org, day) };
    let log = told::log(tongue, org, id("admin-latest-changes"), changes);
    answer::ok(&AdminPage {
        frame: visitor.frame(&tongue.say("admin-administration")),
        heading: tongue.say("admin-administration"),
        english: tongue.aside("admin-administration"),
        lead: long_day(tongue, day),
        actions: vec![
            link(tongue.say("admin-enter-absence"), super::form_href("vang-mat", &[])),
            link(tongue.say("admin-find-person"), "/quan-tri/nguoi"),
        ],
        facts: facts(visitor),
        tables: vec![ending, away, AdminTable { all: all("/quan-tri/nhat-ky"), ..log }],
        ..AdminPage::default()
    })
}

fn facts(visitor: &Visitor) -> Vec<AdminFact> {
    let (house, tongue) = (visitor.house(), visitor.tongue);
    let (org, day) = (house.org(), visitor.now().date());
    let number = |n: usize| tongue.number(count(n));
    let fact =
        |id: &'static str, value: String, href: &str| AdminFact { label: tongue.say(id), value, href: href.to_owned() };
    let people = org.people.values().filter(|p| p.posts_on(day).next().is_some()).count();
    let here = || org.posts.values().filter(|post| org.unit_on(post.unit.as_str(), day).is_some());
    let free = here().filter(|post| org.holders_on(&post.code, day).next().is_none()).count();
    let units = |kind: UnitKind| {
        org.units.values().filter(|u| u.kind == kind && org.unit_on(u.code.as_str(), day).is_some()).count()
    };
    let below = units(UnitKind::District) + units(UnitKind::Commune);
    let mut out = vec![
        fact(id("admin-people-at-work"), number(people), "/quan-tri/nguoi"),
        fact(id("admin-free-posts"), number(free), "/quan-tri/chuc-danh?trong=yes"),
        fact(id("admin-kind-department"), number(units(UnitKind::Department)), "/quan-tri/don-vi?loai=department"),
        fact(id("admin-below"), number(below), "/quan-tri/don-vi"),
        fact(id("admin-catalogue-in-use"), tongue.tell("admin-version", &[("n", i64::from(house.newest).into())]), ""),
    ];
    let applied = match &house.unapplied {
        Some(id) => tongue.tell("admin-not-applied", &[("id", id.as_str().into())]),
        None => tongue.say("admin-all-applied"),
    };
    out.push(fact(id("admin-calendar"), applied, "/quan-tri/lich"));
    out
}
