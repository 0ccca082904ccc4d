//! A disk without room: a small file system in memory, filled to the brim and freed again. Mounting needs root.
//!
//! Here too: the full disk under a SQLite ledger, with its log and its keys. That of a server: `rounds`.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::child::SUBMITTERS;
use super::kill::{ACKS_MAX, AFTER_MICROS_MAX};
use super::load::Load;
use super::server::{is_root, run as run_program};
use super::{Args, broken, proof, table};
use crate::data;
use crate::fail::Failure;
use crate::verbs::bench::log;

/// Room for a ledger, its log and its keys, and how long there is none.
const ROOM_MIB: u32 = 256;
const FULL_FOR: Duration = Duration::from_secs(1);
/// What takes the room.
const FILLER: &str = "filler";
const PIECE_BYTES: usize = 64 << 10;

/// A small file system; gone when dropped.
pub struct Small {
    dir: PathBuf,
}

impl Small {
    /// Makes one at a folder.
    ///
    /// # Errors
    /// Where we may not mount.
    pub fn mount(dir: &Path, mib: u32) -> Result<Self, Failure> {
        if !is_root() {
            return Err(Failure::new(
                "phép thử đĩa đầy cần quyền root để gắn một hệ tệp nhỏ. Xin chạy lại với quyền root.",
                "a full disk needs root, who may mount a small file system. Run it again as root.",
            ));
        }
        fs::create_dir_all(dir).map_err(|error| Failure::io(dir, &error))?;
        let size = format!("size={mib}m,mode=755");
        run_program(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "minhbach-faults"]).arg(dir))?;
        Ok(Self { dir: dir.to_owned() })
    }

    /// Takes all room.
    ///
    /// # Errors
    /// Other than that there is no more room.
    pub fn fill(&self) -> Result<(), Failure> {
        let path = self.dir.join(FILLER);
        let failed = |error: std::io::Error| Failure::io(&path, &error);
        let mut file = fs::File::create(&path).map_err(failed)?;
        let mut piece: &[u8] = &[0; PIECE_BYTES];
        loop {
            match file.write(piece) {
                Err(error) if error.kind() == ErrorKind::StorageFull && piece.len() == 1 => return Ok(()),
                // The last bytes too.
                Err(error) if error.kind() == ErrorKind::StorageFull => piece = &[0],
                Err(error) => return Err(failed(error)),
                Ok(_written) => {}
            }
        }
    }

    /// Gives it back.
    ///
    /// # Errors
    /// When the system says no.
    pub fn free(&self) -> Result<(), Failure> {
        let path = self.dir.join(FILLER);
        fs::remove_file(&path).map_err(|error| Failure::io(&path, &error))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        if let Err(error) = run_program(Command::new("umount").arg(&self.dir)) {
            error.tell();
        }
    }
}

/// Fills the disk under a process that acts on a SQLite file, frees it, and proves.
///
/// # Errors
/// When something that was acknowledged is missing, something is there by half, or nothing goes on once there is room.
pub fn run(args: &Args) -> Result<(), Failure> {
    super::must_be_empty(&args.data)?;
    let disk = Small::mount(&args.data.join("disk"), ROOM_MIB)?;
    let dir = args.data.join("disk").join("office");
    drop(data::create(&dir)?);
    let mut moments = StdRng::seed_from_u64(args.seed);
    let mut load = Load::start(&dir, args.seed, None)?;
    let mut head = None;
    for round in 1..=args.times {
        let wrong = |why: String| broken(round, &dir, &why);
        load.hear(moments.random_range(0..ACKS_MAX))?;
        load.hear_for(Duration::from_micros(moments.random_range(0..AFTER_MICROS_MAX)))?;
        disk.fill()?;
        load.hear_for(FULL_FOR)?;
        disk.free()?;
        load.hear(usize::try_from(SUBMITTERS).unwrap_or(1))?;
        let office = data::open_to_read(&dir)?;
        proof::prove(&office, &load.acks).map_err(wrong)?;
        head = log::goes_on(&office, head).map_err(wrong)?;
    }
    load.kill()?;
    let wrong = |why: String| broken(args.times, &dir, &why);
    let office = data::open(&dir)?;
    let events = proof::prove(&office, &load.acks).map_err(wrong)?;
    log::prove(&office, &data::keys(&dir), head).map_err(wrong)?;
    proof::replay(&office, &dir).map_err(wrong)?;
    drop(office);
    table(&[
        ("times", args.times.to_string()),
        ("acts acknowledged", load.acks.len().to_string()),
        ("of them lost or twice", "0".to_owned()),
        ("events", events.to_string()),
        ("refused and sent again", load.refused.0.to_string()),
        ("replay", "equal".to_owned()),
        ("last refusal", load.refused.1.clone()),
    ])
}
