//! A form: rows by the values of a breakdown, numbered columns, a sum, checks between columns; such as II.06a and the
//! monthly table of tasks.
//!
//! Columns and checks stand in the report's file. A form that breaks its checks can be looked at, not issued. Not here:
//! counting (`count`), the page (web).

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use kernel::Code;
use kernel::catalogue::case_type::FieldKind;
use kernel::catalogue::indicator::Indicator;
use kernel::catalogue::report::{Column, Counted, Formalities, Report};
use kernel::text::sort_key;
use kernel::time::Date;
use serde::Serialize;

use super::annual::{Block, FigureValue, ForPrograms, prose};
use super::check::Checked;
use super::count::{AsOf, Asked, Breakdown, indicators};
use super::fail::ReportFail;
use super::parallel::in_parallel;
use super::period::Period;
use super::words::number;
use crate::formalities;

/// Said of records without a value in the breakdown.
const NO_VALUE: &str = "(không ghi)";
/// Label of the sum.
const SUM: &str = "Tổng cộng";

/// A filled form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Code of the report.
    pub code: Code,
    /// Number of the form, where the law prescribes one.
    pub form: String,
    /// Its name.
    pub name: String,
    /// The same in English; may be empty.
    pub name_en: String,
    /// Law behind it.
    pub basis: String,
    /// The period.
    pub period: Period,
    /// As of which ledger position.
    pub as_of: u64,
    /// The day at whose end open work was looked at.
    pub looked_at: Date,
    /// Rows of the head.
    pub head: Vec<Vec<Head>>,
    /// The rows, by their labels.
    pub rows: Vec<Row>,
    /// The sum.
    pub sum: Row,
    /// Columns that are by a check the sum of others behind them: position of the column, positions of its parts, from 0.
    pub sums: Vec<(usize, Vec<usize>)>,
    /// What must hold, and whether it does.
    pub checks: Vec<Checked>,
    /// Figures printed beside the form.
    pub figures: Vec<FigureValue>,
    /// What is said of them.
    pub prose: Vec<Block>,
    /// Whether anybody can count the rows again from the public log.
    pub is_told: bool,
    /// Notes under the form.
    pub notes: Vec<String>,
    /// What stands around it on paper.
    pub formalities: Formalities,
}

/// A cell of the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Words.
    pub text: String,
    /// How many columns it stands over.
    pub columns: u32,
    /// How many rows of the head it takes.
    pub rows: u32,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What it is about.
    pub label: String,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A figure in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The count.
    pub value: u64,
    /// As printed.
    pub text: String,
    /// The address of its records.
    pub url: String,
}

impl Form {
    /// For programs: columns by number, rows with their cells, the figures beside, and whether anybody can count the rows again.
    ///
    /// # Errors
    /// Never with figures as they are counted.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        #[derive(Serialize)]
        struct Shape<'a> {
            rows: &'a [Row],
            sum: &'a Row,
            figures: ForPrograms<'a>,
            publicly_verifiable: bool,
        }
        let figures = ForPrograms(&self.figures);
        serde_json::to_string(&Shape { rows: &self.rows, sum: &self.sum, figures, publicly_verifiable: self.is_told })
    }
}

impl AsOf {
    /// A form of the catalogue, filled.
    ///
    /// # Errors
    /// When there is no such report, or it cannot be counted.
    pub fn form(&self, code: &str, period: Period) -> Result<Form, ReportFail> {
        let report = self.report(code)?;
        let counted = self.count_columns(report, period)?;
        let values: BTreeSet<&str> = counted.values().flat_map(|by| by.keys().map(String::as_str)).collect();
        let mut rows: Vec<Row> = values.iter().map(|v| self.row(report, period, &counted, Some(v))).collect();
        rows.sort_by_cached_key(|row| sort_key(&row.label));
        let sum = self.row(report, period, &counted, None);
        let all: Vec<&Row> = std::iter::once(&sum).chain(&rows).collect();
        let checks = self.checks(report, period, &all)?;
        let figures = self.figures(report, period)?;
        Ok(Form {
            code: report.code.clone(),
            form: report.form.clone(),
            name: report.name.clone(),
            name_en: report.name_en.clone(),
            basis: report.basis.clone(),
            period,
            as_of: self.position(),
            looked_at: self.looked_at(period),
            is_told: self.tells_rows(report),
            head: head(report),
            sums: sums(report),
            prose: prose(report, &figures),
            notes: report.notes.clone(),
            rows,
            sum,
            checks,
            figures,
            formalities: formalities::of_report(report),
        })
    }

    fn count_columns(&self, report: &Report, period: Period) -> Result<HashMap<Counted, Arc<Breakdown>>, ReportFail> {
        let parts: BTreeSet<&Counted> = report.columns.iter().flat_map(|c| &c.counts).collect();
        let parts: Vec<&Counted> = parts.into_iter().collect();
        let taken = in_parallel(&parts, |part| self.breakdown(part, period));
        parts.into_iter().zip(taken).map(|(part, by)| Ok((part.clone(), by?))).collect()
    }

    /// Whether leaves bear out what the columns count, and by what the rows part it.
    fn tells_rows(&self, report: &Report) -> bool {
        let told = audit::told(&self.catalogue);
        let types = || self.catalogue.types.values();
        let parts_by_leaf = |indicator: &Indicator| match indicator.by.as_deref() {
            None | Some("@lead") => true,
            Some(path) => types()
                .filter(|t| t.indicators.iter().any(|i| i.code == indicator.code))
                .all(|t| t.leaf.fields.iter().any(|field| field == path)),
        };
        let mut counts = report.columns.iter().flat_map(|column| &column.counts);
        counts.all(|part| told.contains(&part.code) && indicators(&self.catalogue, &part.code).all(parts_by_leaf))
    }

    fn row(
        &self,
        report: &Report,
        period: Period,
        counted: &HashMap<Counted, Arc<Breakdown>>,
        value: Option<&str>,
    ) -> Row {
        let count = |part: &Counted| match (counted.get(part), value) {
            (Some(by), Some(value)) => by.get(value).copied().unwrap_or(0),
            (Some(by), None) => by.values().sum(),
            (None, _) => 0,
        };
        let cell = |column: &Column| {
            let total: u64 = column.counts.iter().map(count).sum();
            let asked = Asked { parts: column.counts.clone(), period, by: value.map(str::to_owned), held: None };
            Cell { value: total, text: number(total), url: asked.address(self.position()) }
        };
        let label = value.map_or_else(|| SUM.to_owned(), |value| self.label(report, value));
        Row { label, cells: report.columns.iter().map(cell).collect() }
    }

    /// The words for a value of the breakdown: a unit's name, a choice's name, or the text itself.
    fn label(&self, report: &Report, value: &str) -> String {
        if value.is_empty() {
            return NO_VALUE.to_owned();
        }
        let code = report.columns.iter().flat_map(|c| &c.counts).next().map(|c| &c.code);
        let path = code.and_then(|code| indicators(&self.catalogue, code).find_map(|i| i.by.as_deref()));
        let unit = || self.catalogue.org.units.get(value).map_or_else(|| value.to_owned(), |u| u.name.clone());
        match path {
            Some("@lead") => unit(),
            Some(path) => {
                let field = self.catalogue.types.values().find_map(|t| t.field(path));
                match field.map(|f| (f.kind, &f.choices)) {
                    Some((FieldKind::Unit, _)) => unit(),
                    Some((_, choices)) => {
                        let chosen = choices.iter().find(|c| c.code == *value).map(|c| c.name.clone());
                        let field = || self.catalogue.field_of_work(value).map(|of| of.vi.into());
                        chosen.or_else(field).unwrap_or_else(|| value.to_owned())
                    }
                    None => value.to_owned(),
                }
            }
            None => value.to_owned(),
        }
    }
}

/// A column that a check holds to be the sum of columns behind it; the first check of a column says so.
fn sums(report: &Report) -> Vec<(usize, Vec<usize>)> {
    let at = |number: &u32| report.columns.iter().position(|c| c.number == *number);
    let mut out: Vec<(usize, Vec<usize>)> = Vec::new();
    for check in &report.checks {
        let [whole] = check.left.as_slice() else { continue };
        let parts: Option<Vec<usize>> = check.right.iter().map(at).collect();
        let (Some(whole), Some(parts)) = (at(whole), parts) else { continue };
        // Parts behind the whole only, so that no two columns are ever made of each other.
        if parts.len() > 1 && parts.iter().all(|p| *p > whole) && out.iter().all(|(known, _)| *known != whole) {
            out.push((whole, parts));
        }
    }
    out
}

/// Groups over their columns, labels, and the numbers of the columns.
fn head(report: &Report) -> Vec<Vec<Head>> {
    let over = |text: &str, columns: u32, rows: u32| Head { text: text.to_owned(), columns, rows };
    let mut groups = vec![over(&report.rows, 1, 2)];
    let mut labels = Vec::new();
    for group in report.columns.chunk_by(|a, b| !a.group.is_empty() && a.group == b.group) {
        match group {
            [alone] if alone.group.is_empty() => groups.push(over(&alone.label, 1, 2)),
            _ => {
                let text = group.first().map_or("", |column| &column.group);
                groups.push(over(text, u32::try_from(group.len()).unwrap_or(1), 1));
                labels.extend(group.iter().map(|column| over(&column.label, 1, 1)));
            }
        }
    }
    let numbers = report.columns.iter().map(|column| over(&format!("({})", column.number), 1, 1));
    vec![groups, labels, std::iter::once(over("", 1, 1)).chain(numbers).collect()]
}
