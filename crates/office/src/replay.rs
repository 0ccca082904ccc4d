//! Rebuilding every read table from the events alone, in a fresh database, and comparing digests with the living one.
//!
//! The rows go the same way as live ones (`project`), act by act. Not here: deciding; what was stored is true.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use kernel::case::{Case, CaseId, apply, record};
use ledger::{Config, DbError, Ledger, Param, StoredEvent, Tx, digest};
use uuid::Uuid;

use crate::desk::{BATCH_MAX, Office, OfficeError};
use crate::house::{House, HouseRecord, STREAM};
use crate::load::{Loaded, parse};
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
}

impl Office {
    /// Rebuilds the read tables in `scratch` (an empty folder) and digests both.
    ///
    /// # Errors
    /// When an event cannot be read, or the scratch folder cannot be written.
    pub fn replay(&self, scratch: &Path, progress: &mut dyn FnMut(u64)) -> Result<Replayed, OfficeError> {
        let mut source = self.ledger().reader()?;
        source.snapshot()?;
        let live = digest(&mut source, schema::READ_TABLES)?;
        let target = Ledger::open(Config {
            dir: scratch.to_owned(),
            origin: self.ledger().origin().to_owned(),
            schema: schema::DDL,
            schema_version: schema::VERSION,
            batch_max: BATCH_MAX,
            faults: None,
        })?;
        let state = Arc::new(Mutex::new(Rebuild { house: self.house(), cases: HashMap::new() }));
        let (mut position, mut events) = (1, 0);
        loop {
            let chunk = whole_acts(source.events_from(position, CHUNK)?);
            let Some(last) = chunk.last() else { break };
            position = last.position + 1;
            events += u64::try_from(chunk.len()).unwrap_or(0);
            let state = Arc::clone(&state);
            target.side(Box::new(move |tx| {
                let mut rebuild = state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                rebuild.chunk(&chunk, tx)
            }))?;
            progress(events);
        }
        let rebuilt = digest(&mut target.reader()?, schema::READ_TABLES)?;
        Ok(Replayed { live, rebuilt, events })
    }
}

/// A full chunk may end within an act: that act is left for the next chunk.
fn whole_acts(mut chunk: Vec<StoredEvent>) -> Vec<StoredEvent> {
    let full = u64::try_from(chunk.len()).is_ok_and(|n| n == CHUNK);
    if let (true, Some(last)) = (full, chunk.last().map(|e| e.act)) {
        let keep = chunk.iter().take_while(|e| e.act != last).count();
        if keep > 0 {
            chunk.truncate(keep);
        }
    }
    chunk
}

impl Rebuild {
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
            None => stored(tx, id)?,
        };
        let num = before.as_ref().map_or(first.position, |b| b.num);
        let mut after: Option<Case> = before.as_ref().map(|b| b.case.clone());
        for stored in group {
            let event = record::decode(&stored.plain, &stored.body).map_err(OfficeError::record)?;
            match &mut after {
                Some(case) => apply::apply(case, &event),
                None => after = apply::open(&event),
            }
        }
        let missing = || OfficeError::Row { what: format!("case {id}"), why: "no opening event".to_owned() };
        let case = after.ok_or_else(missing)?;
        let case_type = self.house.case_type(case.catalogue, &case.case_type)?;
        Rows::of(before.as_ref().map(|b| &b.case), &case, case_type)?.write(tx, num, first.position, last.position)?;
        if !case.is_closed() {
            self.cases.insert(id, Loaded { num, case });
        }
        Ok(())
    }
}

fn stored(tx: &mut dyn Tx, id: CaseId) -> Result<Option<Loaded>, OfficeError> {
    let mut found: Option<(i64, String, String)> = None;
    let sql = "SELECT num, state, body FROM cases WHERE id = $1";
    tx.query(sql, &[Param::Blob(id.as_bytes())], &mut |row| {
        found = Some((row.int(0)?, row.text(1)?.to_owned(), row.text(2)?.to_owned()));
        Ok(())
    })?;
    let Some((num, state, body)) = found else { return Ok(None) };
    Ok(Some(Loaded { num: u64::try_from(num).unwrap_or(0), case: parse(&state, &body)? }))
}
