//! How values, moments and clocks are written on a screen. Not here: how a deadline is computed (kernel).

use kernel::Code;
use kernel::case::{Case, CaseId, Value};
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::{CaseType, Field, FieldKind};
use kernel::clock::{ClockState, Verdict};
use kernel::org::{Org, UnitKind};
use kernel::time::{Date, Instant, Weekday};

use super::visitor::Visitor;
use crate::pages::{Deadline, Moment, Tone, number_vn};
use crate::tongue::Tongue;

/// Working days before the due date at which a deadline counts as near.
const SOON_DAYS: i64 = 2;

/// A moment in both forms.
pub fn moment(at: Instant) -> Moment {
    Moment { datetime: format!("{}+07:00", at.print_iso()), text: at.print_vn() }
}

/// A day in both forms.
pub fn day(date: Date) -> Moment {
    Moment { datetime: date.to_string(), text: date.print_vn() }
}

/// `Thứ Ba, 02/01/2024`.
pub fn long_day(tongue: Tongue, date: Date) -> String {
    let name = tongue.say(match date.weekday() {
        Weekday::Monday => "words-monday",
        Weekday::Tuesday => "words-tuesday",
        Weekday::Wednesday => "words-wednesday",
        Weekday::Thursday => "words-thursday",
        Weekday::Friday => "words-friday",
        Weekday::Saturday => "words-saturday",
        Weekday::Sunday => "words-sunday",
    });
    format!("{name}, {}", date.print_vn())
}

/// The name of a kind of case, as it begins a line.
pub fn kind_name(tongue: Tongue, of: &CaseType) -> String {
    capital(tongue.name_of(&of.name, &of.name_en))
}

/// The name of a register; in English that of its kind.
pub fn register_name(tongue: Tongue, of: &CaseType) -> String {
    if of.name_en.is_empty() { of.register.clone() } else { tongue.pick(of.register.clone(), capital(&of.name_en)) }
}

/// Address of a case.
pub fn case_href(id: CaseId) -> String {
    format!("/ho-so/{id}")
}

/// The badge of a clock.
pub fn deadline(visitor: &Visitor, clock: &ClockState, why: Option<String>) -> Deadline {
    let (calendar, now, tongue) = (&visitor.house().calendar, visitor.now(), visitor.tongue);
    let left = clock.remaining(calendar, now);
    let tone = match left.verdict {
        Verdict::Early | Verdict::OnTime => Tone::Done,
        Verdict::Late | Verdict::RunningLate => Tone::Late,
        Verdict::Paused => Tone::Paused,
        Verdict::NoDeadline => Tone::Unlimited,
        Verdict::Running if left.days <= SOON_DAYS => Tone::Soon,
        Verdict::Running | Verdict::NotStarted => Tone::Neutral,
    };
    let why = why.filter(|_| clock.due.is_some());
    let badge = clock.badge(calendar, now);
    Deadline { tone, word: tongue.pick(badge.vi(), badge.en()), due: clock.due.map(moment), why, tongue }
}

/// The title of a case, or what stands for a missing one.
pub fn title(tongue: Tongue, case: &Case, case_type: &CaseType) -> String {
    if case.erased.is_some() {
        return tongue.say("erasing-title-of-case");
    }
    let found = case.value(case_type.title.as_str()).map(Value::plain).filter(|t| !t.is_empty());
    let kind = tongue.name_of(&case_type.name, &case_type.name_en);
    found.unwrap_or_else(|| tongue.tell("words-untitled", &[("kind", kind.into())]))
}

/// The number of a case as shown, or nothing.
pub fn number(case: &Case) -> String {
    case.number_shown().to_owned()
}

/// The name of the step that a case is at.
pub fn step_name<'a>(tongue: Tongue, case_type: &'a CaseType, step: &'a Code) -> &'a str {
    case_type.step(step.as_str()).map_or(step.as_str(), |s| tongue.name_of(&s.name, &s.name_en))
}

/// A value as read.
pub fn value(tongue: Tongue, field: &Field, value: &Value, catalogue: &Catalogue, org: &Org) -> String {
    let plain = value.plain();
    match field.kind {
        FieldKind::Choice => {
            let choice = field.choices.iter().find(|c| c.code == *plain);
            choice.map_or_else(|| plain.clone(), |c| tongue.name_of(&c.name, &c.name_en).to_owned())
        }
        FieldKind::Unit => org.units.get(plain.as_str()).map_or(plain.clone(), |u| u.name.clone()),
        FieldKind::Person => org.people.get(plain.as_str()).map_or(plain.clone(), |p| p.name.clone()),
        FieldKind::Procedure => catalogue
            .procedures
            .get(plain.as_str())
            .map_or_else(|| plain.clone(), |p| format!("{} – {}", p.code, tongue.name_of(&p.name, &p.name_en))),
        FieldKind::Date => value.as_date().map_or(plain, Date::print_vn),
        FieldKind::Flag => tongue.say(if plain == "yes" { "words-yes" } else { "words-no" }),
        FieldKind::Integer => integer(tongue, value),
        FieldKind::Money => tongue.tell("words-money", &[("amount", integer(tongue, value).into())]),
        // Fields of work are kept by their code.
        FieldKind::Text => catalogue.field_of_work(&plain).map_or(plain.clone(), |of| tongue.pick(of.vi, of.en).into()),
        FieldKind::LongText => plain,
    }
}

/// A sentence that names units of the house, with their names marked as what they are.
pub fn naming(tongue: Tongue, org: &Org, text: &str) -> String {
    let house = |kind| matches!(kind, UnitKind::Office | UnitKind::Room | UnitKind::Centre);
    if tongue == Tongue::Vi || text.is_ascii() {
        return text.to_owned();
    }
    let mut names: Vec<&str> = org.units.values().filter(|unit| house(unit.kind)).map(|unit| &*unit.name).collect();
    names.retain(|name| text.contains(name));
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.dedup();
    let mut out = text.to_owned();
    for (n, name) in names.iter().enumerate() {
        // A name inside a longer one is marked with it.
        if !names.iter().take(n).any(|longer| longer.contains(name)) {
            out = out.replace(name, &tongue.data(name));
        }
    }
    out
}

/// Whether a value stands in Vietnamese in every language: whatever is typed, names of units and people, what the
/// catalogue does not say in English.
pub fn is_data(field: &Field, value: &Value, catalogue: &Catalogue) -> bool {
    let plain = value.plain();
    match field.kind {
        FieldKind::Integer | FieldKind::Money | FieldKind::Date | FieldKind::Flag | FieldKind::Choice => false,
        FieldKind::Procedure => catalogue.procedures.get(plain.as_str()).is_none_or(|p| p.name_en.is_empty()),
        FieldKind::Text => catalogue.field_of_work(&plain).is_none_or(|of| of.vi == of.en),
        FieldKind::LongText | FieldKind::Unit | FieldKind::Person => true,
    }
}

fn integer(tongue: Tongue, value: &Value) -> String {
    match value {
        Value::Integer(n) => tongue.number(*n),
        Value::Flag(_) | Value::Text(_) => value.plain(),
    }
}

/// A post with its unit, said once: `Giám đốc Sở Công Thương`, `Chuyên viên, Phòng Nội chính`.
pub fn post(org: &Org, code: &Code) -> String {
    let Some(post) = org.posts.get(code) else { return code.to_string() };
    let title = post.title.as_str();
    let Some(unit) = org.units.get(&post.unit) else { return title.to_owned() };
    let name = unit.name.split_once(' ').map_or(unit.name.as_str(), |(_, name)| name);
    if matches!(unit.kind, UnitKind::Province | UnitKind::Office) || title.contains(name) {
        return title.to_owned();
    }
    // The words in which the title ends and the unit's name begins are said once.
    let ends = title.match_indices(' ').map(|(at, _)| title.split_at(at));
    let begins = |end: &str| unit.name.strip_prefix(end).is_some_and(|rest| rest.starts_with(' '));
    match ends.map(|(before, end)| (before, end.trim_start())).find(|(_, end)| begins(end)) {
        Some((before, _)) => format!("{before} {}", unit.name),
        None => format!("{title}, {}", unit.name),
    }
}

/// A name that begins a line.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A name inside a sentence.
pub fn small(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// `PDF, 1,2 MB`.
pub fn file_words(tongue: Tongue, media: &str, bytes: u64) -> String {
    let kind = match media {
        "application/pdf" => "PDF".to_owned(),
        "image/png" => tongue.say("words-png"),
        "image/jpeg" => tongue.say("words-jpeg"),
        "text/plain" => tongue.say("words-plain-text"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "Word".to_owned(),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "Excel".to_owned(),
        _ => tongue.say("words-file"),
    };
    format!("{kind}, {}", file_size(tongue, bytes))
}

/// Bytes in decimal units, as disks are sold.
pub fn file_size(tongue: Tongue, bytes: u64) -> String {
    let tenths = |unit: u64, name: &str| {
        let tenths = bytes / (unit / 10);
        let whole = number_vn(i64::try_from(tenths / 10).unwrap_or(0));
        format!("{} {name}", tongue.decimal(format!("{whole},{}", tenths % 10)))
    };
    match bytes {
        0..1_000 => format!("{bytes} byte"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => tenths(1_000_000, "MB"),
        _ => tenths(1_000_000_000, "GB"),
    }
}

/// Pairs as the query of an address.
pub fn query_string(pairs: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (key, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        escape(key, &mut out);
        out.push('=');
        escape(value, &mut out);
    }
    out
}

fn escape(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match char::from(byte) {
            c if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') => out.push(c),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_holds_any_text() {
        assert_eq!(
            query_string(&[("q", "đất & nước"), ("x", "1")]),
            "q=%C4%91%E1%BA%A5t%20%26%20n%C6%B0%E1%BB%9Bc&x=1"
        );
    }

    #[test]
    fn sizes_are_read_in_decimal_units() {
        let sizes =
            [(0, "0 byte"), (999, "999 byte"), (1_001, "2 KB"), (1_250_000, "1,2 MB"), (3_100_000_000, "3,1 GB")];
        for (bytes, text) in sizes {
            assert_eq!(file_size(Tongue::Vi, bytes), text);
        }
    }
}
