//! What an announcement of days off would do, shown before it is recorded: which open cases move, from which day to which.
//! All that was typed goes along, so that what is confirmed is what was shown. Not here: working it out (office).

use kernel::calendar::{Announcement, DayKind};
use kernel::time::Date;
use office::views::foreseen::{Foreseen, MovedCase};

use super::super::answer::{self, Answer};
use super::super::posted::Posted;
use super::super::visitor::Visitor;
use super::super::words::{case_href, moment, number, register_name, title};
use super::calendar::{STRETCHES, stretches};
use super::{heads, link};
use crate::pages::{AdminCell, AdminFact, AdminPage, AdminRow, AdminTable, Confirm, Hidden};
use crate::tongue::{Tongue, id};

/// Rows of the tables of a preview.
const GROUPS_SHOWN: usize = 40;

/// The page before anything is recorded.
pub fn preview(visitor: &Visitor, posted: &Posted, announcement: &Announcement, foreseen: &Foreseen) -> Answer {
    let tongue = visitor.tongue;
    answer::ok(&AdminPage {
        frame: visitor.frame(&tongue.say("admin-preview")),
        back: Some(link(tongue.say("admin-calendar"), "/quan-tri/lich")),
        heading: tongue.say("admin-preview"),
        english: tongue.aside("admin-preview"),
        lead: tongue.say("admin-preview-why"),
        facts: facts(tongue, announcement, foreseen),
        confirm: Some(Confirm {
            action: "/quan-tri/lich/moi".to_owned(),
            hidden: kept(visitor, posted),
            submit: tongue.say("admin-record-announcement"),
            change: tongue.say("admin-change-announcement"),
            note: match foreseen.moved() {
                0 => tongue.say("admin-nothing-moves-note"),
                n => tongue.tell("admin-moves-note", &[("n", count(n).into())]),
            },
            cancel: "/quan-tri/lich".to_owned(),
        }),
        tables: vec![days(tongue, foreseen), groups(visitor, foreseen), cases(visitor, foreseen)],
        ..AdminPage::default()
    })
}

fn facts(tongue: Tongue, announcement: &Announcement, foreseen: &Foreseen) -> Vec<AdminFact> {
    let moved = foreseen.moved();
    let fact = |label: &'static str, value: String| AdminFact { label: tongue.say(label), value, href: String::new() };
    let of = |kind: DayKind| stretches(announcement.days.iter().filter(|d| d.kind == kind).map(|d| d.date));
    let earlier: u64 = foreseen.groups.values().map(|shift| shift.earlier).sum();
    let mut facts = vec![
        fact(id("admin-announcement"), format!("{} · {}", announcement.id, announcement.basis)),
        fact(id("admin-off"), of(DayKind::Off)),
        fact(id("admin-makeup"), of(DayKind::Makeup)),
        fact(id("admin-cases-asked"), tongue.number(count(foreseen.asked))),
        fact(
            id("admin-will-move"),
            tongue.tell(
                "admin-will-move-how",
                &[
                    ("n", count(moved).into()),
                    ("earlier", count(earlier).into()),
                    ("later", count(moved - earlier).into()),
                ],
            ),
        ),
    ];
    facts.retain(|fact| !fact.value.is_empty());
    if foreseen.due_on_days_off > 0 {
        let text = tongue.tell("admin-due-on-days-off-how", &[("n", count(foreseen.due_on_days_off).into())]);
        facts.push(fact(id("admin-due-on-days-off"), text));
    }
    if let Some((n, refusal)) = &foreseen.refused {
        let why = tongue.pick(refusal.vi(), refusal.en());
        let text = tongue.tell("admin-not-recomputed-how", &[("n", count(*n).into()), ("why", why.into())]);
        facts.push(fact(id("admin-not-recomputed"), text));
    }
    facts
}

fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// All that was typed goes along, so that what is confirmed is what was shown.
fn kept(visitor: &Visitor, posted: &Posted) -> Vec<Hidden> {
    let mut names: Vec<String> = ["ma", "can-cu", "ngay-van-ban", "thay", "du-kien"].map(str::to_owned).to_vec();
    for n in 1..=STRETCHES {
        names.extend(["tu", "den", "loai", "ly-do"].map(|name| format!("{name}-{n}")));
    }
    let typed = names.into_iter().map(|name| (posted.get(&name).to_owned(), name));
    let mut out = vec![Hidden { name: "csrf".to_owned(), value: visitor.csrf.clone() }];
    out.extend(typed.filter(|(value, _)| !value.is_empty()).map(|(value, name)| Hidden { name, value }));
    out
}

fn days(tongue: Tongue, foreseen: &Foreseen) -> AdminTable {
    let row = |((old, new), n): (&(Date, Date), &u64)| AdminRow {
        head: AdminCell::text(old.print_vn()),
        detail: String::new(),
        cells: vec![AdminCell::text(new.print_vn()), AdminCell::text(tongue.number(count(*n)))],
    };
    AdminTable {
        heading: tongue.say("admin-from-which-day"),
        all: None,
        columns: heads(tongue, [id("admin-due-now"), id("admin-due-then"), id("admin-cases-count")]),
        rows: foreseen.days.iter().take(GROUPS_SHOWN).map(row).collect(),
        empty: tongue.say("admin-nothing-moves"),
    }
}

fn groups(visitor: &Visitor, foreseen: &Foreseen) -> AdminTable {
    let (org, tongue) = (visitor.house().org(), visitor.tongue);
    let types = visitor.house().catalogue().map(|c| &c.types).ok();
    let mut all: Vec<_> = foreseen.groups.iter().collect();
    all.sort_by_key(|(_, shift)| std::cmp::Reverse(shift.earlier + shift.later));
    let rows = all.into_iter().take(GROUPS_SHOWN).map(|((code, lead), shift)| AdminRow {
        head: AdminCell::text(
            types.and_then(|types| types.get(code)).map_or_else(|| code.to_string(), |t| register_name(tongue, t)),
        ),
        detail: String::new(),
        cells: vec![
            AdminCell::data(lead.as_ref().map(|code| org.unit_name(code)).unwrap_or_default()),
            AdminCell::text(tongue.number(count(shift.earlier))),
            AdminCell::text(tongue.number(count(shift.later))),
        ],
    });
    AdminTable {
        heading: tongue.say("admin-by-register"),
        all: None,
        columns: heads(tongue, [id("admin-register"), id("admin-lead"), id("admin-earlier"), id("admin-later")]),
        rows: rows.collect(),
        empty: tongue.say("admin-nothing-moves"),
    }
}

fn cases(visitor: &Visitor, foreseen: &Foreseen) -> AdminTable {
    let tongue = visitor.tongue;
    let row = |moved: &MovedCase| {
        let case_type = visitor.house().case_type(moved.case.catalogue, &moved.case.case_type).ok();
        let name = case_type.map(|of| title(tongue, &moved.case, of)).unwrap_or_default();
        AdminRow {
            head: AdminCell::link(name, case_href(moved.case.id)).as_data(),
            detail: number(&moved.case),
            cells: vec![AdminCell::text(moment(moved.old).text), AdminCell::text(moment(moved.new).text)],
        }
    };
    let empty = match foreseen.not_shown {
        0 => tongue.say("admin-nothing-moves"),
        n => tongue.tell("admin-not-shown", &[("n", count(n).into())]),
    };
    AdminTable {
        heading: tongue.say("admin-each-case"),
        all: None,
        columns: heads(tongue, [id("admin-case"), id("admin-due-now"), id("admin-due-then")]),
        rows: foreseen.cases.iter().map(row).collect(),
        empty,
    }
}
