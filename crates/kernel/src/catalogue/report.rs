//! Reports as catalogue data: which figures, in which order, with which words; which columns of a form; what must add up.
//!
//! How a figure is counted is said by its indicator; percentages and comparison with an earlier period are
//! worked out by the one who prints.

use std::fmt;

use serde::Deserialize;

use crate::Code;

/// A report: one file of `catalogue/reports/`. It has figures and prose, or the columns of a form, or both.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Code, equal to the file name.
    pub code: Code,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    #[serde(default)]
    pub name_en: String,
    /// Law or regulation.
    pub basis: String,
    /// Number of the form ("II.06a/VPCP/KSTT"), for forms that the law prescribes.
    #[serde(default)]
    pub form: String,
    /// The figures in print order.
    #[serde(rename = "figure", default)]
    pub figures: Vec<Figure>,
    /// The prose in print order.
    #[serde(rename = "paragraph", default)]
    pub paragraphs: Vec<Paragraph>,
    /// What the rows of the form are called: "Lĩnh vực, công việc giải quyết theo cấp". The rows are the values by which
    /// its indicators are broken down.
    #[serde(default)]
    pub rows: String,
    /// The columns of the form.
    #[serde(rename = "column", default)]
    pub columns: Vec<Column>,
    /// What must hold before the report is issued.
    #[serde(rename = "check", default)]
    pub checks: Vec<Check>,
    /// Notes under the form.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What stands around the text on paper.
    #[serde(default)]
    pub formalities: Formalities,
}

/// What the office decides about a paper beside its text (Nghị định 30/2020/NĐ-CP, Phụ lục I: ký hiệu, nơi nhận).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formalities {
    /// The symbol behind the number: "BC-VP"; empty where the paper bears none.
    #[serde(default)]
    pub symbol: String,
    /// Who receives it, in the order of print: "Lưu: VT, TH".
    #[serde(default)]
    pub recipients: Vec<String>,
}

/// A figure of a report.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The indicator.
    pub code: Code,
    /// Section under which it stands.
    pub section: String,
    /// Vietnamese label.
    pub label: String,
    /// English label.
    #[serde(default)]
    pub label_en: String,
    /// Unit of counting: "văn bản", "hồ sơ".
    #[serde(default)]
    pub unit: String,
    /// Compared with the same period a year before.
    #[serde(default)]
    pub compare: Compare,
    /// Printed floored to this step with "trên" before it; absent prints the exact number.
    pub floor: Option<u32>,
    /// The difference is floored to this step.
    pub floor_difference: Option<u32>,
    /// The percentage of this other indicator is printed beside it.
    pub share_of: Option<Code>,
}

/// How a figure is compared with the period before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// Not at all.
    #[default]
    None,
    /// By the difference.
    Difference,
    /// By the percentage of growth.
    Growth,
}

/// A paragraph of the prose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    /// Section under which it stands.
    pub section: String,
    /// The sentences, with figures in braces.
    pub text: Prose,
}

/// Words with figures between them. Written `{CODE}` for the number, `{CODE:share}` for its percentage,
/// `{CODE:change}` for the comparison with the period before.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Prose(pub Vec<Piece>);

/// A piece of [`Prose`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words as they stand.
    Words(String),
    /// Something of a figure.
    Figure(Code, Said),
}

/// What is said of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The number.
    Number,
    /// The percentage of what it is a share of.
    Share,
    /// The comparison with the period before.
    Change,
}

impl TryFrom<String> for Prose {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut out = Vec::new();
        let mut rest = text.as_str();
        while let Some((words, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else {
                return Err(format!("thiếu dấu `}}` sau `{{{after}` / a brace is not closed"));
            };
            if !words.is_empty() {
                out.push(Piece::Words(words.to_owned()));
            }
            let (code, said) = match name.split_once(':') {
                None => (name, Said::Number),
                Some((code, "share")) => (code, Said::Share),
                Some((code, "change")) => (code, Said::Change),
                Some(_) => return Err(format!("không hiểu `{{{name}}}`; viết `:share` hoặc `:change` / unknown word")),
            };
            out.push(Piece::Figure(Code::parse(code)?, said));
            rest = behind;
        }
        if !rest.is_empty() {
            out.push(Piece::Words(rest.to_owned()));
        }
        Ok(Self(out))
    }
}

/// A column of a form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its number on the form; checks speak of it.
    pub number: u32,
    /// Heading over it, which columns that stand together share; may be empty.
    #[serde(default)]
    pub group: String,
    /// Heading.
    pub label: String,
    /// What it counts, added up.
    pub counts: Vec<Counted>,
}

/// Records of an indicator, written `CODE`, or `CODE:before`, `CODE:in_term`, `CODE:late`, `CODE:no_deadline`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Counted {
    /// The indicator.
    pub code: Code,
    /// Which of its records.
    pub which: Which,
}

/// Which records of an indicator are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Which {
    /// What happened in the period, or exists at its end.
    #[default]
    All,
    /// What existed at the end of the day before the period.
    Before,
    /// Of clocks that tick at the end of the period: the due day has not passed, or the clock is paused.
    InTerm,
    /// Of clocks that tick at the end of the period: the due day has passed.
    Late,
    /// Of clocks that tick at the end of the period: without a deadline (không thời hạn), never "in term".
    NoDeadline,
}

impl Which {
    /// The words by which files and addresses name it.
    const NAMES: [(Self, &'static str); 4] =
        [(Self::Before, "before"), (Self::InTerm, "in_term"), (Self::Late, "late"), (Self::NoDeadline, "no_deadline")];

    /// Whether only the clocks of cases know it.
    #[must_use]
    pub fn needs_a_clock(self) -> bool {
        matches!(self, Self::InTerm | Self::Late | Self::NoDeadline)
    }
}

impl Counted {
    /// All records of an indicator.
    #[must_use]
    pub fn all(code: Code) -> Self {
        Self { code, which: Which::All }
    }
}

impl TryFrom<String> for Counted {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let Some((code, which)) = text.split_once(':') else { return Ok(Self::all(Code::parse(&text)?)) };
        let unknown = || format!("không hiểu `:{which}`; viết before, in_term, late, no_deadline / unknown word");
        let found = Which::NAMES.iter().find(|(_, name)| *name == which).ok_or_else(unknown)?;
        Ok(Self { code: Code::parse(code)?, which: found.0 })
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Which::NAMES.iter().find(|(which, _)| *which == self.which) {
            Some((_, name)) => write!(f, "{}:{name}", self.code),
            None => self.code.fmt(f),
        }
    }
}

/// What must hold before a report is issued.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The rule in words, as the refusal says it.
    pub says: String,
    /// No record of this indicator may exist in the period.
    pub none: Option<Code>,
    /// These columns…
    #[serde(default)]
    pub left: Vec<u32>,
    /// …add up to these.
    #[serde(default)]
    pub right: Vec<u32>,
}
