//! The public log over HTTP: nothing before it is decided, then plain files for anybody.

use axum::body::Body;
use axum::http::Request;
use kernel::publishing::Decision;
use ledger::KeyFolder;
use office::log::{Folders, Follower};

use super::Desk;

/// The Chairman's decision.
fn decide(desk: &Desk, publish: bool) {
    let now = testkit::at("2024-01-02T08:00");
    let paper = Decision::parse("45/QĐ-UBND", now.date()).unwrap();
    let chairman = desk.office.house().actor("chairman", now).unwrap();
    desk.office.decide_on_log(publish, &paper, &chairman, now, [7; 16]).unwrap();
}

#[tokio::test]
async fn the_log_is_shown_once_it_is_decided_and_to_everybody() {
    let desk = Desk::open(web::Mode::Real);
    let keys = KeyFolder::of(desk.office.shelf().dir().parent().unwrap(), None);
    let folders = Folders::of(&desk.office, keys, false);
    Follower::new(desk.office.clone(), folders, [5; 32]).finish(testkit::at("2024-01-02T08:00")).unwrap();
    let mut anybody = desk.browser();
    anybody.get("/log/checkpoint").await.is(404).says("chưa được công bố").silent_on("<html");
    decide(&desk, true);
    let checkpoint = anybody.get("/log/checkpoint").await;
    checkpoint.is(200).says(desk.office.ledger().origin());
    assert_eq!(checkpoint.headers["cache-control"], "no-store");
    assert_eq!(checkpoint.headers["content-type"], "text/plain; charset=utf-8");
    let size = desk.office.log_head().unwrap().unwrap().checkpoint.size;
    let tile = anybody.get(&format!("/log/tile/0/000.p/{size}")).await;
    assert_eq!(u64::try_from(tile.bytes.len()), Ok(32 * size));
    // It may be kept, and is asked for again: a new epoch has others at the same path.
    assert_eq!(tile.headers["cache-control"], "public, no-cache");
    let tag = tile.headers["etag"].to_str().unwrap().to_owned();
    let path = format!("/log/tile/0/000.p/{size}");
    let known = |tag: &str| Request::get(path.as_str()).header("if-none-match", tag).body(Body::empty()).unwrap();
    let again = anybody.send(known(&tag)).await;
    assert!(again.status == 304 && again.bytes.is_empty());
    assert_eq!(anybody.send(known("\"other\"")).await.bytes, tile.bytes);
    assert_eq!(tile.headers["content-type"], "application/octet-stream");
    assert_eq!(tile.headers["access-control-allow-origin"], "*");
    anybody.get("/log/vkey").await.is(200);
    let texts = desk.office.logged_texts(size).unwrap();
    assert!(texts.len() >= 3, "catalogue, calendar and rule: {texts:?}");
    for text in texts {
        let blob = anybody.get(&format!("/log/blob/{}", text.sha256)).await;
        assert_eq!(office::sha256_hex(&blob.bytes), text.sha256, "{}", text.name);
        assert_eq!(blob.headers["cache-control"], "public, max-age=31536000, immutable");
    }
    for path in
        ["", "nothing", "tile/0/999", "../keys/log.key", "%2e%2e/keys/log.key", "tile/0/..%2f..%2f..%2fkeys/log.key"]
    {
        let page = anybody.get(&format!("/log/{path}")).await;
        assert!(page.status == 404 && !page.text.contains("PRIVATE+KEY"), "{path}: {}", page.status);
    }
    decide(&desk, false);
    anybody.get("/log/checkpoint").await.is(404).says("chưa được công bố");
}

const DECISIONS: &str = "/quan-tri/cong-khai";
const DECIDE: &str = "/quan-tri/cong-khai/quyet-dinh";

/// Whoever looks after the house may read the page; the Chairman decides, with number and day of a decision that is signed.
#[tokio::test]
async fn the_chairman_decides_on_a_page_and_nobody_else() {
    let desk = Desk::demo();
    let mut specialist = desk.person(super::way::SPECIALIST);
    specialist.get(DECISIONS).await.is(403);
    let mut admin = desk.person("admin");
    admin.get(DECISIONS).await.is(200).says("Công khai").silent_on(DECIDE);
    admin.get(DECIDE).await.is(403);
    let mut chairman = desk.person("chairman");
    chairman.get(DECISIONS).await.is(200).says(DECIDE);
    let form = chairman.get(DECIDE).await;
    form.is(200);
    for (number, day) in [("", "2024-01-02"), ("45/QĐ-UBND", "2031-01-02"), ("45/QĐ-UBND", "31/31")] {
        chairman.fill(&form, DECIDE, &[("so", number), ("ngay", day)]).await.is(422);
    }
    assert!(!desk.office.log_published().unwrap(), "nothing is decided by a form that was refused");
    let sent = chairman.fill(&form, DECIDE, &[("so", "45/QĐ-UBND"), ("ngay", "2024-01-02")]).await;
    sent.is(303);
    assert!(sent.location().starts_with(DECISIONS), "{}", sent.location());
    assert!(desk.office.log_published().unwrap());
    chairman.get(DECISIONS).await.says("45/QĐ-UBND").says("02/01/2024");
    let end = chairman.get(DECIDE).await;
    chairman.fill(&end, DECIDE, &[("so", "46/QĐ-UBND"), ("ngay", "2024-01-02")]).await.is(303);
    assert!(!desk.office.log_published().unwrap());
}
