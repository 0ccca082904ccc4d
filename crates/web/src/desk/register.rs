//! The page of a register: its address is the filter, so that it can be shared. Columns come from the catalogue.
//!
//! Not here: the query (office).

use std::sync::Arc;

use axum::extract::{Path, Query as Asking, State};
use axum::response::Response;
use kernel::catalogue::case_type::{CaseType, FieldKind};
use kernel::time::Date;
use office::import::opened_at_source;
use office::saved::SavedView;
use office::views::register::{Count, Line, Query, State as Clocks};

use super::address::{self, Address, Look, Pairs, PassedOver, STATES, key_text};
use super::answer::{self, Answer};
use super::columns::Columns;
use super::fields;
use super::home::starts;
use super::visitor::{Asked, Visitor, visit};
use super::words::{self, capital, case_href, deadline, kind_name, moment, register_name, step_name};
use super::{export, looks, views};
use crate::pages::{
    Cell, Choice, ChoiceGroup, Count as Counted, Empty, Field, Input, Link, Notice, NoticeTone, RegisterPage, Row,
    SavedViews,
};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

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
    let (house, tongue) = (visitor.house(), visitor.tongue);
    let Some(case_type) = house.catalogue()?.types.get(code).cloned() else { return Err(visitor.missing()) };
    let (query, passed_over) = address::read(&case_type, house.org(), pairs);
    let address = Address { code: &case_type.code, pairs };
    let look = Look::asked(&case_type, pairs);
    let filtered =
        !query.filters.is_empty() || query.state.is_some() || query.still_since.is_some() || !query.words.is_empty();
    let columns = Columns::chosen(tongue, &case_type, pairs);
    let mut shown = RegisterPage {
        heading: register_name(tongue, &case_type),
        english: tongue.pick(capital(&case_type.name_en), String::new()),
        sentence: sentence(visitor, &case_type, &query),
        starts: starts(visitor, &case_type),
        exports: export::links(visitor, code, pairs),
        looks: looks::looks(tongue, &case_type, &address, look),
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
        ..RegisterPage::bare(visitor.frame(&register_name(tongue, &case_type)))
    };
    match look {
        Look::Rows => {
            let Some(list) = visitor.state.office.register(&visitor.viewer, &query)? else {
                return Err(visitor.missing());
            };
            shown.columns = columns.heads(&address, &query, list.sort);
            shown.rows = list.lines.iter().map(|line| columns.row(visitor, &line.case)).collect();
            shown.count = counted(tongue, &case_type, list.count, &address);
            shown.previous = list.previous.map(|key| address.with(&[("truoc", Some(&key_text(key))), ("sau", None)]));
            shown.next = list.next.map(|key| address.with(&[("sau", Some(&key_text(key))), ("truoc", None)]));
        }
        Look::Board => {
            let (lanes, count) = looks::board(visitor, &case_type, &query, &address)?;
            shown.lanes = Some(lanes);
            shown.count = counted(tongue, &case_type, count, &address);
        }
        Look::Calendar => {
            let (calendar, count) = looks::calendar(visitor, &case_type, &query, &address)?;
            let count = counted(tongue, &case_type, count, &address).text;
            let text = tongue.tell("looks-due", &[("count", count.into())]);
            shown.count = Counted { text, exact_href: None };
            shown.calendar = Some(calendar);
        }
    }
    shown.frame.notices.extend(said(tongue, &passed_over));
    let kept = visitor.state.office.saved_views(visitor.viewer.actor.person.as_str(), code)?;
    shown.saved = Some(saved(&kept, code, pairs, &shown.frame.csrf));
    answer::ok(&shown)
}

/// Conditions that were passed over are said, so that nobody takes the list for the one that was meant.
fn said(tongue: Tongue, passed_over: &[PassedOver]) -> Option<Notice> {
    let named: Vec<String> = passed_over.iter().map(ToString::to_string).collect();
    let text = tongue.tell("register-passed-over", &[("conditions", named.join(", ").into())]);
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
    let kind = tongue.pick(case_type.name.clone(), register_name(tongue, case_type));
    let text = tongue.tell("register-counted", &[("count", count_words(tongue, count).into()), ("kind", kind.into())]);
    Counted { text, exact_href }
}

/// The filter as a sentence: `Nhiệm vụ · chủ trì: Sở Tài chính · quá hạn`.
fn sentence(visitor: &Visitor, case_type: &CaseType, query: &Query) -> String {
    let (org, tongue) = (visitor.house().org(), visitor.tongue);
    let mut parts = vec![kind_name(tongue, case_type)];
    for filter in &query.filters {
        let names = filter.values.iter().map(|value| match filter.field.as_str() {
            "@step" => case_type.step(value).map_or(value.clone(), |s| tongue.name_of(&s.name, &s.name_en).to_owned()),
            "@lead" => org.units.get(value.as_str()).map_or(value.clone(), |u| u.name.clone()),
            "@holder" => org.people.get(value.as_str()).map_or(value.clone(), |p| p.name.clone()),
            code => match (case_type.field(code), visitor.house().catalogue()) {
                (Some(field), Ok(catalogue)) => {
                    words::value(tongue, field, &kernel::case::Value::text(value), catalogue, org)
                }
                _ => value.clone(),
            },
        });
        let names: Vec<String> = names.collect();
        let label = match filter.field.as_str() {
            "@step" => tongue.say("register-step"),
            "@lead" => tongue.say("register-lead"),
            "@holder" => tongue.say("register-holder"),
            code => case_type.field(code).map_or(code, |f| tongue.name_of(&f.name, &f.name_en)).to_lowercase(),
        };
        parts.push(format!("{label}: {}", names.join(&tongue.say("words-or"))));
    }
    parts.extend(query.state.map(|state| tongue.say(state_words(state))));
    parts.extend(query.due.map(|days| due_words(tongue, days)));
    parts.extend(query.still_since.map(|day| tongue.tell("register-still-since", &[("day", day.print_vn().into())])));
    if !query.words.is_empty() {
        parts.push(tongue.tell("register-has-words", &[("words", query.words.as_str().into())]));
    }
    if parts.len() == 1 {
        parts.push(tongue.say("register-all"));
    }
    parts.join(" · ")
}

/// On one day, between two, or from or up to one.
fn due_words(tongue: Tongue, (first, last): (Date, Date)) -> String {
    let (from, to) = (first.print_vn(), last.print_vn());
    match (first == Date(0), last == kernel::figures::NO_DAY) {
        _ if first == last => tongue.tell("register-due-on", &[("day", from.into())]),
        (true, _) => tongue.tell("register-due-to", &[("day", to.into())]),
        (false, true) => tongue.tell("register-due-from", &[("day", from.into())]),
        (false, false) => tongue.tell("register-due-between", &[("first", from.into()), ("last", to.into())]),
    }
}

/// Id of the words for a state.
fn state_words(state: Clocks) -> &'static str {
    match state {
        Clocks::Open => id("words-open"),
        Clocks::Late => id("words-late"),
        Clocks::Running => id("register-running"),
        Clocks::NoDeadline => id("words-no-deadline"),
    }
}

fn filter_fields(visitor: &Visitor, case_type: &CaseType, query: &Query, columns: &Columns) -> Vec<Field> {
    let tongue = visitor.tongue;
    let chosen = |field: &str| query.filters.iter().find(|f| f.field == field).and_then(|f| f.values.first().cloned());
    let select = |id: &str, name: &str, label: &str, groups: Vec<ChoiceGroup>| {
        fields::field(tongue, id, name, label, Input::Choice { groups })
    };
    let any = |choices: Vec<Choice>| {
        let all = Choice { value: String::new(), label: tongue.say("register-any"), chosen: false };
        vec![ChoiceGroup { label: String::new(), choices: std::iter::once(all).chain(choices).collect() }]
    };
    let choice = |value: &str, label: &str, now: Option<&str>| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: now == Some(value),
    };
    let words = Input::Text { value: query.words.clone(), autocomplete: String::new() };
    let mut out = vec![fields::field(tongue, "loc-q", "q", &tongue.say("register-words"), words)];
    // Without a clock a case is open or not, and nothing else.
    let states = STATES.into_iter().filter(|(_, state)| case_type.clock.is_some() || *state == Clocks::Open);
    let states = states.map(|(word, state)| Choice {
        value: word.to_owned(),
        label: capital(&tongue.say(state_words(state))),
        chosen: query.state == Some(state),
    });
    out.push(select("loc-tinh-trang", "tinh-trang", &tongue.say("register-state"), any(states.collect())));
    let step = chosen("@step");
    let steps =
        case_type.steps.iter().map(|s| choice(s.code.as_str(), tongue.name_of(&s.name, &s.name_en), step.as_deref()));
    out.push(select("loc-buoc", "buoc", &tongue.say("register-column-step"), any(steps.collect())));
    if case_type.moves.iter().any(|m| m.does.contains(&kernel::catalogue::case_type::Effect::Assign)) {
        let lead = chosen("@lead");
        let mut groups = any(Vec::new());
        groups.extend(fields::units(tongue, visitor.house().org(), None, |code| lead.as_deref() == Some(code)));
        out.push(select("loc-don-vi", "don-vi", &tongue.say("words-lead"), groups));
    }
    for rule in case_type.fields.iter().filter(|f| f.filter) {
        let now = chosen(rule.code.as_str());
        let (id, name) = (format!("loc-{}", fields::id_part(rule.code.as_str())), format!("f.{}", rule.code));
        let label = tongue.name_of(&rule.name, &rule.name_en);
        if rule.kind == FieldKind::Choice {
            let choices = rule
                .choices
                .iter()
                .map(|c| choice(c.code.as_str(), tongue.name_of(&c.name, &c.name_en), now.as_deref()));
            out.push(select(&id, &name, label, any(choices.collect())));
        } else {
            let value = now.unwrap_or_default();
            out.push(fields::field(tongue, &id, &name, label, Input::Text { value, autocomplete: String::new() }));
        }
    }
    let groups = vec![ChoiceGroup { label: String::new(), choices: columns.choices() }];
    out.push(fields::field(
        tongue,
        "loc-cot",
        address::COLUMN,
        &tongue.say("register-columns"),
        Input::Many { groups },
    ));
    out
}

fn nothing(visitor: &Visitor, case_type: &Arc<CaseType>, filtered: bool) -> Empty {
    let tongue = visitor.tongue;
    let kind = [("kind", tongue.name_of(&case_type.name, &case_type.name_en).into())];
    if filtered {
        let label = tongue.say("register-drop-filter");
        let ways = vec![Link { label, href: format!("/so/{}", case_type.code) }];
        return Empty { why: tongue.tell("register-none-fits", &kind), ways };
    }
    Empty { why: tongue.tell("register-none-yet", &kind), ways: starts(visitor, case_type) }
}

/// Rows of a list found elsewhere, for the search page.
pub fn hit(visitor: &Visitor, line: &Line, case_type: &CaseType) -> Row {
    let case = &line.case;
    let number = words::number(case);
    let due = case.clock.as_ref().map(|c| deadline(visitor, c, None));
    Row {
        href: case_href(case.id),
        cells: vec![
            Cell::Data(words::title(visitor.tongue, case, case_type)),
            if number.is_empty() { Cell::Nothing } else { Cell::Code(number) },
            Cell::Text(kind_name(visitor.tongue, case_type)),
            Cell::Text(step_name(visitor.tongue, case_type, &case.step).to_owned()),
            Cell::When(moment(opened_at_source(case).unwrap_or(case.opened))),
            due.map_or(Cell::Nothing, Cell::Deadline),
        ],
    }
}
