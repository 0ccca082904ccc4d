//! What is sealed, who can open it, and what is left when it is erased.

use std::path::Path;

use ledger::{Answer, Config, DbError, KeyFolder, Ledger, LedgerError, MASTER_NAME, Random, Sealing};
use sha2::{Digest, Sha256};

use crate::support::{Act, Bad, check_promises, committed, config, integers, on_postgres, open, picture, stream};

/// What stands in every body of [`Act`], often enough in a row to be no chance.
const CANARY: &[u8] = b"xxxxxxxxxxxxxxxxxxxx";
const PAPER: &[u8] = b"giay to cua mot nguoi co that, khong phai chuyen dua";

fn sealed_by(dir: &Path, seed: &str) -> Config {
    let sealing = Sealing { keys: KeyFolder::of(dir, None), random: Random::grown(seed.as_bytes()) };
    Config { sealing: Some(sealing), ..config(dir) }
}

fn unsealed(dir: &Path) -> Config {
    Config { sealing: None, ..config(dir) }
}

/// Whether a file of the folder holds these bytes.
fn holds(dir: &Path, wanted: &[u8]) -> bool {
    let files = std::fs::read_dir(dir).unwrap().filter(|f| f.as_ref().unwrap().file_type().unwrap().is_file());
    files.map(|f| std::fs::read(f.unwrap().path()).unwrap()).any(|b| b.windows(wanted.len()).any(|w| w == wanted))
}

fn sql(ledger: &Ledger, text: &'static str) {
    ledger.side(Box::new(move |tx| tx.execute(text, &[]).map(|_| ()))).unwrap();
}

fn error<T>(opened: Result<T, LedgerError>) -> LedgerError {
    match opened {
        Ok(_) => panic!("it opened"),
        Err(error) => error,
    }
}

#[test]
fn bodies_and_files_are_nowhere_in_clear_and_read_as_they_were() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    Act::new(&[(1, 0), (2, 0)], &[1, 2, 1]).file(PAPER).append(&ledger);
    Act::new(&[(1, 2)], &[1]).append(&ledger);
    assert_eq!(check_promises(&ledger), 4, "each commitment is over what was not sealed yet");
    let mut reader = ledger.reader().unwrap();
    assert_eq!(reader.events_of(stream(1), 3, 9).unwrap()[0].body, [b'x'; 40]);
    assert_eq!(reader.file(stream(1), Sha256::digest(PAPER).into()).unwrap().unwrap(), PAPER);
    assert_eq!(reader.outlines_of(stream(1), 1, 9).unwrap().iter().map(|e| e.body.len()).sum::<usize>(), 0);
    drop((reader, ledger));
    if !on_postgres() {
        assert!(!holds(dir.path(), CANARY) && !holds(dir.path(), PAPER));
    }
}

#[test]
fn a_master_key_that_is_lost_or_another_is_told_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    Act::new(&[(1, 0)], &[1]).append(&ledger);
    let before = picture(&mut ledger.reader().unwrap());
    drop(ledger);
    let file = dir.path().join("keys").join(MASTER_NAME);
    let right = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let lost = LedgerError::NoKey { file: file.clone(), generation: 1 };
    assert_eq!(error(Ledger::open(config(dir.path()))), lost);
    assert!(lost.vi().contains("khóa chủ") && lost.en().contains("Master key 1"));
    let wrong = format!("1 {}\n", "0f".repeat(32));
    for text in [wrong.as_str(), "không phải khóa"] {
        std::fs::write(&file, text).unwrap();
        assert_eq!(error(Ledger::open(config(dir.path()))), LedgerError::WrongKey { file: file.clone() });
    }
    std::fs::write(&file, right).unwrap();
    let again = open(dir.path());
    assert_eq!(picture(&mut again.reader().unwrap()), before);
    assert_eq!(check_promises(&again), 1);
}

#[test]
fn without_the_key_all_but_the_bodies_is_read_and_nothing_is_added() {
    if on_postgres() {
        return; // Opened by its folder.
    }
    let dir = tempfile::tempdir().unwrap();
    Act::new(&[(1, 0)], &[1]).append(&open(dir.path()));
    std::fs::remove_dir_all(dir.path().join("keys")).unwrap();
    let ledger = Ledger::read_only(dir.path()).unwrap();
    let mut reader = ledger.reader().unwrap();
    assert_eq!(reader.outlines_from(1, 9).unwrap().len(), 1);
    assert!(matches!(reader.events_from(1, 9), Err(DbError::NoKey { generation: 1, .. })));
    drop((reader, ledger));
    let refused = Ledger::open(unsealed(dir.path())).unwrap().append(Act::new(&[(2, 0)], &[2]).boxed());
    assert!(matches!(refused, Err(LedgerError::NoKey { .. })), "{refused:?}");
}

#[test]
fn a_bit_that_changed_is_named_and_not_served() {
    for (change, named) in [
        ("UPDATE events SET body = $1 WHERE position = 2", "position 2"),
        ("UPDATE events SET plain = $1 WHERE position = 2", "position 2"),
        ("UPDATE files SET bytes = $1", "the file "),
        ("UPDATE keys SET wrapped = $1", "the key of stream 0101"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let ledger = open(dir.path());
        Act::new(&[(1, 0)], &[1, 1]).file(PAPER).append(&ledger);
        let column = change.split(' ').nth(3).unwrap();
        let table = change.split(' ').nth(1).unwrap();
        let mut bytes = Vec::new();
        let sql = format!("SELECT {column} FROM {table}");
        ledger
            .reader()
            .unwrap()
            .query(&sql, &[], &mut |row| {
                bytes = row.blob(0)?.to_vec();
                Ok(())
            })
            .unwrap();
        match bytes.last_mut() {
            Some(last) => *last ^= 1,
            None => bytes.push(1),
        }
        ledger.side(Box::new(move |tx| tx.execute(change, &[(&bytes).into()]).map(|_| ()))).unwrap();
        let mut reader = ledger.reader().unwrap();
        let file = reader.file(stream(1), Sha256::digest(PAPER).into());
        let read = reader.events_from(1, 9).map(|_| ()).and(file.map(|_| ()));
        let Err(DbError::Damaged { what }) = read else { panic!("{change}: {read:?}") };
        assert!(what.contains(named), "{what}");
        assert_eq!(reader.outlines_from(1, 9).unwrap().len(), 2);
    }
}

#[test]
fn a_ledger_of_before_stays_readable_and_what_is_added_is_sealed() {
    let dir = tempfile::tempdir().unwrap();
    let old = Ledger::open(unsealed(dir.path())).unwrap();
    Act::new(&[(1, 0)], &[1]).file(PAPER).append(&old);
    sql(&old, "DROP TABLE keys");
    sql(&old, "UPDATE meta SET value = '1' WHERE key = 'ledger_schema'");
    drop(old);
    if !on_postgres() {
        let read = Ledger::read_only(dir.path()).unwrap();
        assert_eq!(read.reader().unwrap().events_from(1, 9).unwrap()[0].body, [b'x'; 40]);
        let file = read.reader().unwrap().file(stream(1), Sha256::digest(PAPER).into());
        assert_eq!(file.unwrap().unwrap(), PAPER);
        // It goes on reading when a program of today has written on it meanwhile.
        Act::new(&[(1, 1), (2, 0)], &[1, 2]).append(&open(dir.path()));
        assert_eq!(read.reader().unwrap().events_from(1, 9).unwrap().len(), 3);
    } else {
        Act::new(&[(1, 1), (2, 0)], &[1, 2]).append(&open(dir.path()));
    }
    let ledger = open(dir.path());
    assert_eq!(check_promises(&ledger), 3);
    assert_eq!(ledger.reader().unwrap().file(stream(1), Sha256::digest(PAPER).into()).unwrap().unwrap(), PAPER);
    let clear = "SELECT position FROM events WHERE body = $1 ORDER BY position";
    assert_eq!(integers(&ledger, clear, &[(&[b'x'; 40]).into()]), [1], "only what was there before");
}

/// The key of a stream whose opening was undone is not the key with which another process opened it.
#[test]
fn a_key_that_was_not_stored_is_forgotten() {
    let dir = tempfile::tempdir().unwrap();
    let (one, other) = (open(dir.path()), Ledger::open(sealed_by(dir.path(), "other")).unwrap());
    one.append(Act::new(&[(1, 0)], &[1]).bad(Bad::Project).boxed()).unwrap_err();
    Act::new(&[(1, 0)], &[1]).append(&other);
    Act::new(&[(1, 1)], &[1]).append(&one);
    assert_eq!(check_promises(&one), 2);
    assert_eq!(check_promises(&other), 2);
}

#[test]
fn the_master_is_changed_while_others_write_and_the_old_one_opens_nothing_more() {
    let dir = tempfile::tempdir().unwrap();
    let serving = open(dir.path());
    (1..=40).for_each(|n| assert!(matches!(Act::new(&[(n, 0)], &[n]).append(&serving), Answer::Committed { .. })));
    let file = dir.path().join("keys").join(MASTER_NAME);
    let old = std::fs::read(&file).unwrap();
    let rotating = Ledger::open(sealed_by(dir.path(), "rotating")).unwrap();
    let writer = std::thread::spawn({
        let serving = serving.clone();
        move || {
            (41..=80)
                .for_each(|n| assert!(matches!(Act::new(&[(n, 0)], &[n]).append(&serving), Answer::Committed { .. })))
        }
    });
    let rotated = rotating.rotate(&mut |_| {}).unwrap();
    writer.join().unwrap();
    assert_eq!(rotated.generation, 2);
    assert!(rotated.streams >= 40);
    Act::new(&[(90, 0), (1, 1)], &[90, 1]).append(&serving);
    assert_eq!(integers(&serving, "SELECT count(*) FROM keys WHERE master <> 2", &[]), [0]);
    assert_eq!(check_promises(&serving), 82);
    drop((serving, rotating));
    assert_eq!(check_promises(&open(dir.path())), 82);
    std::fs::write(&file, old).unwrap();
    assert_eq!(error(Ledger::open(config(dir.path()))), LedgerError::NoKey { file, generation: 2 });
}

#[test]
fn a_rotation_that_was_cut_off_is_gone_on_with() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    (1..=9).for_each(|n| assert!(matches!(Act::new(&[(n, 0)], &[n]).append(&ledger), Answer::Committed { .. })));
    let stored = |ledger: &Ledger| {
        let mut found = Vec::new();
        let sql = "SELECT wrapped FROM keys WHERE stream = $1";
        let each = &mut |row: &ledger::Row<'_>| {
            found = row.blob(0)?.to_vec();
            Ok(())
        };
        ledger.reader().unwrap().query(sql, &[(&stream(4)).into()], each).unwrap();
        found
    };
    let (old, file) = (stored(&ledger), dir.path().join("keys").join(MASTER_NAME));
    let first = std::fs::read_to_string(&file).unwrap();
    ledger.rotate(&mut |_| {}).unwrap();
    // As if it had been cut off before this one stream, and before the old generation was forgotten.
    let second = std::fs::read_to_string(&file).unwrap();
    let line = second.lines().last().unwrap();
    std::fs::write(&file, format!("{first}{line}\n")).unwrap();
    let back = "UPDATE keys SET wrapped = $1, master = 1 WHERE stream = $2";
    ledger.side(Box::new(move |tx| tx.execute(back, &[(&old).into(), (&stream(4)).into()]).map(|_| ()))).unwrap();
    drop(ledger);
    let ledger = open(dir.path());
    assert_eq!(check_promises(&ledger), 9, "both are readable meanwhile");
    let rotated = ledger.rotate(&mut |_| {}).unwrap();
    assert_eq!((rotated.generation, rotated.streams), (2, 1));
    assert_eq!(check_promises(&ledger), 9);
}

#[test]
fn what_is_erased_is_nowhere_any_more_and_the_rest_stands() {
    let dir = tempfile::tempdir().unwrap();
    // In clear, as in a ledger of before: then the bytes can be looked for.
    let old = Ledger::open(unsealed(dir.path())).unwrap();
    Act::new(&[(1, 0)], &[1]).file(PAPER).body(6_000).append(&old);
    assert!(on_postgres() || holds(dir.path(), CANARY) && holds(dir.path(), PAPER));
    drop(old);
    let ledger = open(dir.path());
    Act::new(&[(2, 0), (1, 1)], &[2, 1]).append(&ledger);
    let leaves = |ledger: &Ledger| {
        ledger.reader().unwrap().outlines_from(1, 9).unwrap().iter().map(|e| e.pub_.clone()).collect::<Vec<_>>()
    };
    let before = leaves(&ledger);
    ledger.side(Box::new(|tx| ledger::destroy(tx, &stream(1)))).unwrap();
    ledger.note_erased().unwrap();
    ledger.compact(vec!["notes".to_owned()]).unwrap();
    assert_eq!(leaves(&ledger), before, "every proof stays");
    let mut reader = ledger.reader().unwrap();
    let bodies: Vec<_> = reader.events_from(1, 9).unwrap().iter().map(|e| e.body.len()).collect();
    assert_eq!(bodies, [0, 40, 0]);
    assert_eq!(reader.file(stream(1), Sha256::digest(PAPER).into()).unwrap(), None);
    assert_eq!(ledger.erased().unwrap(), [stream(1)].into());
    assert_eq!(ledger.erased_before().unwrap(), [stream(1)].into());
    drop(reader);
    if !on_postgres() {
        assert!(!holds(dir.path(), CANARY) && !holds(dir.path(), PAPER));
    }
    drop(ledger);
    let again = open(dir.path()).append(Act::new(&[(1, 2)], &[1]).boxed());
    assert!(again.unwrap_err().en().contains("erased"), "nothing is added under a key that is gone");
    committed(Act::new(&[(2, 1)], &[2]).append(&open(dir.path())));
}
