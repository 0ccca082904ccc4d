//! Changes of the organisation are events: they hold at once, after opening again, and under a newer catalogue; what an
//! announcement would do is foreseen as it is done.

use kernel::case::command::Assigned;
use kernel::case::{Act, Actor, Refusal};
use kernel::org::{Org, OrgChange};
use kernel::time::Date;
use office::organisation::Changed;
use office::views::Viewer;
use office::views::foreseen::Shift;
use office::{Fail, Office};

use super::announcements::{counted, makeup};
use super::world::{World, at};

const BASIS: &str = "QĐ 12/QĐ-VP ngày 01/03/2023";

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn left(person: &'static str, last: &str) -> OrgChange {
    OrgChange::PersonLeft { person: person.into(), last: day(last), basis: BASIS.into() }
}

fn away(person: &'static str, substitute: &'static str) -> OrgChange {
    OrgChange::AbsenceEntered {
        person: person.into(),
        from: day("2023-03-01"),
        to: day("2023-03-03"),
        substitute: Some(substitute.into()),
    }
}

fn change(world: &mut World, by: &str, change: &OrgChange) -> Result<Changed, Fail> {
    let key = world.next_id();
    world.office.change_org(change, key, &world.actor(by), world.now, [6; 16])
}

fn rule(fail: Fail) -> &'static str {
    match fail {
        Fail::Refused(refusal) => refusal.rule(),
        other => panic!("{other}"),
    }
}

#[test]
fn who_comes_may_act_and_who_left_may_not() {
    let mut world = World::new();
    change(&mut world, "admin", &left("clerk-1", "2023-02-28")).unwrap();
    assert!(world.office.house().actor("clerk-1", world.now).is_none());
    let comes = OrgChange::PersonAdded {
        person: "le-thi-moi".into(),
        name: "Lê Thị Mới".into(),
        post: "vt-1".into(),
        from: day("2023-03-01"),
        basis: BASIS.into(),
    };
    change(&mut world, "admin", &comes).unwrap();
    let form = kernel::case::MoveForm::new("register")
        .with("agency", kernel::case::Value::text("ubnd"))
        .with("subject", kernel::case::Value::text("Văn bản thử"))
        .with("sender", kernel::case::Value::text("Bộ Y tế"));
    let opening = world.opening("incoming_document", form);
    world.office.act(&world.request("le-thi-moi", None, opening)).unwrap();
    world.office.set_password("le-thi-moi", "mật khẩu đủ dài 1", [5; 16]).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    assert!(world.office.replay(scratch.path(), &mut |_| {}).unwrap().is_equal());
}

#[test]
fn changes_say_who_and_when_and_their_names_stay_in_the_body() {
    let mut world = World::new();
    change(&mut world, "chief", &away("specialist-vp-th-1", "specialist-vp-th-2")).unwrap();
    let house = world.office.house();
    let [made] = house.org_changes() else { panic!("one change") };
    assert_eq!((made.by.as_str(), made.at), ("chief", world.now));
    assert_eq!(made.change, away("specialist-vp-th-1", "specialist-vp-th-2"));
    let stored = world.office.ledger().reader().unwrap().events_from(made.position, 1).unwrap();
    let plain = String::from_utf8(stored[0].plain.clone()).unwrap();
    assert!(plain.contains("absence_entered") && plain.contains("specialist-vp-th-1"));
    assert!(!plain.contains("2023-03-03") && !plain.contains("specialist-vp-th-2"), "{plain}");
}

#[test]
fn a_refusal_records_nothing_and_says_why() {
    let mut world = World::new();
    let before = world.office.ledger().head().unwrap().next;
    assert_eq!(rule(change(&mut world, "chief", &left("clerk-1", "2023-03-31")).unwrap_err()), "not_yours");
    assert_eq!(rule(change(&mut world, "admin", &left("admin", "2023-03-31")).unwrap_err()), "last_administrator");
    let stranger = Actor { posts: Vec::new(), ..world.actor("admin") };
    let key = world.next_id();
    let refused = world.office.change_org(&left("clerk-1", "2023-03-31"), key, &stranger, world.now, [1; 16]);
    assert_eq!(rule(refused.unwrap_err()), "not_yours");
    assert_eq!(world.office.ledger().head().unwrap().next, before);
}

#[test]
fn a_form_sent_twice_changes_once() {
    let mut world = World::new();
    let key = world.next_id();
    let send = |world: &World| {
        world.office.change_org(&left("clerk-1", "2023-03-31"), key, &world.actor("admin"), world.now, [6; 16])
    };
    let first = send(&world).unwrap();
    let again = send(&world).unwrap();
    assert_eq!((first.repeated, again.repeated, again.position), (false, true, first.position));
    assert_eq!(world.office.house().org_changes().len(), 1);
}

#[test]
fn changes_hold_after_opening_again_and_under_a_newer_catalogue() {
    let mut world = World::new();
    change(&mut world, "admin", &away("specialist-vp-th-1", "specialist-vp-nc-1")).unwrap();
    let stands_in = |org: &Org| org.stands_in_for("specialist-vp-nc-1", day("2023-03-02")).len();
    assert_eq!(stands_in(world.office.house().org()), 1);
    world.office.adopt(&kernel::shipped::files(), &Actor::system("minhbach"), world.now, [3; 16]).unwrap();
    assert_eq!(stands_in(world.office.house().org()), 1);
    let (folder, now) = (world.folder, world.now);
    drop(world.office);
    let again = Office::open(super::world::options(folder.path(), "", now, [4; 16])).unwrap();
    assert_eq!(stands_in(again.house().org()), 1);
    let scratch = tempfile::tempdir().unwrap();
    assert!(again.replay(scratch.path(), &mut |_| {}).unwrap().is_equal());
}

#[test]
fn open_cases_of_a_person_are_counted() {
    let mut world = World::new();
    let id = world.task("2023-03-10");
    world.step("focal-stc", id, "receive").unwrap();
    let assigned = Assigned { lead: Some("stc".into()), holder: Some("focal-stc".into()), ..Assigned::default() };
    world.act("focal-stc", id, Act::Assign(assigned)).unwrap();
    let held = world.office.held_by(&"focal-stc".into()).unwrap();
    assert_eq!(held, [("task".into(), 1)]);
    assert!(world.office.held_by(&"clerk-1".into()).unwrap().is_empty());
}

#[test]
fn what_an_announcement_does_was_foreseen() {
    let mut world = World::new();
    world.task("2023-03-10");
    let cases = [counted(&mut world), counted(&mut world)];
    world.now = at("2023-03-02T08:00");
    let viewer = |person: &str| Viewer::new(world.actor(person), world.office.house(), world.now);
    let announcement = makeup("lam-bu-thu", "2023-03-04");
    let head = world.office.ledger().head().unwrap().next;
    let seen = world.office.foresee_announcement(&viewer("admin"), &announcement).unwrap();
    assert_eq!(world.office.ledger().head().unwrap().next, head, "nothing is recorded");
    assert_eq!((seen.asked, seen.moved(), seen.refused.is_none()), (3, 2, true));
    let group = seen.groups.get(&("outgoing_document".into(), Some("vp-th".into()))).copied();
    assert_eq!(group, Some(Shift { earlier: 2, later: 0 }));
    assert_eq!((seen.cases.len(), seen.not_shown), (0, 2), "who administers may read none of them");
    assert_eq!(seen.days.values().sum::<u64>(), 2);
    let mut both = world.actor("admin");
    both.posts.extend(world.actor("specialist-vp-th-1").posts);
    let reader = Viewer::new(both, world.office.house(), world.now);
    let read = world.office.foresee_announcement(&reader, &announcement).unwrap();
    assert_eq!((read.cases.len(), read.not_shown), (2, 0));
    assert!(read.cases.iter().all(|moved| moved.new < moved.old && cases.contains(&moved.case.id)));
    let done = world.office.announce(&announcement, &world.actor("admin"), world.now, [9; 16]).unwrap();
    assert_eq!(done.cases.moved, seen.moved());
    let ((_, to), _) = seen.days.first_key_value().unwrap();
    let due = world.office.load(cases[0]).unwrap().unwrap().case.clock.unwrap().due.unwrap();
    assert_eq!(due.date(), *to);
}

#[test]
fn only_who_administers_announces_and_foresees() {
    let world = World::new();
    let viewer = |person: &str| Viewer::new(world.actor(person), world.office.house(), world.now);
    let (sound, wrong) = (makeup("lam-bu", "2023-03-04"), makeup("sai", "2023-03-06"));
    let refused = world.office.foresee_announcement(&viewer("chief"), &sound).unwrap_err();
    assert_eq!(rule(refused), "not_yours");
    let refused = world.office.announce(&sound, &world.actor("chief"), world.now, [9; 16]).unwrap_err();
    assert_eq!(rule(refused), "not_yours");
    let refused = world.office.foresee_announcement(&viewer("admin"), &wrong).unwrap_err();
    assert!(matches!(refused, Fail::Refused(Refusal::Clock { .. })), "a Monday cannot be made up");
}

/// What was told is never moved back: a day off moves nothing, but says whose due day it takes away.
#[test]
fn a_day_off_says_how_many_stay_due_on_it() {
    let mut world = World::new();
    world.task("2023-03-10");
    let viewer = Viewer::new(world.actor("admin"), world.office.house(), world.now);
    let mut announcement = makeup("nghi", "2023-03-10");
    announcement.days.iter_mut().for_each(|day| day.kind = kernel::calendar::DayKind::Off);
    let seen = world.office.foresee_announcement(&viewer, &announcement).unwrap();
    assert_eq!((seen.moved(), seen.due_on_days_off), (0, 1));
}
