//! `opening CASE --by PERSON --for WHOM --why GROUND --to FILE --data DIR`: all that the leaves of a case seal, with proofs, for
//! Thanh tra or HĐND. Giving it is recorded. Not here: checking it (`verify opening`).

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args as Arguments;
use kernel::case::CaseId;
use kernel::publishing::PublishRefusal;
use office::views::Viewer;

use crate::data::{self, WriteArg};
use crate::fail::Failure;
use crate::{random, say};

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    /// Định danh hồ sơ (UUID, có trong địa chỉ trang) / the case's identity (UUID, as in the page's address)
    case: CaseId,
    /// Mã người giao: Chủ tịch hoặc Chánh Văn phòng / code of the person who gives it: the Chairman or the Chief of Office
    #[arg(long, value_name = "PERSON")]
    by: String,
    /// Giao cho cơ quan, người nào / to which body and person
    #[arg(long = "for", value_name = "WHOM")]
    whom: String,
    /// Căn cứ, lý do / on what ground
    #[arg(long, value_name = "GROUND")]
    why: String,
    /// Tệp sẽ ghi, chưa có / the file to write, which is not there yet
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    data: WriteArg,
}

/// Records that it is given, and writes it.
///
/// # Errors
/// When the person may not, the case is not there or not in the signed log yet, or the file cannot be written.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let office = data::open_to_record(&args.data)?;
    let now = data::clock_of(&office)?();
    let none = || Failure::new(PublishRefusal::NotOpener.vi(), PublishRefusal::NotOpener.en());
    let actor = office.house().actor(&args.by, now).ok_or_else(none)?;
    let viewer = Viewer::new(actor, office.house(), now);
    let failed = |error: std::io::Error| Failure::io(&args.to, &error);
    // First the file: what cannot be handed over is not recorded as given.
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&args.to).map_err(failed)?;
    let given = office.give_opening(&viewer, args.case, (&args.whom, &args.why), random::bytes()?);
    let opening = match given {
        Ok(opening) => opening,
        Err(fail) => {
            drop(file);
            std::fs::remove_file(&args.to).map_err(failed)?;
            return Err(fail.into());
        }
    };
    let json = serde_json::to_vec_pretty(&opening).map_err(|e| Failure::new(e.to_string(), e.to_string()))?;
    file.write_all(&json).and_then(|()| file.sync_all()).map_err(failed)?;
    let (events, position) = (opening.events.len(), opening.given.position);
    say::answer(&format!(r#"{{"events": {events}, "position": {position}}}"#))?;
    Ok(ExitCode::SUCCESS)
}
