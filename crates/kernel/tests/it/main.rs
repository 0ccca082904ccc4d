//! Integration tests of the kernel, one binary.

mod catalogue;
mod time;
