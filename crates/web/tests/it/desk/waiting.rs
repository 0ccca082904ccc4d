//! My work and the inbox: acting from the list, what is refused, unread on two devices, and the stream of counts.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use axum::http::header::COOKIE;
use futures_util::StreamExt;
use tower::ServiceExt;

use super::way::{FOCAL, SPECIALIST, give_task};
use super::{Browser, Desk};

const WORK: &str = "/viec-cua-toi";
const INBOX: &str = "/thong-bao";

fn boxes(text: &str) -> Vec<String> {
    let parts = text.split("name=\"case\" value=\"").skip(1);
    parts.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn several_tasks_are_received_at_once_and_a_stale_one_is_told() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    for subject in ["Nhiệm vụ một", "Nhiệm vụ hai"] {
        give_task(&mut office, subject, &[]).await.is(303);
    }
    let mut focal = desk.person(FOCAL);
    let page = focal.get(WORK).await;
    page.is(200).says("Nhiệm vụ một").says("Nhiệm vụ hai").says("tiếp nhận").says("2 việc chờ");
    let cases = boxes(&page.text);
    assert_eq!(cases.len(), 2);
    let mut pairs = page.form(WORK);
    pairs.extend(cases.iter().map(|id| ("case".to_owned(), id.clone())));
    pairs.push(("move".to_owned(), "task/receive".to_owned()));
    focal.post(WORK, &pairs).await.is(200).says("2 việc đã làm, 0 việc chưa làm được");
    // The same form again acts on nothing; another form finds that the step has passed.
    focal.post(WORK, &pairs).await.is(200).says("2 việc đã làm");
    let anew: Vec<(String, String)> = pairs.iter().filter(|(n, _)| n != "idempotency_key").cloned().collect();
    focal.post(WORK, &anew).await.is(200).says("0 việc đã làm, 2 việc chưa làm được");
    let forged: Vec<(String, String)> = pairs.iter().filter(|(n, _)| n != "csrf").cloned().collect();
    focal.post(WORK, &forged).await.is(403);
    focal.get(&format!("{WORK}?han=qua-han")).await.is(200).says("0 việc chờ");
}

#[tokio::test]
async fn one_click_acts_and_leads_back_to_the_list() {
    let desk = Desk::demo();
    give_task(&mut desk.person(SPECIALIST), "Nhiệm vụ một", &[]).await.is(303);
    let mut focal = desk.person(FOCAL);
    let page = focal.get(WORK).await;
    let id = boxes(&page.text).remove(0);
    let one = format!("{id}/task/receive");
    assert_eq!(focal.fill(&page, WORK, &[("one", &one)]).await.is(303).location(), WORK);
    focal.get(WORK).await.says("Đã ghi sổ cái");
}

#[tokio::test]
async fn what_is_read_here_is_read_there() {
    let desk = Desk::demo();
    give_task(&mut desk.person(SPECIALIST), "Nhiệm vụ một", &[]).await.is(303);
    let (mut here, mut there) = (desk.person(FOCAL), desk.person(FOCAL));
    let page = here.get(INBOX).await;
    page.is(200).says("giao việc").says("1 chưa đọc");
    there.get(INBOX).await.says("1 chưa đọc");
    let all = page.text.split("name=\"all\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    here.fill(&page, INBOX, &[("all", &all)]).await.is(303);
    there.get(INBOX).await.says("Đã đọc hết");
    desk.person("focal-syt").get(INBOX).await.silent_on("Nhiệm vụ một");
}

async fn next(stream: &mut axum::body::BodyDataStream) -> String {
    let told = tokio::time::timeout(Duration::from_secs(5), stream.next()).await.unwrap();
    String::from_utf8(told.unwrap().unwrap().to_vec()).unwrap()
}

fn stream_of(browser: &Browser) -> Request<Body> {
    let cookies: Vec<String> = browser.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
    Request::get("/theo-doi").header(COOKIE, cookies.join("; ")).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn a_stream_tells_the_new_counts_after_the_commit_and_ends_when_asked() {
    let desk = Desk::demo();
    let focal = desk.person(FOCAL);
    let answer = desk.app.clone().oneshot(stream_of(&focal)).await.unwrap();
    let mut stream = answer.into_body().into_data_stream();
    assert!(next(&mut stream).await.contains(r#""waiting":"""#));
    give_task(&mut desk.person(SPECIALIST), "Nhiệm vụ một", &[]).await.is(303);
    let began = std::time::Instant::now();
    let told = next(&mut stream).await;
    assert!(told.contains(r#""waiting":"1""#) && told.contains(r#""unread":"1""#), "{told}");
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    desk.live.close();
    assert!(tokio::time::timeout(Duration::from_secs(5), stream.next()).await.unwrap().is_none());
    let stranger = desk.app.clone().oneshot(stream_of(&desk.browser())).await.unwrap();
    assert_eq!(stranger.status(), 401);
}
