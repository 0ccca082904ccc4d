//! How many records an indicator has in a period, as of a ledger position: sums over the facts that cases contribute.
//!
//! The facts that hold as of a position never change, so what was counted once is kept. Indexes by position, to count
//! only what is newer than a kept count, were measured and left out: 1 µs and 45 bytes more for each fact written, to save
//! 0.15 s of a report that is asked for anew after the ledger has moved. Which records an indicator has is said by the
//! catalogue. Not here: the records themselves (`records`), percentages and words (`annual`, `form`).

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use exchange::map::ProcessMap;
use kernel::Code;
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::CaseType;
use kernel::catalogue::indicator::{Each, Indicator, Measure};
use kernel::catalogue::report::{Counted, Which};
use kernel::figures::NO_DAY;
use kernel::time::{Date, Instant};

use super::dashboard::Dashboard;
use super::fail::ReportFail;
use super::period::Period;
use super::records::{Eyes, Nums};
use super::year::YearFigures;
use crate::desk::Office;
use crate::fresh::Moved;
use crate::views::load::{DaysAhead, Pile};
use crate::views::register::Count;
use crate::views::sql::Sql;

/// Most counts of one kind that are kept; above, all of them are dropped and taken anew when asked for.
const COUNTS_KEPT_MAX: usize = 2_000;
/// Most sets of cases that are kept; one is a bit for each ledger position.
const CASES_KEPT_MAX: usize = 2;
/// Most maps of imported logs that are kept.
const MAPS_KEPT_MAX: usize = 20;
/// Most dashboards that are kept: one for each leader and day.
const DASHBOARDS_KEPT_MAX: usize = 100;

/// Most piles of open work that are kept: one for each reader, type and day.
const PILES_KEPT_MAX: usize = 1_000;

/// What a figure counts: records of indicators, added up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asked {
    /// The indicators and which of their records.
    pub parts: Vec<Counted>,
    /// The period.
    pub period: Period,
    /// Only records with this value in the breakdown.
    pub by: Option<String>,
    /// Only records of cases that hold this value now.
    pub held: Option<Held>,
}

/// A value of a filter field that a case holds now. Unlike the breakdown it is not as of a position.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Held {
    /// Field.
    pub field: String,
    /// Value.
    pub value: String,
}

impl Asked {
    /// All records of one indicator.
    #[must_use]
    pub fn of(code: &Code, period: Period) -> Self {
        Self { parts: vec![Counted::all(code.clone())], period, by: None, held: None }
    }
}

/// Records by the values of the breakdown; empty values stand for cases without one.
pub type Breakdown = BTreeMap<String, u64>;

/// By what counts of one type are kept: whose eyes, type, day, and where the type changed last.
pub(crate) type TypeKey = (String, Code, Date, u64);

/// What was counted, kept by what it hangs on: the question and the ledger position.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) moved: Moved,
    pub(crate) dashboards: Memory<(String, [Date; 2], u64), Arc<Dashboard>, DASHBOARDS_KEPT_MAX>,
    pub(super) years: Memory<(Vec<Counted>, [Date; 2], u64), Arc<YearFigures>, DASHBOARDS_KEPT_MAX>,
    pub(crate) piles: Memory<TypeKey, Arc<Vec<Pile>>, PILES_KEPT_MAX>,
    pub(crate) tiles: Memory<TypeKey, (Count, Option<Count>), PILES_KEPT_MAX>,
    pub(crate) ahead: Memory<TypeKey, Arc<DaysAhead>, PILES_KEPT_MAX>,
    totals: Memory<(Counted, Period, u64), u64, COUNTS_KEPT_MAX>,
    breakdowns: Memory<(Counted, Period, u64), Arc<Breakdown>, COUNTS_KEPT_MAX>,
    pub(super) lists: Memory<(Asked, u64), u64, COUNTS_KEPT_MAX>,
    pub(super) cases: Memory<u64, Arc<Nums>, CASES_KEPT_MAX>,
    pub(crate) maps: Memory<(String, u64), Arc<ProcessMap>, MAPS_KEPT_MAX>,
}

/// Results by key, at most so many.
pub(crate) struct Memory<K, V, const MAX: usize> {
    kept: Mutex<HashMap<K, V>>,
    taking: Mutex<()>,
}

impl<K, V, const MAX: usize> Default for Memory<K, V, MAX> {
    fn default() -> Self {
        Self { kept: Mutex::default(), taking: Mutex::default() }
    }
}

impl<K: Hash + Eq, V: Clone, const MAX: usize> Memory<K, V, MAX> {
    /// The result kept, or taken now and kept. Two that ask at once may both take it; they come to the same.
    pub(crate) fn get<E>(&self, key: K, take: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
        if let Some(found) = self.lock().get(&key) {
            return Ok(found.clone());
        }
        let taken = take()?;
        let mut kept = self.lock();
        if kept.len() >= MAX {
            kept.clear();
        }
        kept.insert(key, taken.clone());
        Ok(taken)
    }

    /// The same for what is dear: whoever asks while somebody takes a result waits for it.
    pub(crate) fn get_once<E>(&self, key: K, take: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
        if let Some(found) = self.lock().get(&key) {
            return Ok(found.clone());
        }
        let _one_at_a_time = self.taking.lock().unwrap_or_else(PoisonError::into_inner);
        self.get(key, take)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<K, V>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The office as it stood at a ledger position: all that a report may look at.
#[derive(Clone)]
pub struct AsOf {
    pub(super) office: Office,
    pub(super) catalogue: Arc<Catalogue>,
    position: u64,
    recorded: Instant,
}

impl Office {
    /// The office as of a ledger position, or as of now.
    ///
    /// # Errors
    /// When the ledger has not come to that position, or cannot be read.
    pub fn as_of(&self, position: Option<u64>) -> Result<AsOf, ReportFail> {
        let mut reader = self.ledger().reader()?;
        let last = reader.head()?.next.saturating_sub(1);
        let position = position.unwrap_or(last);
        if position > last {
            return Err(ReportFail::NoSuchPosition { position, last });
        }
        let mut recorded = Instant(0);
        reader.query("SELECT at FROM events WHERE position = $1", &[position.into()], &mut |row| {
            recorded = Instant(row.int(0)?);
            Ok(())
        })?;
        // A report of an earlier position is printed after the catalogue of then.
        let mut version = 0;
        let sql = "SELECT name FROM house WHERE kind = 'catalogue_adopted' AND position <= $1";
        reader.query(sql, &[position.into()], &mut |row| {
            version = version.max(row.text(0)?.parse().unwrap_or(0));
            Ok(())
        })?;
        let catalogue = match self.house().version(version) {
            Ok(catalogue) => Arc::clone(catalogue),
            // Adopted by another process since this one read the house.
            Err(_absent) => Arc::clone(self.refresh()?.version(version)?),
        };
        Ok(AsOf { office: self.clone(), catalogue, position, recorded })
    }
}

impl AsOf {
    /// The ledger position.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.position
    }

    /// When that position was recorded.
    #[must_use]
    pub fn recorded(&self) -> Instant {
        self.recorded
    }

    /// The day at whose end open work is looked at: the last of the period, but none that had not come yet.
    #[must_use]
    pub fn looked_at(&self, period: Period) -> Date {
        period.last().min(self.recorded.date())
    }

    /// The catalogue of that position.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The figure as these eyes may know it: whole, as it stands in reports; held to a value that cases have, only over
    /// what they may read. Else anybody could ask how a closed register divides.
    ///
    /// # Errors
    /// As [`Self::count`].
    pub fn count_for(&self, asked: &Asked, eyes: Eyes<'_>) -> Result<u64, ReportFail> {
        if asked.held.is_some() { self.listed(asked, eyes) } else { self.count(asked) }
    }

    /// How many records there are.
    ///
    /// # Errors
    /// When they cannot be counted, or no case type has the indicator.
    pub fn count(&self, asked: &Asked) -> Result<u64, ReportFail> {
        if asked.held.is_some() {
            return self.listed(asked, Eyes::House);
        }
        let mut sum = 0;
        for part in &asked.parts {
            sum += match &asked.by {
                None => self.total(part, asked.period)?,
                Some(value) => self.breakdown(part, asked.period)?.get(value).copied().unwrap_or(0),
            };
        }
        Ok(sum)
    }

    fn total(&self, part: &Counted, period: Period) -> Result<u64, ReportFail> {
        self.office.kept().totals.get((part.clone(), period, self.position), || {
            if let Some(total) = self.tallied(part, period)? {
                return Ok(total);
            }
            let mut sql = Sql::default();
            self.push_facts(sql.push("SELECT COUNT(*) FROM facts f WHERE "), part, period, None)?;
            let mut total = 0;
            self.office.ledger().reader()?.query(sql.as_str(), &sql.params(), &mut |row| {
                total = row.count(0)?;
                Ok(())
            })?;
            Ok(total)
        })
    }

    /// The same from the tallies, which say what holds now: `None` where something of these cases changed since the
    /// position, or the records are stretches of a clock, of which there are no tallies.
    fn tallied(&self, part: &Counted, period: Period) -> Result<Option<u64>, ReportFail> {
        let spans = indicators(&self.catalogue, &part.code).any(|i| i.each == Each::ClockSpan);
        if spans || !matches!(part.which, Which::All | Which::Before) {
            return Ok(None);
        }
        let mut reader = self.office.ledger().reader()?;
        reader.snapshot()?;
        let (changed, _) = self.office.kept().moved.last(&mut reader, types_of(&self.catalogue, &part.code))?;
        if changed > self.position {
            return Ok(None);
        }
        let mut sql = Sql::default();
        self.push_which(sql.push("SELECT CAST(coalesce(sum(f.n), 0) AS BIGINT) FROM tallies f WHERE "), part, period)?;
        let mut total = 0;
        reader.query(sql.as_str(), &sql.params(), &mut |row| {
            total = row.count(0)?;
            Ok(())
        })?;
        Ok(Some(total))
    }

    /// How many records there are by the values of the breakdown; their sum is the count.
    ///
    /// # Errors
    /// When they cannot be counted, or no case type has the indicator.
    pub fn breakdown(&self, part: &Counted, period: Period) -> Result<Arc<Breakdown>, ReportFail> {
        self.office.kept().breakdowns.get((part.clone(), period, self.position), || {
            let mut sql = Sql::default();
            self.push_facts(sql.push("SELECT f.by_value, COUNT(*) FROM facts f WHERE "), part, period, None)?;
            sql.push(" GROUP BY f.by_value");
            let mut found = Breakdown::new();
            self.office.ledger().reader()?.query(sql.as_str(), &sql.params(), &mut |row| {
                found.insert(row.text(0)?.to_owned(), row.count(1)?);
                Ok(())
            })?;
            Ok(Arc::new(found))
        })
    }

    /// Each record of a part: its case, and its value in the breakdown.
    pub(super) fn facts(
        &self,
        part: &Counted,
        period: Period,
        each: &mut dyn FnMut(u64, &str),
    ) -> Result<(), ReportFail> {
        let mut sql = Sql::default();
        self.push_facts(sql.push("SELECT f.num, f.by_value FROM facts f WHERE "), part, period, None)?;
        self.office.ledger().reader()?.query(sql.as_str(), &sql.params(), &mut |row| {
            each(row.count(0)?, row.text(1)?);
            Ok(())
        })?;
        Ok(())
    }

    /// Adds the condition on `facts f` that one part of a question makes.
    pub(super) fn push_facts(
        &self,
        sql: &mut Sql,
        part: &Counted,
        period: Period,
        by: Option<&str>,
    ) -> Result<(), ReportFail> {
        self.push_which(sql, part, period)?;
        let position = i64::try_from(self.position).unwrap_or(i64::MAX);
        sql.push(" AND f.from_position <= ").int(position);
        sql.push(" AND (f.to_position IS NULL OR f.to_position > ").int(position).push(")");
        if let Some(value) = by {
            sql.push(" AND f.by_value = ").text(value);
        }
        Ok(())
    }

    /// The condition on the days of `f`, whatever position it is looked at from.
    fn push_which(&self, sql: &mut Sql, part: &Counted, period: Period) -> Result<(), ReportFail> {
        let nobody = || ReportFail::NoIndicator { code: part.code.to_string() };
        let indicator = indicators(&self.catalogue, &part.code).next().ok_or_else(nobody)?;
        let day = |date: Date| i64::from(date.0);
        let is_clock = indicator.each == Each::ClockSpan;
        let end = day(match part.which {
            Which::Before => period.first().add_days(-1).min(self.looked_at(period)),
            _ if is_clock => self.looked_at(period),
            _ => period.last(),
        });
        sql.push("f.indicator = ").text(part.code.as_str());
        sql.push(" AND f.since <= ").int(end);
        // The day of a stretch of the clock is its due day; all else counts by its day.
        if !is_clock {
            sql.push(" AND f.day <= ").int(end);
        }
        match indicator.measure {
            Measure::Flow => sql.push(" AND f.day >= ").int(day(period.first())),
            Measure::Stock => sql.push(" AND (f.until IS NULL OR f.until > ").int(end).push(")"),
        };
        match part.which {
            Which::All | Which::Before => {}
            Which::InTerm => {
                sql.push(" AND f.day < ").int(day(NO_DAY)).push(" AND (f.paused = 1 OR f.day >= ").int(end).push(")");
            }
            Which::Late => {
                sql.push(" AND f.paused = 0 AND f.day < ").int(end);
            }
            Which::NoDeadline => {
                sql.push(" AND f.day = ").int(day(NO_DAY));
            }
        }
        Ok(())
    }
}

/// Adds the condition that the case of a fact, of whichever type that has the indicator, holds a value.
pub(super) fn push_held(sql: &mut Sql, held: Option<&Held>, catalogue: &Catalogue, code: &Code) {
    let Some(Held { field, value }) = held else { return };
    sql.push(" AND EXISTS (SELECT 1 FROM case_values v WHERE v.type IN (").texts(types_of(catalogue, code));
    sql.push(") AND v.field = ").text(field).push(" AND v.value = ").text(value).push(" AND v.num = f.num)");
}

/// The types whose cases have an indicator; several may share one.
pub(super) fn types_of<'a>(catalogue: &'a Catalogue, code: &'a Code) -> impl Iterator<Item = &'a str> {
    let has = move |t: &&Arc<CaseType>| t.indicators.iter().any(|i| i.code == *code);
    catalogue.types.values().filter(has).map(|t| t.code.as_str())
}

/// The indicators of a code, in whichever types; their records add up.
pub(super) fn indicators<'a>(catalogue: &'a Catalogue, code: &'a Code) -> impl Iterator<Item = &'a Indicator> {
    catalogue.types.values().flat_map(|t| &t.indicators).filter(move |i| i.code == *code)
}
