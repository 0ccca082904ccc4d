//! Every read table can be rebuilt from the events alone, and a table that was tampered with is found.

use kernel::case::{Act, Actor, MoveForm};

use super::world::{World, at};

fn lived_in() -> World {
    let mut world = World::new();
    for _ in 0..5 {
        let id = world.task("2023-03-10");
        world.step("focal-stc", id, "receive").unwrap();
        world.act("specialist-vp-th-1", id, Act::Urge { text: "Đề nghị báo cáo".into() }).unwrap();
        world.incoming();
    }
    world.now = at("2023-03-02T09:00");
    world.office.adopt(&kernel::shipped::files(), &Actor::system("minhbach"), world.now, [5; 16]).unwrap();
    world.task("2023-03-20");
    world
}

/// The tallies are the facts that hold now, counted by their days; stretches of clocks have none.
#[test]
fn tallies_say_what_the_facts_say() {
    let mut world = lived_in();
    // What stood in a figure and no longer does is taken out of its tally.
    let before = world.count("SELECT count(*) FROM facts WHERE to_position IS NOT NULL");
    let gone = world.task("2023-03-21");
    let mut form = MoveForm::new("cancel");
    form.reason = Some("Giao nhầm".into());
    world.act("specialist-vp-th-1", gone, Act::Move(form)).unwrap();
    assert!(world.count("SELECT count(*) FROM facts WHERE to_position IS NOT NULL") > before);
    let spans: Vec<String> = world
        .office
        .house()
        .catalogue()
        .unwrap()
        .types
        .values()
        .flat_map(|t| &t.indicators)
        .filter(|i| i.each == kernel::catalogue::indicator::Each::ClockSpan)
        .map(|i| format!("'{}'", i.code))
        .collect();
    let facts = format!(
        "SELECT indicator, day, since, coalesce(until, 2932896), count(*) FROM facts WHERE to_position IS NULL
         AND indicator NOT IN ({}) GROUP BY 1, 2, 3, 4",
        spans.join(", ")
    );
    let tallies = "SELECT indicator, day, since, until, n FROM tallies WHERE n <> 0";
    assert!(world.count(&format!("SELECT count(*) FROM ({tallies}) t")) > 0);
    for (one, other) in [(facts.as_str(), tallies), (tallies, facts.as_str())] {
        assert_eq!(world.count(&format!("SELECT count(*) FROM ({one} EXCEPT {other}) d")), 0);
    }
}

#[test]
fn rebuilt_tables_are_equal() {
    let world = lived_in();
    let scratch = tempfile::tempdir().unwrap();
    let replayed = world.office.replay(scratch.path(), &mut |_| {}).unwrap();
    assert!(replayed.is_equal(), "{replayed:?}");
    assert_eq!(replayed.events + 1, world.office.ledger().head().unwrap().next);
}

#[test]
fn a_changed_row_is_found() {
    let world = lived_in();
    let change =
        |tx: &mut dyn ledger::Tx| tx.execute("UPDATE cases SET due = due + 1 WHERE type = 'task'", &[]).map(|_| ());
    world.office.ledger().side(Box::new(change)).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    assert!(!world.office.replay(scratch.path(), &mut |_| {}).unwrap().is_equal());
}

/// A counter that lost a bit would give a number twice.
#[test]
fn a_counter_that_says_other_than_the_events_is_found() {
    let world = lived_in();
    let change = |tx: &mut dyn ledger::Tx| tx.execute("UPDATE counters SET last = last - 1", &[]).map(|_| ());
    world.office.ledger().side(Box::new(change)).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let found = world.office.replay(scratch.path(), &mut |_| {}).unwrap_err();
    assert!(found.en().contains("counters") && found.en().contains("not served"), "{}", found.en());
}

/// A folder of an older version: its tables are not today's, and its mark says so.
fn age(world: &World) {
    let change = |tx: &mut dyn ledger::Tx| {
        tx.execute("UPDATE read_version SET version = 1", &[])?;
        tx.execute("DROP TABLE facts", &[])?;
        tx.execute("ALTER TABLE cases RENAME COLUMN due TO due_of_old", &[])?;
        tx.execute("DELETE FROM may_read", &[]).map(|_| ())
    };
    world.office.ledger().side(Box::new(change)).unwrap();
}

#[test]
fn an_older_folder_has_its_tables_built_anew_when_it_is_opened() {
    let world = lived_in();
    let digest = |office: &office::Office| {
        ledger::digest(&mut office.ledger().reader().unwrap(), office::schema::READ_TABLES).unwrap()
    };
    let before = digest(&world.office);
    age(&world);
    let options = super::world::options(world.folder.path(), "thu.vn/kiem-thu", world.now, [1; 16]);
    assert_eq!(digest(&office::Office::open(options).unwrap()), before);
}

/// A server of that version may be at work on them.
#[test]
fn who_only_reads_leaves_older_tables_alone() {
    let world = lived_in();
    age(&world);
    let stored = || {
        let ledger = ledger::Ledger::read_only_with(
            world.folder.path(),
            super::world::database(world.folder.path()).as_ref(),
            None,
        )
        .unwrap();
        ledger::digest(&mut ledger.reader().unwrap(), &[("read_version", "version"), ("cases", "num")]).unwrap()
    };
    let before = stored();
    let refused =
        office::Office::read_only_with(world.folder.path(), super::world::database(world.folder.path()).as_ref(), None)
            .map(|_| ())
            .unwrap_err();
    assert!(matches!(refused, office::OfficeError::OlderTables { found: Some(1), .. }), "{refused}");
    assert!(refused.vi().contains("--upgrade") && refused.en().contains("--upgrade"), "{refused}");
    assert_eq!(stored(), before);
}
