//! One clause given to n units makes n tasks under one assignment batch (đợt giao), each with exactly one lead unit.
//!
//! The plans come back together; the caller commits them as one act, so that all tasks stand or none.

use uuid::Uuid;

use super::command::{Act, Assigned, Command, MoveForm, Opening};
use super::decide::{Context, Plan, decide};
use super::{CaseId, Refusal};
use crate::Code;

/// Most units that one clause may be given to (all departments, districts and communes of a province fit).
pub const UNITS_MAX: usize = 400;

/// A clause to be given to several units.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Identity of the batch.
    pub batch: Uuid,
    /// The case type of its tasks.
    pub case_type: Code,
    /// The form of every task; its assignment is replaced by the unit's own.
    pub form: MoveForm,
    /// The lead units, one task each, with the id of that task.
    pub leads: Vec<(CaseId, Code)>,
}

/// Decides all tasks of a clause.
///
/// # Errors
/// The first refusal; nothing of the batch stands then. A unit named twice is refused, as is an empty list.
pub fn decide_clause(clause: &Clause, context: &Context<'_>) -> Result<Vec<Plan>, Refusal> {
    if clause.leads.is_empty() {
        return Err(Refusal::LeadNeeded);
    }
    if clause.leads.len() > UNITS_MAX {
        return Err(Refusal::TooManyUnits { units: clause.leads.len(), units_max: UNITS_MAX });
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut plans = Vec::with_capacity(clause.leads.len());
    for (id, lead) in &clause.leads {
        if !seen.insert(lead) {
            return Err(Refusal::UnitTwice { unit: lead.clone() });
        }
        let mut form = clause.form.clone();
        let given = form.assigned.take().unwrap_or_default();
        form.assigned = Some(Assigned { lead: Some(lead.clone()), ..given });
        let opening = Opening { id: *id, case_type: clause.case_type.clone(), form, batch: Some(clause.batch) };
        plans.push(decide(None, &Command::from(Act::Open(opening)), context)?);
    }
    Ok(plans)
}
