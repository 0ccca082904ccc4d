//! The inbox: who is told of what, what was read on all devices, and rows that a replay and a late filling make alike.

use kernel::case::notices::Kind;
use kernel::case::{Act, MoveForm};
use kernel::clock::reminder::Reminder;
use office::views::Viewer;
use office::views::notices::{Notice, Says};

use super::world::{World, at};

fn viewer(world: &World, person: &str) -> Viewer {
    Viewer::new(world.actor(person), world.office.house(), world.now)
}

fn acts(world: &World, person: &str) -> Vec<Notice> {
    world.office.inbox(&viewer(world, person), None).unwrap().acts
}

fn says(world: &World, person: &str) -> Vec<Says> {
    acts(world, person).iter().map(|n| n.says).collect()
}

fn remark(text: &str) -> Act {
    Act::remark(text)
}

#[test]
fn the_unit_is_told_of_its_work_and_the_assigner_of_what_comes_back() {
    let mut world = World::new();
    let id = world.task("2023-03-31");
    assert_eq!(says(&world, "focal-stc"), [Says::Act(Kind::Assigned)]);
    world.act("specialist-vp-th-1", id, Act::Urge { text: "Đề nghị khẩn trương".into() }).unwrap();
    assert_eq!(says(&world, "focal-stc"), [Says::Act(Kind::Urged), Says::Act(Kind::Assigned)]);
    assert!(says(&world, "specialist-vp-th-1").is_empty(), "nobody is told of their own act");
    let mut form = MoveForm::new("refuse");
    form.reason = Some("Không đúng thẩm quyền".into());
    world.act("focal-stc", id, Act::Move(form)).unwrap();
    assert_eq!(says(&world, "specialist-vp-th-1"), [Says::Act(Kind::Returned)]);
    assert!(says(&world, "focal-syt").is_empty(), "another unit is told nothing");
}

#[test]
fn a_remark_reaches_both_sides_but_not_its_author() {
    let mut world = World::new();
    let id = world.task("2023-03-31");
    world.act("focal-stc", id, remark("Xin hỏi rõ")).unwrap();
    assert_eq!(says(&world, "specialist-vp-th-1"), [Says::Act(Kind::Remarked)]);
    world.act("specialist-vp-th-1", id, remark("Đã trả lời")).unwrap();
    assert_eq!(says(&world, "focal-stc"), [Says::Act(Kind::Remarked), Says::Act(Kind::Assigned)]);
}

/// A remark goes to the post that assigned the task, a call to a person: whoever is both is told once.
#[test]
fn whoever_a_remark_calls_is_told_of_that_alone() {
    let mut world = World::new();
    let id = world.task("2023-03-31");
    let mentions = vec!["specialist-vp-th-1".into()];
    world.act("focal-stc", id, Act::Remark { text: "Xin hỏi rõ".into(), mentions }).unwrap();
    assert_eq!(says(&world, "specialist-vp-th-1"), [Says::Act(Kind::Mentioned)]);
    assert_eq!(world.office.unread(&viewer(&world, "specialist-vp-th-1")).unwrap(), 1);
    world.act("focal-stc", id, remark("Xin nhắc lại")).unwrap();
    let both = [Says::Act(Kind::Remarked), Says::Act(Kind::Mentioned)];
    assert_eq!(says(&world, "specialist-vp-th-1"), both, "another remark is told as such");
}

#[test]
fn what_was_read_is_read_and_what_comes_later_is_not() {
    let mut world = World::new();
    let id = world.task("2023-03-31");
    world.task("2023-03-31");
    let me = viewer(&world, "focal-stc");
    assert_eq!(world.office.unread(&me).unwrap(), 2);
    let key = acts(&world, "focal-stc")[0].key.clone();
    for _ in 0..2 {
        world.office.mark_read(&me, std::slice::from_ref(&key)).unwrap();
    }
    assert_eq!(world.office.unread(&me).unwrap(), 1);
    assert_eq!(acts(&world, "focal-stc").iter().filter(|n| n.read).count(), 1);
    let shown = world.office.ledger().head().unwrap().next - 1;
    world.act("specialist-vp-th-1", id, Act::Urge { text: "Đề nghị".into() }).unwrap();
    world.office.mark_all_read(&me, shown).unwrap();
    assert_eq!(world.office.unread(&me).unwrap(), 1, "the urging came after the page was shown");
    world.office.mark_all_read(&me, u64::MAX).unwrap();
    assert_eq!(world.office.unread(&me).unwrap(), 0);
}

/// Two tabs: the one that was shown earlier is marked last.
#[test]
fn the_mark_of_an_older_page_makes_nothing_unread_again() {
    let mut world = World::new();
    world.task("2023-03-31");
    let older = world.office.ledger().head().unwrap().next - 1;
    world.task("2023-03-31");
    let id = world.task("2023-03-31");
    let newer = world.office.ledger().head().unwrap().next - 1;
    let me = viewer(&world, "focal-stc");
    let single = acts(&world, "focal-stc")[0].key.clone();
    world.office.mark_read(&me, &[single, "e999999".to_owned(), "d1:overdue:1".to_owned(), "x".to_owned()]).unwrap();
    assert_eq!(world.count("SELECT count(*) FROM seen"), 1, "keys of what is not there are not kept");
    world.office.mark_all_read(&me, newer).unwrap();
    assert_eq!(world.office.unread(&me).unwrap(), 0);
    world.office.mark_all_read(&me, older).unwrap();
    assert_eq!(world.office.unread(&me).unwrap(), 0);
    assert_eq!(acts(&world, "focal-stc").iter().filter(|n| n.read).count(), 3);
    world.act("specialist-vp-th-1", id, Act::Urge { text: "Đề nghị".into() }).unwrap();
    let urged = acts(&world, "focal-stc")[0].key.clone();
    world.office.mark_read(&me, &[urged]).unwrap();
    world.office.mark_all_read(&me, newer).unwrap();
    assert_eq!(world.office.unread(&me).unwrap(), 0, "read singly, beyond the mark");
    world.office.mark_all_read(&me, u64::MAX).unwrap();
    assert_eq!(world.count("SELECT count(*) FROM seen"), 1, "one mark covers all");
}

/// More overdue work than is looked at, all of it read: what is due soon is told all the same.
#[test]
fn reminders_that_were_read_do_not_hide_the_others() {
    let mut world = World::new();
    for _ in 0..101 {
        world.task("2023-03-10");
    }
    world.now = at("2023-03-16T08:00");
    let me = viewer(&world, "focal-stc");
    let seen = |world: &World| world.office.inbox(&viewer(world, "focal-stc"), None).unwrap().reminders;
    let keys: Vec<String> = seen(&world).iter().map(|n| n.key.clone()).collect();
    assert_eq!(keys.len(), 100);
    world.office.mark_read(&me, &keys).unwrap();
    assert_eq!(seen(&world).iter().filter(|n| !n.read).count(), 1, "the one that was beyond the limit");
    world.office.mark_all_read(&me, u64::MAX).unwrap();
    world.now = at("2023-03-16T09:00");
    world.task("2023-03-24");
    world.now = at("2023-03-17T08:00");
    let unread = |world: &World| -> Vec<Says> { seen(world).iter().filter(|n| !n.read).map(|n| n.says).collect() };
    assert_eq!(unread(&world), [Says::Due(Reminder::InFive)]);
    world.now = at("2023-03-22T08:00");
    assert_eq!(unread(&world), [Says::Due(Reminder::InTwo)]);
    assert_eq!(world.office.unread(&viewer(&world, "focal-stc")).unwrap(), 2, "and the act itself");
    world.office.mark_all_read(&viewer(&world, "focal-stc"), u64::MAX).unwrap();
    assert_eq!(unread(&world), []);
    world.now = at("2023-03-25T08:00");
    assert_eq!(unread(&world), [Says::Due(Reminder::Overdue)]);
}

#[test]
fn due_moments_remind_without_being_stored() {
    let mut world = World::new();
    world.task("2023-03-15");
    let stored = world.count("SELECT count(*) FROM notices");
    let reminders = |world: &World| -> Vec<Says> {
        world.office.inbox(&viewer(world, "focal-stc"), None).unwrap().reminders.iter().map(|n| n.says).collect()
    };
    assert!(reminders(&world).is_empty());
    for (now, wanted) in
        [("2023-03-08", Reminder::InFive), ("2023-03-13", Reminder::InTwo), ("2023-03-16", Reminder::Overdue)]
    {
        world.now = at(&format!("{now}T08:00"));
        assert_eq!(reminders(&world), [Says::Due(wanted)], "{now}");
        assert_eq!(world.office.unread(&viewer(&world, "focal-stc")).unwrap(), if now == "2023-03-08" { 2 } else { 1 });
        world.office.mark_all_read(&viewer(&world, "focal-stc"), u64::MAX).unwrap();
        assert_eq!(world.office.unread(&viewer(&world, "focal-stc")).unwrap(), 0, "{now}");
    }
    assert_eq!(world.count("SELECT count(*) FROM notices"), stored);
}

#[test]
fn a_page_costs_three_statements_and_pages_go_on() {
    let mut world = World::new();
    for _ in 0..60 {
        world.task("2023-03-31");
    }
    let me = viewer(&world, "focal-stc");
    let first = world.office.inbox(&me, None).unwrap();
    assert!(first.statements <= 3, "{}", first.statements);
    let second = world.office.inbox(&me, first.next).unwrap();
    assert_eq!((first.acts.len(), second.acts.len(), second.next), (50, 10, None));
}

#[test]
fn a_table_filled_in_later_is_the_one_that_was_lived() {
    let mut world = World::new();
    let id = world.task("2023-03-31");
    world.act("focal-stc", id, remark("Xin hỏi rõ")).unwrap();
    world.incoming();
    let digest = |world: &World| {
        ledger::digest(&mut world.office.ledger().reader().unwrap(), &[("notices", "subject, position, kind")]).unwrap()
    };
    let lived = digest(&world);
    let age = |tx: &mut dyn ledger::Tx| {
        tx.execute("UPDATE read_version SET version = 2", &[])?;
        tx.execute("DELETE FROM notices", &[]).map(|_| ())
    };
    world.office.ledger().side(Box::new(age)).unwrap();
    assert_ne!(digest(&world), lived);
    let options = super::world::options(world.folder.path(), "", world.now, [2; 16]);
    world.office = office::Office::open(options).unwrap();
    assert_eq!(digest(&world), lived);
    let scratch = tempfile::tempdir().unwrap();
    assert!(world.office.replay(scratch.path(), &mut |_| {}).unwrap().is_equal());
}
