//! Workbooks (.xlsx) through calamine: cell after cell becomes row after row.
//!
//! Not here: limits on what unpacks (`guard`), meaning.

use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};

use super::{Cell, Each, Limits, Moment, Row, TableError, TableErrorKind, guard};

/// An opened workbook.
pub(super) struct Workbook<R: Read + Seek> {
    inner: Xlsx<R>,
}

impl<R: Read + Seek> Workbook<R> {
    pub(super) fn open(mut source: R, limits: &Limits) -> Result<Self, TableError> {
        guard::measure(&mut source, limits)?;
        source.seek(SeekFrom::Start(0)).map_err(TableError::io)?;
        let inner = Xlsx::new(source).map_err(TableError::damaged)?;
        if inner.sheet_names().is_empty() {
            return Err(TableErrorKind::Nothing.into());
        }
        Ok(Self { inner })
    }

    pub(super) fn sheets(&self) -> Vec<String> {
        self.inner.sheet_names()
    }

    pub(super) fn each_row(&mut self, sheet: &str, limits: &Limits, each: Each<'_>) -> Result<(), TableError> {
        let there = self.inner.sheet_names();
        let wanted = if sheet.is_empty() { there.first() } else { there.iter().find(|name| *name == sheet) };
        let Some(name) = wanted else {
            return Err(TableErrorKind::NoSheet { name: sheet.to_owned(), there }.into());
        };
        let mut cells = self.inner.worksheet_cells_reader(name).map_err(TableError::damaged)?;
        let mut rows = Rows { limits, told: 0, row: None, each };
        while let Some(read) = cells.next_cell_with_formula_metadata().map_err(TableError::damaged)? {
            let cell = match cell_of(read.value) {
                Cell::Empty if read.formula.is_some() => Cell::NoValue,
                Cell::Empty => continue,
                cell => cell,
            };
            if rows.take(read.pos, cell)?.is_break() {
                return Ok(());
            }
        }
        rows.tell().map(|_ended| ())
    }
}

/// Rows as they are put together.
struct Rows<'e, 'l> {
    limits: &'l Limits,
    told: u32,
    row: Option<Row>,
    each: Each<'e>,
}

impl Rows<'_, '_> {
    fn take(&mut self, (row, column): (u32, u32), cell: Cell) -> Result<ControlFlow<()>, TableError> {
        let number = row.saturating_add(1);
        if let Some(open) = &self.row
            && open.number != number
        {
            if open.number > number {
                return Err(TableError::damaged(format!("row {number} after row {}", open.number)));
            }
            if self.tell()?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        if column >= self.limits.columns {
            return Err(TableErrorKind::TooManyColumns { row: number, columns_max: self.limits.columns }.into());
        }
        let open = self.row.get_or_insert_with(|| Row { number, cells: Vec::new() });
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if open.cells.len() <= column {
            open.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = open.cells.get_mut(column) {
            *place = cell;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Tells the row that is put together.
    fn tell(&mut self) -> Result<ControlFlow<()>, TableError> {
        let Some(row) = self.row.take() else { return Ok(ControlFlow::Continue(())) };
        if self.told >= self.limits.rows {
            return Err(TableErrorKind::TooManyRows(self.limits.rows).into());
        }
        self.told += 1;
        Ok((self.each)(row))
    }
}

fn cell_of(value: DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(n) => Cell::Text(n.to_string()),
        DataRef::Float(n) => Cell::Number(n),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_of(text),
        DataRef::SharedString(text) => text_of(text.to_owned()),
        DataRef::Bool(flag) => Cell::Flag(flag),
        DataRef::DateTime(moment) => moment_of(moment),
        DataRef::Error(fault) => Cell::Fault(fault.to_string()),
    }
}

fn text_of(text: String) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

/// A moment; a mere duration, and what lies before spreadsheets count, is a number.
fn moment_of(moment: ExcelDateTime) -> Cell {
    let value = moment.as_f64();
    if moment.is_duration() || !value.is_finite() || !(1.0..2_958_466.0).contains(&value) {
        return Cell::Number(value);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    Cell::Moment(Moment { year, month, day, hour, minute, second })
}
