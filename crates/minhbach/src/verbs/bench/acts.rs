//! Durable commands a second through the office: each submitter waits until its act is on the disk before the next.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args as Arguments;
use office::Office;

use super::work::Worker;
use super::{per_second, permille};
use crate::data;
use crate::fail::Failure;
use crate::{clock, say};

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
}

/// Measures at each level, in one ledger that grows.
///
/// # Errors
/// When an act fails.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let office = data::create(&args.data)?;
    say::answer("| submitters | commands/s | events/s | p50 ms | p99 ms |\n| ---: | ---: | ---: | ---: | ---: |")?;
    for (level, submitters) in (0..).zip(&args.submitters) {
        let before = position(&office)?;
        let started = std::time::Instant::now();
        let mut micros = level_of(&office, *submitters, level, Duration::from_secs(args.seconds))?;
        let elapsed = started.elapsed();
        let events = per_second(position(&office)? - before, elapsed);
        let commands = per_second(u64::try_from(micros.len()).unwrap_or(u64::MAX), elapsed);
        let (p50, p99) = (permille(&mut micros, 500), permille(&mut micros, 990));
        say::answer(&format!("| {submitters} | {commands} | {events} | {} | {} |", millis(p50), millis(p99)))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Lets so many submitters act for a while; answers the microseconds that each act took.
fn level_of(office: &Office, submitters: u32, level: u32, time: Duration) -> Result<Vec<u64>, Failure> {
    let until = std::time::Instant::now() + time;
    let mut threads = Vec::new();
    for n in 0..submitters {
        let office = office.clone();
        let mut worker = Worker::new(&office, clock::now(), u64::from(level) << 32 | u64::from(n))?;
        threads.push(std::thread::spawn(move || -> Result<Vec<u64>, Failure> {
            let mut micros = Vec::new();
            while std::time::Instant::now() < until {
                let started = std::time::Instant::now();
                office.act(&worker.next(clock::now()))?;
                micros.push(u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX));
            }
            Ok(micros)
        }));
    }
    let mut all = Vec::new();
    for thread in threads {
        let ended = thread.join().map_err(|_panic| Failure::new("một luồng đo bị hỏng", "a measuring thread broke"))?;
        all.extend(ended?);
    }
    Ok(all)
}

fn position(office: &Office) -> Result<u64, Failure> {
    Ok(office.ledger().head().map_err(office::OfficeError::from)?.next)
}

/// Microseconds as milliseconds with one decimal.
fn millis(micros: u64) -> String {
    format!("{}.{}", micros / 1_000, micros % 1_000 / 100)
}
