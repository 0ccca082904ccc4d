//! The texts that leaves name, as files of the log: each is there before a head is shown that vouches for its leaf.
//!
//! Not here: which texts are named (`crate::texts`).

use std::path::Path;

use translog::{Log, Place, TreeError};

use crate::desk::{Office, OfficeError};
use crate::log::error::LogError;

/// Writes the texts named up to a position of the ledger that are not there yet.
pub(super) fn put(office: &Office, log: &Log, dir: &Path, up_to: u64) -> Result<(), LogError> {
    for text in office.logged_texts(up_to).map_err(failed)? {
        let path = format!("blob/{}", text.sha256);
        let missing = |why: &str| LogError::Tree(TreeError::Damaged { path: path.clone(), why: why.to_owned() });
        let place = Place::parse(&path).ok_or_else(|| missing("not a hash"))?;
        if !dir.join(&path).is_file() {
            let bytes = office.blob(&text.sha256).map_err(failed)?;
            log.put(&place, &bytes.ok_or_else(|| missing("the ledger does not hold the text"))?)?;
        }
    }
    Ok(())
}

fn failed(error: OfficeError) -> LogError {
    match error {
        OfficeError::Ledger(error) => LogError::Ledger(error),
        other => LogError::Tree(TreeError::Damaged { path: "blob".to_owned(), why: other.en() }),
    }
}
