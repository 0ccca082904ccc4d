//! The server's press: each document is typeset by a process of this same program that ends with it.
//!
//! One at a time, so that a hundred people who print need the memory of one; a process that does not come to an end is
//! ended. Not here: layout (`print`).

use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use exchange::paper::Document;
use web::Press;

/// Longest time that a document may take.
const PRINT_SECONDS_MAX: u64 = 60;

/// The press of this program.
pub fn press() -> Press {
    let turn = Mutex::new(());
    Arc::new(move |document| {
        let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
        print(document).map_err(|e| format!("print-worker: {e}"))
    })
}

fn print(document: &Document) -> Result<Vec<u8>, std::io::Error> {
    let json = serde_json::to_vec(document)?;
    let mut worker = Command::new(std::env::current_exe()?)
        .arg("print-worker")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let printed = converse(&mut worker, json);
    if printed.is_err() {
        // It may have ended by itself; then there is nothing to end.
        let _ended = worker.kill();
    }
    let status = worker.wait()?;
    let (file, said) = printed?;
    if status.success() { Ok(file) } else { Err(std::io::Error::other(said)) }
}

/// Hands the document over and takes the file, and what the worker said besides.
fn converse(worker: &mut Child, json: Vec<u8>) -> Result<(Vec<u8>, String), std::io::Error> {
    let gone = || std::io::Error::other("no pipe");
    let mut stdin = worker.stdin.take().ok_or_else(gone)?;
    let mut stdout = worker.stdout.take().ok_or_else(gone)?;
    let mut stderr = worker.stderr.take().ok_or_else(gone)?;
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let talk = || {
            // A worker that refuses early closes its ear; what it says then is the error that counts.
            let _heard = stdin.write_all(&json);
            drop(stdin);
            let (mut file, mut said) = (Vec::new(), String::new());
            stdout.read_to_end(&mut file)?;
            stderr.read_to_string(&mut said)?;
            Ok((file, said))
        };
        // Nobody listens any more once the time is over.
        let _late = sender.send(talk());
    });
    receiver.recv_timeout(Duration::from_secs(PRINT_SECONDS_MAX)).map_err(std::io::Error::other)?
}
