//! Who is away, who stands in, from when to when. The chief sees and enters those of the own office only.

use axum::extract::State;
use axum::response::Response;
use kernel::org::{Absence, Org, may_administer, may_enter_absences};
use kernel::time::Date;

use super::super::answer;
use super::super::visitor::{Asked, Visitor, visit};
use super::told::iso;
use super::{form_href, guard_absences, heads, link, person_cell, up};
use crate::pages::{AdminCell, AdminPage, AdminRow, AdminTable, Tone};
use crate::state::AppState;
use crate::tongue::id;

/// Absences that ended within so many days are shown too.
const PAST_DAYS: i32 = 60;

/// `GET /quan-tri/vang-mat`
pub async fn show(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        guard_absences(visitor)?;
        let (day, tongue) = (visitor.now().date(), visitor.tongue);
        let past = |a: &Absence| a.to < day && a.to >= day.add_days(-PAST_DAYS);
        let tables = vec![
            table(visitor, id("admin-away-now"), id("admin-nobody-away"), |a| a.from <= day && day <= a.to),
            table(visitor, id("admin-away-soon"), id("admin-nobody-away-soon"), |a| a.from > day),
            AdminTable {
                heading: tongue.tell("admin-away-past", &[("n", PAST_DAYS.into())]),
                ..table(visitor, id("admin-away-now"), id("admin-none"), past)
            },
        ];
        let back = may_administer(&visitor.viewer.actor).then(|| up(tongue));
        answer::ok(&AdminPage {
            frame: visitor.frame(&tongue.say("admin-absences")),
            back,
            heading: tongue.say("admin-absences"),
            english: tongue.aside("admin-absences"),
            lead: tongue.say("admin-absences-why"),
            actions: vec![link(tongue.say("admin-enter-absence"), form_href("vang-mat", &[]))],
            tables,
            ..AdminPage::default()
        })
    })
    .await
}

/// A table of absences, the first to begin first, as far as the visitor may enter them.
pub fn table(
    visitor: &Visitor,
    heading: &'static str,
    empty: &'static str,
    which: impl Fn(&Absence) -> bool,
) -> AdminTable {
    let (org, day, tongue) = (visitor.house().org(), visitor.now().date(), visitor.tongue);
    let mut found: Vec<&Absence> = org.absences.iter().filter(|a| which(a)).collect();
    found.retain(|a| may_enter_absences(&visitor.viewer.actor, org, a.person.as_str(), day));
    found.sort_by_key(|a| (a.from, a.to));
    let columns =
        [id("admin-who-is-away"), id("admin-from-day"), id("admin-to-day"), id("admin-substitute"), id("admin-doing")];
    AdminTable {
        heading: tongue.say(heading),
        all: None,
        columns: heads(tongue, columns),
        rows: found.into_iter().map(|a| row(visitor, org, a, day)).collect(),
        empty: tongue.say(empty),
    }
}

fn row(visitor: &Visitor, org: &Org, absence: &Absence, day: Date) -> AdminRow {
    let (administers, tongue) = (may_administer(&visitor.viewer.actor), visitor.tongue);
    let name = |code: &kernel::Code| {
        if administers { person_cell(org, code) } else { AdminCell::data(org.person_name(code)) }
    };
    let by_table = || AdminCell::text(tongue.say("admin-by-assignments"));
    let from = iso(absence.from);
    let end = form_href("het-vang-mat", &[("person", absence.person.as_str()), ("from", from.as_str())]);
    let now = absence.from <= day && day <= absence.to;
    let last = absence.to.print_vn();
    AdminRow {
        head: name(&absence.person),
        detail: org.people.get(&absence.person).map(|p| super::posts_on(org, p, absence.from)).unwrap_or_default(),
        cells: vec![
            AdminCell::text(absence.from.print_vn()),
            if now { AdminCell::state(Tone::Paused, last) } else { AdminCell::text(last) },
            absence.substitute.as_ref().map_or_else(by_table, name),
            if absence.to >= day { AdminCell::link(tongue.say("admin-end-early"), end) } else { AdminCell::default() },
        ],
    }
}
