//! The figures that a run must come out at, for a scale and a seed, by the codes of the report.
//!
//! Where the scenario gives a range the seed chooses. Scaled figures are rounded half up and never fall to nothing;
//! party, awards, plan and union are books of one office and are not scaled.

use std::collections::BTreeMap;

use crate::chance::{Chance, Stream};
use crate::error::SimulateError;
use crate::scenario::Scenario;

/// The figures of 2023, and of 2022 where the report compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Targets {
    /// By the code of the indicator.
    pub figures: BTreeMap<&'static str, u64>,
    /// 2022, for `tasks.assigned`, `documents.received` and `dossiers.online`.
    pub previous: BTreeMap<&'static str, u64>,
    /// Sent in by post, a part of `dossiers.postal`.
    pub(crate) postal_by_channel: u64,
}

impl Targets {
    /// The figures of the shipped scenario.
    ///
    /// # Errors
    /// When the scale is not above 0 and at most 1.
    pub fn at(scale: f64, seed: u64) -> Result<Self, SimulateError> {
        Self::of(&Scenario::shipped()?, scale, seed)
    }

    /// The figures of a scenario.
    ///
    /// # Errors
    /// When the scale is not above 0 and at most 1.
    pub fn of(scenario: &Scenario, scale: f64, seed: u64) -> Result<Self, SimulateError> {
        if !(scale > 0.0 && scale <= 1.0) {
            return Err(SimulateError::Scale(scale));
        }
        let f = &scenario.figures;
        let chance = &mut Chance::new(seed, Stream::Targets, 0);
        let s = |value: u64| scaled(value, scale);
        let received = within(chance, f.received);
        let received_before = received - within(chance, f.received_growth);
        let on_time_full = within(chance, f.resolved_on_time);
        let resolved = s(f.resolved);
        let by_channel = within(chance, scenario.dossiers.postal_by_channel);
        let figures = BTreeMap::from([
            ("tasks.assigned", s(f.tasks)),
            ("portal.articles", s(f.articles)),
            ("portal.photos", s(f.photos)),
            ("portal.notices", s(f.notices)),
            ("gazette.issues", s(f.gazette)),
            ("documents.received", s(received)),
            ("documents.issued", s(f.issued)),
            ("documents.issued.on_time", s(f.issued_on_time)),
            ("dossiers.resolved", resolved),
            ("dossiers.on_time", on_time(scale, resolved, f.resolved_on_time, on_time_full)),
            ("dossiers.online", s(f.online)),
            ("dossiers.postal", s(f.postal)),
            ("party.transfers_in", f.transfers_in),
            ("party.members", f.members_full + f.members_probationary),
            ("party.members.full", f.members_full),
            ("party.members.probationary", f.members_probationary),
            ("party.cells", f.cells),
            ("awards.labour_order_3", f.labour_order_3),
            ("awards.pm_certificate", f.pm_certificate),
            ("awards.chairman_certificate.collective", f.chairman_collective),
            ("awards.chairman_certificate.individual", f.chairman_individual),
            ("plan.priorities", f.priorities),
            ("plan.measures", f.measures),
            ("plan.targets", f.targets),
            ("union.congresses", f.congresses),
        ]);
        let previous = BTreeMap::from([
            ("tasks.assigned", s(f.tasks_previous)),
            ("documents.received", s(received_before)),
            ("dossiers.online", s(f.online_previous)),
        ]);
        let not_online = resolved.saturating_sub(s(f.online));
        Ok(Self { figures, previous, postal_by_channel: s(by_channel).min(s(f.postal)).min(not_online) })
    }

    /// The figure of 2023.
    pub(crate) fn get(&self, code: &str) -> u64 {
        self.figures.get(code).copied().unwrap_or(0)
    }

    /// The figure of 2022.
    pub(crate) fn before(&self, code: &str) -> u64 {
        self.previous.get(code).copied().unwrap_or(0)
    }
}

/// A whole number in a range.
fn within(chance: &mut Chance, range: [u64; 2]) -> u64 {
    let [low, high] = range;
    low + chance.below(high.saturating_sub(low) + 1)
}

/// On time: as the seed chose at full scale; at a smaller one the same within the scaled range, with one late where
/// the range has room for it, so that a small demonstration shows a late one too.
fn on_time(scale: f64, resolved: u64, range: [u64; 2], chosen: u64) -> u64 {
    let [low, high] = range.map(|value| scaled(value, scale));
    let on_time = scaled(chosen, scale).min(resolved);
    if on_time == resolved && resolved > 1 { (resolved - 1).clamp(low.min(resolved), high.max(low)) } else { on_time }
}

/// A part of a whole number, rounded half up; at least 1 of what is not nothing.
pub(crate) fn scaled(value: u64, scale: f64) -> u64 {
    if value == 0 {
        return 0;
    }
    #[expect(clippy::as_conversions, reason = "figures are far below 2^53, and the product is not negative")]
    let part = (value as f64 * scale).round() as u64;
    part.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_scale_is_what_was_published() {
        for seed in 0..50 {
            let targets = Targets::at(1.0, seed).unwrap();
            let received = targets.get("documents.received");
            let growth = received - targets.before("documents.received");
            assert!((77_001..=77_999).contains(&received), "{received}");
            assert!((7_501..=7_599).contains(&growth), "{growth}");
            assert!((172_443..=172_459).contains(&targets.get("dossiers.on_time")));
            assert_eq!(targets.get("dossiers.resolved"), 172_468);
            assert_eq!(targets.get("documents.issued") - targets.get("documents.issued.on_time"), 2);
        }
    }

    #[test]
    fn small_scales_keep_every_figure() {
        let targets = Targets::at(0.01, 1).unwrap();
        assert_eq!(targets.get("dossiers.resolved"), 1_725);
        assert_eq!(targets.get("dossiers.on_time"), 1_724);
        assert_eq!(targets.get("gazette.issues"), 1);
        assert_eq!(targets.get("party.members"), 150);
        assert!(Targets::at(0.000_1, 1).unwrap().figures.values().all(|value| *value > 0));
    }

    #[test]
    fn refuses_a_scale_out_of_range() {
        for scale in [0.0, -1.0, 1.01, f64::NAN, f64::INFINITY] {
            assert!(matches!(Targets::at(scale, 1), Err(SimulateError::Scale(_))), "{scale}");
        }
    }
}
