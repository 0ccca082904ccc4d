//! `due --batch`: receipts and limits in, due moments out, one a line, over the shipped calendar.
//!
//! Streaming and bounded: a line that is too long is answered like any bad line. The arithmetic is the kernel's.

use std::io::{BufRead, BufWriter, Read, Write};
use std::process::ExitCode;

use clap::Args as Arguments;
use kernel::calendar::Calendar;
use kernel::clock::batch_line;

use crate::fail::Failure;
use crate::say;

/// Longest line in bytes; a right one has 50 at most.
pub const LINE_BYTES_MAX: u64 = 4 << 10;

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    /// Đọc từng dòng từ stdin / read lines from stdin: RECEIVED<TAB>AMOUNT<TAB>working_days|working_hours|days
    #[arg(long, required = true)]
    batch: bool,
}

/// Answers every line of stdin.
///
/// # Errors
/// When stdin or stdout fail; a bad line is answered in its place and makes the exit code 1.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    debug_assert!(args.batch, "clap requires it");
    let calendar = Calendar::parse(shipped_calendar(), "calendar.toml").value;
    let stdin = std::io::stdin().lock();
    let mut input = std::io::BufReader::with_capacity(64 << 10, stdin);
    let mut out = BufWriter::with_capacity(64 << 10, std::io::stdout().lock());
    match stream(&calendar, &mut input, &mut out) {
        Ok(0) => Ok(ExitCode::SUCCESS),
        Ok(_) => Ok(ExitCode::FAILURE),
        Err(Broken::Input(error)) => {
            Err(Failure::new(format!("không đọc được stdin ({error})"), format!("cannot read stdin ({error})")))
        }
        Err(Broken::Output(error)) => say::settled(Err(error)).map(|()| ExitCode::FAILURE),
    }
}

/// Which side failed.
enum Broken {
    Input(std::io::Error),
    Output(std::io::Error),
}

fn shipped_calendar() -> &'static str {
    kernel::shipped::FILES.iter().find(|(path, _)| *path == "calendar.toml").map_or("", |(_, text)| text)
}

/// Answers line by line; tells how many were bad. Output is pushed out whenever no more input is at hand, so that a
/// script may ask and wait for the answer.
fn stream<R: Read>(
    calendar: &Calendar,
    input: &mut std::io::BufReader<R>,
    out: &mut impl Write,
) -> Result<u64, Broken> {
    let mut line = Vec::with_capacity(128);
    let mut bad = 0;
    while next_line(input, &mut line).map_err(Broken::Input)? {
        let answered = match std::str::from_utf8(&line) {
            _ if line.len() > usize::try_from(LINE_BYTES_MAX).unwrap_or(usize::MAX) => {
                Err(format!("dòng dài quá {LINE_BYTES_MAX} byte / the line is longer than {LINE_BYTES_MAX} bytes"))
            }
            Ok(text) => batch_line(calendar, text),
            Err(_) => Err("dòng không phải UTF-8 / the line is not UTF-8".to_owned()),
        };
        let written = match answered {
            Ok(due) => writeln!(out, "{due}"),
            Err(why) => {
                bad += 1;
                writeln!(out, "error: {}", why.replace(['\n', '\r'], " "))
            }
        };
        written.map_err(Broken::Output)?;
        if input.buffer().is_empty() {
            out.flush().map_err(Broken::Output)?;
        }
    }
    out.flush().map_err(Broken::Output)?;
    Ok(bad)
}

/// Reads one line without its end. Of a line past the limit, one byte more than the limit is kept and the rest passed
/// over. `false` at the end.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    line.clear();
    let read = input.by_ref().take(LINE_BYTES_MAX + 1).read_until(b'\n', line)?;
    if read == 0 {
        return Ok(false);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else {
        skip_line(input)?;
    }
    Ok(true)
}

fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let chunk = input.fill_buf()?;
        let (used, ended) = match chunk.iter().position(|b| *b == b'\n') {
            Some(at) => (at + 1, true),
            None => (chunk.len(), chunk.is_empty()),
        };
        input.consume(used);
        if ended {
            return Ok(());
        }
    }
}
