//! Rows that are written together: what a batch writes is gathered, row by row, and sent as few statements over arrays to a
//! server; a file is told each row at once, but for those that can be added up before.
//!
//! Rows of one statement may change places with others as long as each row of a table is written in the order in which it
//! was told. Not here: sending them (`many`), when they have to be sent (`commit`).

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::error::DbError;
use crate::value::Param;

/// A statement that writes one row, told in such a way that many can be done at once.
///
/// Statements of one table whose keys differ touch different rows.
#[derive(Debug)]
pub struct Write {
    /// The table.
    pub table: &'static str,
    /// `INSERT INTO … VALUES(…) …`, `UPDATE … SET … WHERE …` or `DELETE FROM … WHERE …`, as for one row. Beside an array the
    /// columns of the table are named alone, and `excluded` where it is meant.
    pub sql: &'static str,
    /// The placeholders that tell which row of the table is meant, by their numbers; the same, in the same order, in all
    /// statements of a table. None where no other statement of a transaction touches the row.
    pub key: &'static [usize],
    /// How a row is added to an earlier one with the same key; nothing where it has to be written after it.
    pub merge: &'static [Merge],
}

/// How the value of a placeholder, by its number, comes together with an earlier one of the same row.
#[derive(Debug, Clone, Copy)]
pub enum Merge {
    /// The sum of integers.
    Sum(usize),
    /// The text that sorts first, byte by byte.
    Least(usize),
    /// The text that sorts last, byte by byte.
    Greatest(usize),
}

/// A value that is kept until it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Cell {
    Null,
    Int(i64),
    /// Where it stands in the bytes of the group.
    Text(usize, usize),
    Blob(usize, usize),
}

/// Rows of one statement.
pub(crate) struct Group {
    pub(crate) write: &'static Write,
    pub(crate) rows: usize,
    cells: Vec<Cell>,
    bytes: Vec<u8>,
}

/// What waits to be written.
#[derive(Default)]
pub(crate) struct Gathered {
    groups: Vec<Group>,
    /// Where the row of a key was last told: group and row.
    told: HashMap<Vec<u8>, (usize, usize)>,
    key: Vec<u8>,
    size: usize,
}

impl Gathered {
    /// Notes a row; answers whether so much waits that it should be written.
    pub(crate) fn add(&mut self, write: &'static Write, params: &[Param<'_>], max: usize) -> Result<bool, DbError> {
        if write.key.iter().chain(write.merge.iter().map(Merge::placeholder)).any(|n| n.wrapping_sub(1) >= params.len())
        {
            return Err(DbError::Caller(format!("a row of {} has too few values", write.table)));
        }
        let newest = self.groups.iter().rposition(|group| std::ptr::eq(group.write.sql, write.sql));
        let mut at = newest.unwrap_or(self.groups.len());
        if !write.key.is_empty() {
            key_of(write, params, &mut self.key);
            let places = self.told.entry(std::mem::take(&mut self.key));
            if let Entry::Occupied(place) = &places {
                let (group, row) = *place.get();
                if group == at && !write.merge.is_empty() {
                    self.key.clear();
                    return self.groups.get_mut(at).map_or(Ok(false), |group| group.merge(row, params).map(|()| false));
                }
                if group >= at {
                    at = self.groups.len();
                }
            }
            let row = self.groups.get(at).map_or(0, |group| group.rows);
            *places.or_default() = (at, row);
        }
        if at == self.groups.len() {
            self.groups.push(Group { write, rows: 0, cells: Vec::new(), bytes: Vec::new() });
        }
        if let Some(group) = self.groups.get_mut(at) {
            self.size += group.push(params)?;
        }
        Ok(self.size >= max)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Takes what waits, in the order in which it has to be written.
    pub(crate) fn take(&mut self) -> Vec<Group> {
        self.told.clear();
        self.size = 0;
        std::mem::take(&mut self.groups)
    }
}

impl Merge {
    fn placeholder(&self) -> &usize {
        match self {
            Self::Sum(n) | Self::Least(n) | Self::Greatest(n) => n,
        }
    }
}

/// The key of a row, unlike that of every other row of every table.
fn key_of(write: &Write, params: &[Param<'_>], key: &mut Vec<u8>) {
    key.clear();
    key.extend_from_slice(write.table.as_bytes());
    for param in write.key.iter().filter_map(|n| params.get(n - 1)) {
        let (kind, bytes): (u8, &[u8]) = match param {
            Param::Null => (0, &[]),
            Param::Int(value) => (1, &value.to_be_bytes()),
            Param::Text(text) => (2, text.as_bytes()),
            Param::Blob(bytes) => (3, bytes),
        };
        key.push(kind);
        key.extend_from_slice(&bytes.len().to_be_bytes());
        key.extend_from_slice(bytes);
    }
}

impl Group {
    /// How many values a row has.
    pub(crate) fn width(&self) -> usize {
        self.cells.len() / self.rows.max(1)
    }

    /// The value of a row in a column, both from 0.
    pub(crate) fn value(&self, row: usize, column: usize) -> Param<'_> {
        self.cells.get(row * self.width() + column).map_or(Param::Null, |cell| self.param(cell))
    }

    fn param(&self, cell: &Cell) -> Param<'_> {
        match cell {
            Cell::Null => Param::Null,
            Cell::Int(value) => Param::Int(*value),
            Cell::Text(from, to) => {
                // What was text when it was noted still is.
                Param::Text(self.bytes.get(*from..*to).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default())
            }
            Cell::Blob(from, to) => Param::Blob(self.bytes.get(*from..*to).unwrap_or_default()),
        }
    }

    /// Answers how much memory it takes, about.
    fn push(&mut self, params: &[Param<'_>]) -> Result<usize, DbError> {
        if self.rows > 0 && self.width() != params.len() {
            return Err(DbError::Caller(format!("rows of {} differ in how many values they have", self.write.table)));
        }
        let before = self.bytes.len();
        for param in params {
            let cell = self.cell(*param);
            self.cells.push(cell);
        }
        self.rows += 1;
        Ok(self.bytes.len() - before + params.len() * size_of::<Cell>())
    }

    fn cell(&mut self, param: Param<'_>) -> Cell {
        let from = self.bytes.len();
        match param {
            Param::Null => Cell::Null,
            Param::Int(value) => Cell::Int(value),
            Param::Text(text) => {
                self.bytes.extend_from_slice(text.as_bytes());
                Cell::Text(from, self.bytes.len())
            }
            Param::Blob(bytes) => {
                self.bytes.extend_from_slice(bytes);
                Cell::Blob(from, self.bytes.len())
            }
        }
    }

    /// Adds a row to an earlier one.
    fn merge(&mut self, row: usize, params: &[Param<'_>]) -> Result<(), DbError> {
        for merge in self.write.merge {
            let column = merge.placeholder() - 1;
            let new = params.get(column).copied().unwrap_or(Param::Null);
            let merged = match (merge, self.value(row, column), new) {
                (Merge::Sum(_), Param::Int(old), Param::Int(new)) => Some(Param::Int(old.saturating_add(new))),
                (Merge::Least(_), Param::Text(old), Param::Text(new)) => (new < old).then_some(Param::Text(new)),
                (Merge::Greatest(_), Param::Text(old), Param::Text(new)) => (new > old).then_some(Param::Text(new)),
                _ => return Err(DbError::Caller(format!("values of {} cannot be added up", self.write.table))),
            };
            if let Some(merged) = merged {
                let (cell, at) = (self.cell(merged), row * self.width() + column);
                if let Some(place) = self.cells.get_mut(at) {
                    *place = cell;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static NEW: Write = Write { table: "t", sql: "INSERT INTO t(k, v) VALUES($1, $2)", key: &[1], merge: &[] };
    static SET: Write = Write { table: "t", sql: "UPDATE t SET v = $1 WHERE k = $2", key: &[2], merge: &[] };
    static ADD: Write = Write { table: "n", sql: "…", key: &[1], merge: &[Merge::Sum(2)] };
    static SPAN: Write =
        Write { table: "s", sql: "INSERT …", key: &[1], merge: &[Merge::Least(2), Merge::Greatest(3)] };

    fn told(rows: &[(&'static Write, &[Param<'_>])]) -> Vec<(&'static str, Vec<Vec<String>>)> {
        let mut all = Gathered::default();
        for (write, params) in rows {
            assert!(!all.add(write, params, usize::MAX).unwrap());
        }
        let shown = |group: &Group, row| (0..group.width()).map(|c| format!("{:?}", group.value(row, c))).collect();
        let groups = all.take();
        assert!(all.is_empty());
        groups.iter().map(|g| (g.write.sql, (0..g.rows).map(|row| shown(g, row)).collect())).collect()
    }

    #[test]
    fn rows_of_one_statement_come_together_and_no_row_is_overtaken() {
        let found = told(&[
            (&NEW, &[1.into(), 10.into()]),
            (&SET, &[11.into(), 1.into()]),
            (&NEW, &[2.into(), 20.into()]),
            (&SET, &[21.into(), 2.into()]),
            (&SET, &[12.into(), 1.into()]),
            (&SET, &[22.into(), 2.into()]),
            (&NEW, &[1.into(), 99.into()]),
        ]);
        let rows: Vec<(&str, usize)> = found.iter().map(|(sql, rows)| (*sql, rows.len())).collect();
        assert_eq!(rows, [(NEW.sql, 2), (SET.sql, 2), (SET.sql, 2), (NEW.sql, 1)]);
        assert_eq!(found[2].1, [["Int(12)", "Int(1)"], ["Int(22)", "Int(2)"]]);
    }

    #[test]
    fn what_can_be_added_up_is_one_row() {
        let found = told(&[
            (&ADD, &["a".into(), 1.into()]),
            (&ADD, &["b".into(), 5.into()]),
            (&ADD, &["a".into(), (-3).into()]),
            (&SPAN, &["x".into(), "m".into(), "m".into()]),
            (&SPAN, &["x".into(), "b".into(), "b".into()]),
            (&SPAN, &["x".into(), "z".into(), "z".into()]),
        ]);
        assert_eq!(found[0].1, [["Text(\"a\")", "Int(-2)"], ["Text(\"b\")", "Int(5)"]]);
        assert_eq!(found[1].1, [["Text(\"x\")", "Text(\"b\")", "Text(\"z\")"]]);
    }

    #[test]
    fn keys_do_not_run_into_each_other() {
        static PAIR: Write = Write { table: "p", sql: "PAIR", key: &[1, 2], merge: &[Merge::Sum(3)] };
        let found = told(&[
            (&PAIR, &["ab".into(), "c".into(), 1.into()]),
            (&PAIR, &["a".into(), "bc".into(), 1.into()]),
            (&PAIR, &[Param::Null, "".into(), 1.into()]),
            (&PAIR, &["".into(), Param::Null, 1.into()]),
        ]);
        assert_eq!(found[0].1.len(), 4);
    }

    #[test]
    fn a_row_with_too_few_values_is_refused() {
        let mut all = Gathered::default();
        assert!(matches!(all.add(&NEW, &[], usize::MAX), Err(DbError::Caller(_))));
        all.add(&NEW, &[1.into(), 2.into()], usize::MAX).unwrap();
        assert!(matches!(all.add(&NEW, &[7.into()], usize::MAX), Err(DbError::Caller(_))), "unlike the row before");
        assert!(all.add(&NEW, &[3.into(), 2.into()], 1).unwrap(), "so much waits");
    }
}
