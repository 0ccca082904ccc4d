//! What one case will live through: acts with their moments and actors, in order.
//!
//! A script is made when its case opens, from a plan that is a few dozen bytes. Not here: doing the acts (`engine`).

use std::collections::VecDeque;

use kernel::Code;
use kernel::case::batch::Clause;
use kernel::case::command::Assigned;
use kernel::case::{Act, CaseId, MoveForm, Opening};
use kernel::time::Instant;
use office::Proof;
use uuid::Uuid;

use crate::staff::By;

/// One act.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub at: Instant,
    pub by: By,
    pub act: Act,
    pub proof: Option<Proof>,
    pub file: Option<Vec<u8>>,
}

impl Step {
    pub(crate) fn new(at: Instant, by: By, act: Act) -> Self {
        Self { at, by, act, proof: None, file: None }
    }

    /// A move.
    pub(crate) fn make(at: Instant, by: By, form: MoveForm) -> Self {
        Self::new(at, by, Act::Move(form))
    }

    /// A move without anything but its name.
    pub(crate) fn plain(at: Instant, by: By, code: &'static str) -> Self {
        Self::make(at, by, MoveForm::new(code))
    }

    /// A move with its reason.
    pub(crate) fn because(at: Instant, by: By, code: &'static str, reason: &str) -> Self {
        Self::make(at, by, MoveForm { reason: Some(reason.to_owned()), ..MoveForm::new(code) })
    }

    /// The opening of a case.
    pub(crate) fn open(at: Instant, by: By, id: CaseId, case_type: &'static str, form: MoveForm) -> Self {
        let opening = Opening { id, case_type: Code::from(case_type), form, batch: None };
        Self::new(at, by, Act::Open(opening))
    }
}

/// A case and what it will live through; the first act opens it.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    pub id: Uuid,
    pub case_type: &'static str,
    pub steps: VecDeque<Step>,
}

impl Script {
    pub(crate) fn new(id: Uuid, case_type: &'static str, steps: Vec<Step>) -> Self {
        Self { id, case_type, steps: steps.into() }
    }
}

/// How a case or several come into being.
pub(crate) enum Birth {
    /// One case.
    One(Script),
    /// A clause given to several units; the scripts go on after it.
    Clause { clause: Box<Clause>, at: Instant, by: By, scripts: Vec<Script> },
}

/// Lead unit and holder.
pub(crate) fn assigned(lead: &Code, holder: Option<Code>) -> Option<Assigned> {
    Some(Assigned { lead: Some(lead.clone()), coop: Vec::new(), holder, assigner: None })
}
