//! Foreign formats as pure codecs: bytes come in from the caller, values go out.
//!
//! `xes` reads IEEE 1849 event logs; `map` counts what histories have in common; `sheet` writes tables. None opens a file,
//! a socket or a clock, and neither knows cases, deadlines or people of this house: `office` translates.

pub mod map;
pub mod sheet;
pub mod xes;
