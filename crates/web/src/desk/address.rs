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
pub const PAGING: [&str; 3] = ["sau", "truoc", "dem"];
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
            COLUMN => true,
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
    query.descending = way.unwrap_or(query.sort == By::Opened);
    (query, passed_over)
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
    let kept = pairs.iter().filter(|(k, v)| !v.is_empty() && !PAGING.contains(&k.as_str()));
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
