//! What other systems and old books hold: histories come in (`xes`) and are shown (`look`), open work is moved in
//! (`cases`).
//!
//! What is imported is marked as foreign or carried over for ever; its due moments stand as given.
//! Not here: reading the format (exchange), the case type (catalogue).

pub mod cases;
mod error;
mod look;
mod xes;

use kernel::case::Case;
use kernel::time::Instant;

pub use error::ImportError;
pub use look::{Log, OnTime};
pub use xes::{Imported, Source, Watch};

/// Code of the case type that holds what was imported.
pub const CASE_TYPE: &str = "imported_case";

/// When a case was opened where it comes from, by the old books or by the log; `None` for one that was opened here, and
/// where the log names no time.
#[must_use]
pub fn opened_at_source(case: &Case) -> Option<Instant> {
    let by_books = case.carried.as_ref().map(|carried| carried.received);
    let by_log = || case.clock.as_ref().filter(|_| case.case_type == *CASE_TYPE).map(|clock| clock.received);
    by_books.or_else(by_log).filter(|at| *at < case.opened)
}
