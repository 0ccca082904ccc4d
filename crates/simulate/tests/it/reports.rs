//! Reports over the years that were lived: every figure opens to its records, and every form adds up in every period.

use kernel::Code;
use office::reports::{Asked, Behind, Eyes, Length, PAGE_RECORDS_MAX, Period, Reckoning};
use simulate::Targets;

use crate::live;

fn periods() -> Vec<Period> {
    let lengths = (1..=12).map(Length::Month).chain((1..=4).map(Length::Quarter)).chain([
        Length::SixMonths,
        Length::NineMonths,
        Length::Year,
    ]);
    let all = lengths.flat_map(|length| [Reckoning::Calendar, Reckoning::Decree09].map(|r| (length, r)));
    all.filter_map(|(length, reckoning)| Period::new(2023, length, reckoning)).collect()
}

#[test]
fn reports_over_the_years_are_sound() {
    let (scale, seed) = (0.004, 7);
    let lived = live(scale, seed);
    let as_of = lived.office.as_of(None).unwrap();
    let year = Period::new(2023, Length::Year, Reckoning::Calendar).unwrap();
    let annual = as_of.annual(year).unwrap();
    for figure in &annual.figures {
        assert_eq!(figure.records, figure.value, "{}", figure.code);
        let asked = Asked::of(&Code::parse(figure.code.as_str()).unwrap(), year);
        let (mut walked, mut behind) = (0, Behind::NOTHING);
        loop {
            let page = as_of.records(&asked, Eyes::House, behind, PAGE_RECORDS_MAX).unwrap();
            walked += page.records.len();
            let Some(next) = page.next else { break };
            behind = next;
        }
        assert_eq!(u64::try_from(walked).unwrap(), figure.value, "{}", figure.code);
    }
    let targets = Targets::at(scale, seed).unwrap();
    for (code, value) in &targets.figures {
        assert_eq!(annual.figure(code).map(|f| f.value), Some(*value), "{code}");
    }
    for (code, value) in &targets.previous {
        let previous = annual.figure(code).and_then(|f| f.previous);
        assert!(previous.is_none_or(|previous| previous == *value), "{code} in the year before");
    }
    for period in periods() {
        for code in ["ii06a", "tasks"] {
            let form = as_of.form(code, period).unwrap();
            for check in &form.checks {
                assert!(check.holds, "{code} {}: {}: {}", period.key(), check.rule, check.detail);
            }
        }
    }
}
