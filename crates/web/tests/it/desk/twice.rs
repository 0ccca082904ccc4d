//! A form sent twice acts once; two people at one case are told of each other.

use super::Desk;
use super::way::{FOCAL, SPECIALIST, give_task, make, register};

#[tokio::test]
async fn an_opening_form_sent_twice_opens_one_case() {
    let desk = Desk::demo();
    let mut clerk = desk.person("clerk-1");
    let address = "/so/incoming_document/moi/register";
    let form = clerk.get(address).await;
    let values = [("f.agency", "ubnd"), ("f.subject", "Gửi hai lần"), ("f.sender", "Sở Thử")];
    let first = clerk.fill(&form, address, &values).await;
    let after = desk.office.ledger().head().unwrap().next;
    let second = clerk.fill(&form, address, &values).await;
    assert_eq!(first.location(), second.location());
    assert_eq!(desk.office.ledger().head().unwrap().next, after);
    clerk.follow(&second).await.says("đã được ghi từ trước");
    clerk.get("/so/incoming_document").await.says("1 văn bản đến");
}

#[tokio::test]
async fn a_move_sent_twice_is_made_once_though_the_case_has_moved_on() {
    let desk = Desk::demo();
    let mut clerk = desk.person("clerk-1");
    let case = register(&mut clerk, "Trình hai lần").await;
    let page = clerk.get(&case).await;
    let action = format!("{case}/thao-tac/submit");
    clerk.fill(&page, &action, &[]).await.is(303);
    let after = desk.office.ledger().head().unwrap().next;
    let again = clerk.fill(&page, &action, &[]).await;
    clerk.follow(&again).await.says("đã được ghi từ trước").says("Đã trình");
    assert_eq!(desk.office.ledger().head().unwrap().next, after);
}

#[tokio::test]
async fn two_clicks_at_the_same_moment_act_once() {
    let desk = Desk::demo();
    let mut clerk = desk.person("clerk-1");
    let case = register(&mut clerk, "Bấm hai lần").await;
    let page = clerk.get(&case).await;
    let action = format!("{case}/viec/y-kien");
    let mut pair = page.form(&action);
    pair.retain(|(name, _)| name != "text");
    pair.push(("text".to_owned(), "Một lần thôi".to_owned()));
    let (mut one, mut two) = (clerk.clone(), clerk.clone());
    let (a, b) = tokio::join!(one.post(&action, &pair), two.post(&action, &pair));
    assert_eq!((a.status.as_u16(), b.status.as_u16()), (303, 303));
    let page = clerk.get(&case).await;
    assert_eq!(page.text.matches("<blockquote>Một lần thôi").count(), 1);
}

#[tokio::test]
async fn whoever_comes_second_sees_what_the_first_did() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let case = give_task(&mut office, "Hai người một việc", &[]).await.location();
    let (mut one, mut two) = (desk.person(FOCAL), desk.person("handler-stc-1"));
    let (first, second) = (one.get(&case).await, two.get(&case).await);
    one.fill(&first, &format!("{case}/thao-tac/receive"), &[]).await.is(303);
    let answer = two.fill(&second, &format!("{case}/thao-tac/refuse"), &[("reason", "Không đúng thẩm quyền")]).await;
    answer.is(409).says("Bước xử lý").says("Đã giao").says("Đã tiếp nhận").says("Trả lại (không đúng thẩm quyền)");
    answer.says("Mở lại hồ sơ").says("Hà Thị Tuyết");
}

#[tokio::test]
async fn a_field_changed_meanwhile_shows_both_values() {
    let desk = Desk::demo();
    let mut clerk = desk.person("clerk-1");
    let case = register(&mut clerk, "Đổi lĩnh vực").await;
    make(&mut clerk, &case, "submit", &[("f.field_of_work", "Tài chính")]).await.is(303);
    let (mut chief, mut deputy) = (desk.person("chief"), desk.person("deputy-chief-1"));
    let page = chief.get(&case).await;
    // Meanwhile a deputy corrects the field.
    let other = deputy.get(&format!("{case}?muc=field_of_work")).await;
    let values = [("field", "field_of_work"), ("value", "Ngân sách"), ("reason", "Ghi nhầm"), ("approver", "chief")];
    deputy.fill(&other, &format!("{case}/viec/dinh-chinh"), &values).await.is(303);
    let values = [("f.field_of_work", "Đầu tư công"), ("lead", "vp-kt")];
    let answer = chief.fill(&page, &format!("{case}/thao-tac/assign"), &values).await;
    answer.is(409).says("Lĩnh vực").says("Đầu tư công").says("Ngân sách").says("Tài chính").says("Cao Công Thành");
    // What nobody touched is no conflict.
    chief.fill(&page, &format!("{case}/thao-tac/assign"), &[("lead", "vp-kt")]).await.is(303);
}

#[tokio::test]
async fn a_remark_meanwhile_blocks_nobody() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let case = give_task(&mut office, "Ý kiến xen giữa", &[]).await.location();
    let mut focal = desk.person(FOCAL);
    let page = focal.get(&case).await;
    make_remark(&mut office, &case).await;
    focal.fill(&page, &format!("{case}/thao-tac/receive"), &[]).await.is(303);
}

async fn make_remark(browser: &mut super::Browser, case: &str) {
    let page = browser.get(case).await;
    browser.fill(&page, &format!("{case}/viec/y-kien"), &[("text", "Xin lưu ý.")]).await.is(303);
}

#[tokio::test]
async fn what_was_typed_is_kept_and_the_reason_stands_beside_its_field() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let address = "/so/task/moi/assign";
    let answer = give_task(&mut office, "", &[("f.content", "Nội dung <dài>"), ("due", "32/13/2024")]).await;
    answer.is(422).says("Cần sửa 2 chỗ").says("Nội dung &#60;dài&#62;</textarea>");
    answer.says("href=\"#assign-f-subject\"").says("id=\"assign-f-subject-error\"").says("id=\"assign-due-error\"");
    answer.says("“32/13/2024” không phải ngày có thật");
    let chosen = answer.form(address);
    assert!(chosen.contains(&("lead".to_owned(), "stc".to_owned())), "{chosen:?}");
    assert!(chosen.contains(&("f.authority".to_owned(), "chairman".to_owned())));
    // A due date in the past is refused by the clock, beside its field.
    let answer = give_task(&mut office, "Hạn đã qua", &[("due", "2023-12-01")]).await;
    answer.is(422).says("id=\"assign-due-error\"").says("value=\"Hạn đã qua\"");
    let answer = give_task(&mut office, "Hai hạn", &[("no_due", "yes")]).await;
    answer.is(422).says("Xin chọn một");
    assert_eq!(office.get("/so/task").await.text.matches("class=\"row\"").count(), 0);
}
