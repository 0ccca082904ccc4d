//! All rows of a ledger as they stood at one moment, and an empty ledger of either engine filled with them.
//!
//! A row is bytes that both engines give alike, so that what was read from one can be written into the other, kept in a file,
//! and compared by one digest. Rows are moved as they are stored: bodies stay sealed, and no key is needed. Not here: files
//! of a backup, the keys folder.

use sha2::{Digest, Sha256};

use crate::error::{DbError, LedgerError};
use crate::reader::Reader;
use crate::value::{Param, Row, Value};

/// The ledger's own tables, with the key by which their rows are ordered. The marks of writers (`writers`) are left out: they
/// say something of connections that are gone.
pub const OWN_TABLES: &[(&str, &str)] = &[
    ("meta", "key"),
    ("head", "id"),
    ("events", "position"),
    ("heads", "stream"),
    ("counters", "name, period"),
    ("acts", "key"),
    ("files", "stream, sha256"),
    ("keys", "stream"),
];

/// A step of reading a ledger: a table begins, or the next row of it.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// A table with its columns.
    Table(&'a str, &'a [String]),
    /// A row, as bytes that [`crate::Filling`] takes.
    Row(&'a [u8]),
}

/// Reads the rows of these tables, each with the key that orders them, as they stand at one moment. Memory does not grow with
/// the ledger.
///
/// # Errors
/// When a table cannot be read, or `each` says no.
pub fn dump(
    reader: &mut Reader,
    tables: &[(&str, &str)],
    each: &mut dyn FnMut(Step<'_>) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    reader.snapshot()?;
    let mut bytes = Vec::new();
    for (table, order_by) in tables {
        let columns = reader.columns(table)?;
        each(Step::Table(table, &columns))?;
        let mut refused = None;
        let read = reader.query(&format!("SELECT * FROM {table} ORDER BY {order_by}"), &[], &mut |row| {
            encode(row, &mut bytes)?;
            each(Step::Row(&bytes)).map_err(|error| {
                let told = DbError::Caller(error.to_string());
                refused = Some(error);
                told
            })
        });
        match refused {
            Some(error) => return Err(error),
            None => read?,
        }
    }
    Ok(())
}

/// SHA-256 over steps, equal for equal ledgers whatever engine holds them.
#[derive(Debug, Clone, Default)]
pub struct Sum(Sha256);

impl Sum {
    /// Takes the next step.
    pub fn take(&mut self, step: Step<'_>) {
        let mut feed = |mark: u8, bytes: &[u8]| {
            self.0.update([mark]);
            self.0.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            self.0.update(bytes);
        };
        match step {
            Step::Table(name, columns) => {
                feed(b'T', name.as_bytes());
                columns.iter().for_each(|column| feed(b'C', column.as_bytes()));
            }
            Step::Row(row) => feed(b'R', row),
        }
    }

    /// The digest in hex digits.
    #[must_use]
    pub fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The values one after the other: a mark of the type, for text and bytes the length, the value.
fn encode(row: &Row<'_>, out: &mut Vec<u8>) -> Result<(), DbError> {
    out.clear();
    for column in 0..row.width() {
        match row.value(column)? {
            Value::Null => out.push(b'N'),
            Value::Int(value) => {
                out.push(b'I');
                out.extend(value.to_be_bytes());
            }
            Value::Text(text) => long(out, b'S', text)?,
            Value::Blob(bytes) => long(out, b'B', bytes)?,
            Value::Real(_) => return Err(DbError::Column { column, wanted: "an integer, text, bytes or NULL" }),
        }
    }
    Ok(())
}

fn long(out: &mut Vec<u8>, mark: u8, bytes: &[u8]) -> Result<(), DbError> {
    let length = u32::try_from(bytes.len()).map_err(|_wide| DbError::Caller("a value of over 4 GiB".to_owned()))?;
    out.push(mark);
    out.extend(length.to_be_bytes());
    out.extend_from_slice(bytes);
    Ok(())
}

/// The values of a row; nothing when the bytes are no row of ours.
pub(crate) fn decode(mut row: &[u8]) -> Option<Vec<Param<'_>>> {
    let mut values = Vec::new();
    while let Some((mark, rest)) = row.split_first() {
        let (value, rest) = match mark {
            b'N' => (Param::Null, rest),
            b'I' => {
                let (value, rest) = rest.split_first_chunk::<8>()?;
                (Param::Int(i64::from_be_bytes(*value)), rest)
            }
            b'S' | b'B' => {
                let (length, rest) = rest.split_first_chunk::<4>()?;
                let (bytes, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
                let value =
                    if *mark == b'B' { Param::Blob(bytes) } else { Param::Text(std::str::from_utf8(bytes).ok()?) };
                (value, rest)
            }
            _ => return None,
        };
        values.push(value);
        row = rest;
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_row_is_nothing() {
        for bytes in [&b"X"[..], b"I123", b"S\0\0\0\x09short", b"B\xff\xff\xff\xff", b"S\0\0\0\x01\xff"] {
            assert_eq!(decode(bytes), None, "{bytes:?}");
        }
        assert_eq!(decode(b""), Some(vec![]));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }

        #[test]
        fn values_come_back(text in ".*", bytes in prop::collection::vec(any::<u8>(), 0..50), number in any::<i64>()) {
            let mut row = vec![b'N', b'I'];
            row.extend(number.to_be_bytes());
            long(&mut row, b'S', text.as_bytes()).unwrap();
            long(&mut row, b'B', &bytes).unwrap();
            prop_assert_eq!(decode(&row), Some(vec![Param::Null, Param::Int(number), Param::Text(&text), Param::Blob(&bytes)]));
        }
    }
}
