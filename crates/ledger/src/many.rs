//! Many rows in one statement, and many statements on their way at once, to a PostgreSQL server.
//!
//! The array form of a statement follows from its text for one row, so that both engines are told the same. Not here: which
//! rows come together (`gather`), sessions (`session`).

use futures_util::future::try_join_all;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Row, Statement};

use crate::error::DbError;
use crate::gather::Group;
use crate::session::{Session, wait};
use crate::value::Param;

/// Statements on their way at once; up to so many are begun in their order.
const ON_THEIR_WAY_MAX: usize = 24;

/// The values of many rows in one column.
pub(crate) enum Column<'a> {
    Ints(Vec<Option<i64>>),
    Texts(Vec<Option<&'a str>>),
    Blobs(Vec<Option<&'a [u8]>>),
}

/// A query over arrays.
pub(crate) struct Ask<'a> {
    pub(crate) sql: &'static str,
    pub(crate) columns: Vec<Column<'a>>,
}

impl<'a> Column<'a> {
    /// Of bytes, none of them NULL.
    pub(crate) fn blobs(values: impl Iterator<Item = &'a [u8]>) -> Self {
        Self::Blobs(values.map(Some).collect())
    }

    /// Of texts, none of them NULL.
    pub(crate) fn texts(values: impl Iterator<Item = &'a str>) -> Self {
        Self::Texts(values.map(Some).collect())
    }

    /// A column of a group; `None` where a value is of another type.
    fn of(group: &'a Group, at: usize, of: &Type) -> Option<Self> {
        let values = (0..group.rows).map(|row| group.value(row, at));
        Some(match *of {
            Type::INT8 => Self::Ints(all(values, int)?),
            Type::TEXT => Self::Texts(all(values, text)?),
            Type::BYTEA => Self::Blobs(all(values, blob)?),
            _ => return None,
        })
    }

    fn of_type(&self) -> Type {
        match self {
            Self::Ints(_) => Type::INT8_ARRAY,
            Self::Texts(_) => Type::TEXT_ARRAY,
            Self::Blobs(_) => Type::BYTEA_ARRAY,
        }
    }

    fn as_sql(&self) -> &(dyn ToSql + Sync) {
        match self {
            Self::Ints(values) => values,
            Self::Texts(values) => values,
            Self::Blobs(values) => values,
        }
    }
}

impl Session {
    /// Asks several queries in one go; answers the rows of each.
    pub(crate) fn ask(&mut self, asked: &[Ask<'_>]) -> Result<Vec<Vec<Row>>, DbError> {
        let mut ready = Vec::with_capacity(asked.len());
        for ask in asked {
            let types: Vec<Type> = ask.columns.iter().map(Column::of_type).collect();
            ready.push(self.prepared(ask.sql, &types)?);
        }
        let client = self.client();
        let sent = asked.iter().zip(&ready).map(|(ask, statement)| async move {
            let params: Vec<_> = ask.columns.iter().map(Column::as_sql).collect();
            client.query(statement, &params).await.map_err(|error| (ask.sql, error))
        });
        let done = wait(try_join_all(sent));
        done.map_err(|(sql, error)| self.failed(sql, &error))
    }

    /// Writes groups of rows in their order, each in one statement.
    pub(crate) fn write(&mut self, groups: &[Group]) -> Result<(), DbError> {
        for some in groups.chunks(ON_THEIR_WAY_MAX) {
            let mut ready = Vec::with_capacity(some.len());
            for group in some {
                let (statement, types) = self.over_arrays(group)?;
                ready.push((group.write.sql, statement, columns(group, &types)?));
            }
            let client = self.client();
            let sent = ready.iter().map(|(sql, statement, columns)| async move {
                client.execute_raw(statement, columns.iter().map(Column::as_sql)).await.map_err(|error| (*sql, error))
            });
            let done = wait(try_join_all(sent));
            drop(ready);
            done.map_err(|(sql, error)| self.failed(sql, &error))?;
        }
        Ok(())
    }

    /// The statement of a group over arrays, and the types of the values in a row, which the server infers.
    fn over_arrays(&mut self, group: &Group) -> Result<(Statement, Vec<Type>), DbError> {
        let sql = group.write.sql;
        let types = self.prepared(sql, &[])?.params().to_vec();
        if types.len() != group.width() {
            return Err(DbError::Caller(format!("{} values for {sql}", group.width())));
        }
        let Some(over) = over_arrays(sql, &types) else {
            return Err(DbError::Caller(format!("cannot be written for many rows: {sql}")));
        };
        Ok((self.prepared(&over, &[])?, types))
    }
}

/// The columns of a group.
fn columns<'g>(group: &'g Group, types: &[Type]) -> Result<Vec<Column<'g>>, DbError> {
    let found: Option<Vec<_>> = types.iter().enumerate().map(|(at, of)| Column::of(group, at, of)).collect();
    found.ok_or_else(|| DbError::Caller(format!("values of another type than the columns of {}", group.write.table)))
}

/// All values of a column, `None` where one is of another type.
fn all<'p, T>(values: impl Iterator<Item = Param<'p>>, one: fn(Param<'p>) -> Option<T>) -> Option<Vec<Option<T>>> {
    values.map(|value| if value == Param::Null { Some(None) } else { one(value).map(Some) }).collect()
}

fn int(value: Param<'_>) -> Option<i64> {
    if let Param::Int(value) = value { Some(value) } else { None }
}

fn text(value: Param<'_>) -> Option<&str> {
    if let Param::Text(value) = value { Some(value) } else { None }
}

fn blob(value: Param<'_>) -> Option<&[u8]> {
    if let Param::Blob(value) = value { Some(value) } else { None }
}

/// The statement for one row as one over arrays; `None` for a text of another form.
fn over_arrays(sql: &str, types: &[Type]) -> Option<String> {
    let named = |of: &Type| match *of {
        Type::INT8 => Some("bigint"),
        Type::TEXT => Some("text"),
        Type::BYTEA => Some("bytea"),
        _ => None,
    };
    let mut given = Vec::new();
    for (n, of) in types.iter().enumerate() {
        given.push(format!("${}::{}[]", n + 1, named(of)?));
    }
    let columns: Vec<String> = (1..=types.len()).map(|n| format!("v{n}")).collect();
    let rows = format!("unnest({}) AS many({})", given.join(", "), columns.join(", "));
    let sql = sql.replace('$', "many.v");
    if sql.starts_with("INSERT INTO ") {
        let (head, rest) = sql.split_once("VALUES(")?;
        let end = closing(rest)?;
        let (values, rest) = rest.split_at_checked(end)?;
        return Some(format!("{head}SELECT {values} FROM {rows} {}", rest.strip_prefix(')')?));
    }
    let joined = if sql.starts_with("UPDATE ") { "FROM" } else { sql.strip_prefix("DELETE FROM ").map(|_| "USING")? };
    let (head, rest) = sql.split_once("WHERE ")?;
    Some(format!("{head}{joined} {rows} WHERE {rest}"))
}

/// Where the parenthesis closes that was open before the text.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1_u32;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        (open == 0).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_over_arrays_follows_from_the_form_for_one_row() {
        let two = [Type::INT8, Type::TEXT];
        assert_eq!(
            over_arrays("INSERT INTO t(a, b, c) VALUES($1, coalesce($2, ''), NULL) ON CONFLICT(a) DO NOTHING", &two)
                .unwrap(),
            "INSERT INTO t(a, b, c) SELECT many.v1, coalesce(many.v2, ''), NULL \
             FROM unnest($1::bigint[], $2::text[]) AS many(v1, v2)  ON CONFLICT(a) DO NOTHING"
        );
        assert_eq!(
            over_arrays("UPDATE t SET b = $2 WHERE a = $1", &two).unwrap(),
            "UPDATE t SET b = many.v2 FROM unnest($1::bigint[], $2::text[]) AS many(v1, v2) WHERE a = many.v1"
        );
        assert_eq!(
            over_arrays("DELETE FROM t WHERE a = $1 AND b = $2", &two).unwrap(),
            "DELETE FROM t USING unnest($1::bigint[], $2::text[]) AS many(v1, v2) WHERE a = many.v1 AND b = many.v2"
        );
        for other in
            ["SELECT $1, $2", "INSERT INTO t SELECT $1, $2", "INSERT INTO t VALUES($1, $2", "UPDATE t SET a = $1"]
        {
            assert_eq!(over_arrays(other, &two), None, "{other}");
        }
        assert_eq!(over_arrays("DELETE FROM t WHERE a = $1", &[Type::FLOAT8]), None);
    }
}
