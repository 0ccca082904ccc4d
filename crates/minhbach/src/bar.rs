//! How far a simulation is, on stderr: a bar on a terminal, now and then a line elsewhere.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::say;
use crate::simulation::Told;

/// How often a line is written where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(15);

/// A bar or lines.
pub struct Bar {
    bar: Option<ProgressBar>,
    line: Instant,
}

impl Bar {
    /// A new one at its beginning.
    #[must_use]
    pub fn new() -> Self {
        let wanted = "{bar:30} {percent:>3} %  {msg}";
        let style = ProgressStyle::with_template(wanted).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = std::io::stderr().is_terminal().then(|| ProgressBar::new(1).with_style(style));
        Self { bar, line: Instant::now() }
    }

    /// Shows how far it is.
    pub fn tell(&mut self, told: &Told) {
        let left = told.left.map_or_else(|| "…".to_owned(), |s| format!("{}:{:02}", s / 60, s % 60));
        let said = format!("{}  {} sự kiện/s / events a second  còn / left {left}", told.phase, told.rate);
        if let Some(bar) = &self.bar {
            bar.set_length(told.whole.max(1));
            bar.set_position(told.done);
            bar.set_message(said);
        } else if self.line.elapsed() >= LINE_EVERY {
            self.line = Instant::now();
            say::note(&format!("{} %  {said}", told.done * 100 / told.whole.max(1)));
        }
    }

    /// Takes it away.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
