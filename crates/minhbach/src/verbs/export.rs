//! `export bpmn [TYPE…] --into DIR`: the course of each kind of case as a BPMN 2.0 file, from a catalogue's folder or the
//! one that comes with the program.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args as Arguments, Subcommand};
use exchange::bpmn;
use kernel::catalogue::Catalogue;
use office::course::course;

use crate::catalogue_dir;
use crate::fail::Failure;
use crate::say;

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    format: Format,
}

/// What can be exported.
#[derive(Subcommand)]
enum Format {
    /// Quy trình của từng loại hồ sơ, BPMN 2.0 / the course of each kind of case
    Bpmn {
        /// Mã loại; bỏ trống thì xuất mọi loại / codes of kinds; all of them without
        types: Vec<String>,
        /// Thư mục nhận tệp / where the files go
        #[arg(long, value_name = "DIR")]
        into: PathBuf,
        /// Thư mục danh mục; bỏ trống thì lấy danh mục kèm theo / the catalogue's folder; the shipped one without
        #[arg(long, value_name = "DIR")]
        catalogue: Option<PathBuf>,
    },
}

/// Writes one file a kind, and says which.
///
/// # Errors
/// When the catalogue cannot be read, there is no such kind, or a file cannot be written.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let Format::Bpmn { types, into, catalogue } = &args.format;
    let files = match catalogue {
        Some(dir) => catalogue_dir::read(dir)?.0,
        None => kernel::shipped::files(),
    };
    let catalogue = Catalogue::parse(&files).value;
    if let Some(unknown) = types.iter().find(|code| !catalogue.types.contains_key(code.as_str())) {
        let all: Vec<&str> = catalogue.types.keys().map(kernel::Code::as_str).collect();
        let all = all.join(", ");
        return Err(Failure::new(
            format!("không có loại “{unknown}”. Các loại có: {all}."),
            format!("there is no kind `{unknown}`; there are {all}"),
        ));
    }
    std::fs::create_dir_all(into).map_err(|e| Failure::io(into, &e))?;
    for of in
        catalogue.types.values().filter(|of| types.is_empty() || types.iter().any(|code| of.code == *code.as_str()))
    {
        let path = into.join(format!("{}.bpmn", of.code));
        let written = bpmn::write(&course(of, &catalogue.org)).map_err(|e| Failure::io(&path, &e))?;
        std::fs::write(&path, written).map_err(|e| Failure::io(&path, &e))?;
        say::answer(&path.display().to_string())?;
    }
    Ok(ExitCode::SUCCESS)
}
