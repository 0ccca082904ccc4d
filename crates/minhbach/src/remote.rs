//! A log on somebody's web server, read with a bound on everything: bytes, time, redirects.
//!
//! The server is not believed, and it may be hostile: what it sends is checked by `audit`, how much and how slowly it sends is
//! held here. Not here: what a log is.

use std::path::Path;
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

impl Web {
    /// The log at this address; each file must be there within `timeout`.
    #[must_use]
    pub fn new(address: &str, timeout: Duration) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .max_redirects(REDIRECTS_MAX)
            // From an address with TLS nobody is led to one without.
            .https_only(address.starts_with("https://"))
            .user_agent(concat!("minhbach/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.into(), base: address.trim_end_matches('/').to_owned() }
    }
}

impl Source for Web {
    fn get(&self, path: &str, at_most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let failed = |error: &Error| match error {
            Error::BodyExceedsLimit(_) => SourceError::TooLong { path: path.to_owned(), at_most },
            Error::Timeout(_) => {
                let why = "not there in time; the server is too slow".to_owned();
                SourceError::Failed { path: path.to_owned(), why }
            }
            other => SourceError::Failed { path: path.to_owned(), why: other.to_string() },
        };
        let mut response = match self.agent.get(format!("{}/{path}", self.base)).call() {
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
