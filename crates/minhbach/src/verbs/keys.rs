//! `keys rotate --data DIR`: changes the master key, also while a server runs.
//!
//! Not here: what is wrapped anew and how (ledger).

use std::process::ExitCode;

use clap::{Args as Arguments, Subcommand};
use office::OfficeError;

use crate::data::{self, DataArg};
use crate::fail::Failure;
use crate::say;

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

/// What is done with the keys.
#[derive(Subcommand)]
enum What {
    /// Thay khóa chủ, máy chủ vẫn chạy / change the master key while the server runs
    Rotate(DataArg),
}

/// Does it.
///
/// # Errors
/// When key or storage say no; then it can be run again, and goes on.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let What::Rotate(folder) = &args.what;
    let office = data::open(&folder.data)?;
    let done = office.ledger().rotate(&mut |_| {}).map_err(OfficeError::from)?;
    say::answer(&format!("{} {}", done.generation, done.streams))?;
    say::note("Hãy sao lưu lại thư mục khóa. / Back up the keys folder again.");
    Ok(ExitCode::SUCCESS)
}
