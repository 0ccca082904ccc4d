//! Why an import stopped: the file's fault, or the ledger's. Cases that had arrived stay; the next import goes on.

use exchange::xes::XesError;

use crate::act::Fail;
use crate::desk::OfficeError;

/// Why an import stopped.
#[derive(Debug)]
pub enum ImportError {
    /// The file cannot be read as a log; nothing of it was recorded.
    File(XesError),
    /// The file cannot be read twice, as surveying it before recording needs.
    Source(std::io::Error),
    /// The ledger or the rules said no.
    Act(Fail),
    /// The one who asked for the import has stopped it.
    Stopped,
}

impl ImportError {
    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::File(error) => error.message_vi(),
            Self::Source(error) => format!("Không đọc được tệp từ đầu ({error}). Hãy chọn một tệp trên ổ đĩa."),
            Self::Act(fail) => format!("{} Nhập lại tệp này sẽ tiếp tục từ chỗ dừng.", fail.vi()),
            Self::Stopped => "Đã dừng nhập. Nhập lại tệp này sẽ tiếp tục từ chỗ dừng.".to_owned(),
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::File(error) => error.to_string(),
            Self::Source(error) => format!("the file cannot be read from its start ({error}); choose a file on disk"),
            Self::Act(fail) => format!("{} Importing the file again goes on from here.", fail.en()),
            Self::Stopped => "stopped; importing the file again goes on from here".to_owned(),
        }
    }
}

impl std::fmt::Display for ImportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} / {}", self.vi(), self.en())
    }
}

impl std::error::Error for ImportError {}

impl From<XesError> for ImportError {
    fn from(error: XesError) -> Self {
        Self::File(error)
    }
}

impl From<std::io::Error> for ImportError {
    fn from(error: std::io::Error) -> Self {
        Self::Source(error)
    }
}

impl From<Fail> for ImportError {
    fn from(fail: Fail) -> Self {
        Self::Act(fail)
    }
}

impl From<OfficeError> for ImportError {
    fn from(error: OfficeError) -> Self {
        Self::Act(error.into())
    }
}

impl From<ledger::LedgerError> for ImportError {
    fn from(error: ledger::LedgerError) -> Self {
        Self::Act(error.into())
    }
}

impl From<ledger::DbError> for ImportError {
    fn from(error: ledger::DbError) -> Self {
        Self::Act(OfficeError::from(error).into())
    }
}
