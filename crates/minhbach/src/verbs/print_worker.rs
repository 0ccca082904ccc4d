//! `print-worker`, hidden: one document as JSON on stdin, its PDF on stdout. The server starts it for each document, so
//! that the memory of typesetting goes back to the system when it ends.

use std::process::ExitCode;

use print::Fonts;

use crate::fail::Failure;

/// Prints the one document.
///
/// # Errors
/// When what comes in is no document, or it cannot be typeset or written.
pub fn run() -> Result<ExitCode, Failure> {
    print::work(std::io::stdin().lock(), std::io::stdout().lock(), &Fonts::of_the_system())?;
    Ok(ExitCode::SUCCESS)
}
