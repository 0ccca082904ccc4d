//! Why a table could not be read: what, where and what to do, in Vietnamese and in English. Decides nothing.

use std::fmt;

/// A table that could not be read (further).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// What is wrong.
    pub kind: TableErrorKind,
}

/// What is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableErrorKind {
    /// The source gave an input/output error.
    Io(String),
    /// The file is empty.
    Nothing,
    /// Another kind of file; which.
    NotATable(&'static str),
    /// The ending of the name and the bytes disagree.
    NotWhatItsNameSays {
        /// The ending.
        ending: String,
        /// What the bytes are.
        found: &'static str,
    },
    /// The old .xls wrapping, or a workbook locked by a password.
    OldOrLocked,
    /// A ZIP file that is no workbook, or a damaged one.
    Damaged(String),
    /// No sheet of this name; the names there are.
    NoSheet {
        /// Asked for.
        name: String,
        /// What there is.
        there: Vec<String>,
    },
    /// More rows than this in a sheet.
    TooManyRows(u32),
    /// More columns than this, in which row.
    TooManyColumns {
        /// Row.
        row: u32,
        /// Columns allowed.
        columns_max: u32,
    },
    /// More unpacked bytes than this, in a part or in all of them.
    TooLarge(u64),
    /// A tag, text or line longer than this many bytes.
    PieceTooLong(usize),
    /// More parts than this.
    TooManyParts(usize),
    /// Bytes that are not UTF-8, in which row.
    NotUtf8(u32),
    /// A quoted value of a CSV row that does not end.
    QuoteOpen(u32),
}

impl From<TableErrorKind> for TableError {
    fn from(kind: TableErrorKind) -> Self {
        Self { kind }
    }
}

impl TableError {
    #[expect(clippy::needless_pass_by_value, reason = "shaped for map_err")]
    pub(super) fn io(error: std::io::Error) -> Self {
        TableErrorKind::Io(error.to_string()).into()
    }

    pub(super) fn damaged(error: impl fmt::Display) -> Self {
        TableErrorKind::Damaged(error.to_string()).into()
    }

    /// For the reader of the screen.
    #[must_use]
    pub fn vi(&self) -> String {
        match &self.kind {
            TableErrorKind::Io(why) => format!("Không đọc được tệp ({why}). Xin kiểm tra tệp rồi thử lại."),
            TableErrorKind::Nothing => "Tệp trống. Xin chọn tệp .xlsx hoặc .csv có dữ liệu.".to_owned(),
            TableErrorKind::NotATable("?") => {
                "Tệp không phải bảng tính. Xin chọn tệp .xlsx hoặc .csv.".to_owned()
            }
            TableErrorKind::NotATable(kind) => {
                format!("Tệp là {kind}, không phải bảng tính. Xin chọn tệp .xlsx hoặc .csv.")
            }
            TableErrorKind::NotWhatItsNameSays { ending, found } => format!(
                "Tên tệp kết thúc bằng “.{ending}” nhưng bên trong là {found}. Xin lưu lại đúng dạng .xlsx hoặc .csv."
            ),
            TableErrorKind::OldOrLocked => {
                "Tệp là dạng .xls cũ hoặc có mật khẩu. Xin mở bằng Excel hoặc LibreOffice, bỏ mật khẩu và lưu thành .xlsx."
                    .to_owned()
            }
            TableErrorKind::Damaged(why) => {
                format!("Tệp .xlsx bị hỏng hoặc không phải bảng tính ({why}). Xin mở và lưu lại thành .xlsx.")
            }
            TableErrorKind::NoSheet { name, there } => {
                format!("Tệp không có trang tính “{name}”. Các trang có: {}.", quoted(there))
            }
            TableErrorKind::TooManyRows(rows) => format!(
                "Trang tính có hơn {rows} dòng dữ liệu. Xin tách thành nhiều tệp, chỉ giữ hồ sơ còn đang giải quyết."
            ),
            TableErrorKind::TooManyColumns { row, columns_max } => {
                format!("Dòng {row} có hơn {columns_max} cột. Xin xóa các cột không cần.")
            }
            TableErrorKind::TooLarge(bytes) => format!(
                "Tệp giải nén ra quá {} MiB. Xin tách tệp hoặc xóa hình ảnh, định dạng thừa.",
                bytes >> 20
            ),
            TableErrorKind::PieceTooLong(bytes) => format!("Một ô dài quá {bytes} byte. Xin rút gọn nội dung ô."),
            TableErrorKind::TooManyParts(parts) => {
                format!("Tệp .xlsx có hơn {parts} thành phần. Xin chép dữ liệu sang một tệp mới.")
            }
            TableErrorKind::NotUtf8(row) => {
                format!("Dòng {row} không phải bảng mã UTF-8. Xin lưu lại tệp dạng “CSV UTF-8”.")
            }
            TableErrorKind::QuoteOpen(row) => {
                format!("Dòng {row} có dấu nháy kép mở mà không đóng. Xin sửa dòng này.")
            }
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match &self.kind {
            TableErrorKind::Io(why) => format!("cannot read the file ({why}); check it and try again"),
            TableErrorKind::Nothing => "the file is empty; choose an .xlsx or .csv file with data".to_owned(),
            TableErrorKind::NotATable("?") => "the file is no table; choose an .xlsx or .csv file".to_owned(),
            TableErrorKind::NotATable(kind) => format!("the file is {kind}, no table; choose an .xlsx or .csv file"),
            TableErrorKind::NotWhatItsNameSays { ending, found } => {
                format!("the name ends in “.{ending}” but the bytes are {found}; save it as .xlsx or .csv")
            }
            TableErrorKind::OldOrLocked => {
                "the file is an old .xls or locked by a password; unlock it and save it as .xlsx".to_owned()
            }
            TableErrorKind::Damaged(why) => format!("damaged, or no workbook ({why}); open it and save it as .xlsx"),
            TableErrorKind::NoSheet { name, there } => format!("no sheet “{name}”; there are {}", quoted(there)),
            TableErrorKind::TooManyRows(rows) => {
                format!("more than {rows} rows of data; split the file and keep only open cases")
            }
            TableErrorKind::TooManyColumns { row, columns_max } => {
                format!("row {row} has more than {columns_max} columns; delete those not needed")
            }
            TableErrorKind::TooLarge(bytes) => {
                format!("unpacks to more than {} MiB; split it or delete pictures and formats", bytes >> 20)
            }
            TableErrorKind::PieceTooLong(bytes) => format!("a cell is longer than {bytes} bytes; shorten it"),
            TableErrorKind::TooManyParts(parts) => format!("more than {parts} parts; copy the data into a new file"),
            TableErrorKind::NotUtf8(row) => format!("row {row} is not UTF-8; save the file as “CSV UTF-8”"),
            TableErrorKind::QuoteOpen(row) => format!("row {row} opens a quote that never ends; correct it"),
        }
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.vi(), self.en())
    }
}

impl std::error::Error for TableError {}
