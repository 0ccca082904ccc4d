//! The page of a register: its address is the filter, so that it can be shared. Columns come from the catalogue.
//!
//! Not here: the query (office).

use std::sync::Arc;

use axum::extract::{Path, Query as Asking, State};
use axum::response::Response;
use kernel::case::Case;
use kernel::catalogue::case_type::{CaseType, Field as Rule, FieldKind};
use kernel::text::number_vn;
use office::views::register::{At, Count, Filter, Key, Line, List, PAGE_ROWS, Query, Sort as By, State as Clocks};

use super::answer::{self, Answer};
use super::export;
use super::fields;
use super::home::starts;
use super::visitor::{Asked, Visitor, visit};
use super::words::{self, capital, case_href, day, deadline, moment, query_string, step_name};
use crate::pages::{
    Cell, Choice, ChoiceGroup, Column, Count as Counted, Empty, Field, Hidden, Input, Link, RegisterPage, Row, Sort,
    SortState,
};
use crate::state::AppState;

/// Columns of fields beside number, title, step, unit and deadline, so that a table stays one that can be read.
const FIELD_COLUMNS_MAX: usize = 3;

/// The pairs of an address.
pub type Pairs = Vec<(String, String)>;

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
    let query = asked_for(&case_type, pairs);
    let Some(list) = visitor.state.office.register(&visitor.viewer, &query)? else { return Err(visitor.missing()) };
    let address = Address { case_type: &case_type, pairs };
    let filtered = !query.filters.is_empty() || query.state.is_some() || !query.words.is_empty();
    let columns = Columns::of(&case_type);
    answer::ok(&RegisterPage {
        frame: visitor.frame(&case_type.register),
        heading: case_type.register.clone(),
        english: capital(&case_type.name_en),
        sentence: sentence(visitor, &case_type, &query),
        origin: None,
        starts: starts(visitor, &case_type),
        exports: export::links(code, pairs),
        filter_action: format!("/so/{code}"),
        filter_fields: filter_fields(visitor, &case_type, &query),
        filter_hidden: address.kept(&["xep", "chieu"]),
        filter_reset: if filtered { format!("/so/{code}") } else { String::new() },
        filter_open: false,
        columns: columns.heads(&address, &query, list.sort),
        rows: list.lines.iter().map(|line| columns.row(visitor, &line.case)).collect(),
        count: counted(&case_type, &list, &address),
        previous: list.previous.map(|key| address.with(&[("truoc", Some(&key_text(key))), ("sau", None)])),
        next: list.next.map(|key| address.with(&[("sau", Some(&key_text(key))), ("truoc", None)])),
        empty: nothing(visitor, &case_type, filtered),
    })
}

/// The query that an address asks for; what makes no sense in it is passed over.
pub fn asked_for(case_type: &CaseType, pairs: &Pairs) -> Query {
    let get = |name: &str| pairs.iter().find(|(k, v)| k == name && !v.is_empty()).map(|(_, v)| v.as_str());
    let mut filters: Vec<Filter> = Vec::new();
    for (name, field) in [("buoc", "@step"), ("don-vi", "@lead"), ("nguoi", "@holder")] {
        let values: Vec<String> =
            pairs.iter().filter(|(k, v)| k == name && !v.is_empty()).map(|(_, v)| v.clone()).collect();
        if !values.is_empty() {
            filters.push(Filter { field: field.to_owned(), values });
        }
    }
    for rule in case_type.fields.iter().filter(|f| f.filter) {
        let typed = get(&format!("f.{}", rule.code)).and_then(|v| kernel::case::Value::parse(rule, v).ok().flatten());
        filters.extend(typed.map(|v| Filter::one(rule.code.as_str(), &v.plain())));
    }
    let state = get("tinh-trang").and_then(|word| match word {
        "dang-mo" => Some(Clocks::Open),
        "qua-han" => Some(Clocks::Late),
        "trong-han" => Some(Clocks::Running),
        "khong-thoi-han" => Some(Clocks::NoDeadline),
        _ => None,
    });
    let sort = match get("xep") {
        Some("han") => By::Due,
        Some("ten") => By::Title,
        Some("so") => By::Number,
        _ => By::Opened,
    };
    let at = match (get("sau").and_then(key_of), get("truoc").and_then(key_of)) {
        (Some(key), _) => At::After(key),
        (None, Some(key)) => At::Before(key),
        (None, None) => At::First,
    };
    Query {
        case_type: case_type.code.clone(),
        filters,
        state,
        words: get("q").unwrap_or_default().chars().take(200).collect(),
        sort,
        descending: get("chieu").map_or(sort == By::Opened, |way| way == "giam"),
        at,
        rows: PAGE_ROWS,
        exact: get("dem").is_some(),
    }
}

fn key_text(key: Key) -> String {
    key.due.map_or_else(|| key.num.to_string(), |due| format!("{}.{due}", key.num))
}

fn key_of(text: &str) -> Option<Key> {
    match text.split_once('.') {
        Some((num, due)) => Some(Key { num: num.parse().ok()?, due: Some(due.parse().ok()?) }),
        None => Some(Key { num: text.parse().ok()?, due: None }),
    }
}

/// How many, as read.
pub fn count_words(count: Count) -> String {
    match count {
        Count::Exact(n) => number_vn(i64::try_from(n).unwrap_or(i64::MAX)),
        Count::Many => "trên 10.000".to_owned(),
    }
}

fn counted(case_type: &CaseType, list: &List, address: &Address<'_>) -> Counted {
    let exact_href = (list.count == Count::Many).then(|| address.with(&[("dem", Some("1"))]));
    Counted { text: format!("{} {}", count_words(list.count), case_type.name), exact_href }
}

/// The address of this list with changes.
struct Address<'a> {
    case_type: &'a CaseType,
    pairs: &'a Pairs,
}

impl Address<'_> {
    fn with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let changed = |name: &str| changes.iter().any(|(k, _)| *k == name);
        let old = self.pairs.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        let mut all: Vec<(&str, &str)> = old.filter(|(k, v)| !changed(k) && !v.is_empty()).collect();
        all.extend(changes.iter().filter_map(|(k, v)| v.map(|v| (*k, v))));
        format!("/so/{}?{}", self.case_type.code, query_string(&all))
    }

    fn kept(&self, names: &[&str]) -> Vec<Hidden> {
        let kept = self.pairs.iter().filter(|(k, v)| names.contains(&k.as_str()) && !v.is_empty());
        kept.map(|(name, value)| Hidden { name: name.clone(), value: value.clone() }).collect()
    }

    /// The same list in another order, from its first page.
    fn sorted(&self, word: &str, descending: bool) -> String {
        let way = if descending { "giam" } else { "tang" };
        self.with(&[("xep", Some(word)), ("chieu", Some(way)), ("sau", None), ("truoc", None)])
    }
}

/// The columns of a type.
pub struct Columns {
    case_type: Arc<CaseType>,
    fields: Vec<Rule>,
}

impl Columns {
    /// Number, title, fields that the catalogue names as columns, step, unit and deadline, as far as the type has them.
    pub fn of(case_type: &Arc<CaseType>) -> Self {
        let beside = case_type.fields.iter().filter(|f| f.column && f.code != case_type.title);
        Self { case_type: Arc::clone(case_type), fields: beside.take(FIELD_COLUMNS_MAX).cloned().collect() }
    }

    fn has_unit(&self) -> bool {
        self.case_type.moves.iter().any(|m| m.does.contains(&kernel::catalogue::case_type::Effect::Assign))
    }

    fn heads(&self, address: &Address<'_>, query: &Query, sort: By) -> Vec<Column> {
        let sorted = |word: &str, by: By| {
            let now = sort == by;
            let state = match (now, query.descending) {
                (false, _) => SortState::Off,
                (true, true) => SortState::Descending,
                (true, false) => SortState::Ascending,
            };
            Some(Sort { href: address.sorted(word, now && !query.descending), state })
        };
        let mut out = self.plain_heads();
        for column in &mut out {
            column.sort = match column.label.as_str() {
                "Số" => sorted("so", By::Number),
                "Ngày mở" => sorted("mo", By::Opened),
                "Hạn" => sorted("han", By::Due),
                _ if column.wide => sorted("ten", By::Title),
                _ => None,
            };
        }
        out
    }

    /// The heads without sorting.
    pub fn plain_heads(&self) -> Vec<Column> {
        let column = |label: &str, wide: bool| Column { label: label.to_owned(), wide, ..Column::default() };
        let title = self.case_type.field(self.case_type.title.as_str()).map_or("Tên", |f| f.name.as_str());
        let mut out = Vec::new();
        if !self.case_type.numbers.is_empty() {
            out.push(column("Số", false));
        }
        out.push(column(title, true));
        out.extend(self.fields.iter().map(|f| column(&f.name, false)));
        out.push(column("Bước", false));
        if self.has_unit() {
            out.push(column("Chủ trì", false));
        }
        out.push(column("Ngày mở", false));
        if self.case_type.clock.is_some() {
            out.push(column("Hạn", false));
        }
        out
    }

    /// The row of a case.
    pub fn row(&self, visitor: &Visitor, case: &Case) -> Row {
        let (house, of) = (visitor.house(), &self.case_type);
        let mut cells = Vec::new();
        if !of.numbers.is_empty() {
            let number = words::number(case);
            cells.push(if number.is_empty() { Cell::Text("chưa có số".to_owned()) } else { Cell::Code(number) });
        }
        cells.push(Cell::Text(words::title(case, of)));
        cells.extend(self.fields.iter().map(|field| self.cell(visitor, field, case)));
        cells.push(Cell::Text(step_name(of, &case.step).to_owned()));
        if self.has_unit() {
            let unit = case.lead.as_ref().map(|u| house.org().unit_name(u).to_owned());
            cells.push(unit.map_or(Cell::Nothing, Cell::Text));
        }
        cells.push(Cell::When(day(case.opened.date())));
        if of.clock.is_some() {
            let why = format!("{}#vi-sao", case_href(case.id));
            let due = case.clock.as_ref().map(|c| deadline(c, house, visitor.now(), Some(why)));
            cells.push(due.map_or(Cell::Nothing, Cell::Deadline));
        }
        Row { href: case_href(case.id), cells }
    }

    fn cell(&self, visitor: &Visitor, field: &Rule, case: &Case) -> Cell {
        let Some(value) = case.value(field.code.as_str()) else { return Cell::Nothing };
        let Ok(catalogue) = visitor.house().catalogue() else { return Cell::Nothing };
        let read = words::value(field, value, catalogue, visitor.house().org());
        match field.kind {
            FieldKind::Date => value.as_date().map_or(Cell::Text(read), |d| Cell::When(day(d))),
            FieldKind::Integer | FieldKind::Money => Cell::Number(read),
            _ => Cell::Text(read),
        }
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
                (Some(field), Ok(catalogue)) => words::value(field, &kernel::case::Value::text(value), catalogue, org),
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
    if !query.words.is_empty() {
        parts.push(format!("có “{}”", query.words));
    }
    if parts.len() == 1 {
        parts.push("tất cả trong phạm vi được xem".to_owned());
    }
    parts.join(" · ")
}

fn state_words(state: Clocks) -> &'static str {
    match state {
        Clocks::Open => "đang xử lý",
        Clocks::Late => "quá hạn",
        Clocks::Running => "trong hạn",
        Clocks::NoDeadline => "không thời hạn",
    }
}

fn filter_fields(visitor: &Visitor, case_type: &CaseType, query: &Query) -> Vec<Field> {
    let chosen = |field: &str| query.filters.iter().find(|f| f.field == field).and_then(|f| f.values.first().cloned());
    let select = |id: &str, name: &str, label: &str, groups: Vec<ChoiceGroup>| {
        fields::field(id, name, label, Input::Choice { groups })
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
    let mut out = vec![fields::field("loc-q", "q", "Có chữ", words)];
    let mut states = vec![("dang-mo", Clocks::Open)];
    if case_type.clock.is_some() {
        states.extend([
            ("qua-han", Clocks::Late),
            ("trong-han", Clocks::Running),
            ("khong-thoi-han", Clocks::NoDeadline),
        ]);
    }
    let states = states.into_iter().map(|(word, state)| Choice {
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
        groups.extend(fields::units(visitor.house().org(), None, |code| lead.as_deref() == Some(code)));
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
            out.push(fields::field(&id, &name, &rule.name, Input::Text { value, autocomplete: String::new() }));
        }
    }
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
    let due = case.clock.as_ref().map(|c| deadline(c, visitor.house(), visitor.now(), None));
    Row {
        href: case_href(case.id),
        cells: vec![
            Cell::Text(words::title(case, case_type)),
            if number.is_empty() { Cell::Nothing } else { Cell::Code(number) },
            Cell::Text(capital(&case_type.name)),
            Cell::Text(step_name(case_type, &case.step).to_owned()),
            Cell::When(moment(case.opened)),
            due.map_or(Cell::Nothing, Cell::Deadline),
        ],
    }
}
