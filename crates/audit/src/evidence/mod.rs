//! Evidence that people hold in their hands: one entry of the log with its proof; a receipt made of two, the opening of a
//! case made of all of its own. Checked with the log's key alone, without the log and without any network.
//!
//! Making them is `office`'s; the whole log is verified in `log`.

mod attached;
mod opening;
mod receipt;

use kernel::case::leaf::{Leaf, Pseudonym};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use translog::{Hash, NoteError, PublicKey, check_inclusion, index_of, leaf_hash, open_any_epoch};

pub use attached::{ATTACHED_NAME, attached_json};
pub use opening::{CaseOpening, Given, OpeningVerified, verify_opening};
pub use receipt::{Receipt, ReceiptVerified, verify_receipt};

/// The longest file of evidence, in bytes.
pub const EVIDENCE_BYTES_MAX: usize = 64 << 20;

/// Version of the files' form.
pub const VERSION: u8 = 1;

/// Why evidence proves nothing, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unproven {
    /// It says something that the log does not say.
    Forged {
        /// In Vietnamese.
        vi: String,
        /// In English.
        en: String,
    },
    /// It is no evidence of this kind, or a damaged one.
    Unreadable {
        /// In Vietnamese.
        vi: String,
        /// In English.
        en: String,
    },
}

impl Unproven {
    pub(crate) fn forged(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Forged { vi: vi.into(), en: en.into() }
    }

    pub(crate) fn unreadable(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Unreadable { vi: vi.into(), en: en.into() }
    }

    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> &str {
        match self {
            Self::Forged { vi, .. } | Self::Unreadable { vi, .. } => vi,
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> &str {
        match self {
            Self::Forged { en, .. } | Self::Unreadable { en, .. } => en,
        }
    }
}

/// An event as it stands in the ledger and in the tree over it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Position in the ledger, from 1.
    pub position: u64,
    /// Index in the tree; absent where it is the position less 1, as in the first epoch of a log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<u64>,
    /// The leaf, without its commitment.
    pub leaf: String,
    /// The commitment to the rest of the event, 64 hex digits.
    pub commitment: String,
    /// What is not personal of the event; absent where it stays sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain: Option<String>,
    /// All else, with its salt; absent where it stays sealed or was destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The inclusion proof from the leaf up, each hash as 64 hex digits.
    pub proof: Vec<String>,
    /// The signed checkpoint that it leads to, as published.
    pub checkpoint: String,
}

/// An entry that stands in the signed tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// What it says.
    pub leaf: Leaf,
    /// Its hash in the tree.
    pub hash: Hash,
    /// Entries in the signed tree.
    pub size: u64,
    /// When the log vouched for the tree, seconds since 1970.
    pub stamp: Option<u64>,
}

impl Entry {
    /// Checks commitment, proof and signature.
    ///
    /// # Errors
    /// What does not hold.
    pub fn prove(&self, key: &PublicKey) -> Result<Proven, Unproven> {
        let position = self.position;
        let damaged = |what: &str| {
            Unproven::unreadable(
                format!("sự kiện {position}: {what} không đọc được; tệp bị hỏng hoặc chép thiếu"),
                format!("event {position}: {what} cannot be read; the file is damaged or was not copied whole"),
            )
        };
        let commitment = from_hex(&self.commitment).ok_or_else(|| damaged("commitment"))?;
        let proof: Option<Vec<Hash>> = self.proof.iter().map(|hash| from_hex(hash)).collect();
        let proof = proof.ok_or_else(|| damaged("proof"))?;
        let index = self.index.or_else(|| index_of(position, 0)).ok_or_else(|| damaged("position"))?;
        if self.content().is_some_and(|content| content != commitment) {
            return Err(Unproven::forged(
                format!("sự kiện {position}: nội dung không khớp cam kết trong nhật ký; nội dung đã bị sửa"),
                format!("event {position}: what it says is not what the log committed to; it was changed"),
            ));
        }
        let hash = leaf_hash(&[self.leaf.as_bytes(), &commitment[..]].concat());
        let head = open_any_epoch(self.checkpoint.as_bytes(), key).map_err(|why| unsigned(position, &why))?;
        let (size, root) = (head.checkpoint.size, head.checkpoint.root);
        check_inclusion(&proof, index, hash, size, root).map_err(|why| {
            Unproven::forged(
                format!("sự kiện {position} không nằm trong cây đã ký ({size} lá); lá hoặc bằng chứng đã bị sửa"),
                format!("event {position} is not in the signed tree: {why}"),
            )
        })?;
        let leaf = Leaf::decode(self.leaf.as_bytes()).map_err(|why| {
            Unproven::forged(format!("sự kiện {position}: lá sai dạng ({why})"), format!("event {position}: {why}"))
        })?;
        Ok(Proven { leaf, hash, size, stamp: head.stamp })
    }

    /// The hash over what is opened of the event; `None` where anything stays sealed.
    fn content(&self) -> Option<Hash> {
        let (plain, body) = self.plain.as_ref().zip(self.body.as_ref())?;
        Some(Sha256::new().chain_update(plain).chain_update(body).finalize().into())
    }

    /// What is opened of the event.
    fn event(&self) -> Option<kernel::case::Event> {
        let (plain, body) = self.plain.as_ref().zip(self.body.as_ref())?;
        kernel::case::record::decode(plain.as_bytes(), body.as_bytes()).ok()
    }
}

fn unsigned(position: u64, why: &NoteError) -> Unproven {
    let vi = match why {
        NoteError::Origin { wanted, found } => {
            format!("dấu ký là của nhật ký “{found}”, khóa là của “{wanted}”")
        }
        NoteError::Malformed(_) | NoteError::Key(_) => "dấu ký (checkpoint) sai dạng".to_owned(),
        NoteError::Unsigned { .. } | NoteError::Forged { .. } | NoteError::TooFewWitnesses { .. } => {
            "dấu ký (checkpoint) không phải của khóa này, hoặc đã bị sửa".to_owned()
        }
    };
    Unproven::forged(format!("sự kiện {position}: {vi}"), format!("event {position}: {why}"))
}

/// The case that a leaf tells of; `None` for one that tells of none.
fn case_of(leaf: &Leaf) -> Option<&Pseudonym> {
    match leaf {
        Leaf::Public(leaf) => Some(&leaf.case),
        Leaf::Opaque { .. } | Leaf::First(_) | Leaf::Text(_) | Leaf::Decision(_) | Leaf::Epoch(_) => None,
    }
}

/// 32 bytes as 64 hex digits.
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Hash> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some((digit(*high)? << 4) | digit(*low)?),
        _ => None,
    });
    pairs.collect::<Option<Vec<u8>>>()?.try_into().ok()
}

/// Reads a file of evidence.
fn parse<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, Unproven> {
    if bytes.len() > EVIDENCE_BYTES_MAX {
        return Err(Unproven::unreadable("tệp quá dài", "the file is too long"));
    }
    serde_json::from_slice(bytes).map_err(|why| {
        Unproven::unreadable(
            format!("tệp không có dạng của bằng chứng ({why}); xin chọn đúng tệp, chép đủ"),
            format!("the file does not have the form of a proof ({why}); choose the right one, copied whole"),
        )
    })
}
