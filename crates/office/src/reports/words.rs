//! Numbers in the words of a report: floors with "trên", differences, growth, shares.
//!
//! Rounding and the rule that nothing prints as 100 % while one item is late are in `kernel::text`. Not here: counting.

use kernel::catalogue::report::{Compare, Figure};
use kernel::text::{growth_vn, number_vn, percent_vn};

use super::period::Period;

/// Said where there is nothing to be a share of.
const NO_SHARE: &str = "chưa có tỷ lệ";

/// `172468` → "172.468".
pub(super) fn number(n: u64) -> String {
    number_vn(signed(n))
}

/// For arithmetic and JSON; no count comes near the end.
pub(super) fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The number as the figure is printed: exact, or floored to its step with "trên" before it. What lies below one step, or
/// on a step exactly, is printed exactly.
pub(super) fn printed(n: u64, step: Option<u32>) -> String {
    match floored(n, step) {
        Some(floor) => format!("trên {}", number(floor)),
        None => number(n),
    }
}

fn floored(n: u64, step: Option<u32>) -> Option<u64> {
    let step = step.map(u64::from).filter(|step| *step > 0)?;
    let floor = n / step * step;
    (floor > 0 && floor < n).then_some(floor)
}

/// The percentage of another figure: "99,99 %".
pub(super) fn share(part: u64, whole: u64) -> String {
    percent_vn(signed(part), signed(whole)).map_or_else(|| NO_SHARE.to_owned(), |percent| format!("{percent} %"))
}

/// The comparison with the same period a year before: "tăng 25,83 % so với năm 2022". Empty for a figure that is not
/// compared.
pub(super) fn change(figure: &Figure, value: u64, previous: u64, period: Period) -> String {
    let with = period.compared_with();
    let moved = if value < previous { "giảm" } else { "tăng" };
    match figure.compare {
        Compare::None => String::new(),
        _ if value == previous => format!("không thay đổi {with}"),
        Compare::Difference => {
            format!("{moved} {} {with}", printed(value.abs_diff(previous), figure.floor_difference))
        }
        Compare::Growth => match growth_vn(signed(value), signed(previous)) {
            Some(growth) => format!("{moved} {} % {with}", growth.trim_start_matches('-')),
            None => format!("chưa có số liệu {with}"),
        },
    }
}
