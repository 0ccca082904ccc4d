//! The figures of the official report that leaves alone bear out, counted by the very indicators of the logged catalogue.
//!
//! What an indicator looks at must be told by leaves, and then the kernel's [`facts`] decide. All others are named "không kiểm
//! chứng công khai được". Not here: what a leaf tells of a case (`course`), the table by unit (`table`).

use std::collections::{BTreeMap, BTreeSet};

use kernel::Code;
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::{CaseType, LeafSays};
use kernel::catalogue::indicator::{DaySource, Each, Indicator, Measure};
use kernel::figures::{Fact, facts};
use kernel::time::Date;
use serde::{Deserialize, Serialize};

use crate::course::{Course, Words};
use crate::finding::{Finding, Name};
use crate::table::{Counted, Of, Table};

/// A period of counting: first and last day.
pub type Period = (Date, Date);

/// Whether everything that this indicator looks at is told by the leaves of the type.
#[must_use]
pub fn told_by_leaves(case_type: &CaseType, indicator: &Indicator) -> bool {
    let leaf = &case_type.leaf;
    let is_whole = leaf.from.is_none();
    let day = |source: &DaySource| match source {
        DaySource::Published | DaySource::Withdrawn => true,
        DaySource::Entered(step) => is_whole || leaf.from.as_ref() == Some(step),
        DaySource::Opened | DaySource::Closed | DaySource::ClockStarted | DaySource::ClockStopped => is_whole,
        DaySource::Number(_) | DaySource::Field(_) | DaySource::CarriedOver => false,
    };
    let path = |path: &str| match path {
        "@step" | "@withdrawn" => true,
        "@verdict" | "@extended" | "@on_time_by_late_entry" => is_whole,
        field => leaf.fields.iter().any(|told| told == field),
    };
    leaf.says == LeafSays::Public
        && indicator.each == Each::Case
        && day(&indicator.on)
        && indicator.also_by.iter().chain(&indicator.until).all(day)
        && indicator.conditions.iter().chain(&indicator.alternatives).all(|condition| path(&condition.path))
}

/// Which indicators of a catalogue leaves bear out, in all types that have them: what they count, anybody can count again. All
/// other figures are printed “không kiểm chứng công khai được”.
#[must_use]
pub fn told(catalogue: &Catalogue) -> BTreeSet<Code> {
    let of = |case_type: &CaseType, told: bool| -> Vec<Code> {
        let has = |indicator: &&Indicator| told_by_leaves(case_type, indicator) == told;
        case_type.indicators.iter().filter(has).map(|indicator| indicator.code.clone()).collect()
    };
    let mut out: BTreeSet<Code> = catalogue.types.values().flat_map(|case_type| of(case_type, true)).collect();
    for code in catalogue.types.values().flat_map(|case_type| of(case_type, false)) {
        out.remove(&code);
    }
    out
}

/// Shares of reports that say how much was done on time: the indicator of what was done, and that of what was on time.
fn rates(catalogue: &Catalogue, told: &BTreeSet<Code>) -> BTreeSet<(Code, Code)> {
    let judges = |code: &Code| {
        let mut indicators = catalogue.types.values().flat_map(|t| &t.indicators).filter(|i| i.code == *code);
        indicators.any(|i| i.conditions.iter().any(|condition| condition.path == "@verdict"))
    };
    let shares = catalogue.reports.values().flat_map(|report| &report.figures);
    let shares = shares.filter_map(|figure| Some((figure.share_of.clone()?, figure.code.clone())));
    shares.filter(|(of, on_time)| told.contains(of) && told.contains(on_time) && judges(on_time)).collect()
}

/// What was counted of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The indicators that leaves bear out, each with its count.
    pub figures: BTreeMap<Code, u64>,
    /// The on-time table.
    pub table: Table,
    /// Leaves by what they tell: nothing but a date, an event of a public case.
    pub leaves: Leaves,
}

/// Leaves counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Leaves {
    /// Those that tell an event.
    pub public: u64,
    /// Those that tell a date alone.
    pub opaque: u64,
    /// Those that name a text.
    pub texts: u64,
    /// Cases that are told.
    pub cases: u64,
}

/// Counts one case after the other.
pub(crate) struct Counting<'a> {
    period: Period,
    told: BTreeSet<Code>,
    rates: BTreeSet<(Code, Code)>,
    words: &'a Words,
    pub counts: Counts,
}

impl<'a> Counting<'a> {
    pub fn new(period: Period, newest: Option<&Catalogue>, words: &'a Words) -> Self {
        let told = newest.map(told).unwrap_or_default();
        let rates = newest.map(|catalogue| rates(catalogue, &told)).unwrap_or_default();
        let figures = told.iter().map(|code| (code.clone(), 0)).collect();
        Self { period, told, rates, words, counts: Counts { figures, ..Counts::default() } }
    }

    /// Counts a case by the catalogue under which it was opened.
    pub fn count(&mut self, course: &Course, catalogue: &Catalogue) -> Option<()> {
        let case = course.as_case(self.words)?;
        let case_type = catalogue.types.get(&case.case_type)?;
        let measure = |fact: &Fact| case_type.indicators.iter().find(|i| i.code == fact.indicator).map(|i| i.measure);
        let counted: Vec<Fact> = facts(case_type, &case)
            .into_iter()
            .filter(|fact| self.told.contains(&fact.indicator))
            .filter(|fact| measure(fact).is_some_and(|measure| counts_in(fact, measure, self.period)))
            .collect();
        let has = |code: &Code| counted.iter().any(|fact| fact.indicator == *code);
        for (done, on_time) in &self.rates {
            if has(done) {
                let (case_type, unit, procedure) = course.place(self.words)?;
                let of = Of { indicator: done.clone(), unit, case_type, procedure };
                self.counts.table.rows.entry(of).or_default().count(&Counted {
                    counts_as_on_time: has(on_time),
                    result: course.result(),
                    by_late_entry: course.is_on_time_by_late_entry(),
                    signals: course.signals(),
                });
            }
        }
        for fact in counted {
            *self.counts.figures.entry(fact.indicator).or_insert(0) += 1;
        }
        Some(())
    }
}

/// Whether a fact counts in a period, as the reports count: a flow by its day, stock by what exists at the end.
fn counts_in(fact: &Fact, measure: Measure, (first, last): Period) -> bool {
    if fact.since > last || fact.day > last {
        return false;
    }
    match measure {
        Measure::Flow => fact.day >= first,
        Measure::Stock => fact.until.is_none_or(|until| until > last),
    }
}

/// The official report as it is published: the JSON of `minhbach report annual`, or the text of an issued report.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Official {
    /// As of which ledger position; the whole log without.
    #[serde(default)]
    pub as_of: Option<u64>,
    /// Its period: `2023`.
    #[serde(default)]
    pub period: Option<String>,
    /// Its figures.
    pub figures: BTreeMap<String, OfficialFigure>,
}

/// A figure of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OfficialFigure {
    /// The count.
    pub value: u64,
    /// That of the period before.
    #[serde(default)]
    pub previous: Option<u64>,
}

/// A figure of the report beside that of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The indicator.
    pub code: String,
    /// What the report says.
    pub official: u64,
    /// What the log says; nothing where it cannot be checked from outside.
    pub counted: Option<u64>,
    /// The year before, where the report names it: report and log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<(u64, u64)>,
}

/// The official report beside the log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// All figures of the report.
    pub figures: Vec<Figure>,
    /// How many of them the log bears out.
    pub equal: u64,
    /// How many it does not.
    pub differing: u64,
    /// How many cannot be checked from outside.
    pub untold: u64,
}

/// Lays the official report beside what was counted of its year and of the year before.
#[must_use]
pub fn compare(official: &Official, counted: &Counts, before: &Counts) -> (Compared, Vec<Finding>) {
    let (mut out, mut findings) = (Compared::default(), Vec::new());
    for (code, figure) in &official.figures {
        let now = counted.figures.get(code.as_str()).copied();
        let previous = figure.previous.zip(before.figures.get(code.as_str()).copied());
        match now {
            None => out.untold += 1,
            Some(now) if now == figure.value && previous.is_none_or(|(said, told)| said == told) => out.equal += 1,
            Some(now) => {
                out.differing += 1;
                findings.push(differs(code, figure, now, previous));
            }
        }
        out.figures.push(Figure { code: code.clone(), official: figure.value, counted: now, previous });
    }
    (out, findings)
}

fn differs(code: &str, figure: &OfficialFigure, now: u64, previous: Option<(u64, u64)>) -> Finding {
    if figure.value != now {
        return Finding::of_log(
            Name::ReportDiffers,
            format!("{code}: báo cáo ghi {}, nhật ký công khai đếm được {now}", figure.value),
            format!("{code}: the report says {}, the public log counts {now}", figure.value),
        );
    }
    let (said, told) = previous.unwrap_or_default();
    Finding::of_log(
        Name::ReportDiffers,
        format!("{code}: báo cáo ghi {said} cho kỳ trước, nhật ký công khai đếm được {told}"),
        format!("{code}: the report says {said} for the period before, the public log counts {told}"),
    )
}
