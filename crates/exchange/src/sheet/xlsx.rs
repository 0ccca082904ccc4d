//! A table as a workbook of one sheet, kept in a temporary file while rows come and packed from there piece by piece.

use std::io::Write;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{Cell, Head, SheetError};

/// Rows that a sheet may have (ECMA-376 as spreadsheets read it), the head among them.
pub const ROWS_MAX: u32 = 1_048_576;
/// Longest text of a cell in UTF-16 units; what is longer is cut, with a sign.
const TEXT_UNITS_MAX: usize = 32_767;
/// Longest name of a sheet, in characters.
const NAME_CHARACTERS_MAX: usize = 31;
/// Widths of columns, in characters.
const WIDTH: f64 = 18.0;
const WIDTH_WIDE: f64 = 60.0;

/// A table being written as a workbook.
pub struct XlsxSheet<W: Write> {
    book: Workbook,
    next: u32,
    day: Format,
    number: Format,
    out: W,
}

impl<W: Write + Send> XlsxSheet<W> {
    pub(super) fn begin(title: &str, heads: &[Head], out: W) -> Result<Self, SheetError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory().map_err(format)?;
        sheet.set_name(sheet_name(title)).map_err(format)?;
        sheet.set_freeze_panes(1, 0).map_err(format)?;
        let bold = Format::new().set_bold().set_border_bottom(FormatBorder::Thin).set_text_wrap();
        // Where rows are not kept, widths must be said before the first of them.
        for (column, head) in (0_u16..).zip(heads) {
            sheet.set_column_width(column, if head.wide { WIDTH_WIDE } else { WIDTH }).map_err(format)?;
        }
        for (column, head) in (0_u16..).zip(heads) {
            sheet.write_string_with_format(0, column, &head.label, &bold).map_err(format)?;
        }
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let number = Format::new().set_num_format("#,##0");
        Ok(Self { book, next: 1, day, number, out })
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> Result<(), SheetError> {
        if self.next >= ROWS_MAX {
            return Err(SheetError::TooLong);
        }
        let (row, day, number) = (self.next, &self.day, &self.number);
        let sheet = self.book.worksheet_from_index(0).map_err(format)?;
        for (column, cell) in (0_u16..).zip(cells) {
            write(sheet, row, column, cell, day, number).map_err(format)?;
        }
        self.next += 1;
        Ok(())
    }

    pub(super) fn end(mut self) -> Result<(), SheetError> {
        self.book.save_to_writer(&mut self.out).map_err(format)?;
        Ok(self.out.flush()?)
    }
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    day_format: &Format,
    number_format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        // Written as text, so that nothing in it is ever run.
        Cell::Text(text) => sheet.write_string(row, column, cut(text))?,
        Cell::Number(number) => sheet.write_number_with_format(row, column, as_float(*number), number_format)?,
        Cell::Day { year, month, day } => {
            let date = ExcelDateTime::from_ymd(*year, *month, *day)?;
            sheet.write_datetime_with_format(row, column, &date, day_format)?
        }
        Cell::Nothing => return Ok(()),
    };
    Ok(())
}

#[expect(clippy::as_conversions, reason = "a workbook knows floats only; whole numbers up to 2^53 are exact in them")]
fn as_float(number: i64) -> f64 {
    number as f64
}

pub(crate) fn cut(text: &str) -> String {
    if text.encode_utf16().count() <= TEXT_UNITS_MAX {
        return text.to_owned();
    }
    let mut units = 1;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= TEXT_UNITS_MAX
    });
    kept.chain(std::iter::once('…')).collect()
}

pub(crate) fn sheet_name(title: &str) -> String {
    let clean = title.chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\'));
    let name: String = clean.take(NAME_CHARACTERS_MAX).collect();
    let name = name.trim_matches('\'').trim().to_owned();
    if name.is_empty() { "Bảng".to_owned() } else { name }
}

fn format(error: XlsxError) -> SheetError {
    match error {
        XlsxError::IoError(error) => SheetError::Io(error),
        other => SheetError::Format(other.to_string()),
    }
}
