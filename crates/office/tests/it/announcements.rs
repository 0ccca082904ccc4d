//! A mid-year announcement moves the open cases: later only where nothing earlier was told. One that is cut off is
//! carried through by whoever comes next.

use kernel::calendar::{AnnouncedDay, Announcement, DayKind};
use kernel::case::command::Assigned;
use kernel::case::{Actor, CaseId, MoveForm, Refusal, Value};
use kernel::time::{Date, Instant};
use office::Office;

use super::world::{World, at};

fn announcement(id: &str, date: &str, kind: DayKind) -> Announcement {
    Announcement {
        id: id.into(),
        basis: "Thông báo 99/TB-UBND".into(),
        announced_on: None,
        provisional: false,
        period_from: None,
        period_to: None,
        replaces: None,
        days: vec![AnnouncedDay { date: Date::parse(date).unwrap(), kind, reason: "Thử nghiệm".into() }],
    }
}

/// An outgoing document: its limit is counted, so that an announcement moves it.
pub fn counted(world: &mut World) -> CaseId {
    let texts = [("agency", "vp"), ("kind", "cong_van"), ("symbol", "VP-TH"), ("subject", "Về việc đôn đốc")];
    let draft = texts.iter().fold(MoveForm::new("draft"), |form, (field, text)| form.with(*field, Value::text(text)));
    let assigned = Some(Assigned { lead: Some("vp-th".into()), ..Assigned::default() });
    let act = world.opening("outgoing_document", MoveForm { assigned, ..draft });
    world.office.act(&world.request("specialist-vp-th-1", None, act)).unwrap().case
}

pub fn makeup(id: &str, date: &str) -> Announcement {
    announcement(id, date, DayKind::Makeup)
}

fn due(office: &Office, id: CaseId) -> Instant {
    office.load(id).unwrap().unwrap().case.clock.unwrap().due.unwrap()
}

#[test]
fn a_make_up_saturday_makes_a_counted_limit_end_earlier_and_leaves_a_given_date() {
    let mut world = World::new();
    let given = world.task("2023-03-10");
    let counted = counted(&mut world);
    let (given_before, counted_before) = (due(&world.office, given), due(&world.office, counted));

    world.now = at("2023-03-02T08:00");
    let actor = Actor::system("calendar");
    let done = world.office.announce(&makeup("lam-bu-thu", "2023-03-04"), &actor, world.now, [9; 16]).unwrap();
    assert_eq!(done.cases.moved, 1);
    assert_eq!(due(&world.office, given), given_before);
    assert!(due(&world.office, counted) < counted_before);

    let wrong = announcement("sai", "2023-03-06", DayKind::Makeup);
    assert!(world.office.announce(&wrong, &actor, world.now, [9; 16]).is_err(), "a Monday cannot be made up");
}

/// Three counted cases, and an announcement that breaks off when some of them have moved and some have not.
fn cut_off() -> (World, [CaseId; 3], Instant) {
    let announce = |world: &World| {
        world.office.announce(&makeup("lam-bu-thu", "2023-03-04"), &Actor::system("calendar"), world.now, [9; 16])
    };
    let prepared = || {
        let faults = ledger::Faults::after(0);
        let mut world = World::with_faults(faults.clone());
        let cases = [counted(&mut world), counted(&mut world), counted(&mut world)];
        (world, faults, cases)
    };
    let (world, faults, _) = prepared();
    let calls = faults.calls();
    assert_eq!(announce(&world).unwrap().cases.moved, 3);
    let calls = faults.calls() - calls;

    let (world, faults, cases) = prepared();
    let before = due(&world.office, cases[0]);
    faults.arm(calls / 2);
    announce(&world).unwrap_err();
    faults.arm(0);
    let moved = cases.iter().filter(|id| due(&world.office, **id) < before).count();
    assert!(moved == 1 || moved == 2, "{moved} of 3 had moved when it broke off");
    assert_eq!(world.office.house().unapplied.as_deref(), Some("lam-bu-thu"));
    (world, cases, before)
}

#[test]
fn opening_the_office_goes_on_with_an_announcement_that_was_cut_off() {
    let (world, cases, before) = cut_off();
    let (folder, now) = (world.folder, world.now);
    drop(world.office);
    // Behind the ledger's clock, as after a correction of the machine's: the office opens all the same.
    let early = at("2022-01-03T08:00");
    let again = Office::open(super::world::options(folder.path(), "", early, [4; 16])).unwrap();
    assert!(cases.iter().all(|id| due(&again, *id) < before));
    assert_eq!(again.house().unapplied, None);
    let head = again.ledger().head().unwrap().next;
    drop(again);
    let third = Office::open(super::world::options(folder.path(), "", now, [5; 16])).unwrap();
    assert_eq!(third.ledger().head().unwrap().next, head, "carried through once");
    assert_eq!(third.resume_announcement(now, [6; 16]).unwrap().moved, 0);
    let scratch = tempfile::tempdir().unwrap();
    assert!(third.replay(scratch.path(), &mut |_| {}).unwrap().is_equal());
}

#[test]
fn the_next_announcement_goes_on_with_the_one_before_it_first() {
    let (world, cases, before) = cut_off();
    let next = announcement("nghi-thu", "2023-03-07", DayKind::Off);
    world.office.announce(&next, &Actor::system("calendar"), world.now, [9; 16]).unwrap();
    assert_eq!(world.office.house().unapplied, None);
    for id in cases {
        let clock = world.office.load(id).unwrap().unwrap().case.clock.unwrap();
        assert!(clock.recomputed.first().is_some_and(|r| r.announcement == "lam-bu-thu" && r.new < before));
    }
}

/// The last working days of the calendar: one day off more, and a limit that was told reaches beyond it.
#[test]
fn a_case_that_refuses_is_named_and_the_next_announcement_is_made_all_the_same() {
    let mut world = World::new();
    world.now = at("2027-12-24T08:00");
    let case = counted(&mut world);
    let before = due(&world.office, case);
    let actor = Actor::system("calendar");
    let off = announcement("nghi-them", "2027-12-29", DayKind::Off);
    let done = world.office.announce(&off, &actor, world.now, [9; 16]).unwrap();
    assert_eq!(done.cases.moved, 0);
    assert!(matches!(done.cases.refused.as_slice(), [(id, Refusal::Clock { .. })] if *id == case), "{done:?}");
    assert_eq!((due(&world.office, case), world.office.house().unapplied.clone()), (before, None));

    let longer = Announcement {
        period_from: Date::parse("2028-01-01").ok(),
        period_to: Date::parse("2028-12-31").ok(),
        ..announcement("nam-2028", "2028-01-03", DayKind::Off)
    };
    let done = world.office.announce(&longer, &actor, world.now, [9; 16]).unwrap();
    assert_eq!((done.cases.moved, done.cases.refused.len()), (0, 0), "asked again: what was told earlier stands");
    assert_eq!(due(&world.office, case), before);
    let scratch = tempfile::tempdir().unwrap();
    assert!(world.office.replay(scratch.path(), &mut |_| {}).unwrap().is_equal());
}

/// Another process announces while this one still holds the calendar of before.
#[test]
fn what_was_decided_on_the_old_calendar_is_decided_anew() {
    let mut world = World::new();
    let other = Office::open(super::world::options(world.folder.path(), "", world.now, [2; 16])).unwrap();
    let told_before = counted(&mut world);
    other.announce(&makeup("lam-bu-thu", "2023-03-04"), &Actor::system("calendar"), world.now, [9; 16]).unwrap();
    assert!(world.office.house().calendar.announcements().iter().all(|a| a.id != "lam-bu-thu"), "not heard of yet");
    let opened_after = counted(&mut world);
    assert_eq!(due(&world.office, opened_after), due(&world.office, told_before), "both on the new calendar");
    // What hangs on no calendar needs no second look.
    let next = world.office.ledger().head().unwrap().next;
    world.task("2023-03-10");
    assert!(world.office.ledger().head().unwrap().next > next);
}
