//! The opening of a case, handed over from its page to whoever inspects.

use audit::evidence::verify_opening;
use translog::PublicKey;

use super::super::tongues::{is_vietnamese, shown};
use super::receipts::{accepted, sign};
use super::{Desk, main_of};

const GROUND: [(&str, &str); 2] = [("to", "Thanh tra tỉnh, ông Nguyễn Văn A"), ("why", "Kế hoạch thanh tra 12/KH-TTr")];

/// The key of the log of this desk, as whoever verifies has it.
fn key(desk: &Desk) -> PublicKey {
    let vkey = desk.office.log_file("vkey").unwrap().unwrap();
    PublicKey::parse(std::str::from_utf8(&vkey.bytes).unwrap().trim()).unwrap()
}

#[tokio::test]
async fn an_opening_is_recorded_and_saved_and_the_verifier_accepts_it() {
    let desk = Desk::demo();
    let case = accepted(&desk);
    let form = format!("{case}/ban-mo");
    desk.set("2024-01-02T09:00");
    let mut chief = desk.person("chief");
    chief.get(&case).await.is(200).says("Giao bản mở cho thanh tra").says(&form);
    let page = chief.get(&form).await;
    page.is(200).says("Bản mở cho người nhận thấy").says("Bản mở không có").silent_on("Đã giao, mới nhất");

    let before = desk.office.ledger().head().unwrap();
    chief.fill(&page, &form, &GROUND).await.is(422).says("chưa vào nhật ký đã ký").says("Kế hoạch thanh tra 12");
    sign(&desk);
    chief.fill(&page, &form, &[]).await.is(422).says("Xin ghi cơ quan, người nhận");
    chief.fill(&page, &form, &GROUND[..1]).await.is(422).says("Xin ghi căn cứ, lý do");
    assert_eq!(desk.office.ledger().head().unwrap(), before, "what was refused is not recorded");

    let saved = chief.fill(&page, &form, &GROUND).await;
    saved.is(200);
    let header = |name: &str| saved.headers[name].to_str().unwrap().to_owned();
    assert!(header("content-disposition").starts_with("attachment; filename=\"ban-mo-"), "{:?}", saved.headers);
    assert_eq!((header("content-type"), header("cache-control")), ("application/json".into(), "no-store".into()));
    assert_eq!(desk.office.ledger().head().unwrap().next, before.next + 1, "that it was given is recorded");
    let proven = verify_opening(&saved.bytes, &key(&desk)).unwrap();
    assert_eq!((format!("/ho-so/{}", proven.case), proven.erased), (case, 0));
    saved.says("Lê Thị Bích").says("Thanh tra tỉnh, ông Nguyễn Văn A");
    assert!(verify_opening(saved.text.replace("Lê Thị Bích", "Lê Thị Bình").as_bytes(), &key(&desk)).is_err());
    chief
        .get(&form)
        .await
        .says("Đã giao, mới nhất trước")
        .says("Kế hoạch thanh tra 12/KH-TTr")
        .says("02/01/2024 09:00");
}

#[tokio::test]
async fn whoever_may_not_give_it_sees_no_button_and_is_refused_in_words() {
    let desk = Desk::demo();
    let case = accepted(&desk);
    sign(&desk);
    let form = format!("{case}/ban-mo");
    let mut officer = desk.person("one-stop-1");
    let page = officer.get(&case).await;
    page.is(200).silent_on("Giao bản mở").silent_on(&form);
    officer.get(&form).await.is(403).says("Chỉ Chủ tịch UBND tỉnh hoặc Chánh Văn phòng");
    let csrf = page.form("/dang-xuat").into_iter().find(|(name, _)| name == "csrf").unwrap();
    let mut forged: Vec<_> = GROUND.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    forged.push(csrf);
    let before = desk.office.ledger().head().unwrap();
    officer.post(&form, &forged).await.is(403).says("Chỉ Chủ tịch UBND tỉnh").silent_on("Lê Thị Bích");
    assert_eq!(desk.office.ledger().head().unwrap(), before);
    desk.person("focal-stc").get(&form).await.is(404);
    desk.browser().get(&form).await.is(303);
}

#[tokio::test]
async fn the_english_form_says_nothing_in_vietnamese_but_data() {
    let desk = Desk::demo();
    let case = accepted(&desk);
    let mut chief = desk.person("chief");
    chief.get("/ngon-ngu/en?ve=%2F").await.is(303);
    let page = chief.get(&format!("{case}/ban-mo")).await;
    for text in shown(main_of(&page.is(200).text)) {
        assert!(!is_vietnamese(&text.replace("Thanh tra tỉnh", "")), "{text}");
    }
}
