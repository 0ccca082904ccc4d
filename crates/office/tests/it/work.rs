//! My work: what waits by due moment, filters with exact counts, acts from the list, substitutes.

use kernel::Code;
use kernel::case::command::Assigned;
use kernel::case::{Act, CaseId, Refusal};
use office::Fail;
use office::views::Viewer;
use office::views::register::Count;
use office::views::work::{When, Work, WorkQuery};
use uuid::Uuid;

use super::world::{World, at};

fn viewer(world: &World, person: &str) -> Viewer {
    Viewer::new(world.actor(person), world.office.house(), world.now)
}

fn work(world: &World, person: &str, query: &WorkQuery) -> Work {
    world.office.work(&viewer(world, person), query).unwrap()
}

fn ids(work: &Work) -> Vec<CaseId> {
    work.lines.iter().map(|line| line.case.id).collect()
}

#[test]
fn what_waits_stands_by_due_moment_with_what_is_asked() {
    let mut world = World::new();
    let late = world.task("2023-03-31");
    let soon = world.task("2023-03-10");
    let mine = work(&world, "focal-stc", &WorkQuery::default());
    assert_eq!(ids(&mine), [soon, late]);
    let codes = |moves: &[kernel::catalogue::case_type::Move]| -> Vec<String> {
        moves.iter().map(|m| m.code.to_string()).collect()
    };
    assert_eq!(codes(&mine.lines[0].wanted), ["receive"], "a return asks for a reason and is not what is wanted");
    assert_eq!(codes(&mine.lines[0].ready), ["receive"]);
    assert!(mine.statements <= 3);
    assert!(work(&world, "focal-syt", &WorkQuery::default()).lines.is_empty());
    world.step("focal-stc", soon, "receive").unwrap();
    let reported = work(&world, "focal-stc", &WorkQuery::default());
    let line = reported.lines.iter().find(|l| l.case.id == soon).unwrap();
    assert_eq!(
        (codes(&line.wanted), codes(&line.ready)),
        (vec!["begin".into(), "report".into()], vec!["begin".into()])
    );
}

#[test]
fn filters_count_under_each_other() {
    let mut world = World::new();
    world.task("2023-03-03");
    world.task("2023-03-06");
    world.task("2023-03-31");
    world.now = at("2023-03-06T08:00");
    let all = work(&world, "focal-stc", &WorkQuery::default());
    assert_eq!(
        all.whens.iter().map(|(w, n)| (*w, *n)).collect::<Vec<_>>(),
        [(When::Late, 1), (When::Today, 1), (When::Later, 1)]
    );
    assert_eq!((all.types[&Code::from("task")], all.units[&Code::from("stc")]), (3, 3));
    let late = work(&world, "focal-stc", &WorkQuery { when: Some(When::Late), ..WorkQuery::default() });
    assert_eq!((late.count, late.all, late.whens.len()), (Count::Exact(1), Count::Exact(3), 3));
    assert_eq!(late.types[&Code::from("task")], 1);
    let after = late.lines[0].case.id;
    assert_eq!(ids(&all)[0], after);
}

#[test]
fn one_move_on_several_cases_and_each_answer_is_told() {
    let mut world = World::new();
    let (a, b, gone) = (world.task("2023-03-10"), world.task("2023-03-10"), world.task("2023-03-10"));
    world.step("focal-stc", gone, "receive").unwrap();
    let me = viewer(&world, "focal-stc");
    let (key, made) = (Uuid::from_u128(77), Code::from("receive"));
    let cases = [a, b, gone, a, Uuid::nil()];
    let done = world.office.move_many(&me, &cases, &made, key, [3; 16]).unwrap();
    assert_eq!(done.iter().map(|o| o.id).collect::<Vec<_>>(), [a, b, gone, Uuid::nil()]);
    assert!(done[0].result.is_ok() && done[1].result.is_ok());
    assert!(matches!(&done[2].result, Err(Fail::Refused(Refusal::NotFromHere { .. }))), "{:?}", done[2].result);
    assert!(matches!(&done[3].result, Err(Fail::NotFound)));
    let head = world.office.ledger().head().unwrap().next;
    let again = world.office.move_many(&me, &cases, &made, key, [4; 16]).unwrap();
    assert!(again[0].result.as_ref().is_ok_and(|d| d.repeated) && again[2].result.is_err());
    assert_eq!(world.office.ledger().head().unwrap().next, head, "sent twice, done once");
    // Another unit's person may not read them: as if they did not exist.
    let others =
        world.office.move_many(&viewer(&world, "focal-syt"), &[a], &made, Uuid::from_u128(78), [3; 16]).unwrap();
    assert!(others[0].case.is_none() && matches!(&others[0].result, Err(Fail::NotFound)));
}

#[test]
fn the_cover_sees_what_the_absent_holds_and_only_then() {
    let mut world = World::new();
    world.now = at("2023-03-03T08:00");
    let id = world.task("2023-03-31");
    // The unit of the absent leads; the cover is put into another room, which reads all tasks of the Office.
    let holder =
        Assigned { lead: Some("vp-nn".into()), holder: Some("specialist-vp-nn-3".into()), ..Assigned::default() };
    let house = world.office.house();
    let chief = house.org().people.values().find(|p| p.posts.iter().any(|q| *q == *"cvp")).unwrap().code.clone();
    world.act(chief.as_str(), id, Act::Assign(holder)).unwrap();
    let elsewhere = |now: &str| -> Vec<Option<Code>> {
        let mut actor = house.actor("specialist-vp-nn-4", at(now)).unwrap();
        actor.posts.iter_mut().for_each(|post| post.unit = "vp-th".into());
        let me = Viewer::new(actor, world.office.house(), at(now));
        let work = world.office.work(&me, &WorkQuery::default()).unwrap();
        work.lines.iter().filter(|l| l.case.id == id).map(|l| l.on_behalf.clone()).collect()
    };
    assert!(elsewhere("2023-03-03T08:00").is_empty(), "nobody is away yet");
    assert_eq!(elsewhere("2023-03-06T08:00"), [Some(Code::from("specialist-vp-nn-3"))]);
    assert!(elsewhere("2023-03-18T08:00").is_empty(), "back at work");
}
