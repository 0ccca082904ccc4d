//! The leaf by which a log begins anew: it names the head of the log before it, what of that log is kept, and why.
//!
//! It is of the log alone: no event of the ledger stands behind it, so its commitment seals nothing. Not here: when an epoch
//! begins and how its name is made (office, `translog`), what becomes of heads signed before (`audit`).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::super::record::RecordError;
use super::{COMMITMENT_BYTES, Leaf, Minute, VERSION};
use crate::time::Instant;

/// The most characters of the reason for an epoch.
pub const REASON_CHARS_MAX: usize = 300;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EpochKind {
    LogEpoch,
}

/// The head of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldHead {
    /// Name of the log.
    pub origin: String,
    /// Leaves under the head.
    pub size: u64,
    /// Root over them.
    pub root: [u8; 32],
}

/// A leaf that says that a log goes on under a new name, because what it signed last is not all there any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EpochLeaf {
    v: u8,
    /// When the epoch began, to the minute.
    pub at: Minute,
    k: EpochKind,
    /// Number of the epoch that begins, from 2.
    pub epoch: u32,
    /// Name of the log before.
    pub origin: String,
    /// Leaves under the head signed last before.
    pub size: u64,
    /// Root over them, 64 hex digits.
    root: String,
    /// Events of the ledger that are kept, from the first on; those behind them are lost.
    pub restored: u64,
    /// Why, in the words of whoever restored. It names no person.
    pub reason: String,
}

/// Why an epoch cannot begin as it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EpochRefusal {
    /// No reason, or one too long or with line ends.
    Reason,
}

impl EpochRefusal {
    /// In Vietnamese.
    #[must_use]
    pub fn vi(self) -> String {
        format!(
            "Lý do mở kỳ mới phải là một dòng, từ 1 đến {REASON_CHARS_MAX} ký tự. Lý do sẽ công khai, xin không nêu tên ai."
        )
    }

    /// In English.
    #[must_use]
    pub fn en(self) -> String {
        format!(
            "The reason for a new epoch is one line of 1 to {REASON_CHARS_MAX} characters. It becomes public; name nobody."
        )
    }
}

impl EpochLeaf {
    /// The leaf of an epoch that begins at an instant, after an old head, with `restored` events kept.
    ///
    /// # Errors
    /// When the reason cannot be told.
    pub fn new(at: Instant, epoch: u32, old: OldHead, restored: u64, reason: &str) -> Result<Self, EpochRefusal> {
        let reason = reason.trim().to_owned();
        if !is_told(&reason) {
            return Err(EpochRefusal::Reason);
        }
        let OldHead { origin, size, root } = old;
        let root = root.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { v: VERSION, at: Minute::of(at), k: EpochKind::LogEpoch, epoch, origin, size, root, restored, reason })
    }

    /// The head that was signed last before.
    #[must_use]
    pub fn old(&self) -> OldHead {
        let mut root = [0; 32];
        for (byte, pair) in root.iter_mut().zip(self.root.as_bytes().chunks(2)) {
            // Checked when it was read.
            *byte =
                std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()).unwrap_or_default();
        }
        OldHead { origin: self.origin.clone(), size: self.size, root }
    }

    /// The entry of the log: the leaf and a commitment to nothing.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn entry(&self) -> Result<Vec<u8>, RecordError> {
        let commitment: [u8; COMMITMENT_BYTES] = Sha256::digest([]).into();
        Ok([Leaf::Epoch(self.clone()).encode()?.as_slice(), &commitment].concat())
    }

    pub(super) fn is_sound(&self) -> bool {
        let is_hex = self.root.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_hex && self.root.len() == 64 && self.epoch >= 2 && is_told(&self.reason)
    }
}

fn is_told(reason: &str) -> bool {
    let length = reason.chars().count();
    (1..=REASON_CHARS_MAX).contains(&length) && !reason.contains(char::is_control) && reason.trim() == reason
}
