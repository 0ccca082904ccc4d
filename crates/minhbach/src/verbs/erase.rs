//! `erase CASE --reason TEXT --by CODE --data DIR`: erases what is personal of a case, by law.
//!
//! Not here: who may and when (kernel), what is destroyed (ledger).

use std::process::ExitCode;

use clap::Args as Arguments;
use office::{Erasure, Office};

use crate::data::{self, WriteArg};
use crate::fail::Failure;
use crate::{random, say};

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    /// Số hoặc mã định danh của hồ sơ / number or identity of the case
    case: String,
    /// Căn cứ; được giữ lại nên không nêu tên ai / on which ground; it stays, so it names nobody
    #[arg(long)]
    reason: String,
    /// Mã người quản trị quyết định / code of the administrator who decides
    #[arg(long, value_name = "CODE")]
    by: String,
    #[command(flatten)]
    data: WriteArg,
}

/// Erases the case.
///
/// # Errors
/// When no case, or several, go by this name, the person may not, or storage says no.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let office = data::open_to_record(&args.data)?;
    let found = office.cases_named(&args.case)?;
    let [case] = found.as_slice() else {
        return Err(Failure::new(
            format!("“{}” chỉ {} hồ sơ. Xin nêu mã định danh.", args.case, found.len()),
            format!("“{}” names {} cases. Give the identity.", args.case, found.len()),
        ));
    };
    let now = data::clock_of(&office)?();
    let actor = office.house().actor(&args.by, now).ok_or_else(|| {
        Failure::new(
            format!("“{}” hôm nay không giữ chức vụ nào. Xin kiểm tra mã người.", args.by),
            format!("“{}” holds no post today. Check the code.", args.by),
        )
    })?;
    let erasure = Erasure { case: *case, reason: args.reason.clone() };
    let done = office.erase(&erasure, &actor, now, random::bytes()?)?;
    office.forget_pages()?;
    say::answer(&format!("{case} {}", done.position))?;
    Ok(ExitCode::SUCCESS)
}

/// Erases again what the list beside the keys names and the ledger still holds, as after a restore from before.
///
/// # Errors
/// When the list or the ledger cannot be read, or storage says no; it may be done again.
pub fn again(office: &Office) -> Result<(), Failure> {
    let again = office.erase_again(data::clock_of(office)?(), random::bytes()?)?;
    if !again.is_empty() {
        office.forget_pages()?;
        say::note(&format!("Đã xóa lại theo pháp luật {n} hồ sơ. / Erased again by law: {n}.", n = again.len()));
    }
    Ok(())
}
