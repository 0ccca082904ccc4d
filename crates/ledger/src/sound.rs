//! Whether what the ledger keeps beside its events still says what they say: head, versions of streams, acts, and in a file
//! its pages and indexes. Bits flip on disks; SQLite keeps no sums over its pages.
//!
//! Not here: bodies and files, which prove themselves when they are read; what events mean; the signed log.

use crate::error::DbError;
use crate::reader::Reader;

/// What must be zero, and what is wrong where it is not. Numbers given and keys of acts follow from no event's place.
const RULES: [(&str, &str); 8] = [
    ("positions of events have a gap", "SELECT COUNT(*) - COALESCE(MAX(position), 0) FROM events"),
    (
        "a stream has a gap",
        "SELECT COUNT(*) FROM (SELECT stream FROM events GROUP BY stream HAVING COUNT(*) <> MAX(seq)) s",
    ),
    ("the head is not at the last event", "SELECT next - 1 - (SELECT COUNT(*) FROM events) FROM head WHERE id = 1"),
    (
        "the head's instant is not that of the last event",
        "SELECT COUNT(*) FROM head WHERE id = 1 AND COALESCE(last_at, 0) <> (SELECT COALESCE(MAX(at), 0) FROM events)",
    ),
    (
        "the version of a stream is not that of its events",
        "SELECT COUNT(*) FROM heads h WHERE h.version <> COALESCE((SELECT MAX(seq) FROM events e WHERE e.stream = h.stream), 0)",
    ),
    (
        "a stream with events has no version",
        "SELECT COUNT(*) FROM events e WHERE e.seq = 1 AND NOT EXISTS (SELECT 1 FROM heads h WHERE h.stream = e.stream)",
    ),
    (
        "an act does not begin and end where its events do",
        "SELECT COUNT(*) FROM acts a WHERE NOT EXISTS
         (SELECT 1 FROM events e WHERE e.position = a.last AND e.act = a.first)
         OR EXISTS (SELECT 1 FROM events e WHERE e.position = a.last + 1 AND e.act = a.first)",
    ),
    (
        "an event neither begins an act nor goes on with that of the event before",
        "SELECT COUNT(*) FROM events e WHERE e.act <> e.position
         AND NOT EXISTS (SELECT 1 FROM events b WHERE b.position = e.position - 1 AND b.act = e.act)",
    ),
];

impl Reader {
    /// Checks it; takes as long as reading the ledger a few times.
    ///
    /// # Errors
    /// [`DbError::Damaged`], with what is wrong; any other when it cannot be read.
    pub fn check_sound(&mut self) -> Result<(), DbError> {
        if !self.on_server()? {
            let mut what = None;
            self.query("PRAGMA integrity_check(1)", &[], &mut |row| {
                what = Some(row.text(0)?.to_owned());
                Ok(())
            })?;
            if let Some(what) = what.filter(|what| what != "ok") {
                return Err(DbError::Damaged { what });
            }
        }
        for (what, sql) in RULES {
            let mut wrong = 0;
            self.query(sql, &[], &mut |row| {
                wrong = row.int(0)?;
                Ok(())
            })?;
            if wrong != 0 {
                return Err(DbError::Damaged { what: what.to_owned() });
            }
        }
        Ok(())
    }
}
