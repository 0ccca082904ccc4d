//! The pages of whoever administers: lists of people, posts, units, powers to sign, absences, announcements; one person;
//! what an announcement would move. All of one shape: facts, tables, ways on. Not here: their forms (`form`), any rule.

use askama::Template;

use super::{Field, Frame, Hidden, Link, Tone};

/// A word with its meaning.
#[derive(Clone, Debug, Default)]
pub struct AdminFact {
    /// `Tên đăng nhập`.
    pub label: String,
    /// As read.
    pub value: String,
    /// Where it leads; may be empty.
    pub href: String,
}

/// One cell of a table.
#[derive(Clone, Debug, Default)]
pub struct AdminCell {
    /// As read; an empty cell says that there is nothing.
    pub text: String,
    /// Where it leads; may be empty.
    pub href: String,
    /// A state is set off by sign and colour.
    pub tone: Option<Tone>,
    /// Whether it is data, Vietnamese in every language: a name, a title.
    pub is_data: bool,
}

impl AdminCell {
    /// Plain words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A name, a title: what stands in the data.
    #[must_use]
    pub fn data(text: impl Into<String>) -> Self {
        Self::text(text).as_data()
    }

    /// The same, as data.
    #[must_use]
    pub fn as_data(self) -> Self {
        Self { is_data: true, ..self }
    }

    /// Words that lead somewhere.
    #[must_use]
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), ..Self::default() }
    }

    /// A state.
    #[must_use]
    pub fn state(tone: Tone, text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Some(tone), ..Self::default() }
    }

    fn sign(&self) -> Option<super::Icon> {
        self.tone.map(Tone::icon)
    }

    fn class(&self) -> &'static str {
        self.tone.map_or("", Tone::class)
    }
}

/// One row: what it is about comes first.
#[derive(Clone, Debug, Default)]
pub struct AdminRow {
    /// Name of the row, and where it leads.
    pub head: AdminCell,
    /// A second, smaller line under the name; may be empty.
    pub detail: String,
    /// As many as there are columns after the first.
    pub cells: Vec<AdminCell>,
}

/// A table with its heading.
#[derive(Clone, Debug, Default)]
pub struct AdminTable {
    /// Heading.
    pub heading: String,
    /// Where all of it stands, when this is a part; may be empty.
    pub all: Option<Link>,
    /// Heads of the columns, the name's first.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<AdminRow>,
    /// Said when there are none.
    pub empty: String,
}

impl AdminTable {
    /// The cells of a row with the heads they stand under.
    fn under<'a>(&'a self, row: &'a AdminRow) -> impl Iterator<Item = (&'a String, &'a AdminCell)> {
        self.columns.iter().skip(1).zip(&row.cells)
    }
}

/// What is sent to confirm.
#[derive(Clone, Debug, Default)]
pub struct Confirm {
    /// Where it is sent.
    pub action: String,
    /// Token, key, and all that was typed.
    pub hidden: Vec<Hidden>,
    /// Words of the main button.
    pub submit: String,
    /// Words of the button that leads back to the form.
    pub change: String,
    /// Said beside the buttons.
    pub note: String,
    /// Where "Thôi" leads.
    pub cancel: String,
}

/// A page of whoever administers.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "admin.html")]
pub struct AdminPage {
    /// Surroundings.
    pub frame: Frame,
    /// The way up.
    pub back: Option<Link>,
    /// Heading.
    pub heading: String,
    /// The same in English; may be empty.
    pub english: String,
    /// What is shown; may be empty.
    pub lead: String,
    /// Whether heading and lead are data, Vietnamese in every language.
    pub is_about_data: bool,
    /// What may be done from here.
    pub actions: Vec<Link>,
    /// Address of the filter.
    pub filter_action: String,
    /// What the list is held to; no filter when empty.
    pub filter_fields: Vec<Field>,
    /// Words of the button, where the list is not held to anything but something is looked up; else empty.
    pub filter_submit: String,
    /// What goes along with it; nothing.
    pub filter_hidden: Vec<Hidden>,
    /// Facts.
    pub facts: Vec<AdminFact>,
    /// What is confirmed here.
    pub confirm: Option<Confirm>,
    /// Tables.
    pub tables: Vec<AdminTable>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}
