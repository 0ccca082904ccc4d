//! The first page: what waits for this person, and the registers with their counts.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use kernel::case::Case;
use kernel::catalogue::case_type::{CaseType, Who};
use office::views::home::{Register, Waiting};
use office::views::register::{Count, Filter};
use office::views::work::WorkQuery;

use super::admin;
use super::answer::{self, Answer};
use super::landing;
use super::register::count_words;
use super::visitor::{Asked, Visitor, rank, visit};
use super::words::{case_href, deadline, kind_name, long_day, number, post, query_string, register_name, title};
use super::work;
use crate::pages::{HomePage, Link, Tile, TileCount, Tone, WaitingGroup, WaitingItem};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// `GET /`
pub async fn show(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, home).await
}

fn home(visitor: &Visitor) -> Answer {
    if admin::lands_here(visitor) {
        return admin::home(visitor);
    }
    let (office, tongue) = (&visitor.state.office, visitor.tongue);
    let mut waiting = office.waiting(&visitor.viewer)?;
    waiting.sort_by_cached_key(|group| urgency(visitor, group));
    let panels = landing::panels(visitor, &waiting)?;
    // What a panel offers already is not offered twice.
    let offered = |link: &Link| panels.iter().flat_map(|panel| &panel.ways).any(|way| way.href == link.href);
    let starts = visitor.viewer.types().iter().flat_map(|t| starts(visitor, t)).filter(|link| !offered(link)).collect();
    let mut registers = office.registers(&visitor.viewer)?;
    registers.sort_by_cached_key(|register| rank(&register.case_type));
    let name = tongue.data(visitor.house().org().person_name(&visitor.viewer.actor.person));
    answer::ok(&HomePage {
        frame: visitor.frame(&tongue.say("frame-nav-work")),
        greeting: tongue.tell(greeting(visitor), &[("name", name.into())]),
        today: long_day(tongue, visitor.now().date()),
        summary: summary(tongue, &waiting),
        panels,
        waiting: waiting.iter().map(|group| shown(visitor, group)).collect(),
        nothing_waits: tongue.say("home-nothing"),
        starts,
        tiles: registers.iter().map(|register| tile(tongue, register)).collect(),
    })
}

/// The order of what waits: by the first case of each group, late before soon before the rest; what stands still comes
/// behind, and books that know neither deadline nor number come last.
fn urgency(visitor: &Visitor, group: &Waiting) -> impl Ord + use<> {
    let clock = group.cases.first().and_then(|case| case.clock.as_ref());
    let tone = clock.map(|clock| deadline(visitor, clock, None).tone);
    let book = group.case_type.clock.is_none() && group.case_type.numbers.is_empty();
    let class = match tone {
        Some(Tone::Late) => 0,
        Some(Tone::Soon) => 1,
        Some(Tone::Paused) => 3,
        None if book => 4,
        Some(Tone::Neutral | Tone::Done | Tone::Unlimited) | None => 2,
    };
    (class, clock.and_then(|clock| clock.due).filter(|_| class < 2), rank(&group.case_type))
}

/// Id of the greeting of the hour.
fn greeting(visitor: &Visitor) -> &'static str {
    match visitor.now().local().second_of_day / 3600 {
        0..11 => id("home-morning"),
        11..13 => id("home-noon"),
        13..18 => id("home-afternoon"),
        _ => id("home-evening"),
    }
}

fn summary(tongue: Tongue, waiting: &[Waiting]) -> String {
    let exact = waiting.iter().map(|g| if let Count::Exact(n) = g.count { Some(n) } else { None });
    match exact.sum::<Option<u64>>() {
        Some(0) => String::new(),
        Some(n) => tongue.tell("home-waiting-count", &[("n", n.into())]),
        None => tongue.say("home-waiting-many"),
    }
}

/// The moves by which this person's posts open cases of a type. What everybody may do is not anybody's daily work: those
/// forms are reached by their address.
pub fn starts(visitor: &Visitor, case_type: &Arc<CaseType>) -> Vec<Link> {
    let org = visitor.house().org();
    let by_post = |who: &[Who]| {
        let named: Vec<Who> = who.iter().filter(|w| **w != Who::Anyone).cloned().collect();
        visitor.viewer.actor.allowed(&named, None, org).is_some()
    };
    let opening = case_type.moves.iter().filter(|m| m.opens() && by_post(&m.who));
    opening
        .map(|m| Link {
            label: visitor.tongue.name_of(&m.name, &m.name_en).to_owned(),
            href: format!("/so/{}/moi/{}", case_type.code, m.code),
        })
        .collect()
}

/// The address of a register held to these filters.
pub fn filtered(case_type: &CaseType, filters: &[Filter], more: &[(&str, &str)]) -> String {
    let mut pairs: Vec<(String, &str)> = Vec::new();
    for filter in filters {
        let name = match filter.field.as_str() {
            "@step" => "buoc".to_owned(),
            "@lead" => "don-vi".to_owned(),
            "@holder" => "nguoi".to_owned(),
            field => format!("f.{field}"),
        };
        pairs.extend(filter.values.iter().map(|v| (name.clone(), v.as_str())));
    }
    let mut all: Vec<(&str, &str)> = pairs.iter().map(|(k, v)| (k.as_str(), *v)).collect();
    all.extend(more);
    let query = query_string(&all);
    if query.is_empty() { format!("/so/{}", case_type.code) } else { format!("/so/{}?{query}", case_type.code) }
}

/// The address of my work, held to what one group holds.
pub fn all_of(group: &Waiting) -> String {
    let (case_type, step) = (Some(group.case_type.code.clone()), Some(group.step.code.clone()));
    work::href(&WorkQuery { case_type, step, ..WorkQuery::default() })
}

fn shown(visitor: &Visitor, group: &Waiting) -> WaitingGroup {
    let tongue = visitor.tongue;
    let wanted: Vec<String> = group.moves.iter().map(|m| tongue.name_of(&m.name, &m.name_en).to_lowercase()).collect();
    let org = visitor.house().org();
    let item = |case: &Case| {
        let from = case.assigner.as_ref().filter(|code| org.posts.contains_key(*code)).map(|code| post(org, code));
        WaitingItem {
            number: number(case),
            title: title(tongue, case, &group.case_type),
            href: case_href(case.id),
            wanted: wanted.join(&tongue.say("words-or")),
            from: from.unwrap_or_default(),
            deadline: case.clock.as_ref().map(|c| deadline(visitor, c, None)),
        }
    };
    WaitingGroup {
        heading: format!(
            "{} · {}",
            kind_name(tongue, &group.case_type),
            tongue.name_of(&group.step.name, &group.step.name_en)
        ),
        count: count_words(tongue, group.count),
        href: all_of(group),
        items: group.cases.iter().map(item).collect(),
    }
}

fn tile(tongue: Tongue, register: &Register) -> Tile {
    let of = &register.case_type;
    let count = |label: String, count: Count, state: &str, late: bool| TileCount {
        label,
        value: count_words(tongue, count),
        href: filtered(of, &[], &[("tinh-trang", state)]),
        late: late && !count.is_none(),
    };
    let mut counts = vec![count(tongue.say("words-open"), register.open, "dang-mo", false)];
    counts.extend(register.late.map(|late| count(tongue.say("words-late"), late, "qua-han", true)));
    Tile { label: register_name(tongue, of), href: format!("/so/{}", of.code), counts }
}
