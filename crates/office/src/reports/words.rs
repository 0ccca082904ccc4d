//! Numbers in the words of a report: floors with "trên", differences, growth, shares.
//!
//! Rounding and the rule that nothing prints as 100 % while one item is late are in `kernel::text`. Not here: counting.

use kernel::catalogue::report::{Compare, Figure};
use kernel::text::{growth_vn, number_vn, percent_vn};

use super::period::Period;

/// Said where there is nothing to be a share of.
const NO_SHARE: &str = "chưa xác định";

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

/// The same in English: "over 77,000".
pub(super) fn printed_en(n: u64, step: Option<u32>) -> String {
    match floored(n, step) {
        Some(floor) => format!("over {}", decimal_en(&number(floor))),
        None => decimal_en(&number(n)),
    }
}

/// A number with the signs of English in place of those of Vietnamese.
pub(super) fn decimal_en(vi: &str) -> String {
    let swapped = |c| match c {
        '.' => ',',
        ',' => '.',
        c => c,
    };
    vi.chars().map(swapped).collect()
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

/// What changed against the same period a year before.
pub(super) enum Change {
    /// Nothing.
    Same,
    /// By so many; printed down to a step.
    By { more: bool, amount: u64, step: Option<u32> },
    /// By so many percent: "25,83".
    Percent { more: bool, growth: String },
    /// There was nothing a year before.
    NoBase,
}

/// The comparison of a figure; `None` for one that is not compared.
pub(super) fn change(figure: &Figure, value: u64, previous: u64) -> Option<Change> {
    let more = value > previous;
    Some(match figure.compare {
        Compare::None => return None,
        _ if value == previous => Change::Same,
        Compare::Difference => Change::By { more, amount: value.abs_diff(previous), step: figure.floor_difference },
        Compare::Growth => match growth_vn(signed(value), signed(previous)) {
            Some(growth) => Change::Percent { more, growth: growth.trim_start_matches('-').to_owned() },
            None => Change::NoBase,
        },
    })
}

impl Change {
    /// In Vietnamese: "tăng 25,83 % so với năm 2022".
    pub(super) fn vi(&self, period: Period) -> String {
        let with = period.compared_with();
        let moved = |more: &bool| if *more { "tăng" } else { "giảm" };
        match self {
            Self::Same => format!("không thay đổi {with}"),
            Self::By { more, amount, step } => format!("{} {} {with}", moved(more), printed(*amount, *step)),
            Self::Percent { more, growth } => format!("{} {growth} % {with}", moved(more)),
            Self::NoBase => format!("chưa có số liệu {} để so sánh", period.year_before().name()),
        }
    }

    /// In English: "up 25.83 % on 2022".
    pub(super) fn en(&self, period: Period) -> String {
        let before = period.year_before().name_en();
        let moved = |more: &bool| if *more { "up" } else { "down" };
        match self {
            Self::Same => format!("as in {before}"),
            Self::By { more, amount, step } => format!("{} {} on {before}", moved(more), printed_en(*amount, *step)),
            Self::Percent { more, growth } => format!("{} {} % on {before}", moved(more), decimal_en(growth)),
            Self::NoBase => format!("no figures of {before} to compare with"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::{Length, Reckoning};

    fn figure(compare: Compare, floor_difference: Option<u32>) -> Figure {
        let (code, section, label) = ("x".into(), String::new(), String::new());
        let (label_en, unit) = (String::new(), String::new());
        Figure { code, section, label, label_en, unit, compare, floor: None, floor_difference, share_of: None }
    }

    fn said(figure: &Figure, value: u64, previous: u64) -> String {
        let year = Period::new(2023, Length::Year, Reckoning::Calendar).unwrap();
        change(figure, value, previous).map(|change| change.vi(year)).unwrap_or_default()
    }

    #[test]
    fn floors_say_over_only_when_it_is_over() {
        let printed = |n| printed(n, Some(1_000));
        assert_eq!([77_001, 77_999, 78_000, 77_000].map(printed), ["trên 77.000", "trên 77.000", "78.000", "77.000"]);
        assert_eq!([0, 999, 1_000, 1_001].map(printed), ["0", "999", "1.000", "trên 1.000"]);
        assert_eq!(super::printed(172_468, None), "172.468");
    }

    #[test]
    fn differences_and_growth() {
        let difference = figure(Compare::Difference, None);
        assert_eq!(said(&difference, 27_283, 20_768), "tăng 6.515 so với năm 2022");
        assert_eq!(said(&difference, 20_768, 27_283), "giảm 6.515 so với năm 2022");
        assert_eq!(said(&difference, 5, 5), "không thay đổi so với năm 2022");
        let floored = figure(Compare::Difference, Some(100));
        assert_eq!(said(&floored, 77_501, 70_000), "tăng trên 7.500 so với năm 2022");
        assert_eq!(said(&floored, 77_500, 70_000), "tăng 7.500 so với năm 2022");
        assert_eq!(said(&floored, 62_401, 70_000), "giảm trên 7.500 so với năm 2022");
        let growth = figure(Compare::Growth, None);
        assert_eq!(said(&growth, 95_750, 76_095), "tăng 25,83 % so với năm 2022");
        assert_eq!(said(&growth, 76_095, 95_750), "giảm 20,53 % so với năm 2022");
        assert_eq!(said(&growth, 7, 0), "chưa có số liệu năm 2022 để so sánh");
        assert_eq!(said(&figure(Compare::None, None), 7, 5), "");
        let year = Period::new(2023, Length::Year, Reckoning::Calendar).unwrap();
        let english = |figure: &Figure, value, previous| change(figure, value, previous).unwrap().en(year);
        assert_eq!(english(&floored, 77_501, 70_000), "up over 7,500 on 2022");
        assert_eq!(english(&growth, 95_750, 76_095), "up 25.83 % on 2022");
    }

    #[test]
    fn shares_never_reach_a_hundred_while_one_is_missing() {
        assert_eq!(share(30_772, 30_774), "99,99 %");
        assert_eq!(share(172_459, 172_468), "99,99 %");
        assert_eq!(share(172_467, 172_468), "99,99 %");
        assert_eq!(share(8, 8), "100 %");
        assert_eq!(share(0, 0), "chưa xác định");
    }
}
