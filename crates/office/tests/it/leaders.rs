//! What leaders see and do: the dashboard agrees with its lists, urging and conclusions stand whole or not at all.

use kernel::case::batch::Clause;
use kernel::case::command::{Assigned, MoveForm};
use kernel::case::{Act, Due, Refusal, Value};
use kernel::time::Date;
use office::Fail;
use office::papers::overdue_up_to;
use office::reports::Eyes;
use office::reports::dashboard::{Cut, STATES};
use office::urge::Urging;
use office::views::Viewer;

use super::world::{World, at};

fn viewer(world: &World, person: &str) -> Viewer {
    Viewer::new(world.actor(person), world.office.house(), world.now)
}

fn urging(cases: Vec<kernel::case::CaseId>) -> Urging {
    Urging { cases, text: "Đề nghị khẩn trương".to_owned(), letters: true }
}

#[test]
fn every_number_of_the_dashboard_is_that_of_its_list() {
    let mut world = World::new();
    world.task("2023-03-10");
    let late = world.task("2023-03-03");
    world.now = at("2023-03-07T09:00");
    world.act("specialist-vp-th-1", late, Act::remark("Chưa thấy báo cáo")).unwrap();
    let chairman = viewer(&world, "chairman");
    let dashboard = world.office.dashboard(&chairman).unwrap();
    assert_eq!(dashboard.all.now, [0, 0, 1, 1, 0, 0], "{STATES:?}");
    let as_of = world.office.as_of(Some(dashboard.position)).unwrap();
    for cut in [Cut::Unit, Cut::Field, Cut::Source] {
        for (value, counts) in dashboard.rows(cut) {
            for (state, count) in STATES.iter().zip(counts.now) {
                let Some(asked) = dashboard.asked(&[state], Some((cut, value)), dashboard.year) else { continue };
                let listed = as_of.listed(&asked, Eyes::Of(&chairman.actor)).unwrap();
                assert_eq!(listed, count, "{cut:?} {value} {state}");
            }
        }
    }
    assert_eq!(dashboard.rows(Cut::Source).keys().collect::<Vec<_>>(), ["letter"]);
    // Another source's list does not have them.
    let mut asked = dashboard.asked(&[STATES[3]], Some((Cut::Source, "letter")), dashboard.year).unwrap();
    asked.held.as_mut().unwrap().value = "decision".to_owned();
    assert_eq!(as_of.listed(&asked, Eyes::House).unwrap(), 0);
}

#[test]
fn the_dashboard_is_fresh_after_an_act() {
    let mut world = World::new();
    world.task("2023-03-03");
    let before = world.office.dashboard(&viewer(&world, "chairman")).unwrap();
    assert_eq!(before.all.now[2..4], [1, 0]);
    world.task("2023-03-03");
    let after = world.office.dashboard(&viewer(&world, "chairman")).unwrap();
    assert_eq!(after.all.now[2..4], [2, 0]);
    assert_eq!(world.office.due_ahead(&viewer(&world, "chairman"), &"task".into()).unwrap()[2].1, 2);
}

#[test]
fn a_department_counts_only_its_own_tasks() {
    let mut world = World::new();
    world.task("2023-03-10");
    let own = world.office.dashboard(&viewer(&world, "focal-stc")).unwrap();
    let other = world.office.dashboard(&viewer(&world, "focal-sct")).unwrap();
    assert_eq!((own.all.now[2], other.all.now[2]), (1, 0));
}

#[test]
fn urging_stands_on_every_case_once_with_one_letter_for_the_unit() {
    let mut world = World::new();
    let tasks = vec![world.task("2023-03-10"), world.task("2023-03-13")];
    let person = viewer(&world, "specialist-vp-th-1");
    let mut request = world.request("specialist-vp-th-1", None, Act::Urge { text: String::new() });
    request.key = Some(world.next_id());
    let urged = world.office.urge(&person, &urging(tasks.clone()), &request).unwrap();
    assert_eq!((urged.done.len(), urged.letters), (3, 1));
    let again = world.office.urge(&person, &urging(tasks.clone()), &request).unwrap();
    assert!(again.done.iter().all(|done| done.repeated));
    for task in &tasks {
        assert_eq!(world.office.load(*task).unwrap().unwrap().case.tally.urged, 1);
    }
    let letter = world.office.load(urged.done[2].case).unwrap().unwrap().case;
    assert_eq!(letter.links.iter().map(|l| l.to).collect::<Vec<_>>(), tasks);
    assert!(letter.links.iter().all(|l| l.rule == *"urges"));
    assert!(letter.value("subject").unwrap().plain().contains("đôn đốc"));
    assert!(letter.value("content").unwrap().plain().contains("đôn đốc lần 1"));
    assert_eq!(world.count("SELECT count(*) FROM cases WHERE type = 'outgoing_document'"), 1);
}

/// Nghị định 30/2020/NĐ-CP, Điều 13 khoản 4: by order of the Chairman, a letter of the People's Committee.
#[test]
fn the_letter_is_drafted_as_it_is_printed() {
    let mut world = World::new();
    let task = world.task("2023-03-03");
    world.now = at("2023-03-07T09:00");
    for (person, symbol) in [("specialist-vp-kt-1", "UBND-KTTC"), ("deputy-chief-1", "UBND-THKH")] {
        let viewer = viewer(&world, person);
        let mut request = world.request(person, None, Act::Urge { text: String::new() });
        request.key = Some(world.next_id());
        let urged = world.office.urge(&viewer, &urging(vec![task]), &request).unwrap();
        let drafted = world.office.load(urged.done[1].case).unwrap().unwrap().case;
        let said = |field: &str| drafted.value(field).unwrap().plain();
        let of = world.office.house().catalogue().unwrap().types["task"].clone();
        let late = overdue_up_to(&world.office, &viewer, &"task".into(), Some("stc"), 10).unwrap().unwrap();
        let printed = office::papers::urging(&viewer, &of, &late, world.now).unwrap();
        assert_eq!((said("symbol"), said("agency")), (symbol.to_owned(), "ubnd".to_owned()));
        assert_eq!(printed.letterhead.symbol, symbol);
        assert_eq!((printed.letterhead.above.as_str(), printed.letterhead.agency.len()), ("", 2));
        assert_eq!(said("subject"), format!("V/v {}", printed.subject));
        let recipients: Vec<String> = printed.recipients.iter().map(|one| format!("- {one}")).collect();
        assert_eq!(said("recipients"), format!("{}.", recipients.join(";\n")));
        assert!(recipients.last().unwrap().ends_with(symbol.trim_start_matches("UBND-")), "{recipients:?}");
        let signed = printed.signature.unwrap().lines;
        assert_eq!(signed, ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]);
        assert!(said("content").ends_with(&signed.join("\n")));
        let by = "trước ngày 12 tháng 3 năm 2023";
        assert!(said("content").contains(by) && format!("{:?}", printed.body).contains(by));
    }
}

#[test]
fn urging_is_whole_or_nothing() {
    let mut world = World::new();
    let (open, closed) = (world.task("2023-03-10"), world.task("2023-03-10"));
    let mut cancel = MoveForm::new("cancel");
    cancel.reason = Some("Giao nhầm".to_owned());
    world.act("chairman", closed, Act::Move(cancel)).unwrap();
    let request = world.request("specialist-vp-th-1", None, Act::Urge { text: String::new() });
    let person = viewer(&world, "specialist-vp-th-1");
    let fail = world.office.urge(&person, &urging(vec![open, closed]), &request).unwrap_err();
    assert!(matches!(fail, Fail::Refused(Refusal::Closed)), "{fail}");
    assert_eq!(world.office.load(open).unwrap().unwrap().case.tally.urged, 0);
    assert_eq!(world.count("SELECT count(*) FROM cases WHERE type = 'outgoing_document'"), 0);
    // Who may not read a case is told that there is none.
    let stranger = viewer(&world, "focal-sct");
    let request = world.request("focal-sct", None, Act::Urge { text: String::new() });
    assert!(matches!(world.office.urge(&stranger, &urging(vec![open]), &request), Err(Fail::NotFound)));
}

#[test]
fn a_letter_of_many_tasks_fits_and_its_links_hold_them_all() {
    let mut world = World::new();
    let subject = "Rà soát, đề xuất điều chỉnh quy hoạch sử dụng đất và kế hoạch đầu tư công trung hạn của các địa phương \
                   trong tỉnh, báo cáo UBND tỉnh";
    let tasks: Vec<_> = (0..160).map(|_| world.task_about(subject, "2023-03-10")).collect();
    let request = world.request("specialist-vp-th-1", None, Act::Urge { text: String::new() });
    let urged = world.office.urge(&viewer(&world, "specialist-vp-th-1"), &urging(tasks.clone()), &request).unwrap();
    assert_eq!((urged.done.len(), urged.letters), (161, 1));
    let letter = world.office.load(urged.done[160].case).unwrap().unwrap().case;
    assert_eq!(letter.links.len(), 160);
    let content = letter.value("content").unwrap().plain();
    assert!(content.chars().count() <= 20_000);
    let lines = content.lines().filter(|line| line.contains("đôn đốc lần 1")).count();
    assert!(lines > 100 && content.contains(&format!("và {} nhiệm vụ khác", 160 - lines)), "{lines}");
    assert!(content.ends_with("CHÁNH VĂN PHÒNG"));
}

/// The second click arrives when one of the tasks is closed: it was done, and is answered so.
#[test]
fn urging_sent_twice_is_answered_as_done_though_a_case_was_closed_meanwhile() {
    let mut world = World::new();
    let tasks = vec![world.task("2023-03-10"), world.task("2023-03-13")];
    let person = viewer(&world, "specialist-vp-th-1");
    let mut request = world.request("specialist-vp-th-1", None, Act::Urge { text: String::new() });
    request.key = Some(world.next_id());
    world.office.urge(&person, &urging(tasks.clone()), &request).unwrap();
    let mut cancel = MoveForm::new("cancel");
    cancel.reason = Some("Không còn cần".to_owned());
    world.act("chairman", tasks[0], Act::Move(cancel)).unwrap();
    let again = world.office.urge(&person, &urging(tasks.clone()), &request).unwrap();
    assert!(again.done.iter().all(|done| done.repeated) && again.letters == 0);
    request.key = Some(world.next_id());
    let fail = world.office.urge(&person, &urging(tasks), &request).unwrap_err();
    assert!(matches!(fail, Fail::Refused(Refusal::Closed)), "{fail}");
}

fn clause(world: &mut World, units: &[&'static str]) -> Clause {
    let mut form = MoveForm::new("assign")
        .with("subject", Value::text("Rà soát quỹ đất"))
        .with("authority", Value::text("chairman"))
        .with("source_kind", Value::text("conclusion"));
    form.assigned = Some(Assigned::default());
    form.due = Due::On(Date::parse("2023-03-20").unwrap());
    let leads = units.iter().map(|unit| (world.next_id(), (*unit).into())).collect();
    Clause { batch: uuid::Uuid::from_u128(7), case_type: "task".into(), form, leads }
}

#[test]
fn clauses_of_a_meeting_become_tasks_of_one_batch_or_none() {
    let mut world = World::new();
    let clauses = [clause(&mut world, &["stc", "sct"]), clause(&mut world, &["stc"])];
    let mut request = world.request("specialist-vp-th-1", None, Act::Urge { text: String::new() });
    request.key = Some(world.next_id());
    let shown = world.office.preview_clauses(&clauses, &request).unwrap();
    assert_eq!(shown.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    let tasks = "SELECT count(*) FROM cases WHERE type = 'task'";
    assert_eq!(world.count(tasks), 0, "looking gives nothing");
    let twice = [clauses[0].clone(), clause(&mut world, &["sct", "sct"])];
    let (at, fail) = world.office.assign_clauses(&twice, &request).unwrap_err();
    assert!(at == Some(1) && matches!(fail, Fail::Refused(Refusal::UnitTwice { .. })), "{at:?} {fail}");
    assert_eq!(world.count(tasks), 0, "nothing half done");
    assert_eq!(world.office.assign_clauses(&clauses, &request).unwrap().len(), 3);
    world.office.assign_clauses(&clauses, &request).unwrap();
    assert_eq!(world.count(tasks), 3);
    assert_eq!(world.count("SELECT count(DISTINCT batch) FROM cases WHERE type = 'task'"), 1);
    // The same form once more, with a clause that the rules refuse by now: it was done.
    let again = world.office.assign_clauses(&twice, &request).unwrap();
    assert!(again.iter().all(|done| done.repeated), "{again:?}");
}

/// What is overdue is read for paper, which takes only so much.
#[test]
fn what_is_overdue_is_not_gathered_without_end() {
    let mut world = World::new();
    for _ in 0..5 {
        world.task("2023-03-03");
    }
    world.now = at("2023-03-07T09:00");
    let chief = viewer(&world, "deputy-chief-1");
    let up_to = |rows_max: usize| {
        let found = overdue_up_to(&world.office, &chief, &"task".into(), None, rows_max).unwrap().unwrap();
        found.iter().map(|unit| unit.cases.len()).sum::<usize>()
    };
    assert_eq!((up_to(2), up_to(4), up_to(5), up_to(50)), (3, 5, 5, 5));
}
