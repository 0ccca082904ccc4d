//! Filling an empty ledger with rows that were read from another.
//!
//! `meta`, which makes the tables a ledger, is written last: what was cut off is taken for no ledger by whoever opens it, and
//! never for a whole one. Not here: where rows come from (`dump`).

use std::path::Path;

use crate::FILE_NAME;
use crate::dump::decode;
use crate::engine::Conn;
use crate::error::{DbError, LedgerError};
use crate::schema::{self, Place};
use crate::session::Database;

/// Bytes of rows that a file takes in one transaction.
const TRANSACTION_BYTES: usize = 64 << 20;

/// The table whose rows wait for the end.
const META: &str = "meta";

/// A ledger on its way to being filled.
pub struct Filling {
    conn: Conn,
    place: Place,
    schema: String,
    /// The table in hand, how many columns it has, and the statement that inserts a row.
    table: Option<(usize, String)>,
    /// Rows of `meta`.
    meta: Vec<Vec<u8>>,
    is_meta: bool,
    written: usize,
    is_whole: bool,
}

impl Filling {
    /// Begins; the file must not be there, or the database be empty. `schema` is the text that creates the caller's tables.
    ///
    /// # Errors
    /// When something is there already, or the system refuses.
    pub fn begin(dir: &Path, database: Option<&Database>, schema: String) -> Result<Self, LedgerError> {
        std::fs::create_dir_all(dir).map_err(|error| DbError::io(dir, &error))?;
        let place = match database {
            Some(database) => Place::Server(Box::new(database.clone())),
            None => Place::File(dir.join(FILE_NAME)),
        };
        if let Place::File(file) = &place
            && file.exists()
        {
            return Err(LedgerError::NotEmpty { place: file.clone() });
        }
        let mut conn = place.connect_again()?;
        if !schema::is_empty(&mut conn)? {
            return Err(LedgerError::NotEmpty { place: place.name().to_owned() });
        }
        conn.begin()?;
        conn.hold_open()?;
        let (tables, _) = schema::parts(schema::TABLES);
        conn.create(&tables)?;
        conn.create(&schema::parts(&schema).0)?;
        // The rows that a new ledger has come from the other one.
        conn.execute("DELETE FROM head", &[])?;
        Ok(Self { conn, place, schema, table: None, meta: Vec::new(), is_meta: false, written: 0, is_whole: false })
    }

    /// The rows that follow are of this table.
    ///
    /// # Errors
    /// When there is no such table, or it has other columns.
    pub fn table(&mut self, name: &str, columns: &[String]) -> Result<(), LedgerError> {
        self.end_table()?;
        self.is_meta = name == META;
        if self.is_meta {
            return Ok(());
        }
        let mut own = self.conn.columns(name)?;
        let mut given = columns.to_vec();
        own.sort();
        given.sort();
        if own != given {
            let what = format!("{name}({})", columns.join(", "));
            return Err(DbError::Damaged { what }.into());
        }
        self.table = Some((columns.len(), self.conn.begin_rows(name, columns)?));
        Ok(())
    }

    /// Takes a row.
    ///
    /// # Errors
    /// When it is no row of the table, or storage says no.
    pub fn row(&mut self, row: &[u8]) -> Result<(), LedgerError> {
        if self.is_meta {
            self.meta.push(row.to_owned());
            return Ok(());
        }
        let values = decode(row).ok_or_else(|| damaged("a row"))?;
        let (width, insert) = self.table.as_ref().ok_or_else(|| damaged("a row of no table"))?;
        if values.len() != *width {
            return Err(damaged("a row"));
        }
        self.conn.put_row(insert, &values)?;
        self.written += row.len();
        if self.written >= TRANSACTION_BYTES {
            self.written = 0;
            self.conn.breathe()?;
        }
        Ok(())
    }

    /// Makes it a ledger.
    ///
    /// # Errors
    /// When rows of `meta` are missing or storage says no; it is no ledger then.
    pub fn end(mut self) -> Result<(), LedgerError> {
        self.end_table()?;
        self.conn.create(&schema::parts(schema::TABLES).1)?;
        self.conn.create(&schema::parts(&self.schema).1)?;
        self.conn.breathe()?;
        self.conn.create(schema::META)?;
        for row in &self.meta {
            match decode(row).as_deref() {
                Some([key, value]) => {
                    self.conn.execute("INSERT INTO meta(key, value) VALUES($1, $2)", &[*key, *value])?;
                }
                _ => return Err(damaged(META)),
            }
        }
        let found = schema::check(&mut self.conn, self.place.name())?;
        if found.origin.is_empty() {
            return Err(damaged(META));
        }
        if self.conn.may_be_lost() {
            self.conn.create(schema::WRITERS)?;
        }
        self.conn.commit()?;
        self.is_whole = true;
        Ok(self.conn.fold()?)
    }

    fn end_table(&mut self) -> Result<(), LedgerError> {
        if self.table.take().is_some() {
            self.conn.end_rows()?;
        }
        Ok(())
    }
}

/// A file that was not filled to the end is of no use, and would keep the next attempt out.
impl Drop for Filling {
    fn drop(&mut self) {
        if let (false, Place::File(file)) = (self.is_whole, &self.place) {
            for ending in ["", "-wal", "-shm"] {
                // What cannot be removed is found by the next attempt, which says what to do.
                let _gone = std::fs::remove_file(file.with_file_name(format!("{FILE_NAME}{ending}")));
            }
        }
    }
}

fn damaged(what: &str) -> LedgerError {
    DbError::Damaged { what: what.to_owned() }.into()
}
