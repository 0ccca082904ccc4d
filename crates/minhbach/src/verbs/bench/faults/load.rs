//! A child process under load as its parent sees it: what it says was acknowledged, when, and what it was refused.
//!
//! Not here: what the child does (`child`), what must hold (`proof`).

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::proof::Ack;
use crate::data;
use crate::fail::Failure;

/// A child that is silent for so long has stopped for good: a server may be away for 45 seconds.
const SILENT_MAX: Duration = Duration::from_secs(90);

/// What the child says.
enum Said {
    Ack(Ack),
    Refused(String),
}

/// A running child.
pub struct Load {
    child: Child,
    said: Receiver<(Instant, Said)>,
    /// All that was acknowledged.
    pub acks: Vec<Ack>,
    /// When the last of them was.
    heard: Instant,
    /// The longest time without any, since it was asked last.
    silence: Duration,
    /// What is added to the numbers of its submitters, where there are two of it.
    pub first_submitter: u32,
    /// The latest refusal, and how many there were.
    pub refused: (u64, String),
}

impl Load {
    /// Starts a child over a data folder; over the database instead, where an address is given.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(dir: &Path, seed: u64, address: Option<&str>) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| Failure::io(dir, &error);
        let mut command = Command::new(std::env::current_exe().map_err(failed)?);
        command.args(["bench", "faults-child", "--seed", &seed.to_string(), "--data"]).arg(dir);
        if let Some(address) = address {
            command.args(["--database", address]);
        }
        if let Some(keys) = data::named_keys() {
            command.arg("--keys").arg(keys);
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(failed)?;
        let (sender, said) = channel();
        if let Some(out) = child.stdout.take() {
            std::thread::spawn(move || listen(out, &sender));
        }
        let (heard, silence) = (Instant::now(), Duration::ZERO);
        Ok(Self { child, said, acks: Vec::new(), heard, silence, first_submitter: 0, refused: (0, String::new()) })
    }

    /// Waits until so many more acts were acknowledged.
    ///
    /// # Errors
    /// When the child has ended, or is silent for too long.
    pub fn hear(&mut self, count: usize) -> Result<(), Failure> {
        let wanted = self.acks.len() + count;
        let mut spoke = Instant::now();
        while self.acks.len() < wanted {
            match self.said.recv_timeout(SILENT_MAX.saturating_sub(spoke.elapsed())) {
                Ok(said) => {
                    self.note(said);
                    spoke = Instant::now();
                }
                Err(RecvTimeoutError::Timeout) => return Err(self.stuck()),
                Err(RecvTimeoutError::Disconnected) => return Err(self.ended()),
            }
        }
        Ok(())
    }

    /// Listens for a while.
    ///
    /// # Errors
    /// When the child has ended.
    pub fn hear_for(&mut self, time: Duration) -> Result<(), Failure> {
        let until = Instant::now() + time;
        loop {
            match self.said.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(said) => self.note(said),
                Err(RecvTimeoutError::Timeout) => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => return Err(self.ended()),
            }
        }
    }

    /// Kills it at this moment (SIGKILL) and hears what it had said until then.
    ///
    /// # Errors
    /// When it had ended by itself before.
    pub fn kill(&mut self) -> Result<(), Failure> {
        if let Ok(Some(_)) = self.child.try_wait() {
            return Err(self.ended());
        }
        self.child.kill().and_then(|()| self.child.wait()).map_err(|error| Failure::io(Path::new("child"), &error))?;
        while let Ok(said) = self.said.recv() {
            self.note(said);
        }
        Ok(())
    }

    /// The longest time without an acknowledged act since this was asked last.
    pub fn silence(&mut self) -> Duration {
        std::mem::take(&mut self.silence)
    }

    fn note(&mut self, (at, said): (Instant, Said)) {
        match said {
            Said::Ack(mut ack) => {
                ack.submitter += self.first_submitter;
                self.silence = self.silence.max(at.saturating_duration_since(self.heard));
                self.heard = at;
                self.acks.push(ack);
            }
            Said::Refused(why) => self.refused = (self.refused.0 + 1, why),
        }
    }

    fn ended(&mut self) -> Failure {
        let status = self.child.wait().map(|status| status.to_string()).unwrap_or_default();
        Failure::new(
            format!("tiến trình con tự dừng ({status}) trước khi bị ngắt"),
            format!("the child ended by itself ({status}) before it was killed"),
        )
    }

    fn stuck(&self) -> Failure {
        let (seconds, why) = (SILENT_MAX.as_secs(), &self.refused.1);
        Failure::new(
            format!("tiến trình con im lặng {seconds} giây (lần từ chối cuối: {why})"),
            format!("the child said nothing for {seconds} s (its last refusal: {why})"),
        )
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn listen(out: impl std::io::Read, sender: &Sender<(Instant, Said)>) {
    for line in BufReader::new(out).lines().map_while(Result::ok) {
        let said = match line.strip_prefix("no ") {
            Some(why) => Some(Said::Refused(why.to_owned())),
            None => Ack::parse(&line).map(Said::Ack),
        };
        if let Some(said) = said
            && sender.send((Instant::now(), said)).is_err()
        {
            return;
        }
    }
}
