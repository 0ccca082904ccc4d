//! Units over time: those that exist on a day, what came before and what comes after.

use axum::extract::{Query as Asking, State};
use axum::response::Response;
use kernel::org::{Org, Unit, UnitKind, covers};
use kernel::text::sort_key;
use kernel::time::Date;

use super::super::address::Pairs;
use super::super::answer::{self, Answer};
use super::super::fields;
use super::super::visitor::{Asked, Visitor, visit};
use super::super::words::query_string;
use super::{Paged, count, form_href, guard, heads, link, until, up};
use crate::pages::{AdminCell, AdminFact, AdminPage, AdminRow, AdminTable, ChoiceGroup, Input};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// Kinds in the order of the list: what is sent, what is read.
pub const KINDS: [(UnitKind, &str, &str); 8] = [
    (UnitKind::Province, "province", id("admin-kind-province")),
    (UnitKind::Office, "office", id("admin-kind-office")),
    (UnitKind::Room, "room", id("admin-kind-room")),
    (UnitKind::Centre, "centre", id("admin-kind-centre")),
    (UnitKind::Department, "department", id("admin-kind-department")),
    (UnitKind::District, "district", id("admin-kind-district")),
    (UnitKind::Commune, "commune", id("admin-kind-commune")),
    (UnitKind::Agency, "agency", id("admin-kind-agency")),
];

/// Units before and after one that are named in its row.
const NAMES_SHOWN: usize = 4;

/// `GET /quan-tri/don-vi`
pub async fn show(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        guard(visitor)?;
        list(visitor, &pairs)
    })
    .await
}

fn list(visitor: &Visitor, pairs: &Pairs) -> Answer {
    let (org, today, tongue) = (visitor.house().org(), visitor.now().date(), visitor.tongue);
    let get = |name: &str| pairs.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.as_str());
    let day = Date::parse(get("ngay")).unwrap_or(today);
    let kind = KINDS.iter().find(|(_, code, _)| *code == get("loai"));
    let on = |u: &&Unit| covers(u.valid_from, u.valid_to, day);
    let mut found: Vec<&Unit> =
        org.units.values().filter(on).filter(|u| kind.is_none_or(|(kind, ..)| *kind == u.kind)).collect();
    found.sort_by_cached_key(|u| (KINDS.iter().position(|(kind, ..)| *kind == u.kind), sort_key(&u.name)));
    let iso = day.to_string();
    let href = |after: &str| {
        let all = [("ngay", iso.as_str()), ("loai", kind.map_or("", |(_, code, _)| code)), ("sau", after)];
        let kept: Vec<(&str, &str)> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/quan-tri/don-vi?{}", query_string(&kept))
    };
    let page = Paged::of(&found, get("sau"), |u| &u.code, href);
    let field = |field: &str, name: &str, label: &'static str, input: Input| {
        fields::field(tongue, field, name, &tongue.say(label), input)
    };
    answer::ok(&AdminPage {
        frame: visitor.frame(&tongue.say("admin-units")),
        back: Some(up(tongue)),
        heading: tongue.say("admin-units"),
        english: tongue.aside("admin-units"),
        lead: tongue.tell("admin-units-on", &[("n", count(found.len()).into()), ("day", day.print_vn().into())]),
        actions: vec![link(tongue.say("admin-add-unit"), form_href("them-don-vi", &[]))],
        filter_action: "/quan-tri/don-vi".to_owned(),
        filter_fields: vec![
            field("loc-ngay", "ngay", id("admin-on-which-day"), Input::Date { value: iso.clone() }),
            field(
                "loc-loai",
                "loai",
                id("admin-unit-kind"),
                Input::Choice { groups: kinds(tongue, kind.map(|(_, code, _)| *code)) },
            ),
        ],
        facts: counts(tongue, org, day),
        tables: vec![AdminTable {
            heading: tongue.say("admin-list"),
            all: None,
            columns: columns(tongue),
            rows: page.rows.iter().map(|u| row(tongue, org, u, today)).collect(),
            empty: tongue.say("admin-no-such-unit"),
        }],
        previous: page.previous,
        next: page.next,
        ..AdminPage::default()
    })
}

fn columns(tongue: Tongue) -> Vec<String> {
    let ids = [
        id("admin-unit"),
        id("admin-unit-kind"),
        id("admin-from-day"),
        id("admin-term"),
        id("admin-before"),
        id("admin-after"),
        id("admin-doing"),
    ];
    heads(tongue, ids)
}

/// Kinds to choose from.
pub fn kinds(tongue: Tongue, chosen: Option<&str>) -> Vec<ChoiceGroup> {
    let choices =
        KINDS.iter().map(|(_, code, name)| fields::choice(code, &tongue.say(name), chosen.unwrap_or_default()));
    fields::with_blank(tongue, vec![ChoiceGroup { label: String::new(), choices: choices.collect() }])
}

/// How many units of each kind there are on a day, each a link to its list.
fn counts(tongue: Tongue, org: &Org, day: Date) -> Vec<AdminFact> {
    let of =
        |kind: UnitKind| org.units.values().filter(|u| u.kind == kind && covers(u.valid_from, u.valid_to, day)).count();
    let day = day.to_string();
    let fact = |(kind, code, name): &(UnitKind, &str, &'static str)| AdminFact {
        label: tongue.say(name),
        value: tongue.number(count(of(*kind))),
        href: format!("/quan-tri/don-vi?{}", query_string(&[("ngay", day.as_str()), ("loai", code)])),
    };
    KINDS.iter().filter(|(kind, ..)| of(*kind) > 0).map(fact).collect()
}

fn row(tongue: Tongue, org: &Org, unit: &Unit, today: Date) -> AdminRow {
    let kind =
        KINDS.iter().find(|(kind, ..)| *kind == unit.kind).map_or_else(String::new, |(_, _, name)| tongue.say(name));
    let names = |units: &mut dyn Iterator<Item = &Unit>| {
        let all: Vec<&str> = units.map(|u| u.name.as_str()).collect();
        let names = all.iter().take(NAMES_SHOWN).copied().collect::<Vec<_>>().join("; ");
        match all.len().saturating_sub(NAMES_SHOWN) {
            0 => names,
            more => tongue.tell("admin-units-more", &[("names", names.into()), ("n", count(more).into())]),
        }
    };
    let before = names(&mut org.units.values().filter(|u| u.successors.contains(&unit.code)));
    let after = names(&mut unit.successors.iter().filter_map(|code| org.units.get(code)));
    let above = unit.parent.as_ref().map(|code| org.unit_name(code).to_owned()).unwrap_or_default();
    let open = unit.valid_to.is_none_or(|last| last >= today);
    let mark = if unit.unverified { format!(" · {}", tongue.say("admin-unverified")) } else { String::new() };
    AdminRow {
        head: AdminCell::data(&unit.name),
        detail: format!("{} · {above}{mark}", unit.code),
        cells: vec![
            AdminCell::text(kind),
            AdminCell::text(unit.valid_from.print_vn()),
            until(tongue, unit.valid_to, today),
            AdminCell::data(before),
            AdminCell::data(after),
            if open && unit.kind != UnitKind::Province {
                AdminCell::link(
                    tongue.say("admin-end-unit"),
                    form_href("ket-thuc-don-vi", &[("unit", unit.code.as_str())]),
                )
            } else {
                AdminCell::default()
            },
        ],
    }
}
