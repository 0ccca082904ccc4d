//! Why a document could not be printed, in both languages.

use std::fmt;

use typst::diag::SourceDiagnostic;

/// Why a document could not be printed.
#[derive(Debug)]
pub enum PrintFail {
    /// The typesetter's own words.
    Typeset(String),
    /// What came in is no document.
    NoDocument(serde_json::Error),
    /// What came in is longer than a document may be.
    TooLong,
    /// Reading or writing failed.
    Io(std::io::Error),
}

impl PrintFail {
    pub(crate) fn typeset(found: &[SourceDiagnostic]) -> Self {
        let said: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
        Self::Typeset(said.join("; "))
    }

    /// In Vietnamese, with what to do.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Typeset(said) => format!("không dàn được trang ({said}). Xin báo lỗi này cho quản trị hệ thống."),
            Self::NoDocument(error) => format!("nội dung gửi đi in không đúng dạng ({error})"),
            Self::TooLong => "văn bản quá dài để in một lần. Xin lọc bớt, hoặc xuất bảng tính.".to_owned(),
            Self::Io(error) => format!("không đọc hoặc ghi được khi in ({error})"),
        }
    }

    /// In English, with what to do.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Typeset(said) => format!("cannot typeset the document ({said}). Tell the administrator."),
            Self::NoDocument(error) => format!("what came to be printed is no document ({error})"),
            Self::TooLong => "the document is too long to print. Filter it, or export a workbook.".to_owned(),
            Self::Io(error) => format!("cannot read or write while printing ({error})"),
        }
    }
}

impl fmt::Display for PrintFail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.vi(), self.en())
    }
}

impl std::error::Error for PrintFail {}

impl From<serde_json::Error> for PrintFail {
    fn from(error: serde_json::Error) -> Self {
        Self::NoDocument(error)
    }
}

impl From<std::io::Error> for PrintFail {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}
