//! Documents in and out (Nghị định 30/2020/NĐ-CP): numbers of the year, the time to advise, returned and cancelled ones.

use kernel::case::{Act, CaseId};
use testkit::{Form, World, day};

use super::{refused, refused_by};

fn draft(kind: &str, symbol: &str) -> Form {
    Form::new("draft")
        .text("agency", "ubnd")
        .text("kind", kind)
        .text("symbol", symbol)
        .text("subject", "Phê duyệt kế hoạch")
        .lead("vp-kt")
        .holder("specialist-vp-kt-1")
}

fn drafted(world: &mut World, kind: &str, symbol: &str) -> CaseId {
    world.open("specialist-vp-kt-1", "outgoing_document", draft(kind, symbol)).unwrap()
}

/// From draft to signature.
fn sign(world: &mut World, id: CaseId) {
    world.act(id, "specialist-vp-kt-1", Form::new("submit")).unwrap();
    world.act(id, "deputy-chief-2", Form::new("approve")).unwrap();
    world.act(id, "vice-chairman-1", Form::new("sign")).unwrap();
}

fn register() -> Form {
    Form::new("register").text("agency", "ubnd").text("subject", "Báo cáo tháng 2").text("sender", "Sở Tài chính")
}

#[test]
fn drafted_signed_numbered_dispatched() {
    let mut world = World::shipped();
    let id = drafted(&mut world, "quyet_dinh", "QĐ-UBND");
    assert_eq!(world.due(id), "2023-03-10T08:00:00", "7 working days by its kind");
    sign(&mut world, id);
    world.at("2023-03-10T15:00").act(id, "clerk-1", Form::new("number")).unwrap();
    assert_eq!(world.number(id, "outgoing"), "01/QĐ-UBND");
    assert_eq!(world.verdict(id), "on_time");
    world.act(id, "clerk-1", Form::new("dispatch").text("recipients", "Các sở, ban, ngành")).unwrap();
    assert!(world.case(id).is_closed());
    assert_eq!((world.counted(id, "documents.issued"), world.counted(id, "documents.issued.on_time")), (1, 1));
}

#[test]
fn each_kind_has_its_time_and_a_given_one_wins() {
    let mut world = World::shipped();
    for (kind, due) in [
        ("giay_moi", "2023-03-03T08:00:00"),
        ("ke_hoach", "2023-03-10T08:00:00"),
        ("ket_qua_tthc", "2023-03-10T08:00:00"),
        ("cong_van", "2023-03-08T08:00:00"),
    ] {
        let id = drafted(&mut world, kind, "UBND-KTTC");
        assert_eq!(world.due(id), due, "{kind}");
    }
    let form = draft("giay_moi", "GM-UBND").due("2023-03-02");
    let id = world.open("specialist-vp-kt-1", "outgoing_document", form).unwrap();
    assert_eq!(world.due(id), "2023-03-02T17:00:00");
    let form = draft("giay_moi", "GM-UBND").never_due();
    refused_by(world.open("specialist-vp-kt-1", "outgoing_document", form), "due_needed");
}

/// Điều 15: by symbol and year; the first number of the year is 01.
#[test]
fn numbers_count_by_symbol_and_year() {
    let mut world = World::shipped();
    let mut number = |symbol: &str, on: &str| {
        world.at(on);
        let id = drafted(&mut world, "cong_van", symbol);
        sign(&mut world, id);
        world.act(id, "clerk-1", Form::new("number")).unwrap();
        world.number(id, "outgoing").to_owned()
    };
    let first = "2023-12-29T08:00";
    assert_eq!(number("UBND-KTTC", first), "01/UBND-KTTC");
    assert_eq!(number("UBND-KTTC", first), "02/UBND-KTTC");
    assert_eq!(number("UBND-VX", first), "01/UBND-VX");
    assert_eq!(number("UBND-KTTC", "2024-01-02T08:00"), "01/UBND-KTTC");
}

/// A written return of an incomplete file pauses the time to advise; returning a draft does not.
#[test]
fn only_a_written_return_stops_the_time() {
    let mut world = World::shipped();
    let id = drafted(&mut world, "cong_van", "UBND-KTTC");
    refused_by(world.act(id, "specialist-vp-kt-1", Form::new("return_incomplete")), "reason_needed");
    world.act(id, "specialist-vp-kt-1", Form::new("return_incomplete").reason("Thiếu tờ trình")).unwrap();
    world.at("2023-03-06T08:00").act(id, "specialist-vp-kt-1", Form::new("complete")).unwrap();
    assert_eq!(world.due(id), "2023-03-13T08:00:00");
    world.act(id, "specialist-vp-kt-1", Form::new("submit")).unwrap();
    world.act(id, "head-vp-kt", Form::new("return_draft").reason("Sửa căn cứ")).unwrap();
    assert_eq!((world.step(id), world.due(id).as_str()), ("drafting", "2023-03-13T08:00:00"));
}

/// A number once given is not used again: the cancelled document keeps it and is no figure.
#[test]
fn a_cancelled_number_stays_in_the_book() {
    let mut world = World::shipped();
    let id = drafted(&mut world, "cong_van", "UBND-KTTC");
    sign(&mut world, id);
    world.act(id, "clerk-1", Form::new("number")).unwrap();
    world.act(id, "clerk-1", Form::new("cancel").reason("Trùng văn bản")).unwrap();
    assert_eq!((world.number(id, "outgoing"), world.counted(id, "documents.issued")), ("01/UBND-KTTC", 0));
    let next = drafted(&mut world, "cong_van", "UBND-KTTC");
    sign(&mut world, next);
    world.act(next, "clerk-1", Form::new("number")).unwrap();
    assert_eq!(world.number(next, "outgoing"), "02/UBND-KTTC");
    let abandoned = drafted(&mut world, "cong_van", "UBND-KTTC");
    world.act(abandoned, "head-vp-kt", Form::new("abandon").reason("Không cần nữa")).unwrap();
    assert_eq!((world.number(abandoned, "outgoing"), world.counted(abandoned, "documents.issued")), ("", 0));
}

#[test]
fn copies_and_letters_of_the_centre_are_not_counted() {
    let mut world = World::shipped();
    let mut counted = |form: Form| {
        let id = world.open("specialist-vp-kt-1", "outgoing_document", form).unwrap();
        sign(&mut world, id);
        world.act(id, "clerk-1", Form::new("number")).unwrap();
        (world.counted(id, "documents.issued"), world.counted(id, "documents.issued.of_dossiers"))
    };
    let form = || draft("ket_qua_tthc", "GP-UBND");
    assert_eq!(counted(form()), (1, 0));
    assert_eq!(counted(form().flag("of_dossier", true)), (1, 1));
    assert_eq!(counted(form().flag("copy", true).flag("of_dossier", true)), (0, 0));
    assert_eq!(counted(form().text("agency", "centre_letter")), (0, 0));
}

#[test]
fn the_time_to_advise_is_extended_by_those_who_sign() {
    let mut world = World::shipped();
    let id = drafted(&mut world, "cong_van", "UBND-KTTC");
    let later = Act::Extend { due: day("2023-03-17"), reason: "Xin ý kiến các bộ".to_owned() };
    refused(
        world.act(id, "specialist-vp-kt-1", later.clone()),
        "not_allowed",
        "Ông/bà không có quyền “gia hạn”. Người được làm việc này: Chủ tịch, Phó Chủ tịch, Chánh Văn phòng, Phó Chánh Văn phòng.",
    );
    world.act(id, "deputy-chief-2", later).unwrap();
    assert_eq!(world.due(id), "2023-03-17T17:00:00");
}

#[test]
fn registered_submitted_assigned_answered() {
    let mut world = World::shipped();
    let id = world.open("clerk-1", "incoming_document", register()).unwrap();
    assert_eq!((world.number(id, "arrival"), world.due(id).as_str()), ("1", "none"));
    let to_office = world.open("clerk-1", "incoming_document", register().text("agency", "vp")).unwrap();
    assert_eq!(world.number(to_office, "arrival"), "1", "each agency has its book");
    let second = world.open("clerk-2", "incoming_document", register()).unwrap();
    assert_eq!(world.number(second, "arrival"), "2");
    world.act(id, "clerk-1", Form::new("submit")).unwrap();
    refused_by(world.act(id, "clerk-1", Form::new("assign").lead("vp-kt")), "not_allowed");
    let opinion = Form::new("assign").text("opinion", "Phòng KTTC tham mưu").text("answer_by", "2023-03-08");
    world.act(id, "deputy-chief-2", opinion.lead("vp-kt").holder("specialist-vp-kt-1")).unwrap();
    world.act(id, "specialist-vp-kt-1", Form::new("answer")).unwrap();
    assert!(world.case(id).is_closed());
    assert_eq!(world.counted(id, "documents.received"), 1);
}

#[test]
fn returned_to_the_sender_it_is_not_received() {
    let mut world = World::shipped();
    let id = world.open("clerk-1", "incoming_document", register()).unwrap();
    world.act(id, "clerk-1", Form::new("return_to_sender").reason("Gửi nhầm")).unwrap();
    assert_eq!((world.number(id, "arrival"), world.counted(id, "documents.received")), ("1", 0));
}

/// A document that was sent back in writing is explained by the law of documents, a dossier by its own.
#[test]
fn a_pause_is_explained_by_the_law_of_its_type() {
    let mut world = World::shipped();
    let id = drafted(&mut world, "quyet_dinh", "QĐ-UBND");
    world.act(id, "specialist-vp-kt-1", Form::new("return_incomplete").reason("Thiếu tờ trình")).unwrap();
    world.at("2023-03-03T08:00").act(id, "specialist-vp-kt-1", Form::new("complete")).unwrap();
    let last = |world: &World, id: CaseId| {
        let clock = world.case(id).clock.clone().unwrap();
        clock.explain(world.calendar()).unwrap().steps.pop().unwrap().basis
    };
    assert!(last(&world, id).starts_with("Quy chế làm việc của UBND tỉnh"), "{}", last(&world, id));

    let id = super::dossier_in_work(&mut world);
    let missing = Form::new("ask_supplement").text("missing_papers", "CCCD").reason("Thiếu");
    world.act(id, "handler-stp-1", missing).unwrap();
    world.at("2023-03-06T08:00").act(id, "handler-stp-1", Form::new("supplemented")).unwrap();
    assert_eq!(last(&world, id), "Thực hành của hệ thống một cửa theo Nghị định 61/2018/NĐ-CP");
    // A record from before the law was kept beside the pause is explained by the law of the limit.
    let mut old = world.case(id).clock.clone().unwrap();
    old.pauses[0].basis.clear();
    assert_eq!(old.explain(world.calendar()).unwrap().steps.pop().unwrap().basis, old.basis);
}
