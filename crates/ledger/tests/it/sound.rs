//! What the ledger keeps beside its events is compared with them: whatever was changed there is named.

use ledger::{DbError, FILE_NAME};

use crate::support::{Act, committed, on_postgres, open};

#[test]
fn what_stands_beside_the_events_is_compared_with_them() {
    let changes = [
        ("UPDATE heads SET version = version + 1", "the version of a stream"),
        ("DELETE FROM heads", "has no version"),
        ("UPDATE acts SET last = last - 1", "an act does not begin and end"),
        ("UPDATE acts SET first = first + 1", "an act does not begin and end"),
        ("UPDATE head SET next = next + 1", "the head is not at the last event"),
        ("UPDATE head SET last_at = last_at + 1", "the head's instant"),
        ("UPDATE events SET seq = seq + 7 WHERE position = 6", "a stream has a gap"),
        ("UPDATE events SET act = 9 WHERE position = 6", "an event neither begins an act"),
        ("DELETE FROM events WHERE position = 2", "positions of events have a gap"),
    ];
    for (change, named) in changes {
        let dir = tempfile::tempdir().unwrap();
        let ledger = open(dir.path());
        for version in 0..3_u8 {
            let act = Act::new(&[(1, u64::from(version) * 2)], &[1, 1]);
            // The last one was sent under no key.
            committed(if version < 2 { act.key(version) } else { act }.append(&ledger));
        }
        ledger.reader().unwrap().check_sound().unwrap();
        ledger.side(Box::new(move |tx| tx.execute(change, &[]).map(|_changed| ()))).unwrap();
        let found = ledger.reader().unwrap().check_sound();
        assert!(matches!(&found, Err(DbError::Damaged { what }) if what.contains(named)), "{change}: {found:?}");
    }
}

#[test]
fn a_bit_that_flips_in_an_index_is_named() {
    if on_postgres() {
        return; // It flips a bit in the file.
    }
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    for version in 0..40 {
        committed(Act::new(&[(1, version)], &[1]).append(&ledger));
    }
    drop(ledger);
    let file = dir.path().join(FILE_NAME);
    let place = |what: &str| {
        let sql = format!("SELECT {what}");
        let number: i64 = rusqlite::Connection::open(&file).unwrap().query_row(&sql, [], |row| row.get(0)).unwrap();
        usize::try_from(number).unwrap()
    };
    let size = place("page_size FROM pragma_page_size");
    let end = size * place("rootpage FROM sqlite_master WHERE name = 'events_stream'");
    let mut bytes = std::fs::read(&file).unwrap();
    // Entries stand at the end of a page; in this one the stream's name.
    bytes[end - 10] ^= 4;
    std::fs::write(&file, &bytes).unwrap();
    let found = open(dir.path()).reader().unwrap().check_sound();
    assert!(matches!(found, Err(DbError::Damaged { .. })), "{found:?}");
}
