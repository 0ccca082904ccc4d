//! Checkpoints kept for ever, whole signed notes one after the other, one file for each day. Not here: their signatures.

use crate::SIZE_MAX;
use crate::error::SourceError;
use crate::path::Place;
use crate::source::Source;

/// The most that a day's file may hold, in bytes: one note a minute, each with room for many witnesses.
const HISTORY_BYTES_MAX: usize = 16 << 20;

/// The notes in the bytes of a day's file, in order, and how many of the bytes they take.
///
/// A note ends where, after lines that start with "— ", a line comes that does not. A note that a crash cut short at the
/// end of the file is not given; the next one overwrites it.
#[must_use]
pub fn kept_notes(bytes: &[u8]) -> (Vec<&[u8]>, usize) {
    let mut notes = Vec::new();
    let (mut begin, mut at, mut signed) = (0, 0, false);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let signs = line.starts_with("— ".as_bytes());
        if signed && !signs {
            notes.extend(bytes.get(begin..at));
            begin = at;
        }
        if !line.ends_with(b"\n") {
            return (notes, begin);
        }
        at += line.len();
        signed = signs;
    }
    if signed {
        notes.extend(bytes.get(begin..at));
        begin = at;
    }
    (notes, begin)
}

/// Reads kept checkpoints of a log by day.
#[derive(Debug)]
pub struct History<S>(
    /// The log.
    pub S,
);

impl<S: Source> History<S> {
    /// The notes kept on a day (UTC, `YYYY-MM-DD`), in order; none when none was kept.
    ///
    /// # Errors
    /// When the source fails, or the file is longer than a day's can be.
    pub fn of(&self, day: &str) -> Result<Vec<Vec<u8>>, SourceError> {
        let bytes = self.0.get(&Place::History(day.to_owned()).to_string(), HISTORY_BYTES_MAX)?.unwrap_or_default();
        Ok(kept_notes(&bytes).0.into_iter().map(<[u8]>::to_vec).collect())
    }
}

/// The day (UTC, `YYYY-MM-DD`) of an instant in seconds since 1970.
#[must_use]
pub fn day_of(seconds: u64) -> String {
    // Days to a date by the arithmetic of eras of 400 years (Howard Hinnant, "chrono-compatible low-level date algorithms").
    let days = (seconds / 86_400).min(SIZE_MAX) + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
