//! The address of a list: which query it asks for, and the same list with changes.
//!
//! An address may be old: shared, kept as a view, written by hand. What in it no longer makes sense is passed over, and
//! said. Not here: the query (office), the page around it.

use std::fmt;

use kernel::Code;
use kernel::case::Value;
use kernel::catalogue::case_type::CaseType;
use kernel::org::Org;
use kernel::time::Date;
use office::views::register::{At, Filter, Key, PAGE_ROWS, Query, Sort as By, State as Clocks};

use super::words::query_string;
use crate::pages::Hidden;

/// The pairs of an address.
pub type Pairs = Vec<(String, String)>;

/// Longest text that is looked for, in characters.
const WORDS_CHARACTERS_MAX: usize = 200;
/// Filters that every type has, and what they filter by.
const COMMON: [(&str, &str); 3] = [("buoc", "@step"), ("don-vi", "@lead"), ("nguoi", "@holder")];
/// What an address says of the clock.
pub const STATES: [(&str, Clocks); 4] = [
    ("dang-mo", Clocks::Open),
    ("qua-han", Clocks::Late),
    ("trong-han", Clocks::Running),
    ("khong-thoi-han", Clocks::NoDeadline),
];
const SORTS: [(&str, By); 4] = [("mo", By::Opened), ("han", By::Due), ("ten", By::Title), ("so", By::Number)];
/// Which page of a list, not which list.
pub const PAGING: [&str; 4] = ["sau", "truoc", "dem", DAY];
/// Which page of a step's column on a board, before the code of the step.
const BEHIND: &str = "sau.";
/// How a list is looked at: rows without it.
pub const LOOK: &str = "xem";
/// Whether a calendar shows a month or a week.
pub const STRETCH: &str = "theo";
/// A day of the stretch that a calendar shows.
pub const DAY: &str = "ngay";
/// The days between which cases are due, and the day before which running ones were moved last.
const DUE_FROM: &str = "han-tu";
const DUE_TO: &str = "han-den";
pub const STILL_SINCE: &str = "dung-tu";
/// The day on which cases are due.
pub const DUE_ON: &str = "han-ngay";
/// The columns that are shown.
pub const COLUMN: &str = "cot";

/// A condition that an address sets and this register does not know (any more).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    name: String,
    value: String,
}

impl fmt::Display for PassedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name.strip_prefix("f.").unwrap_or(&self.name);
        write!(f, "“{name} = {}”", self.value)
    }
}

/// The query that an address asks for, and what it says that makes no sense in this register.
pub fn read(case_type: &CaseType, org: &Org, pairs: &Pairs) -> (Query, Vec<PassedOver>) {
    let mut query = Query { rows: PAGE_ROWS, ..Query::all(case_type.code.clone()) };
    let mut passed_over = Vec::new();
    let mut way = None;
    let (mut from, mut to) = (None, None);
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        let known = match name.as_str() {
            "q" => put(&mut query.words, Some(value.chars().take(WORDS_CHARACTERS_MAX).collect())),
            "tinh-trang" => put(&mut query.state, one_of(&STATES, value).map(Some)),
            DUE_ON => put(&mut query.due, Date::parse(value).ok().map(|day| Some((day, day)))),
            "xep" => put(&mut query.sort, one_of(&SORTS, value)),
            "chieu" => put(&mut way, Some(Some(value == "giam"))),
            "sau" => put(&mut query.at, key_of(value).map(At::After)),
            "truoc" => put(&mut query.at, key_of(value).map(At::Before)),
            "dem" => put(&mut query.exact, Some(true)),
            DUE_FROM => put(&mut from, Date::parse(value).ok().map(Some)),
            DUE_TO => put(&mut to, Date::parse(value).ok().map(Some)),
            STILL_SINCE => put(&mut query.still_since, Date::parse(value).ok().map(Some)),
            LOOK => Look::of(value).is_some(),
            STRETCH => matches!(value.as_str(), "thang" | "tuan"),
            DAY => Date::parse(value).is_ok(),
            COLUMN => true,
            _ if name.starts_with(BEHIND) => key_of(value).is_some(),
            _ => match filter(case_type, org, name, value) {
                Some((field, value)) => {
                    add(&mut query.filters, field, value);
                    true
                }
                None => false,
            },
        };
        if !known {
            passed_over.push(PassedOver { name: name.clone(), value: value.clone() });
        }
    }
    query.due = query.due.or_else(|| stretch(from, to));
    query.descending = way.unwrap_or(query.sort == By::Opened);
    (query, passed_over)
}

/// From one day to another; an open end reaches as far as a list is ever asked for.
fn stretch(from: Option<Date>, to: Option<Date>) -> Option<(Date, Date)> {
    (from.is_some() || to.is_some()).then(|| (from.unwrap_or(Date(0)), to.unwrap_or(kernel::figures::NO_DAY)))
}

/// How a list is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Rows.
    Rows,
    /// A column for each step.
    Board,
    /// By due day.
    Calendar,
}

impl Look {
    /// All of them with their words in an address.
    pub const ALL: [(&'static str, Self); 3] =
        [("danh-sach", Self::Rows), ("bang", Self::Board), ("lich", Self::Calendar)];

    fn of(word: &str) -> Option<Self> {
        one_of(&Self::ALL, word)
    }

    /// The one that an address asks for, as far as the type has it: nothing is due where there is no clock.
    pub fn asked(case_type: &CaseType, pairs: &Pairs) -> Self {
        let asked = get(pairs, LOOK).and_then(Self::of).unwrap_or(Self::Rows);
        if asked == Self::Calendar && case_type.clock.is_none() { Self::Rows } else { asked }
    }
}

/// The first value of a name.
pub fn get<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs.iter().find(|(k, v)| k == name && !v.is_empty()).map(|(_, v)| v.as_str())
}

/// Where the columns of a board begin that do not begin at their first card.
pub fn behind(pairs: &Pairs) -> Vec<(Code, Key)> {
    let one = |(name, value): &(String, String)| {
        let step = name.strip_prefix(BEHIND)?;
        Some((Code::parse(step).ok()?, key_of(value)?))
    };
    pairs.iter().filter_map(one).collect()
}

/// The name under which an address says where the column of a step begins.
pub fn behind_name(step: &str) -> String {
    format!("{BEHIND}{step}")
}

/// Puts a value where it belongs, if there is one.
fn put<T>(place: &mut T, value: Option<T>) -> bool {
    value.map(|value| *place = value).is_some()
}

fn one_of<T: Copy>(words: &[(&str, T)], word: &str) -> Option<T> {
    words.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning)
}

fn filter<'a>(case_type: &'a CaseType, org: &Org, name: &'a str, value: &str) -> Option<(&'a str, String)> {
    if let Some(field) = one_of(&COMMON, name) {
        let known = match field {
            "@step" => case_type.step(value).is_some(),
            "@lead" => org.units.contains_key(value),
            _ => org.people.contains_key(value),
        };
        return known.then(|| (field, value.to_owned()));
    }
    let rule = name.strip_prefix("f.").and_then(|code| case_type.field(code)).filter(|rule| rule.filter)?;
    let value = Value::parse(rule, value).ok().flatten()?;
    Some((rule.code.as_str(), value.plain()))
}

/// Several values of one field are alternatives.
fn add(filters: &mut Vec<Filter>, field: &str, value: String) {
    match filters.iter_mut().find(|f| f.field == field) {
        Some(filter) => filter.values.push(value),
        None => filters.push(Filter { field: field.to_owned(), values: vec![value] }),
    }
}

/// A key as an address carries it.
pub fn key_text(key: Key) -> String {
    key.due.map_or_else(|| key.num.to_string(), |due| format!("{}.{due}", key.num))
}

fn key_of(text: &str) -> Option<Key> {
    match text.split_once('.') {
        Some((num, due)) => Some(Key { num: num.parse().ok()?, due: Some(due.parse().ok()?) }),
        None => Some(Key { num: text.parse().ok()?, due: None }),
    }
}

/// The part of an address that says which list, without which page of it.
pub fn of_the_list(pairs: &Pairs) -> String {
    let paging = |name: &str| PAGING.contains(&name) || name.starts_with(BEHIND);
    let kept = pairs.iter().filter(|(k, v)| !v.is_empty() && !paging(k));
    query_string(&kept.map(|(k, v)| (k.as_str(), v.as_str())).collect::<Vec<_>>())
}

/// The address of this list with changes.
pub struct Address<'a> {
    /// The register.
    pub code: &'a Code,
    /// As asked.
    pub pairs: &'a Pairs,
}

impl Address<'_> {
    /// With other values for some names; `None` drops a name.
    pub fn with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let changed = |name: &str| changes.iter().any(|(k, _)| *k == name);
        let old = self.pairs.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        let mut all: Vec<(&str, &str)> = old.filter(|(k, v)| !changed(k) && !v.is_empty()).collect();
        all.extend(changes.iter().filter_map(|(k, v)| v.map(|v| (*k, v))));
        format!("/so/{}?{}", self.code, query_string(&all))
    }

    /// The rows of one step, without the others.
    pub fn of_step(&self, step: &str) -> String {
        let mut changes: Vec<(&str, Option<&str>)> = vec![("buoc", None), (LOOK, None), (STRETCH, None)];
        let paging = self.pairs.iter().map(|(k, _)| k.as_str()).filter(|k| PAGING.contains(k) || k.starts_with(BEHIND));
        changes.extend(paging.map(|name| (name, None)));
        changes.push(("buoc", Some(step)));
        self.with(&changes)
    }

    /// What a form keeps unseen.
    pub fn kept(&self, names: &[&str]) -> Vec<Hidden> {
        let kept = self.pairs.iter().filter(|(k, v)| names.contains(&k.as_str()) && !v.is_empty());
        kept.map(|(name, value)| Hidden { name: name.clone(), value: value.clone() }).collect()
    }

    /// The same list in another order, from its first page.
    pub fn sorted(&self, word: &str, descending: bool) -> String {
        let way = if descending { "giam" } else { "tang" };
        self.with(&[("xep", Some(word)), ("chieu", Some(way)), ("sau", None), ("truoc", None)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &[(&str, &str)]) -> (Query, Vec<String>) {
        let shipped = kernel::shipped::catalogue().value;
        let case_type = shipped.types.get("task").unwrap();
        let pairs = text.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let (query, passed_over) = read(case_type, &Org::default(), &pairs);
        (query, passed_over.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn an_old_address_says_what_no_longer_holds() {
        let (query, passed_over) = asked(&[("buoc", "assigned"), ("buoc", "nowhere"), ("f.gone", "1"), ("q", "a")]);
        assert_eq!(query.filters, [Filter::one("@step", "assigned")]);
        assert_eq!(passed_over, ["“buoc = nowhere”", "“gone = 1”"]);
        let (_, passed_over) = asked(&[("tinh-trang", "tre"), ("sau", "x"), ("don-vi", "khong-co")]);
        assert_eq!(passed_over.len(), 3);
    }

    #[test]
    fn newest_first_and_otherwise_upwards() {
        assert!(asked(&[]).0.descending);
        assert!(!asked(&[("xep", "han")]).0.descending);
        assert!(asked(&[("chieu", "giam"), ("xep", "han")]).0.descending);
    }

    #[test]
    fn steps_are_alternatives() {
        let (query, _) = asked(&[("buoc", "assigned"), ("buoc", "in_progress")]);
        assert_eq!(query.filters.first().map(|f| f.values.len()), Some(2));
    }
}
