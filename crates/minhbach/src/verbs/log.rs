//! `log status|vkey|build|epoch|publish|withdraw --data DIR`: how the public log stands, the key that verifies it, catching up
//! without a server, beginning anew after a restore.
//!
//! Not here: verifying a log of others, which needs no data folder.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args as Arguments, Subcommand};
use kernel::case::leaf::EpochLeaf;
use kernel::publishing::{Decision, PublishRefusal};
use kernel::time::{Date, Instant};
use office::Office;
use office::log::{
    Cosignatures, Folders, Follower, NewEpoch, WitnessReport, WitnessStanding, WitnessesError, begin_epoch,
};

use crate::data::{self, DataArg, WriteArg};
use crate::fail::Failure;
use crate::machine::noted_witnesses;
use crate::{clock, random, say};

/// The longest checkpoint that is read, in bytes.
pub const NOTE_BYTES_MAX: u64 = 64 << 10;

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
    /// Mở kỳ mới, khi sổ cái khôi phục không còn đủ những gì đã ký / begin a new epoch, where a restored ledger does not hold all that was signed
    Epoch(EpochArgs),
    /// Ghi quyết định công khai nhật ký / record the decision to publish the log
    Publish(DecisionArgs),
    /// Ghi quyết định thôi công khai / record the decision to publish it no longer
    Withdraw(DecisionArgs),
}

/// Why a new epoch.
#[derive(Arguments)]
struct EpochArgs {
    /// Lý do, một dòng, sẽ công khai / the reason, one line that becomes public
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Checkpoint đã công bố gần nhất mà ai đó giữ / the last published checkpoint that somebody kept
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Số sự kiện còn lại lúc khôi phục, nếu từ đó đã ghi thêm / events held when it was restored, if more were recorded since
    #[arg(long, value_name = "N")]
    restored: Option<u64>,
    #[command(flatten)]
    data: DataArg,
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
        What::Epoch(args) => epoch(args)?,
        What::Publish(args) => decide(args, true)?,
        What::Withdraw(args) => decide(args, false)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn epoch(args: &EpochArgs) -> Result<(), Failure> {
    let dir = &*args.data.data;
    let office = data::open(dir)?;
    let folders = Folders::of(&office, data::keys(dir), data::is_simulated(&office));
    let read = |path: &PathBuf| super::verify::read(path, NOTE_BYTES_MAX);
    let checkpoint = args.checkpoint.as_ref().map(read).transpose()?;
    let now = data::clock_of(&office)?();
    let new = NewEpoch { reason: &args.reason, restored: args.restored, checkpoint: checkpoint.as_deref(), now };
    let begun = begin_epoch(&office, &folders, &new)?;
    Follower::new(office, folders, random::source()?()).finish(now)?;
    match begun {
        Some(leaf) => say_epoch(&leaf),
        None => say::note(
            "Không cần kỳ mới: sổ cái có đủ những gì đã ký, nhật ký ghi tiếp.\n\
             No new epoch is needed: the ledger holds all that was signed, the log goes on.",
        ),
    }
    status(&args.data)
}

/// Tells that an epoch began, and what is lost.
pub fn say_epoch(leaf: &EpochLeaf) {
    let (epoch, origin, size, restored) = (leaf.epoch, &leaf.origin, leaf.size, leaf.restored);
    say::note(&format!(
        "Nhật ký mở kỳ {epoch}. Lá đầu nêu đầu cũ của “{origin}” ({size} lá), {restored} sự kiện được nhận lại, và lý do: {}.\n\
         The log begins epoch {epoch}. Its first leaf names the old head of “{origin}” ({size} leaves), {restored} events taken \
         over, and the reason.",
        leaf.reason
    ));
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
    let witnesses = match standing(&office, args) {
        None => "null".to_owned(),
        Some(Ok(standing)) => told(&standing, size)?,
        Some(Err(error)) => {
            Failure::new(error.vi(), error.en()).tell();
            serde_json::json!({ "error": error.to_string() }).to_string()
        }
    };
    say::answer(&format!(
        r#"{{"origin": "{origin}", "events": {events}, "signed": {size}, "stamp": {stamp}, "published": {published}, "witnesses": {witnesses}}}"#
    ))
}

/// How it stands with the witnesses: what is published, and what a server has noted since.
fn standing(office: &Office, args: &DataArg) -> Option<Result<WitnessReport, WitnessesError>> {
    let key = office.log_file("vkey").ok().flatten()?;
    let key = translog::PublicKey::parse(&String::from_utf8_lossy(&key.bytes)).ok()?;
    let cosignatures = Cosignatures::default();
    cosignatures.configure(&data::keys(&args.data), &key);
    cosignatures.resume(office.shelf().dir());
    let mut standing = match cosignatures.standing()? {
        Ok(standing) => standing,
        Err(error) => return Some(Err(error)),
    };
    let noted = noted_witnesses(&args.data).unwrap_or_default();
    for witness in &mut standing.each {
        let Some(noted) = noted.each.iter().find(|noted| noted.name == witness.name) else { continue };
        let newest = if noted.size > witness.size { noted } else { &*witness };
        *witness = WitnessStanding { size: newest.size, at: newest.at, ..noted.clone() };
    }
    Some(Ok(standing))
}

/// As JSON; and on stderr, for people, a line for each witness.
fn told(standing: &WitnessReport, size: u64) -> Result<String, Failure> {
    let behind = |signed: Option<u64>| signed.map(|signed| size.saturating_sub(signed));
    for WitnessStanding { name, size: signed, at, trouble, .. } in &standing.each {
        let at = at.and_then(|at| i64::try_from(at).ok()).map(|at| Instant(at.saturating_mul(1_000_000)));
        let (mut vi, mut en) = match (signed, at) {
            (Some(signed), Some(at)) => {
                let behind = size.saturating_sub(*signed);
                let (vi, en) = (at.print_vn(), at.print_iso());
                (
                    format!("ký {signed} lá lúc {vi}, còn sau {behind}"),
                    format!("signed {signed} leaves at {en}, {behind} behind"),
                )
            }
            _ => ("chưa ký".to_owned(), "has not signed".to_owned()),
        };
        if let Some((why_vi, why_en)) = trouble {
            vi.push_str(&format!("; lần hỏi cuối: {why_vi}"));
            en.push_str(&format!("; the last try: {why_en}"));
        }
        say::note(&format!("{name}: {vi} / {en}"));
    }
    let each = standing.each.iter().map(|witness| {
        let trouble = witness.trouble.as_ref().map(|(vi, en)| format!("{vi} / {en}"));
        serde_json::json!({
            "name": witness.name, "size": witness.size, "at": witness.at, "behind": behind(witness.size),
            "trouble": trouble, "fork": witness.is_fork,
        })
    });
    let told = serde_json::json!({
        "wanted": standing.quorum, "known": standing.each.len(), "signed": standing.signed(size),
        "witnessed": standing.witnessed, "behind": behind(standing.witnessed), "each": each.collect::<Vec<_>>(),
    });
    serde_json::to_string(&told).map_err(|error| Failure::new(error.to_string(), error.to_string()))
}

fn none(args: &DataArg) -> Failure {
    let dir = args.data.display();
    Failure::new(
        format!("thư mục {dir} chưa có nhật ký công khai. Xin chạy `minhbach log build --data {dir}`, hoặc máy chủ."),
        format!("the folder {dir} has no public log yet. Run `minhbach log build --data {dir}`, or the server."),
    )
}
