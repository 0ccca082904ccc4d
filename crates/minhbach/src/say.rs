//! The two outputs: answers on stdout, everything else on stderr. A reader that has gone away is never an error.

use std::io::{ErrorKind, Write};

use crate::fail::Failure;

/// Writes a line to stderr. When even that is impossible there is nobody to tell.
pub fn note(text: &str) {
    let _nobody_listens = writeln!(std::io::stderr().lock(), "{text}");
}

/// Writes an answer to stdout, with a line end.
///
/// # Errors
/// When it cannot be written, other than because the reader went away.
pub fn answer(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    settled(writeln!(out, "{text}").and_then(|()| out.flush()))
}

/// Takes a closed pipe for the reader's good right.
///
/// # Errors
/// Any other error.
pub fn settled(written: std::io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::stdout(&error)),
        _ => Ok(()),
    }
}
