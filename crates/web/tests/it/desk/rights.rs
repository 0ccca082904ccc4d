//! A case that one may not read is as missing as one that does not exist, whichever way one asks.

use super::Desk;
use super::way::{FOCAL, SPECIALIST, give_task, make, register};

#[tokio::test]
async fn another_unit_finds_nothing() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let case = give_task(&mut office, "Chỉ Sở Tài chính", &[]).await.location();
    let id = case.rsplit('/').next().unwrap().to_owned();
    let nowhere = "/ho-so/018cc793-0000-7000-8000-000000000000";
    let mut other = desk.person("focal-sxd");
    for address in [case.clone(), format!("/api/cases/{id}"), format!("{case}/tep/{}", "a".repeat(64))] {
        other.get(&address).await.is(404).silent_on("Chỉ Sở Tài chính");
    }
    let missing = other.get(nowhere).await;
    let hidden = other.get(&case).await;
    // But for the way to the other language, which holds the address asked for.
    let hidden = hidden.text.replace(&id, "018cc793-0000-7000-8000-000000000000");
    assert_eq!(missing.text, hidden);
    other.get("/so/task").await.is(200).silent_on("Chỉ Sở Tài chính").says("0 nhiệm vụ");
    other.get("/so/task?don-vi=stc").await.silent_on("Chỉ Sở Tài chính");
    other.get("/tim?q=chi%20so%20tai").await.silent_on("Chỉ Sở Tài chính");
    other.get("/").await.silent_on("Chỉ Sở Tài chính");
    // Not even with a form taken from somebody who may.
    let page = desk.person(FOCAL).get(&case).await;
    let csrf = other.get("/").await.form("/dang-xuat")[0].1.clone();
    let action = format!("{case}/thao-tac/receive");
    other.fill(&page, &action, &[("csrf", &csrf)]).await.is(404);
    // The unit itself, and a cooperating one, see it.
    desk.person(FOCAL).get(&case).await.is(200);
    let case = give_task(&mut office, "Có phối hợp", &[("coop", "sxd")]).await.location();
    other.get(&case).await.is(200);
    other.get("/so/task").await.says("Có phối hợp");
}

/// Whoever may not read the cases of a unit is not told either how many it has.
#[tokio::test]
async fn a_figure_held_to_a_value_tells_no_more_than_its_list() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    for n in 0..3 {
        give_task(&mut office, &format!("Việc {n} của Sở Tài chính"), &[]).await.is(303);
    }
    let of = |unit: &str| format!("/bao-cao/so-lieu/tasks.open?ky=2024&trong=@lead:{unit}");
    let mut other = desk.person("focal-sxd");
    let (many, none) = (other.get(&of("stc")).await, other.get(&of("syt")).await);
    many.is(200);
    assert_eq!(many.text.replace("lead:stc", "lead:syt").replace("lead%3Astc", "lead%3Asyt"), none.text);
    assert_ne!(office.get(&of("stc")).await.text, office.get(&of("syt")).await.text.replace("syt", "stc"));
}

#[tokio::test]
async fn whom_an_act_takes_the_case_from_is_led_home() {
    let desk = Desk::demo();
    let mut clerk = desk.person("clerk-1");
    let case = register(&mut clerk, "Chuyển đi").await;
    make(&mut clerk, &case, "submit", &[]).await.is(303);
    let mut chief = desk.person("chief");
    make(&mut chief, &case, "assign", &[("lead", "vp-kt")]).await.is(303);
    desk.person("specialist-vp-kt-1").get(&case).await.is(200);
    desk.person("specialist-vp-xd-1").get(&case).await.is(404);
}

#[tokio::test]
async fn registers_of_closed_books_do_not_exist_for_others() {
    let desk = Desk::demo();
    let mut chief = desk.person("chief");
    chief.get("/so/party_member").await.is(404);
    chief.get("/").await.silent_on("/so/party_member");
    desk.person("party-secretary").get("/so/party_member").await.is(200);
    chief.get("/so/khong-co").await.is(404);
    chief.get("/so/incoming_document/moi/register").await.is(403);
    chief.get("/so/task/moi/receive").await.is(404);
}

#[tokio::test]
async fn a_program_without_a_session_is_told_so() {
    let desk = Desk::demo();
    desk.browser().get("/api/cases/018cc793-0000-7000-8000-000000000000").await.is(401);
    desk.browser().get("/api/reports/annual/2023").await.is(401);
    desk.browser().get("/khong-co-trang-nay").await.is(404);
}

#[tokio::test]
async fn a_case_as_json_explains_its_deadline() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let case = give_task(&mut office, "Giải thích hạn", &[]).await.location();
    let id = case.rsplit('/').next().unwrap();
    let page = office.get(&format!("/api/cases/{id}")).await;
    let json: serde_json::Value = serde_json::from_str(&page.text).unwrap();
    assert_eq!(json["title"], "Giải thích hạn");
    assert_eq!(json["clock"]["due"], "2024-01-31T17:00:00+07:00");
    let steps = json["clock"]["explanation"].as_array().unwrap();
    assert_eq!(steps.last().unwrap()["to"], json["clock"]["due"]);
    assert!(steps.iter().all(|s| s["basis"].is_string() && s["working_minutes"].is_i64()));
}
