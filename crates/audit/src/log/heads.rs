//! Signed heads of a log's past, kept by the minute and read day by day, each checked against those before it.
//!
//! Not here: whether the leaves add up to them (`log`).

use std::collections::VecDeque;

use translog::{Hash, History, Opened, PublicKey, day_of, epoch_of, origin_of};

use super::epochs::rolled_back;
use super::{Shared, Unread, not_signed};
use crate::finding::{Finding, Findings, Name};

/// Seconds of a day.
const DAY: u64 = 86_400;

/// Days before the first leaf that are looked at, for a leaf says its own day in law time.
const DAYS_BEFORE: u64 = 2;

/// Days after the newest head that are looked at: kept heads that are newer than it show that it was cut back.
const DAYS_AFTER: u64 = 31;

/// The longest past that is read, in days.
const DAYS_MAX: u64 = 14_610;

/// A signed head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Leaves under it.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
    /// When it was signed, in seconds since 1970.
    pub stamp: Option<u64>,
    /// Where it was found.
    pub place: String,
}

impl Head {
    pub fn of(opened: Opened, place: String) -> Self {
        let Opened { checkpoint, stamp, .. } = opened;
        Self { size: checkpoint.size, root: checkpoint.root, stamp, place }
    }

    /// When it was signed.
    pub fn seconds(&self) -> Option<i64> {
        self.stamp.and_then(|stamp| i64::try_from(stamp).ok())
    }

    /// Whether an older head cannot be of the same log: larger, or of the same size and different.
    pub fn contradicts(&self, old: &Self, findings: &mut Findings) -> bool {
        if old.size > self.size {
            findings.push(Finding::of_log(
                Name::Truncated,
                format!("{} có {} lá, nhật ký đang công bố chỉ còn {}: đã bị cắt ngắn", old.place, old.size, self.size),
                format!(
                    "{} is signed over {} leaves, what is published now has {} only",
                    old.place, old.size, self.size
                ),
            ));
            return true;
        }
        let forks = old.size == self.size && old.root != self.root;
        if forks {
            findings.push(Finding::of_log(
                Name::Fork,
                format!(
                    "hai đầu đã ký cùng {} lá mà khác nhau ({} và {}): nhật ký rẽ nhánh",
                    old.size, old.place, self.place
                ),
                format!(
                    "two signed heads over {} leaves differ ({} and {}): the log was forked",
                    old.size, old.place, self.place
                ),
            ));
        }
        forks
    }
}

/// The kept heads in order.
pub struct Kept<'a> {
    history: History<&'a Shared<'a>>,
    key: PublicKey,
    newest: Head,
    /// The next day and the last one, in seconds.
    days: (u64, u64),
    queue: VecDeque<Head>,
    last: Option<Head>,
    /// Whether it is the epoch that is shown: then there is none after it.
    is_present: bool,
    /// How many were read.
    pub read: u64,
}

impl<'a> Kept<'a> {
    pub fn new(source: &'a Shared<'a>, key: PublicKey, newest: Head) -> Self {
        let last = newest.stamp.unwrap_or(0).saturating_add(DAYS_AFTER * DAY);
        let (history, queue) = (History(source), VecDeque::new());
        Self { history, key, newest, days: (last, last), queue, last: None, is_present: true, read: 0 }
    }

    /// The same for an epoch that ended.
    pub fn ended(self) -> Self {
        Self { is_present: false, ..self }
    }

    /// Begins before the first leaf that tells its day, whose first second this is; as early as it may where none does.
    pub fn begin(&mut self, first: Option<u64>) {
        let (_, last) = self.days;
        let earliest = last.saturating_sub(DAYS_MAX * DAY);
        let first = first.unwrap_or(0).saturating_sub(DAYS_BEFORE * DAY);
        self.days = (first.max(earliest), last);
    }

    /// The next kept head that is sound; what is wrong with others is found.
    pub fn next(&mut self, findings: &mut Findings) -> Result<Option<Head>, Unread> {
        loop {
            if let Some(head) = self.queue.pop_front() {
                if self.follows(&head, findings) {
                    self.last = Some(head.clone());
                    return Ok(Some(head));
                }
                continue;
            }
            let (day, last) = self.days;
            if self.newest.stamp.is_none() || day > last {
                return Ok(None);
            }
            self.days.0 = day + DAY;
            self.read_day(&day_of(day), findings)?;
        }
    }

    fn read_day(&mut self, day: &str, findings: &mut Findings) -> Result<(), Unread> {
        let place = format!("history/{day}");
        for note in self.history.of(day)? {
            // The days hold the heads of all epochs; each has its own line.
            let others =
                origin_of(&note).ok().filter(|name| name != self.key.name() && self.key.in_epoch(name).is_some());
            if let Some(name) = others {
                let is_later = epoch_of(&name).1 > epoch_of(self.key.name()).1;
                if is_later && self.is_present {
                    findings.push(rolled_back(&name, self.key.name()));
                }
                continue;
            }
            self.read += 1;
            match translog::open(&note, &self.key) {
                Ok(opened) => self.queue.push_back(Head::of(opened, place.clone())),
                Err(error) => findings.push(not_signed(&place, &error)?),
            }
        }
        Ok(())
    }

    /// Whether a head goes on from the last one, and the newest from it.
    fn follows(&self, head: &Head, findings: &mut Findings) -> bool {
        if self.newest.contradicts(head, findings) {
            return false;
        }
        let Some(last) = &self.last else { return true };
        if head.stamp.is_none() || head.stamp < last.stamp {
            findings.push(Finding::of_log(
                Name::StampWrong,
                format!("{}: đầu {} lá ký trước đầu {} lá đứng trước nó", head.place, head.size, last.size),
                format!(
                    "{}: the head of {} leaves is stamped before that of {} leaves before it",
                    head.place, head.size, last.size
                ),
            ));
            return false;
        }
        !head.contradicts(last, findings)
    }
}
