//! `import xes FILE --data DIR`: another system's event log becomes cases. The last line on stdout is JSON.

use std::fs::File;
use std::io::{BufReader, Seek as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args as Arguments, Subcommand};
use exchange::xes::{Limits, survey};
use indicatif::{ProgressBar, ProgressStyle};
use office::import::{ImportError, Imported, Watch};

use crate::data::{self, DataArg, Holds};
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
        data: DataArg,
    },
}

/// Imports, and tells what came of it.
///
/// # Errors
/// When the file cannot be read to its end, or the ledger says no.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let Format::Xes { file, data } = &args.format;
    let imported = xes(file, &data.data)?;
    let Imported { cases, events, added } = imported;
    say::answer(&format!(r#"{{"cases": {cases}, "events": {events}, "added": {added}}}"#))?;
    Ok(ExitCode::SUCCESS)
}

fn xes(path: &Path, dir: &Path) -> Result<Imported, Failure> {
    let file = File::open(path).map_err(|e| Failure::io(path, &e))?;
    if !file.metadata().map_err(|e| Failure::io(path, &e))?.is_file() {
        return Err(Failure::new(
            format!("{} không phải tệp thường. Xin chọn tệp nhật ký XES trên ổ đĩa.", path.display()),
            format!("{} is no ordinary file. Choose an XES log on disk.", path.display()),
        ));
    }
    let mut file = BufReader::with_capacity(1 << 20, file);
    if data::look(dir)? == Holds::Nothing {
        // A file that cannot be read makes no data folder.
        survey(&mut file, Limits::standard()).map_err(|e| Failure::from(ImportError::File(e)))?;
        file.rewind().map_err(|e| Failure::io(path, &e))?;
    }
    let office = data::open_or_create(dir, data::ORIGIN)?;
    let clock = data::clock_of(&office)?;
    let bar = ProgressBar::new(0).with_style(style());
    bar.enable_steady_tick(Duration::from_millis(250));
    let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
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

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        Self::new(error.vi(), error.en())
    }
}
