//! The e-mail digest of a day: what a person has not read yet, once a working day and never twice.
//!
//! The day is taken before a letter is sent: a program that is killed in between has sent one letter less, never one
//! more. Content is what the inbox shows, so only what the person may read. Stands outside the ledger (`digests`).
//! Not here: words (web), how letters travel (minhbach).

use std::sync::{Arc, Mutex};

use kernel::Code;
use kernel::time::{Date, Instant};
use ledger::{DbError, Tx};

use crate::desk::{Office, OfficeError};
use crate::views::Viewer;
use crate::views::notices::Notice;
use crate::views::register::Count;

/// Notices of each kind that a letter tells; the rest is counted.
pub const NOTICES_MAX: usize = 20;
/// Working days back that the first letter of a person tells of.
const FIRST_WORKING_DAYS: u32 = 1;

/// What a letter tells.
#[derive(Debug, Clone)]
pub struct Digest {
    /// To whom.
    pub person: Code,
    /// The day.
    pub day: Date,
    /// Reminders not read yet, most urgent first.
    pub reminders: Vec<Notice>,
    /// Reminders beyond [`NOTICES_MAX`].
    pub more_reminders: usize,
    /// What others did since the last letter, not read yet, newest first.
    pub acts: Vec<Notice>,
    /// Acts beyond [`NOTICES_MAX`], as far as the first page of the inbox tells.
    pub more_acts: usize,
    /// How many cases wait.
    pub waiting: Count,
    /// Ledger position up to which it tells.
    position: u64,
    /// What the last letter told.
    last: Last,
}

/// What is kept of the last letter of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Last {
    day: i64,
    position: i64,
    at: i64,
}

impl Office {
    /// What a person is told today; `None` when there is nothing new since the last letter, when today's was sent, on a
    /// day off, or for somebody who holds no post.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn digest(&self, person: &str, now: Instant) -> Result<Option<Digest>, OfficeError> {
        let house = self.house();
        let day = now.date();
        // Where the calendar does not reach, no day is known to be off.
        let working = house.calendar.is_working_day(day).unwrap_or(true);
        let Some(actor) = house.actor(person, now).filter(|_| working) else { return Ok(None) };
        let stored = self.last_letter(person)?;
        if stored.is_some_and(|last| last.day >= i64::from(day.0)) {
            return Ok(None);
        }
        let first = || house.calendar.working_day_before(day, FIRST_WORKING_DAYS).unwrap_or(day).at(0);
        let last = stored.unwrap_or_else(|| Last { at: first().0, ..Last::default() });
        // Taken before the inbox is read: what comes in between is told the next time.
        let position = self.ledger().head()?.next.saturating_sub(1);
        let viewer = Viewer::new(actor, house, now);
        let inbox = self.inbox(&viewer, None)?;
        let place = |n: &Notice| n.key.strip_prefix('e').and_then(|p| p.parse::<i64>().ok()).unwrap_or(0);
        let mut acts = inbox.acts;
        let new = |n: &Notice| if last.position > 0 { place(n) > last.position } else { n.at.0 >= last.at };
        acts.retain(|n| !n.read && new(n));
        let mut reminders = inbox.reminders;
        reminders.retain(|n| !n.read);
        // What was told before is told again only beside something new.
        if acts.is_empty() && !reminders.iter().any(|n| n.at.0 > last.at) {
            return Ok(None);
        }
        let waiting = self.work_count(&viewer)?;
        let (more_reminders, more_acts) = (cut(&mut reminders), cut(&mut acts));
        let person = viewer.actor.person;
        Ok(Some(Digest { person, day, reminders, more_reminders, acts, more_acts, waiting, position, last }))
    }

    /// Takes the day for this letter; `false` when it is taken already, and the letter must not be sent.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn take_digest(&self, digest: &Digest, now: Instant) -> Result<bool, OfficeError> {
        let position = i64::try_from(digest.position).unwrap_or(i64::MAX);
        let kept = Last { day: i64::from(digest.day.0), position, at: now.0 };
        let (person, taken) = (digest.person.clone(), Arc::new(Mutex::new(false)));
        let slot = Arc::clone(&taken);
        self.ledger().side(Box::new(move |tx| {
            let free = read(tx, person.as_str())?.is_none_or(|last| last.day < kept.day);
            if free {
                write(tx, person.as_str(), kept)?;
            }
            *slot.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = free;
            Ok(())
        }))?;
        let taken = *taken.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(taken)
    }

    /// Gives the day back: the letter was certainly not sent, and may be tried again.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn give_digest_back(&self, digest: &Digest) -> Result<(), OfficeError> {
        let (person, day, last) = (digest.person.clone(), i64::from(digest.day.0), digest.last);
        Ok(self.ledger().side(Box::new(move |tx| {
            if read(tx, person.as_str())?.is_some_and(|now| now.day == day) {
                write(tx, person.as_str(), last)?;
            }
            Ok(())
        }))?)
    }

    fn last_letter(&self, person: &str) -> Result<Option<Last>, OfficeError> {
        let mut found = None;
        self.ledger().reader()?.query(READ, &[person.into()], &mut |row| {
            found = Some(Last { day: row.int(0)?, position: row.int(1)?, at: row.int(2)? });
            Ok(())
        })?;
        Ok(found)
    }
}

const READ: &str = "SELECT day, position, at FROM digests WHERE person = $1";

fn read(tx: &mut dyn Tx, person: &str) -> Result<Option<Last>, DbError> {
    let mut found = None;
    tx.query(READ, &[person.into()], &mut |row| {
        found = Some(Last { day: row.int(0)?, position: row.int(1)?, at: row.int(2)? });
        Ok(())
    })?;
    Ok(found)
}

fn write(tx: &mut dyn Tx, person: &str, kept: Last) -> Result<(), DbError> {
    tx.execute("DELETE FROM digests WHERE person = $1", &[person.into()])?;
    tx.execute(
        "INSERT INTO digests(person, day, position, at) VALUES($1, $2, $3, $4)",
        &[person.into(), kept.day.into(), kept.position.into(), kept.at.into()],
    )?;
    Ok(())
}

/// Leaves what a letter tells; answers how many it does not.
fn cut(notices: &mut Vec<Notice>) -> usize {
    let more = notices.len().saturating_sub(NOTICES_MAX);
    notices.truncate(NOTICES_MAX);
    more
}
