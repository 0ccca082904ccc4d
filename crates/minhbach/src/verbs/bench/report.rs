//! The annual report over a data folder: in a fresh process (cold) and again in the same one (warm).

use std::process::ExitCode;
use std::time::Instant;

use clap::Args as Arguments;
use office::reports::Period;

use super::permille;
use crate::data::{self, DataArg};
use crate::fail::Failure;
use crate::say;

/// Arguments of the measurement.
#[derive(Arguments)]
pub struct Args {
    #[command(flatten)]
    data: DataArg,
    /// Năm / year
    #[arg(long, default_value_t = 2023)]
    year: u16,
    /// Số lần lập lại / how often it is made again
    #[arg(long, default_value_t = 50)]
    rounds: u32,
}

/// Measures. Cold is the first report of this process: caches of the program are empty, those of the system may not be.
///
/// # Errors
/// When the report cannot be made.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let period = Period::parse(&format!("{:04}", args.year))
        .ok_or_else(|| Failure::new("không có năm này", "there is no such year"))?;
    let micros = |since: Instant| u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX);
    let begun = Instant::now();
    let office = data::open_to_read(&args.data.data)?;
    let opened = micros(begun);
    let begun = Instant::now();
    office.as_of(None)?.annual(period)?;
    let cold = micros(begun);
    let mut warm = Vec::new();
    for _ in 0..args.rounds {
        let begun = Instant::now();
        office.as_of(None)?.annual(period)?;
        warm.push(micros(begun));
    }
    let (p50, p99) = (permille(&mut warm, 500), permille(&mut warm, 990));
    let millis = |n: u64| format!("{}.{}", n / 1_000, n % 1_000 / 100);
    say::answer(
        "| annual report, ms | open the ledger | cold | warm p50 | warm p99 |\n| --- | ---: | ---: | ---: | ---: |",
    )?;
    let row = [opened, cold, p50, p99].map(millis).join(" | ");
    say::answer(&format!("| {} | {row} |", args.year))?;
    Ok(ExitCode::SUCCESS)
}
