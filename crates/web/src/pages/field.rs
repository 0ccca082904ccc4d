//! One field of a form, whatever the form: label, hint, error beside it, and what was typed kept.
//! Not here: checking what was typed.

use askama::Template;

use crate::tongue::Tongue;

/// Choices that are shown at once; more stand behind one line, with a box that filters them where scripts run.
const SHOWN_MAX: usize = 12;

/// One choice among several.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is chosen now.
    pub chosen: bool,
}

/// Choices under one heading: units of one level, for example.
#[derive(Clone, Debug, Default)]
pub struct ChoiceGroup {
    /// Heading; empty for choices that stand before all groups.
    pub label: String,
    /// Choices in order.
    pub choices: Vec<Choice>,
}

/// How a field is filled in.
#[derive(Clone, Debug)]
pub enum Input {
    /// One line.
    Text {
        /// What was typed.
        value: String,
        /// The browser's hint for filling in (`username`, `current-password`); empty for `off`.
        autocomplete: String,
    },
    /// One line with proposals from a list of the page (`<datalist>`).
    Listed {
        /// What was typed.
        value: String,
        /// Id of the list.
        list: String,
    },
    /// A secret; what was typed is never sent back.
    Password {
        /// `current-password` or `new-password`.
        autocomplete: String,
    },
    /// Several lines.
    LongText {
        /// What was typed.
        value: String,
    },
    /// A day, `2024-01-31`.
    Date {
        /// What was chosen.
        value: String,
    },
    /// A moment to the minute in local time, `2024-01-31T16:30`.
    DateTime {
        /// What was chosen.
        value: String,
    },
    /// A whole number.
    Number {
        /// What was typed.
        value: String,
        /// Unit written after it: `ngày làm việc`; may be empty.
        unit: String,
    },
    /// One of a few, in a list.
    Choice {
        /// Choices; groups with an empty label stand on their own.
        groups: Vec<ChoiceGroup>,
    },
    /// Any number of many: units that cooperate, for example.
    Many {
        /// Choices under headings.
        groups: Vec<ChoiceGroup>,
    },
    /// Yes or no; sends `yes`.
    Check {
        /// Whether it is ticked.
        ticked: bool,
    },
    /// One file.
    File {
        /// Accepted kinds as in `accept`: `.pdf,.docx`.
        accept: String,
    },
}

/// One field of a form.
#[derive(Clone, Debug, Template)]
#[template(path = "field.html")]
pub struct Field {
    /// Id in the page: unique there, of letters, digits and hyphens.
    pub id: String,
    /// Name it is sent under.
    pub name: String,
    /// Label.
    pub label: String,
    /// A short word of help under the label; may be empty.
    pub hint: String,
    /// What is wrong and what to do; `None` when all is well.
    pub error: Option<String>,
    /// Whether it must be filled in.
    pub required: bool,
    /// How it is filled in.
    pub input: Input,
    /// Language of its own words.
    pub tongue: Tongue,
}

impl Field {
    /// Ids of what describes the field, for `aria-describedby`; empty when nothing does.
    fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }

    fn is_group(&self) -> bool {
        matches!(self.input, Input::Many { .. })
    }

    /// Whether its choices are so many that they wait behind one line.
    fn is_folded(&self) -> bool {
        matches!(&self.input, Input::Many { groups } if groups.iter().map(|g| g.choices.len()).sum::<usize>() > SHOWN_MAX)
    }

    /// Whether they are shown at once all the same: what is chosen or wrong is never hidden.
    fn opens(&self) -> bool {
        self.error.is_some() || self.chosen_first().is_some()
    }

    /// What is chosen, to stand before all groups; `None` when nothing is.
    fn chosen_first(&self) -> Option<ChoiceGroup> {
        let Input::Many { groups } = &self.input else { return None };
        let choices: Vec<Choice> = groups.iter().flat_map(|g| &g.choices).filter(|c| c.chosen).cloned().collect();
        (!choices.is_empty()).then(|| ChoiceGroup { label: self.tongue.say("parts-chosen"), choices })
    }

    fn is_check(&self) -> bool {
        matches!(self.input, Input::Check { .. })
    }
}

impl askama::filters::HtmlSafe for Field {}
