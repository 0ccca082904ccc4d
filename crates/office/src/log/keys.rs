//! The log's own files in the keys folder: the key that signs, the key that verifies, copies of the head signed last and of the
//! leaves that begin epochs.
//!
//! A key is made once, for a log that nobody has signed yet. Not here: the folder itself (`ledger`), sealing.

use ledger::KeyFolder;
use translog::{Kind, NoteError, SecretKey};

use crate::log::epochs::Epochs;
use crate::log::error::LogError;
use crate::log::{HEAD, SIGNING, VERIFYING};

/// The leaves that begin epochs, one in each line.
const EPOCHS: &str = "log.epochs";

/// The log's files in a keys folder.
#[derive(Debug, Clone)]
pub(crate) struct LogKeys(pub(crate) KeyFolder);

impl LogKeys {
    /// The key that signs, under the first name of the log. A missing one is made from `seed`, unless the log was signed before.
    pub(crate) fn signing(&self, origin: &str, was_signed: bool, seed: [u8; 32]) -> Result<SecretKey, LogError> {
        let file = self.0.path(SIGNING);
        let foreign = |why| LogError::ForeignKey { file: file.clone(), why };
        if let Some(text) = self.read(SIGNING)? {
            return parse(&text, origin).map_err(foreign);
        }
        if was_signed {
            return Err(LogError::LostKey { file });
        }
        let made = SecretKey::from_seed(origin, Kind::Log, seed).map_err(foreign)?;
        let created = self.0.create(SIGNING, format!("{}\n", made.to_text()).as_bytes());
        if !created.map_err(|error| self.failed(SIGNING, &error))? {
            // Another process made one at this moment.
            let text = self.read(SIGNING)?.unwrap_or_default();
            return parse(&text, origin).map_err(foreign);
        }
        Ok(made)
    }

    /// The same key under the name of an epoch.
    pub(crate) fn in_epoch(&self, key: &SecretKey, name: &str) -> Result<SecretKey, LogError> {
        let found = key.public().name().to_owned();
        key.in_epoch(name).ok_or_else(|| self.foreign(NoteError::Origin { wanted: name.to_owned(), found }))
    }

    /// Writes the key that verifies beside the one that signs, for whoever is to be given it.
    pub(crate) fn note_verifying(&self, key: &SecretKey) -> Result<(), LogError> {
        let line = format!("{}\n", key.public());
        if self.read(VERIFYING)?.as_deref() == Some(line.as_bytes()) {
            return Ok(());
        }
        self.0.replace(VERIFYING, line.as_bytes()).map_err(|error| self.failed(VERIFYING, &error))
    }

    /// The copy of the head signed last.
    pub(crate) fn head(&self) -> Result<Option<Vec<u8>>, LogError> {
        self.read(HEAD)
    }

    pub(crate) fn note_head(&self, note: &[u8]) -> Result<(), LogError> {
        self.0.replace(HEAD, note).map_err(|error| self.failed(HEAD, &error))
    }

    /// The copy of the leaves that begin epochs.
    pub(crate) fn epochs(&self) -> Result<Option<Vec<u8>>, LogError> {
        self.read(EPOCHS)
    }

    /// Keeps them beside the keys, where a ledger that is restored again does not lose them.
    pub(crate) fn note_epochs(&self, epochs: &Epochs) -> Result<(), LogError> {
        match epochs.lines() {
            Some(lines) if self.read(EPOCHS)?.as_ref() != Some(&lines) => {
                self.0.replace(EPOCHS, &lines).map_err(|error| self.failed(EPOCHS, &error))
            }
            _ => Ok(()),
        }
    }

    /// Where the copy stands, for messages.
    pub(crate) fn head_place(&self) -> String {
        self.0.path(HEAD).display().to_string()
    }

    pub(crate) fn foreign(&self, why: NoteError) -> LogError {
        LogError::ForeignKey { file: self.0.path(SIGNING), why }
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, LogError> {
        self.0.read(name).map_err(|error| self.failed(name, &error))
    }

    fn failed(&self, name: &str, error: &std::io::Error) -> LogError {
        LogError::Keys { file: self.0.path(name), why: error.to_string() }
    }
}

fn parse(text: &[u8], origin: &str) -> Result<SecretKey, NoteError> {
    let key = SecretKey::parse(&String::from_utf8_lossy(text))?;
    if key.public().name() == origin && key.public().kind() == Kind::Log {
        return Ok(key);
    }
    Err(NoteError::Origin { wanted: key.public().name().to_owned(), found: origin.to_owned() })
}
