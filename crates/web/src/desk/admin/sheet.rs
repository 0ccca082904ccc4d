//! The forms of changes: what each asks, with what it is about given beforehand. Fields are called as in the change.

use std::collections::BTreeSet;

use kernel::Code;
use kernel::case::rights::role_said;
use kernel::org::{ABSENCE_DAYS_MAX, BACK_DAYS_MAX, DelegationKind, Org, may_administer};
use kernel::text::sort_key;
use kernel::time::Date;

use super::super::fields;
use super::super::visitor::Visitor;
use super::super::words::post as post_words;
use super::told::iso;
use super::units::kinds;
use crate::pages::{ChoiceGroup, Field, Input};
use crate::tongue::{Tongue, id};

/// A form of one kind of change.
pub struct Sheet {
    /// Its part of the address.
    pub slug: &'static str,
    /// Id of its heading.
    pub heading: &'static str,
    /// Id of what it does.
    pub intro: &'static str,
    /// What it is about, given by the address.
    pub known: &'static [&'static str],
    /// What is asked.
    pub asked: &'static [&'static str],
    /// What of it may stay empty.
    pub optional: &'static [&'static str],
}

/// All forms.
pub const SHEETS: [Sheet; 12] = [
    Sheet {
        slug: "them-nguoi",
        heading: id("admin-add-person"),
        intro: id("admin-add-person-why"),
        known: &[],
        asked: &["name", "person", "post", "from", "basis"],
        optional: &["person"],
    },
    Sheet {
        slug: "sua-ho-ten",
        heading: id("admin-correct-name"),
        intro: id("admin-correct-name-why"),
        known: &["person"],
        asked: &["name", "basis"],
        optional: &[],
    },
    Sheet {
        slug: "thoi-viec",
        heading: id("admin-end-service"),
        intro: id("admin-end-service-why"),
        known: &["person"],
        asked: &["last", "basis"],
        optional: &[],
    },
    Sheet {
        slug: "them-chuc-danh",
        heading: id("admin-add-post"),
        intro: id("admin-add-post-why"),
        known: &[],
        asked: &["unit", "title", "role", "post_code", "basis"],
        optional: &["post_code"],
    },
    Sheet {
        slug: "giao-chuc-danh",
        heading: id("admin-give-post"),
        intro: id("admin-give-post-why"),
        known: &["person"],
        asked: &["post", "from", "to", "basis"],
        optional: &["to"],
    },
    Sheet {
        slug: "thoi-chuc-danh",
        heading: id("admin-end-post"),
        intro: id("admin-end-post-why"),
        known: &["person", "post", "from"],
        asked: &["last", "basis"],
        optional: &[],
    },
    Sheet {
        slug: "vang-mat",
        heading: id("admin-enter-absence"),
        intro: id("admin-enter-absence-why"),
        known: &[],
        asked: &["person", "from", "to", "substitute"],
        optional: &["substitute"],
    },
    Sheet {
        slug: "het-vang-mat",
        heading: id("admin-end-absence"),
        intro: id("admin-end-absence-why"),
        known: &["person", "from"],
        asked: &["last"],
        optional: &[],
    },
    Sheet {
        slug: "uy-quyen",
        heading: id("admin-give-power"),
        intro: id("admin-give-power-why"),
        known: &[],
        asked: &["kind", "from_post", "to_post", "scope", "from", "to", "basis"],
        optional: &["to"],
    },
    Sheet {
        slug: "cham-dut-uy-quyen",
        heading: id("admin-withdraw-power"),
        intro: id("admin-withdraw-power-why"),
        known: &["kind", "from_post", "to_post", "scope", "from"],
        asked: &["last", "basis"],
        optional: &[],
    },
    Sheet {
        slug: "them-don-vi",
        heading: id("admin-add-unit"),
        intro: id("admin-add-unit-why"),
        known: &[],
        asked: &["name", "unit_code", "short", "unit_kind", "parent", "from", "basis"],
        optional: &["short"],
    },
    Sheet {
        slug: "ket-thuc-don-vi",
        heading: id("admin-close-unit"),
        intro: id("admin-close-unit-why"),
        known: &["unit"],
        asked: &["last", "successors", "basis"],
        optional: &["successors"],
    },
];

/// The form of this address.
pub fn find(slug: &str) -> Option<&'static Sheet> {
    SHEETS.iter().find(|sheet| sheet.slug == slug)
}

/// What a field is called, and a word of help.
pub fn label(tongue: Tongue, slug: &str, name: &str) -> (String, String) {
    let (label, hint) = match name {
        "name" if slug == "them-don-vi" => (id("admin-unit-name"), ""),
        "name" => (id("admin-full-name"), ""),
        "person" if slug == "them-nguoi" => (id("admin-sign-in-name"), id("admin-sign-in-name-hint")),
        "person" => (id("admin-person"), ""),
        "post" => (id("admin-post"), ""),
        "from" => {
            let hint = tongue.tell("admin-from-day-hint", &[("n", BACK_DAYS_MAX.into())]);
            return (tongue.say("admin-from-day"), hint);
        }
        "to" if slug == "vang-mat" => {
            let hint = tongue.tell("admin-absence-to-hint", &[("n", ABSENCE_DAYS_MAX.into())]);
            return (tongue.say("admin-to-day"), hint);
        }
        "to" => (id("admin-to-day"), id("admin-to-day-hint")),
        "last" => (id("admin-last-day"), id("admin-last-day-hint")),
        "basis" => (id("admin-basis"), id("admin-basis-hint")),
        "unit" => (id("admin-unit"), ""),
        "title" => (id("admin-post-title"), id("admin-post-title-hint")),
        "role" => (id("admin-role"), id("admin-role-hint")),
        "post_code" => (id("admin-post-code"), id("admin-post-code-hint")),
        "substitute" => (id("admin-substitute"), id("admin-substitute-hint")),
        "kind" => (id("admin-power-kind"), ""),
        "from_post" => (id("admin-from-post"), ""),
        "to_post" => (id("admin-to-post"), ""),
        "scope" => (id("admin-scope"), ""),
        "unit_code" => (id("admin-unit-code"), id("admin-unit-code-hint")),
        "short" => (id("admin-unit-short"), ""),
        "unit_kind" => (id("admin-unit-kind"), ""),
        "parent" => (id("admin-parent"), ""),
        "successors" => (id("admin-successors"), ""),
        _ => return (String::new(), String::new()),
    };
    (tongue.say(label), if hint.is_empty() { String::new() } else { tongue.say(hint) })
}

/// The fields of a form, filled in.
pub fn fields<'a>(visitor: &Visitor, sheet: &Sheet, value: &dyn Fn(&str) -> &'a str, many: &[&str]) -> Vec<Field> {
    sheet
        .asked
        .iter()
        .map(|name| {
            let (label, hint) = label(visitor.tongue, sheet.slug, name);
            Field {
                required: !sheet.optional.contains(name),
                hint,
                ..fields::field(visitor.tongue, name, name, &label, input(visitor, sheet, name, value, many))
            }
        })
        .collect()
}

fn input<'a>(visitor: &Visitor, sheet: &Sheet, name: &str, value: &dyn Fn(&str) -> &'a str, many: &[&str]) -> Input {
    let (org, day, tongue) = (visitor.house().org(), visitor.now().date(), visitor.tongue);
    let now = value(name);
    match name {
        "from" | "last" => Input::Date { value: if now.is_empty() { iso(day) } else { now.to_owned() } },
        "to" => Input::Date { value: now.to_owned() },
        "person" if sheet.slug == "vang-mat" => Input::Choice { groups: people(visitor, None, now) },
        "substitute" => Input::Choice { groups: people(visitor, org.people.get(value("person")), now) },
        "post" | "from_post" | "to_post" => Input::Choice { groups: posts(tongue, org, day, now) },
        "unit" | "parent" => {
            Input::Choice { groups: fields::with_blank(tongue, with_province(tongue, org, day, now, name == "parent")) }
        }
        "successors" => Input::Many { groups: fields::units(tongue, org, None, |code| many.contains(&code)) },
        "role" => Input::Choice { groups: roles(tongue, org, now) },
        "kind" => {
            let name = |kind: &DelegationKind| tongue.pick(kind.name(), kind.name_en());
            let choices = DelegationKind::ALL.iter().map(|kind| fields::choice(kind.code(), name(kind), now));
            Input::Choice {
                groups: fields::with_blank(
                    tongue,
                    vec![ChoiceGroup { label: String::new(), choices: choices.collect() }],
                ),
            }
        }
        "unit_kind" => Input::Choice { groups: kinds(tongue, Some(now)) },
        _ => fields::text(now),
    }
}

/// People whose absence the visitor may enter, or the colleagues of one who is away.
fn people(visitor: &Visitor, away: Option<&kernel::org::Person>, now: &str) -> Vec<ChoiceGroup> {
    let (org, day) = (visitor.house().org(), visitor.now().date());
    let unit = |person: &kernel::org::Person| {
        let post = person.posts_on(day).next().and_then(|code| org.posts.get(code))?;
        Some(org.house_of(&post.unit).clone())
    };
    let own = visitor.viewer.actor.posts.first().map(|post| org.house_of(&post.unit).clone());
    let house = match away {
        Some(person) => unit(person),
        None if may_administer(&visitor.viewer.actor) => None,
        None => own,
    };
    fields::with_blank(visitor.tongue, fields::people(visitor.tongue, org, house.as_ref(), day, now))
}

/// Posts of the day by unit, each with its holder.
fn posts(tongue: Tongue, org: &Org, day: Date, now: &str) -> Vec<ChoiceGroup> {
    let mut groups = Vec::new();
    for unit in org.units.values().filter(|u| org.unit_on(u.code.as_str(), day.add_days(31)).is_some()) {
        let of = org.posts.values().filter(|post| post.unit == unit.code);
        let choices = of.map(|post| {
            let free = || tongue.say("admin-nobody");
            let holder = org.holders_on(&post.code, day).next().map_or_else(free, |p| p.name.clone());
            fields::choice(post.code.as_str(), &format!("{} – {holder}", post.title), now)
        });
        groups.push(ChoiceGroup { label: unit.name.clone(), choices: choices.collect() });
    }
    groups.sort_by_cached_key(|group| sort_key(&group.label));
    fields::with_blank(tongue, groups)
}

fn with_province(tongue: Tongue, org: &Org, day: Date, now: &str, province: bool) -> Vec<ChoiceGroup> {
    let top = org.units.values().filter(|u| province && u.parent.is_none());
    let choices = top.map(|u| fields::choice(u.code.as_str(), &u.name, now)).collect();
    let mut groups = vec![ChoiceGroup { label: String::new(), choices }];
    groups.extend(fields::units(tongue, org, Some(day), |code| code == now));
    groups
}

/// Roles that some post has: a role that nobody ever had would lead nowhere.
fn roles(tongue: Tongue, org: &Org, now: &str) -> Vec<ChoiceGroup> {
    let known: BTreeSet<&Code> = org.posts.values().map(|post| &post.role).collect();
    let choice = |role: &&Code| {
        let said = role_said(role);
        fields::choice(role.as_str(), tongue.pick(&said.vi, &said.en), now)
    };
    let mut choices: Vec<_> = known.iter().map(choice).collect();
    choices.sort_by_cached_key(|choice| sort_key(&choice.label));
    fields::with_blank(tongue, vec![ChoiceGroup { label: String::new(), choices }])
}

/// What the form is about, as read.
pub fn about(tongue: Tongue, org: &Org, name: &str, value: &str) -> String {
    let code = || Code::parse(value).ok();
    match name {
        "person" => code().map_or_else(String::new, |code| org.person_name(&code).to_owned()),
        "post" | "from_post" | "to_post" => code().map_or_else(String::new, |code| post_words(org, &code)),
        "unit" => code().map_or_else(String::new, |code| org.unit_name(&code).to_owned()),
        "kind" => {
            let found = DelegationKind::ALL.iter().find(|k| k.code() == value);
            found.map_or("", |k| tongue.pick(k.name(), k.name_en())).to_owned()
        }
        "from" => Date::parse(value).map(Date::print_vn).unwrap_or_default(),
        _ => value.to_owned(),
    }
}
