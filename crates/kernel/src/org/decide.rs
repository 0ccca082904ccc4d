//! Whether a change of the organisation may be made: who may, and what must hold. Pure; the answer is a refusal or nothing.
//!
//! Days may lie a little back, because papers arrive late; what was done meanwhile was done by those who then held the
//! post. An end never lies before yesterday. Nobody gives power to themselves, and somebody is always left to administer.

use super::{Delegation, DelegationKind, Org, OrgChange, OrgRefusal, Person, Term, covers};
use crate::Code;
use crate::case::Actor;
use crate::time::Date;

/// The role that administers.
pub const ADMINISTRATOR: &str = "administrator";
/// The role that may enter absences in its own office.
pub const CHIEF: &str = "chief";
/// So many days back may something begin.
pub const BACK_DAYS_MAX: i32 = 31;
/// Longest absence.
pub const ABSENCE_DAYS_MAX: i32 = 366;
/// Longest name, title, scope or basis in characters.
pub const TEXT_CHARACTERS_MAX: usize = 300;

const NOT_YOURS: OrgRefusal = OrgRefusal::NotYours { vi: "quản trị", en: "the administrator" };

type Answer = Result<(), OrgRefusal>;
type Period = (Date, Option<Date>);

/// Whether the actor may change people, posts, units and delegations.
#[must_use]
pub fn may_administer(actor: &Actor) -> bool {
    actor.posts.iter().any(|post| post.role == *ADMINISTRATOR)
}

/// Whether the actor may announce days off: whoever administers, and jobs of the house.
///
/// # Errors
/// Who may.
pub fn permit_announcement(actor: &Actor) -> Answer {
    if actor.system || may_administer(actor) { Ok(()) } else { Err(NOT_YOURS) }
}

/// Whether the actor may enter somebody's absence: whoever administers, and the chief of an office for its people.
#[must_use]
pub fn may_enter_absences(actor: &Actor, org: &Org, person: &str, day: Date) -> bool {
    let within = |unit: &Code| {
        let mut posts = org.people.get(person).into_iter().flat_map(|p| p.posts_on(day));
        posts.any(|code| org.posts.get(code).is_some_and(|post| org.is_within(&post.unit, unit)))
    };
    may_administer(actor) || actor.posts.iter().any(|post| post.role == *CHIEF && within(&post.unit))
}

/// Decides a change on a day.
///
/// # Errors
/// The first rule that says no.
pub fn decide(org: &Org, change: &OrgChange, actor: &Actor, today: Date) -> Answer {
    permitted(org, change, actor, today)?;
    texts(change)?;
    let check = Check { org, today };
    match change {
        OrgChange::PersonAdded { person, post, from, .. } => {
            if org.people.contains_key(person) {
                return Err(OrgRefusal::InUse { field: "person", code: person.clone() });
            }
            check.begins("from", *from)?;
            check.term(person, post, (*from, None))
        }
        OrgChange::PersonRenamed { person, .. } => check.person("person", person).map(drop),
        OrgChange::PersonLeft { person, last, .. } => check.leaves(person, *last),
        OrgChange::PostAdded { post, unit, .. } => {
            if org.posts.contains_key(post) {
                return Err(OrgRefusal::InUse { field: "post", code: post.clone() });
            }
            // Posts of a unit to come are made ready before.
            let first = org.units.get(unit).map_or(today, |u| u.valid_from.max(today));
            check.unit_lasts("unit", unit, (first, None))
        }
        OrgChange::PostHeld { person, post, from, to, .. } => {
            own_power(actor.person == *person)?;
            let leaves = check.person("person", person)?.to.filter(|last| *last >= *from);
            if let Some(last) = leaves.filter(|last| to.is_none_or(|to| to > *last)) {
                return Err(OrgRefusal::EndsAnyway { on: last });
            }
            check.begins("from", *from)?;
            check.term(person, post, (*from, *to))
        }
        OrgChange::PostLeft { person, post, from, last, .. } => check.gives_up(person, post, *from, *last),
        OrgChange::AbsenceEntered { person, from, to, substitute } => {
            check.absence(person, *from, *to, substitute.as_ref())
        }
        OrgChange::AbsenceEnded { person, from, last } => {
            let found = org.absences.iter().find(|a| a.person == *person && a.from == *from);
            check.ends(found.map(|a| Some(a.to)), *last)
        }
        OrgChange::DelegationGiven { delegation } => {
            own_power(actor.posts.iter().any(|post| post.code == delegation.to_post))?;
            check.delegation(delegation)
        }
        OrgChange::DelegationEnded { key, last, .. } => {
            check.ends(org.delegations.iter().find(|d| d.key() == *key).map(|d| d.valid_to), *last)
        }
        OrgChange::UnitAdded { unit, parent, from, .. } => {
            if org.units.contains_key(unit) {
                return Err(OrgRefusal::InUse { field: "unit", code: unit.clone() });
            }
            check.begins("from", *from)?;
            check.unit_lasts("parent", parent, (*from, None))
        }
        OrgChange::UnitEnded { unit, last, successors, .. } => check.unit_ends(unit, *last, successors),
    }
}

fn permitted(org: &Org, change: &OrgChange, actor: &Actor, today: Date) -> Answer {
    let (allowed, refusal) = match change {
        OrgChange::AbsenceEntered { person, .. } | OrgChange::AbsenceEnded { person, .. } => {
            let refusal = OrgRefusal::NotYours {
                vi: "quản trị, hoặc Chánh Văn phòng đối với người của Văn phòng",
                en: "the administrator, or the chief of the office for its people",
            };
            (may_enter_absences(actor, org, person.as_str(), today), refusal)
        }
        _ => (may_administer(actor), NOT_YOURS),
    };
    if allowed { Ok(()) } else { Err(refusal) }
}

fn own_power(own: bool) -> Answer {
    if own { Err(OrgRefusal::OwnPower) } else { Ok(()) }
}

/// What is written is there and not too long.
fn texts(change: &OrgChange) -> Answer {
    const BASIS: (&str, &str, &str) = ("basis", "số, ngày văn bản làm căn cứ", "paper behind it");
    const NAME: (&str, &str, &str) = ("name", "họ tên hoặc tên đơn vị", "name");
    let given: Vec<((&'static str, &'static str, &'static str), &str)> = match change {
        OrgChange::PersonAdded { name, basis, .. }
        | OrgChange::PersonRenamed { name, basis, .. }
        | OrgChange::UnitAdded { name, basis, .. } => vec![(NAME, name), (BASIS, basis)],
        OrgChange::PostAdded { title, basis, .. } => vec![(("title", "tên chức danh", "title"), title), (BASIS, basis)],
        OrgChange::DelegationGiven { delegation } => {
            vec![(("scope", "phạm vi được ký", "scope"), &delegation.scope), (BASIS, &delegation.basis)]
        }
        OrgChange::PersonLeft { basis, .. }
        | OrgChange::PostHeld { basis, .. }
        | OrgChange::PostLeft { basis, .. }
        | OrgChange::DelegationEnded { basis, .. }
        | OrgChange::UnitEnded { basis, .. } => vec![(BASIS, basis)],
        OrgChange::AbsenceEntered { .. } | OrgChange::AbsenceEnded { .. } => Vec::new(),
    };
    for ((field, vi, en), text) in given {
        if text.trim().is_empty() {
            return Err(OrgRefusal::Missing { field, vi, en });
        }
        if text.chars().count() > TEXT_CHARACTERS_MAX {
            return Err(OrgRefusal::TooLong { field, characters_max: TEXT_CHARACTERS_MAX });
        }
    }
    Ok(())
}

/// The organisation as a change finds it.
struct Check<'a> {
    org: &'a Org,
    today: Date,
}

impl Check<'_> {
    fn person(&self, field: &'static str, code: &Code) -> Result<&Person, OrgRefusal> {
        self.org.people.get(code).ok_or_else(|| OrgRefusal::Unknown { field, code: code.clone() })
    }

    fn begins(&self, field: &'static str, from: Date) -> Answer {
        let earliest = self.today.add_days(-BACK_DAYS_MAX);
        if from < earliest { Err(OrgRefusal::TooFarBack { field, earliest }) } else { Ok(()) }
    }

    /// What holds now or will, and ends on a day: not before yesterday, and earlier than it would anyway. `None` when
    /// there is no such thing.
    fn ends(&self, found: Option<Option<Date>>, last: Date) -> Answer {
        let yesterday = self.today.add_days(-1);
        match found {
            None => Err(OrgRefusal::NothingToEnd),
            Some(Some(to)) if to <= yesterday => Err(OrgRefusal::NothingToEnd),
            Some(_) if last < yesterday => Err(OrgRefusal::TooFarBack { field: "last", earliest: yesterday }),
            Some(Some(to)) if last >= to => Err(OrgRefusal::EndsAnyway { on: to }),
            Some(_) => Ok(()),
        }
    }

    /// A unit exists in a period; a period without an end goes on as long as the unit.
    fn unit_lasts(&self, field: &'static str, code: &Code, (from, to): Period) -> Answer {
        let Some(unit) = self.org.units.get(code) else {
            return Err(OrgRefusal::Unknown { field, code: code.clone() });
        };
        let exists = |day: Date| covers(unit.valid_from, unit.valid_to, day);
        if exists(from) && to.is_none_or(exists) {
            return Ok(());
        }
        let (from, to) = (unit.valid_from, unit.valid_to);
        Err(OrgRefusal::NotThatLong { field, name: unit.name.clone(), from, to })
    }

    /// A person may hold a post in a period: the unit is there, and nobody else holds it.
    fn term(&self, person: &Code, code: &Code, (from, to): Period) -> Answer {
        backwards("to", from, to)?;
        let Some(post) = self.org.posts.get(code) else {
            return Err(OrgRefusal::Unknown { field: "post", code: code.clone() });
        };
        self.unit_lasts("post", &post.unit, (from, to))?;
        for other in self.org.people.values() {
            let held = |t: &&Term| t.post == *code && overlap((t.from, t.to), (from, to));
            let Some(term) = other.terms.iter().find(held) else { continue };
            let (from, to) = (term.from, term.to);
            return Err(if other.code == *person {
                OrgRefusal::Twice { field: "post", from, to }
            } else {
                OrgRefusal::Taken { holder: other.name.clone(), from, to }
            });
        }
        Ok(())
    }

    fn gives_up(&self, person: &Code, post: &Code, from: Date, last: Date) -> Answer {
        let term = self.person("person", person)?.terms.iter().find(|t| t.post == *post && t.from == from);
        self.ends(term.map(|t| t.to), last)?;
        self.administered(last, |p, code| p.code == *person && code == post)
    }

    fn leaves(&self, person: &Code, last: Date) -> Answer {
        let found = self.person("person", person)?;
        self.ends(Some(found.to), last)?;
        let standing = self.org.absences.iter().find(|a| a.substitute.as_ref() == Some(person) && a.to > last);
        if let Some(absence) = standing {
            let whom = self.org.person_name(&absence.person).to_owned();
            return Err(OrgRefusal::StandsIn { whom, from: absence.from, to: absence.to });
        }
        self.administered(last, |p, _| p.code == *person)
    }

    /// Somebody still administers on the day after, without the terms that end.
    fn administered(&self, last: Date, ending: impl Fn(&Person, &Code) -> bool) -> Answer {
        let day = last.max(self.today).add_days(1);
        let administers = |code: &Code| self.org.posts.get(code).is_some_and(|post| post.role == *ADMINISTRATOR);
        let left = |p: &Person| p.posts_on(day).any(|code| administers(code) && !ending(p, code));
        let before = |p: &Person| p.posts_on(day).any(administers);
        // Where nobody administers anyway, nothing is lost.
        let people = || self.org.people.values();
        if people().any(left) || !people().any(before) { Ok(()) } else { Err(OrgRefusal::LastAdministrator) }
    }

    fn absence(&self, person: &Code, from: Date, to: Date, substitute: Option<&Code>) -> Answer {
        let away = self.person("person", person)?;
        backwards("to", from, Some(to))?;
        self.begins("from", from)?;
        if to.days_since(from) >= ABSENCE_DAYS_MAX {
            return Err(OrgRefusal::TooManyDays { days_max: ABSENCE_DAYS_MAX });
        }
        self.serves("person", away, from, to)?;
        let period = (from, Some(to));
        if let Some(other) = self.absence_in(person, period) {
            return Err(OrgRefusal::Twice { field: "from", from: other.from, to: Some(other.to) });
        }
        let stands =
            |a: &&super::Absence| a.substitute.as_ref() == Some(person) && overlap((a.from, Some(a.to)), period);
        if let Some(other) = self.org.absences.iter().find(stands) {
            let whom = self.org.person_name(&other.person).to_owned();
            return Err(OrgRefusal::StandsIn { whom, from: other.from, to: other.to });
        }
        substitute.map_or(Ok(()), |substitute| self.substitute(away, substitute, from, to))
    }

    fn substitute(&self, away: &Person, code: &Code, from: Date, to: Date) -> Answer {
        let found = self.person("substitute", code)?;
        if found.code == away.code {
            return Err(OrgRefusal::OwnSubstitute);
        }
        self.serves("substitute", found, from, to)?;
        let house = |p: &Person| {
            let post = p.posts_on(from).find_map(|code| self.org.posts.get(code))?;
            Some(self.org.house_of(&post.unit).clone())
        };
        let name = || found.name.clone();
        if house(found).is_none() || house(found) != house(away) {
            return Err(OrgRefusal::OtherHouse { name: name() });
        }
        match self.absence_in(code, (from, Some(to))) {
            Some(other) => Err(OrgRefusal::SubstituteAway { name: name(), from: other.from, to: other.to }),
            None => Ok(()),
        }
    }

    fn absence_in(&self, person: &Code, period: Period) -> Option<&super::Absence> {
        self.org.absences.iter().find(|a| a.person == *person && overlap((a.from, Some(a.to)), period))
    }

    fn serves(&self, field: &'static str, person: &Person, from: Date, to: Date) -> Answer {
        if person.serves_on(from) && person.serves_on(to) {
            return Ok(());
        }
        let (name, from, to) = (person.name.clone(), person.from, person.to);
        Err(OrgRefusal::NotThatLong { field, name, from, to })
    }

    fn delegation(&self, given: &Delegation) -> Answer {
        let period = (given.valid_from, given.valid_to);
        backwards("to", given.valid_from, given.valid_to)?;
        self.begins("from", given.valid_from)?;
        for (field, code) in [("from_post", &given.from_post), ("to_post", &given.to_post)] {
            let unknown = || OrgRefusal::Unknown { field, code: code.clone() };
            let post = self.org.posts.get(code).ok_or_else(unknown)?;
            self.unit_lasts(field, &post.unit, period)?;
        }
        if given.from_post == given.to_post {
            return Err(OrgRefusal::Unknown { field: "to_post", code: given.to_post.clone() });
        }
        if given.kind == DelegationKind::Tuq {
            if given.valid_to.is_none() {
                return Err(OrgRefusal::EndNeeded);
            }
            let scope = crate::text::fold(&given.scope);
            let received = |d: &&Delegation| {
                d.kind == DelegationKind::Tuq && d.to_post == given.from_post && crate::text::fold(&d.scope) == scope
            };
            if self.org.delegations.iter().filter(received).any(|d| overlap((d.valid_from, d.valid_to), period)) {
                return Err(OrgRefusal::PassedOn);
            }
        }
        let same = |d: &&Delegation| {
            (d.kind, &d.from_post, &d.to_post, &d.scope) == (given.kind, &given.from_post, &given.to_post, &given.scope)
                && overlap((d.valid_from, d.valid_to), period)
        };
        match self.org.delegations.iter().find(same) {
            Some(d) => Err(OrgRefusal::Twice { field: "from", from: d.valid_from, to: d.valid_to }),
            None => Ok(()),
        }
    }

    fn unit_ends(&self, code: &Code, last: Date, successors: &[Code]) -> Answer {
        let unknown = || OrgRefusal::Unknown { field: "unit", code: code.clone() };
        let unit = self.org.units.get(code).ok_or_else(unknown)?;
        self.ends(Some(unit.valid_to), last)?;
        for next in successors {
            if next == code {
                return Err(OrgRefusal::Unknown { field: "successors", code: next.clone() });
            }
            self.unit_lasts("successors", next, (last.add_days(1), None))?;
        }
        let here = |post: &Code| self.org.posts.get(post).is_some_and(|p| p.unit == *code);
        self.administered(last, |_, post| here(post))
    }
}

fn backwards(field: &'static str, from: Date, to: Option<Date>) -> Answer {
    if to.is_some_and(|to| to < from) { Err(OrgRefusal::Backwards { field }) } else { Ok(()) }
}

/// Whether two periods share a day.
pub(crate) fn overlap(a: Period, b: Period) -> bool {
    covers(a.0, a.1, b.0) || covers(b.0, b.1, a.0)
}
