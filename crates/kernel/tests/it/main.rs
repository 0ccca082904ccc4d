//! Integration tests of the kernel, one binary.

mod cases;
mod catalogue;
mod organisation;
mod time;
