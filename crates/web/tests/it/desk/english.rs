//! Pages that are read in English: catalogue, health, what is wrong, moving in. Whatever is Vietnamese there, names of laws
//! and of people, words of a file, says that it is; no other word is.

use kernel::time::Instant;
use office::health::{Disk, LastReplay, Machine, Paper, SignedLog};
use office::log::{LogError, WitnessReport, WitnessStanding};

use super::super::markup::tags;
use super::super::tongues::{is_vietnamese, shown};
use super::moving::{BEGIN as MOVING, FILE as DOSSIERS, TYPED, sent_under};
use super::{Browser, Desk, Page};

const CATALOGUE: &str = "/quan-tri/danh-muc";

async fn reader(desk: &Desk, person: &str) -> Browser {
    let mut browser = desk.person(person);
    browser.get("/ngon-ngu/en?ve=%2F").await.is(303);
    browser
}

/// Everything that a page says is English, but what it marks.
///
/// The title of a tab is the title of its case.
#[track_caller]
fn is_english(page: &Page, of: &str) {
    page.says("<html lang=\"en\">");
    tags(&page.text).unwrap_or_else(|wrong| panic!("{of}: {wrong}"));
    assert!(!page.text.contains(['\u{2068}', '\u{2069}']), "{of}: a mark was left in the page");
    let (head, rest) = page.text.split_once("<title>").unwrap();
    let text = format!("{head}{}", rest.split_once("</title>").unwrap().1);
    let english = |text: &str| text.replace("Minh Bạch", "").replace("Communiqué", "");
    let wrong: Vec<String> = shown(&text).into_iter().filter(|text| is_vietnamese(&english(text))).collect();
    assert!(wrong.is_empty(), "{of}: {wrong:#?}");
}

#[tokio::test]
async fn the_catalogue_with_every_kind_and_procedure() {
    let desk = Desk::demo();
    let mut admin = reader(&desk, "admin").await;
    let house = desk.office.house();
    let catalogue = house.catalogue().unwrap();
    let kinds = catalogue.types.keys().map(|code| format!("{CATALOGUE}/{code}"));
    let procedures = catalogue.procedures.keys().map(|code| format!("{CATALOGUE}/thu-tuc/{code}"));
    for address in std::iter::once(CATALOGUE.to_owned()).chain(kinds).chain(procedures) {
        let page = admin.get(&address).await;
        is_english(page.is(200), &address);
        assert!(page.text.len() < 100_000, "{address}: {} bytes", page.text.len());
    }
    let task = admin.get(&format!("{CATALOGUE}/task")).await;
    task.says("Leaders of the Office, who follow and urge");
    task.says("<span lang=\"vi\">Quyết định 42/2014/QĐ-TTg");
    let procedure = admin.get(&format!("{CATALOGUE}/thu-tuc/2.000488")).await;
    procedure.says("<h1>Criminal record certificate").says("head of the department").says("Official name");
    procedure.says("<span lang=\"vi\">Luật Lý lịch tư pháp 2009");
}

#[tokio::test]
async fn health_and_what_is_wrong() {
    let desk = Desk::demo();
    let mut admin = reader(&desk, "admin").await;
    for address in ["/quan-tri/tinh-trang", "/quan-tri/su-co"] {
        is_english(admin.get(address).await.is(200), address);
    }
    // All that can go wrong on a machine at once.
    let machine = Machine {
        disk: Some(Disk { free: 1 << 20, whole: 1 << 34 }),
        paper: Paper::Failed("the worker died".to_owned()),
        signed_log: SignedLog::Stopped(LogError::LostKey { file: "keys/log.key".into() }),
        witnesses: Some(Ok(WitnessReport {
            quorum: 2,
            witnessed: Some(5),
            each: vec![WitnessStanding {
                name: "bao.vn/witness".to_owned(),
                trouble: Some(("hết giờ".to_owned(), "too slow".to_owned())),
                ..WitnessStanding::default()
            }],
        })),
        replayed: Some(LastReplay { at: Instant(0), position: 7, digest: "ab".repeat(32), equal: false }),
        log_bytes: 1 << 40,
        ..Machine::default()
    };
    let desk = Desk::on(machine, None);
    let mut admin = reader(&desk, "admin").await;
    for address in ["/quan-tri/tinh-trang", "/quan-tri/su-co"] {
        let page = admin.get(address).await;
        is_english(page.is(200), address);
        assert!(page.text.matches("Critical").count() + page.text.matches("To do:").count() > 2, "{}", page.text);
    }
}

/// Sends the form of a page on which a file is matched, and waits for what it comes to.
async fn sent(browser: &mut Browser, at: &str, typed: &[(&str, &str)]) -> Page {
    sent_under(browser, at, typed, |page| is_english(page, "under way")).await
}

#[tokio::test]
async fn moving_in_from_the_file_to_the_ledger() {
    let desk = Desk::demo_at("2026-01-05T09:00");
    let mut officer = reader(&desk, "one-stop-1").await;
    let page = officer.get(MOVING).await;
    is_english(page.is(200), "begin");
    let wrong = officer.upload(&page, MOVING, &[], ("tep", "hồ-sơ.csv", b"%PDF-1.7")).await;
    is_english(wrong.is(422), "no table");
    let at = officer.upload(&page, MOVING, &[], ("tep", "hồ-sơ.csv", DOSSIERS.as_bytes())).await.is(303).location();
    let matched = officer.get(&at).await;
    is_english(matched.is(200), "matching");
    matched.says("Matching columns: <span lang=\"vi\">hồ-sơ.csv</span>").says("Tình trạng");
    is_english(officer.get(MOVING).await.says("Go on with <span lang=\"vi\">hồ-sơ.csv"), "begun");
    is_english(sent(&mut officer, &at, &[("buoc", "kiem-tra")]).await.is(422), "nothing typed");
    let checked = sent(&mut officer, &at, &TYPED).await;
    is_english(checked.is(200), "checked");
    checked.says("2 rows refused, 1 right").says("State (step): “<span lang=\"vi\">Chờ bổ sung</span>”");
    let recorded = sent(&mut officer, &at, &[("buoc", "ghi"), ("bo-dong-sai", "yes")]).await;
    is_english(recorded.is(200), "recorded");
    recorded.says("Moved in: <span lang=\"vi\">hồ-sơ.csv</span>");
}

/// Why a day is due, by which law a move is made and why somebody may read a case, on the page of the case.
#[tokio::test]
async fn a_case_says_its_laws_in_their_language_and_its_reasons_in_english() {
    let desk = Desk::demo();
    let mut specialist = reader(&desk, "specialist-vp-th-1").await;
    let page = specialist.get("/so/outgoing_document/moi/draft").await;
    is_english(page.is(200), "form");
    page.says("<span lang=\"vi\">Nghị định 30/2020/NĐ-CP, Điều 10</span>");
    let typed = [("f.agency", "vp"), ("f.kind", "cong_van"), ("f.symbol", "VP-TH"), ("lead", "vp-th")];
    let typed: Vec<_> = typed.into_iter().chain([("f.subject", "Về việc giải ngân")]).collect();
    let done = specialist.fill(&page, "/so/outgoing_document/moi/draft", &typed).await;
    let page = specialist.follow(&done).await;
    is_english(page.is(200), "case");
    page.says("<span class=\"basis\" lang=\"vi\">(Quy chế làm việc của UBND tỉnh");
    page.says("legal basis: <span lang=\"vi\">Nghị định 30/2020/NĐ-CP, Điều 10 đến Điều 19</span>");
    page.says("clerks, who number and issue").silent_on("văn thư cấp số");
}

/// First pages, forms and papers of other desks: names of people, and the forms of the law, say what they are.
#[tokio::test]
async fn first_pages_forms_and_reports() {
    let desk = Desk::demo();
    let specialist = ["/", "/so/task", "/so/task/moi/assign", "/don-doc", "/bao-cao/nam/2024", "/bao-cao/bieu/ii06a"];
    let of: [(&str, &[&str]); 6] = [
        ("specialist-vp-th-1", &specialist),
        ("chairman", &["/", "/dieu-hanh", "/ket-luan", "/don-doc"]),
        ("chief", &["/", "/quan-tri/vang-mat"]),
        ("clerk-1", &["/", "/so/incoming_document/moi/register"]),
        ("one-stop-1", &["/", "/so/dossier"]),
        ("focal-stc", &["/", "/viec-cua-toi", "/thong-bao"]),
    ];
    for (person, pages) in of {
        let mut reader = reader(&desk, person).await;
        for address in pages {
            is_english(reader.get(address).await.is(200), address);
        }
    }
    let mut chairman = reader(&desk, "chairman").await;
    chairman
        .get("/ket-luan")
        .await
        .says("Administrative reform")
        .says("“<span lang=\"vi\">không thời hạn</span>” (none)");
}
