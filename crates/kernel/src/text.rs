//! Vietnamese text: folding for search, sort keys for lists, numbers as an office prints them.
//!
//! Not here: dates (see `time`) and sentences of screens (see `web`).

use unicode_normalization::UnicodeNormalization;

/// Lower-case text without tones, marks and `đ`, for searching: "Hoá" and "Hóa" both fold to "hoa".
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfd().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase).map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

/// Marks that NFD splits off a Vietnamese letter: accents, horn, hook, breve, dot below.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The order of the Vietnamese alphabet for one base letter with its shape mark: a ă â b c d đ e ê …
const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

/// The order of tones in Vietnamese dictionaries: level, grave, hook, tilde, acute, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// A key whose byte order is the Vietnamese dictionary order (letters first, then tones), so that both
/// storage engines sort alike. Case does not count.
#[must_use]
pub fn sort_key(text: &str) -> String {
    let mut letters = String::with_capacity(text.len() + 8);
    let mut tones = String::new();
    for c in text.nfc().flat_map(char::to_lowercase) {
        let (letter, tone) = split_tone(c);
        match ALPHABET.chars().position(|a| a == letter).and_then(|rank| u32::try_from(rank).ok()) {
            // Letters rank behind digits and punctuation, which keep their own code points.
            Some(rank) => letters.push(char::from_u32(0x100 + rank).unwrap_or(letter)),
            None => letters.push(letter),
        }
        tones.push(tone);
    }
    let plain = tones.chars().all(|t| t == '0');
    if !plain {
        letters.push('\u{1}');
        letters.push_str(tones.trim_end_matches('0'));
    }
    letters
}

/// A composed letter as (letter with its shape mark, tone rank as a digit).
fn split_tone(c: char) -> (char, char) {
    let mut tone = '0';
    let rest: String = std::iter::once(c)
        .nfd()
        .filter(|m| match TONES.iter().position(|t| t == m) {
            Some(rank) => {
                tone = u32::try_from(rank + 1).ok().and_then(|r| char::from_digit(r, 10)).unwrap_or('0');
                false
            }
            None => true,
        })
        .collect();
    (rest.nfc().next().unwrap_or(c), tone)
}

/// A whole number with a point between thousands: 172468 is "172.468".
#[must_use]
pub fn number_vn(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        out.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// Minutes, hours and days in seconds.
const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;
/// From so many days on hours are left out.
const DAYS_ALONE_FROM: u32 = 10;

/// Seconds in the two largest units: "12 ngày", "2 ngày 4 giờ", "3 giờ 20 phút", "45 giây".
#[must_use]
pub fn duration_vn(seconds: u32) -> String {
    let said = |(n, unit)| {
        let unit = match unit {
            Unit::Days => "ngày",
            Unit::Hours => "giờ",
            Unit::Minutes => "phút",
            Unit::Seconds => "giây",
        };
        format!("{} {unit}", number_vn(i64::from(n)))
    };
    two_largest(seconds).map(said).collect::<Vec<_>>().join(" ")
}

/// The same in English: "12 days", "2 days 4 hours", "45 seconds".
#[must_use]
pub fn duration_en(seconds: u32) -> String {
    let said = |(n, unit)| {
        let unit = match unit {
            Unit::Days => "day",
            Unit::Hours => "hour",
            Unit::Minutes => "minute",
            Unit::Seconds => "second",
        };
        let number = number_vn(i64::from(n)).replace('.', ",");
        format!("{number} {unit}{}", if n == 1 { "" } else { "s" })
    };
    two_largest(seconds).map(said).collect::<Vec<_>>().join(" ")
}

#[derive(Clone, Copy)]
enum Unit {
    Days,
    Hours,
    Minutes,
    Seconds,
}

/// How many of the largest unit, and of the next where there are any.
fn two_largest(seconds: u32) -> impl Iterator<Item = (u32, Unit)> {
    let (days, hours, minutes) = (seconds / DAY, seconds % DAY / HOUR, seconds % HOUR / MINUTE);
    let (first, second) = match (days, hours, minutes) {
        (DAYS_ALONE_FROM.., _, _) => ((days, Unit::Days), (0, Unit::Hours)),
        (1.., _, _) => ((days, Unit::Days), (hours, Unit::Hours)),
        (0, 1.., _) => ((hours, Unit::Hours), (minutes, Unit::Minutes)),
        (0, 0, 1..) => ((minutes, Unit::Minutes), (0, Unit::Seconds)),
        (0, 0, 0) => ((seconds, Unit::Seconds), (0, Unit::Seconds)),
    };
    std::iter::once(first).chain(Some(second).filter(|(n, _)| *n > 0))
}

/// `part` of `whole` in percent with two decimals and a decimal comma, rounded half up.
///
/// Never "100" while one item is missing, and never "0,00" while one is there: the figure is then cut,
/// not rounded. `None` when `whole` is zero.
#[must_use]
pub fn percent_vn(part: i64, whole: i64) -> Option<String> {
    if whole == 0 {
        return None;
    }
    let hundredths = |n: i128, d: i128| (n * 20_000 + d) / (d * 2);
    let (n, d) = (i128::from(part), i128::from(whole));
    let mut rounded = hundredths(n, d);
    if part < whole && rounded >= 10_000 {
        rounded = 9_999;
    }
    if part > 0 && rounded == 0 {
        rounded = 1;
    }
    Some(format_hundredths(rounded))
}

/// Growth from `before` to `now` in percent with two decimals, rounded half up. `None` without a base.
#[must_use]
pub fn growth_vn(now: i64, before: i64) -> Option<String> {
    if before <= 0 {
        return None;
    }
    let (n, d) = (i128::from(now) - i128::from(before), i128::from(before));
    let magnitude = (n.abs() * 20_000 + d) / (d * 2);
    Some(format_hundredths(if n < 0 { -magnitude } else { magnitude }))
}

/// 9999 is "99,99"; whole percents print without decimals.
fn format_hundredths(hundredths: i128) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole},{rest:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_tones_marks_and_d() {
        assert_eq!(fold("Đường Nguyễn Ệ"), "duong nguyen e");
        assert_eq!(fold("Thanh Hoá"), fold("Thanh Hóa"));
    }

    #[test]
    fn sorts_as_a_vietnamese_dictionary() {
        let mut words = ["đa", "da", "ân", "ăn", "an", "ba", "má", "mạ", "mà", "ma", "mã", "mả", "2", "10"];
        words.sort_by_key(|w| sort_key(w));
        assert_eq!(words, ["10", "2", "an", "ăn", "ân", "ba", "da", "đa", "ma", "mà", "mả", "mã", "má", "mạ"]);
    }

    #[test]
    fn letters_weigh_more_than_tones() {
        assert!(sort_key("mạ") < sort_key("man"));
        assert!(sort_key("hoa hồng") < sort_key("hoà hồng"));
    }

    #[test]
    fn prints_thousands() {
        for (n, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1.000"),
            (172_468, "172.468"),
            (-1_234_567, "-1.234.567"),
            (i64::MIN, "-9.223.372.036.854.775.808"),
        ] {
            assert_eq!(number_vn(n), text);
        }
    }

    #[test]
    fn durations_take_two_units() {
        for (seconds, text) in [
            (0, "0 giây"),
            (59, "59 giây"),
            (60, "1 phút"),
            (3_600, "1 giờ"),
            (12_000, "3 giờ 20 phút"),
            (DAY + 2 * HOUR + 59, "1 ngày 2 giờ"),
            (10 * DAY + 5 * HOUR, "10 ngày"),
            (u32::MAX, "49.710 ngày"),
        ] {
            assert_eq!(duration_vn(seconds), text);
        }
    }

    #[test]
    fn never_a_hundred_while_one_is_late() {
        assert_eq!(percent_vn(30_772, 30_774).as_deref(), Some("99,99"));
        assert_eq!(percent_vn(172_467, 172_468).as_deref(), Some("99,99"));
        assert_eq!(percent_vn(10, 10).as_deref(), Some("100"));
        assert_eq!(percent_vn(1, 1_000_000).as_deref(), Some("0,01"));
        assert_eq!(percent_vn(1, 8).as_deref(), Some("12,5").map(|_| "12,50"));
        assert_eq!(percent_vn(0, 0), None);
    }

    #[test]
    fn growth_of_the_online_dossiers() {
        assert_eq!(growth_vn(95_750, 76_095).as_deref(), Some("25,83"));
        assert_eq!(growth_vn(90, 100).as_deref(), Some("-10"));
    }
}
