//! `log status|vkey|build|publish|withdraw --data DIR`: how the public log stands, the key that verifies it, catching up without a server.
//!
//! Not here: verifying a log of others, which needs no data folder.

use std::process::ExitCode;

use clap::{Args as Arguments, Subcommand};
use kernel::publishing::{Decision, PublishRefusal};
use kernel::time::Date;
use office::log::{Folders, Follower};

use crate::data::{self, DataArg, WriteArg};
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
    /// Ghi quyết định công khai nhật ký / record the decision to publish the log
    Publish(DecisionArgs),
    /// Ghi quyết định thôi công khai / record the decision to publish it no longer
    Withdraw(DecisionArgs),
}

/// By whose decision.
#[derive(Arguments)]
struct DecisionArgs {
    /// Mã người quyết định, giữ chức Chủ tịch / code of the person who decides, who holds the Chairman's post
    #[arg(long, value_name = "PERSON")]
    by: String,
    /// Số quyết định: 45/QĐ-UBND / number of the decision
    #[arg(long, value_name = "NUMBER")]
    decision: String,
    /// Ngày ký / day of signing
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Date,
    #[command(flatten)]
    data: WriteArg,
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|error| format!("{} / {}", error.vi(), error.en()))
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
        What::Publish(args) => decide(args, true)?,
        What::Withdraw(args) => decide(args, false)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn decide(args: &DecisionArgs, publish: bool) -> Result<(), Failure> {
    let refused = |refusal: &PublishRefusal| Failure::new(refusal.vi(), refusal.en());
    let decision = Decision::parse(&args.decision, args.date).map_err(|refusal| refused(&refusal))?;
    let office = data::open_to_record(&args.data)?;
    let now = data::clock_of(&office)?();
    // Whoever holds no post on the day decides nothing.
    let actor = office.house().actor(&args.by, now).ok_or_else(|| refused(&PublishRefusal::NotChairman))?;
    let position = office.decide_on_log(publish, &decision, &actor, now, random::bytes()?)?;
    say::answer(&format!(r#"{{"position": {position}, "published": {publish}}}"#))
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
