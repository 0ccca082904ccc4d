//! Erasing what is personal of a case, by law (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15): one act that stores the event and
//! destroys the key of the case. What lists, figures and the public log need is not personal and stays.
//!
//! Not here: who may (kernel), what destroying means (ledger), the words on the screens (web).

use std::sync::Arc;

use kernel::case::{Act, Actor, Case, CaseId, Command, Event, Refusal, What, decide, record};
use kernel::catalogue::case_type::CaseType;
use kernel::time::Instant;
use ledger::Param;
use uuid::Uuid;

use crate::act::{Done, Fail, Request};
use crate::desk::{Office, OfficeError};
use crate::load::Loaded;
use crate::schema;
use crate::views::Viewer;

/// The ground that a repeated erasure names.
const AGAIN: &str = "áp dụng lại sau khi khôi phục từ bản sao lưu";

/// Whom and why an erasure names.
#[derive(Debug, Clone)]
pub struct Erasure {
    /// The case.
    pub case: CaseId,
    /// On which ground; it stays, so it names nobody.
    pub reason: String,
}

/// A case that was erased: what is left of it, and the event that tells of it.
#[derive(Debug, Clone)]
pub struct ErasedCase {
    /// What is left of the case.
    pub case: Case,
    /// Its type, under the version of the catalogue that it keeps.
    pub case_type: Arc<CaseType>,
    /// Position of the erasure in the ledger.
    pub position: u64,
    /// Who erased it and when.
    pub event: Event,
    /// On which ground.
    pub reason: String,
}

impl Office {
    /// Whether the kernel lets this viewer erase a case on some ground; why not, where it does not.
    ///
    /// # Errors
    /// When the catalogue of the case cannot be read.
    pub fn erasing_refused(&self, viewer: &Viewer, case: &Case) -> Result<Option<Refusal>, OfficeError> {
        let context = viewer.house.context(case.catalogue, viewer.now, &viewer.actor)?;
        let some_ground = Act::Erase { reason: "?".to_owned() };
        Ok(decide(Some(case), &Command::from(some_ground), &context).err())
    }

    /// The cases that were erased, the last one first. Each is read: there are few.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn erased_cases(&self) -> Result<Vec<ErasedCase>, OfficeError> {
        let house = self.house();
        let mut out = Vec::new();
        for stream in self.ledger().erased()? {
            let Some(Loaded { case, .. }) = self.load(Uuid::from_bytes(stream))? else { continue };
            // Nothing is added to a case after its erasure.
            let last = self.ledger().reader()?.events_of(stream, case.version, 1)?;
            let Some(stored) = last.first() else { continue };
            let event = record::decode(&stored.plain, &stored.body).map_err(OfficeError::record)?;
            if let What::Erased { reason } = &event.what {
                let case_type = Arc::clone(house.case_type(case.catalogue, &case.case_type)?);
                out.push(ErasedCase { position: stored.position, reason: reason.clone(), case_type, case, event });
            }
        }
        out.sort_by_key(|erased| std::cmp::Reverse(erased.position));
        Ok(out)
    }

    /// The cases that this text names: an identity, or a number as written.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn cases_named(&self, text: &str) -> Result<Vec<CaseId>, OfficeError> {
        let mut found = Vec::new();
        let each = &mut |row: &ledger::Row<'_>| {
            found.push(Uuid::from_bytes(row.array(0)?));
            Ok(())
        };
        let mut reader = self.ledger().reader()?;
        match Uuid::parse_str(text) {
            Ok(id) => reader.query("SELECT id FROM cases WHERE id = $1", &[Param::Blob(id.as_bytes())], each)?,
            Err(_) => reader.query(
                "SELECT id FROM cases WHERE number = $1 AND number <> '' ORDER BY num",
                &[text.into()],
                each,
            )?,
        }
        Ok(found)
    }

    /// Erases a case, and keeps its name on the list beside the keys, so that a backup from before is erased again.
    ///
    /// # Errors
    /// See [`Fail`]. When only the list could not be written, the case is erased, and the list is brought up to it when
    /// the office is opened the next time.
    pub fn erase(&self, erasure: &Erasure, actor: &Actor, now: Instant, seed: [u8; 16]) -> Result<Done, Fail> {
        let act = Act::Erase { reason: erasure.reason.clone() };
        let done = self.act(&Request::new(Some(erasure.case), act, actor, now, seed))?;
        self.ledger().note_erased()?;
        Ok(done)
    }

    /// Rewrites the database, so that no page holds what was erased. Takes as long as copying it; others wait.
    ///
    /// # Errors
    /// When another program holds it, or storage says no; what was erased stays erased.
    pub fn forget_pages(&self) -> Result<(), OfficeError> {
        Ok(self.ledger().compact(schema::READ_TABLES.iter().map(|(table, _)| (*table).to_owned()).collect())?)
    }

    /// Erases again what the list beside the keys names and the ledger still holds, as after a restore from before.
    /// Answers the cases.
    ///
    /// # Errors
    /// See [`Fail`]; may be called again.
    pub fn erase_again(&self, now: Instant, seed: [u8; 16]) -> Result<Vec<CaseId>, Fail> {
        let (listed, done) = (self.ledger().erased_before()?, self.ledger().erased()?);
        let mut again = Vec::new();
        for stream in listed.difference(&done) {
            let case = Uuid::from_bytes(*stream);
            // A case that the backup does not know yet has nothing to erase.
            if self.load(case)?.is_some() {
                let erasure = Erasure { case, reason: AGAIN.to_owned() };
                self.erase(&erasure, &Actor::system("restore"), now, seed)?;
                again.push(case);
            }
        }
        Ok(again)
    }
}
