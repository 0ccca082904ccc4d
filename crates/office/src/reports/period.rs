//! The periods of reports: year, half year, nine months, quarter, month; by the calendar or by Nghị định 09/2019.
//!
//! Which one was chosen is always printed. Not here: what is counted.

use kernel::time::Date;

/// The years of which a report can speak.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2999;
/// By the decree a period begins on this day of the month before (Điều 12)…
const DECREE_FIRST_DAY: i32 = 15;
/// …and ends on this day of its last month.
const DECREE_LAST_DAY: u32 = 14;
/// Mark of the decree in the key of a period.
const DECREE_KEY: &str = "nd09";

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Length {
    /// The year.
    Year,
    /// The first six months.
    SixMonths,
    /// The first nine months.
    NineMonths,
    /// A quarter, 1 to 4.
    Quarter(u32),
    /// A month, 1 to 12.
    Month(u32),
}

/// From which day to which a period is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reckoning {
    /// By the calendar: 01/01 to 31/12.
    Calendar,
    /// Nghị định 09/2019/NĐ-CP Điều 12: from the 15th of the month before to the 14th of the last month; the year from
    /// 15/12 of the year before to 14/12.
    Decree09,
}

/// A period of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i32,
    length: Length,
    reckoning: Reckoning,
}

impl Period {
    /// A period of a year. `None` where there is no such month, quarter or year.
    #[must_use]
    pub fn new(year: i32, length: Length, reckoning: Reckoning) -> Option<Self> {
        let exists = match length {
            Length::Quarter(quarter) => (1..=4).contains(&quarter),
            Length::Month(month) => (1..=12).contains(&month),
            Length::Year | Length::SixMonths | Length::NineMonths => true,
        };
        (exists && YEARS.contains(&year)).then_some(Self { year, length, reckoning })
    }

    /// Reads what [`Self::key`] writes. `None` for anything else.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        let mut parts = key.split('-');
        let year = digits(parts.next()?, 4)?;
        let mut next = parts.next();
        let length = match next {
            None | Some(DECREE_KEY) => Length::Year,
            Some(word) => {
                next = parts.next();
                match word {
                    "6m" => Length::SixMonths,
                    "9m" => Length::NineMonths,
                    _ => match word.strip_prefix('q') {
                        Some(quarter) => Length::Quarter(digits(quarter, 1)?),
                        None => Length::Month(digits(word, 2)?),
                    },
                }
            }
        };
        let reckoning = match next {
            None => Reckoning::Calendar,
            Some(DECREE_KEY) => Reckoning::Decree09,
            Some(_) => return None,
        };
        if parts.next().is_some() { None } else { Self::new(i32::try_from(year).ok()?, length, reckoning) }
    }

    /// The short name for addresses and the ledger: `2023`, `2023-q1`, `2023-6m`, `2023-06`, each also with `-nd09`.
    #[must_use]
    pub fn key(self) -> String {
        let year = self.year;
        let key = match self.length {
            Length::Year => format!("{year}"),
            Length::SixMonths => format!("{year}-6m"),
            Length::NineMonths => format!("{year}-9m"),
            Length::Quarter(quarter) => format!("{year}-q{quarter}"),
            Length::Month(month) => format!("{year}-{month:02}"),
        };
        match self.reckoning {
            Reckoning::Calendar => key,
            Reckoning::Decree09 => format!("{key}-{DECREE_KEY}"),
        }
    }

    /// The year after which it is called.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// How long it is.
    #[must_use]
    pub fn length(self) -> Length {
        self.length
    }

    /// How it is counted.
    #[must_use]
    pub fn reckoning(self) -> Reckoning {
        self.reckoning
    }

    /// First and last month.
    fn months(self) -> (u32, u32) {
        match self.length {
            Length::Year => (1, 12),
            Length::SixMonths => (1, 6),
            Length::NineMonths => (1, 9),
            Length::Quarter(quarter) => (quarter * 3 - 2, quarter * 3),
            Length::Month(month) => (month, month),
        }
    }

    /// The first day.
    #[must_use]
    pub fn first(self) -> Date {
        let first = day(self.year, self.months().0, 1);
        match self.reckoning {
            Reckoning::Calendar => first,
            Reckoning::Decree09 => first.add_months(-1).add_days(DECREE_FIRST_DAY - 1),
        }
    }

    /// The last day.
    #[must_use]
    pub fn last(self) -> Date {
        let month = self.months().1;
        match self.reckoning {
            Reckoning::Calendar => day(self.year, month, 1).add_months(1).add_days(-1),
            Reckoning::Decree09 => day(self.year, month, DECREE_LAST_DAY),
        }
    }

    /// The same period of the year before.
    #[must_use]
    pub fn year_before(self) -> Self {
        Self { year: self.year - 1, ..self }
    }

    /// What it is called: "năm 2023", "6 tháng đầu năm 2023", "quý I năm 2023", "tháng 6 năm 2023".
    #[must_use]
    pub fn name(self) -> String {
        let year = self.year;
        match self.length {
            Length::Year => format!("năm {year}"),
            Length::SixMonths => format!("6 tháng đầu năm {year}"),
            Length::NineMonths => format!("9 tháng đầu năm {year}"),
            Length::Quarter(quarter) => format!("quý {} năm {year}", roman(quarter)),
            Length::Month(month) => format!("tháng {month} năm {year}"),
        }
    }

    /// The same in English: "2023", "first 6 months of 2023", "quarter I of 2023", "month 6 of 2023".
    #[must_use]
    pub fn name_en(self) -> String {
        let year = self.year;
        match self.length {
            Length::Year => format!("{year}"),
            Length::SixMonths => format!("first 6 months of {year}"),
            Length::NineMonths => format!("first 9 months of {year}"),
            Length::Quarter(quarter) => format!("quarter {} of {year}", roman(quarter)),
            Length::Month(month) => format!("month {month} of {year}"),
        }
    }

    /// From when to when and by which reckoning, as every report prints it.
    #[must_use]
    pub fn words(self) -> String {
        let by = match (self.reckoning, self.length) {
            (Reckoning::Decree09, _) => "theo Nghị định 09/2019/NĐ-CP",
            (Reckoning::Calendar, Length::Year) => "theo năm dương lịch",
            (Reckoning::Calendar, _) => "theo dương lịch",
        };
        format!("từ {} đến {}, {by}", self.first().print_vn(), self.last().print_vn())
    }

    /// The same in English.
    #[must_use]
    pub fn words_en(self) -> String {
        let by = match self.reckoning {
            Reckoning::Decree09 => "by Decree 09/2019/NĐ-CP",
            Reckoning::Calendar => "by the calendar",
        };
        format!("from {} to {}, {by}", self.first().print_vn(), self.last().print_vn())
    }

    /// What a comparison names: "so với năm 2022", "so với cùng kỳ năm 2022".
    #[must_use]
    pub fn compared_with(self) -> String {
        let year = self.year - 1;
        match self.length {
            Length::Year => format!("so với năm {year}"),
            _ => format!("so với cùng kỳ năm {year}"),
        }
    }
}

/// A date of a year and month that [`Period::new`] has let through.
fn day(year: i32, month: u32, day: u32) -> Date {
    Date::new(year, month, day).unwrap_or(Date(0))
}

/// A number of exactly so many ASCII digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn roman(quarter: u32) -> &'static str {
    match quarter {
        1 => "I",
        2 => "II",
        3 => "III",
        _ => "IV",
    }
}
