//! A process map: which steps a pile of histories took, how often, in what order, and how long it lay in between.
//!
//! Built one history at a time in bounded memory, read as rows of steps and connections. Knows nothing of statutory
//! deadlines: whether a case was in time is not seen here. Not here: the picture, which is a page's (web).

use std::collections::{BTreeMap, BTreeSet};

use crate::xes::Trace;

/// Different step names a map tells apart; later ones are counted together under [`OTHER_STEPS`].
pub const STEPS_MAX: usize = 500;
/// Durations kept per step and per connection; past it every second one is dropped, again and again.
pub const DURATIONS_KEPT_MAX: usize = 16_384;
/// Durations kept in all, some 64 MiB: past it every second one of every step and connection is dropped. Without it the
/// limits above alone would let a quarter of a million connections keep 16 GiB.
const DURATIONS_ALL_MAX: usize = 8 << 20;
/// Name of the step that gathers what is past [`STEPS_MAX`].
pub const OTHER_STEPS: &str = "(các bước khác)";
/// Name shown for a step without a name.
pub const NAMELESS_STEP: &str = "(không tên)";

const MICROSECONDS_PER_SECOND: i64 = 1_000_000;

/// One step with its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    /// Name of the step.
    pub name: String,
    /// Times the step was taken.
    pub count: u64,
    /// Cases that took it at least once.
    pub cases: u64,
    /// Median seconds to the next step of the same case; `None` where no such pair has two instants in order.
    pub median_to_next_seconds: Option<u32>,
}

/// One connection with its numbers: "directly followed by".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionRow {
    /// Step before; `None` is the beginning of a case.
    pub from: Option<String>,
    /// Step after; `None` is the end of a case.
    pub to: Option<String>,
    /// Times the one directly followed the other.
    pub count: u64,
    /// Median seconds between the two; `None` for beginnings, ends and pairs without two instants in order.
    pub median_seconds: Option<u32>,
}

/// Durations, thinned evenly once there are too many: which ones stay depends on their order alone, so the same
/// histories give the same median.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Durations {
    seconds: Vec<u32>,
    /// Every `stride`-th duration is kept.
    stride: u64,
    seen: u64,
}

impl Durations {
    const fn new() -> Self {
        Self { seconds: Vec::new(), stride: 1, seen: 0 }
    }

    fn add(&mut self, seconds: u32) {
        if self.seen.is_multiple_of(self.stride) {
            if self.seconds.len() >= DURATIONS_KEPT_MAX {
                self.thin();
            }
            if self.seen.is_multiple_of(self.stride) {
                self.seconds.push(seconds);
            }
        }
        self.seen = self.seen.saturating_add(1);
    }

    /// Drops every second one; the last of all stays.
    fn thin(&mut self) {
        if self.seconds.len() > 1 {
            self.seconds = self.seconds.iter().step_by(2).copied().collect();
            self.stride = self.stride.saturating_mul(2);
        }
    }

    /// The lower median.
    fn median(&self) -> Option<u32> {
        let mut sorted = self.seconds.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len().saturating_sub(1) / 2).copied()
    }
}

#[derive(Debug, Clone)]
struct Step {
    name: String,
    count: u64,
    cases: u64,
    to_next: Durations,
}

#[derive(Debug, Clone)]
struct Connection {
    count: u64,
    between: Durations,
}

/// A step by its index; `None` is the beginning (as "from") or the end (as "to") of a case.
type End = Option<usize>;

/// What a pile of histories has in common.
#[derive(Debug, Clone)]
pub struct ProcessMap {
    cases: u64,
    index: BTreeMap<String, usize>,
    steps: Vec<Step>,
    connections: BTreeMap<(End, End), Connection>,
    /// Durations kept, at most, and how many may have been added since they were counted.
    kept_max: usize,
    kept: usize,
}

impl Default for ProcessMap {
    fn default() -> Self {
        Self::keeping(DURATIONS_ALL_MAX)
    }
}

impl ProcessMap {
    /// A map of nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn keeping(kept_max: usize) -> Self {
        let (index, connections) = (BTreeMap::new(), BTreeMap::new());
        Self { cases: 0, index, steps: Vec::new(), connections, kept_max, kept: 0 }
    }

    /// Adds the history of one trace, its events in the order of the file.
    pub fn add(&mut self, trace: &Trace) {
        let steps: Vec<(&str, Option<i64>)> =
            trace.events.iter().map(|event| (event.name.as_str(), event.at)).collect();
        self.add_history(&steps);
    }

    /// Adds one history: names of steps with their instants (microseconds UTC) in the order they were taken.
    /// A history without steps counts for nothing.
    pub fn add_history(&mut self, history: &[(&str, Option<i64>)]) {
        if history.is_empty() {
            return;
        }
        self.cases = self.cases.saturating_add(1);
        let mut met = BTreeSet::new();
        let mut before: Option<(usize, Option<i64>)> = None;
        for (name, at) in history {
            let index = self.step_index(name);
            if let Some(step) = self.steps.get_mut(index) {
                step.count = step.count.saturating_add(1);
                step.cases = step.cases.saturating_add(u64::from(met.insert(index)));
            }
            let elapsed = before.and_then(|(_, earlier)| seconds_between(earlier, *at));
            self.connect(before.map(|(step, _)| step), Some(index), elapsed);
            before = Some((index, *at));
        }
        self.connect(before.map(|(step, _)| step), None, None);
    }

    /// Cases added so far.
    #[must_use]
    pub fn cases(&self) -> u64 {
        self.cases
    }

    /// The steps, the most frequent first.
    #[must_use]
    pub fn table(&self) -> Vec<StepRow> {
        let mut rows: Vec<StepRow> = self
            .steps
            .iter()
            .map(|step| StepRow {
                name: step.name.clone(),
                count: step.count,
                cases: step.cases,
                median_to_next_seconds: step.to_next.median(),
            })
            .collect();
        rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        rows
    }

    /// The connections, the most frequent first.
    #[must_use]
    pub fn connections(&self) -> Vec<ConnectionRow> {
        let name = |end: End| end.and_then(|index| self.steps.get(index)).map(|step| step.name.clone());
        let mut rows: Vec<ConnectionRow> = self
            .connections
            .iter()
            .map(|((from, to), connection)| ConnectionRow {
                from: name(*from),
                to: name(*to),
                count: connection.count,
                median_seconds: connection.between.median(),
            })
            .collect();
        rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to))));
        rows
    }

    fn step_index(&mut self, name: &str) -> usize {
        let name = if name.trim().is_empty() { NAMELESS_STEP } else { name };
        if let Some(index) = self.index.get(name) {
            return *index;
        }
        let name = if self.steps.len() < STEPS_MAX { name } else { OTHER_STEPS };
        let next = self.steps.len();
        let index = *self.index.entry(name.to_owned()).or_insert(next);
        if index == next {
            let name = name.to_owned();
            self.steps.push(Step { name, count: 0, cases: 0, to_next: Durations::new() });
        }
        index
    }

    fn connect(&mut self, from: End, to: End, elapsed: Option<u32>) {
        let connection =
            self.connections.entry((from, to)).or_insert_with(|| Connection { count: 0, between: Durations::new() });
        connection.count = connection.count.saturating_add(1);
        let Some(seconds) = elapsed else { return };
        connection.between.add(seconds);
        if let Some(step) = from.and_then(|index| self.steps.get_mut(index)) {
            step.to_next.add(seconds);
        }
        self.kept = self.kept.saturating_add(2);
        if self.kept > self.kept_max {
            self.thin();
        }
    }

    /// Counts what is kept, and drops every second duration everywhere if it is too much.
    fn thin(&mut self) {
        if self.durations() > self.kept_max {
            let connections = self.connections.values_mut().map(|connection| &mut connection.between);
            self.steps.iter_mut().map(|step| &mut step.to_next).chain(connections).for_each(Durations::thin);
        }
        self.kept = self.durations();
    }

    fn durations(&self) -> usize {
        let connections = self.connections.values().map(|connection| &connection.between);
        self.steps.iter().map(|step| &step.to_next).chain(connections).map(|all| all.seconds.len()).sum()
    }
}

/// Whole seconds from one instant to a later or equal one, in microseconds UTC; longer than 136 years counts as that.
fn seconds_between(earlier: Option<i64>, later: Option<i64>) -> Option<u32> {
    let elapsed = later?.checked_sub(earlier?)?;
    let seconds = elapsed.div_euclid(MICROSECONDS_PER_SECOND);
    (seconds >= 0).then(|| u32::try_from(seconds).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600 * MICROSECONDS_PER_SECOND;

    #[test]
    fn counts_steps_connections_beginnings_and_ends() {
        let mut map = ProcessMap::new();
        map.add_history(&[("a", Some(0)), ("b", Some(HOUR)), ("b", Some(2 * HOUR))]);
        map.add_history(&[("a", Some(0)), ("b", Some(3 * HOUR))]);
        map.add_history(&[]);
        assert_eq!(map.cases(), 2);
        let rows = map.table();
        assert_eq!((rows[0].name.as_str(), rows[0].count, rows[0].cases), ("b", 3, 2));
        assert_eq!(rows[1].median_to_next_seconds, Some(3_600), "the lower of one and three hours");
        let rows = map.connections();
        let connections: Vec<(Option<&str>, Option<&str>, u64)> =
            rows.iter().map(|row| (row.from.as_deref(), row.to.as_deref(), row.count)).collect();
        let expected =
            [(None, Some("a"), 2), (Some("a"), Some("b"), 2), (Some("b"), None, 2), (Some("b"), Some("b"), 1)];
        assert_eq!(connections, expected);
    }

    #[test]
    fn time_that_runs_backwards_or_is_absent_gives_no_duration() {
        let mut map = ProcessMap::new();
        map.add_history(&[("a", Some(HOUR)), ("b", Some(0)), ("c", None), ("d", Some(0))]);
        assert!(map.table().iter().all(|row| row.median_to_next_seconds.is_none()));
    }

    #[test]
    fn steps_past_the_limit_are_gathered() {
        for (names, gathered) in [(STEPS_MAX, false), (STEPS_MAX + 1, true), (STEPS_MAX + 50, true)] {
            let mut map = ProcessMap::new();
            for number in 0..names {
                map.add_history(&[(format!("s{number}").as_str(), None)]);
            }
            assert_eq!(map.table().iter().any(|row| row.name == OTHER_STEPS), gathered, "{names}");
            assert!(map.table().len() <= STEPS_MAX + 1);
        }
    }

    #[test]
    fn durations_of_many_connections_stay_few_together() {
        let mut map = ProcessMap::keeping(10_000);
        for round in 0..200 {
            for step in 0..100 {
                let (from, to) = (format!("a{step}"), format!("b{step}"));
                map.add_history(&[(&from, Some(0)), (&to, Some(round * MICROSECONDS_PER_SECOND))]);
            }
        }
        assert!(map.durations() <= 10_000, "{}", map.durations());
        let medians: Vec<u32> = map.connections().iter().filter_map(|row| row.median_seconds).collect();
        assert_eq!(medians.len(), 100);
        assert!(medians.iter().all(|median| (90..=110).contains(median)), "{medians:?}");
    }

    #[test]
    fn durations_stay_few_and_their_median_stays_true() {
        let mut durations = Durations::new();
        for second in 0..100_000 {
            durations.add(second);
        }
        assert!(durations.seconds.len() <= DURATIONS_KEPT_MAX);
        let median = durations.median().unwrap();
        assert!((49_900..50_100).contains(&median), "{median}");
    }
}
