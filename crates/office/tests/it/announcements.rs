//! A mid-year announcement moves the open cases: later only where nothing earlier was told.

use kernel::calendar::{AnnouncedDay, Announcement, DayKind};
use kernel::case::Actor;
use kernel::time::Date;

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

#[test]
fn a_make_up_saturday_makes_a_counted_limit_end_earlier_and_leaves_a_given_date() {
    let mut world = World::new();
    let given = world.task("2023-03-10");
    let draft = kernel::case::MoveForm::new("draft")
        .with("agency", kernel::case::Value::text("vp"))
        .with("kind", kernel::case::Value::text("cong_van"))
        .with("symbol", kernel::case::Value::text("VP-TH"))
        .with("subject", kernel::case::Value::text("Về việc đôn đốc"));
    let mut draft = draft;
    draft.assigned = Some(kernel::case::command::Assigned { lead: Some("vp-th".into()), ..Default::default() });
    let act = world.opening("outgoing_document", draft);
    let counted = world.office.act(&world.request("specialist-vp-th-1", None, act)).unwrap().case;
    let due = |world: &World, id| world.office.load(id).unwrap().unwrap().case.clock.unwrap().due.unwrap();
    let (given_before, counted_before) = (due(&world, given), due(&world, counted));

    world.now = at("2023-03-02T08:00");
    let actor = Actor::system("calendar");
    let makeup = announcement("lam-bu-thu", "2023-03-04", DayKind::Makeup);
    let done = world.office.announce(&makeup, &actor, world.now, [9; 16]).unwrap();
    assert_eq!(done.moved, 1);
    assert_eq!(due(&world, given), given_before);
    assert!(due(&world, counted) < counted_before);
    assert_eq!(world.office.recompute("lam-bu-thu", world.now, [9; 16]).unwrap(), 0, "asked twice, moved once");

    let wrong = announcement("sai", "2023-03-06", DayKind::Makeup);
    assert!(world.office.announce(&wrong, &actor, world.now, [9; 16]).is_err(), "a Monday cannot be made up");
}
