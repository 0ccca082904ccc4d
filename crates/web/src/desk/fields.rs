//! Fields of forms, made from the catalogue and the organisation. Not here: reading what was typed (`forms`).

use kernel::Code;
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::{Field as Rule, FieldKind};
use kernel::org::{Org, UnitKind, covers};
use kernel::time::Date;

use crate::pages::{Choice, ChoiceGroup, Field, Input};
use crate::tongue::{Tongue, id};

/// A field that may stay empty.
pub fn field(tongue: Tongue, id: &str, name: &str, label: &str, input: Input) -> Field {
    Field {
        id: id.to_owned(),
        name: name.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
        error: None,
        required: false,
        input,
        tongue,
    }
}

/// A text as part of an id: letters, digits and hyphens.
pub fn id_part(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

/// One line of text.
pub fn text(value: &str) -> Input {
    Input::Text { value: value.to_owned(), autocomplete: String::new() }
}

/// The way in which a field of the catalogue is filled in; `value` as typed or as kept.
pub fn input(tongue: Tongue, rule: &Rule, value: &str, catalogue: &Catalogue, org: &Org, day: Date) -> Input {
    match rule.kind {
        FieldKind::Text => text(value),
        FieldKind::LongText => Input::LongText { value: value.to_owned() },
        FieldKind::Integer => Input::Number { value: value.to_owned(), unit: String::new() },
        FieldKind::Money => Input::Number { value: value.to_owned(), unit: tongue.say("words-dong") },
        FieldKind::Date => Input::Date { value: value.to_owned() },
        FieldKind::Flag => Input::Check { ticked: value == "yes" },
        FieldKind::Choice => {
            let choices = rule
                .choices
                .iter()
                .map(|c| choice(c.code.as_str(), tongue.name_of(&c.name, &c.name_en), value))
                .collect();
            Input::Choice { groups: with_blank(tongue, vec![ChoiceGroup { label: String::new(), choices }]) }
        }
        FieldKind::Unit => {
            Input::Choice { groups: with_blank(tongue, units(tongue, org, Some(day), |code| code == value)) }
        }
        FieldKind::Person => Input::Choice { groups: with_blank(tongue, people(tongue, org, None, day, value)) },
        FieldKind::Procedure => {
            let open = catalogue.procedures.values().filter(|p| covers(p.effective_from, p.effective_to, day));
            let choices = open
                .map(|p| choice(p.code.as_str(), &format!("{} – {}", p.code, tongue.named(&p.name, &p.name_en)), value))
                .collect();
            Input::Choice { groups: with_blank(tongue, vec![ChoiceGroup { label: String::new(), choices }]) }
        }
    }
}

/// One choice.
pub fn choice(value: &str, label: &str, now: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), chosen: value == now }
}

/// The choices behind one that says nothing.
pub fn with_blank(tongue: Tongue, groups: Vec<ChoiceGroup>) -> Vec<ChoiceGroup> {
    let blank = Choice { value: String::new(), label: tongue.say("parts-choose"), chosen: false };
    let first = ChoiceGroup { label: String::new(), choices: vec![blank] };
    std::iter::once(first).chain(groups.into_iter().filter(|g| !g.choices.is_empty())).collect()
}

/// Units by kind; those that exist on the day, or all.
pub fn units(tongue: Tongue, org: &Org, day: Option<Date>, chosen: impl Fn(&str) -> bool) -> Vec<ChoiceGroup> {
    let kinds = [
        (UnitKind::Department, id("parts-departments")),
        (UnitKind::District, id("parts-districts")),
        (UnitKind::Commune, id("parts-communes")),
        (UnitKind::Agency, id("parts-agencies")),
        (UnitKind::Office, id("parts-office")),
        (UnitKind::Room, id("parts-rooms")),
        (UnitKind::Centre, id("parts-centres")),
    ];
    let here = |u: &&kernel::org::Unit| day.is_none_or(|day| covers(u.valid_from, u.valid_to, day));
    let groups = kinds.iter().map(|(kind, label)| {
        let mut of: Vec<&kernel::org::Unit> = org.units.values().filter(|u| u.kind == *kind).filter(here).collect();
        of.sort_by_cached_key(|u| kernel::text::sort_key(&u.name));
        let choices = of.iter().map(|u| Choice {
            value: u.code.to_string(),
            label: tongue.data(&u.name),
            chosen: chosen(u.code.as_str()),
        });
        ChoiceGroup { label: tongue.say(label), choices: choices.collect() }
    });
    groups.filter(|g| !g.choices.is_empty()).collect()
}

/// People by unit: those within a unit, or all, who are here on the day.
pub fn people(tongue: Tongue, org: &Org, within: Option<&Code>, day: Date, now: &str) -> Vec<ChoiceGroup> {
    let mut groups: Vec<ChoiceGroup> = Vec::new();
    for unit in org.units.values().filter(|u| within.is_none_or(|top| org.is_within(&u.code, top))) {
        let mut choices = Vec::new();
        for person in org.people.values() {
            let post = person.posts_on(day).next().and_then(|code| org.posts.get(code)).filter(|p| p.unit == unit.code);
            if let Some(post) = post {
                let name = tongue.data(&format!("{}, {}", person.name, post.title));
                choices.push(choice(person.code.as_str(), &name, now));
            }
        }
        if !choices.is_empty() {
            groups.push(ChoiceGroup { label: tongue.data(&unit.name), choices });
        }
    }
    groups
}
