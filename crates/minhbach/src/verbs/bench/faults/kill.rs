//! A process that is killed (SIGKILL) at any moment, over a SQLite file; and, as when the power goes, a last page that was
//! written by half.
//!
//! Two kinds of torn pages: behind the last commit, where a write was under way (nothing may be lost), and within what was
//! committed, as by a disk that had said "written" and lied. That one is done to a copy: no program can get back what the
//! disk has not kept, but whole acts must be missing, never half ones, and the log must say so where a head was signed.

use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ledger::{FILE_NAME, KeyFolder};
use office::log::{Folders, Follower, LogError};
use rand::rngs::StdRng;
use rand::{Rng as _, RngExt, SeedableRng};

use super::load::Load;
use super::{Args, Fault, ROUNDS_PER_REPLAY, broken, proof, table};
use crate::fail::Failure;
use crate::verbs::bench::log;
use crate::{clock, data, random, say};

/// Most acknowledgements before a kill.
pub const ACKS_MAX: usize = 120;
/// A kill comes up to so many microseconds after an acknowledgement: at any step of the next batch.
pub const AFTER_MICROS_MAX: u64 = 8_000;

/// Bytes of the head of a write-ahead log and of the head of each frame in it, as SQLite lays them out.
const WAL_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;

/// What a lying disk did to copies.
#[derive(Default)]
struct Lies {
    without_loss: u32,
    named: u32,
    unsigned: u32,
}

/// Kills and proves.
///
/// # Errors
/// When something that was acknowledged is missing, something is there by half, or the child cannot run.
pub fn run(args: &Args) -> Result<(), Failure> {
    drop(data::create(&args.data)?);
    let keys = data::keys(&args.data);
    let mut moments = StdRng::seed_from_u64(args.seed);
    let (mut acknowledged, mut events, mut head, mut lies) = (0, 0, None, Lies::default());
    for round in 1..=args.times {
        let wrong = |why: String| broken(round, &args.data, &why);
        let acks = run_and_kill(&args.data, args.seed.wrapping_mul(1_000_003) + u64::from(round), &mut moments)?;
        if args.fault == Fault::TornPage {
            lie(args, &mut moments, &mut lies).map_err(wrong)?;
            tear(&args.data, &mut moments).map_err(|error| Failure::io(&args.data, &error))?;
        }
        let office = data::open(&args.data)?;
        events = proof::prove(&office, &acks).map_err(wrong)?;
        head = Some(log::prove(&office, &keys, head).map_err(wrong)?);
        acknowledged += acks.len();
        if round.is_multiple_of(ROUNDS_PER_REPLAY) || round == args.times {
            proof::replay(&office, &args.data).map_err(wrong)?;
            say::note(&format!("{round} lần ngắt / kills: {acknowledged} acts acknowledged, {events} events"));
        }
    }
    let mut row = vec![
        ("kills", args.times.to_string()),
        ("acts acknowledged", acknowledged.to_string()),
        ("of them lost", "0".to_owned()),
        ("events", events.to_string()),
        ("replay", "equal".to_owned()),
    ];
    if args.fault == Fault::TornPage {
        row.push(("committed page torn: nothing lost", lies.without_loss.to_string()));
        row.push(("lost what was signed, named", lies.named.to_string()));
        row.push(("lost whole acts that no head had signed yet, not noticed", lies.unsigned.to_string()));
    }
    table(&row)
}

/// Lets a child act, kills it at a random moment, and answers what it had acknowledged.
fn run_and_kill(dir: &Path, seed: u64, moments: &mut StdRng) -> Result<Vec<proof::Ack>, Failure> {
    let mut load = Load::start(dir, seed, None)?;
    load.hear(moments.random_range(0..ACKS_MAX))?;
    load.hear_for(Duration::from_micros(moments.random_range(0..AFTER_MICROS_MAX)))?;
    load.kill()?;
    Ok(std::mem::take(&mut load.acks))
}

/// The write-ahead log that a killed process left.
struct Wal {
    file: PathBuf,
    bytes: Vec<u8>,
    frame: usize,
    /// Where the frames that are committed end.
    committed: usize,
}

impl Wal {
    /// `None` where nothing is committed in it.
    fn read(dir: &Path) -> std::io::Result<Option<Self>> {
        let file = dir.join(format!("{FILE_NAME}-wal"));
        let bytes = match fs::read(&file) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            read => read?,
        };
        let number = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
        let Some(page) = number(8).and_then(|page| usize::try_from(page).ok()) else { return Ok(None) };
        let (frame, salts) = (FRAME_HEAD + page, bytes.get(16..24));
        let (mut at, mut committed) = (WAL_HEAD, 0);
        while bytes.len() >= at + frame && bytes.get(at + 8..at + 16) == salts {
            // The size of the database stands in the frame that ends a transaction.
            if number(at + 4).is_some_and(|pages| pages > 0) {
                committed = at + frame;
            }
            at += frame;
        }
        Ok((committed > 0).then_some(Self { file, bytes, frame, committed }))
    }
}

/// Leaves a write by half behind the last commit: frames that begin like the last one, and end in noise.
fn tear(dir: &Path, moments: &mut StdRng) -> std::io::Result<()> {
    let Some(wal) = Wal::read(dir)? else { return Ok(()) };
    let last = wal.bytes.get(wal.committed - wal.frame..wal.committed).unwrap_or_default();
    let mut torn = Vec::new();
    for _ in 0..moments.random_range(1..=3) {
        let mut frame = last.to_vec();
        let whole = moments.random_range(8..frame.len());
        if let Some(rest) = frame.get_mut(whole..) {
            moments.fill_bytes(rest);
        }
        torn.append(&mut frame);
    }
    // It may break off anywhere, also within the head of a frame.
    torn.truncate(moments.random_range(1..=torn.len()));
    let mut file = fs::OpenOptions::new().write(true).open(&wal.file)?;
    file.seek(SeekFrom::Start(u64::try_from(wal.committed).unwrap_or(u64::MAX)))?;
    file.write_all(&torn)
}

/// Spoils one byte of what was committed last, in a copy, and looks what comes of it.
fn lie(args: &Args, moments: &mut StdRng, lies: &mut Lies) -> Result<(), String> {
    let copy = args.data.join("copy");
    let done = lie_in(args, &copy, moments, lies);
    let gone = fs::remove_dir_all(&copy).map_err(|error| error.to_string());
    done.and(gone)
}

fn lie_in(args: &Args, copy: &Path, moments: &mut StdRng, lies: &mut Lies) -> Result<(), String> {
    copied(&args.data, copy).map_err(|error| error.to_string())?;
    let Some(wal) = Wal::read(copy).map_err(|error| error.to_string())? else { return Ok(()) };
    let reach = wal.frame * moments.random_range(1..=4);
    let from = wal.committed.saturating_sub(reach).max(WAL_HEAD);
    let at = moments.random_range(from..wal.committed);
    let spoilt = wal.bytes.get(at).map_or(0, |byte| byte ^ (1 << moments.random_range(0..8)));
    let spoil = || -> std::io::Result<()> {
        let mut file = fs::OpenOptions::new().read(true).write(true).open(&wal.file)?;
        file.seek(SeekFrom::Start(u64::try_from(at).unwrap_or(u64::MAX)))?;
        file.write_all(&[spoilt])
    };
    spoil().map_err(|error| error.to_string())?;
    let whole = events_in(&args.data)?;
    let office = data::open(copy).map_err(|error| error.to_string())?;
    // Whole acts are missing, if any.
    let left = proof::prove(&office, &[])?;
    let keys = KeyFolder::of(copy, None);
    let seed = random::source().map_err(|error| error.to_string())?();
    let signed = Follower::new(office.clone(), Folders::of(&office, keys, false), seed).finish(clock::now());
    match signed {
        Ok(_) if left == whole => lies.without_loss += 1,
        Ok(_) => lies.unsigned += 1,
        // Events that were signed are missing; or all are there, and the note of what was signed is not.
        Err(LogError::GoneBack { .. } | LogError::Rewritten { .. }) => lies.named += 1,
        Err(error) => return Err(format!("of {whole} events {left} are left, and the log says: {}", error.en())),
    }
    Ok(())
}

/// Events in a ledger, as a copy of it says, so that the one that was killed is left as it is.
fn events_in(dir: &Path) -> Result<u64, String> {
    let second = dir.join("second");
    let count = || -> Result<u64, Failure> {
        copied(dir, &second).map_err(|error| Failure::io(&second, &error))?;
        let office = data::open_to_read(&second)?;
        Ok(office.ledger().head().map_err(office::OfficeError::from)?.next.saturating_sub(1))
    };
    let counted = count().map_err(|error| error.to_string());
    fs::remove_dir_all(&second).map_err(|error| error.to_string())?;
    counted
}

/// Copies the ledger, its keys and its log.
pub fn copied(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        let shared_memory = name.to_string_lossy().ends_with("-shm");
        if kind.is_file() && !shared_memory {
            fs::copy(entry.path(), to.join(&name))?;
        } else if kind.is_dir() && (name == "keys" || name == "log" || from.ends_with("log") || is_within_log(from)) {
            copied(&entry.path(), &to.join(&name))?;
        }
    }
    Ok(())
}

fn is_within_log(dir: &Path) -> bool {
    dir.components().any(|part| part.as_os_str() == "log")
}

/// The bytes of a file from one place on.
pub fn read_at(file: &Path, at: u64, bytes: &mut [u8]) -> std::io::Result<()> {
    let mut file = fs::File::open(file)?;
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(bytes)
}
