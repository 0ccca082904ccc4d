//! One digest over the rows of tables, to compare what was rebuilt with what is in use.
//!
//! Not here: digests of records; those are in their `pub`.

use sha2::{Digest, Sha256};

use crate::error::{DbError, LedgerError};
use crate::reader::Reader;
use crate::value::Value;

/// SHA-256, in hex, over every row of the tables: for each table its name and columns, then each value with its type, in
/// the order given. `order_by` must be a key, or equal tables may digest differently.
///
/// # Errors
/// When a table cannot be read.
pub fn digest(reader: &mut Reader, tables: &[(&str, &str)]) -> Result<String, LedgerError> {
    let mut hash = Sha256::new();
    for (table, order_by) in tables {
        digest_table(reader, table, order_by, &mut hash)?;
    }
    let digits = hash.finalize();
    Ok(digits.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn digest_table(reader: &mut Reader, table: &str, order_by: &str, hash: &mut Sha256) -> Result<(), DbError> {
    feed(hash, b'T', table.as_bytes());
    for column in reader.columns(table)? {
        feed(hash, b'C', column.as_bytes());
    }
    reader.query(&format!("SELECT * FROM {table} ORDER BY {order_by}"), &[], &mut |row| {
        for column in 0..row.width() {
            match row.value(column)? {
                Value::Null => hash.update(b"N"),
                Value::Int(value) => feed(hash, b'I', &value.to_be_bytes()),
                Value::Real(value) => feed(hash, b'F', &value.to_be_bytes()),
                Value::Text(text) => feed(hash, b'S', text),
                Value::Blob(bytes) => feed(hash, b'B', bytes),
            }
        }
        Ok(())
    })
}

/// A mark of the type, the length, the bytes: no two sequences of values feed alike.
fn feed(hash: &mut Sha256, mark: u8, bytes: &[u8]) {
    hash.update([mark]);
    hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
    hash.update(bytes);
}
