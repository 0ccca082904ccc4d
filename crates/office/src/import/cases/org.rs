//! Units and people of a sheet become entries of the organisation, a new version of the catalogue.
//!
//! Who is there already, by code, is left as it is. Existing entries are never changed: that is an act of its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use exchange::table::Row;
use kernel::Code;
use kernel::org::Org;
use kernel::time::Date;

use super::Finding;
use super::map::Target;
use super::names::key;
use super::row::{Parts, Reading};

/// The file of the catalogue in which the entries stand.
pub(super) const FILE: &str = "org/moved-in.toml";

/// Kinds of unit by what people write.
const KINDS: [(&str, &str); 8] = [
    ("province", "ubnd tinh"),
    ("office", "van phong"),
    ("room", "phong"),
    ("department", "so"),
    ("district", "huyen"),
    ("commune", "xa"),
    ("centre", "trung tam"),
    ("agency", "co quan"),
];

/// What the sheets of units and people add.
#[derive(Debug, Default)]
pub(super) struct Additions {
    /// Entries as TOML.
    pub text: String,
    /// Units added.
    pub units: u64,
    /// People added.
    pub people: u64,
    /// Codes of units met in the sheets, by row.
    met: BTreeMap<(bool, Code), u32>,
}

/// What became of a row.
pub(super) enum Outcome {
    New,
    Known,
    Refused(Vec<Finding>),
}

impl Additions {
    /// Reads one row of a sheet of units or people.
    pub(super) fn take(&mut self, target: &Target<'_>, reading: &Reading<'_>, row: &Row, org: &Org) -> Outcome {
        let mut parts = Parts::new(reading, row);
        let is_unit = matches!(target, Target::Units);
        let code = parts.needed("code").and_then(|text| match Code::parse(&text) {
            Ok(code) => Some(code),
            Err(why) => {
                parts.wrong("code", why, "a code takes letters without marks, digits, dot and hyphen");
                None
            }
        });
        if let Some(code) = &code {
            if let Some(first) = self.met.insert((is_unit, code.clone()), row.number) {
                let (vi, en) = (format!("mã trùng với dòng {first}; xin bỏ một dòng"), format!("same as row {first}"));
                parts.wrong("code", vi, en);
            }
            if if is_unit { org.units.contains_key(code) } else { org.people.contains_key(code) } {
                return if parts.findings.is_empty() { Outcome::Known } else { Outcome::Refused(parts.findings) };
            }
        }
        let entry = if is_unit { unit(&mut parts) } else { person(&mut parts, code.as_ref()) };
        match (code, entry) {
            (Some(code), Some(entry)) if parts.findings.is_empty() => {
                let _infallible = write!(self.text, "{}", entry.replace("{code}", &quoted(code.as_str())));
                if is_unit {
                    self.units += 1;
                } else {
                    self.people += 1;
                }
                Outcome::New
            }
            _ => Outcome::Refused(parts.findings),
        }
    }
}

fn unit(parts: &mut Parts<'_>) -> Option<String> {
    let name = parts.needed("name");
    let kind = parts.needed("kind").and_then(|text| {
        let wanted = key(&text);
        let found = KINDS.iter().find(|(code, name)| *code == wanted || *name == wanted).map(|(code, _)| *code);
        if found.is_none() {
            let all: Vec<&str> = KINDS.iter().map(|(code, _)| *code).collect();
            let all = all.join(", ");
            parts.wrong("kind", format!("không rõ loại “{text}”; xin ghi một trong: {all}"), format!("one of: {all}"));
        }
        found
    });
    let from = first_day(parts, "valid_from");
    let (short, parent, gso) = (parts.text("short"), parts.text("parent"), parts.text("gso"));
    let gso = gso.and_then(|text| match text.parse::<u32>() {
        Ok(gso) => Some(gso),
        Err(_) => {
            parts.wrong("gso", format!("“{text}” không phải mã số thống kê"), "no statistics code");
            None
        }
    });
    let mut out = format!("\n[[unit]]\ncode = {{code}}\nname = {}\nkind = \"{}\"\n", quoted(&name?), kind?);
    let _infallible = writeln!(out, "valid_from = \"{from}\"");
    for (field, value) in [("short", short), ("parent", parent)] {
        if let Some(value) = value {
            let _infallible = writeln!(out, "{field} = {}", quoted(&value));
        }
    }
    if let Some(gso) = gso {
        let _infallible = writeln!(out, "gso = {gso}");
    }
    Some(out)
}

/// A person with a post of their own in the unit.
fn person(parts: &mut Parts<'_>, code: Option<&Code>) -> Option<String> {
    let (name, unit) = (parts.needed("name"), parts.needed("unit"));
    let (title, role) = (parts.needed("title"), parts.needed("role"));
    let from = first_day(parts, "from");
    let (unit, code) = (unit?, code?);
    let post = quoted(&format!("{unit}.{code}"));
    Some(format!(
        "\n[[post]]\ncode = {post}\nunit = {}\ntitle = {}\nrole = {}\n\n[[person]]\ncode = {{code}}\nname = {}\nposts = [{post}]\nfrom = \"{from}\"\n",
        quoted(&unit),
        quoted(&title?),
        quoted(&role?),
        quoted(&name?),
    ))
}

/// The day as the row says it; without one, the balance day.
fn first_day(parts: &mut Parts<'_>, part: &str) -> Date {
    parts.day_and_second(part).map_or(parts.balance_day(), |(day, _)| day)
}

/// A text as TOML quotes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
