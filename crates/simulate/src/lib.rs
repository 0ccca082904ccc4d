//! The simulated years: an office of invented people that works through the real commands, with a moving clock and
//! seeded randomness. Equal seed and scale give an equal ledger; any seed gives the figures of the scenario.
//!
//! Everything goes the way of a person's act: kernel, then ledger. A refusal is a bug of the simulation and ends it.
//! Not here: rules (kernel), storage (ledger, office), progress bars (minhbach).

mod books;
mod chance;
mod days;
mod dossier;
mod engine;
mod error;
mod file;
mod flows;
mod incoming;
mod outgoing;
mod png;
mod portal;
mod programme;
mod scenario;
mod script;
mod staff;
mod targets;
mod task;
mod words;
mod world;

use std::sync::atomic::AtomicBool;

use kernel::time::Instant;
use office::Office;

pub use error::SimulateError;
pub use scenario::{Figures, Scenario};
pub use targets::Targets;

/// Name of the ledger of a demonstration.
pub const ORIGIN: &str = "tinh-mau.vn/mo-phong";
/// How the name of every simulated ledger ends.
const ORIGIN_END: &str = "/mo-phong";

/// When a simulated office opens its ledger: 2022-01-01 00:00 in law time. Open the office at this instant.
pub const LEDGER_START: Instant = Instant(1_640_970_000_000_000);
/// Where the simulation ends and the demonstration's clock goes on: 2024-01-02 07:00 in law time.
pub const DEMO_START: Instant = Instant(1_704_153_600_000_000);

/// Whether a ledger of this name holds simulated work. Such a one is never served as a real one.
#[must_use]
pub fn is_simulated(origin: &str) -> bool {
    origin.ends_with(ORIGIN_END)
}

/// What to simulate.
#[derive(Debug, Clone)]
pub struct Plan {
    /// From which all randomness comes.
    pub seed: u64,
    /// How much of the work: above 0, at most 1.
    pub scale: f64,
    /// Figures and rhythm.
    pub scenario: Scenario,
}

/// How far a simulation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Acts done.
    pub acts: u64,
    /// Acts in all, nearly.
    pub acts_all: u64,
    /// The simulated instant.
    pub now: Instant,
    /// What is being lived through, in Vietnamese: `Tháng 3/2023`.
    pub phase: String,
}

impl Progress {
    fn at(acts: u64, acts_all: u64, now: Instant) -> Self {
        let date = now.date();
        let phase = format!("Tháng {}/{}", date.month(), date.year());
        Self { acts, acts_all: acts_all.max(acts), now, phase }
    }
}

/// What a simulation came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Acts done.
    pub acts: u64,
    /// Cases opened.
    pub cases: u64,
    /// The instant of the last act.
    pub last: Instant,
}

/// Lives through the years. The office must have been opened at [`LEDGER_START`], under a simulated name.
///
/// Progress is told before the first act and every few hundred acts. When `stop` is set, what was acknowledged is
/// stored, and the answer is [`SimulateError::Stopped`].
///
/// # Errors
/// See [`SimulateError`].
pub fn run(
    office: &Office,
    plan: &Plan,
    progress: &mut dyn FnMut(Progress),
    stop: &AtomicBool,
) -> Result<Summary, SimulateError> {
    let targets = Targets::of(&plan.scenario, plan.scale, plan.seed)?;
    let origin = office.ledger().origin();
    if !is_simulated(origin) {
        return Err(SimulateError::NotSimulated { origin: origin.to_owned() });
    }
    let head = office.ledger().head().map_err(office::OfficeError::from)?;
    if head.last_at.is_some_and(|at| at > LEDGER_START.0) {
        return Err(SimulateError::NotEmpty);
    }
    let house = office.house();
    let world = world::World::new(
        plan.seed,
        plan.scale,
        &plan.scenario,
        &targets,
        house.catalogue()?,
        house.org(),
        &house.calendar,
        DEMO_START,
    )?;
    progress(Progress { phase: "Xếp lịch hai năm".to_owned(), ..Progress::at(0, 1, LEDGER_START) });
    let mut flows = flows::Flows::plan(&world)?;
    let arrivals = flows.arrivals(&world);
    engine::Engine::new(office, &world)?.run(&mut flows, &arrivals, progress, stop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_years_begin_and_end_when_they_say() {
        assert_eq!(LEDGER_START.print_iso(), "2022-01-01T00:00:00");
        assert_eq!(DEMO_START.print_iso(), "2024-01-02T07:00:00");
    }

    #[test]
    fn only_a_name_that_says_so_is_simulated() {
        assert!(is_simulated(ORIGIN));
        assert!(!is_simulated("thanhhoa.gov.vn"));
        assert!(!is_simulated("mo-phong.vn/that"));
    }
}
