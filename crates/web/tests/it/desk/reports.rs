//! Figures lead to their records, move with an act, and stand still at a ledger position.

use super::way::{SPECIALIST, give_task};
use super::{Browser, Desk, unescaped};

/// The figure of the annual report and the address behind it.
async fn figure(browser: &mut Browser, code: &str) -> (u64, String) {
    let page = browser.get("/api/reports/annual/2024").await;
    let json: serde_json::Value = serde_json::from_str(&page.is(200).text).unwrap();
    let figure = &json["figures"][code];
    assert_eq!(figure["value"], figure["records"]);
    (figure["value"].as_u64().unwrap(), figure["url"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_task_more_moves_the_figure_by_one_and_its_link_opens_it() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    give_task(&mut office, "Việc thứ nhất", &[]).await.is(303);
    let (before, old) = figure(&mut office, "tasks.assigned").await;
    give_task(&mut office, "Việc thứ hai", &[]).await.is(303);
    let (after, new) = figure(&mut office, "tasks.assigned").await;
    assert_eq!(after, before + 1);
    office.get(&new).await.is(200).says("2 bản ghi").says("Việc thứ hai").says("Việc thứ nhất").says("vị trí");
    // The older address still shows what it showed.
    office.get(&old).await.says("1 bản ghi").says("Việc thứ nhất").silent_on("Việc thứ hai");
    let page = office.get("/bao-cao/nam/2024").await;
    page.is(200).says("Số liệu của báo cáo").says("năm 2024").says("dương lịch");
    assert!(page.text.len() <= 100_000);
    let link = page
        .text
        .split("href=\"")
        .map(|r| unescaped(r.split('"').next().unwrap()))
        .find(|h| h.contains("/so-lieu/tasks.assigned"));
    office.get(&link.unwrap()).await.says("2 bản ghi");
}

#[tokio::test]
async fn internal_tasks_are_not_counted_and_others_see_their_part() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    give_task(&mut office, "Nội bộ", &[("f.authority", "office_internal")]).await.is(303);
    give_task(&mut office, "Của Sở Tài chính", &[]).await.is(303);
    give_task(&mut office, "Của Sở Xây dựng", &[("lead", "sxd")]).await.is(303);
    let (value, url) = figure(&mut office, "tasks.assigned").await;
    assert_eq!(value, 2);
    let mut focal = desk.person("focal-stc");
    focal.get(&url).await.says("Của Sở Tài chính").silent_on("Của Sở Xây dựng").says("được xem 1 trong 2");
}

#[tokio::test]
async fn forms_and_periods() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    give_task(&mut office, "Trong tháng", &[]).await.is(303);
    let page = office.get("/bao-cao/bieu/tasks?nam=2024&do-dai=01&cach=duong").await;
    page.is(200).says("tháng 1 năm 2024").says("Sở Tài chính").says("Tổng cộng");
    office.get("/bao-cao/bieu/ii06a?ky=2023-12").await.is(200).says("II.06a").says("Kiểm tra của biểu");
    let chosen = office.get("/bao-cao/nam?nam=2023&do-dai=q1&cach=nd09").await;
    assert_eq!(chosen.location(), "/bao-cao/nam/2023?ky=2023-q1-nd09");
    office.follow(&chosen).await.is(200).says("15/12/2022").says("Nghị định 09/2019");
    office.get("/bao-cao/nam?nam=2023&do-dai=13").await.is(404);
    office.get("/quy-trinh").await.is(200).says("Chưa có nhật ký nào");
    desk.person("focal-stc").get("/quy-trinh").await.is(404);
}

#[tokio::test]
async fn the_office_issues_a_report_once_and_anybody_can_see_that_it_reproduces() {
    let desk = Desk::demo();
    let mut chief = desk.person("chief");
    chief.get("/bao-cao/phat-hanh").await.is(200).says("Chưa có báo cáo nào");
    let form = chief.get("/bao-cao/phat-hanh/moi?bao-cao=annual&ky=2023").await;
    let first = chief.fill(&form, "/bao-cao/phat-hanh", &[]).await.is(303).location();
    let again = chief.fill(&form, "/bao-cao/phat-hanh", &[]).await.is(303).location();
    assert_eq!(first, again, "a form sent twice issues once");
    give_task(&mut desk.person(SPECIALIST), "Giao sau khi phát hành", &[]).await.is(303);
    let mut reader = desk.person(SPECIALIST);
    reader.get("/bao-cao/phat-hanh").await.says(&first).says("1 báo cáo");
    reader.get(&first).await.is(200).says("trùng từng byte").says("<b>Đúng</b>").silent_on("<b>Sai</b>");
    let text = reader.get(&format!("{first}/goc")).await;
    assert!(text.text.starts_with("{\"report\":\"annual\""), "{}", text.text);
    reader.get("/bao-cao/phat-hanh/1").await.is(404);
    reader.get("/bao-cao/phat-hanh/moi").await.is(403);
    let page = chief.get("/bao-cao/phat-hanh/moi").await;
    let running = [("nam", "2024"), ("do-dai", "nam")];
    chief.fill(&page, "/bao-cao/phat-hanh", &running).await.is(422).says("chưa hết");
    let token = reader.get("/").await.form("/dang-xuat")[0].1.clone();
    let stolen = [("csrf", token.as_str())];
    reader.fill(&page, "/bao-cao/phat-hanh", &stolen).await.is(403);
}
