//! The task's course (Quyết định 42/2014/QĐ-TTg): given, received or returned, done, reported with evidence, confirmed.

use kernel::case::command::Assigned;
use kernel::case::evidence::Evidence;
use kernel::case::{Act, CaseId};
use testkit::{Form, World, at, day, evidence};

use super::{refused, refused_by, task, task_form};

/// A task at work: given on 2023-03-01, received and begun the same day.
fn at_work(world: &mut World) -> CaseId {
    let id = task(world);
    world.act(id, "focal-stc", Form::new("receive")).unwrap();
    world.act(id, "focal-stc", Form::new("begin")).unwrap();
    id
}

fn report(evidence: Evidence) -> Form {
    Form::new("report").text("result", "Đã giải ngân").evidence(evidence)
}

#[test]
fn given_received_begun_reported_confirmed() {
    let mut world = World::shipped();
    let id = at_work(&mut world);
    assert_eq!(world.due(id), "2023-03-10T17:00:00");
    assert_eq!(world.counted(id, "tasks.assigned"), 1);
    assert_eq!(world.counted(id, "tasks.no_deadline"), 0);
    world.at("2023-03-09T10:00").act(id, "handler-stc-1", report(evidence("2023-03-09T09:00"))).unwrap();
    assert_eq!((world.step(id), world.verdict(id).as_str()), ("reported", "early"));
    world.at("2023-03-13T08:00").act(id, "specialist-vp-kt-1", Form::new("confirm")).unwrap();
    assert_eq!(world.step(id), "done");
    assert!(world.case(id).is_closed());
    assert_eq!(world.counted(id, "tasks.done.on_time"), 1);
    assert_eq!(world.counted(id, "tasks.done.late"), 0);
    assert_eq!(
        world.kinds(id),
        ["opened", "assigned", "clock_started", "moved", "moved", "moved", "clock_stopped", "closed"]
    );
}

/// Not our competence: returned with a reason, given to another unit, still one task by the same authority.
#[test]
fn returned_and_given_anew_is_one_task() {
    let mut world = World::shipped();
    let id = task(&mut world);
    refused_by(world.act(id, "focal-stc", Form::new("refuse")), "reason_needed");
    world.act(id, "focal-stc", Form::new("refuse").reason("Thuộc Sở Kế hoạch và Đầu tư")).unwrap();
    assert_eq!(world.step(id), "refused");
    world.act(id, "deputy-chief-2", Form::new("reassign").lead("skhdt").coop("stc")).unwrap();
    let case = world.case(id);
    assert_eq!((case.lead.as_ref().unwrap().as_str(), case.coop.len()), ("skhdt", 1));
    assert_eq!(case.assigner.as_ref().unwrap().as_str(), "ct", "the authority stays the Chairman's");
    assert_eq!(world.counted(id, "tasks.assigned"), 1);
    assert_eq!(world.due(id), "2023-03-10T17:00:00", "returning does not win time");
    refused_by(world.act(id, "focal-stc", Form::new("receive")), "not_allowed");
    world.act(id, "focal-skhdt", Form::new("receive")).unwrap();
}

#[test]
fn a_returned_report_runs_on_as_if_it_had_not_been() {
    let mut world = World::shipped();
    let id = at_work(&mut world);
    world.at("2023-03-09T10:00").act(id, "focal-stc", report(evidence("2023-03-09T09:00"))).unwrap();
    world.at("2023-03-10T08:00");
    refused_by(world.act(id, "specialist-vp-kt-1", Form::new("return_report")), "reason_needed");
    world.act(id, "specialist-vp-kt-1", Form::new("return_report").reason("Thiếu số liệu vốn ODA")).unwrap();
    assert_eq!((world.step(id), world.verdict(id).as_str()), ("in_progress", "running"));
    assert_eq!(world.due(id), "2023-03-10T17:00:00");
    world.at("2023-03-14T10:00").act(id, "focal-stc", report(evidence("2023-03-14T09:00"))).unwrap();
    assert_eq!(world.verdict(id), "late", "only the last report counts");
    assert_eq!(world.counted(id, "tasks.done.late"), 1);
}

/// No click decides: the document's number, else its signature, else its arrival.
#[test]
fn done_on_the_day_of_the_evidence() {
    let days = [
        (Some("2023-03-10T16:00"), Some("2023-03-12T08:00"), "on_time", "2023-03-10T16:00:00"),
        (None, Some("2023-03-09T08:00"), "early", "2023-03-09T08:00:00"),
        (None, None, "late", "2023-03-13T07:30:00"),
        // A date after the report cannot be: the report is the bound.
        (Some("2023-04-01T08:00"), None, "late", "2023-03-13T08:00:00"),
        (Some("2023-03-01T08:00"), None, "early", "2023-03-01T08:00:00"),
    ];
    for (issued, signed, verdict, stopped) in days {
        let mut world = World::shipped();
        let id = at_work(&mut world);
        let mut paper = evidence("2023-03-13T07:30");
        paper.issued = issued.map(at);
        paper.signed = signed.map(at);
        world.at("2023-03-13T08:00").act(id, "focal-stc", report(paper.clone())).unwrap();
        let clock = world.case(id).clock.as_ref().unwrap();
        assert_eq!(clock.stopped_at().unwrap().print_iso(), stopped);
        assert_eq!(world.verdict(id), verdict);
        assert_eq!(world.case(id).evidence.as_ref(), Some(&paper));
    }
}

/// A paper from before the task proves nothing of it.
#[test]
fn evidence_older_than_the_task_is_refused() {
    let mut world = World::shipped();
    let id = at_work(&mut world);
    let mut paper = evidence("2023-03-09T07:30");
    paper.issued = Some(at("2022-04-01T08:00"));
    refused(
        world.at("2023-03-09T08:00").act(id, "focal-stc", report(paper)),
        "evidence_too_old",
        "Văn bản chứng minh có từ 01/04/2022 08:00, trước khi giao việc (01/03/2023 08:00). Xin gắn văn bản khác.",
    );
    refused_by(world.act(id, "focal-stc", report(evidence("2023-03-01T07:59"))), "evidence_too_old");
    assert_eq!(world.verdict(id), "running");
}

#[test]
fn without_evidence_no_report() {
    let mut world = World::shipped();
    let id = at_work(&mut world);
    refused(
        world.act(id, "focal-stc", Form::new("report")),
        "evidence_needed",
        "Xin gắn văn bản chứng minh kết quả trước khi báo cáo.",
    );
}

/// Gia hạn by the assigner only; the first due date is kept, and what is counted is the one in force.
#[test]
fn the_assigner_alone_extends() {
    let mut world = World::shipped();
    let id = at_work(&mut world);
    let later = |to: &str| Act::Extend { due: day(to), reason: "Chờ Bộ Tài chính hướng dẫn".to_owned() };
    for somebody in ["focal-stc", "director-stc", "specialist-vp-kt-1", "deputy-chief-2", "vice-chairman-1"] {
        refused_by(world.act(id, somebody, later("2023-03-20")), "not_allowed");
    }
    world.at("2023-03-08T09:00").act(id, "chairman", later("2023-03-18")).unwrap();
    assert_eq!(world.due(id), "2023-03-20T17:00:00", "the 18th is a Saturday");
    let clock = world.case(id).clock.clone().unwrap();
    assert_eq!(clock.first_due.unwrap().print_iso(), "2023-03-10T17:00:00");
    refused(world.act(id, "chairman", later("2023-03-20")), "clock", "Hạn mới phải sau hạn hiện tại 20/03/2023 17:00.");
    world.act(id, "chairman", later("2023-03-21")).unwrap();
    world.act(id, "chairman", later("2023-03-22")).unwrap();
    refused_by(world.act(id, "chairman", later("2023-03-23")), "clock");
    let refusal = world.act(id, "chairman", Act::Extend { due: day("2023-03-24"), reason: " ".to_owned() });
    refused(refusal, "reason_needed", "Xin ghi lý do khi “gia hạn”.");
    let case = world.case(id);
    assert_eq!(case.clock.as_ref().unwrap().first_due.unwrap().print_iso(), "2023-03-10T17:00:00");
    assert_eq!(case.spans.iter().filter(|s| s.to.is_none()).count(), 1);
    assert_eq!(world.counted(id, "tasks.open"), 2, "due dates in force over midnight: the first and the last");
}

/// Whoever hands a task on inside the unit does not become its assigner, and so cannot extend it.
#[test]
fn the_unit_hands_it_on_inside_and_no_further() {
    let mut world = World::shipped();
    let id = at_work(&mut world);
    let to = |lead: &str, assigner: Option<&str>| {
        Act::Assign(Assigned {
            lead: Some(lead.parse_code()),
            coop: Vec::new(),
            holder: Some("handler-stc-2".parse_code()),
            assigner: assigner.map(ParseCode::parse_code),
        })
    };
    world.act(id, "focal-stc", to("stc", None)).unwrap();
    assert_eq!(world.case(id).assigner.as_ref().unwrap().as_str(), "ct");
    assert_eq!(world.case(id).holder.as_ref().unwrap().as_str(), "handler-stc-2");
    let extend = Act::Extend { due: day("2023-04-03"), reason: "x".to_owned() };
    refused_by(world.act(id, "focal-stc", extend), "not_allowed");
    refused_by(world.act(id, "focal-stc", to("skhdt", None)), "not_allowed");
    refused_by(world.act(id, "focal-stc", to("stc", Some("stc.dm"))), "not_allowed");
    let with = Assigned { lead: Some("stc".into()), coop: vec!["snv".into()], ..Assigned::default() };
    refused_by(world.act(id, "focal-stc", Act::Assign(with)), "not_allowed");
    refused_by(world.act(id, "handler-stc-2", to("stc", None)), "not_allowed");
    let outside = Assigned { lead: Some("stc".into()), holder: Some("handler-stp-1".into()), ..Assigned::default() };
    refused_by(world.act(id, "focal-stc", Act::Assign(outside.clone())), "holder_elsewhere");
    refused_by(world.act(id, "deputy-chief-1", Act::Assign(outside)), "holder_elsewhere");
    world.act(id, "handler-stc-2", Form::new("report").evidence(evidence("2023-03-01T08:00"))).unwrap();
}

/// A unit that was merged away leaves its tasks behind: the Office hands them to the one that took over.
#[test]
fn a_task_outlives_its_unit() {
    let mut world = World::shipped();
    let id = world.at("2024-12-30T08:00").open("chairman", "task", task_form().lead("h405").due("2025-01-17")).unwrap();
    world.act(id, "focal-h405", Form::new("receive")).unwrap();
    world.at("2025-01-02T08:00");
    assert!(world.find_actor("focal-h405").is_none());
    let to = |unit: &str| Act::Assign(Assigned { lead: Some(unit.parse_code()), ..Assigned::default() });
    refused_by(world.act(id, "deputy-chief-1", to("h405")), "not_in_office");
    let next = world.catalogue().org.in_force("h405", world.now().date()).unwrap().code.clone();
    world.act(id, "deputy-chief-1", to(next.as_str())).unwrap();
    world.act(id, "focal-h380", Form::new("begin")).unwrap();
    assert_eq!((world.counted(id, "tasks.assigned"), world.due(id).as_str()), (1, "2025-01-17T17:00:00"));
}

/// Không thời hạn is a state of its own, done or not: never "trong hạn", never on time, never late.
#[test]
fn without_a_deadline_it_is_never_in_time() {
    let mut world = World::shipped();
    let id = world.open("chairman", "task", task_form().lead("stc").never_due()).unwrap();
    assert_eq!((world.due(id).as_str(), world.verdict(id).as_str()), ("never", "no_deadline"));
    assert_eq!(world.counted(id, "tasks.no_deadline"), 1);
    world.act(id, "focal-stc", Form::new("receive")).unwrap();
    world.at("2025-06-02T10:00").act(id, "focal-stc", report(evidence("2025-06-02T09:00"))).unwrap();
    assert_eq!(world.verdict(id), "no_deadline");
    let counted = |indicator: &str| world.counted(id, indicator);
    assert_eq!(
        (counted("tasks.done.no_deadline"), counted("tasks.done.on_time"), counted("tasks.done.late")),
        (1, 0, 0)
    );
    let extend = Act::Extend { due: day("2025-07-01"), reason: "x".to_owned() };
    refused_by(world.act(id, "chairman", extend), "clock");
}

/// A task that the form leaves without a date is không thời hạn too: nothing is invented.
#[test]
fn no_date_given_is_no_deadline() {
    let mut world = World::shipped();
    let form = Form::new("assign").text("subject", "x").text("authority", "ubnd").text("source_kind", "direct");
    let id = world.open("chief", "task", form.lead("stc")).unwrap();
    assert_eq!(world.due(id), "never");
}

#[test]
fn one_clause_to_many_units_is_as_many_tasks() {
    let mut world = World::shipped();
    let units = ["stc", "skhdt", "h380", "h405", "cat"];
    let ids = world.open_clause("specialist-vp-th-1", "task", task_form().coop("snv"), &units).unwrap();
    assert_eq!(ids.len(), 5);
    for (id, unit) in ids.iter().zip(units) {
        let case = world.case(*id);
        assert_eq!(case.lead.as_ref().unwrap().as_str(), unit);
        assert_eq!(case.coop.len(), 1);
        assert_eq!(case.batch, world.case(ids[0]).batch);
        assert!(case.batch.is_some());
        assert_eq!(world.counted(*id, "tasks.assigned"), 1);
    }
    refused(
        world.open_clause("specialist-vp-th-1", "task", task_form(), &["stc", "skhdt", "stc"]),
        "unit_twice",
        "Đơn vị “stc” được ghi hai lần (chủ trì hoặc phối hợp).",
    );
    refused_by(world.open_clause("specialist-vp-th-1", "task", task_form(), &[]), "lead_needed");
    refused_by(world.open_clause("specialist-vp-th-1", "task", task_form().coop("stc"), &units), "unit_twice");
    let many: Vec<String> = (0..401).map(|n| format!("u{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    refused(
        world.open_clause("specialist-vp-th-1", "task", task_form(), &many),
        "too_many_units",
        "Chọn 401 đơn vị, mỗi lần giao tối đa 400. Xin chia thành nhiều đợt.",
    );
    // At the limit it is the units that are looked at: there is none of that name.
    refused_by(world.open_clause("specialist-vp-th-1", "task", task_form(), &many[..400]), "not_in_office");
}

/// A clause to every commune of 2025 fits; before that day none of them exists.
#[test]
fn a_clause_to_all_communes() {
    let mut world = World::shipped();
    let org = world.catalogue().org.clone();
    let communes: Vec<&str> = org.units.keys().map(kernel::Code::as_str).filter(|c| c.starts_with('x')).collect();
    let form = || task_form().due("2025-08-01");
    refused_by(world.open_clause("specialist-vp-th-1", "task", form(), &communes), "not_in_office");
    let ids = world.at("2025-07-01T08:00").open_clause("specialist-vp-th-1", "task", form(), &communes).unwrap();
    assert_eq!(ids.len(), 166);
    refused_by(world.open_clause("specialist-vp-th-1", "task", form(), &["h380"]), "not_in_office");
}

#[test]
fn exactly_one_lead_unit() {
    let mut world = World::shipped();
    refused(world.open("chief", "task", task_form()), "lead_needed", "Xin chọn đúng một đơn vị chủ trì.");
    let form = Form::new("assign").text("subject", "x").text("authority", "ubnd").text("source_kind", "direct");
    refused_by(world.open("chief", "task", form), "lead_needed");
    refused_by(world.open("chief", "task", task_form().lead("stc").coop("stc")), "unit_twice");
    refused_by(world.open("chief", "task", task_form().lead("stc").coop("snv").coop("snv")), "unit_twice");
    refused_by(world.open("chief", "task", task_form().lead("palace")), "not_in_office");
    refused_by(world.open("chief", "task", task_form().lead("stc").assigner("palace")), "not_in_office");
    refused_by(world.open("chief", "task", task_form().lead("stc").holder("nobody")), "not_in_office");
}

#[test]
fn urging_is_a_recorded_act() {
    let mut world = World::shipped();
    let id = task(&mut world);
    let urge = |text: &str| Act::Urge { text: text.to_owned() };
    world.act(id, "specialist-vp-kt-1", urge("Còn 5 ngày, đề nghị báo cáo tiến độ")).unwrap();
    world.act(id, "chief", urge("Nhắc lần hai")).unwrap();
    refused_by(world.act(id, "focal-stc", urge("tự nhắc")), "not_allowed");
    refused_by(world.act(id, "chief", urge("  ")), "reason_needed");
    let case = world.case(id);
    assert_eq!((case.tally.urged, case.tally.remarks), (2, 0));
    let last = world.events(id).last().unwrap();
    assert_eq!((last.by.as_str(), last.post.as_str(), last.private.text.as_str()), ("chief", "cvp", "Nhắc lần hai"));
    assert_eq!(world.due(id), "2023-03-10T17:00:00");
}

#[test]
fn taken_back_by_the_assigner_it_counts_as_given_and_not_as_done() {
    let mut world = World::shipped();
    let id = at_work(&mut world);
    refused_by(world.act(id, "specialist-vp-kt-1", Form::new("cancel").reason("Trùng")), "not_allowed");
    world.act(id, "chairman", Form::new("cancel").reason("Trùng với nhiệm vụ khác")).unwrap();
    assert!(world.case(id).is_closed());
    assert_eq!(world.counted(id, "tasks.assigned"), 1);
    for done in ["tasks.done.on_time", "tasks.done.late", "tasks.done.no_deadline"] {
        assert_eq!(world.counted(id, done), 0);
    }
    refused(world.act(id, "focal-stc", Form::new("begin")), "closed", "Hồ sơ đã kết thúc, không thể thay đổi thêm.");
}

/// Internal work of the Office is followed, but is no figure of the province.
#[test]
fn internal_tasks_are_not_counted() {
    let mut world = World::shipped();
    let form = task_form().text("authority", "office_internal").assigner("cvp").lead("vp-kt");
    let id = world.open("chief", "task", form).unwrap();
    assert_eq!(world.counted(id, "tasks.assigned"), 0);
    assert_eq!(world.counted(id, "tasks.open"), 0);
}

#[test]
fn a_due_date_in_the_past_is_refused() {
    let mut world = World::shipped();
    refused(
        world.open("chief", "task", task_form().lead("stc").due("2023-02-28")),
        "clock",
        "Hạn 28/02/2023 17:00 đã qua; xin chọn thời điểm sau.",
    );
    refused_by(world.open("chief", "task", task_form().lead("stc").due("2199-02-28")), "clock");
    refused_by(world.open("chief", "task", task_form().lead("stc").due_at("2023-03-28T08:00")), "clock");
}

trait ParseCode {
    fn parse_code(self) -> kernel::Code;
}

impl ParseCode for &str {
    fn parse_code(self) -> kernel::Code {
        kernel::Code::parse(self).unwrap()
    }
}

/// Reported late with an earlier paper: from that paper on it was done, whatever was recorded of its clock meanwhile.
#[test]
fn open_work_ends_with_the_evidence() {
    let mut world = World::shipped();
    let id = at_work(&mut world);
    let later = Act::Extend { due: day("2023-03-24"), reason: "Chờ số liệu".to_owned() };
    world.at("2023-03-09T08:00").act(id, "chairman", later).unwrap();
    world.at("2023-03-13T08:00").act(id, "focal-stc", report(evidence("2023-03-08T09:00"))).unwrap();
    let open: Vec<_> =
        world.case(id).spans.iter().map(|s| (s.from.print_iso(), s.to.map(|to| to.print_iso()))).collect();
    assert_eq!(open, [("2023-03-01T08:00:00".to_owned(), Some("2023-03-08T09:00:00".to_owned()))]);
}
