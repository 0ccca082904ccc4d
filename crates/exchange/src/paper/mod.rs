//! A document as the office lays it on the table: letterhead, text, tables, recipients, signature. One value, two forms.
//!
//! `print` typesets it as PDF/A after Nghị định 30/2020/NĐ-CP, phụ lục I; [`book`] writes its tables as a workbook whose sums and
//! shares are live. Figures come with their printed words, so that both forms say the same. Not here: where figures
//! come from (`office`), fonts and layout (`print`).

mod book;
mod square;

pub use self::book::book;
pub use self::square::{SQUARE_BYTES_MAX, square};

use serde::{Deserialize, Serialize};

/// A document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Who issues it, where.
    pub letterhead: Letterhead,
    /// Name of its kind: "Báo cáo"; empty for a công văn, which has none.
    pub kind: String,
    /// What it is about (trích yếu).
    pub subject: String,
    /// "Kính gửi".
    pub addressees: Vec<String>,
    /// The text.
    pub body: Vec<Block>,
    /// "Nơi nhận", without dash and semicolon.
    pub recipients: Vec<String>,
    /// Who signs; nobody signs a list.
    pub signature: Option<Signature>,
    /// Who signs on the left, beside: whoever hands papers in.
    pub countersigned: Option<Signature>,
    /// The sheet of paper.
    pub sheet: Sheet,
    /// Across the page, for tables that need it.
    pub landscape: bool,
    /// The day on which it was made, which the file carries.
    pub made: Day,
    /// Where its figures come from, small at the foot of every page.
    pub source: String,
}

/// A size of paper (TCVN 1270, ISO 216).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sheet {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 148 × 210 mm, the size of forms 01 to 05 of the one-stop shop (Thông tư 01/2018/TT-VPCP, Điều 9).
    A5,
}

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day, 1 to 31.
    pub day: u32,
}

impl Default for Day {
    fn default() -> Self {
        Self { year: 1970, month: 1, day: 1 }
    }
}

/// Who issues a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letterhead {
    /// The agency above (cơ quan chủ quản); may be empty.
    pub above: String,
    /// The agency, line by line.
    pub agency: Vec<String>,
    /// The number; empty leaves room for it.
    pub number: String,
    /// The symbol behind it: "BC-VP"; empty for a list, which has no number.
    pub symbol: String,
    /// Where: "Thanh Hóa".
    pub place: String,
    /// When, in words: "ngày 05 tháng 3 năm 2026".
    pub date: String,
    /// Number of the form, where the law prescribes one.
    pub form: String,
}

/// Who signs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Authority and office: "TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG".
    pub lines: Vec<String>,
    /// Name; empty leaves it to the pen.
    pub name: String,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// Heading of a section, numbered as the document counts them: "I. Chỉ đạo, điều hành".
    Heading {
        /// Words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its pieces.
        spans: Vec<Span>,
    },
    /// A note in small print.
    Note {
        /// Words.
        text: String,
    },
    /// What is known of something: label and value.
    Facts {
        /// In order.
        facts: Vec<Fact>,
    },
    /// A table.
    Table {
        /// The table.
        table: Table,
    },
    /// Two years side by side as bars.
    Bars {
        /// The bars.
        bars: Bars,
    },
    /// What happened, in order.
    Timeline {
        /// In order.
        entries: Vec<Entry>,
    },
    /// What follows begins on a new page, as an appendix with this title; may lie across.
    Appendix {
        /// Title.
        title: String,
        /// What it belongs to.
        of: String,
    },
    /// A square code (QR) with words beside it: see [`square`].
    Square {
        /// Modules on a side.
        side: u32,
        /// Dark modules.
        runs: Vec<Run>,
        /// Lines beside it.
        words: Vec<String>,
    },
    /// A file that the printed file carries; not seen on paper.
    Attached {
        /// Its name.
        name: String,
        /// Media type.
        media: String,
        /// What it is.
        about: String,
        /// What it holds.
        text: String,
    },
}

/// Dark modules of a square code in one row, side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Column of the first.
    pub x: u32,
    /// Row.
    pub y: u32,
    /// How many.
    pub length: u32,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Words.
    pub text: String,
    /// A figure, set bold.
    pub strong: bool,
}

/// Label and value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What.
    pub label: String,
    /// Its value.
    pub value: String,
}

/// Something that happened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// What, as a sentence.
    pub said: String,
    /// What it changed.
    pub details: Vec<String>,
    /// What was written.
    pub words: String,
}

/// Two series of bars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bars {
    /// Title.
    pub title: String,
    /// Name of the first series: "2023".
    pub now: String,
    /// Name of the second: "2022".
    pub before: String,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// A pair of bars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bar {
    /// What is counted.
    pub label: String,
    /// Count and its print in the first series.
    pub now: (u64, String),
    /// The same in the second.
    pub before: (u64, String),
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Rows of the head; spans fill the columns.
    pub head: Vec<Vec<Head>>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its share of the width beside the others.
    pub width: u32,
    /// Where its cells stand.
    pub side: Side,
}

/// Where cells stand in their column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Words, to the left.
    Left,
    /// Short signs, in the middle.
    Centre,
    /// Figures, to the right.
    Right,
}

/// A cell of the head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Words.
    pub text: String,
    /// How many columns it stands over.
    pub columns: u32,
    /// How many rows of the head it takes.
    pub rows: u32,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// A sum or the name of a group: set bold, and not part of a sum itself.
    pub strong: bool,
    /// Its cells, one for each column.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// As printed.
    pub text: String,
    /// The number behind it, for a workbook.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<i64>,
    /// How a workbook comes to it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub live: Option<Live>,
}

impl Cell {
    /// Words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A count.
    #[must_use]
    pub fn number(value: u64, text: impl Into<String>) -> Self {
        Self { text: text.into(), number: i64::try_from(value).ok(), live: None }
    }

    /// The same, come to by a formula.
    #[must_use]
    pub fn live(mut self, live: Live) -> Self {
        self.live = Some(live);
        self
    }
}

/// Where a cell of the same table is: row and column from 0, the head not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct At {
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u16,
}

/// How a workbook comes to the value of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum Live {
    /// The sum of the column's rows from one to another, both included.
    Sum {
        /// First row.
        first: u32,
        /// Last row.
        last: u32,
    },
    /// The sum of these columns of the same row.
    Add {
        /// Columns.
        columns: Vec<u16>,
    },
    /// One less another.
    Difference {
        /// From this…
        from: At,
        /// …this is taken.
        less: At,
    },
    /// By how much one has grown over another, in percent; nothing without a base.
    Growth {
        /// Now.
        now: At,
        /// Before.
        before: At,
    },
    /// One as a share of another in percent: never 100 while one is missing, never 0 while one is there.
    Share {
        /// Part.
        part: At,
        /// Whole.
        whole: At,
    },
}
