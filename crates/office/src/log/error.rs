//! Why the log is not signed, in words that say what to do. Nothing is lost by it: the ledger goes on, the log waits.

use std::fmt;
use std::path::PathBuf;

use kernel::case::leaf::EpochRefusal;
use ledger::{DbError, LedgerError};
use translog::{NoteError, TreeError};

/// Why the log does not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogError {
    /// The ledger cannot be read, or the signed head not be moved.
    Ledger(LedgerError),
    /// The log's files cannot be written, or are not what they should be.
    Tree(TreeError),
    /// A file of the keys folder cannot be read or written.
    Keys {
        /// Which.
        file: PathBuf,
        /// What the system says.
        why: String,
    },
    /// The signing key is gone, though it has signed before.
    LostKey {
        /// Where it should be.
        file: PathBuf,
    },
    /// The signing key is another one than the log was signed with.
    ForeignKey {
        /// The key's file.
        file: PathBuf,
        /// What does not fit.
        why: NoteError,
    },
    /// A head was signed that is larger than what the ledger holds: the ledger was put back to an earlier state.
    GoneBack {
        /// Where the larger head stands.
        place: String,
        /// Its size.
        signed: u64,
        /// What the ledger, or its signed head, says now.
        held: u64,
    },
    /// The ledger holds other events than those that were signed.
    Rewritten {
        /// Where the head stands that was signed over the others.
        place: String,
        /// Its size.
        signed: u64,
    },
    /// Positions of the ledger do not follow each other.
    Gap {
        /// The position that is not there.
        position: u64,
    },
    /// An epoch cannot begin as it was asked.
    Epoch(EpochRefusal),
    /// A test asked to be cut off here.
    Halted,
}

impl LogError {
    /// Whether trying again may help. Where not, somebody has to look first; nothing is signed meanwhile.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Ledger(_) | Self::Keys { .. } => true,
            Self::Tree(error) => {
                matches!(error, TreeError::Busy { .. } | TreeError::NotWritten { .. } | TreeError::Source(_))
            }
            _ => false,
        }
    }

    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Ledger(error) => error.vi(),
            Self::Tree(TreeError::Busy { folder }) => {
                format!("Một chương trình khác đang ghi nhật ký công khai trong {folder}; chương trình này chờ.")
            }
            Self::Tree(error) => format!("Nhật ký công khai chưa ghi tiếp được ({error})."),
            Self::Keys { file, why } => {
                format!(
                    "Không đọc hoặc ghi được {} ({why}). Xin kiểm tra thư mục khóa và quyền truy cập.",
                    file.display()
                )
            }
            Self::LostKey { file } => format!(
                "Thiếu khóa ký nhật ký {}. Nhật ký đã được ký bằng khóa đó, nên không tạo khóa mới. Xin lấy lại tệp từ bản sao \
                 hoặc chỉ đúng thư mục bằng --keys.",
                file.display()
            ),
            Self::ForeignKey { file, why } => format!(
                "Khóa {} không phải khóa đã ký nhật ký này ({why}). Xin dùng thư mục khóa của sổ cái này (--keys); nhiều máy \
                 cùng một sổ cái thì dùng cùng một khóa.",
                file.display()
            ),
            Self::GoneBack { place, signed, held } => format!(
                "Đã ký và có thể đã công bố {signed} sự kiện ({place}), nhưng sổ cái nay chỉ còn {held}. Sổ cái đã bị đưa về \
                 trạng thái cũ; không ký tiếp để nhật ký không rẽ nhánh. Xin khôi phục bản sao mới hơn, hoặc mở kỳ mới của \
                 nhật ký: `minhbach log epoch --reason …`."
            ),
            Self::Rewritten { place, signed } => format!(
                "Sổ cái có sự kiện khác với {signed} sự kiện đã ký ({place}). Có người đã sửa sổ cái, hoặc đây là sổ cái khác; \
                 không ký tiếp. Xin giữ nguyên mọi tệp và đối chiếu với bản sao lưu."
            ),
            Self::Gap { position } => {
                format!(
                    "Sổ cái thiếu sự kiện ở vị trí {position}. Xin chạy `minhbach replay` để kiểm tra; không ký tiếp."
                )
            }
            Self::Epoch(refusal) => refusal.vi(),
            Self::Halted => "Dừng theo yêu cầu của phép thử.".to_owned(),
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Ledger(error) => error.en(),
            Self::Tree(error) => format!("The public log cannot go on ({error})."),
            Self::Keys { file, why } => {
                format!(
                    "{} cannot be read or written ({why}). Check the keys folder and its permissions.",
                    file.display()
                )
            }
            Self::LostKey { file } => format!(
                "The key that signs the log, {}, is gone. The log was signed with it, so no new one is made. Put the file back \
                 from its copy, or name the right folder with --keys.",
                file.display()
            ),
            Self::ForeignKey { file, why } => format!(
                "{} is not the key that signed this log ({why}). Use the keys folder of this ledger (--keys); several machines \
                 with one ledger use one key.",
                file.display()
            ),
            Self::GoneBack { place, signed, held } => format!(
                "{signed} events were signed and perhaps published ({place}), but the ledger holds {held} now. It was put back \
                 to an earlier state; nothing is signed, so that the log does not fork. Restore a newer backup, or begin a \
                 new epoch of the log: `minhbach log epoch --reason …`."
            ),
            Self::Rewritten { place, signed } => format!(
                "The ledger holds other events than the {signed} that were signed ({place}). Somebody has changed the ledger, \
                 or it is another one; nothing is signed. Leave all files as they are and compare with the backups."
            ),
            Self::Gap { position } => {
                format!(
                    "The ledger has no event at position {position}. Run `minhbach replay` to check; nothing is signed."
                )
            }
            Self::Epoch(refusal) => refusal.en(),
            Self::Halted => "Cut off as a test asked.".to_owned(),
        }
    }
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.vi(), self.en())
    }
}

impl std::error::Error for LogError {}

impl From<LedgerError> for LogError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<DbError> for LogError {
    fn from(error: DbError) -> Self {
        Self::Ledger(error.into())
    }
}

impl From<TreeError> for LogError {
    fn from(error: TreeError) -> Self {
        Self::Tree(error)
    }
}
