//! The texts that the public log names by their hash: catalogues without people, calendars, the rule of counting. Each is
//! recorded with the event that brings it, so that no leaf names one that the log does not know.
//!
//! A ledger of an earlier program names its own when it is opened. Not here: the texts themselves (kernel), serving them.

use kernel::case::Actor;
use kernel::case::leaf::{TextOf, TextVersion};
use kernel::catalogue::public_text;
use kernel::clock::{RULE_VERSION, rule_text};
use kernel::time::Instant;
use ledger::LedgerError;
use sha2::{Digest, Sha256};

use crate::desk::{Office, OfficeError, hex};
use crate::house::{House, HouseEvent, HouseRecord, TEXT_LOGGED, text_name};

/// The job that names texts which an earlier program did not.
const ACTOR: &str = "public_log";

/// A text that the public log names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedText {
    /// Ledger position of the leaf that names it.
    pub position: u64,
    /// What it is and what leaves call it by: `catalogue/3`, `calendar/…`, `rule/1`.
    pub name: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
}

fn record(what: TextOf, version: TextVersion, text: String, actor: &Actor, now: Instant) -> HouseRecord {
    let sha256 = hex(&Sha256::digest(&text));
    HouseRecord::new(actor, now, HouseEvent::TextLogged { what, version, sha256 }, text)
}

/// The event that names a version of the catalogue.
pub(crate) fn catalogue(
    version: u32,
    files: &[(String, String)],
    actor: &Actor,
    now: Instant,
) -> Result<HouseRecord, OfficeError> {
    let findings = |finding: kernel::checked::Finding| OfficeError::Catalogue { findings: finding.to_string() };
    let text = public_text(files).map_err(findings)?;
    Ok(record(TextOf::Catalogue, TextVersion::Number(version), text, actor, now))
}

/// The events that name the calendar of this house and the rule of this program, where they were not named before.
pub(crate) fn calendar_and_rule(house: &House, actor: &Actor, now: Instant) -> Vec<HouseRecord> {
    let calendar = TextVersion::Name(house.calendar.fingerprint().to_owned());
    let rule = TextVersion::Number(RULE_VERSION.into());
    let texts = [
        (TextOf::Calendar, calendar, Some(house.calendar.text())),
        (TextOf::Rule, rule, rule_text(RULE_VERSION).map(str::to_owned)),
    ];
    let new = texts.into_iter().filter(|(what, version, _)| !house.texts.contains(&text_name(*what, version)));
    new.filter_map(|(what, version, text)| Some(record(what, version, text?, actor, now))).collect()
}

impl Office {
    /// Names the texts in use that the public log does not know: what an earlier program left to do. Where the clock is not
    /// one to write by, or another process is at it, the next opening does it.
    pub(crate) fn log_texts(&self, now: Instant, seed: [u8; 16]) -> Result<(), OfficeError> {
        let house = self.current()?;
        let actor = Actor::system(ACTOR);
        let mut records = Vec::new();
        for version in house.versions() {
            if !house.texts.contains(&text_name(TextOf::Catalogue, &TextVersion::Number(version))) {
                records.push(catalogue(version, &self.files_of_version(version)?, &actor, now)?);
            }
        }
        records.extend(calendar_and_rule(&house, &actor, now));
        if records.is_empty() {
            return Ok(());
        }
        match self.record_after(&house, records, seed) {
            Ok(_)
            | Err(OfficeError::HouseChanged)
            | Err(OfficeError::Ledger(LedgerError::ClockBehind { .. } | LedgerError::ClockAhead { .. })) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The texts named by the leaves up to a position of the ledger, in that order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn logged_texts(&self, up_to: u64) -> Result<Vec<LoggedText>, OfficeError> {
        let mut out = Vec::new();
        let sql = "SELECT position, name, text FROM house WHERE kind = $1 AND position <= $2 ORDER BY position";
        self.ledger().reader()?.query(sql, &[TEXT_LOGGED.into(), up_to.into()], &mut |row| {
            let (position, name, sha256) = (row.count(0)?, row.text(1)?.to_owned(), row.text(2)?.to_owned());
            out.push(LoggedText { position, name, sha256 });
            Ok(())
        })?;
        Ok(out)
    }

    /// The bytes of a text that the public log names by this SHA-256 (64 hex digits); `None` when it names none.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn blob(&self, sha256: &str) -> Result<Option<Vec<u8>>, OfficeError> {
        let mut found = None;
        let mut reader = self.ledger().reader()?;
        let sql = "SELECT position FROM house WHERE kind = $1 AND text = $2 LIMIT 1";
        reader.query(sql, &[TEXT_LOGGED.into(), sha256.into()], &mut |row| {
            found = Some(row.count(0)?);
            Ok(())
        })?;
        let Some(position) = found else { return Ok(None) };
        let event = reader.events_from(position, 1)?.pop();
        let text = event.map(|event| HouseRecord::decode(&event.plain, &event.body)).transpose()?;
        Ok(text.map(|record| record.text.into_bytes()))
    }
}
