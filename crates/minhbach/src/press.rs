//! The server's press: each document is typeset by a process of this same program that ends with it.
//!
//! One at a time, so that a hundred people who print need the memory of one; a process that does not come to an end is
//! ended. Few may wait, and not for long. Not here: layout (`print`).

use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

use exchange::paper::Document;
use office::health::Paper;
use web::{Press, PressFail};

use crate::machine::PaperNote;

/// Longest time that a document may take. With the time of waiting it is less than the minute after which the answer to
/// whoever asked is given up.
const PRINT_SECONDS_MAX: u64 = 40;
/// Longest time of waiting for a turn.
const WAIT_SECONDS_MAX: u64 = 15;
/// How many may wait; each holds a thread that pages need too.
const WAITING_MAX: usize = 4;

/// The press of this program; notes how the last document came out.
pub fn press(note: PaperNote) -> Press {
    let queue = Queue::default();
    *note.lock().unwrap_or_else(PoisonError::into_inner) = Paper::Unused;
    Arc::new(move |document| {
        let Some(_turn) = queue.turn(Duration::from_secs(WAIT_SECONDS_MAX)) else { return Err(PressFail::Busy) };
        let printed = print(document).map_err(|e| format!("print-worker: {e}"));
        let came_out = printed.as_ref().err().map_or(Paper::Works, |why| Paper::Failed(why.clone()));
        *note.lock().unwrap_or_else(PoisonError::into_inner) = came_out;
        printed.map_err(PressFail::Broken)
    })
}

/// Who prints and who waits for it.
#[derive(Default)]
struct Queue {
    state: Mutex<Asking>,
    ended: Condvar,
}

#[derive(Default)]
struct Asking {
    printing: bool,
    waiting: usize,
}

/// The turn to print, until it is dropped.
struct Turn<'q>(&'q Queue);

impl Queue {
    /// The turn, at once or after a while; `None` when too many wait or it takes too long.
    fn turn(&self, patience: Duration) -> Option<Turn<'_>> {
        let mut state = self.lock();
        if state.printing && state.waiting >= WAITING_MAX {
            return None;
        }
        state.waiting += 1;
        let waited = self.ended.wait_timeout_while(state, patience, |state| state.printing);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
        if state.printing {
            return None;
        }
        state.printing = true;
        Some(Turn(self))
    }

    fn lock(&self) -> MutexGuard<'_, Asking> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.lock().printing = false;
        self.0.ended.notify_one();
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_wait_for_the_press_and_not_for_ever() {
        let queue = Queue::default();
        let turn = queue.turn(Duration::ZERO).unwrap();
        assert!(queue.turn(Duration::from_millis(20)).is_none(), "one that waits too long gives up");
        std::thread::scope(|scope| {
            let waiting: Vec<_> =
                (0..WAITING_MAX).map(|_| scope.spawn(|| queue.turn(Duration::from_secs(60)).is_some())).collect();
            while queue.lock().waiting < WAITING_MAX {
                std::thread::yield_now();
            }
            let asked = std::time::Instant::now();
            assert!(queue.turn(Duration::from_secs(60)).is_none(), "one more is sent away");
            assert!(asked.elapsed() < Duration::from_secs(30), "at once");
            drop(turn);
            assert!(waiting.into_iter().all(|thread| thread.join().unwrap()), "whoever waited has had a turn");
        });
    }
}
