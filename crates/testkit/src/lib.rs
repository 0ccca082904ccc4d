//! For tests only: a moving clock, seeded ids, the shipped organisation's people, a world that lives cases in memory,
//! and a runner for the scenarios of `catalogue/scenarios/`.
//!
//! No network, no real time, no files but real data where the machine has it: what is not in the arguments is embedded
//! in `kernel`. Here is no store either;
//! [`World`] keeps what the ledger would keep, so that a rule can be tested without one.

mod form;
mod ids;
pub mod postgres;
mod real;
pub mod scenario;
mod world;

pub use form::{Form, evidence, late};
pub use ids::Ids;
pub use real::real_data;
pub use world::World;

use std::sync::{Arc, LazyLock};

use kernel::calendar::Calendar;
use kernel::catalogue::Catalogue;
use kernel::time::{Date, Instant};

/// The shipped catalogue, read once per test binary.
#[must_use]
pub fn catalogue() -> Arc<Catalogue> {
    static READ: LazyLock<Arc<Catalogue>> = LazyLock::new(|| Arc::new(kernel::shipped::catalogue().value));
    Arc::clone(&READ)
}

/// The shipped calendar, read once per test binary.
#[must_use]
pub fn calendar() -> Arc<Calendar> {
    static READ: LazyLock<Arc<Calendar>> =
        LazyLock::new(|| Arc::new(Calendar::parse(&catalogue().calendar, "calendar.toml").value));
    Arc::clone(&READ)
}

/// A moment of law time, `2023-03-01T08:00` or `2023-03-01 08:00`.
///
/// # Panics
/// When there is no such time.
#[must_use]
#[track_caller]
pub fn at(text: &str) -> Instant {
    match Instant::parse_local(&text.replacen(' ', "T", 1)) {
        Ok(at) => at,
        Err(error) => panic!("{error:?}"),
    }
}

/// A date, `2023-03-01`.
///
/// # Panics
/// When there is no such date.
#[must_use]
#[track_caller]
pub fn day(text: &str) -> Date {
    match Date::parse(text) {
        Ok(day) => day,
        Err(error) => panic!("{error:?}"),
    }
}
