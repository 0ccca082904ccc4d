//! What people read back: registers, cases, what waits, search. SQL over the read tables, with the right to read joined.
//!
//! Every list asks a [`Viewer`] which cases may be seen; nothing leaves here that the viewer may not read. Not here:
//! figures of reports (`reports`), words of screens (web).

pub(crate) mod ahead;
pub mod case;
pub mod catalogue;
pub mod export;
pub mod foreseen;
pub mod home;
pub mod load;
pub mod notices;
pub mod register;
pub mod search;
pub mod series;
pub(crate) mod sql;
pub mod tied;
pub(crate) mod waits;
pub mod work;

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::Code;
use kernel::case::Actor;
use kernel::case::rights::type_readers;
use kernel::catalogue::case_type::{CaseType, Who};
use kernel::time::Instant;

use crate::desk::{Office, OfficeError};
use crate::house::House;

impl Office {
    /// When a ledger position was recorded; `None` where there is none yet.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn recorded_at(&self, position: u64) -> Result<Option<Instant>, OfficeError> {
        let found = self.ledger().reader()?.events_from(position, 1)?;
        Ok(found.first().filter(|e| e.position == position).map(|e| Instant(e.at)))
    }
}

/// Who reads, with the subjects that this person is on this day.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// The actor.
    pub actor: Actor,
    /// What decisions look at.
    pub house: Arc<House>,
    /// The moment of reading.
    pub now: Instant,
    subjects: BTreeSet<String>,
}

/// How much of a type a viewer may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Every case.
    All,
    /// The cases that name the viewer's unit, post or person.
    Named,
    /// None, as far as the catalogue says.
    Nothing,
}

impl Viewer {
    /// An actor who reads at a moment.
    #[must_use]
    pub fn new(actor: Actor, house: Arc<House>, now: Instant) -> Self {
        let subjects = actor.subjects(house.org()).into_iter().collect();
        Self { actor, house, now, subjects }
    }

    /// How much of the type may be read.
    #[must_use]
    pub fn sight(&self, case_type: &CaseType) -> Sight {
        if self.actor.system || type_readers(case_type).iter().any(|s| self.subjects.contains(s)) {
            return Sight::All;
        }
        let holds = |role: &Code| self.actor.posts.iter().any(|p| p.role == *role);
        let named = case_type.readers.iter().any(|r| match &r.who {
            Who::Lead | Who::Coop | Who::Holder | Who::Assigner => true,
            Who::RoleAtLead(role) | Who::RoleAtCoop(role) => holds(role),
            Who::Role(_) | Who::RoleAtUnit(..) | Who::Anyone | Who::System => false,
        });
        if named { Sight::Named } else { Sight::Nothing }
    }

    /// The types of the newest catalogue of which this viewer may read something, in the order of their codes.
    #[must_use]
    pub fn types(&self) -> Vec<Arc<CaseType>> {
        let Ok(catalogue) = self.house.catalogue() else { return Vec::new() };
        catalogue.types.values().filter(|t| self.sight(t) != Sight::Nothing).cloned().collect()
    }

    /// The subjects that rows of `may_read` can name.
    pub(crate) fn named_subjects(&self) -> Vec<&str> {
        let kinds = ["u:", "ru:", "h:", "p:"];
        self.subjects.iter().filter(|s| kinds.iter().any(|k| s.starts_with(k))).map(String::as_str).collect()
    }
}
