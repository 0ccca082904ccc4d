//! Ways of looking that a person keeps: a list's address under a name. They stand outside the ledger (`saved_views`).
//!
//! An address is kept as it was shared; what in it no longer makes sense is said by the list that it opens (web), so
//! that a register may change without anybody's views being touched.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kernel::text::sort_key;
use ledger::{Param, Tx};

use crate::desk::{Office, OfficeError};

/// Views that a person may keep of one register.
pub const VIEWS_MAX: u64 = 30;
/// Longest name, in characters.
pub const NAME_CHARACTERS_MAX: usize = 60;
/// Longest address, in bytes.
pub const ADDRESS_BYTES_MAX: usize = 2_000;

/// A kept way of looking at a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// What its owner calls it; one of a kind among the owner's views of the register.
    pub name: String,
    /// The list's address behind `?`.
    pub address: String,
}

/// Why a view was not kept.
#[derive(Debug)]
pub enum SaveFail {
    /// The name is empty or too long.
    Name,
    /// The address is too long.
    Address,
    /// There are [`VIEWS_MAX`] already.
    Full,
    /// Storage failed.
    Broken(OfficeError),
}

impl SaveFail {
    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Name => format!("Tên cách xem cần từ 1 đến {NAME_CHARACTERS_MAX} ký tự."),
            Self::Address => "Điều kiện lọc quá dài, không lưu được. Xin bớt điều kiện.".to_owned(),
            Self::Full => format!("Đã có {VIEWS_MAX} cách xem của sổ này. Xin xóa bớt một cách xem cũ rồi lưu lại."),
            Self::Broken(error) => error.vi(),
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Name => format!("The name of a view has 1 to {NAME_CHARACTERS_MAX} characters."),
            Self::Address => "The filter is too long to be kept.".to_owned(),
            Self::Full => format!("There are {VIEWS_MAX} views of this register already; drop one first."),
            Self::Broken(error) => error.en(),
        }
    }
}

impl<E: Into<OfficeError>> From<E> for SaveFail {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

impl Office {
    /// Keeps a list's address under a name; an older view of that name is replaced.
    ///
    /// # Errors
    /// See [`SaveFail`].
    pub fn save_view(&self, person: &str, case_type: &str, name: &str, address: &str) -> Result<(), SaveFail> {
        let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name.chars().count() > NAME_CHARACTERS_MAX || name.chars().any(char::is_control) {
            return Err(SaveFail::Name);
        }
        if address.len() > ADDRESS_BYTES_MAX {
            return Err(SaveFail::Address);
        }
        let (person, case_type, address) = (person.to_owned(), case_type.to_owned(), address.to_owned());
        let is_full = Arc::new(AtomicBool::new(false));
        let found = Arc::clone(&is_full);
        self.ledger().side(Box::new(move |tx| {
            // Whoever counts has to be alone, also beside other servers over the same database.
            tx.execute("UPDATE read_version SET version = version", &[])?;
            let mut others = 0;
            let sql = "SELECT count(*) FROM saved_views WHERE person = $1 AND type = $2 AND name <> $3";
            tx.query(sql, &[person.as_str(), &case_type, &name].map(Param::from), &mut |row| {
                others = row.count(0)?;
                Ok(())
            })?;
            if others >= VIEWS_MAX {
                found.store(true, Ordering::Relaxed);
                return Ok(());
            }
            forget(tx, &person, &case_type, &name)?;
            tx.execute(
                "INSERT INTO saved_views(person, type, name, address) VALUES($1, $2, $3, $4)",
                &[person.as_str(), &case_type, &name, &address].map(Param::from),
            )?;
            Ok(())
        }))?;
        if is_full.load(Ordering::Relaxed) { Err(SaveFail::Full) } else { Ok(()) }
    }

    /// Drops a view; one that does not exist is dropped already.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn drop_view(&self, person: &str, case_type: &str, name: &str) -> Result<(), OfficeError> {
        let (person, case_type, name) = (person.to_owned(), case_type.to_owned(), name.to_owned());
        self.ledger().side(Box::new(move |tx| forget(tx, &person, &case_type, &name)))?;
        Ok(())
    }

    /// A person's views of a register, by name in Vietnamese order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn saved_views(&self, person: &str, case_type: &str) -> Result<Vec<SavedView>, OfficeError> {
        let mut out = Vec::new();
        let sql = "SELECT name, address FROM saved_views WHERE person = $1 AND type = $2";
        self.ledger().reader()?.query(sql, &[person.into(), case_type.into()], &mut |row| {
            out.push(SavedView { name: row.text(0)?.to_owned(), address: row.text(1)?.to_owned() });
            Ok(())
        })?;
        out.sort_by_cached_key(|view| sort_key(&view.name));
        Ok(out)
    }
}

fn forget(tx: &mut dyn Tx, person: &str, case_type: &str, name: &str) -> Result<(), ledger::DbError> {
    tx.execute(
        "DELETE FROM saved_views WHERE person = $1 AND type = $2 AND name = $3",
        &[person.into(), case_type.into(), name.into()],
    )?;
    Ok(())
}
