//! Checking proofs, as RFC 6962 has them. Needs no log and no network. Not here: making them (`tiles`).

use crate::SIZE_MAX;
use crate::error::TreeError;
use crate::tree::{Hash, empty_root};

/// Hashes in the longest proof over the largest tree.
const PROOF_HASHES_MAX: usize = 2 * 48;

fn hashes(proof: &[Hash]) -> Vec<tlog_tiles::Hash> {
    proof.iter().map(|hash| tlog_tiles::Hash(*hash)).collect()
}

fn fits(proof: &[Hash], size: u64) -> Result<(), TreeError> {
    if size > SIZE_MAX {
        return Err(TreeError::OutOfTree { asked: size, size: SIZE_MAX });
    }
    if proof.len() > PROOF_HASHES_MAX {
        return Err(TreeError::Disproved(format!("{} hashes are more than any proof has", proof.len())));
    }
    Ok(())
}

/// Checks that the tree of `size` entries under `root` has an entry with this leaf hash at `index`.
///
/// # Errors
/// [`TreeError::Disproved`] or [`TreeError::OutOfTree`].
pub fn check_inclusion(proof: &[Hash], index: u64, leaf: Hash, size: u64, root: Hash) -> Result<(), TreeError> {
    fits(proof, size)?;
    if index >= size {
        return Err(TreeError::OutOfTree { asked: index, size });
    }
    let checked = tlog_tiles::check_record(&hashes(proof), size, tlog_tiles::Hash(root), index, tlog_tiles::Hash(leaf));
    checked.map_err(|_why| TreeError::Disproved(format!("entry {index} is not in the signed tree of {size} entries")))
}

/// Checks that the tree of `size` entries under `root` begins with the tree of `old` entries under `old_root`.
///
/// The empty tree is the beginning of every tree; the proof of that is empty.
///
/// # Errors
/// [`TreeError::Disproved`] or [`TreeError::OutOfTree`].
pub fn check_consistency(proof: &[Hash], old: u64, old_root: Hash, size: u64, root: Hash) -> Result<(), TreeError> {
    fits(proof, size)?;
    if old > size {
        return Err(TreeError::OutOfTree { asked: old, size });
    }
    let not = || TreeError::Disproved(format!("the tree of {size} entries does not continue the one of {old} entries"));
    if old == 0 {
        let is_empty = proof.is_empty() && old_root == empty_root() && (size > 0 || root == old_root);
        return if is_empty { Ok(()) } else { Err(not()) };
    }
    let checked = tlog_tiles::check_tree(&hashes(proof), size, tlog_tiles::Hash(root), old, tlog_tiles::Hash(old_root));
    checked.map_err(|_why| not())
}
