//! The one signed head: a row of the database that all processes share, moved by compare-and-swap. Outside the ledger, its
//! replay and its digest. Not here: who moves it, and when.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ledger::{Ledger, LedgerError, Reader};

/// A signed head as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignedHead {
    pub(crate) size: u64,
    pub(crate) note: Vec<u8>,
}

/// The head signed last, by whomever.
pub(crate) fn read(reader: &mut Reader) -> Result<Option<SignedHead>, LedgerError> {
    let mut found = None;
    reader.query("SELECT size, note FROM log_head WHERE id = 1", &[], &mut |row| {
        found = Some(SignedHead { size: row.count(0)?, note: row.blob(1)?.to_vec() });
        Ok(())
    })?;
    Ok(found)
}

/// Puts `new` in the place of `old`, if that is still the one; `false` when another process was quicker. Durable when it
/// answers.
pub(crate) fn swap(ledger: &Ledger, old: Option<SignedHead>, new: SignedHead) -> Result<bool, LedgerError> {
    let won = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&won);
    ledger.side(Box::new(move |tx| {
        let changed = match &old {
            Some(old) => tx.execute(
                "UPDATE log_head SET size = $1, note = $2 WHERE id = 1 AND size = $3 AND note = $4",
                &[new.size.into(), (&new.note).into(), old.size.into(), (&old.note).into()],
            )?,
            None => tx.execute(
                "INSERT INTO log_head(id, size, note) VALUES(1, $1, $2) ON CONFLICT DO NOTHING",
                &[new.size.into(), (&new.note).into()],
            )?,
        };
        told.store(changed == 1, Ordering::Relaxed);
        Ok(())
    }))?;
    Ok(won.load(Ordering::Relaxed))
}
