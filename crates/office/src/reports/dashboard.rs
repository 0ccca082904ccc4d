//! The leaders' dashboard: tasks in their states, this year so far and the year before, by unit, field of work and source.
//!
//! States are the indicators of the monthly form, so that the two always agree; each number is a question whose records can
//! be listed. Fields of work and sources are those that the cases hold now. Not here: charts (web), what will be late and
//! who has how much to do (`views::load`).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use kernel::catalogue::report::Counted;
use kernel::time::{Date, Instant};

use super::count::{AsOf, Asked, Held, types_of};
use super::fail::ReportFail;
use super::parallel::in_parallel;
use super::period::{Length, Period, Reckoning};
use super::records::Eyes;
use crate::desk::Office;
use crate::views::sql::Sql;
use crate::views::{Sight, Viewer};

/// The states in the order in which they are shown; the last two are without a deadline and stand apart.
pub const STATES: [&str; 6] = [
    "tasks.done.on_time",
    "tasks.done.late",
    "tasks.open:in_term",
    "tasks.open:late",
    "tasks.done.no_deadline",
    "tasks.open:no_deadline",
];

/// What tasks are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Lead unit.
    Unit,
    /// Field of work.
    Field,
    /// Source of the assignment.
    Source,
}

impl Cut {
    /// The filter field; `None` for the breakdown of the indicator itself.
    fn field(self) -> Option<&'static str> {
        match self {
            Self::Unit => None,
            Self::Field => Some("field_of_work"),
            Self::Source => Some("source_kind"),
        }
    }
}

/// Tasks by state, this year and the year before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// This year so far, in the order of [`STATES`].
    pub now: [u64; 6],
    /// The whole year before, as it ended.
    pub before: [u64; 6],
}

/// The dashboard of a viewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dashboard {
    /// As of which ledger position.
    pub position: u64,
    /// When that position was recorded: open work is looked at as of this day, as behind the links.
    pub recorded: Instant,
    /// This year.
    pub year: Period,
    /// All tasks.
    pub all: Counts,
    cuts: [BTreeMap<String, Counts>; 3],
}

impl Dashboard {
    /// The rows of a cut by their values; the empty value stands for tasks without one.
    #[must_use]
    pub fn rows(&self, cut: Cut) -> &BTreeMap<String, Counts> {
        let [units, fields, sources] = &self.cuts;
        match cut {
            Cut::Unit => units,
            Cut::Field => fields,
            Cut::Source => sources,
        }
    }

    /// The address of the records that a number counts: some states, of all tasks or of a row. `None` where no list can
    /// be held to the row.
    #[must_use]
    pub fn address(&self, states: &[&str], row: Option<(Cut, &str)>, before: bool) -> Option<String> {
        let period = if before { self.year.year_before() } else { self.year };
        self.asked(states, row, period).map(|asked| asked.address(self.position))
    }

    /// The question behind a number.
    #[must_use]
    pub fn asked(&self, states: &[&str], row: Option<(Cut, &str)>, period: Period) -> Option<Asked> {
        let parts = states.iter().map(|state| part(state)).collect::<Option<_>>()?;
        let mut asked = Asked { parts, period, by: None, held: None };
        match row.map(|(cut, value)| (cut.field(), value)) {
            None => {}
            Some((None, value)) => asked.by = Some(value.to_owned()),
            Some((Some(_), "")) => return None,
            Some((Some(field), value)) => {
                asked.held = Some(Held { field: field.to_owned(), value: value.to_owned() });
            }
        }
        Some(asked)
    }
}

fn part(state: &str) -> Option<Counted> {
    Counted::try_from(state.to_owned()).ok()
}

impl Office {
    /// The dashboard as of now. Kept until something of a task changes or a new day is recorded; one serves all who may
    /// read every task.
    ///
    /// # Errors
    /// When it cannot be counted.
    pub fn dashboard(&self, viewer: &Viewer) -> Result<Arc<Dashboard>, ReportFail> {
        let today = viewer.now.date();
        let catalogue = Arc::clone(viewer.house.catalogue()?);
        let nothing = || ReportFail::NoIndicator { code: STATES.concat() };
        let first = STATES.first().and_then(|state| part(state)).ok_or_else(nothing)?;
        let of = || types_of(&catalogue, &first.code);
        let (changed, head) = self.kept().moved.last(&mut self.ledger().reader()?, of())?;
        let as_of = self.as_of(Some(head))?;
        let whole = of().all(|of| catalogue.types.get(of).is_some_and(|t| viewer.sight(t) == Sight::All));
        let whose = if whole { String::new() } else { viewer.actor.person.to_string() };
        let key = (whose, [today, as_of.recorded().date()], changed);
        self.kept().dashboards.get_once(key, || as_of.dashboard(viewer, today).map(Arc::new))
    }
}

/// A fact as the dashboard needs it: its case, and its value in the breakdown.
type Found = Vec<(u64, String)>;

impl AsOf {
    fn dashboard(&self, viewer: &Viewer, today: Date) -> Result<Dashboard, ReportFail> {
        let nothing = || ReportFail::NoIndicator { code: today.to_string() };
        let year = Period::new(today.year(), Length::Year, Reckoning::Calendar).ok_or_else(nothing)?;
        let wanted: Vec<(usize, bool)> = (0..STATES.len()).flat_map(|at| [(at, false), (at, true)]).collect();
        let found = in_parallel(&wanted, |(at, before)| {
            let period = if *before { year.year_before() } else { year };
            self.found(STATES.get(*at).copied().unwrap_or_default(), period, viewer)
        });
        let fields = self.values(Cut::Field)?;
        let sources = self.values(Cut::Source)?;
        let mut out = Dashboard {
            position: self.position(),
            recorded: self.recorded(),
            year,
            all: Counts::default(),
            cuts: Default::default(),
        };
        for ((at, before), found) in wanted.into_iter().zip(found) {
            for (num, unit) in found? {
                let value = |of: &HashMap<u64, Arc<str>>| of.get(&num).map(ToString::to_string).unwrap_or_default();
                let rows = [unit, value(&fields), value(&sources)];
                add(&mut out.all, at, before);
                for (cut, value) in out.cuts.iter_mut().zip(rows) {
                    add(cut.entry(value).or_default(), at, before);
                }
            }
        }
        Ok(out)
    }

    fn found(&self, state: &str, period: Period, viewer: &Viewer) -> Result<Found, ReportFail> {
        let part = part(state).ok_or_else(|| ReportFail::NoIndicator { code: state.to_owned() })?;
        let seen = self.seen(&part, Eyes::Of(&viewer.actor))?;
        let mut found = Found::new();
        self.facts(&part, period, &mut |num, by| {
            if seen.as_ref().is_none_or(|seen| seen.has(num)) {
                found.push((num, by.to_owned()));
            }
        })?;
        Ok(found)
    }

    /// What the cases hold in a field now.
    fn values(&self, cut: Cut) -> Result<HashMap<u64, Arc<str>>, ReportFail> {
        let mut out = HashMap::new();
        let Some(field) = cut.field() else { return Ok(out) };
        let Some(first) = part(STATES.first().copied().unwrap_or_default()) else { return Ok(out) };
        let mut last: Arc<str> = Arc::from("");
        let mut sql = Sql::default();
        sql.push("SELECT num, value FROM case_values WHERE type IN (").texts(types_of(self.catalogue(), &first.code));
        sql.push(") AND field = ").text(field);
        self.office.ledger().reader()?.query(sql.as_str(), &sql.params(), &mut |row| {
            let value = row.text(1)?;
            // Rows come by value, so that one text serves many.
            if *last != *value {
                last = Arc::from(value);
            }
            out.insert(row.count(0)?, Arc::clone(&last));
            Ok(())
        })?;
        Ok(out)
    }
}

fn add(counts: &mut Counts, at: usize, before: bool) {
    let of = if before { &mut counts.before } else { &mut counts.now };
    if let Some(count) = of.get_mut(at) {
        *count += 1;
    }
}
