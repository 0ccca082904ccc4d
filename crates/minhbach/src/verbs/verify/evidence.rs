//! `verify receipt` and `verify opening`: a file that somebody holds, checked with the log's key alone, without any network.
//!
//! Not here: what is checked (`audit::evidence`).

use std::path::PathBuf;
use std::process::ExitCode;

use audit::evidence::{
    EVIDENCE_BYTES_MAX, OpeningVerified, ReceiptVerified, Unproven, to_hex, verify_opening, verify_receipt,
};
use clap::{Args as Arguments, ValueEnum};
use kernel::time::Instant;
use serde_json::{Value, json};

use super::log::Stop;
use super::{key, read};
use crate::fail::Failure;
use crate::say;

/// Which file, by whose key.
#[derive(Arguments)]
pub struct Args {
    /// Tệp cần kiểm chứng: JSON, hoặc PDF gốc của giấy tiếp nhận / the file: JSON, or the original PDF of a receipt
    file: PathBuf,
    /// Khóa của nhật ký (tên+mã+khóa), hoặc tệp chứa khóa / the log's key (name+id+key), or the file with it
    #[arg(long, value_name = "VKEY")]
    key: String,
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

/// What a genuine file proves: lines for reading, an object for programs.
struct Proven {
    lines: Vec<(&'static str, String)>,
    json: Value,
}

/// Checks a receipt, and answers.
///
/// # Errors
/// See [`Stop`].
pub fn receipt(args: &Args) -> Result<ExitCode, Stop> {
    answer(args, |bytes, key| verify_receipt(bytes, key).map(|found| of_receipt(&found)))
}

/// Checks the opening of a case, and answers.
///
/// # Errors
/// See [`Stop`].
pub fn opening(args: &Args) -> Result<ExitCode, Stop> {
    answer(args, |bytes, key| verify_opening(bytes, key).map(|found| of_opening(&found)))
}

fn answer(
    args: &Args,
    check: impl FnOnce(&[u8], &translog::PublicKey) -> Result<Proven, Unproven>,
) -> Result<ExitCode, Stop> {
    let key = key(&args.key).map_err(Stop::Unreadable)?;
    let at_most = u64::try_from(EVIDENCE_BYTES_MAX).unwrap_or(u64::MAX);
    let bytes = read(&args.file, at_most).map_err(Stop::Unreadable)?;
    let (told, code) = match check(&bytes, &key) {
        Ok(proven) => (told(args.format, proven), ExitCode::SUCCESS),
        Err(Unproven::Forged { vi, en }) => (forged(args.format, &vi, &en), ExitCode::FAILURE),
        Err(Unproven::Unreadable { vi, en }) => return Err(Stop::Unreadable(Failure::new(vi, en))),
    };
    say::answer(&told).map_err(Stop::Failed)?;
    Ok(code)
}

fn told(format: Format, proven: Proven) -> String {
    match format {
        Format::Json => proven.json.to_string(),
        Format::Text => {
            let lines = proven.lines.iter().map(|(label, value)| format!("{label}: {value}\n"));
            format!(
                "THẬT: đúng như đã ghi trong nhật ký công khai. / GENUINE: just as the public log has it.\n{}",
                lines.collect::<String>()
            )
            .trim_end()
            .to_owned()
        }
    }
}

fn forged(format: Format, vi: &str, en: &str) -> String {
    match format {
        Format::Json => json!({ "genuine": false, "why": { "vi": vi, "en": en } }).to_string(),
        Format::Text => format!("GIẢ: {vi}. / FORGED: {en}."),
    }
}

fn of_receipt(found: &ReceiptVerified) -> Proven {
    let (at, due) = (found.at.to_string(), found.due.map(|due| due.to_string()));
    let none = || "–".to_owned();
    Proven {
        lines: vec![
            ("Số hồ sơ / number", found.number.clone()),
            ("Tiếp nhận lúc / accepted", at.clone()),
            ("Hẹn trả / due", due.clone().unwrap_or_else(none)),
            ("Thủ tục / procedure", found.procedure.clone().unwrap_or_else(none)),
            ("Đơn vị / unit", found.unit.clone().unwrap_or_else(none)),
            ("Mã băm của lá / leaf hash", to_hex(&found.leaf)),
            ("Nhật ký ký lúc / signed", signed(found.stamp)),
        ],
        json: json!({
            "genuine": true, "number": found.number, "at": at, "due": due, "case": found.case.0, "unit": found.unit,
            "procedure": found.procedure, "leaf": to_hex(&found.leaf), "stamp": found.stamp,
        }),
    }
}

fn of_opening(found: &OpeningVerified) -> Proven {
    Proven {
        lines: vec![
            ("Hồ sơ / case", found.case.to_string()),
            ("Tên trong nhật ký / name in the log", found.name.0.clone()),
            ("Sự kiện mở được / events opened", found.opened.to_string()),
            ("Nội dung đã xóa theo pháp luật / erased by law", found.erased.to_string()),
            ("Nhật ký ký lúc / signed", signed(found.stamp)),
        ],
        json: json!({
            "genuine": true, "case": found.case, "name": found.name.0, "opened": found.opened, "erased": found.erased,
            "stamp": found.stamp,
        }),
    }
}

/// An instant of signing in law time.
fn signed(stamp: Option<u64>) -> String {
    let micros = stamp.and_then(|seconds| i64::try_from(seconds).ok()?.checked_mul(1_000_000));
    micros.map_or_else(|| "–".to_owned(), |micros| Instant(micros).print_iso())
}
