//! What people and programs with bad intentions send: markup in every field, ids and dates that are none, huge bodies.

use axum::body::Body;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;

use super::way::{FOCAL, SPECIALIST, give_task, register};
use super::{Desk, main_of};
use crate::markup::tags;

const MARKUP: &str = r#""><script>alert(1)</script><img src=x onerror=alert(2)>'&"#;

#[tokio::test]
async fn markup_stays_text_on_every_page() {
    let desk = Desk::demo();
    let mut clerk = desk.person("clerk-1");
    let address = "/so/incoming_document/moi/register";
    let form = clerk.get(address).await;
    let texts = ["f.subject", "f.sender", "f.sender_number", "f.kind", "f.field_of_work"];
    let mut values: Vec<(&str, &str)> = texts.iter().map(|name| (*name, MARKUP)).collect();
    // A code that is none is refused, and comes back as text.
    values.push(("f.agency", MARKUP));
    let refused = clerk.fill(&form, address, &values).await;
    refused.is(422);
    values.pop();
    values.push(("f.agency", "vp"));
    let case = clerk.fill(&form, address, &values).await.is(303).location();
    let mut office = desk.person(SPECIALIST);
    let task = give_task(&mut office, MARKUP, &[("f.content", MARKUP), ("f.product", MARKUP)]).await.location();
    let page = office.get(&task).await;
    office.fill(&page, &format!("{task}/viec/y-kien"), &[("text", MARKUP)]).await.is(303);
    let page = office.get(&task).await;
    let action = format!("{task}/viec/dinh-kem");
    office.upload(&page, &action, &[], ("file", "<script>alert(1)</script>.pdf", b"%PDF-1.7")).await.is(303);
    let query = "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    for address in [
        case.clone(),
        "/".to_owned(),
        "/so/incoming_document".to_owned(),
        format!("/so/incoming_document?q={query}&f.kind={query}&buoc={query}&don-vi={query}&xep={query}&sau={query}"),
        format!("/tim?q={query}"),
        format!("/khong-co?{query}"),
    ] {
        let page = clerk.get(&address).await;
        harmless(&address, &page.text);
    }
    for address in
        [task.clone(), "/so/task".to_owned(), format!("/bao-cao/so-lieu/tasks.assigned?ky=2024&theo={query}")]
    {
        let page = office.get(&address).await;
        harmless(&address, &page.text);
    }
    harmless("refused", &refused.text);
    let door = desk.browser().get(&format!("/dang-nhap?next={query}")).await;
    harmless("door", &door.text);
}

fn harmless(address: &str, html: &str) {
    assert!(!html.contains("<script>alert") && !html.contains("<img"), "{address}: {}", main_of(html));
    let all = tags(html).unwrap_or_else(|wrong| panic!("{address}: {wrong}"));
    assert!(all.iter().all(|tag| !tag.attributes.keys().any(|k| k.starts_with("on"))), "{address}");
}

#[tokio::test]
async fn ids_and_pages_that_are_none_are_not_found() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let case = give_task(&mut office, "Một việc", &[]).await.location();
    for address in [
        "/ho-so/1",
        "/ho-so/%00",
        "/ho-so/../../etc/passwd",
        "/so/%F0%9F%92%A9",
        "/bao-cao/nam/abcd",
        "/bao-cao/nam/2023?ky=2024",
        "/bao-cao/nam/99999999999999999999",
        "/bao-cao/nam/2023?vi-tri=999999999",
        "/bao-cao/bieu/khong-co",
        "/bao-cao/nam/2023/so-lieu/khong.co",
        "/bao-cao/nam/2023/so-lieu/tasks.assigned?sau=x.y.z.w",
    ] {
        office.get(address).await.is(404);
    }
    for address in [
        format!("{case}/tep/{}", "Z".repeat(64)),
        format!("{case}/tep/../../x"),
        format!("{case}/tep/{}", "a".repeat(64)),
    ] {
        office.get(&address).await.is(404);
    }
    let page = office.get(&case).await;
    for action in [format!("{case}/thao-tac/assign"), format!("{case}/thao-tac/x"), format!("{case}/viec/xoa")] {
        let mut pairs = page.form(&format!("{case}/viec/y-kien"));
        pairs.push(("text".to_owned(), "x".to_owned()));
        office.post(&action, &pairs).await.is(404);
    }
}

#[tokio::test]
async fn odd_pages_of_a_list_do_no_harm() {
    let desk = Desk::demo();
    let mut clerk = desk.person("clerk-1");
    register(&mut clerk, "Một").await;
    for query in [
        "sau=-1",
        "sau=99999999999999999999",
        "sau=5.x",
        "truoc=0",
        "xep=han&sau=3",
        "xep=han&sau=3.1",
        "q=%25%5C_",
        "xep=so&sau=1",
        "xep=ten&truoc=7",
    ] {
        clerk.get(&format!("/so/incoming_document?{query}")).await.is(200);
    }
    clerk.get("/so/incoming_document?q=%25").await.says("0 văn bản đến");
}

#[tokio::test]
async fn moments_that_do_not_exist_are_said_beside_their_field() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    for (due, received) in [
        ("2024-02-30", ""),
        ("ngày mai", ""),
        ("9999-99-99", ""),
        ("2024-03-01", "2024-01-02T25:00"),
        ("2024-03-01", "2030-01-01T08:00"),
        ("2090-01-01", ""),
    ] {
        let answer = give_task(&mut office, "Ngày lạ", &[("due", due), ("received", received)]).await;
        answer.is(422).says("-error\"");
    }
    office.get("/so/task").await.says("0 nhiệm vụ");
}

#[tokio::test]
async fn bodies_that_are_too_large_or_broken_are_refused_in_words() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    let case = give_task(&mut office, "Tệp lớn", &[]).await.location();
    let page = office.get(&case).await;
    let action = format!("{case}/viec/dinh-kem");
    let mut large = b"%PDF-1.7".to_vec();
    large.resize(web::FILE_BYTES_MAX + 1, b'x');
    office.upload(&page, &action, &[], ("file", "lon.pdf", &large)).await.is(413).says("quá lớn");
    large.truncate(web::FILE_BYTES_MAX);
    office.upload(&page, &action, &[], ("file", "vua.pdf", &large)).await.is(303);
    large.resize(web::FILE_BYTES_MAX + web::FORM_BYTES_MAX + 1000, b'x');
    office.upload(&page, &action, &[], ("file", "lon.pdf", &large)).await.is(413);
    let text = "a".repeat(web::FORM_BYTES_MAX);
    office.fill(&page, &format!("{case}/viec/y-kien"), &[("text", &text)]).await.is(413);
    let long = "ý".repeat(2_001);
    let answer = office.fill(&page, &format!("{case}/viec/y-kien"), &[("text", &long)]).await;
    answer.is(422).says("2001 ký tự");
    for (kind, body) in [
        ("multipart/form-data; boundary=x", "--y\r\n"),
        ("multipart/form-data", ""),
        ("application/json", "{}"),
        ("application/x-www-form-urlencoded", "%FF%FE=%"),
    ] {
        let request = Request::post(&action)
            .header(CONTENT_TYPE, kind)
            .header("content-length", body.len())
            .body(Body::from(body))
            .unwrap();
        let answer = office.send(request).await;
        assert!(answer.status.is_client_error(), "{kind}: {}", answer.status);
    }
}

#[tokio::test]
async fn another_site_cannot_send_a_form() {
    let desk = Desk::demo();
    let mut focal = desk.person(FOCAL);
    let csrf = focal.get("/").await.form("/dang-xuat")[0].1.clone();
    let request = Request::post("/dang-xuat")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from(format!("csrf={csrf}")))
        .unwrap();
    focal.send(request).await.is(403);
    focal.get("/").await.is(200);
}

#[tokio::test]
async fn the_character_nul_comes_to_no_database() {
    let desk = Desk::demo();
    let mut office = desk.person(SPECIALIST);
    for address in ["/so/task?q=a%00b", "/so/task?sap-xep=%00", "/dang-nhap?next=%00"] {
        office.get(address).await.is(400).says("không đúng dạng");
    }
    let case = give_task(&mut office, "Có ký tự lạ", &[]).await.location();
    let page = office.get(&case).await;
    let remark = format!("{case}/viec/y-kien");
    office.fill(&page, &remark, &[("text", "a\0b")]).await.is(400).says("không đúng dạng");
    office.fill(&page, &remark, &[("text", "a b")]).await.is(303);
}
