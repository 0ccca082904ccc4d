//! A line cut into words: bare, `"in quotes"`, or `key=value`; and moments as people write them.

use kernel::time::{Date, Instant};

/// A word of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// What stands before `=`, if anything does.
    pub key: Option<String>,
    /// The word itself, or what stands after `=`; without quotes.
    pub text: String,
    /// Whether it stood in quotes.
    pub quoted: bool,
}

/// Cuts a line into words.
pub(super) fn split(line: &str) -> Result<Vec<Word>, String> {
    let mut out = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let (word, after) = one(rest)?;
        out.push(word);
        rest = after.trim_start();
    }
    Ok(out)
}

/// The first word of a text, and what follows it.
fn one(text: &str) -> Result<(Word, &str), String> {
    let bare_end = text.find(|c: char| c.is_whitespace() || c == '"' || c == '=').unwrap_or(text.len());
    let (bare, rest) = text.split_at(bare_end);
    let (key, value) = match rest.strip_prefix('=') {
        Some(value) => (Some(bare.to_owned()), value),
        None => (None, text),
    };
    if let Some(quoted) = value.strip_prefix('"') {
        let Some((inside, after)) = quoted.split_once('"') else {
            return Err(format!("thiếu dấu ngoặc kép đóng: {text}"));
        };
        return Ok((Word { key, text: inside.to_owned(), quoted: true }, after));
    }
    let (word, after) = value.split_at(value.find(char::is_whitespace).unwrap_or(value.len()));
    Ok((Word { key, text: word.to_owned(), quoted: false }, after))
}

/// Reads `2023-03-01 08:00`; a date alone is its first moment.
pub(super) fn moment(text: &str) -> Result<Instant, String> {
    let full = if text.contains(' ') { text.replacen(' ', "T", 1) } else { format!("{text}T00:00") };
    Instant::parse_local(&full).map_err(|_said| format!("`{text}` không phải thời điểm; viết `2023-03-01 08:00`"))
}

/// Reads `2023-03-01`.
pub(super) fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|_said| format!("`{text}` không phải ngày; viết `2023-03-01`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_quoted_and_keyed() {
        let words = split("  \"Tiếp nhận\" a=b  c=\"d e\" 2023-03-01 x=\"\"").unwrap();
        let said: Vec<_> = words.iter().map(|w| (w.key.as_deref(), w.text.as_str(), w.quoted)).collect();
        assert_eq!(
            said,
            [
                (None, "Tiếp nhận", true),
                (Some("a"), "b", false),
                (Some("c"), "d e", true),
                (None, "2023-03-01", false),
                (Some("x"), "", true)
            ]
        );
        assert!(split("a=\"b").is_err());
        assert_eq!(split("").unwrap(), []);
    }
}
