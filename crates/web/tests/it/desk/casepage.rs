//! The case page beyond its moves: papers looked at, links as a picture, people called by name, who may read and why,
//! corrections, a later day asked for, and forms whose session has ended.

use super::way::{FOCAL, SPECIALIST, give_task};
use super::{Browser, Desk, Page, main_of};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n0000";

async fn attach(browser: &mut Browser, case: &str, name: &str, bytes: &[u8]) -> Page {
    let page = browser.get(case).await;
    browser.upload(&page, &format!("{case}/viec/dinh-kem"), &[], ("file", name, bytes)).await
}

/// Addresses on a page that end like this.
fn links(page: &Page, end: &str) -> Vec<String> {
    let of = |key: &str| {
        let opened = format!("{key}=\"");
        let found = page.text.split(&opened).skip(1).filter_map(|s| s.split_once('"'));
        found.map(|(href, _)| href.to_owned()).filter(|href| href.ends_with(end)).collect::<Vec<_>>()
    };
    of("src").into_iter().chain(of("href")).collect()
}

#[tokio::test]
async fn papers_are_looked_at_as_what_they_are_and_never_run() {
    let desk = Desk::demo();
    let case = give_task(&mut desk.person(SPECIALIST), "Có tài liệu", &[]).await.location();
    let mut focal = desk.person(FOCAL);
    for (name, bytes) in [("a.pdf", PDF), ("b.png", PNG), ("c.txt", "<script>alert(1)</script> chữ".as_bytes())] {
        attach(&mut focal, &case, name, bytes).await.is(303);
    }
    let page = focal.get(&case).await;
    let html = main_of(&page.text);
    assert_eq!(html.matches("<iframe").count(), 2);
    assert_eq!(html.matches("<img").count(), 1);
    assert!(html.contains("sandbox=\"\""), "text stands in a sandbox");
    let mut seen = Vec::new();
    for href in links(&page, "/xem") {
        let shown = focal.get(&href).await;
        let get = |name: &str| shown.headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default().to_owned();
        let policy = get("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'self'"), "{policy}");
        assert!(!policy.contains("script-src"), "{policy}");
        assert_eq!((get("x-frame-options"), get("x-content-type-options")), ("SAMEORIGIN".into(), "nosniff".into()));
        assert!(get("content-disposition").starts_with("inline"));
        assert!(get("content-type") == "application/pdf" || policy.contains("sandbox"), "{policy}");
        assert_eq!(get("cache-control"), "no-store");
        seen.push(get("content-type"));
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen, ["application/pdf", "image/png", "text/plain; charset=utf-8"]);
    // A page itself is framed by nobody, and a paper by nobody who may not read its case.
    assert_eq!(page.headers.get("x-frame-options").unwrap(), "DENY");
    let href = links(&page, "/xem").remove(0);
    desk.person("focal-sxd").get(&href).await.is(404);
}

#[tokio::test]
async fn a_file_that_is_not_what_its_name_says_is_refused_where_it_was_chosen() {
    let desk = Desk::demo();
    let case = give_task(&mut desk.person(SPECIALIST), "Tệp giả", &[]).await.location();
    let mut focal = desk.person(FOCAL);
    attach(&mut focal, &case, "anh.png", PDF).await.is(422).says("mang đuôi .png nhưng nội dung là PDF");
    attach(&mut focal, &case, "bao-cao.pdf", b"MZ\x90\0").await.is(422).says("không thuộc loại được nhận");
    focal.get(&case).await.silent_on("/tep/");
}

#[tokio::test]
async fn links_lead_both_ways_and_only_to_what_may_be_read() {
    let desk = Desk::demo();
    let document = super::way::register(&mut desk.person("clerk-1"), "Văn bản giao việc").await;
    let mut chief = desk.person("chief");
    let case = give_task(&mut chief, "Từ văn bản", &[]).await.location();
    let page = chief.get(&case).await;
    page.silent_on("class=\"knots\"");
    let tied = chief.fill(&page, &format!("{case}/viec/lien-ket"), &[("rule", "source"), ("other", &document)]).await;
    let page = chief.follow(&tied).await;
    page.says("class=\"knots\"").says("hồ sơ này dẫn tới 1 hồ sơ").says("Văn bản giao nhiệm vụ");
    assert!(page.text.contains(&format!("<a href=\"{document}\">")), "the box leads there");
    let back = chief.get(&document).await;
    back.says("1 hồ sơ dẫn tới hồ sơ này")
        .says("Nhiệm vụ dẫn tới hồ sơ này (văn bản giao nhiệm vụ)")
        .says("Từ văn bản");
    // The unit reads the task and not the document: neither list nor picture tells of it.
    desk.person(FOCAL).get(&case).await.is(200).silent_on("Văn bản giao việc").silent_on("class=\"knots\"");
}

#[tokio::test]
async fn people_are_called_by_name_and_told_and_a_wrong_name_loses_nothing() {
    let desk = Desk::demo();
    let case = give_task(&mut desk.person(SPECIALIST), "Nhắc tên", &[]).await.location();
    let mut focal = desk.person(FOCAL);
    let action = format!("{case}/viec/y-kien");
    let page = focal.get(&case).await;
    let barred = focal.fill(&page, &action, &[("text", "Nhờ @Trịnh Công Khánh cho ý kiến về mục 2.")]).await;
    barred.is(422).says("Trịnh Công Khánh không thuộc những người được đọc hồ sơ này");
    barred.says("Nhờ @Trịnh Công Khánh cho ý kiến về mục 2.</textarea>");
    barred.says("id=\"y-kien-text-error\"");
    let unknown = focal.fill(&page, &action, &[("text", "Nhờ @Trần Văn Không xem")]).await;
    unknown.is(422).says("Không có ai tên “Trần Văn Không”").says("Nhờ @Trần Văn Không xem</textarea>");
    // Only people who may read are offered.
    page.says("value=\"chief\"").silent_on("value=\"focal-snv\"");
    let told = focal.fill(&page, &action, &[("text", "Nhờ @hứa thị liên xem"), ("mention", "deputy-chief-1")]).await;
    focal.follow(&told).await.says("cho ý kiến").says("Nhắc đến: <ins>Cao Công Thành, Hứa Thị Liên</ins>");
    for person in ["chief", "deputy-chief-1"] {
        desk.person(person).get("/thong-bao").await.says("Hà Thị Tuyết nhắc đến quý vị trong ý kiến").says("Nhắc tên");
    }
    desk.person("focal-snv").get("/thong-bao").await.silent_on("Nhắc tên");
}

#[tokio::test]
async fn who_may_read_is_said_with_the_rule_that_lets_me_in() {
    let desk = Desk::demo();
    let case = give_task(&mut desk.person(SPECIALIST), "Ai đọc", &[("coop", "sxd")]).await.location();
    desk.person(FOCAL)
        .get(&case)
        .await
        .says("Quý vị đọc được theo quy tắc: <b>Đơn vị chủ trì: Sở Tài chính</b>")
        .says("Đơn vị phối hợp: Sở Xây dựng");
    desk.person("chief").get(&case).await.says("Quý vị đọc được theo quy tắc: <b>Chánh Văn phòng</b>");
}

#[tokio::test]
async fn a_mistake_is_corrected_with_the_right_kind_of_field_and_stays_visible() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let case = give_task(&mut office, "Nguồn sai", &[]).await.location();
    let page = office.get(&case).await;
    // What it is about is chosen first; then the value is chosen as in any form.
    page.says(&format!("{case}?muc=source_kind#dinh-chinh"));
    let form = office.get(&format!("{case}?muc=source_kind")).await;
    form.says("Đang ghi: Thông báo kết luận").says("<option value=\"letter\"");
    let action = format!("{case}/viec/dinh-chinh");
    let lacking = office.fill(&form, &action, &[("value", "letter"), ("reason", ""), ("approver", "chief")]).await;
    lacking.is(422).says("Xin ghi lý do đính chính").says("<option value=\"letter\" selected");
    let own = [("value", "letter"), ("reason", "Chọn nhầm"), ("approver", SPECIALIST)];
    office.fill(&form, &action, &own).await.is(422).says("cần một người thứ hai");
    let right = [("value", "letter"), ("reason", "Chọn nhầm"), ("approver", "chief")];
    let done = office.fill(&form, &action, &right).await;
    let page = office.follow(&done).await;
    page.says("đính chính 02/01/2024").says("Đã đính chính").says("1 lần");
    page.says("<del>Thông báo kết luận</del> → <ins>Công văn</ins>").says("Chọn nhầm");
    desk.person("chief").get("/thong-bao").await.says("đính chính").says("Nguồn sai");
    // A field that does not exist offers the choice again.
    office.get(&format!("{case}?muc=khong-co")).await.is(200).says("?muc=subject");
}

#[tokio::test]
async fn a_unit_asks_for_a_later_day_and_whoever_gave_the_task_is_told() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let case = give_task(&mut office, "Xin thêm thời gian", &[]).await.location();
    let mut focal = desk.person(FOCAL);
    let page = focal.get(&case).await;
    let action = format!("{case}/viec/de-nghi-gia-han");
    let early = focal.fill(&page, &action, &[("due", "2024-01-10"), ("reason", "Nhiều việc")]).await;
    early.is(422).says("Nhiều việc</textarea>");
    let asked = focal.fill(&page, &action, &[("due", "2024-02-28"), ("reason", "Chờ số liệu")]).await;
    focal.follow(&asked).await.says("đã đề nghị gia hạn đến 28/02/2024").says("chưa trả lời").says("hạn 31/01/2024");
    office.get("/thong-bao").await.says("Hà Thị Tuyết đề nghị gia hạn").says("Xin thêm thời gian");
    let page = office.get(&case).await;
    page.says("value=\"2024-02-28\"");
    let given = office.fill(&page, &format!("{case}/viec/gia-han"), &[("reason", "Đồng ý")]).await;
    office.follow(&given).await.says("hạn 28/02/2024").silent_on("chưa trả lời");
}

#[tokio::test]
async fn a_later_day_is_refused_with_a_reason_and_told_to_whoever_asked() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let case = give_task(&mut office, "Không lùi được", &[]).await.location();
    let action = format!("{case}/viec/khong-gia-han");
    office.get(&case).await.silent_on("khong-gia-han");
    let mut focal = desk.person(FOCAL);
    let page = focal.get(&case).await;
    let values = [("due", "2024-02-28"), ("reason", "Chờ số liệu")];
    focal.fill(&page, &format!("{case}/viec/de-nghi-gia-han"), &values).await.is(303);
    focal.get(&case).await.silent_on("khong-gia-han");
    let page = office.get(&case).await;
    page.says("Không đồng ý gia hạn");
    office.fill(&page, &action, &[("reason", " ")]).await.is(422).says("Xin ghi lý do khi “không đồng ý gia hạn”.");
    let refused = office.fill(&page, &action, &[("reason", "Tỉnh họp ngày 01/02")]).await;
    let told = "không đồng ý gia hạn đến 28/02/2024 theo đề nghị của Hà Thị Tuyết";
    office
        .follow(&refused)
        .await
        .says(told)
        .says("Tỉnh họp ngày 01/02")
        .says("hạn 31/01/2024")
        .silent_on("chưa trả lời");
    let inbox = focal.get("/thong-bao").await;
    inbox.says("không đồng ý gia hạn");
    assert_eq!(inbox.text.matches("không đồng ý gia hạn").count(), 1, "once, though the unit is told too");
    office.get(&case).await.silent_on("khong-gia-han");
}

/// All that the page says itself is said in the language that was chosen; what people wrote stays as it is.
#[tokio::test]
async fn a_case_its_inbox_and_the_list_of_work_are_read_in_english() {
    let desk = Desk::demo();
    let case = give_task(&mut desk.person(SPECIALIST), "Việc bằng hai thứ tiếng", &[]).await.location();
    let mut focal = desk.person(FOCAL);
    focal.get("/ngon-ngu/en?ve=/").await.is(303);
    let page = focal.get(&case).await;
    page.says("What can be done now")
        .says("Ask for a later due date")
        .says("Who may read this and why")
        .says("Lead unit")
        .says("assigned the task")
        .says("Notice of conclusions");
    let wrong = focal.upload(&page, &format!("{case}/viec/dinh-kem"), &[], ("file", "anh.png", PDF)).await;
    wrong.is(422).says("The name of “anh.png” ends in .png but its content is PDF.");
    let asked = [("due", "2024-02-28"), ("reason", "Chờ số liệu")];
    let done = focal.fill(&page, &format!("{case}/viec/de-nghi-gia-han"), &asked).await;
    focal.follow(&done).await.says("asked to move the deadline (extension) to 28/02/2024").says("not answered yet");
    focal.get("/viec-cua-toi").await.says("1 waiting").says("asked: receive").says("Việc bằng hai thứ tiếng");
    focal.get("/thong-bao").await.says("assigned it").says("Mark all as read");
}

/// Nothing typed is lost with the session: the form comes back whole, and is sent again after signing in anew.
#[tokio::test]
async fn a_form_outlives_its_session() {
    let desk = Desk::demo();
    let case = give_task(&mut desk.person(SPECIALIST), "Mất phiên", &[]).await.location();
    let mut focal = desk.person(FOCAL);
    let page = focal.get(&case).await;
    let action = format!("{case}/viec/y-kien");
    let head = |desk: &Desk| desk.office.ledger().head().unwrap().next;
    let before = head(&desk);
    desk.wait_minutes(121);
    let text = "Sở đang tổng hợp <số liệu>.";
    let lost = focal.fill(&page, &action, &[("text", text)]).await;
    lost.is(403).says("nội dung đã gõ vẫn còn").says("Sở đang tổng hợp &#60;số liệu&#62;.").says("Đăng nhập lại");
    assert_eq!(head(&desk), before);
    let mut again = desk.person(FOCAL);
    let kept = again.fill(&lost, &action, &[]).await;
    kept.is(403).says("Gửi lại").silent_on("Đăng nhập lại");
    assert_eq!(head(&desk), before, "only a page of this session sends");
    let done = again.fill(&kept, &action, &[]).await;
    again.follow(&done).await.says("Sở đang tổng hợp &#60;số liệu&#62;.");
    let repeated = again.fill(&kept, &action, &[]).await;
    again.follow(&repeated).await.says("đã được ghi từ trước");
    // A file has to be chosen again, and says which.
    let page = again.get(&case).await;
    desk.wait_minutes(121);
    let attach = format!("{case}/viec/dinh-kem");
    let lost = again.upload(&page, &attach, &[], ("file", "Báo cáo quý.pdf", PDF)).await;
    lost.is(403).says("Báo cáo quý.pdf").says("type=\"file\"");
    let mut last = desk.person(FOCAL);
    let kept = last.upload(&lost, &attach, &[], ("file", "Báo cáo quý.pdf", PDF)).await;
    last.upload(&kept, &attach, &[], ("file", "Báo cáo quý.pdf", PDF)).await.is(303);
    // Where nothing was typed there is nothing to keep.
    let page = last.get("/thong-bao").await;
    desk.wait_minutes(121);
    last.fill(&page, "/thong-bao", &[("all", "1")]).await.is(303);
}
