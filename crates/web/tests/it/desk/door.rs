//! Signing in, lock-out, tokens, the end of a session.

use web::Mode;

use super::{Browser, Desk, Page};

const PASSWORD: &str = "mật khẩu dài vừa đủ";

fn real() -> Desk {
    let desk = Desk::open(Mode::Real);
    desk.office.set_password("chief", PASSWORD, [1; 16]).unwrap();
    desk
}

async fn enter(browser: &mut Browser, name: &str, password: &str) -> Page {
    let door = browser.get("/dang-nhap?next=%2Fso%2Ftask").await;
    browser.fill(&door, "/dang-nhap", &[("name", name), ("password", password)]).await
}

#[tokio::test]
async fn a_password_opens_the_page_that_was_asked_for() {
    let desk = real();
    let mut browser = desk.browser();
    let first = browser.get("/so/task").await;
    assert_eq!(first.location(), "/dang-nhap?next=%2Fso%2Ftask");
    let entered = enter(&mut browser, "chief", PASSWORD).await;
    assert_eq!(entered.location(), "/so/task");
    let session = entered
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|v| v.to_str().unwrap())
        .find(|c| c.starts_with("minhbach="))
        .unwrap();
    assert!(session.contains("HttpOnly") && session.contains("SameSite=Lax"), "{session}");
    browser.get("/so/task").await.is(200).says("Hứa Thị Liên").says("Nhiệm vụ được giao");
}

#[tokio::test]
async fn five_wrong_passwords_lock_for_a_quarter_of_an_hour() {
    let desk = real();
    let mut browser = desk.browser();
    for _ in 0..4 {
        enter(&mut browser, "chief", "sai").await.is(422).says("chưa đúng").says("value=\"chief\"");
    }
    enter(&mut browser, "chief", "sai").await.is(429).says("tạm khóa đến 02/01/2024 07:45");
    enter(&mut browser, "chief", PASSWORD).await.is(429);
    desk.wait_minutes(14);
    enter(&mut browser, "chief", PASSWORD).await.is(429);
    desk.wait_minutes(2);
    // The count starts anew: one more slip does not lock at once.
    enter(&mut browser, "chief", "sai").await.is(422);
    enter(&mut browser, "chief", PASSWORD).await.is(303);
}

#[tokio::test]
async fn a_right_password_forgets_the_wrong_ones() {
    let desk = real();
    let mut browser = desk.browser();
    for _ in 0..3 {
        for _ in 0..4 {
            enter(&mut browser, "chief", "sai").await.is(422);
        }
        enter(&mut browser, "chief", PASSWORD).await.is(303);
        browser.cookies.clear();
    }
}

#[tokio::test]
async fn nobody_learns_who_exists_and_roles_are_not_for_real_offices() {
    let desk = real();
    let mut browser = desk.browser();
    let unknown = enter(&mut browser, "khong-co", "sai").await;
    let known = enter(&mut browser, "chief", "sai").await;
    assert_eq!(unknown.status, known.status);
    assert_eq!(unknown.text.replace("khong-co", "chief"), known.text);
    let door = browser.get("/dang-nhap").await;
    door.silent_on("Vào thử theo vai");
    browser.fill(&door, "/dang-nhap", &[("role", "chief")]).await.is(422);
}

#[tokio::test]
async fn the_door_needs_its_own_token_and_leads_nowhere_else() {
    let desk = real();
    let mut browser = desk.browser();
    let door = browser.get("/dang-nhap?next=https%3A%2F%2Fevil.example%2F").await;
    assert!(door.form("/dang-nhap").contains(&("next".to_owned(), "/".to_owned())));
    let values = [("name", "chief"), ("password", PASSWORD), ("csrf", "0000")];
    browser.fill(&door, "/dang-nhap", &values).await.is(422).says("đăng nhập lại");
    assert!(!browser.cookies.contains_key("minhbach"));
}

#[tokio::test]
async fn roles_of_the_demonstration_open_with_one_click_and_the_band_says_so() {
    let desk = Desk::demo();
    let mut browser = desk.browser();
    let door = browser.get("/dang-nhap").await;
    door.says("Dữ liệu mô phỏng").says("Chủ tịch UBND tỉnh");
    let entered = browser.fill(&door, "/dang-nhap", &[("role", "chairman")]).await;
    browser.follow(&entered).await.is(200).says("Mai Huy Tiến").says("Dữ liệu mô phỏng");
    let mut other = desk.browser();
    let door = other.get("/dang-nhap").await;
    other.fill(&door, "/dang-nhap", &[("role", "vice-chairman-4")]).await.is(422);
}

#[tokio::test]
async fn a_session_ends_when_idle_at_its_age_and_at_sign_out() {
    let desk = Desk::demo();
    let mut browser = desk.person("chief");
    desk.wait_minutes(119);
    browser.get("/").await.is(200);
    desk.wait_minutes(121);
    browser.get("/").await.is(303);
    let mut browser = desk.person("chief");
    for _ in 0..7 {
        browser.get("/").await.is(200);
        desk.wait_minutes(100);
    }
    browser.get("/").await.is(200);
    desk.wait_minutes(25);
    browser.get("/").await.is(303);
    let mut browser = desk.person("chief");
    let page = browser.get("/").await;
    let copy = browser.clone();
    browser.fill(&page, "/dang-xuat", &[]).await.is(303);
    copy.clone().get("/").await.is(303);
}

#[tokio::test]
async fn a_form_without_the_token_of_the_session_does_nothing() {
    let desk = Desk::demo();
    let mut browser = desk.person("clerk-1");
    let before = desk.office.ledger().head().unwrap().next;
    let form = browser.get("/so/incoming_document/moi/register").await;
    let values = [("f.agency", "ubnd"), ("f.subject", "Về việc thử"), ("f.sender", "Sở Thử")];
    for csrf in ["", "0000"] {
        let mut values = values.to_vec();
        values.push(("csrf", csrf));
        browser.fill(&form, "/so/incoming_document/moi/register", &values).await.is(403).says("hết hạn");
    }
    let mut stranger = desk.person("chief");
    let other = stranger.get("/").await.form("/dang-xuat");
    let mut values = values.to_vec();
    values.push(("csrf", &other[0].1));
    browser.fill(&form, "/so/incoming_document/moi/register", &values).await.is(403);
    assert_eq!(desk.office.ledger().head().unwrap().next, before);
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect() {
    let desk = Desk::demo();
    let mut browser = desk.person("chief");
    for address in ["/", "/so/task", "/dang-nhap", "/khong-co", "/tim?q=a", "/health"] {
        let page = browser.get(address).await;
        let get = |name: &str| page.headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default();
        assert_eq!(get("content-security-policy"), web::assets::CONTENT_SECURITY_POLICY, "{address}");
        assert_eq!(get("x-content-type-options"), "nosniff");
        assert_eq!(get("cache-control"), "no-store", "{address}");
    }
    let sheet = browser.get(web::assets::css_path()).await;
    assert!(sheet.headers.get("cache-control").unwrap().to_str().unwrap().contains("immutable"));
}
