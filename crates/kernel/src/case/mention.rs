//! Calling people by name in a remark: `@Nguyễn Văn An`, `@an.nv` by code, or chosen from a list.
//!
//! Names are compared without tones and case, the longest that fits counts; of several people of one name, whoever may
//! read the case is meant. Nobody is called to a case that they may not read. Not here: telling them (`notices`).

use unicode_normalization::UnicodeNormalization;

use super::rights::{Actor, Readers};
use super::{Case, Refusal};
use crate::Code;
use crate::org::{Org, Person, covers};
use crate::text::fold;
use crate::time::Date;

/// Most people that one remark calls.
pub const MENTIONS_MAX: usize = 20;
/// Words of a name that nobody bears, as far as a refusal repeats them.
const WORDS_SHOWN: usize = 5;

/// Why somebody cannot be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCalled {
    /// Nobody at work today bears this name.
    Unknown {
        /// The name as written.
        name: String,
    },
    /// Several people bear this name.
    Ambiguous {
        /// The name.
        name: String,
        /// How many.
        people: usize,
    },
    /// Somebody called may not read the case.
    Barred {
        /// Their names.
        names: String,
    },
    /// A remark calls too many people.
    TooMany {
        /// How many it calls.
        people: usize,
        /// How many it may.
        people_max: usize,
    },
}

impl NotCalled {
    /// Stable code of the rule.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "mention_unknown",
            Self::Ambiguous { .. } => "mention_ambiguous",
            Self::Barred { .. } => "mention_barred",
            Self::TooMany { .. } => "mentions_too_many",
        }
    }

    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Unknown { name } => format!(
                "Không có ai tên “{name}” đang làm việc. Xin ghi đúng họ tên sau dấu @, hoặc chọn trong danh sách."
            ),
            Self::Ambiguous { name, people } => {
                format!("Có {people} người tên “{name}”. Xin bỏ dấu @ và chọn đúng người trong danh sách.")
            }
            Self::Barred { names } => format!(
                "{names} không thuộc những người được đọc hồ sơ này nên không nhắc tên được. Xin bỏ dấu @ trước tên, hoặc phân công, phối hợp trước."
            ),
            Self::TooMany { people, people_max } => {
                format!("Ý kiến nhắc tên {people} người, tối đa {people_max}. Xin bớt người.")
            }
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Unknown { name } => {
                format!(
                    "Nobody called “{name}” works here today. Write the full name after @, or choose from the list."
                )
            }
            Self::Ambiguous { name, people } => {
                format!("“{name}” is the name of {people} people. Take the @ away and choose one from the list.")
            }
            Self::Barred { names } => {
                format!(
                    "“{names}” may not read this case and cannot be called to it. Take the @ away, or assign first."
                )
            }
            Self::TooMany { people, people_max } => {
                format!("The remark calls {people} people, at most {people_max} are allowed.")
            }
        }
    }
}

impl From<NotCalled> for Refusal {
    fn from(why: NotCalled) -> Self {
        Self::NotCalled(why)
    }
}

/// Who is called: those chosen, and those named in the text, each once.
///
/// # Errors
/// When a name is nobody's or several people's, or somebody called may not read the case.
pub fn called(
    text: &str,
    chosen: &[Code],
    case: &Case,
    readers: Readers<'_>,
    org: &Org,
    day: Date,
) -> Result<Vec<Code>, Refusal> {
    let may = |code: &Code| Actor::on(org, code.as_str(), day).is_some_and(|who| readers.may(&who, case, org));
    let mut out: Vec<Code> = Vec::new();
    for code in chosen {
        if !org.people.get(code).is_some_and(|p| covers(p.from, p.to, day)) {
            return Err(Refusal::NotInOffice { code: code.clone() });
        }
        out.push(code.clone());
    }
    let text: String = text.nfc().collect();
    for (at, _) in text.match_indices('@') {
        let (before, rest) = text.split_at(at);
        // An e-mail address calls nobody.
        if !before.ends_with(|c: char| c.is_alphanumeric()) {
            out.extend(one(rest.strip_prefix('@').unwrap_or_default(), org, day, &may)?);
        }
    }
    let mut seen = Vec::new();
    out.retain(|code| {
        !seen.contains(code) && {
            seen.push(code.clone());
            true
        }
    });
    let barred: Vec<&str> = out.iter().filter(|code| !may(code)).map(|code| org.person_name(code)).collect();
    if !barred.is_empty() {
        return Err(NotCalled::Barred { names: barred.join(", ") }.into());
    }
    match out.len() {
        0..=MENTIONS_MAX => Ok(out),
        people => Err(NotCalled::TooMany { people, people_max: MENTIONS_MAX }.into()),
    }
}

/// The person whose name stands at the beginning of a text; `None` where no name begins there.
fn one(rest: &str, org: &Org, day: Date, may: &dyn Fn(&Code) -> bool) -> Result<Option<Code>, Refusal> {
    let here = || org.people.values().filter(|p| covers(p.from, p.to, day));
    let mut found: Vec<(usize, &Person)> =
        here().filter_map(|p| Some((begins(rest, &p.name, &|c| fold(&c.to_string()))?, p))).collect();
    let longest = found.iter().map(|(length, _)| *length).max().unwrap_or(0);
    found.retain(|(length, _)| *length == longest);
    // With tones as written there may be only one, and of those only one who may read.
    let as_written = |p: &Person| begins(rest, &p.name, &|c| c.to_lowercase().to_string()).is_some();
    narrow(&mut found, &as_written);
    narrow(&mut found, &|p| may(&p.code));
    match found.as_slice() {
        [(_, person)] => Ok(Some(person.code.clone())),
        [(_, person), ..] => Err(NotCalled::Ambiguous { name: person.name.clone(), people: found.len() }.into()),
        [] => {
            let coded = here().filter(|p| begins(rest, p.code.as_str(), &|c| c.to_string()).is_some());
            match coded.max_by_key(|p| p.code.as_str().len()) {
                Some(person) => Ok(Some(person.code.clone())),
                None if rest.starts_with(char::is_uppercase) => Err(NotCalled::Unknown { name: shown(rest) }.into()),
                None => Ok(None),
            }
        }
    }
}

/// Leaves those that fit, where any does.
fn narrow(found: &mut Vec<(usize, &Person)>, fits: &dyn Fn(&Person) -> bool) {
    if found.iter().any(|(_, person)| fits(person)) {
        found.retain(|(_, person)| fits(person));
    }
}

/// How many characters of the text the name takes up when the text begins with it as whole words.
fn begins(text: &str, name: &str, alike: &dyn Fn(char) -> String) -> Option<usize> {
    let mut rest = text.chars();
    let mut length = 0;
    for wanted in name.nfc() {
        if alike(rest.next()?) != alike(wanted) {
            return None;
        }
        length += 1;
    }
    let ends = rest.next().is_none_or(|c| !(c.is_alphanumeric() || c == '-' && name.contains('-')));
    (length > 0 && ends).then_some(length)
}

/// The name that was meant, as far as it looks like one.
fn shown(rest: &str) -> String {
    let word = |w: &&str| w.starts_with(char::is_uppercase);
    let words = rest.split(' ').take(WORDS_SHOWN).take_while(word);
    let clean = words.map(|w| w.trim_end_matches(|c: char| !c.is_alphanumeric()));
    clean.collect::<Vec<_>>().join(" ").chars().take(60).collect()
}
