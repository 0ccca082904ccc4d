//! Why a clock says no: values with a sentence in both languages and the law behind it.

use crate::calendar::OutsideCalendar;
use crate::time::{Date, Instant};

/// A refusal of the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClockError {
    /// A date lies outside the announced calendar.
    Outside(OutsideCalendar),
    /// A limit of zero.
    ZeroLimit,
    /// The due moment lies before the moment of the act.
    DueInPast {
        /// The due moment.
        due: Instant,
    },
    /// The new due moment is not later than the old one.
    NotLater {
        /// The old due moment.
        due: Instant,
    },
    /// The new due moment is no working time.
    NotWorkingTime {
        /// The new due moment.
        due: Instant,
    },
    /// The clock is paused already.
    Paused,
    /// The clock is not paused.
    NotPaused,
    /// The clock has stopped.
    Stopped,
    /// The clock has not stopped.
    NotStopped,
    /// The act lies before the one it follows.
    BackInTime {
        /// The moment it must not lie before.
        after: Instant,
    },
    /// There is no due moment to move.
    NoDeadline,
    /// The clock has no limit that could start anew.
    NoLimit,
    /// The due moment was moved as often as allowed.
    TooManyExtensions {
        /// Times allowed.
        times_max: u32,
        /// Law.
        basis: String,
    },
    /// The due moment had to be moved earlier.
    ExtensionTooLate {
        /// Last day on which it could be.
        last_day: Date,
        /// Law.
        basis: String,
    },
}

impl From<OutsideCalendar> for ClockError {
    fn from(outside: OutsideCalendar) -> Self {
        Self::Outside(outside)
    }
}

impl ClockError {
    /// In Vietnamese, with what to do.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Outside(outside) => outside.vi(),
            Self::ZeroLimit => "thời hạn phải từ 1 trở lên".to_owned(),
            Self::DueInPast { due } => format!("hạn {} đã qua; xin chọn thời điểm sau", due.print_vn()),
            Self::NotLater { due } => format!("hạn mới phải sau hạn hiện tại {}", due.print_vn()),
            Self::NotWorkingTime { due } => {
                format!("hạn {} không thuộc giờ làm việc; xin chọn ngày làm việc", due.print_vn())
            }
            Self::Paused => "thời hạn đang tạm dừng".to_owned(),
            Self::NotPaused => "thời hạn không tạm dừng".to_owned(),
            Self::Stopped => "thời hạn đã kết thúc".to_owned(),
            Self::NotStopped => "thời hạn chưa kết thúc".to_owned(),
            Self::BackInTime { after } => format!("thời điểm phải từ {} trở đi", after.print_vn()),
            Self::NoDeadline => "hồ sơ không thời hạn, không có hạn để lùi".to_owned(),
            Self::NoLimit => "không có số ngày quy định để tính lại từ đầu".to_owned(),
            Self::TooManyExtensions { times_max, .. } => format!("chỉ được hẹn lại, gia hạn tối đa {times_max} lần"),
            Self::ExtensionTooLate { last_day, .. } => {
                format!("chỉ được hẹn lại, gia hạn chậm nhất ngày {}", last_day.print_vn())
            }
        }
    }

    /// In English, with what to do.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Outside(outside) => outside.en(),
            Self::ZeroLimit => "the limit must be at least 1".to_owned(),
            Self::DueInPast { due } => format!("the due moment {} has passed; choose a later one", due.print_iso()),
            Self::NotLater { due } => format!("the new due moment must be later than {}", due.print_iso()),
            Self::NotWorkingTime { due } => format!("{} is not working time; choose a working day", due.print_iso()),
            Self::Paused => "the clock is paused".to_owned(),
            Self::NotPaused => "the clock is not paused".to_owned(),
            Self::Stopped => "the clock has stopped".to_owned(),
            Self::NotStopped => "the clock has not stopped".to_owned(),
            Self::BackInTime { after } => format!("the moment must not lie before {}", after.print_iso()),
            Self::NoDeadline => "there is no deadline to move".to_owned(),
            Self::NoLimit => "there is no limit that could start anew".to_owned(),
            Self::TooManyExtensions { times_max, .. } => format!("the due date may be moved {times_max} times at most"),
            Self::ExtensionTooLate { last_day, .. } => {
                format!("the due date may be moved until {last_day} at the latest")
            }
        }
    }

    /// The law behind the rule; empty where it is the house's own.
    #[must_use]
    pub fn basis(&self) -> &str {
        match self {
            Self::TooManyExtensions { basis, .. } | Self::ExtensionTooLate { basis, .. } => basis,
            _ => "",
        }
    }
}

impl std::fmt::Display for ClockError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} / {}", self.vi(), self.en())
    }
}

impl std::error::Error for ClockError {}
