//! The scenario: what the years must come out at, and the rhythm of the work. Data, so that another office is a file.
//!
//! Shares are parts of a thousand. Not here: how a case runs (the modules of each kind of case).

use serde::Deserialize;

use crate::error::SimulateError;

/// The scenario that ships.
const SHIPPED: &str = include_str!("../scenario/office-2022-2023.toml");

/// A scenario.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it is called.
    pub name: String,
    /// The figures at full scale.
    pub figures: Figures,
    /// When people work.
    pub(crate) rhythm: Rhythm,
    pub(crate) dossiers: Dossiers,
    pub(crate) tasks: Tasks,
    pub(crate) incoming: Incoming,
    pub(crate) outgoing: Outgoing,
}

/// What 2023 must come out at, at full scale; `_previous` is 2022, a pair is the lowest and the highest.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is named after its indicator")]
pub struct Figures {
    pub tasks: u64,
    pub tasks_previous: u64,
    pub articles: u64,
    pub photos: u64,
    pub notices: u64,
    pub gazette: u64,
    pub received: [u64; 2],
    pub received_growth: [u64; 2],
    pub issued: u64,
    pub issued_on_time: u64,
    pub resolved: u64,
    pub resolved_on_time: [u64; 2],
    pub online: u64,
    pub online_previous: u64,
    pub postal: u64,
    pub transfers_in: u64,
    pub members_full: u64,
    pub members_probationary: u64,
    pub cells: u64,
    pub labour_order_3: u64,
    pub pm_certificate: u64,
    pub chairman_collective: u64,
    pub chairman_individual: u64,
    pub priorities: u64,
    pub measures: u64,
    pub targets: u64,
    pub congresses: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rhythm {
    pub months: [u64; 12],
    pub weekdays: [u64; 7],
    pub half_hours: [u64; 16],
    pub around_tet: [u64; 6],
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dossiers {
    /// Sent in by post, at full scale: lowest and highest.
    pub postal_by_channel: [u64; 2],
    pub supplement_share: u32,
    pub returned_share: u32,
    pub payment_share: u32,
    pub extended_share: u32,
    pub reopened_share: u32,
    pub resumed_share: u32,
    pub first_supplement_share: u32,
    pub refused_after_share: u32,
    pub not_accepted_share: u32,
    pub withdrawn_share: u32,
    pub withdrawn_before_share: u32,
    pub stopped_share: u32,
    pub carrier_share_2022: u32,
    pub uncollected_share: u32,
    #[serde(rename = "procedure")]
    pub procedures: Vec<ProcedureWeight>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProcedureWeight {
    pub code: String,
    pub weight: u64,
    pub unit_code: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tasks {
    pub no_deadline_share: u32,
    pub late_share: u32,
    pub extended_share: u32,
    pub refused_share: u32,
    pub returned_share: u32,
    pub begun_share: u32,
    pub urged_share: u32,
    pub cancelled_share: u32,
    pub never_share: u32,
    pub file_evidence_share: u32,
    pub outgoing_evidence_share: u32,
    pub internal_share: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Incoming {
    pub returned_share: u32,
    pub answered_share: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outgoing {
    pub returned_share: u32,
    pub incomplete_share: u32,
    pub given_due_share: u32,
    pub centre_letter_share: u32,
    pub copy_share: u32,
    pub cancelled_share: u32,
    pub abandoned_share: u32,
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// When the text is no TOML, misses a key, holds an unknown one, or its figures contradict each other.
    pub fn parse(text: &str) -> Result<Self, SimulateError> {
        let read: Self = toml::from_str(text).map_err(|e| SimulateError::Scenario(e.to_string()))?;
        match read.contradiction() {
            Some(what) => Err(SimulateError::Scenario(what.to_owned())),
            None => Ok(read),
        }
    }

    /// The scenario that ships: the Office's years 2022 and 2023.
    ///
    /// # Errors
    /// Never while the tests pass; the signature keeps a broken file visible.
    pub fn shipped() -> Result<Self, SimulateError> {
        Self::parse(SHIPPED)
    }

    /// What cannot be true at once.
    fn contradiction(&self) -> Option<&'static str> {
        let f = &self.figures;
        let ordered = |pair: [u64; 2]| pair.first() <= pair.last();
        let on_time = f.resolved_on_time.last().is_some_and(|most| *most <= f.resolved);
        let least = f.received.first().copied().unwrap_or(0);
        let growth = f.received_growth.last().copied().unwrap_or(0);
        let rules = [
            (
                ordered(f.received) && ordered(f.received_growth) && ordered(f.resolved_on_time),
                "a pair of figures is turned round",
            ),
            (on_time, "more dossiers are on time than are resolved"),
            (f.issued_on_time <= f.issued, "more documents are on time than are issued"),
            (
                f.online <= f.resolved && f.postal <= f.resolved,
                "a part of the resolved dossiers is larger than the whole",
            ),
            (growth <= least, "documents received grew by more than there are"),
            (f.transfers_in + 5 <= f.members_full, "fewer members than came in"),
            (!self.dossiers.procedures.is_empty(), "no procedure is named"),
        ];
        rules.iter().find(|(holds, _)| !holds).map(|(_, what)| *what)
    }
}
