//! A list as a file: the rows of the register at the same address, under the same columns, as CSV or XLSX.
//!
//! Rows flow to the browser while they are read (a workbook: when it is whole), so that memory does not grow with them. Few
//! at once, and none for ever: whoever takes nothing for a while loses the rest.
//! What breaks half-way breaks off the download; half a file never looks like a whole one. Not here: formats (`exchange`).

use std::io::{self, Write};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query as Asking, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use exchange::sheet::{Cell, Head, Kind, Sheet, SheetError};
use office::views::Sight;
use office::views::register::Query;
use tokio::runtime::Handle;
use tokio::sync::mpsc::error::SendTimeoutError;
use tokio::sync::mpsc::{Sender, channel};
use tokio::task::spawn_blocking;
use tokio_stream::wrappers::ReceiverStream;

use super::address::{self, Pairs};
use super::answer::Answer;
use super::columns::Columns;
use super::printing::{self, busy};
use super::visitor::{Asked, Visitor, visit};
use crate::pages::{self, Link};
use crate::state::AppState;
use crate::tongue::id;

/// Rows read in one go.
pub const ROWS_AT_ONCE: usize = 1_000;
/// Bytes sent in one go.
const PART_BYTES: usize = 64 * 1024;
/// Parts that may wait for a slow reader.
const PARTS_WAITING: usize = 4;
/// How long a part may wait to be taken, in seconds, before the export ends.
const PART_SECONDS_MAX: u64 = 30;

/// `GET /so/{type}/xuat/{kind}`
pub async fn send(
    State(state): State<AppState>,
    Path((code, kind)): Path<(String, String)>,
    Asking(pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    visit(state, asked, move |visitor| export(visitor, &code, &kind, pairs)).await
}

/// The ways out of a list at an address.
pub fn links(visitor: &Visitor, code: &str, pairs: &Pairs) -> Vec<Link> {
    let list = address::of_the_list(pairs);
    let pdf = visitor.state.press.as_ref().map(|_| printing::PDF);
    kinds(pdf, &|kind| format!("/so/{code}/xuat/{kind}?{list}"))
}

/// A link for each kind of file; what is printed comes first, where there is a press.
pub fn kinds(pdf: Option<&str>, href: &dyn Fn(&str) -> String) -> Vec<Link> {
    let link = |(label, kind): (&str, &str)| Link { label: label.to_owned(), href: href(kind) };
    let tables = [("Excel", Kind::Xlsx), ("CSV", Kind::Csv)].map(|(label, kind)| (label, kind.extension()));
    pdf.map(|kind| ("PDF", kind)).into_iter().chain(tables).map(link).collect()
}

/// The kind of table that an address names.
pub fn kind(word: &str) -> Option<Kind> {
    [Kind::Csv, Kind::Xlsx].into_iter().find(|k| k.extension() == word)
}

fn export(visitor: &Visitor, code: &str, word: &str, pairs: Pairs) -> Answer {
    let house = visitor.house();
    let found = house.catalogue()?.types.get(code).filter(|t| visitor.viewer.sight(t) != Sight::Nothing);
    let Some(case_type) = found.cloned() else { return Err(visitor.missing()) };
    let Some(kind) = kind(word) else { return printing::list(visitor, &case_type, &pairs, word) };
    let name = format!("{}-{}", case_type.code, visitor.now().date());
    let filing = visitor.for_a_file();
    Ok(stream(visitor, &name, kind, move |out| {
        let visitor = filing;
        let rows = u64::try_from(ROWS_AT_ONCE).unwrap_or(u64::MAX);
        let query = Query { rows, ..address::read(&case_type, visitor.house().org(), &pairs).0 };
        let columns = Columns::chosen(visitor.tongue, &case_type, &pairs);
        write(&visitor, &query, kind, &case_type.register, &columns, out)
    }))
}

/// A download that flows while it is written, away from the async threads; or the answer that too many do already.
pub fn stream(
    visitor: &Visitor,
    name: &str,
    kind: Kind,
    write: impl FnOnce(&mut Parts) -> Result<(), SheetError> + Send + 'static,
) -> Response {
    let Some(place) = visitor.state.exports.take() else { return busy(visitor, id("answer-exports-busy")) };
    let (sender, receiver) = channel(PARTS_WAITING);
    spawn_blocking(move || {
        let _place = place;
        let patience = Duration::from_secs(PART_SECONDS_MAX);
        let mut out = Parts { sender: sender.clone(), part: Vec::new(), patience };
        if let Err(error) = write(&mut out).and_then(|()| Ok(out.flush()?)) {
            tracing::warn!(%error, "an export broke off");
            // The reader may be gone already, or take nothing any more; the answer ends without its end then.
            drop(sender.try_send(Err(io::Error::other(error.to_string()))));
        }
    });
    let mut response = Response::new(Body::from_stream(ReceiverStream::new(receiver)));
    let set = [
        (CONTENT_TYPE, kind.media().to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{}\"", kind.extension())),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    let headers = response.headers_mut();
    headers.extend(set.into_iter().filter_map(|(name, value)| Some((name, HeaderValue::from_str(&value).ok()?))));
    response
}

fn write(
    visitor: &Visitor,
    query: &Query,
    kind: Kind,
    title: &str,
    columns: &Columns,
    out: &mut Parts,
) -> Result<(), SheetError> {
    let heads: Vec<Head> = columns.plain_heads().into_iter().map(head).collect();
    let mut sheet = Sheet::begin(kind, title, &heads, out)?;
    let mut failed = None;
    let read = visitor.state.office.register_rows(&visitor.viewer, query, &mut |line| {
        let cells: Vec<Cell> = columns.row(visitor, &line.case).cells.into_iter().map(cell).collect();
        failed = sheet.row(&cells).err();
        failed.is_none()
    });
    read.map_err(|e| SheetError::Format(e.to_string()))?;
    failed.map_or_else(|| sheet.end(), Err)
}

/// A head of a column.
pub fn head(column: pages::Column) -> Head {
    Head { label: column.label, wide: column.wide }
}

/// What stands on the screen, as data: a figure can be added up, a day sorted.
pub fn cell(shown: pages::Cell) -> Cell {
    match shown {
        pages::Cell::Text(text) | pages::Cell::Data(text) | pages::Cell::Code(text) => Cell::Text(text),
        pages::Cell::Number(text) => number(&text).unwrap_or(Cell::Text(text)),
        pages::Cell::When(moment) => day(&moment.datetime).unwrap_or(Cell::Text(moment.text)),
        pages::Cell::Deadline(due) => due.due.and_then(|d| day(&d.datetime)).unwrap_or(Cell::Text(due.word)),
        pages::Cell::Nothing => Cell::Nothing,
    }
}

fn number(text: &str) -> Option<Cell> {
    text.replace('.', "").parse().ok().map(Cell::Number)
}

/// The day of `2024-01-05` or `2024-01-05T16:30:00+07:00`.
fn day(datetime: &str) -> Option<Cell> {
    let mut parts = datetime.split('T').next()?.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Cell::Day { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? })
}

/// Collects what is written into parts and hands them to the answer.
pub struct Parts {
    sender: Sender<io::Result<Bytes>>,
    part: Vec<u8>,
    /// How long a part may wait to be taken.
    patience: Duration,
}

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.part.extend_from_slice(bytes);
        if self.part.len() >= PART_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.part.is_empty() {
            return Ok(());
        }
        let part = Bytes::from(std::mem::take(&mut self.part));
        // A reader who went away ends the export, and so does one who takes nothing: it holds a view of the ledger.
        let sent = Handle::current().block_on(self.sender.send_timeout(Ok(part), self.patience));
        sent.map_err(|error| match error {
            SendTimeoutError::Timeout(_) => io::Error::new(io::ErrorKind::TimedOut, "nobody takes it"),
            SendTimeoutError::Closed(_) => io::Error::new(io::ErrorKind::BrokenPipe, "the reader went away"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_export_that_nobody_takes_ends() {
        let (sender, mut receiver) = channel(1);
        let ended = spawn_blocking(move || {
            let mut out = Parts { sender, part: Vec::new(), patience: Duration::from_millis(50) };
            let part = vec![b'x'; PART_BYTES];
            (out.write(&part).map_err(|e| e.kind()), out.write(&part).map_err(|e| e.kind()))
        });
        assert_eq!(ended.await.unwrap(), (Ok(PART_BYTES), Err(io::ErrorKind::TimedOut)));
        assert_eq!(receiver.recv().await.unwrap().unwrap().len(), PART_BYTES);
        assert!(receiver.recv().await.is_none());
    }

    #[test]
    fn figures_and_days_are_data() {
        assert_eq!(number("27.283"), Some(Cell::Number(27_283)));
        assert_eq!(number("chưa rõ"), None);
        assert_eq!(day("2024-01-05T16:30:00+07:00"), Some(Cell::Day { year: 2024, month: 1, day: 5 }));
        assert_eq!(day("2024-01"), None);
    }
}
