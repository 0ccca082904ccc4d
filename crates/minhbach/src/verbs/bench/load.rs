//! The load of many submitters, each of whom waits until its act is on the disk before the next; and how old the newest
//! signed head of the public log is meanwhile. Not here: what they do (`work`).

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use office::Office;
use office::log::{Folders, Follower};

use super::work::Worker;
use crate::fail::Failure;
use crate::follow::Following;
use crate::{clock, data, random};

/// One act that was answered.
pub(super) struct Acted {
    /// When.
    pub answered: Instant,
    /// Its position.
    pub position: u64,
    /// What the submitter waited, in microseconds.
    pub micros: u64,
}

/// Lets so many submitters act for a while; answers their acts, and how long it took until the last was answered. Loads
/// of one ledger need seeds that lie far apart.
pub(super) fn load(
    office: &Office,
    submitters: u32,
    time: Duration,
    seed: u64,
) -> Result<(Vec<Acted>, Duration), Failure> {
    let started = Instant::now();
    let mut threads = Vec::new();
    for n in 0..submitters {
        let office = office.clone();
        let mut worker = Worker::new(&office, clock::now(), seed | u64::from(n))?;
        threads.push(std::thread::spawn(move || -> Result<Vec<Acted>, Failure> {
            let mut acts = Vec::new();
            while started.elapsed() < time {
                let asked = Instant::now();
                let done = office.act(&worker.next(clock::now()))?;
                let answered = Instant::now();
                acts.push(Acted { answered, position: done.position, micros: micros(answered - asked) });
            }
            Ok(acts)
        }));
    }
    let mut all = Vec::new();
    for thread in threads {
        let ended = thread.join().map_err(|_panic| Failure::new("một luồng đo bị hỏng", "a measuring thread broke"))?;
        all.extend(ended?);
    }
    Ok((all, started.elapsed()))
}

/// The heads that are signed during a load: when, and over how many events.
pub(super) struct Heads {
    seen: Arc<Mutex<Vec<(Instant, u64)>>>,
    following: Following,
}

impl Heads {
    /// Lets the log follow as it does in a server. What came before is caught up first, so that only the load is measured.
    pub(super) fn follow(office: &Office, data: &Path) -> Result<Self, Failure> {
        let follower = || -> Result<Follower, Failure> {
            Ok(Follower::new(office.clone(), Folders::of(office, data::keys(data), false), random::source()?()))
        };
        follower()?.finish(clock::now())?;
        let seen: Arc<Mutex<Vec<(Instant, u64)>>> = Arc::default();
        let noted = Arc::clone(&seen);
        let following = Following::telling(follower()?, clock::real(), move |done| {
            if let Some(step) = done.as_ref().ok().filter(|step| step.moved) {
                noted.lock().unwrap_or_else(PoisonError::into_inner).push((Instant::now(), step.size));
            }
        });
        Ok(Self { seen, following })
    }

    /// Signs what is there and ends; answers the microseconds from each answer to the first head that covers it, and how
    /// many heads there were.
    pub(super) fn ages(self, mut acts: Vec<Acted>) -> (Vec<u64>, usize) {
        self.following.end();
        let heads = self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        acts.sort_unstable_by_key(|act| act.position);
        let mut left = heads.iter().peekable();
        let mut ages = Vec::with_capacity(acts.len());
        for act in acts {
            while left.peek().is_some_and(|(_, size)| *size < act.position) {
                left.next();
            }
            let Some((shown, _)) = left.peek() else { break };
            ages.push(micros(shown.saturating_duration_since(act.answered)));
        }
        (ages, heads.len())
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
