//! Changes of the organisation in plain sentences.

use kernel::Code;
use kernel::org::{DelegationKind, Org, OrgChange};
use kernel::time::Date;
use office::house::OrgChanged;

use super::super::words::{moment, post};
use super::{heads, period, person_cell};
use crate::pages::{AdminCell, AdminRow, AdminTable};
use crate::tongue::{Arg, Tongue, id};

/// A change as a sentence, without its basis.
pub fn sentence(tongue: Tongue, org: &Org, change: &OrgChange) -> String {
    let name = |code: &Code| Arg::from(org.person_name(code).to_owned());
    let held = |code: &Code| Arg::from(post(org, code));
    let day = |day: &Date| Arg::from(day.print_vn());
    let time = |from: Date, to: Option<Date>| Arg::from(period(tongue, from, to));
    match change {
        OrgChange::PersonAdded { name, post, from, .. } => tongue.tell(
            "admin-told-person-added",
            &[("name", name.as_str().into()), ("post", held(post)), ("day", day(from))],
        ),
        OrgChange::PersonRenamed { person, name, .. } => tongue.tell(
            "admin-told-person-renamed",
            &[("person", person.to_string().into()), ("name", name.as_str().into())],
        ),
        OrgChange::PersonLeft { person, last, .. } => {
            tongue.tell("admin-told-person-left", &[("name", name(person)), ("day", day(last))])
        }
        OrgChange::PostAdded { post, .. } => tongue.tell("admin-told-post-added", &[("post", held(post))]),
        OrgChange::PostHeld { person, post, from, to, .. } => tongue.tell(
            "admin-told-post-held",
            &[("name", name(person)), ("post", held(post)), ("period", time(*from, *to))],
        ),
        OrgChange::PostLeft { person, post, last, .. } => {
            tongue.tell("admin-told-post-left", &[("name", name(person)), ("post", held(post)), ("day", day(last))])
        }
        OrgChange::AbsenceEntered { person, from, to, substitute } => {
            let (name_of, period) = (("name", name(person)), ("period", time(*from, Some(*to))));
            match substitute {
                Some(by) => tongue.tell("admin-told-absence-with", &[name_of, period, ("by", name(by))]),
                None => tongue.tell("admin-told-absence", &[name_of, period]),
            }
        }
        OrgChange::AbsenceEnded { person, from, last } if last < from => {
            tongue.tell("admin-told-absence-undone", &[("name", name(person)), ("day", day(from))])
        }
        OrgChange::AbsenceEnded { person, last, .. } => {
            tongue.tell("admin-told-absence-ended", &[("name", name(person)), ("day", day(last))])
        }
        OrgChange::DelegationGiven { .. }
        | OrgChange::DelegationEnded { .. }
        | OrgChange::UnitAdded { .. }
        | OrgChange::UnitEnded { .. } => of_houses(tongue, org, change),
    }
}

/// Powers to sign and units.
fn of_houses(tongue: Tongue, org: &Org, change: &OrgChange) -> String {
    let kind = |kind: DelegationKind| Arg::from(tongue.pick(kind.name(), kind.name_en()));
    let held = |code: &Code| Arg::from(post(org, code));
    match change {
        OrgChange::DelegationGiven { delegation: d } => tongue.tell(
            "admin-told-power-given",
            &[
                ("to", held(&d.to_post)),
                ("kind", kind(d.kind)),
                ("from", held(&d.from_post)),
                ("scope", d.scope.as_str().into()),
                ("period", period(tongue, d.valid_from, d.valid_to).into()),
            ],
        ),
        OrgChange::DelegationEnded { key, last, .. } => tongue.tell(
            "admin-told-power-ended",
            &[
                ("to", held(&key.to_post)),
                ("kind", kind(key.kind)),
                ("from", held(&key.from_post)),
                ("scope", key.scope.as_str().into()),
                ("day", last.print_vn().into()),
            ],
        ),
        OrgChange::UnitAdded { name, from, .. } => {
            tongue.tell("admin-told-unit-added", &[("name", name.as_str().into()), ("day", from.print_vn().into())])
        }
        OrgChange::UnitEnded { unit, last, successors, .. } => {
            let next: Vec<&str> = successors.iter().map(|code| org.unit_name(code)).collect();
            let (name, day) = (("name", org.unit_name(unit).into()), ("day", last.print_vn().into()));
            if next.is_empty() {
                tongue.tell("admin-told-unit-ended", &[name, day])
            } else {
                tongue.tell("admin-told-unit-followed", &[name, day, ("next", next.join(", ").into())])
            }
        }
        // Told by `sentence`.
        _ => String::new(),
    }
}

/// The paper behind a change; empty where none is asked for.
fn basis(change: &OrgChange) -> &str {
    match change {
        OrgChange::PersonAdded { basis, .. }
        | OrgChange::PersonRenamed { basis, .. }
        | OrgChange::PersonLeft { basis, .. }
        | OrgChange::PostAdded { basis, .. }
        | OrgChange::PostHeld { basis, .. }
        | OrgChange::PostLeft { basis, .. }
        | OrgChange::DelegationEnded { basis, .. }
        | OrgChange::UnitAdded { basis, .. }
        | OrgChange::UnitEnded { basis, .. } => basis,
        OrgChange::DelegationGiven { delegation } => &delegation.basis,
        OrgChange::AbsenceEntered { .. } | OrgChange::AbsenceEnded { .. } => "",
    }
}

/// Changes as a table: what, when, by whom, where in the ledger.
pub fn log<'a>(
    tongue: Tongue,
    org: &Org,
    heading: &'static str,
    changes: impl Iterator<Item = &'a OrgChanged>,
) -> AdminTable {
    let row = |made: &OrgChanged| AdminRow {
        head: AdminCell::text(sentence(tongue, org, &made.change)),
        detail: basis(&made.change).to_owned(),
        cells: vec![
            AdminCell::text(moment(made.at).text),
            person_cell(org, &made.by),
            AdminCell::text(tongue.number(i64::try_from(made.position).unwrap_or(i64::MAX))),
        ],
    };
    let columns = [id("admin-change"), id("admin-recorded-at"), id("admin-recorded-by"), id("admin-ledger-position")];
    AdminTable {
        heading: tongue.say(heading),
        all: None,
        columns: heads(tongue, columns),
        rows: changes.map(row).collect(),
        empty: tongue.say("admin-no-change-yet"),
    }
}

/// A day as a form's field holds it.
pub fn iso(day: Date) -> String {
    day.to_string()
}
