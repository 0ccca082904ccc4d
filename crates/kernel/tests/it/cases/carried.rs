//! The opening balance (số dư đầu kỳ): what is carried over stands where it stood, counts nowhere as new, and goes on.

use kernel::case::command::Assigned;
use kernel::case::{Act, CarryOver, CaseId, Command, Due, Refusal, Value};
use kernel::catalogue::standing::{Ticking, standings};
use testkit::{Form, World, at, day, evidence};

pub(super) fn dossier(world: &mut World) -> CarryOver {
    let fields = [
        ("procedure", "2.000488"),
        ("subject", "Cấp Phiếu lý lịch tư pháp"),
        ("channel", "counter"),
        ("unit_code", "H56.14"),
        ("field_of_work", "Hành chính tư pháp"),
    ];
    CarryOver {
        id: world.next_id(),
        case_type: "dossier".into(),
        step: "processing".into(),
        fields: fields.into_iter().map(|(code, text)| (code.into(), Value::text(text))).collect(),
        assigned: Some(Assigned {
            lead: Some("stp".into()),
            holder: Some("handler-stp-1".into()),
            ..Assigned::default()
        }),
        register: "Sổ hồ sơ 2023".to_owned(),
        number: "H56.14-230220-0007".to_owned(),
        on: day("2023-03-01"),
        received: at("2023-02-20T09:00"),
        due: Due::On(day("2023-03-08")),
        first_due: None,
        paused_since: None,
        paused_by: None,
        stopped_at: None,
        source: "Số dư đầu kỳ, theo Sổ hồ sơ 2023".to_owned(),
        reason: "Chuyển hệ thống theo Quyết định 12".to_owned(),
        witness: "one-stop-2".into(),
    }
}

pub(super) fn carry(world: &mut World, person: &str, asked: CarryOver) -> Result<CaseId, Refusal> {
    let id = asked.id;
    let plan = world.decide(None, person, &Command::from(Act::CarryOver(Box::new(asked))))?;
    world.commit(&plan);
    Ok(id)
}

fn carried(world: &mut World, change: impl FnOnce(&mut CarryOver)) -> CaseId {
    let mut asked = dossier(world);
    change(&mut asked);
    carry(world, "one-stop-1", asked).unwrap()
}

fn counts(world: &World, id: CaseId) -> [usize; 5] {
    let received = ["dossiers.received.direct", "dossiers.received.online"];
    let received = received.iter().map(|code| world.counted(id, code)).sum();
    let counted = |code| world.counted(id, code);
    [
        received,
        counted("dossiers.carried_over"),
        counted("dossiers.open"),
        counted("dossiers.resolved"),
        counted("dossiers.on_time"),
    ]
}

#[test]
fn a_running_dossier_goes_on_with_the_due_moment_as_given() {
    let mut world = World::shipped();
    let id = carried(&mut world, |_| {});
    assert_eq!(world.kinds(id), ["carried_over"]);
    let case = world.case(id);
    assert_eq!((case.opened, case.step.as_str()), (world.now(), "processing"), "nothing is backdated");
    assert!(case.entered.is_empty() && case.numbers.is_empty() && case.made.is_empty());
    let clock = case.clock.as_ref().unwrap();
    assert_eq!(clock.received, at("2023-02-20T09:00"));
    assert_eq!(world.due(id), "2023-03-08T17:00:00");
    let why = clock.explain(world.calendar()).unwrap();
    assert_eq!(why.steps[0].basis, "Số dư đầu kỳ, theo Sổ hồ sơ 2023");
    assert_eq!(counts(&world, id), [0, 1, 1, 0, 0]);
    assert_eq!(case.spans[0].from, at("2023-03-01T00:00"), "it is open here from the balance day on");

    let missing = Form::new("ask_supplement").text("missing_papers", "CCCD").reason("Thiếu");
    world.at("2023-03-02T08:00").act(id, "handler-stp-1", missing).unwrap();
    world.at("2023-03-06T08:00").act(id, "handler-stp-1", Form::new("supplemented")).unwrap();
    assert_eq!(world.due(id), "2023-03-10T17:00:00", "two working days were paused");
    world.at("2023-03-10T09:00").act(id, "handler-stp-1", Form::new("resolve").text("outcome", "granted")).unwrap();
    assert_eq!(counts(&world, id), [0, 1, 3, 1, 1], "it was received before and is resolved here");
    world.act(id, "one-stop-1", Form::new("hand_over")).unwrap();
    assert!(world.case(id).is_closed());
}

/// A return for completion begins the limit of the procedure anew, though the due moment was given.
#[test]
fn a_return_counts_the_limit_anew() {
    let mut world = World::shipped();
    let id = carried(&mut world, |asked| asked.received = at("2023-02-28T09:00"));
    let back = Form::new("return_incomplete").text("missing_papers", "CCCD").reason("Chưa đủ điều kiện");
    world.at("2023-03-02T08:00").act(id, "handler-stp-1", back).unwrap();
    world.at("2023-03-06T08:00").act(id, "handler-stp-1", Form::new("supplemented")).unwrap();
    assert_eq!(world.due(id), "2023-03-20T08:00:00", "ten working days from there");
    let clock = world.case(id).clock.clone().unwrap();
    assert!(clock.explain(world.calendar()).unwrap().steps.len() > 1);
    assert_eq!(clock.recompute(world.calendar(), world.now(), "x").unwrap(), None);
}

#[test]
fn paused_moved_stopped_and_not_started_stand_as_they_stood() {
    let mut world = World::shipped();
    let paused = carried(&mut world, |asked| {
        asked.step = "supplement".into();
        asked.paused_since = Some(at("2023-02-27T08:00"));
        asked.paused_by = Some("ask_supplement".into());
    });
    world.at("2023-03-02T08:00").act(paused, "handler-stp-1", Form::new("supplemented")).unwrap();
    assert_eq!(world.due(paused), "2023-03-13T17:00:00", "three working days, two of them in the old books");

    let moved = carried(&mut world, |asked| asked.first_due = Some(day("2023-03-06")));
    assert_eq!(world.case(moved).clock.as_ref().unwrap().first_due, Some(at("2023-03-06T17:00")));
    let again = Act::Extend { due: day("2023-03-20"), reason: "Chờ ý kiến".to_owned() };
    assert_eq!(world.act(moved, "director-stp", again).unwrap_err().rule(), "clock", "once is all there is");

    let done = carried(&mut world, |asked| {
        asked.step = "resolved".into();
        asked.stopped_at = Some(at("2023-02-28T15:00"));
    });
    assert_eq!(counts(&world, done), [0, 0, 0, 0, 0], "it was resolved in the old books");
    assert_eq!(world.verdict(done), "early");
    world.act(done, "director-stp", Form::new("reopen").reason("Sai họ tên")).unwrap();
    world.at("2023-03-03T09:00").act(done, "handler-stp-1", Form::new("resolve").text("outcome", "granted")).unwrap();
    assert_eq!(counts(&world, done), [0, 1, 1, 1, 1], "reopened, it is open work of the old books after all");

    let online = carried(&mut world, |asked| {
        asked.step = "registered".into();
        asked.due = Due::ByRule;
        asked.assigned = None;
    });
    assert_eq!(counts(&world, online), [0; 5]);
    world.act(online, "one-stop-1", Form::new("accept")).unwrap();
    assert_eq!(counts(&world, online), [1, 0, 1, 0, 0], "accepted here, it is received here");
}

/// A dossier that waits for papers goes on by the law under which it was sent back, and is sent back so only once.
#[test]
fn a_carried_pause_goes_on_by_its_own_law() {
    let mut world = World::shipped();
    let mut waiting = |step: &str, by: &str| {
        let id = carried(world.at("2023-03-01T08:00"), |asked| {
            asked.received = at("2023-02-24T09:00");
            asked.step = testkit_code(step);
            asked.paused_since = Some(at("2023-02-27T08:00"));
            asked.paused_by = Some(testkit_code(by));
        });
        assert_eq!(world.case(id).made.get(by), Some(&1));
        let on = if step == "stopped" { "resume_processing" } else { "supplemented" };
        world
            .at("2023-03-02T08:00")
            .act(id, if step == "stopped" { "director-stp" } else { "handler-stp-1" }, Form::new(on))
            .unwrap();
        let again = Form::new(by).text("missing_papers", "CCCD").reason("Thiếu");
        let again = world.act(id, "handler-stp-1", again).err().map(|refusal| refusal.rule());
        (world.due(id), again)
    };
    assert_eq!(waiting("supplement", "ask_supplement"), ("2023-03-13T17:00:00".to_owned(), Some("too_often")));
    assert_eq!(waiting("supplement", "return_incomplete"), ("2023-03-16T08:00:00".to_owned(), Some("too_often")));
    assert_eq!(waiting("stopped", "return_incomplete"), ("2023-03-16T08:00:00".to_owned(), Some("too_often")));

    // Only one move leads to the payment, so nothing need be said of it.
    let id = carried(world.at("2023-03-01T08:00"), |asked| {
        asked.step = "payment".into();
        asked.paused_since = Some(at("2023-02-27T08:00"));
    });
    assert_eq!(world.case(id).carried.as_ref().unwrap().paused_by, Some("ask_payment".into()));
    // What stands for all rows of a sheet means nothing where the clock runs.
    let id = carried(&mut world, |asked| asked.paused_by = Some("ask_supplement".into()));
    assert_eq!((world.case(id).carried.as_ref().unwrap().paused_by.as_ref(), world.case(id).made.len()), (None, 0));
}

#[test]
fn a_task_counts_as_done_but_never_as_assigned() {
    let mut world = World::shipped();
    let mut asked = dossier(&mut world);
    asked.case_type = "task".into();
    asked.step = "in_progress".into();
    asked.fields = [("subject", "Rà soát"), ("authority", "chairman"), ("source_kind", "letter")]
        .into_iter()
        .map(|(code, text)| (code.into(), Value::text(text)))
        .collect();
    asked.assigned = None;
    asked.due = Due::ByRule;
    asked.witness = "deputy-chief-1".into();
    let without = carry(&mut world, "specialist-vp-th-1", asked.clone()).unwrap_err();
    assert_eq!(without.rule(), "lead_needed", "no way leads to this step without a lead unit");
    asked.assigned = Some(Assigned { lead: Some("stc".into()), assigner: Some("ct".into()), ..Assigned::default() });
    let id = carry(&mut world, "specialist-vp-th-1", asked).unwrap();
    let figures = |world: &World| {
        ["tasks.assigned", "tasks.no_deadline", "tasks.open", "tasks.done.no_deadline"].map(|c| world.counted(id, c))
    };
    assert_eq!(figures(&world), [0, 0, 1, 0], "a task without a due date is one without, never in term");
    world.at("2023-03-03T09:00");
    world.act(id, "focal-stc", Form::new("report").evidence(evidence("2023-03-03T08:00"))).unwrap();
    assert_eq!(figures(&world), [0, 0, 1, 1]);
}

/// What makes a sound row unsound.
type Change = fn(&mut CarryOver);

#[test]
fn what_cannot_have_stood_so_is_refused_and_says_where() {
    let mut world = World::shipped();
    let cases: [(&str, Change); 18] = [
        ("@on", |c| c.on = day("2023-03-02")),
        ("@received", |c| c.received = at("2023-03-01T00:00")),
        ("@step", |c| c.step = "returned".into()),
        ("unknown", |c| c.step = "nowhere".into()),
        ("@number", |c| c.number = String::new()),
        ("@register", |c| c.register = "s".repeat(201)),
        ("missing", |c| drop(c.fields.remove("channel"))),
        ("bad_value", |c| drop(c.fields.insert("procedure".into(), Value::text("9.999999")))),
        ("not_in_office", |c| c.assigned = Some(Assigned { lead: Some("nowhere".into()), ..Assigned::default() })),
        ("due_needed", |c| c.due = Due::ByRule),
        ("@due", |c| c.due = Due::On(day("2023-02-17"))),
        ("@first_due", |c| c.first_due = Some(day("2023-03-09"))),
        ("@paused_since", |c| c.step = "supplement".into()),
        ("@paused_by", |c| (c.step, c.paused_since) = ("supplement".into(), Some(at("2023-02-27T08:00")))),
        ("@paused_by", |c| {
            (c.step, c.paused_since) = ("supplement".into(), Some(at("2023-02-27T08:00")));
            c.paused_by = Some("ask_payment".into());
        }),
        ("@paused_since", |c| c.paused_since = Some(at("2023-02-21T00:00"))),
        ("@stopped", |c| c.step = "resolved".into()),
        ("reason_needed", |c| c.reason = " ".to_owned()),
    ];
    for (wanted, change) in cases {
        let mut asked = dossier(&mut world);
        change(&mut asked);
        let refusal = carry(&mut world, "one-stop-1", asked).unwrap_err();
        let said = if let Refusal::NotCarried { part, .. } = &refusal { part } else { refusal.rule() };
        assert_eq!(said, wanted, "{refusal:?}");
        assert!(!refusal.vi().is_empty() && !refusal.en().is_empty());
    }
    for (person, witness, rule) in [
        ("one-stop-1", "one-stop-1", "second_person_needed"),
        ("one-stop-1", "nobody", "not_in_office"),
        ("handler-stp-1", "one-stop-2", "not_allowed"),
    ] {
        let asked = CarryOver { witness: testkit_code(witness), ..dossier(&mut world) };
        assert_eq!(carry(&mut world, person, asked).unwrap_err().rule(), rule);
    }
    let mut notice = dossier(&mut world);
    notice.case_type = "public_notice".into();
    notice.witness = "editor-2".into();
    let refusal = carry(&mut world, "editor-1", notice).unwrap_err();
    assert!(matches!(refusal.rule(), "not_carried" | "not_allowed"), "{refusal:?}");
}

fn testkit_code(text: &str) -> kernel::Code {
    kernel::Code::parse(text).unwrap()
}

/// Every step of every shipped type can be stood in, and a terminal one by somebody whose clock does not run.
#[test]
fn every_step_can_be_reached() {
    let world = World::shipped();
    for case_type in world.catalogue().types.values() {
        for step in &case_type.steps {
            let ways = standings(case_type, &step.code);
            assert!(!ways.is_empty(), "{} {}", case_type.code, step.code);
        }
    }
    let clocks = |step: &str| {
        let ways = standings(&world.catalogue().types["dossier"], &testkit_code(step));
        ways.into_iter().map(|way| way.clock).collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>()
    };
    assert_eq!(clocks("registered"), [Ticking::NotStarted]);
    assert_eq!(clocks("processing"), [Ticking::Running]);
    assert_eq!(clocks("stopped"), [Ticking::Paused]);
    assert_eq!(clocks("resolved"), [Ticking::Stopped]);
}
