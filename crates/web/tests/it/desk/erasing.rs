//! Erasing a case by law from its page to the list of what was erased, without JavaScript.

use kernel::case::{Act, MoveForm, Opening, Value};
use kernel::org::OrgChange;
use office::Request;

use super::super::markup::tags;
use super::super::tongues::{is_vietnamese, shown};
use super::{Desk, main_of};

const LIST: &str = "/quan-tri/xoa-theo-luat";
const GROUND: [(&str, &str); 2] =
    [("van-ban", "Quyết định 45/QĐ-VP ngày 02/01/2024"), ("can-cu", "Điều 14 Luật 91/2025/QH15")];

/// A dossier that was refused at the counter, and so is over; answers its identity and its number.
fn over(desk: &Desk, n: u128) -> (uuid::Uuid, String) {
    let texts = [
        ("procedure", "2.000488"),
        ("subject", "Hồ sơ của bà Lê Thị Bích Ngân"),
        ("channel", "counter"),
        ("unit_code", "H56.14"),
        ("applicant", "Lê Thị Bích Ngân"),
        ("delivery", "counter"),
        ("applicant_kind", "citizen"),
    ];
    let now = testkit::at("2024-01-02T08:00");
    let filled =
        texts.iter().fold(MoveForm::new("accept_at_counter"), |form, (f, text)| form.with(*f, Value::text(text)));
    let officer = desk.office.house().actor("one-stop-1", now).unwrap();
    let id = uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0100 + n);
    let opening = Opening { id, case_type: "dossier".into(), form: filled, batch: None };
    let act = |case, act: Act, by| desk.office.act(&Request::new(case, act, by, now, [8; 16]));
    let number = act(None, Act::Open(opening), &officer).unwrap().numbers[0].clone();
    let withdrawn = MoveForm { reason: Some("người nộp rút hồ sơ".into()), ..MoveForm::new("withdraw") };
    act(Some(id), Act::Move(withdrawn), &officer).unwrap();
    (id, number)
}

/// Lets the Chief, who reads dossiers, administer.
fn let_in(desk: &Desk) {
    let (now, house) = (testkit::at("2024-01-02T08:00"), desk.office.house());
    let admin = house.actor("admin", now).unwrap();
    let (basis, post) = ("QĐ 12/QĐ-VP ngày 02/01/2024".to_owned(), kernel::Code::from("vp.qt-2"));
    let (unit, title, role) = ("vp".into(), "Quản trị thứ hai".to_owned(), kernel::org::ADMINISTRATOR.into());
    let added = OrgChange::PostAdded { post: post.clone(), unit, title, role, basis: basis.clone() };
    let held = OrgChange::PostHeld { person: "chief".into(), post, from: now.date(), to: None, basis };
    for (change, key) in [(added, 7), (held, 8)] {
        desk.office.change_org(&change, uuid::Uuid::from_u128(key), &admin, now, [9; 16]).unwrap();
    }
}

#[tokio::test]
async fn a_case_is_erased_from_its_page_and_says_so() {
    let desk = Desk::demo();
    let (id, number) = over(&desk, 1);
    let_in(&desk);
    desk.set("2024-01-02T09:00");
    let (case, form) = (format!("/ho-so/{id}"), format!("/ho-so/{id}/xoa"));
    let mut admin = desk.person("chief");
    admin.get(&case).await.is(200).says("Xóa dữ liệu theo pháp luật").says(&form).says("Lê Thị Bích Ngân");
    let page = admin.get(&form).await;
    tags(&page.text).unwrap();
    page.is(200).says("Sẽ mất hẳn").says("Còn lại").says("Không thể hoàn lại").says("Bản sao lưu").says(&number);

    // Without ground, or with another number, nothing is done.
    let before = desk.office.ledger().head().unwrap();
    admin.fill(&page, &form, &[]).await.is(422).says("Ghi số, ngày của văn bản").says("Số gõ lại chưa đúng");
    let other = admin.fill(&page, &form, &[GROUND[0], GROUND[1], ("go-lai", "000.00.00.H56-240102-0009")]).await;
    other.is(422).says("Số gõ lại chưa đúng").says("Quyết định 45/QĐ-VP").silent_on("Ghi số, ngày của văn bản");
    assert_eq!(desk.office.ledger().head().unwrap(), before);

    let typed = [GROUND[0], GROUND[1], ("go-lai", number.as_str())];
    let done = admin.fill(&page, &form, &typed).await;
    let after = admin.follow(&done).await;
    after
        .is(200)
        .says("Đã xóa theo pháp luật")
        .says("02/01/2024 09:00")
        .says("Điều 14 Luật 91/2025/QH15")
        .says(&number);
    after.says("Quyết định 45/QĐ-VP").silent_on("Ngân").silent_on(&form).silent_on("Cho ý kiến");
    // Sent twice it was done once; the form is over.
    admin.fill(&page, &form, &typed).await.is(303);
    admin.get(&form).await.is(422).says("đã xóa theo pháp luật");
    let mut officer = desk.person("one-stop-1");
    officer.get(&case).await.is(200).says("(đã xóa theo pháp luật)").says("căn cứ: Quyết định 45").silent_on("Ngân");
    officer.get("/so/dossier").await.is(200).says("(đã xóa theo pháp luật)").silent_on("Ngân");
    officer.get("/tim?q=Ng%C3%A2n").await.silent_on("Bích Ngân");
    let list = admin.get(LIST).await;
    tags(&list.text).unwrap();
    list.is(200).says(&number).says("Điều 14 Luật").says("02/01/2024 09:00");
    officer.get("/ngon-ngu/en?ve=%2F").await.is(303);
    officer.get(&case).await.says("Erased by law").says("(erased by law)");
}

#[tokio::test]
async fn whoever_may_not_erase_sees_no_button_and_is_refused_in_words() {
    let desk = Desk::demo();
    let (id, number) = over(&desk, 1);
    let (case, form) = (format!("/ho-so/{id}"), format!("/ho-so/{id}/xoa"));
    desk.set("2024-01-02T09:00");
    let mut officer = desk.person("one-stop-1");
    let page = officer.get(&case).await;
    page.is(200).silent_on("Xóa dữ liệu theo pháp luật").silent_on(&form);
    officer.get(&form).await.is(403).says("xóa theo pháp luật");
    let csrf = page.form("/dang-xuat").into_iter().find(|(name, _)| name == "csrf").unwrap();
    let mut forged: Vec<_> = GROUND.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    forged.extend([csrf, ("go-lai".to_owned(), number)]);
    let before = desk.office.ledger().head().unwrap();
    officer.post(&form, &forged).await.is(403).says("xóa theo pháp luật").says("quản trị");
    assert_eq!(desk.office.ledger().head().unwrap(), before, "nothing is erased");
    // For whom the case does not exist, its form does not exist either.
    desk.person("focal-stc").get(&form).await.is(404);
    for address in [LIST, "/quan-tri/xoa-theo-luat/viet-lai"] {
        officer.get(address).await.is(403);
    }
    desk.person("chief").get(LIST).await.is(200).silent_on("viet-lai").silent_on("tim-so");
    desk.browser().get(&form).await.is(303);
}

#[tokio::test]
async fn whoever_administers_and_reads_no_case_erases_it_by_its_number() {
    let desk = Desk::demo();
    let (id, number) = over(&desk, 1);
    desk.set("2024-01-02T09:00");
    let mut admin = desk.person("admin");
    admin.get(&format!("/ho-so/{id}")).await.is(404);
    admin.get(LIST).await.is(200).says("Chưa có hồ sơ nào");
    admin.get(&format!("{LIST}?so=123%2FABC")).await.is(200).says("Không có hồ sơ nào mang số");
    let found = admin.get(&format!("{LIST}?so={number}")).await;
    assert_eq!(found.location(), format!("/ho-so/{id}/xoa"));
    let page = admin.follow(&found).await;
    page.is(200).says(&number).silent_on("Ngân");
    let typed = [GROUND[0], GROUND[1], ("go-lai", number.as_str())];
    let done = admin.fill(&page, &found.location(), &typed).await;
    assert_eq!(done.is(303).location(), LIST);
    admin.follow(&done).await.is(200).says(&number).says("Đã ghi sổ cái");
    let rewrite = format!("{LIST}/viet-lai");
    let page = admin.get(&rewrite).await;
    page.is(200).says("nên làm vào ban đêm");
    let done = admin.fill(&page, &rewrite, &[]).await;
    admin.follow(&done).await.is(200).says("Đã viết lại cơ sở dữ liệu").says(&number);
}

#[tokio::test]
async fn english_forms_say_nothing_in_vietnamese_but_data() {
    let desk = Desk::demo();
    let (id, _) = over(&desk, 1);
    let mut admin = desk.person("admin");
    admin.get("/ngon-ngu/en?ve=%2F").await.is(303);
    for address in [LIST.to_owned(), format!("{LIST}/viet-lai"), format!("/ho-so/{id}/xoa")] {
        let page = admin.get(&address).await;
        page.is(200);
        for text in shown(main_of(&page.text)) {
            assert!(!is_vietnamese(&text.replace("45/QĐ-VP", "")), "{address}: {text}");
        }
    }
}
