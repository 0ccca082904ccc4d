//! `report annual --year Y --data DIR --format json|html`: the annual report alone on stdout, also while a server writes.

mod html;

use std::process::ExitCode;

use clap::{Args as Arguments, Subcommand, ValueEnum};
use office::reports::{Period, ReportFail};

use crate::data::{self, DataArg};
use crate::fail::Failure;
use crate::say;

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    report: Report,
}

/// The reports.
#[derive(Subcommand)]
enum Report {
    /// Báo cáo kết quả công tác năm / the annual report
    Annual(Annual),
}

/// Which annual report, and how it is written.
#[derive(Arguments)]
struct Annual {
    /// Năm / year
    #[arg(long)]
    year: u16,
    #[command(flatten)]
    data: DataArg,
    /// Dạng / form
    #[arg(long, value_enum)]
    format: Format,
    /// Tính tại vị trí này của sổ cái; mặc định là cuối sổ / as of this ledger position; its end without
    #[arg(long, value_name = "POSITION")]
    as_of: Option<u64>,
    /// Kỳ trong năm / part of the year: q1…q4, 6m, 9m, 01…12, nd09, q1-nd09…
    #[arg(long)]
    period: Option<String>,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object of figures.
    Json,
    /// A page that stands alone.
    Html,
}

/// Prints the report.
///
/// # Errors
/// When the ledger cannot be read, has not come so far, or the report breaks its own rules.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let Report::Annual(asked) = &args.report;
    let period = period(asked)?;
    let office = data::open_to_read(&asked.data.data)?;
    let annual = office.as_of(asked.as_of)?.annual(period)?;
    match asked.format {
        Format::Json => {
            let json = annual.json().map_err(|e| Failure::new(e.to_string(), e.to_string()))?;
            say::answer(&json)?;
        }
        Format::Html => say::answer(&html::page(&annual))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn period(asked: &Annual) -> Result<Period, Failure> {
    let key = match &asked.period {
        Some(part) => format!("{:04}-{part}", asked.year),
        None => format!("{:04}", asked.year),
    };
    Period::parse(&key).ok_or_else(|| {
        Failure::new(
            format!("không có kỳ báo cáo “{key}”. Xin chọn --period q1…q4, 6m, 9m, 01…12, có thể thêm -nd09."),
            format!("there is no period “{key}”. Choose --period q1…q4, 6m, 9m or 01…12, each also with -nd09."),
        )
    })
}

impl From<ReportFail> for Failure {
    fn from(fail: ReportFail) -> Self {
        Self::new(fail.vi(), fail.en())
    }
}
