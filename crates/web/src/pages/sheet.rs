//! A page that keeps the house in order: facts, what is wrong and what to do, a picture, tables. Catalogue and health are
//! such pages.

use askama::Template;

use super::{Frame, Icon, Link, ProcessMap, Table, Tone};

/// Something to know or to do.
#[derive(Clone, Debug)]
pub struct Remark {
    /// How grave it is.
    pub tone: Tone,
    /// The gravity as a word: `Nguy cấp`, `Cần làm`, `Tốt`.
    pub word: String,
    /// What is the matter.
    pub text: String,
    /// What to do, one step after the other; may be empty.
    pub steps: Vec<String>,
}

impl Remark {
    fn icon(&self) -> Icon {
        self.tone.icon()
    }

    /// The pieces of a step in turn, and whether each is a command: those stand between backticks.
    fn pieces<'a>(&self, step: &'a str) -> Vec<(bool, &'a str)> {
        let whole = step.matches('`').count().is_multiple_of(2);
        if whole { [false, true].into_iter().cycle().zip(step.split('`')).collect() } else { vec![(false, step)] }
    }

    fn class(&self) -> &'static str {
        self.tone.class()
    }
}

/// The page.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "sheet.html")]
pub struct SheetPage {
    /// Surroundings.
    pub frame: Frame,
    /// The way up.
    pub back: Option<Link>,
    /// Heading.
    pub heading: String,
    /// The same in English; may be empty.
    pub english: String,
    /// What it is, in a sentence.
    pub lead: String,
    /// Files of it and the like.
    pub exports: Vec<Link>,
    /// Facts: label and value.
    pub facts: Vec<(String, String)>,
    /// Heading of the remarks.
    pub remarks_heading: String,
    /// What is wrong, the gravest first.
    pub remarks: Vec<Remark>,
    /// A picture.
    pub picture: Option<ProcessMap>,
    /// Tables; with a picture they are what stands behind it.
    pub tables: Vec<Table>,
    /// Pages before and after.
    pub pages: Vec<Link>,
}
