//! The verbs as others call them: the built program, its outputs and its exit codes.

mod check;
mod due;
mod tool;
