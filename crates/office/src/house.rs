//! What decisions look at besides the case, and how it stands in the ledger: catalogue versions, announcements of the
//! calendar and that they were applied, changes of the organisation, issued reports. They are events of one stream of
//! their own, the house's.
//!
//! A used catalogue is kept in the ledger in full and read from there, never from disk. Units, posts and people are
//! those of the newest version, dated, with all changes on top; so is the calendar with its announcements.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::Code;
use kernel::calendar::{Announcement, Calendar};
use kernel::case::{Actor, CaseId, Plan};
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::CaseType;
use kernel::org::{Org, OrgChange};
use kernel::time::Instant;
use ledger::{Claim, Counter, DbError, Finished, Reader, Record, StreamId, Tx};
use serde::{Deserialize, Serialize};

use crate::desk::OfficeError;

/// The stream of the house's own events.
pub const STREAM: StreamId = [0; 16];
/// Version of the stored form of these events.
pub const VERSION: u8 = 1;
/// Kind of a change of the organisation.
const ORG_CHANGED: &str = "org_changed";

/// All that a decision may look at besides the case.
#[derive(Debug, Clone)]
pub struct House {
    versions: BTreeMap<u32, Arc<Catalogue>>,
    org: Arc<Org>,
    changes: Arc<Vec<OrgChanged>>,
    /// The newest version of the catalogue.
    pub newest: u32,
    /// The calendar with all announcements.
    pub calendar: Calendar,
    /// The newest announcement, while not every open case was asked about it.
    pub unapplied: Option<String>,
    /// How many events the house's stream held when this was read.
    pub version: u64,
}

/// A change of the organisation as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgChanged {
    /// Ledger position.
    pub position: u64,
    /// When it was recorded.
    pub at: Instant,
    /// Who made it.
    pub by: Code,
    /// What.
    pub change: OrgChange,
}

/// An event of the house. Stored forms: `plain` names it, `body` holds its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "k", rename_all = "snake_case")]
pub enum HouseEvent {
    /// A version of the catalogue was adopted; its files stand in the body.
    CatalogueAdopted {
        /// Version, from 1.
        version: u32,
        /// SHA-256 of the files, in hex.
        sha256: String,
    },
    /// Days off or make-up days were announced.
    CalendarAnnounced {
        /// The announcement.
        announcement: Announcement,
    },
    /// Every open case was asked whether the calendar, up to this announcement, moves its due moment.
    CalendarApplied {
        /// Id of the announcement.
        announcement: String,
        /// Cases whose due moment could not be computed and stayed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        refused: Vec<CaseId>,
    },
    /// A report was issued; its text stands in the body.
    ReportIssued {
        /// Code of the report.
        code: Code,
        /// Period: `2023`, `2023-06`.
        period: String,
        /// As of which ledger position.
        as_of: u64,
        /// SHA-256 of its text, in hex.
        sha256: String,
    },
    /// People, posts, units, absences or delegations changed; names are personal, so what changed stands in the body.
    OrgChanged {
        /// Kind of the change.
        kind: String,
        /// The person, post or unit that it is about.
        about: Code,
    },
}

impl HouseEvent {
    /// The stable name of the kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::CatalogueAdopted { .. } => "catalogue_adopted",
            Self::CalendarAnnounced { .. } => "calendar_announced",
            Self::CalendarApplied { .. } => "calendar_applied",
            Self::ReportIssued { .. } => "report_issued",
            Self::OrgChanged { .. } => ORG_CHANGED,
        }
    }

    /// What lists call it: a version, an id, a report with its period.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::CatalogueAdopted { version, .. } => version.to_string(),
            Self::CalendarAnnounced { announcement } => announcement.id.clone(),
            Self::CalendarApplied { announcement, .. } => announcement.clone(),
            Self::ReportIssued { code, period, .. } => format!("{code}/{period}"),
            Self::OrgChanged { about, .. } => about.to_string(),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct PlainForm {
    v: u8,
    at: Instant,
    by: Code,
    post: Code,
    #[serde(flatten)]
    what: HouseEvent,
}

#[derive(Serialize, Deserialize)]
struct BodyForm {
    v: u8,
    salt: String,
    text: String,
}

/// A house event with who, when and its text.
#[derive(Debug, Clone)]
pub struct HouseRecord {
    /// When it was recorded.
    pub at: Instant,
    /// Who did it.
    pub by: Code,
    /// In which post.
    pub post: Code,
    /// What.
    pub what: HouseEvent,
    /// Its text: files of a catalogue as JSON, a report, a change as JSON; empty for announcements.
    pub text: String,
}

impl HouseRecord {
    /// Who acts, and what happened.
    #[must_use]
    pub fn new(actor: &Actor, at: Instant, what: HouseEvent, text: String) -> Self {
        let post = actor.posts.first().map_or_else(|| Code::from("none"), |p| p.code.clone());
        Self { at, by: actor.person.clone(), post, what, text }
    }

    fn encode(&self, salt: [u8; 16]) -> Result<Record, serde_json::Error> {
        let salt = salt.iter().map(|b| format!("{b:02x}")).collect();
        let (by, post) = (self.by.clone(), self.post.clone());
        let plain = PlainForm { v: VERSION, at: self.at, by, post, what: self.what.clone() };
        let body = BodyForm { v: VERSION, salt, text: self.text.clone() };
        Ok(Record {
            stream: STREAM,
            pub_head: format!("{{\"v\":{VERSION}}}").into_bytes(),
            plain: serde_json::to_vec(&plain)?,
            body: serde_json::to_vec(&body)?,
        })
    }

    /// Reads a stored event.
    ///
    /// # Errors
    /// When it is no event of the house of a version that this program knows.
    pub fn decode(plain: &[u8], body: &[u8]) -> Result<Self, OfficeError> {
        let read: PlainForm = serde_json::from_slice(plain).map_err(|e| OfficeError::row("events.plain", &e))?;
        let text: BodyForm = serde_json::from_slice(body).map_err(|e| OfficeError::row("events.body", &e))?;
        if read.v != VERSION {
            return Err(OfficeError::Row { what: "events.plain".to_owned(), why: format!("version {}", read.v) });
        }
        Ok(Self { at: read.at, by: read.by, post: read.post, what: read.what, text: text.text })
    }

    /// Writes the row of the read table.
    pub(crate) fn project(&self, tx: &mut dyn Tx, version: u64, position: u64) -> Result<(), DbError> {
        let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let announced = match &self.what {
            HouseEvent::CalendarAnnounced { announcement } => serde_json::to_string(announcement).unwrap_or_default(),
            HouseEvent::CatalogueAdopted { .. }
            | HouseEvent::CalendarApplied { .. }
            | HouseEvent::ReportIssued { .. }
            | HouseEvent::OrgChanged { .. } => String::new(),
        };
        let text = if announced.is_empty() { &self.text } else { &announced };
        tx.execute(
            "INSERT INTO house(version, kind, position, at, actor, name, text) VALUES($1, $2, $3, $4, $5, $6, $7)",
            &[
                signed(version).into(),
                self.what.kind().into(),
                signed(position).into(),
                self.at.0.into(),
                self.by.as_str().into(),
                self.what.name().as_str().into(),
                text.as_str().into(),
            ],
        )?;
        Ok(())
    }
}

/// A row of the read table.
struct Row {
    version: u64,
    kind: String,
    name: String,
    text: String,
    position: u64,
    at: Instant,
    by: String,
}

impl Row {
    fn change(self) -> Result<OrgChanged, OfficeError> {
        let change = serde_json::from_str(&self.text).map_err(|e| OfficeError::row("house.text", &e))?;
        let wrong = |why| OfficeError::Row { what: "house.actor".to_owned(), why };
        Ok(OrgChanged { position: self.position, at: self.at, by: Code::parse(&self.by).map_err(wrong)?, change })
    }
}

/// A house event on its way to the writer.
pub(crate) struct HousePlan {
    pub record: HouseRecord,
    pub claims: [Claim; 1],
    pub salt: [u8; 16],
    /// Idempotency key, for what comes from a form.
    pub key: Option<[u8; 16]>,
}

impl ledger::Plan for HousePlan {
    fn key(&self) -> Option<[u8; 16]> {
        self.key
    }

    fn at(&self) -> i64 {
        self.record.at.0
    }

    fn claims(&self) -> &[Claim] {
        &self.claims
    }

    fn counters(&self) -> Vec<Counter> {
        Vec::new()
    }

    fn finish(&mut self, _given: &[u64]) -> Result<Finished, DbError> {
        let record = self.record.encode(self.salt).map_err(|e| DbError::Caller(e.to_string()))?;
        Ok(Finished { records: vec![record], files: Vec::new() })
    }

    fn project(&mut self, first: u64, tx: &mut dyn Tx) -> Result<(), DbError> {
        let version = self.claims.first().map_or(1, |c| c.expected + 1);
        self.record.project(tx, version, first)
    }
}

impl House {
    /// Reads the house from its read table.
    pub(crate) fn read(reader: &mut Reader) -> Result<Self, OfficeError> {
        let mut rows: Vec<Row> = Vec::new();
        let sql = "SELECT version, kind, name, text, position, at, actor FROM house ORDER BY version";
        reader.query(sql, &[], &mut |row| {
            rows.push(Row {
                version: row.count(0)?,
                kind: row.text(1)?.to_owned(),
                name: row.text(2)?.to_owned(),
                text: row.text(3)?.to_owned(),
                position: row.count(4)?,
                at: Instant(row.int(5)?),
                by: row.text(6)?.to_owned(),
            });
            Ok(())
        })?;
        let mut house = Self {
            versions: BTreeMap::new(),
            org: Arc::default(),
            changes: Arc::default(),
            newest: 0,
            calendar: Calendar::default(),
            unapplied: None,
            version: 0,
        };
        let (mut announced, mut changes) = (Vec::new(), Vec::new());
        for row in rows {
            house.version = row.version;
            match row.kind.as_str() {
                "catalogue_adopted" => house.adopt(row.name.parse().unwrap_or(0), &row.text)?,
                "calendar_announced" => {
                    house.unapplied = Some(row.name);
                    announced.push(row.text);
                }
                "calendar_applied" => house.unapplied = None,
                ORG_CHANGED => changes.push(row.change()?),
                _ => {}
            }
        }
        house.changes = Arc::new(changes);
        house.org = Arc::new(house.organised());
        house.calendar = house.base_calendar();
        for text in announced {
            let announcement: Announcement =
                serde_json::from_str(&text).map_err(|e| OfficeError::row("house.text", &e))?;
            house.calendar = house.calendar.with_recorded(&announcement);
        }
        Ok(house)
    }

    fn adopt(&mut self, version: u32, files: &str) -> Result<(), OfficeError> {
        let files: Vec<(String, String)> =
            serde_json::from_str(files).map_err(|e| OfficeError::row("house.text", &e))?;
        self.versions.insert(version, Arc::new(Catalogue::parse(&files).value));
        self.newest = self.newest.max(version);
        Ok(())
    }

    /// That nothing was recorded of the house since it was read.
    pub(crate) fn claim(&self) -> Claim {
        Claim { stream: STREAM, expected: self.version }
    }

    /// The house as it would be with these files as its next version.
    pub(crate) fn with_catalogue(&self, files: &[(String, String)]) -> Result<Self, OfficeError> {
        let text = serde_json::to_string(files).map_err(|e| OfficeError::row("catalogue", &e))?;
        let mut next = self.clone();
        next.adopt(self.newest + 1, &text)?;
        next.org = Arc::new(next.organised());
        Ok(next)
    }

    /// The house as it would be after an announcement.
    pub(crate) fn with_calendar(&self, calendar: Calendar) -> Self {
        Self { calendar, ..self.clone() }
    }

    /// The organisation of the newest catalogue with all changes on top.
    fn organised(&self) -> Org {
        let mut org = self.versions.get(&self.newest).map(|c| c.org.clone()).unwrap_or_default();
        for made in self.changes.iter() {
            org.apply(&made.change);
        }
        org
    }

    fn base_calendar(&self) -> Calendar {
        let text = self.versions.get(&self.newest).map(|c| c.calendar.clone()).unwrap_or_default();
        Calendar::parse(&text, "calendar.toml").value
    }

    /// A version of the catalogue.
    ///
    /// # Errors
    /// When the ledger does not hold it.
    pub fn version(&self, version: u32) -> Result<&Arc<Catalogue>, OfficeError> {
        self.versions.get(&version).ok_or(OfficeError::NoCatalogue { version })
    }

    /// The newest catalogue.
    ///
    /// # Errors
    /// When the ledger holds none yet.
    pub fn catalogue(&self) -> Result<&Arc<Catalogue>, OfficeError> {
        self.version(self.newest)
    }

    /// Units, posts and people as known now, dated.
    #[must_use]
    pub fn org(&self) -> &Org {
        &self.org
    }

    /// The changes of the organisation, in the order in which they were recorded.
    #[must_use]
    pub fn org_changes(&self) -> &[OrgChanged] {
        &self.changes
    }

    /// The type of a case under the version that the case keeps.
    ///
    /// # Errors
    /// When the ledger does not hold the version or the version does not hold the type.
    pub fn case_type(&self, version: u32, code: &Code) -> Result<&Arc<CaseType>, OfficeError> {
        let found = self.version(version)?.types.get(code);
        found.ok_or_else(|| OfficeError::Row { what: format!("catalogue {version}"), why: format!("no type {code}") })
    }

    pub(crate) fn case_type_of(&self, plan: &Plan) -> Result<Arc<CaseType>, OfficeError> {
        let case = plan.case();
        self.case_type(case.catalogue, &case.case_type).cloned()
    }

    /// The actor that a person is on the day of an instant; `None` for somebody who holds no post then.
    #[must_use]
    pub fn actor(&self, person: &str, now: Instant) -> Option<Actor> {
        Actor::on(self.org(), person, now.local().date)
    }
}
