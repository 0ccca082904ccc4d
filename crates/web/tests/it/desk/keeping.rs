//! Catalogue, health and what is wrong, for those who look after the house; and a store that takes nothing.

use ledger::Faults;
use office::health::{Disk, Machine, Paper, SignedLog};
use office::log::LogError;

use super::super::markup::tags;
use super::Desk;
use super::way::SPECIALIST;

#[tokio::test]
async fn every_kind_has_its_page_with_its_course() {
    let desk = Desk::demo();
    let mut chief = desk.person("chief");
    let list = chief.get("/quan-tri/danh-muc").await;
    list.is(200).says("15 loại hồ sơ").says("không có lỗi").says("Phiên bản 1");
    tags(&list.text).unwrap();
    let catalogue = desk.office.house().catalogue().unwrap().clone();
    for of in catalogue.types.values() {
        let page = chief.get(&format!("/quan-tri/danh-muc/{}", of.code)).await;
        page.is(200).says("Ai được xem").says("<svg viewBox").says(&of.retention.basis.replace('\'', "&#39;"));
        tags(&page.text).unwrap_or_else(|wrong| panic!("{}: {wrong}", of.code));
        assert!(page.text.len() < 100_000, "{}: {} bytes", of.code, page.text.len());
        for made in &of.moves {
            page.says(&made.name);
        }
        let file = chief.get(&format!("/quan-tri/danh-muc/{}/bpmn", of.code)).await;
        file.is(200).says("bpmn:userTask");
        assert!(file.headers["content-disposition"].to_str().unwrap().contains(&format!("{}.bpmn", of.code)));
    }
    for of in catalogue.procedures.values() {
        let page = chief.get(&format!("/quan-tri/danh-muc/thu-tuc/{}", of.code)).await;
        page.is(200).says("Căn cứ pháp lý").says("Quy trình nội bộ");
        tags(&page.text).unwrap();
    }
    chief.get("/quan-tri/danh-muc/khong-co").await.is(404);
    chief.get("/quan-tri/danh-muc/thu-tuc/9.999").await.is(404);
}

#[tokio::test]
async fn for_others_there_is_nothing_to_look_after() {
    let desk = Desk::demo();
    let mut specialist = desk.person(SPECIALIST);
    for address in [
        "/quan-tri/danh-muc",
        "/quan-tri/danh-muc/task",
        "/quan-tri/danh-muc/task/bpmn",
        "/quan-tri/danh-muc/thu-tuc/2.000488",
        "/quan-tri/tinh-trang",
        "/quan-tri/su-co",
        "/api/health",
    ] {
        specialist.get(address).await.is(404);
    }
    specialist.get("/").await.silent_on("/quan-tri/danh-muc");
    desk.browser().get("/api/health").await.is(401);
}

#[tokio::test]
async fn health_says_what_was_measured_and_what_to_do() {
    let machine = Machine {
        disk: Some(Disk { free: 1 << 30, whole: 100 << 30 }),
        database_bytes: 3_100_000_000,
        running_seconds: 90_061,
        version: "0.1.0".to_owned(),
        paper: Paper::Failed("no memory".to_owned()),
        signed_log: SignedLog::Stopped(LogError::LostKey { file: "keys/log.key".into() }),
        ..Machine::default()
    };
    let desk = Desk::on(machine, None);
    let mut chief = desk.person("chief");
    let page = chief.get("/quan-tri/tinh-trang").await;
    page.is(200).says("3,1 GB").says("1 ngày 1 giờ").says("ghi được").says("không đo được");
    tags(&page.text).unwrap();
    let page = chief.get("/quan-tri/su-co").await;
    page.is(200).says("chỉ còn trống").says("Mở rộng ổ đĩa").says("no memory").says("tệp Excel").says("keys/log.key");
    tags(&page.text).unwrap();
    let told = chief.get("/api/health").await;
    let told: serde_json::Value = serde_json::from_str(&told.is(200).text).unwrap();
    assert_eq!((told["ok"].clone(), told["writable"].clone()), (false.into(), true.into()));
    assert_eq!(told["troubles"][0]["code"], "public_log", "events are recorded, but nobody can prove them");
    assert_eq!(told["troubles"][1]["code"], "disk");
}

#[tokio::test]
async fn a_full_disk_keeps_what_was_typed_and_sent_again_it_is_recorded_once() {
    let faults = Faults::default();
    let desk = Desk::on(Machine::default(), Some(faults.clone()));
    let mut clerk = desk.person("clerk-1");
    let mut chief = desk.person("chief");
    let form = clerk.get("/so/incoming_document/moi/register").await;
    faults.set_disk(1);
    let typed = [
        ("f.agency", "ubnd"),
        ("f.subject", "Về việc phân bổ <kinh phí>"),
        ("f.sender", "Bộ Tài chính"),
        ("f.sender_number", "17/BTC"),
    ];
    let page = clerk.fill(&form, "/so/incoming_document/moi/register", &typed).await;
    page.is(503)
        .says("nội dung quý vị nhập vẫn còn đây")
        .says("Ổ đĩa chứa dữ liệu đã đầy")
        .says("Về việc phân bổ &#60;kinh");
    tags(&page.text).unwrap();
    // Pages are still read, and the one who looks after the house is told.
    clerk.get("/so/incoming_document").await.is(200).silent_on("phân bổ");
    chief.get("/quan-tri/su-co").await.is(200).says("Không ghi được sổ cái").says("Ổ đĩa chứa dữ liệu đã đầy");
    let again = clerk.fill(&page, "/so/incoming_document/moi/register", &[]).await;
    again.is(503);
    faults.set_disk(0);
    let done = clerk.fill(&again, "/so/incoming_document/moi/register", &[]).await;
    let case = clerk.follow(&done).await;
    case.is(200).says("Về việc phân bổ &#60;kinh");
    let twice = clerk.fill(&again, "/so/incoming_document/moi/register", &[]).await;
    assert_eq!(twice.location(), done.location());
}
