//! The same move on several cases: each stands or falls alone, and each answer is told.
//!
//! All are decided and sent before the first is waited for, so that they share commits. Not here: rules (kernel).

use kernel::Code;
use kernel::case::{Act, Case, CaseId, MoveForm};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::act::{Done, Fail, Pending, Request};
use crate::desk::{Office, OfficeError};
use crate::views::Viewer;

/// Most cases of one bulk act; what is beyond is not looked at.
pub const BULK_MAX: usize = 100;

/// What became of one case.
#[derive(Debug)]
pub struct Outcome {
    /// Which.
    pub id: CaseId,
    /// The case before the act; `None` when there is none or it may not be read: the two look alike.
    pub case: Option<Case>,
    /// What it came to.
    pub result: Result<Done, Fail>,
}

impl Office {
    /// Makes a move on each of several cases, as the viewer, with an empty form. Sent twice under one key, each acts once.
    ///
    /// # Errors
    /// When the cases cannot be read; what storage refuses of a single one stands in its outcome.
    pub fn move_many(
        &self,
        viewer: &Viewer,
        cases: &[CaseId],
        made: &Code,
        key: Uuid,
        seed: [u8; 16],
    ) -> Result<Vec<Outcome>, OfficeError> {
        let mut sent: Vec<(CaseId, Option<Case>, Request, Option<Pending>)> = Vec::new();
        for id in cases.iter().take(BULK_MAX) {
            if sent.iter().any(|(other, ..)| other == id) {
                continue;
            }
            let case = self.readable(viewer, *id)?;
            let act = Act::Move(MoveForm::new(made.clone()));
            let mut request = Request::new(Some(*id), act, &viewer.actor, viewer.now, seed);
            request.key = Some(key_of(key, *id));
            let pending = if case.is_some() { self.submit(&request).ok() } else { None };
            sent.push((*id, case, request, pending));
        }
        let outcome = |(id, case, request, pending): (CaseId, Option<Case>, Request, Option<Pending>)| {
            let result = match (case.is_some(), pending.map(Pending::wait)) {
                (false, _) => Err(Fail::NotFound),
                (true, Some(Err(fail))) => Err(fail),
                (true, Some(Ok(Some(done)))) => done.into_iter().next().ok_or(Fail::NotFound),
                // Refused at once, or somebody was quicker: decided anew, and asked whether it was sent before.
                (true, Some(Ok(None)) | None) => self.act(&request),
            };
            Outcome { id, case, result }
        };
        Ok(sent.into_iter().map(outcome).collect())
    }
}

/// The key of one case's act within the bulk act.
fn key_of(key: Uuid, case: CaseId) -> Uuid {
    let hash = Sha256::new().chain_update(key.as_bytes()).chain_update(case.as_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
