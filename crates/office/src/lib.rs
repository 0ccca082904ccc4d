//! The shell around the kernel: load, decide, append, answer.
