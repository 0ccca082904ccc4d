//! Why a log could not be read: where, what and what to do, in Vietnamese and in English. Decides nothing.

use std::fmt;

/// A log that could not be read further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XesError {
    /// Line of the unpacked XML text, counted from 1, where the piece in question begins.
    pub line: u64,
    /// Byte of the unpacked XML text, counted from 0, where the piece in question begins.
    pub offset: u64,
    /// What is wrong.
    pub kind: XesErrorKind,
}

/// What is wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum XesErrorKind {
    /// The source gave an input/output error.
    Io(String),
    /// The file ends before the log does.
    Truncated,
    /// The gzip wrapping is damaged.
    Gzip(String),
    /// The file holds no `log` element at its root; the name of what it holds, empty for nothing.
    NotXes(String),
    /// Not well-formed XML.
    Malformed(String),
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// The XML declaration names another encoding than UTF-8.
    Encoding(String),
    /// A document type with an internal subset, the place where entities are defined.
    Doctype,
    /// A reference to an entity other than the five of XML.
    Entity(String),
    /// A tag, comment or run of text longer than this many bytes.
    PieceTooLong(usize),
    /// An attribute key or value longer than this many bytes.
    AttributeTooLong(usize),
    /// More XML attributes in one tag than this.
    TooManyXmlAttributes(usize),
    /// More XES attributes in one trace or event than this.
    TooManyAttributes(usize),
    /// More events in one trace than this.
    TooManyEvents(usize),
    /// A trace that takes more than this many bytes.
    TraceTooLarge(usize),
    /// Elements nested deeper than this many levels.
    TooDeep(usize),
    /// More than this many unpacked bytes.
    TooLarge(u64),
    /// More unpacked bytes per packed byte than this.
    TooDense(u64),
    /// Not one event has a timestamp.
    NoTimestamps,
}

impl XesError {
    /// The message for the reader of the screen: where, what, what to do.
    #[must_use]
    pub fn message_vi(&self) -> String {
        format!("Tệp XES, dòng {} (byte {}): {}", self.line, self.offset, self.kind.words_vi())
    }
}

impl fmt::Display for XesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "XES file, line {} (byte {}): {}", self.line, self.offset, self.kind.words_en())
    }
}

impl std::error::Error for XesError {}

impl XesErrorKind {
    fn words_vi(&self) -> String {
        match self {
            Self::Io(why) => format!("không đọc được dữ liệu ({why}). Hãy kiểm tra tệp rồi thử lại."),
            Self::Truncated => "tệp bị cắt ngang, nhật ký chưa kết thúc. Hãy tải lại hoặc xuất lại tệp.".into(),
            Self::Gzip(why) => format!("phần nén gzip bị hỏng ({why}). Hãy tải lại tệp."),
            Self::NotXes(found) if found.is_empty() => {
                "không tìm thấy phần tử <log>. Hãy chọn tệp nhật ký XES (IEEE 1849).".into()
            }
            Self::NotXes(found) => {
                format!("phần tử gốc là <{found}>, không phải <log>. Hãy chọn tệp nhật ký XES (IEEE 1849).")
            }
            Self::Malformed(why) => format!("XML sai cú pháp ({why}). Hãy xuất lại tệp từ hệ thống nguồn."),
            Self::NotUtf8 => "có byte không phải UTF-8. Hãy chuyển tệp sang UTF-8.".into(),
            Self::Encoding(name) => format!("bảng mã {name} không được nhận. Hãy chuyển tệp sang UTF-8."),
            Self::Doctype => "khai báo DOCTYPE có phần định nghĩa bên trong, không được nhận vì lý do an toàn. \
                              Hãy xóa khai báo đó."
                .into(),
            Self::Entity(name) => {
                format!("dùng thực thể &{name}; không được nhận. Hãy thay bằng ký tự tương ứng.")
            }
            Self::PieceTooLong(limit) => {
                format!("một thẻ hoặc đoạn văn bản dài quá {limit} byte. Hãy rút ngắn dữ liệu trước khi nhập.")
            }
            Self::AttributeTooLong(limit) => {
                format!("một thuộc tính dài quá {limit} byte. Hãy rút ngắn dữ liệu trước khi nhập.")
            }
            Self::TooManyXmlAttributes(limit) => format!("một thẻ có quá {limit} thuộc tính XML. Hãy xuất lại tệp."),
            Self::TooManyAttributes(limit) => {
                format!("một hồ sơ hoặc sự kiện có quá {limit} thuộc tính. Hãy bớt thuộc tính khi xuất tệp.")
            }
            Self::TooManyEvents(limit) => format!("một hồ sơ có quá {limit} sự kiện. Hãy tách hồ sơ khi xuất tệp."),
            Self::TraceTooLarge(limit) => format!("một hồ sơ lớn quá {limit} byte. Hãy bớt dữ liệu khi xuất tệp."),
            Self::TooDeep(limit) => format!("các phần tử lồng nhau quá {limit} cấp. Hãy xuất lại tệp."),
            Self::TooLarge(limit) => format!("tệp sau giải nén lớn quá {limit} byte. Hãy chia tệp thành nhiều phần."),
            Self::TooDense(limit) => {
                format!("tệp nén phình ra quá {limit} lần, giống bom nén. Hãy giải nén rồi kiểm tra trước khi nhập.")
            }
            Self::NoTimestamps => "không sự kiện nào có thời điểm (time:timestamp), không thể dựng lịch sử hồ sơ. \
                                   Hãy xuất lại tệp kèm thời điểm."
                .into(),
        }
    }

    fn words_en(&self) -> String {
        match self {
            Self::Io(why) => format!("cannot read the data ({why}); check the file and try again"),
            Self::Truncated => "the file ends before the log does; download or export it again".into(),
            Self::Gzip(why) => format!("the gzip wrapping is damaged ({why}); download the file again"),
            Self::NotXes(found) if found.is_empty() => "no <log> element; choose an XES (IEEE 1849) event log".into(),
            Self::NotXes(found) => format!("the root is <{found}>, not <log>; choose an XES (IEEE 1849) event log"),
            Self::Malformed(why) => format!("malformed XML ({why}); export the file again"),
            Self::NotUtf8 => "bytes that are not UTF-8; convert the file to UTF-8".into(),
            Self::Encoding(name) => format!("encoding {name} is not accepted; convert the file to UTF-8"),
            Self::Doctype => "a DOCTYPE with an internal subset is refused for safety; remove it".into(),
            Self::Entity(name) => format!("the entity &{name}; is not accepted; write the character itself"),
            Self::PieceTooLong(limit) => {
                format!("a tag or text is longer than {limit} bytes; shorten the data before importing")
            }
            Self::AttributeTooLong(limit) => {
                format!("an attribute is longer than {limit} bytes; shorten the data before importing")
            }
            Self::TooManyXmlAttributes(limit) => format!("a tag has more than {limit} XML attributes; export again"),
            Self::TooManyAttributes(limit) => {
                format!("a trace or event has more than {limit} attributes; export fewer of them")
            }
            Self::TooManyEvents(limit) => format!("a trace has more than {limit} events; split it when exporting"),
            Self::TraceTooLarge(limit) => format!("a trace is larger than {limit} bytes; export less of it"),
            Self::TooDeep(limit) => format!("elements are nested deeper than {limit} levels; export again"),
            Self::TooLarge(limit) => format!("the unpacked file exceeds {limit} bytes; split it"),
            Self::TooDense(limit) => {
                format!("the gzip file unpacks to more than {limit} times its size; unpack and inspect it first")
            }
            Self::NoTimestamps => "no event has a time:timestamp, so no history can be built; export with times".into(),
        }
    }
}
