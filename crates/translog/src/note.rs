//! Checkpoints as signed notes: signing, stamping, cosigning, verifying. Not here: whether the tree is what it says.

use std::fmt;

use signed_note::{Note, Signature};

use crate::SIZE_MAX;
use crate::error::NoteError;
use crate::key::{Kind, PublicKey, SecretKey};
use crate::tree::Hash;

/// The longest signed checkpoint that is read, in bytes: three lines and a hundred signatures.
pub const NOTE_BYTES_MAX: usize = 64 << 10;

/// The head of a log: its name, how many entries it has, and the root over them (C2SP tlog-checkpoint).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log.
    pub origin: String,
    /// Entries in the tree.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, tlog_tiles::Hash(self.root))
    }
}

/// A checkpoint whose log's signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What is signed.
    pub checkpoint: Checkpoint,
    /// When the log says it signed it, in seconds since 1970: its own `cosignature/v1`.
    pub stamp: Option<u64>,
    note: Parts,
}

/// A witness that has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// The witness's name.
    pub name: String,
    /// When it signed, in seconds since 1970.
    pub at: u64,
}

/// A note taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    text: Vec<u8>,
    lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    name: String,
    id: u32,
    bytes: Vec<u8>,
}

impl Parts {
    fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        if bytes.len() > NOTE_BYTES_MAX {
            return Err(NoteError::Malformed(format!("longer than {NOTE_BYTES_MAX} bytes")));
        }
        let note = Note::from_bytes(bytes).map_err(|error| NoteError::Malformed(error.to_string()))?;
        let line = |of: &Signature| Line { name: of.name().to_owned(), id: of.id(), bytes: of.signature().to_vec() };
        Ok(Self { text: note.text().to_vec(), lines: signatures(bytes, &note)?.iter().map(line).collect() })
    }

    /// The instant of a key's signature; 0 where the kind of key has none. Nothing when the key has not signed.
    fn signed_by(&self, key: &PublicKey) -> Result<Option<u64>, NoteError> {
        let (name, id) = (key.name(), key.id());
        let Some(line) = self.lines.iter().find(|line| line.name == name && line.id == id) else { return Ok(None) };
        let (at, holds) = match key.kind() {
            Kind::Log => (0, key.verifies(&self.text, &line.bytes)),
            Kind::Cosigner => {
                let stamped = line.bytes.split_first_chunk::<8>().map(|(at, rest)| (u64::from_be_bytes(*at), rest));
                let (at, signature) = stamped.unwrap_or_default();
                (at, at <= i64::MAX.unsigned_abs() && key.verifies(&stamped_message(at, &self.text), signature))
            }
        };
        if holds { Ok(Some(at)) } else { Err(NoteError::Forged { name: name.to_owned(), id }) }
    }
}

/// The signature lines of a note: what stands behind its text and the empty line.
fn signatures(bytes: &[u8], note: &Note) -> Result<Vec<Signature>, NoteError> {
    let lines = bytes.get(note.text().len() + 1..).unwrap_or_default();
    let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| Signature::from_bytes(line).map_err(|error| NoteError::Malformed(error.to_string()))).collect()
}

/// What a cosignature is made over.
fn stamped_message(at: u64, text: &[u8]) -> Vec<u8> {
    [format!("cosignature/v1\ntime {at}\n").as_bytes(), text].concat()
}

fn read_checkpoint(text: &[u8]) -> Result<Checkpoint, NoteError> {
    let read = tlog_tiles::Checkpoint::from_bytes(text);
    let read = read.ok().ok_or_else(|| NoteError::Malformed("its text is no checkpoint".to_owned()))?;
    if read.size() > SIZE_MAX {
        return Err(NoteError::Malformed(format!("a tree of {} entries is larger than any log", read.size())));
    }
    Ok(Checkpoint { origin: read.origin().to_owned(), size: read.size(), root: read.hash().0 })
}

fn line(key: &SecretKey, kind: Kind, text: &[u8], at: u64) -> Result<Signature, NoteError> {
    let (public, bytes) = match kind {
        Kind::Log => (key.public().clone(), key.signs(text).to_vec()),
        Kind::Cosigner => {
            let signature = key.signs(&stamped_message(at, text));
            (key.public().stamping(), [at.to_be_bytes().as_slice(), &signature].concat())
        }
    };
    Signature::new(public.name().to_owned(), public.id(), bytes).map_err(|error| NoteError::Key(error.to_string()))
}

/// Name of the log that a note is a checkpoint of; its signatures are not looked at.
///
/// # Errors
/// [`NoteError::Malformed`] when it is no checkpoint.
pub fn origin_of(note: &[u8]) -> Result<String, NoteError> {
    Ok(read_checkpoint(&Parts::parse(note)?.text)?.origin)
}

/// A signed note over the checkpoint: the log's signature, and its own stamp of the instant `at` (seconds since 1970).
///
/// # Errors
/// [`NoteError::Key`] when the key is not a log's, [`NoteError::Origin`] when it is another log's.
pub fn sign(checkpoint: &Checkpoint, key: &SecretKey, at: u64) -> Result<Vec<u8>, NoteError> {
    let (wanted, found) = (key.public().name().to_owned(), checkpoint.origin.clone());
    if key.public().kind() != Kind::Log {
        return Err(NoteError::Key("a witness's key does not sign for a log".to_owned()));
    }
    if wanted != found {
        return Err(NoteError::Origin { wanted, found });
    }
    let text = checkpoint.to_string().into_bytes();
    let lines = [line(key, Kind::Log, &text, at)?, line(key, Kind::Cosigner, &text, at)?];
    let note = Note::new(&text, &lines).map_err(|error| NoteError::Malformed(error.to_string()))?;
    Ok(note.to_bytes())
}

/// Verifies a note with a log's key: the log's signature must be there and hold; so must its own stamp, if there is one.
///
/// # Errors
/// The [`NoteError`] that says what does not hold.
pub fn open(note: &[u8], log: &PublicKey) -> Result<Opened, NoteError> {
    let note = Parts::parse(note)?;
    let checkpoint = read_checkpoint(&note.text)?;
    if checkpoint.origin != log.name() {
        return Err(NoteError::Origin { wanted: log.name().to_owned(), found: checkpoint.origin });
    }
    if note.signed_by(log)?.is_none() {
        return Err(NoteError::Unsigned { name: log.name().to_owned(), id: log.id() });
    }
    let stamp = note.signed_by(&log.stamping())?;
    Ok(Opened { checkpoint, stamp, note })
}

impl Opened {
    /// Those of the known witnesses that have signed, each once.
    ///
    /// # Errors
    /// [`NoteError::Forged`] when a line bears a known witness's name and id and does not hold.
    pub fn cosigned_by(&self, witnesses: &[PublicKey]) -> Result<Vec<Cosigned>, NoteError> {
        let mut found: Vec<Cosigned> = Vec::new();
        for witness in witnesses.iter().map(PublicKey::stamping) {
            let signed = self.note.signed_by(&witness)?;
            let fresh = signed.filter(|_| !found.iter().any(|other| other.name == witness.name()));
            found.extend(fresh.map(|at| Cosigned { name: witness.name().to_owned(), at }));
        }
        Ok(found)
    }

    /// The signature line of a key, with its line end, once it has been found to hold; nothing when the key has not signed.
    ///
    /// # Errors
    /// [`NoteError::Forged`] when a line bears the key's name and id and does not hold.
    pub fn line_of(&self, key: &PublicKey) -> Result<Option<Vec<u8>>, NoteError> {
        let (name, id) = (key.name(), key.id());
        if self.note.signed_by(key)?.is_none() {
            return Ok(None);
        }
        let line = self.note.lines.iter().find(|line| line.name == name && line.id == id);
        let malformed = |error: signed_note::NoteError| NoteError::Malformed(error.to_string());
        line.map(|line| {
            Ok(Signature::new(line.name.clone(), line.id, line.bytes.clone()).map_err(malformed)?.to_bytes())
        })
        .transpose()
    }

    /// The same, and at least `wanted` of them.
    ///
    /// # Errors
    /// As [`Opened::cosigned_by`], and [`NoteError::TooFewWitnesses`].
    pub fn quorum(&self, witnesses: &[PublicKey], wanted: usize) -> Result<Vec<Cosigned>, NoteError> {
        let found = self.cosigned_by(witnesses)?;
        if found.len() < wanted {
            return Err(NoteError::TooFewWitnesses { signed: found.len(), wanted, known: witnesses.len() });
        }
        Ok(found)
    }
}

/// A witness's signature line over the checkpoint of a note, with its line end, stamped `at` (seconds since 1970).
///
/// What the witness vouches for by it, that the log only grew, it must have checked before.
///
/// # Errors
/// [`NoteError::Malformed`] when it is no note, [`NoteError::Key`] when the key is not a witness's.
pub fn cosign(note: &[u8], witness: &SecretKey, at: u64) -> Result<Vec<u8>, NoteError> {
    if witness.public().kind() != Kind::Cosigner {
        return Err(NoteError::Key("a log's key does not cosign; make one for the witness".to_owned()));
    }
    let note = Parts::parse(note)?;
    read_checkpoint(&note.text)?;
    Ok(line(witness, Kind::Cosigner, &note.text, at)?.to_bytes())
}

/// The note with signature lines added, each with or without its line end. A line whose name and id stand there already
/// takes the old one's place. Whether the lines hold is asked by [`Opened::cosigned_by`].
///
/// # Errors
/// [`NoteError::Malformed`] when the note is none, or a line is no signature.
pub fn add_cosignatures(note: &[u8], lines: &[Vec<u8>]) -> Result<Vec<u8>, NoteError> {
    let malformed = |error: signed_note::NoteError| NoteError::Malformed(error.to_string());
    let old = Note::from_bytes(note).map_err(malformed)?;
    let mut all = signatures(note, &old)?;
    for line in lines {
        let line = Signature::from_bytes(line.strip_suffix(b"\n").unwrap_or(line)).map_err(malformed)?;
        match all.iter_mut().find(|other| other.name() == line.name() && other.id() == line.id()) {
            Some(other) => *other = line,
            None => all.push(line),
        }
    }
    let bytes = Note::new(old.text(), &all).map_err(malformed)?.to_bytes();
    Parts::parse(&bytes)?;
    Ok(bytes)
}
