//! Shows what witnesses have signed: on the checkpoint itself, and as the newest head that enough of them have signed.
//!
//! Only the follower calls this, for it alone writes the log's folder. Not here: what counts (`cosignatures`).

use std::io::ErrorKind;
use std::path::Path;

use translog::{Log, Place, TreeError};

use crate::log::cosignatures::{Cosignatures, Witnessed};
use crate::log::error::LogError;
use crate::log::head::SignedHead;

/// What stands in the folder now.
#[derive(Debug, Default)]
pub(super) struct Shown {
    checkpoint: Vec<u8>,
    witnessed: Option<Witnessed>,
    /// Whether the file may be another one than `witnessed` says.
    is_unsure: bool,
}

impl Shown {
    /// Takes up what the folder shows, before anything is written over it.
    pub(super) fn begin(cosignatures: &Cosignatures, dir: &Path) -> Self {
        cosignatures.resume(dir);
        Self { is_unsure: true, ..Self::default() }
    }

    /// Shows a head, unless a later one is shown already.
    pub(super) fn publish(
        &mut self,
        cosignatures: &Cosignatures,
        log: &mut Log,
        head: &SignedHead,
    ) -> Result<(), TreeError> {
        let note = cosignatures.dressed(head.size, &head.note);
        log.publish(&note, head.size)?;
        self.checkpoint = note;
        Ok(())
    }

    /// Shows what witnesses have signed since; `dir` is the log's folder.
    pub(super) fn go_on(
        &mut self,
        cosignatures: &Cosignatures,
        log: &mut Log,
        dir: &Path,
        head: &SignedHead,
    ) -> Result<(), LogError> {
        let is_shown = is_same(&self.checkpoint, &head.note);
        if is_shown && self.checkpoint != cosignatures.dressed(head.size, &head.note) {
            self.publish(cosignatures, log, head)?;
        }
        let witnessed = cosignatures.witnessed();
        if self.witnessed == witnessed && !self.is_unsure {
            return Ok(());
        }
        match &witnessed {
            Some(witnessed) => log.put(&Place::Witnessed, &witnessed.note)?,
            None => remove(dir)?,
        }
        (self.witnessed, self.is_unsure) = (witnessed, false);
        Ok(())
    }

    /// The note of a head to be kept: with the signatures that it is shown with.
    pub(super) fn kept(&self, head: &SignedHead) -> Vec<u8> {
        if is_same(&self.checkpoint, &head.note) { self.checkpoint.clone() } else { head.note.clone() }
    }

    /// The witnessed head to be kept before `head`, where it lies between that and the one kept at `last`.
    pub(super) fn between(&self, last: Option<u64>, head: &SignedHead) -> Option<&Witnessed> {
        self.witnessed
            .as_ref()
            .filter(|witnessed| witnessed.size < head.size && last.is_none_or(|last| witnessed.stamp > last))
    }
}

/// Whether two notes are over the same head, whoever else has signed.
pub(super) fn is_same(one: &[u8], other: &[u8]) -> bool {
    text(one) == text(other)
}

fn text(note: &[u8]) -> &[u8] {
    let end = note.windows(2).position(|pair| pair == b"\n\n");
    note.get(..end.unwrap_or(note.len())).unwrap_or_default()
}

/// Enough have not signed any head: none is shown as if they had.
fn remove(dir: &Path) -> Result<(), TreeError> {
    let path = Place::Witnessed.to_string();
    match std::fs::remove_file(dir.join(&path)) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(TreeError::NotWritten { path, why: error.to_string() })
        }
        _ => Ok(()),
    }
}
