//! The process map of a register or an imported log, with the tables behind it.

use askama::Template;
use exchange::course::Course;

use super::drawing::{Drawing, draw, draw_course};
use super::{Field, Frame, Hidden, Link, Table};

/// One step of a process.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// Name of the step.
    pub label: String,
    /// How often it happened.
    pub count: u64,
    /// Count and median time as read: `1.434 lần · trung vị 3 giờ`.
    pub detail: String,
    /// The records that passed it.
    pub href: Option<String>,
}

/// A way from one step to another.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// Index of the step it leaves.
    pub from: usize,
    /// Index of the step it reaches.
    pub to: usize,
    /// How often it was taken.
    pub count: u64,
    /// Count as read.
    pub count_text: String,
    /// The whole sentence, shown on hover: `A → B: 1.117 lần, trung vị 2 ngày`.
    pub sentence: String,
}

/// A drawn process map.
#[derive(Clone, Debug, Template)]
#[template(path = "process_map.html")]
pub struct ProcessMap {
    /// What it is called.
    pub name: String,
    /// What the picture shows, for those who do not see it.
    pub words: String,
    drawing: Drawing,
}

impl ProcessMap {
    /// Lays the steps out in layers, along the ways that were taken most. A flow to a step that does not exist is left
    /// out. Meant for up to about 60 steps and 200 flows; filter rarer ones before.
    #[must_use]
    pub fn of(name: String, words: String, steps: &[Step], flows: &[Flow]) -> Self {
        Self { name, words, drawing: draw(steps, flows) }
    }

    /// The course of a kind of case: its states, and its acts on the ways between them, numbered from 1 as in the table
    /// behind the picture.
    #[must_use]
    pub fn course(name: String, words: String, course: &Course) -> Self {
        Self { name, words, drawing: draw_course(course) }
    }
}

impl askama::filters::HtmlSafe for ProcessMap {}

/// The page of a process map.
#[derive(Clone, Debug, Template)]
#[template(path = "process.html")]
pub struct ProcessPage {
    /// Surroundings.
    pub frame: Frame,
    /// The way up.
    pub back: Option<Link>,
    /// Heading.
    pub heading: String,
    /// The same in English; may be empty.
    pub english: String,
    /// What is shown and what was left out, in a sentence.
    pub sentence: String,
    /// Where the filter is sent (GET).
    pub filter_action: String,
    /// Fields of the filter; may be empty.
    pub filter_fields: Vec<Field>,
    /// What the filter keeps unseen.
    pub filter_hidden: Vec<Hidden>,
    /// The picture; `None` on the page of the on-time table alone.
    pub map: Option<ProcessMap>,
    /// The tables behind it: steps, ways, on time.
    pub tables: Vec<Table>,
}
