//! The people of the office as the catalogue has them: who holds which role where on which day, and who is away.
//!
//! Nobody is invented here; applicants and senders are (`words`).

use std::collections::HashMap;

use kernel::Code;
use kernel::case::Actor;
use kernel::case::rights::HeldPost;
use kernel::org::{Org, covers};
use kernel::time::Date;

use crate::chance::Chance;
use crate::error::SimulateError;

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// A person, by place in the staff.
    Person(u16),
    /// The national portal or the carrier's system.
    System(&'static str),
}

/// A person with posts.
struct Member {
    actor: Actor,
    from: Date,
    to: Option<Date>,
    away: Vec<(Date, Date)>,
}

/// All people with posts, findable by role, unit and post.
pub(crate) struct Staff {
    members: Vec<Member>,
    by_role: HashMap<Code, Vec<u16>>,
    by_role_and_unit: HashMap<(Code, Code), Vec<u16>>,
    by_post: HashMap<Code, Vec<u16>>,
    by_person: HashMap<Code, u16>,
}

impl Staff {
    pub(crate) fn new(org: &Org) -> Self {
        let mut staff = Self {
            members: Vec::new(),
            by_role: HashMap::new(),
            by_role_and_unit: HashMap::new(),
            by_post: HashMap::new(),
            by_person: HashMap::new(),
        };
        for person in org.people.values() {
            let Ok(number) = u16::try_from(staff.members.len()) else { break };
            let posts: Vec<HeldPost> = person
                .posts
                .iter()
                .filter_map(|code| org.posts.get(code))
                .map(|p| HeldPost { code: p.code.clone(), unit: p.unit.clone(), role: p.role.clone() })
                .collect();
            for post in &posts {
                staff.by_role.entry(post.role.clone()).or_default().push(number);
                staff.by_role_and_unit.entry((post.role.clone(), post.unit.clone())).or_default().push(number);
                staff.by_post.entry(post.code.clone()).or_default().push(number);
            }
            let away = org.absences.iter().filter(|a| a.person == person.code).map(|a| (a.from, a.to)).collect();
            staff.by_person.insert(person.code.clone(), number);
            let actor = Actor { person: person.code.clone(), posts, system: false };
            staff.members.push(Member { actor, from: person.from, to: person.to, away });
        }
        staff
    }

    /// The actor behind it.
    pub(crate) fn actor(&self, by: By) -> Actor {
        match by {
            By::System(name) => Actor::system(name),
            By::Person(n) => self.member(n).map_or_else(|| Actor::system("unknown"), |m| m.actor.clone()),
        }
    }

    /// Code of the person, for holders; `None` for a system.
    pub(crate) fn person(&self, by: By) -> Option<Code> {
        match by {
            By::System(_) => None,
            By::Person(n) => self.member(n).map(|m| m.actor.person.clone()),
        }
    }

    /// Somebody of this role, anywhere.
    pub(crate) fn role(&self, chance: &mut Chance, role: &'static str, day: Date) -> Result<By, SimulateError> {
        let found = self.by_role.get(role).map(Vec::as_slice).unwrap_or_default();
        self.one(chance, found, day).ok_or_else(|| nobody(role, "", day))
    }

    /// Somebody of this role in a unit.
    pub(crate) fn at(
        &self,
        chance: &mut Chance,
        role: &'static str,
        unit: &Code,
        day: Date,
    ) -> Result<By, SimulateError> {
        let found = self.by_role_and_unit.get(&(Code::from(role), unit.clone())).map(Vec::as_slice).unwrap_or_default();
        self.one(chance, found, day).ok_or_else(|| nobody(role, unit.as_str(), day))
    }

    /// Whoever holds a post.
    pub(crate) fn post(&self, chance: &mut Chance, post: &Code, day: Date) -> Result<By, SimulateError> {
        let found = self.by_post.get(post).map(Vec::as_slice).unwrap_or_default();
        self.one(chance, found, day).ok_or_else(|| nobody(post.as_str(), "", day))
    }

    /// The person of this code.
    pub(crate) fn named(&self, person: &Code) -> Result<By, SimulateError> {
        let found = self.by_person.get(person).copied().map(By::Person);
        found.ok_or_else(|| SimulateError::Catalogue { what: format!("person {person}") })
    }

    /// Whether the person is in the house on the day.
    pub(crate) fn is_here(&self, by: By, day: Date) -> bool {
        match by {
            By::System(_) => true,
            By::Person(n) => self.member(n).is_some_and(|m| m.is_here(day)),
        }
    }

    fn one(&self, chance: &mut Chance, list: &[u16], day: Date) -> Option<By> {
        let from = chance.place(list.len());
        let (before, after) = list.split_at_checked(from)?;
        let here = |n: &&u16| self.member(**n).is_some_and(|m| m.is_here(day));
        after.iter().chain(before).find(here).copied().map(By::Person)
    }

    fn member(&self, n: u16) -> Option<&Member> {
        self.members.get(usize::from(n))
    }
}

impl Member {
    fn is_here(&self, day: Date) -> bool {
        covers(self.from, self.to, day) && !self.away.iter().any(|(from, to)| covers(*from, Some(*to), day))
    }
}

fn nobody(role: &str, unit: &str, day: Date) -> SimulateError {
    SimulateError::Nobody { role: role.to_owned(), unit: unit.to_owned(), day }
}
