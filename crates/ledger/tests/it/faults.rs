//! All of it or none of it: every store call fails once, plans misbehave, the disk fills up.

use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use ledger::{Answer, DbError, Faults, Ledger, LedgerError};

use crate::support::{
    Act, Bad, check_promises, committed, integers, numbers_used, on_postgres, open, open_with, picture,
};

/// Numbers, two claims, a file, a key: a plan that touches every table.
fn rich() -> Act {
    Act::new(&[(1, 1), (2, 0)], &[1, 2, 1]).key(8).number("so", "2026").number("so", "2027").file(b"giay")
}

#[test]
fn whichever_store_call_fails_nothing_is_half_done() {
    let dir = tempfile::tempdir().unwrap();
    let faults = Faults::default();
    let ledger = open_with(dir.path(), &faults);
    Act::new(&[(1, 0)], &[1]).number("so", "2026").append(&ledger);
    let before = picture(&mut ledger.reader().unwrap());
    let mut n = 1;
    let answer = loop {
        faults.arm(n);
        match ledger.append(rich().boxed()) {
            Ok(answer) => break answer,
            Err(error) => assert_eq!(error, LedgerError::Db(DbError::Injected), "call {n}"),
        }
        assert_eq!(picture(&mut ledger.reader().unwrap()), before, "call {n} left something behind");
        n += 1;
    };
    // BEGIN, head, key, 2 claims, 2 numbers, generation and key of the new stream, 3 records, 2 heads, file, note, act,
    // 2 numbers, head, COMMIT. On a server all is looked up at once before the generation, and there are the mark of the batch and
    // the sending of what was gathered.
    assert_eq!(n - 1, if on_postgres() { 18 } else { 21 });
    assert_eq!(committed(answer), (2, 4));
    assert_eq!(ledger.reader().unwrap().events_from(2, 1).unwrap()[0].plain, b"2 1", "no number was lost");
    assert_eq!(check_promises(&ledger), 4);
    drop(ledger);
    assert_eq!(check_promises(&open(dir.path())), 4);
}

#[test]
fn whichever_store_call_fails_side_work_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    let faults = Faults::default();
    let ledger = open_with(dir.path(), &faults);
    for n in 1..=4 {
        faults.arm(n);
        let done = ledger.side(Box::new(|tx| {
            tx.execute("INSERT INTO notes VALUES(1, 0, '')", &[])?;
            tx.execute("INSERT INTO notes VALUES(2, 0, '')", &[]).map(|_| ())
        }));
        assert_eq!(done, Err(LedgerError::Db(DbError::Injected)));
        assert_eq!(integers(&ledger, "SELECT count(*) FROM notes", &[]), [0], "call {n}");
    }
}

/// Keeps the writer busy until the sender is dropped, so that what is queued meanwhile becomes one batch.
fn hold_writer(ledger: &Ledger) -> (Sender<()>, JoinHandle<()>) {
    let (release, released) = channel::<()>();
    let (held, is_held) = channel();
    let ledger = ledger.clone();
    let thread = std::thread::spawn(move || {
        let work = move |_: &mut dyn ledger::Tx| {
            held.send(()).unwrap();
            let _ = released.recv();
            Ok(())
        };
        ledger.side(Box::new(work)).unwrap();
    });
    is_held.recv().unwrap();
    (release, thread)
}

fn in_one_batch(ledger: &Ledger, acts: &[Act]) -> Vec<Result<Answer, LedgerError>> {
    let (release, thread) = hold_writer(ledger);
    let tickets: Vec<_> = acts.iter().map(|act| ledger.submit(act.clone().boxed())).collect();
    drop(release);
    thread.join().unwrap();
    tickets.into_iter().map(ledger::Ticket::wait).collect()
}

#[test]
fn a_bad_plan_sinks_no_other_and_uses_no_number() {
    for bad in [Bad::Finish, Bad::Project, Bad::Panic, Bad::Sql] {
        let dir = tempfile::tempdir().unwrap();
        let ledger = open(dir.path());
        let act = |n: u8| Act::new(&[(n, 0)], &[n, n]).number("so", "2026").key(n);
        let answers = in_one_batch(&ledger, &[act(1), act(2).bad(bad), act(3), act(4).bad(bad), act(3), act(5)]);
        assert_eq!(committed(answers[0].clone().unwrap()), (1, 2));
        assert!(matches!(answers[1], Err(LedgerError::Db(_))), "{:?}", answers[1]);
        assert_eq!(committed(answers[2].clone().unwrap()), (3, 4));
        assert!(matches!(answers[3], Err(LedgerError::Db(_))));
        assert_eq!(answers[4], Ok(Answer::Committed { first: 3, last: 4, repeated: true }));
        assert_eq!(committed(answers[5].clone().unwrap()), (5, 6));
        assert_eq!(check_promises(&ledger), 6);
        assert_eq!(numbers_used(&ledger), [1, 2, 3]);
        assert_eq!(ledger.reader().unwrap().counters().unwrap()[0].last, 3);
    }
}

#[test]
fn a_failed_batch_is_done_again_plan_by_plan() {
    // The side work's COMMIT; BEGIN, head, generation, number, head, COMMIT, and on a server the sending and the mark of the batch,
    // where all is looked up at once; key, record, head and note of each plan, and where not, its claim.
    let in_all = if on_postgres() { 1 + 8 + 3 * 4 } else { 1 + 7 + 3 * 5 };
    let mut n = 1;
    loop {
        let dir = tempfile::tempdir().unwrap();
        let faults = Faults::default();
        let ledger = open_with(dir.path(), &faults);
        let acts: Vec<Act> = (1..=3).map(|n| Act::new(&[(n, 0)], &[n]).number("so", "2026")).collect();
        let (release, thread) = hold_writer(&ledger);
        let tickets: Vec<_> = acts.iter().map(|act| ledger.submit(act.clone().boxed())).collect();
        // The COMMIT of the side work that holds the writer is the first call.
        faults.arm(n + 1);
        let calls = faults.calls();
        drop(release);
        thread.join().unwrap();
        let answers: Vec<_> = tickets.into_iter().map(ledger::Ticket::wait).collect();
        if n == 1 {
            assert!(answers.iter().all(|a| *a == Err(LedgerError::Db(DbError::Injected))), "no transaction began");
            assert_eq!(check_promises(&ledger), 0);
        } else {
            assert!(answers.iter().all(|a| matches!(a, Ok(Answer::Committed { .. }))), "call {n}: {answers:?}");
            assert_eq!(check_promises(&ledger), 3);
            assert_eq!(numbers_used(&ledger), [1, 2, 3]);
        }
        if faults.calls() - calls == in_all {
            break; // The batch went through without reaching the fault.
        }
        n += 1;
        assert!(n <= in_all, "the fault is reached");
    }
    assert_eq!(n, in_all, "every call of the batch failed once");
}

/// A transaction that cannot even begin, while the plans of a failed batch are done again: nobody is left without answer.
#[test]
fn whoever_stands_behind_a_lock_is_told() {
    let injected = || Err(LedgerError::Db(DbError::Injected));
    let seen = (2..60).any(|n| {
        let dir = tempfile::tempdir().unwrap();
        let faults = Faults::default();
        let ledger = open_with(dir.path(), &faults);
        let (release, thread) = hold_writer(&ledger);
        let act = |n: u8| Act::new(&[(n, 0)], &[n]).number("so", "2026");
        let acts = [act(1).bad(Bad::Project), act(2), act(3)];
        let tickets: Vec<_> = acts.iter().map(|act| ledger.submit(act.clone().boxed())).collect();
        faults.arm(n);
        drop(release);
        thread.join().unwrap();
        let answers: Vec<_> = tickets.into_iter().map(ledger::Ticket::wait).collect();
        assert!(answers.iter().all(|answer| *answer != Err(LedgerError::Closed)), "call {n}: {answers:?}");
        check_promises(&ledger);
        answers[0] != injected() && answers[1..] == [injected(), injected()]
    });
    assert!(seen, "no call was the beginning of the second plan's own transaction");
}

#[test]
fn side_work_that_fails_leaves_the_side_work_of_others() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    let (release, thread) = hold_writer(&ledger);
    let side = |n: i64| {
        let ledger = ledger.clone();
        std::thread::spawn(move || {
            ledger.side(Box::new(move |tx| {
                tx.execute("INSERT INTO notes VALUES($1, 0, '')", &[n.into()])?;
                match n {
                    2 => Err(DbError::Caller("no".to_owned())),
                    3 => panic!("side work that panics"),
                    _ => Ok(()),
                }
            }))
        })
    };
    let threads: Vec<_> = (1..=5).map(side).collect();
    drop(release);
    thread.join().unwrap();
    let done: Vec<bool> = threads.into_iter().map(|t| t.join().unwrap().is_ok()).collect();
    assert_eq!(done, [true, false, false, true, true]);
    assert_eq!(integers(&ledger, "SELECT position FROM notes ORDER BY position", &[]), [1, 4, 5]);
}

#[test]
fn a_full_disk_loses_nothing_and_is_left_behind_once_there_is_room() {
    if on_postgres() {
        return; // It looks into the file.
    }
    let dir = tempfile::tempdir().unwrap();
    let faults = Faults::disk(60);
    let ledger = open_with(dir.path(), &faults);
    let act = |n: u8| Act::new(&[(n, 0)], &[n]).number("so", "2026").body(10_000);
    let mut kept = 0;
    let error = (1..=100)
        .find_map(|n| match ledger.append(act(n).boxed()) {
            Ok(answer) => {
                assert_eq!(committed(answer), (u64::from(n), u64::from(n)));
                kept = u64::from(n);
                None
            }
            Err(error) => Some(error),
        })
        .unwrap();
    assert!(matches!(&error, LedgerError::DiskFull { file } if file.ends_with(ledger::FILE_NAME)), "{error:?}");
    assert!(kept > 5);
    assert_eq!(check_promises(&ledger), kept);
    let answers = in_one_batch(&ledger, &[act(201), act(202)]);
    assert!(answers.iter().all(|a| matches!(a, Err(LedgerError::DiskFull { .. }))), "{answers:?}");
    let side = ledger.side(Box::new(|tx| {
        tx.execute("INSERT INTO notes VALUES(-1, 0, $1)", &["x".repeat(100_000).as_str().into()]).map(|_| ())
    }));
    assert!(matches!(side, Err(LedgerError::DiskFull { .. })));
    faults.set_disk(0);
    assert_eq!(committed(act(203).append(&ledger)), (kept + 1, kept + 1));
    assert_eq!(numbers_used(&ledger), (1..=kept + 1).collect::<Vec<_>>());
    drop(ledger);
    assert_eq!(check_promises(&open(dir.path())), kept + 1);
}
