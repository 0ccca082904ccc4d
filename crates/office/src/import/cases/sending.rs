//! The rows that are new become acts, many of them on their way to the disk at a time. Not here: which rows (`run`).

use std::collections::VecDeque;

use kernel::case::{Act, Actor, CarryOver};
use kernel::time::Instant;

use super::MoveInError;
use crate::act::{Pending, Request};
use crate::desk::Office;
use crate::import::Watch;

/// Acts on their way to the disk at a time.
const PENDING_MAX: usize = 256;

/// Acts on their way.
pub(super) struct Sending<'a> {
    office: &'a Office,
    pending: VecDeque<(Request, Pending)>,
    done: u64,
    whole: u64,
}

impl<'a> Sending<'a> {
    /// Nothing sent yet, of so many rows.
    pub fn new(office: &'a Office, whole: u64) -> Self {
        Self { office, pending: VecDeque::new(), done: 0, whole }
    }

    /// How many cases arrived that were not here before.
    pub fn done(&self) -> u64 {
        self.done
    }

    pub fn send(
        &mut self,
        asked: CarryOver,
        actor: &Actor,
        now: Instant,
        watch: &mut Watch<'_>,
    ) -> Result<(), MoveInError> {
        let key = asked.id;
        let mut request = Request::new(None, Act::CarryOver(Box::new(asked)), actor, now, watch.seed);
        request.key = Some(key);
        let pending = self.office.submit(&request)?;
        self.pending.push_back((request, pending));
        self.settle(PENDING_MAX)?;
        if (watch.progress)(self.done, self.whole) { Ok(()) } else { self.settle(0).and(Err(MoveInError::Stopped)) }
    }

    /// Waits until at most so many acts are on their way.
    pub fn settle(&mut self, most: usize) -> Result<(), MoveInError> {
        while self.pending.len() > most {
            let Some((request, pending)) = self.pending.pop_front() else { break };
            let is_new = match pending.wait()? {
                Some(done) => done.iter().all(|one| !one.repeated),
                // An announcement came in between: decided anew.
                None => !self.office.act(&request)?.repeated,
            };
            self.done += u64::from(is_new);
        }
        Ok(())
    }
}
