//! Powers to sign (Nghị định 30/2020/NĐ-CP, Điều 13): those that end soon first, then what holds, then what has ended.

use axum::extract::State;
use axum::response::Response;
use kernel::org::{Delegation, Org, covers};
use kernel::time::Date;

use super::super::answer;
use super::super::visitor::{Asked, visit};
use super::super::words::{capital, post};
use super::told::iso;
use super::{SOON_DAYS, form_href, guard, heads, link, until, up};
use crate::pages::{AdminCell, AdminPage, AdminRow, AdminTable};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// `GET /quan-tri/uy-quyen`
pub async fn show(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        guard(visitor)?;
        let (org, day, tongue) = (visitor.house().org(), visitor.now().date(), visitor.tongue);
        let soon = org.delegations_ending(day, SOON_DAYS);
        let holds = |d: &&Delegation| covers(d.valid_from, d.valid_to, day) && !soon.contains(d);
        let later = |d: &&Delegation| d.valid_from > day;
        let over = |d: &&Delegation| d.valid_to.is_some_and(|last| last < day);
        let all = || org.delegations.iter();
        let mut tables = vec![
            ending(tongue, org, day),
            AdminTable {
                heading: tongue.say("admin-in-force"),
                empty: tongue.say("admin-none-in-force"),
                ..table(tongue, org, all().filter(holds), day)
            },
        ];
        for (heading, found) in [
            (id("admin-in-force-later"), all().filter(later).collect::<Vec<_>>()),
            (id("admin-in-force-before"), all().rev().filter(over).collect()),
        ] {
            if !found.is_empty() {
                let heading = tongue.say(heading);
                tables.push(AdminTable { heading, ..table(tongue, org, found.into_iter(), day) });
            }
        }
        answer::ok(&AdminPage {
            frame: visitor.frame(&tongue.say("admin-powers")),
            back: Some(up(tongue)),
            heading: tongue.say("admin-powers"),
            english: tongue.aside("admin-powers"),
            lead: tongue.say("admin-powers-why"),
            actions: vec![link(tongue.say("admin-new-power"), form_href("uy-quyen", &[]))],
            tables,
            ..AdminPage::default()
        })
    })
    .await
}

/// Those that end soon.
pub fn ending(tongue: Tongue, org: &Org, day: Date) -> AdminTable {
    AdminTable {
        heading: tongue.tell("admin-ending", &[("n", SOON_DAYS.into())]),
        empty: tongue.tell("admin-none-ending", &[("n", SOON_DAYS.into())]),
        ..table(tongue, org, org.delegations_ending(day, SOON_DAYS).into_iter(), day)
    }
}

/// A table of powers, without its heading.
pub fn table<'a>(tongue: Tongue, org: &Org, found: impl Iterator<Item = &'a Delegation>, day: Date) -> AdminTable {
    let columns =
        [id("admin-signer-scope"), id("admin-power-kind"), id("admin-signs-for"), id("admin-term"), id("admin-doing")];
    AdminTable {
        columns: heads(tongue, columns),
        rows: found.map(|d| row(tongue, org, d, day)).collect(),
        ..AdminTable::default()
    }
}

fn row(tongue: Tongue, org: &Org, power: &Delegation, day: Date) -> AdminRow {
    let holder = org.holders_on(&power.to_post, day).next().map(|p| format!(" ({})", p.name)).unwrap_or_default();
    let from = iso(power.valid_from);
    let known = [
        ("kind", power.kind.code()),
        ("from_post", power.from_post.as_str()),
        ("to_post", power.to_post.as_str()),
        ("scope", power.scope.as_str()),
        ("from", from.as_str()),
    ];
    let open = power.valid_to.is_none_or(|last| last >= day);
    AdminRow {
        head: AdminCell::data(format!("{}{holder}", post(org, &power.to_post))),
        detail: format!("{} · {}", capital(&power.scope), power.basis),
        cells: vec![
            AdminCell::text(tongue.pick(power.kind.name(), power.kind.name_en())),
            AdminCell::data(post(org, &power.from_post)),
            until(tongue, power.valid_to, day),
            if open {
                AdminCell::link(tongue.say("admin-end-power"), form_href("cham-dut-uy-quyen", &known))
            } else {
                AdminCell::default()
            },
        ],
    }
}
