//! `replay --data DIR`: rebuilds every read table from the events alone and compares digests with the tables in use.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args as Arguments;
use indicatif::{ProgressBar, ProgressStyle};
use office::health::LastReplay;

use crate::data::{self, DataArg};
use crate::fail::Failure;
use crate::machine::note_replay;
use crate::{random, say};

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    #[command(flatten)]
    data: DataArg,
    /// Nơi dựng bảng tạm; mặc định là thư mục tạm của hệ thống / where to rebuild; the system's temporary folder
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
    /// Dựng lại trước các bảng do phiên bản cũ ghi; máy chủ bản cũ phải dừng / first build the tables of an earlier
    /// version anew; its server must not be running
    #[arg(long)]
    upgrade: bool,
}

/// A folder of our own that goes when we do.
struct Scratch(PathBuf);

impl Scratch {
    fn new(within: PathBuf) -> Result<Self, Failure> {
        let name: String = random::bytes()?.iter().take(8).map(|b| format!("{b:02x}")).collect();
        let dir = within.join(format!("minhbach-replay-{name}"));
        std::fs::create_dir_all(&dir).map_err(|e| Failure::io(&dir, &e))?;
        Ok(Self(dir))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            Failure::io(&self.0, &error).tell();
        }
    }
}

/// Rebuilds and compares; the exit code says whether they are equal.
///
/// # Errors
/// When the ledger cannot be read, or the scratch folder cannot be written.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    if args.upgrade {
        drop(data::open(&args.data.data)?);
    }
    let office = data::open_to_read(&args.data.data)?;
    let scratch = Scratch::new(args.scratch.clone().unwrap_or_else(std::env::temp_dir))?;
    let whole = office.ledger().head().map_err(office::OfficeError::from)?.next.saturating_sub(1);
    let wanted = "{bar:30} {pos}/{len} sự kiện / events, {per_sec}, còn / left {eta}";
    let style = ProgressStyle::with_template(wanted).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(whole).with_style(style);
    let replayed = office.replay(&scratch.0, &mut |done| bar.set_position(done));
    bar.finish_and_clear();
    let replayed = replayed?;
    let noted = LastReplay {
        at: (data::clock_of(&office)?)(),
        position: whole,
        equal: replayed.is_equal(),
        digest: replayed.rebuilt.clone(),
    };
    if let Err(error) = note_replay(&args.data.data, &noted) {
        Failure::io(&args.data.data, &error).tell();
    }
    say::answer(&format!("live    {}\nrebuilt {}", replayed.live, replayed.rebuilt))?;
    for version in &replayed.adopted_twice {
        say::note(&format!(
            "chú ý: danh mục phiên bản {version} được ban hành hai lần; hồ sơ theo phiên bản này dùng bản ghi sau.\n\
             note: version {version} of the catalogue was adopted twice; its cases use the later one."
        ));
    }
    if replayed.is_equal() {
        return Ok(ExitCode::SUCCESS);
    }
    say::note(
        "lỗi: bảng đang dùng khác bảng dựng lại từ sổ cái. Xin giữ nguyên thư mục dữ liệu và báo người quản trị.\n\
         error: the tables in use differ from those rebuilt from the ledger. Keep the data folder as it is and tell the \
         administrator.",
    );
    Ok(ExitCode::FAILURE)
}
