//! Many at once: threads, handles and processes on one file; the promises hold whatever the order.

use std::collections::VecDeque;
use std::process::{Command, Stdio};
use std::sync::mpsc::{TryRecvError, channel};

use ledger::{Answer, Config, Ledger, LedgerError};
use proptest::prelude::*;

use crate::support::{Act, Bad, check_promises, config, integers, numbers_used, open, stream};

/// Names the folder for the child process; absent in an ordinary run.
const CHILD_DIR: &str = "MINHBACH_TEST_LEDGER_DIR";

fn version(ledger: &Ledger, n: u8) -> u64 {
    let found = integers(ledger, "SELECT version FROM heads WHERE stream = $1", &[(&stream(n)).into()]);
    found.first().map_or(0, |version| u64::try_from(*version).unwrap())
}

/// Appends to the stream until it is accepted.
fn insist(ledger: &Ledger, n: u8) {
    loop {
        let act = Act::new(&[(n, version(ledger, n))], &[n, n]).number("so", "2026");
        if let Answer::Committed { .. } = act.append(ledger) {
            return;
        }
    }
}

#[test]
fn two_handles_interleave_on_one_file() {
    let dir = tempfile::tempdir().unwrap();
    let threads: Vec<_> = (0..2)
        .map(|_| {
            let ledger = open(dir.path());
            std::thread::spawn(move || (0..40).for_each(|i| insist(&ledger, i % 3)))
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let ledger = open(dir.path());
    assert_eq!(check_promises(&ledger), 160);
    assert_eq!(numbers_used(&ledger), (1..=80).collect::<Vec<_>>());
}

#[test]
fn child_appends() {
    let Some(dir) = std::env::var_os(CHILD_DIR) else { return };
    let ledger = open(dir.as_ref());
    (0..40).for_each(|i| insist(&ledger, i % 3));
}

#[test]
fn two_processes_interleave_on_one_file() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "many::child_appends"])
        .env(CHILD_DIR, dir.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    (0..40).for_each(|i| insist(&ledger, i % 3));
    assert!(child.wait().unwrap().success());
    assert_eq!(check_promises(&ledger), 160);
    assert_eq!(numbers_used(&ledger), (1..=80).collect::<Vec<_>>());
}

#[test]
fn who_imports_leaves_others_their_turn() {
    let dir = tempfile::tempdir().unwrap();
    let (importing, other) = (open(dir.path()), open(dir.path()));
    let (stop, stopped) = channel::<()>();
    let import = std::thread::spawn(move || {
        let mut under_way = VecDeque::new();
        let mut n = 0;
        while stopped.try_recv() != Err(TryRecvError::Disconnected) {
            under_way.push_back(importing.submit(Act::new(&[(9, n)], &[9]).boxed()));
            n += 1;
            if under_way.len() > 500 {
                under_way.pop_front().unwrap().wait().unwrap();
            }
        }
    });
    for n in 0..20 {
        // Between its acts the other is away long enough for the import to take hold again.
        std::thread::park_timeout(std::time::Duration::from_millis(20));
        Act::new(&[(1, n)], &[1]).append(&other);
    }
    drop(stop);
    import.join().unwrap();
    check_promises(&other);
}

/// One step of a thread: which streams, whether a number, a key, and how it misbehaves.
#[derive(Debug, Clone)]
struct Step {
    streams: Vec<u8>,
    number: bool,
    key: Option<u8>,
    bad: bool,
    blind: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let streams = proptest::sample::subsequence(vec![1, 2, 3, 4, 5], 1..=3);
    (streams, any::<bool>(), proptest::option::weighted(0.3, 0..6_u8), proptest::bool::weighted(0.1), any::<bool>())
        .prop_map(|(streams, number, key, bad, blind)| Step { streams, number, key, bad, blind })
}

fn act_of(ledger: &Ledger, step: &Step) -> Act {
    let claims: Vec<(u8, u64)> = step.streams.iter().map(|n| (*n, version(ledger, *n))).collect();
    let records: Vec<u8> = step.streams.iter().chain(step.streams.first()).copied().collect();
    let act = Act::new(&claims, &records).bad(if step.bad { Bad::Project } else { Bad::No });
    let act = if step.number { act.number("so", "2026") } else { act };
    step.key.map_or(act.clone(), |key| act.key(key))
}

/// Does the steps, waiting for each answer or (blind) only at the end; answers the ranges that were committed anew.
fn run(ledger: &Ledger, steps: &[Step]) -> Vec<(u64, u64)> {
    let mut committed = Vec::new();
    let mut tickets = Vec::new();
    let mut take = |answer: Result<Answer, LedgerError>| match answer {
        Ok(Answer::Committed { first, last, repeated: false }) => committed.push((first, last)),
        Ok(_) | Err(LedgerError::Db(_)) => {}
        Err(error) => panic!("{error}"),
    };
    for step in steps {
        let ticket = ledger.submit(act_of(ledger, step).boxed());
        if step.blind { tickets.push(ticket) } else { take(ticket.wait()) }
    }
    tickets.into_iter().for_each(|ticket| take(ticket.wait()));
    committed
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_threads_do_the_promises_hold(
        threads in proptest::collection::vec(proptest::collection::vec(step(), 1..20), 1..4),
        batch_max in 1..9_usize,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(Config { batch_max, ..config(dir.path()) }).unwrap();
        let running: Vec<_> = threads
            .into_iter()
            .map(|steps| {
                let ledger = ledger.clone();
                std::thread::spawn(move || run(&ledger, &steps))
            })
            .collect();
        let mut ranges: Vec<_> = running.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        ranges.sort_unstable();
        let mut next = 1;
        for (first, last) in ranges {
            prop_assert_eq!(first, next, "every position was told to exactly one caller");
            next = last + 1;
        }
        prop_assert_eq!(check_promises(&ledger) + 1, next);
        let used = numbers_used(&ledger);
        let last = ledger.reader().unwrap().counters().unwrap().first().map_or(0, |c| c.last);
        prop_assert_eq!(used, (1..=last).collect::<Vec<_>>());
    }
}
