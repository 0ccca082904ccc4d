//! How fast pages come at the volume of a data folder, how much memory the server holds, how long it takes to start.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args as Arguments;

use super::permille;
use super::server::Server;
use crate::data::DataArg;
use crate::fail::Failure;
use crate::say;

/// The role that looks: it may read every register of the house.
const ROLE: &str = "Chánh Văn phòng";
/// Pages of registers, filtered, sorted and searched as people do.
const PAGES: [&str; 8] = [
    "/so/dossier?buoc=received",
    "/so/dossier?tinh-trang=dang-mo&xep=han",
    "/so/dossier?f.procedure=2.000033&xep=ten",
    "/so/task?don-vi=stc&tinh-trang=qua-han",
    "/so/task?q=du+toan",
    "/so/incoming_document?xep=so&chieu=giam",
    "/so/outgoing_document?buoc=issued&xep=ten",
    "/so/task?buoc=in_progress&xep=han",
];

/// Arguments of the measurements.
#[derive(Arguments)]
pub struct Args {
    #[command(flatten)]
    data: DataArg,
    /// Số lần / how often
    #[arg(long, default_value_t = 50)]
    rounds: u32,
}

/// Measures how long the server takes to start.
///
/// # Errors
/// When it does not.
pub fn startup(args: &Args) -> Result<ExitCode, Failure> {
    let mut micros = Vec::new();
    for _ in 0..args.rounds.min(20) {
        micros.push(whole_micros(Server::start(&args.data.data)?.started_in));
    }
    let (p50, worst) = (permille(&mut micros, 500), permille(&mut micros, 1_000));
    say::answer("| from start to first answer, ms | p50 | worst |\n| --- | ---: | ---: |")?;
    say::answer(&format!("| {} starts | {} | {} |", micros.len(), p50 / 1_000, worst / 1_000))?;
    Ok(ExitCode::SUCCESS)
}

/// Measures filtered pages of registers.
///
/// # Errors
/// When one does not come.
pub fn page(args: &Args) -> Result<ExitCode, Failure> {
    let server = Server::start(&args.data.data)?;
    let cookie = server.sign_in(ROLE)?;
    say::answer("| page (connection included) | KiB | p50 ms | p99 ms |\n| --- | ---: | ---: | ---: |")?;
    let mut all = Vec::new();
    for path in PAGES {
        let (mut micros, mut bytes) = (Vec::new(), 0);
        for round in 0..=args.rounds {
            let shown = server.get(path, &cookie)?;
            if shown.status != 200 {
                return Err(Failure::new(
                    format!("{path}: mã {}", shown.status),
                    format!("{path}: status {}", shown.status),
                ));
            }
            bytes = shown.text.len();
            // The first look fills caches; people meet it once.
            if round > 0 {
                micros.push(whole_micros(shown.took));
            }
        }
        all.extend(&micros);
        row(path, bytes, &mut micros)?;
    }
    row("all", 0, &mut all)?;
    Ok(ExitCode::SUCCESS)
}

fn row(path: &str, bytes: usize, micros: &mut [u64]) -> Result<(), Failure> {
    let (p50, p99) = (permille(micros, 500), permille(micros, 990));
    let millis = |n: u64| format!("{}.{:02}", n / 1_000, n % 1_000 / 10);
    say::answer(&format!("| `{path}` | {} | {} | {} |", bytes / 1_024, millis(p50), millis(p99)))
}

/// Measures the resident memory of the server before and after it has shown pages.
///
/// # Errors
/// When the server does not start, or the system does not tell.
pub fn memory(args: &Args) -> Result<ExitCode, Failure> {
    let server = Server::start(&args.data.data)?;
    let told = |server: &Server| {
        server.memory().ok_or_else(|| {
            Failure::new("hệ điều hành không cho biết bộ nhớ (/proc)", "the system does not tell memory (/proc)")
        })
    };
    let idle = told(&server)?;
    let cookie = server.sign_in(ROLE)?;
    for _ in 0..args.rounds {
        for path in PAGES {
            server.get(path, &cookie)?;
        }
    }
    server.get("/bao-cao/nam/2023", &cookie)?;
    let (busy, highest) = told(&server)?;
    say::answer("| resident memory, MiB | idle | after pages and a report | highest |\n| --- | ---: | ---: | ---: |")?;
    say::answer(&format!(
        "| server over {} | {} | {} | {} |",
        size(&args.data.data),
        idle.0 >> 10,
        busy >> 10,
        highest >> 10
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// The size of the ledger's file, in words.
fn size(dir: &Path) -> String {
    let bytes = std::fs::metadata(dir.join(ledger::FILE_NAME)).map_or(0, |m| m.len());
    format!("a ledger of {} MiB", bytes >> 20)
}

fn whole_micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}
