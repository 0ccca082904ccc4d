//! Moving in: the open work of the books kept before, and the units and people that it names, come in from tables.
//!
//! A map (TOML) says which column is what. Every row is checked by the rules of its type first; then each becomes one
//! act, an opening balance (số dư đầu kỳ) that no figure counts as opened here. A row is known again by register and
//! number, so that a second run adds nothing. Not here: reading files (exchange), the rules (kernel), pages.

mod finding;
mod look;
mod map;
mod names;
mod org;
mod row;
mod run;
mod sending;

pub use finding::{Finding, MoveInError};
pub use look::{PREVIEW_ROWS, PartLook, Previewed, SheetLook, Standing};
pub use map::{Map, SheetMap};
pub use run::{FINDINGS_MAX, Moved, On, Wishes};
