//! Moments of a leaf: law time, cut to the minute. What happened within the minute is not told.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::{Date, Instant};

/// Microseconds in a minute.
const MICROS: i64 = 60_000_000;

/// A minute, written `2023-03-01T08:00` in law time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minute(Instant);

impl Minute {
    /// The minute in which a moment lies.
    #[must_use]
    pub fn of(at: Instant) -> Self {
        Self(Instant(at.0 - at.0.rem_euclid(MICROS)))
    }

    /// Its first moment.
    #[must_use]
    pub fn first(self) -> Instant {
        self.0
    }

    /// Its last moment.
    #[must_use]
    pub fn last(self) -> Instant {
        Instant(self.0.0.saturating_add(MICROS - 1))
    }

    /// The date in law time.
    #[must_use]
    pub fn date(self) -> Date {
        self.0.date()
    }
}

impl std::fmt::Display for Minute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let local = self.0.local();
        let minutes = local.second_of_day / 60;
        write!(f, "{}T{:02}:{:02}", local.date, minutes / 60, minutes % 60)
    }
}

impl Serialize for Minute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Minute {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Instant::parse_local(&text).map(Self::of).map_err(|e| serde::de::Error::custom(e.en()))
    }
}
