//! `digest --data DIR --to-files DIR | --smtp URL`: sends today's letters now, beside a server that may be running.
//!
//! Sent twice on a day, it sends nothing the second time. Not here: what letters tell.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Args as Arguments;
use kernel::time::Instant;

use crate::clock::Clock;
use crate::data::{self, DataArg};
use crate::fail::Failure;
use crate::mail::{MailArgs, Post};
use crate::{say, server};

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    #[command(flatten)]
    data: DataArg,
    #[command(flatten)]
    mail: MailArgs,
    /// Thời điểm gửi, thay cho đồng hồ / moment of sending, instead of the clock: 2024-01-03T07:00
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<Instant>,
}

fn moment(text: &str) -> Result<Instant, String> {
    Instant::parse_local(text).map_err(|e| format!("{}; 2024-01-03T07:00", e.vi()))
}

/// Sends the letters.
///
/// # Errors
/// When nobody says whereto, the ledger cannot be opened, or the mail server cannot be reached.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let office = data::open(&args.data.data)?;
    let base = format!("http://127.0.0.1:{}", server::PORT);
    let Some(post) = Post::of(&args.mail, office.ledger().origin(), &base)? else {
        return Err(Failure::new(
            "chưa nói gửi thư đi đâu. Xin thêm --to-files DIR hoặc --smtp URL.",
            "nobody says where letters go. Add --to-files DIR or --smtp URL.",
        ));
    };
    let clock: Clock = match args.at {
        Some(at) => Arc::new(move || at),
        None => data::clock_of(&office)?,
    };
    let sent = post.send_all(&office, &*clock, &|| true)?;
    say::answer(&sent.letters.to_string())?;
    say::note(&format!(
        "{} thư đã gửi, {} thư bị từ chối / {} letters sent, {} refused",
        sent.letters, sent.refused, sent.letters, sent.refused
    ));
    Ok(if sent.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
