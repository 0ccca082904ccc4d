//! The deadline badge: the face of a case, the same everywhere. It is told what to say; computing it is the kernel's.

use askama::Template;

use super::Icon;
use crate::tongue::Tongue;

/// An instant in the two forms a page needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// ISO 8601 with offset, for `<time datetime>`: `2024-01-05T16:30:00+07:00`.
    pub datetime: String,
    /// As read: `05/01/2024 16:30`.
    pub text: String,
}

/// What kind of thing a badge says. The word says it too: colour is never alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Time is running and there is enough of it.
    #[default]
    Neutral,
    /// Due soon.
    Soon,
    /// Past due.
    Late,
    /// Finished.
    Done,
    /// The clock is paused.
    Paused,
    /// There is no limit (`không thời hạn`).
    Unlimited,
}

impl Tone {
    /// The class that carries the colour.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Soon => "tone-soon",
            Self::Late => "tone-late",
            Self::Done => "tone-done",
            Self::Paused => "tone-paused",
            Self::Unlimited => "tone-unlimited",
        }
    }

    /// The sign that goes with the tone.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::Neutral => Icon::Clock,
            Self::Soon => Icon::Soon,
            Self::Late => Icon::Late,
            Self::Done => Icon::Done,
            Self::Paused => Icon::Paused,
            Self::Unlimited => Icon::Unlimited,
        }
    }
}

/// The badge: word and sign, the exact moment on hover and on focus, and the way to its derivation.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "deadline.html")]
pub struct Deadline {
    /// Colour and sign.
    pub tone: Tone,
    /// `còn 2 ngày 3 giờ`, `hôm nay 16:30`, `quá hạn 1 ngày`, `tạm dừng từ 12/5`, `không thời hạn`.
    pub word: String,
    /// The due moment in force; `None` when there is no limit.
    pub due: Option<Moment>,
    /// Address of "vì sao hạn này?".
    pub why: Option<String>,
    /// Language of its own words.
    pub tongue: Tongue,
}

impl askama::filters::HtmlSafe for Deadline {}
