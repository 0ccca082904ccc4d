//! While long work runs, compression, and the map of an imported log.

use std::io::Cursor;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use office::import::Watch;
use web::{Mode, Progress, Stage, Work};

use super::Desk;
use super::way::SPECIALIST;

#[tokio::test]
async fn every_page_leads_to_the_progress_until_it_is_done() {
    let progress = Arc::new(Progress::default());
    let desk = Desk::with(Mode::Demo, Some(Arc::clone(&progress)));
    let mut browser = desk.browser();
    assert_eq!(browser.get("/so/task").await.is(303).location(), "/tien-do");
    browser.get("/api/reports/annual/2023").await.is(503);
    browser.get("/health").await.is(200).says("\"ready\":false");
    browser.get(web::assets::css_path()).await.is(200);
    progress.set(Work::Running(Stage {
        done: 43,
        whole: 100,
        day: Some(testkit::day("2022-09-12")),
        events: 1_234_567,
        events_per_second: 9_000,
        seconds_left: Some(75),
    }));
    let page = browser.get("/tien-do").await;
    page.is(200)
        .says("43 %")
        .says("12/09/2022")
        .says("1.234.567")
        .says("1 phút 15 giây")
        .says("http-equiv=\"refresh\"");
    crate::markup::tags(&page.text).unwrap();
    progress.set(Work::Failed("Hết chỗ trên đĩa. Xin giải phóng rồi chạy lại.".to_owned()));
    browser.get("/tien-do").await.says("Hết chỗ trên đĩa").silent_on("http-equiv=\"refresh\"");
    progress.set(Work::Ready);
    assert_eq!(browser.get("/tien-do").await.location(), "/");
    browser.get("/health").await.says("\"ready\":true");
    assert_eq!(browser.get("/").await.location(), "/dang-nhap");
}

#[tokio::test]
async fn pages_travel_compressed() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let request = Request::get("/so/task/moi/assign").header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    let page = office.send(request).await;
    assert_eq!(page.headers.get("content-encoding").unwrap(), "gzip");
    let plain = office.get("/so/task/moi/assign").await;
    assert!(page.bytes.len() * 3 < plain.bytes.len(), "{} of {}", page.bytes.len(), plain.bytes.len());
}

#[tokio::test]
async fn an_imported_log_is_drawn_and_its_figures_lead_to_its_cases() {
    let desk = Desk::demo();
    let event = |name: &str, at: &str| {
        format!(
            "<event><string key=\"concept:name\" value=\"{name}\"/><date key=\"time:timestamp\" value=\"{at}+01:00\"/></event>"
        )
    };
    let trace = |id: u32| {
        let steps = [event("Nhận &lt;b&gt;", "2011-03-01T09:00:00"), event("Xem xét", "2011-03-02T10:30:00")].concat();
        format!("<trace><string key=\"concept:name\" value=\"case-{id}\"/>{steps}</trace>")
    };
    let log = format!("<log xes.version=\"1.0\">{}</log>", (0..3).map(trace).collect::<String>());
    let now = testkit::at("2024-01-02T07:30");
    let mut watch = Watch { now: &|| now, seed: [9; 16], progress: &mut |_, _| true };
    let mut office = desk.person(SPECIALIST);
    office.get("/").await.says("Dữ liệu mô phỏng</strong>").says("đều là hư cấu");
    desk.office.import_xes(&mut Cursor::new(log.into_bytes()), "thử", &mut watch).unwrap();
    let page = office.get("/quy-trinh").await;
    page.says("Dữ liệu mô phỏng và nhật ký nhập vào</strong>").silent_on("đều là hư cấu");
    page.is(200).says("3 hồ sơ").says("Nhận &#60;b&#62;").says("Xem xét").says("<svg viewBox");
    crate::markup::tags(&page.text).unwrap();
    // The log's own days are shown, in local time; when it came in stands on the case page.
    let list = office.get("/so/imported_case").await;
    list.says("class=\"row\"").says("01/03/2011").silent_on("02/01/2024</time></td>");
    let case = list.text.split("href=\"/ho-so/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    office.get(&format!("/ho-so/{case}")).await.says("01/03/2011 15:00").says("Nhập vào đây lúc");
    desk.person("admin").get("/dang-nhap").await.says("nhật ký nhập vào");
}

/// The command line adopts a catalogue and opens cases under it in a process of its own.
#[tokio::test]
async fn a_server_takes_up_what_another_process_did_to_the_house() {
    let desk = Desk::demo();
    let mut browser = desk.person(SPECIALIST);
    browser.get("/viec-cua-toi").await.is(200);
    let now = testkit::at("2024-01-02T07:40");
    let options = office::Options::new(desk._dir.path(), "", now, [9; 16]);
    let other = office::Office::open(options.in_database(super::database(desk._dir.path()))).unwrap();
    other.adopt(&kernel::shipped::files(), &kernel::case::Actor::system("minhbach"), now, [8; 16]).unwrap();
    let mut form = kernel::case::MoveForm::new("assign");
    for (field, text) in [("subject", "Rà soát quỹ đất"), ("authority", "chairman"), ("source_kind", "letter")] {
        form = form.with(field, kernel::case::Value::text(text));
    }
    form.assigned = Some(kernel::case::command::Assigned { lead: Some("stc".into()), ..Default::default() });
    form.due = kernel::case::Due::On(testkit::day("2024-01-10"));
    let id = uuid::Uuid::from_u128(0x018c_c251_f400_7000_8000_0000_0000_0042);
    let opening = kernel::case::Opening { id, case_type: "task".into(), form, batch: None };
    let person = other.house().actor(SPECIALIST, now).unwrap();
    let act = kernel::case::Act::Open(opening);
    other.act(&office::Request::new(None, act, &person, now, [7; 16])).unwrap();
    assert_eq!(other.load(id).unwrap().unwrap().case.catalogue, 2);

    browser.get(&format!("/ho-so/{id}")).await.is(200).says("Rà soát quỹ đất");
    desk.person("focal-stc").get("/viec-cua-toi").await.is(200).says("Rà soát quỹ đất");
}
