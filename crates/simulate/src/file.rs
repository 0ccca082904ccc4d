//! Files of the simulated office: bytes that are attached, addressed as the ledger addresses them.

use kernel::case::{Act, FileRef};
use kernel::time::Instant;
use sha2::{Digest, Sha256};

use crate::script::Step;
use crate::staff::By;

/// SHA-256 in hex.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The act of attaching a file.
pub(crate) fn attach(at: Instant, by: By, bytes: Vec<u8>, media: &str, name: &str) -> Step {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let file = FileRef { sha256: digest(&bytes), media: media.to_owned(), bytes: size, at };
    Step { file: Some(bytes), ..Step::new(at, by, Act::Attach { file, name: name.to_owned() }) }
}
