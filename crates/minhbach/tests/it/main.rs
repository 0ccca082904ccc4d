//! The verbs as others call them: the built program, its outputs and its exit codes.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod check;
mod due;
mod import;
mod tool;
