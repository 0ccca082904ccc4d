//! A folder with a simulation in it: who works there, how far it came, and running it with its progress told.
//!
//! `simulation.json` says what was simulated and whether it was finished; only a finished one is shown. The lock keeps
//! two programs from simulating in one folder. Not here: what is simulated (the crate `simulate`).

use std::fs::{File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant as Moment};

use kernel::time::Instant;
use ledger::{Ledger, LedgerError};
use office::{Office, Options};
use serde::{Deserialize, Serialize};
use simulate::{DEMO_START, LEDGER_START, ORIGIN, Plan, Summary};

use crate::data::{self, Holds};
use crate::fail::Failure;
use crate::random;

const RECORD: &str = "simulation.json";
const LOCK: &str = "simulation.lock";
/// How often progress is passed on, at most.
const TOLD_EVERY: Duration = Duration::from_millis(250);

/// What stands in `simulation.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Name of the scenario.
    pub scenario: String,
    /// Seed.
    pub seed: u64,
    /// Share of the full volume.
    pub scale: f64,
    /// Whether it came to its end.
    pub finished: bool,
    /// Where the demonstration's clock was last, in UTC microseconds.
    pub clock: i64,
}

/// A folder that is ours while we hold this.
#[derive(Debug)]
pub struct Folder {
    dir: PathBuf,
    _lock: File,
}

/// How far a simulation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Acts done.
    pub done: u64,
    /// Acts in all, nearly.
    pub whole: u64,
    /// The simulated instant.
    pub now: Instant,
    /// What is being lived through.
    pub phase: String,
    /// Events stored.
    pub events: u64,
    /// Events a second.
    pub rate: u64,
    /// Seconds left, when that can be said.
    pub left: Option<u64>,
}

impl Folder {
    /// Where it is.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Takes a folder for a simulation: an empty or absent one, or one that holds a simulation already.
    ///
    /// # Errors
    /// When it holds something else, somebody works in it, or it cannot be written.
    pub fn take(dir: &Path) -> Result<Self, Failure> {
        let ours = dir.join(LOCK).exists() || dir.join(RECORD).exists();
        if !ours && data::look(dir)? != Holds::Nothing {
            return Err(Failure::new(
                format!(
                    "thư mục {} không trống và không phải của bản trình diễn. Xin chọn thư mục khác.",
                    dir.display()
                ),
                format!("the folder {} is not empty and holds no demonstration. Choose another.", dir.display()),
            ));
        }
        std::fs::create_dir_all(dir).map_err(|e| Failure::io(dir, &e))?;
        let path = dir.join(LOCK);
        let lock = File::create(&path).map_err(|e| Failure::io(&path, &e))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { dir: dir.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Failure::new(
                format!(
                    "một chương trình khác đang dùng {}. Xin dừng chương trình kia hoặc chọn --data khác.",
                    dir.display()
                ),
                format!("another program works in {}. Stop it, or choose another --data.", dir.display()),
            )),
            Err(TryLockError::Error(error)) => Err(Failure::io(&path, &error)),
        }
    }

    /// The simulation that was finished here; `None` where there is none, or only a part of one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn finished(&self) -> Result<Option<Record>, Failure> {
        let path = self.dir.join(RECORD);
        match std::fs::read(&path) {
            Ok(bytes) => {
                // Of another version's record only this is asked; where it cannot be read, people may have worked here.
                let said: Result<serde_json::Value, _> = serde_json::from_slice(&bytes);
                let begun_only = said.is_ok_and(|v| v.get("finished") == Some(&serde_json::Value::Bool(false)));
                if begun_only || data::look(&self.dir)? != data::Holds::Ledger {
                    return Ok(None);
                }
                serde_json::from_slice(&bytes).map(Some).map_err(|e| unreadable(&path, &e))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::io(&path, &error)),
        }
    }

    /// Writes the record, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn note(&self, record: &Record) -> Result<(), Failure> {
        let (path, new) = (self.dir.join(RECORD), self.dir.join("simulation.json.new"));
        let bytes = serde_json::to_vec_pretty(record).map_err(|e| Failure::new(e.to_string(), e.to_string()))?;
        let write = || -> std::io::Result<()> {
            let mut file = File::create(&new)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            std::fs::rename(&new, &path)
        };
        write().map_err(|e| Failure::io(&path, &e))
    }

    /// A new ledger for a simulation. What an unfinished one left behind goes first.
    ///
    /// # Errors
    /// When the folder cannot be written, or its ledger is no simulated one.
    pub fn begin(&self, plan: &Plan) -> Result<(Office, Record), Failure> {
        self.holds_nothing_real()?;
        for ending in ["", "-wal", "-shm"] {
            let path = self.dir.join(format!("{}{ending}", ledger::FILE_NAME));
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Failure::io(&path, &error)),
                _ => {}
            }
        }
        if data::named_database().is_some() && data::look(&self.dir)? == data::Holds::Ledger {
            return Err(Failure::new(
                "cơ sở dữ liệu đã có sổ cái; mô phỏng cần cơ sở dữ liệu trống. Xin nêu --database khác.",
                "the database holds a ledger already; a simulation needs an empty one. Name another --database.",
            ));
        }
        self.forget_log()?;
        let record = Record {
            scenario: plan.scenario.name.clone(),
            seed: plan.seed,
            scale: plan.scale,
            finished: false,
            clock: DEMO_START.0,
        };
        self.note(&record)?;
        let options =
            Options::new(&self.dir, ORIGIN, LEDGER_START, plan_seed(plan)).keys_in(data::named_keys()).over_any_time();
        let options = options.in_database(data::named_database());
        Ok((Office::open(options)?, record))
    }

    /// The log of an unfinished simulation goes with its ledger, and with it the note of the head it had signed.
    fn forget_log(&self) -> Result<(), Failure> {
        let (log, head) = (self.dir.join(office::log::FOLDER), data::keys(&self.dir).path(office::log::HEAD));
        for (path, gone) in [(&log, std::fs::remove_dir_all(&log)), (&head, std::fs::remove_file(&head))] {
            match gone {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Failure::io(path, &error)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Refuses unless the ledger that would go is a simulated one, or none in which anything was recorded.
    fn holds_nothing_real(&self) -> Result<(), Failure> {
        let dir = self.dir.display();
        match Ledger::read_only(&self.dir) {
            Ok(ledger) if simulate::is_simulated(ledger.origin()) => Ok(()),
            // Cut off before it had its first table.
            Err(LedgerError::Missing { .. } | LedgerError::NotALedger { .. }) => Ok(()),
            Ok(ledger) => Err(Failure::new(
                format!("thư mục {dir} có sổ cái thật “{}”, không xóa. Xin chọn --data khác.", ledger.origin()),
                format!(
                    "{dir} holds the real ledger “{}”, which is not removed. Choose another --data.",
                    ledger.origin()
                ),
            )),
            Err(error) => Err(office::OfficeError::from(error).into()),
        }
    }

    /// Where the letters of the demonstration are written.
    #[must_use]
    pub fn letters(&self) -> PathBuf {
        self.dir.join("thu")
    }

    /// The office of a finished simulation.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(&self) -> Result<Office, Failure> {
        Ok(Office::open(
            Options::new(&self.dir, "", DEMO_START, random::bytes()?)
                .keys_in(data::named_keys())
                .in_database(data::named_database())
                .drawing(ledger::Random::new(random::source()?))
                .over_any_time(),
        )?)
    }
}

fn unreadable(path: &Path, error: &serde_json::Error) -> Failure {
    let path = path.display();
    Failure::new(
        format!(
            "không hiểu {path} ({error}), nên không động đến sổ cái bên cạnh. Xin dùng phiên bản đã ghi tệp này, hoặc chọn \
             --data khác; muốn mô phỏng lại từ đầu thì tự xóa thư mục."
        ),
        format!(
            "{path} cannot be understood ({error}), so the ledger beside it is left alone. Use the version that wrote it, or \
             another --data; to simulate anew, remove the folder yourself."
        ),
    )
}

/// The salts of the first records come from the seed too: equal seed, equal ledger.
fn plan_seed(plan: &Plan) -> [u8; 16] {
    let mut seed = [0; 16];
    seed.iter_mut().zip(plan.seed.to_be_bytes()).for_each(|(to, from)| *to = from);
    seed
}

/// Lives through the years, and marks the folder finished.
///
/// # Errors
/// When the simulation stops.
pub fn run(
    folder: &Folder,
    office: &Office,
    plan: &Plan,
    record: &Record,
    tell: &mut dyn FnMut(&Told),
    stop: &AtomicBool,
) -> Result<Summary, Failure> {
    let started = Moment::now();
    let mut told: Option<Moment> = None;
    let mut progress = |p: simulate::Progress| {
        if told.is_some_and(|at| at.elapsed() < TOLD_EVERY) {
            return;
        }
        told = Some(Moment::now());
        let events = office.ledger().head().map_or(0, |head| head.next.saturating_sub(1));
        let elapsed = started.elapsed();
        let left =
            elapsed.as_millis() * u128::from(p.acts_all.saturating_sub(p.acts)) / u128::from(p.acts.max(1)) / 1_000;
        tell(&Told {
            done: p.acts,
            whole: p.acts_all,
            now: p.now,
            phase: p.phase,
            events,
            rate: u64::try_from(u128::from(events) * 1_000 / elapsed.as_millis().max(1)).unwrap_or(0),
            left: (p.acts > 0).then(|| u64::try_from(left).unwrap_or(u64::MAX)),
        });
    };
    let summary = simulate::run(office, plan, &mut progress, stop)?;
    folder.note(&Record { finished: true, ..record.clone() })?;
    Ok(summary)
}

impl From<simulate::SimulateError> for Failure {
    fn from(error: simulate::SimulateError) -> Self {
        Self::new(error.vi(), error.en())
    }
}
