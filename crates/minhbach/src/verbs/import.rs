//! `import xes FILE --data DIR`: another system's event log becomes cases. `import cases FILE --map MAP --data DIR`: the open
//! work of the books kept before moves in. The last line on stdout is JSON; refused rows are told on stderr.

use std::fs::File;
use std::io::{BufReader, Seek as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args as Arguments, Subcommand};
use exchange::table::{self, Book};
use exchange::xes::{Limits, survey};
use indicatif::{ProgressBar, ProgressStyle};
use office::import::cases::{Map, MoveInError, Moved, On, Wishes};
use office::import::{ImportError, Imported, Watch};

use crate::data::{self, Holds, WriteArg};
use crate::fail::Failure;
use crate::{random, say};

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    format: Format,
}

/// The formats that can be imported.
#[derive(Subcommand)]
enum Format {
    /// Nhật ký sự kiện XES (IEEE 1849), gzip hoặc không nén / an XES event log, gzip or plain
    Xes {
        /// Tệp nhật ký / the log's file
        file: PathBuf,
        #[command(flatten)]
        data: WriteArg,
    },
    /// Số dư đầu kỳ: đơn vị, người, hồ sơ đang giải quyết từ .xlsx hoặc .csv / the opening balance from a table
    Cases {
        /// Tệp .xlsx hoặc .csv / the table
        file: PathBuf,
        /// Bảng đối chiếu cột / which column is what, in TOML
        #[arg(long, value_name = "MAP.toml")]
        map: PathBuf,
        /// Chỉ kiểm tra, không ghi / only say what would happen
        #[arg(long)]
        dry_run: bool,
        /// Vẫn nhận các dòng đúng khi có dòng bị từ chối / bring in the rows that are right though others are refused
        #[arg(long)]
        skip_refused: bool,
        #[command(flatten)]
        data: WriteArg,
    },
}

/// Imports, and tells what came of it.
///
/// # Errors
/// When the file cannot be read to its end, or the ledger says no.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    match &args.format {
        Format::Xes { file, data } => {
            let Imported { cases, events, added } = xes(file, data)?;
            say::answer(&format!(r#"{{"cases": {cases}, "events": {events}, "added": {added}}}"#))?;
            Ok(ExitCode::SUCCESS)
        }
        Format::Cases { file, map, dry_run, skip_refused, data } => {
            let wishes = Wishes { on: On::TheMap, dry_run: *dry_run, skip_refused: *skip_refused };
            let moved = cases(file, map, data, &wishes)?;
            tell(&moved)?;
            let whole = moved.refused == 0 || (moved.recorded && *skip_refused);
            Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
    }
}

/// Refused rows one by one, then the counts.
fn tell(moved: &Moved) -> Result<(), Failure> {
    for finding in &moved.findings {
        say::note(&finding.to_string());
    }
    let Moved { rows, added, known, refused, units, people, recorded, .. } = moved;
    if *refused > 0 {
        say::note(&format!("{refused} dòng bị từ chối / {refused} rows refused"));
    }
    say::answer(&format!(
        r#"{{"rows": {rows}, "added": {added}, "known": {known}, "refused": {refused}, "units": {units}, "people": {people}, "recorded": {recorded}}}"#
    ))
}

fn cases(path: &Path, map: &Path, data: &WriteArg, wishes: &Wishes<'_>) -> Result<Moved, Failure> {
    let text = std::fs::read_to_string(map).map_err(|e| Failure::io(map, &e))?;
    let map = Map::parse(&text)?;
    let mut file = ordinary(path)?;
    let name = name_of(path);
    // A file that cannot be read makes no data folder.
    drop(Book::open(&mut file, &name, table::Limits::standard()).map_err(MoveInError::from)?);
    let office =
        if wishes.dry_run { data::open_to_read(&data.folder.data)? } else { data::open_or_create(data, data::ORIGIN)? };
    let clock = data::clock_of(&office)?;
    let bar = ProgressBar::new(0).with_style(style());
    bar.enable_steady_tick(Duration::from_millis(250));
    let mut progress = |done: u64, whole: u64| {
        bar.set_length(whole);
        bar.set_position(done);
        true
    };
    let mut watch = Watch { now: &*clock, seed: random::bytes()?, progress: &mut progress };
    let moved = office.move_in(&mut file, &name, &map, wishes, &mut watch);
    bar.finish_and_clear();
    Ok(moved?)
}

fn ordinary(path: &Path) -> Result<BufReader<File>, Failure> {
    let file = File::open(path).map_err(|e| Failure::io(path, &e))?;
    if !file.metadata().map_err(|e| Failure::io(path, &e))?.is_file() {
        return Err(Failure::new(
            format!("{} không phải tệp thường. Xin chọn tệp trên ổ đĩa.", path.display()),
            format!("{} is no ordinary file. Choose a file on disk.", path.display()),
        ));
    }
    Ok(BufReader::with_capacity(1 << 20, file))
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
}

fn xes(path: &Path, data: &WriteArg) -> Result<Imported, Failure> {
    let mut file = ordinary(path)?;
    if data::look(&data.folder.data)? == Holds::Nothing {
        // A file that cannot be read makes no data folder.
        survey(&mut file, Limits::standard()).map_err(|e| Failure::from(ImportError::File(e)))?;
        file.rewind().map_err(|e| Failure::io(path, &e))?;
    }
    let office = data::open_or_create(data, data::ORIGIN)?;
    let clock = data::clock_of(&office)?;
    let bar = ProgressBar::new(0).with_style(style());
    bar.enable_steady_tick(Duration::from_millis(250));
    let name = name_of(path);
    let mut progress = |done: u64, whole: u64| {
        bar.set_length(whole);
        bar.set_position(done);
        true
    };
    let mut watch = Watch { now: &*clock, seed: random::bytes()?, progress: &mut progress };
    let imported = office.import_xes(&mut file, &name, &mut watch);
    bar.finish_and_clear();
    Ok(imported?)
}

fn style() -> ProgressStyle {
    let wanted = "{bar:30} {pos}/{len} hồ sơ / cases, {per_sec}, còn / left {eta}";
    ProgressStyle::with_template(wanted).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl From<MoveInError> for Failure {
    fn from(error: MoveInError) -> Self {
        Self::new(error.vi(), error.en())
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        Self::new(error.vi(), error.en())
    }
}
