//! Running the built program: what goes in, what comes out.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// How a run ended.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Fails the test unless the run went well.
    #[track_caller]
    pub fn well(self) -> Self {
        assert_eq!(self.code, 0, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// Fails the test unless the run ended with an error that says each of these.
    #[track_caller]
    pub fn refused(self, said: &[&str]) -> Self {
        assert_ne!(self.code, 0, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        for part in said {
            assert!(self.err.contains(part), "`{part}` is not said:\n{}", self.err);
        }
        self
    }
}

/// The built program.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minhbach"));
    command.stdin(Stdio::null()).env_remove("RUST_LOG");
    command
}

/// Runs it with these words.
pub fn run(words: &[&str]) -> Ran {
    Ran::of(&program().args(words).output().unwrap())
}

/// Runs it with these words, a folder or file last.
pub fn run_on(words: &[&str], path: &Path) -> Ran {
    Ran::of(&program().args(words).arg(path).output().unwrap())
}

/// Runs it with these words and this on stdin.
pub fn run_with(words: &[&str], input: &[u8]) -> Ran {
    let mut child =
        program().args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeding = std::thread::spawn(move || {
        // A program that stops reading is part of what is tested.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    feeding.join().unwrap();
    Ran::of(&output)
}
