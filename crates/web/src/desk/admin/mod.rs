//! The pages of whoever administers, under `/quan-tri`: people, posts, units over time, powers to sign, absences, the
//! calendar; every change by a form, recorded as an event, listed in the log. Who may is the kernel's to say.

mod absences;
mod calendar;
pub mod erasing;
mod forms;
mod home;
mod log;
mod people;
mod person;
mod posts;
mod powers;
mod preview;
mod publishing;
mod read;
mod sheet;
mod told;
mod units;

use axum::Router;
use axum::routing::get;
use kernel::Code;
use kernel::org::{ADMINISTRATOR, CHIEF, Org, may_administer};
use kernel::time::Date;

use super::answer::Stop;
use super::visitor::Visitor;
use super::words::{post, query_string};
use super::{catalogue, health, moving};
use crate::pages::{AdminCell, Link, Tone};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

pub use home::page as home;

/// What ends within so many days is told first, and set off.
const SOON_DAYS: i32 = 30;
/// Rows of a page.
const PAGE_ROWS: usize = 60;

/// A page of a sorted list, with the addresses of the pages around it.
struct Paged<'a, T> {
    rows: Vec<&'a T>,
    previous: Option<String>,
    next: Option<String>,
}

impl<'a, T> Paged<'a, T> {
    /// The page behind the row with the code `after`; the first one where there is no such row. `href` answers the address of
    /// the page behind a code.
    fn of(found: &[&'a T], after: &str, code: impl Fn(&T) -> &Code, href: impl Fn(&str) -> String) -> Self {
        let start = found.iter().position(|row| *code(row) == *after).map_or(0, |at| at + 1);
        let rows: Vec<&T> = found.iter().skip(start).take(PAGE_ROWS).copied().collect();
        let next = rows.last().filter(|_| start + rows.len() < found.len()).map(|row| href(code(row).as_str()));
        let before = start.checked_sub(PAGE_ROWS + 1).and_then(|at| found.get(at));
        let previous = (start > 0).then(|| href(before.map_or("", |row| code(row).as_str())));
        Self { rows, previous, next }
    }
}

/// The addresses.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/quan-tri", get(home::show))
        .route("/quan-tri/nguoi", get(people::show))
        .route("/quan-tri/nguoi/{person}", get(person::show))
        .route("/quan-tri/chuc-danh", get(posts::show))
        .route("/quan-tri/don-vi", get(units::show))
        .route("/quan-tri/uy-quyen", get(powers::show))
        .route("/quan-tri/vang-mat", get(absences::show))
        .route("/quan-tri/lich", get(calendar::show))
        .route("/quan-tri/lich/moi", get(calendar::form).post(calendar::send))
        .route("/quan-tri/nhat-ky", get(log::show))
        .route(publishing::PAGE, get(publishing::show))
        .route(publishing::FORM, get(publishing::form).post(publishing::send))
        .route(erasing::PAGE, get(erasing::show))
        .route(erasing::REWRITE, get(erasing::rewriting).post(erasing::rewrite))
        .route("/ho-so/{id}/xoa", get(erasing::form).post(erasing::send))
        .route("/quan-tri/sua/{kind}", get(forms::show).post(forms::send))
}

/// Whether the visitor's first post is that of whoever administers: then that is the first page.
pub fn lands_here(visitor: &Visitor) -> bool {
    visitor.viewer.actor.posts.first().is_some_and(|post| post.role == *ADMINISTRATOR)
}

/// Entries of the navigation: id of the name, address.
pub fn nav(visitor: &Visitor) -> Vec<(&'static str, &'static str)> {
    let absences = (id("admin-absences"), "/quan-tri/vang-mat");
    let looked_after = [
        (id("catalogue-title"), catalogue::LIST),
        (id("health-title"), health::STATE),
        (id("health-troubles"), health::TROUBLES),
    ];
    let mut out = people(visitor, absences);
    if looks_after(visitor) {
        out.extend(looked_after);
    }
    if looks_after(visitor) {
        out.push((id("erasing-title"), erasing::PAGE));
    }
    if publishing::reads(visitor) {
        out.push((id("publishing-title"), publishing::PAGE));
    }
    if !moving::targets(visitor).is_empty() {
        out.push((id("moving-title"), moving::BEGIN));
    }
    out
}

/// Entries for people, posts and what goes with them.
fn people(visitor: &Visitor, absences: (&'static str, &'static str)) -> Vec<(&'static str, &'static str)> {
    if !may_administer(&visitor.viewer.actor) {
        return if is_chief(visitor) { vec![absences] } else { Vec::new() };
    }
    vec![
        (id("admin-overview"), "/quan-tri"),
        (id("admin-people"), "/quan-tri/nguoi"),
        (id("admin-posts"), "/quan-tri/chuc-danh"),
        (id("admin-units"), "/quan-tri/don-vi"),
        (id("admin-powers"), "/quan-tri/uy-quyen"),
        absences,
        (id("admin-calendar"), "/quan-tri/lich"),
        (id("admin-changes"), "/quan-tri/nhat-ky"),
    ]
}

fn is_chief(visitor: &Visitor) -> bool {
    visitor.viewer.actor.posts.iter().any(|post| post.role == *CHIEF)
}

/// Whose are the pages of catalogue and health. The Chief answers for the Office, so the Chief may look at whatever an
/// administrator keeps.
fn looks_after(visitor: &Visitor) -> bool {
    may_administer(&visitor.viewer.actor) || is_chief(visitor)
}

/// Ends the handler for whoever does not look after the house: for them there is no such page.
pub fn administers(visitor: &Visitor) -> Result<(), Stop> {
    if looks_after(visitor) { Ok(()) } else { Err(visitor.missing()) }
}

/// Stops whoever does not administer.
fn guard(visitor: &Visitor) -> Result<(), Stop> {
    if may_administer(&visitor.viewer.actor) { Ok(()) } else { Err(visitor.sorry(403).into()) }
}

/// Stops whoever neither administers nor may enter absences.
fn guard_absences(visitor: &Visitor) -> Result<(), Stop> {
    if is_chief(visitor) { Ok(()) } else { guard(visitor) }
}

/// The form of a change, with what it is about.
fn form_href(kind: &str, known: &[(&str, &str)]) -> String {
    if known.is_empty() {
        return format!("/quan-tri/sua/{kind}");
    }
    format!("/quan-tri/sua/{kind}?{}", query_string(known))
}

fn link(label: String, href: impl Into<String>) -> Link {
    Link { label, href: href.into() }
}

/// The way up to the overview.
fn up(tongue: Tongue) -> Link {
    link(tongue.say("admin-administration"), "/quan-tri")
}

/// Heads of columns.
fn heads<const N: usize>(tongue: Tongue, ids: [&'static str; N]) -> Vec<String> {
    ids.iter().map(|id| tongue.say(id)).collect()
}

/// A count as a number of messages.
fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn person_href(code: &kernel::Code) -> String {
    format!("/quan-tri/nguoi/{code}")
}

/// A person's name, leading to the page.
fn person_cell(org: &Org, code: &kernel::Code) -> AdminCell {
    AdminCell::link(org.person_name(code), person_href(code)).as_data()
}

/// The posts of a person on a day in words.
fn posts_on(org: &Org, person: &kernel::org::Person, day: Date) -> String {
    let posts: Vec<String> = person.posts_on(day).map(|code| post(org, code)).collect();
    posts.join("; ")
}

/// `từ 01/03/2023 đến 31/03/2023`, `from 01/03/2023 to 31/03/2023`.
pub fn period(tongue: Tongue, from: Date, to: Option<Date>) -> String {
    let first = from.print_vn();
    match to {
        Some(to) if to == from => tongue.tell("admin-on-day", &[("day", first.into())]),
        Some(to) => tongue.tell("admin-from-to", &[("first", first.into()), ("last", to.print_vn().into())]),
        None => tongue.tell("admin-from", &[("day", first.into())]),
    }
}

/// How long something still holds: its last day with the days that are left, amber when they are few.
fn until(tongue: Tongue, last: Option<Date>, today: Date) -> AdminCell {
    let Some(last) = last else { return AdminCell::text(tongue.say("admin-no-end")) };
    let days = last.days_since(today);
    let tell = |id: &'static str| tongue.tell(id, &[("day", last.print_vn().into())]);
    match days {
        ..0 => AdminCell::text(tell("admin-ended")),
        0 => AdminCell::state(Tone::Soon, tell("admin-ends-today")),
        1..=SOON_DAYS => AdminCell::state(
            Tone::Soon,
            tongue.tell("admin-ends-soon", &[("n", days.into()), ("day", last.print_vn().into())]),
        ),
        _ => AdminCell::text(tell("admin-until")),
    }
}
