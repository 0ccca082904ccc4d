//! A log as a whole: its signed head, its tiles and entries, the heads kept of its past, and each leaf in its place.
//!
//! Everything is streamed; what is kept in memory is what the [`Auditor`] keeps. Nothing that the source gives is believed:
//! what cannot be checked against a signature is checked against what was. Not here: what a leaf says (`auditor`), proofs for
//! one leaf (`translog`), the network.

mod batch;
mod epochs;
mod heads;
mod levels;
mod witnessed;

use kernel::case::leaf::Leaf;
use translog::{
    Checkpoint, Cosigned, NOTE_BYTES_MAX, NoteError, Place, PublicKey, Rooter, Source, SourceError, open_any_epoch,
    position_of,
};

use crate::auditor::{Auditor, Between};
use crate::figures::{Counts, Period};
use crate::finding::{Finding, Findings, Name};
use crate::texts::{TEXT_BYTES_MAX, Texts};
use batch::Batch;
pub use epochs::Break;
use epochs::Elder;
pub(crate) use epochs::{Leading, TakenOver, rolled_back};
pub(crate) use heads::Head;
use heads::Kept;
use levels::Levels;
pub use witnessed::WITNESSED_SECONDS_MAX;

/// Batches of 256 entries that wait between the thread that reads and the one that audits.
const BATCHES_WAITING: usize = 8;

/// A log that can be read from two threads.
pub type Shared<'s> = dyn Source + Sync + 's;

/// What is asked of a log.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The key of the log.
    pub key: &'a PublicKey,
    /// Keys of witnesses.
    pub witnesses: &'a [PublicKey],
    /// How many of them must have signed.
    pub quorum: usize,
    /// Heads seen before: one or more whole signed notes.
    pub from: &'a [u8],
    /// What is to be counted.
    pub periods: &'a [Period],
    /// As of which ledger position it is counted; the end without.
    pub as_of: Option<u64>,
    /// Texts that the caller vouches for.
    pub texts: Texts,
}

/// Why a log could not be read to its end, in both languages. Nothing is said of it then but what was found so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Unread {
    pub(crate) fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }
}

impl From<SourceError> for Unread {
    fn from(error: SourceError) -> Self {
        let (path, why) = match &error {
            SourceError::TooLong { path, at_most } => {
                (path, format!("dài hơn {at_most} byte, không tệp thật nào như vậy"))
            }
            SourceError::Failed { path, why } => (path, why.clone()),
        };
        Self::new(
            format!("không đọc được {path}: {why}. Xin kiểm tra địa chỉ rồi thử lại, hoặc lấy nhật ký ở bản sao khác."),
            format!("cannot read {error}. Check the address and try again, or read a copy of the log elsewhere."),
        )
    }
}

/// What came of verifying a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The signed head; nothing when its signature does not hold.
    pub head: Option<Checkpoint>,
    /// When it was signed, in seconds since 1970.
    pub stamp: Option<u64>,
    /// Where the log began anew, in the order of time.
    pub breaks: Vec<Break>,
    /// Witnesses that signed it, or the head beside it that enough of them have signed.
    pub cosigned: Vec<Cosigned>,
    /// Leaves under the head that they signed.
    pub witnessed: Option<u64>,
    /// Heads of the past that were compared.
    pub heads_kept: u64,
    /// What was found wrong.
    pub findings: Findings,
    /// What was counted, one for each period asked for; empty when the log could not be read that far.
    pub counts: Vec<Counts>,
    /// Whether the log names the calendar and the catalogue by which it was counted; otherwise those of the caller were used.
    pub texts_are_logged: bool,
    /// Why it could not be read to its end.
    pub unread: Option<Unread>,
}

impl Verified {
    /// Whether it was read to its end and nothing is wrong with it.
    #[must_use]
    pub fn is_genuine(&self) -> bool {
        self.unread.is_none() && self.findings.is_empty()
    }
}

/// Verifies a log. `progress` is told of leaves done and of all.
pub fn verify(source: &Shared<'_>, asked: &Asked<'_>, progress: &mut dyn FnMut(u64, u64)) -> Verified {
    let mut out = Verified {
        head: None,
        stamp: None,
        breaks: Vec::new(),
        cosigned: Vec::new(),
        witnessed: None,
        heads_kept: 0,
        findings: Findings::default(),
        counts: Vec::new(),
        texts_are_logged: false,
        unread: None,
    };
    let read = head(source, asked, &mut out).and_then(|head| match head {
        Some(heads) => Stream::new(source, asked, heads, &mut out)?.run(progress, &mut out),
        None => Ok(()),
    });
    out.unread = read.err();
    out
}

/// The newest head.
struct Heads {
    newest: Head,
    /// The log's key, under the name of the epoch.
    key: PublicKey,
    /// The one beside it that enough witnesses have signed, where the newest is not.
    witnessed: Option<Head>,
}

/// The signed head, and what is wrong with it. Nothing when its signature does not hold.
fn head(source: &Shared<'_>, asked: &Asked<'_>, out: &mut Verified) -> Result<Option<Heads>, Unread> {
    let place = Place::Checkpoint.to_string();
    let note = source.get(&place, NOTE_BYTES_MAX)?.ok_or_else(|| {
        Unread::new(
            "không có tệp checkpoint ở đây. Xin cho địa chỉ hoặc thư mục của nhật ký (nơi có checkpoint và tile/).",
            "there is no checkpoint here. Give the address or folder of the log, where checkpoint and tile/ lie.",
        )
    })?;
    let opened = match open_any_epoch(&note, asked.key) {
        Ok(opened) => opened,
        Err(error) => {
            out.findings.push(not_signed(&place, &error)?);
            return Ok(None);
        }
    };
    let key = asked.key.in_epoch(&opened.checkpoint.origin).unwrap_or_else(|| asked.key.clone());
    let witnessed = witnessed::witnessed(source, &opened, &key, asked, out)?;
    if opened.stamp.is_none() {
        out.findings.push(Finding::of_log(
            Name::StampWrong,
            "checkpoint không có dấu thời gian của chính nhật ký: không so được thời điểm của các lá",
            "the checkpoint has no time stamp of its log: instants of leaves cannot be compared",
        ));
    }
    out.head = Some(opened.checkpoint.clone());
    out.stamp = opened.stamp;
    Ok(Some(Heads { newest: Head::of(opened, place), key, witnessed }))
}

/// What a note is called whose signature does not hold; an error when it is none at all.
pub(crate) fn not_signed(place: &str, error: &NoteError) -> Result<Finding, Unread> {
    let (name, vi) = match error {
        NoteError::Key(_) | NoteError::Malformed(_) => {
            return Err(Unread::new(
                format!("{place} không phải một checkpoint đã ký ({error}). Xin kiểm tra địa chỉ."),
                format!("{place} is no signed checkpoint ({error}). Check the address."),
            ));
        }
        NoteError::Origin { wanted, found } => {
            (Name::OtherLog, format!("{place} thuộc nhật ký “{found}”, khóa thuộc “{wanted}”"))
        }
        NoteError::Unsigned { name, id } => {
            (Name::WrongKey, format!("{place} không được khóa {name}+{id:08x} ký: khóa khác hoặc nhật ký giả"))
        }
        NoteError::Forged { .. } => (Name::ForgedHead, format!("chữ ký trên {place} không đúng: đã bị sửa sau khi ký")),
        NoteError::TooFewWitnesses { .. } => (Name::TooFewWitnesses, format!("{place}: {error}")),
    };
    Ok(Finding::of_log(name, vi, format!("{place}: {error}")))
}

/// A log on its way past.
struct Stream<'a> {
    source: &'a Shared<'a>,
    asked: &'a Asked<'a>,
    key: PublicKey,
    head: Head,
    leading: Leading,
    /// Epochs that ended, and heads of theirs that were seen before.
    elders: Vec<Elder<'a>>,
    seen: Vec<(String, Head)>,
    /// Heads to be met, the farthest first: those seen before, and the signed one.
    expected: Vec<Head>,
    kept: Kept<'a>,
    /// The next kept head beyond the leaves taken, and the last one within.
    upcoming: Option<Head>,
    passed: Option<i64>,
    /// Size of the largest head that was met.
    met: u64,
    is_broken: bool,
    rooter: Rooter,
    levels: Levels,
}

impl<'a> Stream<'a> {
    fn new(
        source: &'a Shared<'a>,
        asked: &'a Asked<'a>,
        Heads { newest: head, key, witnessed }: Heads,
        out: &mut Verified,
    ) -> Result<Self, Unread> {
        let (mut expected, seen) = epochs::seen(asked.from, &key, &mut out.findings)?;
        expected.extend(witnessed);
        expected.push(head.clone());
        expected.retain(|old| !head.contradicts(old, &mut out.findings));
        expected.sort_by_key(|head| std::cmp::Reverse(head.size));
        let kept = Kept::new(source, key.clone(), head.clone());
        Ok(Self {
            source,
            asked,
            key,
            head,
            leading: Leading::default(),
            elders: Vec::new(),
            seen,
            expected,
            kept,
            upcoming: None,
            passed: None,
            met: 0,
            is_broken: false,
            rooter: Rooter::new(),
            levels: Levels::default(),
        })
    }

    fn run(mut self, progress: &mut dyn FnMut(u64, u64), out: &mut Verified) -> Result<(), Unread> {
        let source = self.source;
        let blobs = |sha: &str| {
            // A name that is no hash leads nowhere else in the log.
            let place = Place::parse(&format!("blob/{sha}")).ok_or("not 64 hex digits")?;
            source.get(&place.to_string(), TEXT_BYTES_MAX).map_err(|error| error.to_string())
        };
        let mut auditor = Auditor::new(self.asked.texts.clone(), &blobs);
        let size = self.head.size;
        let read = std::thread::scope(|scope| {
            let (give, take) = std::sync::mpsc::sync_channel(BATCHES_WAITING);
            scope.spawn(move || {
                for number in 0..size.div_ceil(translog::TILE_WIDTH) {
                    let batch = Batch::fetch(source, size, number);
                    let is_last = batch.is_err();
                    // Nobody takes what comes after an error.
                    if give.send(batch).is_err() || is_last {
                        return;
                    }
                }
            });
            self.meet(out);
            for batch in take {
                self.take(batch?, &mut auditor, out)?;
                progress(self.rooter.size(), size);
            }
            Ok(())
        });
        let read = read.and_then(|()| self.end(out));
        if read.is_ok() && out.counts.is_empty() && self.rooter.size() == size {
            out.counts = self.counts(&auditor);
        }
        let found = std::mem::take(&mut auditor.findings);
        out.findings.append(found);
        out.heads_kept += self.kept.read;
        out.texts_are_logged = auditor.texts().are_logged();
        read
    }

    fn take(&mut self, mut batch: Batch, auditor: &mut Auditor<'_>, out: &mut Verified) -> Result<(), Unread> {
        self.levels.take(self.source, &batch.hashes, &mut out.findings)?;
        // Where leaves are shifted, all that follow differ; the first is the one to look at.
        if !self.is_broken {
            self.is_broken = batch.is_shifted;
            std::mem::take(&mut batch.findings).into_iter().for_each(|finding| out.findings.push(finding));
        }
        if self.rooter.size() == 0 {
            self.begin(&batch, out)?;
        }
        for (hash, leaf) in batch.hashes.into_iter().zip(batch.leaves) {
            let index = self.rooter.size();
            let position = position_of(index, self.leading.count());
            let between = self.between(index, position.is_some(), out)?;
            auditor.take(index, &leaf, between);
            if position.is_some() {
                self.elders.iter_mut().for_each(|elder| elder.push(hash, &mut out.findings));
            }
            if position.is_some() && matches!(leaf, Ok(Leaf::Epoch(_))) {
                out.findings.push(epochs::begins_late(index));
            }
            self.rooter.push_hash(hash);
            self.meet(out);
            if position.is_some() && self.asked.as_of == position {
                out.counts = self.counts(auditor);
            }
        }
        Ok(())
    }

    /// What the first leaves say of epochs, and where the kept heads begin.
    fn begin(&mut self, batch: &Batch, out: &mut Verified) -> Result<(), Unread> {
        self.leading = Leading::of(batch);
        out.breaks = self.leading.breaks(self.key.name(), &mut out.findings);
        self.elders = self.leading.elders(self.source, &self.key, self.head.stamp);
        for elder in &mut self.elders {
            elder.begin(batch, &mut self.seen, &mut out.findings)?;
        }
        self.seen.drain(..).for_each(|(name, head)| out.findings.push(epochs::of_no_epoch(&name, &head)));
        self.kept.begin(batch.leaves.iter().flatten().find_map(batch::second));
        self.upcoming = self.kept.next(&mut out.findings)?;
        Ok(())
    }

    /// The signed instants around a leaf: those of its own epoch, and of the ones before for what was taken over.
    fn between(&mut self, index: u64, is_event: bool, out: &mut Verified) -> Result<Between, Unread> {
        self.advance(index, out)?;
        let mut between =
            Between { after: self.passed, before: self.upcoming.as_ref().or(Some(&self.head)).and_then(Head::seconds) };
        for elder in self.elders.iter_mut().filter(|_| is_event) {
            let (after, before) = elder.between(&mut out.findings)?;
            between.after = between.after.max(after);
            between.before = between.before.into_iter().chain(before).min();
        }
        Ok(between)
    }

    fn counts(&self, auditor: &Auditor<'_>) -> Vec<Counts> {
        self.asked.periods.iter().map(|period| auditor.count(*period)).collect()
    }

    /// Goes on to the first kept head that holds the leaf at `index`.
    fn advance(&mut self, index: u64, out: &mut Verified) -> Result<(), Unread> {
        while let Some(head) = self.upcoming.take_if(|head| head.size <= index) {
            // What was taken over was there before this epoch signed anything.
            if head.size >= self.leading.since() {
                self.passed = head.seconds().or(self.passed);
            }
            self.upcoming = self.kept.next(&mut out.findings)?;
        }
        Ok(())
    }

    /// Compares the root over the leaves so far with the heads of this size.
    fn meet(&mut self, out: &mut Verified) {
        let size = self.rooter.size();
        while let Some(head) = self.expected.pop_if(|head| head.size <= size) {
            self.compare(&head, out);
        }
        if let Some(head) = self.upcoming.take_if(|head| head.size == size) {
            self.compare(&head, out);
            self.upcoming = Some(head);
        }
    }

    fn compare(&mut self, head: &Head, out: &mut Verified) {
        if self.rooter.root() == head.root {
            self.met = head.size;
            return;
        }
        if std::mem::replace(&mut self.is_broken, true) && head.place != "--from" {
            return;
        }
        let (place, size, met) = (&head.place, head.size, self.met);
        let (name, vi, en) = if head == &self.head {
            (Name::RootDiffers, "các lá không cộng thành gốc đã ký", "the leaves do not add up to the signed root")
        } else {
            (
                Name::Rewritten,
                "nhật ký không còn nối tiếp đầu đã ký trước",
                "the log does not continue a head signed before",
            )
        };
        out.findings.push(Finding::of_log(
            name,
            format!("{vi}: {place}, {size} lá; chỗ sửa nằm từ lá {met} đến trước lá {size}"),
            format!("{en}: {place}, {size} leaves; what was changed lies from leaf {met} on, before leaf {size}"),
        ));
    }

    /// What is left at the end of the leaves.
    fn end(&mut self, out: &mut Verified) -> Result<(), Unread> {
        self.levels.end(self.source, &mut out.findings)?;
        while self.upcoming.take().is_some() {
            self.upcoming = self.kept.next(&mut out.findings)?;
        }
        for elder in &mut self.elders {
            out.heads_kept += elder.end(&mut out.breaks, &mut out.findings)?;
        }
        Ok(())
    }
}
