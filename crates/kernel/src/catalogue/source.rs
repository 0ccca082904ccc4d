//! A TOML file with its places: every finding names the line it is about.
//!
//! Not here: what the values mean.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error, ValueDeserializer};

use crate::checked::Finding;

/// A parsed file that still knows where each value stands.
#[derive(Debug)]
pub struct Source<'a> {
    file: &'a str,
    text: &'a str,
    root: DeValue<'a>,
}

impl<'a> Source<'a> {
    /// Parses the file.
    ///
    /// # Errors
    /// A finding at the line where TOML ends to be TOML.
    pub fn parse(file: &'a str, text: &'a str) -> Result<Self, Finding> {
        match DeTable::parse(text) {
            Ok(table) => Ok(Self { file, text, root: DeValue::Table(table.into_inner()) }),
            Err(error) => Err(unreadable(file, text, &error, 0)),
        }
    }

    /// Path of the file.
    #[must_use]
    pub fn file(&self) -> &'a str {
        self.file
    }

    /// The keys on the top level, with the number of entries of each.
    #[must_use]
    pub fn keys(&self) -> Vec<(&str, usize)> {
        let Some(table) = self.root.as_table() else { return Vec::new() };
        table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), value.get_ref().as_array().map_or(1, |a| a.len())))
            .collect()
    }

    /// Reads the whole file as one value.
    ///
    /// # Errors
    /// A finding at the line of the first value that does not fit.
    pub fn whole<T: DeserializeOwned>(&self) -> Result<T, Finding> {
        self.read(Spanned::new(0..0, self.root.clone()))
    }

    /// Reads the value at a path like `unit.3`.
    ///
    /// # Errors
    /// A finding at the line of the first value that does not fit, or where the path ends.
    pub fn entry<T: DeserializeOwned>(&self, at: &str) -> Result<T, Finding> {
        match self.find(at) {
            (Some(value), true) => self.read(value.clone()),
            _ => Err(self.finding(at, format!("không có mục `{at}`"), format!("there is no `{at}`"))),
        }
    }

    fn read<T: DeserializeOwned>(&self, value: Spanned<DeValue<'a>>) -> Result<T, Finding> {
        let start = value.span().start;
        T::deserialize(ValueDeserializer::from(value)).map_err(|error| unreadable(self.file, self.text, &error, start))
    }

    /// A finding at the deepest part of the path that exists, e.g. `move.3.who`.
    #[must_use]
    pub fn finding(&self, at: &str, message_vi: String, message_en: String) -> Finding {
        let offset = self.find(at).0.map_or(0, |value| value.span().start);
        Finding { file: self.file.to_owned(), line: line_at(self.text, offset), message_vi, message_en }
    }

    /// The value at a path, or the deepest one on the way to it (`false`).
    fn find(&self, at: &str) -> (Option<&Spanned<DeValue<'a>>>, bool) {
        let mut found: Option<&Spanned<DeValue<'a>>> = None;
        for key in at.split('.').filter(|k| !k.is_empty()) {
            let here = found.map_or(&self.root, Spanned::get_ref);
            let next = match key.parse::<usize>() {
                Ok(index) => here.as_array().and_then(|a| a.get(index)),
                Err(_) => here.as_table().and_then(|t| t.get(key)),
            };
            let Some(next) = next else { return (found, false) };
            found = Some(next);
        }
        (found, true)
    }
}

/// The line, from 1, in which the byte lies.
fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}

fn unreadable(file: &str, text: &str, error: &Error, start: usize) -> Finding {
    let offset = error.span().map_or(start, |span| if span.start == 0 { start } else { span.start });
    let (message_vi, message_en) = in_both_languages(error.message());
    Finding { file: file.to_owned(), line: line_at(text, offset), message_vi, message_en }
}

/// Our own messages carry both languages, divided by ` / `; those of the TOML reader are English.
fn in_both_languages(message: &str) -> (String, String) {
    if let Some((vi, en)) = message.split_once(" / ") {
        return (vi.to_owned(), en.to_owned());
    }
    let known = [
        ("unknown field ", "không có khoá này; xin sửa hoặc bỏ đi"),
        ("missing field ", "thiếu khoá; xin thêm vào"),
        ("unknown variant ", "không có lựa chọn này; xin chọn một giá trị được phép"),
        ("invalid type", "sai kiểu giá trị"),
        ("invalid value", "giá trị không hợp lệ"),
        ("duplicate key", "khoá bị lặp"),
    ];
    let vi = known.iter().find(|(start, _)| message.starts_with(start)).map_or("tệp TOML sai cú pháp", |(_, vi)| vi);
    (format!("{vi} ({message})"), message.to_owned())
}
