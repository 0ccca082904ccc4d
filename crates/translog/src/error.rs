//! What can be wrong with a log, in words that say what, where and what to do. Not here: what to do about it.

use std::fmt;

/// Why a source gave no answer. That a file is not there is an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceError {
    /// The file is longer than any genuine one can be; it was not read to its end.
    TooLong {
        /// Its path in the log.
        path: String,
        /// The most it may hold, in bytes.
        at_most: usize,
    },
    /// It could not be read.
    Failed {
        /// Its path in the log.
        path: String,
        /// What the system or the server says.
        why: String,
    },
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { path, at_most } => {
                write!(f, "{path}: longer than {at_most} bytes, which no genuine file of a log is")
            }
            Self::Failed { path, why } => write!(f, "{path}: {why}"),
        }
    }
}

impl std::error::Error for SourceError {}

/// Why a note is not believed, or could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteError {
    /// A key cannot be read or used; what is wrong with it, never the key itself.
    Key(String),
    /// It is no signed note, or no checkpoint.
    Malformed(String),
    /// The log of another name.
    Origin {
        /// The name that the key has.
        wanted: String,
        /// The name that stands in the checkpoint.
        found: String,
    },
    /// Nobody with the given key has signed it.
    Unsigned {
        /// The key's name.
        name: String,
        /// The key's id, as it stands in the verifier key.
        id: u32,
    },
    /// A signature with the right name and id that does not hold: the note was changed, or the signature invented.
    Forged {
        /// The key's name.
        name: String,
        /// The key's id.
        id: u32,
    },
    /// Fewer of the known witnesses have signed than are asked for.
    TooFewWitnesses {
        /// How many have.
        signed: usize,
        /// How many are asked for.
        wanted: usize,
        /// Of how many.
        known: usize,
    },
}

impl fmt::Display for NoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(why) => write!(f, "the key cannot be used: {why}"),
            Self::Malformed(why) => write!(f, "not a signed checkpoint: {why}"),
            Self::Origin { wanted, found } => {
                write!(f, "the checkpoint is of the log “{found}”, the key belongs to “{wanted}”")
            }
            Self::Unsigned { name, id } => write!(f, "the checkpoint is not signed by {name}+{id:08x}"),
            Self::Forged { name, id } => write!(
                f,
                "the signature of {name}+{id:08x} does not hold: the checkpoint was changed after it was signed, or never \
                 signed"
            ),
            Self::TooFewWitnesses { signed, wanted, known } => {
                write!(f, "{signed} of {known} known witnesses have signed the checkpoint; {wanted} are asked for")
            }
        }
    }
}

impl std::error::Error for NoteError {}

/// Why a tree, or a proof over it, is not what it says, or could not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TreeError {
    /// The source failed.
    Source(SourceError),
    /// A file that a log of this size must have is not there.
    Missing {
        /// Its path in the log.
        path: String,
    },
    /// A file does not have the form or the hash that it must have.
    Damaged {
        /// Its path in the log.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// The tiles of the right edge do not add up to the root of the checkpoint.
    WrongRoot {
        /// Size of the tree.
        size: u64,
    },
    /// The log already holds other entries at the same place, under a signed head: going on would fork it.
    Fork {
        /// The file that says otherwise.
        path: String,
        /// Index of the first entry below it.
        from: u64,
    },
    /// An entry that no bundle can hold.
    EntryTooLong {
        /// Its index.
        index: u64,
        /// Its length in bytes.
        length: usize,
    },
    /// An index or size outside the tree.
    OutOfTree {
        /// What was asked for.
        asked: u64,
        /// Size of the tree.
        size: u64,
    },
    /// A proof that proves nothing.
    Disproved(String),
    /// Another process writes into this folder; it is left alone. Free again as soon as that process ends.
    Busy {
        /// The folder.
        folder: String,
    },
    /// A file could not be written; nothing was signed over it.
    NotWritten {
        /// The file.
        path: String,
        /// What the system says.
        why: String,
    },
}

impl fmt::Display for TreeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(error) => error.fmt(f),
            Self::Missing { path } => write!(f, "{path}: not there, though a log of this size must have it"),
            Self::Damaged { path, why } => write!(f, "{path}: {why}"),
            Self::WrongRoot { size } => {
                write!(f, "the tiles at the edge of the tree of {size} entries do not lead to the signed root")
            }
            Self::Fork { path, from } => write!(
                f,
                "{path}: a signed head stands over other entries from index {from} on; the log would fork. Nothing was \
                 changed: find out which ledger this log folder belongs to"
            ),
            Self::EntryTooLong { index, length } => write!(
                f,
                "entry {index} is {length} bytes long; a bundle holds entries up to {} bytes",
                crate::ENTRY_BYTES_MAX
            ),
            Self::OutOfTree { asked, size } => write!(f, "{asked} is outside the tree of {size} entries"),
            Self::Disproved(what) => write!(f, "the proof does not hold: {what}"),
            Self::Busy { folder } => write!(f, "{folder}: another process writes this log"),
            Self::NotWritten { path, why } => write!(f, "{path} could not be written: {why}"),
        }
    }
}

impl std::error::Error for TreeError {}

impl From<SourceError> for TreeError {
    fn from(error: SourceError) -> Self {
        Self::Source(error)
    }
}
