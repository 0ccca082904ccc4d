//! Reading entries one after the other, one bundle in memory at a time. Not here: whether they are the signed ones; whoever
//! reads to the end compares roots ([`crate::Rooter`]).

use crate::bundle::{BUNDLE_BYTES_MAX, decode_bundle};
use crate::error::TreeError;
use crate::path::Place;
use crate::source::Source;
use crate::tiles::get_partial;
use crate::{SIZE_MAX, TILE_WIDTH};

/// Entries of a log in order.
#[derive(Debug)]
pub struct Entries<S> {
    source: S,
    next: u64,
    size: u64,
    /// The bundle that `next` lies in, where each of its entries ends, and which it is.
    bundle: Option<(u64, Vec<u8>, Vec<usize>)>,
}

impl<S: Source> Entries<S> {
    /// Entries from an index on, up to `size`: that of a checkpoint, so that its last, partial bundle is there.
    ///
    /// # Errors
    /// [`TreeError::OutOfTree`] when `size` is larger than any log's.
    pub fn new(source: S, from: u64, size: u64) -> Result<Self, TreeError> {
        if size > SIZE_MAX {
            return Err(TreeError::OutOfTree { asked: size, size: SIZE_MAX });
        }
        Ok(Self { source, next: from, size, bundle: None })
    }

    /// The next entry with its index; nothing after the last.
    ///
    /// # Errors
    /// When the source fails, or a bundle is missing or malformed.
    pub fn read_next(&mut self) -> Result<Option<(u64, &[u8])>, TreeError> {
        let index = self.next;
        if index >= self.size {
            return Ok(None);
        }
        let number = index / TILE_WIDTH;
        if self.bundle.as_ref().is_none_or(|(of, ..)| *of != number) {
            // The old one goes first, so that two are never in memory.
            self.bundle = None;
            self.bundle = Some(self.fetch(number)?);
        }
        let entry = self.bundle.as_ref().and_then(|(_, bytes, ends)| {
            let at = usize::try_from(index % TILE_WIDTH).ok()?;
            let begin = at.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied())?;
            bytes.get(begin + 2..*ends.get(at)?)
        });
        self.next += 1;
        entry.map(|entry| Some((index, entry))).ok_or(TreeError::OutOfTree { asked: index, size: self.size })
    }

    fn fetch(&self, index: u64) -> Result<(u64, Vec<u8>, Vec<usize>), TreeError> {
        let width = (self.size - index * TILE_WIDTH).min(TILE_WIDTH);
        let (place, full) = (Place::Entries { index, width }, Place::Entries { index, width: TILE_WIDTH });
        let bytes = get_partial(&self.source, &place, &full, BUNDLE_BYTES_MAX)?;
        let damaged = |why| TreeError::Damaged { path: place.to_string(), why };
        let mut end = 0;
        let lengths = decode_bundle(&bytes, width).map_err(damaged)?.into_iter().map(<[u8]>::len);
        let ends = lengths.map(|length| {
            end += 2 + length;
            end
        });
        let ends = ends.collect();
        Ok((index, bytes, ends))
    }
}
