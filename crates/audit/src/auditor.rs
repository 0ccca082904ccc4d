//! Takes the leaves of a log in order: reads each, counts its clock again, keeps what the figures need.
//!
//! Memory grows with the number of public cases, by a few hundred bytes each, not with the number of leaves. Not here: whether
//! the leaves are those of the signed tree (`log`), where they come from.

use kernel::case::leaf::replay::Wrong;
use kernel::case::leaf::{Leaf, Minute, Pseudonym, PublicLeaf, TextLeaf, split};
use kernel::time::Date;

use crate::cases::{Cases, Key};
use crate::course::{Course, Words};
use crate::figures::{Counting, Counts, Leaves, Period};
use crate::finding::{Finding, Findings, Name};
use crate::texts::Texts;

/// How far the clock of the writer and that of the signed heads may differ, in seconds.
pub const CLOCKS_DIFFER_SECONDS: i64 = 60;

const MICROS: i64 = 1_000_000;

/// Reads an entry of the log: leaf and commitment. Pure, so that many can be read at once.
///
/// # Errors
/// In words, when it is no leaf.
pub fn read(stored: &[u8]) -> Result<Leaf, String> {
    let (leaf, _) = split(stored).ok_or("shorter than a commitment")?;
    Leaf::decode(leaf).map_err(|error| error.to_string())
}

/// Signed instants around a leaf, in seconds since 1970: it was not there at the first, and was at the second.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Between {
    /// Of the last head without it.
    pub after: Option<i64>,
    /// Of the first head with it.
    pub before: Option<i64>,
}

/// Gives the bytes served under a hash (64 hex digits), if any are; in words, why they cannot be read.
pub type Blobs<'a> = dyn Fn(&str) -> Result<Option<Vec<u8>>, String> + 'a;

/// Audits a log leaf by leaf.
pub struct Auditor<'a> {
    blobs: &'a Blobs<'a>,
    texts: Texts,
    words: Words,
    cases: Cases,
    leaves: Leaves,
    latest: Option<(u64, i64)>,
    /// What was found so far.
    pub findings: Findings,
}

impl<'a> Auditor<'a> {
    /// Before the first leaf. `texts` are those that the caller vouches for, beside the logged ones.
    #[must_use]
    pub fn new(texts: Texts, blobs: &'a Blobs<'a>) -> Self {
        Self {
            blobs,
            texts,
            words: Words::default(),
            cases: Cases::default(),
            leaves: Leaves::default(),
            latest: None,
            findings: Findings::default(),
        }
    }

    /// Takes the next leaf.
    pub fn take(&mut self, index: u64, leaf: &Result<Leaf, String>, between: Between) {
        let span = match leaf {
            Err(why) => {
                return self.find(
                    Name::NotALeaf,
                    index,
                    format!("lá {index} không đọc được: {why}"),
                    format!("leaf {index} cannot be read: {why}"),
                );
            }
            Ok(Leaf::Text(text)) => {
                self.leaves.texts += 1;
                self.take_text(index, text);
                Some(minute(text.at))
            }
            Ok(Leaf::Epoch(leaf)) => {
                self.leaves.public += 1;
                // Those behind it are older: it does not stand in their order.
                let latest = self.latest.take();
                self.check_time(index, minute(leaf.at), between);
                self.latest = latest;
                None
            }
            Ok(Leaf::Decision(decision)) => {
                self.leaves.public += 1;
                Some(minute(decision.at))
            }
            Ok(Leaf::Opaque { on }) => {
                self.leaves.opaque += 1;
                on.map(day)
            }
            Ok(Leaf::First(first)) => {
                self.leaves.public += 1;
                Some((first.at.0, first.at.0))
            }
            Ok(Leaf::Public(leaf)) => {
                self.leaves.public += 1;
                self.take_public(index, leaf);
                Some(minute(leaf.at))
            }
        };
        if let Some(span) = span {
            self.check_time(index, span, between);
        }
    }

    /// What the leaves taken so far add up to in a period.
    #[must_use]
    pub fn count(&self, period: Period) -> Counts {
        let mut counting = Counting::new(period, self.texts.newest().map(|newest| &**newest), &self.words);
        for course in self.cases.all() {
            if let Some(catalogue) = self.texts.catalogue(course.catalogue()) {
                // A type that the catalogue does not have counts nowhere.
                let _uncounted = counting.count(course, catalogue);
            }
        }
        let cases = u64::try_from(self.cases.count()).unwrap_or(u64::MAX);
        Counts { leaves: Leaves { cases, ..self.leaves }, ..counting.counts }
    }

    /// The texts known so far.
    #[must_use]
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    fn find(&mut self, name: Name, index: u64, vi: String, en: String) {
        self.findings.push(Finding::of_leaf(name, index, vi, en));
    }

    fn take_text(&mut self, index: u64, leaf: &TextLeaf) {
        let taken = match (self.blobs)(&leaf.sha256) {
            Ok(bytes) => self.texts.take(index, leaf, bytes.as_deref()),
            Err(why) => Err(Finding::of_leaf(
                Name::Missing,
                index,
                format!("không tải được văn bản mà lá {index} dẫn: {why}"),
                format!("the text that leaf {index} names cannot be fetched: {why}"),
            )),
        };
        if let Err(finding) = taken {
            self.findings.push(finding);
        }
    }

    fn take_public(&mut self, index: u64, leaf: &PublicLeaf) {
        let Some(key) = key(&leaf.case) else {
            return self.find(
                Name::NotALeaf,
                index,
                format!("lá {index} gọi hồ sơ bằng “{}”, không phải 32 chữ số hex", leaf.case.0),
                format!("leaf {index} calls its case “{}”, which is not 32 hex digits", leaf.case.0),
            );
        };
        let calendar = self.texts.calendar(&leaf.calendar).cloned();
        let catalogue = self.texts.catalogue(leaf.catalogue).cloned();
        let found = self.cases.course(key, || Course::begun(leaf, &mut self.words));
        let Some((course, is_first)) = found else { return };
        let taken = course.take(leaf, is_first, &mut self.words, calendar.as_deref(), catalogue.as_deref());
        let Err(wrong) = taken else { return };
        // One wrong leaf makes others wrong; the first is the one to look at.
        if !std::mem::replace(&mut course.is_faulty, true) {
            let (name, vi, en) = worded(&wrong, leaf);
            self.find(
                name,
                index,
                format!("lá {index}, hồ sơ {}: {vi}", leaf.case.0),
                format!("leaf {index}, case {}: {en}", leaf.case.0),
            );
        }
    }

    /// Compares when a leaf says it was recorded with the leaves before it and the signed heads around it.
    fn check_time(&mut self, index: u64, (first, last): (i64, i64), between: Between) {
        let slack = CLOCKS_DIFFER_SECONDS * MICROS;
        let print = |micros: i64| kernel::time::Instant(micros).print_iso();
        let said = print(first);
        let signed = |seconds: Option<i64>| seconds.and_then(|seconds| seconds.checked_mul(MICROS));
        let (earliest, latest) = (signed(between.after), signed(between.before));
        if let Some(head) = earliest.filter(|head| last.saturating_add(slack) < *head) {
            let head = print(head);
            self.find(
                Name::Backdated,
                index,
                format!("lá {index} ghi {said}, nhưng đầu ký lúc {head} chưa có lá này: thời điểm bị lùi"),
                format!("leaf {index} says {said}, but the head signed at {head} does not hold it: backdated"),
            );
        } else if let Some(head) = latest.filter(|head| first.saturating_sub(slack) > *head) {
            let head = print(head);
            self.find(
                Name::Backdated,
                index,
                format!("lá {index} ghi {said}, nhưng đầu ký lúc {head} đã có lá này: thời điểm bị đẩy tới"),
                format!("leaf {index} says {said}, but the head signed at {head} holds it already: postdated"),
            );
        } else if let Some((before, at)) = self.latest.filter(|(_, at)| last.saturating_add(slack) < *at) {
            let at = print(at);
            self.find(
                Name::Backdated,
                index,
                format!("lá {index} ghi {said}, trước lá {before} ({at}) đứng trước nó: thời điểm bị lùi"),
                format!("leaf {index} says {said}, earlier than leaf {before} ({at}) that stands before it: backdated"),
            );
        }
        if self.latest.is_none_or(|(_, at)| at < first) {
            self.latest = Some((index, first));
        }
    }
}

/// First and last microsecond of a minute.
fn minute(at: Minute) -> (i64, i64) {
    (at.first().0, at.last().0)
}

/// First and last microsecond of a day.
fn day(on: Date) -> (i64, i64) {
    (on.at(0).0, on.add_days(1).at(0).0 - 1)
}

/// The bytes of a case's name.
fn key(case: &Pseudonym) -> Option<Key> {
    let mut key = [0; 16];
    let text = case.0.as_bytes();
    if text.len() != 32 || text.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    for (byte, pair) in key.iter_mut().zip(text.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(key)
}

/// The name of a wrong step of a clock, and its sentence.
fn worded(wrong: &Wrong, leaf: &PublicLeaf) -> (Name, String, String) {
    let k = serde_json::to_string(&leaf.k).unwrap_or_default();
    match wrong {
        Wrong::Moment { told, earliest, latest } => {
            let told = told.map_or_else(|| "—".to_owned(), |told| told.to_string());
            (
                Name::WrongDeadline,
                format!("{k} ghi hạn {told}, tính lại được từ {earliest} đến {latest}"),
                format!("{k} tells the due moment {told}; counted again it is {earliest} to {latest}"),
            )
        }
        Wrong::Result => (
            Name::WrongResult,
            "kết quả đúng hạn, trễ hạn không theo ngày xong và ngày hạn".to_owned(),
            "the result does not follow from the day of completion and the due day".to_owned(),
        ),
        Wrong::Backdated => (
            Name::Backdated,
            format!("{k} ghi lúc {} kể một thời điểm khác mà không có dấu ghi bù", leaf.at),
            format!("{k}, recorded at {}, tells another moment and is not marked as entered late", leaf.at),
        ),
        Wrong::Order => (
            Name::WrongOrder,
            format!("{k} không nối tiếp các lá trước của hồ sơ: thiếu hoặc thừa một lá"),
            format!("{k} does not follow from the leaves before it: one is missing or too many"),
        ),
        Wrong::Calendar => (
            Name::CalendarMissing,
            format!("hạn tính theo lịch {} chưa được ghi trước đó", leaf.calendar),
            format!("counted by the calendar {}, which was not logged before it", leaf.calendar),
        ),
        Wrong::Rule => (
            Name::UnknownRule,
            format!("hạn tính theo quy tắc {} mà chương trình này chưa biết; xin dùng bản mới hơn", leaf.rule),
            format!("counted by rule {}, which this program does not know; use a newer one", leaf.rule),
        ),
        Wrong::Clock(error) => (Name::WrongDeadline, error.vi(), error.en()),
    }
}
