//! Kept ways of looking: one's own only, replaced under the same name, and honest when the register has changed.

use super::Desk;
use super::way::SPECIALIST;

const ACTION: &str = "/so/task/cach-xem";

#[tokio::test]
async fn a_view_is_kept_found_again_and_dropped() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let list = office.get("/so/task?tinh-trang=qua-han&xep=han").await;
    let sent = office.fill(&list, ACTION, &[("name", "  Quá hạn   của tôi ")]).await;
    let kept = office.follow(&sent).await;
    kept.says("Bỏ cách xem “Quá hạn của tôi”").says("aria-current=\"page\">Quá hạn của tôi");
    office.get("/so/task").await.says("Quá hạn của tôi").silent_on("Bỏ cách xem");
    // Another list, another person, and the way of looking is not there.
    office.get("/so/outgoing_document").await.silent_on("Quá hạn của tôi");
    desk.person("chief").get("/so/task").await.silent_on("Quá hạn của tôi");
    let sent = office.fill(&kept, ACTION, &[("drop", "yes")]).await;
    office.follow(&sent).await.silent_on("Quá hạn của tôi");
}

#[tokio::test]
async fn a_name_is_needed_and_thirty_views_are_enough() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let list = office.get("/so/task?tinh-trang=qua-han").await;
    office.fill(&list, ACTION, &[("name", "   ")]).await.is(422).says("từ 1 đến 60 ký tự");
    office.fill(&list, ACTION, &[("name", &"a".repeat(61))]).await.is(422);
    office.fill(&list, ACTION, &[("name", "a"), ("address", &"x".repeat(2_001))]).await.is(422).says("quá dài");
    for n in 0..30 {
        office.fill(&list, ACTION, &[("name", &format!("Cách {n}"))]).await.is(303);
    }
    office.fill(&list, ACTION, &[("name", "Thêm")]).await.is(422).says("Đã có 30 cách xem");
    office.fill(&list, ACTION, &[("name", "Cách 3")]).await.is(303);
    let pairs = list.form(ACTION);
    office.post("/so/party_membership/cach-xem", &pairs).await.is(404);
}

#[tokio::test]
async fn a_condition_that_the_register_no_longer_has_is_said() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let list = office.get("/so/task?buoc=da-bo&f.gone=1").await;
    list.is(200).says("“buoc = da-bo”, “gone = 1”").says("không lọc theo điều kiện đó");
    office.get("/so/task?buoc=assigned").await.silent_on("không lọc theo điều kiện đó");
}

#[tokio::test]
async fn columns_are_those_that_the_address_names() {
    let desk = Desk::demo();
    super::lists::tasks(&desk, 2).await;
    let mut office = desk.person(SPECIALIST);
    let list = office.get("/so/task?cot=nguoi&cot=han").await;
    list.says("data-label=\"Người giữ\"").says("data-label=\"Hạn\"").silent_on("data-label=\"Bước\"");
    let file = office.get("/so/task/xuat/csv?cot=nguoi&cot=han").await;
    file.says("Người giữ").silent_on("Bước");
    // Nothing that the type has: the usual columns.
    office.get("/so/task?cot=khac").await.says("data-label=\"Bước\"");
}
