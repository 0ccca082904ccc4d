//! The on-time table of a period: by unit, kind and procedure, what was done and how it counts, beside what hides lateness.
//!
//! Not here: which cases count (the catalogue's indicators, `figures`), words for the screen.

use std::collections::BTreeMap;

use kernel::Code;
use kernel::case::leaf::ResultClass;
use serde::Serialize;

/// A pause that begins so many working days before the due moment, or later, is counted as one shortly before it.
pub const NEAR_DUE_WORKING_DAYS: u32 = 1;

/// What no rate shows and what can hide lateness: in a row, how many of its cases have it at least once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Signals {
    /// The clock was paused.
    pub paused: u64,
    /// It was paused within [`NEAR_DUE_WORKING_DAYS`] of the due moment, or after it.
    pub paused_near_due: u64,
    /// The due moment was moved by a person (hẹn lại, gia hạn).
    pub extended: u64,
    /// It was done, and reopened.
    pub reopened: u64,
    /// Papers to be supplied were asked for more than once.
    pub supplements_repeated: u64,
    /// Something was corrected.
    pub corrected: u64,
    /// Something was entered late (ghi bù).
    pub entered_late: u64,
}

impl Signals {
    /// The same by name, in the order of print.
    #[must_use]
    pub fn each(&self) -> [(&'static str, u64); 7] {
        [
            ("paused", self.paused),
            ("paused_near_due", self.paused_near_due),
            ("extended", self.extended),
            ("reopened", self.reopened),
            ("supplements_repeated", self.supplements_repeated),
            ("corrected", self.corrected),
            ("entered_late", self.entered_late),
        ]
    }

    fn add(&mut self, other: &Self) {
        self.paused += other.paused;
        self.paused_near_due += other.paused_near_due;
        self.extended += other.extended;
        self.reopened += other.reopened;
        self.supplements_repeated += other.supplements_repeated;
        self.corrected += other.corrected;
        self.entered_late += other.entered_late;
    }
}

/// Cases of one unit, kind and procedure that count as done in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Row {
    /// All of them.
    pub done: u64,
    /// Those that the official indicator counts as on time.
    pub counted_on_time: u64,
    /// Done before the due date.
    pub early: u64,
    /// Done on the due date.
    pub on_time: u64,
    /// Done after it.
    pub late: u64,
    /// Without a due date.
    pub no_deadline: u64,
    /// Late, and on time by a late entry: never part of the rate.
    pub on_time_by_late_entry: u64,
    /// What hides lateness.
    #[serde(flatten)]
    pub signals: Signals,
}

impl Row {
    /// Counts a case.
    pub(crate) fn count(&mut self, case: &Counted) {
        self.done += 1;
        self.counted_on_time += u64::from(case.counts_as_on_time);
        match case.result {
            Some(ResultClass::Early) => self.early += 1,
            Some(ResultClass::OnTime) => self.on_time += 1,
            Some(ResultClass::Late) => self.late += 1,
            Some(ResultClass::NoDeadline) | None => self.no_deadline += 1,
        }
        self.on_time_by_late_entry += u64::from(case.by_late_entry);
        self.signals.add(&case.signals);
    }

    fn add(&mut self, other: &Self) {
        self.done += other.done;
        self.counted_on_time += other.counted_on_time;
        self.early += other.early;
        self.on_time += other.on_time;
        self.late += other.late;
        self.no_deadline += other.no_deadline;
        self.on_time_by_late_entry += other.on_time_by_late_entry;
        self.signals.add(&other.signals);
    }
}

/// A case that counts as done, for one row.
pub(crate) struct Counted {
    pub counts_as_on_time: bool,
    pub result: Option<ResultClass>,
    pub by_late_entry: bool,
    pub signals: Signals,
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Of {
    /// The indicator that says which cases are done.
    pub indicator: Code,
    /// The lead unit as last told; none where none was told.
    pub unit: Option<Code>,
    /// The type.
    #[serde(rename = "type")]
    pub case_type: Code,
    /// The procedure, where it is told.
    pub procedure: Option<String>,
}

/// The on-time table of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Its rows.
    pub rows: BTreeMap<Of, Row>,
}

impl Table {
    /// The sum of all rows of an indicator.
    #[must_use]
    pub fn sum(&self, indicator: &str) -> Row {
        let mut sum = Row::default();
        self.rows.iter().filter(|(of, _)| of.indicator == *indicator).for_each(|(_, row)| sum.add(row));
        sum
    }

    /// Rows summed by what `of` keeps of their place: by unit, by procedure.
    #[must_use]
    pub fn by<K: Ord>(&self, of: impl Fn(&Of) -> K) -> BTreeMap<K, Row> {
        let mut out: BTreeMap<K, Row> = BTreeMap::new();
        self.rows.iter().for_each(|(place, row)| out.entry(of(place)).or_default().add(row));
        out
    }
}

impl Serialize for Table {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Line<'a> {
            #[serde(flatten)]
            of: &'a Of,
            #[serde(flatten)]
            row: &'a Row,
        }
        serializer.collect_seq(self.rows.iter().map(|(of, row)| Line { of, row }))
    }
}
