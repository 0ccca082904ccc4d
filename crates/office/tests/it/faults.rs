//! The n-th store call fails, for every n, for every verb: all of the act stands, or none of it.

use kernel::case::batch::Clause;
use kernel::case::command::{Assigned, MoveForm};
use kernel::case::{Act, CaseId, Due, Link, Value};
use office::reports::{ANNUAL, Length, Period, Reckoning};
use office::{Fail, Office, Request};

use super::world::World;

/// Verbs on a task that was received.
fn verbs(world: &mut World, id: CaseId) -> Vec<(&'static str, Request)> {
    let report = world.request("focal-stc", Some(id), Act::Move(MoveForm::new("report")));
    let mut open = MoveForm::new("register");
    for (field, value) in [("agency", "ubnd"), ("subject", "Văn bản thử"), ("sender", "Bộ Y tế")] {
        open = open.with(field, Value::text(value));
    }
    let opening = world.opening("incoming_document", open);
    let attach = |world: &World| {
        let bytes = b"tep".to_vec();
        let sha256 = "0".repeat(64);
        let file = kernel::case::FileRef { sha256, media: "text/plain".into(), bytes: 3, at: world.now };
        let mut request = world.request("focal-stc", Some(id), Act::Attach { file, name: "a.txt".into() });
        request.file = Some(bytes);
        request
    };
    let other = world.incoming().case;
    let extend =
        Act::Extend { due: kernel::time::Date::parse("2023-03-20").unwrap(), reason: "Khối lượng lớn".into() };
    let assigned = Assigned { lead: Some("stc".into()), holder: Some("focal-stc".into()), ..Assigned::default() };
    let subject = |text: &str| ("subject".into(), Value::text(text));
    let correct = Act::Correct {
        field: "subject".into(),
        new: Some(Value::text("Rà soát dự toán")),
        reason: "Ghi nhầm".into(),
        approver: "chief".into(),
    };
    let mut with_proof = report;
    with_proof.proof = Some(office::Proof::Document(other));
    vec![
        ("open and number", world.request("clerk-1", None, opening)),
        ("urge", world.request("specialist-vp-th-1", Some(id), Act::Urge { text: "Đôn đốc".into() })),
        ("remark", world.request("focal-stc", Some(id), Act::Remark { text: "Ý kiến".into() })),
        ("extend", world.request("specialist-vp-th-1", Some(id), extend)),
        ("attach", attach(world)),
        (
            "link",
            world.request(
                "specialist-vp-th-1",
                Some(id),
                Act::Link { link: Link { rule: "source".into(), to: other }, points_to: None },
            ),
        ),
        ("edit", world.request("specialist-vp-th-1", Some(id), Act::SetFields([subject("Rà soát lại")].into()))),
        ("correct", world.request("specialist-vp-th-1", Some(id), correct)),
        ("assign", world.request("focal-stc", Some(id), Act::Assign(assigned))),
        ("report", with_proof),
    ]
}

#[test]
fn all_of_it_or_none_of_it() {
    let faults = ledger::Faults::after(0);
    let mut world = World::with_faults(faults.clone());
    let id = world.task("2023-03-10");
    world.step("focal-stc", id, "receive").unwrap();
    for (name, request) in verbs(&mut world, id) {
        let mut n = 1;
        loop {
            let before = facts_of(&world.office);
            faults.arm(n);
            let outcome = world.office.act(&request);
            faults.arm(0);
            let after = facts_of(&world.office);
            match outcome {
                Err(Fail::Broken(_)) => assert_eq!(before, after, "{name}: call {n} failed and left something"),
                Err(fail) => panic!("{name}: {fail}"),
                Ok(_) => assert_ne!(before, after, "{name}: acknowledged and not there"),
            }
            if after != before {
                break;
            }
            n += 1;
        }
        assert!(n > 3, "{name}: no store call was made to fail");
    }
    let scratch = tempfile::tempdir().unwrap();
    assert!(world.office.replay(scratch.path(), &mut |_| {}).unwrap().is_equal());
}

/// A verb that is no act on one case; whether it was acknowledged.
type HouseVerb = Box<dyn Fn(&World) -> bool>;

/// What the house does besides acts on one case: a clause to several units, a catalogue, an issued report.
fn house_verbs(world: &mut World) -> Vec<(&'static str, HouseVerb)> {
    let mut form = MoveForm::new("assign");
    for (field, value) in [("subject", "Kiểm tra"), ("authority", "ubnd"), ("source_kind", "conclusion")] {
        form = form.with(field, Value::text(value));
    }
    form.due = Due::On(kernel::time::Date::parse("2023-04-03").unwrap());
    let leads = ["stc", "syt"].map(|unit| (world.next_id(), unit.into())).to_vec();
    let clause = Clause { batch: world.next_id(), case_type: "task".into(), form, leads };
    let mut files = kernel::shipped::files();
    files.iter_mut().for_each(|(_, text)| *text = text.replace("name = \"Tiếp nhận\"", "name = \"Nhận việc\""));
    let year = Period::new(2023, Length::Year, Reckoning::Calendar).unwrap();
    vec![
        (
            "clause",
            Box::new(move |world| {
                let request = world.request("specialist-vp-th-1", None, Act::Urge { text: String::new() });
                world.office.assign_clause(&clause, &request).is_ok()
            }),
        ),
        (
            "catalogue",
            Box::new(move |world| world.office.adopt(&files, &world.actor("chief"), world.now, [3; 16]).is_ok()),
        ),
        (
            "report",
            Box::new(move |world| world.office.issue(ANNUAL, year, &world.actor("chief"), world.now, [4; 16]).is_ok()),
        ),
    ]
}

#[test]
fn what_the_house_does_is_whole_too() {
    let faults = ledger::Faults::after(0);
    let mut world = World::with_faults(faults.clone());
    for (name, verb) in house_verbs(&mut world) {
        let mut n = 1;
        loop {
            let before = (facts_of(&world.office), world.office.house().newest);
            faults.arm(n);
            let is_done = verb(&world);
            faults.arm(0);
            let after = (facts_of(&world.office), world.office.house().newest);
            assert_eq!(is_done, before != after, "{name}: call {n}");
            if is_done {
                break;
            }
            n += 1;
            assert!(n < 1_000, "{name}: is never done");
        }
        assert!(n > 3, "{name}: no store call was made to fail");
    }
    let scratch = tempfile::tempdir().unwrap();
    assert!(world.office.replay(scratch.path(), &mut |_| {}).unwrap().is_equal());
}

/// Counts of everything that an act could have left half-done, and the digest of the read tables.
fn facts_of(office: &Office) -> (Vec<i64>, String) {
    let mut reader = office.ledger().reader().unwrap();
    let mut counts = Vec::new();
    for sql in [
        "SELECT count(*) FROM events",
        "SELECT coalesce(sum(version), 0) FROM heads",
        "SELECT coalesce(sum(last), 0) FROM counters",
        "SELECT count(*) FROM files",
        "SELECT next FROM head",
    ] {
        reader
            .query(sql, &[], &mut |row| {
                counts.push(row.int(0)?);
                Ok(())
            })
            .unwrap();
    }
    (counts, ledger::digest(&mut reader, office::schema::READ_TABLES).unwrap())
}
