//! The page of one case, filled from what the office knows of it. A move is shown with its form, or with the reason why not.
//!
//! After a refusal the same page comes back with what was typed and what is wrong (`Attempt`). Not here: doing (`acts`).

use axum::extract::{Path, Query as Asking, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Code;
use kernel::case::{Case, Refusal, What};
use kernel::catalogue::case_type::Field as Rule;
use kernel::clock::{ClockState, Verdict};
use kernel::org::Org;
use kernel::time::Instant;
use office::import::opened_at_source;
use office::views::case::{CaseView, FreeAct, Possible};
use uuid::Uuid;

use super::acts::free;
use super::address::Pairs;
use super::answer::{self, Stop};
use super::case_parts;
use super::forms::{Form, Wrong};
use super::hand_over;
use super::posted::Posted;
use super::receipt;
use super::story;
use super::visitor::{Asked, Visitor, visit};
use super::words::{self, capital, case_href, deadline, kind_name, moment, register_name, step_name};
use crate::pages::{
    CasePage, Derivation, DerivationStep, Fact, FactGroup, Hidden, Holder, Link, Move, Notice, NoticeTone, Tone,
};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// A form that came back: which, what was typed, what is wrong with it.
pub struct Attempt<'a> {
    /// The last two parts of its address: `thao-tac/report`, `viec/gia-han`.
    pub action: &'a str,
    /// What was typed.
    pub posted: &'a Posted,
    /// What is wrong.
    pub wrong: Wrong,
}

/// `GET /ho-so/{id}`
pub async fn show(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Asking(pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    visit(state, asked, move |visitor| {
        let all = pairs.iter().any(|(k, _)| k == "het");
        let view = load(visitor, &id, all)?;
        answer::ok(&page(visitor, &view, None))
    })
    .await
}

/// The case of an address; one that may not be read is as missing as one that does not exist.
pub fn load(visitor: &Visitor, id: &str, all_events: bool) -> Result<CaseView, Stop> {
    let Ok(id) = Uuid::try_parse(id) else { return Err(visitor.missing()) };
    let view = visitor.state.office.view_case(&visitor.viewer, id, all_events)?;
    view.ok_or_else(|| visitor.missing())
}

/// The page with a form that came back.
pub fn refused(visitor: &Visitor, view: &CaseView, attempt: &Attempt<'_>) -> Response {
    answer::page(StatusCode::UNPROCESSABLE_ENTITY, &page(visitor, view, Some(attempt)))
}

fn page(visitor: &Visitor, view: &CaseView, attempt: Option<&Attempt<'_>>) -> CasePage {
    let (case, of, tongue) = (&view.case, &view.case_type, visitor.tongue);
    let title = words::title(tongue, case, of);
    let number = words::number(case);
    let mut frame = visitor.frame(if number.is_empty() { &title } else { &number });
    if let Some(attempt) = attempt {
        let notice = |(_, text): &(String, String)| Notice { tone: NoticeTone::Problem, text: text.clone() };
        frame.notices = attempt.wrong.0.iter().map(notice).collect();
    }
    if case.erased.is_some() {
        frame.notices.push(Notice { tone: NoticeTone::Plain, text: tongue.say("erasing-notice") });
    }
    let clock = case.clock.as_ref();
    let why = view.explanation.as_ref().filter(|e| !e.steps.is_empty()).map(|_| "#vi-sao".to_owned());
    CasePage {
        frame,
        back: Some(Link { label: register_name(tongue, of), href: format!("/so/{}", of.code) }),
        kind: kind_name(tongue, of),
        number,
        title,
        state: step_name(tongue, of, &case.step).to_owned(),
        state_tone: state_tone(case),
        deadline: clock.map(|c| deadline(visitor, c, why)),
        groups: groups(visitor, view),
        papers: case_parts::papers(visitor, view),
        links: case_parts::links(visitor, view),
        picture: case_parts::picture(visitor, view),
        holders: holders(visitor, case),
        readers: case_parts::readers(visitor, view),
        print: visitor.state.press.as_ref().map(|_| format!("{}/in", case_href(case.id))),
        moves: moves(visitor, view, attempt),
        others: others(visitor, view),
        no_moves: nothing_to_do(tongue, view),
        happenings: story::told(tongue, visitor.house(), view),
        earlier: (view.earlier > 0).then(|| Link {
            label: tongue.tell("case-earlier", &[("n", view.earlier.into())]),
            href: format!("{}?het=1", case_href(case.id)),
        }),
        derivation: clock.and_then(|clock| derivation(visitor, view, clock)),
        catalogue: tongue.tell(
            "case-catalogue",
            &[("version", case.catalogue.to_string().into()), ("basis", tongue.data(&of.basis).into())],
        ),
    }
}

fn state_tone(case: &Case) -> Tone {
    if case.is_closed() { Tone::Done } else { Tone::Neutral }
}

fn nothing_to_do(tongue: Tongue, view: &CaseView) -> String {
    if view.case.is_closed() {
        let at = view.case.closed.map(Instant::print_vn).unwrap_or_default();
        return tongue.tell("case-over", &[("at", at.into())]);
    }
    if view.moves.iter().any(is_of_others) {
        return tongue.say("case-waits");
    }
    tongue.say("case-nothing")
}

fn groups(visitor: &Visitor, view: &CaseView) -> Vec<FactGroup> {
    let tongue = visitor.tongue;
    let group = |id: &'static str, facts: Vec<Fact>| FactGroup { heading: tongue.say(id), facts };
    let both = [group(id("case-content"), said(visitor, view)), group(id("case-course"), course(visitor, view))];
    both.into_iter().filter(|g| !g.facts.is_empty()).collect()
}

/// The fields that have a value.
fn said(visitor: &Visitor, view: &CaseView) -> Vec<Fact> {
    let (case, of, house, tongue) = (&view.case, &view.case_type, visitor.house(), visitor.tongue);
    let Ok(catalogue) = house.version(case.catalogue) else { return Vec::new() };
    let fact = |field: &Rule| {
        let read = words::value(tongue, field, case.value(field.code.as_str())?, catalogue, house.org());
        let note = corrected(view, &field.code)
            .map(|at| tongue.tell("case-corrected-on", &[("day", at.date().print_vn().into())]));
        Some(Fact {
            label: tongue.name_of(&field.name, &field.name_en).to_owned(),
            wide: read.chars().count() > 60,
            value: read,
            note: note.unwrap_or_default(),
            typed: words::is_data(field, case.value(field.code.as_str())?, catalogue),
            ..Fact::default()
        })
    };
    of.fields.iter().filter(|f| f.code != of.title).filter_map(fact).collect()
}

/// Numbers, moments and counts of its way.
fn course(visitor: &Visitor, view: &CaseView) -> Vec<Fact> {
    let (case, of, tongue) = (&view.case, &view.case_type, visitor.tongue);
    let fact = |label: String, value: String| Fact { label, value, ..Fact::default() };
    let at = |id: &'static str, at: Option<Instant>| at.map(|at| fact(tongue.say(id), at.print_vn()));
    let number = |n: &kernel::case::GivenNumber| {
        let series = of.number(n.series.as_str());
        let name = series.map_or_else(|| n.series.to_string(), |s| tongue.named(&s.name, &s.name_en));
        let args = [("number", n.text.as_str().into()), ("at", n.at.print_vn().into())];
        fact(name, tongue.tell("case-numbered", &args))
    };
    let mut out: Vec<Fact> = case.numbers.iter().map(number).collect();
    if let Some(carried) = &case.carried {
        let args = [("register", carried.register.as_str().into()), ("number", carried.number.as_str().into())];
        out.push(fact(tongue.say("case-carried"), tongue.tell("case-carried-as", &args)));
    }
    // What comes from elsewhere was opened there; here it was only written down.
    let source = opened_at_source(case);
    out.extend(at(id("case-opened"), Some(source.unwrap_or(case.opened))));
    out.extend(at(id("case-brought-in"), source.map(|_| case.opened)));
    if let Some(clock) = &case.clock {
        let due = |at: Option<Instant>| at.map_or_else(|| tongue.say("words-no-deadline"), Instant::print_vn);
        out.push(fact(tongue.say("words-due"), due(clock.due)));
        if clock.first_due.is_some() && clock.first_due != clock.due {
            out.push(fact(tongue.say("case-first-due"), due(clock.first_due)));
        }
        out.extend(at(id("case-done"), clock.stopped_at()));
    }
    if let Some(evidence) = &case.evidence {
        let source = evidence.done_at().1;
        out.push(fact(tongue.say("case-done-by"), tongue.pick(source.vi(), source.en()).to_owned()));
    }
    out.extend(at(id("case-published"), case.published));
    out.extend(at(id("case-withdrawn"), case.withdrawn));
    out.extend(receipt::fact(visitor, case, &view.case_type));
    out.extend(at(id("case-closed"), case.closed));
    out.extend(case_parts::erased(visitor, view));
    out.extend(asked(visitor, case));
    let counts = [(id("case-urged"), case.tally.urged), (id("case-corrections"), case.tally.corrections)];
    for (label, times) in counts.into_iter().filter(|(_, times)| *times > 0) {
        let times = tongue.tell("case-times", &[("n", times.into())]);
        out.push(Fact { href: Some("#dien-bien".to_owned()), ..fact(tongue.say(label), times) });
    }
    out
}

/// The extension that somebody asked for and nobody answered yet.
fn asked(visitor: &Visitor, case: &Case) -> Option<Fact> {
    let (asked, tongue) = (case.asked.as_ref()?, visitor.tongue);
    let by = visitor.house().org().person_name(&asked.by);
    let args = [("due", asked.due.print_vn().into()), ("by", by.into()), ("at", asked.at.print_vn().into())];
    Some(Fact {
        label: tongue.say("case-asked"),
        value: tongue.tell("case-asked-for", &args),
        wide: true,
        ..Fact::default()
    })
}

/// When a field was last corrected, as far as the events shown tell.
fn corrected(view: &CaseView, code: &Code) -> Option<Instant> {
    let of = |what: &What| matches!(what, What::Corrected { field, .. } if field == code);
    view.events.iter().find(|told| of(&told.event.what)).map(|told| told.event.at)
}

fn holders(visitor: &Visitor, case: &Case) -> Vec<Holder> {
    let (org, tongue) = (visitor.house().org(), visitor.tongue);
    let holder = |role: &'static str, name: &str, detail: String| Holder {
        role: tongue.say(role),
        name: name.to_owned(),
        detail,
    };
    let mut out = Vec::new();
    out.extend(case.lead.as_ref().map(|u| holder(id("form-lead"), org.unit_name(u), String::new())));
    out.extend(case.coop.iter().map(|u| holder(id("form-coop"), org.unit_name(u), String::new())));
    out.extend(case.holder.as_ref().map(|p| {
        let post = org.people.get(p).and_then(|p| p.posts.first()).and_then(|c| org.posts.get(c));
        let post = post.map(|p| words::post(org, &p.code)).unwrap_or_default();
        holder(id("form-holder"), org.person_name(p), post)
    }));
    out.extend(case.assigner.as_ref().and_then(|code| org.posts.get(code)).map(|post| {
        let names: Vec<&str> = org.holders_on(&post.code, visitor.now().date()).map(|p| p.name.as_str()).collect();
        holder(id("case-assigner"), &words::post(org, &post.code), names.join(", "))
    }));
    if out.is_empty() {
        out.push(holder(id("case-nobody"), "–", String::new()));
    }
    out
}

/// Usual moves first, then the others, then those that may not be made now, then acts that belong to no step.
fn moves(visitor: &Visitor, view: &CaseView, attempt: Option<&Attempt<'_>>) -> Vec<Move> {
    let rank = |p: &Possible| (p.refused.is_some(), p.made.reason, p.made.to == view.case.step);
    let mut possible: Vec<&Possible> = view.moves.iter().filter(|p| !is_of_others(p)).collect();
    possible.sort_by_key(|p| rank(p));
    let mut out: Vec<Move> = Vec::new();
    for one in possible {
        let next = out.is_empty() && rank(one) == (false, false, false);
        out.push(shown_move(visitor, view, one, next, attempt));
    }
    out.extend(view.acts.iter().map(|act| shown_act(visitor, view, *act, attempt)));
    out.extend(hand_over::way(visitor, view));
    out.extend(case_parts::erasing(visitor, view));
    out
}

/// Whether a move is refused only because it is somebody else's.
fn is_of_others(one: &Possible) -> bool {
    matches!(one.refused, Some(Refusal::NotAllowed { .. }))
}

fn others(visitor: &Visitor, view: &CaseView) -> Vec<Move> {
    view.moves.iter().filter(|p| is_of_others(p)).map(|p| shown_move(visitor, view, p, false, None)).collect()
}

/// What every form of the page carries.
fn hidden(visitor: &Visitor, view: &CaseView, typed: Option<&Posted>) -> Vec<Hidden> {
    let key = typed.map(|t| t.get("idempotency_key").to_owned()).unwrap_or_else(|| visitor.new_key().to_string());
    // What was seen stays what was seen when a form comes back.
    let step = typed.map_or(view.case.step.as_str(), |t| t.get("step"));
    [("csrf", visitor.csrf.as_str()), ("idempotency_key", &key), ("step", step)]
        .into_iter()
        .map(|(name, value)| Hidden { name: name.to_owned(), value: value.to_owned() })
        .collect()
}

/// Why a move may not be made.
fn why_not(tongue: Tongue, org: &Org, refusal: &Refusal) -> String {
    let said = tongue.pick(refusal.vi(), refusal.en());
    match (refusal, refusal.basis()) {
        (Refusal::NotAllowed { who, .. }, _) => {
            tongue.tell("case-who-may", &[("who", words::naming(tongue, org, tongue.pick(&who.vi, &who.en)).into())])
        }
        (_, "") => said,
        (_, basis) => format!("{said} ({})", tongue.data(basis)),
    }
}

fn shown_move(visitor: &Visitor, view: &CaseView, one: &Possible, next: bool, attempt: Option<&Attempt<'_>>) -> Move {
    let (made, tongue) = (&one.made, visitor.tongue);
    let label = tongue.name_of(&made.name, &made.name_en).to_owned();
    if let Some(refusal) = &one.refused {
        return Move { label, refused: Some(why_not(tongue, visitor.house().org(), refusal)), ..Move::default() };
    }
    let action = format!("thao-tac/{}", made.code);
    let tried = attempt.filter(|a| a.action == action);
    let typed = tried.map(|a| a.posted);
    let form = Form { visitor, case_type: &view.case_type, made, case: Some(&view.case) };
    let nothing = Wrong::default();
    let groups = form.groups(typed, tried.map_or(&nothing, |a| &a.wrong));
    let mut hidden = hidden(visitor, view, typed);
    hidden.extend(form.seen(typed));
    let step = step_name(tongue, &view.case_type, &made.to);
    let mut effect = tongue.tell("case-moves-to", &[("step", step.into())]);
    if !made.basis.is_empty() {
        effect = format!("{effect} {}", tongue.tell("case-basis", &[("basis", tongue.data(&made.basis).into())]));
    }
    Move {
        label,
        effect,
        refused: None,
        next,
        open: tried.is_some() || (next && attempt.is_none()),
        action: format!("{}/{action}", case_href(view.case.id)),
        hidden,
        fields: groups.into_iter().flat_map(|(_, fields)| fields).collect(),
        has_file: form.has_file(),
        ..Move::default()
    }
}

fn shown_act(visitor: &Visitor, view: &CaseView, act: FreeAct, attempt: Option<&Attempt<'_>>) -> Move {
    let action = format!("viec/{}", free::slug(act));
    let tried = attempt.filter(|a| a.action == action);
    let typed = tried.map(|a| a.posted);
    let about = (act == FreeAct::Correct).then(|| free::about(visitor, view, typed)).flatten();
    if act == FreeAct::Correct && about.is_none() {
        return free::choose(visitor.tongue, view);
    }
    let mut fields = free::fields(visitor, view, act, typed);
    for field in &mut fields {
        field.error = tried.and_then(|a| a.wrong.of(&field.name));
    }
    Move {
        label: free::label(visitor.tongue, view, act),
        effect: answered(visitor, view, act),
        id: free::slug(act).to_owned(),
        open: tried.is_some() || about.is_some(),
        action: format!("{}/{action}", case_href(view.case.id)),
        hidden: hidden(visitor, view, typed),
        fields,
        has_file: act == FreeAct::Attach,
        ..Move::default()
    }
}

/// What an act answers: the extension that was asked for.
fn answered(visitor: &Visitor, view: &CaseView, act: FreeAct) -> String {
    let answers = matches!(act, FreeAct::Extend | FreeAct::RefuseExtension);
    let asked = asked(visitor, &view.case).filter(|_| answers);
    asked.map(|asked| format!("{}: {}.", asked.label, asked.value)).unwrap_or_default()
}

fn derivation(visitor: &Visitor, view: &CaseView, clock: &ClockState) -> Option<Derivation> {
    let explanation = view.explanation.as_ref().filter(|e| !e.steps.is_empty())?;
    let (due, tongue) = (explanation.due()?, visitor.tongue);
    let step = |step: &kernel::clock::Step| DerivationStep {
        rule: match (&*step.detail, &*step.detail_en) {
            (detail, "") if !detail.is_empty() => {
                format!("{}: {}", tongue.pick(step.rule.vi(), step.rule.en()), tongue.data(detail))
            }
            _ => tongue.pick(step.vi(), step.en()),
        },
        basis: step.basis.clone(),
        from: step.from.print_vn(),
        to: step.to.print_vn(),
        minutes: tongue.number(step.working_minutes),
    };
    let provisional = visitor.house().calendar.is_provisional(clock.start.date(), due.date());
    let paused = clock.verdict(visitor.now()) == Verdict::Paused;
    let notes = [(provisional, id("case-why-provisional")), (paused, id("case-why-paused"))];
    let notes: Vec<String> = notes.into_iter().filter(|(holds, _)| *holds).map(|(_, id)| tongue.say(id)).collect();
    let limit = clock.limit.map(|limit| capital(&tongue.pick(limit.vi(), limit.en())));
    Some(Derivation {
        limit: limit.unwrap_or_else(|| tongue.say("case-why-set")),
        basis: clock.basis.clone(),
        steps: explanation.steps.iter().map(step).collect(),
        total: tongue.number(explanation.working_minutes()),
        due: moment(due),
        note: notes.join(" "),
        open: false,
    })
}
