//! 256 entries beside the tile of their hashes: read, decoded, compared. Pure but for the source, so that it can be done ahead.
//!
//! The tile says which leaf was changed, dropped or inserted; that the tile is the signed tree's is checked by its root
//! (`log`).

use kernel::case::leaf::Leaf;
use translog::{BUNDLE_BYTES_MAX, Hash, Place, TILE_WIDTH, leaf_hash};

use super::levels::{missing, tile};
use super::{Shared, Unread};
use crate::auditor::read;
use crate::finding::{Finding, Name};

/// Entries of one bundle.
pub struct Batch {
    /// Their hashes, as the tree has them; those of the entries where there is no tile.
    pub hashes: Vec<Hash>,
    /// What they say.
    pub leaves: Vec<Result<Leaf, String>>,
    /// What is wrong with them.
    pub findings: Vec<Finding>,
    /// Whether leaves are missing or too many, so that all that follow differ.
    pub is_shifted: bool,
}

impl Batch {
    /// Reads a bundle of a log of this size.
    pub fn fetch(source: &Shared<'_>, size: u64, number: u64) -> Result<Self, Unread> {
        let first = number * TILE_WIDTH;
        let width = (size - first).min(TILE_WIDTH);
        let (wanted, full) = (path(number, width), path(number, TILE_WIDTH));
        let mut bytes = source.get(&wanted, BUNDLE_BYTES_MAX)?;
        if bytes.is_none() && wanted != full {
            bytes = source.get(&full, BUNDLE_BYTES_MAX)?;
        }
        let bytes = bytes.ok_or_else(|| {
            let Finding { vi, en, .. } = missing(&wanted);
            Unread { vi, en }
        })?;
        let entries = entries(&bytes, width);
        let mut batch = Self {
            hashes: entries.iter().map(|entry| leaf_hash(entry)).collect(),
            leaves: entries.iter().map(|entry| read(entry)).collect(),
            findings: Vec::new(),
            is_shifted: false,
        };
        batch.compare(first, width, tile(source, 0, number, width)?);
        Ok(batch)
    }

    fn compare(&mut self, first: u64, width: u64, tile: Option<Vec<Hash>>) {
        let whole = |hashes: &[Hash]| u64::try_from(hashes.len()) == Ok(width);
        let number = first / TILE_WIDTH;
        match tile {
            Some(tile) if tile == self.hashes => {}
            Some(tile) if whole(&tile) => {
                self.differ(first, &tile);
                self.hashes = tile;
            }
            tile => {
                let path = Place::Tile { level: 0, index: number, width }.to_string();
                self.findings.push(if tile.is_some() { damaged(&path) } else { missing(&path) });
            }
        }
        if !whole(&self.hashes) {
            self.findings.push(damaged(&path(number, width)));
            self.is_shifted = true;
        }
        self.leaves.resize(self.hashes.len(), Err("the entry is not there".to_owned()));
    }

    /// Names what the entries are, beside the hashes that the tree has for them.
    fn differ(&mut self, first: u64, tile: &[Hash]) {
        let found = &self.hashes;
        let same = |at: &usize| found.get(*at) == tile.get(*at);
        let Some(at) = (0..tile.len()).find(|at| !same(at)) else { return };
        let index = |at: usize| first.saturating_add(u64::try_from(at).unwrap_or(u64::MAX));
        let is_dropped = found.get(at).is_none() || found.get(at) == tile.get(at + 1);
        let is_inserted = found.get(at + 1).is_some() && found.get(at + 1) == tile.get(at);
        self.is_shifted = is_dropped || is_inserted;
        let at = index(at);
        if is_dropped {
            self.findings.push(Finding::of_leaf(
                Name::DroppedLeaf,
                at,
                format!("lá {at} có trong cây đã ký nhưng không còn trong các tệp: đã bị bỏ"),
                format!("leaf {at} is in the signed tree and no longer among the entries: it was dropped"),
            ));
        } else if is_inserted {
            self.findings.push(Finding::of_leaf(
                Name::InsertedLeaf,
                at,
                format!("lá {at} không có trong cây đã ký: đã bị chèn vào"),
                format!("leaf {at} is not in the signed tree: it was inserted"),
            ));
        } else {
            let changed: Vec<usize> = (0..tile.len()).filter(|at| !same(at)).collect();
            for at in changed.into_iter().map(index) {
                self.findings.push(Finding::of_leaf(
                    Name::ChangedLeaf,
                    at,
                    format!("lá {at} không có mã băm như trong cây đã ký: đã bị sửa"),
                    format!("leaf {at} does not have the hash that the signed tree holds for it: it was changed"),
                ));
            }
        }
    }
}

fn path(index: u64, width: u64) -> String {
    Place::Entries { index, width }.to_string()
}

fn damaged(path: &str) -> Finding {
    Finding::of_log(
        Name::Damaged,
        format!("{path} không đúng dạng: không đủ hoặc thừa byte"),
        format!("{path} does not have its form: bytes are missing or too many"),
    )
}

/// The entries in the bytes of a bundle, up to `width`, as many as there are.
fn entries(mut bytes: &[u8], width: u64) -> Vec<&[u8]> {
    let mut out = Vec::new();
    for _ in 0..width {
        let next = bytes.split_first_chunk::<2>().and_then(|(length, rest)| {
            let length = usize::from(u16::from_be_bytes(*length));
            rest.split_at_checked(length)
        });
        let Some((entry, rest)) = next else { break };
        out.push(entry);
        bytes = rest;
    }
    out
}

/// The first second of the day, in law time, on which a leaf was recorded.
pub fn second(leaf: &Leaf) -> Option<u64> {
    let day = match leaf {
        Leaf::Public(leaf) => leaf.at.date(),
        Leaf::First(leaf) => leaf.at.date(),
        Leaf::Text(leaf) => leaf.at.date(),
        Leaf::Decision(leaf) => leaf.at.date(),
        Leaf::Opaque { on } => (*on)?,
        // It begins after the events that it takes over.
        Leaf::Epoch(_) => return None,
    };
    u64::try_from(day.at(0).0 / 1_000_000).ok()
}
