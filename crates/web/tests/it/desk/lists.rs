//! Registers: filter, order, pages both ways, counts, words with and without tones, and what a page may cost.

use std::collections::BTreeSet;

use kernel::time::Instant;
use office::views::Viewer;
use office::views::register::{At, Filter, Query, Sort, State};

use super::way::{SPECIALIST, UNIT, register};
use super::{Desk, Page};

/// Statements of a list page (issue: at most three).
const STATEMENTS_MAX: u64 = 3;
const PAGE_BYTES_MAX: usize = 100_000;

fn titles(page: &Page) -> Vec<String> {
    page.text
        .split("class=\"row-link\"")
        .skip(1)
        .map(|rest| rest.split_once('>').unwrap().1.split('<').next().unwrap().to_owned())
        .collect()
}

pub async fn tasks(desk: &Desk, count: usize) {
    let mut office = desk.person(SPECIALIST);
    let address = "/so/task/moi/assign";
    // One form, sent under as many keys as tasks are wanted.
    let form = office.get(address).await;
    for n in 0..count {
        let (subject, key) = (format!("Việc số {n:03}"), format!("018cc793-c740-7000-8000-{n:012}"));
        let due = format!("2024-0{}-{:02}", 2 + n % 7, 1 + n % 28);
        let mut values = vec![
            ("f.subject", subject.as_str()),
            ("f.authority", "chairman"),
            ("f.source_kind", "conclusion"),
            ("lead", if n % 3 == 0 { "sxd" } else { UNIT }),
            ("idempotency_key", &key),
        ];
        values.push(if n % 5 == 0 { ("no_due", "yes") } else { ("due", &due) });
        office.fill(&form, address, &values).await.is(303);
    }
}

#[tokio::test]
async fn every_order_walks_through_all_rows_and_back() {
    let desk = Desk::demo();
    tasks(&desk, 23).await;
    let house = desk.office.house();
    let now = Instant(testkit::at("2024-01-02T08:00").0);
    let all: Vec<(&str, Vec<Filter>)> = vec![
        (SPECIALIST, Vec::new()),
        (SPECIALIST, vec![Filter::one("@lead", UNIT)]),
        (SPECIALIST, vec![Filter::one("@step", "assigned"), Filter::one("authority", "chairman")]),
        ("focal-stc", Vec::new()),
        ("focal-stc", vec![Filter::one("@step", "assigned")]),
    ];
    for (person, filters) in all {
        let viewer = Viewer::new(house.actor(person, now).unwrap(), house.clone(), now);
        for (sort, descending) in
            [Sort::Opened, Sort::Due, Sort::Title, Sort::Number].into_iter().flat_map(|s| [(s, true), (s, false)])
        {
            for state in [None, Some(State::Open), Some(State::NoDeadline), Some(State::Running), Some(State::Late)] {
                let query =
                    Query { filters: filters.clone(), state, sort, descending, rows: 4, ..Query::all("task".into()) };
                let whole = desk.office.register(&viewer, &Query { rows: 100, ..query.clone() }).unwrap().unwrap();
                let expected: Vec<u64> = whole.lines.iter().map(|l| l.num).collect();
                assert_eq!(whole.count, office::views::register::Count::Exact(u64::try_from(expected.len()).unwrap()));
                let (mut forth, mut back, mut query) = (Vec::new(), Vec::new(), query);
                let last = loop {
                    let list = desk.office.register(&viewer, &query).unwrap().unwrap();
                    assert!(list.statements <= STATEMENTS_MAX, "{} statements for {query:?}", list.statements);
                    forth.extend(list.lines.iter().map(|l| l.num));
                    match list.next {
                        Some(key) => query.at = At::After(key),
                        None => break list,
                    }
                };
                assert_eq!(forth, expected, "{query:?}");
                let mut exported = Vec::new();
                let told = desk.office.register_rows(&viewer, &query, &mut |line| {
                    exported.push(line.num);
                    true
                });
                assert_eq!(told.unwrap(), Some(u64::try_from(expected.len()).unwrap()));
                assert_eq!(exported, expected, "export of {query:?}");
                let mut before = last.previous;
                while let Some(key) = before {
                    query.at = At::Before(key);
                    let list = desk.office.register(&viewer, &query).unwrap().unwrap();
                    assert!(list.statements <= STATEMENTS_MAX);
                    back.splice(0..0, list.lines.iter().map(|l| l.num));
                    before = list.previous;
                }
                back.extend(last.lines.iter().map(|l| l.num));
                assert_eq!(back, expected, "back {query:?}");
                let due: Vec<Option<i64>> =
                    whole.lines.iter().map(|l| l.case.clock.as_ref().and_then(|c| c.due).map(|d| d.0)).collect();
                if sort == Sort::Due {
                    let known: Vec<i64> = due.iter().map_while(|d| *d).collect();
                    assert!(due.iter().skip(known.len()).all(Option::is_none));
                    assert!(known.windows(2).all(|w| if descending { w[0] >= w[1] } else { w[0] <= w[1] }));
                }
            }
        }
    }
}

#[tokio::test]
async fn the_page_follows_its_own_links() {
    let desk = Desk::demo();
    tasks(&desk, 60).await;
    let mut office = desk.person(SPECIALIST);
    let first = office.get("/so/task?xep=ten&chieu=tang").await;
    first.says("60 nhiệm vụ").says("aria-sort=\"ascending\"");
    assert!(first.text.len() <= PAGE_BYTES_MAX, "{} bytes", first.text.len());
    let next = link(&first, "next");
    let second = office.get(&next).await;
    let seen: BTreeSet<String> = titles(&first).into_iter().chain(titles(&second)).collect();
    assert_eq!((titles(&first).len(), seen.len()), (50, 60));
    let back = office.get(&link(&second, "prev")).await;
    assert_eq!(titles(&back), titles(&first));
    let late = office.get("/so/task?tinh-trang=qua-han").await;
    late.says("0 nhiệm vụ").says("Bỏ lọc");
    desk.set("2024-03-01T08:00");
    let mut office = desk.person(SPECIALIST);
    let late = office.get("/so/task?tinh-trang=qua-han&xep=han").await;
    assert!(!titles(&late).is_empty());
    late.says("quá hạn");
    office.get("/").await.says("quá hạn");
}

fn link(page: &Page, rel: &str) -> String {
    let at = page.text.split_once(&format!("rel=\"{rel}\" href=\"")).unwrap().1;
    super::unescaped(at.split('"').next().unwrap())
}

#[tokio::test]
async fn words_are_found_without_tones_and_numbers_exactly() {
    let desk = Desk::demo();
    let mut clerk = desk.person("clerk-1");
    for subject in ["Về việc đền bù đất đai", "Hoà giải ở cơ sở", "Phê duyệt dự toán"] {
        register(&mut clerk, subject).await;
    }
    for (query, found) in [
        ("den bu", 1),
        ("%C4%91%E1%BA%A5t", 1),
        ("hoa giai", 1),
        ("H%C3%B3a%20gi%E1%BA%A3i", 1),
        ("khong co gi", 0),
        ("toan phe", 1),
    ] {
        let query = query.replace(' ', "%20");
        let page = clerk.get(&format!("/so/incoming_document?q={query}")).await;
        assert_eq!(titles(&page).len(), found, "{query}");
        let page = clerk.get(&format!("/tim?q={query}")).await;
        assert_eq!(titles(&page).len(), found, "{query}");
    }
    let listed = clerk.get("/so/incoming_document?xep=so&chieu=tang").await;
    assert_eq!(titles(&listed), ["Về việc đền bù đất đai", "Hoà giải ở cơ sở", "Phê duyệt dự toán"]);
    let hits = clerk.get("/tim?q=2").await;
    assert_eq!(titles(&hits), ["Hoà giải ở cơ sở"]);
}

#[tokio::test]
async fn every_page_of_every_role_is_well_formed_and_small() {
    let desk = Desk::demo();
    tasks(&desk, 12).await;
    let mut clerk = desk.person("clerk-1");
    let case = register(&mut clerk, "Văn bản").await;
    for person in ["chief", SPECIALIST, "clerk-1", "focal-stc", "party-secretary"] {
        let mut browser = desk.person(person);
        let home = browser.get("/").await;
        let mut addresses: BTreeSet<String> =
            home.text.split("href=\"").skip(1).map(|rest| super::unescaped(rest.split('"').next().unwrap())).collect();
        addresses.insert(case.clone());
        for address in
            addresses.iter().filter(|a| a.starts_with('/') && !a.starts_with("/assets") && !a.starts_with("/ngon-ngu"))
        {
            let page = browser.get(address).await;
            assert!(page.status.is_success() || page.status.as_u16() == 404, "{person} {address}: {}", page.status);
            assert!(page.text.len() <= PAGE_BYTES_MAX, "{person} {address}: {} bytes", page.text.len());
            let tags = crate::markup::tags(&page.text).unwrap_or_else(|wrong| panic!("{person} {address}: {wrong}"));
            let ids: Vec<&String> = tags.iter().filter_map(|t| t.attributes.get("id")).collect();
            let unique: BTreeSet<&&String> = ids.iter().collect();
            assert_eq!(ids.len(), unique.len(), "{person} {address}: an id twice");
        }
    }
}
