//! The log's files as the office hands them out: to visitors by path, to receipts as proofs. Not here: making them.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use kernel::case::leaf::{Leaf, split};
use translog::{
    BUNDLE_BYTES_MAX, Dir, EPOCHS, Entries, Hash, NOTE_BYTES_MAX, Opened, Place, PublicKey, Source, Tiles, TreeError,
    index_of, open,
};

use crate::desk::{Office, OfficeError};
use crate::log::FOLDER;

/// An event in the signed tree, with all that convinces somebody who knows only the log's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inclusion {
    /// Its position in the ledger.
    pub position: u64,
    /// Its index in the tree.
    pub index: u64,
    /// The hash of its leaf.
    pub leaf: Hash,
    /// The proof, from the leaf up.
    pub proof: Vec<Hash>,
    /// Entries in the signed tree.
    pub size: u64,
    /// The signed checkpoint that the proof leads to, as it is published.
    pub checkpoint: Vec<u8>,
}

/// A file of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFile {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Lines of text, to be read by people too.
    pub is_text: bool,
    /// It will never hold anything else. Tiles and bundles of the present epoch do not while the epoch lasts.
    pub is_immutable: bool,
}

/// The log's folder, with the tiles read last.
#[derive(Debug)]
pub struct Shelf {
    dir: PathBuf,
    /// The head shown last.
    read: Mutex<Option<Shown>>,
}

/// A head whose signature was checked, and its tree.
#[derive(Debug)]
struct Shown {
    note: Vec<u8>,
    tiles: Tiles<Dir>,
    origin: String,
    /// Leaves that begin epochs, before those of the events.
    leading: u64,
}

impl Shelf {
    pub(crate) fn of(data: &Path) -> Self {
        Self { dir: data.join(FOLDER), read: Mutex::new(None) }
    }

    /// The folder of the log's files.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The note that readers see; `None` while there is none.
    fn note(&self) -> Result<Option<Vec<u8>>, TreeError> {
        Ok(Dir(self.dir.clone()).get(&Place::Checkpoint.to_string(), NOTE_BYTES_MAX)?)
    }

    fn opened(&self, note: &[u8]) -> Result<Opened, TreeError> {
        let vkey = Dir(self.dir.clone()).get(&Place::Vkey.to_string(), NOTE_BYTES_MAX)?.unwrap_or_default();
        let key = PublicKey::parse(&String::from_utf8_lossy(&vkey));
        key.and_then(|key| open(note, &key))
            .map_err(|error| TreeError::Damaged { path: Place::Checkpoint.to_string(), why: error.to_string() })
    }

    fn inclusion(&self, position: u64) -> Result<Option<Inclusion>, TreeError> {
        let Some(note) = self.note()? else { return Ok(None) };
        let mut guard = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = match guard.take() {
            Some(shown) if shown.note == note => shown,
            before => self.show(note, before)?,
        };
        let shown = guard.insert(shown);
        let size = shown.tiles.size();
        let Some(index) = index_of(position, shown.leading).filter(|index| *index < size) else { return Ok(None) };
        let (leaf, proof) = (shown.tiles.leaf(index)?, shown.tiles.inclusion(index)?);
        Ok(Some(Inclusion { position, index, leaf, proof, size, checkpoint: shown.note.clone() }))
    }

    /// The tree of a head; goes on from the one before where the log goes on from it.
    fn show(&self, note: Vec<u8>, before: Option<Shown>) -> Result<Shown, TreeError> {
        let head = self.opened(&note)?.checkpoint;
        if let Some(mut shown) = before.filter(|shown| shown.origin == head.origin)
            && shown.tiles.advance(head.size, head.root).is_ok()
        {
            return Ok(Shown { note, ..shown });
        }
        let tiles = Tiles::new(Dir(self.dir.clone()), head.size, head.root)?;
        let leading = self.leading(head.size)?;
        Ok(Shown { note, tiles, origin: head.origin, leading })
    }

    /// How many leaves before the events begin epochs.
    fn leading(&self, size: u64) -> Result<u64, TreeError> {
        let mut entries = Entries::new(Dir(self.dir.clone()), 0, size)?;
        let mut leading = 0;
        while let Some((_, entry)) = entries.read_next()? {
            let leaf = split(entry).map(|(leaf, _)| Leaf::decode(leaf));
            if !matches!(leaf, Some(Ok(Leaf::Epoch(_)))) {
                break;
            }
            leading += 1;
        }
        Ok(leading)
    }
}

impl Office {
    /// The proof that the event at a position is in the signed tree; `None` while it is not yet, within about a second of
    /// its recording, or where no log is made.
    ///
    /// # Errors
    /// When the log's files cannot be read or are damaged.
    pub fn inclusion(&self, position: u64) -> Result<Option<Inclusion>, OfficeError> {
        self.shelf().inclusion(position).map_err(|error| OfficeError::Row {
            what: "nhật ký công khai / public log".to_owned(),
            why: error.to_string(),
        })
    }

    /// The head that readers see; `None` where there is none yet.
    ///
    /// # Errors
    /// When it cannot be read, or its signature does not hold.
    pub fn log_head(&self) -> Result<Option<Opened>, OfficeError> {
        let shelf = self.shelf();
        let head = shelf.note().and_then(|note| note.map(|note| shelf.opened(&note)).transpose());
        head.map_err(|error| OfficeError::Row { what: "checkpoint".to_owned(), why: error.to_string() })
    }

    /// A file of the log by its path (`checkpoint`, `tile/0/000`, `history/2026-01-01`, …), or of an epoch that ended
    /// (`epoch/1/checkpoint`, …); `None` when there is none, or no file of a log is called so.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn log_file(&self, path: &str) -> Result<Option<LogFile>, OfficeError> {
        let log = self.shelf().dir();
        let (dir, path) = of_epoch(log, path);
        let is_ended = dir != log;
        let Some(place) = Place::parse(path) else { return Ok(None) };
        let read = Dir(dir).get(&place.to_string(), BUNDLE_BYTES_MAX);
        let bytes = read.map_err(|error| OfficeError::Row { what: place.to_string(), why: error.to_string() })?;
        let is_text = matches!(place, Place::Checkpoint | Place::Witnessed | Place::Vkey | Place::History(_));
        Ok(bytes.map(|bytes| LogFile { bytes, is_text, is_immutable: is_ended || place.is_immutable() }))
    }
}

/// The folder of the epoch that a path names, and the path within; the log's own for any other.
fn of_epoch<'p>(dir: &Path, path: &'p str) -> (PathBuf, &'p str) {
    let named = path.strip_prefix(EPOCHS).and_then(|rest| rest.strip_prefix('/')).and_then(|rest| rest.split_once('/'));
    let named = named.and_then(|(number, rest)| Some((number.parse::<u32>().ok()?, rest)));
    named.map_or((dir.to_owned(), path), |(number, rest)| (dir.join(EPOCHS).join(number.to_string()), rest))
}
