//! My work and the inbox: two lists that wait for a person.

use askama::Template;

use super::{Deadline, Frame, Link, Moment};
use crate::tongue::id;

/// A choice of a filter with its count.
#[derive(Clone, Debug, Default)]
pub struct Facet {
    /// `quá hạn`.
    pub label: String,
    /// Count as read.
    pub count: String,
    /// The list that it leads to.
    pub href: String,
    /// Whether it is chosen.
    pub current: bool,
}

/// Choices of one filter.
#[derive(Clone, Debug, Default)]
pub struct FacetGroup {
    /// `Loại việc`.
    pub label: String,
    /// Choices.
    pub choices: Vec<Facet>,
}

/// A move that needs nothing more than a click.
#[derive(Clone, Debug, Default)]
pub struct QuickMove {
    /// What is sent: `type/move`.
    pub value: String,
    /// What stands on the button.
    pub label: String,
}

/// One case that waits.
#[derive(Clone, Debug, Default)]
pub struct WorkItem {
    /// Identity.
    pub id: String,
    /// Number; may be empty.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// Address.
    pub href: String,
    /// Its type.
    pub kind: String,
    /// What is asked.
    pub wanted: String,
    /// By whom; may be empty.
    pub from: String,
    /// `thay mặt …`; empty for one's own work.
    pub on_behalf: String,
    /// When it is due.
    pub deadline: Option<Deadline>,
    /// Moves of one click.
    pub moves: Vec<QuickMove>,
}

/// My work.
#[derive(Clone, Debug, Template)]
#[template(path = "work.html")]
pub struct WorkPage {
    /// Surroundings.
    pub frame: Frame,
    /// The filters as a sentence with the count.
    pub sentence: String,
    /// Filters.
    pub facets: Vec<FacetGroup>,
    /// Rows.
    pub items: Vec<WorkItem>,
    /// Moves that some row can take.
    pub bulk: Vec<QuickMove>,
    /// Said when there are no rows.
    pub empty: String,
    /// Key of the form.
    pub key: String,
    /// Where the list is shown again after an act.
    pub back: String,
    /// The page after.
    pub next: Option<Link>,
}

/// What became of one case of a bulk act.
#[derive(Clone, Debug, Default)]
pub struct BulkItem {
    /// The case.
    pub case: Link,
    /// What it came to.
    pub answer: String,
    /// Whether it was done.
    pub done: bool,
}

/// What a bulk act came to.
#[derive(Clone, Debug, Template)]
#[template(path = "bulk.html")]
pub struct BulkPage {
    /// Surroundings.
    pub frame: Frame,
    /// `Tiếp nhận: 3 việc đã làm, 1 việc chưa làm được`.
    pub heading: String,
    /// What was refused, first.
    pub refused: Vec<BulkItem>,
    /// What was done.
    pub done: Vec<BulkItem>,
    /// Back to the list.
    pub back: Link,
}

/// One notice.
#[derive(Clone, Debug, Default)]
pub struct InboxItem {
    /// By what it is marked as read.
    pub key: String,
    /// What happened, as a sentence.
    pub said: String,
    /// Number and title.
    pub title: String,
    /// Address of the case.
    pub href: String,
    /// When.
    pub at: Moment,
    /// Its deadline.
    pub deadline: Option<Deadline>,
    /// Whether it was read.
    pub read: bool,
}

/// The inbox.
#[derive(Clone, Debug, Template)]
#[template(path = "inbox.html")]
pub struct InboxPage {
    /// Surroundings.
    pub frame: Frame,
    /// `3 thông báo chưa đọc`.
    pub summary: String,
    /// Reminders of due moments.
    pub reminders: Vec<InboxItem>,
    /// What others did.
    pub acts: Vec<InboxItem>,
    /// Ledger position up to which "all" marks.
    pub up_to: u64,
    /// The page after.
    pub next: Option<Link>,
}

impl InboxPage {
    /// Both lists with their headings and ids.
    #[must_use]
    pub fn lists(&self) -> [(&str, String, &[InboxItem]); 2] {
        let say = |id| self.frame.tongue.say(id);
        [("nhac-han", say(id("inbox-reminders")), &self.reminders), ("dien-bien", say(id("inbox-acts")), &self.acts)]
    }
}
