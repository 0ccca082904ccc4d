//! The public log of the ledger: a follower that makes a tree of the committed events and signs its head.
//!
//! It reads by position what is committed, writes tiles and bundles as files, and moves the one signed head, a row of the
//! database, by compare-and-swap before anything is published: several processes never sign two different logs. What the
//! last signed head says is kept in three places, the row, the keys folder and the log itself; when they do not agree,
//! nothing is signed, until somebody begins a new epoch that names what is lost. Not here: what a leaf says (kernel), the files themselves (`translog`), whether the log is shown.

mod cosignatures;
mod epochs;
mod error;
mod follower;
mod head;
mod keys;
mod shelf;
mod standing;
mod texts;
mod witnessed;
mod witnesses;

pub use cosignatures::{Cosignatures, Untaken, WitnessReport, WitnessStanding, Witnessed};
pub use epochs::{NewEpoch, begin_epoch};
pub use error::LogError;
/// Name of the copy of the head signed last, in the keys folder.
pub const HEAD: &str = "head";
/// Name of the file with the key that verifies, in the keys folder.
pub const VERIFYING: &str = "log.vkey";
/// Name of the file with the key that signs, in the keys folder.
pub const SIGNING: &str = "log.key";
/// Name of the log's folder within the data folder.
pub const FOLDER: &str = "log";

pub use follower::{Folders, Follower, Stage, Step};
pub use shelf::{Inclusion, LogFile, Shelf};
pub use witnesses::{Known, Reached, WITNESSES, WITNESSES_MAX, Witnesses, WitnessesError};
