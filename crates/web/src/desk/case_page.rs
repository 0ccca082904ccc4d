//! The page of one case, filled from what the office knows of it. A move is shown with its form, or with the reason why not.
//!
//! After a refusal the same page comes back with what was typed and what is wrong (`Attempt`). Not here: doing (`acts`).

use axum::extract::{Path, Query as Asking, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Code;
use kernel::case::{Case, Refusal, What};
use kernel::clock::{ClockState, Verdict};
use kernel::time::Instant;
use office::views::case::{CaseView, FreeAct, Possible};
use uuid::Uuid;

use super::acts::free;
use super::address::Pairs;
use super::answer::{self, Stop};
use super::case_parts;
use super::forms::{Form, Wrong};
use super::posted::Posted;
use super::story;
use super::visitor::{Asked, Visitor, visit};
use super::words::{self, capital, case_href, deadline, moment, step_name};
use crate::pages::{
    CasePage, Derivation, DerivationStep, Fact, FactGroup, Hidden, Holder, Link, Move, Notice, NoticeTone, Tone,
    number_vn,
};
use crate::state::AppState;

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
    let (case, of) = (&view.case, &view.case_type);
    let title = words::title(visitor.tongue, case, of);
    let number = words::number(case);
    let mut frame = visitor.frame(if number.is_empty() { &title } else { &number });
    if let Some(attempt) = attempt {
        let notice = |(_, text): &(String, String)| Notice { tone: NoticeTone::Problem, text: text.clone() };
        frame.notices = attempt.wrong.0.iter().map(notice).collect();
    }
    let clock = case.clock.as_ref();
    let why = view.explanation.as_ref().filter(|e| !e.steps.is_empty()).map(|_| "#vi-sao".to_owned());
    CasePage {
        frame,
        back: Some(Link { label: of.register.clone(), href: format!("/so/{}", of.code) }),
        kind: capital(&of.name),
        number,
        title,
        state: step_name(visitor.tongue, of, &case.step).to_owned(),
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
        no_moves: nothing_to_do(view),
        happenings: story::told(visitor.tongue, visitor.house(), view),
        earlier: (view.earlier > 0).then(|| Link {
            label: format!("Xem thêm {} sự kiện trước đó", view.earlier),
            href: format!("{}?het=1", case_href(case.id)),
        }),
        derivation: clock.and_then(|clock| derivation(visitor, view, clock)),
        catalogue: format!("Theo danh mục phiên bản {}; căn cứ: {}", case.catalogue, of.basis),
    }
}

fn state_tone(case: &Case) -> Tone {
    if case.is_closed() { Tone::Done } else { Tone::Neutral }
}

fn nothing_to_do(view: &CaseView) -> String {
    if view.case.is_closed() {
        let at = view.case.closed.map(Instant::print_vn).unwrap_or_default();
        return format!("Hồ sơ đã kết thúc lúc {at}. Không còn việc phải làm.");
    }
    if view.moves.iter().any(is_of_others) {
        return "Ở bước này hồ sơ chờ người khác; quý vị chưa phải làm gì.".to_owned();
    }
    "Bước này không cần ai làm gì thêm.".to_owned()
}

fn groups(visitor: &Visitor, view: &CaseView) -> Vec<FactGroup> {
    let (case, of, house) = (&view.case, &view.case_type, visitor.house());
    let fact = |label: &str, value: String| Fact { label: label.to_owned(), value, ..Fact::default() };
    let mut said = Vec::new();
    if let Ok(catalogue) = house.version(case.catalogue) {
        for field in of.fields.iter().filter(|f| f.code != of.title) {
            let Some(value) = case.value(field.code.as_str()) else { continue };
            let read = words::value(visitor.tongue, field, value, catalogue, house.org());
            let note = corrected(view, &field.code).map(|at| format!("đính chính {}", at.date().print_vn()));
            let wide = read.chars().count() > 60;
            said.push(Fact { wide, note: note.unwrap_or_default(), ..fact(&field.name, read) });
        }
    }
    let mut course: Vec<Fact> = case
        .numbers
        .iter()
        .map(|n| {
            let name = of.number(n.series.as_str()).map_or(n.series.as_str(), |s| s.name.as_str());
            fact(name, format!("{}, cho lúc {}", n.text, n.at.print_vn()))
        })
        .collect();
    if let Some(carried) = &case.carried {
        course.push(fact("Số dư đầu kỳ", format!("{}, số {}", carried.register, carried.number)));
        course.push(fact("Nhận theo sổ trước", carried.received.print_vn()));
    }
    course.push(fact("Mở lúc", case.opened.print_vn()));
    if let Some(clock) = &case.clock {
        let due = |at: Option<Instant>| at.map_or("không thời hạn".to_owned(), Instant::print_vn);
        course.push(fact("Hạn", due(clock.due)));
        if clock.first_due.is_some() && clock.first_due != clock.due {
            course.push(fact("Hạn đầu tiên", due(clock.first_due)));
        }
        course.extend(clock.stopped_at().map(|at| fact("Hoàn thành lúc", at.print_vn())));
    }
    if let Some(evidence) = &case.evidence {
        course.push(fact("Ngày hoàn thành lấy theo", evidence.done_at().1.vi().to_owned()));
    }
    course.extend(case.published.map(|at| fact("Công bố lúc", at.print_vn())));
    course.extend(case.withdrawn.map(|at| fact("Gỡ lúc", at.print_vn())));
    course.extend(case.closed.map(|at| fact("Kết thúc lúc", at.print_vn())));
    if let Some(asked) = &case.asked {
        let by = house.org().person_name(&asked.by);
        let said = format!("đến {}, {by} đề nghị {}; chưa trả lời", asked.due.print_vn(), asked.at.print_vn());
        course.push(fact("Đề nghị gia hạn", said));
    }
    let times = [("Đã đôn đốc", case.tally.urged), ("Đã đính chính", case.tally.corrections)];
    for (label, times) in times.into_iter().filter(|(_, times)| *times > 0) {
        course.push(Fact { href: Some("#dien-bien".to_owned()), ..fact(label, format!("{times} lần")) });
    }
    let group = |heading: &str, facts: Vec<Fact>| FactGroup { heading: heading.to_owned(), facts };
    [group("Nội dung", said), group("Quá trình", course)].into_iter().filter(|g| !g.facts.is_empty()).collect()
}

/// When a field was last corrected, as far as the events shown tell.
fn corrected(view: &CaseView, code: &Code) -> Option<Instant> {
    let of = |what: &What| matches!(what, What::Corrected { field, .. } if field == code);
    view.events.iter().find(|told| of(&told.event.what)).map(|told| told.event.at)
}

fn holders(visitor: &Visitor, case: &Case) -> Vec<Holder> {
    let org = visitor.house().org();
    let holder =
        |role: &str, name: &str, detail: String| Holder { role: role.to_owned(), name: name.to_owned(), detail };
    let mut out = Vec::new();
    out.extend(case.lead.as_ref().map(|u| holder("Đơn vị chủ trì", org.unit_name(u), String::new())));
    out.extend(case.coop.iter().map(|u| holder("Đơn vị phối hợp", org.unit_name(u), String::new())));
    out.extend(case.holder.as_ref().map(|p| {
        let post = org.people.get(p).and_then(|p| p.posts.first()).and_then(|c| org.posts.get(c));
        holder("Người xử lý", org.person_name(p), post.map(|p| words::post(org, &p.code)).unwrap_or_default())
    }));
    out.extend(case.assigner.as_ref().and_then(|code| org.posts.get(code)).map(|post| {
        let names: Vec<&str> = org.holders_on(&post.code, visitor.now().date()).map(|p| p.name.as_str()).collect();
        holder("Người giao", &words::post(org, &post.code), names.join(", "))
    }));
    if out.is_empty() {
        out.push(holder("Chưa giao cho ai", "–", String::new()));
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

fn shown_move(visitor: &Visitor, view: &CaseView, one: &Possible, next: bool, attempt: Option<&Attempt<'_>>) -> Move {
    let made = &one.made;
    if let Some(refusal) = &one.refused {
        let reason = match (refusal, refusal.basis()) {
            (Refusal::NotAllowed { who, .. }, _) => format!("Người được làm việc này: {who}."),
            (_, "") => refusal.vi(),
            (_, basis) => format!("{} ({basis})", refusal.vi()),
        };
        return Move { label: made.name.clone(), refused: Some(reason), ..Move::default() };
    }
    let action = format!("thao-tac/{}", made.code);
    let tried = attempt.filter(|a| a.action == action);
    let typed = tried.map(|a| a.posted);
    let form = Form { visitor, case_type: &view.case_type, made, case: Some(&view.case) };
    let nothing = Wrong::default();
    let groups = form.groups(typed, tried.map_or(&nothing, |a| &a.wrong));
    let mut hidden = hidden(visitor, view, typed);
    hidden.extend(form.seen(typed));
    let effect = format!("Chuyển sang bước “{}”.", step_name(visitor.tongue, &view.case_type, &made.to));
    Move {
        label: made.name.clone(),
        effect: if made.basis.is_empty() { effect } else { format!("{effect} Căn cứ: {}.", made.basis) },
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
        return free::choose(view);
    }
    let mut fields = free::fields(visitor, view, act, typed);
    for field in &mut fields {
        field.error = tried.and_then(|a| a.wrong.of(&field.name));
    }
    Move {
        label: free::label(view, act),
        id: free::slug(act).to_owned(),
        open: tried.is_some() || about.is_some(),
        action: format!("{}/{action}", case_href(view.case.id)),
        hidden: hidden(visitor, view, typed),
        fields,
        has_file: act == FreeAct::Attach,
        ..Move::default()
    }
}

fn derivation(visitor: &Visitor, view: &CaseView, clock: &ClockState) -> Option<Derivation> {
    let explanation = view.explanation.as_ref().filter(|e| !e.steps.is_empty())?;
    let due = explanation.due()?;
    let step = |step: &kernel::clock::Step| DerivationStep {
        rule: step.vi(),
        basis: step.basis.clone(),
        from: step.from.print_vn(),
        to: step.to.print_vn(),
        minutes: number_vn(step.working_minutes),
    };
    let provisional = visitor.house().calendar.is_provisional(clock.start.date(), due.date());
    let mut note = String::new();
    if provisional {
        note.push_str("Một số ngày trên đường đi chưa có thông báo nghỉ chính thức; hạn có thể được tính lại. ");
    }
    if clock.verdict(visitor.now()) == Verdict::Paused {
        note.push_str("Thời hạn đang tạm dừng; thời gian làm việc tạm dừng được cộng lại khi chạy tiếp.");
    }
    Some(Derivation {
        limit: clock.limit.map_or_else(|| "Hạn được ấn định".to_owned(), |l| capital(&l.vi())),
        basis: clock.basis.clone(),
        steps: explanation.steps.iter().map(step).collect(),
        total: number_vn(explanation.working_minutes()),
        due: moment(due),
        note,
        open: false,
    })
}
