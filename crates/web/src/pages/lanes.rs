//! A register by step: a column for each step, a card for each case. Not here: which cases, in which order.

use askama::Template;

use super::Deadline;
use crate::tongue::Tongue;

/// A case on a card.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "card.html")]
pub struct Card {
    /// Address of the case.
    pub href: String,
    /// Number; may be empty.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// Who has it: person, unit; may be empty.
    pub who: String,
    /// When it is due; `None` where nothing is ever due.
    pub deadline: Option<Deadline>,
    /// Language of the page.
    pub tongue: Tongue,
}

impl askama::filters::HtmlSafe for Card {}

/// A column.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// What the column is called in addresses: code of the step.
    pub code: String,
    /// Name of the step.
    pub heading: String,
    /// How many, as read.
    pub count: String,
    /// The list of just these cases.
    pub href: String,
    /// The first cards, or those that follow.
    pub cards: Vec<Card>,
    /// The column from its beginning, when these are not the first cards.
    pub first: Option<String>,
    /// The column behind these cards.
    pub next: Option<String>,
}

/// The columns.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "lanes.html")]
pub struct Lanes {
    /// Name of the whole for those who do not see it.
    pub caption: String,
    /// Columns in the order of the steps.
    pub lanes: Vec<Lane>,
    /// Language of the page.
    pub tongue: Tongue,
}

impl askama::filters::HtmlSafe for Lanes {}
