//! The conclusions of a meeting: clauses typed in one form, looked at as tasks, then given as one act and one batch.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Code;
use kernel::case::batch::Clause;
use kernel::case::command::Assigned;
use kernel::case::{Act, Case, Due, MoveForm, Value};
use kernel::clock::{Limit, LimitUnit, due_moment};
use kernel::org::{Unit, covers};
use kernel::text::{fold, sort_key};
use office::{Fail, Request};

use super::super::acts::{derived, done_with, key_of, request, unlucky};
use super::super::answer::{self, Answer};
use super::super::fields;
use super::super::forms::{Wrong, date};
use super::super::posted::Posted;
use super::super::visitor::{Asked, Visitor, visit, visit_with};
use super::{assigns, task};
use crate::pages::{
    Choice, ChoiceGroup, ConclusionsPage, Field, HeadCell, Hidden, Input, Problem, Table, TableCell, TableRow,
};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// Clauses of an empty form.
const CLAUSES: usize = 4;
/// Most clauses of a meeting.
const CLAUSES_MAX: usize = 60;
/// Longest subject of a task in characters.
const SUBJECT_CHARACTERS_MAX: usize = 500;
/// Longest number or name of a meeting in characters.
const MEETING_CHARACTERS_MAX: usize = 60;

/// `GET /ket-luan`
pub async fn show(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, |visitor| Ok(page(visitor, &Posted::default(), CLAUSES, &Wrong::default(), None))).await
}

/// `POST /ket-luan`
pub async fn send(State(state): State<AppState>, asked: Asked, posted: Posted) -> Response {
    visit_with(state, asked, posted, conclude).await
}

fn conclude(visitor: &Visitor, posted: &Posted) -> Answer {
    let rows = posted.get("so-khoan").parse().unwrap_or(CLAUSES).clamp(1, CLAUSES_MAX);
    if posted.get("buoc") == "them" {
        return Ok(page(visitor, posted, (rows + CLAUSES).min(CLAUSES_MAX), &Wrong::default(), None));
    }
    let key = key_of(visitor, posted);
    let (clauses, numbers) = match read(visitor, posted, rows, key) {
        Ok(read) => read,
        Err(wrong) => return Ok(page(visitor, posted, rows, &wrong, None)),
    };
    // The command of the request is not looked at: the clauses are.
    let request: Request = request(visitor, None, Act::Urge { text: String::new() }, key);
    let office = &visitor.state.office;
    let refused = |(at, fail): (Option<usize>, Fail)| match (at.and_then(|at| numbers.get(at)), fail) {
        (Some(n), Fail::Refused(refusal)) => {
            let why = visitor.tongue.pick(refusal.vi(), refusal.en());
            let wrong = Wrong::one(&format!("lead.{n}"), in_clause(visitor.tongue, *n, why));
            Ok(page(visitor, posted, rows, &wrong, None))
        }
        (_, fail) => unlucky(visitor, fail),
    };
    // Given is what was looked at: whatever was changed since is shown again first.
    if posted.get("buoc") == "giao" && posted.get("da-xem") == mark(posted, rows) {
        return match office.assign_clauses(&clauses, &request) {
            Ok(done) => done.first().map_or_else(|| Err(visitor.missing()), |done| Ok(done_with(visitor, done))),
            Err(fail) => refused(fail),
        };
    }
    match office.preview_clauses(&clauses, &request) {
        Ok(cases) => Ok(page(visitor, posted, rows, &Wrong::default(), Some((&numbers, &cases)))),
        Err(fail) => refused(fail),
    }
}

fn clause_name(tongue: Tongue, n: usize) -> String {
    tongue.tell("meeting-clause", &[("n", i64::try_from(n + 1).unwrap_or(i64::MAX).into())])
}

fn in_clause(tongue: Tongue, n: usize, why: String) -> String {
    tongue.tell("meeting-in-clause", &[("n", i64::try_from(n + 1).unwrap_or(i64::MAX).into()), ("why", why.into())])
}

/// What was typed, in short, to tell whether it is what was looked at.
fn mark(posted: &Posted, rows: usize) -> String {
    let names = ["meeting", "authority", "field_of_work"].map(str::to_owned).into_iter();
    let of_clause = |n: usize| ["text", "lead", "coop", "due"].map(|name| format!("{name}.{n}"));
    let names = names.chain((0..rows).flat_map(of_clause));
    let all: Vec<String> = names.map(|name| posted.get(&name).to_owned()).collect();
    office::sha256_hex(all.join("\u{1f}").as_bytes())
}

/// The clauses that hold something, each with its number on the form.
fn read(visitor: &Visitor, posted: &Posted, rows: usize, key: uuid::Uuid) -> Result<(Vec<Clause>, Vec<usize>), Wrong> {
    let (mut wrong, tongue) = (Wrong::default(), visitor.tongue);
    let meeting = posted.get("meeting").trim();
    if meeting.is_empty() {
        wrong.add("meeting", tongue.say("meeting-no-number"));
    } else if meeting.chars().count() > MEETING_CHARACTERS_MAX {
        let most = i64::try_from(MEETING_CHARACTERS_MAX).unwrap_or(i64::MAX);
        wrong.add("meeting", tongue.tell("meeting-long-number", &[("most", most.into())]));
    }
    let (mut clauses, mut numbers) = (Vec::new(), Vec::new());
    for n in 0..rows {
        let text = posted.get(&format!("text.{n}")).trim();
        let rest = ["lead", "coop", "due"].iter().any(|name| !posted.get(&format!("{name}.{n}")).trim().is_empty());
        if text.is_empty() && !rest {
            continue;
        }
        if text.is_empty() {
            wrong.add(&format!("text.{n}"), in_clause(tongue, n, tongue.say("meeting-no-text")));
        }
        let leads = units(visitor, posted, "lead", n, &mut wrong);
        if leads.is_empty() && wrong.of(&format!("lead.{n}")).is_none() {
            wrong.add(&format!("lead.{n}"), in_clause(tongue, n, tongue.say("meeting-no-unit")));
        }
        let coop = units(visitor, posted, "coop", n, &mut wrong);
        if let Some(both) = coop.iter().find(|unit| leads.contains(unit)) {
            let name = visitor.house().org().unit_name(both);
            let why = tongue.tell("meeting-leads-too", &[("unit", name.into())]);
            wrong.add(&format!("coop.{n}"), in_clause(tongue, n, why));
        }
        let due = due(visitor, posted.get(&format!("due.{n}")).trim()).unwrap_or_else(|why| {
            wrong.add(&format!("due.{n}"), in_clause(tongue, n, why));
            Due::Never
        });
        let mut form = form(posted, meeting, text, due);
        form.assigned = Some(Assigned { coop, ..Assigned::default() });
        let id = |unit: Code| (derived(key, &format!("{n}.{unit}")), unit);
        let leads = leads.into_iter().map(id).collect();
        clauses.push(Clause { batch: derived(key, "batch"), case_type: super::TASK.into(), form, leads });
        numbers.push(n);
    }
    if clauses.is_empty() && wrong.is_empty() {
        wrong.add("text.0", tongue.say("meeting-empty"));
    }
    if wrong.is_empty() { Ok((clauses, numbers)) } else { Err(wrong) }
}

fn form(posted: &Posted, meeting: &str, text: &str, due: Due) -> MoveForm {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let subject: String = line.chars().take(SUBJECT_CHARACTERS_MAX).collect();
    let authority = if posted.get("authority") == "ubnd" { "ubnd" } else { "chairman" };
    let mut form = MoveForm::new("assign")
        .with("subject", Value::Text(subject))
        .with("authority", Value::text(authority))
        .with("source_kind", Value::text("conclusion"))
        .with("source_number", Value::text(meeting))
        .with("content", Value::text(text));
    let field = posted.get("field_of_work");
    if !field.is_empty() {
        form = form.with("field_of_work", Value::text(field));
    }
    form.due = due;
    form
}

/// Units as typed: names, short names or codes, with semicolons between.
fn units(visitor: &Visitor, posted: &Posted, name: &str, n: usize, wrong: &mut Wrong) -> Vec<Code> {
    let (name, tongue) = (format!("{name}.{n}"), visitor.tongue);
    let mut out: Vec<Code> = Vec::new();
    for typed in posted.get(&name).split([';', '\n']).map(str::trim).filter(|typed| !typed.is_empty()) {
        let looked = fold(typed);
        let fits = |unit: &&Unit| fold(&unit.name) == looked || fold(&unit.short) == looked || unit.code == *typed;
        let mut found = here(visitor).into_iter().filter(fits);
        match (found.next(), found.next()) {
            (Some(unit), None) if out.contains(&unit.code) => {
                let why = tongue.tell("meeting-twice", &[("unit", unit.name.as_str().into())]);
                wrong.add(&name, in_clause(tongue, n, why));
            }
            (Some(unit), None) => out.push(unit.code.clone()),
            (Some(_), Some(_)) => {
                let why = tongue.tell("meeting-several", &[("typed", typed.into())]);
                wrong.add(&name, in_clause(tongue, n, why));
            }
            (None, _) => {
                let why = tongue.tell("meeting-unknown", &[("typed", typed.into())]);
                wrong.add(&name, in_clause(tongue, n, why));
            }
        }
    }
    out
}

/// The units that exist today and take tasks.
fn here(visitor: &Visitor) -> Vec<&Unit> {
    let today = visitor.now().date();
    let units = visitor.house().org().units.values();
    units.filter(|u| covers(u.valid_from, u.valid_to, today)).collect()
}

/// A day, a number of working days, or none.
fn due(visitor: &Visitor, typed: &str) -> Result<Due, String> {
    let looked = fold(typed);
    if looked.is_empty() || looked == "khong thoi han" {
        return if looked.is_empty() {
            Err(visitor.tongue.quoting(&visitor.tongue.say("meeting-no-due")))
        } else {
            Ok(Due::Never)
        };
    }
    let days = looked.strip_suffix("ngay lam viec").unwrap_or(&looked).trim();
    if let Ok(days) = days.parse::<u32>() {
        let limit = Limit::new(days, LimitUnit::WorkingDays).map_err(|e| e.to_string())?;
        let at = due_moment(&visitor.house().calendar, visitor.now(), limit).map_err(|e| e.to_string())?;
        return Ok(Due::On(at.date()));
    }
    date(visitor.tongue, typed).map(Due::On)
}

fn page(
    visitor: &Visitor,
    posted: &Posted,
    rows: usize,
    wrong: &Wrong,
    previewed: Option<(&[usize], &[Vec<Case>])>,
) -> Response {
    if !assigns(visitor) || task(visitor).is_err() {
        return visitor.sorry(403);
    }
    let tongue = visitor.tongue;
    let sent = Some(posted.get("idempotency_key")).filter(|key| !key.is_empty()).map(str::to_owned);
    let key = sent.unwrap_or_else(|| visitor.new_key().to_string());
    let mut hidden = vec![("csrf", visitor.csrf.clone()), ("idempotency_key", key), ("so-khoan", rows.to_string())];
    if previewed.is_some() {
        hidden.push(("da-xem", mark(posted, rows)));
    }
    let mut groups = vec![(tongue.say("meeting-of"), meeting(visitor, posted))];
    groups.extend((0..rows).map(|n| (clause_name(tongue, n), clause(visitor, posted, n))));
    for field in groups.iter_mut().flat_map(|(_, fields)| fields) {
        field.error = wrong.of(&field.name);
    }
    let figure = |n: usize| i64::try_from(n).unwrap_or(i64::MAX).into();
    let mut here = here(visitor);
    here.sort_by_cached_key(|unit| sort_key(&unit.name));
    let count: usize = previewed.map_or(0, |(_, cases)| cases.iter().map(Vec::len).sum());
    let shown = ConclusionsPage {
        frame: visitor.frame(&tongue.say("meeting-title")),
        problems: wrong
            .0
            .iter()
            .map(|(name, text)| Problem { field_id: fields::id_part(name), text: text.clone() })
            .collect(),
        to_mend: tongue.tell("meeting-to-mend", &[("n", figure(wrong.0.len()))]),
        hidden: hidden.into_iter().map(|(name, value)| Hidden { name: name.to_owned(), value }).collect(),
        groups,
        units: here.iter().map(|unit| unit.name.clone()).collect(),
        preview: previewed.map(|(numbers, cases)| preview(visitor, numbers, cases)),
        give: tongue.tell("meeting-give", &[("n", figure(count))]),
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    answer::page(status, &shown)
}

fn named(visitor: &Visitor, name: &str, label: &str, input: Input) -> Field {
    fields::field(visitor.tongue, &fields::id_part(name), name, label, input)
}

fn meeting(visitor: &Visitor, posted: &Posted) -> Vec<Field> {
    let one = |choices: Vec<Choice>| Input::Choice { groups: vec![ChoiceGroup { label: String::new(), choices }] };
    let tongue = visitor.tongue;
    let mut meeting = named(visitor, "meeting", &tongue.say("meeting-number"), fields::text(posted.get("meeting")));
    meeting.required = true;
    let by = if posted.get("authority") == "ubnd" { "ubnd" } else { "chairman" };
    let rule = task(visitor).ok().and_then(|of| of.field("authority").cloned());
    let known = rule.into_iter().flat_map(|rule| rule.choices).filter(|c| c.code == *"chairman" || c.code == *"ubnd");
    let who = known.map(|c| fields::choice(c.code.as_str(), tongue.name_of(&c.name, &c.name_en), by)).collect();
    let mut authority = named(visitor, "authority", &tongue.say("meeting-authority"), one(who));
    authority.required = true;
    let now = posted.get("field_of_work");
    let fields = visitor.house().org().assignments.iter();
    let mut of_work: Vec<(&str, String)> =
        fields.map(|a| (a.field.as_str(), tongue.named(&a.name, &a.name_en))).collect();
    of_work.sort_by_cached_key(|(_, name)| sort_key(name));
    of_work.dedup();
    let choices = of_work.into_iter().map(|(code, name)| fields::choice(code, &name, now)).collect();
    let groups = fields::with_blank(tongue, vec![ChoiceGroup { label: String::new(), choices }]);
    vec![meeting, authority, named(visitor, "field_of_work", &tongue.say("meeting-field"), Input::Choice { groups })]
}

fn clause(visitor: &Visitor, posted: &Posted, n: usize) -> Vec<Field> {
    let tongue = visitor.tongue;
    let get = |name: &str| posted.get(&format!("{name}.{n}")).to_owned();
    let listed = |name: &str| Input::Listed { value: get(name), list: "units".to_owned() };
    let text =
        named(visitor, &format!("text.{n}"), &tongue.say("meeting-text"), Input::LongText { value: get("text") });
    let mut lead = named(visitor, &format!("lead.{n}"), &tongue.say("meeting-unit"), listed("lead"));
    lead.hint = tongue.say("meeting-unit-hint");
    let coop = named(visitor, &format!("coop.{n}"), &tongue.say("meeting-coop"), listed("coop"));
    let mut due = named(visitor, &format!("due.{n}"), &tongue.say("meeting-due"), fields::text(&get("due")));
    due.hint = tongue.quoting(&tongue.say("meeting-due-hint"));
    vec![text, lead, coop, due]
}

fn preview(visitor: &Visitor, numbers: &[usize], cases: &[Vec<Case>]) -> Table {
    let (org, tongue) = (visitor.house().org(), visitor.tongue);
    let row = |n: usize, case: &Case| {
        let coop: Vec<&str> = case.coop.iter().map(|unit| org.unit_name(unit)).collect();
        let due = case.clock.as_ref().and_then(|c| c.due).map(|due| due.print_vn());
        TableRow {
            label: clause_name(tongue, n),
            cells: vec![
                TableCell::Text(case.value("subject").map(Value::plain).unwrap_or_default()),
                TableCell::Text(case.lead.as_ref().map(|unit| org.unit_name(unit).to_owned()).unwrap_or_default()),
                TableCell::Text(coop.join("; ")),
                TableCell::Text(due.unwrap_or_else(|| tongue.say("words-no-deadline"))),
            ],
            ..TableRow::default()
        }
    };
    let rows = numbers.iter().zip(cases).flat_map(|(n, of)| of.iter().map(move |case| row(*n, case)));
    let head = [
        id("meeting-column-clause"),
        id("meeting-column-task"),
        id("words-lead"),
        id("meeting-column-coop"),
        id("words-due"),
    ];
    Table {
        caption: tongue.say("meeting-tasks"),
        head: vec![head.iter().map(|word| HeadCell::words(tongue.say(word))).collect()],
        rows: rows.collect(),
        ..Table::default()
    }
}
