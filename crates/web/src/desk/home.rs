//! The first page: what waits for this person, and the registers with their counts.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use kernel::catalogue::case_type::{CaseType, Who};
use office::views::home::{Register, Waiting};
use office::views::register::{Count, Filter};

use super::answer::{self, Answer};
use super::register::count_words;
use super::visitor::{Asked, Visitor, rank, visit};
use super::words::{capital, case_href, deadline, long_day, number, post, query_string, title};
use crate::pages::{HomePage, Link, Tile, TileCount, Tone, WaitingGroup, WaitingItem};
use crate::state::AppState;

/// `GET /`
pub async fn show(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, home).await
}

fn home(visitor: &Visitor) -> Answer {
    let office = &visitor.state.office;
    let mut waiting = office.waiting(&visitor.viewer)?;
    waiting.sort_by_cached_key(|group| urgency(visitor, group));
    let mut registers = office.registers(&visitor.viewer)?;
    registers.sort_by_cached_key(|register| rank(&register.case_type));
    let name = visitor.house().org().person_name(&visitor.viewer.actor.person).to_owned();
    answer::ok(&HomePage {
        frame: visitor.frame("Việc của tôi"),
        greeting: format!("{}, {name}", part_of_day(visitor)),
        today: long_day(visitor.now().date()),
        summary: summary(&waiting),
        waiting: waiting.iter().map(|group| shown(visitor, group)).collect(),
        nothing_waits: "Không có việc nào chờ quý vị. Khi có hồ sơ chuyển đến, hồ sơ hiện ở đây, việc gấp nhất trước."
            .to_owned(),
        starts: visitor.viewer.types().iter().flat_map(|t| starts(visitor, t)).collect(),
        tiles: registers.iter().map(tile).collect(),
    })
}

/// The order of what waits: by the first case of each group, late before soon before the rest; what stands still comes
/// behind, and books that know neither deadline nor number come last.
fn urgency(visitor: &Visitor, group: &Waiting) -> impl Ord + use<> {
    let clock = group.list.lines.first().and_then(|line| line.case.clock.as_ref());
    let tone = clock.map(|clock| deadline(clock, visitor.house(), visitor.now(), None).tone);
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

fn part_of_day(visitor: &Visitor) -> &'static str {
    match visitor.now().local().second_of_day / 3600 {
        0..11 => "Chào buổi sáng",
        11..13 => "Chào buổi trưa",
        13..18 => "Chào buổi chiều",
        _ => "Chào buổi tối",
    }
}

fn summary(waiting: &[Waiting]) -> String {
    let exact = waiting.iter().map(|g| if let Count::Exact(n) = g.list.count { Some(n) } else { None });
    match exact.sum::<Option<u64>>() {
        Some(0) => String::new(),
        Some(n) => format!("{} việc chờ", count_words(Count::Exact(n))),
        None => format!("{} việc chờ", count_words(Count::Many)),
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
    opening.map(|m| Link { label: m.name.clone(), href: format!("/so/{}/moi/{}", case_type.code, m.code) }).collect()
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

fn shown(visitor: &Visitor, group: &Waiting) -> WaitingGroup {
    let wanted: Vec<String> = group.moves.iter().map(|m| m.name.to_lowercase()).collect();
    let org = visitor.house().org();
    let item = |line: &office::views::register::Line| {
        let case = &line.case;
        let from = case.assigner.as_ref().filter(|code| org.posts.contains_key(*code)).map(|code| post(org, code));
        WaitingItem {
            number: number(case),
            title: title(case, &group.case_type),
            href: case_href(case.id),
            wanted: wanted.join(" hoặc "),
            from: from.unwrap_or_default(),
            deadline: case.clock.as_ref().map(|c| deadline(c, visitor.house(), visitor.now(), None)),
        }
    };
    let due = group.case_type.clock.is_some();
    WaitingGroup {
        heading: format!("{} · {}", capital(&group.case_type.name), group.step.name),
        count: count_words(group.list.count),
        href: filtered(&group.case_type, &group.filters, if due { &[("xep", "han"), ("chieu", "tang")] } else { &[] }),
        items: group.list.lines.iter().map(item).collect(),
    }
}

fn tile(register: &Register) -> Tile {
    let of = &register.case_type;
    let count = |label: &str, count: Count, state: &str, late: bool| TileCount {
        label: label.to_owned(),
        value: count_words(count),
        href: filtered(of, &[], &[("tinh-trang", state)]),
        late: late && !count.is_none(),
    };
    let mut counts = vec![count("đang xử lý", register.open, "dang-mo", false)];
    counts.extend(register.late.map(|late| count("quá hạn", late, "qua-han", true)));
    Tile { label: of.register.clone(), href: format!("/so/{}", of.code), counts }
}
