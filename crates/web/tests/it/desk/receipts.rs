//! Receipts from the page of a dossier to whoever checks them: paper, proof, the public page.

use kernel::case::{Act, MoveForm, Opening, Value};
use ledger::KeyFolder;
use office::Request;
use office::log::{Folders, Follower};

use super::Desk;

const VERIFY: &str = "/xac-minh";

/// A dossier that was accepted at the counter; answers its address.
pub fn accepted(desk: &Desk) -> String {
    let texts = [
        ("procedure", "2.000488"),
        ("subject", "Cấp Phiếu lý lịch tư pháp"),
        ("channel", "counter"),
        ("unit_code", "H56.14"),
        ("applicant", "Lê Thị Bích"),
        ("delivery", "counter"),
        ("applicant_kind", "citizen"),
    ];
    let form =
        texts.iter().fold(MoveForm::new("accept_at_counter"), |form, (f, text)| form.with(*f, Value::text(text)));
    let now = testkit::at("2024-01-02T08:00");
    let actor = desk.office.house().actor("one-stop-1", now).unwrap();
    let id = uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0042);
    let act = Act::Open(Opening { id, case_type: "dossier".into(), form, batch: None });
    let done = desk.office.act(&Request::new(None, act, &actor, now, [8; 16])).unwrap();
    format!("/ho-so/{}", done.case)
}

pub fn sign(desk: &Desk) {
    let keys = KeyFolder::of(desk.office.shelf().dir().parent().unwrap(), None);
    let folders = Folders::of(&desk.office, keys, false);
    Follower::new(desk.office.clone(), folders, [5; 32]).finish(testkit::at("2024-01-02T08:00")).unwrap();
}

#[tokio::test]
async fn a_receipt_is_handed_out_and_checked_by_anybody() {
    let desk = Desk::printing();
    let case = accepted(&desk);
    let mut officer = desk.person("one-stop-1");
    let paper = format!("{case}/giay-tiep-nhan/pdf");
    officer.get(&case).await.says("Giấy tiếp nhận hồ sơ và hẹn trả kết quả").says(&paper);
    officer.get(&paper).await.is(503).says("Bằng chứng đang được ký");
    sign(&desk);
    let printed = officer.get(&paper).await;
    let document: serde_json::Value = serde_json::from_slice(&printed.is(200).bytes).unwrap();
    let said = document.to_string();
    for part in [
        "Mẫu 01",
        "Lê Thị Bích",
        "Thành phần hồ sơ",
        "NGƯỜI TIẾP NHẬN",
        "08 giờ 00 phút, ngày 02/01/2024",
        "Thời gian trả kết quả",
    ] {
        assert!(said.contains(part), "`{part}` is not on the paper");
    }
    assert_eq!(document["sheet"], "a4");
    let small = officer.get(&format!("{paper}?kho=a5")).await;
    let small: serde_json::Value = serde_json::from_slice(&small.is(200).bytes).unwrap();
    assert_eq!((&small["sheet"], &small["body"]), (&serde_json::json!("a5"), &document["body"]));
    officer.get(&case).await.says(&format!("{paper}?kho=a5")).says("khổ A5");
    let block = |is: &str| document["body"].as_array().unwrap().iter().find(|block| block["is"] == is).unwrap();
    // Three columns for what was handed in, as the form has it; nobody recorded it, so that they are left for the hand.
    let heads: Vec<_> =
        block("table")["table"]["head"][1].as_array().unwrap().iter().map(|h| h["text"].clone()).collect();
    assert_eq!(heads, ["Bản chính", "Bản chứng thực", "Bản photo"]);
    for row in block("table")["table"]["rows"].as_array().unwrap() {
        let cells = row["cells"].as_array().unwrap();
        assert!(cells.len() == 5 && cells[2..].iter().all(|cell| cell["text"] == ""), "{row}");
    }
    assert!(block("square")["side"].as_u64() > Some(20));
    let proof = officer.get(&format!("{case}/giay-tiep-nhan/json")).await;
    assert_eq!(block("attached")["text"].as_str().unwrap(), proof.is(200).text, "the paper carries the same proof");
    desk.person("clerk-1").get(&format!("{case}/giay-tiep-nhan/xml")).await.is(404);

    // By the file, without signing in; and by what the square code says.
    let mut anybody = desk.browser();
    anybody.get(&paper).await.is(303);
    let page = anybody.get(VERIFY).await;
    page.is(200).says("Kiểm chứng giấy tiếp nhận").says("minhbach verify receipt");
    let check = async |bytes: &[u8]| desk.browser().upload(&page, VERIFY, &[], ("tep", "giay.json", bytes)).await;
    check(proof.text.as_bytes()).await.is(200).says("Giấy thật").says("02/01/2024").says("2.000488");
    let receipt: serde_json::Value = serde_json::from_str(&proof.text).unwrap();
    let due = receipt["due"].as_str().unwrap();
    check(proof.text.replacen(due, "2024-01-03T17:00", 1).as_bytes())
        .await
        .says("Giấy không đúng với nhật ký")
        .silent_on("Giấy thật");
    check(b"%PDF-1.7 no proof in it").await.says("Không đọc được tệp");
    check(&[0xff; 4_000]).await.says("Không đọc được tệp");
    check(b"").await.says("Chưa chọn tệp nào");
    let number = receipt["number"].as_str().unwrap();
    let leaf = said.split("Mã băm của lá: ").nth(1).unwrap().split('"').next().unwrap();
    anybody.get(&format!("{VERIFY}?so={number}&la={leaf}")).await.is(200).says("Giấy thật").says(number);
    let wrong = "0".repeat(64);
    for (number, leaf) in [(number, wrong.as_str()), ("000.00", leaf), (number, ""), ("", leaf)] {
        anybody.get(&format!("{VERIFY}?so={number}&la={leaf}")).await.is(200).says("Không có giấy tiếp nhận nào");
    }
}

#[tokio::test]
async fn a_receipt_outlives_the_erasure_of_its_dossier() {
    let desk = Desk::printing();
    let case = accepted(&desk);
    sign(&desk);
    let mut officer = desk.person("one-stop-1");
    let proof = officer.get(&format!("{case}/giay-tiep-nhan/json")).await;
    let said: serde_json::Value = serde_json::from_str(&proof.is(200).text).unwrap();
    let printed = officer.get(&format!("{case}/giay-tiep-nhan/pdf")).await.text;
    let leaf = printed.split("Mã băm của lá: ").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let number = said["number"].as_str().unwrap();
    let by_code = format!("{VERIFY}?so={number}&la={leaf}");
    desk.browser().get(&by_code).await.says("Giấy thật");

    let erasure = office::Erasure {
        case: uuid::Uuid::parse_str(case.trim_start_matches("/ho-so/")).unwrap(),
        reason: "theo yêu cầu hợp pháp".to_owned(),
    };
    let system = kernel::case::Actor::system("restore");
    desk.office.erase(&erasure, &system, testkit::at("2024-01-02T09:00"), [7; 16]).unwrap();
    let mut anybody = desk.browser();
    let page = anybody.get(VERIFY).await;
    let file = ("tep", "giay.json", proof.text.as_bytes());
    anybody.upload(&page, VERIFY, &[], file).await.is(200).says("Giấy thật");
    // What the square code names cannot be made again; nobody is told that it was never handed out.
    anybody.get(&by_code).await.is(200).says("đã xóa theo pháp luật").silent_on("không do cơ quan cấp");
    let wrong = "0".repeat(64);
    anybody.get(&format!("{VERIFY}?so={number}&la={wrong}")).await.says("không do cơ quan cấp");
    officer.get(&case).await.is(200).silent_on("giay-tiep-nhan");
    officer.get(&format!("{case}/giay-tiep-nhan/json")).await.is(404);
}
