//! Changes of the organisation: decided by the kernel on the organisation as it stands, recorded as events of the house.
//!
//! A form sent twice changes once. Not here: rules (kernel), passwords (`people`).

use kernel::Code;
use kernel::case::{Actor, Refusal};
use kernel::org::{OrgChange, decide};
use kernel::time::Instant;
use ledger::{Answer, Claim, Param};
use uuid::Uuid;

use crate::act::{Fail, TRIES_MAX};
use crate::desk::{Office, OfficeError};
use crate::house::{HouseEvent, HousePlan, HouseRecord, STREAM};

/// What a change came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed {
    /// Ledger position.
    pub position: u64,
    /// Whether the key had been used: nothing was done again.
    pub repeated: bool,
}

impl Office {
    /// Records a change of the organisation; from then on it holds for every decision.
    ///
    /// # Errors
    /// A refusal, that others were quicker several times, or that it could not be stored; nothing has happened then.
    pub fn change_org(
        &self,
        change: &OrgChange,
        key: Uuid,
        actor: &Actor,
        now: Instant,
        seed: [u8; 16],
    ) -> Result<Changed, Fail> {
        let text = serde_json::to_string(change).map_err(|e| OfficeError::row("change", &e))?;
        for _ in 0..TRIES_MAX {
            let house = self.refresh()?;
            if let Err(refusal) = decide(house.org(), change, actor, now.date()) {
                // A form sent twice finds the organisation already changed by its first sending.
                let done = self.position_of(key)?.map(|position| Changed { position, repeated: true });
                return done.ok_or_else(|| Refusal::from(refusal).into());
            }
            let what = HouseEvent::OrgChanged { kind: change.kind().to_owned(), about: change.about().clone() };
            let record = HouseRecord::new(actor, now, what, text.clone());
            let claims = [Claim { stream: STREAM, expected: house.version }];
            let plan = HousePlan { records: vec![record], claims, salt: seed, key: Some(key.into_bytes()) };
            let answer = self.ledger().append(Box::new(plan))?;
            self.refresh()?;
            if let Answer::Committed { last, repeated, .. } = answer {
                return Ok(Changed { position: last, repeated });
            }
        }
        Err(Fail::Busy)
    }

    /// How many open cases a person holds, by type. A count for those who administer; it shows no case.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn held_by(&self, person: &Code) -> Result<Vec<(Code, u64)>, OfficeError> {
        let mut out = Vec::new();
        let sql = "SELECT type, count(*) FROM cases WHERE holder = $1 AND closed IS NULL GROUP BY type ORDER BY type";
        self.ledger().reader()?.query(sql, &[person.as_str().into()], &mut |row| {
            out.extend(Code::parse(row.text(0)?).ok().zip(Some(row.count(1)?)));
            Ok(())
        })?;
        Ok(out)
    }

    /// The last position of the act that used a key.
    pub(crate) fn position_of(&self, key: Uuid) -> Result<Option<u64>, OfficeError> {
        let mut last = None;
        let sql = "SELECT last FROM acts WHERE key = $1";
        self.ledger().reader()?.query(sql, &[Param::Blob(key.as_bytes())], &mut |row| {
            last = Some(row.count(0)?);
            Ok(())
        })?;
        Ok(last)
    }
}
