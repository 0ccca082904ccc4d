//! Rights to act (pure functions) and the subjects that may read (rows of the read table).
//!
//! What a type allows stands in the catalogue; here is only how its `who` lists are read.

use super::Case;
use crate::catalogue::case_type::{CaseType, Reader, Who};
use crate::org::Org;
use crate::time::Date;
use crate::{Code, Said};

/// Who acts: a person with the posts held on this day, or a job of the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Person.
    pub person: Code,
    /// Posts held, the main one first.
    pub posts: Vec<HeldPost>,
    /// A job of the house or an importer, not a person.
    pub system: bool,
}

/// A post as held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPost {
    /// Post.
    pub code: Code,
    /// Its unit.
    pub unit: Code,
    /// Its role.
    pub role: Code,
}

impl Actor {
    /// The person with the posts held on the day; `None` for somebody who holds none.
    #[must_use]
    pub fn on(org: &Org, person: &str, day: Date) -> Option<Self> {
        let found = org.people.get(person)?;
        let posts: Vec<HeldPost> = found
            .posts_on(day)
            .filter_map(|code| org.posts.get(code))
            .map(|p| HeldPost { code: p.code.clone(), unit: p.unit.clone(), role: p.role.clone() })
            .collect();
        (!posts.is_empty()).then(|| Self { person: found.code.clone(), posts, system: false })
    }

    /// A job of the house, named for the ledger.
    #[must_use]
    pub fn system(name: &'static str) -> Self {
        let post = HeldPost { code: Code::from(name), unit: Code::from("system"), role: Code::from("system") };
        Self { person: Code::from(name), posts: vec![post], system: true }
    }

    /// The post in which this actor may do what the list allows.
    ///
    /// `case` is `None` while a case is being opened; then only roles count.
    #[must_use]
    pub fn allowed<'a>(&'a self, list: &[Who], case: Option<&Case>, org: &Org) -> Option<&'a HeldPost> {
        list.iter().find_map(|who| self.posts.iter().find(|post| self.fits(post, who, case, org)))
    }

    fn fits(&self, post: &HeldPost, who: &Who, case: Option<&Case>, org: &Org) -> bool {
        if self.system {
            return matches!(who, Who::System | Who::Anyone);
        }
        let lead = case.and_then(|c| c.lead.as_ref());
        match who {
            Who::Role(role) => post.role == *role,
            Who::RoleAtLead(role) => post.role == *role && lead == Some(&post.unit),
            Who::RoleAtCoop(role) => post.role == *role && case.is_some_and(|c| c.coop.contains(&post.unit)),
            Who::RoleAtUnit(role, unit) => post.role == *role && org.is_within(&post.unit, unit),
            Who::Holder => case.and_then(|c| c.holder.as_ref()) == Some(&self.person),
            Who::Assigner => case.and_then(|c| c.assigner.as_ref()) == Some(&post.code),
            Who::Lead => lead == Some(&post.unit),
            Who::Coop => case.is_some_and(|c| c.coop.contains(&post.unit)),
            Who::Anyone => true,
            Who::System => false,
        }
    }

    /// The subjects that this actor is, for the rows `may_read`.
    #[must_use]
    pub fn subjects(&self, org: &Org) -> Vec<String> {
        let mut out = vec![EVERYBODY.to_owned(), subject_of_person(&self.person)];
        for post in &self.posts {
            out.push(subject_of_role(&post.role));
            out.push(subject_of_unit(&post.unit));
            out.push(subject_of_role_in(&post.role, &post.unit));
            out.push(subject_of_post(&post.code));
            let mut above = Some(&post.unit);
            for _ in 0..org.units.len() {
                let Some(unit) = above else { break };
                out.push(subject_of_role_within(&post.role, unit));
                above = org.units.get(unit).and_then(|u| u.parent.as_ref());
            }
        }
        out.sort();
        out.dedup();
        out
    }
}

/// The subject that a person is.
pub(crate) fn subject_of_person(person: &Code) -> String {
    format!("h:{person}")
}

/// The subject that the people of a unit are.
pub(crate) fn subject_of_unit(unit: &Code) -> String {
    format!("u:{unit}")
}

/// The subject that the holders of a post are.
pub(crate) fn subject_of_post(post: &Code) -> String {
    format!("p:{post}")
}

/// The subject that everybody signed in is.
const EVERYBODY: &str = "*";

/// The subject that whoever has a role is.
fn subject_of_role(role: &Code) -> String {
    format!("r:{role}")
}

/// The subject that whoever has a role in just this unit is.
fn subject_of_role_in(role: &Code, unit: &Code) -> String {
    format!("ru:{role}@{unit}")
}

/// The subject that whoever has a role in this unit or below it is.
fn subject_of_role_within(role: &Code, unit: &Code) -> String {
    format!("rw:{role}@{unit}")
}

/// Subjects that may read every case of the type, whatever it holds; kept once per type.
#[must_use]
pub fn type_readers(case_type: &CaseType) -> Vec<String> {
    let mut out: Vec<String> = case_type
        .readers
        .iter()
        .filter_map(|r| match &r.who {
            Who::Role(role) => Some(subject_of_role(role)),
            Who::RoleAtUnit(role, unit) => Some(subject_of_role_within(role, unit)),
            Who::Anyone => Some(EVERYBODY.to_owned()),
            _ => None,
        })
        .collect();
    out.sort();
    out.dedup();
    out
}

/// Subjects that may read just this case: units, posts and people named in it.
#[must_use]
pub fn case_readers(case_type: &CaseType, case: &Case) -> Vec<String> {
    let mut out = Vec::new();
    for reader in &case_type.readers {
        match &reader.who {
            Who::Lead => out.extend(case.lead.iter().map(subject_of_unit)),
            Who::Coop => out.extend(case.coop.iter().map(subject_of_unit)),
            Who::RoleAtLead(role) => out.extend(case.lead.iter().map(|unit| subject_of_role_in(role, unit))),
            Who::RoleAtCoop(role) => out.extend(case.coop.iter().map(|unit| subject_of_role_in(role, unit))),
            Who::Holder => out.extend(case.holder.iter().map(subject_of_person)),
            Who::Assigner => out.extend(case.assigner.iter().map(subject_of_post)),
            Who::Role(_) | Who::RoleAtUnit(..) | Who::Anyone | Who::System => {}
        }
    }
    out.sort();
    out.dedup();
    out
}

/// Who may read a case: whole types are opened by the newest catalogue, the parties of one case by its own.
#[derive(Debug, Clone, Copy)]
pub struct Readers<'a> {
    /// The type as the newest catalogue has it; the case's own where it was dropped.
    pub newest: &'a CaseType,
    /// The type under the catalogue that the case keeps.
    pub own: &'a CaseType,
}

impl<'a> Readers<'a> {
    /// The rules that count.
    pub fn rules(self) -> impl Iterator<Item = &'a Reader> {
        let whole = |who: &Who| matches!(who, Who::Role(_) | Who::RoleAtUnit(..) | Who::Anyone);
        let of_the_case = self.own.readers.iter().filter(move |r| !whole(&r.who) && r.who != Who::System);
        of_the_case.chain(self.newest.readers.iter().filter(move |r| whole(&r.who)))
    }

    /// Whether an actor may read the case.
    #[must_use]
    pub fn may(self, actor: &Actor, case: &Case, org: &Org) -> bool {
        actor.system || self.rules().any(|r| actor.allowed(std::slice::from_ref(&r.who), Some(case), org).is_some())
    }
}

/// One rule by which people read a case, with those whom it lets in on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetIn {
    /// Who, in words: `đơn vị chủ trì`.
    pub who: Said,
    /// Unit, person or post of the case that is meant; empty where a role or a whole type is.
    pub named: Vec<String>,
    /// Why, as the catalogue says it.
    pub because: Said,
    /// The people whom it lets in, in the order of their codes.
    pub people: Vec<Code>,
}

/// By which rules people may read this case on a day, in the order of the catalogue. A rule about a party that the case
/// does not have is left out.
#[must_use]
pub fn let_in(readers: Readers<'_>, case: &Case, org: &Org, day: Date) -> Vec<LetIn> {
    let actors: Vec<Actor> = org.people.keys().filter_map(|code| Actor::on(org, code.as_str(), day)).collect();
    let rule = |rule: &Reader| {
        let fits = |a: &&Actor| a.allowed(std::slice::from_ref(&rule.who), Some(case), org).is_some();
        let people: Vec<Code> = actors.iter().filter(fits).map(|a| a.person.clone()).collect();
        let named = named(&rule.who, case, org);
        let party = matches!(rule.who, Who::Lead | Who::Coop | Who::Holder | Who::Assigner);
        let shown = if party { !named.is_empty() } else { !people.is_empty() };
        let because = Said::name(&rule.because, &rule.because_en);
        shown.then(|| LetIn { who: who_in_words(&rule.who, org), named, because, people })
    };
    readers.rules().filter_map(rule).collect()
}

/// The units, persons or posts of the case that a rule speaks of.
fn named(who: &Who, case: &Case, org: &Org) -> Vec<String> {
    let units = |units: &[Code]| units.iter().map(|u| org.unit_name(u).to_owned()).collect();
    match who {
        Who::Lead | Who::RoleAtLead(_) => units(case.lead.as_slice()),
        Who::Coop | Who::RoleAtCoop(_) => units(&case.coop),
        Who::Holder => case.holder.iter().map(|p| org.person_name(p).to_owned()).collect(),
        Who::Assigner => {
            let post = |p: &Code| match org.posts.get(p) {
                Some(post) => format!("{}, {}", post.title, org.unit_name(&post.unit)),
                None => p.to_string(),
            };
            case.assigner.iter().map(post).collect()
        }
        Who::Role(_) | Who::RoleAtUnit(..) | Who::Anyone | Who::System => Vec::new(),
    }
}

/// A `who` list in words, for refusals and for "ai được xem".
#[must_use]
pub fn in_words(list: &[Who], org: &Org) -> Said {
    if list.is_empty() {
        return ("không ai", "nobody").into();
    }
    Said::listed(&list.iter().map(|who| who_in_words(who, org)).collect::<Vec<_>>())
}

fn who_in_words(who: &Who, org: &Org) -> Said {
    let of = |role: &Code, vi: &str, en: &str| {
        let role = role_said(role);
        Said::new(format!("{} của {vi}", role.vi), format!("{} of {en}", role.en))
    };
    match who {
        Who::Role(role) => role_said(role),
        Who::RoleAtLead(role) => of(role, "đơn vị chủ trì", "the lead unit"),
        Who::RoleAtCoop(role) => of(role, "đơn vị phối hợp", "a cooperating unit"),
        Who::RoleAtUnit(role, unit) => of(role, org.unit_name(unit), org.unit_name(unit)),
        Who::Holder => ("người đang giữ hồ sơ", "whoever holds the case").into(),
        Who::Assigner => ("người giao", "the assigner").into(),
        Who::Lead => ("đơn vị chủ trì", "the lead unit").into(),
        Who::Coop => ("đơn vị phối hợp", "a cooperating unit").into(),
        Who::Anyone => ("mọi người đã đăng nhập", "everybody signed in").into(),
        Who::System => ("hệ thống", "the system").into(),
    }
}

/// The name of a role of the house in both languages.
#[must_use]
pub fn role_said(role: &Code) -> Said {
    let en = match role.as_str() {
        "chairman" => "Chairman",
        "vice_chairman" => "Vice Chairman",
        "chief" => "Chief of Office",
        "deputy_chief" => "Deputy Chief of Office",
        "head_of_room" => "head of room",
        "specialist" => "specialist",
        "clerk" => "clerk",
        "one_stop" => "one-stop officer",
        "centre_director" => "Director of the Centre",
        "handler" => "handling officer",
        "focal_point" => "focal point",
        "department_director" => "head of the department",
        "administrator" => "administrator",
        "editor" => "editor",
        "party_secretary" => "party committee",
        "collective" => "collective body",
        other => other,
    };
    Said::new(role_name(role), en)
}

/// The Vietnamese name of a role of the house.
#[must_use]
pub fn role_name(role: &Code) -> &str {
    match role.as_str() {
        "chairman" => "Chủ tịch",
        "vice_chairman" => "Phó Chủ tịch",
        "chief" => "Chánh Văn phòng",
        "deputy_chief" => "Phó Chánh Văn phòng",
        "head_of_room" => "trưởng phòng",
        "specialist" => "chuyên viên",
        "clerk" => "văn thư",
        "one_stop" => "công chức một cửa",
        "centre_director" => "Giám đốc Trung tâm",
        "handler" => "chuyên viên thụ lý",
        "focal_point" => "đầu mối",
        "department_director" => "lãnh đạo sở",
        "administrator" => "quản trị",
        "editor" => "biên tập viên",
        "party_secretary" => "cấp ủy",
        "collective" => "tập thể",
        other => other,
    }
}
