//! Whole numbers as Vietnamese offices print them. Not here: percentages, dates.

/// `172468` → `172.468`: thousands are set apart by a point, a negative number keeps its sign.
#[must_use]
pub fn number_vn(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::number_vn;

    #[test]
    fn thousands_are_set_apart() {
        let cases = [
            (0, "0"),
            (7, "7"),
            (999, "999"),
            (1_000, "1.000"),
            (30_774, "30.774"),
            (1_234_567, "1.234.567"),
            (-20_768, "-20.768"),
            (i64::MIN, "-9.223.372.036.854.775.808"),
        ];
        for (value, text) in cases {
            assert_eq!(number_vn(value), text);
        }
    }
}
