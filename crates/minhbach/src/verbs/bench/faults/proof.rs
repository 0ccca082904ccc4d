//! What must hold of a ledger after a fault: acknowledged means there, once, in order; nothing is there by half.
//!
//! All of it is read in one snapshot, so that it may be asked while others write. Not here: the public log (`log`).

use std::collections::BTreeMap;
use std::path::Path;

use ledger::{DbError, Reader};
use office::Office;

/// An act that was acknowledged.
#[derive(Debug)]
pub struct Ack {
    /// Who waited for it before acting again.
    pub submitter: u32,
    /// The key under which it was sent.
    pub key: [u8; 16],
    /// The case.
    pub case: [u8; 16],
    /// Position of its last event, and that event's version, where the answer said so.
    pub place: Option<(u64, u64)>,
}

/// Position of the last event of an act, with that event's case and version.
type StoredAct = (u64, [u8; 16], u64);

impl Ack {
    /// A whole line is an acknowledgement; one that a kill cut off lacks its dot.
    pub fn parse(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.split(' ').collect();
        let ["ack", submitter, key, position, case, version, "."] = words.as_slice() else { return None };
        let id = |text: &str| uuid::Uuid::parse_str(text).ok().map(uuid::Uuid::into_bytes);
        let place = Some((position.parse().ok()?, version.parse().ok()?));
        Some(Self { submitter: submitter.parse().ok()?, key: id(key)?, case: id(case)?, place })
    }

    /// Whether it is stored as it was acknowledged.
    fn is(&self, stored: Option<&StoredAct>) -> bool {
        let Some((position, case, version)) = stored else { return false };
        *case == self.case && self.place.is_none_or(|place| place == (*position, *version))
    }
}

/// What an event is stands within so many bytes of its stored form.
const HEAD_BYTES: usize = 160;

/// What must be zero.
const RULES: [(&str, &str); 5] = [
    ("positions have a gap", "SELECT COUNT(*) - COALESCE(MAX(position), 0) FROM events"),
    ("the head does not follow the last event", "SELECT next - 1 - (SELECT COUNT(*) FROM events) FROM head"),
    (
        "a stream has a gap",
        "SELECT COUNT(*) FROM (SELECT stream FROM events GROUP BY stream HAVING COUNT(*) <> MAX(seq)) gaps",
    ),
    (
        "a case is not where its events are",
        "SELECT COUNT(*) FROM cases c WHERE c.version <> (SELECT MAX(seq) FROM events e WHERE e.stream = c.id)",
    ),
    ("an event has no case", "SELECT COUNT(DISTINCT stream) - 1 - (SELECT COUNT(*) FROM cases) FROM events"),
];

/// Proves what must hold, with all that was acknowledged so far; answers the number of events.
///
/// # Errors
/// What does not hold.
pub fn prove(office: &Office, acks: &[Ack]) -> Result<u64, String> {
    let mut reader = office.ledger().reader().map_err(|error| error.en())?;
    proven(&mut reader, acks).map_err(|error| error.to_string())?
}

fn proven(reader: &mut Reader, acks: &[Ack]) -> Result<Result<u64, String>, DbError> {
    reader.snapshot()?;
    for (what, sql) in RULES {
        if count(reader, sql)? != 0 {
            return Ok(Err(what.to_owned()));
        }
    }
    let (mut given, mark) = (0, br#""k":"number_given""#);
    reader.query("SELECT plain FROM events", &[], &mut |row| {
        let plain = row.blob(0)?;
        let head = plain.get(..HEAD_BYTES).unwrap_or(plain);
        given += i64::from(head.windows(mark.len()).any(|part| part == mark));
        Ok(())
    })?;
    if given != count(reader, "SELECT CAST(COALESCE(SUM(last), 0) AS BIGINT) FROM counters")? {
        return Ok(Err("a number was lost or given twice".to_owned()));
    }
    if stands_unasked(reader)? {
        return Ok(Err("an act stands that nobody asked for".to_owned()));
    }
    let mut stored: BTreeMap<[u8; 16], StoredAct> = BTreeMap::new();
    let sql = "SELECT a.key, e.position, e.stream, e.seq FROM acts a JOIN events e ON e.position = a.last";
    reader.query(sql, &[], &mut |row| {
        stored.insert(row.array(0)?, (row.count(1)?, row.array(2)?, row.count(3)?));
        Ok(())
    })?;
    if let Some(lost) = acks.iter().find(|ack| !ack.is(stored.get(&ack.key))) {
        return Ok(Err(format!("{lost:?} was acknowledged and is not stored so")));
    }
    if let Some(why) = out_of_order(acks, &stored) {
        return Ok(Err(why));
    }
    Ok(Ok(reader.head()?.next.saturating_sub(1)))
}

/// Whether an act on a case stands that was sent under no key. Joined here: acts are not indexed by where they begin.
fn stands_unasked(reader: &mut Reader) -> Result<bool, DbError> {
    let (mut acts, mut unasked) = (BTreeMap::new(), false);
    reader.query("SELECT first, last FROM acts", &[], &mut |row| {
        acts.insert(row.count(0)?, row.count(1)?);
        Ok(())
    })?;
    let sql = "SELECT e.act, MAX(e.position) FROM events e JOIN cases c ON c.id = e.stream GROUP BY e.act";
    reader.query(sql, &[], &mut |row| {
        let (first, last) = (row.count(0)?, row.count(1)?);
        unasked |= acts.get(&first).is_none_or(|end| *end < last);
        Ok(())
    })?;
    Ok(unasked)
}

/// Who waits for an answer before acting again finds the acts at rising positions.
fn out_of_order(acks: &[Ack], stored: &BTreeMap<[u8; 16], StoredAct>) -> Option<String> {
    let mut last: BTreeMap<u32, u64> = BTreeMap::new();
    acks.iter().find_map(|ack| {
        let position = stored.get(&ack.key).map_or(0, |stored| stored.0);
        let before = last.insert(ack.submitter, position).unwrap_or(0);
        (before >= position).then(|| format!("the act at position {position} was done after the one at {before}"))
    })
}

fn count(reader: &mut Reader, sql: &str) -> Result<i64, DbError> {
    let mut n = 0;
    reader.query(sql, &[], &mut |row| {
        n = row.int(0)?;
        Ok(())
    })?;
    Ok(n)
}

/// The read tables say what the events say.
///
/// # Errors
/// That they do not, or cannot be rebuilt.
pub fn replay(office: &Office, dir: &Path) -> Result<(), String> {
    let scratch = dir.join("replay");
    let replayed = office.replay(&scratch, &mut |_| {}).map_err(|e| e.to_string());
    std::fs::remove_dir_all(&scratch).map_err(|e| e.to_string())?;
    let replayed = replayed?;
    if replayed.is_equal() { Ok(()) } else { Err(format!("replay says {}, not {}", replayed.rebuilt, replayed.live)) }
}
