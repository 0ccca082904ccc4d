//! What decisions look at besides the case, and how it stands in the ledger: catalogue versions, announcements of the
//! calendar and that they were applied, changes of the organisation, issued reports, texts named in the public log, what
//! was decided about that log. They are events of one stream of their own, the house's.
//!
//! A used catalogue is kept in the ledger in full and read from there, never from disk. Units, posts and people are
//! those of the newest version, dated, with all changes on top; so is the calendar with its announcements.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kernel::Code;
use kernel::calendar::{Announcement, Calendar};
use kernel::case::leaf::{Decided, DecisionLeaf, Leaf, TextLeaf, TextOf, TextVersion};
use kernel::case::{Actor, CaseId, Plan};
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::CaseType;
use kernel::org::{Org, OrgChange};
use kernel::publishing::Decision;
use kernel::time::Instant;
use ledger::{Claim, Counter, DbError, Finished, Reader, Record, StreamId, Tx};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::desk::OfficeError;

/// The stream of the house's own events.
pub const STREAM: StreamId = [0; 16];
/// Version of the stored form of these events.
pub const VERSION: u8 = 1;
/// Kind of a change of the organisation.
const ORG_CHANGED: &str = "org_changed";
/// Kind of a text that the public log names.
pub(crate) const TEXT_LOGGED: &str = "text_logged";
/// Kind of an opening that was given.
pub(crate) const OPENING_GIVEN: &str = "opening_given";

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
    announcements: Arc<Vec<Announcement>>,
    /// The newest announcement, while not every open case was asked about it.
    pub unapplied: Option<String>,
    /// Names of the texts that the public log knows already.
    pub(crate) texts: BTreeSet<String>,
    /// Whether everybody may read the public log, by the Chairman's decision.
    pub log_published: bool,
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
    /// A text by which deadlines and figures are counted was named in the public log; its bytes stand in the body.
    TextLogged {
        /// What it is.
        what: TextOf,
        /// What leaves call it by.
        version: TextVersion,
        /// SHA-256 of its bytes, in hex.
        sha256: String,
    },
    /// The Chairman decided that everybody may read the public log.
    LogPublished {
        /// By which paper.
        decision: Decision,
    },
    /// The Chairman decided that the public log is shown no longer.
    LogWithdrawn {
        /// By which paper.
        decision: Decision,
    },
    /// Somebody who inspects was given all that the leaves of a case seal; to whom and why stands in the body.
    OpeningGiven {
        /// The case.
        case: CaseId,
    },
}

/// The name under which a logged text is listed.
pub(crate) fn text_name(what: TextOf, version: &TextVersion) -> String {
    format!("{}/{version}", what.code())
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
            Self::TextLogged { .. } => TEXT_LOGGED,
            Self::LogPublished { .. } => "log_published",
            Self::LogWithdrawn { .. } => "log_withdrawn",
            Self::OpeningGiven { .. } => OPENING_GIVEN,
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
            Self::TextLogged { what, version, .. } => text_name(*what, version),
            Self::LogPublished { decision } | Self::LogWithdrawn { decision } => decision.number().to_owned(),
            Self::OpeningGiven { case } => case.to_string(),
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
    /// Its text: files of a catalogue as JSON, a report, a change as JSON, a logged text; empty for announcements.
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
            pub_head: self.leaf().encode().map_err(|e| serde::ser::Error::custom(e.what))?,
            plain: serde_json::to_vec(&plain)?,
            body: serde_json::to_vec(&body)?,
        })
    }

    /// What the public log says of it.
    fn leaf(&self) -> Leaf {
        let decided = |what, decision| Leaf::Decision(DecisionLeaf::new(self.at, what, decision));
        match &self.what {
            HouseEvent::TextLogged { what, version, sha256 } => {
                Leaf::Text(TextLeaf::new(self.at, *what, version.clone(), sha256))
            }
            HouseEvent::LogPublished { decision } => decided(Decided::LogPublished, decision),
            HouseEvent::LogWithdrawn { decision } => decided(Decided::LogWithdrawn, decision),
            HouseEvent::CatalogueAdopted { .. }
            | HouseEvent::CalendarAnnounced { .. }
            | HouseEvent::CalendarApplied { .. }
            | HouseEvent::ReportIssued { .. }
            | HouseEvent::OrgChanged { .. }
            | HouseEvent::OpeningGiven { .. } => Leaf::opaque(self.at),
        }
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
        // What is read whenever the house is; a logged text is long, and read from its event when somebody asks for it.
        let said = match &self.what {
            HouseEvent::CalendarAnnounced { announcement } => serde_json::to_string(announcement).unwrap_or_default(),
            HouseEvent::TextLogged { sha256, .. } => sha256.clone(),
            HouseEvent::CatalogueAdopted { .. }
            | HouseEvent::CalendarApplied { .. }
            | HouseEvent::ReportIssued { .. }
            | HouseEvent::OrgChanged { .. }
            | HouseEvent::LogPublished { .. }
            | HouseEvent::LogWithdrawn { .. }
            | HouseEvent::OpeningGiven { .. } => String::new(),
        };
        let text = if said.is_empty() { &self.text } else { &said };
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

/// House events of one act on their way to the writer.
pub(crate) struct HousePlan {
    pub records: Vec<HouseRecord>,
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
        self.records.first().map_or(0, |record| record.at.0)
    }

    fn claims(&self) -> &[Claim] {
        &self.claims
    }

    fn counters(&self) -> Vec<Counter> {
        Vec::new()
    }

    fn finish(&mut self, _given: &[u64]) -> Result<Finished, DbError> {
        let encoded = self.records.iter().zip(0_u64..).map(|(record, nth)| record.encode(salt(self.salt, nth)));
        let records = encoded.collect::<Result<_, _>>().map_err(|e| DbError::Caller(e.to_string()))?;
        Ok(Finished { records })
    }

    fn project(&mut self, first: u64, tx: &mut dyn Tx) -> Result<(), DbError> {
        let version = self.claims.first().map_or(1, |c| c.expected + 1);
        let mut records = self.records.iter().zip(0..);
        records.try_for_each(|(record, nth)| record.project(tx, version + nth, first + nth))
    }
}

/// The salt of the n-th event of an act.
fn salt(given: [u8; 16], nth: u64) -> [u8; 16] {
    if nth == 0 {
        return given;
    }
    let hash = Sha256::new().chain_update(given).chain_update(nth.to_be_bytes()).finalize();
    hash.first_chunk().copied().unwrap_or(given)
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
            announcements: Arc::default(),
            unapplied: None,
            texts: BTreeSet::new(),
            log_published: false,
            version: 0,
        };
        let (mut announced, mut changes) = (Vec::new(), Vec::new());
        for row in rows {
            house.version = row.version;
            match row.kind.as_str() {
                "catalogue_adopted" => house.adopt(row.name.parse().unwrap_or(0), &row.text)?,
                "calendar_announced" => {
                    house.unapplied = Some(row.name);
                    announced.push(serde_json::from_str(&row.text).map_err(|e| OfficeError::row("house.text", &e))?);
                }
                "calendar_applied" => house.unapplied = None,
                ORG_CHANGED => changes.push(row.change()?),
                TEXT_LOGGED => drop(house.texts.insert(row.name)),
                "log_published" => house.log_published = true,
                "log_withdrawn" => house.log_published = false,
                _ => {}
            }
        }
        house.changes = Arc::new(changes);
        house.org = Arc::new(house.organised());
        house.announcements = Arc::new(announced);
        house.calendar = house.announced();
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
        next.calendar = next.announced();
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

    /// The calendar of the newest catalogue with all announcements on top.
    fn announced(&self) -> Calendar {
        let text = self.versions.get(&self.newest).map(|c| c.calendar.clone()).unwrap_or_default();
        let base = Calendar::parse(&text, "calendar.toml").value;
        self.announcements.iter().fold(base, |calendar, announcement| calendar.with_recorded(announcement))
    }

    /// The versions of the catalogue, the oldest first.
    pub(crate) fn versions(&self) -> impl Iterator<Item = u32> {
        self.versions.keys().copied()
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
