//! The form that matches columns: what is asked, what was typed, and the map that comes of it.

use std::collections::BTreeMap;

use kernel::Code;
use kernel::case::Actor;
use kernel::org::covers;
use kernel::text::sort_key;
use kernel::time::Date;
use office::import::cases::{Finding, Map, PartLook, SheetLook, SheetMap};

use super::super::answer::Stop;
use super::super::fields::{self, choice, with_blank};
use super::super::forms::Wrong;
use super::super::posted::Posted;
use super::super::visitor::Visitor;
use super::targets;
use crate::moving::{Stage, Upload};
use crate::pages::{ChoiceGroup, Field, Input};
use crate::tongue::{Tongue, id};

/// Prefix of the ids on the page.
pub const PREFIX: &str = "chuyen";
/// Words of the old book that are asked about at a time.
const WORDS_ASKED: usize = 40;
/// Second persons that are offered.
const WITNESSES_MAX: usize = 300;

/// A value as typed last; empty without one.
pub fn typed(upload: &Upload, name: &str) -> String {
    let state = upload.state();
    state.typed.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

fn has_typed(upload: &Upload) -> bool {
    !upload.state().typed.is_empty()
}

/// Keeps what was sent. Other columns come with another sheet, type or row of headings: then they are proposed anew.
pub fn keep(visitor: &Visitor, upload: &Upload, posted: &Posted) {
    let shown = sheet(upload);
    let row = shown.map(|sheet| headings(upload, sheet).0.to_string()).unwrap_or_default();
    let before = [
        ("trang", shown.map(|s| s.name.clone()).unwrap_or_default()),
        ("loai", target(visitor, upload)),
        ("dong", row),
    ];
    let same = before.iter().all(|(name, value)| !posted.has(name) || posted.get(name).trim() == value);
    let columns = |name: &str| ["c.", "x.", "w."].iter().any(|prefix| name.starts_with(prefix));
    let kept = posted.pairs().filter(|(name, _)| !matches!(*name, "csrf" | "buoc") && (same || !columns(name)));
    let kept = kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    upload.state().typed = kept;
}

/// What was typed, in short, to tell whether it is what was checked.
pub fn mark(upload: &Upload) -> String {
    let state = upload.state();
    // Fields come and go with what a check found, and words of the old book are numbered anew each time.
    let said = |name: &String| match name.strip_prefix("w.").and_then(|rest| rest.split_once('.')) {
        Some((_, word)) => format!("w.{word}"),
        None => name.clone(),
    };
    let pairs = state.typed.iter().filter(|(name, value)| name != "bo-dong-sai" && !value.trim().is_empty());
    let mut all: Vec<String> = pairs.map(|(name, value)| format!("{}\u{1f}{}", said(name), value.trim())).collect();
    all.sort();
    office::sha256_hex(all.join("\u{1e}").as_bytes())
}

/// The sheet that is looked at.
pub fn sheet(upload: &Upload) -> Option<&SheetLook> {
    let wanted = typed(upload, "trang");
    let usual = upload.sheets.iter().find(|sheet| !sheet.headings.is_empty());
    upload.sheets.iter().find(|sheet| sheet.name == wanted).or(usual)
}

/// What its rows become.
pub fn target(visitor: &Visitor, upload: &Upload) -> String {
    let wanted = typed(upload, "loai");
    let all = targets(visitor);
    let found = all.iter().find(|(code, _)| *code == wanted).or(all.first());
    found.map(|(code, _)| code.clone()).unwrap_or_default()
}

/// Row and texts of the headings: those typed, or those that look like them.
fn headings(upload: &Upload, sheet: &SheetLook) -> (u32, Vec<String>) {
    let row: u32 = typed(upload, "dong").parse().unwrap_or(sheet.header_row);
    let below = sheet.rows.iter().find(|(number, _)| *number == row).map(|(_, cells)| cells.clone());
    if row == sheet.header_row { (row, sheet.headings.clone()) } else { (row, below.unwrap_or_default()) }
}

/// Groups of fields of the page.
pub fn groups(visitor: &Visitor, upload: &Upload, wrong: &Wrong) -> Result<Vec<(String, Vec<Field>)>, Stop> {
    let target = target(visitor, upload);
    let parts = visitor.state.office.parts_of(&target).map_err(|error| Stop::Broken(error.vi()))?;
    let Some(sheet) = sheet(upload) else { return Err(visitor.missing()) };
    let (row, headings) = headings(upload, sheet);
    let proposed = visitor.state.office.propose_columns(&target, &headings).unwrap_or_default();
    let tongue = visitor.tongue;
    let columns = |needed: bool| -> Vec<Field> {
        let these = parts.iter().filter(|part| part.needed == needed);
        these.flat_map(|part| column(tongue, upload, part, &headings, proposed.get(&part.part))).collect()
    };
    let mut groups = vec![
        (tongue.say("words-file"), file_fields(visitor, upload, sheet, row, &target)),
        (tongue.say("moving-balance"), balance(visitor, upload, &target)),
        (tongue.say("moving-needed-columns"), columns(true)),
        (tongue.say("moving-other-columns"), columns(false)),
    ];
    let asked = words(tongue, upload, &parts);
    if !asked.is_empty() {
        groups.insert(1, (tongue.say("moving-words"), asked));
    }
    for field in groups.iter_mut().flat_map(|(_, fields)| fields) {
        field.error = wrong.of(&field.name);
    }
    Ok(groups)
}

fn field(tongue: Tongue, name: &str, label: &str, input: Input) -> Field {
    fields::field(tongue, &format!("{PREFIX}-{}", fields::id_part(name)), name, label, input)
}

fn select(choices: Vec<crate::pages::Choice>) -> Input {
    Input::Choice { groups: vec![ChoiceGroup { label: String::new(), choices }] }
}

fn file_fields(visitor: &Visitor, upload: &Upload, sheet: &SheetLook, row: u32, target: &str) -> Vec<Field> {
    let (mut out, tongue) = (Vec::new(), visitor.tongue);
    if upload.sheets.len() > 1 {
        let choices = upload.sheets.iter().map(|one| choice(&one.name, &tongue.data(&one.name), &sheet.name)).collect();
        out.push(Field { required: true, ..field(tongue, "trang", &tongue.say("moving-sheet"), select(choices)) });
    }
    let choices = targets(visitor).iter().map(|(code, name)| choice(code, name, target)).collect();
    out.push(Field { required: true, ..field(tongue, "loai", &tongue.say("moving-each-row"), select(choices)) });
    let input = Input::Number { value: row.to_string(), unit: String::new() };
    out.push(Field { required: true, ..field(tongue, "dong", &tongue.say("moving-heading-row"), input) });
    out
}

fn balance(visitor: &Visitor, upload: &Upload, target: &str) -> Vec<Field> {
    let tongue = visitor.tongue;
    let text = |name: &str, label: &'static str, hint: &'static str| Field {
        hint: tongue.say(hint),
        ..field(tongue, name, &tongue.say(label), fields::text(&typed(upload, name)))
    };
    let on = if has_typed(upload) { typed(upload, "ngay") } else { visitor.now().date().to_string() };
    let mut out = vec![
        Field {
            required: true,
            hint: tongue.say("moving-first-day-hint"),
            ..field(tongue, "ngay", &tongue.say("moving-first-day"), Input::Date { value: on })
        },
        Field { required: true, ..text("ly-do", id("form-reason"), id("moving-reason-hint")) },
    ];
    if matches!(target, "unit" | "person") {
        return out;
    }
    let now = typed(upload, "nguoi-thu-hai");
    let people = witnesses(visitor, target);
    let choices = people.iter().map(|(code, name)| choice(code.as_str(), &tongue.data(name), &now)).collect();
    let groups = with_blank(tongue, vec![ChoiceGroup { label: String::new(), choices }]);
    out.extend([
        Field {
            required: true,
            hint: tongue.say("moving-witness-hint"),
            ..field(tongue, "nguoi-thu-hai", &tongue.say("moving-witness"), Input::Choice { groups })
        },
        text("so-cu", id("moving-old-register"), id("moving-old-register-hint")),
        text("nguon", id("moving-due-source"), id("moving-due-source-hint")),
    ]);
    out
}

/// Who may answer for late entries of the type besides the visitor.
fn witnesses(visitor: &Visitor, target: &str) -> Vec<(Code, String)> {
    let (org, today) = (visitor.house().org(), visitor.now().date());
    let Some(of) = visitor.house().catalogue().ok().and_then(|c| c.types.get(target).cloned()) else {
        return Vec::new();
    };
    let here = org.people.values().filter(|person| covers(person.from, person.to, today));
    let others = here.filter(|person| person.code != visitor.viewer.actor.person);
    let fit = others.filter(|person| {
        let actor = Actor::on(org, person.code.as_str(), today);
        actor.is_some_and(|actor| actor.allowed(&of.acts.late_entry, None, org).is_some())
    });
    let mut out: Vec<(Code, String)> = fit.map(|person| (person.code.clone(), person.name.clone())).collect();
    out.sort_by_cached_key(|(_, name)| sort_key(name));
    out.truncate(WITNESSES_MAX);
    out
}

/// What a part may hold.
fn choices_of(tongue: Tongue, part: &PartLook, now: &str) -> Vec<crate::pages::Choice> {
    part.choices.iter().map(|(code, name)| choice(code, tongue.pick(&name.vi, &name.en), now)).collect()
}

/// The column of a part, and a value for all rows where there is none.
fn column(
    tongue: Tongue,
    upload: &Upload,
    part: &PartLook,
    headings: &[String],
    proposed: Option<&String>,
) -> Vec<Field> {
    let (name, fixed) = (format!("c.{}", part.part), format!("x.{}", part.part));
    let sent = upload.state().typed.iter().any(|(key, _)| *key == name);
    let now = if sent { typed(upload, &name) } else { proposed.cloned().unwrap_or_default() };
    let choices =
        headings.iter().filter(|h| !h.is_empty()).map(|heading| choice(heading, &tongue.data(heading), &now)).collect();
    let none =
        crate::pages::Choice { value: String::new(), label: tongue.say("moving-no-column"), chosen: now.is_empty() };
    let groups = vec![
        ChoiceGroup { label: String::new(), choices: vec![none] },
        ChoiceGroup { label: tongue.say("moving-columns-of-file"), choices },
    ];
    let chosen = Field {
        required: part.needed,
        ..field(tongue, &name, tongue.pick(&part.name.vi, &part.name.en), Input::Choice { groups })
    };
    let now = typed(upload, &fixed);
    let input = if part.choices.is_empty() {
        fields::text(&now)
    } else {
        let choices = choices_of(tongue, part, &now);
        Input::Choice { groups: with_blank(tongue, vec![ChoiceGroup { label: String::new(), choices }]) }
    };
    vec![chosen, field(tongue, &fixed, &tongue.say("moving-or-for-all"), input)]
}

/// Words of the old book that the last check did not understand, with what they may mean.
fn words(tongue: Tongue, upload: &Upload, parts: &[PartLook]) -> Vec<Field> {
    let mut asked: Vec<(String, String)> = meant(upload).into_iter().map(|(part, word, _)| (part, word)).collect();
    let refused: Vec<Finding> = match &upload.state().stage {
        Stage::Checked { moved, .. } => moved.findings.clone(),
        _ => Vec::new(),
    };
    for finding in refused {
        let part = parts.iter().find(|part| {
            !part.choices.is_empty()
                && !finding.column.is_empty()
                && typed(upload, &format!("c.{}", part.part)) == finding.column
        });
        if let Some(part) = part.filter(|_| !finding.value.is_empty()) {
            asked.push((part.part.clone(), finding.value.clone()));
        }
    }
    asked.sort();
    asked.dedup();
    asked.truncate(WORDS_ASKED);
    let known = meant(upload);
    let ask = |(n, (part, word)): (usize, (String, String))| {
        let part = parts.iter().find(|one| one.part == part)?;
        let now = known.iter().find(|(p, w, _)| *p == part.part && *w == word).map(|(.., to)| to.clone());
        let now = now.unwrap_or_default();
        let choices = choices_of(tongue, part, &now);
        let groups = with_blank(tongue, vec![ChoiceGroup { label: String::new(), choices }]);
        let name = format!("w.{n}.{}.{word}", part.part);
        let id = format!("{PREFIX}-w-{n}");
        Some(fields::field(
            tongue,
            &id,
            &name,
            &tongue.quoting(&format!("{}: “{word}”", tongue.pick(&part.name.vi, &part.name.en))),
            Input::Choice { groups },
        ))
    };
    asked.into_iter().enumerate().filter_map(ask).collect()
}

/// What words of the old book were said to mean: part, word, code.
fn meant(upload: &Upload) -> Vec<(String, String, String)> {
    let state = upload.state();
    let read = |(name, value): &(String, String)| {
        let (_, rest) = name.strip_prefix("w.")?.split_once('.')?;
        let (part, word) = rest.split_once('.')?;
        (!value.is_empty()).then(|| (part.to_owned(), word.to_owned(), value.clone()))
    };
    state.typed.iter().filter_map(read).collect()
}

/// The map that the form says.
pub fn map(visitor: &Visitor, upload: &Upload) -> Result<Map, Wrong> {
    let (mut wrong, tongue) = (Wrong::default(), visitor.tongue);
    let target = target(visitor, upload);
    let org = matches!(target.as_str(), "unit" | "person");
    let on = Date::parse(&typed(upload, "ngay")).ok();
    if on.is_none() {
        wrong.add("ngay", tongue.say("moving-give-first-day"));
    }
    let reason = typed(upload, "ly-do");
    if reason.is_empty() {
        wrong.add("ly-do", tongue.say("moving-give-reason"));
    }
    let witness = typed(upload, "nguoi-thu-hai");
    if witness.is_empty() && !org {
        wrong.add("nguoi-thu-hai", tongue.say("moving-give-witness"));
    }
    let columns = pairs(upload, "c.");
    if columns.is_empty() {
        wrong.add("", tongue.say("moving-give-columns"));
    }
    let row = typed(upload, "dong").parse().ok().filter(|row| *row > 0);
    if row.is_none() {
        wrong.add("dong", tongue.say("moving-give-heading-row"));
    }
    let register = typed(upload, "so-cu");
    if register.is_empty()
        && !org
        && !columns.contains_key("@register")
        && !pairs(upload, "x.").contains_key("@register")
    {
        wrong.add("so-cu", tongue.say("moving-give-old-register"));
    }
    let (Some(on), Some(header_row), true) = (on, row, wrong.is_empty()) else { return Err(wrong) };
    let mut values: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (part, word, code) in meant(upload) {
        values.entry(part).or_default().insert(word, code);
    }
    let sheet = SheetMap {
        name: sheet(upload).map(|sheet| sheet.name.clone()).unwrap_or_default(),
        target,
        header_row,
        register,
        source: typed(upload, "nguon"),
        by: None,
        witness: None,
        columns,
        fixed: pairs(upload, "x."),
        values,
    };
    let witness = Code::parse(&witness).unwrap_or_else(|_| visitor.viewer.actor.person.clone());
    Ok(Map { on, by: None, witness, reason, sheets: vec![sheet] })
}

/// Parts with what was typed for them under a prefix.
fn pairs(upload: &Upload, prefix: &str) -> BTreeMap<String, String> {
    let state = upload.state();
    let read = |(name, value): &(String, String)| {
        let part = name.strip_prefix(prefix)?;
        (!value.trim().is_empty()).then(|| (part.to_owned(), value.trim().to_owned()))
    };
    state.typed.iter().filter_map(read).collect()
}
