//! Entry bundles: up to 256 entries, each behind its length in two bytes, big end first. Not here: what an entry says.

use crate::TILE_WIDTH;
use crate::error::TreeError;

/// The longest entry that a bundle can hold, in bytes.
pub const ENTRY_BYTES_MAX: usize = 65_535;

/// The longest bundle: 256 of the longest entries with their lengths, in bytes.
pub const BUNDLE_BYTES_MAX: usize = 256 * (ENTRY_BYTES_MAX + 2);

/// Puts an entry at the end of a bundle; `index` is its place in the tree, for the message.
///
/// # Errors
/// [`TreeError::EntryTooLong`] when its length does not fit into two bytes.
pub fn push_entry(bundle: &mut Vec<u8>, index: u64, entry: &[u8]) -> Result<(), TreeError> {
    let length = u16::try_from(entry.len()).ok().ok_or(TreeError::EntryTooLong { index, length: entry.len() })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The first `width` entries of a bundle. What comes after them belongs to a later, wider state of it.
///
/// # Errors
/// In words, when the bytes do not hold that many entries.
pub fn decode_bundle(mut bytes: &[u8], width: u64) -> Result<Vec<&[u8]>, String> {
    let mut entries = Vec::new();
    for at in 0..width.min(TILE_WIDTH) {
        let next = bytes.split_first_chunk::<2>().and_then(|(length, rest)| {
            let length = usize::from(u16::from_be_bytes(*length));
            rest.split_at_checked(length)
        });
        let (entry, rest) = next.ok_or_else(|| format!("ends within entry {at} of {width}"))?;
        entries.push(entry);
        bytes = rest;
    }
    Ok(entries)
}
