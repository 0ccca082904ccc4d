//! The verbs, one module each: its arguments and what it does.

mod backup;
mod bench;
mod catalogue;
mod check;
mod copy;
mod demo;
mod digest;
mod due;
mod erase;
mod export;
mod import;
mod keys;
mod log;
mod opening;
mod print_worker;
mod replay;
mod report;
mod restore;
mod serve;
mod simulate;
mod user;
mod verify;
mod witness;

use std::process::ExitCode;

use clap::Subcommand;

use crate::fail::Failure;

/// What can be asked for.
#[derive(Subcommand)]
pub enum Verb {
    /// Xem thử với hai năm mô phỏng / look at it with two simulated years
    Demo(demo::Args),
    /// Chạy máy chủ cho dữ liệu thật / serve a real office
    Serve(serve::Args),
    /// Mô phỏng hai năm làm việc / simulate two years of work
    Simulate(simulate::Args),
    /// Người dùng và mật khẩu / users and passwords
    User(user::Args),
    /// Tính hạn theo lịch làm việc / compute due moments over the working calendar
    Due(due::Args),
    /// Kiểm tra danh mục / check a catalogue
    Check(check::Args),
    /// Đưa danh mục vào sổ cái đang có / let an existing ledger take up a catalogue
    Catalogue(catalogue::Args),
    /// Nhập lịch sử từ hệ thống khác / import another system's histories
    Import(import::Args),
    /// Xuất ra định dạng của hệ thống khác / write formats of other systems
    Export(export::Args),
    /// Lập báo cáo / make a report
    Report(report::Args),
    /// Gửi thư nhắc việc hôm nay / send today's letters
    Digest(digest::Args),
    /// Xóa nội dung một hồ sơ theo pháp luật / erase what a case says, by law
    Erase(erase::Args),
    /// Khóa chủ / the master key
    Keys(keys::Args),
    /// Nhật ký công khai: khóa, trạng thái, ghi bù / the public log: its key, how it stands, catching up
    Log(log::Args),
    /// Giao bản mở một hồ sơ cho cơ quan thanh tra, giám sát / give the opening of a case to those who inspect
    Opening(opening::Args),
    /// Sao lưu / back up
    Backup(backup::Args),
    /// Khôi phục từ bản sao lưu / restore a backup
    Restore(restore::Args),
    /// Chuyển sổ cái giữa tệp và PostgreSQL / move a ledger between a file and PostgreSQL
    Copy(copy::Args),
    /// Dựng lại các bảng từ sổ cái và so sánh / rebuild the tables from the ledger and compare
    Replay(replay::Args),
    /// Kiểm chứng từ bên ngoài / verify from outside
    Verify(verify::Args),
    /// Làm chứng cho một nhật ký công khai / witness a public log
    Witness(witness::Args),
    /// Đo tốc độ và độ bền / measure speed and durability
    Bench(bench::Args),
    /// In một văn bản JSON từ stdin / print one JSON document from stdin
    #[command(hide = true)]
    PrintWorker,
}

/// Does what is asked for; the code is for answers that are no failure of the program but still say "no".
///
/// # Errors
/// See [`Failure`].
pub fn run(verb: Verb) -> Result<ExitCode, Failure> {
    match verb {
        Verb::Demo(args) => demo::run(&args),
        Verb::Serve(args) => serve::run(&args),
        Verb::Simulate(args) => simulate::run(&args),
        Verb::User(args) => user::run(&args),
        Verb::Due(args) => due::run(&args),
        Verb::Check(args) => check::run(&args),
        Verb::Catalogue(args) => catalogue::run(&args),
        Verb::Import(args) => import::run(&args),
        Verb::Export(args) => export::run(&args),
        Verb::Report(args) => report::run(&args),
        Verb::Digest(args) => digest::run(&args),
        Verb::Erase(args) => erase::run(&args),
        Verb::Keys(args) => keys::run(&args),
        Verb::Log(args) => log::run(&args),
        Verb::Opening(args) => opening::run(&args),
        Verb::Backup(args) => backup::run(&args),
        Verb::Restore(args) => restore::run(&args),
        Verb::Copy(args) => copy::run(&args),
        Verb::Replay(args) => replay::run(&args),
        Verb::Verify(args) => verify::run(&args),
        Verb::Witness(args) => witness::run(&args),
        Verb::Bench(args) => bench::run(&args),
        Verb::PrintWorker => print_worker::run(),
    }
}
