//! What is refused at the door, and in which words.

use std::path::{Path, PathBuf};
use std::time::Duration;

use ledger::{Config, DbError, FILE_NAME, Ledger, LedgerError, READER_WAIT_SECONDS_MAX, READERS_MAX};

use crate::support::{Act, check_promises, config, on_postgres, open};

/// Long enough for a thread that was started to stand waiting for a reader.
const READER_IS_ASKED_FOR: Duration = Duration::from_millis(200);

fn error(config: Config) -> LedgerError {
    match Ledger::open(config) {
        Ok(_) => panic!("it opened"),
        Err(error) => error,
    }
}

fn sql(dir: &Path, text: &str) {
    rusqlite::Connection::open(dir.join(FILE_NAME)).unwrap().execute_batch(text).unwrap();
}

#[test]
fn a_newer_version_is_refused_and_left_as_it_is() {
    if on_postgres() {
        return; // It looks into the file.
    }
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    let newer = Config { schema_version: 4, ..config(dir.path()) };
    assert_eq!(Ledger::open(newer).unwrap().schema_before(), Some(3));
    assert_eq!(error(config(dir.path())), LedgerError::NewerSchema { found: 4, known: 3 });
    sql(dir.path(), "UPDATE meta SET value = '3' WHERE key = 'ledger_schema'");
    assert_eq!(error(config(dir.path())), LedgerError::NewerSchema { found: 3, known: 2 });
    let read = Ledger::read_only(dir.path()).map(|_| ());
    assert_eq!(read, Err(LedgerError::NewerSchema { found: 3, known: 2 }));
}

#[test]
fn the_name_is_given_once_and_holds() {
    let dir = tempfile::tempdir().unwrap();
    let named = |origin: &str| Config { origin: origin.to_owned(), ..config(dir.path()) };
    assert_eq!(error(named("")), LedgerError::NoOrigin);
    let ledger = Ledger::open(named("a.example/so")).unwrap();
    assert_eq!(ledger.schema_before(), None);
    drop(ledger);
    assert_eq!(Ledger::open(named("")).unwrap().origin(), "a.example/so");
    let other = LedgerError::Origin { found: "a.example/so".to_owned(), given: "b.example/so".to_owned() };
    assert_eq!(error(named("b.example/so")), other);
}

#[test]
fn what_is_not_a_ledger_is_left_alone() {
    if on_postgres() {
        return; // It looks into the file.
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(FILE_NAME);
    let not_ours = LedgerError::NotALedger { file: file.clone() };
    std::fs::write(&file, "Kính gửi Ủy ban nhân dân tỉnh: đây là một tệp văn bản, không phải sổ cái.".repeat(20))
        .unwrap();
    assert_eq!(error(config(dir.path())), not_ours);
    assert_eq!(Ledger::read_only(dir.path()).map(|_| ()), Err(not_ours.clone()));
    std::fs::remove_file(&file).unwrap();
    sql(dir.path(), "CREATE TABLE somebody_elses(x)");
    assert_eq!(error(config(dir.path())), not_ours);
    assert_eq!(Ledger::read_only(dir.path()).map(|_| ()), Err(not_ours.clone()));
    for own_meta in [
        "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT); INSERT INTO meta VALUES('version', '7')",
        "CREATE TABLE meta(name TEXT, author TEXT)",
    ] {
        std::fs::remove_file(&file).unwrap();
        sql(dir.path(), own_meta);
        assert_eq!(error(config(dir.path())), not_ours);
        assert_eq!(Ledger::read_only(dir.path()).map(|_| ()), Err(not_ours.clone()));
        let tables = "SELECT count(*) FROM sqlite_master";
        let other = rusqlite::Connection::open(&file).unwrap();
        assert!(other.query_row(tables, [], |row| row.get::<_, i64>(0)).unwrap() <= 2, "nothing was added");
    }
    std::fs::remove_file(&file).unwrap();
    std::fs::write(&file, "").unwrap();
    assert_eq!(Ledger::read_only(dir.path()).map(|_| ()), Err(not_ours));
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let blocked = dir.path().join("tep");
    std::fs::write(&blocked, "").unwrap();
    let LedgerError::Storage { file, .. } = error(config(&blocked)) else { panic!("another error") };
    assert_eq!(file, blocked);
}

#[test]
fn a_new_folder_may_be_opened_by_many_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let threads: Vec<_> = (1..=4)
        .map(|n| {
            let config = config(&dir.path().join("moi"));
            std::thread::spawn(move || {
                let ledger = Ledger::open(config).unwrap();
                Act::new(&[(n, 0)], &[n]).append(&ledger);
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(check_promises(&open(&dir.path().join("moi"))), 4);
}

#[test]
fn a_lock_that_is_not_given_back_is_reported() {
    if on_postgres() {
        return; // It looks into the file.
    }
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    let other = rusqlite::Connection::open(dir.path().join(FILE_NAME)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let tickets: Vec<_> = (1..=3).map(|n| ledger.submit(Act::new(&[(n, 0)], &[n]).boxed())).collect();
    let first = tickets.into_iter().next().unwrap().wait();
    assert_eq!(first, Err(LedgerError::Locked { file: dir.path().join(FILE_NAME) }));
    other.execute_batch("ROLLBACK").unwrap();
    Act::new(&[(9, 0)], &[9]).append(&ledger);
}

#[test]
fn readers_are_counted_and_come_back() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    let mut readers: Vec<_> = (0..READERS_MAX).map(|_| ledger.reader().unwrap()).collect();
    let waiting = {
        let ledger = ledger.clone();
        let started = std::time::Instant::now();
        std::thread::spawn(move || (ledger.head().unwrap().next, started.elapsed()))
    };
    // One that came back before anybody waits would wake nobody.
    std::thread::park_timeout(READER_IS_ASKED_FOR);
    drop(readers.pop());
    let (next, waited) = waiting.join().unwrap();
    assert_eq!(next, 1);
    assert!(waited >= READER_IS_ASKED_FOR / 2, "it did wait");
    assert!(waited.as_secs() < READER_WAIT_SECONDS_MAX, "it was woken, and did not wait to the end");
    let last = ledger.reader().unwrap();
    assert_eq!(ledger.head().map_err(|e| e.en()), Err(LedgerError::Crowded.en()));
    drop(last);
    drop(ledger);
    readers[0].head().unwrap();
}

#[test]
fn every_error_says_what_where_and_what_to_do() {
    let file = PathBuf::from("/du-lieu/ledger.sqlite3");
    let message = "disk I/O error".to_owned();
    let errors = [
        (LedgerError::DiskFull { file: file.clone() }, "/du-lieu/ledger.sqlite3", "giải phóng", "Free space"),
        (LedgerError::Locked { file: file.clone() }, "/du-lieu/ledger.sqlite3", "thử lại", "Try again"),
        (LedgerError::NewerSchema { found: 4, known: 3 }, "4", "phiên bản mới hơn", "newer version"),
        (LedgerError::NotALedger { file: file.clone() }, "/du-lieu/ledger.sqlite3", "Hãy chọn", "Choose"),
        (LedgerError::Missing { file: file.clone() }, "/du-lieu/ledger.sqlite3", "Hãy kiểm tra", "Check"),
        (LedgerError::ReadOnly { file: file.clone() }, "/du-lieu/ledger.sqlite3", "quyền ghi", "permissions"),
        (LedgerError::Origin { found: "a".to_owned(), given: "b".to_owned() }, "“a”", "chọn đúng", "Choose the right"),
        (LedgerError::NoOrigin, "origin", "Hãy ghi", "Write"),
        (LedgerError::ClockBehind { at: 0, last_at: 5_000_001 }, " 6 ", "chỉnh đồng hồ", "Set the clock"),
        (LedgerError::ClockAhead { at: 31 * 86_400_000_000, last_at: 0 }, " 31 ", "đồng hồ đúng", "Check the clock"),
        (LedgerError::Closed, "", "khởi động lại", "Restart"),
        (LedgerError::Crowded, "", "thử lại", "try again"),
        (LedgerError::Storage { file, message }, "disk I/O error", "bản sao lưu", "backup"),
        (LedgerError::Db(DbError::Injected), "", "quản trị", "administrator"),
    ];
    for (error, place, vi, en) in errors {
        assert!(error.vi().contains(place) && error.vi().contains(vi), "{}", error.vi());
        assert!(error.en().contains(place) && error.en().contains(en), "{}", error.en());
        assert_eq!(error.to_string(), error.en());
    }
}
