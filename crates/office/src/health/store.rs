//! Why the store does not read or write, without paths and statements: words for whoever sits before the screen, steps for
//! whoever keeps the machine.

use ledger::LedgerError;

/// What the store says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreTrouble {
    /// The disk is full.
    Full,
    /// Another program holds the lock.
    Locked,
    /// The files may not be written.
    ReadOnly,
    /// The clock is so many seconds behind the last record.
    ClockBehind(i64),
    /// The clock is so many days ahead of the last record, and nobody vouched for it.
    ClockAhead(i64),
    /// The disk failed, or the file is damaged.
    Damaged(String),
    /// The database server cannot be reached, or was lost.
    Unreachable(String),
    /// The writer has ended.
    Closed,
    /// Too many read at once.
    Crowded,
    /// The folder does not fit: another ledger, a newer program, no ledger.
    Unfit(String),
    /// A statement failed: a mistake of the program.
    Broken(String),
}

/// Microseconds.
const MICROS_A_DAY: i64 = 86_400_000_000;

/// A remedy, step by step: Vietnamese and English.
pub(super) type Steps = Vec<(String, String)>;

pub(super) fn step(vi: &str, en: &str) -> (String, String) {
    (vi.to_owned(), en.to_owned())
}

impl StoreTrouble {
    /// What a failure of the ledger comes to.
    #[must_use]
    pub fn of(error: &LedgerError) -> Self {
        match error {
            LedgerError::DiskFull { .. } => Self::Full,
            LedgerError::Locked { .. } => Self::Locked,
            LedgerError::ReadOnly { .. } => Self::ReadOnly,
            LedgerError::ClockBehind { at, last_at } => Self::ClockBehind(last_at.saturating_sub(*at) / 1_000_000),
            LedgerError::ClockAhead { at, last_at } => Self::ClockAhead(at.saturating_sub(*last_at) / MICROS_A_DAY),
            LedgerError::Storage { message, .. } => Self::Damaged(message.clone()),
            LedgerError::Damaged { what } => Self::Damaged(what.clone()),
            LedgerError::Unreachable { message, .. } => Self::Unreachable(message.clone()),
            LedgerError::Closed => Self::Closed,
            LedgerError::Crowded => Self::Crowded,
            LedgerError::NewerSchema { .. }
            | LedgerError::NotEmpty { .. }
            | LedgerError::NotALedger { .. }
            | LedgerError::Missing { .. }
            | LedgerError::Origin { .. }
            | LedgerError::NoOrigin
            | LedgerError::NoKey { .. }
            | LedgerError::WrongKey { .. }
            | LedgerError::Address(_) => Self::Unfit(error.vi()),
            LedgerError::Db(error) => Self::Broken(error.to_string()),
        }
    }

    /// In Vietnamese, one sentence.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Full => "Ổ đĩa chứa dữ liệu đã đầy.".to_owned(),
            Self::Locked => "Một chương trình khác đang khóa sổ cái.".to_owned(),
            Self::ReadOnly => "Thư mục dữ liệu chỉ được đọc, không ghi được.".to_owned(),
            Self::ClockBehind(seconds) => format!("Đồng hồ máy chủ chậm {seconds} giây so với lần ghi cuối."),
            Self::ClockAhead(days) => {
                format!("Đồng hồ máy chủ đi trước lần ghi cuối {days} ngày; ghi giờ sai thì không sửa lại được.")
            }
            Self::Damaged(why) => format!("Ổ đĩa hoặc tệp dữ liệu bị hỏng ({why})."),
            Self::Unreachable(why) => format!("Không nối được với cơ sở dữ liệu ({why})."),
            Self::Closed => "Luồng ghi sổ cái đã dừng.".to_owned(),
            Self::Crowded => "Quá nhiều lượt đọc cùng lúc.".to_owned(),
            Self::Unfit(why) => why.clone(),
            Self::Broken(why) => format!("Lệnh ghi bị lỗi ({why})."),
        }
    }

    /// In English, one sentence.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Full => "The disk that holds the data is full.".to_owned(),
            Self::Locked => "Another program holds the lock on the ledger.".to_owned(),
            Self::ReadOnly => "The data folder can only be read.".to_owned(),
            Self::ClockBehind(seconds) => format!("The server's clock is {seconds} s behind the last record."),
            Self::ClockAhead(days) => {
                format!(
                    "The server's clock is {days} days ahead of the last record; a wrong instant is never taken back."
                )
            }
            Self::Damaged(why) => format!("The disk failed or the file is damaged ({why})."),
            Self::Unreachable(why) => format!("The database cannot be reached ({why})."),
            Self::Closed => "The ledger's writer has ended.".to_owned(),
            Self::Crowded => "Too many are reading at once.".to_owned(),
            Self::Unfit(why) => why.clone(),
            Self::Broken(why) => format!("A statement failed ({why})."),
        }
    }

    /// What whoever keeps the machine does.
    #[must_use]
    pub fn steps(&self) -> Vec<(String, String)> {
        let again = || step("Mở lại trang này để kiểm tra.", "Open this page again to check.");
        match self {
            Self::Full => vec![
                step(
                    "Xóa hoặc chuyển đi tệp không thuộc hệ thống trên ổ này; không xóa tệp nào trong thư mục dữ liệu.",
                    "Delete or move files that are not of this system; delete nothing in the data folder.",
                ),
                step("Hoặc mở rộng ổ đĩa.", "Or enlarge the disk."),
                again(),
            ],
            Self::Locked => vec![
                step(
                    "Tìm chương trình khác đang mở thư mục dữ liệu (một máy chủ thứ hai, lệnh nhập, sao lưu) và chờ nó xong hoặc dừng nó.",
                    "Find the other program that has the data folder open (a second server, an import, a backup); let it finish or stop it.",
                ),
                again(),
            ],
            Self::ReadOnly => read_only_steps(),
            Self::ClockBehind(_) => clock_steps(),
            Self::ClockAhead(_) => ahead_steps(),
            Self::Damaged(_) => damaged_steps(),
            Self::Unreachable(_) => vec![
                step(
                    "Kiểm tra máy chủ PostgreSQL có đang chạy và mạng đến đó có thông không.",
                    "Check that the PostgreSQL server runs and that the network to it works.",
                ),
                step(
                    "Không cần khởi động lại máy chủ này: kết nối lại được thì việc ghi tự tiếp tục.",
                    "This server need not be restarted: writing goes on by itself once the connection is back.",
                ),
                again(),
            ],
            Self::Closed => vec![
                step(
                    "Xem nhật ký của máy chủ, giữ lại các dòng cuối.",
                    "Look at the server's log and keep its last lines.",
                ),
                step("Khởi động lại máy chủ.", "Restart the server."),
            ],
            Self::Crowded => vec![step(
                "Chờ một phút. Nếu kéo dài, xem nhật ký có yêu cầu nào chậm bất thường.",
                "Wait a minute. If it stays so, look in the log for unusually slow requests.",
            )],
            Self::Unfit(_) => vec![step(
                "Kiểm tra máy chủ được chạy với đúng thư mục dữ liệu và đúng phiên bản chương trình.",
                "Check that the server runs with the right data folder and the right version of the program.",
            )],
            Self::Broken(_) => vec![
                step(
                    "Giữ lại nhật ký của máy chủ và báo người phát triển.",
                    "Keep the server's log and tell the developers.",
                ),
                step("Khởi động lại máy chủ.", "Restart the server."),
            ],
        }
    }
}

/// What to do when the clock is behind.
pub(super) fn clock_steps() -> Steps {
    vec![
        step(
            "Bật đồng bộ giờ của máy chủ (NTP) và chờ giờ đúng. Không sửa sổ cái.",
            "Switch on time synchronisation (NTP) and wait for the right time. Do not touch the ledger.",
        ),
        step(
            "Nếu trước đó đồng hồ chạy nhanh và đã ghi giờ tương lai, hệ thống tự ghi lại được khi giờ thật vượt qua lần ghi cuối.",
            "If the clock was fast before and future times were recorded, writing goes on by itself once the real time has passed the last record.",
        ),
        step(
            "Việc làm trong lúc chờ thì ghi ra giấy rồi ghi bù, có người thứ hai xác nhận.",
            "Work done meanwhile is kept on paper and entered late, with a second person.",
        ),
    ]
}

/// What to do when the clock is ahead.
fn ahead_steps() -> Steps {
    vec![
        step(
            "Xem lại đồng hồ máy chủ và đồng bộ giờ (NTP).",
            "Check the server's clock and its synchronisation (NTP).",
        ),
        step(
            "Nếu đồng hồ đúng vì sổ lâu không dùng, chạy lại máy chủ với `--clock-is-right`.",
            "If it is right and the ledger was long unused, start the server with `--clock-is-right`.",
        ),
    ]
}

/// What to do when the disk fails.
fn damaged_steps() -> Steps {
    vec![
        step("Dừng máy chủ. Không ghi thêm gì vào ổ này.", "Stop the server. Write nothing more to this disk."),
        step("Sao chép nguyên thư mục dữ liệu sang ổ khác.", "Copy the data folder as it is to another disk."),
        step(
            "Chạy `minhbach replay --data BẢN_SAO`. Hai mã bằng nhau thì dùng bản sao; nếu không đọc được thì phục hồi bản sao lưu gần nhất.",
            "Run `minhbach replay --data COPY`. Equal digests: use the copy; unreadable: restore the last backup.",
        ),
    ]
}

/// What to do when the folder may only be read.
fn read_only_steps() -> Steps {
    vec![
        step(
            "Kiểm tra quyền ghi của thư mục dữ liệu đối với tài khoản chạy máy chủ.",
            "Check that the account of the server may write the data folder.",
        ),
        step(
            "Nếu ổ đĩa tự chuyển sang chỉ đọc, xem nhật ký hệ điều hành: ổ có thể sắp hỏng. Sao chép dữ liệu trước khi sửa.",
            "If the disk went read-only by itself, look at the system's log: it may be failing. Copy the data first.",
        ),
        step("Khởi động lại máy chủ.", "Restart the server."),
    ]
}
