//! Epochs of the log: the leaves that begin them, read from their table, and beginning one where what was signed last is not
//! all there any more.
//!
//! The table stands outside the ledger; a copy of it lies beside the keys, so that a ledger restored twice still names what
//! was signed between. Not here: the rounds that make the log (`follower`), the leaf (kernel).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kernel::case::leaf::{EpochLeaf, Leaf, OldHead, split};
use kernel::time::Instant;
use ledger::{Ledger, LedgerError, Reader};
use translog::{Checkpoint, TreeError, epoch_name, epoch_of};

use crate::desk::Office;
use crate::log::error::LogError;
use crate::log::follower::{Folders, root_of};
use crate::log::keys::LogKeys;
use crate::log::standing::Standing;

/// The epochs that a log has had after its first, the newest first: so they lead its entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Epochs {
    base: String,
    leaves: Vec<EpochLeaf>,
    entries: Vec<Vec<u8>>,
}

impl Epochs {
    fn new(base: &str, mut leaves: Vec<EpochLeaf>) -> Result<Self, LogError> {
        leaves.sort_by_key(|leaf| std::cmp::Reverse(leaf.epoch));
        let entries = leaves.iter().map(|leaf| leaf.entry().map_err(|error| damaged(&error.to_string())));
        Ok(Self { base: base.to_owned(), entries: entries.collect::<Result<_, _>>()?, leaves })
    }

    /// Those of a ledger.
    pub(crate) fn read(reader: &mut Reader, base: &str) -> Result<Self, LogError> {
        let mut stored = Vec::new();
        reader.query("SELECT leaf FROM log_epochs ORDER BY epoch", &[], &mut |row| {
            stored.push(row.blob(0)?.to_vec());
            Ok(())
        })?;
        Self::new(base, stored.iter().map(|leaf| decode(leaf)).collect::<Result<_, _>>()?)
    }

    /// With those that a file names, one entry's leaf in each line.
    pub(crate) fn and(self, lines: Option<&[u8]>) -> Result<Self, LogError> {
        let mut leaves = self.leaves;
        for line in lines.unwrap_or_default().split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let leaf = decode(line)?;
            if leaves.iter().all(|known| known.epoch != leaf.epoch) {
                leaves.push(leaf);
            }
        }
        Self::new(&self.base, leaves)
    }

    /// The same as lines of a file; nothing in the first epoch.
    pub(crate) fn lines(&self) -> Option<Vec<u8>> {
        let lines = self.entries.iter().rev().filter_map(|entry| split(entry)).map(|(leaf, _)| [leaf, b"\n"].concat());
        if self.entries.is_empty() { None } else { Some(lines.collect::<Vec<_>>().concat()) }
    }

    /// The present epoch.
    pub(crate) fn number(&self) -> u32 {
        self.leaves.first().map_or(1, |leaf| leaf.epoch)
    }

    /// Name of the log now.
    pub(crate) fn name(&self) -> String {
        epoch_name(&self.base, self.number())
    }

    /// How many leaves lead the events.
    pub(crate) fn leading(&self) -> u64 {
        count(self.entries.len())
    }

    /// A leading entry, with the instant at which its epoch began, in UTC microseconds.
    pub(crate) fn entry(&self, index: u64) -> Option<(i64, &[u8])> {
        let at = usize::try_from(index).ok()?;
        Some((self.leaves.get(at)?.at.first().0, self.entries.get(at)?))
    }

    /// Whether a head of an epoch that ended is not beyond the one that its successor names.
    pub(crate) fn cover(&self, head: &Checkpoint) -> bool {
        let named = self.leaves.iter().find(|leaf| leaf.origin == head.origin).map(EpochLeaf::old);
        named.is_some_and(|old| head.size < old.size || head.size == old.size && head.root == old.root)
    }

    /// How many leaves led the events in an epoch.
    fn leading_in(&self, epoch: u32) -> u64 {
        count(self.leaves.iter().filter(|leaf| leaf.epoch <= epoch).count())
    }
}

fn count(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}

fn decode(leaf: &[u8]) -> Result<EpochLeaf, LogError> {
    match Leaf::decode(leaf) {
        Ok(Leaf::Epoch(leaf)) => Ok(leaf),
        Ok(_) => Err(damaged("another leaf")),
        Err(error) => Err(damaged(&error.to_string())),
    }
}

fn damaged(why: &str) -> LogError {
    LogError::Tree(TreeError::Damaged { path: "log_epochs".to_owned(), why: why.to_owned() })
}

/// What is said for the beginning of an epoch.
#[derive(Debug, Clone, Copy)]
pub struct NewEpoch<'a> {
    /// Why, in one line that becomes public.
    pub reason: &'a str,
    /// How many events the ledger still held when it was restored; all that it holds now, without.
    pub restored: Option<u64>,
    /// A signed head that somebody kept, perhaps later than what the keys folder remembers.
    pub checkpoint: Option<&'a [u8]>,
    /// When.
    pub now: Instant,
}

/// Begins a new epoch of the log if the ledger does not hold all that was signed; answers its leaf, or nothing when the log can go
/// on as it is. What stands in the folder of the log is set aside with the next round.
///
/// # Errors
/// When the key is gone, a head is another log's, the reason cannot be told, or something cannot be read or written.
pub fn begin_epoch(office: &Office, place: &Folders, new: &NewEpoch<'_>) -> Result<Option<EpochLeaf>, LogError> {
    let keys = LogKeys(place.keys.clone());
    let standing = Standing::read(office.ledger(), place, &keys)?;
    let heads = standing.heads(&keys, office.ledger().origin(), new.checkpoint)?;
    let Some(last) = heads.into_iter().max_by_key(|head| (epoch_of(&head.origin).1, head.size)) else {
        return Ok(None);
    };
    let Standing { held, epochs, .. } = standing;
    let (present, present_leading) = (epochs.number(), epochs.leading());
    let (_, last_epoch) = epoch_of(&last.origin);
    let is_all_there = last_epoch == present && last.size <= held.saturating_add(present_leading);
    // Where something was recorded since a restore, as much may be there as was signed, and be something else.
    let may_differ = is_all_there && new.restored.is_some();
    let is_same = may_differ && root_of(office.ledger(), &epochs, last.size)? == last.root;
    if last_epoch < present || is_all_there && (!may_differ || is_same) {
        return Ok(None);
    }
    let epochs = epochs.and(keys.epochs()?.as_deref())?;
    let signed = last.size.saturating_sub(epochs.leading_in(last_epoch));
    let restored = new.restored.unwrap_or(held).min(held).min(signed);
    let old = OldHead { origin: last.origin, size: last.size, root: last.root };
    let epoch = last_epoch.max(epochs.number()).saturating_add(1);
    let leaf = EpochLeaf::new(new.now, epoch, old, restored, new.reason).map_err(LogError::Epoch)?;
    let mut leaves = epochs.leaves;
    leaves.push(leaf.clone());
    let epochs = Epochs::new(&epochs.base, leaves)?;
    if !store(office.ledger(), &epochs, present)? {
        return Err(LogError::Tree(TreeError::Busy { folder: place.log.display().to_string() }));
    }
    keys.note_epochs(&epochs)?;
    Ok(Some(leaf))
}

/// Puts the leaves into their table and takes the signed head of the old epoch away, in one transaction; `false` when another
/// process has begun an epoch meanwhile.
fn store(ledger: &Ledger, epochs: &Epochs, present: u32) -> Result<bool, LedgerError> {
    let rows: Vec<(u64, Vec<u8>)> = epochs
        .leaves
        .iter()
        .zip(&epochs.entries)
        .map(|(leaf, entry)| (u64::from(leaf.epoch), split(entry).map(|(leaf, _)| leaf.to_vec()).unwrap_or_default()))
        .collect();
    let won = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&won);
    ledger.side(Box::new(move |tx| {
        let mut newest = 1;
        tx.query("SELECT coalesce(max(epoch), 1) FROM log_epochs", &[], &mut |row| {
            newest = row.count(0)?;
            Ok(())
        })?;
        if newest != u64::from(present) {
            return Ok(());
        }
        for (epoch, leaf) in &rows {
            let insert = "INSERT INTO log_epochs(epoch, leaf) VALUES($1, $2) ON CONFLICT DO NOTHING";
            tx.execute(insert, &[(*epoch).into(), leaf.into()])?;
        }
        tx.execute("DELETE FROM log_head", &[])?;
        told.store(true, Ordering::Relaxed);
        Ok(())
    }))?;
    Ok(won.load(Ordering::Relaxed))
}
