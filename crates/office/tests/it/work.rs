//! My work: what waits by due moment, filters with exact counts, acts from the list, substitutes.

use kernel::Code;
use kernel::case::command::Assigned;
use kernel::case::{Act, CaseId, Refusal};
use office::Fail;
use office::views::Viewer;
use office::views::register::Count;
use office::views::work::{When, Work, WorkQuery};
use uuid::Uuid;

use super::world::{World, at, new_id};

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

/// More work at one step than any list is read to: what is due first stands first, whatever its step, and counts are whole.
#[test]
fn ten_thousand_cases_of_one_step_hide_nothing_that_is_more_urgent() {
    let mut world = World::new();
    let many = world.task("2023-03-31");
    let urgent = world.task("2023-03-02");
    world.step("focal-stc", urgent, "receive").unwrap();
    world.now = at("2023-03-06T08:00");
    let num = world.office.view_case(&viewer(&world, "focal-stc"), many, false).unwrap().unwrap().num;
    let copy = format!(
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 10100)
         INSERT INTO cases SELECT c.num + n.x * 1000, {new_id}, type, step, title, title_key, folded, number, lead,
           holder, assigner, opened, due, clock, verdict, stopped, closed, published, updated, position, version, batch,
           state, body FROM cases c, n WHERE c.num = {num}",
        new_id = new_id()
    );
    let readers = format!(
        "INSERT INTO may_read SELECT m.subject, m.type, c.num FROM may_read m, cases c WHERE m.num = {num} AND c.num > 1000"
    );
    world
        .office
        .ledger()
        .side(Box::new(move |tx| {
            tx.execute(&copy, &[])?;
            tx.execute(&readers, &[]).map(|_| ())
        }))
        .unwrap();
    let all = work(&world, "focal-stc", &WorkQuery::default());
    assert_eq!((all.lines[0].case.id, all.lines[0].when), (urgent, When::Late));
    assert_eq!((all.all, all.count, all.types[&Code::from("task")]), (Count::Many, Count::Many, 10_102));
    assert_eq!((all.whens[&When::Late], all.whens[&When::Later], all.units[&Code::from("stc")]), (1, 10_101, 10_102));
    let late = WorkQuery { when: Some(When::Late), ..WorkQuery::default() };
    assert_eq!(ids(&work(&world, "focal-stc", &late)), [urgent]);
    // Page by page nothing comes twice.
    let second = work(&world, "focal-stc", &WorkQuery { after: all.next, ..WorkQuery::default() });
    assert_eq!((all.lines.len(), second.lines.len()), (50, 50));
    assert!(second.next > all.next);
    let first = world.office.waiting(&viewer(&world, "focal-stc")).unwrap();
    assert_eq!(
        first.iter().map(|group| (group.count, group.cases.len())).collect::<Vec<_>>(),
        [(Count::Many, 5), (Count::Exact(1), 1)]
    );
}

/// The first page and the list of work say the same, also of what came back to whoever gave it.
#[test]
fn the_first_page_groups_what_the_list_has() {
    let mut world = World::new();
    let (returned, other) = (world.task("2023-03-31"), world.task("2023-03-10"));
    let mut form = kernel::case::MoveForm::new("refuse");
    form.reason = Some("Không đúng thẩm quyền".into());
    world.act("focal-stc", returned, Act::Move(form)).unwrap();
    world.step("focal-stc", other, "receive").unwrap();
    world.incoming();
    let mut found = 0;
    for person in ["specialist-vp-th-1", "focal-stc", "chief", "clerk-1", "chairman"] {
        let groups = world.office.waiting(&viewer(&world, person)).unwrap();
        let mut grouped: Vec<CaseId> = groups.iter().flat_map(|g| &g.cases).map(|case| case.id).collect();
        let mut listed = ids(&work(&world, person, &WorkQuery::default()));
        grouped.sort();
        listed.sort();
        assert_eq!(grouped, listed, "{person}");
        let count = Count::Exact(u64::try_from(listed.len()).unwrap());
        assert_eq!(world.office.work_count(&viewer(&world, person)).unwrap(), count);
        found += listed.len();
        for group in &groups {
            let (case_type, step) = (Some(group.case_type.code.clone()), Some(group.step.code.clone()));
            let held = work(&world, person, &WorkQuery { case_type, step, ..WorkQuery::default() });
            assert_eq!((held.count, held.lines.len()), (group.count, group.cases.len()), "{person}");
        }
    }
    assert!(found >= 3, "{found}");
    let mine = world.office.waiting(&viewer(&world, "specialist-vp-th-1")).unwrap();
    assert!(mine.iter().flat_map(|g| &g.cases).any(|case| case.id == returned), "to be given anew by whoever gave it");
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
