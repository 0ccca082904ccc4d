//! A whole register, row after row in its order: what an export writes and a print shows.
//!
//! The rows are those of the list with the same query, read in one view of the ledger, so that a page boundary neither
//! doubles nor drops a case while others work. Memory does not grow with the rows. Not here: columns and files (web,
//! `exchange`).

use super::register::{At, Key, Line, Query, Search};
use super::{Sight, Viewer};
use crate::desk::{Office, OfficeError};

impl Office {
    /// Hands over every row that a query finds, from its first page on, until `each` answers `false`; `query.rows` of
    /// them are in memory at a time. `None` when the viewer may read nothing of the type, or there is no such type; otherwise how many rows were handed over.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn register_rows(
        &self,
        viewer: &Viewer,
        query: &Query,
        each: &mut dyn FnMut(Line) -> bool,
    ) -> Result<Option<u64>, OfficeError> {
        let Some(case_type) = viewer.house.catalogue()?.types.get(&query.case_type).cloned() else { return Ok(None) };
        if viewer.sight(&case_type) == Sight::Nothing {
            return Ok(None);
        }
        let mut reader = self.ledger().reader()?;
        reader.snapshot()?;
        let (mut part, mut told) = (Query { at: At::First, exact: false, ..query.clone() }, 0);
        let (count, sort) = Search::new(viewer, &case_type, &part).breadth(&mut reader)?;
        while !count.is_none() {
            let mut lines = Vec::new();
            Search::new(viewer, &case_type, &part).rows(&mut reader, sort, count, &mut lines)?;
            let more = u64::try_from(lines.len()).is_ok_and(|n| n > part.rows);
            if more {
                lines.pop();
            }
            let last = lines.last().map(Key::of);
            for line in lines {
                told += 1;
                if !each(line) {
                    return Ok(Some(told));
                }
            }
            match last.filter(|_| more) {
                Some(key) => part.at = At::After(key),
                None => break,
            }
        }
        Ok(Some(told))
    }
}
