//! How many due moments a second one thread computes over the shipped calendar, by kind of limit.

use std::hint::black_box;
use std::process::ExitCode;

use clap::Args as Arguments;
use kernel::calendar::Calendar;
use kernel::clock::{Limit, LimitUnit, due_moment};
use kernel::time::{Date, Instant};

use super::per_second;
use crate::fail::Failure;
use crate::say;

/// Seconds between two receipts: no factor in common with a day, so that all hours come.
const STEP_SECONDS: i64 = 6_311;

/// Arguments of the measurement.
#[derive(Arguments)]
pub struct Args {
    /// Số hạn mỗi loại / deadlines of each kind
    #[arg(long, default_value_t = 2_000_000)]
    count: u32,
}

/// Measures.
///
/// # Errors
/// When stdout fails.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let text = kernel::shipped::FILES.iter().find(|(path, _)| *path == "calendar.toml").map_or("", |(_, text)| text);
    let calendar = Calendar::parse(text, "calendar.toml").value;
    let begin = Date::new(2022, 1, 1).map_or(Instant(0), |day| day.at(0));
    // Three years and round again.
    let receipt = |n: u32| Instant(begin.0 + i64::from(n % 15_000) * STEP_SECONDS * 1_000_000);
    say::answer("| limit | deadlines/s in one thread |\n| --- | ---: |")?;
    for (amount, unit) in
        [(15, LimitUnit::WorkingDays), (40, LimitUnit::WorkingHours), (30, LimitUnit::Days), (3, LimitUnit::Months)]
    {
        let Ok(limit) = Limit::new(amount, unit) else { continue };
        let started = std::time::Instant::now();
        for n in 0..args.count {
            // A receipt outside the calendar would be an answer too; here there is none.
            let _answer = black_box(due_moment(&calendar, black_box(receipt(n)), limit));
        }
        let rate = per_second(u64::from(args.count), started.elapsed());
        say::answer(&format!("| {} | {rate} |", limit.en()))?;
    }
    Ok(ExitCode::SUCCESS)
}
