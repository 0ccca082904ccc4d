//! The inbox of a person: what the acts of others tell, and reminders of due moments; what was read of it, on all devices alike.
//!
//! Three statements each for a page and for the count. What was read stands outside the ledger (`seen`): a row for a
//! notice read alone, and one with an empty key for "all up to here". Not here: words (web), who is told (kernel).

use std::collections::HashSet;

use kernel::Code;
use kernel::case::Case;
use kernel::case::notices::Kind;
use kernel::clock::reminder::{Reminder, horizon, reminder};
use kernel::time::Instant;
use ledger::{Reader, Tx};

use super::sql::Sql;
use super::{Sight, Viewer};
use crate::desk::{Office, OfficeError};
use crate::load::parse;

/// Notices of a page.
pub const PAGE_ROWS: usize = 50;
/// Unread notices are counted exactly up to here.
pub const UNREAD_MAX: u64 = 99;
/// Reminders that are looked at, most urgent first.
const REMINDERS_MAX: i64 = 100;
/// Longest key of a notice, in bytes.
const KEY_BYTES_MAX: usize = 60;

/// What a notice says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// Somebody did something.
    Act(Kind),
    /// A due moment comes near, or has passed.
    Due(Reminder),
}

/// One notice.
#[derive(Debug, Clone)]
pub struct Notice {
    /// By what it is marked as read.
    pub key: String,
    /// What it says.
    pub says: Says,
    /// Since when.
    pub at: Instant,
    /// Who did it; `None` for a reminder.
    pub by: Option<Code>,
    /// The case as it stands now, without what is personal.
    pub case: Case,
    /// Whether it was read.
    pub read: bool,
}

/// A page of the inbox.
#[derive(Debug, Clone, Default)]
pub struct Inbox {
    /// Reminders, most urgent first; on the first page only.
    pub reminders: Vec<Notice>,
    /// What others did, newest first.
    pub acts: Vec<Notice>,
    /// The page after begins below this position.
    pub next: Option<i64>,
    /// Statements that it took.
    pub statements: u64,
}

/// What a person has read.
#[derive(Default)]
struct Seen {
    position: i64,
    at: i64,
    keys: HashSet<String>,
}

impl Seen {
    fn read(reader: &mut Reader, person: &Code) -> Result<Self, OfficeError> {
        let mut out = Self::default();
        let sql = "SELECT key, position, at FROM seen WHERE person = $1";
        reader.query(sql, &[person.as_str().into()], &mut |row| {
            match row.text(0)? {
                "" => (out.position, out.at) = (row.int(1)?, row.int(2)?),
                key => {
                    out.keys.insert(key.to_owned());
                }
            }
            Ok(())
        })?;
        Ok(out)
    }
}

impl Office {
    /// A page of the inbox; `below` is where the page before ended.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn inbox(&self, viewer: &Viewer, below: Option<i64>) -> Result<Inbox, OfficeError> {
        let mut reader = self.ledger().reader()?;
        let seen = Seen::read(&mut reader, &viewer.actor.person)?;
        let mut out = Inbox { acts: acts(&mut reader, viewer, &seen, below)?, ..Inbox::default() };
        if out.acts.len() > PAGE_ROWS {
            out.acts.truncate(PAGE_ROWS);
            out.next = out.acts.last().and_then(|n| n.key.strip_prefix('e')?.parse().ok());
        }
        if below.is_none() {
            out.reminders = reminders(&mut reader, viewer, &seen)?;
        }
        out.statements = reader.statements();
        Ok(out)
    }

    /// How many notices were not read yet, exactly up to [`UNREAD_MAX`].
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn unread(&self, viewer: &Viewer) -> Result<u64, OfficeError> {
        let mut reader = self.ledger().reader()?;
        let seen = Seen::read(&mut reader, &viewer.actor.person)?;
        let due = reminders(&mut reader, viewer, &seen)?.iter().filter(|n| !n.read).count();
        let mut sql = Sql::default();
        sql.push("SELECT count(*) FROM (");
        for (i, subject) in viewer.named_subjects().into_iter().enumerate() {
            sql.push(if i > 0 { " UNION " } else { "" });
            sql.push("SELECT position FROM (SELECT n.position FROM notices n WHERE n.subject = ").text(subject);
            sql.push(" AND n.position > ").int(seen.position);
            mine(&mut sql, viewer);
            sql.push(" AND NOT EXISTS (SELECT 1 FROM seen s WHERE s.person = ").text(viewer.actor.person.as_str());
            sql.push(" AND s.key = 'e' || n.position) ORDER BY n.position DESC LIMIT ");
            sql.int(i64::try_from(UNREAD_MAX).unwrap_or(i64::MAX)).push(") one");
        }
        sql.push(") counted");
        let mut told = 0;
        reader.query(sql.as_str(), &sql.params(), &mut |row| {
            told = row.count(0)?;
            Ok(())
        })?;
        Ok(told.saturating_add(u64::try_from(due).unwrap_or(0)).min(UNREAD_MAX + 1))
    }

    /// Marks notices as read, for all devices of the person.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn mark_read(&self, viewer: &Viewer, keys: &[String]) -> Result<(), OfficeError> {
        let person = viewer.actor.person.clone();
        let proper = |key: &&String| {
            key.len() <= KEY_BYTES_MAX && (key.starts_with('e') || key.starts_with('d')) && key.is_ascii()
        };
        let keys: Vec<String> = keys.iter().filter(proper).take(PAGE_ROWS * 4).cloned().collect();
        let at = viewer.now.0;
        Ok(self.ledger().side(Box::new(move |tx| keys.iter().try_for_each(|key| mark(tx, &person, key, 0, at))))?)
    }

    /// Marks all as read up to a ledger position: what came after the page was shown stays unread.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn mark_all_read(&self, viewer: &Viewer, up_to: u64) -> Result<(), OfficeError> {
        let head = self.ledger().head()?.next.saturating_sub(1);
        let position = i64::try_from(up_to.min(head)).unwrap_or(i64::MAX);
        let (person, at) = (viewer.actor.person.clone(), viewer.now.0);
        Ok(self.ledger().side(Box::new(move |tx| {
            tx.execute("DELETE FROM seen WHERE person = $1", &[person.as_str().into()])?;
            mark(tx, &person, "", position, at)
        }))?)
    }
}

fn mark(tx: &mut dyn Tx, person: &Code, key: &str, position: i64, at: i64) -> Result<(), ledger::DbError> {
    tx.execute(
        "INSERT INTO seen(person, key, position, at) VALUES($1, $2, $3, $4) ON CONFLICT(person, key) DO NOTHING",
        &[person.as_str().into(), key.into(), position.into(), at.into()],
    )?;
    Ok(())
}

/// Of rows `n`: not one's own act, and of a case that may be read.
fn mine(sql: &mut Sql, viewer: &Viewer) {
    sql.push(" AND n.actor <> ").text(viewer.actor.person.as_str());
    readable(sql, viewer, "n");
}

/// Of rows with `type` and `num`: those that the viewer may read.
pub(super) fn readable(sql: &mut Sql, viewer: &Viewer, row: &str) {
    let types = viewer.types();
    let whole = types.iter().filter(|t| viewer.sight(t) == Sight::All).map(|t| t.code.as_str());
    let part = types.iter().filter(|t| viewer.sight(t) == Sight::Named).map(|t| t.code.as_str());
    sql.push(" AND (")
        .push(row)
        .push(".type IN (")
        .texts(whole)
        .push(") OR (")
        .push(row)
        .push(".type IN (")
        .texts(part);
    sql.push(") AND EXISTS (SELECT 1 FROM may_read m WHERE m.type = ").push(row).push(".type AND m.num = ").push(row);
    sql.push(".num AND m.subject IN (").texts(viewer.named_subjects()).push("))))");
}

fn acts(reader: &mut Reader, viewer: &Viewer, seen: &Seen, below: Option<i64>) -> Result<Vec<Notice>, OfficeError> {
    let want = i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX);
    let mut sql = Sql::default();
    sql.push("SELECT o.position, o.kind, o.at, o.actor, c.state FROM (SELECT position, kind, at, actor, num FROM (");
    for (i, subject) in viewer.named_subjects().into_iter().enumerate() {
        sql.push(if i > 0 { " UNION " } else { "" });
        sql.push("SELECT * FROM (SELECT n.position, n.kind, n.at, n.actor, n.num FROM notices n WHERE n.subject = ");
        sql.text(subject).push(" AND n.position < ").int(below.unwrap_or(i64::MAX));
        mine(&mut sql, viewer);
        sql.push(" ORDER BY n.position DESC LIMIT ").int(want).push(") one");
    }
    sql.push(") every ORDER BY position DESC LIMIT ").int(want);
    sql.push(") o JOIN cases c ON c.num = o.num ORDER BY o.position DESC");
    let mut found: Vec<(i64, String, i64, String, String)> = Vec::new();
    reader.query(sql.as_str(), &sql.params(), &mut |row| {
        let text = |i| Ok::<_, ledger::DbError>(row.text(i)?.to_owned());
        found.push((row.int(0)?, text(1)?, row.int(2)?, text(3)?, text(4)?));
        Ok(())
    })?;
    let notice = |(position, kind, at, actor, state): (i64, String, i64, String, String)| {
        let key = format!("e{position}");
        Some(parse(&state, "{}").map(|case| Notice {
            read: position <= seen.position || seen.keys.contains(&key),
            says: Says::Act(Kind::parse(&kind).unwrap_or(Kind::Assigned)),
            key,
            at: Instant(at),
            by: Code::parse(&actor).ok(),
            case,
        }))
    };
    found.into_iter().filter_map(notice).collect()
}

/// Reminders of the work that this person holds, and of what lies with a unit of theirs and nobody holds.
fn reminders(reader: &mut Reader, viewer: &Viewer, seen: &Seen) -> Result<Vec<Notice>, OfficeError> {
    let calendar = &viewer.house.calendar;
    let until = horizon(calendar, viewer.now.date()).0;
    let open = "c.closed IS NULL AND c.clock = 'running' AND c.due < ";
    let mut sql = Sql::default();
    sql.push("SELECT num, state FROM (SELECT c.num, c.due, c.state FROM cases c WHERE ").push(open).int(until);
    sql.push(" AND c.holder <> '' AND c.holder = ").text(viewer.actor.person.as_str());
    readable(&mut sql, viewer, "c");
    sql.push(" UNION ALL SELECT c.num, c.due, c.state FROM cases c WHERE ").push(open).int(until);
    sql.push(" AND c.holder = '' AND c.lead IN (").texts(viewer.actor.posts.iter().map(|p| p.unit.as_str())).push(")");
    readable(&mut sql, viewer, "c");
    sql.push(") due ORDER BY due, num LIMIT ").int(REMINDERS_MAX);
    let mut found: Vec<(i64, String)> = Vec::new();
    reader.query(sql.as_str(), &sql.params(), &mut |row| {
        found.push((row.int(0)?, row.text(1)?.to_owned()));
        Ok(())
    })?;
    let mut out = Vec::new();
    for (num, state) in found {
        let case = parse(&state, "{}")?;
        let Some(clock) = &case.clock else { continue };
        let Some((which, since)) = reminder(clock, calendar, viewer.now) else { continue };
        // A due moment that was moved reminds anew.
        let key = format!("d{num}:{}:{}", which.code(), clock.due.map_or(0, |due| due.0));
        let read = since.0 <= seen.at || seen.keys.contains(&key);
        out.push(Notice { key, says: Says::Due(which), at: since, by: None, case, read });
    }
    Ok(out)
}
