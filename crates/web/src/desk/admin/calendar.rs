//! The working calendar: what was announced; a new announcement in two steps. First what it would do is shown - which
//! open cases move, from which day to which - then it is confirmed with exactly what was shown.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::calendar::{AnnouncedDay, Announcement, DayKind};
use kernel::case::Refusal;
use kernel::time::Date;
use office::Fail;

use super::super::acts::unlucky;
use super::super::answer::{self, Answer};
use super::super::fields;
use super::super::forms::date;
use super::super::posted::Posted;
use super::super::visitor::{Asked, Visitor, visit, visit_with};
use super::preview::preview;
use super::read::Wrong;
use super::{count, forms, guard, heads, link, up};
use crate::pages::{AdminCell, AdminPage, AdminRow, AdminTable, ChoiceGroup, Field, FormPage, Hidden, Input, Problem};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// Stretches of days of one form.
pub const STRETCHES: usize = 5;
/// Most days of a stretch, so that a mistyped year does not become an announcement.
const STRETCH_DAYS_MAX: i32 = 31;

/// `GET /quan-tri/lich`
pub async fn show(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        guard(visitor)?;
        let (calendar, tongue) = (&visitor.house().calendar, visitor.tongue);
        let covers = calendar.covers().map(|(first, last)| {
            let days = [("first", first.print_vn().into()), ("last", last.print_vn().into())];
            tongue.tell("admin-calendar-covers", &days)
        });
        let rows = calendar.announcements().iter().rev().map(|one| announced(tongue, one)).collect();
        answer::ok(&AdminPage {
            frame: visitor.frame(&tongue.say("admin-calendar")),
            back: Some(up(tongue)),
            heading: tongue.say("admin-calendar"),
            english: tongue.aside("admin-calendar"),
            lead: covers.unwrap_or_default(),
            actions: vec![link(tongue.say("admin-announce"), "/quan-tri/lich/moi")],
            tables: vec![AdminTable {
                heading: tongue.say("admin-announcements"),
                all: None,
                columns: heads(
                    tongue,
                    [id("admin-announcement"), id("admin-off"), id("admin-makeup"), id("admin-notes")],
                ),
                rows,
                empty: tongue.say("admin-no-announcement"),
            }],
            ..AdminPage::default()
        })
    })
    .await
}

fn announced(tongue: Tongue, one: &Announcement) -> AdminRow {
    let of = |kind: DayKind| stretches(one.days.iter().filter(|d| d.kind == kind).map(|d| d.date));
    let mut notes = Vec::new();
    if one.provisional {
        notes.push(tongue.say("admin-provisional"));
    }
    let replaced = one.replaces.as_ref();
    notes.extend(replaced.map(|id| tongue.tell("admin-replaces-it", &[("id", id.as_str().into())])));
    AdminRow {
        head: AdminCell::data(&one.basis),
        detail: one.id.clone(),
        cells: vec![
            AdminCell::text(of(DayKind::Off)),
            AdminCell::text(of(DayKind::Makeup)),
            AdminCell::text(notes.join("; ")),
        ],
    }
}

/// Days in words, those that follow each other as one stretch.
pub fn stretches(days: impl Iterator<Item = Date>) -> String {
    let mut all: Vec<Date> = days.collect();
    all.sort();
    let runs: Vec<String> = all
        .chunk_by(|a, b| b.days_since(*a) == 1)
        .filter_map(|run| match run {
            [] => None,
            [one] => Some(one.print_vn()),
            [first, .., last] => Some(format!("{}–{}", first.print_vn(), last.print_vn())),
        })
        .collect();
    runs.join("; ")
}

/// `GET /quan-tri/lich/moi`
pub async fn form(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        guard(visitor)?;
        page(visitor, None, &[])
    })
    .await
}

/// `POST /quan-tri/lich/moi`: shows what would happen, or records it.
pub async fn send(State(state): State<AppState>, asked: Asked, posted: Posted) -> Response {
    visit_with(state, asked, posted, |visitor, posted| {
        guard(visitor)?;
        let announcement = match read(visitor.tongue, posted) {
            Ok(read) if posted.get("buoc") != "sua" => read,
            Ok(_) => return page(visitor, Some(posted), &[]),
            Err(wrong) => return page(visitor, Some(posted), &wrong),
        };
        if posted.get("buoc") == "ghi" {
            return confirmed(visitor, posted, &announcement);
        }
        match visitor.state.office.foresee_announcement(&visitor.viewer, &announcement) {
            Ok(foreseen) => preview(visitor, posted, &announcement, &foreseen),
            Err(Fail::Refused(refusal)) => refused(visitor, posted, &refusal),
            Err(fail) => unlucky(visitor, fail),
        }
    })
    .await
}

fn refused(visitor: &Visitor, posted: &Posted, refusal: &Refusal) -> Answer {
    let text = visitor.tongue.pick(refusal.vi(), refusal.en());
    page(visitor, Some(posted), &[Wrong { field: String::new(), text }])
}

fn confirmed(visitor: &Visitor, posted: &Posted, announcement: &Announcement) -> Answer {
    // A form sent twice finds its own announcement.
    let office = &visitor.state.office;
    if visitor.house().calendar.announcements().contains(announcement) {
        let head = office.ledger().head().map_or(0, |head| head.next.saturating_sub(1));
        return Ok(forms::with_note(visitor, "/quan-tri/lich", head, true));
    }
    match office.announce(announcement, &visitor.viewer.actor, visitor.now(), visitor.state.seed()) {
        Ok(done) => Ok(forms::with_note(visitor, "/quan-tri/lich", done.position, false)),
        Err(Fail::Refused(refusal)) => refused(visitor, posted, &refusal),
        Err(fail) => unlucky(visitor, fail),
    }
}

/// The announcement as typed.
fn read(tongue: Tongue, posted: &Posted) -> Result<Announcement, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let mut say = |field: &str, text: String| wrong.push(Wrong { field: field.to_owned(), text });
    let one_line = |name: &str| posted.get(name).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut days: Vec<AnnouncedDay> = Vec::new();
    for n in 1..=STRETCHES {
        let (from, to) = (format!("tu-{n}"), format!("den-{n}"));
        if posted.get(&from).trim().is_empty() {
            continue;
        }
        let first = date(tongue, posted.get(&from).trim()).map_err(|text| say(&from, text)).ok();
        let typed = posted.get(&to).trim();
        let last = if typed.is_empty() { first } else { date(tongue, typed).map_err(|text| say(&to, text)).ok() };
        let Some((first, last)) = first.zip(last) else { continue };
        let count = last.days_since(first);
        if !(0..STRETCH_DAYS_MAX).contains(&count) {
            say(&to, tongue.tell("admin-stretch-days", &[("n", STRETCH_DAYS_MAX.into())]));
            continue;
        }
        let kind = if posted.get(&format!("loai-{n}")) == "lam-bu" { DayKind::Makeup } else { DayKind::Off };
        let reason = one_line(&format!("ly-do-{n}"));
        days.extend((0..=count).map(|k| AnnouncedDay { date: first.add_days(k), kind, reason: reason.clone() }));
    }
    if days.is_empty() && wrong.is_empty() {
        wrong.push(Wrong { field: "tu-1".to_owned(), text: tongue.say("admin-give-a-day") });
    }
    let announced_on = match posted.get("ngay-van-ban").trim() {
        "" => None,
        typed => date(tongue, typed).map_err(|text| wrong.push(Wrong { field: "ngay-van-ban".to_owned(), text })).ok(),
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let replaces = Some(posted.get("thay").to_owned()).filter(|id| !id.is_empty());
    Ok(Announcement {
        id: one_line("ma"),
        basis: one_line("can-cu"),
        announced_on,
        provisional: posted.get("du-kien") == "yes",
        period_from: None,
        period_to: None,
        replaces,
        days,
    })
}

fn page(visitor: &Visitor, typed: Option<&Posted>, wrong: &[Wrong]) -> Answer {
    let tongue = visitor.tongue;
    let mut groups = vec![(tongue.say("admin-paper"), paper_fields(visitor, typed))];
    let stretch = |n: usize| tongue.tell("admin-stretch", &[("n", count(n).into())]);
    groups.extend((1..=STRETCHES).map(|n| (stretch(n), stretch_fields(tongue, typed, n))));
    for field in groups.iter_mut().flat_map(|(_, fields)| fields) {
        field.error = wrong.iter().find(|w| w.field == field.id).map(|w| w.text.clone());
    }
    let shown = FormPage {
        frame: visitor.frame(&tongue.say("admin-announce")),
        back: Some(link(tongue.say("admin-calendar"), "/quan-tri/lich")),
        heading: tongue.say("admin-announce"),
        english: tongue.aside("admin-announce"),
        intro: tongue.say("admin-announce-why"),
        problems: wrong.iter().map(|w| Problem { field_id: w.field.clone(), text: w.text.clone() }).collect(),
        action: "/quan-tri/lich/moi".to_owned(),
        hidden: vec![Hidden { name: "csrf".to_owned(), value: visitor.csrf.clone() }],
        groups,
        in_rows: true,
        submit: tongue.say("admin-show-what-moves"),
        cancel: "/quan-tri/lich".to_owned(),
        ..FormPage::default()
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(answer::page(status, &shown))
}

fn paper_fields(visitor: &Visitor, typed: Option<&Posted>) -> Vec<Field> {
    let (get, tongue) = (|name: &str| typed.map_or("", |t| t.get(name)), visitor.tongue);
    let replaced = visitor.house().calendar.announcements().iter().rev();
    let choices = replaced.map(|a| fields::choice(&a.id, &format!("{} – {}", a.id, a.basis), get("thay"))).collect();
    let groups = fields::with_blank(tongue, vec![ChoiceGroup { label: String::new(), choices }]);
    let field =
        |name: &str, label: &'static str, input: Input| fields::field(tongue, name, name, &tongue.say(label), input);
    let required = |field: Field, hint: &'static str| Field { required: true, hint: tongue.say(hint), ..field };
    vec![
        required(
            field("ma", id("admin-announcement-code"), fields::text(get("ma"))),
            id("admin-announcement-code-hint"),
        ),
        required(field("can-cu", id("admin-basis"), fields::text(get("can-cu"))), id("admin-announcement-basis-hint")),
        field("ngay-van-ban", id("admin-paper-day"), Input::Date { value: get("ngay-van-ban").to_owned() }),
        field("thay", id("admin-replaces"), Input::Choice { groups }),
        field("du-kien", id("admin-provisional-field"), Input::Check { ticked: get("du-kien") == "yes" }),
    ]
}

fn stretch_fields(tongue: Tongue, typed: Option<&Posted>, n: usize) -> Vec<Field> {
    let get = |name: &str| typed.map_or("", |t| t.get(&format!("{name}-{n}"))).to_owned();
    let field = |name: &str, label: &'static str, input: Input| {
        let id = format!("{name}-{n}");
        fields::field(tongue, &id, &id, &tongue.say(label), input)
    };
    let kind = get("loai");
    let choices = [("nghi", id("admin-kind-off")), ("lam-bu", id("admin-kind-makeup"))];
    let choices = choices.iter().map(|(code, name)| fields::choice(code, &tongue.say(name), &kind)).collect();
    vec![
        field("tu", id("admin-from-day"), Input::Date { value: get("tu") }),
        field("den", id("admin-to-day"), Input::Date { value: get("den") }),
        field(
            "loai",
            id("admin-day-kind"),
            Input::Choice { groups: vec![ChoiceGroup { label: String::new(), choices }] },
        ),
        field("ly-do", id("admin-reason"), fields::text(&get("ly-do"))),
    ]
}
