//! Moving in through the router, without JavaScript: upload, match, check, confirm, and once more.

use exchange::sheet::{Head, Kind, Sheet};

use super::super::markup::tags;
use super::{Browser, Desk, Page};

pub const BEGIN: &str = "/quan-tri/chuyen-du-lieu";
pub const FILE: &str = include_str!("../../../../../docs/moving-in/dossiers.csv");

/// What the sample says beyond what is proposed.
pub const TYPED: [(&str, &str); 10] = [
    ("ngay", "2026-01-01"),
    ("ly-do", "Chuyển sang Minh Bạch"),
    ("nguoi-thu-hai", "one-stop-2"),
    ("so-cu", "Sổ năm 2025"),
    ("c.procedure", "Mã thủ tục"),
    ("c.subject", "Nội dung"),
    ("c.channel", "Hình thức nộp"),
    ("x.unit_code", "H56.14"),
    ("x.@paused_by", "ask_supplement"),
    ("buoc", "kiem-tra"),
];

async fn uploaded(browser: &mut Browser, name: &str, bytes: &[u8]) -> Page {
    let page = browser.get(BEGIN).await;
    page.is(200);
    browser.upload(&page, BEGIN, &[], ("tep", name, bytes)).await
}

/// Sends the form of the page where an upload led, and comes back.
async fn sent(browser: &mut Browser, at: &str, typed: &[(&str, &str)]) -> Page {
    sent_under(browser, at, typed, |_| ()).await
}

/// The same, with a look at each page that says that it is under way.
pub async fn sent_under(browser: &mut Browser, at: &str, typed: &[(&str, &str)], under_way: impl Fn(&Page)) -> Page {
    let page = browser.get(at).await;
    let answer = browser.fill(page.is(200), at, typed).await;
    if answer.status.as_u16() != 303 {
        return answer;
    }
    let mut page = browser.follow(&answer).await;
    while page.text.contains("http-equiv=\"refresh\"") {
        under_way(&page);
        tokio::task::yield_now().await;
        page = browser.get(at).await;
    }
    page
}

#[tokio::test]
async fn a_table_is_matched_checked_and_confirmed_and_a_second_run_adds_nothing() {
    let desk = Desk::demo_at("2026-01-05T09:00");
    let mut officer = desk.person("one-stop-1");
    let at = uploaded(&mut officer, "hồ-sơ.csv", FILE.as_bytes()).await.is(303).location();
    let page = officer.get(&at).await;
    page.is(200)
        .says("H56.14-251222-0007")
        .says("value=\"Tình trạng\" selected")
        .says("value=\"Ngày hẹn trả\" selected");
    tags(&page.text).unwrap();
    // Two words of the old book are not understood: they are asked about.
    let checked = sent(&mut officer, &at, &TYPED).await;
    checked.is(200).says("2 dòng bị từ chối, 1 dòng đúng").says("Tình trạng (bước): “Chờ bổ sung”");
    tags(&checked.text).unwrap();
    let asked = |word: &str| {
        let names = checked.form(&at).into_iter().map(|(name, _)| name);
        let select = format!("name=\"w.0.@step.{word}\"");
        let other = format!("name=\"w.1.@step.{word}\"");
        assert!(checked.text.contains(&select) || checked.text.contains(&other), "{word} is not asked about");
        names.count();
        if checked.text.contains(&select) { format!("w.0.@step.{word}") } else { format!("w.1.@step.{word}") }
    };
    let (waits, done) = (asked("Chờ bổ sung"), asked("Đã xong"));
    let meant = [(waits.as_str(), "supplement"), (done.as_str(), "resolved"), ("buoc", "kiem-tra")];
    let checked = sent(&mut officer, &at, &meant).await;
    checked.is(200).says("Mọi dòng đều đúng").says("Xác nhận ghi 3 hồ sơ");
    officer.get("/so/dossier").await.silent_on("Cấp Phiếu lý lịch tư pháp");
    let recorded = sent(&mut officer, &at, &[("buoc", "ghi")]).await;
    recorded.is(200).says("Đã chuyển tệp").says("hồ sơ đã ghi");
    let list = officer.get("/so/dossier").await;
    list.says("3 hồ sơ").says("22/12/2025").silent_on("05/01/2026</time>");
    // Once more.
    let at = uploaded(&mut officer, "hồ-sơ.csv", FILE.as_bytes()).await.location();
    sent(&mut officer, &at, &TYPED).await;
    let checked = sent(&mut officer, &at, &meant).await;
    checked.says("không có gì để ghi").silent_on("Xác nhận ghi");
    officer.get("/so/dossier").await.says("3 hồ sơ");
}

#[tokio::test]
async fn what_is_no_table_is_refused_in_words() {
    let desk = Desk::demo_at("2026-01-05T09:00");
    let mut officer = desk.person("one-stop-1");
    let (mut wide, heads) = (Vec::new(), vec![Head { label: "Cột".to_owned(), wide: false }; 201]);
    Sheet::begin(Kind::Xlsx, "Sổ", &heads, &mut wide).and_then(Sheet::end).unwrap();
    for (name, bytes, words) in [
        ("hồ-sơ.xlsx", "Mã;Tên\n1;2\n".as_bytes(), "Tên tệp kết thúc bằng “.xlsx” nhưng bên trong là văn bản"),
        ("hồ-sơ.csv", b"%PDF-1.7".as_slice(), "Tệp là PDF"),
        ("hồ-sơ.xlsx", b"PK\x03\x04 no zip".as_slice(), "bị hỏng"),
        ("hồ-sơ.csv", b"".as_slice(), "Tệp trống"),
        ("hồ-sơ.xlsx", wide.as_slice(), "hơn 200 cột"),
        ("hồ-sơ.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), ".xls cũ"),
    ] {
        let page = uploaded(&mut officer, name, bytes).await;
        page.is(422).says(words);
        tags(&page.text).unwrap();
    }
    let page = officer.get(BEGIN).await;
    officer.fill(&page, BEGIN, &[]).await.is(422).says("Xin chọn tệp");
}

#[tokio::test]
async fn a_form_that_names_no_column_keeps_what_was_typed_and_formulas_stay_text() {
    let desk = Desk::demo_at("2026-01-05T09:00");
    let mut officer = desk.person("one-stop-1");
    let file = "Cột A;Cột B\n=HYPERLINK(\"http://x\");<script>\n";
    let at = uploaded(&mut officer, "a.csv", file.as_bytes()).await.location();
    let page = officer.get(&at).await;
    page.says("=HYPERLINK").says("&#60;script&#62;");
    let wrong = sent(&mut officer, &at, &[("ly-do", "Chuyển sang"), ("buoc", "kiem-tra")]).await;
    wrong.is(422).says("Chưa ghép cột nào").says("Xin chọn người thứ hai").says("value=\"Chuyển sang\"");
    tags(&wrong.text).unwrap();
    // What is not the visitor's, or gone, leads back to the beginning.
    let mut other = desk.person("one-stop-2");
    assert_eq!(other.get(&at).await.is(303).location(), BEGIN);
    sent(&mut officer, &at, &[("buoc", "bo")]).await.says("chọn tệp");
    assert_eq!(officer.get(&at).await.is(303).location(), BEGIN);
    // Nobody without late entries to make has the page.
    desk.person("chairman").get(BEGIN).await.is(404);
}
