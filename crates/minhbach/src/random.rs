//! Real randomness, drawn from the system in this one place, once; what is handed down is grown from it.

use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::{StdRng, SysRng};
use rand::{Rng, SeedableRng, TryRng};

use crate::fail::Failure;

/// Randomness to hand down: answers 32 fresh bytes whenever asked.
pub type Random = Arc<dyn Fn() -> [u8; 32] + Send + Sync>;

/// A source seeded by the system.
///
/// # Errors
/// When the system has no randomness to give.
pub fn source() -> Result<Random, Failure> {
    let mut seed = [0; 32];
    SysRng.try_fill_bytes(&mut seed).map_err(|error| {
        Failure::new(
            format!("hệ điều hành không cấp được số ngẫu nhiên ({error}). Xin thử lại."),
            format!("the system gives no randomness ({error}). Try again."),
        )
    })?;
    let grown = Mutex::new(StdRng::from_seed(seed));
    Ok(Arc::new(move || {
        let mut out = [0; 32];
        grown.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut out);
        out
    }))
}

/// Sixteen fresh bytes.
///
/// # Errors
/// When the system has no randomness to give.
pub fn bytes() -> Result<[u8; 16], Failure> {
    let mut out = [0; 16];
    out.iter_mut().zip(source()?()).for_each(|(to, from)| *to = from);
    Ok(out)
}
