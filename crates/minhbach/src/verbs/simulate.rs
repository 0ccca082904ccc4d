//! `simulate --scenario F --seed N --data DIR [--scale X]`: the simulated years in a folder of their own.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use clap::Args as Arguments;
use office::log::{Folders, Follower};
use simulate::{Plan, Scenario};

use crate::bar::Bar;
use crate::data::{self, DataArg, Holds};
use crate::fail::Failure;
use crate::simulation::{self, Folder};
use crate::{clock, random, say};

/// Largest scenario file in bytes.
const SCENARIO_BYTES_MAX: u64 = 1 << 20;

/// The shipped scenario by its name.
const SHIPPED: &str = "office-2022-2023";

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    /// Tệp kịch bản, hoặc office-2022-2023 (kèm theo, mặc định) / a scenario's file, or office-2022-2023 (shipped, the default)
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Hạt giống ngẫu nhiên / seed of the randomness
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    data: DataArg,
    /// Tỷ lệ khối lượng, trên 0 đến 1 / share of the full volume, above 0 and at most 1
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
}

/// Simulates, and tells what came of it.
///
/// # Errors
/// When the folder is not empty, the scenario cannot be read, or the simulation stops.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let scenario = match &args.scenario {
        Some(path) if path.exists() || path.as_os_str() != SHIPPED => read(path)?,
        _ => Scenario::shipped()?,
    };
    let plan = Plan { seed: args.seed, scale: args.scale, scenario };
    let dir = &args.data.data;
    if data::look(dir)? != Holds::Nothing {
        return Err(Failure::new(
            format!("thư mục {} không trống. Xin chọn thư mục trống hoặc chưa có.", dir.display()),
            format!("the folder {} is not empty. Choose an empty or absent one.", dir.display()),
        ));
    }
    simulate::Targets::of(&plan.scenario, plan.scale, plan.seed)?;
    let folder = Folder::take(dir)?;
    let (office, record) = folder.begin(&plan)?;
    let (mut bar, begun) = (Bar::new(), Instant::now());
    let summary =
        simulation::run(&folder, &office, &plan, &record, &mut |told| bar.tell(told), &AtomicBool::new(false));
    bar.end();
    let summary = summary?;
    let folders = Folders::of(&office, data::keys(dir), true);
    Follower::new(office.clone(), folders, random::source()?()).finish(clock::now())?;
    say::note(&cost(begun.elapsed(), dir));
    let events = office.ledger().head().map_err(office::OfficeError::from)?.next.saturating_sub(1);
    let (acts, cases) = (summary.acts, summary.cases);
    say::answer(&format!(r#"{{"acts": {acts}, "cases": {cases}, "events": {events}}}"#))?;
    Ok(ExitCode::SUCCESS)
}

/// What it took: time, the highest resident memory where the system tells it, and disk.
fn cost(took: Duration, dir: &Path) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let highest =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    let memory = highest.map_or_else(|| "?".to_owned(), |kib| (kib >> 10).to_string());
    let files = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let bytes: u64 = files.filter_map(|file| file.metadata().ok()).map(|m| m.len()).sum();
    let (seconds, disk) = (took.as_secs(), bytes >> 20);
    format!(
        "xong sau {seconds} giây, bộ nhớ {memory} MiB, ổ đĩa {disk} MiB / done in {seconds} s, {memory} MiB of memory, {disk} MiB of disk"
    )
}

fn read(path: &Path) -> Result<Scenario, Failure> {
    let size = std::fs::metadata(path).map_err(|e| Failure::io(path, &e))?.len();
    if size > SCENARIO_BYTES_MAX {
        return Err(Failure::new(
            format!("tệp {} lớn quá {SCENARIO_BYTES_MAX} byte, không phải kịch bản", path.display()),
            format!("{} is larger than {SCENARIO_BYTES_MAX} bytes and no scenario", path.display()),
        ));
    }
    let text = std::fs::read_to_string(path).map_err(|e| Failure::io(path, &e))?;
    Ok(Scenario::parse(&text)?)
}
