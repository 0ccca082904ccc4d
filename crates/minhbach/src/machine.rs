//! What the program measures of its machine and of itself, for the health page. Decides nothing about it.
//!
//! What cannot be measured on this system is left out. Not here: what is too little (`office::health`).

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant as Stopwatch;

use kernel::time::Instant;
use office::health::{Disk, LastReplay, Machine, Paper, SignedLog};
use office::log::{WitnessReport, WitnessesError};
use serde::{Deserialize, Serialize};
use web::Measure;

/// Where the last replay is noted, beside the ledger.
const REPLAY_FILE: &str = "last-replay.json";

/// Where it is noted how it stands with the witnesses, beside the ledger.
const WITNESSES_FILE: &str = "last-witnesses.json";

/// How the last document came out of the press.
pub type PaperNote = Arc<Mutex<Paper>>;

/// How the last round of the public log ended.
pub type LogNote = Arc<Mutex<SignedLog>>;

/// How it stands with the witnesses of the public log; nothing where there are none.
pub type WitnessNote = Arc<Mutex<Option<Result<WitnessReport, WitnessesError>>>>;

/// Measures whenever asked, from now on. `dir` is the data folder.
pub fn measure(dir: &Path, paper: PaperNote, log: LogNote, witnesses: WitnessNote) -> Measure {
    let (dir, started) = (dir.to_owned(), Stopwatch::now());
    Arc::new(move || {
        let file = dir.join(ledger::FILE_NAME);
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |meta| meta.len());
        Machine {
            disk: disk(&dir),
            database_bytes: size(&file),
            log_bytes: size(&log_of(&file)),
            memory_bytes: memory(),
            running_seconds: started.elapsed().as_secs(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            paper: paper.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            signed_log: log.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            witnesses: witnesses.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            replayed: replayed(&dir),
        }
    })
}

fn log_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

fn disk(dir: &Path) -> Option<Disk> {
    let told = rustix::fs::statvfs(dir).ok()?;
    Some(Disk { free: told.f_bavail.saturating_mul(told.f_frsize), whole: told.f_blocks.saturating_mul(told.f_frsize) })
}

/// Resident memory, as Linux tells it.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1_024)
}

/// The note of a replay, as it is kept.
#[derive(Serialize, Deserialize)]
struct Note {
    at: Instant,
    position: u64,
    equal: bool,
    digest: String,
}

fn replayed(dir: &Path) -> Option<LastReplay> {
    let text = std::fs::read_to_string(dir.join(REPLAY_FILE)).ok()?;
    let Note { at, position, equal, digest } = serde_json::from_str(&text).ok()?;
    Some(LastReplay { at, position, equal, digest })
}

/// Notes in the data folder how it stands with the witnesses, for whoever asks from another process.
pub fn note_witnesses(dir: &Path, standing: Option<&Result<WitnessReport, WitnessesError>>) {
    let (file, beside) = (dir.join(WITNESSES_FILE), dir.join(format!(".{WITNESSES_FILE}")));
    let Some(Ok(standing)) = standing else {
        // What is not there need not go.
        let _ = std::fs::remove_file(file);
        return;
    };
    // Without the note it is still told by what is published.
    let _ = serde_json::to_vec(standing)
        .map_err(std::io::Error::other)
        .and_then(|text| std::fs::write(&beside, text))
        .and_then(|()| std::fs::rename(&beside, file));
}

/// How it stood with the witnesses when a server noted it last.
#[must_use]
pub fn noted_witnesses(dir: &Path) -> Option<WitnessReport> {
    serde_json::from_slice(&std::fs::read(dir.join(WITNESSES_FILE)).ok()?).ok()
}

/// Notes a replay in the data folder.
///
/// # Errors
/// When it cannot be written; a folder that may only be read is looked at all the same.
pub fn note_replay(dir: &Path, replayed: &LastReplay) -> std::io::Result<()> {
    let LastReplay { at, position, equal, digest } = replayed.clone();
    let text = serde_json::to_string(&Note { at, position, equal, digest })?;
    std::fs::write(dir.join(REPLAY_FILE), text)
}
