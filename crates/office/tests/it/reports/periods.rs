//! Periods by the calendar and by Nghị định 09/2019, their names in addresses and in words.

use office::reports::{Length, Period, Reckoning};
use proptest::prelude::*;

#[test]
fn first_and_last_days() {
    // (key, first, last, the same a year before)
    let vectors = [
        ("2023", "2023-01-01", "2023-12-31", "2022"),
        ("2023-6m", "2023-01-01", "2023-06-30", "2022-6m"),
        ("2023-9m", "2023-01-01", "2023-09-30", "2022-9m"),
        ("2023-q1", "2023-01-01", "2023-03-31", "2022-q1"),
        ("2023-q4", "2023-10-01", "2023-12-31", "2022-q4"),
        ("2024-02", "2024-02-01", "2024-02-29", "2023-02"),
        ("2023-12", "2023-12-01", "2023-12-31", "2022-12"),
        ("2023-nd09", "2022-12-15", "2023-12-14", "2022-nd09"),
        ("2023-6m-nd09", "2022-12-15", "2023-06-14", "2022-6m-nd09"),
        ("2023-9m-nd09", "2022-12-15", "2023-09-14", "2022-9m-nd09"),
        ("2023-q1-nd09", "2022-12-15", "2023-03-14", "2022-q1-nd09"),
        ("2023-q2-nd09", "2023-03-15", "2023-06-14", "2022-q2-nd09"),
        ("2023-q3-nd09", "2023-06-15", "2023-09-14", "2022-q3-nd09"),
        ("2023-q4-nd09", "2023-09-15", "2023-12-14", "2022-q4-nd09"),
        ("2023-01-nd09", "2022-12-15", "2023-01-14", "2022-01-nd09"),
        ("2023-03-nd09", "2023-02-15", "2023-03-14", "2022-03-nd09"),
    ];
    for (key, first, last, before) in vectors {
        let period = Period::parse(key).unwrap();
        assert_eq!((period.first().to_string(), period.last().to_string()), (first.into(), last.into()), "{key}");
        assert_eq!((period.key(), period.year_before().key()), (key.to_owned(), before.to_owned()));
    }
}

#[test]
fn words() {
    let words = |key: &str| {
        let period = Period::parse(key).unwrap();
        format!("{}, {}; {}", period.name(), period.words(), period.compared_with())
    };
    assert_eq!(words("2023"), "năm 2023, từ 01/01/2023 đến 31/12/2023, theo năm dương lịch; so với năm 2022");
    assert_eq!(
        words("2023-nd09"),
        "năm 2023, từ 15/12/2022 đến 14/12/2023, theo Nghị định 09/2019/NĐ-CP; so với năm 2022"
    );
    assert_eq!(
        words("2023-q3-nd09"),
        "quý III năm 2023, từ 15/06/2023 đến 14/09/2023, theo Nghị định 09/2019/NĐ-CP; so với cùng kỳ năm 2022"
    );
    assert_eq!(
        words("2023-06"),
        "tháng 6 năm 2023, từ 01/06/2023 đến 30/06/2023, theo dương lịch; so với cùng kỳ năm 2022"
    );
    assert!(words("2023-6m").starts_with("6 tháng đầu năm 2023, "));
}

#[test]
fn what_is_no_period() {
    for key in [
        "",
        "23",
        "2023-",
        "2023-13",
        "2023-00",
        "2023-1",
        "2023-q0",
        "2023-q5",
        "2023-3m",
        "2023-nd10",
        "2023-06-nd09-x",
    ] {
        assert_eq!(Period::parse(key), None, "{key}");
    }
    assert_eq!(Period::new(1899, Length::Year, Reckoning::Calendar), None);
    assert_eq!(Period::new(2023, Length::Quarter(5), Reckoning::Calendar), None);
}

proptest! {
    /// Months follow each other without gap or overlap, and together are the longer periods.
    #[test]
    fn months_join(year in 1901..2998_i32, month in 1..=12_u32, decree: bool) {
        let reckoning = if decree { Reckoning::Decree09 } else { Reckoning::Calendar };
        let of = |length| Period::new(year, length, reckoning).unwrap();
        let this = of(Length::Month(month));
        let next = if month == 12 { Period::new(year + 1, Length::Month(1), reckoning).unwrap() } else { of(Length::Month(month + 1)) };
        prop_assert_eq!(this.last().add_days(1), next.first());
        prop_assert_eq!(Period::parse(&this.key()), Some(this));
        for (length, from, to) in [
            (Length::Year, 1, 12), (Length::SixMonths, 1, 6), (Length::NineMonths, 1, 9),
            (Length::Quarter(month.div_ceil(3)), month.div_ceil(3) * 3 - 2, month.div_ceil(3) * 3),
        ] {
            prop_assert_eq!(of(length).first(), of(Length::Month(from)).first());
            prop_assert_eq!(of(length).last(), of(Length::Month(to)).last());
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,20}") {
        if let Some(period) = Period::parse(&text) {
            prop_assert_eq!(period.key(), text);
        }
    }
}
