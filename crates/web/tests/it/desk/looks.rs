//! The other looks of a register - by step, by due day - and the first pages of roles: every count leads to a list of
//! just so many cases.

use std::collections::BTreeSet;

use kernel::time::{Date, Instant};
use office::views::Viewer;
use office::views::register::{Count, Filter, Query, State};

use super::lists::tasks;
use super::way::{SPECIALIST, UNIT, register};
use super::{Browser, Desk, Page, unescaped};

/// Statements of a list page (issue: at most three).
const STATEMENTS_MAX: u64 = 3;
const PAGE_BYTES_MAX: usize = 100_000;

/// The links of a page whose text or address holds this, with their text.
fn links(page: &Page, part: &str) -> Vec<(String, String)> {
    let main = super::main_of(&page.text);
    let one = |rest: &str| {
        let (href, rest) = rest.split_once('"')?;
        let text = rest.split_once('>')?.1.split("</a>").next()?.split('<').next()?;
        Some((unescaped(href), text.to_owned()))
    };
    main.split("<a ")
        .filter_map(|a| one(a.split_once("href=\"")?.1))
        .filter(|(href, text)| href.contains(part) || text.contains(part))
        .collect()
}

/// How many cases the list at an address says it has.
async fn listed(browser: &mut Browser, address: &str) -> String {
    let page = browser.get(address).await;
    let count = page.is(200).text.split_once("class=\"count\"").unwrap().1.split_once("class=\"figure\">").unwrap().1;
    count.split([' ', '<']).next().unwrap().to_owned()
}

#[tokio::test]
async fn a_board_has_every_case_once_and_its_counts_are_those_of_the_lists() {
    let desk = Desk::demo();
    tasks(&desk, 60).await;
    let mut office = desk.person(SPECIALIST);
    let mut page = office.get("/so/task?xem=bang&don-vi=sxd").await;
    page.is(200).says("20 nhiệm vụ").says("chủ trì: Sở Xây dựng").says("id=\"cot-assigned\"");
    let mut seen = BTreeSet::new();
    loop {
        crate::markup::tags(&page.text).unwrap();
        assert!(page.text.len() <= PAGE_BYTES_MAX, "{} bytes", page.text.len());
        for (href, text) in links(&page, "/ho-so/").into_iter().filter(|(_, text)| text.starts_with("Việc")) {
            assert!(seen.insert((href, text)), "a card twice");
        }
        let Some((next, _)) = links(&page, "Xem tiếp").into_iter().next() else { break };
        page = office.get(next.split('#').next().unwrap()).await;
        page.is(200).says("Từ đầu");
    }
    assert_eq!(seen.len(), 20);
    let lanes = links(&page, "buoc=");
    assert!(!lanes.is_empty());
    for (href, count) in lanes {
        assert_eq!(listed(&mut office, &href).await, count, "{href}");
    }
    office.get("/so/task?xem=bang&tinh-trang=dang-mo").await.is(200).silent_on("id=\"cot-done\"");
    office.get("/so/task?xem=bang&buoc=assigned").await.silent_on("id=\"cot-received\"");
    office.get("/so/task?xem=tranh").await.says("không (còn) có điều kiện");
}

#[tokio::test]
async fn a_board_and_a_calendar_cost_at_most_three_statements_and_say_the_same_as_the_list() {
    let desk = Desk::demo();
    tasks(&desk, 23).await;
    let house = desk.office.house();
    let now = Instant(testkit::at("2024-04-02T08:00").0);
    let (first, last) = (Date::parse("2024-02-01").unwrap(), Date::parse("2024-03-31").unwrap());
    for person in [SPECIALIST, "focal-stc", "chairman"] {
        let viewer = Viewer::new(house.actor(person, now).unwrap(), house.clone(), now);
        for filters in [vec![], vec![Filter::one("@lead", UNIT)], vec![Filter::one("authority", "chairman")]] {
            for state in [None, Some(State::Open), Some(State::Late), Some(State::NoDeadline)] {
                let query = Query { filters: filters.clone(), state, rows: 4, ..Query::all("task".into()) };
                let board = desk.office.register_by_step(&viewer, &query, &[]).unwrap().unwrap();
                assert!(board.statements <= STATEMENTS_MAX, "{} statements", board.statements);
                for column in &board.columns {
                    let mut held = query.clone();
                    held.filters.push(Filter::one("@step", column.step.code.as_str()));
                    let list = desk.office.register(&viewer, &Query { rows: 99, ..held }).unwrap().unwrap();
                    assert_eq!(column.count, list.count, "{person} {query:?} {}", column.step.code);
                    assert_eq!(column.lines.len(), list.lines.len().min(4));
                }
                let due = Query { due: Some((first, last)), ..query.clone() };
                let days = desk.office.register_by_day(&viewer, &due).unwrap().unwrap();
                assert!(days.statements <= STATEMENTS_MAX, "{} statements", days.statements);
                let whole = desk.office.register(&viewer, &due).unwrap().unwrap();
                let sum: u64 = days.days.values().map(|day| day.count).sum();
                assert_eq!(Count::Exact(sum), whole.count, "{person} {due:?}");
                for (day, found) in &days.days {
                    let one = Query { due: Some((*day, *day)), ..query.clone() };
                    assert_eq!(desk.office.count(&viewer, &one).unwrap(), Count::Exact(found.count), "{day}");
                    assert_eq!(found.lines.len(), usize::try_from(found.running.min(4)).unwrap(), "{day}");
                }
            }
        }
    }
}

#[tokio::test]
async fn the_days_of_a_calendar_lead_to_their_lists_and_say_which_are_off() {
    let desk = Desk::demo();
    tasks(&desk, 40).await;
    desk.set("2024-02-20T08:00");
    let mut office = desk.person(SPECIALIST);
    for address in ["/so/task?xem=lich", "/so/task?xem=lich&theo=tuan&ngay=2024-02-22", "/so/task?xem=lich&don-vi=sxd"]
    {
        let page = office.get(address).await;
        page.is(200).says("Lịch hạn");
        crate::markup::tags(&page.text).unwrap();
        assert!(page.text.len() <= PAGE_BYTES_MAX);
        let days = links(&page, "han-ngay=");
        assert!(!days.is_empty(), "{address}");
        for (href, text) in days {
            assert_eq!(listed(&mut office, &href).await, text.split(' ').next().unwrap(), "{href}");
        }
    }
    office.get("/so/task?xem=lich&theo=tuan&ngay=2024-02-22").await.says("Việc số 021");
    let page = office.get("/so/task?xem=lich").await;
    page.says("Tháng 2/2024").says("hôm nay").says("quá hạn").says("đang chạy").says("Tết");
    let (next, _) = links(&page, "Tháng sau").remove(0);
    office.get(&next).await.says("Tháng 3/2024");
    // Where nothing is ever due there is no calendar.
    office.get("/so/incoming_document?xem=lich").await.is(200);
    office.get("/so/task?xem=lich&ngay=hom-qua").await.is(200).says("không (còn) có điều kiện");
}

#[tokio::test]
async fn a_figure_opens_as_a_file_with_the_records_that_it_counts() {
    let desk = Desk::demo();
    tasks(&desk, 30).await;
    let mut office = desk.person(SPECIALIST);
    let page = office.get("/bao-cao/so-lieu/tasks.assigned?ky=2024").await;
    page.is(200).says("30 bản ghi");
    let (csv, _) = links(&page, "/xuat/csv").remove(0);
    let file = office.get(&csv).await;
    assert_eq!(file.is(200).text.lines().count(), 31);
    let (book, _) = links(&page, "/xuat/xlsx").remove(0);
    assert!(office.get(&book).await.bytes.starts_with(b"PK"));
    // Everybody gets the part that they may read.
    let own = desk.person("focal-stc").get(&csv).await;
    assert_eq!(own.text.lines().count(), 21);
    office.get("/bao-cao/so-lieu/tasks.assigned/xuat/pdf?ky=2024").await.is(404);
    office.get("/bao-cao/so-lieu/no.such/xuat/csv?ky=2024").await.is(404);
    desk.browser().get(&csv).await.is(303);
}

#[tokio::test]
async fn every_role_lands_on_its_own_day() {
    let desk = Desk::demo();
    tasks(&desk, 12).await;
    let mut clerk = desk.person("clerk-1");
    register(&mut clerk, "Văn bản đến trong ngày").await;
    let page = clerk.get("/").await;
    page.is(200).says("Văn thư hôm nay").says("Số đã cấp năm 2024").says("Đăng ký văn bản đến").says("Chờ trình");
    for person in ["centre-director", "one-stop-1", "clerk-1", "chairman", "chief"] {
        let mut browser = desk.person(person);
        let page = browser.get("/").await;
        crate::markup::tags(&page.is(200).text).unwrap();
        assert!(page.text.len() <= PAGE_BYTES_MAX);
        for (href, count) in links(&page, "/so/").into_iter().filter(|(_, text)| text.parse::<u32>().is_ok()) {
            assert_eq!(listed(&mut browser, &href).await, count, "{person} {href}");
        }
    }
    let mut director = desk.person("centre-director");
    director.get("/").await.says("Đến hạn hôm nay").says("Đứng yên").says("Tải theo quầy").says("Tỷ lệ đúng hạn");
    desk.person("one-stop-1").get("/").await.says("Tại quầy hôm nay").says("Tiếp nhận tại quầy");
    desk.person("chairman").get("/").await.says("Đến hạn trong 7 ngày tới").says("Bảng điều hành");
    desk.person(SPECIALIST).get("/").await.silent_on("Văn thư hôm nay").silent_on("Tại quầy");
}
