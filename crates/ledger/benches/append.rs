//! How many acts a second the writer makes durable, with one, 64 and 512 callers who wait for each answer, and with one
//! who does not wait. Prints rates; asserts nothing about time.

#![expect(clippy::expect_used, reason = "a benchmark stops when its own acts fail")]

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ledger::{
    Answer, BATCH_PLANS_MAX, Claim, Config, Counter, DbError, Finished, Ledger, Plan, Record, StreamId, Tx, commitment,
};

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS cases(num INTEGER PRIMARY KEY, id BLOB NOT NULL, step TEXT NOT NULL, state TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS cases_id ON cases(id);
CREATE TABLE IF NOT EXISTS may_read(subject TEXT NOT NULL, num BIGINT NOT NULL, PRIMARY KEY(subject, num)) WITHOUT ROWID;
";

/// Plans that the caller who does not wait has under way.
const UNDER_WAY: usize = 2_048;

/// The opening of a case: one claim, one number, two records, a row and two readers.
struct Opening {
    key: [u8; 16],
    claims: [Claim; 1],
}

impl Opening {
    fn new(n: u64) -> Self {
        // Ids in the order of time, as version 7 gives them; keys in none.
        let mut stream = StreamId::default();
        stream.iter_mut().zip(n.to_be_bytes()).for_each(|(to, from)| *to = from);
        let mut key = [0; 16];
        key.iter_mut().zip(commitment(&n.to_be_bytes(), &[])).for_each(|(to, from)| *to = from);
        Self { key, claims: [Claim { stream, expected: 0 }] }
    }

    fn id(&self) -> StreamId {
        self.claims.first().map_or([0; 16], |claim| claim.stream)
    }
}

impl Plan for Opening {
    fn key(&self) -> Option<[u8; 16]> {
        Some(self.key)
    }

    fn at(&self) -> i64 {
        1_767_243_600_000_000
    }

    fn claims(&self) -> &[Claim] {
        &self.claims
    }

    fn counters(&self) -> Vec<Counter> {
        vec![Counter { name: "so-den".to_owned(), period: "2026".to_owned() }]
    }

    fn finish(&mut self, _given: &[u64]) -> Result<Finished, DbError> {
        let record =
            || Record { stream: self.id(), pub_head: vec![b'p'; 90], plain: vec![b'a'; 250], body: vec![b'b'; 350] };
        Ok(Finished { records: vec![record(), record()] })
    }

    fn project(&mut self, first: u64, tx: &mut dyn Tx) -> Result<(), DbError> {
        let insert = "INSERT INTO cases(num, id, step, state) VALUES($1, $2, $3, $4)";
        let state =
            "{\"step\":\"moi\",\"title\":\"Thẩm định hồ sơ\",\"holder\":\"so-noi-vu/chuyen-vien\",\"version\":2}";
        tx.execute(insert, &[first.into(), (&self.id()).into(), "moi".into(), state.into()])?;
        for subject in ["so-noi-vu/chuyen-vien", "van-phong/lanh-dao"] {
            tx.execute("INSERT INTO may_read(subject, num) VALUES($1, $2)", &[subject.into(), first.into()])?;
        }
        Ok(())
    }
}

fn open(dir: &tempfile::TempDir) -> Ledger {
    Ledger::open(Config {
        dir: dir.path().to_owned(),
        origin: "bench.example/so-cai".to_owned(),
        schema: SCHEMA,
        schema_version: 1,
        batch_max: BATCH_PLANS_MAX,
        vouched: None,
        database: None,
        sealing: None,
        faults: None,
    })
    .expect("a ledger in a new folder")
}

fn is_new(answer: &Answer) -> bool {
    matches!(answer, Answer::Committed { repeated: false, .. })
}

/// Callers who wait for each answer share the acts.
fn waiting(ledger: &Ledger, callers: usize, next: &Arc<AtomicU64>, end: u64) {
    let call = || {
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= end {
                return;
            }
            let answer = ledger.append(Box::new(Opening::new(n))).expect("an act");
            assert!(is_new(&answer));
        }
    };
    std::thread::scope(|scope| (0..callers).for_each(|_| drop(scope.spawn(call))));
}

/// One caller sends act after act and looks at the answers later, as an import does.
fn sending(ledger: &Ledger, from: u64, end: u64) {
    let mut under_way = VecDeque::with_capacity(UNDER_WAY);
    for n in from..end {
        if under_way.len() == UNDER_WAY {
            let ticket: Option<ledger::Ticket> = under_way.pop_front();
            assert!(ticket.is_none_or(|ticket| is_new(&ticket.wait().expect("an act"))));
        }
        under_way.push_back(ledger.submit(Box::new(Opening::new(n))));
    }
    assert!(under_way.into_iter().all(|ticket| is_new(&ticket.wait().expect("an act"))));
}

fn append(c: &mut Criterion) {
    let mut group = c.benchmark_group("append");
    group.throughput(Throughput::Elements(1)).sample_size(10).measurement_time(Duration::from_secs(4));
    for callers in [1, 64, 512] {
        let dir = tempfile::tempdir().expect("a folder");
        let ledger = open(&dir);
        let mut from = 0;
        group.bench_function(format!("{callers} waiting"), |b| {
            b.iter_custom(|acts| {
                let next = Arc::new(AtomicU64::new(from));
                from += acts;
                let started = Instant::now();
                waiting(&ledger, callers, &next, from);
                started.elapsed()
            });
        });
    }
    let dir = tempfile::tempdir().expect("a folder");
    let ledger = open(&dir);
    let mut end = 0;
    group.bench_function("1 sending", |b| {
        b.iter_custom(|acts| {
            let from = end;
            end += acts;
            let started = Instant::now();
            sending(&ledger, from, end);
            started.elapsed()
        });
    });
    group.finish();
}

criterion_group!(benches, append);
criterion_main!(benches);
