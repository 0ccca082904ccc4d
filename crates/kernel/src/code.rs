//! Codes: the short ASCII names by which catalogue, ledger, screens and addresses call a thing.
//!
//! A code is cheap to clone and compares as text. It deliberately knows nothing of what it names: whether
//! a unit or a step of this code exists is asked of the catalogue.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest code, in bytes.
pub const CODE_BYTES_MAX: usize = 80;

/// A short ASCII name, 1 to [`CODE_BYTES_MAX`] bytes of `a-z A-Z 0-9 . _ -`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(Arc<str>);

impl Code {
    /// Reads a code.
    ///
    /// # Errors
    /// Says what is wrong when the text is empty, too long or holds another character.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() || text.len() > CODE_BYTES_MAX {
            return Err(format!(
                "mã phải có 1 đến {CODE_BYTES_MAX} ký tự / a code has 1 to {CODE_BYTES_MAX} characters"
            ));
        }
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        if let Some(bad) = text.chars().find(|c| !u8::try_from(*c).is_ok_and(plain)) {
            return Err(format!("ký tự `{bad}` không dùng được trong mã `{text}` / character not allowed in a code"));
        }
        Ok(Self(Arc::from(text)))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// For codes written in our own source: keeps the text as it is.
impl From<&'static str> for Code {
    fn from(text: &'static str) -> Self {
        Self(Arc::from(text))
    }
}

impl Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Code {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Code {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_empty_long_and_foreign_characters() {
        assert!(Code::parse("").is_err());
        assert!(Code::parse(&"a".repeat(CODE_BYTES_MAX)).is_ok());
        assert!(Code::parse(&"a".repeat(CODE_BYTES_MAX + 1)).is_err());
        assert!(Code::parse("số").is_err());
        assert!(Code::parse("a b").is_err());
        assert!(Code::parse("documents.issued.on_time").is_ok());
    }
}
