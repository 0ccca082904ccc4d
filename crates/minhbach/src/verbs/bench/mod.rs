//! `bench`: measures what the house promises and prints a table. Nothing here decides whether a figure is good enough.

mod acts;
mod client;
mod due;
mod export;
mod faults;
mod leaks;
mod live;
mod load;
mod log;
mod pages;
mod report;
mod server;
mod work;

use std::process::ExitCode;

use clap::{Args as Arguments, Subcommand};

use crate::fail::Failure;

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

/// What can be measured.
#[derive(Subcommand)]
enum What {
    /// Thao tác ghi bền mỗi giây / durable commands a second at 1, 64 and 512 submitters
    Acts(acts::Args),
    /// Số hạn tính được mỗi giây trong một luồng / deadlines a second in one thread
    Due(due::Args),
    /// Ngắt đột ngột nhiều lần rồi kiểm tra sổ cái / kill a real child many times and prove the ledger
    Faults(faults::Args),
    /// Báo cáo năm, lần đầu và các lần sau / the annual report, cold and warm
    Report(report::Args),
    /// Các trang chính, một người và nhiều người cùng lúc / the main pages, for one visitor and for many at once
    Page(pages::Args),
    /// Xuất hàng chục nghìn dòng ra Excel / tens of thousands of rows as a workbook
    Export(pages::Args),
    /// Nhiều màn hình theo dõi cùng lúc / many open streams: memory, and how soon a notice stands on the screen
    Live(live::Args),
    /// Tìm điều riêng tư trong nhật ký công khai / look for what is private in the public log
    Leaks(leaks::Args),
    /// Nhật ký công khai: giá của nó khi tải nặng, tuổi của đầu đã ký, bằng chứng / the public log: its cost under load, age of the head, proofs
    Log(log::Args),
    /// Bộ nhớ của máy chủ / resident memory of the server
    Memory(pages::Args),
    /// Thời gian khởi động máy chủ / how long the server takes to start
    Startup(pages::Args),
    /// Tiến trình con của `faults` / the child of `faults`
    #[command(hide = true)]
    FaultsChild(faults::ChildArgs),
}

/// Measures.
///
/// # Errors
/// When what is measured fails.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    match &args.what {
        What::Acts(args) => acts::run(args),
        What::Due(args) => due::run(args),
        What::Faults(args) => faults::run(args),
        What::Report(args) => report::run(args),
        What::Page(args) => pages::page(args),
        What::Export(args) => export::run(args),
        What::Live(args) => live::run(args),
        What::Leaks(args) => leaks::run(args),
        What::Log(args) => log::run(args),
        What::Memory(args) => pages::memory(args),
        What::Startup(args) => pages::startup(args),
        What::FaultsChild(args) => faults::child(args),
    }
}

/// A count over a time, as a whole number a second.
fn per_second(count: u64, elapsed: std::time::Duration) -> u64 {
    let micros = elapsed.as_micros().max(1);
    u64::try_from(u128::from(count) * 1_000_000 / micros).unwrap_or(u64::MAX)
}

/// The value below which so many of a thousand lie; the slice is sorted by this.
fn permille(sorted: &mut [u64], part: usize) -> u64 {
    sorted.sort_unstable();
    let at = sorted.len().saturating_sub(1) * part / 1_000;
    sorted.get(at).copied().unwrap_or(0)
}
