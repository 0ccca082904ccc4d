//! `report …`: the annual report, forms, urging letters, registers and case files on stdout, also while a server writes.
//!
//! `--format pdf` is typeset here, in a process that ends; `xlsx` is the same document with live sums. Not here: what a
//! report says (`office`), layout (`print`).

mod html;
mod lists;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Args as Arguments, Subcommand, ValueEnum};
use exchange::paper::{self, Document};
use exchange::sheet::SheetError;
use office::papers;
use office::reports::{Period, ReportFail};
use print::{Fonts, PrintFail};

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
    /// Biểu của danh mục: ii06a, tasks / a form of the catalogue: ii06a, tasks
    Form(Form),
    /// Công văn đôn đốc việc quá hạn / a letter that urges what is overdue
    Urging(lists::Urging),
    /// Danh sách một sổ / the list of a register
    Register(lists::Register),
    /// Hồ sơ một việc, có diễn biến / the file of one case with its timeline
    Case(lists::CaseFile),
}

/// Which period of which year, as of which position.
#[derive(Arguments)]
struct When {
    /// Năm / year
    #[arg(long)]
    year: u16,
    #[command(flatten)]
    data: DataArg,
    /// Tính tại vị trí này của sổ cái; mặc định là cuối sổ / as of this ledger position; its end without
    #[arg(long, value_name = "POSITION")]
    as_of: Option<u64>,
    /// Kỳ trong năm / part of the year: q1…q4, 6m, 9m, 01…12, nd09, q1-nd09…
    #[arg(long)]
    period: Option<String>,
}

/// Which annual report, and how it is written.
#[derive(Arguments)]
struct Annual {
    #[command(flatten)]
    when: When,
    /// Dạng / form
    #[arg(long, value_enum)]
    format: Format,
}

/// Which form, and how it is written.
#[derive(Arguments)]
struct Form {
    /// Mã biểu / code of the form
    code: String,
    #[command(flatten)]
    when: When,
    /// Dạng / form
    #[arg(long, value_enum)]
    format: FormFormat,
}

/// The forms of the annual report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object of figures.
    Json,
    /// A page that stands alone.
    Html,
    /// PDF/A-2b, typeset as the office's own paper.
    Pdf,
    /// A workbook with live sums and shares.
    Xlsx,
}

/// The forms of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormFormat {
    /// Rows and cells.
    Json,
    /// PDF/A-2b.
    Pdf,
    /// A workbook with live sums.
    Xlsx,
}

/// The two forms of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PaperFormat {
    /// PDF/A-2b.
    Pdf,
    /// A workbook.
    Xlsx,
}

/// Prints the report.
///
/// # Errors
/// When the ledger cannot be read, has not come so far, or the report breaks its own rules.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    match &args.report {
        Report::Annual(asked) => annual(asked),
        Report::Form(asked) => form(asked),
        Report::Urging(asked) => lists::urging(asked),
        Report::Register(asked) => lists::register(asked),
        Report::Case(asked) => lists::case_file(asked),
    }?;
    Ok(ExitCode::SUCCESS)
}

fn annual(asked: &Annual) -> Result<(), Failure> {
    let period = period(&asked.when)?;
    let office = data::open_to_read(&asked.when.data.data)?;
    let annual = office.as_of(asked.when.as_of)?.annual(period)?;
    let document =
        || Ok::<_, Failure>(papers::annual(&annual, office.house().org(), data::clock_of(&office)?().date()));
    match asked.format {
        Format::Json => say::answer(&annual.json().map_err(|e| Failure::new(e.to_string(), e.to_string()))?),
        Format::Html => say::answer(&html::page(&annual)),
        Format::Pdf => hand_out(&document()?, PaperFormat::Pdf),
        Format::Xlsx => hand_out(&document()?, PaperFormat::Xlsx),
    }
}

fn form(asked: &Form) -> Result<(), Failure> {
    let period = period(&asked.when)?;
    let office = data::open_to_read(&asked.when.data.data)?;
    let form = office.as_of(asked.when.as_of)?.form(&asked.code, period)?;
    let document = || Ok::<_, Failure>(papers::form(&form, office.house().org(), data::clock_of(&office)?().date()));
    match asked.format {
        FormFormat::Json => say::answer(&form.json().map_err(|e| Failure::new(e.to_string(), e.to_string()))?),
        FormFormat::Pdf => hand_out(&document()?, PaperFormat::Pdf),
        FormFormat::Xlsx => hand_out(&document()?, PaperFormat::Xlsx),
    }
}

fn period(asked: &When) -> Result<Period, Failure> {
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

/// Writes a document to stdout.
fn hand_out(document: &Document, format: PaperFormat) -> Result<(), Failure> {
    let file = match format {
        PaperFormat::Pdf => print::pdf(document, &Fonts::of_the_system())?,
        PaperFormat::Xlsx => paper::book(document)?,
    };
    let mut out = std::io::stdout().lock();
    say::settled(out.write_all(&file).and_then(|()| out.flush()))
}

impl From<ReportFail> for Failure {
    fn from(fail: ReportFail) -> Self {
        Self::new(fail.vi(), fail.en())
    }
}

impl From<PrintFail> for Failure {
    fn from(fail: PrintFail) -> Self {
        Self::new(fail.vi(), fail.en())
    }
}

impl From<SheetError> for Failure {
    fn from(fail: SheetError) -> Self {
        Self::new(fail.to_string(), fail.to_string())
    }
}
