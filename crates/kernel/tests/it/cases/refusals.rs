//! Every refusal, provoked once, with the sentence that a clerk reads.

use std::collections::BTreeSet;

use kernel::case::mention::NotCalled;
use kernel::case::{Act, Command, Link, Refusal, Value};
use kernel::publishing::PublishRefusal;
use testkit::{Form, World, day, evidence, late};

use super::{dossier, dossier_form, dossier_in_work, task, task_form};

/// Whether the variant is one of those below. A new variant does not compile here: give it a case, then a line.
fn is_known(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::Unknown { .. }
        | Refusal::Closed
        | Refusal::NotFromHere { .. }
        | Refusal::NotAllowed { .. }
        | Refusal::Missing { .. }
        | Refusal::BadValue { .. }
        | Refusal::NotOnThisForm { .. }
        | Refusal::ChangedMeanwhile { .. }
        | Refusal::ReasonNeeded { .. }
        | Refusal::TextTooLong { .. }
        | Refusal::TooOften { .. }
        | Refusal::TooLate { .. }
        | Refusal::LeadNeeded
        | Refusal::UnitTwice { .. }
        | Refusal::NotInOffice { .. }
        | Refusal::DueNeeded { .. }
        | Refusal::EvidenceNeeded
        | Refusal::EvidenceTooOld { .. }
        | Refusal::TooManyUnits { .. }
        | Refusal::HolderElsewhere { .. }
        | Refusal::SecondPersonMayNot { .. }
        | Refusal::Clock { .. }
        | Refusal::SecondPersonNeeded { .. }
        | Refusal::LateEntryTime
        | Refusal::NotCalled(NotCalled::Unknown { .. })
        | Refusal::NotCalled(NotCalled::Ambiguous { .. })
        | Refusal::NotCalled(NotCalled::Barred { .. })
        | Refusal::NotCalled(NotCalled::TooMany { .. })
        | Refusal::NothingAsked
        | Refusal::NothingToDo
        | Refusal::NotCarried { .. }
        | Refusal::LinkNotAllowed { .. }
        | Refusal::Organisation(_)
        | Refusal::Publishing(_)
        | Refusal::LinkToWrongType { .. }
        | Refusal::Erased
        | Refusal::NotClosed => true,
    }
}

/// Number of variants above.
const VARIANTS: usize = 35;

fn link(rule: &'static str, to: uuid::Uuid, points_to: Option<&'static str>) -> Act {
    Act::Link { link: Link { rule: rule.into(), to }, points_to: points_to.map(Into::into) }
}

fn missing(made: &str) -> Form {
    Form::new(made).text("missing_papers", "CCCD").reason("Thiếu")
}

fn of_tasks() -> Vec<(Refusal, &'static str)> {
    let mut world = World::shipped();
    let id = task(&mut world);
    let remark = |text: String| Act::remark(&text);
    let open = |world: &mut World, form: Form| world.open("chief", "task", form).unwrap_err();
    vec![
        (world.open("chief", "holiday", task_form()).unwrap_err(), "Danh mục không có loại hồ sơ “holiday”."),
        (open(&mut world, Form::new("begin")), "Danh mục không có cách mở hồ sơ “begin”."),
        (world.act(id, "chief", Form::new("assign")).unwrap_err(), "Danh mục không có thao tác “assign”."),
        (
            world.act(id, "focal-stc", Form::new("begin")).unwrap_err(),
            "Không thể “Bắt đầu thực hiện” khi hồ sơ đang ở bước “Đã giao”.",
        ),
        (
            world.act(id, "focal-snv", Form::new("receive")).unwrap_err(),
            "Ông/bà không có quyền “Tiếp nhận”. Người được làm việc này: đầu mối của đơn vị chủ trì, đơn vị chủ trì.",
        ),
        (
            world.act(id, "focal-stc", Form::new("receive").text("product", "x")).unwrap_err(),
            "Mẫu này không có mục “product”.",
        ),
        (open(&mut world, Form::new("assign")), "Xin nhập “Trích yếu nhiệm vụ”."),
        (
            open(&mut world, task_form().text("authority", "king").lead("stc")),
            "“Thẩm quyền giao”: “king” không có trong danh sách của mục “Thẩm quyền giao”.",
        ),
        (open(&mut world, task_form()), "Xin chọn đúng một đơn vị chủ trì."),
        (
            open(&mut world, task_form().lead("stc").coop("stc")),
            "Đơn vị “stc” được ghi hai lần (chủ trì hoặc phối hợp).",
        ),
        (
            open(&mut world, task_form().lead("stc").holder("handler-stp-1")),
            "“handler-stp-1” không thuộc đơn vị chủ trì “stc”. Xin chọn người của đơn vị đó.",
        ),
        (open(&mut world, task_form().lead("x14797")), "“x14797” không có hoặc không còn hoạt động vào ngày này."),
        (
            world.act(id, "focal-stc", Form::new("refuse")).unwrap_err(),
            "Xin ghi lý do khi “Trả lại (không đúng thẩm quyền)”.",
        ),
        (
            world.act(id, "chief", remark("a".repeat(2_001))).unwrap_err(),
            "Nội dung dài 2001 ký tự, tối đa 2000. Xin rút gọn.",
        ),
        (
            world.act(id, "chief", link("cousin", id, Some("task"))).unwrap_err(),
            "Ông/bà không có quyền “liên kết”. Người được làm việc này: đơn vị chủ trì, đơn vị phối hợp, người giao, chuyên viên của Văn phòng UBND tỉnh.",
        ),
    ]
}

/// The rest of a task's life.
fn of_tasks_later() -> Vec<(Refusal, &'static str)> {
    let mut world = World::shipped();
    let id = task(&mut world);
    let mut out = Vec::new();
    let stranger = link("cousin", world.next_id(), Some("outgoing_document"));
    out.push((world.act(id, "focal-stc", stranger).unwrap_err(), "Không thể liên kết “cousin” tới hồ sơ này."));
    let to_itself = link("evidence", id, Some("outgoing_document"));
    out.push((world.act(id, "focal-stc", to_itself).unwrap_err(), "Không thể liên kết “evidence” tới hồ sơ này."));
    let elsewhere = link("evidence", world.next_id(), Some("outgoing_document"));
    let nowhere = link("evidence", world.next_id(), None);
    out.push((world.act(id, "focal-stc", nowhere).unwrap_err(), "Không thể liên kết “evidence” tới hồ sơ này."));
    let wrong = link("evidence", world.next_id(), Some("dossier"));
    out.push((
        world.act(id, "focal-stc", wrong).unwrap_err(),
        "“Văn bản chứng minh hoàn thành” chỉ liên kết tới: văn bản đi, văn bản đến. Hồ sơ được chọn thuộc loại “hồ sơ TTHC”. Xin chọn hồ sơ khác.",
    ));
    world.act(id, "focal-stc", elsewhere.clone()).unwrap();
    out.push((world.act(id, "focal-stc", elsewhere).unwrap_err(), "Không có gì thay đổi."));
    let no = Act::RefuseExtension { reason: "Không lùi được".to_owned() };
    out.push((world.act(id, "chairman", no).unwrap_err(), "Không có đề nghị gia hạn nào chờ trả lời."));
    world.act(id, "focal-stc", Form::new("receive")).unwrap();
    out.push((
        world.act(id, "focal-stc", Form::new("report")).unwrap_err(),
        "Xin gắn văn bản chứng minh kết quả trước khi báo cáo.",
    ));
    let old = Form::new("report").evidence(evidence("2022-12-30T08:00"));
    out.push((
        world.act(id, "focal-stc", old).unwrap_err(),
        "Văn bản chứng minh có từ 30/12/2022 08:00, trước khi giao việc (01/03/2023 08:00). Xin gắn văn bản khác.",
    ));
    out.push((
        world.open_clause("chief", "task", task_form(), &["stc"; 401]).unwrap_err(),
        "Chọn 401 đơn vị, mỗi lần giao tối đa 400. Xin chia thành nhiều đợt.",
    ));
    world.act(id, "chairman", Form::new("cancel").reason("Trùng")).unwrap();
    out.push((
        world.act(id, "focal-stc", Form::new("begin")).unwrap_err(),
        "Hồ sơ đã kết thúc, không thể thay đổi thêm.",
    ));
    out
}

fn of_dossiers() -> Vec<(Refusal, &'static str)> {
    let mut world = World::shipped();
    let untouched = dossier(&mut world);
    let id = dossier_in_work(&mut world);
    let later = |to: &str| Act::Extend { due: day(to), reason: "x".to_owned() };
    let mut out = vec![
        (
            world.open("one-stop-1", "dossier", dossier_form().never_due()).unwrap_err(),
            "Loại hồ sơ này phải có hạn xử lý.",
        ),
        (
            world.act(untouched, "centre-director", later("2023-03-14")).unwrap_err(),
            "Hạn mới phải sau hạn hiện tại 15/03/2023 08:00.",
        ),
    ];
    let conflict = Form::new("ask_payment").text("fee_state", "before").seen("fee_state", "after");
    out.push((
        world.act(id, "one-stop-1", conflict).unwrap_err(),
        "“Tình trạng thu phí” vừa được người khác sửa: ông/bà thấy “after”, nay là “”. Xin xem lại rồi gửi.",
    ));
    let entry = |when: &str, witness: &str| Command {
        act: Act::Move(missing("ask_supplement").into_move()),
        late: Some(late(when, witness)),
    };
    world.at("2023-03-01T10:00");
    out.push((
        world.act(id, "one-stop-1", entry("2023-03-01T09:00", "one-stop-1")).unwrap_err(),
        "“ghi bù” cần một người thứ hai xác nhận, khác người thực hiện.",
    ));
    out.push((
        world.act(id, "one-stop-1", entry("2023-03-01T09:00", "handler-stp-1")).unwrap_err(),
        "Người thứ hai xác nhận “ghi bù” phải là người được làm việc này: công chức một cửa, Giám đốc Trung tâm.",
    ));
    out.push((
        world.act(id, "one-stop-1", entry("2023-03-01T11:00", "one-stop-2")).unwrap_err(),
        "Thời điểm ghi bù phải ở quá khứ và không trước khi hồ sơ được mở.",
    ));
    world.act(id, "one-stop-1", missing("ask_supplement")).unwrap();
    world.act(id, "one-stop-1", Form::new("supplemented")).unwrap();
    out.push((
        world.act(id, "one-stop-1", missing("ask_supplement")).unwrap_err(),
        "Đã “Yêu cầu bổ sung” 1 lần, quy định không cho phép thêm.",
    ));
    out.push((
        world.at("2023-03-07T08:00").act(id, "handler-stp-1", missing("return_incomplete")).unwrap_err(),
        "Chỉ được “Trả lại hồ sơ chưa đủ điều kiện” trong 3 ngày làm việc, hạn cuối là 06/03/2023 08:00.",
    ));
    out
}

fn of_mentions() -> Vec<(Refusal, &'static str)> {
    let mut world = World::shipped();
    let id = task(&mut world);
    let mut org = world.catalogue().org.clone();
    for code in ["an-1", "an-2"] {
        let mut person = org.people["handler-stc-1"].clone();
        (person.code, person.name) = (code.into(), "Lê Văn An".to_owned());
        org.people.insert(code.into(), person);
    }
    let of = world.type_of(id);
    let call = |text: &str| {
        let readers = kernel::case::rights::Readers { newest: &of, own: &of };
        kernel::case::mention::called(text, &[], world.case(id), readers, &org, world.now().date()).unwrap_err()
    };
    let many: Vec<String> =
        org.people.keys().filter(|p| p.as_str().contains("-vp-")).map(|p| format!("@{p}")).collect();
    vec![
        (
            call("@Trần Văn Không, xem"),
            "Không có ai tên “Trần Văn Không” đang làm việc. Xin ghi đúng họ tên sau dấu @, hoặc chọn trong danh sách.",
        ),
        (call("@Lê Văn An xem"), "Có 2 người tên “Lê Văn An”. Xin bỏ dấu @ và chọn đúng người trong danh sách."),
        (
            call("@Trịnh Công Khánh, @focal-syt"),
            "Trịnh Công Khánh, Vi Quốc Tùng không thuộc những người được đọc hồ sơ này nên không nhắc tên được. Xin bỏ dấu @ trước tên, hoặc phân công, phối hợp trước.",
        ),
        (call(&many[..21].join(" ")), "Ý kiến nhắc tên 21 người, tối đa 20. Xin bớt người."),
    ]
}

fn of_old_books() -> (Refusal, &'static str) {
    let mut world = World::shipped();
    let asked = super::carried::dossier(&mut world);
    let asked = kernel::case::CarryOver { number: String::new(), ..asked };
    let refusal = super::carried::carry(&mut world, "one-stop-1", asked).unwrap_err();
    (refusal, "Chưa chuyển được: sổ và số của hồ sơ phải có 1 đến 200 ký tự; xin bổ sung.")
}

fn of_the_organisation() -> (Refusal, &'static str) {
    let world = World::shipped();
    let left = kernel::org::OrgChange::PersonLeft {
        person: "clerk-1".into(),
        last: day("2023-03-31"),
        basis: "QĐ 12/QĐ-VP".to_owned(),
    };
    let refused = kernel::org::decide(&world.catalogue().org, &left, &world.actor("clerk-2"), day("2023-03-01"));
    (refused.unwrap_err().into(), "Ông/bà không có quyền làm việc này. Người được làm: quản trị.")
}

fn of_the_log() -> (Refusal, &'static str) {
    (
        PublishRefusal::Published.into(),
        "Nhật ký đang được công khai. Muốn đổi, xin ghi quyết định thôi công khai trước.",
    )
}

fn outside_quotes(text: &str) -> String {
    let unquoted = text.split('“').map(|part| part.split_once('”').map_or(part, |(_, rest)| rest));
    unquoted.collect::<String>().split('`').step_by(2).collect()
}

#[test]
fn every_refusal_says_what_the_matter_is() {
    let mut seen = BTreeSet::new();
    for (refusal, sentence) in of_tasks()
        .into_iter()
        .chain(of_tasks_later())
        .chain(of_dossiers())
        .chain(of_mentions())
        .chain([of_old_books(), of_the_organisation(), of_the_log()])
    {
        assert!(is_known(&refusal));
        assert_eq!(refusal.vi(), sentence);
        let english = refusal.en();
        assert!(
            english.ends_with('.') && english.starts_with(|c: char| c.is_uppercase() || "“`".contains(c)),
            "{english}"
        );
        // A unit is called by its name in both languages; what is quoted may be anything.
        let own_words = outside_quotes(&english.replace("Văn phòng UBND tỉnh", ""));
        assert!(own_words.chars().all(|c| c.is_ascii() || c == '…'), "{english}");
        seen.insert(refusal.rule());
    }
    assert_eq!(seen.len(), VARIANTS, "{seen:?}");
}

/// A form shows the refusal beside the field it is about; a rule of law is named.
#[test]
fn the_field_and_the_law_are_named() {
    let named: Vec<_> = of_tasks().into_iter().filter_map(|(r, _)| r.field().map(ToString::to_string)).collect();
    assert_eq!(named, ["product", "subject", "authority"]);
    let laws: BTreeSet<String> = of_dossiers().into_iter().map(|(r, _)| r.basis().to_owned()).collect();
    assert!(laws.iter().any(|law| law.contains("Điều 19 khoản 4")), "{laws:?}");
    assert!(laws.iter().any(|law| law.contains("một lần")), "{laws:?}");
}

#[test]
fn commands_without_a_case_and_openings_of_an_open_one() {
    let mut world = World::shipped();
    let id = task(&mut world);
    let actor = world.actor("chief");
    let urge = Command::from(Act::Urge { text: "x".to_owned() });
    let refusal = world.decide(None, "chief", &urge).unwrap_err();
    assert_eq!(refusal.rule(), "nothing_to_do");
    let opening =
        kernel::case::Opening { id, case_type: "task".into(), form: task_form().lead("stc").into_move(), batch: None };
    let refusal = world.act(id, "chief", Command::from(Act::Open(opening))).unwrap_err();
    assert_eq!(refusal.vi(), "Danh mục không có hồ sơ mới “task”.");
    assert_eq!(actor.person.as_str(), "chief");
    let set = Act::SetFields([("subject".into(), Value::text(&"a".repeat(501)))].into());
    let refusal = world.act(id, "chairman", set).unwrap_err();
    assert_eq!(refusal.vi(), "“Trích yếu nhiệm vụ”: dài 501 ký tự, tối đa 500; xin rút gọn.");
}
