//! Corrections (đính chính): in the open, with old and new value, a reason and a second person; and conflicts of forms.

use kernel::case::{Act, Case, Value, What};
use testkit::{Form, World};

use super::{dossier, dossier_form, refused, refused_by, task};

fn correct(field: &'static str, new: Option<&str>, reason: &str, approver: &'static str) -> Act {
    Act::Correct {
        field: field.into(),
        new: new.map(Value::text),
        reason: reason.to_owned(),
        approver: approver.into(),
    }
}

fn text<'a>(case: &'a Case, field: &str) -> Option<&'a str> {
    case.value(field).and_then(Value::as_text)
}

#[test]
fn old_and_new_stand_side_by_side() {
    let mut world = World::shipped();
    let id = dossier(&mut world);
    world.act(id, "one-stop-1", correct("channel", Some("online"), "Chọn nhầm", "centre-director")).unwrap();
    assert_eq!(text(world.case(id), "channel"), Some("online"));
    assert_eq!(world.case(id).tally.corrections, 1);
    let event = world.events(id).last().unwrap();
    let What::Corrected { field, old, new, approver } = &event.what else { panic!("{event:?}") };
    assert_eq!((field.as_str(), approver.as_str()), ("channel", "centre-director"));
    assert_eq!(old["channel"], Value::text("counter"));
    assert_eq!(new["channel"], Value::text("online"));
    assert_eq!(event.private.text, "Chọn nhầm");
    assert_eq!(world.counted(id, "dossiers.received.online"), 1, "a corrected field moves its figure");
}

/// A sealed field is corrected under the seal: neither name stands where lists read.
#[test]
fn a_sealed_field_stays_sealed() {
    let mut world = World::shipped();
    let id = dossier(&mut world);
    world.act(id, "one-stop-1", correct("applicant", Some("Lê Thị Bích"), "Sai tên", "one-stop-2")).unwrap();
    assert_eq!(text(world.case(id), "applicant"), Some("Lê Thị Bích"));
    let event = world.events(id).last().unwrap();
    let What::Corrected { old, new, .. } = &event.what else { panic!("{event:?}") };
    assert!(old.is_empty() && new.is_empty());
    assert_eq!(event.private.old["applicant"], Value::text("Lê Thị Bình"));
    assert_eq!(event.private.fields["applicant"], Value::text("Lê Thị Bích"));
    world.act(id, "one-stop-1", correct("applicant", None, "Bỏ", "one-stop-2")).unwrap();
    assert_eq!(text(world.case(id), "applicant"), None);
}

#[test]
fn a_value_can_be_cleared_and_a_closed_case_corrected() {
    let mut world = World::shipped();
    let id =
        world.open("specialist-vp-kt-1", "task", super::task_form().text("product", "Báo cáo").lead("stc")).unwrap();
    world.act(id, "chairman", Form::new("cancel").reason("Trùng")).unwrap();
    world.act(id, "deputy-chief-2", correct("product", None, "Nhập thừa", "chief")).unwrap();
    assert_eq!(text(world.case(id), "product"), None);
    world.act(id, "deputy-chief-2", Act::remark("Đã báo đơn vị")).unwrap();
    assert!(world.case(id).is_closed());
}

#[test]
fn what_a_correction_needs() {
    let mut world = World::shipped();
    let id = dossier(&mut world);
    let mut by = |person: &str, act: Act| world.act(id, person, act);
    refused(
        by("one-stop-1", correct("channel", Some("online"), "Chọn nhầm", "one-stop-1")),
        "second_person_needed",
        "“đính chính” cần một người thứ hai xác nhận, khác người thực hiện.",
    );
    refused_by(by("one-stop-1", correct("channel", Some("online"), "x", "clerk-5")), "not_in_office");
    refused_by(by("one-stop-1", correct("channel", Some("online"), " ", "one-stop-2")), "reason_needed");
    refused_by(by("one-stop-1", correct("channel", Some("counter"), "x", "one-stop-2")), "nothing_to_do");
    refused_by(by("one-stop-1", correct("channel", Some("pigeon"), "x", "one-stop-2")), "bad_value");
    refused_by(by("one-stop-1", correct("colour", Some("red"), "x", "one-stop-2")), "unknown");
    refused_by(by("handler-stp-1", correct("channel", Some("online"), "x", "one-stop-2")), "not_allowed");
}

/// Two people with one form: the second learns both values, and decides again.
#[test]
fn a_field_changed_meanwhile_is_shown_with_both_values() {
    let mut world = World::shipped();
    let id = dossier(&mut world);
    world.act(id, "one-stop-1", Form::new("transfer").text("field_of_work", "tu_phap").lead("stp")).unwrap();
    let mut pay = |value: i64, seen: &str| {
        let form = Form::new("ask_payment").number("fee", value).seen("fee", seen);
        world.act(id, "handler-stp-1", form)?;
        world.act(id, "one-stop-1", Form::new("paid"))
    };
    pay(200_000, "").unwrap();
    refused(
        pay(300_000, ""),
        "changed_meanwhile",
        "“Phí, lệ phí (đồng)” vừa được người khác sửa: ông/bà thấy “”, nay là “200000”. Xin xem lại rồi gửi.",
    );
    pay(200_000, "").unwrap();
    pay(300_000, "200000").unwrap();
    let unrelated = Form::new("ask_payment").seen("fee_state", "exempt").seen("fee", "1");
    world.act(id, "handler-stp-1", unrelated).unwrap();
}

/// A colleague's remark never blocks a signature: only fields that the form sets are compared.
#[test]
fn a_remark_is_no_conflict() {
    let mut world = World::shipped();
    let id = task(&mut world);
    world.act(id, "chief", Act::remark("Gấp")).unwrap();
    world.act(id, "focal-stc", Form::new("receive")).unwrap();
    assert_eq!(world.case(id).tally.remarks, 1);
}

#[test]
fn fields_outside_a_move() {
    let mut world = World::shipped();
    let id = dossier(&mut world);
    let set = |field: &'static str, value: Value| Act::SetFields([(field.into(), value)].into());
    world.act(id, "one-stop-1", set("phone", Value::text("0912 345 678"))).unwrap();
    world.act(id, "one-stop-1", set("fee", Value::Integer(200_000))).unwrap();
    assert!(world.case(id).body.contains_key("phone") && world.case(id).fields.contains_key("fee"));
    refused_by(world.act(id, "one-stop-1", Act::SetFields([].into())), "nothing_to_do");
    refused_by(world.act(id, "one-stop-1", set("phone", Value::text("0912 345 678"))), "nothing_to_do");
    refused_by(world.act(id, "handler-stp-1", set("phone", Value::text("1"))), "not_allowed");
    refused_by(world.act(id, "one-stop-1", set("colour", Value::text("1"))), "unknown");
    refused_by(world.act(id, "one-stop-1", set("fee", Value::Integer(-1))), "bad_value");
    refused_by(world.act(id, "one-stop-1", set("fee", Value::text("200000"))), "bad_value");
}

/// Programs must say values as they are stored: `1/3/2023` is a date to people, and no day to a figure.
#[test]
fn values_are_stored_in_one_form() {
    let mut world = World::shipped();
    let form = |on: &str| {
        let plan = Form::new("enter").text("plan", "12/KH-UBND").text("kind", "target").text("text", "x");
        plan.text("plan_date", on)
    };
    refused(
        world.open("specialist-vp-th-1", "plan_item", form("1/3/2023")),
        "bad_value",
        "“Ngày kế hoạch”: “1/3/2023” chưa đúng dạng lưu, phải là “2023-03-01”.",
    );
    let id = world.open("specialist-vp-th-1", "plan_item", form("2023-03-01")).unwrap();
    assert_eq!(world.counted(id, "plan.targets"), 1);
    refused_by(world.open("one-stop-1", "dossier", dossier_form().text("channel", " online ")), "bad_value");
    refused_by(world.open("one-stop-1", "dossier", dossier_form().text("applicant", "  ")), "bad_value");
}
