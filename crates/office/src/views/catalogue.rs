//! The versions of the catalogue that the ledger holds, and what `check` says of the newest.
//!
//! A version had no findings when it was adopted; a newer program may know more rules. Not here: adopting (`desk`).

use kernel::catalogue::Catalogue;
use kernel::checked::Finding;
use kernel::time::Instant;

use crate::desk::{Office, OfficeError};

/// A version as it was adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopted {
    /// Version, from 1.
    pub version: u32,
    /// Position in the ledger.
    pub position: u64,
    /// When.
    pub at: Instant,
    /// Who: a person's code, or the name of a job of the house.
    pub by: String,
}

/// The newest catalogue as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// Files of the catalogue that comes with this program which are not the same there, or missing.
    pub unlike_shipped: Vec<String>,
}

impl Office {
    /// All versions, the newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn catalogue_versions(&self) -> Result<Vec<Adopted>, OfficeError> {
        let mut out = Vec::new();
        let sql = "SELECT name, position, at, actor FROM house WHERE kind = 'catalogue_adopted' ORDER BY version DESC";
        self.ledger().reader()?.query(sql, &[], &mut |row| {
            out.push(Adopted {
                version: row.text(0)?.parse().unwrap_or(0),
                position: u64::try_from(row.int(1)?).unwrap_or(0),
                at: Instant(row.int(2)?),
                by: row.text(3)?.to_owned(),
            });
            Ok(())
        })?;
        Ok(out)
    }

    /// What `check` says of the newest catalogue, and where it differs from the one that comes with the program.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn catalogue_standing(&self) -> Result<Standing, OfficeError> {
        let files = self.catalogue_files()?;
        let same = |(path, text): &(String, String)| files.iter().any(|(p, t)| p == path && t == text);
        let unlike = kernel::shipped::files().into_iter().filter(|file| !same(file)).map(|(path, _)| path);
        Ok(Standing { findings: Catalogue::parse(&files).findings, unlike_shipped: unlike.collect() })
    }
}
