//! Lists as files: just what is shown, to those who may see it, and nothing that a spreadsheet would run.

use super::lists::tasks;
use super::way::{SPECIALIST, register};
use super::{Desk, Page};

fn lines(page: &Page) -> Vec<String> {
    let text = page.text.strip_prefix('\u{feff}').expect("a byte order mark");
    text.split_terminator("\r\n").map(str::to_owned).collect()
}

#[tokio::test]
async fn a_file_holds_the_rows_of_the_list_at_the_same_address() {
    let desk = Desk::demo();
    tasks(&desk, 60).await;
    let mut office = desk.person(SPECIALIST);
    let list = office.get("/so/task?don-vi=sxd&xep=ten&chieu=tang").await;
    list.says("20 nhiệm vụ").says("/so/task/xuat/csv?don-vi=sxd");
    let file = office.get("/so/task/xuat/csv?don-vi=sxd&xep=ten&chieu=tang").await;
    file.is(200);
    let lines = lines(&file);
    assert_eq!(lines.len(), 21, "{lines:?}");
    assert!(lines.first().unwrap().contains("Chủ trì"), "{lines:?}");
    assert!(lines.get(1).unwrap().contains("Việc số 000"), "{lines:?}");
    assert!(lines.get(2).unwrap().contains("Việc số 003"), "{lines:?}");
    let disposition = file.headers.get("content-disposition").unwrap().to_str().unwrap();
    assert_eq!(disposition, "attachment; filename=\"task-2024-01-02.csv\"");
}

#[tokio::test]
async fn a_workbook_is_one() {
    let desk = Desk::demo();
    tasks(&desk, 3).await;
    let file = desk.person(SPECIALIST).get("/so/task/xuat/xlsx").await;
    file.is(200);
    assert!(file.bytes.starts_with(b"PK\x03\x04"));
}

#[tokio::test]
async fn what_a_spreadsheet_would_run_is_text() {
    let desk = Desk::demo();
    let mut clerk = desk.person("clerk-1");
    register(&mut clerk, "=HYPERLINK(1)").await;
    let file = clerk.get("/so/incoming_document/xuat/csv").await;
    file.says("'=HYPERLINK(1)").silent_on(",=HYPERLINK");
}

#[tokio::test]
async fn who_may_not_see_a_list_gets_no_file_of_it() {
    let desk = Desk::demo();
    tasks(&desk, 6).await;
    // The focal point of one department sees two in three of them.
    let own = desk.person("focal-stc").get("/so/task/xuat/csv").await;
    assert_eq!(lines(&own).len(), 5);
    desk.person("focal-stc").get("/so/party_membership/xuat/csv").await.is(404);
    desk.person(SPECIALIST).get("/so/task/xuat/pdf").await.is(404);
    desk.browser().get("/so/task/xuat/csv").await.is(303);
}

#[tokio::test]
async fn few_exports_are_on_their_way_at_once() {
    let desk = Desk::demo();
    tasks(&desk, 1).await;
    let mut office = desk.person(SPECIALIST);
    let mut places: Vec<_> = (0..web::EXPORTS_MAX).map(|_| desk.state.exports.take().unwrap()).collect();
    for kind in ["csv", "xlsx"] {
        office.get(&format!("/so/task/xuat/{kind}")).await.is(503).says("Đang xuất nhiều danh sách");
    }
    places.pop();
    office.get("/so/task/xuat/csv").await.is(200).says("Việc số 000");
}
