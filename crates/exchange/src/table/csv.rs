//! CSV after RFC 4180 in UTF-8, with comma, semicolon or tab between values, as the first row that has one of them.
//!
//! A quoted value may hold separators and line ends. All cells are text. Not here: meaning.

use std::io::{BufRead, BufReader, Read};

use super::{Cell, Each, Limits, Row, TableError, TableErrorKind};

/// Reads rows until they end or nobody wants more.
pub(super) fn each_row(source: &mut dyn Read, limits: &Limits, each: Each<'_>) -> Result<(), TableError> {
    let mut lines = Lines { source: BufReader::new(source), limits, read: 0 };
    let (mut separator, mut number, mut told) = (None, 0_u32, 0_u32);
    while let Some(record) = lines.record(number.saturating_add(1))? {
        number = number.saturating_add(1);
        let text = if number == 1 { record.trim_start_matches('\u{feff}') } else { &record };
        separator = separator.or_else(|| separator_of(text));
        let cells = values(text, separator.unwrap_or(','));
        if cells.iter().all(Cell::is_blank) {
            continue;
        }
        if u32::try_from(cells.len()).unwrap_or(u32::MAX) > limits.columns {
            return Err(TableErrorKind::TooManyColumns { row: number, columns_max: limits.columns }.into());
        }
        if told >= limits.rows {
            return Err(TableErrorKind::TooManyRows(limits.rows).into());
        }
        told += 1;
        if each(Row { number, cells }).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

struct Lines<'l, R> {
    source: R,
    limits: &'l Limits,
    /// Bytes read so far.
    read: u64,
}

impl<R: BufRead> Lines<'_, R> {
    /// The next record: a line, and those after it while a quote is open.
    fn record(&mut self, number: u32) -> Result<Option<String>, TableError> {
        let (mut bytes, mut open) = (Vec::new(), false);
        loop {
            let before = bytes.len();
            let room = self.limits.piece_bytes.saturating_add(1).saturating_sub(before);
            let read = (&mut self.source)
                .take(u64::try_from(room).unwrap_or(u64::MAX))
                .read_until(b'\n', &mut bytes)
                .map_err(TableError::io)?;
            if bytes.len() > self.limits.piece_bytes {
                return Err(TableErrorKind::PieceTooLong(self.limits.piece_bytes).into());
            }
            self.read = self.read.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
            if self.read > self.limits.sheet_bytes {
                return Err(TableErrorKind::TooLarge(self.limits.sheet_bytes).into());
            }
            // Only what came new: a value of a million lines is not counted anew at each of them.
            open ^= bytes.iter().skip(before).filter(|byte| **byte == b'"').count() % 2 == 1;
            match (read, before, open) {
                (0, 0, _) => return Ok(None),
                (0, _, true) => return Err(TableErrorKind::QuoteOpen(number).into()),
                (_, _, true) => {}
                _ => break,
            }
        }
        if bytes.contains(&0) {
            return Err(TableErrorKind::NotATable("?").into());
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned())),
            Err(_) => Err(TableErrorKind::NotUtf8(number).into()),
        }
    }
}

/// What stands oftenest between the values of a row.
fn separator_of(text: &str) -> Option<char> {
    let mut quoted = false;
    let mut counts = [(';', 0), (',', 0), ('\t', 0)];
    for c in text.chars() {
        quoted ^= c == '"';
        if let Some((_, count)) = counts.iter_mut().find(|(by, _)| *by == c && !quoted) {
            *count += 1;
        }
    }
    let most = counts.iter().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 0);
    most.map(|(by, _)| *by)
}

fn values(text: &str, separator: char) -> Vec<Cell> {
    let (mut cells, mut value, mut quoted) = (Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => {
                value.push('"');
                rest.next();
            }
            '"' => quoted = !quoted,
            c if c == separator && !quoted => cells.push(cell(std::mem::take(&mut value))),
            c => value.push(c),
        }
    }
    cells.push(cell(value));
    cells
}

fn cell(text: String) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}
