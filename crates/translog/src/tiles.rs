//! Reading the tree from its tiles, and proofs made from them. Believes no tile: each must hash to what the signed root says
//! of it. Not here: entries (`entries`), writing (`writer`).

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use tlog_tiles::{HashReader, prove_record, prove_tree, split_stored_hash_index};

use crate::error::TreeError;
use crate::path::Place;
use crate::proof::check_consistency;
use crate::source::Source;
use crate::tree::{Hash, node, root_of_peaks};
use crate::{SIZE_MAX, TILE_WIDTH};

/// Bytes of a full tile.
const TILE_BYTES_MAX: usize = 256 * 32;

/// Full tiles kept in memory with their inner nodes, 16 KiB each.
const TILES_KEPT_MAX: usize = 4_096;

/// The hashes of a tile with all full subtrees over them.
#[derive(Debug, Clone)]
pub(crate) struct Subtrees(Vec<Vec<Hash>>);

impl Subtrees {
    pub(crate) fn new(hashes: Vec<Hash>) -> Self {
        let mut rows = vec![hashes];
        while let Some(last) = rows.last().filter(|last| last.len() >= 2) {
            let row = last.as_chunks::<2>().0.iter().map(|[left, right]| node(*left, *right)).collect();
            rows.push(row);
        }
        Self(rows)
    }

    fn get(&self, height: u8, at: u64) -> Option<Hash> {
        self.0.get(usize::from(height))?.get(usize::try_from(at).ok()?).copied()
    }

    /// The root of a full tile.
    pub(crate) fn top(&self) -> Option<Hash> {
        self.get(8, 0)
    }

    /// Full subtrees from left to right whose sizes are the bits of the width: the last of each row that has no neighbour.
    pub(crate) fn peaks(&self) -> impl DoubleEndedIterator<Item = Hash> {
        self.0.iter().rev().filter(|row| row.len() % 2 == 1).filter_map(|row| row.last().copied())
    }
}

/// The hashes in the bytes of a tile, of which `width` are asked for.
pub(crate) fn read_hashes(bytes: &[u8], width: u64) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    let wanted = hashes.get(..usize::try_from(width).ok()?)?;
    rest.is_empty().then(|| wanted.to_vec())
}

/// How many hashes the last, partial tile of a level has; 0 when there is none.
pub(crate) fn edge_width(size: u64, level: u8) -> u64 {
    (size >> (8 * u32::from(level))) % TILE_WIDTH
}

/// Number of the last, partial tile of a level.
pub(crate) fn edge_index(size: u64, level: u8) -> u64 {
    (size >> (8 * u32::from(level))) / TILE_WIDTH
}

/// Levels of tiles that a tree of this size may have.
pub(crate) fn levels(size: u64) -> impl DoubleEndedIterator<Item = u8> {
    (0..=6_u8).filter(move |level| size >> (8 * u32::from(*level)) > 0)
}

/// The bytes of a partial file, or of the full one that has taken its place.
pub(crate) fn get_partial(
    source: &impl Source,
    partial: &Place,
    full: &Place,
    at_most: usize,
) -> Result<Vec<u8>, TreeError> {
    if let Some(bytes) = source.get(&partial.to_string(), at_most)? {
        return Ok(bytes);
    }
    let found = if partial == full { None } else { source.get(&full.to_string(), at_most)? };
    found.ok_or_else(|| TreeError::Missing { path: partial.to_string() })
}

/// The hashes of a tile of the right edge.
pub(crate) fn get_edge(source: &impl Source, size: u64, level: u8) -> Result<Vec<Hash>, TreeError> {
    let (index, width) = (edge_index(size, level), edge_width(size, level));
    if width == 0 {
        return Ok(Vec::new());
    }
    let partial = Place::Tile { level, index, width };
    let bytes = get_partial(source, &partial, &Place::Tile { level, index, width: TILE_WIDTH }, TILE_BYTES_MAX)?;
    let why = || format!("{} bytes are not the {width} hashes of this tile", bytes.len());
    read_hashes(&bytes, width).ok_or_else(|| TreeError::Damaged { path: partial.to_string(), why: why() })
}

/// Tiles checked already, by level and number. Two generations: when the younger is full, the older goes.
#[derive(Debug, Default)]
struct Kept {
    young: HashMap<(u8, u64), Arc<Subtrees>>,
    old: HashMap<(u8, u64), Arc<Subtrees>>,
}

impl Kept {
    fn get(&mut self, key: (u8, u64)) -> Option<Arc<Subtrees>> {
        if let Some(found) = self.young.get(&key) {
            return Some(found.clone());
        }
        let found = self.old.get(&key)?.clone();
        self.put(key, found.clone());
        Some(found)
    }

    fn put(&mut self, key: (u8, u64), tile: Arc<Subtrees>) {
        if self.young.len() >= TILES_KEPT_MAX / 2 {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, tile);
    }
}

/// The tree under a signed root, read from tiles. What it answers follows from that root, whoever serves the tiles.
#[derive(Debug)]
pub struct Tiles<S> {
    source: S,
    size: u64,
    root: Hash,
    /// The partial tile of each level.
    edge: Vec<Subtrees>,
    kept: Kept,
}

impl<S: Source> Tiles<S> {
    /// The tree of a checkpoint that has been verified.
    ///
    /// # Errors
    /// When the tiles at the right edge are not there or do not lead to `root`.
    pub fn new(source: S, size: u64, root: Hash) -> Result<Self, TreeError> {
        let edge = edge(&source, size, root)?;
        Ok(Self { source, size, root, edge, kept: Kept::default() })
    }

    /// Goes on to a later checkpoint of the same log, keeping the tiles read so far.
    ///
    /// # Errors
    /// When the later tree does not continue this one, or its tiles are not there; this one then stays.
    pub fn advance(&mut self, size: u64, root: Hash) -> Result<(), TreeError> {
        let edge = edge(&self.source, size, root)?;
        let before = (self.size, self.root, std::mem::replace(&mut self.edge, edge));
        (self.size, self.root) = (size, root);
        let proof = if before.0 > size {
            Err(TreeError::OutOfTree { asked: before.0, size })
        } else {
            self.consistency(before.0)
        };
        let checked = proof.and_then(|proof| check_consistency(&proof, before.0, before.1, size, root));
        if checked.is_err() {
            (self.size, self.root, self.edge) = before;
        }
        checked
    }

    /// Entries in the tree.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root over them.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.root
    }

    /// The leaf hash of an entry.
    ///
    /// # Errors
    /// When the index is outside the tree, or a tile is missing or wrong.
    pub fn leaf(&mut self, index: u64) -> Result<Hash, TreeError> {
        self.node(0, index)
    }

    /// The proof that the entry at `index` is in the tree.
    ///
    /// # Errors
    /// As [`Tiles::leaf`].
    pub fn inclusion(&mut self, index: u64) -> Result<Vec<Hash>, TreeError> {
        self.inclusion_in(index, self.size)
    }

    /// The proof that the entry at `index` is in the tree of the first `size` entries, an earlier one or this.
    ///
    /// # Errors
    /// As [`Tiles::leaf`].
    pub fn inclusion_in(&mut self, index: u64, size: u64) -> Result<Vec<Hash>, TreeError> {
        if size > self.size || index >= size {
            return Err(TreeError::OutOfTree { asked: size.max(index), size: self.size });
        }
        self.proof(|nodes| prove_record(size, index, nodes))
    }

    /// The proof that the tree begins with the tree of the first `old` entries; empty when `old` is 0.
    ///
    /// # Errors
    /// As [`Tiles::leaf`].
    pub fn consistency(&mut self, old: u64) -> Result<Vec<Hash>, TreeError> {
        if old > self.size {
            return Err(TreeError::OutOfTree { asked: old, size: self.size });
        }
        if old == 0 {
            return Ok(Vec::new());
        }
        let size = self.size;
        self.proof(|nodes| prove_tree(size, old, nodes))
    }

    /// The root of the tree of the first `old` entries.
    ///
    /// # Errors
    /// As [`Tiles::leaf`].
    pub fn root_at(&mut self, old: u64) -> Result<Hash, TreeError> {
        if old > self.size {
            return Err(TreeError::OutOfTree { asked: old, size: self.size });
        }
        let heights = (0..=48_u8).rev().filter(|height| (old >> height) & 1 == 1);
        let peaks: Result<Vec<Hash>, _> = heights.map(|height| self.node(height, (old >> height) - 1)).collect();
        Ok(root_of_peaks(peaks?.into_iter()))
    }

    fn proof(
        &mut self,
        make: impl FnOnce(&Nodes<'_, S>) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error>,
    ) -> Result<Vec<Hash>, TreeError> {
        let nodes = Nodes { tiles: RefCell::new(self), failed: RefCell::new(None) };
        match make(&nodes) {
            Ok(proof) => Ok(proof.into_iter().map(|hash| hash.0).collect()),
            Err(error) => {
                let failed = nodes.failed.into_inner();
                Err(failed.unwrap_or_else(|| TreeError::Disproved(error.to_string())))
            }
        }
    }

    /// The root of the full subtree of 2^height entries that is the `at`-th of its height.
    fn node(&mut self, height: u8, at: u64) -> Result<Hash, TreeError> {
        let outside = TreeError::OutOfTree { asked: at, size: self.size };
        let (level, within) = (height / 8, height % 8);
        let (index, at) = (at >> (8 - within), at % (TILE_WIDTH >> within));
        let found = if index >= edge_index(self.size, level) {
            let tile = self.edge.get(usize::from(level)).filter(|_| index == edge_index(self.size, level));
            tile.and_then(|tile| tile.get(within, at))
        } else {
            self.full(level, index)?.get(within, at)
        };
        found.ok_or(outside)
    }

    fn full(&mut self, level: u8, index: u64) -> Result<Arc<Subtrees>, TreeError> {
        if let Some(kept) = self.kept.get((level, index)) {
            return Ok(kept);
        }
        let above = self.node(8 * (level + 1), index)?;
        let path = Place::Tile { level, index, width: TILE_WIDTH }.to_string();
        let Some(bytes) = self.source.get(&path, TILE_BYTES_MAX)? else { return Err(TreeError::Missing { path }) };
        let tile = read_hashes(&bytes, TILE_WIDTH).map(Subtrees::new).filter(|tile| tile.top() == Some(above));
        let Some(tile) = tile.map(Arc::new) else {
            let why = "does not hash to what the signed root says of it; it was changed or damaged".to_owned();
            return Err(TreeError::Damaged { path, why });
        };
        self.kept.put((level, index), tile.clone());
        Ok(tile)
    }
}

/// The partial tiles of all levels, checked against the root.
fn edge(source: &impl Source, size: u64, root: Hash) -> Result<Vec<Subtrees>, TreeError> {
    if size > SIZE_MAX {
        return Err(TreeError::OutOfTree { asked: size, size: SIZE_MAX });
    }
    let read = |level| get_edge(source, size, level).map(Subtrees::new);
    let edge: Vec<Subtrees> = levels(size).map(read).collect::<Result<_, _>>()?;
    if root_of_peaks(edge.iter().rev().flat_map(Subtrees::peaks)) != root {
        return Err(TreeError::WrongRoot { size });
    }
    Ok(edge)
}

/// The nodes as the maker of proofs asks for them; keeps the reason when one is not to be had.
struct Nodes<'a, S> {
    tiles: RefCell<&'a mut Tiles<S>>,
    failed: RefCell<Option<TreeError>>,
}

impl<S: Source> HashReader for Nodes<'_, S> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        let mut tiles = self.tiles.borrow_mut();
        let read = indexes.iter().map(|index| {
            let (height, at) = split_stored_hash_index(*index);
            tiles.node(height, at).map(tlog_tiles::Hash)
        });
        read.collect::<Result<_, _>>().map_err(|error| {
            let said = tlog_tiles::Error::InvalidInput(error.to_string());
            *self.failed.borrow_mut() = Some(error);
            said
        })
    }
}
