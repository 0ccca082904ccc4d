//! Durable commands a second through the office, as a server works: bodies sealed, the public log following. Either can be
//! left out, to see what it costs.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args as Arguments, ValueEnum};
use office::Office;

use super::load::{Heads, load};
use super::{per_second, permille};
use crate::data;
use crate::fail::Failure;
use crate::say;

/// Arguments of the measurement.
#[derive(Arguments)]
pub struct Args {
    /// Thư mục trống để ghi / an empty folder to write in
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Số giây mỗi mức / seconds at each level
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Số luồng gửi / numbers of submitters
    #[arg(long, value_delimiter = ',', default_values_t = [1, 64, 512])]
    submitters: Vec<u32>,
    /// Bỏ bớt để biết giá của nó / left out, to see what it costs
    #[arg(long, value_delimiter = ',')]
    without: Vec<Part>,
}

/// What a measurement can do without; a server cannot.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Niêm phong nội dung / sealing of bodies
    Sealing,
    /// Nhật ký công khai / the tree of the public log
    Tree,
}

/// Measures at each level, in one ledger that grows.
///
/// # Errors
/// When an act fails, or the log cannot be signed.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let has = |part| !args.without.contains(&part);
    let office = if has(Part::Sealing) { data::create(&args.data)? } else { data::create_unsealed(&args.data)? };
    say::answer("| submitters | commands/s | events/s | p50 ms | p99 ms | head age p50 ms | p99 ms | max ms |")?;
    say::answer("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")?;
    for (level, submitters) in (0_u64..).zip(&args.submitters) {
        let before = position(&office)?;
        let heads = has(Part::Tree).then(|| Heads::follow(&office, &args.data)).transpose()?;
        let (acts, elapsed) = load(&office, *submitters, Duration::from_secs(args.seconds), level << 32)?;
        let events = per_second(position(&office)? - before, elapsed);
        let commands = per_second(u64::try_from(acts.len()).unwrap_or(u64::MAX), elapsed);
        let mut waits: Vec<u64> = acts.iter().map(|act| act.micros).collect();
        let ages = heads.map(|heads| heads.ages(acts).0);
        say::answer(&format!(
            "| {submitters} | {commands} | {events} | {} | {} | {} |",
            millis(permille(&mut waits, 500)),
            millis(permille(&mut waits, 990)),
            ages.map_or_else(|| "– | – | –".to_owned(), shown)
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The ages of heads: median, 99th of 100, oldest.
fn shown(mut ages: Vec<u64>) -> String {
    [500, 990, 1_000].map(|part| millis(permille(&mut ages, part))).join(" | ")
}

fn position(office: &Office) -> Result<u64, Failure> {
    Ok(office.ledger().head().map_err(office::OfficeError::from)?.next)
}

/// Microseconds as milliseconds with one decimal.
fn millis(micros: u64) -> String {
    format!("{}.{}", micros / 1_000, micros % 1_000 / 100)
}
