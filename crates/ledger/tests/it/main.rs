//! The ledger from outside: what is promised to those who append and read.

mod story;
mod support;
