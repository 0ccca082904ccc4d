//! What a log sends to a witness that is to sign its head: the size it signed last, a proof, the head (C2SP tlog-witness).
//!
//! Not here: who sends it and how it is answered.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::SIZE_MAX;
use crate::error::NoteError;
use crate::note::NOTE_BYTES_MAX;
use crate::tree::Hash;

/// Hashes of a proof at most, as tlog-witness has it.
const PROOF_HASHES_MAX: usize = 63;

/// The longest that is read, in bytes: a line of the size, lines of 45 bytes, a note.
pub const SUBMISSION_BYTES_MAX: usize = 64 + 45 * (PROOF_HASHES_MAX + 1) + NOTE_BYTES_MAX;

/// A head that a witness is asked to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Entries under the head that the witness signed last; 0 where it has signed none.
    pub old: u64,
    /// The proof that the head continues that one; empty where `old` is 0 or the head's own size.
    pub proof: Vec<Hash>,
    /// The head, as the log signed it.
    pub note: Vec<u8>,
}

impl Submission {
    /// The body of the request.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = format!("old {}\n", self.old);
        for hash in &self.proof {
            text.push_str(&BASE64_STANDARD.encode(hash));
            text.push('\n');
        }
        text.push('\n');
        [text.as_bytes(), &self.note].concat()
    }

    /// Reads the body of a request strictly. Neither proof nor note is checked.
    ///
    /// # Errors
    /// [`NoteError::Malformed`] when it has not this form.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        let wrong = |why: &str| NoteError::Malformed(why.to_owned());
        if bytes.len() > SUBMISSION_BYTES_MAX {
            return Err(NoteError::Malformed(format!("longer than {SUBMISSION_BYTES_MAX} bytes")));
        }
        let end = bytes.windows(2).position(|pair| pair == b"\n\n").ok_or_else(|| wrong("no empty line"))?;
        let (head, note) = bytes.split_at(end);
        let head = std::str::from_utf8(head).ok().ok_or_else(|| wrong("not UTF-8"))?;
        let note = note.get(2..).unwrap_or_default().to_vec();
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(size);
        let old = old.ok_or_else(|| wrong("the first line is not “old” and a size"))?;
        let hash = |line: &str| BASE64_STANDARD.decode(line).ok().and_then(|bytes| Hash::try_from(bytes).ok());
        let proof: Option<Vec<Hash>> = lines.map(hash).collect();
        let proof = proof.ok_or_else(|| wrong("a line of the proof is not a hash in base64"))?;
        if proof.len() > PROOF_HASHES_MAX {
            return Err(wrong("more hashes than any proof has"));
        }
        Ok(Self { old, proof, note })
    }
}

/// A size in decimal without leading zeroes.
fn size(text: &str) -> Option<u64> {
    let size: u64 = text.parse().ok()?;
    (size <= SIZE_MAX && size.to_string() == text).then_some(size)
}
