//! `log status|vkey|build --data DIR`: how the public log stands, the key that verifies it, catching up without a server.
//!
//! Not here: verifying a log of others, which needs no data folder.

use std::process::ExitCode;

use clap::{Args as Arguments, Subcommand};
use office::log::{Folders, Follower};

use crate::data::{self, DataArg};
use crate::fail::Failure;
use crate::{clock, random, say};

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

/// What can be asked.
#[derive(Subcommand)]
enum What {
    /// Đã ký đến đâu / how far it is signed
    Status(DataArg),
    /// Khóa để người khác kiểm chứng / the key that others verify it with
    Vkey(DataArg),
    /// Ghi và ký cho kịp sổ cái / write and sign up to the ledger
    Build(DataArg),
}

/// Answers.
///
/// # Errors
/// When there is no ledger or no log, or the log cannot be signed.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    match &args.what {
        What::Status(args) => status(args)?,
        What::Vkey(args) => {
            let office = data::open_to_read(&args.data)?;
            let key = office.log_file("vkey")?.ok_or_else(|| none(args))?;
            say::answer(String::from_utf8_lossy(&key.bytes).trim_end())?;
        }
        What::Build(args) => {
            let office = data::open(&args.data)?;
            let folders = Folders::of(&office, data::keys(&args.data), data::is_simulated(&office));
            Follower::new(office, folders, random::source()?()).finish(clock::now())?;
            status(args)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn status(args: &DataArg) -> Result<(), Failure> {
    let office = data::open_to_read(&args.data)?;
    let head = office.log_head()?.ok_or_else(|| none(args))?;
    let events = office.ledger().head().map_err(office::OfficeError::from)?.next.saturating_sub(1);
    let (origin, size, stamp) = (&head.checkpoint.origin, head.checkpoint.size, head.stamp.unwrap_or(0));
    let published = office.log_published()?;
    say::answer(&format!(
        r#"{{"origin": "{origin}", "events": {events}, "signed": {size}, "stamp": {stamp}, "published": {published}}}"#
    ))
}

fn none(args: &DataArg) -> Failure {
    let dir = args.data.display();
    Failure::new(
        format!("thư mục {dir} chưa có nhật ký công khai. Xin chạy `minhbach log build --data {dir}`, hoặc máy chủ."),
        format!("the folder {dir} has no public log yet. Run `minhbach log build --data {dir}`, or the server."),
    )
}
