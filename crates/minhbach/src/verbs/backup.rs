//! `backup key|make|keys`: a sealed copy of a working office, and apart from it one of its keys.
//!
//! Not here: how a backup is laid out (`backup`), making an office of it (`restore`).

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args as Arguments, Subcommand};

use crate::backup::sealed::{Opener, Recipients};
use crate::backup::{keys, make};
use crate::data::{self, DataArg};
use crate::fail::Failure;
use crate::{clock, say};

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

/// What is done.
#[derive(Subcommand)]
enum What {
    /// Tạo khóa mở bản sao lưu; giữ ở nơi khác máy chủ / make the key that opens backups; keep it away from the server
    Key {
        /// Tệp sẽ chứa khóa / the file that will hold it
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Sao lưu dữ liệu khi hệ thống đang chạy; chạy lại thì chỉ ghi phần mới / back up the data while the office works;
    /// again into the same folder, only what is new is written
    Make {
        #[command(flatten)]
        data: DataArg,
        /// Thư mục của bản sao lưu / the folder of the backup
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        #[command(flatten)]
        sealed: For,
    },
    /// Sao lưu thư mục khóa thành một tệp, để riêng / back up the keys folder as one file, to be kept apart
    Keys {
        #[command(flatten)]
        data: DataArg,
        /// Tệp của bản sao lưu / the file of the backup
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        #[command(flatten)]
        sealed: For,
    },
}

/// Who may open it.
#[derive(Arguments)]
struct For {
    /// Người mở được (age1… hoặc tệp khóa), nhiều lần được / who can open it (age1… or the key's file), may be given often
    #[arg(long, value_name = "KEY", required = true)]
    recipient: Vec<String>,
}

/// Does it.
///
/// # Errors
/// When something is in the way, or storage says no.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    match &args.what {
        What::Key { to } => {
            let opener = Opener::generate();
            crate::private::create(to, opener.text().as_bytes())?;
            say::answer(&opener.recipient())?;
            say::note(
                "Ai có tệp này đọc được bản sao lưu; mất tệp này thì không khôi phục được. Hãy giữ hai bản, không để trên máy chủ.\n\
                 Whoever has this file can read backups; without it nothing can be restored. Keep two copies, none on the server.",
            );
        }
        What::Make { data, to, sealed } => {
            let recipients = Recipients::parse(&sealed.recipient)?;
            let office = data::open_to_read(&data.data)?;
            let began = Instant::now();
            let made = make::make(&office, to, &recipients, clock::now())?;
            let (all, new) = (megabytes(made.bytes), megabytes(made.new));
            let speed = all / began.elapsed().as_secs_f64().max(0.001);
            say::answer(&format!(
                "{} sự kiện / events, {all:.1} MB, {new:.1} MB mới / new, {speed:.0} MB/s",
                made.position
            ))?;
            say::note("Khóa không nằm trong bản này: xem `backup keys`. / Keys are not in it: see `backup keys`.");
        }
        What::Keys { data, to, sealed } => {
            let recipients = Recipients::parse(&sealed.recipient)?;
            let files = keys::seal(&data::keys(&data.data), to, &recipients)?;
            say::answer(&format!("{files} tệp / files"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Millions of bytes, cut to thousands.
pub fn megabytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1_000).unwrap_or(u32::MAX)) / 1e3
}
