//! A table as CSV. A value that a spreadsheet would run is told to be text by an apostrophe before it.

use std::io::Write;

use csv::{Terminator, Writer, WriterBuilder};

use super::{Cell, Head, SheetError};

/// So that spreadsheets take the text for UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A table being written as text.
pub struct CsvSheet<W: Write>(Writer<W>);

impl<W: Write> CsvSheet<W> {
    pub(super) fn begin(heads: &[Head], mut out: W) -> Result<Self, SheetError> {
        out.write_all(BYTE_ORDER_MARK)?;
        let mut sheet = Self(WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out));
        sheet.record(heads.iter().map(|head| harmless(&head.label)))?;
        Ok(sheet)
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> Result<(), SheetError> {
        self.record(cells.iter().map(written))
    }

    fn record(&mut self, values: impl Iterator<Item = String>) -> Result<(), SheetError> {
        self.0.write_record(values).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => SheetError::Io(error),
            other => SheetError::Format(format!("{other:?}")),
        })
    }

    pub(super) fn end(mut self) -> Result<(), SheetError> {
        Ok(self.0.flush()?)
    }
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => harmless(text),
        Cell::Number(number) => number.to_string(),
        Cell::Day { year, month, day } => format!("{day:02}/{month:02}/{year:04}"),
        Cell::Nothing => String::new(),
    }
}

/// OWASP, "CSV Injection": these beginnings make a spreadsheet run what follows.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
