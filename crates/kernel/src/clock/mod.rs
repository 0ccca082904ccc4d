//! The clock: when a case is due, why, and whether its time runs, is paused or has stopped.
//!
//! Limits are counted over the working calendar; everything is a pure function of the calendar and the moments given.
//! Who may pause or extend is said by the catalogue and `case`, never here.

mod batch;
mod due;
mod error;
mod explain;
mod limit;
pub mod reminder;
mod state;
mod verdict;

pub use batch::batch_line;
pub use due::{Due, RULE_VERSION, due, due_moment, rule_text, start_moment};
pub use error::ClockError;
pub use explain::{Explanation, Rule, Step};
pub use limit::{Limit, LimitUnit};
pub use state::{ClockState, Extension, ExtensionRule, Pause, PauseMode, Recomputation, Status};
pub use verdict::{Badge, Remaining, Verdict};
