//! The same said in Vietnamese and in English: names and reasons inside refusals.
//!
//! Not here: the sentences of screens, which stand in files of the web.

use std::fmt;

/// The same, said in both languages. Refusals hold several, so each is kept as short as it can be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// In Vietnamese.
    pub vi: Box<str>,
    /// In English.
    pub en: Box<str>,
}

impl Said {
    /// Both sayings.
    #[must_use]
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into().into(), en: en.into().into() }
    }

    /// A name of the catalogue; where it has no English one, the Vietnamese stands for both.
    #[must_use]
    pub fn name(vi: &str, en: &str) -> Self {
        Self::new(vi, if en.is_empty() { vi } else { en })
    }

    /// Several, one after the other.
    #[must_use]
    pub fn listed(all: &[Self]) -> Self {
        let of = |said: fn(&Self) -> &str| all.iter().map(said).collect::<Vec<_>>().join(", ");
        Self::new(of(|one| &one.vi), of(|one| &one.en))
    }

    /// What is the same in both: a code, a value as typed.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self::new(text, text)
    }
}

impl From<(&str, &str)> for Said {
    fn from((vi, en): (&str, &str)) -> Self {
        Self::new(vi, en)
    }
}

/// In Vietnamese.
impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.vi)
    }
}
