//! Evidence handed out: the receipt of a dossier, the opening of a case to those who inspect. Made of events, their leaves and
//! the proofs that the log gives; whoever holds it checks it without us (`audit::evidence`).
//!
//! Giving an opening is a reading that is accounted for: an event of the house says who gave it, to whom and why. Not here:
//! paper (`papers`), the tree (`log`), who may (kernel).

use audit::evidence::{CaseOpening, Entry, Given, Receipt, to_hex};
use kernel::case::leaf::{Kind, Leaf, PublicLeaf, split};
use kernel::case::{CaseId, Refusal, What, record};
use kernel::publishing::{PublishRefusal, permit_opening};
use kernel::time::Instant;
use ledger::{Param, StoredEvent};
use serde::{Deserialize, Serialize};
use translog::{Hash, leaf_hash};
use uuid::Uuid;

use crate::act::Fail;
use crate::desk::{Office, OfficeError};
use crate::house::{HouseEvent, HouseRecord, OPENING_GIVEN};
use crate::views::Viewer;

/// Events of a case that are looked through for its acceptance.
const EVENTS_MAX: u64 = 100_000;

/// A receipt, as far as there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptState {
    /// It can be handed out.
    Ready(Box<Receipt>),
    /// Its events are not in a signed tree yet: a matter of a second where a log is made.
    NotYet,
    /// The law has erased the case, so that no receipt can be made any more; one that was handed out still proves itself.
    Erased {
        /// Hash of the leaf that such a receipt names.
        leaf: Hash,
    },
    /// The case has none: it has no number, no time that began to run, or its leaves tell nothing.
    None,
}

/// To whom an opening was given, and why.
#[derive(Serialize, Deserialize)]
struct Ground {
    to: String,
    why: String,
}

fn damaged(position: u64) -> OfficeError {
    OfficeError::Row { what: "events.pub".to_owned(), why: format!("{position}") }
}

/// The leaf of an event and its commitment.
fn leaf_of(event: &StoredEvent) -> Result<(&[u8], &[u8; 32]), OfficeError> {
    split(&event.pub_).ok_or_else(|| damaged(event.position))
}

fn text(bytes: &[u8]) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok().filter(|text| !text.is_empty())
}

/// The leaf by which the time of a dossier began to run.
fn starts(event: &StoredEvent) -> Option<Box<PublicLeaf>> {
    let (leaf, _) = split(&event.pub_)?;
    match Leaf::decode(leaf).ok()? {
        Leaf::Public(leaf) if leaf.k == Kind::ClockStarted => Some(leaf),
        _ => None,
    }
}

/// The number that an event gave, while its contents are there.
fn number(event: &StoredEvent) -> Option<String> {
    let what = record::decode(&event.plain, &event.body).ok().filter(|_| !event.body.is_empty())?.what;
    if let What::NumberGiven { text, .. } = what { Some(text) } else { None }
}

/// Whether an event tells that the law has erased its case.
fn erases(event: &StoredEvent) -> bool {
    record::decode(&event.plain, &event.body).is_ok_and(|event| matches!(event.what, What::Erased { .. }))
}

impl Office {
    fn events_of(&self, case: CaseId) -> Result<Vec<StoredEvent>, OfficeError> {
        Ok(self.ledger().reader()?.events_of(case.into_bytes(), 1, EVENTS_MAX)?)
    }

    /// An event with its proof; `None` while it is in no signed tree.
    fn entry(&self, event: &StoredEvent, is_opened: bool) -> Result<Option<Entry>, OfficeError> {
        let Some(inclusion) = self.inclusion(event.position)? else { return Ok(None) };
        let (leaf, commitment) = leaf_of(event)?;
        let opened = |part: &[u8]| text(part).filter(|_| is_opened);
        Ok(Some(Entry {
            position: event.position,
            index: Some(inclusion.index).filter(|index| index.checked_add(1) != Some(event.position)),
            leaf: text(leaf).ok_or_else(|| damaged(event.position))?,
            commitment: to_hex(commitment),
            plain: opened(&event.plain),
            body: opened(&event.body),
            proof: inclusion.proof.iter().map(|hash| to_hex(hash)).collect(),
            checkpoint: text(&inclusion.checkpoint).unwrap_or_default(),
        }))
    }

    /// The receipt of a case, for whoever may have it: the caller says so.
    ///
    /// # Errors
    /// When events or proofs cannot be read.
    pub fn receipt(&self, case: CaseId) -> Result<ReceiptState, OfficeError> {
        let events = self.events_of(case)?;
        let started = events.iter().find_map(|event| Some((event, starts(event)?)));
        let Some((started, leaf)) = started else { return Ok(ReceiptState::None) };
        let of_the_act = events.iter().filter(|event| event.act == started.act);
        let numbered = of_the_act.rev().find_map(|event| Some((event, number(event)?)));
        let Some((numbered, number)) = numbered else {
            let leaf = leaf_hash(&started.pub_);
            return Ok(if events.last().is_some_and(erases) {
                ReceiptState::Erased { leaf }
            } else {
                ReceiptState::None
            });
        };
        let Some(said) = &leaf.clock else { return Ok(ReceiptState::None) };
        let entries = self.entry(started, false)?.zip(self.entry(numbered, true)?);
        let Some((started, numbered)) = entries else { return Ok(ReceiptState::NotYet) };
        let at = said.received.unwrap_or(leaf.at);
        Ok(ReceiptState::Ready(Box::new(Receipt::new(number, at, said.due, started, numbered))))
    }

    /// The receipt of the dossier with a number. Whoever asks must show the hash of its leaf as well, which stands on the
    /// receipt and cannot be guessed.
    ///
    /// # Errors
    /// When events or proofs cannot be read.
    pub fn receipt_of_number(&self, number: &str) -> Result<ReceiptState, OfficeError> {
        let mut cases = Vec::new();
        let sql = "SELECT id FROM cases WHERE number = $1 AND number <> '' ORDER BY num LIMIT 8";
        self.ledger().reader()?.query(sql, &[number.into()], &mut |row| {
            cases.extend(Uuid::from_slice(row.blob(0)?));
            Ok(())
        })?;
        let mut found = ReceiptState::None;
        for case in cases {
            match self.receipt(case)? {
                ReceiptState::Ready(receipt) if receipt.number == number => return Ok(ReceiptState::Ready(receipt)),
                other @ (ReceiptState::NotYet | ReceiptState::Erased { .. }) => found = other,
                ReceiptState::Ready(_) | ReceiptState::None => {}
            }
        }
        Ok(found)
    }

    /// Gives the opening of a case to somebody who inspects: all its events with their proofs. That it was given is recorded
    /// first; an opening that is not recorded is not given.
    ///
    /// # Errors
    /// A refusal; that there is no such case for the viewer; that it cannot be read or recorded.
    pub fn give_opening(
        &self,
        viewer: &Viewer,
        case: CaseId,
        (to, why): (&str, &str),
        seed: [u8; 16],
    ) -> Result<CaseOpening, Fail> {
        let (to, why) = (to.trim(), why.trim());
        permit_opening(&viewer.actor, to, why).map_err(Refusal::from)?;
        if self.readable(viewer, case)?.is_none() {
            return Err(Fail::NotFound);
        }
        let mut entries = Vec::new();
        for event in self.events_of(case)? {
            let Some(entry) = self.entry(&event, true)? else {
                return Err(Refusal::from(PublishRefusal::NotLogged { position: event.position }).into());
            };
            entries.push(entry);
        }
        let ground = Ground { to: to.to_owned(), why: why.to_owned() };
        let text = serde_json::to_string(&ground).map_err(|e| OfficeError::row("opening", &e))?;
        let what = HouseEvent::OpeningGiven { case };
        let position = self.record(HouseRecord::new(&viewer.actor, viewer.now, what, text), seed)?;
        let Ground { to, why } = ground;
        let given = Given { at: viewer.now.print_iso(), by: viewer.actor.person.to_string(), to, why, position };
        Ok(CaseOpening::new(case, given, entries))
    }

    /// The openings of a case that were given, the newest first: for those who may read the case.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn openings_of(&self, case: CaseId) -> Result<Vec<Given>, OfficeError> {
        let mut out = Vec::new();
        let sql = "SELECT at, actor, text, position FROM house WHERE kind = $1 AND name = $2 ORDER BY version DESC";
        let name = case.to_string();
        self.ledger().reader()?.query(sql, &[OPENING_GIVEN.into(), Param::from(name.as_str())], &mut |row| {
            let ground = serde_json::from_str(row.text(2)?);
            let Ground { to, why } = ground.unwrap_or(Ground { to: String::new(), why: String::new() });
            let at = Instant(row.int(0)?).print_iso();
            out.push(Given { at, by: row.text(1)?.to_owned(), to, why, position: row.count(3)? });
            Ok(())
        })?;
        Ok(out)
    }
}
