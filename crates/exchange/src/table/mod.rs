//! Tables as offices keep them, spreadsheets (.xlsx) and CSV, read row by row: bytes in, typed cells out.
//!
//! What the file is, its bytes say, not its name; a name that says otherwise is refused. Of a formula only the value that
//! was stored with it is taken and nothing is ever calculated; text that looks like a formula is text. Before a
//! workbook is opened its parts are unpacked once to be measured, so that memory stays bounded whatever they claim.
//! Not here: what a column means.

mod csv;
mod error;
mod guard;
mod xlsx;

use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

pub use error::{TableError, TableErrorKind};

/// What a reader accepts.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Rows with anything in them, of one sheet.
    pub rows: u32,
    /// Columns.
    pub columns: u32,
    /// Unpacked bytes of one sheet, or bytes of a CSV file.
    pub sheet_bytes: u64,
    /// Unpacked bytes of any other part: texts, styles, pictures.
    pub part_bytes: u64,
    /// Bytes of one tag, text or line.
    pub piece_bytes: usize,
    /// Parts of a workbook.
    pub parts: usize,
    /// Unpacked bytes of all parts together.
    pub total_bytes: u64,
}

impl Limits {
    /// What a province's open work fits into several times over: 200,000 rows of 200 columns.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            rows: 200_000,
            columns: 200,
            sheet_bytes: 512 << 20,
            part_bytes: 64 << 20,
            piece_bytes: 1 << 20,
            parts: 2_000,
            total_bytes: 1 << 30,
        }
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, never run.
    Text(String),
    /// A number that is no date.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A date with a time of day.
    Moment(Moment),
    /// An error of the spreadsheet: `#N/A`.
    Fault(String),
    /// A formula without a stored value.
    NoValue,
}

impl Cell {
    /// Whether there is nothing to read: empty, or blank text.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The cell as text, as a person would type it.
    #[must_use]
    pub fn said(&self) -> String {
        match self {
            Self::Empty | Self::NoValue => String::new(),
            Self::Text(text) | Self::Fault(text) => text.trim().to_owned(),
            Self::Number(n) => n.to_string(),
            Self::Flag(true) => "có".to_owned(),
            Self::Flag(false) => "không".to_owned(),
            Self::Moment(m) if (m.hour, m.minute, m.second) == (0, 0, 0) => {
                format!("{:02}/{:02}/{:04}", m.day, m.month, m.year)
            }
            Self::Moment(m) => {
                format!("{:02}/{:02}/{:04} {:02}:{:02}:{:02}", m.day, m.month, m.year, m.hour, m.minute, m.second)
            }
        }
    }
}

/// A date and time of day without a zone, as spreadsheets hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month.
    pub day: u8,
    /// Hour.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
    /// Second.
    pub second: u8,
}

/// A row with anything in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number as the spreadsheet shows it, from 1.
    pub number: u32,
    /// Its cells from the first column on; the rest of the columns is empty.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column, from 0.
    #[must_use]
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

/// What is told of each row; answers whether to go on.
pub type Each<'e> = &'e mut dyn FnMut(Row) -> ControlFlow<()>;

/// An opened table: a workbook with its sheets, or a CSV file, which has one sheet without a name.
pub struct Book<R: Read + Seek> {
    kind: Kind<R>,
    limits: Limits,
}

enum Kind<R: Read + Seek> {
    Workbook(Box<xlsx::Workbook<R>>),
    Csv(R),
}

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looks {
    Zip,
    /// An old workbook (.xls), or one locked by a password: both come in the same wrapping.
    Ole,
    Text,
    Other(&'static str),
    Nothing,
}

fn looks(head: &[u8]) -> Looks {
    let known: [(&[u8], Looks); 8] = [
        (b"PK\x03\x04", Looks::Zip),
        (b"\xd0\xcf\x11\xe0", Looks::Ole),
        (b"%PDF", Looks::Other("PDF")),
        (b"{\\rtf", Looks::Other("RTF")),
        (b"\x89PNG", Looks::Other("PNG")),
        (b"\xff\xd8\xff", Looks::Other("JPEG")),
        (b"\xff\xfe", Looks::Other("UTF-16")),
        (b"\xfe\xff", Looks::Other("UTF-16")),
    ];
    if let Some((_, found)) = known.iter().find(|(magic, _)| head.starts_with(magic)) {
        return *found;
    }
    let begins = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    match () {
        () if head.is_empty() => Looks::Nothing,
        () if head.contains(&0) => Looks::Other("?"),
        () if begins.starts_with("<!doctype html") || begins.starts_with("<html") => Looks::Other("HTML"),
        () if begins.starts_with("<?xml") => Looks::Other("XML"),
        () => Looks::Text,
    }
}

/// Bytes looked at to tell what a file is.
const HEAD_BYTES: u64 = 512;

impl<R: Read + Seek> Book<R> {
    /// Opens a table. `name` is the file's name, whose ending must not say otherwise than its bytes.
    ///
    /// # Errors
    /// When it is no table, not what its name says, damaged, or beyond the limits.
    pub fn open(mut source: R, name: &str, limits: Limits) -> Result<Self, TableError> {
        let mut head = Vec::new();
        source.seek(SeekFrom::Start(0)).map_err(TableError::io)?;
        (&mut source).take(HEAD_BYTES).read_to_end(&mut head).map_err(TableError::io)?;
        source.seek(SeekFrom::Start(0)).map_err(TableError::io)?;
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        let found = looks(&head);
        match (found, ending.as_str()) {
            (Looks::Nothing, _) => Err(TableErrorKind::Nothing.into()),
            (Looks::Ole, _) => Err(TableErrorKind::OldOrLocked.into()),
            (Looks::Other("UTF-16"), _) => Err(TableErrorKind::NotUtf8(1).into()),
            (Looks::Other(kind), _) => Err(TableErrorKind::NotATable(kind).into()),
            (Looks::Zip, "xlsx" | "xlsm" | "") => {
                let workbook = xlsx::Workbook::open(source, &limits)?;
                Ok(Self { kind: Kind::Workbook(Box::new(workbook)), limits })
            }
            (Looks::Text, "csv" | "txt" | "tsv" | "") => Ok(Self { kind: Kind::Csv(source), limits }),
            (Looks::Zip, _) => Err(TableErrorKind::NotWhatItsNameSays { ending, found: "ZIP/XLSX" }.into()),
            (Looks::Text, _) => Err(TableErrorKind::NotWhatItsNameSays { ending, found: "văn bản/text" }.into()),
        }
    }

    /// The names of its sheets; one empty name for CSV.
    #[must_use]
    pub fn sheets(&self) -> Vec<String> {
        match &self.kind {
            Kind::Workbook(workbook) => workbook.sheets(),
            Kind::Csv(_) => vec![String::new()],
        }
    }

    /// Reads a sheet row by row; an empty name takes the first. May be asked again.
    ///
    /// # Errors
    /// When there is no such sheet, it is damaged, or goes beyond the limits; rows told before stay told.
    pub fn each_row(&mut self, sheet: &str, each: Each<'_>) -> Result<(), TableError> {
        match &mut self.kind {
            Kind::Workbook(workbook) => workbook.each_row(sheet, &self.limits, each),
            Kind::Csv(source) => {
                source.seek(SeekFrom::Start(0)).map_err(TableError::io)?;
                csv::each_row(source, &self.limits, each)
            }
        }
    }
}

impl<R: Read + Seek> std::fmt::Debug for Book<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book").field("sheets", &self.sheets()).finish_non_exhaustive()
    }
}
