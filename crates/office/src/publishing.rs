//! The Chairman's decision that everybody may read the public log, and the one that ends it: events of the house.
//!
//! The log is made all the time; only whether it is shown hangs on this. Not here: who may (kernel), showing (web).

use kernel::case::{Actor, Refusal};
use kernel::publishing::{Decision, decide};
use kernel::time::{Date, Instant};

use crate::act::Fail;
use crate::desk::{Office, OfficeError};
use crate::house::{HouseEvent, HouseRecord};

/// A decision about the log, as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Ledger position.
    pub position: u64,
    /// When it was recorded.
    pub at: Instant,
    /// By whom: the code of a person.
    pub by: String,
    /// Whether it says to publish; else to publish no longer.
    pub publish: bool,
    /// Number on paper.
    pub number: String,
    /// Date on paper.
    pub dated: Date,
}

impl Office {
    /// Records the Chairman's decision to publish the log, or to publish it no longer. Answers its position.
    ///
    /// # Errors
    /// A refusal; that another changed the house at the same time; or that it cannot be stored. Nothing has happened then.
    pub fn decide_on_log(
        &self,
        publish: bool,
        decision: &Decision,
        actor: &Actor,
        now: Instant,
        seed: [u8; 16],
    ) -> Result<u64, Fail> {
        let house = self.refresh()?;
        decide(publish, house.log_published, decision, actor, now.date()).map_err(Refusal::from)?;
        let decision = decision.clone();
        let what = if publish { HouseEvent::LogPublished { decision } } else { HouseEvent::LogWithdrawn { decision } };
        Ok(self.record_after(&house, vec![HouseRecord::new(actor, now, what, String::new())], seed)?)
    }

    /// Whether everybody may read the public log. Until the decision is in the ledger it is made, and shown to nobody.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn log_published(&self) -> Result<bool, OfficeError> {
        Ok(self.current()?.log_published)
    }

    /// The decisions about the log, the newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn log_decisions(&self) -> Result<Vec<Recorded>, OfficeError> {
        let mut reader = self.ledger().reader()?;
        let mut positions = Vec::new();
        let sql = "SELECT position FROM house WHERE kind IN ('log_published', 'log_withdrawn') ORDER BY version DESC";
        reader.query(sql, &[], &mut |row| {
            positions.push(row.count(0)?);
            Ok(())
        })?;
        let mut out = Vec::new();
        for position in positions {
            let Some(event) = reader.events_from(position, 1)?.pop() else { continue };
            let record = HouseRecord::decode(&event.plain, &event.body)?;
            let (publish, decision) = match record.what {
                HouseEvent::LogPublished { decision } => (true, decision),
                HouseEvent::LogWithdrawn { decision } => (false, decision),
                _ => continue,
            };
            let (number, dated) = (decision.number().to_owned(), decision.dated());
            out.push(Recorded { position, at: record.at, by: record.by.to_string(), publish, number, dated });
        }
        Ok(out)
    }
}
