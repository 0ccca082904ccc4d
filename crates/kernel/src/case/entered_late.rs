//! What late entries (ghi bù) would have made of the deadline: "đúng hạn theo ghi bù", shown beside the rate and never in it.
//!
//! A stop or pause entered late counts at the moment of its recording; here is kept when the work was done by the entry,
//! and which stretches a pause came late. The arithmetic is in `decide`, which has a calendar; whether an entry is
//! allowed, and the mark that stays on it, are elsewhere.

use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// What late entries say of the clock of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EnteredLate {
    /// The last late entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Stretch>,
    /// From when the work paused by the entry to when that was recorded, for pauses that the due moment in force hangs on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Stretch>,
    /// How the stop would have counted; absent where no late entry speaks of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<ByLateEntry>,
}

/// From when something happened to when it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// When it happened.
    pub occurred: Instant,
    /// When it was recorded.
    pub recorded: Instant,
}

/// A stop as it would have counted without the outage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByLateEntry {
    /// When the work was done.
    pub done: Instant,
    /// When it would have been due.
    pub due: Instant,
}

impl ByLateEntry {
    /// On time by dates, as everywhere.
    #[must_use]
    pub fn is_on_time(&self) -> bool {
        self.done.date() <= self.due.date()
    }
}

impl EnteredLate {
    /// Whether no late entry was made.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// When the act recorded at this moment took place, if it was entered late.
    #[must_use]
    pub fn occurred(&self, recorded: Instant) -> Option<Instant> {
        self.last.filter(|last| last.recorded == recorded).map(|last| last.occurred)
    }

    /// Remembers a pause recorded at this moment, if it was entered late: from when the work really paused, but not
    /// from before the time ran.
    pub(super) fn pause(&mut self, ran_since: Instant, recorded: Instant) {
        if let Some(occurred) = self.occurred(recorded) {
            self.pauses.push(Stretch { occurred: occurred.max(ran_since), recorded });
        }
    }
}
