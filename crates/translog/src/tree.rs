//! The tree as RFC 6962, section 2.1 hashes it, and its root from a stream of leaves. Not here: tiles, proofs, files.

use tlog_tiles::{EMPTY_HASH, node_hash, record_hash};

/// A hash in the tree: SHA-256.
pub type Hash = [u8; 32];

/// The hash of an entry: SHA-256(0x00 ‖ entry).
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    record_hash(entry).0
}

/// The root of the tree without entries: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> Hash {
    EMPTY_HASH.0
}

pub(crate) fn node(left: Hash, right: Hash) -> Hash {
    node_hash(tlog_tiles::Hash(left), tlog_tiles::Hash(right)).0
}

/// The root over peaks: full subtrees from the largest to the smallest, left to right.
pub(crate) fn root_of_peaks(peaks: impl DoubleEndedIterator<Item = Hash>) -> Hash {
    peaks.rev().reduce(|right, left| node(left, right)).unwrap_or_else(empty_root)
}

/// Computes roots from leaves that come one by one. Holds one hash per level, whatever the size of the tree.
///
/// For the roots of several sizes, ask at each of them on the way.
#[derive(Debug, Clone, Default)]
pub struct Rooter {
    size: u64,
    /// Full subtrees from left to right; a subtree of 2^k leaves stands for each bit k of the size.
    peaks: Vec<Hash>,
}

impl Rooter {
    /// The tree without entries.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next entry.
    pub fn push(&mut self, entry: &[u8]) {
        self.push_hash(leaf_hash(entry));
    }

    /// Adds the next entry by its leaf hash.
    pub fn push_hash(&mut self, leaf: Hash) {
        let mut hash = leaf;
        // Each trailing one bit of the size is a full subtree that now gets its right neighbour.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = node(left, hash);
            }
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// How many entries there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over them.
    #[must_use]
    pub fn root(&self) -> Hash {
        root_of_peaks(self.peaks.iter().copied())
    }
}
