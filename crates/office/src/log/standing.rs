//! What was signed last, in the three places that remember it, and what the ledger holds. Not here: what follows from it.

use ledger::Ledger;
use translog::{Checkpoint, Dir, NOTE_BYTES_MAX, Place, Source, TreeError, open_any_epoch};

use crate::log::epochs::Epochs;
use crate::log::error::LogError;
use crate::log::follower::Folders;
use crate::log::head::{self, SignedHead};
use crate::log::keys::LogKeys;

/// Where ledger and log stand; nothing of it is verified yet.
pub(crate) struct Standing {
    /// Events that the ledger holds.
    pub(crate) held: u64,
    /// Epochs of its log.
    pub(crate) epochs: Epochs,
    /// The shared row.
    pub(crate) row: Option<SignedHead>,
    /// The copy beside the keys.
    pub(crate) copy: Option<Vec<u8>>,
    /// What readers see.
    pub(crate) shown: Option<Vec<u8>>,
}

impl Standing {
    pub(crate) fn read(ledger: &Ledger, place: &Folders, keys: &LogKeys) -> Result<Self, LogError> {
        let mut reader = ledger.reader()?;
        let row = head::read(&mut reader)?;
        let epochs = Epochs::read(&mut reader, ledger.origin())?;
        let held = reader.head()?.next.saturating_sub(1);
        drop(reader);
        let shown = Dir(place.log.clone()).get(&Place::Checkpoint.to_string(), NOTE_BYTES_MAX);
        Ok(Self { held, epochs, row, copy: keys.head()?, shown: shown.map_err(TreeError::from)? })
    }

    /// Whether anything was ever signed.
    pub(crate) fn was_signed(&self) -> bool {
        self.row.is_some() || self.copy.is_some() || self.shown.is_some() || self.epochs.leading() > 0
    }

    /// The heads of all places, and another one, each verified by the log's key.
    pub(crate) fn heads(
        &self,
        keys: &LogKeys,
        origin: &str,
        other: Option<&[u8]>,
    ) -> Result<Vec<Checkpoint>, LogError> {
        let row = self.row.as_ref().map(|row| row.note.as_slice());
        let notes: Vec<&[u8]> =
            [row, self.copy.as_deref(), self.shown.as_deref(), other].into_iter().flatten().collect();
        if notes.is_empty() {
            return Ok(Vec::new());
        }
        // It was signed before: a missing key is not made anew.
        let key = keys.signing(origin, true, [0; 32])?;
        let opened = notes.into_iter().map(|note| open_any_epoch(note, key.public()).map(|opened| opened.checkpoint));
        opened.collect::<Result<_, _>>().map_err(|why| keys.foreign(why))
    }
}
