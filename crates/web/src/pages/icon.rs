//! The few icons, drawn for this product and kept as symbols at the top of each page (`templates/sprite.svg`).
//! An icon never stands alone: a word is always beside it, so it is hidden from screen readers.

use std::fmt;

/// One symbol of the sprite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A clock face: time is running.
    Clock,
    /// A clock with an exclamation: little time is left.
    Soon,
    /// A filled triangle: late.
    Late,
    /// A tick in a circle: done.
    Done,
    /// Two bars: paused.
    Paused,
    /// A dashed circle: no limit.
    Unlimited,
    /// A magnifier.
    Search,
    /// Three lines: the menu.
    Menu,
    /// A plus: something new.
    New,
    /// A sheet: a paper.
    Paper,
    /// A padlock: sealed.
    Lock,
    /// An arrow to the left.
    Back,
    /// An arrow to the right.
    Forward,
    /// A printer.
    Print,
    /// An arrow into a tray: save a file.
    Download,
}

impl Icon {
    fn symbol(self) -> &'static str {
        match self {
            Self::Clock => "clock",
            Self::Soon => "soon",
            Self::Late => "late",
            Self::Done => "done",
            Self::Paused => "paused",
            Self::Unlimited => "unlimited",
            Self::Search => "search",
            Self::Menu => "menu",
            Self::New => "new",
            Self::Paper => "paper",
            Self::Lock => "lock",
            Self::Back => "back",
            Self::Forward => "forward",
            Self::Print => "print",
            Self::Download => "download",
        }
    }
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, r##"<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>"##, self.symbol())
    }
}

// Only the fixed text above is ever printed.
impl askama::filters::HtmlSafe for Icon {}
