//! Limits as the law states them: an amount and a unit.

use serde::{Deserialize, Serialize};

use super::ClockError;

/// In what a limit is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// Working days (ngày làm việc), from the normalised instant of receipt.
    WorkingDays,
    /// Working hours (giờ làm việc), from the normalised instant of receipt.
    WorkingHours,
    /// Calendar days (ngày), from the date of receipt (Bộ luật Dân sự 2015 Điều 147, 148).
    Days,
    /// Calendar months (tháng), from the date of receipt (the same).
    Months,
}

impl LimitUnit {
    /// Its code in files and on the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::WorkingDays => "working_days",
            Self::WorkingHours => "working_hours",
            Self::Days => "days",
            Self::Months => "months",
        }
    }

    /// In Vietnamese, as it follows an amount.
    #[must_use]
    pub fn vi(self) -> &'static str {
        match self {
            Self::WorkingDays => "ngày làm việc",
            Self::WorkingHours => "giờ làm việc",
            Self::Days => "ngày",
            Self::Months => "tháng",
        }
    }

    /// In English, as it follows an amount.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Self::WorkingDays => "working days",
            Self::WorkingHours => "working hours",
            Self::Days => "days",
            Self::Months => "months",
        }
    }
}

/// A limit: never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "LimitParts")]
pub struct Limit {
    amount: u32,
    unit: LimitUnit,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    skip_holidays: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitParts {
    amount: u32,
    unit: LimitUnit,
    #[serde(default)]
    skip_holidays: bool,
}

impl TryFrom<LimitParts> for Limit {
    type Error = ClockError;

    fn try_from(parts: LimitParts) -> Result<Self, ClockError> {
        let limit = Self::new(parts.amount, parts.unit)?;
        Ok(if parts.skip_holidays { limit.skipping_holidays() } else { limit })
    }
}

impl Limit {
    /// A limit of so many units.
    ///
    /// # Errors
    /// [`ClockError::ZeroLimit`] for an amount of 0.
    pub fn new(amount: u32, unit: LimitUnit) -> Result<Self, ClockError> {
        if amount == 0 {
            return Err(ClockError::ZeroLimit);
        }
        Ok(Self { amount, unit, skip_holidays: false })
    }

    /// The same, with announced days off inside a limit in calendar days not counted. The law counts them (the
    /// default); some provincial systems do not. Without effect on the other units.
    #[must_use]
    pub fn skipping_holidays(self) -> Self {
        Self { skip_holidays: true, ..self }
    }

    /// The amount, at least 1.
    #[must_use]
    pub fn amount(self) -> u32 {
        self.amount
    }

    /// The unit.
    #[must_use]
    pub fn unit(self) -> LimitUnit {
        self.unit
    }

    /// Whether announced days off inside a limit in calendar days are not counted.
    #[must_use]
    pub fn skips_holidays(self) -> bool {
        self.skip_holidays
    }

    /// In Vietnamese: `5 ngày làm việc`.
    #[must_use]
    pub fn vi(self) -> String {
        format!("{} {}", self.amount, self.unit.vi())
    }

    /// In English: `5 working days`.
    #[must_use]
    pub fn en(self) -> String {
        format!("{} {}", self.amount, self.unit.en())
    }
}
