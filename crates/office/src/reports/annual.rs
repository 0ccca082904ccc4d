//! A report of figures in prose, such as the annual report: each figure with its comparison, share and records, in the
//! words that the report's file gives them.
//!
//! It is refused where its checks do not hold. Not here: counting (`count`), the page (web), issuing (`issue`).

use kernel::Code;
use kernel::catalogue::report::{Compare, Figure, Formalities, Piece, Report, Said};
use serde::Serialize;

use super::check::refuse;
use super::count::{AsOf, Asked};
use super::fail::ReportFail;
use super::parallel::in_parallel;
use super::period::Period;
use super::records::Eyes;
use super::words;
use crate::formalities;

/// Code of the annual report in the catalogue.
pub const ANNUAL: &str = "annual";

/// A figure with all that is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureValue {
    /// The indicator.
    pub code: Code,
    /// Section under which it stands.
    pub section: String,
    /// What it counts, in words.
    pub label: String,
    /// The same in English; may be empty.
    pub label_en: String,
    /// Unit of counting; may be empty.
    pub unit: String,
    /// The exact count.
    pub value: u64,
    /// The count of the same period a year before, where the figure is compared.
    pub previous: Option<u64>,
    /// How many records its list has, counted there.
    pub records: u64,
    /// The number as printed: "172.468", "trên 77.000".
    pub number: String,
    /// Its share of another figure: "99,99 %"; may be empty.
    pub share: String,
    /// The indicator of that other figure.
    pub share_of: Option<Code>,
    /// The comparison: "tăng 25,83 % so với năm 2022"; may be empty.
    pub change: String,
    /// The address of its records.
    pub url: String,
    /// Whether anybody can count it again from the public log.
    pub is_told: bool,
    /// The number, the share and the comparison for readers of English: "over 77,000", "99.99 %", "up 25.83 % on 2022".
    pub english: English,
}

/// A figure in English; the report itself is Vietnamese.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct English {
    /// The number.
    pub number: String,
    /// Its share of another figure; may be empty.
    pub share: String,
    /// The comparison; may be empty.
    pub change: String,
}

impl FigureValue {
    /// All of it in one line: "95.750 (55,52 %), tăng 25,83 % so với năm 2022".
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.number.clone();
        if !self.share.is_empty() {
            text.push_str(&format!(" ({})", self.share));
        }
        if !self.change.is_empty() {
            text.push_str(&format!(", {}", self.change));
        }
        text
    }
}

/// A piece of the prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The heading of a section.
    Heading(String),
    /// A paragraph.
    Paragraph(Vec<Span>),
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Text(String),
    /// A figure that leads to its records.
    Figure {
        /// As printed.
        text: String,
        /// The address of its records.
        url: String,
    },
}

/// A report of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annual {
    /// Code of the report.
    pub code: Code,
    /// "Báo cáo kết quả công tác năm".
    pub name: String,
    /// The same in English; may be empty.
    pub name_en: String,
    /// Law behind it.
    pub basis: String,
    /// The period.
    pub period: Period,
    /// As of which ledger position.
    pub as_of: u64,
    /// The figures in print order.
    pub figures: Vec<FigureValue>,
    /// The prose.
    pub prose: Vec<Block>,
    /// What stands around it on paper.
    pub formalities: Formalities,
}

#[derive(Serialize)]
struct FigureForm<'a> {
    value: u64,
    previous: Option<u64>,
    records: u64,
    text: String,
    url: &'a str,
}

impl Serialize for FigureValue {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { value, previous, records, url, .. } = self;
        FigureForm { value: *value, previous: *previous, records: *records, text: self.text(), url }
            .serialize(serializer)
    }
}

impl Annual {
    /// A figure by its code.
    #[must_use]
    pub fn figure(&self, code: &str) -> Option<&FigureValue> {
        self.figures.iter().find(|f| f.code == *code)
    }

    /// The figures for programs: `{"figures": {CODE: {"value", "previous", "records", "text", "url", "publicly_verifiable"}},
    /// "period", "as_of"}`, in print order.
    ///
    /// # Errors
    /// Never with figures as they are counted.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        #[derive(Serialize)]
        struct Form<'a> {
            figures: ForPrograms<'a>,
            period: String,
            as_of: u64,
        }
        serde_json::to_string(&Form {
            figures: ForPrograms(&self.figures),
            period: self.period.key(),
            as_of: self.as_of,
        })
    }
}

/// Figures as one object, in their order.
pub(super) struct ByCode<'a>(pub(super) &'a [FigureValue]);

impl Serialize for ByCode<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|f| (f.code.as_str(), f)))
    }
}

/// The same with what an outsider may make of them. Not in an issued report, which must read the same for ever.
pub(super) struct ForPrograms<'a>(pub(super) &'a [FigureValue]);

impl Serialize for ForPrograms<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Form<'a> {
            #[serde(flatten)]
            figure: &'a FigureValue,
            publicly_verifiable: bool,
        }
        serializer
            .collect_map(self.0.iter().map(|f| (f.code.as_str(), Form { figure: f, publicly_verifiable: f.is_told })))
    }
}

impl AsOf {
    /// The annual report.
    ///
    /// # Errors
    /// When one of its checks does not hold, or it cannot be counted.
    pub fn annual(&self, period: Period) -> Result<Annual, ReportFail> {
        let report = self.report(ANNUAL)?;
        refuse(&self.checks(report, period, &[])?)?;
        let figures = self.figures(report, period)?;
        Ok(Annual {
            code: report.code.clone(),
            name: report.name.clone(),
            name_en: report.name_en.clone(),
            basis: report.basis.clone(),
            period,
            as_of: self.position(),
            prose: prose(report, &figures),
            figures,
            formalities: formalities::of_report(report),
        })
    }

    /// A report of the catalogue of that position.
    pub(super) fn report(&self, code: &str) -> Result<&Report, ReportFail> {
        let found = self.catalogue.reports.get(code);
        found.map(|report| &**report).ok_or_else(|| ReportFail::NoReport { code: code.to_owned() })
    }

    /// The figures of a report, counted side by side.
    pub(super) fn figures(&self, report: &Report, period: Period) -> Result<Vec<FigureValue>, ReportFail> {
        let told = audit::told(&self.catalogue);
        in_parallel(&report.figures, |figure| self.figure_value(figure, period, told.contains(&figure.code)))
            .into_iter()
            .collect()
    }

    fn figure_value(&self, figure: &Figure, period: Period, is_told: bool) -> Result<FigureValue, ReportFail> {
        let asked = Asked::of(&figure.code, period);
        let value = self.count(&asked)?;
        let records = self.listed(&asked, Eyes::House)?;
        let previous = match figure.compare {
            Compare::None => None,
            Compare::Difference | Compare::Growth => Some(self.count(&Asked::of(&figure.code, period.year_before()))?),
        };
        let share = match &figure.share_of {
            Some(whole) => words::share(value, self.count(&Asked::of(whole, period))?),
            None => String::new(),
        };
        let change = previous.and_then(|p| words::change(figure, value, p));
        let english = English {
            number: words::printed_en(value, figure.floor),
            share: if share.ends_with('%') { words::decimal_en(&share) } else { String::new() },
            change: change.as_ref().map(|change| change.en(period)).unwrap_or_default(),
        };
        Ok(FigureValue {
            code: figure.code.clone(),
            section: figure.section.clone(),
            label: figure.label.clone(),
            label_en: figure.label_en.clone(),
            unit: figure.unit.clone(),
            number: words::printed(value, figure.floor),
            change: change.map(|change| change.vi(period)).unwrap_or_default(),
            english,
            url: asked.annual_address(self.position()),
            value,
            previous,
            records,
            share,
            is_told,
            share_of: figure.share_of.clone(),
        })
    }
}

/// The prose of a report with its figures put in; a section's heading stands before its first paragraph.
pub(super) fn prose(report: &Report, figures: &[FigureValue]) -> Vec<Block> {
    let mut out = Vec::new();
    let mut section = "";
    for paragraph in &report.paragraphs {
        if paragraph.section != section {
            section = &paragraph.section;
            out.push(Block::Heading(section.to_owned()));
        }
        out.push(Block::Paragraph(paragraph.text.0.iter().map(|piece| span(piece, figures)).collect()));
    }
    out
}

fn span(piece: &Piece, figures: &[FigureValue]) -> Span {
    match piece {
        Piece::Words(words) => Span::Text(words.clone()),
        Piece::Figure(code, said) => match (figures.iter().find(|f| f.code == *code), said) {
            (Some(f), Said::Number) => Span::Figure { text: f.number.clone(), url: f.url.clone() },
            (Some(f), Said::Share) => Span::Text(f.share.clone()),
            (Some(f), Said::Change) => Span::Text(f.change.clone()),
            // The catalogue's lint has seen to it that there is one.
            (None, _) => Span::Text(code.to_string()),
        },
    }
}
