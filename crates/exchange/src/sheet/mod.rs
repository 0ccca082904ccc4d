//! Tables as files: rows go out one by one, so that a register of any length needs little memory.
//!
//! CSV (RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read Vietnamese) and XLSX (ECMA-376). A value is
//! data and never a formula, whatever it begins with. Not here: which rows and columns (office, web); reading files.

mod csv;
mod xlsx;

use std::fmt;
use std::io::{self, Write};

pub use self::csv::CsvSheet;
pub use self::xlsx::{ROWS_MAX, XlsxSheet};
pub(crate) use self::xlsx::{cut, sheet_name};

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Words.
    pub label: String,
    /// Whether sentences stand under it.
    pub wide: bool,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A whole number, written so that a spreadsheet can add it up.
    Number(i64),
    /// A day.
    Day {
        /// Year.
        year: u16,
        /// Month, 1 to 12.
        month: u8,
        /// Day, 1 to 31.
        day: u8,
    },
    /// Nothing known.
    Nothing,
}

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text with commas.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Kind {
    /// The end of its name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Why a table could not be written.
#[derive(Debug)]
pub enum SheetError {
    /// The writer behind it failed.
    Io(io::Error),
    /// The format's own refusal.
    Format(String),
    /// More rows than a sheet may have.
    TooLong,
}

impl fmt::Display for SheetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "Không ghi được tệp / cannot write the file: {error}"),
            Self::Format(error) => write!(f, "Không lập được bảng / cannot make the sheet: {error}"),
            Self::TooLong => write!(
                f,
                "Bảng tính chứa nhiều nhất {ROWS_MAX} dòng; xin lọc bớt hoặc xuất CSV / a sheet holds at most {ROWS_MAX} rows; filter, or export CSV"
            ),
        }
    }
}

impl std::error::Error for SheetError {}

impl From<io::Error> for SheetError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A table being written.
pub enum Sheet<W: Write + Send> {
    /// As text.
    Csv(Box<CsvSheet<W>>),
    /// As a workbook; nothing reaches the writer before the end.
    Xlsx(Box<XlsxSheet<W>>),
}

impl<W: Write + Send> Sheet<W> {
    /// Begins a table with its heads; `title` names the sheet of a workbook.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn begin(kind: Kind, title: &str, heads: &[Head], out: W) -> Result<Self, SheetError> {
        Ok(match kind {
            Kind::Csv => Self::Csv(Box::new(CsvSheet::begin(heads, out)?)),
            Kind::Xlsx => Self::Xlsx(Box::new(XlsxSheet::begin(title, heads, out)?)),
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the writer fails, or the sheet is full.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), SheetError> {
        match self {
            Self::Csv(sheet) => sheet.row(cells),
            Self::Xlsx(sheet) => sheet.row(cells),
        }
    }

    /// Ends the table; without it the file is not whole.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn end(self) -> Result<(), SheetError> {
        match self {
            Self::Csv(sheet) => sheet.end(),
            Self::Xlsx(sheet) => sheet.end(),
        }
    }
}
