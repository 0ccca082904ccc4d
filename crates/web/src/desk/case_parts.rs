//! What hangs on a case: its papers, the cases tied to it, who may read it. Filled from what the office lets this visitor
//! know; a case that may not be read is not among the tied ones. And what is done to it on a page of its own.

use std::collections::HashMap;

use kernel::Code;
use kernel::case::rights::LetIn;
use kernel::case::{FileRef, Refusal, What};
use office::views::case::{CaseView, Tie, Tied};

use super::admin::erasing;
use super::files::{Look, look_of};
use super::story;
use super::visitor::Visitor;
use super::words::{self, capital, case_href, deadline, kind_name};
use crate::pages::{CaseLink, CaseLinksPicture, Fact, Knot, Link, Move, Paper, Preview, ReadRule};
use crate::tongue::Tongue;

/// The files of a case, oldest first.
pub fn papers(visitor: &Visitor, view: &CaseView) -> Vec<Paper> {
    let mut names: HashMap<&str, (&str, String)> = HashMap::new();
    for told in &view.events {
        if let What::FileAttached { file } = &told.event.what {
            let who = visitor.house().org().person_name(&told.event.by).to_owned();
            names.insert(&file.sha256, (&told.event.private.name, who));
        }
    }
    let paper = |file: &FileRef| {
        let (name, who) = names.get(file.sha256.as_str()).cloned().unwrap_or_default();
        let at = file.at.print_vn();
        let href = format!("{}/tep/{}", case_href(view.case.id), file.sha256);
        let here = format!("{href}/xem");
        Paper {
            name: if name.is_empty() { visitor.tongue.say("case-paper") } else { name.to_owned() },
            size: words::file_words(visitor.tongue, &file.media, file.bytes),
            added: if who.is_empty() { at } else { format!("{who}, {at}") },
            preview: match look_of(&file.media) {
                Some(Look::Pdf) => Preview::Pdf(here),
                Some(Look::Image) => Preview::Image(here),
                Some(Look::Text) => Preview::Text(here),
                None => Preview::None,
            },
            href,
        }
    };
    view.case.files.iter().map(paper).collect()
}

/// How another case is tied to this one, in words.
fn relation(visitor: &Visitor, view: &CaseView, tied: &Tied) -> String {
    let (house, tongue) = (visitor.house(), visitor.tongue);
    let name = |links: &[kernel::catalogue::case_type::LinkRule], code: &Code| {
        let rule = links.iter().find(|l| l.code == *code);
        rule.map_or(code.to_string(), |l| tongue.name_of(&l.name, &l.name_en).to_owned())
    };
    match &tied.tie {
        Tie::PointsTo(rule) => name(&view.case_type.links, rule),
        Tie::PointedAtBy(rule) => {
            let other = house.case_type(tied.case.catalogue, &tied.case.case_type).ok();
            let (rule, kind) = other.map(|of| (name(&of.links, rule), kind_name(tongue, of))).unwrap_or_default();
            tongue.tell("case-link-pointing", &[("kind", kind.into()), ("rule", rule.to_lowercase().into())])
        }
        Tie::SameBatch => tongue.say("case-link-batch"),
    }
}

/// Number and title of a tied case; for a sibling, which differs by its unit, the unit.
fn name(visitor: &Visitor, tied: &Tied) -> (String, String) {
    let (house, other) = (visitor.house(), &tied.case);
    let title = house
        .case_type(other.catalogue, &other.case_type)
        .map(|t| words::title(visitor.tongue, other, t))
        .unwrap_or_default();
    match (&tied.tie, &other.lead) {
        (Tie::SameBatch, Some(unit)) => (String::new(), house.org().unit_name(unit).to_owned()),
        _ => (words::number(other), title),
    }
}

/// The cases tied to this one, as a list.
pub fn links(visitor: &Visitor, view: &CaseView) -> Vec<CaseLink> {
    let link = |tied: &Tied| {
        let (number, title) = name(visitor, tied);
        CaseLink {
            relation: relation(visitor, view, tied),
            title: if number.is_empty() { title } else { format!("{number} – {title}") },
            href: case_href(tied.case.id),
            deadline: tied.case.clock.as_ref().map(|c| deadline(visitor, c, None)),
        }
    };
    view.tied.iter().map(link).collect()
}

/// The same as a picture; `None` where there is nothing to draw.
pub fn picture(visitor: &Visitor, view: &CaseView) -> Option<CaseLinksPicture> {
    let house = visitor.house();
    let knot = |tied: &Tied| {
        let (number, title) = name(visitor, tied);
        let kind = house.case_type(tied.case.catalogue, &tied.case.case_type).map(|t| kind_name(visitor.tongue, t));
        let relation = match &tied.tie {
            Tie::PointsTo(_) => relation(visitor, view, tied),
            Tie::PointedAtBy(_) | Tie::SameBatch => kind.unwrap_or_default(),
        };
        Knot { relation, name: if number.is_empty() { title } else { number }, href: case_href(tied.case.id) }
    };
    let of = |wanted: fn(&Tie) -> bool| view.tied.iter().filter(move |t| wanted(&t.tie)).map(knot).collect();
    let siblings = view.tied.iter().filter(|t| t.tie == Tie::SameBatch).count();
    let number = words::number(&view.case);
    let own = Knot {
        relation: visitor.tongue.say("case-link-here"),
        name: if number.is_empty() { words::title(visitor.tongue, &view.case, &view.case_type) } else { number },
        href: String::new(),
    };
    let pointing: Vec<Knot> = of(|tie| matches!(tie, Tie::PointedAtBy(_)));
    let pointed_at: Vec<Knot> = of(|tie| matches!(tie, Tie::PointsTo(_)));
    // Siblings alone are told by their list.
    let linked = !pointing.is_empty() || !pointed_at.is_empty();
    linked.then(|| CaseLinksPicture::of(visitor.tongue, own, pointing, pointed_at, siblings))
}

/// Why a rule lets people in; where the catalogue says it in Vietnamese alone, that.
fn because(tongue: Tongue, rule: &LetIn) -> String {
    let said = &rule.because;
    tongue.named(&said.vi, if said.en == said.vi { "" } else { &said.en })
}

/// By which rules people may read the case; those that let this visitor in come first.
pub fn readers(visitor: &Visitor, view: &CaseView) -> Vec<ReadRule> {
    let (me, org, tongue) = (&visitor.viewer.actor.person, visitor.house().org(), visitor.tongue);
    let rule = |rule: &LetIn| {
        let who = words::naming(tongue, org, &capital(tongue.pick(&rule.who.vi, &rule.who.en)));
        ReadRule {
            who: if rule.named.is_empty() { who } else { format!("{who}: {}", tongue.data(&rule.named.join(", "))) },
            people: tongue.tell("case-readers-people", &[("n", rule.people.len().into())]),
            because: if rule.because.vi == rule.who.vi { String::new() } else { because(tongue, rule) },
            mine: rule.people.contains(me),
        }
    };
    let mut out: Vec<ReadRule> = view.let_in.iter().map(rule).collect();
    out.sort_by_key(|rule| !rule.mine);
    out
}

/// That the law has erased it: when, who, on which ground.
pub fn erased(visitor: &Visitor, view: &CaseView) -> Option<Fact> {
    let tongue = visitor.tongue;
    let (event, reason) = view.events.iter().find_map(|told| match &told.event.what {
        What::Erased { reason } => Some((&told.event, reason)),
        _ => None,
    })?;
    let by = story::who(tongue, visitor.house().org(), event);
    let said =
        [("at", event.at.print_vn().into()), ("by", tongue.data(&by).into()), ("reason", tongue.data(reason).into())];
    let value = tongue.tell("erasing-said", &said);
    Some(Fact { label: tongue.say("case-erased"), value, wide: true, ..Fact::default() })
}

/// The way to erase it, for whom the kernel lets erase; of a case under way with the reason why not yet.
pub fn erasing(visitor: &Visitor, view: &CaseView) -> Option<Move> {
    let tongue = visitor.tongue;
    let label = tongue.say("erasing-heading");
    match visitor.state.office.erasing_refused(&visitor.viewer, &view.case) {
        Ok(None) => Some(Move {
            label,
            effect: tongue.say("erasing-way"),
            choices: vec![Link { label: tongue.say("erasing-way-open"), href: erasing::form_of(view.case.id) }],
            ..Move::default()
        }),
        Ok(Some(refusal @ Refusal::NotClosed)) => {
            Some(Move { label, refused: Some(tongue.pick(refusal.vi(), refusal.en())), ..Move::default() })
        }
        _ => None,
    }
}
