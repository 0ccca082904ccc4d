//! What may change of the organisation, as dated records over the catalogue, and what the organisation is after one.
//!
//! A record that was decided cannot fail when it is applied: what it no longer finds (a newer catalogue says otherwise) is
//! left as it is. Stored with the house's events in this form; a golden file keeps it. Not here: who may and when
//! (`decide`). Why somebody is away is deliberately not kept.

use serde::{Deserialize, Serialize};

use super::{Absence, Delegation, DelegationKind, Org, Person, Post, Term, Unit, UnitKind};
use crate::Code;
use crate::time::Date;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "k", rename_all = "snake_case", deny_unknown_fields)]
pub enum OrgChange {
    /// Somebody comes, into a post.
    PersonAdded {
        /// Code, also the name to sign in with.
        person: Code,
        /// Full name.
        name: String,
        /// First post.
        post: Code,
        /// First day.
        from: Date,
        /// Paper behind it.
        basis: String,
    },
    /// A name is written otherwise from now on.
    PersonRenamed {
        /// Who.
        person: Code,
        /// Full name.
        name: String,
        /// Paper behind it.
        basis: String,
    },
    /// Somebody leaves: holds no post and cannot sign in afterwards.
    PersonLeft {
        /// Who.
        person: Code,
        /// Last day.
        last: Date,
        /// Paper behind it.
        basis: String,
    },
    /// A new post in a unit.
    PostAdded {
        /// Code.
        post: Code,
        /// Unit.
        unit: Code,
        /// Title as printed.
        title: String,
        /// Role that case types speak of.
        role: Code,
        /// Paper behind it.
        basis: String,
    },
    /// A person takes a post.
    PostHeld {
        /// Who.
        person: Code,
        /// Post.
        post: Code,
        /// First day.
        from: Date,
        /// Last day, where it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Date>,
        /// Paper behind it.
        basis: String,
    },
    /// A person gives a post up.
    PostLeft {
        /// Who.
        person: Code,
        /// Post.
        post: Code,
        /// First day of the term.
        from: Date,
        /// Last day; before the first one, the term never was.
        last: Date,
        /// Paper behind it.
        basis: String,
    },
    /// Somebody is away, and somebody stands in.
    AbsenceEntered {
        /// Who.
        person: Code,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
        /// Who stands in; without one, the covers of the assignment table.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        substitute: Option<Code>,
    },
    /// Somebody is back earlier, or was not away at all.
    AbsenceEnded {
        /// Who.
        person: Code,
        /// First day of the absence.
        from: Date,
        /// Last day; before the first one, the absence never was.
        last: Date,
    },
    /// A power to sign is given.
    DelegationGiven {
        /// The power.
        delegation: Delegation,
    },
    /// A power to sign ends.
    DelegationEnded {
        /// Which.
        key: DelegationKey,
        /// Last day; before the first one, it never was.
        last: Date,
        /// Paper behind it.
        basis: String,
    },
    /// A unit is set up.
    UnitAdded {
        /// Code, unique for ever.
        unit: Code,
        /// Full name.
        name: String,
        /// Abbreviation used in document numbers; may be empty.
        short: String,
        /// Kind.
        kind: UnitKind,
        /// The unit above.
        parent: Code,
        /// First day.
        from: Date,
        /// Paper behind it.
        basis: String,
    },
    /// A unit ends; its posts are held until then.
    UnitEnded {
        /// Which.
        unit: Code,
        /// Last day.
        last: Date,
        /// Units that take over.
        successors: Vec<Code>,
        /// Paper behind it.
        basis: String,
    },
}

/// What tells one power to sign from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DelegationKey {
    /// Kind.
    pub kind: DelegationKind,
    /// Whose power.
    pub from_post: Code,
    /// Who signs.
    pub to_post: Code,
    /// In what.
    pub scope: String,
    /// First day.
    pub valid_from: Date,
}

impl Delegation {
    /// What tells this power from others.
    #[must_use]
    pub fn key(&self) -> DelegationKey {
        DelegationKey {
            kind: self.kind,
            from_post: self.from_post.clone(),
            to_post: self.to_post.clone(),
            scope: self.scope.clone(),
            valid_from: self.valid_from,
        }
    }
}

impl OrgChange {
    /// The stable name of the kind, as stored.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::PersonAdded { .. } => "person_added",
            Self::PersonRenamed { .. } => "person_renamed",
            Self::PersonLeft { .. } => "person_left",
            Self::PostAdded { .. } => "post_added",
            Self::PostHeld { .. } => "post_held",
            Self::PostLeft { .. } => "post_left",
            Self::AbsenceEntered { .. } => "absence_entered",
            Self::AbsenceEnded { .. } => "absence_ended",
            Self::DelegationGiven { .. } => "delegation_given",
            Self::DelegationEnded { .. } => "delegation_ended",
            Self::UnitAdded { .. } => "unit_added",
            Self::UnitEnded { .. } => "unit_ended",
        }
    }

    /// What it is about: a person, a post, a unit, or the post whose power it is.
    #[must_use]
    pub fn about(&self) -> &Code {
        match self {
            Self::PersonAdded { person, .. }
            | Self::PersonRenamed { person, .. }
            | Self::PersonLeft { person, .. }
            | Self::PostHeld { person, .. }
            | Self::PostLeft { person, .. }
            | Self::AbsenceEntered { person, .. }
            | Self::AbsenceEnded { person, .. } => person,
            Self::PostAdded { post, .. } => post,
            Self::DelegationGiven { delegation } => &delegation.from_post,
            Self::DelegationEnded { key, .. } => &key.from_post,
            Self::UnitAdded { unit, .. } | Self::UnitEnded { unit, .. } => unit,
        }
    }

    /// Whether a person, a post or a unit of this code takes part in it.
    #[must_use]
    pub fn names(&self, code: &Code) -> bool {
        let other = match self {
            Self::PersonAdded { post, .. } | Self::PostHeld { post, .. } | Self::PostLeft { post, .. } => Some(post),
            Self::PostAdded { unit, .. } => Some(unit),
            Self::AbsenceEntered { substitute, .. } => substitute.as_ref(),
            Self::DelegationGiven { delegation } => Some(&delegation.to_post),
            Self::DelegationEnded { key, .. } => Some(&key.to_post),
            Self::UnitAdded { parent, .. } => Some(parent),
            Self::UnitEnded { successors, .. } => successors.iter().find(|s| *s == code),
            Self::PersonRenamed { .. } | Self::PersonLeft { .. } | Self::AbsenceEnded { .. } => None,
        };
        self.about() == code || other == Some(code)
    }
}

impl Org {
    /// The organisation after a change.
    pub fn apply(&mut self, change: &OrgChange) {
        match change {
            OrgChange::PersonAdded { person, name, post, from, .. } => {
                self.add_person(person, name, *from);
                self.hold(person, Term { post: post.clone(), from: *from, to: None });
            }
            OrgChange::PersonRenamed { person, name, .. } => {
                if let Some(found) = self.people.get_mut(person) {
                    found.name.clone_from(name);
                }
            }
            OrgChange::PersonLeft { person, last, .. } => self.leave(person, *last),
            OrgChange::PostAdded { post, unit, title, role, .. } => {
                let added = Post { code: post.clone(), unit: unit.clone(), title: title.clone(), role: role.clone() };
                self.posts.entry(post.clone()).or_insert(added);
            }
            OrgChange::PostHeld { person, post, from, to, .. } => {
                self.hold(person, Term { post: post.clone(), from: *from, to: *to });
            }
            OrgChange::PostLeft { person, post, from, last, .. } => {
                if let Some(found) = self.people.get_mut(person) {
                    found.end_terms(*last, |term| term.post == *post && term.from == *from);
                }
            }
            OrgChange::AbsenceEntered { person, from, to, substitute } => {
                let (person, substitute) = (person.clone(), substitute.clone());
                self.absences.push(Absence { person, from: *from, to: *to, substitute });
            }
            OrgChange::AbsenceEnded { person, from, last } => {
                for absence in self.absences.iter_mut().filter(|a| a.person == *person && a.from == *from) {
                    absence.to = absence.to.min(*last);
                }
                self.absences.retain(|a| a.from <= a.to);
            }
            OrgChange::DelegationGiven { delegation } => self.delegations.push(delegation.clone()),
            OrgChange::DelegationEnded { key, last, .. } => {
                for one in self.delegations.iter_mut().filter(|d| d.key() == *key) {
                    one.valid_to = earlier(one.valid_to, *last);
                }
                self.delegations.retain(|d| d.valid_to.is_none_or(|to| d.valid_from <= to));
            }
            OrgChange::UnitAdded { .. } | OrgChange::UnitEnded { .. } => self.apply_to_units(change),
        }
    }

    fn apply_to_units(&mut self, change: &OrgChange) {
        match change {
            OrgChange::UnitAdded { unit, name, short, kind, parent, from, .. } => {
                let added = Unit {
                    code: unit.clone(),
                    name: name.clone(),
                    short: short.clone(),
                    kind: *kind,
                    parent: Some(parent.clone()),
                    valid_from: *from,
                    valid_to: None,
                    successors: Vec::new(),
                    gso: None,
                    unverified: false,
                };
                self.units.entry(unit.clone()).or_insert(added);
            }
            OrgChange::UnitEnded { unit, last, successors, .. } => {
                let Some(found) = self.units.get_mut(unit) else { return };
                found.valid_to = earlier(found.valid_to, *last);
                found.successors.clone_from(successors);
                let posts = &self.posts;
                for person in self.people.values_mut() {
                    person.end_terms(*last, |term| posts.get(&term.post).is_some_and(|p| p.unit == *unit));
                }
            }
            _ => {}
        }
    }

    fn add_person(&mut self, person: &Code, name: &str, from: Date) {
        let added = Person {
            code: person.clone(),
            name: name.to_owned(),
            posts: Vec::new(),
            from,
            to: None,
            terms: Vec::new(),
        };
        self.people.entry(person.clone()).or_insert(added);
    }

    /// Gives a person a term, which ends with the unit at the latest; whoever had left serves again.
    fn hold(&mut self, person: &Code, term: Term) {
        let unit = self.posts.get(&term.post).and_then(|post| self.units.get(&post.unit));
        let to = unit.and_then(|unit| unit.valid_to).map_or(term.to, |last| earlier(term.to, last));
        let term = Term { to, ..term };
        let Some(found) = self.people.get_mut(person) else { return };
        if found.to.is_some_and(|to| to < term.from) {
            found.to = None;
        }
        found.from = found.from.min(term.from);
        let holders = self.holders.entry(term.post.clone()).or_default();
        if !holders.contains(person) {
            holders.push(person.clone());
        }
        found.terms.push(term);
    }

    fn leave(&mut self, person: &Code, last: Date) {
        let Some(found) = self.people.get_mut(person) else { return };
        found.end_terms(last, |_| true);
        found.to = earlier(found.to, last);
    }
}

impl Person {
    /// Ends those terms on that day that go on beyond it; what would end before it began never was.
    fn end_terms(&mut self, last: Date, which: impl Fn(&Term) -> bool) {
        for term in self.terms.iter_mut().filter(|t| which(t)) {
            term.to = earlier(term.to, last);
        }
        self.terms.retain(|t| t.to.is_none_or(|to| t.from <= to));
    }
}

fn earlier(to: Option<Date>, last: Date) -> Option<Date> {
    Some(to.map_or(last, |to| to.min(last)))
}
