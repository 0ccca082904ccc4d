//! What is wrong with a log: each forgery by its name, where it is, and a sentence in both languages.
//!
//! A log of millions of leaves can be wrong in millions of places: all are counted, the first are kept. Not here: how each
//! is found.

use std::collections::BTreeMap;

use serde::Serialize;

/// Findings of one name that are kept in words; beyond them they are counted only.
pub const FINDINGS_KEPT: usize = 100;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $vi:literal, $en:literal;)*) => {
        /// What a forgery or fault is called.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Name {
            $($(#[$doc])* $name,)*
        }

        impl Name {
            /// Its name for programs; never changes.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// Its name in Vietnamese.
            #[must_use]
            pub fn vi(self) -> &'static str {
                match self { $(Self::$name => $vi,)* }
            }

            /// Its name in English.
            #[must_use]
            pub fn en(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }

            /// All names.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

names! {
    /// Signed by somebody else, or not at all.
    WrongKey, "wrong_key", "sai khóa", "wrong key";
    /// A head that was changed after it was signed.
    ForgedHead, "forged_head", "đầu đã ký bị sửa", "head changed after it was signed";
    /// The log of another name.
    OtherLog, "other_log", "nhật ký khác", "another log";
    /// Two signed heads of one size with different roots.
    Fork, "fork", "nhật ký rẽ nhánh", "fork";
    /// Shorter than a head that was signed before.
    Truncated, "truncated", "nhật ký bị cắt ngắn", "truncated log";
    /// What was signed before is not the beginning of what is there now.
    Rewritten, "rewritten", "nhật ký bị viết lại", "rewritten log";
    /// A leaf differs from the hash that the tree holds for it.
    ChangedLeaf, "changed_leaf", "lá bị sửa", "changed leaf";
    /// A leaf that the tree holds is not among the entries.
    DroppedLeaf, "dropped_leaf", "lá bị bỏ", "dropped leaf";
    /// A leaf among the entries that the tree does not hold.
    InsertedLeaf, "inserted_leaf", "lá bị chèn", "inserted leaf";
    /// A tile of the tree differs from what the leaves add up to.
    TileDiffers, "tile_differs", "mảnh cây không khớp", "tile differs";
    /// The leaves do not add up to the signed root.
    RootDiffers, "root_differs", "gốc cây không khớp", "root differs";
    /// A file that a log of this size must have is not there.
    Missing, "missing", "thiếu tệp", "missing file";
    /// A file that does not have its form.
    Damaged, "damaged", "tệp hỏng", "damaged file";
    /// Signed instants go back, or are not there.
    StampWrong, "stamp_wrong", "dấu thời gian sai", "time stamp wrong";
    /// A leaf tells an instant at which it was not recorded.
    Backdated, "backdated", "lùi hoặc đẩy thời điểm", "backdated instant";
    /// The calendar that is served is not the one that was logged.
    CalendarSwapped, "calendar_swapped", "lịch bị thay sau", "calendar swapped afterwards";
    /// A deadline counted by a calendar that was not logged before.
    CalendarMissing, "calendar_missing", "thiếu lịch", "calendar not logged";
    /// A text that is served is not the one that was logged.
    TextSwapped, "text_swapped", "văn bản bị thay sau", "text swapped afterwards";
    /// A due moment that does not follow from the limit and the calendar.
    WrongDeadline, "wrong_deadline", "tính sai hạn", "wrong deadline";
    /// A result that does not follow from the moments.
    WrongResult, "wrong_result", "sai kết quả đúng hạn, trễ hạn", "wrong result";
    /// Leaves of a case that do not follow from each other.
    WrongOrder, "wrong_order", "các lá của hồ sơ không nối tiếp nhau", "leaves do not follow";
    /// Counted by a rule that this program does not know.
    UnknownRule, "unknown_rule", "quy tắc chưa biết", "unknown rule";
    /// A beginning of an epoch that is not as it should be.
    EpochWrong, "epoch_wrong", "kỳ nhật ký sai", "epoch wrong";
    /// Bytes that are no leaf.
    NotALeaf, "not_a_leaf", "không phải lá hợp lệ", "not a leaf";
    /// Fewer witnesses than asked for.
    TooFewWitnesses, "too_few_witnesses", "thiếu chứng nhân", "too few witnesses";
    /// A figure of the official report that the log does not bear out.
    ReportDiffers, "report_differs", "báo cáo chính thức không khớp", "official report differs";
}

/// Something found wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Its name.
    pub name: Name,
    /// Index of the leaf, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leaf: Option<u64>,
    /// The sentence in Vietnamese.
    pub vi: String,
    /// The sentence in English.
    pub en: String,
}

impl Finding {
    /// About the log as a whole.
    #[must_use]
    pub fn of_log(name: Name, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { name, leaf: None, vi: vi.into(), en: en.into() }
    }

    /// About a leaf.
    #[must_use]
    pub fn of_leaf(name: Name, leaf: u64, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { name, leaf: Some(leaf), vi: vi.into(), en: en.into() }
    }
}

/// All that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// The first of each name, in the order in which they were found.
    #[serde(rename = "findings")]
    pub kept: Vec<Finding>,
    /// How many there are of each name.
    pub counts: BTreeMap<Name, u64>,
}

impl Findings {
    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        let count = self.counts.entry(finding.name).or_insert(0);
        *count += 1;
        if usize::try_from(*count).is_ok_and(|count| count <= FINDINGS_KEPT) {
            self.kept.push(finding);
        }
    }

    /// Adds those that were found elsewhere.
    pub fn append(&mut self, other: Self) {
        for (name, count) in other.counts {
            *self.counts.entry(name).or_insert(0) += count;
        }
        self.kept.extend(other.kept);
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }
}
