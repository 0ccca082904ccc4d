//! A whole register, row after row in its order: what an export writes and a print shows.
//!
//! The rows are those of the list with the same query, read in one view of the ledger, so that a page boundary neither
//! doubles nor drops a case while others work. Memory does not grow with the rows. Not here: columns and files (web,
//! `exchange`).

use super::ahead::{beside, touch};
use super::register::{At, Count, Key, Line, Query, Search, Sort};
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
        let near = |part: &Query| self.bring_near(&Search::new(viewer, &case_type, part), sort, count);
        if !count.is_none() {
            near(&part)?;
        }
        while !count.is_none() {
            let mut lines = Vec::new();
            Search::new(viewer, &case_type, &part).rows(&mut reader, sort, count, &mut lines)?;
            let more = u64::try_from(lines.len()).is_ok_and(|n| n > part.rows);
            if more {
                lines.pop();
            }
            let next = lines.last().map(Key::of).filter(|_| more);
            if let Some(key) = next {
                part.at = At::After(key);
            }
            let mut hand_over = |line| {
                told += 1;
                each(line)
            };
            // The next part comes near while this one is written.
            let (wanted, came) = beside(next.map(|_more| || near(&part)), || lines.into_iter().all(&mut hand_over));
            came.transpose()?;
            if !wanted || next.is_none() {
                break;
            }
        }
        Ok(Some(told))
    }

    /// Touches the rows of a part; with no reader to spare, they come when they are read.
    fn bring_near(&self, part: &Search<'_>, sort: Sort, count: Count) -> Result<(), OfficeError> {
        let Ok(mut reader) = self.ledger().reader() else { return Ok(()) };
        let nums = part.nums(&mut reader, sort, count)?;
        drop(reader);
        touch(self.ledger(), &nums);
        Ok(())
    }
}
