//! Up to which ledger position nothing of a type of case has changed: what was counted at that position counts still.
//!
//! Kept in memory and brought forward by looking at the events that came since, also those of another process. It may
//! say that something changed where nothing did (catalogue, calendar, organisation, a long stretch); never the other way
//! round. Not here: whom a change concerns (`live`).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use ledger::{DbError, Reader};

use crate::house::STREAM;
use crate::live::EVENTS_MAX;

/// Where each type changed last.
#[derive(Default)]
pub(crate) struct Moved(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// Looked at up to here.
    head: u64,
    /// Whatever type: changed here, as far as is known.
    whole: u64,
    types: HashMap<String, u64>,
}

impl Moved {
    /// The last position at which a case of these types changed, and the last position of all, as this reader sees them.
    /// Read within a snapshot, both hold for whatever else is read in it.
    pub(crate) fn last<'a>(
        &self,
        reader: &mut Reader,
        types: impl IntoIterator<Item = &'a str>,
    ) -> Result<(u64, u64), DbError> {
        let head = reader.head()?.next.saturating_sub(1);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.head > head {
            // Others have seen further: what changed between cannot be told apart here.
            return Ok((head, head));
        }
        if known.head < head {
            known.advance(reader, head)?;
        }
        let last = types.into_iter().filter_map(|of| known.types.get(of)).max().copied().unwrap_or(0);
        Ok((last.max(known.whole), head))
    }
}

impl Known {
    fn advance(&mut self, reader: &mut Reader, head: u64) -> Result<(), DbError> {
        if self.head == 0 || head - self.head > EVENTS_MAX {
            self.whole = head;
        } else {
            let mut touched = Vec::new();
            let sql = "SELECT e.stream, coalesce(c.type, '') FROM events e LEFT JOIN cases c ON c.id = e.stream
                       WHERE e.position > $1 AND e.position <= $2";
            reader.query(sql, &[self.head.into(), head.into()], &mut |row| {
                touched.push((row.blob(0)? == STREAM.as_slice(), row.text(1)?.to_owned()));
                Ok(())
            })?;
            for (of_the_house, case_type) in touched {
                if of_the_house {
                    self.whole = head;
                } else {
                    self.types.insert(case_type, head);
                }
            }
        }
        self.head = head;
        Ok(())
    }
}
