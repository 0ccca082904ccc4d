//! Why a verb stopped, as it is told on stderr: what, where and what to do, in Vietnamese and English.
//!
//! Errors of the rooms below bring their own words; here they only meet. Not here: exit codes other than 1.

use office::log::LogError;
use office::{Fail, OfficeError};

/// Why a verb stopped.
#[derive(Debug)]
pub struct Failure {
    vi: String,
    en: String,
}

impl Failure {
    /// A failure in both languages.
    #[must_use]
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }

    /// A file or folder that the system would not give or take.
    #[must_use]
    pub fn io(path: &std::path::Path, error: &std::io::Error) -> Self {
        let path = path.display();
        Self::new(
            format!("không đọc hoặc ghi được {path} ({error}). Xin kiểm tra đường dẫn, quyền truy cập và chỗ trống."),
            format!("cannot read or write {path} ({error}). Check the path, its permissions and free space."),
        )
    }

    /// The answer could not be written; a reader that went away is no error.
    #[must_use]
    pub fn stdout(error: &std::io::Error) -> Self {
        Self::new(format!("không ghi được kết quả ra stdout ({error})"), format!("cannot write to stdout ({error})"))
    }

    /// Prints it on stderr.
    pub fn tell(&self) {
        crate::say::note(&format!("lỗi: {}\nerror: {}", self.vi, self.en));
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} / {}", self.vi, self.en)
    }
}

impl From<OfficeError> for Failure {
    fn from(error: OfficeError) -> Self {
        Self::new(error.vi(), error.en())
    }
}

impl From<LogError> for Failure {
    fn from(error: LogError) -> Self {
        Self::new(error.vi(), error.en())
    }
}

impl From<Fail> for Failure {
    fn from(fail: Fail) -> Self {
        Self::new(fail.vi(), fail.en())
    }
}
