//! What imported histories show: the logs that are here, the table of who was on time, the process as a map.
//!
//! For whoever may read the type as a whole; there are no rows for single cases. Not here: drawing, pages (web).

use exchange::map::ProcessMap;
use kernel::time::Instant;
use ledger::Param;
use serde::Deserialize;

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

/// The part of a stored step that a map needs.
#[derive(Deserialize)]
struct Step {
    k: String,
    #[serde(default)]
    step: String,
    occurred: Option<Instant>,
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

    /// Who was on time, by department, the largest first; of one log, or of all with an empty name.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn imported_on_time(&self, log: &str) -> Result<Vec<OnTime>, OfficeError> {
        let mut rows = Vec::new();
        let sql = format!(
            "SELECT COALESCE(d.value, ''), COUNT(*),
               SUM(CASE WHEN c.clock = 'stopped' THEN 1 ELSE 0 END),
               SUM(CASE WHEN c.verdict IN ('early', 'on_time') THEN 1 ELSE 0 END),
               SUM(CASE WHEN c.verdict = 'late' THEN 1 ELSE 0 END)
             FROM cases c LEFT JOIN case_values d ON d.type = $1 AND d.field = 'department' AND d.num = c.num
             WHERE c.type = $1 AND {OF_LOG}
             GROUP BY COALESCE(d.value, '') ORDER BY COUNT(*) DESC, COALESCE(d.value, '')"
        );
        self.ledger().reader()?.query(&sql, &[CASE_TYPE.into(), Param::Text(log)], &mut |row| {
            rows.push(OnTime {
                department: row.text(0)?.to_owned(),
                cases: row.count(1)?,
                finished: row.count(2)?,
                on_time: row.count(3)?,
                late: row.count(4)?,
            });
            Ok(())
        })?;
        Ok(rows)
    }

    /// The process that the histories of a log show; of all logs with an empty name.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn imported_map(&self, log: &str) -> Result<ProcessMap, OfficeError> {
        let mut map = ProcessMap::new();
        let mut history: Vec<(String, Option<i64>)> = Vec::new();
        let mut of = 0;
        let sql = format!(
            "SELECT c.num, e.plain FROM cases c JOIN events e ON e.stream = c.id
             WHERE c.type = $1 AND {OF_LOG} ORDER BY c.num, e.seq"
        );
        let mut unreadable = None;
        self.ledger().reader()?.query(&sql, &[CASE_TYPE.into(), Param::Text(log)], &mut |row| {
            let num = row.int(0)?;
            if num != of {
                add(&mut map, &mut history);
                of = num;
            }
            match serde_json::from_slice::<Step>(row.blob(1)?) {
                Ok(step) if step.k == "foreign_step" => history.push((step.step, step.occurred.map(|at| at.0))),
                Ok(_) => {}
                Err(error) => unreadable = Some(error),
            }
            Ok(())
        })?;
        add(&mut map, &mut history);
        match unreadable {
            Some(error) => Err(OfficeError::row("events.plain", &error)),
            None => Ok(map),
        }
    }
}

fn add(map: &mut ProcessMap, history: &mut Vec<(String, Option<i64>)>) {
    let steps: Vec<(&str, Option<i64>)> = history.iter().map(|(name, at)| (name.as_str(), *at)).collect();
    map.add_history(&steps);
    history.clear();
}
