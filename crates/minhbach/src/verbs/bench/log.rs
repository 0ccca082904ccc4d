//! The public log under load: what it costs, how old the newest head is, how quickly trees and proofs are made; and what must
//! hold of it after a kill (`faults`).

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args as Arguments;
use ledger::KeyFolder;
use office::Office;
use office::log::{Folders, Follower};
use translog::{Checkpoint, Dir, Rooter, Tiles, TreeError};

use super::load::{Acted, Heads, load};
use super::{per_second, permille};
use crate::fail::Failure;
use crate::{clock, data, random, say};

/// Submitters of the load.
const SUBMITTERS: u32 = 64;
/// After something that may pass, signing is tried again.
const TRIED_AGAIN_AFTER: Duration = Duration::from_millis(200);

/// Arguments of the measurement.
#[derive(Arguments)]
pub struct Args {
    /// Thư mục trống để ghi / an empty folder to write in
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Số giây mỗi mức / seconds of each load
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Số bằng chứng / proofs to make
    #[arg(long, default_value_t = 200_000)]
    proofs: u64,
}

/// Measures without and with the log, then the tree and its proofs alone, over the ledger that came of it.
///
/// # Errors
/// When an act fails, or the log cannot be signed.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let office = data::create(&args.data)?;
    let time = Duration::from_secs(args.seconds);
    let (bare, took) = load(&office, SUBMITTERS, time, 0)?;
    let heads = Heads::follow(&office, &args.data)?;
    let (acts, signing_took) = load(&office, SUBMITTERS, time, 1 << 40)?;
    let rate = |acts: &[Acted], took| per_second(u64::try_from(acts.len()).unwrap_or(u64::MAX), took);
    let (bare, signed) = (rate(&bare, took), rate(&acts, signing_took));
    let (mut ages, heads) = heads.ages(acts);
    say::answer("| measured | figure |\n| --- | ---: |")?;
    say::answer(&format!("| commands/s at {SUBMITTERS} without log | {bare} |"))?;
    say::answer(&format!("| commands/s at {SUBMITTERS} with log | {signed} |"))?;
    for (name, part) in [("p50", 500), ("p99", 990), ("max", 1_000)] {
        say::answer(&format!("| from answer to signed head, {name} ms | {} |", permille(&mut ages, part) / 1_000))?;
    }
    say::answer(&format!("| heads signed | {heads} |"))?;
    tree(args, &office)?;
    Ok(ExitCode::SUCCESS)
}

/// The whole log again in a folder of its own, then proofs all over it and of the newest events.
fn tree(args: &Args, office: &Office) -> Result<(), Failure> {
    let leaves = office.ledger().head().map_err(office::OfficeError::from)?.next.saturating_sub(1);
    std::fs::remove_dir_all(office.shelf().dir()).map_err(|error| Failure::io(office.shelf().dir(), &error))?;
    let begun = Instant::now();
    let folders = Folders::of(office, KeyFolder::of(&args.data, None), false);
    Follower::new(office.clone(), folders, random::source()?()).finish(clock::now())?;
    say::answer(&format!(
        "| leaves/s, the log built anew from {leaves} events | {} |",
        per_second(leaves, begun.elapsed())
    ))?;
    let head = office.log_head()?.ok_or_else(|| Failure::new("chưa có nhật ký", "there is no log"))?.checkpoint;
    let files = Dir(office.shelf().dir().to_owned());
    let mut tiles = Tiles::new(files, head.size, head.root).map_err(|error| broken(&error))?;
    // A step that is prime to nearly every size, so that proofs jump all over the tree.
    let spread = |n: u64| n.wrapping_mul(7_919) % head.size;
    let newest = |n: u64| head.size - 1 - n % head.size.min(256);
    let ways: [(&str, &dyn Fn(u64) -> u64); 3] =
        [("all over, for the first time", &spread), ("all over", &spread), ("of the newest events", &newest)];
    for (name, at) in ways {
        let begun = Instant::now();
        for n in 0..args.proofs {
            std::hint::black_box(tiles.inclusion(at(n)).map_err(|error| broken(&error))?);
        }
        let rate = per_second(args.proofs, begun.elapsed());
        say::answer(&format!("| inclusion proofs/s from tiles, {name} | {rate} |"))?;
    }
    let begun = Instant::now();
    let asked = args.proofs.min(20_000);
    for n in 0..asked {
        std::hint::black_box(office.inclusion(newest(n) + 1)?);
    }
    say::answer(&format!("| receipts/s: proof and head through the office | {} |", per_second(asked, begun.elapsed())))
}

/// Signs round after round on a thread of its own until the process is killed, so that kills meet it at every step. What may
/// pass, a server or a disk that is not there for a while, is tried again; anything else is told, and ends it.
///
/// # Errors
/// When the system has no randomness to give.
pub(super) fn sign_without_pause(office: &Office, keys: &KeyFolder) -> Result<(), Failure> {
    let folders = Folders::of(office, keys.clone(), false);
    let mut follower = Follower::new(office.clone(), folders, random::source()?());
    std::thread::spawn(move || {
        loop {
            match follower.step(clock::now()) {
                Ok(_step) => {}
                Err(error) if error.may_pass() => std::thread::park_timeout(TRIED_AGAIN_AFTER),
                Err(error) => return Failure::from(error).tell(),
            }
        }
    });
    Ok(())
}

/// What must hold of a log whose writer was killed: it stands before it is mended, goes on to the last event, is the tree
/// over the ledger's events, and continues every head of before. Answers the head now.
pub(super) fn prove(office: &Office, keys: &KeyFolder, before: Option<Checkpoint>) -> Result<Checkpoint, String> {
    let files = || Dir(office.shelf().dir().to_owned());
    let left = office.log_head().map_err(|error| error.to_string())?.map(|head| head.checkpoint);
    if let Some(left) = &left {
        Tiles::new(files(), left.size, left.root).map_err(|error| format!("the log that was left: {error}"))?;
    }
    let folders = Folders::of(office, keys.clone(), false);
    let seed = random::source().map_err(|error| error.to_string())?();
    Follower::new(office.clone(), folders, seed).finish(clock::now()).map_err(|error| error.en())?;
    let now = office.log_head().map_err(|error| error.to_string())?.ok_or("there is no log")?.checkpoint;
    let mut rooter = Rooter::new();
    let events = office.ledger().head().map_err(|error| error.en())?.next.saturating_sub(1);
    while rooter.size() < events {
        let mut reader = office.ledger().reader().map_err(|error| error.en())?;
        let leaves = reader.leaves_from(rooter.size() + 1, 4_096).map_err(|error| error.to_string())?;
        leaves.iter().for_each(|leaf| rooter.push(&leaf.pub_));
    }
    if (now.size, now.root) != (events, rooter.root()) {
        return Err(format!("the signed tree of {} entries is not that of the {events} events", now.size));
    }
    let mut tiles = Tiles::new(files(), now.size, now.root).map_err(|error| error.to_string())?;
    for old in before.iter().chain(&left) {
        if tiles.root_at(old.size).map_err(|error| error.to_string())? != old.root {
            return Err(format!("the head of {} entries is not continued", old.size));
        }
    }
    Ok(now)
}

/// What must hold while others go on writing: the head that is shown now continues the one of before. Answers it.
pub(super) fn goes_on(office: &Office, before: Option<Checkpoint>) -> Result<Option<Checkpoint>, String> {
    let Some(now) = office.log_head().map_err(|error| error.to_string())?.map(|head| head.checkpoint) else {
        return before.map_or(Ok(None), |before| Err(format!("the log of {} entries is gone", before.size)));
    };
    let files = Dir(office.shelf().dir().to_owned());
    let mut tiles = Tiles::new(files, now.size, now.root).map_err(|error| format!("the log that is shown: {error}"))?;
    if let Some(before) = before
        && (before.size > now.size || tiles.root_at(before.size).map_err(|error| error.to_string())? != before.root)
    {
        return Err(format!("the head of {} entries is not continued", before.size));
    }
    Ok(Some(now))
}

fn broken(error: &TreeError) -> Failure {
    Failure::new(format!("nhật ký hỏng ({error})"), format!("the log is damaged ({error})"))
}
