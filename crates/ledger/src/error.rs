//! What can go wrong, in words that say what, where and what to do. Not here: refusals of the office's rules.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode};

use crate::FILE_NAME;

/// Why a statement, or the work around it, failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DbError {
    /// A test asked for it ([`crate::Faults`]).
    Injected,
    /// The caller's own code says so.
    Caller(String),
    /// The caller's own code panicked.
    Panicked(String),
    /// The database refused a statement: a mistake in its text, or a constraint.
    Statement {
        /// The SQL text.
        sql: String,
        /// What the database says.
        message: String,
    },
    /// A column does not hold what was asked of it.
    Column {
        /// Its index, from 0.
        column: usize,
        /// What was asked.
        wanted: &'static str,
    },
    /// No space is left on the disk.
    Full {
        /// The database file.
        file: PathBuf,
    },
    /// Another process holds the lock for longer than we wait.
    Locked {
        /// The database file.
        file: PathBuf,
    },
    /// The file or folder may not be written.
    ReadOnly {
        /// The database file.
        file: PathBuf,
    },
    /// The file is something else than a ledger.
    NotALedger {
        /// The database file.
        file: PathBuf,
    },
    /// The master key that is needed is not in the keys folder.
    NoKey {
        /// The file in which it should stand.
        file: PathBuf,
        /// Its generation.
        generation: u32,
    },
    /// The master key is not that of this ledger, or its file is spoilt.
    WrongKey {
        /// The file.
        file: PathBuf,
    },
    /// What is stored is not what was stored: bits have changed, or somebody changed them.
    Damaged {
        /// What: an event by its position, a file by its digest.
        what: String,
    },
    /// The server of the database cannot be reached, does not let us in, or was lost.
    Unreachable {
        /// The address, without the password.
        database: PathBuf,
        /// What it or the system says.
        message: String,
    },
    /// The disk or the file system failed, or the file is damaged.
    Storage {
        /// The database file.
        file: PathBuf,
        /// What the system says.
        message: String,
    },
}

impl DbError {
    /// What the system says of a file or folder.
    pub(crate) fn io(file: &Path, error: &std::io::Error) -> Self {
        let file = file.to_owned();
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::Full { file },
            std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { file },
            _ => Self::Storage { file, message: error.to_string() },
        }
    }

    pub(crate) fn of(conn: &Connection, sql: &str, error: &rusqlite::Error) -> Self {
        Self::at(Path::new(conn.path().unwrap_or(FILE_NAME)), sql, error)
    }

    pub(crate) fn at(file: &Path, sql: &str, error: &rusqlite::Error) -> Self {
        let file = file.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full { file },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { file },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly { file },
            Some(ErrorCode::NotADatabase) => Self::NotALedger { file },
            Some(ErrorCode::SystemIoFailure | ErrorCode::DatabaseCorrupt | ErrorCode::CannotOpen) => {
                Self::Storage { file, message: error.to_string() }
            }
            _ => Self::Statement { sql: sql.to_owned(), message: error.to_string() },
        }
    }
}

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Injected => f.write_str("a test made this store call fail"),
            Self::Caller(message) => f.write_str(message),
            Self::Panicked(message) => write!(f, "the code of the plan panicked: {message}"),
            Self::Statement { sql, message } => write!(f, "{message} in: {sql}"),
            Self::Column { column, wanted } => write!(f, "column {column} is not {wanted}"),
            Self::Full { file } => write!(f, "no space left for {}", file.display()),
            Self::Locked { file } => write!(f, "{} is locked by another process", file.display()),
            Self::ReadOnly { file } => write!(f, "{} may not be written", file.display()),
            Self::NotALedger { file } => write!(f, "{} is not a ledger", file.display()),
            Self::NoKey { file, generation } => write!(f, "master key {generation} is not in {}", file.display()),
            Self::WrongKey { file } => write!(f, "{} is not the master key of this ledger", file.display()),
            Self::Damaged { what } => write!(f, "{what} is damaged"),
            Self::Unreachable { database, message } => write!(f, "{}: {message}", database.display()),
            Self::Storage { file, message } => write!(f, "{}: {message}", file.display()),
        }
    }
}

impl std::error::Error for DbError {}

/// Why the ledger could not be opened, read or written. Nothing of the plan in question has happened then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerError {
    /// No space is left on the disk.
    DiskFull {
        /// The database file.
        file: PathBuf,
    },
    /// Another process holds the lock for longer than we wait.
    Locked {
        /// The database file.
        file: PathBuf,
    },
    /// A newer program has written to this folder.
    NewerSchema {
        /// Version of the stored tables.
        found: i64,
        /// Newest version that this program knows.
        known: i64,
    },
    /// The file is something else than a ledger.
    NotALedger {
        /// The database file.
        file: PathBuf,
    },
    /// There is no ledger to read.
    Missing {
        /// The database file.
        file: PathBuf,
    },
    /// The ledger was opened to read, or the file or folder may not be written.
    ReadOnly {
        /// The database file.
        file: PathBuf,
    },
    /// The folder holds a ledger of another name.
    Origin {
        /// The stored name.
        found: String,
        /// The name that was given.
        given: String,
    },
    /// What is to be filled holds something already.
    NotEmpty {
        /// The file or the database.
        place: PathBuf,
    },
    /// A new ledger needs a name.
    NoOrigin,
    /// The clock of this machine is behind the ledger's last instant.
    ClockBehind {
        /// The plan's instant, UTC microseconds.
        at: i64,
        /// The ledger's last instant, UTC microseconds.
        last_at: i64,
    },
    /// The clock of this machine is so far ahead of the ledger's last instant that it may be wrong.
    ClockAhead {
        /// The plan's instant, UTC microseconds.
        at: i64,
        /// The ledger's last instant, UTC microseconds.
        last_at: i64,
    },
    /// The address of a database cannot be read; what is wrong with it, without the address, which may hold a password.
    Address(String),
    /// The master key that is needed is not in the keys folder.
    NoKey {
        /// The file in which it should stand.
        file: PathBuf,
        /// Its generation.
        generation: u32,
    },
    /// The master key is not that of this ledger, or its file is spoilt.
    WrongKey {
        /// The file.
        file: PathBuf,
    },
    /// What is stored is not what was stored: bits have changed, or somebody changed them.
    Damaged {
        /// What: an event by its position, a file by its digest.
        what: String,
    },
    /// The server of the database cannot be reached, does not let us in, or was lost.
    Unreachable {
        /// The address, without the password.
        database: PathBuf,
        /// What it or the system says.
        message: String,
    },
    /// The writer has ended.
    Closed,
    /// All read connections are in use for longer than we wait.
    Crowded,
    /// The disk or the file system failed, or the file is damaged.
    Storage {
        /// The file or folder.
        file: PathBuf,
        /// What the system says.
        message: String,
    },
    /// A statement or the work around it failed.
    Db(DbError),
}

impl LedgerError {
    /// In Vietnamese.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one sentence for each way to fail")]
    pub fn vi(&self) -> String {
        match self {
            Self::DiskFull { file } => format!(
                "Ổ đĩa chứa {} đã đầy, việc vừa rồi chưa được ghi. Hãy giải phóng dung lượng rồi làm lại.",
                file.display()
            ),
            Self::Locked { file } => format!(
                "Một chương trình khác đang khóa {}, việc vừa rồi chưa được ghi. Hãy thử lại; nếu vẫn vậy, tìm và dừng chương trình kia.",
                file.display()
            ),
            Self::NewerSchema { found, known } => format!(
                "Thư mục dữ liệu do phiên bản mới hơn ghi (cấu trúc {found}, chương trình này chỉ biết đến {known}). Hãy dùng phiên bản mới hơn."
            ),
            Self::NotALedger { file } => {
                format!("{} không phải là sổ cái. Hãy chọn thư mục dữ liệu khác.", file.display())
            }
            Self::Missing { file } => {
                format!("Không có sổ cái tại {}. Hãy kiểm tra đường dẫn của thư mục dữ liệu.", file.display())
            }
            Self::ReadOnly { file } => format!(
                "{} chỉ được đọc, không ghi được. Hãy kiểm tra quyền ghi của thư mục, hoặc mở sổ cái để ghi.",
                file.display()
            ),
            Self::Origin { found, given } => format!(
                "Thư mục dữ liệu chứa sổ cái “{found}”, không phải “{given}”. Hãy chọn đúng thư mục hoặc sửa tên trong cấu hình."
            ),
            Self::NotEmpty { place } => format!(
                "{} đã có dữ liệu, nên không ghi gì vào đó. Hãy chọn thư mục hoặc cơ sở dữ liệu trống; nếu lần trước bị ngắt giữa chừng, hãy xóa phần dở dang rồi làm lại.",
                place.display()
            ),
            Self::NoOrigin => "Sổ cái mới cần có tên (origin). Hãy ghi tên đó trong cấu hình.".to_owned(),
            Self::ClockBehind { at, last_at } => format!(
                "Đồng hồ máy chủ chậm {} giây so với lần ghi cuối của sổ cái, nên chưa ghi. Hãy chỉnh đồng hồ máy chủ rồi làm lại.",
                seconds_behind(*at, *last_at)
            ),
            Self::ClockAhead { at, last_at } => format!(
                "Đồng hồ máy chủ đi trước lần ghi cuối của sổ cái {} ngày, nên chưa ghi: đã ghi giờ sai thì không sửa lại được. Hãy xem lại đồng hồ; nếu đồng hồ đúng vì sổ lâu không dùng, hãy chạy lại với `--clock-is-right`.",
                days_ahead(*at, *last_at)
            ),
            Self::Address(wrong) => format!(
                "Không đọc được địa chỉ cơ sở dữ liệu ({wrong}). Địa chỉ có dạng postgres://người-dùng@máy-chủ:cổng/tên."
            ),
            Self::NoKey { file, generation } => format!(
                "Không có khóa chủ thứ {generation} trong {}, nên không mở được nội dung và không ghi gì. Hãy chép tệp này từ bản sao lưu khóa hoặc từ máy đang dùng cùng sổ cái; thư mục khóa khác thì nêu bằng --keys.",
                file.display()
            ),
            Self::WrongKey { file } => format!(
                "{} không phải là khóa chủ của sổ cái này hoặc đã hỏng, nên không ghi gì. Hãy chép lại tệp đúng từ bản sao lưu khóa.",
                file.display()
            ),
            Self::Damaged { what } => format!(
                "Dữ liệu đã lưu bị hỏng hoặc bị sửa ({what}), nên không đưa ra. Hãy giữ nguyên ổ đĩa, báo người quản trị và khôi phục từ bản sao lưu."
            ),
            Self::Unreachable { database, message } => format!(
                "Không nối được với cơ sở dữ liệu {} ({message}). Hãy kiểm tra địa chỉ, mạng, tên và mật khẩu, và máy chủ PostgreSQL có đang chạy không.",
                database.display()
            ),
            Self::Closed => {
                "Sổ cái đã đóng, việc vừa rồi chưa được ghi. Hãy khởi động lại máy chủ và xem nhật ký.".to_owned()
            }
            Self::Crowded => "Quá nhiều người đang đọc sổ cái cùng lúc. Xin thử lại sau giây lát.".to_owned(),
            Self::Storage { file, message } => format!(
                "Không đọc hoặc ghi được {} ({message}). Hãy kiểm tra ổ đĩa và quyền truy cập; nếu tệp hỏng, khôi phục từ bản sao lưu.",
                file.display()
            ),
            Self::Db(error) => {
                format!("Lỗi khi làm việc với sổ cái, chưa có gì được ghi ({error}). Hãy báo người quản trị.")
            }
        }
    }

    /// In English.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one sentence for each way to fail")]
    pub fn en(&self) -> String {
        match self {
            Self::DiskFull { file } => {
                format!(
                    "The disk that holds {} is full; nothing was recorded. Free space, then do it again.",
                    file.display()
                )
            }
            Self::Locked { file } => format!(
                "Another program holds the lock on {}; nothing was recorded. Try again; if it stays so, find and stop that program.",
                file.display()
            ),
            Self::NewerSchema { found, known } => format!(
                "The data folder was written by a newer version (structure {found}, this program knows {known}). Use the newer version."
            ),
            Self::NotALedger { file } => format!("{} is not a ledger. Choose another data folder.", file.display()),
            Self::Missing { file } => {
                format!("There is no ledger at {}. Check the path of the data folder.", file.display())
            }
            Self::ReadOnly { file } => format!(
                "{} can only be read. Check the permissions of the folder, or open the ledger for writing.",
                file.display()
            ),
            Self::Origin { found, given } => format!(
                "The data folder holds the ledger “{found}”, not “{given}”. Choose the right folder or correct the name in the configuration."
            ),
            Self::NotEmpty { place } => format!(
                "{} holds something already; nothing was written there. Choose an empty folder or database; if an earlier attempt was cut off, remove what it left and try again.",
                place.display()
            ),
            Self::NoOrigin => "A new ledger needs a name (origin). Write it into the configuration.".to_owned(),
            Self::ClockBehind { at, last_at } => format!(
                "The server's clock is {} s behind the ledger's last record; nothing was recorded. Set the clock, then do it again.",
                seconds_behind(*at, *last_at)
            ),
            Self::ClockAhead { at, last_at } => format!(
                "The server's clock is {} days ahead of the ledger's last record; nothing was recorded, for a wrong instant can never be taken back. Check the clock; if it is right and the ledger was long unused, run again with `--clock-is-right`.",
                days_ahead(*at, *last_at)
            ),
            Self::Address(wrong) => format!(
                "The address of the database cannot be read ({wrong}). It looks like postgres://user@host:port/name."
            ),
            Self::NoKey { file, generation } => format!(
                "Master key {generation} is not in {}: what is sealed cannot be opened, and nothing was recorded. Copy the file from the backup of the keys or from a machine that uses the same ledger; name another keys folder with --keys.",
                file.display()
            ),
            Self::WrongKey { file } => format!(
                "{} is not the master key of this ledger, or is spoilt; nothing was recorded. Copy the right file from the backup of the keys.",
                file.display()
            ),
            Self::Damaged { what } => format!(
                "What is stored was damaged or changed ({what}) and is not served. Leave the disk as it is, tell the administrator and restore the backup."
            ),
            Self::Unreachable { database, message } => format!(
                "The database {} cannot be reached ({message}). Check the address, the network, name and password, and that the PostgreSQL server runs.",
                database.display()
            ),
            Self::Closed => {
                "The ledger is closed; nothing was recorded. Restart the server and look at its log.".to_owned()
            }
            Self::Crowded => "Too many are reading the ledger at once. Please try again in a moment.".to_owned(),
            Self::Storage { file, message } => format!(
                "{} cannot be read or written ({message}). Check the disk and the permissions; if the file is damaged, restore the backup.",
                file.display()
            ),
            Self::Db(error) => {
                format!("Work on the ledger failed; nothing was recorded ({error}). Tell the administrator.")
            }
        }
    }
}

/// Whole seconds, rounded up, so that a refusal never says 5 where more than 5 were needed.
fn seconds_behind(at: i64, last_at: i64) -> i64 {
    last_at.saturating_sub(at).saturating_add(999_999) / 1_000_000
}

/// Whole days.
fn days_ahead(at: i64, last_at: i64) -> i64 {
    at.saturating_sub(last_at) / (24 * 3_600 * 1_000_000)
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for LedgerError {}

impl From<DbError> for LedgerError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Full { file } => Self::DiskFull { file },
            DbError::Locked { file } => Self::Locked { file },
            DbError::ReadOnly { file } => Self::ReadOnly { file },
            DbError::NotALedger { file } => Self::NotALedger { file },
            DbError::NoKey { file, generation } => Self::NoKey { file, generation },
            DbError::WrongKey { file } => Self::WrongKey { file },
            DbError::Damaged { what } => Self::Damaged { what },
            DbError::Unreachable { database, message } => Self::Unreachable { database, message },
            DbError::Storage { file, message } => Self::Storage { file, message },
            other => Self::Db(other),
        }
    }
}
