//! From what was typed into a form to the change: days, codes and texts, each wrong one said beside its field. Whether the
//! change may be made is the kernel's to say.

use kernel::Code;
use kernel::org::{Delegation, DelegationKey, DelegationKind, Org, OrgChange};
use kernel::text::fold;
use kernel::time::Date;

use super::super::forms::date;
use super::super::posted::Posted;
use super::sheet::{Sheet, label};
use super::units::KINDS;
use crate::tongue::Tongue;

/// Something wrong with a field.
pub struct Wrong {
    /// Field.
    pub field: String,
    /// What is wrong and what to do.
    pub text: String,
}

struct Reader<'a> {
    tongue: Tongue,
    slug: &'static str,
    org: &'a Org,
    posted: &'a Posted,
    wrong: Vec<Wrong>,
}

/// The change of a form.
///
/// # Errors
/// Every field that cannot be read.
pub fn read(tongue: Tongue, sheet: &Sheet, org: &Org, posted: &Posted) -> Result<OrgChange, Vec<Wrong>> {
    let mut reader = Reader { tongue, slug: sheet.slug, org, posted, wrong: Vec::new() };
    let change = reader.change(sheet.slug);
    match change {
        Some(change) if reader.wrong.is_empty() => Ok(change),
        _ => Err(reader.wrong),
    }
}

impl Reader<'_> {
    /// `None` where something is wrong; all fields are looked at first, so that all of it is said at once.
    fn change(&mut self, slug: &str) -> Option<OrgChange> {
        let basis = self.text("basis");
        match slug {
            "them-nguoi" => {
                let name = self.text("name");
                let (person, post, from) = (self.person_code(&name), self.code("post"), self.day("from"));
                Some(OrgChange::PersonAdded { person: person?, name, post: post?, from: from?, basis })
            }
            "sua-ho-ten" => {
                Some(OrgChange::PersonRenamed { person: self.code("person")?, name: self.text("name"), basis })
            }
            "thoi-viec" => {
                let (person, last) = (self.code("person"), self.day("last"));
                Some(OrgChange::PersonLeft { person: person?, last: last?, basis })
            }
            "them-chuc-danh" => {
                let (unit, role) = (self.code("unit"), self.code("role"));
                let post = self.post_code(unit.as_ref());
                Some(OrgChange::PostAdded { post: post?, unit: unit?, title: self.text("title"), role: role?, basis })
            }
            "giao-chuc-danh" => {
                let (person, post) = (self.code("person"), self.code("post"));
                let (from, to) = (self.day("from"), self.day_or_none("to"));
                Some(OrgChange::PostHeld { person: person?, post: post?, from: from?, to: to?, basis })
            }
            "thoi-chuc-danh" => {
                let (person, post) = (self.code("person"), self.code("post"));
                let (from, last) = (self.day("from"), self.day("last"));
                Some(OrgChange::PostLeft { person: person?, post: post?, from: from?, last: last?, basis })
            }
            "vang-mat" => {
                let (person, substitute) = (self.code("person"), self.code_or_none("substitute"));
                let (from, to) = (self.day("from"), self.day("to"));
                let (person, from, to, substitute) = (person?, from?, to?, substitute?);
                Some(OrgChange::AbsenceEntered { person, from, to, substitute })
            }
            "het-vang-mat" => {
                let (person, from, last) = (self.code("person"), self.day("from"), self.day("last"));
                Some(OrgChange::AbsenceEnded { person: person?, from: from?, last: last? })
            }
            _ => self.other_change(slug, basis),
        }
    }

    /// Powers to sign and units.
    fn other_change(&mut self, slug: &str, basis: String) -> Option<OrgChange> {
        match slug {
            "uy-quyen" => {
                let (key, valid_to) = (self.power(), self.day_or_none("to"));
                let (DelegationKey { kind, from_post, to_post, scope, valid_from }, valid_to) = (key?, valid_to?);
                let delegation = Delegation { kind, from_post, to_post, scope, valid_from, valid_to, basis };
                Some(OrgChange::DelegationGiven { delegation })
            }
            "cham-dut-uy-quyen" => {
                let (key, last) = (self.power(), self.day("last"));
                Some(OrgChange::DelegationEnded { key: key?, last: last?, basis })
            }
            "them-don-vi" => {
                let (unit, parent, from) = (self.code("unit_code"), self.code("parent"), self.day("from"));
                let kind = KINDS.iter().find(|(_, code, _)| *code == self.posted.get("unit_kind")).map(|(k, ..)| *k);
                if kind.is_none() {
                    self.missing("unit_kind");
                }
                let (name, short) = (self.text("name"), self.text("short"));
                Some(OrgChange::UnitAdded {
                    unit: unit?,
                    name,
                    short,
                    kind: kind?,
                    parent: parent?,
                    from: from?,
                    basis,
                })
            }
            "ket-thuc-don-vi" => {
                let (unit, last) = (self.code("unit"), self.day("last"));
                let successors = self.posted.all("successors").filter_map(|code| Code::parse(code).ok()).collect();
                Some(OrgChange::UnitEnded { unit: unit?, last: last?, successors, basis })
            }
            _ => None,
        }
    }

    fn power(&mut self) -> Option<DelegationKey> {
        let kind = DelegationKind::ALL.into_iter().find(|kind| kind.code() == self.posted.get("kind"));
        if kind.is_none() {
            self.missing("kind");
        }
        let (from_post, to_post, valid_from) = (self.code("from_post"), self.code("to_post"), self.day("from"));
        let scope = self.text("scope");
        Some(DelegationKey { kind: kind?, from_post: from_post?, to_post: to_post?, scope, valid_from: valid_from? })
    }

    fn text(&self, name: &str) -> String {
        self.posted.get(name).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn say(&mut self, field: &str, text: String) {
        self.wrong.push(Wrong { field: field.to_owned(), text });
    }

    fn missing(&mut self, field: &str) {
        let (label, _) = label(self.tongue, self.slug, field);
        self.say(field, self.tongue.tell("admin-give", &[("field", label.into())]));
    }

    fn code(&mut self, name: &str) -> Option<Code> {
        let found = self.code_or_none(name)?;
        if found.is_none() {
            self.missing(name);
        }
        found
    }

    /// `None` where it is wrong, `Some(None)` where nothing was given.
    fn code_or_none(&mut self, name: &str) -> Option<Option<Code>> {
        let typed = self.posted.get(name).trim();
        if typed.is_empty() {
            return Some(None);
        }
        match Code::parse(typed) {
            Ok(code) => Some(Some(code)),
            Err(_) => {
                self.say(name, self.tongue.say("admin-wrong-code"));
                None
            }
        }
    }

    fn day(&mut self, name: &str) -> Option<Date> {
        let found = self.day_or_none(name)?;
        if found.is_none() {
            self.missing(name);
        }
        found
    }

    fn day_or_none(&mut self, name: &str) -> Option<Option<Date>> {
        let typed = self.posted.get(name).trim();
        if typed.is_empty() {
            return Some(None);
        }
        date(self.tongue, typed).map(Some).map_err(|text| self.say(name, text)).ok()
    }

    /// The name to sign in with as typed, or made from the person's name.
    fn person_code(&mut self, name: &str) -> Option<Code> {
        if let Some(typed) = self.code_or_none("person")? {
            return Some(typed);
        }
        let base = fold(name).split_whitespace().collect::<Vec<_>>().join("-");
        let found = self.free(&base, |org, code| org.people.contains_key(code));
        if found.is_none() {
            self.missing("person");
        }
        found
    }

    fn post_code(&mut self, unit: Option<&Code>) -> Option<Code> {
        if let Some(typed) = self.code_or_none("post_code")? {
            return Some(typed);
        }
        self.free(&format!("{}.cd", unit?), |org, code| org.posts.contains_key(code))
    }

    /// The first code of this beginning that nobody has.
    fn free(&self, base: &str, taken: impl Fn(&Org, &str) -> bool) -> Option<Code> {
        let tries = std::iter::once(base.to_owned()).chain((2..1_000).map(|n| format!("{base}-{n}")));
        tries.into_iter().find(|code| !taken(self.org, code)).and_then(|code| Code::parse(&code).ok())
    }
}
