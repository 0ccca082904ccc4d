//! Field values: parsed once at the door, carried typed from then on.
//!
//! Which fields exist and in which part of the stored form they are kept is said by the catalogue.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::catalogue::case_type::{Field, FieldKind};
use crate::text::fold;
use crate::time::Date;
use crate::{Code, Said};

/// Longest text of a field in characters, where the catalogue names no other.
pub const TEXT_CHARACTERS_MAX: usize = 500;
/// Longest text of a `long_text` field in characters, where the catalogue names no other.
pub const LONG_TEXT_CHARACTERS_MAX: usize = 20_000;

/// The values of a case or a form, by field code.
pub type Fields = BTreeMap<Code, Value>;

/// A value. Dates are kept as `YYYY-MM-DD`, choices and units as their codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A whole number or an amount in đồng.
    Integer(i64),
    /// Text, a date or a code.
    Text(String),
}

/// By what stands there. A derived reader would try one kind after the other and word a refusal for each that does not
/// fit, which was a tenth of the time of reading a register.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reading)
    }
}

struct Reading;

impl Visitor<'_> for Reading {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a flag, a whole number or a text")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Integer(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        let fits = i64::try_from(number).map_err(|_large| E::invalid_value(Unexpected::Unsigned(number), &self))?;
        Ok(Value::Integer(fits))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::text(text))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }
}

impl Value {
    /// A text value.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// The value as text, when it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Flag(_) | Self::Integer(_) => None,
        }
    }

    /// The value as a date, when it is one.
    #[must_use]
    pub fn as_date(&self) -> Option<Date> {
        self.as_text().and_then(|t| Date::parse(t).ok())
    }

    /// The value as conditions and lists compare it: `yes`/`no` for flags.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Flag(true) => "yes".to_owned(),
            Self::Flag(false) => "no".to_owned(),
            Self::Integer(n) => n.to_string(),
            Self::Text(text) => text.clone(),
        }
    }

    /// Reads what a person typed into a field. Blank text is `Ok(None)`.
    ///
    /// # Errors
    /// What to do, in a sentence.
    pub fn parse(field: &Field, typed: &str) -> Result<Option<Self>, Said> {
        let text = typed.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let value = match field.kind {
            FieldKind::Text => Self::Text(within(text, field.length_max.unwrap_or(TEXT_CHARACTERS_MAX))?),
            FieldKind::LongText => Self::Text(within(text, field.length_max.unwrap_or(LONG_TEXT_CHARACTERS_MAX))?),
            FieldKind::Integer | FieldKind::Money => Self::Integer(whole_number(field, text)?),
            FieldKind::Date => Self::Text(date(text)?.to_string()),
            FieldKind::Flag => Self::Flag(flag(text)?),
            FieldKind::Choice => Self::Text(choice(field, text)?),
            FieldKind::Unit | FieldKind::Person | FieldKind::Procedure => Self::Text(code(text)?),
        };
        Ok(Some(value))
    }

    /// Whether a value that comes from a program (not typed) fits the field.
    ///
    /// # Errors
    /// A sentence that says what does not fit.
    pub fn check(&self, field: &Field) -> Result<(), Said> {
        match (self, field.kind) {
            (Self::Flag(_), FieldKind::Flag) => Ok(()),
            (Self::Integer(n), FieldKind::Integer | FieldKind::Money) => in_range(field, *n).map(|_| ()),
            (Self::Text(text), kind) if !matches!(kind, FieldKind::Flag | FieldKind::Integer | FieldKind::Money) => {
                match Self::parse(field, text)? {
                    None => Err(("chưa có giá trị", "has no value yet").into()),
                    Some(read) if read != *self && !matches!(kind, FieldKind::Text | FieldKind::LongText) => {
                        Err(Said::new(
                            format!("“{text}” chưa đúng dạng lưu, phải là “{}”", read.plain()),
                            format!("“{text}” is not as it is stored, which is “{}”", read.plain()),
                        ))
                    }
                    Some(_) => Ok(()),
                }
            }
            _ => Err(Said::new(
                format!("giá trị không đúng loại của mục “{}”", field.name),
                format!("the value is not of the kind that “{}” takes", field.said().en),
            )),
        }
    }
}

fn within(text: &str, characters_max: usize) -> Result<String, Said> {
    // Nobody types it, no paper can show it, and not every database keeps it.
    if text.contains('\0') {
        return Err(
            ("có ký tự NUL (mã 0), xin xóa rồi gõ lại", "holds the character NUL (code 0); type it anew").into()
        );
    }
    let count = text.chars().count();
    if count > characters_max {
        return Err(Said::new(
            format!("dài {count} ký tự, tối đa {characters_max}; xin rút gọn"),
            format!("has {count} characters, at most {characters_max}; shorten it"),
        ));
    }
    Ok(text.to_owned())
}

fn whole_number(field: &Field, text: &str) -> Result<i64, Said> {
    match ungrouped(text).and_then(|digits| digits.parse::<i64>().ok()) {
        Some(n) => in_range(field, n),
        None => Err(Said::new(
            format!("“{text}” không phải số nguyên; xin nhập dạng 1.234"),
            format!("“{text}” is no whole number; write it as 1234"),
        )),
    }
}

/// The digits of a number whose thousands may be grouped by points or spaces: `1.234.567`. A point that groups nothing
/// is a decimal point, and `2.5` is no whole number.
fn ungrouped(text: &str) -> Option<String> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let groups: Vec<&str> = digits.split(['.', ' ', '\u{a0}', '\u{202f}']).collect();
    let all_digits = groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()));
    let (first, rest) = groups.split_first()?;
    let grouped = rest.is_empty() || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3));
    (all_digits && grouped && !first.is_empty()).then(|| format!("{sign}{}", groups.concat()))
}

fn in_range(field: &Field, n: i64) -> Result<i64, Said> {
    match (field.min, field.max) {
        (Some(min), _) if n < min => Err(Said::new(format!("nhỏ nhất là {min}"), format!("at least {min}"))),
        (_, Some(max)) if n > max => Err(Said::new(format!("lớn nhất là {max}"), format!("at most {max}"))),
        _ => Ok(n),
    }
}

/// Yes or no, as people and spreadsheets write it; tones and capitals aside.
fn flag(text: &str) -> Result<bool, Said> {
    match fold(text).as_str() {
        "co" | "dung" | "x" | "yes" | "true" | "on" | "1" => Ok(true),
        "khong" | "sai" | "no" | "false" | "off" | "0" => Ok(false),
        _ => Err(Said::new(
            format!("“{text}” không rõ; xin ghi có hoặc không"),
            format!("“{text}” is neither yes nor no; write yes or no"),
        )),
    }
}

/// Accepts `dd/mm/yyyy` as people write and `yyyy-mm-dd` as browsers send.
fn date(text: &str) -> Result<Date, Said> {
    let parts: Vec<&str> = text.split('/').collect();
    let iso = match parts.as_slice() {
        [day, month, year] => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => text.to_owned(),
    };
    Date::parse(&iso).map_err(|_said| {
        Said::new(
            format!("“{text}” không phải ngày có thật; xin nhập dạng 31/12/2023"),
            format!("“{text}” is no date that exists; write it as 31/12/2023"),
        )
    })
}

fn code(text: &str) -> Result<String, Said> {
    let wrong = |both: String| match both.split_once(" / ") {
        Some((vi, en)) => Said::new(vi, en),
        None => Said::same(&both),
    };
    Code::parse(text).map(|code| code.as_str().to_owned()).map_err(wrong)
}

fn choice(field: &Field, text: &str) -> Result<String, Said> {
    if field.choices.iter().any(|c| c.code == *text) {
        return Ok(text.to_owned());
    }
    Err(Said::new(
        format!("“{text}” không có trong danh sách của mục “{}”", field.name),
        format!("“{text}” is not in the list of “{}”", field.said().en),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: &str) -> Field {
        toml::from_str(&format!("code = \"f\"\nname = \"F\"\nkind = \"{kind}\"")).unwrap()
    }

    #[test]
    fn a_stored_value_is_what_stands_there() {
        let read = |json: &str| serde_json::from_str::<Value>(json).ok();
        for value in [Value::Flag(true), Value::Integer(-7), Value::Integer(i64::MAX), Value::text("có “nháy” \n")]
        {
            assert_eq!(read(&serde_json::to_string(&value).unwrap()), Some(value));
        }
        for json in ["1.5", "9223372036854775808", "null", "[1]", "{}"] {
            assert_eq!(read(json), None, "{json}");
        }
        assert_eq!(toml::from_str::<Fields>("a = 3").unwrap().get("a"), Some(&Value::Integer(3)));
    }

    #[test]
    fn the_character_nul_is_no_text() {
        for kind in ["text", "long_text"] {
            let refused = Value::parse(&field(kind), "a\0b").unwrap_err();
            assert!(refused.vi.contains("NUL"), "{}", refused.vi);
            assert!(Value::text("a\0b").check(&field(kind)).is_err());
        }
    }

    #[test]
    fn a_point_groups_thousands_or_is_refused() {
        let read = |text: &str| Value::parse(&field("money"), text).ok().flatten();
        let same = |n: i64| Some(Value::Integer(n));
        let written = [("1234", 1_234), ("1.234", 1_234), ("1.234.567", 1_234_567), ("1 234 567", 1_234_567)];
        for (text, n) in written {
            assert_eq!(read(text), same(n), "{text}");
            assert_eq!(read(&format!("-{text}")), same(-n), "{text}");
        }
        assert_eq!((read("0"), read("12"), read("12.000")), (same(0), same(12), same(12_000)));
        for wrong in
            ["2.5", "12.34", "150000.5", "1.2345", "1234.567", "1.234.5", ".5", "5.", "1,5", "1..234", "-", "."]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_flag_is_a_word_that_means_yes_or_no() {
        let read = |text: &str| Value::parse(&field("flag"), text).map_err(|why| why.en.into_string());
        for yes in ["yes", "on", "Có", "CÓ", "đúng", "X", "true", "1"] {
            assert_eq!(read(yes), Ok(Some(Value::Flag(true))), "{yes}");
        }
        for no in ["no", "Không", "sai", "false", "off", "0"] {
            assert_eq!(read(no), Ok(Some(Value::Flag(false))), "{no}");
        }
        assert_eq!(read("  "), Ok(None));
        assert_eq!(read("có lẽ"), Err("“có lẽ” is neither yes nor no; write yes or no".to_owned()));
    }
}
