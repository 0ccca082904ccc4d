//! What witnesses have signed of the office's heads: checked, gathered by head, laid beside the log's own signatures.
//!
//! Shared by those who ask the witnesses and by the follower, which alone writes the log's files. A signature counts only
//! when it is by a configured key, over a head that this office signed and that its log continues. The signed row and its
//! copy beside the keys stay without witnesses: a head with more signatures is not another head. Not here: the network.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ledger::KeyFolder;
use serde::{Deserialize, Serialize};
use translog::{
    Checkpoint, Dir, Hash, NOTE_BYTES_MAX, NoteError, Place, PublicKey, Source, Submission, Tiles, TreeError,
    add_cosignatures, open,
};

use crate::log::witnesses::{Known, WITNESSES, WITNESSES_BYTES_MAX, Witnesses, WitnessesError};

/// Heads of which signatures are gathered: the largest.
const HEADS_MAX: usize = 64;
/// Characters of a reason that are kept; some of it may come from a server that means harm.
const REASON_CHARS_MAX: usize = 300;

/// Why a witness's signature was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Untaken {
    /// Nothing came, or not what was asked for; why, in Vietnamese and English.
    Unread(String, String),
    /// What came is no head of this log, or its log's signature does not hold.
    NotOurs(NoteError),
    /// The witness has not signed what came.
    Unsigned,
    /// Its signature does not hold.
    Forged,
    /// A head larger than what is published here.
    Ahead {
        /// Its size.
        size: u64,
        /// What is published.
        ours: u64,
    },
    /// The log's key has signed another tree than this office's.
    Fork {
        /// Over so many entries.
        size: u64,
    },
    /// The log's files cannot be read.
    Tree(TreeError),
}

impl Untaken {
    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        bounded(match self {
            Self::Unread(vi, _) => vi.clone(),
            Self::NotOurs(why) => format!("không phải đầu của nhật ký này: {why}"),
            Self::Unsigned => "đầu đã ký không có chữ ký của chứng nhân này".to_owned(),
            Self::Forged => "chữ ký của chứng nhân không đúng với khóa đã khai".to_owned(),
            Self::Ahead { size, ours } => format!("đã ký {size} lá, ở đây mới công bố {ours}"),
            Self::Fork { size } => format!(
                "ĐẦU {size} LÁ KHÁC VỚI NHẬT KÝ NÀY, mà được ký bằng khóa của nhật ký: khóa đã lọt ra ngoài, hoặc nhật ký bị viết lại"
            ),
            Self::Tree(why) => format!("không đọc được tệp của nhật ký: {why}"),
        })
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        bounded(match self {
            Self::Unread(_, en) => en.clone(),
            Self::NotOurs(why) => format!("no head of this log: {why}"),
            Self::Unsigned => "the head does not bear this witness's signature".to_owned(),
            Self::Forged => "the witness's signature does not hold by the key that is configured".to_owned(),
            Self::Ahead { size, ours } => format!("it has signed {size} leaves, {ours} are published here"),
            Self::Fork { size } => format!(
                "A HEAD OF {size} LEAVES THAT IS NOT THIS LOG'S is signed with the log's key: the key has leaked, or the log was rewritten"
            ),
            Self::Tree(why) => format!("the log's files cannot be read: {why}"),
        })
    }
}

fn bounded(text: String) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(REASON_CHARS_MAX).collect()
}

/// How it stands with the witnesses, for whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WitnessReport {
    /// How many must have signed.
    pub quorum: usize,
    /// Entries under the newest head that as many have signed; nothing while there is none.
    pub witnessed: Option<u64>,
    /// Each witness.
    pub each: Vec<WitnessStanding>,
}

/// How it stands with one witness.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WitnessStanding {
    /// Its name.
    pub name: String,
    /// Entries under the newest head that it has signed.
    pub size: Option<u64>,
    /// When it signed that, in seconds since 1970, by its own clock.
    pub at: Option<u64>,
    /// Why nothing came of the last try; in Vietnamese and English.
    pub trouble: Option<(String, String)>,
    /// Whether it has shown a head that forks the log.
    pub is_fork: bool,
}

impl WitnessReport {
    /// How many have signed the head of this size.
    #[must_use]
    pub fn signed(&self, size: u64) -> usize {
        self.each.iter().filter(|witness| witness.size == Some(size)).count()
    }
}

/// The signatures of witnesses, gathered. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Cosignatures(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    log: Option<PublicKey>,
    /// The file as it was read last.
    file: Option<Result<Option<Vec<u8>>, WitnessesError>>,
    witnesses: Option<Result<Witnesses, WitnessesError>>,
    heads: BTreeMap<u64, Cosigned>,
    /// By the witness's whole key: under another key of the same name nothing is taken over.
    seen: BTreeMap<String, WitnessStanding>,
}

/// A head, and who has signed it.
#[derive(Debug)]
struct Cosigned {
    checkpoint: Checkpoint,
    stamp: u64,
    /// With the signatures of the log only.
    note: Vec<u8>,
    /// Lines by the witness's whole key.
    lines: BTreeMap<String, Vec<u8>>,
}

/// A head that as many witnesses have signed as are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witnessed {
    /// Entries under it.
    pub size: u64,
    /// When the log signed it, in seconds since 1970.
    pub stamp: u64,
    /// The note, with their signatures.
    pub note: Vec<u8>,
}

/// Gives the root over the first entries of the log, as many as are asked for.
type RootAt<'a> = dyn FnMut(u64) -> Result<Hash, TreeError> + 'a;

impl Cosignatures {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads who the witnesses are, for the log of this key; answers whether that has changed.
    pub fn configure(&self, keys: &KeyFolder, log: &PublicKey) -> bool {
        let file = read(keys);
        let mut state = self.state();
        if state.log.as_ref() != Some(log) {
            *state = State { log: Some(log.clone()), ..State::default() };
        } else if state.file.as_ref() == Some(&file) {
            return false;
        }
        state.witnesses = match &file {
            Ok(bytes) => bytes.as_ref().map(|bytes| Witnesses::parse(bytes, log)),
            Err(error) => Some(Err(error.clone())),
        };
        state.file = Some(file);
        let keys: Vec<String> = state.known().iter().map(|known| known.key.to_string()).collect();
        state.seen.retain(|key, _| keys.contains(key));
        true
    }

    /// The witnesses; nothing where none are configured.
    #[must_use]
    pub fn witnesses(&self) -> Option<Result<Witnesses, WitnessesError>> {
        self.state().witnesses.clone()
    }

    /// Takes a witness's signature over a head from a note that bears it and the log's; `dir` is the log's folder. Answers
    /// how many entries are under the head.
    ///
    /// # Errors
    /// See [`Untaken`]; it is noted as the witness's standing, too.
    pub fn take(&self, dir: &Path, witness: &PublicKey, note: &[u8]) -> Result<u64, Untaken> {
        let taken = self.present(dir).and_then(|present| {
            let mut root_at = |size| {
                if size == present.size {
                    return Ok(present.root);
                }
                Tiles::new(Dir(dir.to_owned()), present.size, present.root)?.root_at(size)
            };
            self.state().taken(witness, note, present.size, &mut root_at)
        });
        self.note(witness, taken.as_ref().err());
        taken
    }

    /// The head that is published in the log's folder.
    fn present(&self, dir: &Path) -> Result<Checkpoint, Untaken> {
        let log = self.state().log.clone();
        let note = Dir(dir.to_owned()).get(&Place::Checkpoint.to_string(), NOTE_BYTES_MAX);
        let note = note.map_err(|error| Untaken::Tree(error.into()))?;
        let (Some(log), Some(note)) = (log, note) else { return Err(Untaken::Ahead { size: 0, ours: 0 }) };
        Ok(open(&note, &log).map_err(Untaken::NotOurs)?.checkpoint)
    }

    /// What is sent to a witness that has signed the first `old` entries and is to sign this note of the log.
    ///
    /// # Errors
    /// When the note is none of this log, or the log's files cannot be read, or the witness has signed more.
    pub fn submission(&self, dir: &Path, note: &[u8], old: u64) -> Result<Submission, Untaken> {
        let Some(log) = self.state().log.clone() else { return Err(Untaken::Unsigned) };
        let head = open(note, &log).map_err(Untaken::NotOurs)?.checkpoint;
        if old > head.size {
            return Err(Untaken::Ahead { size: old, ours: head.size });
        }
        let proof = Tiles::new(Dir(dir.to_owned()), head.size, head.root).and_then(|mut tiles| {
            // A tree continues itself; that needs no proof.
            if old == head.size { Ok(Vec::new()) } else { tiles.consistency(old) }
        });
        Ok(Submission { old, proof: proof.map_err(Untaken::Tree)?, note: note.to_vec() })
    }

    /// Notes how the last try with a witness ended.
    pub fn note(&self, witness: &PublicKey, error: Option<&Untaken>) {
        let mut state = self.state();
        let seen = state.seen(witness);
        seen.trouble = error.map(|error| (error.vi(), error.en()));
        // Whoever has shown a fork once has to be looked at, whatever is shown afterwards.
        seen.is_fork |= matches!(error, Some(Untaken::Fork { .. }));
    }

    /// What the published notes in the log's folder bear already, after a restart. What does not hold is left out, and asked
    /// for again.
    pub fn resume(&self, dir: &Path) {
        let Ok(present) = self.present(dir) else { return };
        let source = Dir(dir.to_owned());
        let mut root_at = |size| Tiles::new(source.clone(), present.size, present.root)?.root_at(size);
        let mut state = self.state();
        let keys: Vec<PublicKey> = state.known().iter().map(|known| known.key.clone()).collect();
        for place in [Place::Witnessed, Place::Checkpoint] {
            let Ok(Some(note)) = source.get(&place.to_string(), NOTE_BYTES_MAX) else { continue };
            for key in &keys {
                // A witness that has not signed this head is none that failed.
                let _ = state.taken(key, &note, present.size, &mut root_at);
            }
        }
    }

    /// Whether a witness has signed this head or a later one.
    #[must_use]
    pub fn has_signed(&self, witness: &PublicKey, size: u64) -> bool {
        self.state().seen.get(&witness.to_string()).is_some_and(|seen| seen.size >= Some(size))
    }

    /// The log's note over so many entries, with the signatures that witnesses have made over the same.
    #[must_use]
    pub fn dressed(&self, size: u64, note: &[u8]) -> Vec<u8> {
        let state = self.state();
        let same = |head: &&Cosigned| note.starts_with(format!("{}\n", head.checkpoint).as_bytes());
        let lines = state.heads.get(&size).filter(same).map(|head| state.lines(head)).unwrap_or_default();
        let dressed = if lines.is_empty() { None } else { add_cosignatures(note, &lines).ok() };
        dressed.unwrap_or_else(|| note.to_vec())
    }

    /// The newest head that as many witnesses have signed as are wanted.
    #[must_use]
    pub fn witnessed(&self) -> Option<Witnessed> {
        self.state().witnessed()
    }

    /// How it stands; nothing where no witnesses are configured.
    #[must_use]
    pub fn standing(&self) -> Option<Result<WitnessReport, WitnessesError>> {
        let state = self.state();
        let standing = state.witnesses.as_ref()?.as_ref().map_err(Clone::clone).map(|witnesses| WitnessReport {
            quorum: witnesses.quorum,
            witnessed: state.witnessed().map(|head| head.size),
            each: witnesses.each.iter().map(|known| state.standing(&known.key)).collect(),
        });
        Some(standing)
    }
}

fn read(keys: &KeyFolder) -> Result<Option<Vec<u8>>, WitnessesError> {
    let failed = |error: std::io::Error| {
        let en = format!("cannot be read ({error}). Check the file and its permissions.");
        WitnessesError::whole(format!("không đọc được ({error}). Xin kiểm tra tệp và quyền đọc."), en)
    };
    // A file far too long is not read.
    let length = std::fs::metadata(keys.path(WITNESSES)).map_or(0, |meta| meta.len());
    if length > u64::try_from(WITNESSES_BYTES_MAX).unwrap_or(u64::MAX) {
        return Err(failed(std::io::Error::other(format!("{length} bytes"))));
    }
    keys.read(WITNESSES).map_err(failed)
}

impl State {
    fn known(&self) -> &[Known] {
        match &self.witnesses {
            Some(Ok(witnesses)) => &witnesses.each,
            _ => &[],
        }
    }

    fn seen(&mut self, witness: &PublicKey) -> &mut WitnessStanding {
        self.seen.entry(witness.to_string()).or_insert_with(|| WitnessStanding::of(witness))
    }

    fn standing(&self, witness: &PublicKey) -> WitnessStanding {
        self.seen.get(&witness.to_string()).cloned().unwrap_or_else(|| WitnessStanding::of(witness))
    }

    fn taken(&mut self, witness: &PublicKey, note: &[u8], ours: u64, root_at: &mut RootAt<'_>) -> Result<u64, Untaken> {
        let Some(log) = self.log.clone() else { return Err(Untaken::Unsigned) };
        if !self.known().iter().any(|known| &known.key == witness) {
            return Err(Untaken::Unsigned);
        }
        let opened = open(note, &log).map_err(Untaken::NotOurs)?;
        let line = opened.line_of(witness).map_err(|_forged| Untaken::Forged)?.ok_or(Untaken::Unsigned)?;
        let at = opened.cosigned_by(std::slice::from_ref(witness)).map_err(|_forged| Untaken::Forged)?;
        let head = opened.checkpoint.clone();
        if head.size > ours {
            return Err(Untaken::Ahead { size: head.size, ours });
        }
        let size = head.size;
        if self.heads.get(&size).is_none_or(|known| known.checkpoint != head) {
            if root_at(size).map_err(Untaken::Tree)? != head.root {
                return Err(Untaken::Fork { size });
            }
            // Nothing else that somebody may have put into the note is carried on.
            let mut bare = format!("{head}\n").into_bytes();
            for own in [log.clone(), log.stamping()] {
                let unsigned = NoteError::Unsigned { name: own.name().to_owned(), id: own.id() };
                bare.extend(opened.line_of(&own).and_then(|line| line.ok_or(unsigned)).map_err(Untaken::NotOurs)?);
            }
            let stamp = opened.stamp.unwrap_or(0);
            self.heads.insert(size, Cosigned { checkpoint: head, stamp, note: bare, lines: BTreeMap::new() });
        }
        if let Some(head) = self.heads.get_mut(&size) {
            head.lines.insert(witness.to_string(), line);
        }
        while self.heads.len() > HEADS_MAX {
            self.heads.pop_first();
        }
        let seen = self.seen(witness);
        if seen.size <= Some(size) {
            (seen.size, seen.at) = (Some(size), at.first().map(|signed| signed.at));
        }
        Ok(size)
    }

    /// The lines of those that are witnesses now.
    fn lines(&self, head: &Cosigned) -> Vec<Vec<u8>> {
        self.known().iter().filter_map(|known| head.lines.get(&known.key.to_string()).cloned()).collect()
    }

    fn witnessed(&self) -> Option<Witnessed> {
        let Some(Ok(Witnesses { quorum, .. })) = &self.witnesses else { return None };
        let (size, head) = self.heads.iter().rev().find(|(_, head)| self.lines(head).len() >= *quorum)?;
        let note = add_cosignatures(&head.note, &self.lines(head)).ok()?;
        Some(Witnessed { size: *size, stamp: head.stamp, note })
    }
}

impl WitnessStanding {
    fn of(witness: &PublicKey) -> Self {
        Self { name: witness.name().to_owned(), ..Self::default() }
    }
}
