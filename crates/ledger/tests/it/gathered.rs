//! Rows that are written together: nobody can tell from the tables that they were, on either engine.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use ledger::{DbError, Ledger, LedgerError, Merge, Param, Tx, Write};

use crate::support::open;

const THINGS: &str = "CREATE TABLE things(k TEXT PRIMARY KEY, n BIGINT, word TEXT, bytes BLOB)";
const SUMS: &str = "CREATE TABLE sums(k TEXT PRIMARY KEY, n BIGINT NOT NULL, low TEXT NOT NULL, high TEXT NOT NULL)";

static NEW: Write = Write {
    table: "things",
    sql: "INSERT INTO things(k, n, word, bytes) VALUES($1, $2, $3, $4)",
    key: &[1],
    merge: &[],
};
static SET: Write =
    Write { table: "things", sql: "UPDATE things SET n = $2, word = $3 WHERE k = $1", key: &[1], merge: &[] };
static GONE: Write =
    Write { table: "things", sql: "DELETE FROM things WHERE k = $1 AND n IS NOT NULL", key: &[1], merge: &[] };
static SUM: Write = Write {
    table: "sums",
    sql:
        "INSERT INTO sums(k, n, low, high) VALUES($1, $2, $3, $4) ON CONFLICT(k) DO UPDATE SET n = sums.n + excluded.n,
            low = CASE WHEN excluded.low < sums.low THEN excluded.low ELSE sums.low END,
            high = CASE WHEN excluded.high > sums.high THEN excluded.high ELSE sums.high END",
    key: &[1],
    merge: &[Merge::Sum(2), Merge::Least(3), Merge::Greatest(4)],
};

type Thing = (Option<i64>, Option<String>, Option<Vec<u8>>);
type Sum = (i64, String, String);

/// What the tables should hold.
#[derive(Default, Debug, PartialEq, Eq)]
struct Model {
    things: BTreeMap<String, Thing>,
    sums: BTreeMap<String, Sum>,
}

/// Numbers that look random and are the same at every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::from(self.0.to_be_bytes()[0]) % sides
    }

    fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        let nth = usize::try_from(self.roll(5)).unwrap_or_default();
        words.get(nth).copied().unwrap_or_default()
    }
}

/// Does one thing to the table and to the model.
fn step(tx: &mut dyn Tx, dice: &mut Dice, model: &mut Model) -> Result<(), DbError> {
    let key = format!("k{}", dice.roll(6));
    let n = (dice.roll(4) > 0).then(|| dice.roll(9));
    let word = (dice.roll(4) > 0).then(|| dice.one_of(&["á", "ạ", "z", "", "Z"]).to_owned());
    let text = |word: &Option<String>| word.clone().unwrap_or_default();
    match dice.roll(4) {
        0 if !model.things.contains_key(&key) => {
            let bytes = (dice.roll(2) > 0).then(|| vec![0, 255]);
            let blob = bytes.as_deref().map_or(Param::Null, Param::Blob);
            tx.write(&NEW, &[(&key).into(), n.into(), word.as_deref().into(), blob])?;
            model.things.insert(key, (n, word, bytes));
        }
        1 => {
            tx.write(&GONE, &[(&key).into()])?;
            if model.things.get(&key).is_some_and(|thing| thing.0.is_some()) {
                model.things.remove(&key);
            }
        }
        2 => {
            let (more, text) = (n.unwrap_or(-5), text(&word));
            tx.write(&SUM, &[(&key).into(), more.into(), (&text).into(), (&text).into()])?;
            let sum = model.sums.entry(key).or_insert((0, text.clone(), text.clone()));
            *sum = (sum.0 + more, sum.1.clone().min(text.clone()), sum.2.clone().max(text));
        }
        _ => {
            tx.write(&SET, &[(&key).into(), n.into(), word.as_deref().into()])?;
            if let Some(thing) = model.things.get_mut(&key) {
                (thing.0, thing.1) = (n, word);
            }
        }
    }
    Ok(())
}

fn stored(tx: &mut dyn Tx) -> Result<Model, DbError> {
    let mut model = Model::default();
    tx.query("SELECT k, n, word, bytes FROM things", &[], &mut |row| {
        let (word, bytes) = (row.text_opt(2)?.map(str::to_owned), row.blob_opt(3)?.map(<[u8]>::to_vec));
        model.things.insert(row.text(0)?.to_owned(), (row.int_opt(1)?, word, bytes));
        Ok(())
    })?;
    tx.query("SELECT k, n, low, high FROM sums", &[], &mut |row| {
        model.sums.insert(row.text(0)?.to_owned(), (row.int(1)?, row.text(2)?.to_owned(), row.text(3)?.to_owned()));
        Ok(())
    })?;
    Ok(model)
}

fn side(
    ledger: &Ledger,
    work: impl FnOnce(&mut dyn Tx) -> Result<(), DbError> + Send + 'static,
) -> Result<(), LedgerError> {
    ledger.side(Box::new(work))
}

#[test]
fn rows_that_were_written_together_stand_as_if_one_after_the_other() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    side(&ledger, |tx| tx.execute(THINGS, &[]).and_then(|_| tx.execute(SUMS, &[])).map(drop)).unwrap();
    let shared = Arc::new(Mutex::new((Dice(7), Model::default())));
    for rows in [1, 2, 5, 40, 400, 3, 150] {
        let within = Arc::clone(&shared);
        side(&ledger, move |tx| {
            let (dice, model) = &mut *within.lock().unwrap();
            for at in 0..rows {
                step(tx, dice, model)?;
                // What was told is seen at once by whoever asks in the same transaction.
                if at % 97 == 50 {
                    assert_eq!(stored(tx)?, *model);
                }
            }
            Ok(())
        })
        .unwrap();
        let (_, model) = &*shared.lock().unwrap();
        let found = Arc::new(Mutex::new(Model::default()));
        let told = Arc::clone(&found);
        side(&ledger, move |tx| stored(tx).map(|all| *told.lock().unwrap() = all)).unwrap();
        assert_eq!(*found.lock().unwrap(), *model, "after {rows} rows more");
    }
}

#[test]
fn a_row_that_is_refused_late_spoils_its_own_work_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    side(&ledger, |tx| tx.execute(THINGS, &[]).map(drop)).unwrap();
    let new =
        |key: &'static str| move |tx: &mut dyn Tx| tx.write(&NEW, &[key.into(), Param::Null, Param::Null, Param::Null]);
    side(&ledger, new("a")).unwrap();
    let twice = side(&ledger, move |tx| new("b")(tx).and_then(|()| new("a")(tx)));
    assert!(matches!(twice, Err(LedgerError::Db(DbError::Statement { .. }))), "{twice:?}");
    // What it had told is forgotten with it.
    let failed = side(&ledger, move |tx| new("c")(tx).and(Err(DbError::Injected)));
    assert_eq!(failed, Err(LedgerError::Db(DbError::Injected)));
    side(&ledger, new("d")).unwrap();
    let mut keys = Vec::new();
    let each = &mut |row: &ledger::Row<'_>| row.text(0).map(|key| keys.push(key.to_owned()));
    ledger.reader().unwrap().query("SELECT k FROM things ORDER BY k", &[], each).unwrap();
    assert_eq!(keys, ["a", "d"]);
}
