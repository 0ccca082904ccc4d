//! The transparency log as files: a Merkle tree over entries in order, its tiles and bundles, signed checkpoints, proofs.
//!
//! RFC 6962 hashing; files as C2SP tlog-tiles has them, heads as tlog-checkpoint, signed-note and tlog-cosignature do, so
//! that verifiers of another origin work. What an outsider runs and what the office runs is the same code.
//!
//! Not here: where entries come from and what they say (office, kernel), any database, any network, any clock: instants
//! and randomness are arguments. Whoever reads a log reads it through a [`Source`] and believes nothing of it.

mod aside;
mod bundle;
mod entries;
mod epoch;
mod error;
mod history;
mod key;
mod note;
mod path;
mod proof;
mod source;
mod submission;
mod tiles;
mod tree;
mod writer;

pub use aside::{EPOCHS, set_aside};
pub use bundle::{BUNDLE_BYTES_MAX, ENTRY_BYTES_MAX, decode_bundle, push_entry};
pub use entries::Entries;
pub use epoch::{epoch_name, epoch_of, open_any_epoch};
pub use error::{NoteError, SourceError, TreeError};
pub use history::{History, day_of, kept_notes};
pub use key::{Kind, PublicKey, SecretKey};
pub use note::{Checkpoint, Cosigned, NOTE_BYTES_MAX, Opened, add_cosignatures, cosign, open, origin_of, sign};
pub use path::Place;
pub use proof::{check_consistency, check_inclusion};
pub use source::{Dir, Source};
pub use submission::{SUBMISSION_BYTES_MAX, Submission};
pub use tiles::Tiles;
pub use tree::{Hash, Rooter, empty_root, leaf_hash};
pub use writer::Log;

/// Hashes of a full tile, entries of a full bundle.
pub const TILE_WIDTH: u64 = 256;

/// The largest tree that is read or written, in entries. Far above what a country needs; it keeps all arithmetic in `u64`.
pub const SIZE_MAX: u64 = 1 << 48;

/// The index in the tree of the event at a position of the ledger, behind the leaves that begin an epoch: none of them in the
/// first, as many as there were breaks later. Positions start at 1, indices at 0.
///
/// There is no position 0: it answers nothing.
#[must_use]
pub fn index_of(position: u64, leading: u64) -> Option<u64> {
    position.checked_sub(1)?.checked_add(leading)
}

/// The position in the ledger of the entry at an index of the tree; nothing where the leaf is one that begins an epoch. The
/// other way of [`index_of`].
#[must_use]
pub fn position_of(index: u64, leading: u64) -> Option<u64> {
    index.checked_sub(leading)?.checked_add(1)
}
