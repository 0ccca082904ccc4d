//! My work: all that waits for this person by due moment, filtered, acted on from the list, one or several at once.

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use kernel::Code;
use kernel::catalogue::case_type::Move;
use office::bulk::Outcome;
use office::views::register::Count;
use office::views::work::{When, Work, WorkKey, WorkLine, WorkQuery};
use uuid::Uuid;

use super::acts::key_of;
use super::answer::{self, Answer, see};
use super::cookies;
use super::posted::Posted;
use super::register::count_words;
use super::visitor::{Asked, Visitor, visit, visit_with};
use super::words::{case_href, deadline, kind_name, number, post, query_string, title};
use crate::pages::{BulkItem, BulkPage, Facet, FacetGroup, Link, QuickMove, WorkItem, WorkPage};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

const HERE: &str = "/viec-cua-toi";
/// Units offered as a filter, those with most work first.
const UNITS_SHOWN: usize = 12;
/// As an address names it, and its words as id.
const WHENS: [(When, &str, &str); 5] = [
    (When::Late, "qua-han", id("work-late")),
    (When::Today, "hom-nay", id("work-today")),
    (When::Soon, "sap-den", id("work-soon")),
    (When::Later, "con-han", id("work-later")),
    (When::NoDeadline, "khong-han", id("work-no-deadline")),
];

/// `GET /viec-cua-toi`
pub async fn show(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, page).await
}

/// `POST /viec-cua-toi`: one move on one case, or on all that were chosen.
pub async fn act(State(state): State<AppState>, asked: Asked, posted: Posted) -> Response {
    visit_with(state, asked, posted, make).await
}

/// The filters of an address, each at most once.
fn read(address: &str) -> WorkQuery {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let get = |name: &str| query.split('&').filter_map(|p| p.split_once('=')).find(|(k, _)| *k == name).map(|(_, v)| v);
    let code = |name: &str| get(name).and_then(|v| Code::parse(v).ok());
    let when = get("han").and_then(|v| WHENS.iter().find(|(_, slug, _)| *slug == v)).map(|(when, ..)| *when);
    let after = get("sau")
        .and_then(|v| v.split_once('.'))
        .and_then(|(due, num)| Some(WorkKey { due: due.parse().ok()?, num: num.parse().ok()? }));
    WorkQuery { case_type: code("loai"), step: code("buoc"), when, unit: code("don-vi"), after }
}

/// The address of the list, held to these filters.
pub fn href(query: &WorkQuery) -> String {
    let slug = query.when.and_then(|when| WHENS.iter().find(|(w, ..)| *w == when)).map(|(_, slug, _)| *slug);
    let after = query.after.map(|key| format!("{}.{}", key.due, key.num));
    let pairs = [
        ("loai", query.case_type.as_ref().map(Code::as_str)),
        ("buoc", query.step.as_ref().map(Code::as_str)),
        ("han", slug),
        ("don-vi", query.unit.as_ref().map(Code::as_str)),
        ("sau", after.as_deref()),
    ];
    let pairs: Vec<(&str, &str)> = pairs.into_iter().filter_map(|(k, v)| Some((k, v?))).collect();
    if pairs.is_empty() { HERE.to_owned() } else { format!("{HERE}?{}", query_string(&pairs)) }
}

fn page(visitor: &Visitor) -> Answer {
    let query = read(&visitor.asked.address);
    let work = visitor.state.office.work(&visitor.viewer, &query)?;
    let mut bulk: Vec<QuickMove> = work.lines.iter().flat_map(|line| quick(visitor.tongue, line)).collect();
    bulk.sort_by(|a, b| a.value.cmp(&b.value));
    bulk.dedup_by(|a, b| a.value == b.value);
    let next = work.next.map(|after| Link {
        label: visitor.tongue.say("work-next"),
        href: href(&WorkQuery { after: Some(after), ..query.clone() }),
    });
    answer::ok(&WorkPage {
        frame: visitor.frame(&visitor.tongue.say("frame-nav-work")),
        sentence: sentence(visitor, &query, &work),
        facets: facets(visitor, &query, &work),
        items: work.lines.iter().map(|line| item(visitor, line)).collect(),
        bulk,
        empty: visitor.tongue.say(if work.all.is_none() { "work-nothing" } else { "work-nothing-fits" }),
        key: visitor.new_key().to_string(),
        back: href(&query),
        next,
    })
}

fn type_name(visitor: &Visitor, code: &Code) -> String {
    let found = visitor.house().catalogue().ok().and_then(|c| c.types.get(code).map(|t| kind_name(visitor.tongue, t)));
    found.unwrap_or_else(|| code.to_string())
}

fn step_name(visitor: &Visitor, case_type: &Code, step: &Code) -> Option<String> {
    let step = visitor.house().catalogue().ok()?.types.get(case_type)?.step(step.as_str())?;
    Some(visitor.tongue.name_of(&step.name, &step.name_en).to_lowercase())
}

fn sentence(visitor: &Visitor, query: &WorkQuery, work: &Work) -> String {
    let tongue = visitor.tongue;
    let mut parts = vec![tongue.tell("work-count", &[("n", count_words(tongue, work.count).into())])];
    parts.extend(query.case_type.as_ref().map(|code| type_name(visitor, code)));
    parts.extend(query.step.as_ref().and_then(|step| step_name(visitor, query.case_type.as_ref()?, step)));
    parts.extend(WHENS.iter().filter(|(when, ..)| query.when == Some(*when)).map(|(.., words)| tongue.say(words)));
    parts.extend(query.unit.as_ref().map(|unit| visitor.house().org().unit_name(unit).to_owned()));
    parts.join(" · ")
}

fn facets(visitor: &Visitor, query: &WorkQuery, work: &Work) -> Vec<FacetGroup> {
    let first = WorkQuery { after: None, ..query.clone() };
    let tongue = visitor.tongue;
    let facet = |label: String, n: u64, to: WorkQuery, current: bool| Facet {
        label,
        count: count_words(tongue, Count::Exact(n)),
        href: href(&to),
        current,
    };
    let whens = WHENS.iter().filter_map(|(when, _, words)| {
        let current = query.when == Some(*when);
        let n = work.whens.get(when).copied().unwrap_or(0);
        let to = WorkQuery { when: Some(*when).filter(|_| !current), ..first.clone() };
        (n > 0 || current).then(|| facet(tongue.say(words), n, to, current))
    });
    let types = work.types.iter().map(|(code, n)| {
        let current = query.case_type.as_ref() == Some(code);
        let to = WorkQuery { case_type: Some(code.clone()).filter(|_| !current), step: None, ..first.clone() };
        facet(type_name(visitor, code), *n, to, current)
    });
    let mut units: Vec<(&Code, &u64)> = work.units.iter().collect();
    units.sort_by_key(|(code, n)| (std::cmp::Reverse(**n), (*code).clone()));
    let units = units.into_iter().take(UNITS_SHOWN).map(|(code, n)| {
        let current = query.unit.as_ref() == Some(code);
        let to = WorkQuery { unit: Some(code.clone()).filter(|_| !current), ..first.clone() };
        facet(visitor.house().org().unit_name(code).to_owned(), *n, to, current)
    });
    let group = |label: &'static str, choices: Vec<Facet>| FacetGroup { label: tongue.say(label), choices };
    let all = [
        group(id("work-by-deadline"), whens.collect()),
        group(id("work-by-type"), types.collect()),
        group(id("work-by-unit"), units.collect()),
    ];
    // A filter with one choice that is not chosen filters nothing.
    all.into_iter().filter(|g| g.choices.len() > 1 || g.choices.iter().any(|c| c.current)).collect()
}

fn value_of(line: &WorkLine, made: &Move) -> String {
    format!("{}/{}", line.case.case_type, made.code)
}

fn quick(tongue: Tongue, line: &WorkLine) -> Vec<QuickMove> {
    let one = |m: &Move| QuickMove { value: value_of(line, m), label: tongue.name_of(&m.name, &m.name_en).to_owned() };
    line.ready.iter().map(one).collect()
}

fn item(visitor: &Visitor, line: &WorkLine) -> WorkItem {
    let (org, case, tongue) = (visitor.house().org(), &line.case, visitor.tongue);
    let from = case.assigner.as_ref().filter(|code| org.posts.contains_key(*code)).map(|code| post(org, code));
    let wanted: Vec<String> = line.wanted.iter().map(|m| tongue.name_of(&m.name, &m.name_en).to_lowercase()).collect();
    WorkItem {
        id: case.id.to_string(),
        number: number(case),
        title: title(tongue, case, &line.case_type),
        href: case_href(case.id),
        kind: kind_name(tongue, &line.case_type),
        wanted: wanted.join(&tongue.say("words-or")),
        from: from.unwrap_or_default(),
        on_behalf: line
            .on_behalf
            .as_ref()
            .map(|p| tongue.tell("work-on-behalf", &[("person", org.person_name(p).into())]))
            .unwrap_or_default(),
        deadline: case.clock.as_ref().map(|c| deadline(visitor, c, None)),
        moves: quick(tongue, line),
    }
}

fn make(visitor: &Visitor, posted: &Posted) -> Answer {
    let back = Some(posted.get("back")).filter(|b| *b == HERE || b.starts_with("/viec-cua-toi?")).unwrap_or(HERE);
    let Some(asked) = Asking::read(posted) else { return Ok(see(back)) };
    let (mut kept, mut others) = (Vec::new(), Vec::new());
    for id in asked.cases {
        match visitor.state.office.readable(&visitor.viewer, id)? {
            Some(case) if case.case_type != asked.case_type => others.push(case),
            _ => kept.push(id),
        }
    }
    let (key, seed) = (key_of(visitor, posted), visitor.state.seed());
    let outcomes = visitor.state.office.move_many(&visitor.viewer, &kept, &asked.made, key, seed)?;
    if let ([Outcome { result: Ok(done), .. }], true) = (outcomes.as_slice(), others.is_empty()) {
        let mut response = see(back);
        let note = format!("{}{}", if done.repeated { "r" } else { "" }, done.position);
        let cookie = cookies::set(&visitor.asked.headers, cookies::NOTE, &note);
        response.headers_mut().extend(cookie.map(|c| (SET_COOKIE, c)));
        return Ok(response);
    }
    let tongue = visitor.tongue;
    let (mut refused, mut done) = (Vec::new(), Vec::new());
    outcomes.iter().map(|one| bulk_item(visitor, one)).for_each(|item| {
        if item.done { &mut done } else { &mut refused }.push(item);
    });
    refused.extend(others.iter().map(|case| BulkItem {
        case: link(visitor, case),
        answer: tongue.say("work-other-type"),
        done: false,
    }));
    let rule = visitor.house().catalogue()?.types.get(&asked.case_type).and_then(|t| t.find_move(asked.made.as_str()));
    let name = rule.map_or_else(|| asked.made.to_string(), |m| tongue.name_of(&m.name, &m.name_en).to_owned());
    answer::ok(&BulkPage {
        frame: visitor.frame(&name),
        heading: tongue.tell(
            "work-outcome",
            &[("act", name.into()), ("done", done.len().into()), ("refused", refused.len().into())],
        ),
        refused,
        done,
        back: Link { label: tongue.say("work-back"), href: back.to_owned() },
    })
}

/// One move on one case, or on all that were ticked.
struct Asking {
    cases: Vec<Uuid>,
    case_type: Code,
    made: Code,
}

impl Asking {
    /// `None` where nothing was chosen. One button acts on cases of one type: two types may call different moves by one
    /// code.
    fn read(posted: &Posted) -> Option<Self> {
        let (cases, made) = match posted.get("one").split_once('/') {
            Some((id, made)) => (vec![id], made),
            None => (posted.all("case").collect(), posted.get("move")),
        };
        let (case_type, made) = made.split_once('/')?;
        let cases: Vec<Uuid> = cases.into_iter().filter_map(|id| Uuid::try_parse(id).ok()).collect();
        let asked = Self { cases, case_type: Code::parse(case_type).ok()?, made: Code::parse(made).ok()? };
        (!asked.cases.is_empty()).then_some(asked)
    }
}

fn bulk_item(visitor: &Visitor, outcome: &Outcome) -> BulkItem {
    let case = outcome.case.as_ref().map(|case| link(visitor, case)).unwrap_or_default();
    match &outcome.result {
        Ok(d) => {
            let answer = visitor.tongue.tell("frame-recorded", &[("position", d.position.into())]);
            BulkItem { case, answer, done: true }
        }
        Err(fail) => {
            let case =
                if case.label.is_empty() { Link { label: visitor.tongue.say("work-case"), ..case } } else { case };
            BulkItem { case, answer: visitor.tongue.pick(fail.vi(), fail.en()), done: false }
        }
    }
}

fn link(visitor: &Visitor, case: &kernel::case::Case) -> Link {
    let name = visitor.house().case_type(case.catalogue, &case.case_type).ok().map(|t| title(visitor.tongue, case, t));
    let label = format!("{} {}", number(case), name.unwrap_or_default());
    Link { label: label.trim().to_owned(), href: case_href(case.id) }
}
