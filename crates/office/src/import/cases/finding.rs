//! What is wrong with a row or with the map: where, which value, what to do, in Vietnamese and English.

use exchange::table::TableError;

use crate::act::Fail;
use crate::desk::OfficeError;

/// Why a row is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Sheet; empty for CSV.
    pub sheet: String,
    /// Row as the spreadsheet numbers it.
    pub row: u32,
    /// Heading of the column; empty when it is about the row as a whole.
    pub column: String,
    /// The value that stands there.
    pub value: String,
    /// In Vietnamese, with what to do.
    pub vi: String,
    /// In English, with what to do.
    pub en: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { sheet, row, column, value, vi, en } = self;
        let sheet = if sheet.is_empty() { String::new() } else { format!("{sheet}, ") };
        let column = if column.is_empty() { String::new() } else { format!(", cột “{column}” = “{value}”") };
        write!(f, "{sheet}dòng {row}{column}: {vi} / {en}")
    }
}

/// Why nothing could be read or recorded at all.
#[derive(Debug)]
pub enum MoveInError {
    /// The map is wrong, or does not fit the file.
    Map {
        /// In Vietnamese.
        vi: String,
        /// In English.
        en: String,
    },
    /// The file cannot be read as a table.
    Table(TableError),
    /// The ledger or the rules said no.
    Act(Fail),
    /// The one who asked has stopped it.
    Stopped,
}

impl MoveInError {
    pub(super) fn map(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Map { vi: vi.into(), en: en.into() }
    }

    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Map { vi, .. } => format!("Bảng đối chiếu cột: {vi}"),
            Self::Table(error) => error.vi(),
            Self::Act(fail) => format!("{} Chạy lại sẽ tiếp tục từ chỗ dừng.", fail.vi()),
            Self::Stopped => "Đã dừng. Chạy lại sẽ tiếp tục từ chỗ dừng.".to_owned(),
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Map { en, .. } => format!("map: {en}"),
            Self::Table(error) => error.en(),
            Self::Act(fail) => format!("{} Running it again goes on from here.", fail.en()),
            Self::Stopped => "stopped; running it again goes on from here".to_owned(),
        }
    }
}

impl std::fmt::Display for MoveInError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} / {}", self.vi(), self.en())
    }
}

impl std::error::Error for MoveInError {}

impl From<TableError> for MoveInError {
    fn from(error: TableError) -> Self {
        Self::Table(error)
    }
}

impl From<Fail> for MoveInError {
    fn from(fail: Fail) -> Self {
        Self::Act(fail)
    }
}

impl From<OfficeError> for MoveInError {
    fn from(error: OfficeError) -> Self {
        Self::Act(error.into())
    }
}

impl From<ledger::LedgerError> for MoveInError {
    fn from(error: ledger::LedgerError) -> Self {
        Self::Act(error.into())
    }
}

impl From<ledger::DbError> for MoveInError {
    fn from(error: ledger::DbError) -> Self {
        Self::Act(OfficeError::from(error).into())
    }
}
