//! The dossier's course (Nghị định 61/2018/NĐ-CP, Thông tư 01/2018/TT-VPCP): ten states, one supplement, one new date.

use kernel::case::{Act, CaseId};
use testkit::{Form, World, day};

use super::{dossier, dossier_form, dossier_in_work, refused, refused_by};

fn missing(made: &str) -> Form {
    Form::new(made).text("missing_papers", "Bản sao CCCD").reason("Thiếu giấy tờ")
}

fn resolve() -> Form {
    Form::new("resolve").text("outcome", "granted")
}

#[test]
fn accepted_transferred_resolved_handed_over() {
    let mut world = World::shipped();
    let id = dossier(&mut world);
    assert_eq!(world.number(id, "code"), "H56.14-230301-0001");
    assert_eq!(world.due(id), "2023-03-15T08:00:00", "10 working days from 08:00");
    world.act(id, "one-stop-1", Form::new("transfer").lead("stp").holder("handler-stp-1")).unwrap();
    world.at("2023-03-15T16:30").act(id, "handler-stp-1", resolve()).unwrap();
    assert_eq!((world.step(id), world.verdict(id).as_str()), ("resolved", "on_time"), "by date, not by hour");
    world.at("2023-03-16T08:00").act(id, "one-stop-2", Form::new("hand_over").text("delivery", "counter")).unwrap();
    assert!(world.case(id).is_closed());
    for (indicator, count) in [
        ("dossiers.resolved", 1),
        ("dossiers.on_time", 1),
        ("dossiers.online", 0),
        ("dossiers.postal", 0),
        ("dossiers.extended", 0),
        ("dossiers.received.direct", 1),
        ("dossiers.resolved.on_time_exact", 1),
        ("dossiers.resolved.early", 0),
        ("dossiers.open", 1),
    ] {
        assert_eq!(world.counted(id, indicator), count, "{indicator}");
    }
}

/// TT 01/2018 Điều 19: the number counts per receiving unit and day.
#[test]
fn numbers_count_by_unit_and_day() {
    let mut world = World::shipped();
    let (a, b) = (dossier(&mut world), dossier(&mut world));
    let other = world.open("one-stop-2", "dossier", dossier_form().text("unit_code", "H56.06")).unwrap();
    let next_day = dossier(world.at("2023-03-02T08:00"));
    let numbers = [a, b, other, next_day].map(|id| world.number(id, "code").to_owned());
    assert_eq!(numbers, ["H56.14-230301-0001", "H56.14-230301-0002", "H56.06-230301-0001", "H56.14-230302-0001"]);
}

#[test]
fn submitted_online_and_accepted_later() {
    let mut world = World::shipped();
    let form = dossier_form().into_move();
    let form = kernel::case::MoveForm { code: "submit_online".into(), ..form };
    let id = world.open("system", "dossier", form).unwrap();
    assert_eq!((world.due(id).as_str(), world.number(id, "code")), ("none", ""));
    world.at("2023-03-01T14:00").act(id, "one-stop-1", Form::new("accept")).unwrap();
    assert_eq!(world.due(id), "2023-03-15T14:00:00");
    assert_eq!(world.number(id, "code"), "H56.14-230301-0001");
}

#[test]
fn refused_before_acceptance_has_no_clock_and_no_figure() {
    let mut world = World::shipped();
    let form = kernel::case::MoveForm { code: "submit_online".into(), ..dossier_form().into_move() };
    let id = world.open("system", "dossier", form).unwrap();
    refused_by(world.act(id, "one-stop-1", Form::new("refuse")), "reason_needed");
    world.act(id, "one-stop-1", Form::new("refuse").reason("Không thuộc thẩm quyền")).unwrap();
    assert!(world.case(id).is_closed());
    assert_eq!(world.due(id), "none");
    assert_eq!(world.counted(id, "dossiers.resolved"), 0);
}

/// Papers asked for before acceptance: state 5, but the time has not begun.
#[test]
fn papers_before_acceptance() {
    let mut world = World::shipped();
    let form = kernel::case::MoveForm { code: "submit_online".into(), ..dossier_form().into_move() };
    let id = world.open("system", "dossier", form).unwrap();
    refused_by(world.act(id, "one-stop-1", Form::new("ask_before_acceptance").reason("Thiếu")), "missing");
    world.act(id, "one-stop-1", missing("ask_before_acceptance")).unwrap();
    assert_eq!(world.due(id), "none");
    world.at("2023-03-06T07:00").act(id, "one-stop-1", Form::new("accept")).unwrap();
    assert_eq!(world.due(id), "2023-03-17T17:00:00", "from the opening hour to the closing of the tenth day");
    let id = world
        .open(
            "system",
            "dossier",
            kernel::case::MoveForm { code: "submit_online".into(), ..dossier_form().into_move() },
        )
        .unwrap();
    world.act(id, "one-stop-1", missing("ask_before_acceptance")).unwrap();
    world.act(id, "one-stop-1", Form::new("withdraw_before_acceptance").reason("Công dân rút")).unwrap();
    assert_eq!((world.step(id), world.counted(id, "dossiers.withdrawn")), ("withdrawn", 0), "it was never received");
}

/// Once, and in full (Điều 15, 17): the paused working time is added back, a second time is refused.
#[test]
fn papers_are_asked_for_once() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    world.at("2023-03-02T08:00").act(id, "handler-stp-1", missing("ask_supplement")).unwrap();
    assert_eq!(world.verdict(id), "paused");
    world.at("2023-03-06T08:00").act(id, "one-stop-1", Form::new("supplemented")).unwrap();
    assert_eq!(world.due(id), "2023-03-17T08:00:00", "two working days were paused");
    refused(
        world.act(id, "handler-stp-1", missing("ask_supplement")),
        "too_often",
        "Đã “Yêu cầu bổ sung” 1 lần, quy định không cho phép thêm.",
    );
    let printed = world.case(id).clock.as_ref().unwrap().printed_due.unwrap();
    assert_eq!(printed.print_iso(), "2023-03-17T08:00:00");
}

/// Điều 19.4: within three working days of reception; the whole limit starts anew.
#[test]
fn an_incomplete_dossier_goes_back_within_three_days_and_starts_anew() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    world.at("2023-03-06T08:00").act(id, "handler-stp-1", missing("return_incomplete")).unwrap();
    assert_eq!(world.verdict(id), "paused");
    world.at("2023-03-20T08:00").act(id, "one-stop-1", Form::new("supplemented")).unwrap();
    assert_eq!(world.due(id), "2023-04-03T08:00:00");
    assert!(world.kinds(id).contains(&"clock_restarted"));
    assert!(!world.kinds(id).contains(&"clock_resumed"));
    assert_eq!(world.case(id).clock.as_ref().unwrap().first_due.unwrap().print_iso(), "2023-03-15T08:00:00");
}

#[test]
fn after_three_working_days_it_cannot_go_back() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    refused(
        world.at("2023-03-06T08:01").act(id, "handler-stp-1", missing("return_incomplete")),
        "too_late",
        "Chỉ được “Trả lại hồ sơ chưa đủ điều kiện” trong 3 ngày làm việc, hạn cuối là 06/03/2023 08:00.",
    );
}

/// Điều 19.9: re-appointed once, at the latest one day before expiry.
#[test]
fn a_new_date_once_and_a_day_before() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    let later = |to: &str| Act::Extend { due: day(to), reason: "Chờ xác minh ở nơi cư trú cũ".to_owned() };
    refused_by(world.act(id, "handler-stp-1", later("2023-03-20")), "not_allowed");
    refused(
        world.at("2023-03-15T07:30").act(id, "director-stp", later("2023-03-20")),
        "clock",
        "Chỉ được hẹn lại, gia hạn chậm nhất ngày 14/03/2023.",
    );
    world.at("2023-03-14T16:59").act(id, "director-stp", later("2023-03-20")).unwrap();
    assert_eq!(world.due(id), "2023-03-20T17:00:00");
    let refusal = world.act(id, "centre-director", later("2023-03-24")).unwrap_err();
    assert_eq!(refusal.vi(), "Chỉ được hẹn lại, gia hạn tối đa 1 lần.");
    assert_eq!(refusal.basis(), "Nghị định 61/2018/NĐ-CP Điều 19.9");
    world.at("2023-03-20T15:00").act(id, "handler-stp-1", resolve()).unwrap();
    assert_eq!((world.counted(id, "dossiers.on_time"), world.counted(id, "dossiers.extended")), (1, 1));
}

#[test]
fn withdrawn_is_not_resolved() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    world.at("2023-03-02T08:00").act(id, "handler-stp-1", missing("ask_supplement")).unwrap();
    world.at("2023-03-09T08:00").act(id, "one-stop-1", Form::new("withdraw").reason("Công dân có đơn rút")).unwrap();
    assert!(world.case(id).is_closed());
    assert_eq!(world.counted(id, "dossiers.withdrawn"), 1);
    assert_eq!(world.counted(id, "dossiers.resolved"), 0);
    assert_eq!(world.due(id), "2023-03-22T08:00:00", "the pause is not held against anybody");
}

/// Refusal after acceptance (Điều 19.8) is a result, and counts as resolved.
#[test]
fn refused_after_acceptance_is_resolved() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    refused(world.act(id, "handler-stp-1", Form::new("resolve")), "missing", "Xin nhập “Kết quả”.");
    world.act(id, "handler-stp-1", Form::new("resolve").text("outcome", "refused")).unwrap();
    assert_eq!((world.counted(id, "dossiers.resolved"), world.counted(id, "dossiers.resolved.early")), (1, 1));
}

#[test]
fn waiting_for_payment_and_resolved_while_waiting() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    let fee = Form::new("ask_payment").number("fee", 200_000).text("fee_state", "after");
    world.at("2023-03-02T08:00").act(id, "handler-stp-1", fee).unwrap();
    assert_eq!((world.step(id), world.verdict(id).as_str()), ("payment", "paused"));
    let done = Form::new("resolve_while_waiting").text("outcome", "granted");
    world.at("2023-03-03T08:00").act(id, "handler-stp-1", done).unwrap();
    assert_eq!((world.due(id).as_str(), world.verdict(id).as_str()), ("2023-03-16T08:00:00", "early"));

    let id = dossier_in_work(world.at("2023-03-01T08:00"));
    world.act(id, "handler-stp-1", Form::new("ask_payment")).unwrap();
    world.at("2023-03-02T08:00").act(id, "system", Form::new("paid").text("fee_state", "paid")).unwrap();
    assert_eq!((world.step(id), world.due(id).as_str()), ("processing", "2023-03-16T08:00:00"));
}

#[test]
fn stopped_and_taken_up_again() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    world.act(id, "director-stp", Form::new("stop").reason("Chờ kết luận của cơ quan điều tra")).unwrap();
    assert_eq!((world.step(id), world.verdict(id).as_str()), ("stopped", "paused"));
    world.at("2023-03-03T08:00").act(id, "director-stp", Form::new("resume_processing")).unwrap();
    assert_eq!(world.due(id), "2023-03-17T08:00:00");
    world.act(id, "one-stop-1", missing("ask_supplement")).unwrap();
    world.at("2023-03-06T08:00").act(id, "director-stp", Form::new("stop_while_waiting").reason("x")).unwrap();
    world.at("2023-03-07T08:00").act(id, "director-stp", Form::new("resume_processing")).unwrap();
    assert_eq!(world.due(id), "2023-03-21T08:00:00", "one pause of two working days, not two pauses");
}

/// Only the last time it was resolved counts, and the time in between is not given back.
#[test]
fn reopened_runs_as_if_it_had_not_stopped() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    world.at("2023-03-10T08:00").act(id, "handler-stp-1", resolve()).unwrap();
    assert_eq!(world.verdict(id), "early");
    refused_by(world.act(id, "handler-stp-1", Form::new("reopen").reason("Sai họ tên")), "not_allowed");
    world.at("2023-03-14T08:00").act(id, "director-stp", Form::new("reopen").reason("Sai họ tên")).unwrap();
    assert_eq!((world.verdict(id).as_str(), world.counted(id, "dossiers.resolved")), ("running", 0));
    world.at("2023-03-16T08:00").act(id, "handler-stp-1", resolve()).unwrap();
    assert_eq!((world.verdict(id).as_str(), world.counted(id, "dossiers.resolved.late")), ("late", 1));
    assert_eq!(world.counted(id, "dossiers.on_time"), 0);
}

/// QĐ 45/2016: a wish does not count, the hand-over to the carrier does; by post both ways counts once.
#[test]
fn postal_counts_once_and_only_when_it_happened() {
    let resolved = |world: &mut World, channel: &str| -> CaseId {
        let form = dossier_form().text("channel", channel).text("delivery", "postal");
        let id = world.open("one-stop-1", "dossier", form).unwrap();
        world.act(id, "one-stop-1", Form::new("transfer").lead("stp")).unwrap();
        world.act(id, "handler-stp-1", resolve()).unwrap();
        id
    };
    let mut world = World::shipped();
    let id = resolved(&mut world, "counter");
    assert_eq!(world.counted(id, "dossiers.postal"), 0, "a wish");
    refused_by(world.act(id, "one-stop-1", Form::new("deliver_by_post")), "missing");
    let given = || Form::new("deliver_by_post").text("carrier_on", "2023-03-02");
    let resolved_at = world.case(id).entered["resolved"];
    world.at("2023-03-02T08:00").act(id, "one-stop-1", given()).unwrap();
    assert_eq!((world.step(id), world.counted(id, "dossiers.postal")), ("resolved", 1));
    assert_eq!(world.case(id).entered["resolved"], resolved_at, "handing it to the carrier resolves nothing anew");
    let id = resolved(&mut world, "postal");
    assert_eq!(world.counted(id, "dossiers.postal"), 1);
    world.act(id, "one-stop-1", given()).unwrap();
    assert_eq!(world.counted(id, "dossiers.postal"), 1);
    assert_eq!(world.counted(id, "dossiers.postal.by_channel"), 1);
    let id = resolved(&mut world, "online");
    assert_eq!((world.counted(id, "dossiers.online"), world.counted(id, "dossiers.received.online")), (1, 1));
}

#[test]
fn a_dossier_is_due_by_its_procedure_and_nothing_else() {
    let mut world = World::shipped();
    refused(
        world.open("one-stop-1", "dossier", dossier_form().due("2023-04-28")),
        "clock",
        "Hạn của hồ sơ TTHC do quy định ấn định, không nhập tay được.",
    );
    refused(
        world.open("one-stop-1", "dossier", dossier_form().never_due()),
        "due_needed",
        "Loại hồ sơ này phải có hạn xử lý.",
    );
    refused_by(world.open("one-stop-1", "dossier", dossier_form().text("procedure", "9.999999")), "bad_value");
    refused_by(world.open("one-stop-1", "dossier", dossier_form().text("channel", "pigeon")), "bad_value");
    refused_by(world.at("2020-12-31T08:00").open("one-stop-1", "dossier", dossier_form()), "bad_value");
}

/// A department passes a dossier on inside itself, by a move as by an act; the Centre may hand it to another.
#[test]
fn the_department_forwards_inside_and_no_further() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    let to = |unit: &str, holder: &str| Form::new("forward").lead(unit).holder(holder);
    refused_by(world.act(id, "director-stp", to("stc", "handler-stc-1")), "not_allowed");
    refused_by(world.act(id, "director-stp", to("stp", "handler-stp-2").coop("stc")), "not_allowed");
    refused_by(world.act(id, "director-stp", to("stp", "handler-stc-1")), "holder_elsewhere");
    world.act(id, "director-stp", to("stp", "handler-stp-2")).unwrap();
    assert_eq!(world.case(id).holder.as_ref().unwrap().as_str(), "handler-stp-2");
    world.act(id, "centre-director", to("stc", "handler-stc-1")).unwrap();
    assert_eq!(world.case(id).lead.as_ref().unwrap().as_str(), "stc");
}
