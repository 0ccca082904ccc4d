//! Posts: who holds each today, which are free, by unit.

use axum::extract::{Query as Asking, State};
use axum::response::Response;
use kernel::case::rights::role_said;
use kernel::org::{Org, Post};
use kernel::text::sort_key;
use kernel::time::Date;

use super::super::address::Pairs;
use super::super::answer::{self, Answer};
use super::super::fields;
use super::super::visitor::{Asked, Visitor, visit};
use super::super::words::query_string;
use super::{Paged, count, form_href, guard, heads, link, person_cell, up};
use crate::pages::{AdminCell, AdminPage, AdminRow, AdminTable, Input, Tone};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// `GET /quan-tri/chuc-danh`
pub async fn show(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        guard(visitor)?;
        list(visitor, &pairs)
    })
    .await
}

fn list(visitor: &Visitor, pairs: &Pairs) -> Answer {
    let (org, day, tongue) = (visitor.house().org(), visitor.now().date(), visitor.tongue);
    let get = |name: &str| pairs.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.as_str());
    let (unit, free, after) = (get("don-vi"), get("trong") == "yes", get("sau"));
    let above = org.units.get_key_value(unit).map(|(code, _)| code);
    let keeps = |post: &&Post| {
        org.unit_on(post.unit.as_str(), day).is_some()
            && above.is_none_or(|above| org.is_within(&post.unit, above))
            && (!free || org.holders_on(&post.code, day).next().is_none())
    };
    let mut found: Vec<&Post> = org.posts.values().filter(keeps).collect();
    found.sort_by_cached_key(|post| (sort_key(org.unit_name(&post.unit)), sort_key(&post.title), post.code.clone()));
    let href = |after: &str| {
        let all = [("don-vi", unit), ("trong", if free { "yes" } else { "" }), ("sau", after)];
        let kept: Vec<(&str, &str)> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/quan-tri/chuc-danh?{}", query_string(&kept))
    };
    let page = Paged::of(&found, after, |post| &post.code, href);
    let units = fields::with_blank(tongue, fields::units(tongue, org, Some(day), |code| code == unit));
    let field = |field: &str, name: &str, label: &'static str, input: Input| {
        fields::field(tongue, field, name, &tongue.say(label), input)
    };
    answer::ok(&AdminPage {
        frame: visitor.frame(&tongue.say("admin-posts")),
        back: Some(up(tongue)),
        heading: tongue.say("admin-posts"),
        english: tongue.aside("admin-posts"),
        lead: tongue.tell("admin-posts-why", &[("n", count(found.len()).into())]),
        actions: vec![link(tongue.say("admin-add-post"), form_href("them-chuc-danh", &[]))],
        filter_action: "/quan-tri/chuc-danh".to_owned(),
        filter_fields: vec![
            field("loc-don-vi", "don-vi", id("admin-unit"), Input::Choice { groups: units }),
            field("loc-trong", "trong", id("admin-free-only"), Input::Check { ticked: free }),
        ],
        tables: vec![AdminTable {
            heading: tongue.say("admin-list"),
            all: None,
            columns: heads(tongue, [id("admin-post"), id("admin-unit"), id("admin-role"), id("admin-held-by")]),
            rows: page.rows.iter().map(|post| row(tongue, org, post, day)).collect(),
            empty: tongue.say("admin-no-such-post"),
        }],
        previous: page.previous,
        next: page.next,
        ..AdminPage::default()
    })
}

fn row(tongue: Tongue, org: &Org, post: &Post, day: Date) -> AdminRow {
    let holder = org.holders_on(&post.code, day).next();
    let coming = || {
        let mut people = org.people.values();
        people.find_map(|p| p.terms.iter().find(|t| t.post == post.code && t.from > day).map(|t| (p, t)))
    };
    let cell = match holder {
        Some(person) => person_cell(org, &person.code),
        None => match coming() {
            Some((p, t)) => {
                let args = [("name", p.name.as_str().into()), ("day", t.from.print_vn().into())];
                AdminCell::state(Tone::Neutral, tongue.tell("admin-name-from", &args))
            }
            None => AdminCell::state(Tone::Late, tongue.say("admin-nobody-holds")),
        },
    };
    let role = role_said(&post.role);
    AdminRow {
        head: AdminCell::data(&post.title),
        detail: post.code.to_string(),
        cells: vec![AdminCell::data(org.unit_name(&post.unit)), AdminCell::text(tongue.pick(role.vi, role.en)), cell],
    }
}
