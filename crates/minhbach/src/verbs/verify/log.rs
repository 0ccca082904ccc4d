//! `verify log`: a public log from its first leaf to its signed head, and the on-time table of a year beside it.
//!
//! Not here: what is checked (`audit`), how it looks (`page`).

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use audit::{Asked, Compared, Counts, Official, Period, Texts, Unread, Verified, compare};
use clap::{Args as Arguments, ValueEnum};
use kernel::calendar::Calendar;
use kernel::time::Date;
use serde::Serialize;

use super::{key, page, read};
use crate::fail::Failure;
use crate::{remote, say};

/// Longest file of old heads, in bytes: a day's worth of kept ones.
const HEADS_BYTES_MAX: u64 = 16 << 20;

/// Longest official report, in bytes.
const REPORT_BYTES_MAX: u64 = 4 << 20;

/// Leaves between two lines that tell how far it is.
const TOLD_EVERY: u64 = 500_000;

/// Which log, by whose key.
#[derive(Arguments)]
pub struct Args {
    /// Địa chỉ hoặc thư mục của nhật ký / address or folder of the log
    #[arg(value_name = "URL|DIR")]
    place: String,
    /// Khóa của nhật ký (tên+mã+khóa), hoặc tệp chứa khóa / the log's key (name+id+key), or the file with it
    #[arg(long, value_name = "VKEY")]
    key: String,
    /// Checkpoint đã giữ từ trước / a checkpoint kept from before
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Năm tính tỷ lệ; mặc định mọi năm / year of the table; all years without
    #[arg(long)]
    year: Option<u16>,
    /// Báo cáo năm dạng JSON để so sánh / the annual report as JSON, to be compared
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Khóa của chứng nhân, nhiều lần được / a witness's key; may be given often
    #[arg(long, value_name = "VKEY")]
    witness: Vec<String>,
    /// Cần bao nhiêu chứng nhân ký / how many witnesses must have signed
    #[arg(long, default_value_t = 0)]
    quorum: usize,
    /// Chờ một tệp bao nhiêu giây / seconds to wait for one file
    #[arg(long, default_value_t = 60)]
    timeout: u64,
    /// Dạng / form
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// The forms of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading.
    Text,
    /// One JSON object.
    Json,
}

/// Why there is no answer.
pub enum Stop {
    /// What was given cannot be read.
    Unreadable(Failure),
    /// The answer could not be written.
    Failed(Failure),
}

impl From<Unread> for Stop {
    fn from(unread: Unread) -> Self {
        Self::Unreadable(Failure::new(unread.vi, unread.en))
    }
}

/// All that is answered, in the order of JSON.
#[derive(Serialize)]
pub struct Answer<'a> {
    /// Whether all of it was read and nothing is wrong.
    pub genuine: bool,
    /// Name of the log.
    pub origin: Option<&'a str>,
    /// Leaves under the signed head.
    pub size: Option<u64>,
    /// When it was signed: seconds since 1970.
    pub stamp: Option<u64>,
    /// Where the log began anew.
    #[serde(skip_serializing_if = "<[audit::Break]>::is_empty")]
    pub breaks: &'a [audit::Break],
    /// Names of witnesses that signed it, or the head beside it that enough of them have signed.
    pub witnesses: Vec<&'a str>,
    /// Leaves under the head that they signed.
    pub witnessed: Option<u64>,
    /// Kept heads that were compared.
    pub heads_kept: u64,
    /// Whether calendar and catalogue are the logged ones; otherwise those of this program were used.
    pub texts_are_logged: bool,
    /// What is wrong.
    #[serde(flatten)]
    pub findings: &'a audit::Findings,
    /// The year of the figures.
    pub year: Option<u16>,
    /// What was counted.
    #[serde(flatten)]
    pub counts: Option<&'a Counts>,
    /// The official report beside it.
    pub report: Option<&'a Compared>,
    /// Why it could not be read to its end.
    pub unread: Option<String>,
}

/// Verifies, and answers.
///
/// # Errors
/// See [`Stop`].
pub fn run(args: &Args) -> Result<ExitCode, Stop> {
    let given = Given::read(args).map_err(Stop::Unreadable)?;
    let source = remote::open(&args.place, Duration::from_secs(args.timeout));
    let asked = Asked {
        key: &given.key,
        witnesses: &given.witnesses,
        quorum: args.quorum,
        from: &given.from,
        periods: &given.periods,
        as_of: given.report.as_ref().and_then(|report| report.as_of),
        texts: given.texts.clone(),
    };
    let mut told = 0;
    let mut verified = audit::verify(&*source, &asked, &mut |done, size| {
        if done / TOLD_EVERY > told {
            told = done / TOLD_EVERY;
            say::note(&format!("đã đọc / read {done} / {size}"));
        }
    });
    let compared = compared(&given, &mut verified);
    let answer = Answer::of(&verified, args.year, compared.as_ref());
    let text = match args.format {
        Format::Text => page::text(&answer, &given.texts),
        Format::Json => {
            serde_json::to_string(&answer).map_err(|e| Stop::Failed(Failure::new(e.to_string(), e.to_string())))?
        }
    };
    say::answer(&text).map_err(Stop::Failed)?;
    if !verified.findings.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    match verified.unread {
        Some(unread) => Err(unread.into()),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Lays the official report beside what was counted; what differs is a finding.
fn compared(given: &Given, verified: &mut Verified) -> Option<Compared> {
    let official = given.report.as_ref()?;
    let [year, before] = verified.counts.as_slice() else { return None };
    let (compared, findings) = compare(official, year, before);
    findings.into_iter().for_each(|finding| verified.findings.push(finding));
    Some(compared)
}

impl<'a> Answer<'a> {
    fn of(verified: &'a Verified, year: Option<u16>, report: Option<&'a Compared>) -> Self {
        let head = verified.head.as_ref();
        Self {
            genuine: verified.is_genuine(),
            origin: head.map(|head| head.origin.as_str()),
            size: head.map(|head| head.size),
            stamp: verified.stamp,
            breaks: &verified.breaks,
            witnesses: verified.cosigned.iter().map(|witness| witness.name.as_str()).collect(),
            witnessed: verified.witnessed,
            heads_kept: verified.heads_kept,
            texts_are_logged: verified.texts_are_logged,
            findings: &verified.findings,
            year,
            counts: verified.counts.first(),
            report,
            unread: verified.unread.as_ref().map(|unread| format!("{} / {}", unread.vi, unread.en)),
        }
    }
}

/// What stands on the command line, read.
struct Given {
    key: translog::PublicKey,
    witnesses: Vec<translog::PublicKey>,
    from: Vec<u8>,
    periods: Vec<Period>,
    report: Option<Official>,
    texts: Texts,
}

impl Given {
    fn read(args: &Args) -> Result<Self, Failure> {
        let witnesses = args.witness.iter().map(|given| key(given)).collect::<Result<_, _>>()?;
        let from = args.from.as_ref().map(|path| read(path, HEADS_BYTES_MAX)).transpose()?;
        let report = args.report.as_ref().map(|path| official(path, args.year)).transpose()?;
        let catalogue = kernel::shipped::catalogue().value;
        let calendar = Calendar::parse(&catalogue.calendar, "calendar.toml").value;
        Ok(Self {
            key: key(&args.key)?,
            witnesses,
            from: from.unwrap_or_default(),
            periods: periods(args.year)?,
            report,
            texts: Texts::default().with_calendar(calendar).with_catalogue(1, catalogue.into()),
        })
    }
}

/// The year and the year before; all years where none is asked for.
fn periods(year: Option<u16>) -> Result<Vec<Period>, Failure> {
    let Some(year) = year else { return Ok(vec![(Date(i32::MIN), Date(i32::MAX - 1))]) };
    let period = |year: i32| Some((Date::new(year, 1, 1)?, Date::new(year, 12, 31)?));
    let year = i32::from(year);
    period(year)
        .zip(period(year - 1))
        .map(|(year, before)| vec![year, before])
        .ok_or_else(|| Failure::new(format!("không có năm {year}"), format!("there is no year {year}")))
}

/// The official report.
fn official(path: &std::path::Path, year: Option<u16>) -> Result<Official, Failure> {
    let bytes = read(path, REPORT_BYTES_MAX)?;
    let place = path.display();
    let report: Official = serde_json::from_slice(&bytes).map_err(|error| {
        Failure::new(
            format!("{place} không phải báo cáo năm dạng JSON ({error}). Xin lấy bằng `report annual --format json`."),
            format!("{place} is no annual report as JSON ({error}). Make it with `report annual --format json`."),
        )
    })?;
    let asked = year.map(|year| format!("{year:04}"));
    if asked.is_none() || report.period.is_some() && report.period != asked {
        let period = report.period.unwrap_or_default();
        return Err(Failure::new(
            format!(
                "để so sánh báo cáo, xin cho đúng --year của báo cáo (kỳ “{period}”); chỉ so được cả năm dương lịch."
            ),
            format!(
                "to compare a report, give its --year (period “{period}”); only whole calendar years can be compared."
            ),
        ));
    }
    Ok(report)
}
