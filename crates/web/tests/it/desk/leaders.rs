//! The board, urging in one click, the conclusions of a meeting, through the router without JavaScript.

use super::super::markup::tags;
use super::{Browser, Desk, Page, main_of, unescaped};

const TEXT: &str = "Rà soát tiến độ giải ngân vốn đầu tư công";

/// Fills in a meeting with two clauses and gives them.
pub async fn given(browser: &mut Browser) -> Page {
    let page = browser.get("/ket-luan").await;
    let typed = [
        ("meeting", "12/TB-VP"),
        ("text.0", TEXT),
        ("lead.0", "Sở Tài chính; sở công thương"),
        ("due.0", "04/01/2024"),
        ("text.1", "Báo cáo định kỳ"),
        ("lead.1", "stc"),
        ("coop.1", "Sở Công Thương"),
        ("due.1", "không thời hạn"),
        ("buoc", "xem"),
    ];
    let seen = browser.fill(&page, "/ket-luan", &typed).await;
    seen.is(200).says("Giao 3 nhiệm vụ").says("04/01/2024 17:00");
    let mut again = typed.to_vec();
    again.retain(|(name, _)| *name != "buoc");
    again.push(("buoc", "giao"));
    browser.fill(&seen, "/ket-luan", &again).await
}

#[tokio::test]
async fn conclusions_are_looked_at_then_given_and_a_change_is_shown_again() {
    let desk = Desk::demo();
    let mut specialist = desk.person("specialist-vp-th-1");
    let page = specialist.get("/ket-luan").await;
    page.is(200);
    tags(&page.text).unwrap();
    // What was not looked at is not given.
    let typed = [("meeting", "12/TB-VP"), ("text.0", TEXT), ("lead.0", "Sở Tài chính"), ("due.0", "3 ngày làm việc")];
    let mut straight = typed.to_vec();
    straight.push(("buoc", "giao"));
    specialist.fill(&page, "/ket-luan", &straight).await.is(200).says("Giao 1 nhiệm vụ").says("05/01/2024");
    // What was typed is kept beside what is wrong.
    let wrong = [("meeting", ""), ("text.0", TEXT), ("lead.0", "Sở Không có"), ("due.0", "mai"), ("buoc", "xem")];
    let wrong = specialist.fill(&page, "/ket-luan", &wrong).await;
    wrong.is(422).says("không có đơn vị “Sở Không có”").says(TEXT).says("value=\"mai\"").says("Xin ghi số");
    specialist.get("/so/task").await.silent_on(TEXT);
    given(&mut specialist).await.is(303);
    specialist.get("/so/task").await.says("3 nhiệm vụ");
}

#[tokio::test]
async fn the_board_counts_what_its_links_list() {
    let desk = Desk::demo();
    given(&mut desk.person("specialist-vp-th-1")).await.is(303);
    desk.set("2024-01-08T09:00");
    let mut chairman = desk.person("chairman");
    for address in ["/dieu-hanh", "/dieu-hanh?theo=nguon", "/dieu-hanh?theo=linh-vuc"] {
        let page = chairman.get(address).await;
        page.is(200).says("Xem dạng bảng");
        assert!(page.text.len() < 100_000);
        let mut links = 0;
        for tag in tags(&page.text).unwrap() {
            let Some(href) = tag.attributes.get("href").map(|h| unescaped(h)) else { continue };
            if href.starts_with("/bao-cao/so-lieu/") {
                let behind =
                    main_of(&page.text).split_once(&format!("href=\"{}\"", href.replace('&', "&#38;"))).unwrap().1;
                let number = behind.split_once('>').unwrap().1.split_once('<').unwrap().0;
                chairman.get(&href).await.is(200).says(&format!("{number} bản ghi"));
                links += 1;
            }
        }
        assert!(links >= 12, "{address}: {links}");
    }
    desk.person("specialist-vp-th-1").get("/dieu-hanh").await.is(403);
    chairman.get("/").await.says("/dieu-hanh");
}

#[tokio::test]
async fn late_tasks_are_urged_in_one_click_and_counted() {
    let desk = Desk::demo();
    given(&mut desk.person("specialist-vp-th-1")).await.is(303);
    desk.set("2024-01-08T09:00");
    let mut chief = desk.person("deputy-chief-1");
    let page = chief.get("/don-doc").await;
    page.is(200).says("quá hạn").says(TEXT);
    assert_eq!(page.form("/don-doc/gui").iter().filter(|(name, _)| name == "viec").count(), 2, "late ones are chosen");
    chief.fill(&page, "/don-doc/gui", &[("noi-dung", "")]).await.is(422).says("Xin ghi nội dung đôn đốc");
    let text = [("noi-dung", "Đề nghị khẩn trương")];
    chief.fill(&page, "/don-doc/gui", &text).await.is(303);
    chief.fill(&page, "/don-doc/gui", &text).await.is(303);
    chief.get("/don-doc").await.says("đã đôn đốc 1 lần").silent_on("đã đôn đốc 2 lần").says("/so/outgoing_document?");
    chief.get("/so/outgoing_document").await.says("2 văn bản đi").says("V/v đôn đốc Sở Tài chính");
    desk.person("clerk-1").get("/don-doc").await.is(403);
}
