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

/// Clauses of an empty form.
const CLAUSES: usize = 4;
/// Most clauses of a meeting.
const CLAUSES_MAX: usize = 60;
/// Longest subject of a task in characters.
const SUBJECT_CHARACTERS_MAX: usize = 500;

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
    let refused = |(at, fail): (usize, Fail)| match fail {
        Fail::Refused(refusal) => {
            let n = numbers.get(at).copied().unwrap_or(0);
            let wrong = Wrong::one(&format!("lead.{n}"), format!("Khoản {}: {}", n + 1, refusal.vi()));
            Ok(page(visitor, posted, rows, &wrong, None))
        }
        fail => unlucky(visitor, fail),
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
    let mut wrong = Wrong::default();
    let meeting = posted.get("meeting").trim();
    if meeting.is_empty() {
        wrong.add("meeting", "Xin ghi số, ký hiệu thông báo kết luận hoặc tên cuộc họp.");
    } else if meeting.chars().count() > 60 {
        wrong.add("meeting", "Số, ký hiệu hoặc tên cuộc họp dài quá 60 ký tự.");
    }
    let (mut clauses, mut numbers) = (Vec::new(), Vec::new());
    for n in 0..rows {
        let text = posted.get(&format!("text.{n}")).trim();
        let rest = ["lead", "coop", "due"].iter().any(|name| !posted.get(&format!("{name}.{n}")).trim().is_empty());
        if text.is_empty() && !rest {
            continue;
        }
        if text.is_empty() {
            wrong.add(&format!("text.{n}"), format!("Khoản {}: xin ghi nội dung.", n + 1));
        }
        let leads = units(visitor, posted, "lead", n, &mut wrong);
        if leads.is_empty() && wrong.of(&format!("lead.{n}")).is_none() {
            wrong.add(&format!("lead.{n}"), format!("Khoản {}: xin ghi đơn vị chủ trì.", n + 1));
        }
        let coop = units(visitor, posted, "coop", n, &mut wrong);
        if let Some(both) = coop.iter().find(|unit| leads.contains(unit)) {
            let name = visitor.house().org().unit_name(both);
            wrong.add(&format!("coop.{n}"), format!("Khoản {}: {name} đã là đơn vị chủ trì.", n + 1));
        }
        let due = due(visitor, posted.get(&format!("due.{n}")).trim()).unwrap_or_else(|why| {
            wrong.add(&format!("due.{n}"), format!("Khoản {}: {why}", n + 1));
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
        wrong.add("text.0", "Xin ghi ít nhất một khoản.");
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
    let name = format!("{name}.{n}");
    let mut out: Vec<Code> = Vec::new();
    for typed in posted.get(&name).split([';', '\n']).map(str::trim).filter(|typed| !typed.is_empty()) {
        let looked = fold(typed);
        let fits = |unit: &&Unit| fold(&unit.name) == looked || fold(&unit.short) == looked || unit.code == *typed;
        let mut found = here(visitor).into_iter().filter(fits);
        match (found.next(), found.next()) {
            (Some(unit), None) if out.contains(&unit.code) => {
                wrong.add(&name, format!("Khoản {}: {} được ghi hai lần.", n + 1, unit.name));
            }
            (Some(unit), None) => out.push(unit.code.clone()),
            (Some(_), Some(_)) => {
                wrong.add(&name, format!("Khoản {}: có nhiều đơn vị tên “{typed}”, xin ghi mã đơn vị.", n + 1));
            }
            (None, _) => wrong.add(&name, format!("Khoản {}: không có đơn vị “{typed}”.", n + 1)),
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
            Err("xin ghi thời hạn: ngày, số ngày làm việc, hoặc “không thời hạn”.".to_owned())
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
    let sent = Some(posted.get("idempotency_key")).filter(|key| !key.is_empty()).map(str::to_owned);
    let key = sent.unwrap_or_else(|| visitor.new_key().to_string());
    let mut hidden = vec![("csrf", visitor.csrf.clone()), ("idempotency_key", key), ("so-khoan", rows.to_string())];
    if previewed.is_some() {
        hidden.push(("da-xem", mark(posted, rows)));
    }
    let mut groups = vec![("Cuộc họp".to_owned(), meeting(visitor, posted))];
    groups.extend((0..rows).map(|n| (format!("Khoản {}", n + 1), clause(visitor, posted, n))));
    for field in groups.iter_mut().flat_map(|(_, fields)| fields) {
        field.error = wrong.of(&field.name);
    }
    let mut here = here(visitor);
    here.sort_by_cached_key(|unit| sort_key(&unit.name));
    let count: usize = previewed.map_or(0, |(_, cases)| cases.iter().map(Vec::len).sum());
    let shown = ConclusionsPage {
        frame: visitor.frame("Kết luận cuộc họp"),
        problems: wrong
            .0
            .iter()
            .map(|(name, text)| Problem { field_id: fields::id_part(name), text: text.clone() })
            .collect(),
        hidden: hidden.into_iter().map(|(name, value)| Hidden { name: name.to_owned(), value }).collect(),
        groups,
        units: here.iter().map(|unit| unit.name.clone()).collect(),
        preview: previewed.map(|(numbers, cases)| preview(visitor, numbers, cases)),
        give: format!("Giao {count} nhiệm vụ"),
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    answer::page(status, &shown)
}

fn named(visitor: &Visitor, name: &str, label: &str, input: Input) -> Field {
    fields::field(visitor.tongue, &fields::id_part(name), name, label, input)
}

fn meeting(visitor: &Visitor, posted: &Posted) -> Vec<Field> {
    let one = |choices: Vec<Choice>| Input::Choice { groups: vec![ChoiceGroup { label: String::new(), choices }] };
    let number = "Số, ký hiệu thông báo kết luận, hoặc tên cuộc họp";
    let mut meeting = named(visitor, "meeting", number, fields::text(posted.get("meeting")));
    meeting.required = true;
    let by = if posted.get("authority") == "ubnd" { "ubnd" } else { "chairman" };
    let who = [("chairman", "Chủ tịch UBND tỉnh"), ("ubnd", "UBND tỉnh")];
    let mut authority =
        named(visitor, "authority", "Thẩm quyền giao", one(who.map(|(c, l)| fields::choice(c, l, by)).into()));
    authority.required = true;
    let now = posted.get("field_of_work");
    let mut of_work: Vec<(&str, &str)> =
        visitor.house().org().assignments.iter().map(|a| (a.field.as_str(), a.name.as_str())).collect();
    of_work.sort_by_cached_key(|(_, name)| sort_key(name));
    of_work.dedup();
    let choices = of_work.into_iter().map(|(code, name)| fields::choice(code, name, now)).collect();
    let groups = fields::with_blank(visitor.tongue, vec![ChoiceGroup { label: String::new(), choices }]);
    vec![meeting, authority, named(visitor, "field_of_work", "Lĩnh vực", Input::Choice { groups })]
}

fn clause(visitor: &Visitor, posted: &Posted, n: usize) -> Vec<Field> {
    let get = |name: &str| posted.get(&format!("{name}.{n}")).to_owned();
    let listed = |name: &str| Input::Listed { value: get(name), list: "units".to_owned() };
    let text = named(visitor, &format!("text.{n}"), "Nội dung giao", Input::LongText { value: get("text") });
    let mut lead = named(visitor, &format!("lead.{n}"), "Đơn vị chủ trì", listed("lead"));
    lead.hint =
        "Mỗi nhiệm vụ một đơn vị chủ trì; nhiều đơn vị cách nhau bằng dấu chấm phẩy thì mỗi đơn vị một nhiệm vụ."
            .to_owned();
    let coop = named(visitor, &format!("coop.{n}"), "Đơn vị phối hợp", listed("coop"));
    let mut due = named(visitor, &format!("due.{n}"), "Thời hạn", fields::text(&get("due")));
    due.hint = "31/01/2024, hoặc 10 ngày làm việc, hoặc không thời hạn.".to_owned();
    vec![text, lead, coop, due]
}

fn preview(visitor: &Visitor, numbers: &[usize], cases: &[Vec<Case>]) -> Table {
    let org = visitor.house().org();
    let row = |n: usize, case: &Case| {
        let coop: Vec<&str> = case.coop.iter().map(|unit| org.unit_name(unit)).collect();
        let due = case.clock.as_ref().and_then(|c| c.due).map(|due| due.print_vn());
        TableRow {
            label: format!("Khoản {}", n + 1),
            cells: vec![
                TableCell::Text(case.value("subject").map(Value::plain).unwrap_or_default()),
                TableCell::Text(case.lead.as_ref().map(|unit| org.unit_name(unit).to_owned()).unwrap_or_default()),
                TableCell::Text(coop.join("; ")),
                TableCell::Text(due.unwrap_or_else(|| "không thời hạn".to_owned())),
            ],
            ..TableRow::default()
        }
    };
    let rows = numbers.iter().zip(cases).flat_map(|(n, of)| of.iter().map(move |case| row(*n, case)));
    let head = ["Khoản", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Hạn"];
    Table {
        caption: "Các nhiệm vụ sẽ giao".to_owned(),
        head: vec![head.iter().map(|word| HeadCell::words(*word)).collect()],
        rows: rows.collect(),
        ..Table::default()
    }
}
