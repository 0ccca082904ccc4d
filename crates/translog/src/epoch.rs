//! Epochs of a log: when what was signed is not all there any more, it goes on under its name with a number, `origin/2`, by
//! the same key, and the leaves that begin it say so. Not here: what these leaves say (kernel), when an epoch begins.

use crate::error::NoteError;
use crate::key::PublicKey;
use crate::note::{Opened, open, origin_of};

/// The first name of a log, and the number of the epoch that a name stands for: 1 for the first name itself.
#[must_use]
pub fn epoch_of(name: &str) -> (&str, u32) {
    let numbered = name.rsplit_once('/').and_then(|(base, number)| Some((base, number.parse::<u32>().ok()?)));
    numbered.filter(|(base, epoch)| *epoch >= 2 && epoch_name(base, *epoch) == name).unwrap_or((name, 1))
}

/// The name of a log in an epoch.
#[must_use]
pub fn epoch_name(base: &str, epoch: u32) -> String {
    if epoch < 2 { base.to_owned() } else { format!("{base}/{epoch}") }
}

/// As [`open`], for a head of any epoch of the log that the key belongs to: its origin says which.
///
/// # Errors
/// As [`open`].
pub fn open_any_epoch(note: &[u8], log: &PublicKey) -> Result<Opened, NoteError> {
    let found = origin_of(note)?;
    match log.in_epoch(&found) {
        Some(key) => open(note, &key),
        None => Err(NoteError::Origin { wanted: log.name().to_owned(), found }),
    }
}
