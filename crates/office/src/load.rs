//! Loading one case: its present state is one row, never a replay.

use kernel::case::{Case, CaseId, Fields};
use ledger::Param;

use crate::desk::{Office, OfficeError};

/// A case with its place in the read tables.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Ledger position of its opening event.
    pub num: u64,
    /// The case.
    pub case: Case,
}

impl Office {
    /// The present state of a case; `None` when there is no such case. Rights to read are asked elsewhere.
    ///
    /// # Errors
    /// When the row cannot be read.
    pub fn load(&self, id: CaseId) -> Result<Option<Loaded>, OfficeError> {
        let mut reader = self.ledger().reader()?;
        let mut found: Option<(i64, String, String)> = None;
        let sql = "SELECT num, state, body FROM cases WHERE id = $1";
        reader.query(sql, &[Param::Blob(id.as_bytes())], &mut |row| {
            found = Some((row.int(0)?, row.text(1)?.to_owned(), row.text(2)?.to_owned()));
            Ok(())
        })?;
        let Some((num, state, body)) = found else { return Ok(None) };
        let (num, case) = (u64::try_from(num).unwrap_or(0), parse(&state, &body)?);
        Ok(Some(Loaded { num, case }))
    }
}

/// A case from the two columns in which it is kept.
pub(crate) fn parse(state: &str, body: &str) -> Result<Case, OfficeError> {
    let mut case: Case = serde_json::from_str(state).map_err(|e| OfficeError::row("cases.state", &e))?;
    let body: Fields = serde_json::from_str(body).map_err(|e| OfficeError::row("cases.body", &e))?;
    case.body = body;
    Ok(case)
}
