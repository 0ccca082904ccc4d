//! The verbs, one module each: its arguments and what it does.

mod bench;
mod check;
mod due;
mod import;
mod replay;
mod report;

use std::process::ExitCode;

use clap::Subcommand;

use crate::fail::Failure;

/// What can be asked for.
#[derive(Subcommand)]
pub enum Verb {
    /// Tính hạn theo lịch làm việc / compute due moments over the working calendar
    Due(due::Args),
    /// Kiểm tra danh mục / check a catalogue
    Check(check::Args),
    /// Nhập lịch sử từ hệ thống khác / import another system's histories
    Import(import::Args),
    /// Lập báo cáo / make a report
    Report(report::Args),
    /// Dựng lại các bảng từ sổ cái và so sánh / rebuild the tables from the ledger and compare
    Replay(replay::Args),
    /// Đo tốc độ và độ bền / measure speed and durability
    Bench(bench::Args),
}

/// Does what is asked for; the code is for answers that are no failure of the program but still say "no".
///
/// # Errors
/// See [`Failure`].
pub fn run(verb: Verb) -> Result<ExitCode, Failure> {
    match verb {
        Verb::Due(args) => due::run(&args),
        Verb::Check(args) => check::run(&args),
        Verb::Import(args) => import::run(&args),
        Verb::Report(args) => report::run(&args),
        Verb::Replay(args) => replay::run(&args),
        Verb::Bench(args) => bench::run(&args),
    }
}
