//! Histories of other systems: how they come in (`xes`), and what they show once they are here (`look`).
//!
//! What is imported is marked as foreign for ever: its steps are history to show, its due moments stand as given.
//! Not here: reading the format (exchange), the case type (catalogue).

mod error;
mod look;
mod xes;

pub use error::ImportError;
pub use look::{Log, OnTime};
pub use xes::{Imported, Source, Watch};

/// Code of the case type that holds what was imported.
pub const CASE_TYPE: &str = "imported_case";
