//! The page on which the columns of a table are matched, and on which what a check found is looked at before it is
//! confirmed.

use askama::Template;

use super::{Field, Frame, Hidden, ImportedFigure, Link, Notice, Problem, Table};

/// The page.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "moving.html")]
pub struct MovingPage {
    /// Surroundings.
    pub frame: Frame,
    /// The way up.
    pub back: Option<Link>,
    /// Heading.
    pub heading: String,
    /// The same in English.
    pub english: String,
    /// What the last check or recording came to.
    pub outcome: Option<Notice>,
    /// Its figures.
    pub figures: Vec<ImportedFigure>,
    /// What is wrong with the form.
    pub problems: Vec<Problem>,
    /// Where the form is sent.
    pub action: String,
    /// What goes along unseen.
    pub hidden: Vec<Hidden>,
    /// Fields under headings.
    pub groups: Vec<(String, Vec<Field>)>,
    /// The choice to leave out refused rows.
    pub skip: Option<Field>,
    /// Words of the button that records; empty when there is nothing to record.
    pub confirm: String,
    /// Refused rows, first rows.
    pub tables: Vec<Table>,
    /// Other pages of the refused rows.
    pub pages: Vec<Link>,
}
