//! `verify`: what an outsider checks, without any password and without the office. 0 genuine, 1 forged, 2 unreadable.

mod evidence;
mod keys;
mod log;
mod page;

use std::process::ExitCode;

use clap::{Args as Arguments, Subcommand};

pub use keys::{key, read};

use crate::fail::Failure;

/// What is asked about cannot be read, so that nothing can be said of it.
pub const UNREADABLE: u8 = 2;

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

/// What can be verified.
#[derive(Subcommand)]
enum What {
    /// Kiểm chứng nhật ký công khai, tính lại tỷ lệ đúng hạn / verify a public log and count its on-time rate again
    Log(log::Args),
    /// Kiểm chứng giấy tiếp nhận hồ sơ, không cần mạng / verify the receipt of a dossier, without any network
    Receipt(evidence::Args),
    /// Kiểm chứng bản mở một hồ sơ, không cần mạng / verify the opening of a case, without any network
    Opening(evidence::Args),
}

/// Verifies.
///
/// # Errors
/// When the answer cannot be written.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let answered = match &args.what {
        What::Log(args) => log::run(args),
        What::Receipt(args) => evidence::receipt(args),
        What::Opening(args) => evidence::opening(args),
    };
    answered.or_else(|unread: log::Stop| match unread {
        log::Stop::Unreadable(failure) => {
            failure.tell();
            Ok(ExitCode::from(UNREADABLE))
        }
        log::Stop::Failed(failure) => Err(failure),
    })
}
