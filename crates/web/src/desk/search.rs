//! Search over all registers: the number first, then words, with or without tones; units whose name fits lead to their work.

use axum::extract::{Query as Asking, State};
use axum::response::Response;
use kernel::text::fold;
use office::views::search::HITS_MAX;

use super::address::Pairs;
use super::answer::{self, Answer};
use super::register::hit;
use super::visitor::{Asked, Visitor, visit};
use super::words::{query_string, register_name};
use crate::pages::{Column, Count, Empty, Link, RegisterPage};
use crate::state::AppState;
use crate::tongue::id;

/// Longest text that is searched for, in characters.
const CHARACTERS_MAX: usize = 200;
/// Units named on the page.
const UNITS_SHOWN: usize = 5;

/// `GET /tim?q=`
pub async fn show(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let typed = pairs.iter().find(|(k, _)| k == "q").map_or("", |(_, v)| v.as_str());
        let text: String = typed.trim().chars().take(CHARACTERS_MAX).collect();
        search(visitor, &text)
    })
    .await
}

fn search(visitor: &Visitor, text: &str) -> Answer {
    let found = visitor.state.office.search(&visitor.viewer, text)?;
    let (house, tongue) = (visitor.house(), visitor.tongue);
    let rows: Vec<_> = found
        .by_number
        .iter()
        .chain(&found.by_words)
        .filter_map(|line| {
            let of = house.case_type(line.case.catalogue, &line.case.case_type).ok()?;
            Some(hit(visitor, line, of))
        })
        .collect();
    let full = u64::try_from(rows.len()).is_ok_and(|n| n >= HITS_MAX);
    let found = if full { id("register-search-newest") } else { id("register-search-count") };
    let count = tongue.tell(found, &[("n", i64::try_from(rows.len()).unwrap_or(i64::MAX).into())]);
    let mut frame = visitor.frame(&tongue.say("register-search"));
    frame.search = text.to_owned();
    let heads = [
        id("report-column-title"),
        id("register-column-number"),
        id("register-search-kind"),
        id("register-column-step"),
        id("register-search-opened"),
        id("words-due"),
    ];
    let column = |(i, label)| Column { label: tongue.say(label), wide: i == 0, ..Column::default() };
    answer::ok(&RegisterPage {
        heading: tongue.say("register-search"),
        english: tongue.aside("register-search"),
        sentence: if text.is_empty() {
            tongue.say("register-search-how")
        } else {
            tongue.tell("register-search-for", &[("words", text.into())])
        },
        columns: heads.into_iter().enumerate().map(column).collect(),
        rows,
        count: Count { text: count, exact_href: None },
        empty: Empty { why: tongue.say("register-search-none"), ways: units(visitor, text) },
        ..RegisterPage::bare(frame)
    })
}

/// Registers of units whose name holds all the words.
fn units(visitor: &Visitor, text: &str) -> Vec<Link> {
    let words: Vec<String> = fold(text).split_whitespace().map(str::to_owned).collect();
    let Some(first) = visitor.viewer.types().into_iter().find(|t| t.clock.as_ref().is_some_and(|c| c.given)) else {
        return Vec::new();
    };
    let org = visitor.house().org();
    let fits = |name: &str| !words.is_empty() && words.iter().all(|w| fold(name).contains(w.as_str()));
    let found = org.units.values().filter(|u| fits(&u.name)).take(UNITS_SHOWN);
    found
        .map(|u| Link {
            label: format!("{}: {}", register_name(visitor.tongue, &first), u.name),
            href: format!("/so/{}?{}", first.code, query_string(&[("don-vi", u.code.as_str())])),
        })
        .collect()
}
