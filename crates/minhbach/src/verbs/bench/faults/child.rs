//! The process that faults happen to: submitters who act through the office without pause, and a log that is signed without
//! pause. It says each act that was acknowledged on stdout, as a person would remember it.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args as Arguments;
use office::{Done, Fail, Office, Request};

use crate::fail::Failure;
use crate::verbs::bench::log;
use crate::verbs::bench::work::Worker;
use crate::{clock, data};

/// Threads that act at once.
pub const SUBMITTERS: u32 = 8;
/// Whoever was told to try again does so after this.
const TRIED_AGAIN_AFTER: Duration = Duration::from_millis(200);

/// Arguments of the child.
#[derive(Arguments)]
pub struct ChildArgs {
    #[arg(long)]
    data: PathBuf,
    #[arg(long)]
    seed: u64,
}

/// Acts until killed, and says after each act that it was acknowledged. What is refused for a reason that may pass is sent
/// again under the same key, as a form is that is sent twice.
///
/// # Errors
/// When an act fails for a reason that does not pass.
pub fn child(args: &ChildArgs) -> Result<ExitCode, Failure> {
    let office = data::open(&args.data)?;
    let mut threads = Vec::new();
    log::sign_without_pause(&office, &data::keys(&args.data))?;
    for n in 0..SUBMITTERS {
        let office = office.clone();
        let mut worker = Worker::new(&office, clock::now(), args.seed << 8 | u64::from(n))?;
        threads.push(std::thread::spawn(move || -> Result<(), Failure> {
            loop {
                let request = worker.next(clock::now());
                let done = insist(&office, request)?;
                tell(&format!("ack {n} {} {} {} {} .", done.0, done.1.position, done.1.case.simple(), done.1.version))?;
            }
        }));
    }
    for thread in threads {
        thread.join().map_err(|_panic| Failure::new("một luồng bị hỏng", "a thread broke"))??;
    }
    Ok(ExitCode::SUCCESS)
}

/// Sends a request until it is done; answers its key as it is printed, and what was done.
fn insist(office: &Office, mut request: Request) -> Result<(uuid::fmt::Simple, Done), Failure> {
    let key = request.key.unwrap_or_default().simple();
    loop {
        match office.act(&request) {
            Ok(done) => return Ok((key, done)),
            Err(Fail::Broken(error)) => {
                tell(&format!("no {}", error.en().replace('\n', " ")))?;
                std::thread::park_timeout(TRIED_AGAIN_AFTER);
                request.now = clock::now();
            }
            Err(other) => return Err(other.into()),
        }
    }
}

fn tell(line: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|error| Failure::stdout(&error))
}
