//! The organisation: units with validity and successors, posts, people, delegations and the assignment table.
//!
//! All of it is dated and not pinned to a catalogue version: a case of 2023 shows the unit of 2023. The catalogue says how
//! it begins; what changed afterwards lies over it as dated records (`change`), each decided by a rule (`decide`). What a
//! role may do is said by case types; this module only says who holds which post when.

mod change;
mod decide;
mod refusal;

use std::collections::{BTreeMap, HashMap};

pub use change::{DelegationKey, OrgChange};
pub(crate) use decide::overlap;
pub use decide::{
    ABSENCE_DAYS_MAX, ADMINISTRATOR, BACK_DAYS_MAX, CHIEF, TEXT_CHARACTERS_MAX, decide, may_administer,
    may_enter_absences, permit_announcement,
};
pub use refusal::OrgRefusal;
use serde::{Deserialize, Serialize};

use crate::Code;
use crate::time::Date;

/// A unit: province, office, room, department, district, commune, centre or agency.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Code, unique for ever.
    pub code: Code,
    /// Full name.
    pub name: String,
    /// Abbreviation used in document numbers (STC, VP), where there is one.
    #[serde(default)]
    pub short: String,
    /// Kind of unit.
    pub kind: UnitKind,
    /// The unit above.
    pub parent: Option<Code>,
    /// First day.
    pub valid_from: Date,
    /// Last day; absent while it exists.
    pub valid_to: Option<Date>,
    /// Units that took over.
    #[serde(default)]
    pub successors: Vec<Code>,
    /// Code of the statistics office.
    pub gso: Option<u32>,
    /// The official code is not confirmed (chưa xác thực).
    #[serde(default)]
    pub unverified: bool,
}

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// The People's Committee of the province.
    Province,
    /// Its Office.
    Office,
    /// A room (phòng) of the Office.
    Room,
    /// A department (sở, ban, ngành).
    Department,
    /// A district (huyện, thị xã, thành phố) until 2025-06-30.
    District,
    /// A commune (xã, phường) from 2025-07-01.
    Commune,
    /// The one-stop centre or another centre of the Office.
    Centre,
    /// Another agency in the province.
    Agency,
}

/// A post: one chair in one unit with one role.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Code.
    pub code: Code,
    /// Unit.
    pub unit: Code,
    /// Title as printed: "Phó Chánh Văn phòng".
    pub title: String,
    /// Role that case types speak of.
    pub role: Code,
}

/// A person who holds posts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Code, also the name to sign in with.
    pub code: Code,
    /// Full name.
    pub name: String,
    /// Posts as the catalogue gives them, held all the time; who holds what on a day is said by `posts_on`.
    pub posts: Vec<Code>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Option<Date>,
    /// Posts with the time for which they are held, the main one first.
    #[serde(skip)]
    pub terms: Vec<Term>,
}

/// A post as held by a person for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Post.
    pub post: Code,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Option<Date>,
}

impl Person {
    /// Whether the person serves on the day.
    #[must_use]
    pub fn serves_on(&self, day: Date) -> bool {
        covers(self.from, self.to, day)
    }

    /// Posts held on the day, the main one first.
    pub fn posts_on(&self, day: Date) -> impl Iterator<Item = &Code> {
        let held = self.terms.iter().filter(move |t| self.serves_on(day) && covers(t.from, t.to, day));
        held.map(|t| &t.post)
    }
}

/// A power to sign for another (NĐ 30/2020 Điều 13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delegation {
    /// TM., KT., TL., TUQ. or Q.
    pub kind: DelegationKind,
    /// Whose power.
    pub from_post: Code,
    /// Who signs.
    pub to_post: Code,
    /// In what.
    pub scope: String,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// The paper behind it.
    pub basis: String,
}

/// Kinds of power to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum DelegationKind {
    /// Thay mặt: for a collective.
    Tm,
    /// Ký thay: a deputy for the head.
    Kt,
    /// Thừa lệnh: by order.
    Tl,
    /// Thừa ủy quyền: by written authorisation.
    Tuq,
    /// Quyền: acting head.
    Q,
}

impl DelegationKind {
    /// All of them, in the order of Điều 13.
    pub const ALL: [Self; 5] = [Self::Tm, Self::Kt, Self::Tl, Self::Tuq, Self::Q];

    /// As stored and as sent by forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Tm => "TM",
            Self::Kt => "KT",
            Self::Tl => "TL",
            Self::Tuq => "TUQ",
            Self::Q => "Q",
        }
    }

    /// In Vietnamese.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tm => "thay mặt tập thể (TM.)",
            Self::Kt => "ký thay (KT.)",
            Self::Tl => "thừa lệnh (TL.)",
            Self::Tuq => "thừa ủy quyền (TUQ.)",
            Self::Q => "quyền (Q.)",
        }
    }

    /// The same in English, with the sign that stands on paper.
    #[must_use]
    pub fn name_en(self) -> &'static str {
        match self {
            Self::Tm => "on behalf of the collective (TM.)",
            Self::Kt => "deputy for the head (KT.)",
            Self::Tl => "by order (TL.)",
            Self::Tuq => "by authorisation (TUQ.)",
            Self::Q => "acting head (Q.)",
        }
    }
}

/// A row of the assignment table (bảng phân công): who is answerable for a field of work.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// Field of work (lĩnh vực).
    pub field: Code,
    /// Name of the field.
    #[serde(default)]
    pub name: String,
    /// The same in English.
    #[serde(default)]
    pub name_en: String,
    /// Post of the deputy chairman.
    pub vice_chairman: Code,
    /// Post of the deputy chief of Office.
    pub deputy_chief: Code,
    /// Room of the Office.
    pub room: Code,
    /// Person of the room who follows it.
    pub specialist: Code,
    /// Person who covers an absence.
    pub cover: Code,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Option<Date>,
}

/// An absence during which a substitute steps in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Absence {
    /// Who is away.
    pub person: Code,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Who steps in; without one, the covers of the assignment table.
    #[serde(default)]
    pub substitute: Option<Code>,
}

/// What the assignment table proposes for a field of work on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Room that advises.
    pub room: Code,
    /// Person who advises or follows: the specialist, or the cover during an absence.
    pub monitor: Code,
    /// Whether the cover stands in.
    pub covered: bool,
    /// Person whom the table names, away or not.
    pub specialist: Code,
    /// Post that signs.
    pub signer: Code,
    /// Post in the Office that reviews.
    pub reviewer: Code,
}

/// The organisation as loaded.
#[derive(Debug, Clone, Default)]
pub struct Org {
    /// Units by code.
    pub units: BTreeMap<Code, Unit>,
    /// Posts by code.
    pub posts: BTreeMap<Code, Post>,
    /// People by code.
    pub people: BTreeMap<Code, Person>,
    /// Delegations.
    pub delegations: Vec<Delegation>,
    /// Assignment table.
    pub assignments: Vec<Assignment>,
    /// Absences.
    pub absences: Vec<Absence>,
    holders: HashMap<Code, Vec<Code>>,
}

impl Org {
    /// Puts the parts together.
    #[must_use]
    pub fn new(units: Vec<Unit>, posts: Vec<Post>, mut people: Vec<Person>) -> Self {
        let mut holders: HashMap<Code, Vec<Code>> = HashMap::new();
        for person in &mut people {
            let (from, to) = (person.from, person.to);
            person.terms = person.posts.iter().map(|post| Term { post: post.clone(), from, to }).collect();
            for post in &person.posts {
                holders.entry(post.clone()).or_default().push(person.code.clone());
            }
        }
        Self {
            units: units.into_iter().map(|u| (u.code.clone(), u)).collect(),
            posts: posts.into_iter().map(|p| (p.code.clone(), p)).collect(),
            people: people.into_iter().map(|p| (p.code.clone(), p)).collect(),
            holders,
            ..Self::default()
        }
    }

    /// The unit of this code, if it exists on the day.
    #[must_use]
    pub fn unit_on(&self, code: &str, day: Date) -> Option<&Unit> {
        self.units.get(code).filter(|u| covers(u.valid_from, u.valid_to, day))
    }

    /// The unit that does this unit's work on the day: itself while it exists, else its only successor, and so on. `None`
    /// when there is none, or when several took over and a person has to choose.
    #[must_use]
    pub fn in_force(&self, code: &str, day: Date) -> Option<&Unit> {
        let mut at = self.units.get(code)?;
        // Bounded by the number of units, so that a ring in the data cannot hang us.
        for _ in 0..=self.units.len() {
            if covers(at.valid_from, at.valid_to, day) {
                return Some(at);
            }
            let [next] = at.successors.as_slice() else { return None };
            at = self.units.get(next)?;
        }
        None
    }

    /// The unit's name, or its code when unknown.
    #[must_use]
    pub fn unit_name<'a>(&'a self, code: &'a Code) -> &'a str {
        self.units.get(code).map_or(code.as_str(), |u| u.name.as_str())
    }

    /// The person's name, or the code when unknown.
    #[must_use]
    pub fn person_name<'a>(&'a self, code: &'a Code) -> &'a str {
        self.people.get(code).map_or(code.as_str(), |p| p.name.as_str())
    }

    /// Whether `unit` is `above` or lies below it.
    #[must_use]
    pub fn is_within(&self, unit: &Code, above: &Code) -> bool {
        let mut at = Some(unit);
        // Bounded by the number of units, so that a ring in the data cannot hang us.
        for _ in 0..=self.units.len() {
            match at {
                Some(code) if code == above => return true,
                Some(code) => at = self.units.get(code).and_then(|u| u.parent.as_ref()),
                None => return false,
            }
        }
        false
    }

    /// People who hold the post on the day.
    pub fn holders_on<'a>(&'a self, post: &Code, day: Date) -> impl Iterator<Item = &'a Person> {
        let codes = self.holders.get(post).map(Vec::as_slice).unwrap_or_default();
        let post = post.clone();
        codes.iter().filter_map(|c| self.people.get(c)).filter(move |p| p.posts_on(day).any(|held| *held == post))
    }

    /// Who should advise, review and sign in a field of work on a day.
    #[must_use]
    pub fn propose(&self, field: &str, day: Date) -> Option<Proposal> {
        let row = self.assignments.iter().find(|a| a.field == *field && covers(a.valid_from, a.valid_to, day))?;
        let away = self.absence_on(row.specialist.as_str(), day);
        let substitute = away.map(|a| a.substitute.as_ref().unwrap_or(&row.cover));
        Some(Proposal {
            room: row.room.clone(),
            monitor: substitute.unwrap_or(&row.specialist).clone(),
            covered: away.is_some(),
            specialist: row.specialist.clone(),
            signer: row.vice_chairman.clone(),
            reviewer: row.deputy_chief.clone(),
        })
    }

    /// The absence of a person on the day.
    #[must_use]
    pub fn absence_on(&self, person: &str, day: Date) -> Option<&Absence> {
        self.absences.iter().find(|a| a.person == *person && covers(a.from, Some(a.to), day))
    }

    /// The organisation in which a unit lies: the Office with its rooms, a department with its divisions.
    #[must_use]
    pub fn house_of<'a>(&'a self, unit: &'a Code) -> &'a Code {
        let mut at = unit;
        // Bounded by the number of units, so that a ring in the data cannot hang us.
        for _ in 0..self.units.len() {
            let Some(above) = self.units.get(at).and_then(|u| u.parent.as_ref()) else { return at };
            if self.units.get(above).is_none_or(|u| u.kind == UnitKind::Province) {
                return at;
            }
            at = above;
        }
        at
    }

    /// The delegations that hold on the day and end within so many days from it, the first to end first.
    #[must_use]
    pub fn delegations_ending(&self, day: Date, days: i32) -> Vec<&Delegation> {
        let ends = |d: &&Delegation| {
            covers(d.valid_from, d.valid_to, day) && d.valid_to.is_some_and(|last| last <= day.add_days(days))
        };
        let mut out: Vec<&Delegation> = self.delegations.iter().filter(ends).collect();
        out.sort_by_key(|d| d.valid_to);
        out
    }

    /// People who are away on the day and for whom this person steps in: as the substitute of the absence, else as the
    /// cover of the assignment table; or by a power to sign in the place of a post of theirs. A power alone stands in
    /// for nobody who is there.
    #[must_use]
    pub fn stands_in_for(&self, person: &str, day: Date) -> Vec<&Person> {
        let mine: Vec<&Code> = self.people.get(person).map(|p| p.posts_on(day).collect()).unwrap_or_default();
        let covered = |away: &Person| match self.absence_on(away.code.as_str(), day).and_then(|a| a.substitute.as_ref())
        {
            Some(substitute) => *substitute == *person,
            None => self
                .assignments
                .iter()
                .any(|a| a.specialist == away.code && a.cover == *person && covers(a.valid_from, a.valid_to, day)),
        };
        let deputised = |away: &Person| {
            self.delegations.iter().any(|d| {
                matches!(d.kind, DelegationKind::Kt | DelegationKind::Tuq | DelegationKind::Q)
                    && covers(d.valid_from, d.valid_to, day)
                    && away.posts_on(day).any(|post| *post == d.from_post)
                    && mine.contains(&&d.to_post)
            })
        };
        let away = self.absences.iter().filter(|a| a.person != *person && covers(a.from, Some(a.to), day));
        let mut out: Vec<&Person> = away.filter_map(|a| self.people.get(&a.person)).collect();
        out.retain(|p| p.serves_on(day) && (covered(p) || deputised(p)));
        out.sort_by(|a, b| a.code.cmp(&b.code));
        out.dedup_by(|a, b| a.code == b.code);
        out
    }

    /// The power by which `to_post` signs for `from_post` on the day.
    #[must_use]
    pub fn delegation(&self, from_post: &str, to_post: &str, day: Date) -> Option<&Delegation> {
        self.delegations
            .iter()
            .find(|d| d.from_post == *from_post && d.to_post == *to_post && covers(d.valid_from, d.valid_to, day))
    }
}

/// Whether a day lies between a first and a last day, both counted.
#[must_use]
pub fn covers(from: Date, to: Option<Date>, day: Date) -> bool {
    from <= day && to.is_none_or(|last| day <= last)
}
