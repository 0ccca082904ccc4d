//! Running one statement on one connection: prepared once, kept, bound by the numbers of its placeholders.
//!
//! SQLite takes `$2` for a name and numbers names by first appearance, so each is bound by the number it carries.

use rusqlite::{CachedStatement, Connection, Statement};

use crate::error::DbError;
use crate::value::{Param, Row};

/// Runs a statement that returns no rows; answers how many rows it changed.
pub(crate) fn execute(conn: &Connection, sql: &str, params: &[Param<'_>]) -> Result<u64, DbError> {
    let mut statement = prepare(conn, sql, params)?;
    let changed = statement.raw_execute().map_err(|error| DbError::of(conn, sql, &error))?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

/// Runs a query and calls `each` with every row.
pub(crate) fn query(
    conn: &Connection,
    sql: &str,
    params: &[Param<'_>],
    each: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>,
) -> Result<(), DbError> {
    let mut statement = prepare(conn, sql, params)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(|error| DbError::of(conn, sql, &error))? {
        each(&Row::of_sqlite(row))?;
    }
    Ok(())
}

/// Runs statements that are not worth keeping prepared.
pub(crate) fn batch(conn: &Connection, sql: &str) -> Result<(), DbError> {
    conn.execute_batch(sql).map_err(|error| DbError::of(conn, sql, &error))
}

/// The statement from the connection's cache, bound and ready to run.
pub(crate) fn prepare<'c>(
    conn: &'c Connection,
    sql: &str,
    params: &[Param<'_>],
) -> Result<CachedStatement<'c>, DbError> {
    let mut statement = conn.prepare_cached(sql).map_err(|error| DbError::of(conn, sql, &error))?;
    let mut highest = 0;
    for index in 1..=statement.parameter_count() {
        let number = number_of(&statement, index);
        highest = highest.max(number);
        let Some(param) = number.checked_sub(1).and_then(|at| params.get(at)) else {
            return Err(miscounted(sql, params.len()));
        };
        statement.raw_bind_parameter(index, param).map_err(|error| DbError::of(conn, sql, &error))?;
    }
    if highest != params.len() {
        return Err(miscounted(sql, params.len()));
    }
    Ok(statement)
}

/// The number in `$7`; 0 for every other form of placeholder.
fn number_of(statement: &Statement<'_>, index: usize) -> usize {
    statement.parameter_name(index).and_then(|name| name.strip_prefix('$')).and_then(|n| n.parse().ok()).unwrap_or(0)
}

fn miscounted(sql: &str, given: usize) -> DbError {
    let message = format!("the placeholders must be $1 to ${given}, as many as there are values");
    DbError::Statement { sql: sql.to_owned(), message }
}
