//! Why a report was not made: asked for what does not exist, refused by its own checks, or storage failed.

use std::fmt;

use ledger::{DbError, LedgerError};

use super::check::Checked;
use crate::desk::OfficeError;

/// Why there is no report.
#[derive(Debug)]
pub enum ReportFail {
    /// The ledger has not come so far.
    NoSuchPosition {
        /// Asked for.
        position: u64,
        /// Its last position.
        last: u64,
    },
    /// No case type has this indicator.
    NoIndicator {
        /// Its code.
        code: String,
    },
    /// The catalogue has no such report.
    NoReport {
        /// Its code.
        code: String,
    },
    /// No report was issued under this position.
    NotIssued {
        /// The position.
        position: u64,
    },
    /// The report breaks rules that must hold before it is issued.
    Refused {
        /// The broken ones.
        broken: Vec<Checked>,
    },
    /// Storage or catalogue failed.
    Broken(OfficeError),
}

impl ReportFail {
    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::NoSuchPosition { position, last } => {
                format!("Sổ cái mới đến vị trí {last}, chưa có vị trí {position}.")
            }
            Self::NoIndicator { code } => format!("Danh mục không có chỉ số “{code}”."),
            Self::NoReport { code } => format!("Danh mục không có báo cáo “{code}”."),
            Self::NotIssued { position } => format!("Không có báo cáo nào được phát hành tại vị trí {position}."),
            Self::Refused { broken } => {
                format!("Chưa phát hành được báo cáo, số liệu chưa khớp: {}.", rules(broken))
            }
            Self::Broken(error) => error.vi(),
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::NoSuchPosition { position, last } => {
                format!("The ledger ends at position {last}; there is no position {position} yet.")
            }
            Self::NoIndicator { code } => format!("The catalogue has no indicator “{code}”."),
            Self::NoReport { code } => format!("The catalogue has no report “{code}”."),
            Self::NotIssued { position } => format!("No report was issued at position {position}."),
            Self::Refused { broken } => format!("The report is refused, its figures do not agree: {}.", rules(broken)),
            Self::Broken(error) => error.en(),
        }
    }
}

fn rules(broken: &[Checked]) -> String {
    let said: Vec<String> = broken.iter().map(|c| format!("{}: {}", c.rule, c.detail)).collect();
    said.join("; ")
}

impl fmt::Display for ReportFail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.vi(), self.en())
    }
}

impl std::error::Error for ReportFail {}

impl From<OfficeError> for ReportFail {
    fn from(error: OfficeError) -> Self {
        Self::Broken(error)
    }
}

impl From<LedgerError> for ReportFail {
    fn from(error: LedgerError) -> Self {
        Self::Broken(error.into())
    }
}

impl From<DbError> for ReportFail {
    fn from(error: DbError) -> Self {
        Self::Broken(error.into())
    }
}
