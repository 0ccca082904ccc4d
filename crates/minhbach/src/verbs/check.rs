//! `check [DIR]`: reads a catalogue, of a folder or the shipped one, and says what is wrong with it, with file and line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args as Arguments;
use kernel::catalogue::Catalogue;
use kernel::checked::Finding;

use crate::catalogue_dir;
use crate::fail::Failure;
use crate::say;

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    /// Thư mục danh mục; bỏ trống để kiểm tra danh mục kèm theo / the catalogue's folder; the shipped one without it
    dir: Option<PathBuf>,
}

/// Checks and tells; the exit code says whether it is clean.
///
/// # Errors
/// When the folder cannot be read.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let (files, mut findings, what) = match &args.dir {
        Some(dir) => {
            let (files, findings) = catalogue_dir::read(dir)?;
            (files, findings, dir.display().to_string())
        }
        None => (kernel::shipped::files(), Vec::new(), "danh mục kèm theo / the shipped catalogue".to_owned()),
    };
    findings.extend(Catalogue::parse(&files).findings);
    let (count, of) = (findings.len(), files.len());
    tell(args.dir.as_deref(), findings);
    if count == 0 {
        say::answer(&format!("{what}: {of} tệp, không có lỗi / {of} files, clean"))?;
        return Ok(ExitCode::SUCCESS);
    }
    say::answer(&format!("{what}: {of} tệp, {count} lỗi / {of} files, {count} findings"))?;
    Ok(ExitCode::FAILURE)
}

/// Says each finding, in order.
pub(super) fn tell(dir: Option<&Path>, mut findings: Vec<Finding>) {
    findings.sort();
    for finding in &findings {
        say::note(&place(dir, finding));
    }
}

/// `DIR/types/task.toml:12: …`, so that an editor can open it.
fn place(dir: Option<&Path>, finding: &Finding) -> String {
    match dir {
        Some(dir) => dir.join(finding.to_string()).display().to_string(),
        None => finding.to_string(),
    }
}
