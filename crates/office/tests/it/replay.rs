//! Every read table can be rebuilt from the events alone, and a table that was tampered with is found.

use kernel::case::{Act, Actor};

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
