//! Reports: indicators over a period, as of a ledger position, with the records behind every figure.
//!
//! What is counted, in which order and with which words is said by the catalogue; only the leaders' board (`dashboard`)
//! names indicators and fields. A report is taken from [`Office::as_of`](crate::Office::as_of): the same position gives
//! the same figures for ever. Not here: what a fact is (`kernel::figures`), writing facts (`project`), pages (web).

pub mod address;
mod annual;
mod check;
mod count;
pub mod dashboard;
mod fail;
mod form;
mod issue;
mod parallel;
mod period;
mod records;
mod words;
mod year;

pub use annual::{ANNUAL, Annual, Block, English, FigureValue, Span};
pub use check::Checked;
pub use count::{AsOf, Asked, Breakdown, Held};
pub use fail::ReportFail;
pub use form::{Cell, Form, Head, Row};
pub use issue::{Issued, Verified, may_issue};
pub use period::{Length, Period, Reckoning};
pub use records::{Behind, Eyes, PAGE_RECORDS_MAX, Record, Records};
pub use year::YearFigures;

/// What is printed of figures that no leaf of the public log bears out, in Vietnamese and in English.
pub const NOT_TOLD: (&str, &str) = (
    "Số liệu không kiểm chứng công khai được: nhật ký công khai không nói đủ để đếm lại.",
    "The public cannot check these figures: the public log does not tell enough to count them again.",
);
/// The mark of such a figure, which the note under the table explains.
pub const NOT_TOLD_MARK: &str = "*";

pub(crate) use count::{Kept, TypeKey};
