//! People: a list that is searched without tones, held to a unit or a state, in the order of given names.

use axum::extract::{Query as Asking, State};
use axum::response::Response;
use kernel::org::{Org, Person};
use kernel::text::{fold, sort_key};
use kernel::time::Date;

use super::super::address::Pairs;
use super::super::answer::{self, Answer};
use super::super::fields;
use super::super::visitor::{Asked, Visitor, visit};
use super::super::words::query_string;
use super::{Paged, SOON_DAYS, count, form_href, guard, heads, link, person_href, posts_on, up};
use crate::pages::{AdminCell, AdminPage, AdminRow, AdminTable, ChoiceGroup, Field, Input, Tone};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// States to which the list can be held: what is sent, what is read.
const STATES: [(&str, &str); 4] = [
    ("dang-lam", id("admin-state-holds")),
    ("vang", id("admin-away-now")),
    ("khong-chuc-danh", id("admin-state-no-post")),
    ("tat-ca", id("admin-state-all")),
];

/// `GET /quan-tri/nguoi`
pub async fn show(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        guard(visitor)?;
        list(visitor, &pairs)
    })
    .await
}

/// The filter as asked.
struct Filter<'a> {
    words: &'a str,
    unit: &'a str,
    state: &'a str,
    after: &'a str,
}

impl<'a> Filter<'a> {
    fn of(pairs: &'a Pairs) -> Self {
        let get = |name: &str| pairs.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.as_str());
        let state = STATES.iter().find(|(code, _)| *code == get("tinh-trang")).map_or("dang-lam", |(code, _)| code);
        Self { words: get("q").trim(), unit: get("don-vi"), state, after: get("sau") }
    }

    fn keeps(&self, org: &Org, person: &Person, day: Date) -> bool {
        let held = person.posts_on(day).next().is_some();
        let in_state = match self.state {
            "vang" => org.absence_on(person.code.as_str(), day).is_some(),
            "khong-chuc-danh" => !held,
            "tat-ca" => true,
            _ => held,
        };
        let units = || person.posts_on(day).filter_map(|code| org.posts.get(code)).map(|post| &post.unit);
        let above = org.units.get_key_value(self.unit).map(|(code, _)| code);
        let in_unit = above.is_none_or(|above| units().any(|unit| org.is_within(unit, above)));
        in_state && in_unit && self.found(&format!("{} {} {}", person.name, person.code, posts_on(org, person, day)))
    }

    /// Every word is found, with or without tones.
    fn found(&self, text: &str) -> bool {
        let text = fold(text);
        fold(self.words).split_whitespace().all(|word| text.contains(word))
    }

    fn href(&self, after: &str) -> String {
        let pairs = [("q", self.words), ("don-vi", self.unit), ("tinh-trang", self.state), ("sau", after)];
        let kept: Vec<(&str, &str)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/quan-tri/nguoi?{}", query_string(&kept))
    }

    fn fields(&self, tongue: Tongue, org: &Org, day: Date) -> Vec<Field> {
        let states = STATES.iter().map(|(code, name)| fields::choice(code, &tongue.say(name), self.state)).collect();
        let units = fields::with_blank(tongue, fields::units(tongue, org, Some(day), |code| code == self.unit));
        let field = |field: &str, name: &str, label: &'static str, input: Input| {
            fields::field(tongue, field, name, &tongue.say(label), input)
        };
        vec![
            field("loc-q", "q", id("admin-search-people"), fields::text(self.words)),
            field("loc-don-vi", "don-vi", id("admin-unit"), Input::Choice { groups: units }),
            field(
                "loc-tinh-trang",
                "tinh-trang",
                id("admin-state"),
                Input::Choice { groups: vec![ChoiceGroup { label: String::new(), choices: states }] },
            ),
        ]
    }
}

fn list(visitor: &Visitor, pairs: &Pairs) -> Answer {
    let (org, day, tongue) = (visitor.house().org(), visitor.now().date(), visitor.tongue);
    let filter = Filter::of(pairs);
    let mut found: Vec<&Person> = org.people.values().filter(|p| filter.keeps(org, p, day)).collect();
    found.sort_by_cached_key(|p| order(p));
    let page = Paged::of(&found, filter.after, |p| &p.code, |after| filter.href(after));
    answer::ok(&AdminPage {
        frame: visitor.frame(&tongue.say("admin-people")),
        back: Some(up(tongue)),
        heading: tongue.say("admin-people"),
        english: tongue.aside("admin-people"),
        lead: tongue.tell("admin-people-why", &[("n", count(found.len()).into())]),
        actions: vec![link(tongue.say("admin-add-person"), form_href("them-nguoi", &[]))],
        filter_action: "/quan-tri/nguoi".to_owned(),
        filter_fields: filter.fields(tongue, org, day),
        tables: vec![AdminTable {
            heading: tongue.say("admin-list"),
            all: None,
            columns: heads(
                tongue,
                [id("admin-full-name"), id("admin-post"), id("admin-sign-in-name"), id("admin-state")],
            ),
            rows: page.rows.iter().map(|p| row(tongue, org, p, day)).collect(),
            empty: tongue.say("admin-no-such-person"),
        }],
        previous: page.previous,
        next: page.next,
        ..AdminPage::default()
    })
}

/// Vietnamese lists go by the given name, the last word, and then by the rest.
pub fn order(person: &Person) -> (String, String) {
    let given = person.name.split_whitespace().last().unwrap_or_default();
    (sort_key(given), sort_key(&person.name))
}

fn row(tongue: Tongue, org: &Org, person: &Person, day: Date) -> AdminRow {
    AdminRow {
        head: AdminCell::link(&person.name, person_href(&person.code)).as_data(),
        detail: String::new(),
        cells: vec![
            AdminCell::data(posts_on(org, person, day)),
            AdminCell::text(person.code.as_str()),
            standing(tongue, org, person, day),
        ],
    }
}

/// How a person stands on a day.
pub fn standing(tongue: Tongue, org: &Org, person: &Person, day: Date) -> AdminCell {
    let tell = |id: &'static str, day: Date| tongue.tell(id, &[("day", day.print_vn().into())]);
    if let Some(absence) = org.absence_on(person.code.as_str(), day) {
        let last = ("day", absence.to.print_vn().into());
        let text = match &absence.substitute {
            Some(code) => tongue.tell("admin-away-with", &[last, ("name", org.person_name(code).into())]),
            None => tongue.tell("admin-away-until", &[last]),
        };
        return AdminCell::state(Tone::Paused, text);
    }
    match person.to {
        _ if day < person.from => AdminCell::state(Tone::Neutral, tell("admin-from", person.from)),
        Some(last) if last < day => AdminCell::state(Tone::Done, tell("admin-has-left", last)),
        _ if person.posts_on(day).next().is_none() => AdminCell::state(Tone::Late, tongue.say("admin-holds-no-post")),
        Some(last) if last.days_since(day) <= SOON_DAYS => {
            AdminCell::state(Tone::Soon, tell("admin-leaves-after", last))
        }
        Some(last) => AdminCell::text(tell("admin-leaves-after", last)),
        None => AdminCell::text(tell("admin-at-work-from", person.from)),
    }
}
