//! `bench faults`: does to a house under load what machines do to houses (kills, crashes, torn pages, full disks, cut lines,
//! a primary that dies, bits that flip), again and again; after each the ledger must hold every act that was acknowledged,
//! whole, once and in order, and nothing by half. `docs/faults.md` says what came of it.
//!
//! Here are the arguments and what all faults share in their answer; each fault is a file beside this one.

mod child;
mod failover;
mod flip;
mod full;
mod kill;
mod line;
mod load;
mod people;
mod proof;
mod rounds;
mod server;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args as Arguments, ValueEnum};

pub use child::{ChildArgs, child};

use crate::fail::Failure;
use crate::say;

/// Rounds between two replays; one more follows the last round.
const ROUNDS_PER_REPLAY: u32 = 50;

/// Arguments of the measurement.
#[derive(Arguments)]
pub struct Args {
    /// Sự cố / what is done
    #[arg(value_enum, default_value_t = Fault::Kill)]
    fault: Fault,
    /// Số lần / how often
    #[arg(long, visible_alias = "kills", default_value_t = 100)]
    times: u32,
    /// Thư mục trống để ghi / an empty folder to write in
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Hạt giống của các thời điểm / seed of the moments
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Với failover: tệp lệnh dựng cụm / for failover: the script that makes a cluster
    #[arg(long, value_name = "FILE", default_value = "tests/cluster/cluster")]
    script: PathBuf,
}

/// What is done to the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Fault {
    /// Ngắt tiến trình ghi (kill -9), SQLite / the process that writes is killed, on SQLite
    Kill,
    /// Ngắt tiến trình ghi, rồi trang cuối bị ghi dở / killed, and the last page is torn
    TornPage,
    /// Đĩa đầy, SQLite / the disk is full, on SQLite; as root
    Full,
    /// Đảo một bit trong sổ cái, nhật ký, tệp / one bit flips in the ledger, the log, a file
    Flip,
    /// Ngắt mọi tiến trình của một PostgreSQL riêng (kill -9) / all processes of a PostgreSQL of its own are killed
    ServerCrash,
    /// Dừng rồi chạy lại PostgreSQL / that PostgreSQL is stopped and started in order
    ServerStop,
    /// Đĩa của PostgreSQL đầy / the disk of that PostgreSQL is full; as root
    ServerFull,
    /// Cắt đường tới cơ sở dữ liệu giữa lúc ghi / the line to the database breaks in the middle of an append
    Line,
    /// Ngắt máy chính của một cụm, hai máy chủ đang chạy / the primary of a cluster dies under two servers
    Failover,
}

/// Does the fault and proves what must hold.
///
/// # Errors
/// When something that was acknowledged is missing or stands twice, something is there by half, damage is not named, or
/// what is needed cannot run.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    match args.fault {
        Fault::Kill | Fault::TornPage => kill::run(args),
        Fault::Full => full::run(args),
        Fault::Flip => flip::run(args),
        Fault::ServerCrash | Fault::ServerStop | Fault::ServerFull => rounds::run(args),
        Fault::Line => line::run(args),
        Fault::Failover => failover::run(args),
    }?;
    Ok(ExitCode::SUCCESS)
}

/// Prints a table of one row.
fn table(columns: &[(&str, String)]) -> Result<(), Failure> {
    let joined = |cells: Vec<&str>| format!("| {} |", cells.join(" | "));
    say::answer(&joined(columns.iter().map(|(name, _)| *name).collect()))?;
    say::answer(&joined(columns.iter().map(|_| "---:").collect()))?;
    say::answer(&joined(columns.iter().map(|(_, value)| value.as_str()).collect()))
}

fn broken(round: u32, dir: &Path, why: &str) -> Failure {
    let dir = dir.display();
    Failure::new(
        format!("sau lần {round}, sổ cái trong {dir} sai: {why}. Xin giữ thư mục này để tìm nguyên nhân."),
        format!("after round {round} the ledger in {dir} is wrong: {why}. Keep the folder to find out why."),
    )
}

/// A folder that holds anything is not measured in.
fn must_be_empty(dir: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(dir).map_err(|error| Failure::io(dir, &error))?;
    let mut entries = std::fs::read_dir(dir).map_err(|error| Failure::io(dir, &error))?;
    if entries.next().is_none() {
        return Ok(());
    }
    let dir = dir.display();
    Err(Failure::new(
        format!("thư mục {dir} không trống. Xin chọn thư mục trống hoặc chưa có."),
        format!("the folder {dir} is not empty. Choose an empty or absent one."),
    ))
}
