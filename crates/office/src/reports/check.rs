//! What must hold before a report is issued, as the report's file says it; both sides are shown.

use kernel::catalogue::report::{Check, Report};

use super::count::{AsOf, Asked};
use super::fail::ReportFail;
use super::form::Row;
use super::period::Period;
use super::words::number;

/// A check that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The rule in words: "(3) = (7) + (11)".
    pub rule: String,
    /// Whether it holds.
    pub holds: bool,
    /// The numbers on both sides.
    pub detail: String,
}

impl AsOf {
    /// Makes all checks of a report over the rows of its form, the sum first.
    pub(super) fn checks(&self, report: &Report, period: Period, rows: &[&Row]) -> Result<Vec<Checked>, ReportFail> {
        let mut out = Vec::new();
        for check in &report.checks {
            let rule = check.says.clone();
            if let Some(code) = &check.none {
                let count = self.count(&Asked::of(code, period))?;
                let detail = format!("có {} hồ sơ như vậy", number(count));
                out.push(Checked { rule, holds: count == 0, detail });
            } else {
                let sides: Vec<Sides> = rows.iter().map(|row| Sides::of(check, report, row)).collect();
                let broken = sides.iter().find(|s| s.left != s.right);
                let detail = broken.or(sides.first()).map(|s| s.detail.clone()).unwrap_or_default();
                out.push(Checked { rule, holds: broken.is_none(), detail });
            }
        }
        Ok(out)
    }
}

/// Both sides of a check in one row.
struct Sides {
    left: u64,
    right: u64,
    detail: String,
}

impl Sides {
    fn of(check: &Check, report: &Report, row: &Row) -> Self {
        let cell = |number: &u32| {
            let at = report.columns.iter().position(|c| c.number == *number);
            at.and_then(|at| row.cells.get(at)).map_or(0, |c| c.value)
        };
        let sum = |columns: &[u32]| columns.iter().map(cell).sum::<u64>();
        let said = |columns: &[u32]| {
            let parts: Vec<String> = columns.iter().map(|n| number(cell(n))).collect();
            match columns.len() {
                1 => parts.join(""),
                _ => format!("{} ({})", number(sum(columns)), parts.join(" + ")),
            }
        };
        let (left, right) = (sum(&check.left), sum(&check.right));
        let sign = if left == right { "=" } else { "≠" };
        let detail = format!("{}: {} {sign} {}", row.label, said(&check.left), said(&check.right));
        Self { left, right, detail }
    }
}

/// The broken ones as a refusal, if there are any.
pub(super) fn refuse(checks: &[Checked]) -> Result<(), ReportFail> {
    let broken: Vec<Checked> = checks.iter().filter(|c| !c.holds).cloned().collect();
    if broken.is_empty() { Ok(()) } else { Err(ReportFail::Refused { broken }) }
}
