//! Why a simulation stopped. A refusal is a bug of the simulation, so it names case type, act and rule.

use kernel::Code;
use kernel::calendar::OutsideCalendar;
use kernel::clock::ClockError;
use kernel::time::{Date, Instant};
use office::{Fail, OfficeError};

/// Why a simulation stopped.
#[derive(Debug)]
pub enum SimulateError {
    /// The scale is not above 0 and at most 1.
    Scale(f64),
    /// The scenario cannot be read.
    Scenario(String),
    /// The ledger's name does not end in `/mo-phong`: invented work never goes into a real one.
    NotSimulated {
        /// Its name.
        origin: String,
    },
    /// The ledger has gone on past the beginning of the simulation.
    NotEmpty,
    /// The catalogue of the office lacks something that the simulation needs.
    Catalogue {
        /// What.
        what: String,
    },
    /// Nobody holds a post of this role on the day.
    Nobody {
        /// Role.
        role: String,
        /// Unit, empty for any.
        unit: String,
        /// Day.
        day: Date,
    },
    /// A plan does not come out.
    Plan {
        /// Which.
        what: &'static str,
    },
    /// An act was refused.
    Refused {
        /// Case type.
        case_type: Code,
        /// Move or act.
        act: String,
        /// When.
        at: Instant,
        /// Why.
        fail: Box<Fail>,
    },
    /// Storage failed.
    Office(Box<OfficeError>),
    /// Somebody asked it to stop; what was acknowledged is stored.
    Stopped {
        /// Acts done.
        acts: u64,
    },
}

impl SimulateError {
    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Scale(scale) => format!("Tỷ lệ {scale} không dùng được; xin chọn số lớn hơn 0 và không quá 1."),
            Self::Scenario(what) => format!("Kịch bản không đọc được: {what}"),
            Self::NotSimulated { origin } => {
                format!(
                    "Sổ cái “{origin}” không phải sổ mô phỏng (tên phải kết thúc bằng /mo-phong); không ghi gì vào đó."
                )
            }
            Self::NotEmpty => "Sổ cái đã có việc; xin chọn thư mục trống để mô phỏng.".to_owned(),
            Self::Catalogue { what } => format!("Danh mục thiếu {what}, không mô phỏng được."),
            Self::Nobody { role, unit, day } => {
                format!("Không ai giữ vai trò {role} {unit} ngày {}; xin sửa tổ chức trong danh mục.", day.print_vn())
            }
            Self::Plan { what } => format!("Kịch bản không xếp được: {what}."),
            Self::Refused { case_type, act, at, fail } => {
                format!("Mô phỏng bị từ chối: {case_type}, {act}, {}: {}", at.print_vn(), fail.vi())
            }
            Self::Office(error) => error.vi(),
            Self::Stopped { acts } => format!("Đã dừng theo yêu cầu sau {acts} thao tác."),
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Scale(scale) => format!("The scale {scale} cannot be used; choose a number above 0 and at most 1."),
            Self::Scenario(what) => format!("The scenario cannot be read: {what}"),
            Self::NotSimulated { origin } => {
                format!(
                    "The ledger “{origin}” is no simulated one (its name must end in /mo-phong); nothing was written."
                )
            }
            Self::NotEmpty => "The ledger holds work already; choose an empty folder for a simulation.".to_owned(),
            Self::Catalogue { what } => format!("The catalogue lacks {what}; nothing can be simulated."),
            Self::Nobody { role, unit, day } => {
                format!("Nobody holds the role {role} {unit} on {day}; correct the organisation of the catalogue.")
            }
            Self::Plan { what } => format!("The scenario does not come out: {what}."),
            Self::Refused { case_type, act, at, fail } => {
                format!("The simulation was refused: {case_type}, {act}, {}: {}", at.print_iso(), fail.en())
            }
            Self::Office(error) => error.en(),
            Self::Stopped { acts } => format!("Stopped on request after {acts} acts."),
        }
    }
}

impl std::fmt::Display for SimulateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} / {}", self.vi(), self.en())
    }
}

impl std::error::Error for SimulateError {}

impl From<OfficeError> for SimulateError {
    fn from(error: OfficeError) -> Self {
        Self::Office(Box::new(error))
    }
}

impl From<OutsideCalendar> for SimulateError {
    fn from(error: OutsideCalendar) -> Self {
        Self::Catalogue { what: error.to_string() }
    }
}

impl From<ClockError> for SimulateError {
    fn from(error: ClockError) -> Self {
        Self::Catalogue { what: error.to_string() }
    }
}
