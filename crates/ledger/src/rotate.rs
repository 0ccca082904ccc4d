//! Changing the master key while the ledger serves: a new generation is written into the keys folder, then every key of a
//! stream is wrapped anew, a few at a time, and at last the old generation is forgotten.
//!
//! Old and new are readable meanwhile, and a rotation that was cut off is gone on with. Bodies are not touched. Not here:
//! carrying the file to other machines that use the same ledger; whoever keeps them does that before the end.

use std::sync::{Arc, Mutex, PoisonError};

use crate::error::{DbError, LedgerError};
use crate::keyring::{GENERATION, Keyring, mark_name};
use crate::ledger::Ledger;
use crate::master::Masters;
use crate::plan::{StreamId, Tx};
use crate::random::Random;

/// Keys wrapped anew in one transaction of the writer: others wait for it a few milliseconds.
const KEYS_AT_ONCE: u64 = 500;

/// What a rotation did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotated {
    /// The generation that wraps now.
    pub generation: u32,
    /// Keys of streams that were wrapped anew.
    pub streams: u64,
}

/// A stretch of the table, in the order of streams.
#[derive(Default)]
struct Stretch {
    after: Vec<u8>,
    read: u64,
    changed: u64,
}

impl Ledger {
    /// Changes the master key; others may append and read meanwhile. `progress` is told how many keys were wrapped anew.
    ///
    /// # Errors
    /// When the ledger is not sealed or was opened to read, or key or storage say no; then it can be run again.
    pub fn rotate(&self, progress: &mut dyn FnMut(u64)) -> Result<Rotated, LedgerError> {
        let (keyring, Some(random)) = (self.keyring(), self.random()) else {
            return Err(DbError::Caller("a ledger that is not sealed has no master key".to_owned()).into());
        };
        let generation = self.next_generation(&keyring, &random)?;
        let mut streams = 0;
        let mut after = Vec::new();
        loop {
            let done = self.rewrap(&keyring, &random, generation, after)?;
            streams += done.changed;
            progress(streams);
            after = done.after;
            if done.read < KEYS_AT_ONCE {
                break;
            }
        }
        let mut masters = Masters::read(keyring.folder())?;
        masters.forget_before(generation);
        masters.write(keyring.folder())?;
        Ok(Rotated { generation, streams })
    }

    /// The generation to wrap under: that of a rotation that was cut off, else a new one.
    fn next_generation(&self, keyring: &Keyring, random: &Random) -> Result<u32, LedgerError> {
        let mut masters = Masters::read(keyring.folder())?;
        let mut current = 0;
        let mut older = 0;
        let mut reader = self.reader()?;
        reader.query("SELECT value FROM meta WHERE key = $1", &[GENERATION.into()], &mut |row| {
            current = row.text(0)?.parse().unwrap_or(0);
            Ok(())
        })?;
        let sql =
            "SELECT count(*) FROM (SELECT 1 AS one FROM keys WHERE master < $1 AND wrapped IS NOT NULL LIMIT 1) k";
        reader.query(sql, &[current.into()], &mut |row| {
            older = row.int(0)?;
            Ok(())
        })?;
        drop(reader);
        if older > 0 {
            return Ok(current);
        }
        let next = match masters.newest() {
            Some(made) if made > current => made,
            _ => {
                masters.add(current.saturating_add(1), random.draw());
                masters.write(keyring.folder())?;
                current.saturating_add(1)
            }
        };
        let mark = masters.mark(next).unwrap_or_default();
        self.side(Box::new(move |tx| {
            // Whoever makes a key in a transaction that began before has ended when this is done.
            tx.execute("UPDATE head SET next = next WHERE id = 1", &[])?;
            let sql =
                "INSERT INTO meta(key, value) VALUES($1, $2) ON CONFLICT(key) DO UPDATE SET value = excluded.value";
            tx.execute(sql, &[(&mark_name(next)).into(), (&mark).into()])?;
            tx.execute(sql, &[GENERATION.into(), (&next.to_string()).into()]).map(|_| ())
        }))?;
        Ok(next)
    }

    fn rewrap(
        &self,
        keyring: &Arc<Keyring>,
        random: &Random,
        generation: u32,
        after: Vec<u8>,
    ) -> Result<Stretch, LedgerError> {
        let stretch = Arc::new(Mutex::new(Stretch { after, ..Stretch::default() }));
        let (keyring, random, shared) = (Arc::clone(keyring), random.clone(), Arc::clone(&stretch));
        self.side(Box::new(move |tx| {
            let mut stretch = shared.lock().unwrap_or_else(PoisonError::into_inner);
            rewrap(tx, &keyring, &random, generation, &mut stretch)
        }))?;
        let mut stretch = stretch.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(std::mem::take(&mut *stretch))
    }
}

fn rewrap(
    tx: &mut dyn Tx,
    keyring: &Keyring,
    random: &Random,
    generation: u32,
    stretch: &mut Stretch,
) -> Result<(), DbError> {
    let mut found: Vec<(StreamId, Option<Vec<u8>>, i64)> = Vec::new();
    let sql = "SELECT stream, wrapped, master FROM keys WHERE stream > $1 ORDER BY stream LIMIT $2";
    tx.query(sql, &[(&stretch.after).into(), KEYS_AT_ONCE.into()], &mut |row| {
        found.push((row.array(0)?, row.blob_opt(1)?.map(<[u8]>::to_vec), row.int(2)?));
        Ok(())
    })?;
    for (stream, wrapped, master) in found {
        stretch.read += 1;
        stretch.after = stream.to_vec();
        let (Some(wrapped), Ok(old)) = (wrapped, u32::try_from(master)) else { continue };
        if old >= generation {
            continue;
        }
        let key = keyring.bytes_of(&stream, (&wrapped, old))?;
        let anew = keyring.with(generation, |master| master.wrap(&stream, &key, random.draw()))?;
        // A key that was destroyed meanwhile stays destroyed.
        let sql = "UPDATE keys SET wrapped = $1, master = $2 WHERE stream = $3 AND wrapped = $4";
        stretch.changed +=
            tx.execute(sql, &[(&anew).into(), generation.into(), (&stream).into(), (&wrapped).into()])?;
    }
    Ok(())
}
