//! Where fresh keys come from: a source that is handed in, since this crate draws nothing of its own.
//!
//! Not here: the system's randomness; the binary brings it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

/// Answers 32 fresh bytes whenever asked.
#[derive(Clone)]
pub struct Random(Arc<dyn Fn() -> [u8; 32] + Send + Sync>);

impl Random {
    /// A source; whoever can guess what it answers can read what is sealed.
    #[must_use]
    pub fn new(draw: Arc<dyn Fn() -> [u8; 32] + Send + Sync>) -> Self {
        Self(draw)
    }

    /// Grown from a seed: the same for the same seed. As hard to guess as the seed is.
    #[must_use]
    pub fn grown(seed: &[u8]) -> Self {
        let root = Sha256::new().chain_update(b"minhbach/keys").chain_update(seed).finalize();
        let drawn = AtomicU64::new(0);
        Self(Arc::new(move || {
            let nth = drawn.fetch_add(1, Ordering::Relaxed);
            Sha256::new().chain_update(root).chain_update(nth.to_be_bytes()).finalize().into()
        }))
    }

    pub(crate) fn draw(&self) -> [u8; 32] {
        (self.0)()
    }
}

impl std::fmt::Debug for Random {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Random")
    }
}
