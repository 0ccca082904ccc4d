//! Integration tests of `exchange`: the XES reader against a real file and hostile ones, the process map as a picture.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on stops here")]

mod hostile;
mod limits;
mod map;
mod property;
mod receipt;
mod tiny;
