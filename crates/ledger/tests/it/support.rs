//! A plan made of data, and a ledger in a folder that goes away with the test.

use std::path::Path;

use ledger::{
    Answer, Claim, Config, Counter, Database, DbError, Faults, Finished, KeyFolder, Ledger, Param, Plan, Random,
    Reader, Record, Row, Sealing, StoredFile, StreamId, Tx, Write,
};
use sha2::{Digest, Sha256};

pub const SCHEMA: &str =
    "CREATE TABLE IF NOT EXISTS notes(position BIGINT PRIMARY KEY, records BIGINT NOT NULL, given TEXT NOT NULL)";

static NOTE: Write = Write {
    table: "notes",
    sql: "INSERT INTO notes(given, position, records) VALUES($3, $1, $2)",
    key: &[1],
    merge: &[],
};

pub const NOON: i64 = 1_767_243_600_000_000;

pub fn stream(n: u8) -> StreamId {
    [n; 16]
}

pub fn config(dir: &Path) -> Config {
    Config {
        dir: dir.to_owned(),
        origin: "so.example/so-cai".to_owned(),
        schema: SCHEMA,
        schema_version: 3,
        batch_max: 64,
        vouched: None,
        database: database(dir),
        sealing: Some(Sealing {
            keys: KeyFolder::of(dir, None),
            random: Random::grown(dir.as_os_str().as_encoded_bytes()),
        }),
        faults: None,
    }
}

/// Names a PostgreSQL server: then every test that does not look into the file keeps its ledger in a schema of its own
/// there. `./test` runs the tests once without it and once with it.
const SERVER: &str = "MINHBACH_TEST_POSTGRES";

/// Whether the ledgers of this run stand on PostgreSQL.
pub fn on_postgres() -> bool {
    std::env::var_os(SERVER).is_some()
}

/// The place on the server that belongs to a folder, made when absent.
fn database(dir: &Path) -> Option<Database> {
    Some(Database::parse(&address(dir)?, None).unwrap())
}

/// Its address: a schema of its own on the server, and a name by which its connections are told from others.
pub fn address(dir: &Path) -> Option<String> {
    let server = std::env::var(SERVER).ok()?;
    let digest = Sha256::digest(dir.as_os_str().as_encoded_bytes());
    let name: String =
        std::iter::once("t".to_owned()).chain(digest.iter().map(|b| format!("{b:02x}"))).take(17).collect();
    let mut client = postgres::Client::connect(&format!("{server} dbname=postgres"), postgres::NoTls).unwrap();
    let made = client.batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS {name}"));
    // Several may open a new folder at once.
    let twice = |error: &postgres::Error| error.code().is_some_and(|code| matches!(code.code(), "42P06" | "23505"));
    made.or_else(|error| if twice(&error) { Ok(()) } else { Err(error) }).unwrap();
    Some(format!("{server} dbname=postgres application_name={name} options='-c search_path={name}'"))
}

pub fn open(dir: &Path) -> Ledger {
    Ledger::open(config(dir)).unwrap()
}

pub fn open_with(dir: &Path, faults: &Faults) -> Ledger {
    Ledger::open(Config { faults: Some(faults.clone()), ..config(dir) }).unwrap()
}

/// What a plan does when its turn comes, besides what it should.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bad {
    No,
    Finish,
    Project,
    Panic,
    Sql,
}

/// A plan as data: its records say which numbers were given.
#[derive(Clone)]
pub struct Act {
    pub key: Option<[u8; 16]>,
    pub at: i64,
    pub claims: Vec<Claim>,
    pub counters: Vec<Counter>,
    /// Streams of its records, in order.
    pub records: Vec<StreamId>,
    pub files: Vec<StoredFile>,
    pub bad: Bad,
    /// Bytes in each body, to fill a disk.
    body_bytes: usize,
    given: String,
}

impl Act {
    pub fn new(claims: &[(u8, u64)], records: &[u8]) -> Self {
        Self {
            key: None,
            at: NOON,
            claims: claims.iter().map(|(n, expected)| Claim { stream: stream(*n), expected: *expected }).collect(),
            counters: Vec::new(),
            records: records.iter().copied().map(stream).collect(),
            files: Vec::new(),
            bad: Bad::No,
            body_bytes: 40,
            given: String::new(),
        }
    }

    pub fn key(self, n: u8) -> Self {
        Self { key: Some([n; 16]), ..self }
    }

    pub fn at(self, at: i64) -> Self {
        Self { at, ..self }
    }

    pub fn number(mut self, name: &str, period: &str) -> Self {
        self.counters.push(Counter { name: name.to_owned(), period: period.to_owned() });
        self
    }

    pub fn file(mut self, bytes: &[u8]) -> Self {
        let stream = self.claims[0].stream;
        self.files.push(StoredFile { stream, sha256: Sha256::digest(bytes).into(), bytes: bytes.to_owned() });
        self
    }

    pub fn bad(self, bad: Bad) -> Self {
        Self { bad, ..self }
    }

    pub fn body(self, bytes: usize) -> Self {
        Self { body_bytes: bytes, ..self }
    }

    pub fn boxed(self) -> Box<dyn Plan> {
        Box::new(self)
    }

    pub fn append(self, ledger: &Ledger) -> Answer {
        ledger.append(self.boxed()).unwrap()
    }
}

impl Plan for Act {
    fn key(&self) -> Option<[u8; 16]> {
        self.key
    }

    fn at(&self) -> i64 {
        self.at
    }

    fn claims(&self) -> &[Claim] {
        &self.claims
    }

    fn counters(&self) -> Vec<Counter> {
        self.counters.clone()
    }

    fn files(&self) -> &[StoredFile] {
        &self.files
    }

    fn finish(&mut self, given: &[u64]) -> Result<Finished, DbError> {
        if self.bad == Bad::Finish {
            return Err(DbError::Caller("cannot be finished".to_owned()));
        }
        self.given = given.iter().map(u64::to_string).collect::<Vec<_>>().join(" ");
        let record = |stream: &StreamId| Record {
            stream: *stream,
            pub_head: b"pub:".to_vec(),
            plain: self.given.clone().into_bytes(),
            body: vec![b'x'; self.body_bytes],
        };
        Ok(Finished { records: self.records.iter().map(record).collect() })
    }

    fn project(&mut self, first: u64, tx: &mut dyn Tx) -> Result<(), DbError> {
        // Out of order on purpose: each value must reach the placeholder with its number.
        tx.write(&NOTE, &[first.into(), u64::try_from(self.records.len()).unwrap().into(), (&self.given).into()])?;
        match self.bad {
            Bad::Project => Err(DbError::Caller("cannot be projected".to_owned())),
            Bad::Panic => panic!("a plan that panics"),
            Bad::Sql => tx.execute("INSERT INTO nowhere VALUES($1)", &[1_i64.into()]).map(|_| ()),
            _ => Ok(()),
        }
    }
}

pub fn committed(answer: Answer) -> (u64, u64) {
    match answer {
        Answer::Committed { first, last, repeated: false } => (first, last),
        other => panic!("not committed: {other:?}"),
    }
}

/// Everything that a plan may touch, as text: equal texts mean that nothing has happened in between.
pub fn picture(reader: &mut Reader) -> String {
    let tables = [
        ("head", "id"),
        ("events", "position"),
        ("heads", "stream"),
        ("counters", "name, period"),
        ("acts", "key"),
        ("files", "stream, sha256"),
        ("notes", "position"),
    ];
    ledger::digest(reader, &tables).unwrap()
}

/// Checks the promises that hold for every ledger at any time; answers how many events there are.
pub fn check_promises(ledger: &Ledger) -> u64 {
    let mut reader = ledger.reader().unwrap();
    reader.snapshot().unwrap();
    let events = reader.events_from(1, u64::MAX).unwrap();
    let mut seqs = std::collections::HashMap::<StreamId, u64>::new();
    for (expected, event) in (1..).zip(&events) {
        assert_eq!(event.position, expected, "positions are dense");
        let seq = seqs.entry(event.stream).or_default();
        *seq += 1;
        assert_eq!(event.seq, *seq, "sequence numbers are dense in each stream");
        let commitment = ledger::commitment(&event.plain, &event.body);
        assert!(event.pub_.ends_with(&commitment), "the public part commits to the rest");
    }
    let count = u64::try_from(events.len()).unwrap();
    assert_eq!(reader.head().unwrap().next, count + 1);
    let mut versions = std::collections::HashMap::new();
    reader
        .query("SELECT stream, version FROM heads", &[], &mut |row| {
            versions.insert(row.array::<16>(0)?, row.count(1)?);
            Ok(())
        })
        .unwrap();
    assert_eq!(versions, seqs, "the head of each stream is the number of its records");
    let mut notes = 0;
    reader
        .query("SELECT CAST(coalesce(sum(records), 0) AS BIGINT) FROM notes", &[], &mut |row| {
            notes = row.count(0)?;
            Ok(())
        })
        .unwrap();
    assert_eq!(notes, count, "read tables were written with the records");
    count
}

/// The integers of the first column of a query.
pub fn integers(ledger: &Ledger, sql: &str, params: &[Param<'_>]) -> Vec<i64> {
    let mut found = Vec::new();
    let mut each = |row: &Row<'_>| {
        found.push(row.int(0)?);
        Ok(())
    };
    ledger.reader().unwrap().query(sql, params, &mut each).unwrap();
    found
}

/// The numbers that the records say they were given, sorted, for plans with one number each.
pub fn numbers_used(ledger: &Ledger) -> Vec<u64> {
    let mut used = Vec::new();
    let mut reader = ledger.reader().unwrap();
    reader
        .query("SELECT given FROM notes WHERE given <> ''", &[], &mut |row| {
            used.push(row.text(0)?.parse().unwrap());
            Ok(())
        })
        .unwrap();
    used.sort_unstable();
    used
}
