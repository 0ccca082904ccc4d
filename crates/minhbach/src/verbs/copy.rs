//! `copy --from … --to …`: a ledger from one engine to another, proved equal.
//!
//! Each end is a data folder or the address of a database. Keys and the files of the public log stay where they are: the data
//! folder goes on being theirs. Not here: how rows are read and written (`ledger`).

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args as Arguments;
use ledger::{Database, Ledger, Sum};
use office::{OfficeError, dump};

use crate::backup::fill::same;
use crate::fail::Failure;
use crate::say;
use crate::verbs::backup::megabytes;

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    /// Từ đâu / where from
    #[arg(long, value_name = "DIR|postgres://…")]
    from: String,
    /// Đến đâu; phải trống / where to; it must be empty
    #[arg(long, value_name = "DIR|postgres://…")]
    to: String,
}

/// An end of the way.
enum End {
    Folder(PathBuf),
    Server(Box<Database>),
}

impl End {
    fn parse(text: &str) -> Result<Self, Failure> {
        let is_address = ["postgres://", "postgresql://", "host="].iter().any(|start| text.starts_with(start));
        if !is_address {
            return Ok(Self::Folder(PathBuf::from(text)));
        }
        let password = std::env::var("PGPASSWORD").ok();
        let database = Database::parse(text, password.as_deref()).map_err(OfficeError::from)?;
        Ok(Self::Server(Box::new(database)))
    }

    /// Folder and database, as whatever opens a ledger wants them.
    fn place(&self) -> (&Path, Option<&Database>) {
        match self {
            Self::Folder(dir) => (dir, None),
            // Nothing of it is in a folder.
            Self::Server(database) => (Path::new("."), Some(database)),
        }
    }
}

/// Copies and compares.
///
/// # Errors
/// When the other end is not empty, one of them cannot be used, or they differ afterwards.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let (from, to) = (End::parse(&args.from)?, End::parse(&args.to)?);
    let (dir, database) = from.place();
    let source = Ledger::read_only_with(dir, database, None)?;
    let (dir, database) = to.place();
    let mut filling = dump::filling(dir, database)?;
    let (began, mut bytes, mut sum) = (Instant::now(), 0, Sum::default());
    dump::dump(&source, &mut |step| {
        sum.take(step);
        match step {
            ledger::Step::Table(name, columns) => filling.table(name, columns),
            ledger::Step::Row(row) => {
                bytes += u64::try_from(row.len()).unwrap_or(0);
                filling.row(row)
            }
        }
    })?;
    filling.end()?;
    let bytes = megabytes(bytes);
    let speed = bytes / began.elapsed().as_secs_f64().max(0.001);
    let target = Ledger::read_only_with(dir, database, None)?;
    let digest = same(&sum.finish(), &dump::digest(&target)?)?;
    say::answer(&format!("{} {digest}\n{bytes:.1} MB, {speed:.0} MB/s", target.origin()))?;
    say::note(
        "Sổ cái cũ còn nguyên; từ nay chỉ ghi vào một nơi. Thư mục khóa và thư mục log giữ nguyên chỗ.\n\
         The old ledger is as it was; from now on record in one place only. The folders of keys and of the log stay where they are.",
    );
    Ok(ExitCode::SUCCESS)
}
