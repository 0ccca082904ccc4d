//! A witness's own signatures: one head after the other, each continuing the one before, whoever asks for it.
//!
//! Both ways lead here, looking at the log (`witness`) and being sent a head with a proof (C2SP tlog-witness). What was signed
//! last stands in the witness's folder, and is on the disk before a signature leaves the house. Not here: the network, the clock.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use translog::{
    Dir, NOTE_BYTES_MAX, NoteError, PublicKey, SecretKey, Source as _, Submission, check_consistency, empty_root,
    epoch_of, open_any_epoch,
};

use crate::log::{Head, Unread};
use crate::witness::{COSIGNED, REFUSED};

/// Why a head that was sent is not signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declined {
    /// It has not the form of the protocol, or says a size before that is larger than the head's own.
    Malformed(String),
    /// It is of another log, or of an epoch that the witness has not seen by itself.
    UnknownLog(String),
    /// The log has not signed it.
    NotSigned(NoteError),
    /// The witness has signed another head than the sender believes; of so many leaves.
    Conflict(u64),
    /// Two heads of the same size differ, both signed by the log. The other is kept.
    Fork(u64),
    /// The proof does not show that the head continues what was signed.
    Disproved(String),
    /// Folder or key cannot be used.
    Unusable(Unread),
}

/// Who signs, what, and where it is kept.
#[derive(Debug, Clone)]
pub struct Signing {
    /// The log's key.
    pub log: PublicKey,
    /// The witness's own key.
    pub secret: SecretKey,
    /// The witness's folder.
    pub dir: PathBuf,
}

impl Signing {
    /// Answers a head that was sent: the signature line, where the head continues what was signed. `now` is the second of the
    /// signature.
    ///
    /// # Errors
    /// See [`Declined`]; what was signed before stays.
    pub fn sent(&self, body: &[u8], now: u64) -> Result<Vec<u8>, Declined> {
        let Submission { old, proof, note } =
            Submission::parse(body).map_err(|error| Declined::Malformed(error.to_string()))?;
        let opened = open_any_epoch(&note, &self.log).map_err(|error| match error {
            NoteError::Origin { found, .. } => Declined::UnknownLog(found),
            NoteError::Malformed(why) => Declined::Malformed(why),
            other => Declined::NotSigned(other),
        })?;
        let origin = opened.checkpoint.origin.clone();
        let head = Head::of(opened, "checkpoint".to_owned());
        if old > head.size {
            return Err(Declined::Malformed(format!("old {old} is larger than {}", head.size)));
        }
        let _held = self.hold().map_err(Declined::Unusable)?;
        let last = self.last().map_err(Declined::Unusable)?;
        let (size, root) = match &last {
            // Only looking at the log shows that a new epoch takes over what was signed.
            Some((name, _)) if *name != origin => return Err(Declined::UnknownLog(origin)),
            None if epoch_of(&origin).1 > 1 => return Err(Declined::UnknownLog(origin)),
            Some((_, last)) => (last.size, last.root),
            None => (0, empty_root()),
        };
        if old != size {
            return Err(Declined::Conflict(size));
        }
        if old == head.size && root != head.root {
            self.write(REFUSED, &note).map_err(Declined::Unusable)?;
            return Err(Declined::Fork(size));
        }
        if old == head.size && !proof.is_empty() {
            return Err(Declined::Disproved("a head continues itself without a proof".to_owned()));
        }
        if old < head.size {
            let checked = check_consistency(&proof, old, root, head.size, head.root);
            checked.map_err(|error| Declined::Disproved(error.to_string()))?;
        }
        self.sign(&note, now).map_err(Declined::Unusable)
    }

    /// The head that was signed last, with the name of its log; nothing where none was.
    pub(crate) fn last(&self) -> Result<Option<(String, Head)>, Unread> {
        let Some(note) = Dir(self.dir.clone()).get(COSIGNED, NOTE_BYTES_MAX).map_err(Unread::from)? else {
            return Ok(None);
        };
        let opened = open_any_epoch(&note, &self.log).map_err(|error| {
            Unread::new(
                format!("tệp {COSIGNED} trong thư mục này thuộc nhật ký khác ({error}); xin chọn thư mục khác"),
                format!("{COSIGNED} in this folder is of another log ({error}); choose another folder"),
            )
        })?;
        Ok(Some((opened.checkpoint.origin.clone(), Head::of(opened, COSIGNED.to_owned()))))
    }

    /// Waits until nobody else signs in this folder; until it is dropped nobody else does.
    pub(crate) fn hold(&self) -> Result<File, Unread> {
        let path = self.dir.join(".signing");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let held = file.and_then(|file| file.lock().map(|()| file));
        held.map_err(|error| unwritten(&path, &error))
    }

    /// Signs, whatever it is; only while it is held, and after all has been checked. Answers the line.
    pub(crate) fn sign(&self, note: &[u8], now: u64) -> Result<Vec<u8>, Unread> {
        let failed = |error: NoteError| Unread::new(format!("không ký được: {error}"), format!("cannot sign: {error}"));
        let line = translog::cosign(note, &self.secret, now).map_err(failed)?;
        let cosigned = translog::add_cosignatures(note, std::slice::from_ref(&line)).map_err(failed)?;
        self.write(COSIGNED, &cosigned)?;
        Ok(line)
    }

    /// Puts a file into the folder in one step; it is on the disk when the call returns.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Unread> {
        let (path, beside) = (self.dir.join(name), self.dir.join(format!(".{name}.new")));
        let written = File::create(&beside).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()?;
            std::fs::rename(&beside, &path)?;
            File::open(&self.dir)?.sync_all()
        });
        written.map_err(|error| unwritten(&path, &error))
    }
}

fn unwritten(path: &Path, error: &std::io::Error) -> Unread {
    let path = path.display();
    Unread::new(format!("không ghi được {path} ({error})"), format!("cannot write {path} ({error})"))
}
