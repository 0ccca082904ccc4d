//! What other systems and old books hold: histories come in (`xes`) and are shown (`look`), open work is moved in
//! (`cases`).
//!
//! What is imported is marked as foreign or carried over for ever; its due moments stand as given.
//! Not here: reading the format (exchange), the case type (catalogue).

pub mod cases;
mod error;
mod look;
mod xes;

pub use error::ImportError;
pub use look::{Log, OnTime};
pub use xes::{Imported, Source, Watch};

/// Code of the case type that holds what was imported.
pub const CASE_TYPE: &str = "imported_case";
