//! The story of a ledger: opened, written, contested, read, closed, opened again.

use ledger::{Answer, Config, Ledger, LedgerError, Param};
use sha2::{Digest, Sha256};

use crate::support::{Act, NOON, check_promises, committed, config, integers, numbers_used, on_postgres, open, stream};

#[test]
fn records_get_dense_positions_and_sequence_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    assert_eq!(ledger.head().unwrap().next, 1);
    assert_eq!(committed(Act::new(&[(1, 0)], &[1, 1]).append(&ledger)), (1, 2));
    assert_eq!(committed(Act::new(&[(2, 0), (1, 2)], &[2, 1, 2]).at(NOON + 7).append(&ledger)), (3, 5));
    let mut reader = ledger.reader().unwrap();
    let of_one = reader.events_of(stream(1), 2, 10).unwrap();
    assert_eq!(
        of_one.iter().map(|e| (e.position, e.act, e.seq, e.at)).collect::<Vec<_>>(),
        [(2, 1, 2, NOON), (4, 3, 3, NOON + 7)]
    );
    assert_eq!(reader.events_from(3, 2).unwrap().iter().map(|e| e.position).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(reader.statements(), 2);
    assert_eq!(ledger.head().unwrap().last_at, Some(NOON + 7));
    assert_eq!(check_promises(&ledger), 5);
}

#[test]
fn a_stale_claim_is_a_conflict_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    Act::new(&[(1, 0)], &[1]).append(&ledger);
    for claims in [&[(1, 0)][..], &[(1, 2)], &[(2, 1)], &[(2, 0), (1, 7)], &[(1, 1), (2, 3)]] {
        let act = Act::new(claims, &[claims[0].0]).number("so", "2026").key(9);
        assert!(matches!(act.append(&ledger), Answer::Conflict { .. }), "{claims:?}");
    }
    assert_eq!(Act::new(&[(2, 0), (1, 7)], &[2]).append(&ledger), Answer::Conflict { stream: stream(1) });
    assert_eq!(check_promises(&ledger), 1);
    assert_eq!(ledger.reader().unwrap().counters().unwrap(), []);
}

#[test]
fn a_claim_without_records_only_guards() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    Act::new(&[(1, 0)], &[1]).append(&ledger);
    Act::new(&[(1, 1), (2, 0)], &[2]).append(&ledger);
    assert_eq!(committed(Act::new(&[(1, 1)], &[1]).append(&ledger)), (3, 3));
    check_promises(&ledger);
}

#[test]
fn the_same_key_acts_once() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    let act = Act::new(&[(1, 0)], &[1, 1]).key(5).number("so", "2026");
    let tickets = [ledger.submit(act.clone().boxed()), ledger.submit(act.clone().boxed())];
    let answers = tickets.map(|ticket| ticket.wait().unwrap());
    assert_eq!(answers[0], Answer::Committed { first: 1, last: 2, repeated: false });
    assert_eq!(answers[1], Answer::Committed { first: 1, last: 2, repeated: true });
    drop(ledger);
    let ledger = open(dir.path());
    assert_eq!(act.append(&ledger), Answer::Committed { first: 1, last: 2, repeated: true });
    assert_eq!(numbers_used(&ledger), [1]);
}

#[test]
fn counters_count_each_series_and_period_from_one() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    Act::new(&[(1, 0)], &[1]).number("so-den", "2026").number("so-den", "2026").number("ho-so", "2026").append(&ledger);
    Act::new(&[(1, 1)], &[1]).number("so-den", "2027").number("so-den", "2026").append(&ledger);
    let counters = ledger.reader().unwrap().counters().unwrap();
    let seen: Vec<_> = counters.iter().map(|c| (c.name.as_str(), c.period.as_str(), c.last)).collect();
    assert_eq!(seen, [("ho-so", "2026", 1), ("so-den", "2026", 3), ("so-den", "2027", 1)]);
    let events = ledger.reader().unwrap().events_from(1, 9).unwrap();
    assert_eq!(events[0].plain, b"1 2 1");
    assert_eq!(events[1].plain, b"1 3");
}

#[test]
fn a_file_is_kept_once_for_each_stream() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    Act::new(&[(1, 0)], &[1]).file(b"giay").append(&ledger);
    Act::new(&[(1, 1)], &[1]).file(b"giay").append(&ledger);
    let mut reader = ledger.reader().unwrap();
    let sha256: [u8; 32] = Sha256::digest(b"giay").into();
    assert_eq!(reader.file(stream(1), sha256).unwrap().as_deref(), Some(&b"giay"[..]));
    assert_eq!(reader.file(stream(2), sha256).unwrap(), None);
    assert_eq!(integers(&ledger, "SELECT count(*) FROM files", &[]), [1]);
}

#[test]
fn the_public_part_and_its_leaf_are_as_published() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    Act::new(&[(1, 0)], &[1]).append(&ledger);
    let event = ledger.reader().unwrap().events_from(1, 1).unwrap().remove(0);
    let mut expected = b"pub:".to_vec();
    expected.extend_from_slice(&Sha256::digest([&b""[..], &[b'x'; 40]].concat()));
    assert_eq!(event.pub_, expected);
    assert_eq!(ledger::leaf(&expected), <[u8; 32]>::from(Sha256::digest([&[0][..], &expected].concat())));
}

#[test]
fn a_plan_that_makes_no_sense_is_refused_whole() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    let plans = [Act::new(&[(1, 0)], &[]), Act::new(&[(1, 0)], &[2]), Act::new(&[(1, 0), (1, 0)], &[1])];
    for plan in plans {
        assert!(matches!(ledger.append(plan.number("so", "2026").boxed()), Err(LedgerError::Db(_))));
    }
    assert_eq!(check_promises(&ledger), 0);
    assert_eq!(ledger.reader().unwrap().counters().unwrap(), []);
}

#[test]
fn a_clock_far_behind_is_refused_and_a_little_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    Act::new(&[(1, 0)], &[1]).append(&ledger);
    let limit = NOON - ledger::CLOCK_BEHIND_MICROS_MAX;
    let refused = ledger.append(Act::new(&[(2, 0)], &[2]).at(limit - 1).boxed());
    assert_eq!(refused, Err(LedgerError::ClockBehind { at: limit - 1, last_at: NOON }));
    Act::new(&[(2, 0)], &[2]).at(limit).append(&ledger);
    assert_eq!(ledger.head().unwrap().last_at, Some(NOON), "the last instant never goes back");
    assert_eq!(check_promises(&ledger), 2);
}

#[test]
fn a_clock_far_ahead_is_refused_unless_the_opener_vouches_for_it() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    Act::new(&[(1, 0)], &[1]).append(&ledger);
    let limit = NOON + ledger::CLOCK_AHEAD_MICROS_MAX;
    let refused = ledger.append(Act::new(&[(2, 0)], &[2]).at(limit + 1).boxed());
    assert_eq!(refused, Err(LedgerError::ClockAhead { at: limit + 1, last_at: NOON }));
    Act::new(&[(2, 0)], &[2]).at(NOON + 1).append(&ledger);
    Act::new(&[(3, 0)], &[3]).at(limit).append(&ledger);
    drop(ledger);

    let year = 365 * 24 * 3_600 * 1_000_000;
    let ledger = Ledger::open(Config { vouched: Some(NOON + year), ..config(dir.path()) }).unwrap();
    let limit = NOON + year + ledger::CLOCK_AHEAD_MICROS_MAX;
    let refused = ledger.append(Act::new(&[(4, 0)], &[4]).at(limit + 1).boxed());
    assert!(matches!(refused, Err(LedgerError::ClockAhead { .. })), "{refused:?}");
    Act::new(&[(4, 0)], &[4]).at(limit).append(&ledger);
    assert_eq!(check_promises(&ledger), 4);
}

#[test]
fn side_work_is_kept_and_moves_no_position() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    let insert = "INSERT INTO notes VALUES($1, 0, $2)";
    ledger.side(Box::new(move |tx| tx.execute(insert, &[7_i64.into(), "phien".into()]).map(|_| ()))).unwrap();
    let failed = ledger.side(Box::new(move |tx| {
        tx.execute(insert, &[8_i64.into(), "phien".into()])?;
        Err(ledger::DbError::Caller("no".to_owned()))
    }));
    assert_eq!(failed, Err(LedgerError::Db(ledger::DbError::Caller("no".to_owned()))));
    assert!(matches!(ledger.side(Box::new(|_| panic!("side work that panics"))), Err(LedgerError::Db(_))));
    assert_eq!(integers(&ledger, "SELECT position FROM notes WHERE given = $1", &["phien".into()]), [7]);
    assert_eq!(ledger.head().unwrap().next, 1);
}

#[test]
fn a_snapshot_stays_while_others_write() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    Act::new(&[(1, 0)], &[1]).append(&ledger);
    let mut before = ledger.reader().unwrap();
    before.snapshot().unwrap();
    Act::new(&[(1, 1)], &[1]).append(&ledger);
    assert_eq!(before.events_from(1, 9).unwrap().len(), 1);
    drop(before);
    assert_eq!(ledger.reader().unwrap().events_from(1, 9).unwrap().len(), 2);
}

#[test]
fn a_reader_cannot_write() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    let written = ledger.reader().unwrap().query("DELETE FROM events RETURNING position", &[], &mut |_| Ok(()));
    assert!(written.is_err());
}

#[test]
fn placeholders_and_values_must_match() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    let mut reader = ledger.reader().unwrap();
    let mut rows = Vec::new();
    let params = [Param::Int(1), Param::Text("hai"), Param::Null];
    reader
        .query(
            "SELECT CAST($2 AS TEXT), CAST($1 AS BIGINT), CAST($3 AS BIGINT), CAST($2 AS TEXT)",
            &params,
            &mut |row| {
                rows.push((row.text(0)?.to_owned(), row.int(1)?, row.int_opt(2)?, row.text(3)?.to_owned()));
                Ok(())
            },
        )
        .unwrap();
    assert_eq!(rows, [("hai".to_owned(), 1, None, "hai".to_owned())]);
    for sql in ["SELECT $1, $2", "SELECT $1, $2, $3, $4", "SELECT ?1, ?2, ?3"] {
        assert!(reader.query(sql, &params, &mut |_| Ok(())).is_err(), "{sql}");
    }
}

#[test]
fn a_digest_tells_names_types_and_order_apart() {
    if on_postgres() {
        return; // It looks into the file.
    }
    let of = |table: &str, order_by: &str, statements: &'static [&'static str]| {
        let dir = tempfile::tempdir().unwrap();
        let ledger = open(dir.path());
        let run = move |tx: &mut dyn ledger::Tx| statements.iter().try_for_each(|sql| tx.execute(sql, &[]).map(|_| ()));
        ledger.side(Box::new(run)).unwrap();
        ledger::digest(&mut ledger.reader().unwrap(), &[(table, order_by)]).unwrap()
    };
    let rows = of("t", "a", &["CREATE TABLE t(a, b)", "INSERT INTO t VALUES(1, 'x'), (2, NULL)"]);
    assert_eq!(rows.len(), 64);
    assert_eq!(rows, of("t", "a", &["CREATE TABLE t(a, b)", "INSERT INTO t VALUES(2, NULL), (1, 'x')"]));
    let others = [
        of("t", "a DESC", &["CREATE TABLE t(a, b)", "INSERT INTO t VALUES(1, 'x'), (2, NULL)"]),
        of("u", "a", &["CREATE TABLE u(a, b)", "INSERT INTO u VALUES(1, 'x'), (2, NULL)"]),
        of("t", "a", &["CREATE TABLE t(a, c)", "INSERT INTO t VALUES(1, 'x'), (2, NULL)"]),
        of("t", "a", &["CREATE TABLE t(a, b)", "INSERT INTO t VALUES('1', 'x'), ('2', NULL)"]),
        of("t", "a", &["CREATE TABLE t(a, b)", "INSERT INTO t VALUES(1, x'78'), (2, NULL)"]),
        of("t", "a", &["CREATE TABLE t(a, b)", "INSERT INTO t VALUES(1, 'x'), (2, '')"]),
        of("t", "a", &["CREATE TABLE t(a, b)", "INSERT INTO t VALUES(1, 'x')"]),
    ];
    for (at, other) in others.iter().enumerate() {
        assert_ne!(*other, rows, "case {at}");
    }
}

#[test]
fn who_opens_to_read_sees_what_another_writes_and_cannot_write() {
    if on_postgres() {
        return; // It looks into the file.
    }
    let dir = tempfile::tempdir().unwrap();
    let missing = Ledger::read_only(dir.path());
    assert!(matches!(missing.map(|_| ()), Err(LedgerError::Missing { .. })));
    let writer = open(dir.path());
    let reading = Ledger::read_only(dir.path()).unwrap();
    assert_eq!(reading.origin(), "so.example/so-cai");
    Act::new(&[(1, 0)], &[1]).append(&writer);
    assert_eq!(reading.head().unwrap().next, 2);
    let refused = reading.append(Act::new(&[(1, 1)], &[1]).boxed());
    assert!(matches!(refused, Err(LedgerError::ReadOnly { .. })));
    assert!(matches!(reading.side(Box::new(|_| Ok(()))), Err(LedgerError::ReadOnly { .. })));
}

#[test]
fn what_is_queued_is_committed_before_the_ledger_closes() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    let tickets: Vec<_> = (0..200).map(|n| ledger.submit(Act::new(&[(n, 0)], &[n]).boxed())).collect();
    drop(ledger);
    for ticket in tickets {
        committed(ticket.wait().unwrap());
    }
    assert!(!dir.path().join("ledger.sqlite3-wal").exists(), "the log is folded into the file");
    assert_eq!(check_promises(&Ledger::open(config(dir.path())).unwrap()), 200);
}
