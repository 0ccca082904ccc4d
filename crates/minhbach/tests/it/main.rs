//! The verbs as others call them: the built program, its outputs and its exit codes.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on stops here")]

mod backup;
mod catalogue;
mod check;
mod database;
mod demo;
mod digest;
mod due;
mod faults;
mod folders;
mod import;
mod kept;
mod log;
mod moving;
mod report;
mod serve;
mod server;
mod tool;
mod verify;
mod witnesses;
mod years;
