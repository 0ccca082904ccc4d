//! Rebuilding every read table from the events alone: in a fresh database, to compare digests with the living one; in
//! place, when a folder comes from an older version.
//!
//! The rows go the same way as live ones (`project`), act by act. Not here: deciding; what was stored is true.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use kernel::case::{Case, CaseId, Event, What, apply, record};
use ledger::{Config, DbError, Ledger, Reader, Row, StoredEvent, Tx, digest};
use uuid::Uuid;

use crate::desk::{BATCH_MAX, Office, OfficeError};
use crate::house::{House, HouseRecord, STREAM};
use crate::load::{Loaded, stored};
use crate::project::Rows;
use crate::schema;

/// Events read at a time.
const CHUNK: u64 = 20_000;
/// Open cases kept in memory; above, all are dropped and read again when needed.
const CASES_KEPT_MAX: usize = 50_000;

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// Digest of the read tables in use.
    pub live: String,
    /// Digest of the read tables rebuilt from the events.
    pub rebuilt: String,
    /// Events read.
    pub events: u64,
    /// Versions of the catalogue that were adopted more than once, by a program that did not forbid it: cases of such a
    /// version are shown and decided under the files that were adopted last.
    pub adopted_twice: Vec<String>,
}

impl Replayed {
    /// Whether the tables in use say what the events say.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.live == self.rebuilt
    }
}

/// The rebuilding as far as it came.
struct Rebuild {
    house: Arc<House>,
    cases: HashMap<CaseId, Loaded>,
    /// Numbers that were given.
    numbers: u64,
}

impl Office {
    /// Rebuilds the read tables in `scratch` (an empty folder) and digests both; before, checks that what the ledger keeps
    /// beside its events is sound.
    ///
    /// # Errors
    /// When an event cannot be read, or the scratch folder cannot be written.
    pub fn replay(&self, scratch: &Path, progress: &mut dyn FnMut(u64)) -> Result<Replayed, OfficeError> {
        self.replay_by(CHUNK, scratch, progress)
    }

    fn replay_by(&self, chunk: u64, scratch: &Path, progress: &mut dyn FnMut(u64)) -> Result<Replayed, OfficeError> {
        let mut source = self.ledger().reader()?;
        source.snapshot()?;
        source.check_sound()?;
        let live = digest(&mut source, schema::READ_TABLES)?;
        let mut adopted_twice = Vec::new();
        let sql =
            "SELECT name FROM house WHERE kind = 'catalogue_adopted' GROUP BY name HAVING count(*) > 1 ORDER BY name";
        source.query(sql, &[], &mut |row| {
            adopted_twice.push(row.text(0)?.to_owned());
            Ok(())
        })?;
        let target = Ledger::open(Config {
            dir: scratch.to_owned(),
            origin: self.ledger().origin().to_owned(),
            schema: schema::OUTSIDE,
            schema_version: schema::VERSION,
            batch_max: BATCH_MAX,
            vouched: None,
            database: None,
            sealing: None,
            faults: None,
        })?;
        target.side(Box::new(make_tables))?;
        let state = Arc::new(Mutex::new(Rebuild::new(self.house())));
        let mut events = 0;
        each_chunk(&mut source, chunk, &mut |chunk| {
            events += u64::try_from(chunk.len()).unwrap_or(0);
            let state = Arc::clone(&state);
            target.side(Box::new(move |tx| {
                let mut rebuild = state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                rebuild.chunk(&chunk, tx)
            }))?;
            progress(events);
            Ok(())
        })?;
        check_counters(&mut source, state.lock().unwrap_or_else(std::sync::PoisonError::into_inner).numbers)?;
        let rebuilt = digest(&mut target.reader()?, schema::READ_TABLES)?;
        Ok(Replayed { live, rebuilt, events, adopted_twice })
    }
}

/// Puts the read tables in order before anything is read: makes those of a new folder, and builds those of an older
/// version anew from the events. One transaction: a program killed meanwhile leaves the old ones, and the next one
/// begins again.
///
/// # Errors
/// When an event cannot be read, or the tables cannot be written.
pub(crate) fn rebuild(ledger: &Ledger) -> Result<(), OfficeError> {
    rebuild_by(CHUNK, ledger)
}

fn rebuild_by(chunk: u64, ledger: &Ledger) -> Result<(), OfficeError> {
    let mut source = ledger.reader()?;
    if version(&mut source)? == Some(schema::VERSION) {
        return Ok(());
    }
    let house = if source.head()?.next == 1 { None } else { Some(Arc::new(House::read(&mut source)?)) };
    ledger.alone(Box::new(move |tx| {
        if version_by(&mut |sql, each| tx.query(sql, &[], each))? == Some(schema::VERSION) {
            return Ok(()); // Another one did it while we waited.
        }
        for (table, _) in schema::READ_TABLES {
            tx.execute(&format!("DROP TABLE IF EXISTS {table}"), &[])?;
        }
        make_tables(tx)?;
        let Some(house) = house else { return Ok(()) };
        let mut rebuild = Rebuild::new(house);
        let built = each_chunk(&mut source, chunk, &mut |chunk| Ok(rebuild.chunk(&chunk, tx)?));
        built.map_err(|e| DbError::Caller(e.to_string()))
    }))?;
    Ok(())
}

/// The version of the read tables; `None` where none were made yet.
pub(crate) fn version(reader: &mut Reader) -> Result<Option<i64>, OfficeError> {
    Ok(version_by(&mut |sql, each| reader.query(sql, &[], each))?)
}

/// Calls its second argument with each row of a query.
type Ask<'a> = &'a mut dyn FnMut(&str, &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>) -> Result<(), DbError>;

fn version_by(ask: Ask<'_>) -> Result<Option<i64>, DbError> {
    let mut found = None;
    ask("SELECT version FROM read_version WHERE id = 1", &mut |row| {
        found = Some(row.int(0)?);
        Ok(())
    })?;
    Ok(found)
}

fn make_tables(tx: &mut dyn Tx) -> Result<(), DbError> {
    for statement in schema::READ.split(';').map(str::trim).filter(|s| !s.is_empty()) {
        tx.execute(statement, &[])?;
    }
    tx.execute("DELETE FROM read_version", &[])?;
    tx.execute("INSERT INTO read_version(id, version) VALUES(1, $1)", &[schema::VERSION.into()])?;
    Ok(())
}

/// All events in order, so many at a time, in chunks that hold whole acts: what an act changes is worked out at once.
fn each_chunk(
    source: &mut Reader,
    chunk: u64,
    each: &mut dyn FnMut(Vec<StoredEvent>) -> Result<(), OfficeError>,
) -> Result<(), OfficeError> {
    let (mut position, mut read) = (1, Vec::new());
    loop {
        let mut more = source.events_from(position, chunk)?;
        let full = u64::try_from(more.len()).is_ok_and(|n| n == chunk);
        position = more.last().map_or(position, |e| e.position + 1);
        read.append(&mut more);
        // The last act may go on in what was not read yet.
        let open = read.last().map(|e: &StoredEvent| e.act).filter(|_| full);
        let whole = read.iter().take_while(|e| Some(e.act) != open).count();
        let rest = read.split_off(whole);
        if !read.is_empty() {
            each(read)?;
        }
        if !full {
            return Ok(());
        }
        read = rest;
    }
}

/// How many numbers events give.
fn given(events: &[Event]) -> u64 {
    let numbers = events.iter().filter(|event| matches!(event.what, What::NumberGiven { .. }));
    u64::try_from(numbers.count()).unwrap_or(u64::MAX)
}

/// The counters have counted as far as numbers were given: one that stands too low would give a number twice.
fn check_counters(source: &mut Reader, given: u64) -> Result<(), OfficeError> {
    let counted = source.counters()?.iter().try_fold(0_u64, |sum, counter| sum.checked_add(counter.last));
    if counted == Some(given) {
        return Ok(());
    }
    Err(DbError::Damaged { what: "the counters of numbers".to_owned() }.into())
}

impl Rebuild {
    fn new(house: Arc<House>) -> Self {
        Self { house, cases: HashMap::new(), numbers: 0 }
    }

    fn chunk(&mut self, events: &[StoredEvent], tx: &mut dyn Tx) -> Result<(), DbError> {
        let same = |a: &StoredEvent, b: &StoredEvent| a.act == b.act && a.stream == b.stream;
        for group in events.chunk_by(same) {
            self.group(group, tx).map_err(|e| DbError::Caller(e.to_string()))?;
        }
        if self.cases.len() > CASES_KEPT_MAX {
            self.cases.clear();
        }
        Ok(())
    }

    /// The events of one case (or of the house) in one act.
    fn group(&mut self, group: &[StoredEvent], tx: &mut dyn Tx) -> Result<(), OfficeError> {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { return Ok(()) };
        if first.stream == STREAM {
            for event in group {
                HouseRecord::decode(&event.plain, &event.body)?.project(tx, event.seq, event.position)?;
            }
            return Ok(());
        }
        let id = Uuid::from_bytes(first.stream);
        let before = match self.cases.remove(&id) {
            Some(loaded) => Some(loaded),
            None if first.seq == 1 => None,
            None => stored(id, &mut |sql, params, each| tx.query(sql, params, each))?,
        };
        let num = before.as_ref().map_or(first.position, |b| b.num);
        let mut after: Option<Case> = before.as_ref().map(|b| b.case.clone());
        let decode = |stored: &StoredEvent| record::decode(&stored.plain, &stored.body).map_err(OfficeError::record);
        let events = group.iter().map(decode).collect::<Result<Vec<_>, _>>()?;
        self.numbers += given(&events);
        for event in &events {
            match &mut after {
                Some(case) => apply::apply(case, event),
                None => after = apply::open(event),
            }
        }
        let missing = || OfficeError::Row { what: format!("case {id}"), why: "no opening event".to_owned() };
        let case = after.ok_or_else(missing)?;
        let case_type = self.house.case_type(case.catalogue, &case.case_type)?;
        let rows = Rows::of(before.as_ref().map(|b| &b.case), &case, case_type, &events)?;
        rows.write(tx, num, first.position, last.position)?;
        if !case.is_closed() {
            self.cases.insert(id, Loaded { num, case });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use kernel::time::Instant;

    use super::*;
    use crate::desk::Options;
    use crate::import::Watch;

    /// One trace, thus one act, of so many steps and an end.
    fn log(steps: u32) -> String {
        let step = |n: u32| {
            format!(
                r#"<event><string key="concept:name" value="Bước {n}"/>
                   <date key="time:timestamp" value="2011-10-13T09:{:02}:00+02:00"/></event>"#,
                n % 60
            )
        };
        let steps: String = (0..steps).map(step).collect();
        format!(
            r#"<?xml version="1.0"?><log xes.version="1.0"><trace><string key="concept:name" value="một"/>
               <date key="startdate" value="2011-10-11T13:00:00+02:00"/>
               <date key="enddate" value="2011-10-20T13:00:00+02:00"/>{steps}</trace></log>"#
        )
    }

    #[test]
    fn an_act_longer_than_a_chunk_replays_and_rebuilds_to_the_same_tables() {
        let folder = tempfile::tempdir().unwrap();
        let now = Instant::parse_local("2023-03-01T08:00").unwrap();
        let office = Office::open(Options::new(folder.path(), "thu.vn/dai", now, [1; 16])).unwrap();
        let mut watch = Watch { now: &|| now, seed: [3; 16], progress: &mut |_, _| true };
        let done = office.import_xes(&mut Cursor::new(log(25)), "dai.xes", &mut watch).unwrap();
        assert_eq!((done.cases, done.added), (1, 25));
        let whole = office.ledger().head().unwrap().next - 1;
        for chunk in [1, 2, 7, 27, 28, whole, whole + 1] {
            let scratch = tempfile::tempdir().unwrap();
            let replayed = office.replay_by(chunk, scratch.path(), &mut |_| {}).unwrap();
            assert!(replayed.is_equal() && replayed.events == whole, "by {chunk}: {replayed:?}");
        }
        let digests = |office: &Office| digest(&mut office.ledger().reader().unwrap(), schema::READ_TABLES).unwrap();
        let before = digests(&office);
        let age = |tx: &mut dyn Tx| tx.execute("UPDATE read_version SET version = 1", &[]).map(|_| ());
        office.ledger().side(Box::new(age)).unwrap();
        rebuild_by(7, office.ledger()).unwrap();
        assert_eq!(digests(&office), before);
    }
}
