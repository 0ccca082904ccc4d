//! The pages of those who lead: the board with its charts, the list for urging, the conclusions of a meeting.
//!
//! Not here: counting (office), the charts themselves (`chart`, `table`).

use askama::Template;

use super::{Chart, Deadline, Field, Frame, Hidden, Link, Problem, Table};

/// A number of the board with the list behind it.
#[derive(Clone, Debug, Default)]
pub struct Total {
    /// `Đang thực hiện, quá hạn`.
    pub label: String,
    /// As read.
    pub value: String,
    /// The records that it counts.
    pub href: String,
    /// The year before, as read.
    pub before: String,
    /// The records that it counts.
    pub before_href: String,
    /// Whether these are late.
    pub late: bool,
}

/// The board.
#[derive(Clone, Debug, Template)]
#[template(path = "board.html")]
pub struct BoardPage {
    /// Surroundings.
    pub frame: Frame,
    /// As of when.
    pub lead: String,
    /// What may be done from here.
    pub starts: Vec<Link>,
    /// The states.
    pub totals: Vec<Total>,
    /// `năm 2023`.
    pub before: String,
    /// Ways to tell tasks apart, with whether it is the one shown.
    pub cuts: Vec<(Link, bool)>,
    /// Stacked bars.
    pub bars: Table,
    /// The table behind the bars.
    pub states: Table,
    /// Year over year.
    pub years: Chart,
    /// The table behind it.
    pub years_table: Table,
    /// Due on each day ahead.
    pub ahead: Chart,
    /// The table behind it.
    pub ahead_table: Table,
    /// Load of units and people.
    pub load: Table,
}

/// A task that may be urged.
#[derive(Clone, Debug, Default)]
pub struct UrgeTask {
    /// What is sent.
    pub value: String,
    /// Title.
    pub title: String,
    /// Address of the case.
    pub href: String,
    /// `đã đôn đốc 2 lần`; may be empty.
    pub urged: String,
    /// When it is due.
    pub deadline: Option<Deadline>,
    /// Whether it is chosen.
    pub ticked: bool,
}

/// A unit with its tasks.
#[derive(Clone, Debug, Default)]
pub struct UrgeUnit {
    /// Name.
    pub name: String,
    /// `3 nhiệm vụ, 2 quá hạn`.
    pub count: String,
    /// The tasks, most urgent first.
    pub tasks: Vec<UrgeTask>,
}

/// The list for urging.
#[derive(Clone, Debug, Template)]
#[template(path = "urge.html")]
pub struct UrgePage {
    /// Surroundings.
    pub frame: Frame,
    /// What is shown.
    pub lead: String,
    /// Where the letters drafted stand.
    pub ways: Vec<Link>,
    /// The unit to hold the list to.
    pub filter_fields: Vec<Field>,
    /// What goes along with it; nothing.
    pub filter_hidden: Vec<Hidden>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Token and key.
    pub hidden: Vec<Hidden>,
    /// Text of the urging, and whether letters are drafted.
    pub fields: Vec<Field>,
    /// Said beside the button.
    pub note: String,
    /// Units.
    pub units: Vec<UrgeUnit>,
}

/// The form for the conclusions of a meeting.
#[derive(Clone, Debug, Template)]
#[template(path = "conclusions.html")]
pub struct ConclusionsPage {
    /// Surroundings.
    pub frame: Frame,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// `Cần sửa 2 chỗ trước khi giao`.
    pub to_mend: String,
    /// Token, key, number of clauses, mark of what was previewed.
    pub hidden: Vec<Hidden>,
    /// The meeting, then each clause.
    pub groups: Vec<(String, Vec<Field>)>,
    /// Names of units to choose from.
    pub units: Vec<String>,
    /// The tasks that it would become, once all is well.
    pub preview: Option<Table>,
    /// `Giao 5 nhiệm vụ`.
    pub give: String,
}
