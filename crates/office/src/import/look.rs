//! What imported histories show: the logs that are here, the table of who was on time, the process as a map.
//!
//! For whoever may read the type as a whole; there are no rows for single cases. Not here: drawing, pages (web).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use exchange::map::ProcessMap;
use kernel::case::{What, record};
use ledger::{Param, Reader};

use super::CASE_TYPE;
use crate::desk::{Office, OfficeError};

/// Condition on `c.num`: a case of one log, where one is named.
const OF_LOG: &str = "($2 = '' OR EXISTS (SELECT 1 FROM case_values v WHERE v.type = $1 AND v.field = 'log' AND v.value = $2 AND v.num = c.num))";

/// A log that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Its name.
    pub name: String,
    /// Cases of it.
    pub cases: u64,
}

/// Cases of one department of the source, by how they stand. On time is by date, as everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OnTime {
    /// The department as the source names it; empty where it names none.
    pub department: String,
    /// Cases.
    pub cases: u64,
    /// Ended at the source.
    pub finished: u64,
    /// Of those, with a deadline, not after it.
    pub on_time: u64,
    /// Of those, with a deadline, after it.
    pub late: u64,
}

impl Office {
    /// The logs that were imported, by name.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn imported_logs(&self) -> Result<Vec<Log>, OfficeError> {
        let mut logs = Vec::new();
        let sql =
            "SELECT value, COUNT(*) FROM case_values WHERE type = $1 AND field = 'log' GROUP BY value ORDER BY value";
        self.ledger().reader()?.query(sql, &[CASE_TYPE.into()], &mut |row| {
            logs.push(Log { name: row.text(0)?.to_owned(), cases: row.count(1)? });
            Ok(())
        })?;
        Ok(logs)
    }

    /// Whether any log was imported; one look at an index.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn has_imported_logs(&self) -> Result<bool, OfficeError> {
        let mut found = false;
        let sql = "SELECT num FROM case_values WHERE type = $1 AND field = 'log' LIMIT 1";
        self.ledger().reader()?.query(sql, &[CASE_TYPE.into()], &mut |_| {
            found = true;
            Ok(())
        })?;
        Ok(found)
    }

    /// Who was on time, by department, the largest first; of one log, or of all with an empty name.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn imported_on_time(&self, log: &str) -> Result<Vec<OnTime>, OfficeError> {
        let mut reader = self.ledger().reader()?;
        // Departments first, each row once: the key of the values leads from a value to its cases, not back.
        let mut departments: HashMap<u64, Arc<str>> = HashMap::new();
        let mut last: Arc<str> = Arc::from("");
        let sql = "SELECT value, num FROM case_values WHERE type = $1 AND field = 'department'";
        reader.query(sql, &[CASE_TYPE.into()], &mut |row| {
            if *last != *row.text(0)? {
                last = Arc::from(row.text(0)?);
            }
            departments.insert(row.count(1)?, Arc::clone(&last));
            Ok(())
        })?;
        let nowhere: Arc<str> = Arc::from("");
        let mut found: BTreeMap<Arc<str>, OnTime> = BTreeMap::new();
        let sql = format!("SELECT c.num, c.clock, c.verdict FROM cases c WHERE c.type = $1 AND {OF_LOG}");
        reader.query(&sql, &[CASE_TYPE.into(), Param::Text(log)], &mut |row| {
            let department = departments.get(&row.count(0)?).unwrap_or(&nowhere);
            let of = found.entry(Arc::clone(department)).or_default();
            of.cases += 1;
            of.finished += u64::from(row.text(1)? == "stopped");
            of.on_time += u64::from(matches!(row.text(2)?, "early" | "on_time"));
            of.late += u64::from(row.text(2)? == "late");
            Ok(())
        })?;
        let named = |(department, of): (Arc<str>, OnTime)| OnTime { department: department.to_string(), ..of };
        let mut rows: Vec<OnTime> = found.into_iter().map(named).collect();
        rows.sort_by_key(|of| std::cmp::Reverse(of.cases));
        Ok(rows)
    }

    /// The process that the histories of a log show; of all logs with an empty name. Kept until the ledger moves on: every
    /// event is read for it.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn imported_map(&self, log: &str) -> Result<Arc<ProcessMap>, OfficeError> {
        let mut reader = self.ledger().reader()?;
        let next = reader.head()?.next;
        self.kept().maps.get((log.to_owned(), next), || map(&mut reader, log).map(Arc::new))
    }
}

fn map(reader: &mut Reader, log: &str) -> Result<ProcessMap, OfficeError> {
    let mut map = ProcessMap::new();
    let mut history: Vec<(String, Option<i64>)> = Vec::new();
    let mut of = 0;
    let sql = format!(
        "SELECT c.num, e.plain FROM cases c JOIN events e ON e.stream = c.id
         WHERE c.type = $1 AND {OF_LOG} ORDER BY c.num, e.seq"
    );
    let mut unreadable = None;
    reader.query(&sql, &[CASE_TYPE.into(), Param::Text(log)], &mut |row| {
        let num = row.int(0)?;
        if num != of {
            add(&mut map, &mut history);
            of = num;
        }
        match record::decode(row.blob(1)?, &[]) {
            Ok(event) => {
                if let What::ForeignStep { occurred, step } = event.what {
                    history.push((step, Some(occurred.0)));
                }
            }
            Err(error) => unreadable = Some(error),
        }
        Ok(())
    })?;
    add(&mut map, &mut history);
    match unreadable {
        Some(error) => Err(OfficeError::record(error)),
        None => Ok(map),
    }
}

fn add(map: &mut ProcessMap, history: &mut Vec<(String, Option<i64>)>) {
    let steps: Vec<(&str, Option<i64>)> = history.iter().map(|(name, at)| (name.as_str(), *at)).collect();
    map.add_history(&steps);
    history.clear();
}
