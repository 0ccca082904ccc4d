//! Changes of the organisation: what they lead to, who may make them, and the form in which they are kept.

#![expect(clippy::unwrap_used, reason = "tests stop where what they are given is wrong")]

mod effects;
mod form;
mod publishing;
mod rules;

use kernel::case::Actor;
use kernel::org::{Delegation, DelegationKind, Org, OrgChange, OrgRefusal, decide};
use kernel::shipped;
use kernel::time::Date;

pub const BASIS: &str = "QĐ 12/QĐ-VP ngày 01/03/2023";

pub fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// The shipped organisation on a day, and who changes it.
pub struct Desk {
    pub org: Org,
    pub today: Date,
}

impl Desk {
    pub fn on(today: &str) -> Self {
        Self { org: shipped::catalogue().value.org, today: day(today) }
    }

    pub fn ask(&self, person: &str, change: &OrgChange) -> Result<(), OrgRefusal> {
        decide(&self.org, change, &Actor::on(&self.org, person, self.today).unwrap(), self.today)
    }

    /// Decides for the administrator and applies.
    #[track_caller]
    pub fn make(&mut self, change: OrgChange) {
        self.ask("admin", &change).unwrap();
        self.org.apply(&change);
    }

    #[track_caller]
    pub fn refuses(&self, change: &OrgChange) -> OrgRefusal {
        self.ask("admin", change).unwrap_err()
    }

    pub fn posts(&self, person: &str, on: &str) -> Vec<String> {
        let found = self.org.people.get(person).unwrap();
        found.posts_on(day(on)).map(ToString::to_string).collect()
    }
}

pub fn added(person: &'static str, post: &'static str, from: &str) -> OrgChange {
    OrgChange::PersonAdded {
        person: person.into(),
        name: "Lê Thị Mới".into(),
        post: post.into(),
        from: day(from),
        basis: BASIS.into(),
    }
}

pub fn held(person: &'static str, post: &'static str, from: &str, to: Option<&str>) -> OrgChange {
    let (from, to) = (day(from), to.map(day));
    OrgChange::PostHeld { person: person.into(), post: post.into(), from, to, basis: BASIS.into() }
}

pub fn gave_up(person: &'static str, post: &'static str, from: &str, last: &str) -> OrgChange {
    let (from, last) = (day(from), day(last));
    OrgChange::PostLeft { person: person.into(), post: post.into(), from, last, basis: BASIS.into() }
}

pub fn left(person: &'static str, last: &str) -> OrgChange {
    OrgChange::PersonLeft { person: person.into(), last: day(last), basis: BASIS.into() }
}

pub fn away(person: &'static str, from: &str, to: &str, substitute: Option<&'static str>) -> OrgChange {
    let substitute = substitute.map(Into::into);
    OrgChange::AbsenceEntered { person: person.into(), from: day(from), to: day(to), substitute }
}

pub fn power(kind: DelegationKind, from_post: &'static str, to_post: &'static str, to: Option<&str>) -> Delegation {
    Delegation {
        kind,
        from_post: from_post.into(),
        to_post: to_post.into(),
        scope: "văn bản về đất đai".into(),
        valid_from: day("2023-03-01"),
        valid_to: to.map(day),
        basis: BASIS.into(),
    }
}

pub fn given(delegation: Delegation) -> OrgChange {
    OrgChange::DelegationGiven { delegation }
}
