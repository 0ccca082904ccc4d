//! Long work that runs behind: how far it is, how fast, and how long it still takes. The page loads itself again.

use askama::Template;

use super::{Frame, Link};
use crate::tongue::id;

/// Where a phase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseState {
    /// Finished.
    Done,
    /// Under way.
    Running,
    /// Not begun.
    Waiting,
}

impl PhaseState {
    fn class(self) -> &'static str {
        match self {
            Self::Done => "phase-done",
            Self::Running => "phase-running",
            Self::Waiting => "phase-waiting",
        }
    }

    /// Id of the word.
    fn word(self) -> &'static str {
        match self {
            Self::Done => id("progress-done"),
            Self::Running => id("progress-running"),
            Self::Waiting => id("progress-waiting"),
        }
    }
}

/// One phase of the work.
#[derive(Clone, Debug)]
pub struct Phase {
    /// `Năm 2022`.
    pub label: String,
    /// Where it stands.
    pub state: PhaseState,
    /// `412.310 sự kiện`; may be empty.
    pub detail: String,
}

/// The page while the demonstration prepares itself. Set `frame.refresh_seconds` while it runs.
#[derive(Clone, Debug, Template)]
#[template(path = "progress.html")]
pub struct ProgressPage {
    /// Surroundings.
    pub frame: Frame,
    /// `Đang dựng hai năm làm việc`.
    pub heading: String,
    /// The same in English; may be empty.
    pub english: String,
    /// What is being done and why; may be empty.
    pub intro: String,
    /// How much is done, in the unit of `whole`.
    pub done: u64,
    /// How much there is (1 or more).
    pub whole: u64,
    /// `43 %`.
    pub percent: String,
    /// Pairs of label and value: day reached, events, rate, time left.
    pub figures: Vec<(String, String)>,
    /// Phases in order.
    pub phases: Vec<Phase>,
    /// What went wrong, when it stopped; `None` while all is well.
    pub failed: Option<String>,
    /// Where to go when it is done, or already now.
    pub ways: Vec<Link>,
}
