//! The page of a register: its address is the filter, so that it can be shared. Columns come from the catalogue.
//!
//! Not here: the query (office).

use std::sync::Arc;

use axum::extract::{Path, Query as Asking, State};
use axum::response::Response;
use kernel::catalogue::case_type::{CaseType, FieldKind};
use kernel::time::Date;
use office::saved::SavedView;
use office::views::register::{Count, Line, Query, State as Clocks};

use super::address::{self, Address, Look, Pairs, PassedOver, STATES, key_text};
use super::answer::{self, Answer};
use super::columns::Columns;
use super::fields;
use super::home::starts;
use super::visitor::{Asked, Visitor, visit};
use super::words::{self, capital, case_href, deadline, moment, step_name};
use super::{export, looks, views};
use crate::pages::{
    Cell, Choice, ChoiceGroup, Count as Counted, Empty, Field, Input, Link, Notice, NoticeTone, RegisterPage, Row,
    SavedViews,
};
use crate::state::AppState;
use crate::tongue::Tongue;

/// `GET /so/{type}`
pub async fn show(
    State(state): State<AppState>,
    Path(code): Path<String>,
    Asking(pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    visit(state, asked, move |visitor| register(visitor, &code, &pairs)).await
}

fn register(visitor: &Visitor, code: &str, pairs: &Pairs) -> Answer {
    let house = visitor.house();
    let Some(case_type) = house.catalogue()?.types.get(code).cloned() else { return Err(visitor.missing()) };
    let (query, passed_over) = address::read(&case_type, house.org(), pairs);
    let address = Address { code: &case_type.code, pairs };
    let look = Look::asked(&case_type, pairs);
    let filtered =
        !query.filters.is_empty() || query.state.is_some() || query.still_since.is_some() || !query.words.is_empty();
    let columns = Columns::chosen(&case_type, pairs);
    let mut shown = RegisterPage {
        heading: case_type.register.clone(),
        english: capital(&case_type.name_en),
        sentence: sentence(visitor, &case_type, &query),
        starts: starts(visitor, &case_type),
        exports: export::links(visitor, code, pairs),
        looks: looks::looks(visitor.tongue, &case_type, &address, look),
        filter_action: format!("/so/{code}"),
        filter_fields: filter_fields(visitor, &case_type, &query, &columns),
        filter_hidden: address.kept(&[
            "xep",
            "chieu",
            address::LOOK,
            address::STRETCH,
            address::DAY,
            address::STILL_SINCE,
        ]),
        filter_reset: if filtered { format!("/so/{code}") } else { String::new() },
        empty: nothing(visitor, &case_type, filtered),
        ..RegisterPage::bare(visitor.frame(&case_type.register))
    };
    match look {
        Look::Rows => {
            let Some(list) = visitor.state.office.register(&visitor.viewer, &query)? else {
                return Err(visitor.missing());
            };
            shown.columns = columns.heads(&address, &query, list.sort);
            shown.rows = list.lines.iter().map(|line| columns.row(visitor, &line.case)).collect();
            shown.count = counted(visitor.tongue, &case_type, list.count, &address);
            shown.previous = list.previous.map(|key| address.with(&[("truoc", Some(&key_text(key))), ("sau", None)]));
            shown.next = list.next.map(|key| address.with(&[("sau", Some(&key_text(key))), ("truoc", None)]));
        }
        Look::Board => {
            let (lanes, count) = looks::board(visitor, &case_type, &query, &address)?;
            shown.lanes = Some(lanes);
            shown.count = counted(visitor.tongue, &case_type, count, &address);
        }
        Look::Calendar => {
            let (calendar, count) = looks::calendar(visitor, &case_type, &query, &address)?;
            let count = counted(visitor.tongue, &case_type, count, &address).text;
            let text = visitor.tongue.tell("looks-due", &[("count", count.into())]);
            shown.count = Counted { text, exact_href: None };
            shown.calendar = Some(calendar);
        }
    }
    shown.frame.notices.extend(said(&passed_over));
    let kept = visitor.state.office.saved_views(visitor.viewer.actor.person.as_str(), code)?;
    shown.saved = Some(saved(&kept, code, pairs, &shown.frame.csrf));
    answer::ok(&shown)
}

/// Conditions that were passed over are said, so that nobody takes the list for the one that was meant.
fn said(passed_over: &[PassedOver]) -> Option<Notice> {
    let named: Vec<String> = passed_over.iter().map(ToString::to_string).collect();
    let text = format!(
        "Sổ này không (còn) có điều kiện {}: danh sách dưới đây không lọc theo điều kiện đó. Xin chọn lại bộ lọc; nếu là cách xem đã lưu, lưu lại dưới tên cũ.",
        named.join(", ")
    );
    (!named.is_empty()).then_some(Notice { tone: NoticeTone::Problem, text })
}

fn saved(kept: &[SavedView], code: &str, pairs: &Pairs, csrf: &str) -> SavedViews {
    let list = address::of_the_list(pairs);
    SavedViews {
        action: views::action(code),
        csrf: csrf.to_owned(),
        current: kept.iter().find(|v| v.address == list).map(|v| v.name.clone()),
        links: kept.iter().map(|v| Link { label: v.name.clone(), href: format!("/so/{code}?{}", v.address) }).collect(),
        address: list,
    }
}

/// How many, as read.
pub fn count_words(tongue: Tongue, count: Count) -> String {
    match count {
        Count::Exact(n) => tongue.number(i64::try_from(n).unwrap_or(i64::MAX)),
        Count::Many => tongue.say("words-many"),
    }
}

fn counted(tongue: Tongue, case_type: &CaseType, count: Count, address: &Address<'_>) -> Counted {
    let exact_href = (count == Count::Many).then(|| address.with(&[("dem", Some("1"))]));
    Counted {
        text: format!("{} {}", count_words(tongue, count), tongue.name_of(&case_type.name, &case_type.name_en)),
        exact_href,
    }
}

/// The filter as a sentence: `Nhiệm vụ · chủ trì: Sở Tài chính · quá hạn`.
fn sentence(visitor: &Visitor, case_type: &CaseType, query: &Query) -> String {
    let org = visitor.house().org();
    let mut parts = vec![capital(&case_type.name)];
    for filter in &query.filters {
        let names = filter.values.iter().map(|value| match filter.field.as_str() {
            "@step" => case_type.step(value).map_or(value.clone(), |s| s.name.clone()),
            "@lead" => org.units.get(value.as_str()).map_or(value.clone(), |u| u.name.clone()),
            "@holder" => org.people.get(value.as_str()).map_or(value.clone(), |p| p.name.clone()),
            code => match (case_type.field(code), visitor.house().catalogue()) {
                (Some(field), Ok(catalogue)) => {
                    words::value(visitor.tongue, field, &kernel::case::Value::text(value), catalogue, org)
                }
                _ => value.clone(),
            },
        });
        let names: Vec<String> = names.collect();
        let label = match filter.field.as_str() {
            "@step" => "bước",
            "@lead" => "chủ trì",
            "@holder" => "người giữ",
            code => case_type.field(code).map_or(code, |f| f.name.as_str()),
        };
        parts.push(format!("{}: {}", label.to_lowercase(), names.join(" hoặc ")));
    }
    parts.extend(query.state.map(|state| state_words(state).to_owned()));
    parts.extend(query.due.map(due_words));
    parts.extend(query.still_since.map(|day| format!("đứng yên từ trước ngày {}", day.print_vn())));
    if !query.words.is_empty() {
        parts.push(format!("có “{}”", query.words));
    }
    if parts.len() == 1 {
        parts.push("tất cả trong phạm vi được xem".to_owned());
    }
    parts.join(" · ")
}

/// On one day, between two, or from or up to one.
fn due_words((first, last): (Date, Date)) -> String {
    match (first == Date(0), last == kernel::figures::NO_DAY) {
        _ if first == last => format!("hạn ngày {}", first.print_vn()),
        (true, _) => format!("hạn đến ngày {}", last.print_vn()),
        (false, true) => format!("hạn từ ngày {}", first.print_vn()),
        (false, false) => format!("hạn từ {} đến {}", first.print_vn(), last.print_vn()),
    }
}

fn state_words(state: Clocks) -> &'static str {
    match state {
        Clocks::Open => "đang xử lý",
        Clocks::Late => "quá hạn",
        Clocks::Running => "trong hạn",
        Clocks::NoDeadline => "không thời hạn",
    }
}

fn filter_fields(visitor: &Visitor, case_type: &CaseType, query: &Query, columns: &Columns) -> Vec<Field> {
    let chosen = |field: &str| query.filters.iter().find(|f| f.field == field).and_then(|f| f.values.first().cloned());
    let select = |id: &str, name: &str, label: &str, groups: Vec<ChoiceGroup>| {
        fields::field(visitor.tongue, id, name, label, Input::Choice { groups })
    };
    let any = |choices: Vec<Choice>| {
        let all = Choice { value: String::new(), label: "Tất cả".to_owned(), chosen: false };
        vec![ChoiceGroup { label: String::new(), choices: std::iter::once(all).chain(choices).collect() }]
    };
    let choice = |value: &str, label: &str, now: Option<&str>| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: now == Some(value),
    };
    let words = Input::Text { value: query.words.clone(), autocomplete: String::new() };
    let mut out = vec![fields::field(visitor.tongue, "loc-q", "q", "Có chữ", words)];
    // Without a clock a case is open or not, and nothing else.
    let states = STATES.into_iter().filter(|(_, state)| case_type.clock.is_some() || *state == Clocks::Open);
    let states = states.map(|(word, state)| Choice {
        value: word.to_owned(),
        label: capital(state_words(state)),
        chosen: query.state == Some(state),
    });
    out.push(select("loc-tinh-trang", "tinh-trang", "Tình trạng", any(states.collect())));
    let step = chosen("@step");
    let steps = case_type.steps.iter().map(|s| choice(s.code.as_str(), &s.name, step.as_deref()));
    out.push(select("loc-buoc", "buoc", "Bước", any(steps.collect())));
    if case_type.moves.iter().any(|m| m.does.contains(&kernel::catalogue::case_type::Effect::Assign)) {
        let lead = chosen("@lead");
        let mut groups = any(Vec::new());
        groups.extend(fields::units(visitor.tongue, visitor.house().org(), None, |code| lead.as_deref() == Some(code)));
        out.push(select("loc-don-vi", "don-vi", "Chủ trì", groups));
    }
    for rule in case_type.fields.iter().filter(|f| f.filter) {
        let now = chosen(rule.code.as_str());
        let (id, name) = (format!("loc-{}", fields::id_part(rule.code.as_str())), format!("f.{}", rule.code));
        if rule.kind == FieldKind::Choice {
            let choices = rule.choices.iter().map(|c| choice(c.code.as_str(), &c.name, now.as_deref()));
            out.push(select(&id, &name, &rule.name, any(choices.collect())));
        } else {
            let value = now.unwrap_or_default();
            out.push(fields::field(
                visitor.tongue,
                &id,
                &name,
                &rule.name,
                Input::Text { value, autocomplete: String::new() },
            ));
        }
    }
    let groups = vec![ChoiceGroup { label: String::new(), choices: columns.choices() }];
    out.push(fields::field(visitor.tongue, "loc-cot", address::COLUMN, "Cột hiển thị", Input::Many { groups }));
    out
}

fn nothing(visitor: &Visitor, case_type: &Arc<CaseType>, filtered: bool) -> Empty {
    if filtered {
        let ways = vec![Link { label: "Bỏ lọc".to_owned(), href: format!("/so/{}", case_type.code) }];
        return Empty { why: format!("Không có {} nào khớp với điều kiện lọc.", case_type.name), ways };
    }
    let why = format!("Chưa có {} nào trong phạm vi quý vị được xem.", case_type.name);
    Empty { why, ways: starts(visitor, case_type) }
}

/// Rows of a list found elsewhere, for the search page.
pub fn hit(visitor: &Visitor, line: &Line, case_type: &CaseType) -> Row {
    let case = &line.case;
    let number = words::number(case);
    let due = case.clock.as_ref().map(|c| deadline(visitor, c, None));
    Row {
        href: case_href(case.id),
        cells: vec![
            Cell::Text(words::title(visitor.tongue, case, case_type)),
            if number.is_empty() { Cell::Nothing } else { Cell::Code(number) },
            Cell::Text(capital(&case_type.name)),
            Cell::Text(step_name(visitor.tongue, case_type, &case.step).to_owned()),
            Cell::When(moment(case.opened)),
            due.map_or(Cell::Nothing, Cell::Deadline),
        ],
    }
}
