//! A log on somebody's web server, read with a bound on everything: bytes, time, redirects.
//!
//! The server is not believed, and it may be hostile: what it sends is checked by `audit`, how much and how slowly it sends is
//! held here. Not here: what a log is.

use std::path::{Path, PathBuf};
use std::time::Duration;

use translog::{Dir, Place, Source, SourceError};
use ureq::{Agent, Error};

/// Redirects that are followed for one file.
const REDIRECTS_MAX: u32 = 3;

/// A log at an address.
pub struct Web {
    agent: Agent,
    base: String,
}

/// How this program names itself.
const AGENT: &str = concat!("minhbach/", env!("CARGO_PKG_VERSION"));

fn failed(path: &str, at_most: usize, error: &Error) -> SourceError {
    let why = match error {
        Error::BodyExceedsLimit(_) => return SourceError::TooLong { path: path.to_owned(), at_most },
        Error::Timeout(_) => "not there in time; the server is too slow".to_owned(),
        other => other.to_string(),
    };
    SourceError::Failed { path: path.to_owned(), why }
}

impl Web {
    /// The log at this address; each file must be there within `timeout`.
    #[must_use]
    pub fn new(address: &str, timeout: Duration) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .max_redirects(REDIRECTS_MAX)
            // From an address with TLS nobody is led to one without.
            .https_only(address.starts_with("https://"))
            .user_agent(AGENT)
            .build();
        Self { agent: config.into(), base: address.trim_end_matches('/').to_owned() }
    }
}

impl Web {
    /// The bytes of a file at its whole address; `path` names it in messages.
    fn get_at(&self, address: &str, path: &str, at_most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let failed = |error: &Error| failed(path, at_most, error);
        let mut response = match self.agent.get(address).call() {
            Ok(response) => response,
            Err(Error::StatusCode(404 | 410)) => return Ok(None),
            Err(error) => return Err(failed(&error)),
        };
        // The limit is reached by a body that fills it; one byte more tells it from a longer one.
        let limit = u64::try_from(at_most).unwrap_or(u64::MAX).saturating_add(1);
        let body = response.body_mut().with_config().limit(limit).read_to_vec().map_err(|error| failed(&error))?;
        if body.len() > at_most {
            return Err(SourceError::TooLong { path: path.to_owned(), at_most });
        }
        Ok(Some(body))
    }
}

impl Source for Web {
    fn get(&self, path: &str, at_most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        self.get_at(&format!("{}/{path}", self.base), path, at_most)
    }
}

/// A file at its address, or at its path; nothing when it is not there.
///
/// # Errors
/// When it is longer than `at_most` bytes, not there within `timeout`, or cannot be read.
pub fn file(place: &str, at_most: usize, timeout: Duration) -> Result<Option<Vec<u8>>, SourceError> {
    if is_address(place) {
        return Web::new(place, timeout).get_at(place, place, at_most);
    }
    Dir(PathBuf::new()).get(place, at_most)
}

/// What a server answered: its status, and at most so many bytes.
pub struct Answered {
    /// The status of HTTP.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// Sends bytes to an address. No redirect is followed: what is sent is for that server only.
///
/// # Errors
/// When no answer of at most `at_most` bytes came within `timeout`.
pub fn send(address: &str, bytes: &[u8], at_most: usize, timeout: Duration) -> Result<Answered, SourceError> {
    let failed = |error: &Error| failed(address, at_most, error);
    let config = Agent::config_builder()
        .timeout_global(Some(timeout))
        .max_redirects(0)
        .http_status_as_error(false)
        .user_agent(AGENT)
        .build();
    let agent: Agent = config.into();
    let mut response = agent.post(address).send(bytes).map_err(|error| failed(&error))?;
    let limit = u64::try_from(at_most).unwrap_or(u64::MAX);
    let body = response.body_mut().with_config().limit(limit).read_to_vec().map_err(|error| failed(&error))?;
    Ok(Answered { status: response.status().as_u16(), body })
}

/// Whether this is an address, not a folder.
#[must_use]
pub fn is_address(place: &str) -> bool {
    place.starts_with("http://") || place.starts_with("https://")
}

/// The log at an address or in a folder; in a data folder, its log.
#[must_use]
pub fn open(place: &str, timeout: Duration) -> Box<dyn Source + Send + Sync> {
    if is_address(place) {
        return Box::new(Web::new(place, timeout));
    }
    let dir = Path::new(place);
    let inner = dir.join("log");
    let checkpoint = Place::Checkpoint.to_string();
    let is_outer = !dir.join(&checkpoint).exists() && inner.join(&checkpoint).exists();
    Box::new(Dir(if is_outer { inner } else { dir.to_owned() }))
}
