//! The one binary: reads the command line and hands over to a verb.
//!
//! Here and below are the only places that read the real clock and real randomness; everything under this floor is
//! given both. What a verb answers goes to stdout, everything else to stderr. Not here: rules, storage, pages.

mod backup;
mod bar;
mod catalogue_dir;
mod clock;
mod data;
mod fail;
mod follow;
mod machine;
mod mail;
mod press;
mod private;
mod random;
mod remote;
mod say;
mod server;
mod simulation;
mod verbs;
mod witnessing;

use std::process::ExitCode;

use clap::Parser;

/// Many small strings are made and dropped on two threads at once; the system's allocator was a tenth of the work.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Minh Bạch: hệ thống làm việc của Ủy ban nhân dân tỉnh / the working system of a Provincial People's Committee.
#[derive(Parser)]
#[command(name = "minhbach", version, arg_required_else_help = true)]
struct CommandLine {
    /// Thư mục khóa, mặc định là keys trong thư mục dữ liệu / the folder of keys; without, keys in the data folder
    #[arg(long, global = true, value_name = "DIR")]
    keys: Option<std::path::PathBuf>,
    /// Cơ sở dữ liệu PostgreSQL giữ sổ cái thay cho tệp; mật khẩu lấy từ PGPASSWORD / the PostgreSQL database that holds the
    /// ledger in place of a file; the password may come from PGPASSWORD
    #[arg(long, global = true, value_name = "postgres://USER@HOST/NAME")]
    database: Option<String>,
    #[command(subcommand)]
    verb: verbs::Verb,
}

fn main() -> ExitCode {
    let CommandLine { keys, database, verb } = CommandLine::parse();
    data::keep_keys_in(keys);
    match data::keep_ledger_in(database.as_deref()).and_then(|()| verbs::run(verb)) {
        Ok(code) => code,
        Err(failure) => {
            failure.tell();
            ExitCode::FAILURE
        }
    }
}
