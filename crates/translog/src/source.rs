//! Where the files of a log are read from. Not here: a server as a source (its reader brings it), and any trust in what comes.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::PathBuf;

use crate::error::SourceError;

/// Gives the files of a log by their paths ([`crate::Place`]).
pub trait Source {
    /// The bytes of a file, at most `at_most`; nothing when it is not there. Never reads on beyond the limit.
    ///
    /// # Errors
    /// When the file is longer, or cannot be read.
    fn get(&self, path: &str, at_most: usize) -> Result<Option<Vec<u8>>, SourceError>;
}

impl<S: Source + ?Sized> Source for &S {
    fn get(&self, path: &str, at_most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        (**self).get(path, at_most)
    }
}

/// A log in a folder.
#[derive(Debug, Clone)]
pub struct Dir(
    /// The folder.
    pub PathBuf,
);

impl Source for Dir {
    fn get(&self, path: &str, at_most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let failed = |error: &std::io::Error| SourceError::Failed { path: path.to_owned(), why: error.to_string() };
        let file = match File::open(self.0.join(path)) {
            Ok(file) => file,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            Err(error) => return Err(failed(&error)),
        };
        let mut bytes = Vec::new();
        // One byte more than allowed tells "too long" from "just full".
        let limit = u64::try_from(at_most).unwrap_or(u64::MAX).saturating_add(1);
        file.take(limit).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
        if bytes.len() > at_most {
            return Err(SourceError::TooLong { path: path.to_owned(), at_most });
        }
        Ok(Some(bytes))
    }
}
