//! Issuing a report: its text goes into the ledger with the position as of which it was computed, and can be computed
//! anew at any later time and compared byte for byte.
//!
//! The text is JSON: figures, prose, period and position. Not here: how a report is computed, signatures.

use kernel::Code;
use kernel::case::Actor;
use kernel::time::Instant;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::annual::{ANNUAL, Block, ByCode, FigureValue, Span};
use super::check::refuse;
use super::count::AsOf;
use super::fail::ReportFail;
use super::form::Row;
use super::period::Period;
use crate::desk::{Office, OfficeError, hex};
use crate::house::{HouseEvent, HouseRecord, STREAM};

/// A report as it was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Ledger position at which it was issued.
    pub position: u64,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: Code,
    /// Code of the report.
    pub code: Code,
    /// Its period.
    pub period: Period,
    /// As of which ledger position it was computed.
    pub as_of: u64,
    /// Its text.
    pub text: String,
}

/// What comparing an issued report with a new computation came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The report as it was issued.
    pub issued: Issued,
    /// Its text computed anew, as of the same position.
    pub computed: String,
}

impl Verified {
    /// Whether both are the same, byte for byte.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.issued.text == self.computed
    }
}

/// The stored text of a report. What is added later goes behind, and only into reports that need it.
#[derive(Serialize)]
struct Text<'a> {
    report: &'a Code,
    name: &'a str,
    period: String,
    words: String,
    as_of: u64,
    figures: ByCode<'a>,
    #[serde(skip_serializing_if = "<[Row]>::is_empty")]
    rows: &'a [Row],
    #[serde(skip_serializing_if = "Option::is_none")]
    sum: Option<&'a Row>,
    prose: Vec<String>,
}

/// Whether this person may issue reports: whoever leads the Office, as a report goes out in its name.
#[must_use]
pub fn may_issue(actor: &Actor) -> bool {
    actor.posts.iter().any(|post| matches!(post.role.as_str(), "chief" | "deputy_chief"))
}

impl AsOf {
    /// The text of a report, if its checks hold.
    ///
    /// # Errors
    /// A refusal where they do not, or that there is no such report, or that it cannot be counted.
    pub fn text(&self, code: &str, period: Period) -> Result<String, ReportFail> {
        let written = if code == ANNUAL {
            let annual = self.annual(period)?;
            self.written((&annual.code, &annual.name), period, &annual.figures, &annual.prose, None)
        } else {
            let form = self.form(code, period)?;
            refuse(&form.checks)?;
            let rows = Some((form.rows.as_slice(), &form.sum));
            self.written((&form.code, &form.name), period, &form.figures, &form.prose, rows)
        };
        written.map_err(|e| OfficeError::row("report", &e).into())
    }

    fn written(
        &self,
        (report, name): (&Code, &str),
        period: Period,
        figures: &[FigureValue],
        prose: &[Block],
        rows: Option<(&[Row], &Row)>,
    ) -> Result<String, serde_json::Error> {
        serde_json::to_string(&Text {
            report,
            name,
            period: period.key(),
            words: period.words(),
            as_of: self.position(),
            figures: ByCode(figures),
            rows: rows.map_or(&[], |(rows, _)| rows),
            sum: rows.map(|(_, sum)| sum),
            prose: prose.iter().map(said).collect(),
        })
    }
}

/// A piece of the prose as plain text.
fn said(block: &Block) -> String {
    match block {
        Block::Heading(text) => text.clone(),
        Block::Paragraph(spans) => spans
            .iter()
            .map(|span| match span {
                Span::Text(text) | Span::Figure { text, .. } => text.as_str(),
            })
            .collect(),
    }
}

impl Office {
    /// Issues a report as the ledger stands now.
    ///
    /// # Errors
    /// A refusal where its checks do not hold; or that it cannot be counted or stored. Nothing has happened then.
    pub fn issue(
        &self,
        code: &str,
        period: Period,
        actor: &Actor,
        now: Instant,
        seed: [u8; 16],
    ) -> Result<Issued, ReportFail> {
        let as_of = self.as_of(None)?;
        let text = as_of.text(code, period)?;
        let what = HouseEvent::ReportIssued {
            code: as_of.report(code)?.code.clone(),
            period: period.key(),
            as_of: as_of.position(),
            sha256: hex(&Sha256::digest(&text)),
        };
        let position = self.record(HouseRecord::new(actor, now, what, text), seed)?;
        self.issued(position)
    }

    /// The report that was issued at a ledger position, as it was issued.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn issued(&self, position: u64) -> Result<Issued, ReportFail> {
        let none = || ReportFail::NotIssued { position };
        let event = self.ledger().reader()?.events_from(position, 1)?.pop().ok_or_else(none)?;
        if event.position != position || event.stream != STREAM {
            return Err(none());
        }
        let record = HouseRecord::decode(&event.plain, &event.body)?;
        let HouseEvent::ReportIssued { code, period, as_of, .. } = record.what else { return Err(none()) };
        let period = Period::parse(&period).ok_or_else(none)?;
        Ok(Issued { position, at: record.at, by: record.by, code, period, as_of, text: record.text })
    }

    /// All reports that were issued, the newest first: position, instant, and `CODE/PERIOD`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn issued_reports(&self) -> Result<Vec<(u64, Instant, String)>, ReportFail> {
        let mut out = Vec::new();
        let sql = "SELECT position, at, name FROM house WHERE kind = 'report_issued' ORDER BY version DESC";
        self.ledger().reader()?.query(sql, &[], &mut |row| {
            out.push((row.count(0)?, Instant(row.int(1)?), row.text(2)?.to_owned()));
            Ok(())
        })?;
        Ok(out)
    }

    /// Computes an issued report anew, as of its position, for comparison.
    ///
    /// # Errors
    /// When there is none, or it cannot be computed.
    pub fn verify_issued(&self, position: u64) -> Result<Verified, ReportFail> {
        let issued = self.issued(position)?;
        let computed = self.as_of(Some(issued.as_of))?.text(issued.code.as_str(), issued.period)?;
        Ok(Verified { issued, computed })
    }
}
