//! The forms of changes: shown, sent, answered. What was typed is kept after an error, which stands beside its field.

use axum::extract::{Path, Query as Asking, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use kernel::case::Refusal;
use kernel::org::{Org, OrgChange};
use office::Fail;
use office::organisation::Changed;

use super::super::acts::{key_of, unlucky};
use super::super::address::Pairs;
use super::super::answer::{self, Answer, Stop, see};
use super::super::cookies;
use super::super::posted::Posted;
use super::super::visitor::{Asked, Visitor, visit, visit_with};
use super::read::{Wrong, read};
use super::sheet::{self, Sheet};
use super::{guard, guard_absences, person, person_href};
use crate::pages::{FormPage, Hidden, Problem};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// `GET /quan-tri/sua/{kind}`
pub async fn show(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    Asking(pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    visit(state, asked, move |visitor| {
        let sheet = open(visitor, &slug)?;
        let typed = |name: &str| pairs.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.as_str());
        let filled = Filled { sheet, value: &typed, many: Vec::new(), key: visitor.new_key().to_string() };
        page(visitor, &filled, &[])
    })
    .await
}

/// `POST /quan-tri/sua/{kind}`
pub async fn send(State(state): State<AppState>, Path(slug): Path<String>, asked: Asked, posted: Posted) -> Response {
    visit_with(state, asked, posted, move |visitor, posted| {
        let sheet = open(visitor, &slug)?;
        let typed = |name: &str| posted.get(name);
        let key = key_of(visitor, posted);
        let many = posted.all("successors").collect();
        let filled = Filled { sheet, value: &typed, many, key: key.to_string() };
        let change = match read(visitor.tongue, sheet, visitor.house().org(), posted) {
            Ok(change) => change,
            Err(wrong) => return page(visitor, &filled, &wrong),
        };
        let (now, seed) = (visitor.now(), visitor.state.seed());
        match visitor.state.office.change_org(&change, key, &visitor.viewer.actor, now, seed) {
            Ok(done) => Ok(recorded(visitor, &change, done)),
            Err(Fail::Refused(refusal)) => page(visitor, &filled, &[wrong(visitor.tongue, sheet, &refusal)]),
            Err(fail) => unlucky(visitor, fail),
        }
    })
    .await
}

/// A form with its values, from the address or as typed.
struct Filled<'a, 'v> {
    sheet: &'static Sheet,
    value: &'a dyn Fn(&str) -> &'v str,
    many: Vec<&'v str>,
    key: String,
}

fn open(visitor: &Visitor, slug: &str) -> Result<&'static Sheet, Stop> {
    if matches!(slug, "vang-mat" | "het-vang-mat") {
        guard_absences(visitor)?
    } else {
        guard(visitor)?
    }
    sheet::find(slug).ok_or_else(|| visitor.missing())
}

/// A refusal beside its field, where the form has it under the name of the change or its own.
fn wrong(tongue: Tongue, sheet: &Sheet, refusal: &Refusal) -> Wrong {
    let named = if let Refusal::Organisation(no) = refusal { no.field() } else { "" };
    let field = match (sheet.slug, named) {
        ("them-don-vi", "unit") => "unit_code",
        ("them-chuc-danh", "post") => "post_code",
        (_, field) if sheet.asked.contains(&field) => field,
        _ => "",
    };
    Wrong { field: field.to_owned(), text: tongue.pick(refusal.vi(), refusal.en()) }
}

/// To where the change is seen.
fn recorded(visitor: &Visitor, change: &OrgChange, done: Changed) -> Response {
    let address = match change {
        OrgChange::PersonAdded { .. }
        | OrgChange::PersonRenamed { .. }
        | OrgChange::PersonLeft { .. }
        | OrgChange::PostHeld { .. }
        | OrgChange::PostLeft { .. } => person_href(change.about()),
        OrgChange::PostAdded { unit, .. } => format!("/quan-tri/chuc-danh?don-vi={unit}"),
        OrgChange::AbsenceEntered { .. } | OrgChange::AbsenceEnded { .. } => "/quan-tri/vang-mat".to_owned(),
        OrgChange::DelegationGiven { .. } | OrgChange::DelegationEnded { .. } => "/quan-tri/uy-quyen".to_owned(),
        OrgChange::UnitAdded { from: day, .. } | OrgChange::UnitEnded { last: day, .. } => {
            format!("/quan-tri/don-vi?ngay={day}")
        }
    };
    with_note(visitor, &address, done.position, done.repeated)
}

/// To an address, with the ledger position of what was done.
pub fn with_note(visitor: &Visitor, address: &str, position: u64, repeated: bool) -> Response {
    let mut response = see(address);
    let mark = if repeated { "r" } else { "" };
    let note = cookies::set(&visitor.asked.headers, cookies::NOTE, &format!("{mark}{position}"));
    response.headers_mut().extend(note.map(|c| (SET_COOKIE, c)));
    response
}

fn page(visitor: &Visitor, filled: &Filled<'_, '_>, wrong: &[Wrong]) -> Answer {
    let (sheet, org, tongue) = (filled.sheet, visitor.house().org(), visitor.tongue);
    if sheet.known.iter().any(|name| !exists(org, name, (filled.value)(name))) {
        return Err(visitor.missing());
    }
    let mut asked = sheet::fields(visitor, sheet, filled.value, &filled.many);
    for field in &mut asked {
        field.error = wrong.iter().find(|w| w.field == field.id).map(|w| w.text.clone());
    }
    let action = format!("/quan-tri/sua/{}", sheet.slug);
    let shown = FormPage {
        frame: visitor.frame(&tongue.say(sheet.heading)),
        back: Some(super::link(tongue.say(back(sheet).0), back(sheet).1)),
        heading: tongue.say(sheet.heading),
        english: tongue.aside(sheet.heading),
        intro: intro(visitor, filled)?,
        problems: wrong.iter().map(|w| Problem { field_id: w.field.clone(), text: w.text.clone() }).collect(),
        action,
        hidden: hidden(visitor, filled),
        groups: vec![(String::new(), asked)],
        in_rows: false,
        submit: tongue.say("admin-record"),
        cancel: back(sheet).1.to_owned(),
        ..FormPage::default()
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(answer::page(status, &shown))
}

fn exists(org: &Org, name: &str, value: &str) -> bool {
    match name {
        "person" => org.people.contains_key(value),
        "post" | "from_post" | "to_post" => org.posts.contains_key(value),
        "unit" => org.units.contains_key(value),
        _ => !value.is_empty(),
    }
}

/// Where the form came from: id of its name, address.
fn back(sheet: &Sheet) -> (&'static str, &'static str) {
    match sheet.slug {
        "vang-mat" | "het-vang-mat" => (id("admin-absences"), "/quan-tri/vang-mat"),
        "uy-quyen" | "cham-dut-uy-quyen" => (id("admin-powers"), "/quan-tri/uy-quyen"),
        "them-chuc-danh" => (id("admin-posts"), "/quan-tri/chuc-danh"),
        "them-don-vi" | "ket-thuc-don-vi" => (id("admin-units"), "/quan-tri/don-vi"),
        _ => (id("admin-people"), "/quan-tri/nguoi"),
    }
}

/// What the form is about, and what it does. Of one who leaves, what is still held is said.
fn intro(visitor: &Visitor, filled: &Filled<'_, '_>) -> Result<String, Stop> {
    let (org, tongue) = (visitor.house().org(), visitor.tongue);
    let known = filled.sheet.known.iter().map(|name| sheet::about(tongue, org, name, (filled.value)(name)));
    let about = known.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut out = if about.is_empty() { String::new() } else { format!("{about}. ") };
    out.push_str(&tongue.say(filled.sheet.intro));
    if let ("thoi-viec", Some((code, _))) = (filled.sheet.slug, org.people.get_key_value((filled.value)("person"))) {
        let held = person::held(visitor, code)?;
        out.push(' ');
        out.push_str(&tongue.tell("admin-hand-over", &[("held", held.into())]));
    }
    Ok(out)
}

fn hidden(visitor: &Visitor, filled: &Filled<'_, '_>) -> Vec<Hidden> {
    let pair = |name: &str, value: &str| Hidden { name: name.to_owned(), value: value.to_owned() };
    let mut out = vec![pair("csrf", &visitor.csrf), pair("idempotency_key", &filled.key)];
    out.extend(filled.sheet.known.iter().map(|name| pair(name, (filled.value)(name))));
    out
}
