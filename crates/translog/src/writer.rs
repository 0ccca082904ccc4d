//! Writing a log into a folder, in memory that does not grow with it. Not here: who may sign, and when.
//!
//! The order that keeps a crash harmless: full tiles and bundles as they fill, then the partial ones, then all of it to the
//! disk ([`Log::flush`]); only then may somebody sign, and only what is signed is published ([`Log::publish`]). What lies in
//! the folder beyond the signed head binds nobody and is written over when it differs.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::bundle::{BUNDLE_BYTES_MAX, decode_bundle, push_entry};
use crate::error::TreeError;
use crate::history::kept_notes;
use crate::note::NOTE_BYTES_MAX;
use crate::path::Place;
use crate::source::{Dir, Source};
use crate::tiles::{Subtrees, edge_index, edge_width, get_edge, get_partial, levels};
use crate::tree::{Hash, leaf_hash, root_of_peaks};
use crate::{SIZE_MAX, TILE_WIDTH};

/// From so many files on, one call brings the whole file system to the disk instead of one for each.
const SYNC_EACH_MAX: usize = 16;

/// A file on its way into its place. There is one at a time, for a folder has one writer.
const BESIDE: &str = ".new";

/// A log that grows in a folder. One writer at a time has the folder; the system frees it when the process ends.
///
/// After an error the state in memory is not to be used any more: open it again.
#[derive(Debug)]
pub struct Log {
    dir: PathBuf,
    /// Held as long as the log is open.
    _lock: File,
    /// Entries under a signed head: files over these never change.
    signed: u64,
    size: u64,
    /// The hashes of the partial tile of each level.
    edge: Vec<Vec<Hash>>,
    /// The partial bundle.
    bundle: Vec<u8>,
    /// Written, not yet surely on the disk; paths from the folder.
    unsynced: Vec<Place>,
    /// Partial tiles whose full one is there; removed once a head beyond them is published.
    outgrown: Vec<(u8, u64)>,
}

impl Log {
    /// A log from its first entry on. Entries already there are written again: the same ones change nothing, others are
    /// refused where a signed head stands over them, over the first `signed` entries.
    ///
    /// # Errors
    /// When the folder cannot be made, or [`TreeError::Busy`].
    pub fn begin(dir: &Path, signed: u64) -> Result<Self, TreeError> {
        Ok(Self {
            _lock: lock(dir)?,
            dir: dir.to_owned(),
            signed,
            size: 0,
            edge: Vec::new(),
            bundle: Vec::new(),
            unsynced: Vec::new(),
            outgrown: Vec::new(),
        })
    }

    /// Goes on at a signed head.
    ///
    /// # Errors
    /// When the files at the edge are missing or damaged, or do not lead to `root`; [`TreeError::Busy`].
    pub fn open(dir: &Path, size: u64, root: Hash) -> Result<Self, TreeError> {
        if size > SIZE_MAX {
            return Err(TreeError::OutOfTree { asked: size, size: SIZE_MAX });
        }
        let source = Dir(dir.to_owned());
        let mut log = Self::begin(dir, size)?;
        log.size = size;
        log.edge = levels(size).map(|level| get_edge(&source, size, level)).collect::<Result<_, _>>()?;
        if log.root() != root {
            return Err(TreeError::WrongRoot { size });
        }
        log.bundle = edge_bundle(&source, size, log.edge.first().map(Vec::as_slice).unwrap_or_default())?;
        Ok(log)
    }

    /// Entries so far.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root over them.
    #[must_use]
    pub fn root(&self) -> Hash {
        let rows: Vec<Subtrees> = self.edge.iter().cloned().map(Subtrees::new).collect();
        root_of_peaks(rows.iter().rev().flat_map(Subtrees::peaks))
    }

    /// Adds an entry. It is surely in the folder after the next [`Log::flush`].
    ///
    /// # Errors
    /// [`TreeError::EntryTooLong`], [`TreeError::Fork`], or when a file cannot be written.
    pub fn append(&mut self, entry: &[u8]) -> Result<(), TreeError> {
        if self.size >= SIZE_MAX {
            return Err(TreeError::OutOfTree { asked: self.size, size: SIZE_MAX });
        }
        push_entry(&mut self.bundle, self.size, entry)?;
        self.size += 1;
        if self.size.is_multiple_of(TILE_WIDTH) {
            let bundle = std::mem::take(&mut self.bundle);
            self.write(Place::Entries { index: self.size / TILE_WIDTH - 1, width: TILE_WIDTH }, &bundle)?;
        }
        self.push(0, leaf_hash(entry))
    }

    /// Adds a hash to a level; what fills a tile goes up.
    fn push(&mut self, level: u8, hash: Hash) -> Result<(), TreeError> {
        let at = usize::from(level);
        if self.edge.len() <= at {
            self.edge.push(Vec::new());
        }
        let Some(row) = self.edge.get_mut(at) else { return Ok(()) };
        row.push(hash);
        if edge_width(self.size, level) > 0 {
            return Ok(());
        }
        let hashes = std::mem::take(row);
        let index = edge_index(self.size, level) - 1;
        self.write(Place::Tile { level, index, width: TILE_WIDTH }, hashes.as_flattened())?;
        self.outgrown.push((level, index));
        match Subtrees::new(hashes).top() {
            Some(top) => self.push(level + 1, top),
            None => Ok(()),
        }
    }

    /// Writes the partial tiles and the partial bundle, and waits until all is on the disk. After that the present size and
    /// root may be signed.
    ///
    /// # Errors
    /// [`TreeError::Fork`], or when a file cannot be written.
    pub fn flush(&mut self) -> Result<(), TreeError> {
        for (level, hashes) in (0_u8..).zip(self.edge.clone()).filter(|(_, hashes)| !hashes.is_empty()) {
            let (index, width) = (edge_index(self.size, level), edge_width(self.size, level));
            self.write(Place::Tile { level, index, width }, hashes.as_flattened())?;
        }
        let width = self.size % TILE_WIDTH;
        if width > 0 {
            let bundle = self.bundle.clone();
            self.write(Place::Entries { index: self.size / TILE_WIDTH, width }, &bundle)?;
        }
        let written = std::mem::take(&mut self.unsynced);
        self.sync(&written)
    }

    /// Makes a signed checkpoint the one that readers see, unless a later one is there already. From then on its entries
    /// count as signed.
    ///
    /// Answers whether it stands there now. The files that it speaks of must have been flushed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn publish(&mut self, note: &[u8], size: u64) -> Result<bool, TreeError> {
        let present = Dir(self.dir.clone()).get(&Place::Checkpoint.to_string(), NOTE_BYTES_MAX)?;
        let is_newest = present.as_deref().and_then(size_of_note).is_none_or(|present| present <= size);
        if is_newest {
            self.put(&Place::Checkpoint, note)?;
        }
        self.signed = self.signed.max(size);
        for (level, index) in std::mem::take(&mut self.outgrown) {
            self.remove_partials(&Place::Tile { level, index, width: TILE_WIDTH });
            if level == 0 {
                self.remove_partials(&Place::Entries { index, width: TILE_WIDTH });
            }
        }
        Ok(is_newest)
    }

    /// Keeps a signed checkpoint for ever under a day (UTC, `YYYY-MM-DD`). The same note twice in a row is kept once.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, note: &[u8], day: &str) -> Result<(), TreeError> {
        self.keep_all(&[(day.to_owned(), note.to_vec())])
    }

    /// Keeps several, each under its day, in their order; they come to the disk together.
    ///
    /// # Errors
    /// When one cannot be written; those before it may be kept.
    pub fn keep_all(&self, notes: &[(String, Vec<u8>)]) -> Result<(), TreeError> {
        let mut written = Vec::new();
        for of_day in notes.chunk_by(|one, next| one.0 == next.0) {
            let Some((day, _)) = of_day.first() else { continue };
            let place = Place::History(day.clone());
            let mut bytes = match fs::read(self.dir.join(place.to_string())) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
                Err(error) => return Err(not_written(&place.to_string(), &error)),
            };
            // The file as a whole is put in the old one's place, so that no reader and no crash sees half a note.
            let (kept, whole) = kept_notes(&bytes);
            let mut last = kept.last().map(|last| last.to_vec());
            bytes.truncate(whole);
            for (_, note) in of_day {
                if last.replace(note.clone()).as_ref() != Some(note) {
                    bytes.extend_from_slice(note);
                }
            }
            replace(&self.dir, &place, &bytes, false)?;
            written.push(place);
        }
        self.sync(&written)
    }

    /// Puts a whole file into the log: the key, a blob, a checkpoint. Surely on the disk when it answers.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put(&self, place: &Place, bytes: &[u8]) -> Result<(), TreeError> {
        replace(&self.dir, place, bytes, true)?;
        self.sync_folders(std::slice::from_ref(place))
    }

    fn write(&mut self, place: Place, bytes: &[u8]) -> Result<(), TreeError> {
        let present = Dir(self.dir.clone()).get(&place.to_string(), BUNDLE_BYTES_MAX)?;
        if present.as_deref() != Some(bytes) {
            let (from, to) = span(&place);
            if present.is_some() && to <= self.signed {
                return Err(TreeError::Fork { path: place.to_string(), from });
            }
            replace(&self.dir, &place, bytes, false)?;
        }
        self.unsynced.push(place);
        Ok(())
    }

    fn sync(&self, written: &[Place]) -> Result<(), TreeError> {
        if written.len() > SYNC_EACH_MAX {
            return sync_all(&self.dir);
        }
        written.iter().try_for_each(|place| sync(&self.dir.join(place.to_string())))?;
        self.sync_folders(written)
    }

    fn sync_folders(&self, written: &[Place]) -> Result<(), TreeError> {
        let paths = written.iter().map(|place| self.dir.join(place.to_string()));
        let folders: BTreeSet<PathBuf> = paths.flat_map(|path| folders(&path, &self.dir)).collect();
        folders.iter().try_for_each(|folder| sync(folder))
    }

    /// Partial files whose full one is there. What cannot be removed stays and harms nobody.
    fn remove_partials(&self, full: &Place) {
        let _ = fs::remove_dir_all(self.dir.join(format!("{full}.p")));
    }
}

/// Brings the whole file system of a folder to the disk.
pub(crate) fn sync_all(dir: &Path) -> Result<(), TreeError> {
    let failed = |error: &std::io::Error| not_written(&dir.display().to_string(), error);
    let dir = File::open(dir).map_err(|error| failed(&error))?;
    rustix::fs::syncfs(&dir).map_err(|error| failed(&error.into()))
}

/// Takes the folder for one writer.
pub(crate) fn lock(dir: &Path) -> Result<File, TreeError> {
    let failed = |error: &std::io::Error| not_written(&dir.display().to_string(), error);
    fs::create_dir_all(dir).map_err(|error| failed(&error))?;
    let file = File::options().create(true).truncate(false).write(true).open(dir.join(".lock"));
    let file = file.map_err(|error| failed(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(TreeError::Busy { folder: dir.display().to_string() }),
        Err(TryLockError::Error(error)) => Err(failed(&error)),
    }
}

/// The folders above a path, up to the log's own.
fn folders(path: &Path, dir: &Path) -> Vec<PathBuf> {
    path.ancestors().skip(1).take_while(|above| above.starts_with(dir)).map(Path::to_owned).collect()
}

/// The entries that a tile or bundle stands for: from, and up to.
fn span(place: &Place) -> (u64, u64) {
    let (level, index, width) = match *place {
        Place::Tile { level, index, width } => (u32::from(level), index, width),
        Place::Entries { index, width } => (0, index, width),
        _ => return (0, u64::MAX),
    };
    ((index * TILE_WIDTH) << (8 * level), (index * TILE_WIDTH + width) << (8 * level))
}

/// The bundle at the edge, when its entries are those of the tile above it.
fn edge_bundle(source: &Dir, size: u64, leaves: &[Hash]) -> Result<Vec<u8>, TreeError> {
    let (index, width) = (size / TILE_WIDTH, size % TILE_WIDTH);
    if width == 0 {
        return Ok(Vec::new());
    }
    let (place, full) = (Place::Entries { index, width }, Place::Entries { index, width: TILE_WIDTH });
    let bytes = get_partial(source, &place, &full, BUNDLE_BYTES_MAX)?;
    let damaged = |why| TreeError::Damaged { path: place.to_string(), why };
    let entries = decode_bundle(&bytes, width).map_err(damaged)?;
    if !entries.iter().map(|entry| leaf_hash(entry)).eq(leaves.iter().copied()) {
        return Err(damaged("its entries do not have the hashes of the tile above them".to_owned()));
    }
    let length = entries.iter().map(|entry| entry.len() + 2).sum();
    Ok(bytes.get(..length).unwrap_or_default().to_vec())
}

/// The size that a note's second line says, signed or not.
fn size_of_note(note: &[u8]) -> Option<u64> {
    let line = note.split(|byte| *byte == b'\n').nth(1)?;
    std::str::from_utf8(line).ok()?.parse().ok()
}

/// Writes a file beside and renames it into its place, so that nobody ever sees half of it.
fn replace(dir: &Path, place: &Place, bytes: &[u8], sync: bool) -> Result<(), TreeError> {
    let path = dir.join(place.to_string());
    let failed = |error: std::io::Error| not_written(&place.to_string(), &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let beside = dir.join(BESIDE);
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        if sync { file.sync_all() } else { Ok(()) }
    });
    let renamed = written.and_then(|()| fs::rename(&beside, &path));
    renamed.map_err(|error| {
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}

fn sync(path: &Path) -> Result<(), TreeError> {
    let synced = File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|error| not_written(&path.display().to_string(), &error))
}

pub(crate) fn not_written(path: &str, error: &std::io::Error) -> TreeError {
    TreeError::NotWritten { path: path.to_owned(), why: error.to_string() }
}
