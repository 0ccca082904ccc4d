//! Integration tests of `exchange`: the XES reader against a real file and hostile ones, and the map of what it reads; tables and
//! processes written and read back.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on stops here")]

mod bpmn;
mod hostile;
mod limits;
mod property;
mod receipt;
mod sheet;
mod table;
mod tiny;
