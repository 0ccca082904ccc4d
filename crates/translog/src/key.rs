//! Keys as signed-note writes them: who signs checkpoints, who cosigns them. Not here: notes, and where keys are kept.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::{Signer as _, SigningKey, Verifier as _, VerifyingKey};

use crate::epoch::epoch_of;
use crate::error::NoteError;

/// What a key signs; the first byte of its key material.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Ed25519 over the text of the note (signed-note, 0x01): a log's.
    Log,
    /// Ed25519 over the text with an instant, `cosignature/v1` (tlog-cosignature, 0x04): a witness's, and a log's own stamp.
    Cosigner,
}

impl Kind {
    fn byte(self) -> u8 {
        match self {
            Self::Log => 1,
            Self::Cosigner => 4,
        }
    }

    fn of(byte: u8) -> Option<Self> {
        [Self::Log, Self::Cosigner].into_iter().find(|kind| kind.byte() == byte)
    }
}

/// A key that signatures are verified with: `name+id+base64`, the "vkey".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    kind: Kind,
    key: VerifyingKey,
}

impl PublicKey {
    /// Reads a verifier key.
    ///
    /// # Errors
    /// [`NoteError::Key`] when it is none, of a kind not known here, or does not fit its own id.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let wrong = |why: &str| NoteError::Key(why.to_owned());
        let [name, id, material] = parts(text.trim())
            .ok_or_else(|| wrong("a verifier key has the form name+id+key, in one line without spaces"))?;
        let (kind, bytes) = unpack(material)?;
        let key = VerifyingKey::from_bytes(&bytes).ok().ok_or_else(|| wrong("its bytes are no Ed25519 key"))?;
        let found = Self::new(name, kind, key)?;
        if u32::from_str_radix(id, 16).ok().filter(|_| id.len() == 8) != Some(found.id()) {
            return Err(wrong("its id does not fit its name and bytes; a character was lost or changed"));
        }
        Ok(found)
    }

    fn new(name: &str, kind: Kind, key: VerifyingKey) -> Result<Self, NoteError> {
        // A log of this name could make its note look like somebody's cosignature.
        if name == "cosignature/v1" || !signed_note::is_key_name_valid(name) || name.contains(char::is_control) {
            return Err(NoteError::Key(format!(
                "“{name}” cannot be a key's name: it is empty or has a space or a plus"
            )));
        }
        Ok(Self { name: name.to_owned(), kind, key })
    }

    /// Whose key it is; of a log, its origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it verifies.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its id, as it stands in signature lines.
    #[must_use]
    pub fn id(&self) -> u32 {
        signed_note::key_id(&self.name, &pack(self.kind, self.key.as_bytes()))
    }

    /// Whether both are the same pair of keys, whatever they are called and whatever they sign.
    #[must_use]
    pub fn is_same_pair(&self, other: &Self) -> bool {
        self.key == other.key
    }

    /// The same key as the one that a log stamps its own checkpoints with.
    #[must_use]
    pub fn stamping(&self) -> Self {
        Self { kind: Kind::Cosigner, ..self.clone() }
    }

    /// The same key under the name that a log has in another epoch; nothing when the name is another log's.
    #[must_use]
    pub fn in_epoch(&self, name: &str) -> Option<Self> {
        let same = epoch_of(name).0 == epoch_of(&self.name).0;
        if same { Self::new(name, self.kind, self.key).ok() } else { None }
    }

    /// Whether `signature` (64 bytes) is this key's over `message`.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let signature = ed25519_dalek::Signature::from_slice(signature).ok();
        signature.is_some_and(|signature| self.key.verify(message, &signature).is_ok())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let material = BASE64_STANDARD.encode(pack(self.kind, self.key.as_bytes()));
        write!(f, "{}+{:08x}+{material}", self.name, self.id())
    }
}

/// A key that signs: `PRIVATE+KEY+name+id+base64`, the "skey". Never shown by `Debug`.
#[derive(Clone)]
pub struct SecretKey {
    public: PublicKey,
    key: SigningKey,
}

impl SecretKey {
    /// The key that follows from 32 random bytes.
    ///
    /// # Errors
    /// [`NoteError::Key`] when the name cannot be a key's: empty, or with a space or a plus.
    pub fn from_seed(name: &str, kind: Kind, seed: [u8; 32]) -> Result<Self, NoteError> {
        let key = SigningKey::from_bytes(&seed);
        Ok(Self { public: PublicKey::new(name, kind, key.verifying_key())?, key })
    }

    /// Reads a signer key.
    ///
    /// # Errors
    /// [`NoteError::Key`] when it is none, of a kind not known here, or does not fit its own id.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let wrong = |why: &str| NoteError::Key(why.to_owned());
        let inner = text.trim().strip_prefix("PRIVATE+KEY+");
        let [name, id, material] =
            inner.and_then(parts).ok_or_else(|| wrong("a signer key has the form PRIVATE+KEY+name+id+key"))?;
        let (kind, seed) = unpack(material)?;
        let found = Self::from_seed(name, kind, seed)?;
        if u32::from_str_radix(id, 16).ok().filter(|_| id.len() == 8) != Some(found.public.id()) {
            return Err(wrong("its id does not fit its name and bytes; a character was lost or changed"));
        }
        Ok(found)
    }

    /// The same key under the name that the log has in another epoch; nothing when the name is another log's.
    #[must_use]
    pub fn in_epoch(&self, name: &str) -> Option<Self> {
        Some(Self { public: self.public.in_epoch(name)?, key: self.key.clone() })
    }

    /// Its text, to be kept where nobody else reads it.
    #[must_use]
    pub fn to_text(&self) -> String {
        let PublicKey { name, kind, .. } = &self.public;
        let material = BASE64_STANDARD.encode(pack(*kind, self.key.as_bytes()));
        format!("PRIVATE+KEY+{name}+{:08x}+{material}", self.public.id())
    }

    /// The key that its signatures are verified with.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// 64 bytes over `message`.
    pub(crate) fn signs(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretKey").field("public", &self.public).finish_non_exhaustive()
    }
}

/// `name+id+material`; the material is base64, which may hold a plus itself.
fn parts(text: &str) -> Option<[&str; 3]> {
    let (name, rest) = text.split_once('+')?;
    let (id, material) = rest.split_once('+')?;
    Some([name, id, material])
}

fn pack(kind: Kind, key: &[u8; 32]) -> Vec<u8> {
    [&[kind.byte()], key.as_slice()].concat()
}

fn unpack(material: &str) -> Result<(Kind, [u8; 32]), NoteError> {
    let wrong = |why: &str| NoteError::Key(why.to_owned());
    let bytes = BASE64_STANDARD.decode(material).ok().ok_or_else(|| wrong("its last part is not base64"))?;
    let (kind, key) = bytes.split_first().ok_or_else(|| wrong("its last part is empty"))?;
    let kind = Kind::of(*kind).ok_or_else(|| NoteError::Key(format!("kind {kind} is not known here")))?;
    Ok((kind, key.try_into().ok().ok_or_else(|| wrong("its last part is not 33 bytes long"))?))
}
