//! The follower: reads committed events, appends them to the log, has the head signed and published.
//!
//! One call of [`Follower::step`] is one round; whoever runs it brings the time and the pace. A round may be cut off
//! anywhere: the next one, of this process or another, goes on from what the signed head says. Not here: threads, clocks.

use std::path::{Path, PathBuf};

use kernel::time::Instant;
use ledger::{KeyFolder, Ledger};
use translog::{
    Checkpoint, Dir, Hash, History, Log, Opened, Rooter, SecretKey, Tiles, TreeError, day_of, epoch_of, leaf_hash,
    open, open_any_epoch, position_of, sign,
};

use crate::desk::Office;
use crate::log::cosignatures::Cosignatures;
use crate::log::epochs::Epochs;
use crate::log::error::LogError;
use crate::log::head::{self, SignedHead};
use crate::log::keys::LogKeys;
use crate::log::standing::Standing;
use crate::log::texts;
use crate::log::witnessed::{Shown, is_same};

/// Leaves read from the ledger at a time.
const CHUNK: u64 = 4_096;
/// Leaves that one round appends at most, so that a long way behind is caught up in rounds.
const LEAVES_A_STEP_MAX: u64 = 65_536;
/// How often a round tries to move the head when other processes are quicker.
const SWAP_TRIES_MAX: usize = 4;
/// Where the shared head stands, for messages.
const ROW: &str = "log_head";

/// Where a log is made.
#[derive(Debug, Clone)]
pub struct Folders {
    /// The folder of its files, as any static host can serve them.
    pub log: PathBuf,
    /// The folder of its keys.
    pub keys: KeyFolder,
    /// Where the time of the ledger is made up, as in a simulation: a head is stamped with the instant of its last event,
    /// and one is kept for each day. A real ledger's heads bear the clock's instant, and one is kept each minute.
    pub made_up_time: bool,
}

/// The steps of a round after which a crash is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Tiles and bundles are on the disk.
    Flushed,
    /// The shared head is moved.
    Swapped,
    /// It is copied beside the keys.
    Copied,
    /// Readers see it.
    Published,
}

/// What a round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Entries under the signed head.
    pub size: u64,
    /// Whether the head moved.
    pub moved: bool,
    /// Whether there is more to do at once.
    pub more: bool,
}

/// Follows a ledger with a log.
pub struct Follower {
    office: Office,
    place: Folders,
    keys: LogKeys,
    /// For the key of a new log.
    seed: [u8; 32],
    halt: Option<Stage>,
    cosignatures: Cosignatures,
    open: Option<Open>,
}

/// What is known while nothing failed.
struct Open {
    key: SecretKey,
    epochs: Epochs,
    log: Log,
    signed: Option<Signed>,
    shown: Shown,
    /// The note kept last, and its stamp in seconds since 1970.
    kept: Option<(Vec<u8>, u64)>,
    /// Instant of the last event appended, UTC microseconds; only where time is made up.
    last_at: Option<i64>,
}

/// What a log is signed with and begins with.
struct Blank {
    key: SecretKey,
    epochs: Epochs,
}

/// A head whose signature was checked, or that was signed here.
#[derive(Clone)]
struct Signed {
    head: SignedHead,
    root: Hash,
    /// Seconds since 1970.
    stamp: u64,
}

impl Folders {
    /// The log of an office, where its data is.
    #[must_use]
    pub fn of(office: &Office, keys: KeyFolder, made_up_time: bool) -> Self {
        Self { log: office.shelf().dir().to_owned(), keys, made_up_time }
    }
}

impl Follower {
    /// A follower; nothing is read or written before its first round. `seed` is what a new log's key is made of.
    #[must_use]
    pub fn new(office: Office, place: Folders, seed: [u8; 32]) -> Self {
        let keys = LogKeys(place.keys.clone());
        Self { office, place, keys, seed, halt: None, cosignatures: Cosignatures::default(), open: None }
    }

    /// What its witnesses have signed; whoever asks them adds to it.
    #[must_use]
    pub fn cosignatures(&self) -> Cosignatures {
        self.cosignatures.clone()
    }

    /// Makes each round end after a stage as if the process were killed, for tests.
    #[must_use]
    pub fn halting(self, stage: Stage) -> Self {
        Self { halt: Some(stage), ..self }
    }

    /// One round: takes up what was committed since, signs, publishes, keeps.
    ///
    /// # Errors
    /// When something does not fit or cannot be written; the next round begins from what stands on disk.
    pub fn step(&mut self, now: Instant) -> Result<Step, LogError> {
        let done = self.round(now);
        if done.is_err() {
            self.open = None;
        }
        done
    }

    /// Rounds until all that is committed is published, and keeps the last head for ever.
    ///
    /// # Errors
    /// As [`Self::step`].
    pub fn finish(&mut self, now: Instant) -> Result<Step, LogError> {
        let mut done = self.step(now)?;
        while done.more {
            done = self.step(now)?;
        }
        match self.open.as_mut().map(|open| open.keep_present()) {
            Some(Err(error)) => {
                self.open = None;
                Err(error)
            }
            _ => Ok(done),
        }
    }

    fn round(&mut self, now: Instant) -> Result<Step, LogError> {
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.begin()?,
        };
        let ledger = self.office.ledger();
        let held = ledger.head()?.next.saturating_sub(1).saturating_add(open.epochs.leading());
        let before = open.size_signed();
        let mut aim = held;
        let mut days = Vec::new();
        for _ in 0..SWAP_TRIES_MAX {
            self.adopt(&mut open)?;
            aim = held.min(open.log.size().saturating_add(LEAVES_A_STEP_MAX)).max(open.log.size());
            days.extend(self.append(&mut open, aim)?);
            if open.log.size() == open.size_signed() || self.sign(&mut open, now)? {
                break;
            }
        }
        open.log.keep_all(&days)?;
        open.show_witnesses(&self.cosignatures, &self.place.log)?;
        if !self.place.made_up_time && open.may_keep(now) {
            open.keep_present()?;
        }
        let size = open.size_signed();
        self.open = Some(open);
        Ok(Step { size, moved: size != before, more: aim < held || size < aim })
    }

    /// Opens key and log, and refuses where what was signed and what the ledger holds do not fit together.
    fn begin(&self) -> Result<Open, LogError> {
        let standing = Standing::read(self.office.ledger(), &self.place, &self.keys)?;
        let key = self.keys.signing(self.office.ledger().origin(), standing.was_signed(), self.seed)?;
        let Standing { held, epochs, row, copy, shown } = standing;
        let key = self.keys.in_epoch(&key, &epochs.name())?;
        let signed = row.map(|row| self.verified(&key, row.note)).transpose()?;
        let size = signed.as_ref().map_or(0, |signed| signed.head.size);
        let leaves = held.saturating_add(epochs.leading());
        if size > leaves {
            return Err(LogError::GoneBack { place: ROW.to_owned(), signed: size, held: leaves });
        }
        let shown_place = self.place.log.join("checkpoint").display().to_string();
        let mut others = Vec::new();
        for (place, note) in [(self.keys.head_place(), copy), (shown_place.clone(), shown)] {
            let Some(note) = note else { continue };
            let old = open_any_epoch(&note, key.public()).map_err(|why| self.keys.foreign(why))?.checkpoint;
            if epochs.cover(&old) {
                if place == shown_place {
                    translog::set_aside(&self.place.log, epoch_of(&old.origin).1)?;
                }
                continue;
            }
            if old.size > leaves || old.origin != key.public().name() {
                return Err(LogError::GoneBack { place, signed: old.size, held: leaves });
            }
            others.push((place, self.verified(&key, note)?));
        }
        self.keys.note_epochs(&epochs)?;
        let blank = Blank { key, epochs };
        let signed = self.newest(&blank, signed, &mut others)?;
        let log = self.open_log(&blank, signed.as_ref(), &others)?;
        let Blank { key, epochs } = blank;
        self.keys.note_verifying(&key)?;
        log.put(&translog::Place::Vkey, format!("{}\n", key.public()).as_bytes())?;
        self.cosignatures.configure(&self.place.keys, key.public());
        let shown = Shown::default();
        let mut open = Open { key, epochs, log, kept: None, last_at: None, signed: None, shown };
        if let Some(signed) = signed {
            open.shown = Shown::begin(&self.cosignatures, &self.place.log);
            open.last_at = Some(i64::try_from(signed.stamp).unwrap_or(0).saturating_mul(1_000_000));
            let kept = History(Dir(self.place.log.clone())).of(&day_of(signed.stamp)).map_err(TreeError::from)?;
            // A note that somebody spoiled does not keep the log from going on; whoever verifies the history names it.
            let last = kept.into_iter().next_back().and_then(|note| self.verified(&open.key, note).ok());
            open.kept = last.map(|last| (last.head.note, last.stamp));
            self.publish(&mut open, signed)?;
        }
        Ok(open)
    }

    /// The head to go on from. A ledger restored from a moment when the log was behind it has an older row than the copies
    /// say, though it holds all of it: the row is moved up, once the ledger was shown to lead to that head.
    fn newest(
        &self,
        blank: &Blank,
        row: Option<Signed>,
        others: &mut Vec<(String, Signed)>,
    ) -> Result<Option<Signed>, LogError> {
        let size = row.as_ref().map_or(0, |row| row.head.size);
        let later = others.iter().filter(|(_, other)| other.head.size > size).max_by_key(|(_, other)| other.head.size);
        let Some((place, later)) = later.cloned() else { return Ok(row) };
        if root_of(self.office.ledger(), &blank.epochs, later.head.size)? != later.root {
            return Err(LogError::Rewritten { place, signed: later.head.size });
        }
        if !head::swap(self.office.ledger(), row.as_ref().map(|row| row.head.clone()), later.head.clone())? {
            return Err(TreeError::Busy { folder: self.place.log.display().to_string() }.into());
        }
        others.extend(row.map(|row| (ROW.to_owned(), row)));
        Ok(Some(later))
    }

    /// The log at its signed head; built anew from the ledger when its files are not there or damaged.
    fn open_log(&self, blank: &Blank, signed: Option<&Signed>, others: &[(String, Signed)]) -> Result<Log, LogError> {
        let Some(signed) = signed else { return Ok(Log::begin(&self.place.log, 0)?) };
        let (size, root) = (signed.head.size, signed.root);
        let log = match Log::open(&self.place.log, size, root) {
            Err(error @ (TreeError::Busy { .. } | TreeError::NotWritten { .. })) => return Err(error.into()),
            Ok(log) => log,
            Err(error) => {
                tracing::warn!("the files of the log are built anew from the ledger: {error}");
                self.rebuild(blank, size, root)?
            }
        };
        let mut tiles = Tiles::new(Dir(self.place.log.clone()), size, root)?;
        for (place, other) in others {
            if tiles.root_at(other.head.size)? != other.root {
                return Err(LogError::Rewritten { place: place.clone(), signed: other.head.size });
            }
        }
        // A ledger put back and written on has another event where the last signed one was.
        let Some(last) = size.checked_sub(1) else { return Ok(log) };
        let mut leaf = None;
        each_leaf(self.office.ledger(), &blank.epochs, last, size, &mut |_, bytes| {
            leaf = Some(leaf_hash(bytes));
            Ok(())
        })?;
        if leaf != Some(tiles.leaf(last)?) {
            return Err(LogError::Rewritten { place: ROW.to_owned(), signed: size });
        }
        Ok(log)
    }

    /// All files again, once it is sure that the ledger still holds what was signed. Where time is made up, the heads of the
    /// days passed are signed again as they were; those of a real ledger cannot be, for nobody signs for a moment passed.
    fn rebuild(&self, blank: &Blank, size: u64, root: Hash) -> Result<Log, LogError> {
        if root_of(self.office.ledger(), &blank.epochs, size)? != root {
            return Err(LogError::Rewritten { place: ROW.to_owned(), signed: size });
        }
        let log = Log::begin(&self.place.log, 0)?;
        let Blank { key, epochs } = blank;
        let (key, epochs, shown) = (key.clone(), epochs.clone(), Shown::default());
        let mut open = Open { key, epochs, log, signed: None, shown, kept: None, last_at: None };
        let days = self.append(&mut open, size)?;
        open.log.flush()?;
        open.log.keep_all(&days)?;
        Ok(open.log)
    }

    /// Goes on to the head that another process has signed meanwhile, after making sure that it is the same log.
    fn adopt(&self, open: &mut Open) -> Result<(), LogError> {
        let Some(row) = head::read(&mut self.office.ledger().reader()?)? else {
            let signed = open.size_signed();
            return if signed == 0 {
                Ok(())
            } else {
                Err(LogError::GoneBack { place: self.keys.head_place(), signed, held: 0 })
            };
        };
        if open.signed.as_ref().is_some_and(|signed| signed.head == row) {
            return Ok(());
        }
        let other = self.verified(&open.key, row.note)?;
        let size = other.head.size;
        if size < open.size_signed() {
            let signed = open.size_signed();
            return Err(LogError::GoneBack { place: self.keys.head_place(), signed, held: size });
        }
        let root = if size < open.log.size() {
            // Its files are those of a larger tree by now; it is only signed over, by the next head of ours.
            let dir = Dir(self.place.log.clone());
            Tiles::new(dir, open.log.size(), open.log.root())?.root_at(size)?
        } else {
            self.append(open, size)?;
            open.log.root()
        };
        if root != other.root {
            return Err(LogError::Rewritten { place: ROW.to_owned(), signed: size });
        }
        if size < open.log.size() {
            open.signed = Some(other);
            return Ok(());
        }
        open.log.flush()?;
        self.publish(open, other)
    }

    /// Appends what the ledger holds up to a size. Where time is made up, answers a note for the end of each day passed.
    fn append(&self, open: &mut Open, to: u64) -> Result<Vec<(String, Vec<u8>)>, LogError> {
        let mut days = Vec::new();
        let from = open.log.size();
        if to <= from {
            return Ok(days);
        }
        let (key, log, last_at) = (&open.key, &mut open.log, &mut open.last_at);
        let made_up = self.place.made_up_time;
        let mut failed = None;
        each_leaf(self.office.ledger(), &open.epochs, from, to, &mut |at, bytes| {
            // An epoch begins after the events that it takes over.
            let at = last_at.map_or(at, |last| last.max(at));
            let ended = last_at.filter(|last| made_up && Instant(*last).date() != Instant(at).date());
            if let Some(last) = ended.filter(|_| log.size() > 0) {
                match note_of(key, log, seconds(last)) {
                    Ok(note) => days.push((day_of(seconds(last)), note)),
                    Err(error) => failed = failed.take().or(Some(error)),
                }
            }
            *last_at = Some(at);
            log.append(bytes)
        })?;
        match failed {
            Some(error) => Err(error),
            None => Ok(days),
        }
    }

    /// Signs the log as it stands and moves the shared head; `false` when another process was quicker.
    fn sign(&self, open: &mut Open, now: Instant) -> Result<bool, LogError> {
        open.log.flush()?;
        self.halt(Stage::Flushed)?;
        let before = open.signed.as_ref().map_or(0, |signed| signed.stamp);
        let at = if self.place.made_up_time { open.last_at.unwrap_or(now.0) } else { now.0 };
        // A clock that steps back does not take the log's time with it.
        let stamp = seconds(at).max(before);
        let note = note_of(&open.key, &open.log, stamp)?;
        let head = SignedHead { size: open.log.size(), note };
        let old = open.signed.as_ref().map(|signed| signed.head.clone());
        if !head::swap(self.office.ledger(), old, head.clone())? {
            return Ok(false);
        }
        self.halt(Stage::Swapped)?;
        let root = open.log.root();
        self.publish(open, Signed { head, root, stamp })?;
        Ok(true)
    }

    /// Copies a signed head beside the keys, then shows it. The log stands exactly at it, and is on the disk.
    fn publish(&self, open: &mut Open, signed: Signed) -> Result<(), LogError> {
        self.keys.note_head(&signed.head.note)?;
        self.halt(Stage::Copied)?;
        let events = signed.head.size.saturating_sub(open.epochs.leading());
        texts::put(&self.office, &open.log, &self.place.log, events)?;
        open.shown.publish(&self.cosignatures, &mut open.log, &signed.head)?;
        open.signed = Some(signed);
        self.halt(Stage::Published)
    }

    fn verified(&self, key: &SecretKey, note: Vec<u8>) -> Result<Signed, LogError> {
        let Opened { checkpoint, stamp, .. } = open(&note, key.public()).map_err(|why| self.keys.foreign(why))?;
        let head = SignedHead { size: checkpoint.size, note };
        Ok(Signed { head, root: checkpoint.root, stamp: stamp.unwrap_or(0) })
    }

    fn halt(&self, stage: Stage) -> Result<(), LogError> {
        if self.halt == Some(stage) { Err(LogError::Halted) } else { Ok(()) }
    }
}

impl Open {
    fn size_signed(&self) -> u64 {
        self.signed.as_ref().map_or(0, |signed| signed.head.size)
    }

    /// Whether a minute has begun in which no head was kept, and there is one to keep.
    fn may_keep(&self, now: Instant) -> bool {
        self.kept.as_ref().is_none_or(|(_, stamp)| seconds(now.0) / 60 > stamp / 60)
    }

    /// Keeps the present head, and before it the newest that witnesses have signed, if that was not kept yet.
    fn keep_present(&mut self) -> Result<(), LogError> {
        let is_kept = |note: &[u8]| self.kept.as_ref().is_some_and(|(kept, _)| is_same(kept, note));
        if let Some(signed) = self.signed.as_ref().filter(|signed| !is_kept(&signed.head.note)) {
            let between = self.shown.between(self.kept.as_ref().map(|(_, stamp)| *stamp), &signed.head);
            let between = between.map(|witnessed| (day_of(witnessed.stamp), witnessed.note.clone()));
            let present = (day_of(signed.stamp), self.shown.kept(&signed.head));
            self.log.keep_all(&between.into_iter().chain([present]).collect::<Vec<_>>())?;
            self.kept = Some((signed.head.note.clone(), signed.stamp));
        }
        Ok(())
    }

    fn show_witnesses(&mut self, cosignatures: &Cosignatures, dir: &Path) -> Result<(), LogError> {
        match &self.signed {
            Some(signed) => self.shown.go_on(cosignatures, &mut self.log, dir, &signed.head),
            None => Ok(()),
        }
    }
}

fn note_of(key: &SecretKey, log: &Log, stamp: u64) -> Result<Vec<u8>, LogError> {
    let origin = key.public().name().to_owned();
    let signed = sign(&Checkpoint { origin, size: log.size(), root: log.root() }, key, stamp);
    signed.map_err(|error| TreeError::Disproved(error.to_string()).into())
}

fn seconds(micros: i64) -> u64 {
    u64::try_from(micros / 1_000_000).unwrap_or(0)
}

/// Takes the instant of an event, in UTC microseconds, and its entry.
type EachLeaf<'a> = dyn FnMut(i64, &[u8]) -> Result<(), TreeError> + 'a;

/// Root over the first leaves, as the ledger has them.
pub(super) fn root_of(ledger: &Ledger, epochs: &Epochs, size: u64) -> Result<Hash, LogError> {
    let mut rooter = Rooter::new();
    each_leaf(ledger, epochs, 0, size, &mut |_, bytes| {
        rooter.push(bytes);
        Ok(())
    })?;
    Ok(rooter.root())
}

/// Calls `each` with the instant and the bytes of the entries from one index up to before another. All of them are there,
/// committed, or it is an error.
fn each_leaf(ledger: &Ledger, epochs: &Epochs, from: u64, to: u64, each: &mut EachLeaf<'_>) -> Result<(), LogError> {
    let mut next = from;
    while next < to {
        let Some(position) = position_of(next, epochs.leading()) else {
            if let Some((at, entry)) = epochs.entry(next) {
                each(at, entry)?;
            }
            next += 1;
            continue;
        };
        let leaves = ledger.reader()?.leaves_from(position, CHUNK.min(to - next))?;
        if leaves.is_empty() {
            return Err(LogError::Gap { position });
        }
        for (leaf, position) in leaves.into_iter().zip(position..) {
            if leaf.position != position {
                return Err(LogError::Gap { position });
            }
            each(leaf.at, &leaf.pub_)?;
            next += 1;
        }
    }
    Ok(())
}
