//! The books: awards, party cells, members and transfers, terms of the union, plan and programme items, imported cases.

use kernel::case::{Act, CaseId};
use kernel::figures::facts;
use testkit::{Form, World, at, day, late};

use super::{refused, refused_by};

#[test]
fn an_award_counts_on_the_day_it_is_handed_over() {
    let mut world = World::shipped();
    let form = Form::new("propose")
        .text("label", "Bằng khen Chủ tịch UBND tỉnh – cá nhân 03")
        .text("form", "chairman_certificate")
        .text("subject_kind", "individual")
        .text("recipient", "Lê Văn Tài");
    let id = world.open("specialist-vp-hctc-1", "award", form).unwrap();
    let decided = Form::new("decide").text("decision_number", "812/QĐ-UBND").text("decision_date", "2023-03-14");
    world.at("2023-03-15T09:00").act(id, "specialist-vp-hctc-1", decided).unwrap();
    assert_eq!(world.counted(id, "awards.chairman_certificate.individual"), 0);
    refused_by(world.act(id, "chairman", Form::new("hand_over")), "missing");
    world
        .at("2023-04-01T09:00")
        .act(id, "chairman", Form::new("hand_over").text("handed_over_on", "2023-04-01"))
        .unwrap();
    assert_eq!(world.counted(id, "awards.chairman_certificate.individual"), 1);
    assert_eq!(world.counted(id, "awards.chairman_certificate.collective"), 0);
    assert!(!world.case(id).fields.contains_key("recipient"), "a name is sealed");
}

/// Chuyển sinh hoạt: 30 working days to hand in the paper; it counts when accepted, and only inwards.
#[test]
fn a_party_transfer_counts_when_it_is_accepted() {
    let mut world = World::shipped();
    let issue = |direction: &str| Form::new("issue").text("label", "GTSH 12").text("direction", direction);
    let id = world.open("party-secretary", "party_transfer", issue("in")).unwrap();
    assert_eq!(world.due(id), "2023-04-12T08:00:00");
    world.at("2023-04-13T08:00").act(id, "system", Form::new("mark_overdue")).unwrap();
    assert_eq!(world.counted(id, "party.transfers_in"), 0);
    world.act(id, "party-secretary", Form::new("accept")).unwrap();
    assert_eq!((world.counted(id, "party.transfers_in"), world.verdict(id).as_str()), (1, "late"));
    let out = world.open("party-secretary", "party_transfer", issue("out")).unwrap();
    world.act(out, "party-secretary", Form::new("accept")).unwrap();
    assert_eq!(world.counted(out, "party.transfers_in"), 0);
    refused_by(world.open("chief", "party_transfer", issue("in")), "not_allowed");
    // One secretary keeps these books: anybody in office may answer for a late entry beside them.
    world.open_late("party-secretary", "party_transfer", issue("in"), late("2023-04-12T08:00", "chief")).unwrap();
}

/// The days on which a case exists for a stock figure: from, and the first day on which it no longer does.
fn stock(world: &World, id: CaseId, indicator: &str) -> Vec<(String, Option<String>)> {
    let all = facts(&world.type_of(id), world.case(id));
    let mine = all.iter().filter(|f| f.indicator == *indicator);
    mine.map(|f| (f.since.to_string(), f.until.map(|d| d.to_string()))).collect()
}

#[test]
fn members_are_counted_by_the_day() {
    let mut world = World::shipped();
    let admit = || Form::new("admit").text("label", "ĐV-012").text("cell", "Chi bộ Tổng hợp");
    let id = world.open("party-secretary", "party_member", admit()).unwrap();
    let day = |on: &str| on.to_owned();
    assert_eq!(stock(&world, id, "party.members.probationary"), [(day("2023-03-01"), None)]);
    world
        .at("2024-03-01T08:00")
        .act(id, "party-secretary", Form::new("confirm").text("official_on", "2024-03-01"))
        .unwrap();
    assert_eq!(stock(&world, id, "party.members.probationary"), [(day("2023-03-01"), Some(day("2024-03-01")))]);
    assert_eq!(stock(&world, id, "party.members.full"), [(day("2024-03-01"), None)]);
    world.at("2025-06-02T08:00").act(id, "party-secretary", Form::new("leave").reason("Chuyển công tác")).unwrap();
    assert_eq!(stock(&world, id, "party.members.full"), [(day("2024-03-01"), Some(day("2025-06-02")))]);
    assert_eq!(stock(&world, id, "party.members"), [(day("2023-03-01"), Some(day("2025-06-02")))]);

    let id = world.at("2023-03-01T08:00").open("party-secretary", "party_member", admit()).unwrap();
    world
        .at("2023-09-01T08:00")
        .act(id, "party-secretary", Form::new("leave_probationary").reason("Xin thôi"))
        .unwrap();
    assert_eq!(stock(&world, id, "party.members.probationary"), [(day("2023-03-01"), Some(day("2023-09-01")))]);
    assert_eq!(stock(&world, id, "party.members.full"), []);
}

#[test]
fn a_cell_exists_until_it_is_dissolved() {
    let mut world = World::shipped();
    let id = world.open("party-secretary", "party_cell", Form::new("found").text("name", "Chi bộ Kinh tế")).unwrap();
    assert_eq!(world.counted(id, "party.cells"), 1);
    world.at("2023-06-01T08:00").act(id, "party-secretary", Form::new("dissolve").reason("Sáp nhập")).unwrap();
    assert_eq!(stock(&world, id, "party.cells"), [("2023-03-01".to_owned(), Some("2023-06-01".to_owned()))]);
}

#[test]
fn a_congress_of_the_union_counts_when_it_was_held() {
    let mut world = World::shipped();
    let form = Form::new("prepare")
        .text("label", "Công đoàn Văn phòng")
        .text("term", "VIII")
        .number("from_year", 2023)
        .number("to_year", 2028);
    let id = world.open("deputy-chief-1", "union_term", form).unwrap();
    assert_eq!(world.counted(id, "union.congresses"), 0);
    world.act(id, "deputy-chief-1", Form::new("hold").text("congress_on", "2023-03-01")).unwrap();
    assert_eq!(world.counted(id, "union.congresses"), 1);
    world.at("2028-03-01T08:00").act(id, "deputy-chief-1", Form::new("end")).unwrap();
    assert!(world.case(id).is_closed());
}

#[test]
fn a_plan_item_counts_by_the_date_of_the_plan() {
    let mut world = World::shipped();
    let form = Form::new("enter")
        .text("plan", "12/KH-UBND")
        .text("plan_date", "2023-01-10")
        .text("kind", "target")
        .text("text", "Chưa có nguồn")
        .flag("source_known", false);
    let id = world.open("specialist-vp-th-1", "plan_item", form.clone()).unwrap();
    let all = facts(&world.type_of(id), world.case(id));
    assert_eq!((all.len(), all[0].indicator.as_str(), all[0].day), (1, "plan.targets", day("2023-01-10")));
    refused(
        world.open("specialist-vp-th-1", "plan_item", form.number("ordinal", 1_000)),
        "bad_value",
        "“Số thứ tự”: lớn nhất là 999.",
    );
    world.act(id, "specialist-vp-th-1", Form::new("review").text("reached_value", "đạt")).unwrap();
    assert!(world.case(id).is_closed());
}

#[test]
fn a_programme_item_is_postponed_by_leave_of_the_chairmen_only() {
    let mut world = World::shipped();
    let form = Form::new("register").text("subject", "Đề án").text("item_kind", "scheme").text("level", "council");
    let id = world.open("focal-stc", "programme_item", form).unwrap();
    world.act(id, "deputy-chief-1", Form::new("include").lead("stc").due("2023-06-20")).unwrap();
    let later = Act::Extend { due: day("2023-09-20"), reason: "Chờ nghị định".to_owned() };
    refused(
        world.act(id, "deputy-chief-1", later.clone()),
        "not_allowed",
        "Ông/bà không có quyền “lùi thời hạn”. Người được làm việc này: Chủ tịch, Phó Chủ tịch.",
    );
    world.act(id, "vice-chairman-1", later).unwrap();
    world.at("2023-09-20T16:00").act(id, "focal-stc", Form::new("submit")).unwrap();
    assert_eq!(world.verdict(id), "on_time");
    world.at("2023-09-21T08:00").act(id, "chief", Form::new("return").reason("Bổ sung")).unwrap();
    world.act(id, "focal-stc", Form::new("submit")).unwrap();
    assert_eq!(world.verdict(id), "late");
    world.act(id, "chairman", Form::new("pass")).unwrap();
    assert_eq!((world.counted(id, "programme.items"), world.counted(id, "programme.items.passed")), (1, 1));
}

/// A foreign history: received, due and finished as the source says, also before our calendar begins.
#[test]
fn an_imported_case_keeps_the_times_of_its_source() {
    let mut world = World::shipped();
    let import = || Form::new("import").text("name", "case-1").text("log", "receipt").received("2011-03-01T10:00");
    let id = world.open("system", "imported_case", import().due_at("2011-04-15T17:00")).unwrap();
    let step =
        |name: &str, on: &str| Act::Foreign { at: at(on), name: name.to_owned(), resource: "Resource01".to_owned() };
    world.act(id, "system", step("Confirmation of receipt", "2011-03-01T10:00")).unwrap();
    world.act(id, "system", step("T02 Check", "2011-03-02T11:00")).unwrap();
    world.act(id, "system", Form::new("finish").received("2011-03-20T09:00")).unwrap();
    assert_eq!((world.due(id).as_str(), world.verdict(id).as_str()), ("2011-04-15T17:00:00", "early"));
    let all = facts(&world.type_of(id), world.case(id));
    let days: Vec<(&str, String)> = all.iter().map(|f| (f.indicator.as_str(), f.day.to_string())).collect();
    assert_eq!(
        days,
        [
            ("imported.cases", "2011-03-01".to_owned()),
            ("imported.finished", "2011-03-20".to_owned()),
            ("imported.finished.on_time", "2011-03-20".to_owned()),
        ]
    );
    assert_eq!(world.events(id)[2].private.name, "Resource01");
    let never = world.open("system", "imported_case", import().never_due()).unwrap();
    assert_eq!(world.due(never), "never");
    let unsaid = world.open("system", "imported_case", import()).unwrap();
    assert_eq!(world.due(unsaid), "never", "no due date is invented");
    refused_by(world.open("admin", "imported_case", import()), "not_allowed");
    refused_by(world.act(never, "specialist-vp-th-1", step("x", "2011-03-02T11:00")), "not_allowed");
}
