//! The inbox of a person: what the acts of others tell, and reminders of due moments; what was read of it, on all devices alike.
//!
//! Three statements each for a page and for the count. What was read stands outside the ledger (`seen`): a row for a
//! notice read alone, and one with an empty key for "all up to here". Not here: words (web), who is told (kernel).

use std::collections::HashSet;

use kernel::Code;
use kernel::case::Case;
use kernel::case::notices::Kind;
use kernel::clock::reminder::{FIRST_WORKING_DAYS, Reminder, SECOND_WORKING_DAYS, horizon, reminder};
use kernel::time::{Date, Instant};
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
/// Days ahead among which due days with a reminder lie: five working days and the longest holidays.
const DAYS_MAX: i32 = 40;

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

    /// Marks notices as read, for all devices of the person. Keys of what is not there are left out.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn mark_read(&self, viewer: &Viewer, keys: &[String]) -> Result<(), OfficeError> {
        let person = viewer.actor.person.clone();
        let keys: Vec<Key> = keys.iter().take(PAGE_ROWS * 4).filter_map(|key| Key::parse(key)).collect();
        let at = viewer.now.0;
        Ok(self.ledger().side(Box::new(move |tx| {
            keys.iter().try_for_each(|key| if key.exists(tx)? { mark(tx, &person, &key.text(), at) } else { Ok(()) })
        }))?)
    }

    /// Marks all as read up to a ledger position: what came after the page was shown stays unread. An older page never
    /// makes unread again what a newer one has marked.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn mark_all_read(&self, viewer: &Viewer, up_to: u64) -> Result<(), OfficeError> {
        let head = self.ledger().head()?.next.saturating_sub(1);
        let position = i64::try_from(up_to.min(head)).unwrap_or(i64::MAX);
        let (person, at) = (viewer.actor.person.clone(), viewer.now.0);
        Ok(self.ledger().side(Box::new(move |tx| {
            let person = person.as_str();
            tx.execute(
                "INSERT INTO seen(person, key, position, at) VALUES($1, '', $2, $3) ON CONFLICT(person, key) DO UPDATE SET
                   position = CASE WHEN excluded.position > seen.position THEN excluded.position ELSE seen.position END,
                   at = CASE WHEN excluded.at > seen.at THEN excluded.at ELSE seen.at END",
                &[person.into(), position.into(), at.into()],
            )?;
            // What the mark covers by now needs no row of its own. Reminders all began before this moment.
            let below = "DELETE FROM seen WHERE person = $1 AND key LIKE 'e%' AND CAST(substr(key, 2) AS BIGINT) <=
                           (SELECT s.position FROM seen s WHERE s.person = $1 AND s.key = '')";
            tx.execute(below, &[person.into()])?;
            tx.execute("DELETE FROM seen WHERE person = $1 AND key LIKE 'd%'", &[person.into()])?;
            Ok(())
        }))?)
    }
}

/// By what a notice is marked as read.
enum Key {
    /// An act, by its position.
    Act(i64),
    /// A reminder: number of the case, which one, due moment. A due moment that was moved reminds anew.
    Due(i64, Reminder, i64),
}

impl Key {
    fn parse(key: &str) -> Option<Self> {
        if let Some(position) = key.strip_prefix('e') {
            return Some(Self::Act(position.parse().ok()?));
        }
        let mut parts = key.strip_prefix('d')?.split(':');
        let (num, which, due) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?.parse().ok()?);
        let all = [Reminder::InFive, Reminder::InTwo, Reminder::Overdue];
        let which = all.into_iter().find(|one| one.code() == which)?;
        parts.next().is_none().then_some(Self::Due(num, which, due))
    }

    fn text(&self) -> String {
        match self {
            Self::Act(position) => format!("e{position}"),
            Self::Due(num, which, due) => format!("d{num}:{}:{due}", which.code()),
        }
    }

    fn exists(&self, tx: &mut dyn Tx) -> Result<bool, ledger::DbError> {
        let mut found = false;
        let mut each = |_: &ledger::Row<'_>| {
            found = true;
            Ok(())
        };
        match self {
            Self::Act(position) => {
                tx.query("SELECT 1 FROM notices WHERE position = $1", &[(*position).into()], &mut each)?;
            }
            Self::Due(num, _, due) => {
                let sql = "SELECT 1 FROM cases WHERE num = $1 AND due = $2";
                tx.query(sql, &[(*num).into(), (*due).into()], &mut each)?;
            }
        }
        Ok(found)
    }
}

fn mark(tx: &mut dyn Tx, person: &Code, key: &str, at: i64) -> Result<(), ledger::DbError> {
    tx.execute(
        "INSERT INTO seen(person, key, position, at) VALUES($1, $2, 0, $3) ON CONFLICT(person, key) DO NOTHING",
        &[person.as_str().into(), key.into(), at.into()],
    )?;
    Ok(())
}

/// Of rows `n`: not one's own act, of a case that may be read, and no remark that calls this person, which is told as
/// that: the event of the call follows the remark's.
fn mine(sql: &mut Sql, viewer: &Viewer) {
    let person = viewer.actor.person.as_str();
    sql.push(" AND n.actor <> ").text(person);
    sql.push(" AND (n.kind <> ").text(Kind::Remarked.code());
    sql.push(" OR NOT EXISTS (SELECT 1 FROM notices t WHERE t.position = n.position + 1 AND t.kind = ");
    sql.text(Kind::Mentioned.code()).push(" AND t.subject = ").text(&format!("h:{person}")).push("))");
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
        let key = Key::Act(position).text();
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

/// Up to which due moments reminders were read with all else: what "all read" covered, by moments that a statement compares.
struct Covered {
    /// Before today is overdue.
    today: i64,
    /// Overdue and read: due before this.
    overdue: i64,
    /// Due in two working days: before this; from here on in five.
    near: i64,
    /// Near and read: due before this.
    near_read: i64,
    /// Further and read: due before this.
    far_read: i64,
    /// Too far away for any reminder.
    until: i64,
}

impl Covered {
    fn of(viewer: &Viewer, seen: &Seen) -> Self {
        let (calendar, today) = (&viewer.house.calendar, viewer.now.date());
        let until = horizon(calendar, today);
        let since = |day: Date, n: u32| calendar.working_day_before(day, n).ok();
        let days = || (0..DAYS_MAX).map(|n| today.add_days(n)).take_while(|day| day.at(0) < until);
        // A later due day is reminded of no earlier, so that each of them is a stretch.
        let stretch =
            |n: u32, last: Instant| days().filter(|day| since(*day, n).is_some_and(|s| s.at(0) <= last)).count();
        let start = |stretch: usize| today.add_days(i32::try_from(stretch).unwrap_or(0)).at(0).0;
        let (near, read) = (stretch(SECOND_WORKING_DAYS, viewer.now), Instant(seen.at));
        Self {
            today: today.at(0).0,
            overdue: read.date().min(today).at(0).0,
            near: start(near),
            near_read: start(stretch(SECOND_WORKING_DAYS, read).min(near)),
            far_read: start(stretch(FIRST_WORKING_DAYS, read).max(near)),
            until: until.0,
        }
    }

    /// Whether the reminder in force of `cases c` was read: 1 or 0.
    fn push(&self, sql: &mut Sql, person: &Code) {
        sql.push("CASE WHEN c.due < ").int(self.overdue).push(" OR (c.due >= ").int(self.today).push(" AND c.due < ");
        sql.int(self.near_read).push(") OR (c.due >= ").int(self.near).push(" AND c.due < ").int(self.far_read);
        sql.push(") OR EXISTS (SELECT 1 FROM seen s WHERE s.person = ").text(person.as_str());
        sql.push(" AND s.key = 'd' || c.num || CASE WHEN c.due < ")
            .int(self.today)
            .push(" THEN ':overdue:' WHEN c.due < ");
        sql.int(self.near).push(" THEN ':in2:' ELSE ':in5:' END || c.due) THEN 1 ELSE 0 END");
    }
}

/// Reminders of the work that this person holds, and of what lies with a unit of theirs and nobody holds. Those that were
/// not read go first where there are more than are looked at.
fn reminders(reader: &mut Reader, viewer: &Viewer, seen: &Seen) -> Result<Vec<Notice>, OfficeError> {
    let calendar = &viewer.house.calendar;
    let (covered, person) = (Covered::of(viewer, seen), &viewer.actor.person);
    let mut sql = Sql::default();
    sql.push("SELECT c.num, c.state FROM (");
    for (i, whose) in [" AND c.holder <> '' AND c.holder = ", " AND c.holder = '' AND c.lead IN ("].iter().enumerate() {
        sql.push(if i > 0 { " UNION ALL SELECT c.num, c.due, " } else { "SELECT c.num, c.due, " });
        covered.push(&mut sql, person);
        sql.push(" AS told FROM cases c WHERE c.closed IS NULL AND c.clock = 'running' AND c.due < ")
            .int(covered.until);
        if i == 0 {
            sql.push(whose).text(person.as_str());
        } else {
            sql.push(whose).texts(viewer.actor.posts.iter().map(|p| p.unit.as_str())).push(")");
        }
        readable(&mut sql, viewer, "c");
    }
    sql.push(" ORDER BY told, due, num LIMIT ").int(REMINDERS_MAX);
    sql.push(") o JOIN cases c ON c.num = o.num ORDER BY c.due, c.num");
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
        let key = Key::Due(num, which, clock.due.map_or(0, |due| due.0)).text();
        let read = since.0 <= seen.at || seen.keys.contains(&key);
        out.push(Notice { key, says: Says::Due(which), at: since, by: None, case, read });
    }
    Ok(out)
}
