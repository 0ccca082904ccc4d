//! Foreign histories: all arrive, a second import adds nothing, a broken file leaves nothing half-done.

use std::io::Cursor;

use kernel::case::{Act, Actor, Command};
use kernel::time::Instant;
use office::Request;
use office::import::{ImportError, Imported, OnTime, Watch};

use super::world::{World, new_id};

impl World {
    fn import(&self, log: &[u8], name: &str) -> Result<Imported, ImportError> {
        self.import_until(log, name, &mut |_, _| true)
    }

    fn import_until(
        &self,
        log: &[u8],
        name: &str,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Imported, ImportError> {
        let now = self.now;
        self.office.import_xes(&mut Cursor::new(log), name, &mut Watch { now: &|| now, seed: [3; 16], progress })
    }

    fn events(&self) -> i64 {
        self.count("SELECT COUNT(*) FROM events")
    }
}

fn event(name: &str, at: &str) -> String {
    format!(
        r#"<event><string key="concept:name" value="{name}"/><date key="time:timestamp" value="{at}"/>
           <string key="org:resource" value="An"/></event>"#
    )
}

/// A trace with its `startdate`, and its `enddate` where it has one, due on 10 January 2022.
fn trace(name: &str, end: Option<&str>, events: &[String]) -> String {
    let end = end.map(|at| format!(r#"<date key="enddate" value="{at}"/>"#)).unwrap_or_default();
    format!(
        r#"<trace><string key="concept:name" value="{name}"/><string key="department" value="Tài chính"/>
           <date key="startdate" value="2022-01-03T08:00:00+07:00"/>
           <date key="deadline" value="2022-01-10T17:00:00+07:00"/>{end}{}</trace>"#,
        events.concat()
    )
}

fn log(traces: &[String]) -> Vec<u8> {
    format!(r#"<?xml version="1.0" encoding="UTF-8"?><log>{}</log>"#, traces.concat()).into_bytes()
}

pub fn three() -> Vec<u8> {
    let steps = |day: u32| {
        vec![event("Nhận", "2022-01-03T08:00:00+07:00"), event("Trả", &format!("2022-01-{day:02}T09:00:00+07:00"))]
    };
    log(&[
        trace("a", Some("2022-01-07T09:00:00+07:00"), &steps(7)),
        trace("b", Some("2022-01-11T09:00:00+07:00"), &steps(11)),
        trace("c", None, &steps(5)),
    ])
}

fn counts(imported: Imported) -> (u64, u64, u64) {
    (imported.cases, imported.events, imported.added)
}

#[test]
fn cases_arrive_with_due_moments_as_given_and_history_as_foreign() {
    let world = World::new();
    assert!(!world.office.has_imported_logs().unwrap());
    assert_eq!(counts(world.import(&three(), "ba.xes").unwrap()), (3, 6, 6));
    assert!(world.office.has_imported_logs().unwrap());
    let rows = world.office.imported_on_time("ba.xes").unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].department.as_str(), rows[0].cases, rows[0].finished), ("Tài chính", 3, 2));
    assert_eq!((rows[0].on_time, rows[0].late), (1, 1));
    let facts = |code: &str| world.count(&format!("SELECT COUNT(*) FROM facts WHERE indicator = '{code}'"));
    assert_eq!((facts("imported.cases"), facts("imported.finished")), (3, 2));
    assert_eq!((facts("imported.finished.on_time"), facts("imported.finished.late")), (1, 1));
    let map = world.office.imported_map("ba.xes").unwrap();
    let steps: Vec<(String, u64)> = map.table().into_iter().map(|row| (row.name, row.count)).collect();
    assert_eq!(steps, [("Nhận".to_owned(), 3), ("Trả".to_owned(), 3)]);
    assert_eq!(world.office.imported_map("khác").unwrap().cases(), 0);
    assert_eq!(world.office.imported_logs().unwrap()[0].cases, 3);
}

#[test]
fn a_second_import_adds_nothing_whatever_the_file_is_called() {
    let mut world = World::new();
    world.import(&three(), "ba.xes").unwrap();
    let events = world.events();
    world.now = Instant(world.now.0 + 3_600_000_000);
    assert_eq!(counts(world.import(&three(), "bản sao.xes").unwrap()), (3, 6, 0));
    assert_eq!(world.events(), events);
}

#[test]
fn a_log_that_has_grown_adds_what_is_new() {
    let world = World::new();
    let first = event("Nhận", "2022-01-03T08:00:00+07:00");
    let second = event("Trả", "2022-01-06T08:00:00+07:00");
    let early = log(&[trace("a", None, std::slice::from_ref(&first))]);
    assert_eq!(counts(world.import(&early, "x").unwrap()), (1, 1, 1));
    let later = log(&[trace("a", Some("2022-01-06T08:00:00+07:00"), &[first, second])]);
    assert_eq!(counts(world.import(&later, "x").unwrap()), (1, 2, 1));
    assert_eq!(world.office.imported_on_time("").unwrap()[0].on_time, 1);
    assert_eq!(counts(world.import(&later, "x").unwrap()), (1, 2, 0));
}

#[test]
fn an_import_that_was_stopped_is_continued() {
    let world = World::new();
    let stopped = world.import_until(&three(), "ba.xes", &mut |done, _| done < 2);
    assert!(matches!(stopped, Err(ImportError::Stopped)));
    assert_eq!(world.count("SELECT COUNT(*) FROM cases"), 2);
    assert_eq!(counts(world.import(&three(), "ba.xes").unwrap()), (3, 6, 2));
    assert_eq!(counts(world.import(&three(), "ba.xes").unwrap()), (3, 6, 0));
}

#[test]
fn equal_traces_are_as_many_cases() {
    let world = World::new();
    let one = trace("a", None, &[event("Nhận", "2022-01-03T08:00:00+07:00")]);
    let twice = log(&[one.clone(), one]);
    assert_eq!(counts(world.import(&twice, "x").unwrap()), (2, 2, 2));
    assert_eq!(counts(world.import(&twice, "x").unwrap()), (2, 2, 0));
}

#[test]
fn odd_traces_are_taken_as_they_are() {
    let mut world = World::new();
    let long = "x".repeat(5_000);
    let odd = log(&[
        format!("<trace>{}</trace>", event(&long, "2022-01-03T08:00:00+07:00")),
        r#"<trace><string key="concept:name" value="  "/></trace>"#.to_owned(),
        r#"<trace><event><string key="concept:name" value="undated"/></event></trace>"#.to_owned(),
        trace(&long, None, &[event("back", "2022-01-03T08:00:00+07:00"), event("in time", "1999-01-01T00:00:00Z")]),
        trace("future", Some("2090-01-01T00:00:00Z"), &[event("x", "2090-01-01T00:00:00Z")]),
    ]);
    assert_eq!(counts(world.import(&odd, "x").unwrap()), (5, 5, 5));
    world.now = Instant(world.now.0 + 86_400_000_000);
    assert_eq!(counts(world.import(&odd, "x").unwrap()), (5, 5, 0));
}

#[test]
fn a_broken_file_leaves_nothing() {
    let world = World::new();
    let before = world.events();
    let whole = three();
    let undated = log(&["<trace><event/></trace>".to_owned()]);
    let bomb = b"<!DOCTYPE log [<!ENTITY a \"b\">]><log><trace/></log>".to_vec();
    let broken: [&[u8]; 6] = [&whole[..whole.len() - 20], b"", b"PK\x03\x04", b"<html></html>", &undated, &bomb];
    for file in broken {
        let error = world.import(file, "x").unwrap_err();
        assert!(matches!(error, ImportError::File(_)), "{error}");
        assert!(error.vi().contains("Tệp XES, dòng") && error.en().contains("line"), "{error}");
        assert_eq!(world.events(), before);
    }
}

#[test]
fn nobody_but_the_importer_writes_foreign_history() {
    let world = World::new();
    world.import(&three(), "ba.xes").unwrap();
    let mut id = uuid::Uuid::nil();
    let mut reader = world.office.ledger().reader().unwrap();
    let sql = "SELECT id FROM cases WHERE type = 'imported_case' LIMIT 1";
    reader
        .query(sql, &[], &mut |row| {
            id = uuid::Uuid::from_bytes(row.array(0)?);
            Ok(())
        })
        .unwrap();
    let act = || Command::from(Act::Foreign { at: world.now, name: "x".into(), resource: String::new() });
    let by = |actor: &Actor| world.office.act(&Request::new(Some(id), act(), actor, world.now, [1; 16]));
    by(&world.actor("specialist-vp-th-1")).unwrap_err();
    by(&Actor::system("importer")).unwrap();
}

#[test]
fn the_rows_of_an_import_are_what_a_replay_makes() {
    let world = World::new();
    world.import(&three(), "ba.xes").unwrap();
    let scratch = tempfile::tempdir().unwrap();
    assert!(world.office.replay(scratch.path(), &mut |_| {}).unwrap().is_equal());
}

/// Bytes of the real log of a municipality; `None`, with a printed word, where it is not there.
fn receipt() -> Option<Vec<u8>> {
    testkit::real_data("receipt.xes.gz").map(|file| std::fs::read(file).unwrap())
}

#[test]
fn all_of_the_receipt_log_arrives_once() {
    let Some(bytes) = receipt() else { return };
    let world = World::new();
    assert_eq!(counts(world.import(&bytes, "receipt.xes.gz").unwrap()), (1_434, 8_577, 8_577));
    assert_eq!(world.count("SELECT COUNT(*) FROM cases WHERE type = 'imported_case'"), 1_434);
    assert_eq!(counts(world.import(&bytes, "receipt.xes.gz").unwrap()), (1_434, 8_577, 0));
    let rows = world.office.imported_on_time("receipt.xes.gz").unwrap();
    let names: Vec<(&str, u64)> = rows.iter().map(|r| (r.department.as_str(), r.cases)).collect();
    assert_eq!(names, [("General", 1_390), ("Customer contact", 29), ("Experts", 15)]);
    let sum = |of: fn(&office::import::OnTime) -> u64| rows.iter().map(of).sum::<u64>();
    assert_eq!((sum(|r| r.finished), sum(|r| r.on_time + r.late)), (1_329, 1_329));
    let map = world.office.imported_map("receipt.xes.gz").unwrap();
    assert_eq!((map.cases(), map.table().len()), (1_434, 27));
}

/// Each case is looked at once, not once for every case that names a department: this took 7 s.
#[test]
fn the_table_of_who_was_on_time_takes_as_long_as_there_are_cases() {
    let world = World::new();
    let mut watch = Watch { now: &|| world.now, seed: [3; 16], progress: &mut |_, _| true };
    world.office.import_xes(&mut Cursor::new(three()), "ba.xes", &mut watch).unwrap();
    let before = world.office.imported_on_time("ba.xes").unwrap();
    let copies = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3400)";
    let cases = format!(
        "{copies} INSERT INTO cases SELECT c.num + n.x * 1000, {new_id}, type, step, title, title_key, folded, number,
           lead, holder, assigner, opened, due, clock, verdict, stopped, closed, published, updated, position, version, batch,
           state, body FROM cases c, n WHERE c.type = 'imported_case'",
        new_id = new_id()
    );
    let values = format!(
        "{copies} INSERT INTO case_values SELECT v.type, v.field, v.value, v.num + n.x * 1000 FROM case_values v, n
         WHERE v.type = 'imported_case'"
    );
    let fill = move |tx: &mut dyn ledger::Tx| {
        tx.execute(&cases, &[])?;
        tx.execute(&values, &[]).map(|_| ())
    };
    world.office.ledger().side(Box::new(fill)).unwrap();
    let began = std::time::Instant::now();
    let after = world.office.imported_on_time("ba.xes").unwrap();
    assert!(began.elapsed() < std::time::Duration::from_secs(3), "{:?}", began.elapsed());
    let times = |of: &OnTime| {
        (of.department.clone(), of.cases * 3_401, of.finished * 3_401, of.on_time * 3_401, of.late * 3_401)
    };
    let as_is = |of: &OnTime| (of.department.clone(), of.cases, of.finished, of.on_time, of.late);
    assert_eq!(after.iter().map(as_is).collect::<Vec<_>>(), before.iter().map(times).collect::<Vec<_>>());
}
