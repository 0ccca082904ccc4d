//! One act: durable, once, decided anew when somebody was quicker, refused in words.

use kernel::case::batch::Clause;
use kernel::case::command::{Assigned, MoveForm};
use kernel::case::{Act, Due, Link, Refusal, Value};
use kernel::time::Date;
use office::{Fail, Proof, Sole};
use sha2::Digest;

use super::world::World;

#[test]
fn numbers_are_dense_and_told_to_the_clerk() {
    let mut world = World::new();
    let given: Vec<String> = (0..3).flat_map(|_| world.incoming().numbers).collect();
    assert_eq!(given.len(), 3);
    let n: Vec<u32> =
        given.iter().map(|t| t.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()).collect();
    assert_eq!((n[1], n[2]), (n[0] + 1, n[0] + 2));
}

#[test]
fn a_form_sent_twice_acts_once() {
    let mut world = World::new();
    let id = world.task("2023-03-10");
    let mut request = world.request("specialist-vp-th-1", Some(id), Act::Urge { text: "Đề nghị khẩn trương".into() });
    request.key = Some(world.next_id());
    let first = world.office.act(&request).unwrap();
    let again = world.office.act(&request).unwrap();
    assert!(!first.repeated && again.repeated);
    assert_eq!(first.position, again.position);
    assert_eq!(world.office.load(id).unwrap().unwrap().case.tally.urged, 1);
}

/// The second sending finds the case moved on; with its own key the move is refused as the rules say.
#[test]
fn a_move_sent_twice_is_answered_as_done() {
    let mut world = World::new();
    let id = world.task("2023-03-10");
    let mut request = world.request("focal-stc", Some(id), Act::Move(MoveForm::new("receive")));
    request.key = Some(world.next_id());
    let first = world.office.act(&request).unwrap();
    let again = world.office.act(&request).unwrap();
    assert_eq!((again.repeated, again.position), (true, first.position));
    request.key = Some(world.next_id());
    assert!(matches!(world.office.act(&request), Err(Fail::Refused(Refusal::NotFromHere { .. }))));
}

/// Foreseen positions and numbers are wrong as soon as somebody else has written; then nothing is stored.
#[test]
fn an_only_writer_is_told_that_it_is_not_the_only_one() {
    for is_numbered in [false, true] {
        let mut world = World::new();
        let mut sole = Sole::new(&world.office).unwrap();
        let draft = MoveForm::new("register")
            .with("agency", Value::text("ubnd"))
            .with("subject", Value::text("Về việc báo cáo"))
            .with("sender", Value::text("Bộ Tài chính"));
        let opening = world.opening("incoming_document", draft);
        let document = world.request("clerk-1", None, opening);
        let task = world.task("2023-03-10");
        let next = world.office.ledger().head().unwrap().next;
        let remark = world.request("focal-stc", Some(task), Act::remark("Đã đọc"));
        let before = world.office.load(task).unwrap();
        let sent = if is_numbered { sole.submit(None, document) } else { sole.submit(before, remark) };
        assert!(matches!(sent.unwrap().0.wait(), Err(Fail::Broken(_))));
        assert_eq!(world.office.ledger().head().unwrap().next, next);
    }
}

/// As many at once as an act has tries: each may be overtaken by every other, and stands in the end.
#[test]
fn a_remark_of_a_colleague_never_blocks_another_act() {
    let mut world = World::new();
    let id = world.task("2023-03-10");
    let before = world.office.load(id).unwrap().unwrap().case.version;
    let (rounds, people) = (20, ["focal-stc", "specialist-vp-th-1", "focal-stc"]);
    assert_eq!(people.len(), usize::try_from(office::act::TRIES_MAX).unwrap());
    let start = std::sync::Barrier::new(people.len());
    let remark = |person| {
        start.wait();
        world.act(person, id, Act::remark("Đã đọc"))
    };
    let done: Vec<_> = std::thread::scope(|scope| {
        let all = people.map(|person| scope.spawn(move || (0..rounds).map(|_| remark(person)).collect::<Vec<_>>()));
        all.into_iter().flat_map(|one| one.join().unwrap()).collect()
    });
    assert!(done.iter().all(Result::is_ok), "{done:?}");
    let after = world.office.load(id).unwrap().unwrap().case.version;
    assert_eq!(after - before, rounds * 3, "every one of them stands");
}

#[test]
fn refusals_come_back_in_words_and_nothing_happens() {
    let mut world = World::new();
    let id = world.task("2023-03-10");
    let before = world.office.ledger().head().unwrap().next;
    let fail = world.step("clerk-1", id, "receive").unwrap_err();
    assert!(matches!(&fail, Fail::Refused(Refusal::NotAllowed { .. })), "{fail}");
    assert!(fail.vi().contains("không có quyền"));
    assert_eq!(world.office.ledger().head().unwrap().next, before);
    assert!(matches!(world.step("clerk-1", uuid::Uuid::nil(), "receive"), Err(Fail::NotFound)));
}

#[test]
fn a_clause_to_three_units_makes_three_tasks_or_none() {
    let mut world = World::new();
    let mut form = MoveForm::new("assign")
        .with("subject", Value::text("Kiểm tra phòng cháy"))
        .with("authority", Value::text("ubnd"))
        .with("source_kind", Value::text("conclusion"));
    form.due = Due::On(Date::parse("2023-04-03").unwrap());
    form.assigned = Some(Assigned::default());
    let batch = world.next_id();
    let units = ["stc", "syt", "stp"];
    let leads = units.iter().map(|u| (world.next_id(), kernel::Code::from(*u))).collect();
    let mut clause = Clause { batch, case_type: "task".into(), form, leads };
    let request = world.request("specialist-vp-th-1", None, Act::Urge { text: String::new() });
    let done = world.office.assign_clause(&clause, &request).unwrap();
    assert_eq!(done.len(), 3);
    assert_eq!(world.count("SELECT count(*) FROM facts WHERE indicator = 'tasks.assigned'"), 3);
    clause.leads = units.iter().chain(&["stc"]).map(|u| (world.next_id(), kernel::Code::from(*u))).collect();
    let fail = world.office.assign_clause(&clause, &request).unwrap_err();
    assert!(matches!(fail, Fail::Refused(Refusal::UnitTwice { .. })));
    assert_eq!(world.count("SELECT count(*) FROM cases"), 3);
}

#[test]
fn evidence_is_gathered_from_the_ledger() {
    let mut world = World::new();
    let task = world.task("2023-03-10");
    world.step("focal-stc", task, "receive").unwrap();
    let report = Act::Move(MoveForm::new("report"));
    let refused = world.act("focal-stc", task, report.clone()).unwrap_err();
    assert!(matches!(refused, Fail::Refused(Refusal::EvidenceNeeded)));
    let document = world.incoming().case;
    let mut request = world.request("focal-stc", Some(task), report);
    request.proof = Some(Proof::Document(document));
    world.office.act(&request).unwrap();
    let case = world.office.load(task).unwrap().unwrap().case;
    assert_eq!(case.evidence.unwrap().document, Some(document));
    assert_eq!(case.clock.unwrap().stopped_at(), Some(world.now));
}

#[test]
fn a_link_points_only_to_types_that_its_rule_names() {
    let mut world = World::new();
    let (task, other, document) = (world.task("2023-03-10"), world.task("2023-03-11"), world.incoming().case);
    // What the caller says of the type does not count; the ledger knows.
    let link = |to, said: Option<&'static str>| Act::Link {
        link: Link { rule: "source".into(), to },
        points_to: said.map(Into::into),
    };
    let before = world.office.ledger().head().unwrap().next;
    let fail = world.act("specialist-vp-th-1", task, link(other, Some("incoming_document"))).unwrap_err();
    assert!(matches!(&fail, Fail::Refused(Refusal::LinkToWrongType { .. })), "{fail}");
    assert!(fail.vi().contains("chỉ liên kết tới: văn bản đi, văn bản đến"), "{fail}");
    assert!(fail.en().contains("links only to"), "{fail}");
    let nowhere = world.act("specialist-vp-th-1", task, link(uuid::Uuid::nil(), Some("incoming_document")));
    assert!(matches!(nowhere, Err(Fail::Refused(Refusal::LinkNotAllowed { .. }))));
    assert_eq!(world.office.ledger().head().unwrap().next, before, "nothing was stored");
    world.act("specialist-vp-th-1", task, link(document, None)).unwrap();
}

#[test]
fn a_file_is_kept_once_under_the_hash_of_its_bytes() {
    let mut world = World::new();
    let id = world.task("2023-03-10");
    let bytes = b"%PDF-1.7 thu".to_vec();
    let sha256: [u8; 32] = sha2::Sha256::digest(&bytes).into();
    let hex: String = sha256.iter().map(|b| format!("{b:02x}")).collect();
    let file = kernel::case::FileRef { sha256: hex, media: "application/pdf".into(), bytes: 12, at: world.now };
    for name in ["a.pdf", "b.pdf"] {
        let act = Act::Attach { file: file.clone(), name: name.into() };
        let mut request = world.request("specialist-vp-th-1", Some(id), act);
        request.file = Some(bytes.clone());
        world.office.act(&request).unwrap();
    }
    assert_eq!(world.count("SELECT count(*) FROM files"), 1);
    assert_eq!(world.office.load(id).unwrap().unwrap().case.files.len(), 2);
}

#[test]
fn the_salts_of_equal_bodies_differ() {
    let mut world = World::new();
    world.task("2023-03-10");
    world.task("2023-03-10");
    assert_eq!(world.count("SELECT count(*) - count(DISTINCT body) FROM events"), 0);
}
