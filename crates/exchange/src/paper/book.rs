//! A document as a workbook: one sheet with its tables, sums and shares as formulas that go on living.
//!
//! Every formula carries its result, so that a program which only reads shows the figures of the paper. Words are
//! written as words: what looks like a formula is never run. Not here: long registers (`sheet`).

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

use super::{At, Block, Cell, Document, Live, Side, Table};
use crate::sheet::SheetError;
use crate::sheet::{cut, sheet_name};

/// Characters of a column of width 1.
const WIDTH_UNIT: f64 = 1.9;
/// Characters that a line of the sheet takes before it is wrapped.
const LINE_CHARACTERS: usize = 110;
/// Points of a line.
const LINE_POINTS: f64 = 16.0;

/// The workbook's bytes.
///
/// # Errors
/// When a table does not fit a sheet.
pub fn book(document: &Document) -> Result<Vec<u8>, SheetError> {
    let mut workbook = Workbook::new();
    let looks = Looks::new();
    let mut page = Page { sheet: Worksheet::new(), next: 0, columns: columns(document), looks: &looks };
    let said = |e: XlsxError| SheetError::Format(e.to_string());
    page.write(document).map_err(said)?;
    let mut sheet = page.sheet;
    sheet.set_name(sheet_name(&document.subject)).map_err(said)?;
    if document.landscape {
        sheet.set_landscape();
    }
    sheet.set_paper_size(PAPER_A4).set_print_fit_to_pages(1, 0);
    workbook.push_worksheet(sheet);
    workbook.save_to_buffer().map_err(said)
}

/// A4, as ECMA-376 numbers sheets of paper.
const PAPER_A4: u8 = 9;

/// The columns of the widest table; what stands above it spans them.
fn columns(document: &Document) -> u16 {
    let widest = document.body.iter().filter_map(|block| match block {
        Block::Table { table } => Some(table.columns.len()),
        _ => None,
    });
    u16::try_from(widest.max().unwrap_or(1)).unwrap_or(u16::MAX).max(1)
}

/// The formats in use.
struct Looks {
    plain: Format,
    title: Format,
    head: Format,
    note: Format,
}

impl Looks {
    fn new() -> Self {
        let base = Format::new().set_font_name("Times New Roman").set_font_size(12).set_text_wrap();
        let centred = |f: Format| f.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        Self {
            title: centred(base.clone().set_bold()),
            head: centred(base.clone().set_bold().set_border(FormatBorder::Thin)),
            note: base.clone().set_italic(),
            plain: base,
        }
    }

    /// The format of a table's cell.
    fn cell(&self, side: Side, strong: bool, shown: &str) -> Format {
        let mut format = self.plain.clone().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
        format = match side {
            Side::Left => format.set_align(FormatAlign::Left),
            Side::Centre => format.set_align(FormatAlign::Center),
            Side::Right => format.set_align(FormatAlign::Right),
        };
        if strong {
            format = format.set_bold();
        }
        if shown.is_empty() { format } else { format.set_num_format(shown) }
    }
}

/// A sheet being filled from the top.
struct Page<'a> {
    sheet: Worksheet,
    next: u32,
    columns: u16,
    looks: &'a Looks,
}

impl Page<'_> {
    fn write(&mut self, document: &Document) -> Result<(), XlsxError> {
        let looks = self.looks;
        let head = &document.letterhead;
        self.line(&head.above.to_uppercase(), &looks.plain)?;
        self.line(&head.agency.join(" ").to_uppercase(), &looks.plain.clone().set_bold())?;
        if !head.form.is_empty() {
            self.line(&format!("Biểu số {}", head.form), &looks.note)?;
        }
        self.next += 1;
        self.line(&document.kind.to_uppercase(), &looks.title)?;
        self.line(&document.subject, &looks.title)?;
        self.next += 1;
        for block in &document.body {
            self.block(block)?;
        }
        self.next += 1;
        self.line(&document.source, &looks.note)
    }

    fn block(&mut self, block: &Block) -> Result<(), XlsxError> {
        let looks = self.looks;
        match block {
            Block::Heading { text } => self.line(text, &looks.plain.clone().set_bold()),
            Block::Paragraph { spans } => {
                let text: String = spans.iter().map(|s| s.text.as_str()).collect();
                self.line(&text, &looks.plain)
            }
            Block::Note { text } => self.line(text, &looks.note),
            Block::Facts { facts } => {
                facts.iter().try_for_each(|f| self.line(&format!("{}: {}", f.label, f.value), &looks.plain))
            }
            Block::Timeline { entries } => {
                entries.iter().try_for_each(|e| self.line(&format!("{}  {} {}", e.at, e.who, e.said), &looks.plain))
            }
            Block::Appendix { title, .. } => {
                self.next += 1;
                self.line(title, &looks.title)
            }
            // The figures of the bars stand in a table.
            Block::Bars { .. } | Block::Square { .. } | Block::Attached { .. } => Ok(()),
            Block::Table { table } => self.table(table),
        }
    }

    /// Words over the whole width.
    fn line(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        if text.is_empty() {
            return Ok(());
        }
        let text = cut(text);
        if self.columns > 1 {
            self.sheet.merge_range(self.next, 0, self.next, self.columns - 1, "", format)?;
        }
        self.sheet.write_string_with_format(self.next, 0, &text, format)?;
        let lines = u32::try_from(text.chars().count() / LINE_CHARACTERS + 1).unwrap_or(u32::MAX);
        self.sheet.set_row_height(self.next, f64::from(lines) * LINE_POINTS)?;
        self.next += 1;
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), XlsxError> {
        for (at, column) in (0_u16..).zip(&table.columns) {
            self.sheet.set_column_width(at, f64::from(column.width) * WIDTH_UNIT)?;
        }
        self.head(table)?;
        let first = self.next;
        for row in &table.rows {
            for ((at, cell), column) in (0_u16..).zip(&row.cells).zip(&table.columns) {
                self.cell(first, at, cell, column.side, row.strong)?;
            }
            self.next += 1;
        }
        Ok(())
    }

    fn head(&mut self, table: &Table) -> Result<(), XlsxError> {
        let format = &self.looks.head;
        let width = table.columns.len();
        // Rows of the head that a cell above still takes, for each column.
        let mut taken = vec![0_u32; width];
        for row in &table.head {
            let mut at = 0_usize;
            for cell in row {
                while taken.get(at).is_some_and(|left| *left > 0) {
                    at += 1;
                }
                let over = usize::try_from(cell.columns.max(1)).unwrap_or(width);
                for left in taken.iter_mut().skip(at).take(over) {
                    *left = cell.rows.max(1);
                }
                let column = u16::try_from(at).unwrap_or(u16::MAX);
                let last = column.saturating_add(u16::try_from(over).unwrap_or(u16::MAX)) - 1;
                let bottom = self.next + cell.rows.max(1) - 1;
                if bottom > self.next || last > column {
                    self.sheet.merge_range(self.next, column, bottom, last, "", format)?;
                }
                self.sheet.write_string_with_format(self.next, column, cut(&cell.text), format)?;
                at += over;
            }
            for left in &mut taken {
                *left = left.saturating_sub(1);
            }
            self.next += 1;
        }
        Ok(())
    }

    fn cell(&mut self, first: u32, column: u16, cell: &Cell, side: Side, strong: bool) -> Result<(), XlsxError> {
        let row = self.next;
        let as_percent = matches!(cell.live, Some(Live::Growth { .. } | Live::Share { .. }));
        let shown = match (as_percent, cell.number.is_some()) {
            (true, _) => "0.00%",
            (false, true) => "#,##0",
            (false, false) => "",
        };
        let format = self.looks.cell(side, strong, shown);
        match (&cell.live, cell.number) {
            (Some(live), number) => {
                let result = match number {
                    Some(number) if !as_percent => number.to_string(),
                    _ => as_fraction(&cell.text),
                };
                let formula = Formula::new(formula(live, first, row, column)).set_result(result);
                self.sheet.write_formula_with_format(row, column, formula, &format)?;
            }
            (None, Some(number)) => {
                self.sheet.write_number_with_format(row, column, as_float(number), &format)?;
            }
            (None, None) => {
                self.sheet.write_string_with_format(row, column, cut(&cell.text), &format)?;
            }
        }
        Ok(())
    }
}

/// A printed percentage as the number that a sheet holds: "99,99 %" → "0.9999"; words stay words.
fn as_fraction(text: &str) -> String {
    let bare = text.trim_end_matches('%').trim().replace('.', "").replace(',', ".");
    bare.parse::<f64>().map_or_else(|_| text.to_owned(), |percent| format!("{}", (percent * 100.0).round() / 10_000.0))
}

#[expect(
    clippy::cast_precision_loss,
    clippy::as_conversions,
    reason = "a sheet knows floats only; counts are far below 2^53"
)]
fn as_float(number: i64) -> f64 {
    number as f64
}

/// A formula of ECMA-376; `first` is the sheet's row of the table's first row.
fn formula(live: &Live, first: u32, row: u32, column: u16) -> String {
    let name = |at: &At| rust_xlsxwriter::utility::row_col_to_cell(first + at.row, at.column);
    let own = |column: u16| rust_xlsxwriter::utility::row_col_to_cell(row, column);
    match live {
        Live::Sum { first: from, last } => {
            let (from, last) = (At { row: *from, column }, At { row: *last, column });
            format!("=SUM({}:{})", name(&from), name(&last))
        }
        Live::Add { columns } => {
            let parts: Vec<String> = columns.iter().map(|c| own(*c)).collect();
            format!("={}", parts.join("+"))
        }
        Live::Difference { from, less } => format!("={}-{}", name(from), name(less)),
        Live::Growth { now, before } => {
            let (now, before) = (name(now), name(before));
            format!("=IF({before}=0,\"\",ROUND({now}/{before}-1,4))")
        }
        Live::Share { part, whole } => {
            let (part, whole) = (name(part), name(whole));
            let rounded = format!("ROUND({part}/{whole},4)");
            format!(
                "=IF({whole}=0,\"\",IF(AND({part}<{whole},{rounded}>=1),0.9999,IF(AND({part}>0,{rounded}=0),0.0001,{rounded})))"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_name_the_cells_of_the_sheet() {
        let at = |row, column| At { row, column };
        // The table's first row stands in row 8 of the sheet; the cell itself in row 10.
        let formula = |live: Live| formula(&live, 7, 9, 2);
        assert_eq!(formula(Live::Sum { first: 0, last: 1 }), "=SUM(C8:C9)");
        assert_eq!(formula(Live::Add { columns: vec![3, 4] }), "=D10+E10");
        assert_eq!(formula(Live::Difference { from: at(2, 3), less: at(2, 4) }), "=D10-E10");
        let growth = formula(Live::Growth { now: at(2, 3), before: at(2, 4) });
        assert_eq!(growth, "=IF(E10=0,\"\",ROUND(D10/E10-1,4))");
        let share = formula(Live::Share { part: at(0, 3), whole: at(1, 3) });
        assert!(share.starts_with("=IF(D9=0,\"\",IF(AND(D8<D9,") && share.contains(",0.9999,"), "{share}");
    }

    #[test]
    fn results_are_those_of_the_paper() {
        let said = ["99,99 %", "100 %", "-3,5 %", "1.250,00 %", "chưa xác định", ""];
        assert_eq!(said.map(as_fraction), ["0.9999", "1", "-0.035", "12.5", "chưa xác định", ""]);
    }
}
