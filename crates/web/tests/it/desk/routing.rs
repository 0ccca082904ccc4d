//! Who is proposed when a document is assigned: the room and specialist of its field of work, or the cover of one who is
//! away; a proposal that may be overruled.

use super::way::make;
use super::{Desk, Page};

async fn submitted(desk: &Desk) -> (String, Page) {
    let mut clerk = desk.person("clerk-1");
    let address = "/so/incoming_document/moi/register";
    let form = clerk.get(address).await;
    let values = [
        ("f.agency", "ubnd"),
        ("f.subject", "Về việc điều chỉnh dự án"),
        ("f.sender", "Bộ Tài chính"),
        ("f.field_of_work", "dau_tu"),
    ];
    let case = clerk.fill(&form, address, &values).await.is(303).location();
    make(&mut clerk, &case, "submit", &[]).await.is(303);
    let page = desk.person("chief").get(&case).await;
    (case, page)
}

fn chosen(page: &Page, case: &str) -> Vec<(String, String)> {
    let sent = page.form(&format!("{case}/thao-tac/assign"));
    sent.into_iter().filter(|(name, _)| name == "lead" || name == "holder").collect()
}

fn pair(lead: &str, holder: &str) -> Vec<(String, String)> {
    vec![("lead".to_owned(), lead.to_owned()), ("holder".to_owned(), holder.to_owned())]
}

#[tokio::test]
async fn the_assignment_table_chooses_beforehand_and_says_why() {
    let desk = Desk::demo();
    let (case, page) = submitted(&desk).await;
    page.says("Theo bảng phân công: lĩnh vực").silent_on("thay cho");
    assert_eq!(chosen(&page, &case), pair("vp-kt", "specialist-vp-kt-1"));
    // Whoever assigns may choose otherwise.
    let mut chief = desk.person("chief");
    let values = [("lead", "vp-th"), ("holder", "specialist-vp-th-1")];
    let assigned = make(&mut chief, &case, "assign", &values).await;
    chief.follow(&assigned).await.says("Phòng Tổng hợp");
}

#[tokio::test]
async fn the_cover_stands_in_for_one_who_is_away() {
    let desk = Desk::demo_at("2023-08-07T08:00");
    let (case, page) = submitted(&desk).await;
    page.says("thay cho");
    assert_eq!(chosen(&page, &case), pair("vp-kt", "specialist-vp-kt-2"));
}
