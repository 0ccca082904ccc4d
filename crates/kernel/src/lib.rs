//! The rules of the house: catalogue, case, clock, calendar, rights and figures.
//!
//! Everything here is a pure function of its arguments: no files, no network, no database, no "now", no randomness.
//! It cannot fail for an outside reason, and reads as the law reads.

pub mod calendar;
pub mod case;
pub mod catalogue;
pub mod checked;
pub mod clock;
pub mod code;
pub mod figures;
pub mod org;
pub mod publishing;
pub mod said;
pub mod shipped;
pub mod text;
pub mod time;

pub use code::Code;
pub use said::Said;
