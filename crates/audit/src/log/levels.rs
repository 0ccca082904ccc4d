//! The tiles above the leaves: each must hold what the leaves below it add up to.
//!
//! Not here: the lowest tiles, which are compared leaf by leaf (`batch`).

use translog::{Hash, Place, Rooter, TILE_WIDTH};

use super::{Shared, Unread};
use crate::finding::{Finding, Findings, Name};

/// Bytes of a full tile.
const TILE_BYTES_MAX: usize = 256 * 32;

/// Tiles under way, one of each level above the leaves.
#[derive(Debug, Default)]
pub struct Levels {
    rows: Vec<(u64, Vec<Hash>)>,
}

impl Levels {
    /// Takes the hashes of a lowest tile.
    pub fn take(&mut self, source: &Shared<'_>, hashes: &[Hash], findings: &mut Findings) -> Result<(), Unread> {
        if is_full(hashes) { self.push(source, 0, root(hashes), findings) } else { Ok(()) }
    }

    /// Adds a hash to the level `above + 1`.
    fn push(&mut self, source: &Shared<'_>, above: u8, hash: Hash, findings: &mut Findings) -> Result<(), Unread> {
        let at = usize::from(above);
        if self.rows.len() <= at {
            self.rows.push((0, Vec::new()));
        }
        let Some((number, row)) = self.rows.get_mut(at) else { return Ok(()) };
        row.push(hash);
        if !is_full(row) {
            return Ok(());
        }
        let (index, hashes) = (*number, std::mem::take(row));
        *number += 1;
        compare(source, above + 1, index, &hashes, findings)?;
        self.push(source, above + 1, root(&hashes), findings)
    }

    /// Compares the tiles that are not full.
    pub fn end(&mut self, source: &Shared<'_>, findings: &mut Findings) -> Result<(), Unread> {
        for (level, (number, row)) in (1..).zip(&self.rows) {
            if !row.is_empty() {
                compare(source, level, *number, row, findings)?;
            }
        }
        Ok(())
    }
}

fn is_full(hashes: &[Hash]) -> bool {
    u64::try_from(hashes.len()) == Ok(TILE_WIDTH)
}

fn root(hashes: &[Hash]) -> Hash {
    let mut rooter = Rooter::new();
    hashes.iter().for_each(|hash| rooter.push_hash(*hash));
    rooter.root()
}

fn compare(source: &Shared<'_>, level: u8, index: u64, hashes: &[Hash], findings: &mut Findings) -> Result<(), Unread> {
    let width = u64::try_from(hashes.len()).unwrap_or(TILE_WIDTH);
    let path = Place::Tile { level, index, width }.to_string();
    match tile(source, level, index, width)? {
        None => findings.push(missing(&path)),
        Some(found) if found == hashes => {}
        Some(_) => findings.push(Finding::of_log(
            Name::TileDiffers,
            format!("{path} không phải là những gì các lá bên dưới cộng thành"),
            format!("{path} does not hold what the leaves below it add up to"),
        )),
    }
    Ok(())
}

/// A file that is not there.
pub fn missing(path: &str) -> Finding {
    Finding::of_log(
        Name::Missing,
        format!("thiếu {path}, tệp mà một nhật ký cỡ này phải có"),
        format!("{path} is not there, though a log of this size must have it"),
    )
}

/// The hashes of a tile, partial or cut from the full one; nothing when neither is there. One of another length has no hashes.
pub fn tile(source: &Shared<'_>, level: u8, index: u64, width: u64) -> Result<Option<Vec<Hash>>, Unread> {
    let wanted = Place::Tile { level, index, width }.to_string();
    let full = Place::Tile { level, index, width: TILE_WIDTH }.to_string();
    let mut bytes = source.get(&wanted, TILE_BYTES_MAX)?;
    if bytes.is_none() && wanted != full {
        bytes = source.get(&full, TILE_BYTES_MAX)?;
    }
    Ok(bytes.map(|bytes| {
        let (hashes, rest) = bytes.as_chunks::<32>();
        let wanted = usize::try_from(width).ok().and_then(|width| hashes.get(..width)).filter(|_| rest.is_empty());
        wanted.unwrap_or_default().to_vec()
    }))
}
