//! Reports as catalogue data: which figures, in which order, with which words.
//!
//! How a figure is counted is said by its indicator; percentages and comparison with an earlier period are
//! worked out by the one who prints.

use serde::Deserialize;

use crate::Code;

/// A report: one file of `catalogue/reports/`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Code, equal to the file name.
    pub code: Code,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    #[serde(default)]
    pub name_en: String,
    /// Law or regulation.
    pub basis: String,
    /// The figures in print order.
    #[serde(rename = "figure")]
    pub figures: Vec<Figure>,
}

/// A figure of a report.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The indicator.
    pub code: Code,
    /// Section under which it stands.
    pub section: String,
    /// Vietnamese label.
    pub label: String,
    /// English label.
    #[serde(default)]
    pub label_en: String,
    /// Unit of counting: "văn bản", "hồ sơ".
    #[serde(default)]
    pub unit: String,
    /// Compared with the same period a year before.
    #[serde(default)]
    pub compare: Compare,
    /// Printed floored to this step with "trên" before it; absent prints the exact number.
    pub floor: Option<u32>,
    /// The difference is floored to this step.
    pub floor_difference: Option<u32>,
    /// The percentage of this other indicator is printed beside it.
    pub share_of: Option<Code>,
}

/// How a figure is compared with the period before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// Not at all.
    #[default]
    None,
    /// By the difference.
    Difference,
    /// By the percentage of growth.
    Growth,
}
