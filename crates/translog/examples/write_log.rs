//! Writes a log into a folder, with proofs beside it, for the verifier of another origin in `tests/tlog`: `write_log DIR SIZE`.
//!
//! Entries are made up, the key is a known one. Not for use by anybody who means it.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use translog::{Checkpoint, Dir, Kind, Log, Place, SecretKey, Tiles, day_of, sign};

/// Entries between two kept checkpoints.
const KEPT_EVERY: u64 = 1_237;
/// An instant to begin at, in seconds since 1970.
const BEGUN: u64 = 1_767_243_600;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let dir = PathBuf::from(args.next().ok_or("write_log DIR SIZE")?);
    let size: u64 = args.next().ok_or("write_log DIR SIZE")?.parse()?;
    let key = SecretKey::from_seed("thu.example/so-cai", Kind::Log, [3; 32])?;
    let mut log = Log::begin(&dir, 0)?;
    log.put(&Place::Vkey, format!("{}\n", key.public()).as_bytes())?;
    for index in 0..size {
        log.append(format!("{{\"v\":2,\"on\":\"2026-01-01\"}}{index:x}").as_bytes())?;
        if (index + 1) % KEPT_EVERY == 0 || index + 1 == size {
            log.flush()?;
            let checkpoint = Checkpoint { origin: key.public().name().to_owned(), size: log.size(), root: log.root() };
            let note = sign(&checkpoint, &key, BEGUN + index)?;
            log.publish(&note, checkpoint.size)?;
            log.keep(&note, &day_of(BEGUN + index))?;
        }
    }
    let mut tiles = Tiles::new(Dir(dir.clone()), size, log.root())?;
    let mut proofs = String::new();
    for at in [0, size / 3, size / 2, size.saturating_sub(257), size - 1] {
        for (kind, at, proof) in
            [("inclusion", at, tiles.inclusion(at)?), ("consistency", at + 1, tiles.consistency(at + 1)?)]
        {
            let hashes: Vec<String> = proof.iter().map(|hash| BASE64_STANDARD.encode(hash)).collect();
            writeln!(proofs, "{kind} {at} {}", hashes.join(" "))?;
        }
    }
    std::fs::write(dir.join("proofs"), proofs)?;
    Ok(())
}
