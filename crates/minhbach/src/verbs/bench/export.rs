//! Tens of thousands of rows as a workbook: how long it takes, and how much memory the server needs for it.

use std::process::ExitCode;

use super::client::Client;
use super::pages::{Args, told};
use super::server::Server;
use crate::fail::Failure;
use crate::say;

const ROLE: &str = "Chánh Văn phòng";
/// One register with about 78,000 rows at full scale, and the records behind a figure with as many.
const FILES: [&str; 3] = [
    "/so/dossier/xuat/xlsx?f.procedure=1.002809",
    "/so/dossier/xuat/csv?f.procedure=1.002809",
    "/bao-cao/nam/2023/so-lieu/documents.received/xuat/xlsx",
];

/// Measures each file once, in a server that has shown nothing before.
///
/// # Errors
/// When one does not come.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let server = Server::start(&args.data.data)?;
    let cookie = server.sign_in(ROLE)?;
    let idle = told(&server)?;
    say::answer("| file | KiB | ms | resident before, MiB | highest, MiB |\n| --- | ---: | ---: | ---: | ---: |")?;
    for path in FILES {
        let file = Client::connect(server.host(), &cookie)?.get(path)?;
        if file.status != 200 {
            return Err(Failure::new(format!("{path}: mã {}", file.status), format!("{path}: status {}", file.status)));
        }
        let (size, took) = (file.body.len() / 1_024, file.took.as_millis());
        say::answer(&format!("| `{path}` | {size} | {took} | {} | {} |", idle.0 >> 10, told(&server)?.1 >> 10))?;
    }
    Ok(ExitCode::SUCCESS)
}
