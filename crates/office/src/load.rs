//! Loading one case: its present state is one row, never a replay.

use kernel::case::{Case, CaseId, Fields};
use ledger::{DbError, Param, Row};

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
        stored(id, &mut |sql, params, each| reader.query(sql, params, each))
    }
}

/// Runs a statement, outside or inside a transaction.
pub(crate) type Query<'q> =
    &'q mut dyn FnMut(&str, &[Param<'_>], &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>) -> Result<(), DbError>;

/// A case as its row keeps it; `None` when there is none.
pub(crate) fn stored(id: CaseId, query: Query<'_>) -> Result<Option<Loaded>, OfficeError> {
    let mut found: Option<(u64, String, String)> = None;
    let sql = "SELECT num, state, body FROM cases WHERE id = $1";
    query(sql, &[Param::Blob(id.as_bytes())], &mut |row| {
        found = Some((row.count(0)?, row.text(1)?.to_owned(), row.text(2)?.to_owned()));
        Ok(())
    })?;
    let Some((num, state, body)) = found else { return Ok(None) };
    Ok(Some(Loaded { num, case: parse(&state, &body)? }))
}

/// A case from the two columns in which it is kept.
pub(crate) fn parse(state: &str, body: &str) -> Result<Case, OfficeError> {
    let mut case: Case = serde_json::from_str(state).map_err(|e| OfficeError::row("cases.state", &e))?;
    let body: Fields = serde_json::from_str(body).map_err(|e| OfficeError::row("cases.body", &e))?;
    case.body = body;
    Ok(case)
}
