//! The whole way: a clerk registers a document, it is submitted and assigned, a task goes to a department, whose focal
//! point receives it and reports with evidence, and the Office confirms.

use super::{Browser, Desk, Page};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n";

/// The department, its focal point and a specialist of the Office.
pub const UNIT: &str = "stc";
pub const FOCAL: &str = "focal-stc";
pub const SPECIALIST: &str = "specialist-vp-th-1";

pub async fn register(browser: &mut Browser, subject: &str) -> String {
    let address = "/so/incoming_document/moi/register";
    let form = browser.get(address).await;
    let values = [("f.agency", "ubnd"), ("f.subject", subject), ("f.sender", "Bộ Tài chính")];
    browser.fill(&form, address, &values).await.is(303).location()
}

/// A task for a unit; answers its address.
pub async fn give_task(browser: &mut Browser, subject: &str, more: &[(&str, &str)]) -> Page {
    let address = "/so/task/moi/assign";
    let form = browser.get(address).await;
    let mut values = vec![
        ("f.subject", subject),
        ("f.authority", "chairman"),
        ("f.source_kind", "conclusion"),
        ("lead", UNIT),
        ("due", "2024-01-31"),
    ];
    values.retain(|(name, _)| !more.iter().any(|(n, _)| n == name));
    values.extend(more);
    browser.fill(&form, address, &values).await
}

pub async fn make(browser: &mut Browser, case: &str, made: &str, values: &[(&str, &str)]) -> Page {
    let page = browser.get(case).await;
    browser.fill(&page, &format!("{case}/thao-tac/{made}"), values).await
}

#[tokio::test]
async fn a_document_is_registered_submitted_and_assigned() {
    let desk = Desk::demo();
    let mut clerk = desk.person("clerk-1");
    let case = register(&mut clerk, "Về việc phân bổ dự toán ngân sách năm 2024").await;
    let page = clerk.get(&case).await;
    page.is(200).says("Đã ghi sổ cái, vị trí ").says("Đã vào sổ").says("đã đăng ký văn bản đến");
    clerk.get(&case).await.silent_on("Đã ghi sổ cái");
    let submitted = make(&mut clerk, &case, "submit", &[]).await;
    clerk
        .follow(&submitted)
        .await
        .says("Đã trình")
        .says("Chuyển giải quyết")
        .says("Người được làm việc này: Chánh Văn phòng");
    let mut chief = desk.person("chief");
    chief.get("/").await.says("Việc chờ tôi").says("phân bổ dự toán ngân sách");
    let values = [("f.opinion", "Giao phòng tham mưu trả lời."), ("lead", "vp-kt"), ("holder", "specialist-vp-kt-1")];
    let assigned = make(&mut chief, &case, "assign", &values).await;
    chief
        .follow(&assigned)
        .await
        .says("Đã chuyển giải quyết")
        .says("Hoàng Xuân Việt")
        .says("Giao phòng tham mưu trả lời.");
    desk.person("specialist-vp-kt-1").get("/").await.says("phân bổ dự toán ngân sách");
}

#[tokio::test]
async fn a_task_goes_all_the_way_with_evidence() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let case = give_task(&mut office, "Rà soát trụ sở dôi dư", &[]).await.is(303).location();
    let page = office.get(&case).await;
    page.says("hạn 31/01/2024 17:00").says("Đã giao").says("Vì sao hạn này?").says("Hạn do người giao ấn định");
    let mut focal = desk.person(FOCAL);
    focal.get("/").await.says("Rà soát trụ sở dôi dư").says("tiếp nhận");
    let received = make(&mut focal, &case, "receive", &[]).await;
    focal.follow(&received).await.says("Đã tiếp nhận");
    // Without evidence there is no report; what was typed stays.
    let refused = make(&mut focal, &case, "report", &[("f.result", "Đã rà soát 12 trụ sở.")]).await;
    refused.is(422).says("Xin gắn văn bản chứng minh").says("Đã rà soát 12 trụ sở.");
    desk.set("2024-01-10T09:00");
    let page = focal_again(&desk, &case).await;
    let (mut focal, page) = page;
    let action = format!("{case}/thao-tac/report");
    let reported = focal
        .upload(&page, &action, &[("f.result", "Đã rà soát 12 trụ sở.")], ("proof_file", "Báo cáo.pdf", PDF))
        .await;
    focal.follow(&reported).await.says("Đã báo cáo hoàn thành").says("Báo cáo.pdf").says("trước hạn");
    let mut office = desk.person(SPECIALIST);
    office.get("/").await.says("Rà soát trụ sở dôi dư").says("xác nhận hoàn thành");
    let confirmed = make(&mut office, &case, "confirm", &[]).await;
    office.follow(&confirmed).await.says("Văn phòng đã xác nhận").says("Kết thúc lúc");
    let file = office.get(&case).await;
    let href = file
        .text
        .split("href=\"")
        .filter_map(|s| s.split_once('"'))
        .map(|(h, _)| h)
        .find(|h| h.contains("/tep/"))
        .unwrap()
        .to_owned();
    let served = office.get(&href).await;
    assert_eq!(served.bytes, PDF);
    assert!(served.headers.get("content-disposition").unwrap().to_str().unwrap().starts_with("attachment"));
    assert!(served.headers.get("content-security-policy").unwrap().to_str().unwrap().contains("sandbox"));
}

async fn focal_again(desk: &Desk, case: &str) -> (Browser, Page) {
    let mut focal = desk.person(FOCAL);
    let page = focal.get(case).await;
    (focal, page)
}

#[tokio::test]
async fn a_clause_for_three_units_makes_three_tasks_of_one_batch() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let form = office.get("/so/task/moi/assign").await;
    let mut pairs = form.form("/so/task/moi/assign");
    for (name, value) in [
        ("f.subject", "Báo cáo tình hình Tết"),
        ("f.authority", "ubnd"),
        ("f.source_kind", "letter"),
        ("no_due", "yes"),
    ] {
        pairs.retain(|(n, _)| n != name);
        pairs.push((name.to_owned(), value.to_owned()));
    }
    for unit in ["stc", "sxd", "stnmt"] {
        pairs.push(("lead".to_owned(), unit.to_owned()));
    }
    let sent = office.post("/so/task/moi/assign", &pairs).await;
    office.follow(&sent).await.says("Cùng đợt giao").says("không thời hạn");
    office.get("/so/task").await.says("3 nhiệm vụ");
    office.get("/so/task?tinh-trang=khong-thoi-han").await.says("3 nhiệm vụ");
    office.get("/so/task?don-vi=stc").await.says("1 nhiệm vụ");
    // The same form again makes no more of them.
    let again = office.post("/so/task/moi/assign", &pairs).await;
    office.follow(&again).await.says("đã được ghi từ trước");
    office.get("/so/task").await.says("3 nhiệm vụ");
}

#[tokio::test]
async fn acts_that_belong_to_no_step() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let case = give_task(&mut office, "Đo đạc lại ranh giới", &[]).await.location();
    for (act, values, said) in [
        ("y-kien", vec![("text", "Lưu ý phối hợp với huyện.")], "Lưu ý phối hợp với huyện."),
        ("don-doc", vec![("text", "Đề nghị báo cáo sớm.")], "đã đôn đốc"),
        ("gia-han", vec![("due", "15/02/2024"), ("reason", "Chờ số liệu.")], "hạn 15/02/2024 17:00"),
    ] {
        let page = office.get(&case).await;
        let sent = office.fill(&page, &format!("{case}/viec/{act}"), &values).await;
        office.follow(&sent).await.says(said).says("Đã ghi sổ cái");
    }
    let mut focal = desk.person(FOCAL);
    let page = focal.get(&case).await;
    let action = format!("{case}/viec/phan-cong");
    let sent = focal.fill(&page, &action, &[("holder", FOCAL)]).await;
    focal.follow(&sent).await.says("Người xử lý");
    let page = focal.get(&case).await;
    let action = format!("{case}/viec/dinh-kem");
    let wrong = focal.upload(&page, &action, &[], ("file", "a.exe", b"MZ")).await;
    wrong.is(422).says("không thuộc loại được nhận").silent_on("of no kind");
    let refused: [(&str, &[u8], &str); 2] =
        [("Kế hoạch.docx", PDF, "đuôi .docx nhưng nội dung là PDF"), ("Kế hoạch.pdf", b"", "trống. Xin chọn lại.")];
    for (name, bytes, why) in refused {
        focal.upload(&page, &action, &[], ("file", name, bytes)).await.is(422).says(why);
    }
    let sent = focal.upload(&page, &action, &[], ("file", "Kế hoạch.pdf", PDF)).await;
    focal.follow(&sent).await.says("Kế hoạch.pdf");
}
