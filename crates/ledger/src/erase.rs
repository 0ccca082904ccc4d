//! Erasing a stream: its key is destroyed, its files go, its bodies are emptied. What was public of it, what is not
//! personal, and every commitment stay, so that every proof and every figure stays right.
//!
//! The list of erased streams is kept in the keys folder as well, so that a backup from before is erased again when it is
//! restored. Not here: who may erase and why (kernel), what the read tables say then (office).

use std::collections::BTreeSet;

use crate::error::{DbError, LedgerError};
use crate::keyring::name;
use crate::ledger::Ledger;
use crate::plan::{StreamId, Tx};

/// Name of the list in the keys folder: one stream a line, in hex digits.
pub const ERASED_NAME: &str = "erased";

/// Destroys the key of a stream and what was sealed with it, within the transaction of the event that tells of it.
///
/// # Errors
/// When the database refuses.
pub fn destroy(tx: &mut dyn Tx, stream: &StreamId) -> Result<(), DbError> {
    if tx.execute("UPDATE keys SET wrapped = NULL WHERE stream = $1", &[stream.into()])? == 0 {
        tx.execute("INSERT INTO keys(stream, wrapped, master) VALUES($1, NULL, 0)", &[stream.into()])?;
    }
    tx.execute("DELETE FROM files WHERE stream = $1", &[stream.into()])?;
    tx.execute("UPDATE events SET body = $2 WHERE stream = $1", &[stream.into(), (&[0_u8; 0]).into()]).map(|_| ())
}

impl Ledger {
    /// The streams whose keys were destroyed.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn erased(&self) -> Result<BTreeSet<StreamId>, LedgerError> {
        let mut found = BTreeSet::new();
        self.reader()?.query("SELECT stream FROM keys WHERE wrapped IS NULL", &[], &mut |row| {
            found.insert(row.array(0)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The streams that the list in the keys folder names.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub fn erased_before(&self) -> Result<BTreeSet<StreamId>, LedgerError> {
        let keyring = self.keyring();
        let (folder, path) = (keyring.folder(), keyring.folder().path(ERASED_NAME));
        let bytes = folder.read(ERASED_NAME).map_err(|error| DbError::io(&path, &error))?.unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap_or_default();
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let read = lines.map(stream_of).collect::<Option<BTreeSet<_>>>();
        Ok(read.ok_or_else(|| DbError::Damaged { what: path.display().to_string() })?)
    }

    /// Brings the list in the keys folder up to what the database says; nothing is ever taken off it.
    ///
    /// # Errors
    /// When list or database cannot be read, or the list cannot be written.
    pub fn note_erased(&self) -> Result<(), LedgerError> {
        let (mut listed, known) = (self.erased_before()?, self.erased()?);
        if known.is_subset(&listed) {
            return Ok(());
        }
        listed.extend(known);
        let text: String = listed.iter().map(|stream| name(stream) + "\n").collect();
        let keyring = self.keyring();
        let written = keyring.folder().replace(ERASED_NAME, text.as_bytes());
        Ok(written.map_err(|error| DbError::io(&keyring.folder().path(ERASED_NAME), &error))?)
    }
}

fn stream_of(digits: &str) -> Option<StreamId> {
    u128::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 32).map(u128::to_be_bytes)
}
