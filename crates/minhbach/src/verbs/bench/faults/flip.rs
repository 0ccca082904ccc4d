//! One bit flips: in the ledger's file, in a file of the public log, in what is stored of an attached file. Each flip is
//! looked at by all that the house has for it, and undone again.
//!
//! What was flipped is either named (by opening, `replay`, reading the file, `verify log`), or without any effect: in space
//! that nothing uses. What differs and is named by nothing would be served, and fails the measurement. Tables outside the
//! ledger (passwords, sessions, cursors) are proven by nothing, and counted apart.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kernel::case::{Act, FileRef};
use ledger::FILE_NAME;
use office::log::{Folders, Follower};
use office::{Office, Request};
use rand::rngs::StdRng;
use rand::{Rng as _, RngExt, SeedableRng};
use sha2::{Digest, Sha256};
use translog::Rooter;

use super::{Args, broken, proof, table};
use crate::fail::Failure;
use crate::verbs::bench::work::Worker;
use crate::{data, random, say};

/// Share of the full volume that is lived before bits flip in it.
const SCALE: &str = "0.0003";
/// Files that are attached to it, and how large they are.
const FILES: u32 = 8;
const FILE_BYTES: usize = 30_000;
/// Bytes by which a place in a stored file is found again in the ledger's file.
const NEEDLE_BYTES: usize = 24;
/// Tables that no event tells of.
const OUTSIDE: [&str; 8] =
    ["read_version", "users", "sessions", "saved_views", "seen", "digests", "log_head", "log_epochs"];

/// What came of one flip.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    /// Something of the house names it.
    Named(&'static str),
    /// Nothing that is stored differs.
    Nothing,
    /// A table outside the ledger differs.
    Outside(String),
    /// It differs, and nobody says so.
    Served(String),
}

/// The house before anything flips.
struct House {
    dir: PathBuf,
    rows: BTreeMap<String, String>,
    vkey: String,
    /// Kept heads that an outsider compares.
    heads: String,
}

/// Flips, looks, and undoes.
///
/// # Errors
/// When a flip is served.
pub fn run(args: &Args) -> Result<(), Failure> {
    super::must_be_empty(&args.data)?;
    let house = House::build(&args.data.join("house"), args.seed)?;
    let mut moments = StdRng::seed_from_u64(args.seed);
    let ledger = vec![house.dir.join(FILE_NAME)];
    let log = files_under(&house.dir.join("log")).map_err(|error| Failure::io(&house.dir, &error))?;
    for (place, files) in [("ledger", &ledger), ("log", &log)] {
        let mut counts: BTreeMap<Found, u32> = BTreeMap::new();
        for round in 1..=args.times {
            let file = files.get(moments.random_range(0..files.len())).unwrap_or(&house.dir);
            let size = fs::metadata(file).map_err(|error| Failure::io(file, &error))?.len();
            let (at, bit) = (moments.random_range(0..size.max(1)), moments.random_range(0..8));
            let found = flipped(file, at, bit, || if place == "log" { house.look_at_log(file) } else { house.look() })?;
            if let Found::Served(what) = &found {
                let why = format!("bit {bit} of byte {at} in {} flipped and nobody says so ({what})", file.display());
                return Err(broken(round, &house.dir, &why));
            }
            *counts.entry(found).or_default() += 1;
        }
        tell(place, args.times, &counts)?;
    }
    let named = house.flip_files(args.times, &mut moments)?;
    tell("attached file", args.times, &BTreeMap::from([(Found::Named("reading it"), named)]))
}

fn tell(place: &str, times: u32, counts: &BTreeMap<Found, u32>) -> Result<(), Failure> {
    let sum = |wanted: &dyn Fn(&Found) -> bool| {
        counts.iter().filter(|(found, _)| wanted(found)).map(|(_, n)| n).sum::<u32>().to_string()
    };
    let by: Vec<String> = counts.iter().map(|(found, n)| format!("{found:?}: {n}")).collect();
    say::note(&format!("{place}: {}", by.join(", ")));
    table(&[
        ("bits flipped in", place.to_owned()),
        ("times", times.to_string()),
        ("named", sum(&|found| matches!(found, Found::Named(_)))),
        ("without effect", sum(&|found| *found == Found::Nothing)),
        ("outside the ledger", sum(&|found| matches!(found, Found::Outside(_)))),
        ("served", sum(&|found| matches!(found, Found::Served(_)))),
    ])
}

/// Flips a bit, looks, and flips it back.
fn flipped<T>(file: &Path, at: u64, bit: u8, look: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let flip = || -> std::io::Result<()> {
        let mut byte = [0];
        super::kill::read_at(file, at, &mut byte)?;
        let mut open = fs::OpenOptions::new().write(true).open(file)?;
        open.seek(SeekFrom::Start(at))?;
        open.write_all(&byte.map(|byte| byte ^ (1 << bit)))
    };
    flip().map_err(|error| Failure::io(file, &error))?;
    let found = look();
    flip().map_err(|error| Failure::io(file, &error))?;
    found
}

impl House {
    /// Years lived at a small scale, with some attached files, and their log.
    fn build(dir: &Path, seed: u64) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| Failure::io(dir, &error);
        let mut simulate = Command::new(std::env::current_exe().map_err(failed)?);
        simulate.args(["simulate", "--scale", SCALE, "--seed", &seed.to_string(), "--data"]).arg(dir);
        if !simulate.stdin(Stdio::null()).stdout(Stdio::null()).status().map_err(failed)?.success() {
            return Err(Failure::new("không mô phỏng được", "the simulation failed"));
        }
        let office = data::open(dir)?;
        attach(&office, seed)?;
        let folders = Folders::of(&office, data::keys(dir), true);
        Follower::new(office.clone(), folders, random::source()?()).finish(data::clock_of(&office)?())?;
        let vkey = String::from_utf8_lossy(&office.log_file("vkey")?.map(|file| file.bytes).unwrap_or_default())
            .trim()
            .to_owned();
        // The last one to close folds all into the file.
        drop(office);
        let mut house = Self { dir: dir.to_owned(), rows: BTreeMap::new(), vkey, heads: String::new() };
        house.heads = house.verify()?.unwrap_or_default();
        house.rows = house.digests().map_err(|why| broken(0, dir, &why))?;
        match house.look()? {
            Found::Nothing => Ok(house),
            found => Err(broken(0, dir, &format!("nothing has flipped yet: {found:?}"))),
        }
    }

    /// What the house says of its ledger.
    fn look(&self) -> Result<Found, Failure> {
        let Ok(office) = data::open_to_read(&self.dir) else { return Ok(Found::Named("opening")) };
        // Where it is rebuilt stands beside it.
        if proof::replay(&office, &self.dir).is_err() {
            return Ok(Found::Named("replay"));
        }
        if let Err(found) = files(&office) {
            return Ok(found);
        }
        match same_tree(&office) {
            Ok(true) => {}
            Ok(false) | Err(_) => return Ok(Found::Named("the signed log")),
        }
        drop(office);
        Ok(match self.digests() {
            Err(why) => Found::Served(why),
            Ok(now) => match now.into_iter().find(|(table, digest)| self.rows.get(table) != Some(digest)) {
                None => Found::Nothing,
                Some((table, _)) if OUTSIDE.contains(&table.as_str()) => Found::Outside(table),
                Some((table, _)) => Found::Served(table),
            },
        })
    }

    /// A digest of the rows of each table.
    fn digests(&self) -> Result<BTreeMap<String, String>, String> {
        let office = data::open_to_read(&self.dir).map_err(|error| error.to_string())?;
        let mut reader = office.ledger().reader().map_err(|error| error.en())?;
        let mut tables = Vec::new();
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
        reader
            .query(sql, &[], &mut |row| {
                tables.push(row.text(0)?.to_owned());
                Ok(())
            })
            .map_err(|error| error.to_string())?;
        let of = |table: String| -> Result<(String, String), String> {
            let mut reader = office.ledger().reader().map_err(|error| error.en())?;
            let digest = ledger::digest(&mut reader, &[(&table, "1, 2")]).map_err(|error| error.en())?;
            Ok((table, digest))
        };
        tables.into_iter().map(of).collect()
    }

    /// What an outsider says of the log.
    fn look_at_log(&self, file: &Path) -> Result<Found, Failure> {
        let Some(heads) = self.verify()? else { return Ok(Found::Named("verify log")) };
        let path = file.strip_prefix(self.dir.join("log")).unwrap_or(file).display().to_string();
        // The key itself is what an outsider brings along; what a larger tile has taken the place of nobody reads; and of two
        // signatures under a kept head one that is nobody's is passed over, as signed notes want it.
        let unread = path == "vkey" || path.contains(".p/") || (path.starts_with("history/") && heads == self.heads);
        Ok(if unread { Found::Nothing } else { Found::Served(path) })
    }

    /// Runs `verify log`; answers what it says of the heads it compared, `None` where the log is not genuine.
    fn verify(&self) -> Result<Option<String>, Failure> {
        let failed = |error: std::io::Error| Failure::io(&self.dir, &error);
        let mut verify = Command::new(std::env::current_exe().map_err(failed)?);
        verify.args(["verify", "log", "--format", "json"]).arg(self.dir.join("log")).args(["--key", &self.vkey]);
        let done = verify.stdin(Stdio::null()).output().map_err(failed)?;
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        let heads = said.split("\"heads_kept\":").nth(1).and_then(|rest| rest.split(',').next());
        Ok(done.status.success().then(|| heads.unwrap_or_default().trim().to_owned()))
    }

    /// Flips bits in what is stored of attached files; each must be named when the file is read.
    fn flip_files(&self, times: u32, moments: &mut StdRng) -> Result<u32, Failure> {
        let path = self.dir.join(FILE_NAME);
        let whole = fs::read(&path).map_err(|error| Failure::io(&path, &error))?;
        let stored = {
            let office = data::open_to_read(&self.dir)?;
            all_files(&office).map_err(|why| broken(0, &self.dir, &why))?
        };
        let mut named = 0;
        while named < times {
            let Some((stream, sha256, bytes)) = stored.get(moments.random_range(0..stored.len().max(1))) else {
                return Err(broken(0, &self.dir, "no file is attached"));
            };
            let at = moments.random_range(0..bytes.len().saturating_sub(NEEDLE_BYTES).max(1));
            let needle = bytes.get(at..at + NEEDLE_BYTES).unwrap_or_default();
            // What lies over the end of a page is not found; then another place is taken.
            let Some(place) = whole.windows(NEEDLE_BYTES).position(|part| part == needle) else { continue };
            let read = || -> Result<bool, Failure> {
                let office = data::open_to_read(&self.dir)?;
                let mut reader = office.ledger().reader().map_err(office::OfficeError::from)?;
                Ok(reader.file(*stream, *sha256).is_err())
            };
            let place = u64::try_from(place).unwrap_or(u64::MAX);
            if !flipped(&path, place, moments.random_range(0..8), read)? {
                return Err(broken(named, &self.dir, "a bit of an attached file flipped, and the file is served"));
            }
            named += 1;
        }
        Ok(named)
    }
}

/// Attaches files of noise to a case of its own.
fn attach(office: &Office, seed: u64) -> Result<(), Failure> {
    let clock = data::clock_of(office)?;
    let mut noise = StdRng::seed_from_u64(seed);
    let mut worker = Worker::new(office, clock(), seed)?;
    let opened = worker.next(clock());
    let case = office.act(&opened)?.case;
    for n in 0..FILES {
        let mut bytes = vec![0; FILE_BYTES];
        noise.fill_bytes(&mut bytes);
        let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let (size, at) = (u64::try_from(bytes.len()).unwrap_or(0), clock());
        let file = FileRef { sha256, media: "application/octet-stream".to_owned(), bytes: size, at };
        let act = Act::Attach { file, name: format!("so-lieu-{n}.bin") };
        let mut request = Request::new(Some(case), act, &opened.actor, at, random::bytes()?);
        request.file = Some(bytes);
        office.act(&request)?;
    }
    Ok(())
}

/// Stream, digest and stored bytes of a file.
type Stored = ([u8; 16], [u8; 32], Vec<u8>);

fn all_files(office: &Office) -> Result<Vec<Stored>, String> {
    let mut found = Vec::new();
    let mut reader = office.ledger().reader().map_err(|error| error.en())?;
    let read = reader.query("SELECT stream, sha256, bytes FROM files", &[], &mut |row| {
        found.push((row.array(0)?, row.array(1)?, row.blob(2)?.to_vec()));
        Ok(())
    });
    read.map(|()| found).map_err(|error| error.to_string())
}

/// Reads every attached file.
fn files(office: &Office) -> Result<(), Found> {
    let named = Found::Named("reading the file");
    let stored = all_files(office).map_err(|_damaged| named.clone())?;
    for (stream, sha256, _) in stored {
        let mut reader = office.ledger().reader().map_err(|_damaged| named.clone())?;
        if !reader.file(stream, sha256).is_ok_and(|bytes| bytes.is_some()) {
            return Err(named);
        }
    }
    Ok(())
}

/// Whether the ledger's leaves make the tree that was signed.
fn same_tree(office: &Office) -> Result<bool, String> {
    let head = office.log_head().map_err(|error| error.to_string())?.ok_or("there is no log")?.checkpoint;
    let mut rooter = Rooter::new();
    while rooter.size() < head.size {
        let mut reader = office.ledger().reader().map_err(|error| error.en())?;
        let leaves = reader.leaves_from(rooter.size() + 1, 4_096).map_err(|error| error.to_string())?;
        if leaves.is_empty() {
            return Ok(false);
        }
        leaves.iter().for_each(|leaf| rooter.push(&leaf.pub_));
    }
    Ok(rooter.size() == head.size && rooter.root() == head.root)
}

fn files_under(dir: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.append(&mut files_under(&entry.path())?);
        } else if entry.metadata()?.len() > 0 {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}
