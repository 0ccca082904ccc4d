//! From a change of a case to the rows of the read tables, written in the transaction that stores its events.
//!
//! Rows are worked out from the state before and after, so that only what differs is touched; `replay` goes the same
//! way. Not here: what a fact or a reader is (kernel), reading the rows (views, reports).

use std::collections::BTreeSet;

use kernel::Code;
use kernel::case::rights::case_readers;
use kernel::case::{Case, Event, Link, Value, record};
use kernel::catalogue::case_type::{CaseType, Part};
use kernel::catalogue::indicator::{Each, Indicator};
use kernel::clock::Status;
use kernel::figures::{Fact, NO_DAY, facts, look_up};
use kernel::text::{fold, sort_key};
use ledger::{DbError, Merge, Param, Tx, Write};

use crate::desk::OfficeError;
use crate::told::Told;

/// Longest value kept for filters, in characters; longer ones cannot be filtered by.
const FILTER_CHARACTERS_MAX: usize = 120;

static VALUE_GONE: Write = Write {
    table: "case_values",
    sql: "DELETE FROM case_values WHERE type = $1 AND field = $2 AND value = $3 AND num = $4",
    key: &[1, 2, 3, 4],
    merge: &[],
};
static VALUE: Write = Write {
    table: "case_values",
    sql: "INSERT INTO case_values(type, field, value, num) VALUES($1, $2, $3, $4)",
    key: &[1, 2, 3, 4],
    merge: &[],
};
static SPAN: Write = Write {
    table: "title_spans",
    sql: "INSERT INTO title_spans(type, field, value, low, high) VALUES($1, $2, $3, $4, $5)
                 ON CONFLICT(type, field, value) DO UPDATE SET
                   low = CASE WHEN excluded.low < title_spans.low THEN excluded.low ELSE title_spans.low END,
                   high = CASE WHEN excluded.high > title_spans.high THEN excluded.high ELSE title_spans.high END
                 WHERE excluded.low < title_spans.low OR excluded.high > title_spans.high",
    key: &[1, 2, 3],
    merge: &[Merge::Least(4), Merge::Greatest(5)],
};
static READER_GONE: Write = Write {
    table: "may_read",
    sql: "DELETE FROM may_read WHERE subject = $1 AND type = $2 AND num = $3",
    key: &[1, 2, 3],
    merge: &[],
};
static READER: Write = Write {
    table: "may_read",
    sql: "INSERT INTO may_read(subject, type, num) VALUES($1, $2, $3)",
    key: &[1, 2, 3],
    merge: &[],
};
static LINK: Write = Write {
    table: "case_links",
    sql: "INSERT INTO case_links(target, num, rule) VALUES($1, $2, $3)",
    key: &[],
    merge: &[],
};
static FACT_GONE: Write = Write {
    table: "facts",
    sql: "UPDATE facts SET to_position = $1
                 WHERE indicator = $2 AND day = $3 AND num = $4 AND item = $5 AND to_position IS NULL",
    key: &[2, 3, 4, 5],
    merge: &[],
};
static FACT: Write = Write {
    table: "facts",
    sql: "INSERT INTO facts(indicator, day, num, item, from_position, to_position, since, until, by_value, paused)
                 VALUES($1, $2, $3, $4, $5, NULL, $6, $7, $8, $9)",
    key: &[1, 2, 3, 4],
    merge: &[],
};
static TALLY: Write = Write {
    table: "tallies",
    sql: "INSERT INTO tallies(indicator, day, since, until, n) VALUES($1, $2, $3, $4, $5)
             ON CONFLICT(indicator, day, since, until) DO UPDATE SET n = tallies.n + excluded.n",
    key: &[1, 2, 3, 4],
    merge: &[Merge::Sum(5)],
};
static CASE: Write = Write {
    table: "cases",
    sql: "INSERT INTO cases(num, id, type, step, title, title_key, folded, number, lead, holder, assigner, opened,
               due, clock, verdict, stopped, closed, published, updated, position, version, batch, state, body)
             VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
               $23, $24)",
    key: &[1],
    merge: &[],
};
static CASE_RENAMED: Write = Write {
    table: "cases",
    sql: "UPDATE cases SET title = $1, title_key = $2, folded = $3, number = $4 WHERE num = $5",
    key: &[5],
    merge: &[],
};
static CASE_MOVED: Write = Write {
    table: "cases",
    sql: "UPDATE cases SET step = $1, lead = $2, holder = $3, assigner = $4, due = $5, clock = $6, verdict = $7,
               stopped = $8, closed = $9, published = $10, updated = $11, position = $12, version = $13, state = $14,
               body = $15 WHERE num = $16",
    key: &[16],
    merge: &[],
};
static CASE_TOUCHED: Write = Write {
    table: "cases",
    sql: "UPDATE cases SET step = $1, closed = $2, published = $3, updated = $4, position = $5, version = $6,
               state = $7, body = $8 WHERE num = $9",
    key: &[9],
    merge: &[],
};

/// What lists say in place of the title of a case that the law has erased.
pub const ERASED_TITLE: &str = "(đã xóa theo pháp luật)";

/// The titles under values of fields, worked out anew for a type: what they were widened to by a title that is gone is gone.
/// The titles are taken from their index first: the rows of the cases themselves are wide, and lie far apart.
const SPANS_ANEW: &str = "INSERT INTO title_spans(type, field, value, low, high)
    WITH titles AS MATERIALIZED (SELECT num, title_key FROM cases WHERE type = $1)
    SELECT v.type, v.field, v.value, min(t.title_key), max(t.title_key) FROM case_values v JOIN titles t ON t.num = v.num
    WHERE v.type = $1 AND substr(v.field, 1, 1) <> '@' GROUP BY v.type, v.field, v.value";

/// What a change does to the read tables.
pub(crate) struct Rows {
    /// The field that is the title, where the case is erased by this change.
    erased: Option<Code>,
    is_new: bool,
    /// Whether clock and people stay as they are: step, moments and state only.
    light: bool,
    /// Set when title or number are new: what they sort and are found by.
    keys: Option<Keys>,
    columns: Columns,
    values: Differs<(String, String)>,
    spans: Spans,
    readers: Differs<String>,
    facts: Differs<Fact>,
    /// Indicators whose records are stretches of a clock: of those there are no tallies.
    clocked: Vec<Code>,
    links: Vec<Link>,
    given: Vec<String>,
    told: Told,
}

/// What a case sorts and is found by; dear to work out, so only when title or number change.
struct Keys {
    title_key: String,
    folded: String,
}

/// Values of fields under which the title is new, with its key.
#[derive(Default)]
struct Spans {
    title_key: String,
    values: Vec<(String, String)>,
}

/// The row of `cases`.
struct Columns {
    id: [u8; 16],
    case_type: String,
    step: String,
    title: String,
    number: String,
    lead: String,
    holder: String,
    assigner: String,
    opened: i64,
    due: Option<i64>,
    clock: &'static str,
    verdict: String,
    stopped: Option<i64>,
    closed: Option<i64>,
    published: Option<i64>,
    version: u64,
    batch: Option<[u8; 16]>,
    updated: i64,
    state: String,
    body: String,
}

/// What goes and what comes.
struct Differs<T> {
    gone: Vec<T>,
    new: Vec<T>,
}

impl<T: Ord> Differs<T> {
    fn between(before: Vec<T>, after: Vec<T>) -> Self {
        let (before, after): (BTreeSet<T>, BTreeSet<T>) = (before.into_iter().collect(), after.into_iter().collect());
        if before == after {
            return Self { gone: Vec::new(), new: Vec::new() };
        }
        let mut out = Self { gone: Vec::new(), new: Vec::new() };
        let mut rest = after;
        for old in before {
            if !rest.remove(&old) {
                out.gone.push(old);
            }
        }
        out.new = rest.into_iter().collect();
        out
    }
}

impl Rows {
    pub(crate) fn of(
        before: Option<&Case>,
        after: &Case,
        case_type: &CaseType,
        events: &[Event],
    ) -> Result<Self, OfficeError> {
        let left = after.titled_while_kept(&case_type.title);
        let after = &*left;
        let columns = columns(after, case_type)?;
        let named = |case: &Case| (case.fields.get(&case_type.title).cloned(), case.numbers.len(), case.erased);
        let renamed = before.is_none_or(|b| named(b) != named(after));
        let keys = renamed.then(|| columns.keys());
        let light = before.is_some_and(|b| indexed(b) == indexed(after));
        let values = |case: &Case| values_of(case_type, case);
        let readers = |case: &Case| case_readers(case_type, case);
        let facts_of = |case: &Case| facts(case_type, case);
        let given = after.numbers.iter().skip(before.map_or(0, |b| b.numbers.len())).map(|n| n.text.clone()).collect();
        let all_values = values(after);
        let values = Differs::between(before.map(values).unwrap_or_default(), all_values.clone());
        let spans = Spans::of(keys.as_ref(), &columns.title, if renamed { &all_values } else { &values.new });
        let is_clocked = |i: &&Indicator| i.each == Each::ClockSpan;
        let clocked = case_type.indicators.iter().filter(is_clocked).map(|i| i.code.clone()).collect();
        let erased = after.erased.filter(|_| before.is_none_or(|b| b.erased.is_none()));
        Ok(Self {
            erased: erased.map(|_| case_type.title.clone()),
            is_new: before.is_none(),
            light,
            keys,
            columns,
            values,
            spans,
            clocked,
            readers: Differs::between(before.map(readers).unwrap_or_default(), readers(after)),
            facts: Differs::between(before.map(facts_of).unwrap_or_default(), facts_of(after)),
            links: after.links.iter().skip(before.map_or(0, |b| b.links.len())).cloned().collect(),
            given,
            told: Told::of(before, case_type, events),
        })
    }

    /// Version of the case after the change.
    pub(crate) fn version(&self) -> u64 {
        self.columns.version
    }

    /// Numbers given by the change, as written.
    pub(crate) fn numbers_given(&self) -> &[String] {
        &self.given
    }

    /// Writes the rows; the events of the change stand at `first` to `last`.
    pub(crate) fn write(&self, tx: &mut dyn Tx, num: u64, first: u64, last: u64) -> Result<(), DbError> {
        let (num, first, last) = (signed(num), signed(first), signed(last));
        match (&self.keys, self.is_new, self.light) {
            (Some(keys), true, _) => self.columns.insert(tx, num, last, keys)?,
            (Some(keys), false, _) => {
                self.columns.rename(tx, num, keys)?;
                self.columns.update(tx, num, last)?;
            }
            (None, _, false) => self.columns.update(tx, num, last)?,
            (None, _, true) => self.columns.update_light(tx, num, last)?,
        }
        self.write_values(tx, num)?;
        self.write_spans(tx)?;
        if let Some(title) = &self.erased {
            self.forget_title(tx, title)?;
        }
        self.write_readers(tx, num)?;
        self.write_facts(tx, num, first)?;
        self.write_links(tx, num)?;
        self.told.write(tx, num, first)
    }

    fn write_values(&self, tx: &mut dyn Tx, num: i64) -> Result<(), DbError> {
        let of = &*self.columns.case_type;
        for (field, value) in &self.values.gone {
            tx.write(&VALUE_GONE, &[of.into(), field.as_str().into(), value.as_str().into(), num.into()])?;
        }
        for (field, value) in &self.values.new {
            tx.write(&VALUE, &[of.into(), field.as_str().into(), value.as_str().into(), num.into()])?;
        }
        Ok(())
    }

    /// A title that lies outside of those known for a value widens them; most do not.
    fn write_spans(&self, tx: &mut dyn Tx) -> Result<(), DbError> {
        let (of, key) = (&*self.columns.case_type, self.spans.title_key.as_str());
        for (field, value) in &self.spans.values {
            tx.write(&SPAN, &[of.into(), field.as_str().into(), value.as_str().into(), key.into(), key.into()])?;
        }
        Ok(())
    }

    /// What the events of an erased case said of its title goes, and what was worked out of it. A replay finds it gone from
    /// the beginning, so that nothing may be left that hangs on what it was.
    fn forget_title(&self, tx: &mut dyn Tx, title: &Code) -> Result<(), DbError> {
        let mut events = Vec::new();
        let stream = Param::Blob(&self.columns.id);
        tx.query("SELECT position, plain FROM events WHERE stream = $1", &[stream], &mut |row| {
            events.push((row.int(0)?, row.blob(1)?.to_vec()));
            Ok(())
        })?;
        for (position, plain) in events {
            let left = record::plain_without(&plain, title).map_err(|e| DbError::Caller(e.to_string()))?;
            if let Some(left) = left {
                let params = [position.into(), Param::Blob(&left)];
                tx.execute("UPDATE events SET plain = $2 WHERE position = $1", &params)?;
            }
        }
        let of = [Param::from(self.columns.case_type.as_str())];
        tx.execute("DELETE FROM title_spans WHERE type = $1", &of)?;
        tx.execute(SPANS_ANEW, &of).map(|_| ())
    }

    fn write_readers(&self, tx: &mut dyn Tx, num: i64) -> Result<(), DbError> {
        let of = &*self.columns.case_type;
        for subject in &self.readers.gone {
            tx.write(&READER_GONE, &[subject.as_str().into(), of.into(), num.into()])?;
        }
        for subject in &self.readers.new {
            tx.write(&READER, &[subject.as_str().into(), of.into(), num.into()])?;
        }
        Ok(())
    }

    /// The way back of a link: the case pointed to finds this one.
    fn write_links(&self, tx: &mut dyn Tx, num: i64) -> Result<(), DbError> {
        for link in &self.links {
            tx.write(&LINK, &[Param::Blob(link.to.as_bytes()), num.into(), link.rule.as_str().into()])?;
        }
        Ok(())
    }

    /// A fact that no longer holds ceases at this position; it is never deleted, so that earlier positions answer alike.
    fn write_facts(&self, tx: &mut dyn Tx, num: i64, first: i64) -> Result<(), DbError> {
        for fact in &self.facts.gone {
            tx.write(
                &FACT_GONE,
                &[
                    first.into(),
                    fact.indicator.as_str().into(),
                    i64::from(fact.day.0).into(),
                    num.into(),
                    i64::from(fact.item).into(),
                ],
            )?;
            self.tally(tx, fact, -1)?;
        }
        for fact in &self.facts.new {
            tx.write(
                &FACT,
                &[
                    fact.indicator.as_str().into(),
                    i64::from(fact.day.0).into(),
                    num.into(),
                    i64::from(fact.item).into(),
                    first.into(),
                    i64::from(fact.since.0).into(),
                    fact.until.map(|d| i64::from(d.0)).into(),
                    fact.by.as_str().into(),
                    i64::from(fact.paused).into(),
                ],
            )?;
            self.tally(tx, fact, 1)?;
        }
        Ok(())
    }

    /// Counts a fact that holds now, or no longer does.
    fn tally(&self, tx: &mut dyn Tx, fact: &Fact, change: i64) -> Result<(), DbError> {
        if self.clocked.contains(&fact.indicator) {
            return Ok(());
        }
        tx.write(
            &TALLY,
            &[
                fact.indicator.as_str().into(),
                i64::from(fact.day.0).into(),
                i64::from(fact.since.0).into(),
                i64::from(fact.until.unwrap_or(NO_DAY).0).into(),
                change.into(),
            ],
        )?;
        Ok(())
    }
}

impl Spans {
    /// The title under values of fields; steps, units and people do not go with titles, so that they tell nothing.
    fn of(keys: Option<&Keys>, title: &str, values: &[(String, String)]) -> Self {
        let values: Vec<_> = values.iter().filter(|(field, _)| !field.starts_with('@')).cloned().collect();
        if values.is_empty() {
            return Self::default();
        }
        Self { title_key: keys.map_or_else(|| sort_key(title), |keys| keys.title_key.clone()), values }
    }
}

impl Columns {
    fn insert(&self, tx: &mut dyn Tx, num: i64, position: i64, keys: &Keys) -> Result<(), DbError> {
        tx.write(
            &CASE,
            &[
                num.into(),
                Param::Blob(&self.id),
                self.case_type.as_str().into(),
                self.step.as_str().into(),
                self.title.as_str().into(),
                keys.title_key.as_str().into(),
                keys.folded.as_str().into(),
                self.number.as_str().into(),
                self.lead.as_str().into(),
                self.holder.as_str().into(),
                self.assigner.as_str().into(),
                self.opened.into(),
                self.due.into(),
                self.clock.into(),
                self.verdict.as_str().into(),
                self.stopped.into(),
                self.closed.into(),
                self.published.into(),
                self.updated.into(),
                position.into(),
                signed(self.version).into(),
                self.batch.as_ref().map_or(Param::Null, |b| Param::Blob(b)),
                self.state.as_str().into(),
                self.body.as_str().into(),
            ],
        )?;
        Ok(())
    }

    /// Writes a new title or number, with what is found by them.
    fn rename(&self, tx: &mut dyn Tx, num: i64, keys: &Keys) -> Result<(), DbError> {
        tx.write(
            &CASE_RENAMED,
            &[
                self.title.as_str().into(),
                keys.title_key.as_str().into(),
                keys.folded.as_str().into(),
                self.number.as_str().into(),
                num.into(),
            ],
        )?;
        Ok(())
    }

    fn update(&self, tx: &mut dyn Tx, num: i64, position: i64) -> Result<(), DbError> {
        tx.write(
            &CASE_MOVED,
            &[
                self.step.as_str().into(),
                self.lead.as_str().into(),
                self.holder.as_str().into(),
                self.assigner.as_str().into(),
                self.due.into(),
                self.clock.into(),
                self.verdict.as_str().into(),
                self.stopped.into(),
                self.closed.into(),
                self.published.into(),
                self.updated.into(),
                position.into(),
                signed(self.version).into(),
                self.state.as_str().into(),
                self.body.as_str().into(),
                num.into(),
            ],
        )?;
        Ok(())
    }

    /// The same where neither clock nor people change: only the two narrow indexes over open work, which hold the step,
    /// may be touched.
    fn update_light(&self, tx: &mut dyn Tx, num: i64, position: i64) -> Result<(), DbError> {
        tx.write(
            &CASE_TOUCHED,
            &[
                self.step.as_str().into(),
                self.closed.into(),
                self.published.into(),
                self.updated.into(),
                position.into(),
                signed(self.version).into(),
                self.state.as_str().into(),
                self.body.as_str().into(),
                num.into(),
            ],
        )?;
        Ok(())
    }

    fn keys(&self) -> Keys {
        Keys { title_key: sort_key(&self.title), folded: fold(&format!("{} {}", self.number, self.title)) }
    }
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// What the full update writes and the light one does not.
fn indexed(case: &Case) -> impl PartialEq + use<'_> {
    let clock = case.clock.as_ref();
    ((&case.lead, &case.holder, &case.assigner), clock.map(|c| (c.due, c.status, c.stopped_at())))
}

fn columns(case: &Case, case_type: &CaseType) -> Result<Columns, OfficeError> {
    let clock = case.clock.as_ref();
    let text = |code: &Option<kernel::Code>| code.as_ref().map(ToString::to_string).unwrap_or_default();
    Ok(Columns {
        id: case.id.into_bytes(),
        case_type: case.case_type.to_string(),
        step: case.step.to_string(),
        title: match case.erased {
            Some(_) => ERASED_TITLE.to_owned(),
            None => case.fields.get(&case_type.title).map(Value::plain).unwrap_or_default(),
        },
        number: case.number_shown().to_owned(),
        lead: text(&case.lead),
        holder: text(&case.holder),
        assigner: text(&case.assigner),
        opened: case.opened.0,
        due: clock.and_then(|c| c.due).map(|due| due.0),
        clock: clock.map_or("none", |c| match c.status {
            Status::Running => "running",
            Status::Paused { .. } => "paused",
            Status::Stopped { .. } => "stopped",
        }),
        verdict: look_up("@verdict", case).unwrap_or_default(),
        stopped: clock.and_then(|c| c.stopped_at()).map(|at| at.0),
        closed: case.closed.map(|at| at.0),
        published: case.published.map(|at| at.0),
        version: case.version,
        batch: case.batch.map(uuid::Uuid::into_bytes),
        updated: last_instant(case),
        state: serde_json::to_string(case).map_err(|e| OfficeError::row("cases.state", &e))?,
        body: serde_json::to_string(&case.body).map_err(|e| OfficeError::row("cases.body", &e))?,
    })
}

/// When the case last entered a step; a remark or an urging does not count as movement.
fn last_instant(case: &Case) -> i64 {
    case.entered.values().max().map_or(case.opened.0, |at| at.0)
}

/// What registers filter by: step, lead, holder, and the fields that the catalogue offers as filters.
fn values_of(case_type: &CaseType, case: &Case) -> Vec<(String, String)> {
    let mut out = vec![("@step".to_owned(), case.step.to_string())];
    out.extend(case.lead.iter().map(|unit| ("@lead".to_owned(), unit.to_string())));
    out.extend(case.holder.iter().map(|person| ("@holder".to_owned(), person.to_string())));
    for field in case_type.fields.iter().filter(|f| f.filter && f.part != Part::Body) {
        let value = case.fields.get(&field.code).map(Value::plain);
        let kept = value.filter(|v| !v.is_empty() && v.chars().count() <= FILTER_CHARACTERS_MAX);
        out.extend(kept.map(|v| (field.code.to_string(), v)));
    }
    out
}
