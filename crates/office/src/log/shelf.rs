//! The log's files as the office hands them out: to visitors by path, to receipts as proofs. Not here: making them.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use translog::{
    BUNDLE_BYTES_MAX, Dir, Hash, NOTE_BYTES_MAX, Opened, Place, PublicKey, Source, Tiles, TreeError, index_of, open,
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
    /// It will never hold anything else.
    pub is_immutable: bool,
}

/// The log's folder, with the tiles read last.
#[derive(Debug)]
pub struct Shelf {
    dir: PathBuf,
    /// The head shown last, whose signature was checked, and its tree.
    read: Mutex<Option<(Vec<u8>, Tiles<Dir>)>>,
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
        let (Some(index), Some(note)) = (index_of(position), self.note()?) else { return Ok(None) };
        let mut guard = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let mut tiles = match guard.take() {
            Some((shown, tiles)) if shown == note => tiles,
            before => self.tiles(&note, before.map(|(_, tiles)| tiles))?,
        };
        let size = tiles.size();
        let found = if index < size { Some((tiles.leaf(index), tiles.inclusion(index))) } else { None };
        let checkpoint = note.clone();
        *guard = Some((note, tiles));
        let Some((leaf, proof)) = found else { return Ok(None) };
        Ok(Some(Inclusion { position, index, leaf: leaf?, proof: proof?, size, checkpoint }))
    }

    /// The tree of a head; goes on from the one before where the log goes on from it.
    fn tiles(&self, note: &[u8], before: Option<Tiles<Dir>>) -> Result<Tiles<Dir>, TreeError> {
        let head = self.opened(note)?.checkpoint;
        if let Some(mut tiles) = before
            && tiles.advance(head.size, head.root).is_ok()
        {
            return Ok(tiles);
        }
        Tiles::new(Dir(self.dir.clone()), head.size, head.root)
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

    /// A file of the log by its path (`checkpoint`, `tile/0/000`, `history/2026-01-01`, …); `None` when there is none, or no
    /// file of a log is called so.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn log_file(&self, path: &str) -> Result<Option<LogFile>, OfficeError> {
        let Some(place) = Place::parse(path) else { return Ok(None) };
        let read = Dir(self.shelf().dir().to_owned()).get(&place.to_string(), BUNDLE_BYTES_MAX);
        let bytes = read.map_err(|error| OfficeError::Row { what: place.to_string(), why: error.to_string() })?;
        let is_text = matches!(place, Place::Checkpoint | Place::Vkey | Place::History(_));
        Ok(bytes.map(|bytes| LogFile { bytes, is_text, is_immutable: place.is_immutable() }))
    }
}
