//! Epochs of a log: the leaves that begin them, and the heads of epochs that ended, compared with what was taken over of them.
//!
//! A break is not a forgery: it is told. What would be one is a break that says less than was signed, or a log that took over
//! other leaves than were signed. Not here: the heads of the present epoch (`log`).

use kernel::case::leaf::{EpochLeaf, Leaf};
use serde::Serialize;
use translog::{Hash, PublicKey, Rooter, epoch_name, epoch_of, open_any_epoch};

use super::batch::{self, Batch};
use super::heads::{Head, Kept};
use super::{Shared, Unread};
use crate::finding::{Finding, Findings, Name};

/// Where a log began anew, as it says itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Break {
    /// Number of the epoch that began.
    pub epoch: u32,
    /// When, to the minute.
    pub at: String,
    /// Name of the log before.
    pub origin: String,
    /// Leaves under its last head.
    pub size: u64,
    /// Events taken over.
    pub restored: u64,
    /// Events that were signed and are lost.
    pub lost: u64,
    /// Why.
    pub reason: String,
    /// Heads of the log before that reach into what is lost, so that they cannot be compared.
    pub heads_lost: u64,
}

/// The leaves that lead a log.
#[derive(Debug, Clone, Default)]
pub struct Leading(Vec<(EpochLeaf, Hash)>);

impl Leading {
    /// Those at the beginning of the first batch.
    pub fn of(batch: &Batch) -> Self {
        let leaves = batch.leaves.iter().map_while(|leaf| match leaf {
            Ok(Leaf::Epoch(leaf)) => Some(leaf.clone()),
            _ => None,
        });
        Self(leaves.zip(batch.hashes.iter().copied()).collect())
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        u64::try_from(self.0.len()).unwrap_or(u64::MAX)
    }

    /// Leaves from which on the present epoch vouches for the instants of what was recorded.
    pub fn since(&self) -> u64 {
        self.0.first().map_or(0, |(leaf, _)| leaf.restored.saturating_add(self.count()))
    }

    fn up_to(&self, epoch: u32) -> impl Iterator<Item = &(EpochLeaf, Hash)> {
        self.0.iter().filter(move |(leaf, _)| leaf.epoch <= epoch)
    }

    fn count_up_to(&self, epoch: u32) -> u64 {
        u64::try_from(self.up_to(epoch).count()).unwrap_or(u64::MAX)
    }

    /// Events that the last head of an epoch covered, by the leaf that names it.
    fn signed(&self, leaf: &EpochLeaf) -> u64 {
        leaf.size.saturating_sub(self.count_up_to(epoch_of(&leaf.origin).1))
    }

    /// The breaks in the order of time, for a log of this name; what is wrong with them is found.
    pub fn breaks(&self, origin: &str, findings: &mut Findings) -> Vec<Break> {
        let (base, present) = epoch_of(origin);
        let begins = self.0.first().map_or(1, |(leaf, _)| leaf.epoch);
        if begins != present {
            findings.push(Finding::of_leaf(
                Name::EpochWrong,
                0,
                format!("nhật ký tên “{origin}” là kỳ {present}, nhưng các lá đầu mở kỳ {begins}"),
                format!("the log “{origin}” is epoch {present}, but its first leaves begin epoch {begins}"),
            ));
        }
        let descending = self.0.windows(2).all(|pair| matches!(pair, [(new, _), (old, _)] if new.epoch > old.epoch));
        let sound = |(leaf, _): &(EpochLeaf, Hash)| {
            let (named, before) = epoch_of(&leaf.origin);
            named == base && before < leaf.epoch && leaf.restored <= self.signed(leaf)
        };
        if !descending || !self.0.iter().all(sound) {
            findings.push(Finding::of_leaf(
                Name::EpochWrong,
                0,
                "các lá mở kỳ không nối tiếp nhau, hoặc nhận lại nhiều hơn đã ký",
                "the leaves that begin epochs do not follow from each other, or take over more than was signed",
            ));
        }
        let told = |(leaf, _): &(EpochLeaf, Hash)| Break {
            epoch: leaf.epoch,
            at: leaf.at.to_string(),
            origin: leaf.origin.clone(),
            size: leaf.size,
            restored: leaf.restored,
            lost: self.signed(leaf).saturating_sub(leaf.restored),
            reason: leaf.reason.clone(),
            heads_lost: 0,
        };
        self.0.iter().rev().map(told).collect()
    }

    /// The epochs that ended and are named, to be compared.
    pub fn elders<'a>(&self, source: &'a Shared<'a>, key: &PublicKey, stamp: Option<u64>) -> Vec<Elder<'a>> {
        let base = epoch_of(key.name()).0;
        let ended = self.0.iter().skip(1).map(|(leaf, _)| leaf.epoch).chain([1]).filter(|_| !self.0.is_empty());
        ended.filter_map(|epoch| self.elder(source, key.in_epoch(&epoch_name(base, epoch))?, epoch, stamp)).collect()
    }

    fn elder<'a>(&self, source: &'a Shared<'a>, key: PublicKey, epoch: u32, stamp: Option<u64>) -> Option<Elder<'a>> {
        let TakenOver { by, last, rooter, until } = self.taken_over(key.name())?;
        let since = self.up_to(epoch).next().map_or(0, |(leaf, _)| leaf.restored);
        let newest = Head { stamp, ..last };
        Some(Elder {
            ended_by: by,
            until,
            since: since.saturating_add(rooter.size()),
            name: key.name().to_owned(),
            kept: Kept::new(source, key, newest.clone()).ended(),
            newest,
            rooter,
            expected: Vec::new(),
            upcoming: None,
            passed: None,
            is_broken: false,
        })
    }

    /// What is there of the log of an earlier epoch; nothing where no leaf names its last head.
    pub fn taken_over(&self, name: &str) -> Option<TakenOver> {
        let epoch = epoch_of(name).1;
        let (naming, _) = self.0.iter().find(|(leaf, _)| leaf.origin == name)?;
        let old = naming.old();
        let place = format!("lá mở kỳ {0} / leaf of epoch {0}", naming.epoch);
        let last = Head { size: old.size, root: old.root, stamp: None, place };
        let mut rooter = Rooter::new();
        self.up_to(epoch).for_each(|(_, hash)| rooter.push_hash(*hash));
        let restored = self.0.iter().filter(|(leaf, _)| leaf.epoch > epoch).map(|(leaf, _)| leaf.restored).min();
        let until = restored.unwrap_or(0).saturating_add(rooter.size());
        Some(TakenOver { by: naming.epoch, last, rooter, until })
    }

    /// Adds a leading leaf.
    pub fn push(&mut self, leaf: EpochLeaf, hash: Hash) {
        self.0.push((leaf, hash));
    }
}

/// The tree of an earlier epoch, as far as it was taken over.
pub struct TakenOver {
    /// The epoch that names its last head.
    pub by: u32,
    /// That head.
    pub last: Head,
    /// The leaves that led it; those of the events are to follow.
    pub rooter: Rooter,
    /// Leaves of it that are there.
    pub until: u64,
}

/// The heads of an epoch that ended, beside the leaves that were taken over from it.
pub struct Elder<'a> {
    name: String,
    ended_by: u32,
    /// Leaves of its tree that are there.
    until: u64,
    /// Leaves from which on its heads vouch for instants.
    since: u64,
    newest: Head,
    kept: Kept<'a>,
    rooter: Rooter,
    /// Heads seen before, the farthest first.
    expected: Vec<Head>,
    upcoming: Option<Head>,
    passed: Option<i64>,
    is_broken: bool,
}

impl Elder<'_> {
    /// Looks for kept heads from before the first event on, and takes those of this epoch that were seen before.
    pub fn begin(
        &mut self,
        batch: &Batch,
        seen: &mut Vec<(String, Head)>,
        findings: &mut Findings,
    ) -> Result<(), Unread> {
        for (_, head) in seen.extract_if(.., |(name, _)| *name == self.name) {
            if !self.newest.contradicts(&head, findings) {
                self.expected.push(head);
            }
        }
        self.expected.sort_by_key(|head| std::cmp::Reverse(head.size));
        self.kept.begin(batch.leaves.iter().flatten().find_map(batch::second));
        self.upcoming = self.kept.next(findings)?;
        Ok(())
    }

    /// Goes on to the first kept head that holds the next leaf; answers what its heads say of when that was recorded.
    pub fn between(&mut self, findings: &mut Findings) -> Result<(Option<i64>, Option<i64>), Unread> {
        let size = self.rooter.size();
        if size >= self.until {
            return Ok((None, None));
        }
        while let Some(head) = self.upcoming.take_if(|head| head.size <= size) {
            if head.size >= self.since {
                self.passed = head.seconds().or(self.passed);
            }
            self.upcoming = self.kept.next(findings)?;
        }
        let before = self.upcoming.as_ref().filter(|head| head.size <= self.until);
        Ok((self.passed, before.and_then(Head::seconds)))
    }

    /// Takes the hash of an event, if it was taken over from this epoch.
    pub fn push(&mut self, hash: Hash, findings: &mut Findings) {
        if self.rooter.size() >= self.until {
            return;
        }
        self.rooter.push_hash(hash);
        let size = self.rooter.size();
        while let Some(head) = self.expected.pop_if(|head| head.size <= size) {
            self.compare(&head, findings);
        }
        if let Some(head) = self.upcoming.take_if(|head| head.size == size) {
            self.compare(&head, findings);
            self.upcoming = Some(head);
        }
    }

    fn compare(&mut self, head: &Head, findings: &mut Findings) {
        if self.rooter.root() == head.root || std::mem::replace(&mut self.is_broken, true) {
            return;
        }
        let (place, size) = (&head.place, head.size);
        findings.push(Finding::of_log(
            Name::Rewritten,
            format!("kỳ mới không nhận lại đúng các lá đã ký ở kỳ trước: {place}, {size} lá"),
            format!("the new epoch did not take over the leaves that were signed before: {place}, {size} leaves"),
        ));
    }

    /// What is left at the end of the leaves: heads over what is lost are held against the one that the break names.
    pub fn end(&mut self, breaks: &mut [Break], findings: &mut Findings) -> Result<u64, Unread> {
        let mut lost = u64::try_from(self.expected.len()).unwrap_or(u64::MAX);
        while let Some(head) = self.upcoming.take() {
            lost += u64::from(head.size > self.until);
            self.upcoming = self.kept.next(findings)?;
        }
        if let Some(told) = breaks.iter_mut().find(|told| told.epoch == self.ended_by) {
            told.heads_lost += lost;
        }
        Ok(self.kept.read)
    }
}

/// Heads by the epoch that they are of: the present one's, and others with the name of theirs.
type ByEpoch = (Vec<Head>, Vec<(String, Head)>);

/// The heads that the caller has seen before, of a log whose key bears the name of the present epoch.
pub fn seen(notes: &[u8], key: &PublicKey, findings: &mut Findings) -> Result<ByEpoch, Unread> {
    let (mut present, mut others) = (Vec::new(), Vec::new());
    for note in translog::kept_notes(notes).0 {
        let opened = open_any_epoch(note, key).map_err(|error| {
            Unread::new(
                format!("checkpoint cũ không phải của nhật ký và khóa này ({error})"),
                format!("the old checkpoint is not of this log and key ({error})"),
            )
        })?;
        let origin = opened.checkpoint.origin.clone();
        let head = Head::of(opened, "--from".to_owned());
        if origin == key.name() {
            present.push(head);
        } else if epoch_of(&origin).1 > epoch_of(key.name()).1 {
            findings.push(rolled_back(&origin, key.name()));
        } else {
            others.push((origin, head));
        }
    }
    Ok((present, others))
}

/// What is said of a log that shows an earlier epoch than was signed.
pub fn rolled_back(signed: &str, shown: &str) -> Finding {
    Finding::of_log(
        Name::Truncated,
        format!("đã ký kỳ “{signed}”, nhật ký đang công bố là kỳ trước đó “{shown}”: đã bị đưa về kỳ cũ"),
        format!("epoch “{signed}” was signed, what is published now is the earlier “{shown}”: it was put back"),
    )
}

/// What is said of a head that was seen before, of an epoch that the log does not name.
pub fn of_no_epoch(name: &str, head: &Head) -> Finding {
    let (place, size) = (&head.place, head.size);
    Finding::of_log(
        Name::EpochWrong,
        format!("{place} là đầu {size} lá của kỳ “{name}”, nhưng không lá mở kỳ nào nêu kỳ đó"),
        format!("{place} is a head of {size} leaves of “{name}”, which no leaf that begins an epoch names"),
    )
}

/// What is said of a leaf that begins an epoch where none may begin.
pub fn begins_late(index: u64) -> Finding {
    Finding::of_leaf(
        Name::EpochWrong,
        index,
        format!("lá {index} mở một kỳ giữa nhật ký; kỳ mới chỉ bắt đầu ở lá đầu"),
        format!("leaf {index} begins an epoch in the middle of the log; one begins with the first leaf only"),
    )
}
