//! The whole of an office's ledger, out of one place and into another: all tables, as they stood at one moment.
//!
//! Rows of the read tables go along, for building them anew takes longer than copying; where they are of another version they
//! stay behind, and are built when the office is opened. Not here: files of a backup (`minhbach`), the keys folder.

use std::path::Path;

use ledger::{Database, Filling, Ledger, LedgerError, OWN_TABLES, Step, Sum};

use crate::desk::OfficeError;
use crate::schema;

/// All tables, each with the key that orders its rows.
#[must_use]
pub fn tables() -> Vec<(&'static str, &'static str)> {
    [OWN_TABLES, schema::READ_TABLES, schema::OUTSIDE_TABLES].concat()
}

/// Reads all of them as they stand at one moment.
///
/// # Errors
/// When they cannot be read, or `each` says no.
pub fn dump(ledger: &Ledger, each: &mut dyn FnMut(Step<'_>) -> Result<(), LedgerError>) -> Result<(), OfficeError> {
    Ok(ledger::dump(&mut ledger.reader()?, &tables(), each)?)
}

/// The digest of all of them: equal for equal ledgers, whatever engine holds them.
///
/// # Errors
/// When they cannot be read.
pub fn digest(ledger: &Ledger) -> Result<String, OfficeError> {
    let mut sum = Sum::default();
    dump(ledger, &mut |step| {
        sum.take(step);
        Ok(())
    })?;
    Ok(sum.finish())
}

/// An empty file in a folder, or an empty database, on its way to holding an office.
///
/// # Errors
/// When it is not empty, or the system refuses.
pub fn filling(dir: &Path, database: Option<&Database>) -> Result<Filling, OfficeError> {
    Ok(Filling::begin(dir, database, format!("{}{}", schema::READ, schema::OUTSIDE))?)
}

/// Whether a table of a dump that was made with tables of this version is of use here; a newer one never is.
///
/// # Errors
/// When it was made by a newer program.
pub fn takes(table: &str, version: i64) -> Result<bool, OfficeError> {
    if version > schema::VERSION {
        return Err(LedgerError::NewerSchema { found: version, known: schema::VERSION }.into());
    }
    Ok(version == schema::VERSION || !schema::READ_TABLES.iter().any(|(name, _)| *name == table))
}
