//! What the server prints: the list that is shown, the letter that urges, reports; for those who may read it, as far as there
//! is a press. The press of these tests gives back the document itself. Not here: what a PDF looks like (`print`).

use super::leaders::given;
use super::lists::tasks;
use super::way::SPECIALIST;
use super::{Desk, Page};

/// A file for the browser's own viewer, of this name.
fn is_pdf(page: &Page, name: &str) {
    page.is(200);
    let header = |of: &str| page.headers.get(of).unwrap().to_str().unwrap();
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("content-disposition"), format!("inline; filename=\"{name}\""));
}

#[tokio::test]
async fn a_list_is_printed_as_it_is_filtered() {
    let desk = Desk::printing();
    tasks(&desk, 9).await;
    let mut office = desk.person(SPECIALIST);
    office.get("/so/task?don-vi=sxd").await.says("/so/task/xuat/pdf?don-vi=sxd");
    let paper = office.get("/so/task/xuat/pdf?don-vi=sxd").await;
    is_pdf(&paper, "task-2024-01-02.pdf");
    paper.says("Việc số 003").silent_on("Việc số 001").says("Danh sách có 3 nhiệm vụ");
    // The focal point of another department prints only what it may read.
    desk.person("focal-stc").get("/so/task/xuat/pdf").await.says("Danh sách có 6 nhiệm vụ").silent_on("Việc số 003");
    desk.person("focal-stc").get("/so/party_membership/xuat/pdf").await.is(404);
    office.get("/so/task/xuat/doc").await.is(404);
}

#[tokio::test]
async fn the_letter_that_urges_bears_the_symbol_and_recipients_of_the_catalogue() {
    let desk = Desk::printing();
    given(&mut desk.person(SPECIALIST)).await.is(303);
    // Nothing is late yet: no letter, and nothing that leads to one.
    let mut early = desk.person("deputy-chief-1");
    early.get("/don-doc/in").await.is(404);
    early.get("/don-doc").await.is(200).silent_on("/don-doc/in");
    desk.set("2024-01-08T09:00");
    // Six days on the session has ended.
    let mut chief = desk.person("deputy-chief-1");
    chief.get("/don-doc?don-vi=stc").await.says("/don-doc/in?don-vi=stc");
    let paper = chief.get("/don-doc/in?don-vi=stc").await;
    is_pdf(&paper, "don-doc-stc.pdf");
    paper
        .says("\"symbol\":\"UBND-THKH\"")
        .says("Lưu: VT, THKH")
        .says("TL. CHỦ TỊCH")
        .says("Sở Tài chính")
        .silent_on("Sở Công Thương còn");
    paper.says("ngày 13 tháng 01 năm 2024");
    desk.person("clerk-1").get("/don-doc/in").await.is(403);
}

#[tokio::test]
async fn reports_and_case_files_are_printed() {
    let desk = Desk::printing();
    tasks(&desk, 1).await;
    let mut office = desk.person(SPECIALIST);
    let annual = office.get("/bao-cao/nam/2024/xuat/pdf").await;
    is_pdf(&annual, "bao-cao-nam-2024.pdf");
    annual.says("\"symbol\":\"BC-VP\"").says("Văn phòng Chính phủ (để b/c)");
    let form = office.get("/bao-cao/bieu/ii06a/xuat/pdf").await;
    form.is(200).says("II.06a/VPCP/KSTT");
    let list = office.get("/so/task").await;
    let case = list.text.split("href=\"/ho-so/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let file = office.get(&format!("/ho-so/{case}/in")).await;
    is_pdf(&file, &format!("ho-so-{case}.pdf"));
    file.says("Việc số 000").says("Diễn biến");
    desk.person("focal-stc").get(&format!("/ho-so/{case}/in")).await.is(404);
}

#[tokio::test]
async fn a_press_with_a_long_queue_says_so() {
    let mut desk = Desk::demo();
    tasks(&desk, 1).await;
    let press: web::Press = std::sync::Arc::new(|_| Err(web::PressFail::Busy));
    desk.app = web::app(web::AppState { press: Some(press), ..desk.state.clone() });
    let page = desk.person(SPECIALIST).get("/so/task/xuat/pdf").await;
    page.is(503).says("Đang in nhiều văn bản cùng lúc").says("Xin thử lại");
}

#[tokio::test]
async fn without_a_press_nothing_offers_paper() {
    let desk = Desk::demo();
    tasks(&desk, 1).await;
    let mut office = desk.person(SPECIALIST);
    office.get("/so/task").await.silent_on("xuat/pdf").says("xuat/xlsx");
    office.get("/so/task/xuat/pdf").await.is(404);
    office.get("/bao-cao/nam/2024").await.silent_on("xuat/pdf").says("xuat/xlsx");
    office.get("/bao-cao/nam/2024/xuat/pdf").await.is(404);
}
