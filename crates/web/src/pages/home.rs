//! The first page after signing in: what waits for me, and the registers with their counts.

use askama::Template;

use super::{Deadline, Frame, Link, Table};

/// One piece of work that waits.
#[derive(Clone, Debug, Default)]
pub struct WaitingItem {
    /// Number of the case; may be empty while none is given.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// Address of the case.
    pub href: String,
    /// What I am asked to do: `ký ban hành`, `tiếp nhận`.
    pub wanted: String,
    /// From whom it came.
    pub from: String,
    /// When it is due; `None` where nothing is ever due.
    pub deadline: Option<Deadline>,
}

/// Work that waits for the same thing.
#[derive(Clone, Debug, Default)]
pub struct WaitingGroup {
    /// `Chờ tôi quyết định`.
    pub heading: String,
    /// How many in all, as read.
    pub count: String,
    /// The list of all of them.
    pub href: String,
    /// The first few, most urgent first.
    pub items: Vec<WaitingItem>,
}

/// A register with one count that leads to its list.
#[derive(Clone, Debug, Default)]
pub struct Tile {
    /// Name of the register.
    pub label: String,
    /// The register.
    pub href: String,
    /// Counts: words, number as read, the list that it counts, whether it counts late ones.
    pub counts: Vec<TileCount>,
}

/// One count of a tile.
#[derive(Clone, Debug, Default)]
pub struct TileCount {
    /// `đang thực hiện`.
    pub label: String,
    /// As read.
    pub value: String,
    /// The list that it counts.
    pub href: String,
    /// Whether these are late.
    pub late: bool,
}

/// A figure of a panel.
#[derive(Clone, Debug, Default)]
pub struct PanelFigure {
    /// `Đến hạn hôm nay`.
    pub label: String,
    /// As read.
    pub value: String,
    /// The list that it counts.
    pub href: String,
    /// A second, smaller line; may be empty.
    pub detail: String,
    /// Whether these are late.
    pub late: bool,
}

/// What a role sees first.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// Id of its heading, unique on the page.
    pub id: String,
    /// Heading.
    pub heading: String,
    /// The same in English; may be empty.
    pub english: String,
    /// Figures, the most urgent first.
    pub figures: Vec<PanelFigure>,
    /// What can be done next, the first before all.
    pub ways: Vec<Link>,
    /// Tables under the figures.
    pub tables: Vec<Table>,
    /// Said under it; may be empty.
    pub note: String,
}

/// The first page.
#[derive(Clone, Debug, Template)]
#[template(path = "home.html")]
pub struct HomePage {
    /// Surroundings.
    pub frame: Frame,
    /// `Chào buổi sáng, ông Nguyễn Văn An`.
    pub greeting: String,
    /// `Thứ Ba, 02/01/2024`.
    pub today: String,
    /// One sentence that sums up the day; may be empty.
    pub summary: String,
    /// What comes with the roles of this person.
    pub panels: Vec<Panel>,
    /// What waits, most urgent group first.
    pub waiting: Vec<WaitingGroup>,
    /// Said when nothing waits.
    pub nothing_waits: String,
    /// What this person may start: `Giao nhiệm vụ mới`.
    pub starts: Vec<Link>,
    /// Registers.
    pub tiles: Vec<Tile>,
}
