//! Who is proposed when a document is assigned: the room and specialist of its field of work, or the cover of one who is
//! away; a proposal that may be overruled.

use super::way::{SPECIALIST, make};
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

#[tokio::test]
async fn one_unit_leads_from_a_list_and_the_many_wait_behind_one_line_until_one_is_chosen() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let address = "/so/task/moi/assign";
    let form = office.get(address).await;
    form.says("<select id=\"assign-lead\" name=\"lead\" required");
    form.says("<details class=\"field fold\" id=\"assign-coop\">");
    form.says("<details class=\"field fold\" id=\"assign-lead-more\">");
    // A refused form hides nothing that was chosen: it stands on top, once.
    let refused = office.fill(&form, address, &[("lead", "stc"), ("lead", "snv"), ("coop", "sxd")]).await;
    refused.is(422).says("id=\"assign-coop\" open>").says("id=\"assign-lead-more\" open>");
    let sent = refused.form(address);
    let units = sent.iter().filter(|(name, _)| matches!(name.as_str(), "lead" | "coop"));
    let units: Vec<&str> = units.map(|(_, value)| value.as_str()).collect();
    assert_eq!(units, ["stc", "sxd", "snv"]);
    // Without any lead unit, it is said on top and beside the first field only.
    let refused = office.fill(&form, address, &[("lead", "")]).await;
    assert_eq!(refused.is(422).text.matches("Xin chọn đơn vị chủ trì").count(), 2);
}
