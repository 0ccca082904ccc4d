//! Form II.06a with its invariants, and the table of tasks in their four states.

use kernel::Code;
use kernel::case::{Act, CaseId};
use kernel::catalogue::report::Counted;
use office::reports::{ANNUAL, Asked, Form as Filled, Length, Period, Reckoning, ReportFail};
use proptest::prelude::*;
use testkit::{Form, day, evidence, late};

use super::{World, dossier_form, month, resolve, year};

impl World {
    fn form(&self, code: &str, period: Period) -> Filled {
        self.office.as_of(None).unwrap().form(code, period).unwrap()
    }
}

/// The cells of the sum.
fn sum(form: &Filled) -> Vec<u64> {
    form.sum.cells.iter().map(|c| c.value).collect()
}

/// Each check holds, rows add up to the sum, and each cell opens to as many records as it says.
#[track_caller]
fn sound(world: &World, form: &Filled) {
    for check in &form.checks {
        assert!(check.holds, "{}: {} in {}", check.rule, check.detail, form.period.key());
    }
    for (at, total) in form.sum.cells.iter().enumerate() {
        let rows: u64 = form.rows.iter().filter_map(|row| row.cells.get(at)).map(|c| c.value).sum();
        assert_eq!(rows, total.value, "column {at}");
    }
    for cell in form.rows.iter().chain([&form.sum]).flat_map(|row| &row.cells) {
        let what = cell.url.split_once('?').unwrap().0.rsplit('/').next().unwrap();
        let by = cell.url.contains("&theo=").then_some("Hành chính tư pháp");
        let asked = Asked::parse(what, &form.period.key(), by).unwrap();
        assert_eq!(world.office.as_of(None).unwrap().count(&asked).unwrap(), cell.value, "{}", cell.url);
    }
}

#[test]
fn ii06a_by_field_of_work() {
    let mut world = World::new();
    // March: six are accepted; one is done early, one on the day, one is withdrawn; three are carried over.
    let ids: Vec<CaseId> = (0..6).map(|n| world.dossier(if n < 2 { "online" } else { "counter" })).collect();
    world.on("2023-03-14T08:00").make("handler-stp-1", ids[0], resolve());
    let missing = Form::new("ask_supplement").text("missing_papers", "Bản sao CCCD").reason("Thiếu giấy tờ");
    world.make("handler-stp-1", ids[3], missing);
    world.on("2023-03-15T08:00").make("handler-stp-1", ids[1], resolve());
    world.make("one-stop-1", ids[2], Form::new("withdraw").reason("Công dân có đơn rút"));
    // April: one is done late; one waits for papers; one runs late.
    world.on("2023-04-10T08:00").make("handler-stp-1", ids[4], resolve());
    // (3) (4) (5) (6) (7) (8) (9) (10) (11) (12) (13)
    let march = world.form("ii06a", month(3));
    assert_eq!(sum(&march), [6, 2, 4, 0, 3, 1, 2, 0, 3, 1, 2]);
    let april = world.form("ii06a", month(4));
    assert_eq!(sum(&april), [3, 0, 0, 3, 1, 0, 0, 1, 2, 1, 1]);
    sound(&world, &march);
    sound(&world, &april);
    assert_eq!(march.rows[0].label, "Hành chính tư pháp");
    let text = format!("{:?}", march.prose);
    assert!(text.contains("\"2\"") && text.contains("\"1\""), "the difference to the annual report is printed: {text}");
    assert_eq!((march.form.as_str(), march.head.len(), march.head[2][1].text.as_str()), ("II.06a/VPCP/KSTT", 3, "(3)"));
    assert_eq!(world.counted("dossiers.resolved", month(3)), 2, "without the withdrawn one");
}

#[test]
fn received_after_hours_on_the_last_day_belongs_to_that_day() {
    let mut world = World::new();
    world.on("2023-03-31T17:30").dossier("counter");
    let march = world.form("ii06a", month(3));
    assert_eq!(sum(&march), [1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0], "though its time runs from Monday");
    sound(&world, &march);
}

#[test]
fn entered_late_it_was_received_and_open_before() {
    let mut world = World::new();
    world.on("2023-04-03T08:00").open("one-stop-1", "dossier", dossier_form("counter").received("2023-03-31T09:00"));
    let march = world.form("ii06a", month(3));
    assert_eq!(sum(&march), [1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0]);
    let april = world.form("ii06a", month(4));
    assert_eq!(sum(&april), [1, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0]);
    sound(&world, &march);
    sound(&world, &april);
}

#[test]
fn a_dossier_reopened_later_was_open_in_between() {
    let mut world = World::new();
    let id = world.on("2023-03-28T08:00").dossier("counter");
    world.on("2023-03-30T08:00").make("handler-stp-1", id, resolve());
    let then = world.head();
    world.on("2023-05-04T08:00").make("director-stp", id, Form::new("reopen").reason("Sai họ tên"));
    world.on("2023-05-05T08:00").make("handler-stp-1", id, resolve());
    for (m, cells) in [
        (3, [1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0]),
        (4, [1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1]),
        (5, [1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0]),
    ] {
        let form = world.form("ii06a", month(m));
        assert_eq!(sum(&form), cells, "month {m}");
        sound(&world, &form);
    }
    let before = world.office.as_of(Some(then)).unwrap().form("ii06a", month(3)).unwrap();
    assert_eq!(sum(&before), [1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0], "as of then it was done");
}

/// The shipped catalogue with dossiers that may be without a due date.
fn without_due_dates() -> Vec<(String, String)> {
    let mut files = kernel::shipped::files();
    for (path, text) in &mut files {
        if path == "types/dossier.toml" {
            let changed = text.replace("required = true\nfrom_procedure = true", "given = true\nrequired = false");
            assert_ne!(&changed, text);
            *text = changed;
        }
    }
    files
}

#[test]
fn without_a_due_date_nothing_is_issued() {
    let mut world = World::new();
    let actor = world.actor("chief");
    world.office.adopt(&without_due_dates(), &actor, world.now, [4; 16]).unwrap();
    let open = |world: &mut World| {
        let id = world.open("one-stop-1", "dossier", dossier_form("counter").never_due());
        world.make("one-stop-1", id, Form::new("transfer").lead("stp").holder("handler-stp-1"));
        id
    };
    let id = open(&mut world);
    let form = world.form("ii06a", month(3));
    let broken: Vec<&str> = form.checks.iter().filter(|c| !c.holds).map(|c| c.rule.as_str()).collect();
    assert_eq!(broken, ["(11) = (12) + (13)"]);
    world.make("handler-stp-1", id, resolve());
    let fail = world.office.as_of(None).unwrap().annual(year(2023)).unwrap_err();
    assert!(fail.vi().contains("không có hạn là lỗi, không phải đúng hạn: có 1 hồ sơ như vậy"), "{fail}");
    let head = world.head();
    for code in [ANNUAL, "ii06a"] {
        let fail = world.office.issue(code, year(2023), &actor, world.now, [3; 16]).unwrap_err();
        assert!(matches!(fail, ReportFail::Refused { .. }), "{fail}");
    }
    let said = world.office.issue("ii06a", year(2023), &actor, world.now, [3; 16]).unwrap_err().vi();
    assert!(said.contains("(7) = (8) + (9) + (10): Tổng cộng: 1 ≠ 0 (0 + 0 + 0)"), "both sides are shown: {said}");
    assert_eq!(world.head(), head, "nothing was recorded");
    let list = world.walk(&Asked::of(&Code::from("dossiers.resolved.without_due"), year(2023)), head, 50);
    assert_eq!(list[0].case, id, "the list shows which");
}

#[test]
fn tasks_in_their_four_states_by_unit() {
    let mut world = World::new();
    let assign = |unit: &str| {
        Form::new("assign")
            .text("subject", "Báo cáo")
            .text("authority", "chairman")
            .text("source_kind", "letter")
            .assigner("ct")
            .lead(unit)
    };
    let mut tasks: Vec<CaseId> = Vec::new();
    for due in ["2023-03-10", "2023-03-10", "2023-03-10", "2023-04-28"] {
        tasks.push(world.open("specialist-vp-kt-1", "task", assign("stc").due(due)));
    }
    for _ in 0..2 {
        tasks.push(world.open("specialist-vp-kt-1", "task", assign("stc").never_due()));
    }
    world.open("specialist-vp-kt-1", "task", assign("stp").due("2023-03-31"));
    for id in &tasks {
        world.make("focal-stc", *id, Form::new("receive"));
    }
    let report = |arrived: &str| Form::new("report").text("result", "Đã xong").evidence(evidence(arrived));
    world.on("2023-03-10T16:00").make("focal-stc", tasks[0], report("2023-03-10T15:00"));
    world.on("2023-03-20T08:00").make("focal-stc", tasks[1], report("2023-03-13T08:00"));
    world.make("focal-stc", tasks[4], report("2023-03-17T08:00"));
    // Recorded in April, but the paper is of March: no click decides.
    world.on("2023-04-05T08:00").make("focal-stc", tasks[2], report("2023-03-30T08:00"));
    let table = world.form("tasks", month(3));
    let rows: Vec<(&str, Vec<u64>)> =
        table.rows.iter().map(|r| (r.label.as_str(), r.cells.iter().map(|c| c.value).collect())).collect();
    // total; done on time, late; open in term, late; without a deadline done, open; assigned; on time by late entry
    assert_eq!(
        rows,
        [("Sở Tài chính", vec![6, 1, 2, 1, 0, 1, 1, 6, 0]), ("Sở Tư pháp", vec![1, 0, 0, 1, 0, 0, 0, 1, 0])],
        "due on the last day is in term"
    );
    assert!(table.checks.iter().all(|c| c.holds));
    let april = world.form("tasks", month(4));
    assert_eq!(sum(&april), [3, 0, 0, 1, 1, 0, 1, 0, 0], "looked at on 05/04: what is due on 28/04 is in term");
    assert_eq!(april.looked_at, day("2023-04-05"));
    world.on("2023-05-04T08:00").incoming();
    let april = world.form("tasks", month(4));
    assert_eq!(sum(&april), [3, 0, 0, 0, 2, 0, 1, 0, 0], "what is due on 28/04 and 31/03 has run late");
    let may_begin = Asked {
        parts: vec![Counted::try_from("tasks.open:before".to_owned()).unwrap()],
        period: month(4),
        by: None,
        held: None,
    };
    assert_eq!(world.walk(&may_begin, world.head(), 2).len(), 3);
}

/// Done in term on paper while the system was down: the rate counts the recording, and each report says beside it how
/// many were on time by their late entry.
#[test]
fn on_time_by_late_entry_stands_beside_the_rate() {
    let mut world = World::new();
    let dossier = world.dossier("counter");
    let task = world.task("2023-03-15");
    world.make("focal-stc", task, Form::new("receive"));
    world.on("2023-03-16T09:00");
    let entries = [
        ("one-stop-1", dossier, resolve().late(late("2023-03-15T16:00", "one-stop-2"))),
        (
            "focal-stc",
            task,
            Form::new("report")
                .text("result", "Đã xong")
                .evidence(evidence("2023-03-16T08:30"))
                .late(late("2023-03-15T15:00", "specialist-vp-kt-1")),
        ),
    ];
    for (person, case, command) in entries {
        world.office.act(&world.request(person, Some(case), command)).unwrap();
    }
    let annual = world.annual(year(2023));
    let value = |code: &str| annual.figure(code).map(|f| (f.value, f.records));
    assert_eq!(value("dossiers.on_time"), Some((0, 0)), "no late entry makes the rate better");
    assert_eq!(value("dossiers.on_time.by_late_entry"), Some((1, 1)));
    assert_eq!(value("documents.issued.on_time.by_late_entry"), Some((0, 0)));
    let prose = format!("{:?}", annual.prose);
    assert!(prose.contains("đúng hạn theo ghi bù") && prose.contains("dossiers.on_time.by_late_entry"), "{prose}");
    let ii06a = world.form("ii06a", month(3));
    assert_eq!(sum(&ii06a), [1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0]);
    let beside: Vec<(&str, u64)> = ii06a.figures.iter().map(|f| (f.code.as_str(), f.value)).collect();
    assert!(beside.contains(&("dossiers.on_time.by_late_entry", 1)), "{beside:?}");
    assert!(format!("{:?}", ii06a.prose).contains("dossiers.on_time.by_late_entry"));
    let tasks = world.form("tasks", month(3));
    assert_eq!(sum(&tasks), [1, 0, 1, 0, 0, 0, 0, 1, 1]);
    sound(&world, &ii06a);
    assert!(tasks.checks.iter().all(|c| c.holds));
}

#[test]
fn a_cancelled_task_is_in_no_column() {
    let mut world = World::new();
    let id = world.task("2023-03-10");
    world.on("2023-03-06T08:00").make("chairman", id, Form::new("cancel").reason("Không còn cần"));
    assert_eq!(sum(&world.form("tasks", month(3))), [0, 0, 0, 0, 0, 0, 0, 1, 0]);
}

/// What may happen to a dossier, by a number.
fn step(world: &mut World, id: CaseId, what: u8) {
    let papers = |made: &str| Form::new(made).text("missing_papers", "CCCD").reason("Thiếu");
    let (person, act): (&str, Act) = match what % 10 {
        0 => ("handler-stp-1", Act::Move(resolve().into_move())),
        1 => ("handler-stp-1", Act::Move(papers("ask_supplement").into_move())),
        2 => ("one-stop-1", Act::Move(Form::new("supplemented").into_move())),
        3 => ("director-stp", Act::Move(Form::new("reopen").reason("Sai").into_move())),
        4 => ("one-stop-1", Act::Move(Form::new("withdraw").reason("Rút").into_move())),
        5 => ("handler-stp-1", Act::Move(papers("return_incomplete").into_move())),
        6 => ("director-stp", Act::Move(Form::new("stop").reason("Chờ").into_move())),
        7 => ("director-stp", Act::Move(Form::new("resume_processing").into_move())),
        8 => ("director-stp", Act::Extend { due: day("2023-05-15"), reason: "Chờ".to_owned() }),
        _ => ("one-stop-1", Act::Move(Form::new("hand_over").text("delivery", "counter").into_move())),
    };
    // A refusal is an answer; only what is allowed happens.
    let _answer = world.act(person, id, act);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens to dossiers, on every day each is either open or done: the invariants of II.06a hold for every
    /// period, and a breakdown adds up to its count.
    #[test]
    fn whatever_happens_the_form_adds_up(story in prop::collection::vec((0..4_usize, any::<u8>(), 1..1_500_u32), 10..40)) {
        let mut world = World::new();
        let ids: Vec<CaseId> = (0..4).map(|n| world.dossier(if n % 2 == 0 { "online" } else { "postal" })).collect();
        for (which, what, minutes) in story {
            world.now = kernel::time::Instant(world.now.0 + i64::from(minutes) * 60_000_000);
            step(&mut world, ids[which], what);
        }
        let as_of = world.office.as_of(None).unwrap();
        for reckoning in [Reckoning::Calendar, Reckoning::Decree09] {
            for length in [Length::Month(3), Length::Month(4), Length::Quarter(1), Length::Year] {
                let period = Period::new(2023, length, reckoning).unwrap();
                let form = as_of.form("ii06a", period).unwrap();
                sound(&world, &form);
                for part in ["dossiers.open", "dossiers.resolved", "dossiers.open:in_term"] {
                    let part = Counted::try_from(part.to_owned()).unwrap();
                    let by: u64 = as_of.breakdown(&part, period).unwrap().values().sum();
                    let asked = Asked { parts: vec![part], period, by: None, held: None };
                    prop_assert_eq!(by, as_of.count(&asked).unwrap());
                }
            }
        }
    }
}
