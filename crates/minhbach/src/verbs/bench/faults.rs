//! `bench faults`: a real child acts through the office and is killed (SIGKILL) at any moment, again and again; after
//! each kill the ledger must hold every act that was acknowledged, whole, and nothing by half.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

use clap::Args as Arguments;
use office::{Office, OfficeError};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::log;
use super::work::Worker;
use crate::data;
use crate::fail::Failure;
use crate::{clock, say};

/// Threads of the child that act at once.
const SUBMITTERS: u32 = 8;
/// Most acknowledgements before a kill.
const ACKS_MAX: u32 = 120;
/// Kills between two replays; one more follows the last kill.
const KILLS_PER_REPLAY: u32 = 50;

/// Arguments of the measurement.
#[derive(Arguments)]
pub struct Args {
    /// Số lần ngắt / how often the child is killed
    #[arg(long, default_value_t = 1_000)]
    kills: u32,
    /// Thư mục trống để ghi / an empty folder to write in
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Hạt giống của các thời điểm ngắt / seed of the moments of the kills
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Arguments of the child.
#[derive(Arguments)]
pub struct ChildArgs {
    #[arg(long)]
    data: PathBuf,
    #[arg(long)]
    seed: u64,
}

/// An act that was acknowledged: key, last position, case, version.
#[derive(Debug)]
struct Ack {
    key: [u8; 16],
    position: u64,
    case: [u8; 16],
    version: u64,
}

/// Acts until killed, and says after each act that it was acknowledged.
///
/// # Errors
/// When an act fails.
pub fn child(args: &ChildArgs) -> Result<ExitCode, Failure> {
    let office = data::open(&args.data)?;
    let mut threads = Vec::new();
    log::sign_without_pause(&office, &args.data)?;
    for n in 0..SUBMITTERS {
        let office = office.clone();
        let mut worker = Worker::new(&office, clock::now(), args.seed << 8 | u64::from(n))?;
        threads.push(std::thread::spawn(move || -> Result<(), Failure> {
            loop {
                let request = worker.next(clock::now());
                let done = office.act(&request)?;
                let key = request.key.unwrap_or_default().simple();
                let (position, case, version) = (done.position, done.case.simple(), done.version);
                let mut out = std::io::stdout().lock();
                let said = writeln!(out, "ack {key} {position} {case} {version} .").and_then(|()| out.flush());
                said.map_err(|e| Failure::stdout(&e))?;
            }
        }));
    }
    for thread in threads {
        thread.join().map_err(|_panic| Failure::new("một luồng bị hỏng", "a thread broke"))??;
    }
    Ok(ExitCode::SUCCESS)
}

/// Kills and proves.
///
/// # Errors
/// When something that was acknowledged is missing, something is there by half, or the child cannot run.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    drop(data::create(&args.data)?);
    let mut moments = StdRng::seed_from_u64(args.seed);
    let (mut acknowledged, mut events, mut head) = (0_u64, 0, None);
    for kill in 1..=args.kills {
        let acks = run_and_kill(&args.data, args.seed.wrapping_mul(1_000_003) + u64::from(kill), &mut moments)?;
        let office = data::open(&args.data)?;
        events = prove(&office, &acks).map_err(|why| broken(kill, &args.data, &why))?;
        head = Some(log::prove(&office, &args.data, head).map_err(|why| broken(kill, &args.data, &why))?);
        acknowledged += u64::try_from(acks.len()).unwrap_or(0);
        if kill % KILLS_PER_REPLAY == 0 || kill == args.kills {
            replay(&office, &args.data).map_err(|why| broken(kill, &args.data, &why))?;
            say::note(&format!("{kill} lần ngắt / kills: {acknowledged} acts acknowledged, {events} events"));
        }
    }
    say::answer(&format!(
        "| kills | acts acknowledged | of them lost | events | replay |\n| ---: | ---: | ---: | ---: | --- |\n\
         | {} | {acknowledged} | 0 | {events} | equal |",
        args.kills
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn broken(kill: u32, dir: &Path, why: &str) -> Failure {
    let dir = dir.display();
    Failure::new(
        format!("sau lần ngắt {kill}, sổ cái trong {dir} sai: {why}. Xin giữ thư mục này để tìm nguyên nhân."),
        format!("after kill {kill} the ledger in {dir} is wrong: {why}. Keep the folder to find out why."),
    )
}

/// Lets a child act, kills it at a random moment, and answers what it had acknowledged.
fn run_and_kill(dir: &Path, seed: u64, moments: &mut StdRng) -> Result<Vec<Ack>, Failure> {
    let mut child = spawn(dir, seed).map_err(|e| Failure::io(dir, &e))?;
    let Some(out) = child.stdout.take() else { return Ok(Vec::new()) };
    let after = moments.random_range(0..ACKS_MAX);
    let (mut acks, mut killed) = (Vec::new(), false);
    for line in BufReader::new(out).lines() {
        let Ok(line) = line else { break };
        acks.extend(ack(&line));
        if !killed && acks.len() >= usize::try_from(after).unwrap_or(0) {
            child.kill().map_err(|e| Failure::io(dir, &e))?;
            killed = true;
        }
    }
    let status = child.wait().map_err(|e| Failure::io(dir, &e))?;
    if killed {
        return Ok(acks);
    }
    Err(Failure::new(
        format!("tiến trình con tự dừng ({status}) trước khi bị ngắt"),
        format!("the child ended by itself ({status}) before it was killed"),
    ))
}

fn spawn(dir: &Path, seed: u64) -> std::io::Result<Child> {
    Command::new(std::env::current_exe()?)
        .args(["bench", "faults-child", "--seed", &seed.to_string(), "--data"])
        .arg(dir)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
}

/// A whole line is an acknowledgement; one that the kill cut off lacks its dot.
fn ack(line: &str) -> Option<Ack> {
    let words: Vec<&str> = line.split(' ').collect();
    let ["ack", key, position, case, version, "."] = words.as_slice() else { return None };
    let id = |text: &str| uuid::Uuid::parse_str(text).ok().map(uuid::Uuid::into_bytes);
    Some(Ack { key: id(key)?, position: position.parse().ok()?, case: id(case)?, version: version.parse().ok()? })
}

/// What must hold after a kill; answers the number of events.
fn prove(office: &Office, acks: &[Ack]) -> Result<u64, String> {
    let one = |sql: &str| count(office, sql).map_err(|e| e.to_string());
    let events = one("SELECT COUNT(*) FROM events")?;
    let rules = [
        ("positions have a gap", "SELECT COUNT(*) - COALESCE(MAX(position), 0) FROM events"),
        ("the head does not follow the last event", "SELECT next - 1 - (SELECT COUNT(*) FROM events) FROM head"),
        (
            "a stream has a gap",
            "SELECT COUNT(*) FROM (SELECT stream FROM events GROUP BY stream HAVING COUNT(*) <> MAX(seq))",
        ),
        (
            "a case is not where its events are",
            "SELECT COUNT(*) FROM cases c WHERE c.version <> (SELECT MAX(seq) FROM events e WHERE e.stream = c.id)",
        ),
        (
            "an event has no case",
            "SELECT COUNT(DISTINCT stream) - 1 - (SELECT COUNT(*) FROM cases) FROM events",
        ),
        (
            "a number was lost",
            "SELECT COALESCE(SUM(last), 0) - (SELECT COUNT(*) FROM events WHERE CAST(plain AS TEXT) LIKE '%\"k\":\"number_given\"%')
             FROM counters",
        ),
    ];
    for (what, sql) in rules {
        if one(sql)? != 0 {
            return Err(what.to_owned());
        }
    }
    let stored = keys(office).map_err(|e| e.to_string())?;
    for ack in acks {
        let (position, case, version) = (ack.position, &ack.case, ack.version);
        if stored.get(&ack.key) != Some(&(position, *case, version)) {
            return Err(format!("the act at position {position} was acknowledged and is not stored so"));
        }
    }
    Ok(u64::try_from(events).unwrap_or(0))
}

/// A stored act: position of its last event, with that event's case and version.
type StoredAct = (u64, [u8; 16], u64);

fn keys(office: &Office) -> Result<BTreeMap<[u8; 16], StoredAct>, OfficeError> {
    let mut found = BTreeMap::new();
    let sql = "SELECT a.key, e.position, e.stream, e.seq FROM acts a JOIN events e ON e.position = a.last";
    office.ledger().reader()?.query(sql, &[], &mut |row| {
        found.insert(row.array(0)?, (row.count(1)?, row.array(2)?, row.count(3)?));
        Ok(())
    })?;
    Ok(found)
}

fn count(office: &Office, sql: &str) -> Result<i64, OfficeError> {
    let mut n = 0;
    office.ledger().reader()?.query(sql, &[], &mut |row| {
        n = row.int(0)?;
        Ok(())
    })?;
    Ok(n)
}

fn replay(office: &Office, dir: &Path) -> Result<(), String> {
    let scratch = dir.join("replay");
    let replayed = office.replay(&scratch, &mut |_| {}).map_err(|e| e.to_string());
    std::fs::remove_dir_all(&scratch).map_err(|e| e.to_string())?;
    let replayed = replayed?;
    if replayed.is_equal() { Ok(()) } else { Err(format!("replay says {}, not {}", replayed.rebuilt, replayed.live)) }
}
