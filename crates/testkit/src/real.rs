//! Real data of other authorities, which is not ours to ship: found where the machine has it. The only place here that
//! looks at a disk; whoever asks skips what it would have tested, and has said so.

use std::path::PathBuf;

/// A file of real data; `None`, with a printed word, where the machine has none. Its folder is named by
/// `MINHBACH_SHARED_DATA`, or stands as `shared/data` beside the repository.
#[must_use]
pub fn real_data(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("MINHBACH_SHARED_DATA")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")), PathBuf::from);
    let file = folder.join(name);
    if !file.exists() {
        println!("skipped: {} is absent (set MINHBACH_SHARED_DATA to its folder)", file.display());
        return None;
    }
    Some(file)
}
