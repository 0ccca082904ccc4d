//! `catalogue adopt [DIR] --data DIR`: a ledger that is there takes up the shipped kinds of case, procedures, reports and
//! calendar, or those of a folder. Cases keep the version that they were opened under; units and people stay the house's
//! unless the folder brings its own.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args as Arguments, Subcommand};
use kernel::Code;
use kernel::case::Actor;
use kernel::catalogue::Catalogue;

use crate::data::{self, WriteArg};
use crate::fail::Failure;
use crate::verbs::check;
use crate::{catalogue_dir, random, say};

/// Codes that are named when a catalogue lacks them.
const GONE_SHOWN_MAX: usize = 10;

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

/// What is done with a catalogue.
#[derive(Subcommand)]
enum What {
    /// Dùng danh mục này cho hồ sơ mở từ nay / new cases are opened under this catalogue
    Adopt {
        /// Thư mục danh mục; bỏ trống để dùng danh mục kèm theo / the catalogue's folder; the shipped one without it
        dir: Option<PathBuf>,
        #[command(flatten)]
        data: WriteArg,
    },
}

/// Adopts, and tells the version.
///
/// # Errors
/// When there is no ledger, the catalogue has findings or takes something away, or it cannot be stored.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let What::Adopt { dir, data } = &args.what;
    let (files, mut findings) = match dir {
        Some(dir) => catalogue_dir::read(dir)?,
        None => (kernel::shipped::files().into_iter().filter(|(path, _)| !is_org(path)).collect(), Vec::new()),
    };
    let office = data::open_to_record(data)?;
    let mut stored = office.catalogue_files()?;
    stored.sort();
    // A folder is the whole catalogue; what is shipped knows nothing of the kinds of case that a house made for itself.
    let brings_org = files.iter().any(|(path, _)| is_org(path));
    let stays = |path: &str| (dir.is_none() || is_org(path)) && !(is_org(path) && brings_org);
    let files = over(files, stored.iter().filter(|(path, _)| stays(path)));
    let read = Catalogue::parse(&files);
    findings.extend(read.findings);
    if !findings.is_empty() {
        check::tell(dir.as_deref(), findings);
        return Ok(ExitCode::FAILURE);
    }
    let house = office.house();
    keeps_all(house.catalogue()?, &read.value)?;
    let is_new = files != stored;
    let version = if is_new {
        let now = data::clock_of(&office)?();
        office.adopt(&files, &Actor::system("catalogue"), now, random::bytes()?)?
    } else {
        house.newest
    };
    say::answer(&format!(r#"{{"version": {version}, "adopted": {is_new}}}"#))?;
    Ok(ExitCode::SUCCESS)
}

fn is_org(path: &str) -> bool {
    path.starts_with("org/")
}

/// The files, with those beneath that they do not replace, sorted.
fn over<'f>(
    files: Vec<(String, String)>,
    beneath: impl Iterator<Item = &'f (String, String)>,
) -> Vec<(String, String)> {
    let mut whole: BTreeMap<String, String> = beneath.cloned().collect();
    whole.extend(files);
    whole.into_iter().collect()
}

/// What cases name may be ended by a date, never taken away: they would be shown and decided without it.
fn keeps_all(before: &Catalogue, next: &Catalogue) -> Result<(), Failure> {
    let units = before.org.units.keys().filter(|code| !next.org.units.contains_key(*code));
    let people = before.org.people.keys().filter(|code| !next.org.people.contains_key(*code));
    let types = before.types.keys().filter(|code| !next.types.contains_key(*code));
    let mut gone = units.chain(people).chain(types);
    let shown: Vec<&str> = gone.by_ref().take(GONE_SHOWN_MAX).map(Code::as_str).collect();
    if shown.is_empty() {
        return Ok(());
    }
    let (shown, more) = (shown.join(", "), gone.count());
    Err(Failure::new(
        format!(
            "danh mục mới thiếu đơn vị, người hoặc loại hồ sơ mà sổ cái đang dùng: {shown} (và {more} mã khác). Xin giữ lại và \
             ghi ngày hết hiệu lực."
        ),
        format!(
            "the new catalogue lacks units, people or kinds of case that the ledger uses: {shown} (and {more} more). Keep them \
             and say until when they are in force."
        ),
    ))
}
