//! Values that go into statements and rows that come out: integers, text, bytes and NULL, nothing else.
//!
//! Times are integers, truth is 0 or 1, JSON is text: so both engines treat them alike.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use tokio_postgres::types::Type;

use crate::error::DbError;

/// A value for a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Param<'a> {
    /// NULL.
    Null,
    /// An integer.
    Int(i64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

impl From<i64> for Param<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<i32> for Param<'_> {
    fn from(value: i32) -> Self {
        Self::Int(value.into())
    }
}

impl From<u32> for Param<'_> {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}

/// Positions, versions and limits. What no ledger can reach is cut to the largest integer.
impl From<u64> for Param<'_> {
    fn from(value: u64) -> Self {
        Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

/// 0 or 1.
impl From<bool> for Param<'_> {
    fn from(value: bool) -> Self {
        Self::Int(value.into())
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Blob(value)
    }
}

impl<'a> From<&'a Vec<u8>> for Param<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Self::Blob(value)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Param<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Blob(value)
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Blob(value) => ValueRef::Blob(value),
        }))
    }
}

/// A value of a row, as the engine gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(&'a [u8]),
    Blob(&'a [u8]),
}

/// A row of a result, valid while it is looked at. Columns are counted from 0.
pub struct Row<'a>(Engine<'a>);

enum Engine<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl<'a> Row<'a> {
    pub(crate) fn of_sqlite(row: &'a rusqlite::Row<'a>) -> Self {
        Self(Engine::Sqlite(row))
    }

    pub(crate) fn of_postgres(row: &'a tokio_postgres::Row) -> Self {
        Self(Engine::Postgres(row))
    }

    /// An integer.
    ///
    /// # Errors
    /// When there is no such column, or it holds something else.
    pub fn int(&self, column: usize) -> Result<i64, DbError> {
        self.int_opt(column)?.ok_or(DbError::Column { column, wanted: "an integer" })
    }

    /// An integer or NULL.
    ///
    /// # Errors
    /// When there is no such column, or it holds something else.
    pub fn int_opt(&self, column: usize) -> Result<Option<i64>, DbError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Int(value) => Ok(Some(value)),
            _ => Err(DbError::Column { column, wanted: "an integer or NULL" }),
        }
    }

    /// An integer that counts: a position, a version, a size.
    ///
    /// # Errors
    /// When there is no such column, or it holds something else or less than 0.
    pub fn count(&self, column: usize) -> Result<u64, DbError> {
        u64::try_from(self.int(column)?).map_err(|_negative| DbError::Column { column, wanted: "a count" })
    }

    /// Text.
    ///
    /// # Errors
    /// When there is no such column, or it holds something else.
    pub fn text(&self, column: usize) -> Result<&str, DbError> {
        self.text_opt(column)?.ok_or(DbError::Column { column, wanted: "text" })
    }

    /// Text or NULL.
    ///
    /// # Errors
    /// When there is no such column, or it holds something else.
    pub fn text_opt(&self, column: usize) -> Result<Option<&str>, DbError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Text(bytes) => std::str::from_utf8(bytes)
                .map(Some)
                .map_err(|_invalid| DbError::Column { column, wanted: "text in UTF-8" }),
            _ => Err(DbError::Column { column, wanted: "text or NULL" }),
        }
    }

    /// Bytes.
    ///
    /// # Errors
    /// When there is no such column, or it holds something else.
    pub fn blob(&self, column: usize) -> Result<&[u8], DbError> {
        self.blob_opt(column)?.ok_or(DbError::Column { column, wanted: "bytes" })
    }

    /// Bytes or NULL.
    ///
    /// # Errors
    /// When there is no such column, or it holds something else.
    pub fn blob_opt(&self, column: usize) -> Result<Option<&[u8]>, DbError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Blob(bytes) => Ok(Some(bytes)),
            _ => Err(DbError::Column { column, wanted: "bytes or NULL" }),
        }
    }

    /// Bytes of a fixed number, such as an id or a digest.
    ///
    /// # Errors
    /// When there is no such column, or it holds something else or another number of bytes.
    pub fn array<const N: usize>(&self, column: usize) -> Result<[u8; N], DbError> {
        self.blob(column)?.try_into().map_err(|_length| DbError::Column { column, wanted: "bytes of the right number" })
    }

    /// How many columns it has.
    pub(crate) fn width(&self) -> usize {
        match self.0 {
            Engine::Sqlite(row) => row.as_ref().column_count(),
            Engine::Postgres(row) => row.len(),
        }
    }

    pub(crate) fn value(&self, column: usize) -> Result<Value<'_>, DbError> {
        match self.0 {
            Engine::Sqlite(row) => of_sqlite(row, column),
            Engine::Postgres(row) => of_postgres(row, column),
        }
    }
}

const NO_COLUMN: &str = "a column of that index";

fn of_sqlite<'a>(row: &'a rusqlite::Row<'_>, column: usize) -> Result<Value<'a>, DbError> {
    let value = row.get_ref(column).map_err(|_missing| DbError::Column { column, wanted: NO_COLUMN })?;
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Int(value),
        ValueRef::Real(value) => Value::Real(value),
        ValueRef::Text(bytes) => Value::Text(bytes),
        ValueRef::Blob(bytes) => Value::Blob(bytes),
    })
}

/// Truth comes out as 0 or 1, as SQLite has it.
fn of_postgres(row: &tokio_postgres::Row, column: usize) -> Result<Value<'_>, DbError> {
    let Some(of) = row.columns().get(column) else { return Err(DbError::Column { column, wanted: NO_COLUMN }) };
    let failed = |_wrong| DbError::Column { column, wanted: "a value of a type that the ledger knows" };
    let found = match *of.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(column).map_err(failed)?.map(Value::Int),
        Type::INT4 => row.try_get::<_, Option<i32>>(column).map_err(failed)?.map(|value| Value::Int(value.into())),
        Type::BOOL => row.try_get::<_, Option<bool>>(column).map_err(failed)?.map(|value| Value::Int(value.into())),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(column).map_err(failed)?.map(Value::Real),
        Type::BYTEA => row.try_get::<_, Option<&[u8]>>(column).map_err(failed)?.map(Value::Blob),
        _ => row.try_get::<_, Option<&str>>(column).map_err(failed)?.map(|text| Value::Text(text.as_bytes())),
    };
    Ok(found.unwrap_or(Value::Null))
}
