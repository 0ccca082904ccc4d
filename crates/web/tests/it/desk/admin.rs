//! Administration through the router, without JavaScript: people, posts, absences, powers to sign, units over time, days off
//! with the cases that they move.

use kernel::calendar::DayKind;

use super::super::markup::tags;
use super::super::tongues::{is_vietnamese, shown};
use super::{Browser, Desk, Page, main_of};

const BASIS: &str = "QĐ 12/QĐ-VP ngày 02/01/2024";

const PAGES: [&str; 12] = [
    "/",
    "/quan-tri",
    "/quan-tri/nguoi",
    "/quan-tri/nguoi/chief",
    "/quan-tri/chuc-danh",
    "/quan-tri/don-vi",
    "/quan-tri/uy-quyen",
    "/quan-tri/vang-mat",
    "/quan-tri/lich",
    "/quan-tri/lich/moi",
    "/quan-tri/nhat-ky",
    "/quan-tri/xoa-theo-luat",
];

/// The forms of changes, with what each is about.
const FORMS: [&str; 12] = [
    "/quan-tri/sua/them-nguoi",
    "/quan-tri/sua/sua-ho-ten?person=clerk-1",
    "/quan-tri/sua/thoi-viec?person=clerk-1",
    "/quan-tri/sua/them-chuc-danh",
    "/quan-tri/sua/giao-chuc-danh?person=clerk-1",
    "/quan-tri/sua/thoi-chuc-danh?person=clerk-1&post=vt-1&from=2023-01-01",
    "/quan-tri/sua/vang-mat",
    "/quan-tri/sua/het-vang-mat?person=clerk-1&from=2024-01-02",
    "/quan-tri/sua/uy-quyen",
    "/quan-tri/sua/cham-dut-uy-quyen?kind=TUQ&from_post=cvp&to_post=vp-th.tp&scope=x&from=2024-01-02",
    "/quan-tri/sua/them-don-vi",
    "/quan-tri/sua/ket-thuc-don-vi?unit=vp-th",
];

async fn change(browser: &mut Browser, address: &str, values: &[(&str, &str)]) -> Page {
    let page = browser.get(address).await;
    page.is(200);
    tags(&page.text).unwrap();
    assert!(page.text.len() < 100_000, "{address}: {} bytes", page.text.len());
    let action = address.split('?').next().unwrap();
    browser.fill(&page, action, values).await
}

/// An outgoing document that nobody has begun: its limit is counted, so that days off move it.
async fn draft(desk: &Desk) {
    let mut specialist = desk.person("specialist-vp-th-1");
    let page = specialist.get("/so/outgoing_document/moi/draft").await;
    let typed = [
        ("f.agency", "vp"),
        ("f.kind", "cong_van"),
        ("f.symbol", "VP-TH"),
        ("f.subject", "Về việc đôn đốc giải ngân"),
        ("lead", "vp-th"),
    ];
    specialist.fill(&page, "/so/outgoing_document/moi/draft", &typed).await.is(303);
}

#[tokio::test]
async fn whoever_administers_lands_on_the_overview_and_nobody_else_gets_in() {
    let desk = Desk::demo();
    let mut admin = desk.person("admin");
    for address in PAGES {
        let page = admin.get(address).await;
        page.is(200);
        tags(&page.text).unwrap_or_else(|wrong| panic!("{address}: {wrong}"));
        assert!(page.text.len() < 100_000, "{address}: {} bytes", page.text.len());
    }
    admin.get("/").await.says("Hết hạn trong 30 ngày tới").says("Hôm nay vắng");
    let mut chief = desk.person("chief");
    for address in ["/quan-tri", "/quan-tri/nguoi", "/quan-tri/lich/moi", "/quan-tri/sua/uy-quyen"] {
        chief.get(address).await.is(403);
    }
    chief.get("/quan-tri/vang-mat").await.is(200).says("Ghi vắng mặt");
    chief.get("/").await.silent_on("/quan-tri/nguoi").says("/quan-tri/vang-mat");
    desk.person("clerk-1").get("/quan-tri/vang-mat").await.is(403);
    admin.get("/quan-tri/nguoi/khong-co").await.is(404);
    admin.get("/quan-tri/sua/khong-co").await.is(404);
    admin.get("/quan-tri/sua/thoi-viec?person=khong-co").await.is(404);
    admin.get("/quan-tri/sua/thoi-viec").await.is(404);
}

#[tokio::test]
async fn english_pages_say_nothing_in_vietnamese_but_data() {
    let desk = Desk::demo();
    let mut admin = desk.person("admin");
    admin.get("/ngon-ngu/en?ve=%2Fquan-tri").await.is(303);
    for address in PAGES.into_iter().chain(FORMS) {
        let page = admin.get(address).await;
        page.is(200).says("<html lang=\"en\">");
        // What may be chosen are names of units, posts and people; a tab is named after its person, and a form about
        // somebody begins with the name.
        let mut text = page.text.clone();
        let lead = ("<p class=\"lead\">", "</p>");
        let lead = Some(lead).filter(|_| address.contains('?'));
        for (open, close) in lead.into_iter().chain([
            ("<title", "</title>"),
            ("<option", "</option>"),
            ("<div class=\"many\">", "</div>"),
        ]) {
            while let Some(at) = text.find(open) {
                let end = at + text.split_at(at).1.find(close).unwrap() + close.len();
                text.replace_range(at..end, "");
            }
        }
        for text in shown(&text) {
            assert!(!is_vietnamese(&text.replace("Minh Bạch", "")), "{address}: {text}");
        }
    }
}

#[tokio::test]
async fn people_are_found_without_tones() {
    let desk = Desk::demo();
    let mut admin = desk.person("admin");
    let found = admin.get("/quan-tri/nguoi?q=ly+cong+hieu").await;
    found.says("Lý Công Hiếu").says("1 người").says("Quản trị hệ thống");
    admin.get("/quan-tri/nguoi?q=khongcoai").await.says("Không có ai như vậy");
    let first = admin.get("/quan-tri/nguoi").await;
    let next = main_of(&first.text).split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let second = admin.get(&super::unescaped(next)).await;
    second.is(200).says("rel=\"prev\"");
    let unit = admin.get("/quan-tri/nguoi?don-vi=stc").await;
    unit.says("Hà Thị Tuyết");
    assert!(!main_of(&unit.text).contains("Lý Công Hiếu"));
}

#[tokio::test]
async fn somebody_comes_for_somebody_who_leaves() {
    let desk = Desk::demo();
    let mut admin = desk.person("admin");
    let person = [("name", "Lê Thị Mới"), ("post", "vt-1"), ("from", "2024-01-03"), ("basis", BASIS)];
    // The post has a holder: said beside the field, and what was typed is kept.
    let taken = change(&mut admin, "/quan-tri/sua/them-nguoi", &person).await;
    taken.is(422).says("xin kết thúc trước").says("Lê Thị Mới").says("href=\"#post\"");
    let left = [("last", "02/01/2024"), ("basis", BASIS)];
    let gone = change(&mut admin, "/quan-tri/sua/thoi-viec?person=clerk-1", &left).await;
    admin.follow(&gone).await.says("Đã ghi sổ cái, vị trí").says("thôi sau 02/01/2024");
    let came = change(&mut admin, "/quan-tri/sua/them-nguoi", &person).await;
    assert_eq!(came.location(), "/quan-tri/nguoi/le-thi-moi");
    admin.follow(&came).await.says("le-thi-moi").says("chưa đặt mật khẩu").says(BASIS);
    desk.set("2024-01-03T08:00");
    desk.person("le-thi-moi").get("/so/incoming_document/moi/register").await.is(200);
    let now = kernel::time::Instant(testkit::at("2024-01-03T08:00").0);
    assert!(desk.office.house().actor("clerk-1", now).is_none());
    let mut admin = desk.person("admin");
    admin.get("/quan-tri/nguoi?q=le+thi+moi").await.says("Lê Thị Mới");
    let log = admin.get("/quan-tri/nhat-ky").await;
    log.says("thôi việc, ngày cuối 02/01/2024").says("Lý Công Hiếu").says("02/01/2024 07:30");
}

#[tokio::test]
async fn the_chief_names_a_substitute_who_sees_the_work() {
    let desk = Desk::demo();
    let mut chief = desk.person("chief");
    let typed = [
        ("person", "specialist-vp-th-1"),
        ("from", "2024-01-02"),
        ("to", "2024-01-05"),
        ("substitute", "specialist-vp-th-1"),
    ];
    let own = change(&mut chief, "/quan-tri/sua/vang-mat", &typed).await;
    own.is(422).says("không tự thay mình").says("href=\"#substitute\"");
    let mut other = typed.to_vec();
    other[3].1 = "specialist-vp-nc-1";
    let sent = change(&mut chief, "/quan-tri/sua/vang-mat", &other).await;
    chief.follow(&sent).await.says("Đang vắng").says("05/01/2024").says("Kết thúc sớm");
    let outside = [("person", "focal-stc"), ("from", "2024-01-02"), ("to", "2024-01-05")];
    change(&mut chief, "/quan-tri/sua/vang-mat", &outside).await.is(422).says("không có quyền");
    let ended = [("last", "2024-01-01")];
    let address = "/quan-tri/sua/het-vang-mat?person=specialist-vp-th-1&from=2024-01-02";
    change(&mut chief, address, &ended).await.is(303);
    chief.get("/quan-tri/vang-mat").await.says("Hôm nay không ai vắng");
}

#[tokio::test]
async fn a_power_to_sign_needs_an_end_and_is_told_before_it_ends() {
    let desk = Desk::demo();
    let mut admin = desk.person("admin");
    let mut typed = vec![
        ("kind", "TUQ"),
        ("from_post", "cvp"),
        ("to_post", "vp-th.tp"),
        ("scope", "giấy mời họp"),
        ("from", "2024-01-02"),
        ("basis", BASIS),
    ];
    change(&mut admin, "/quan-tri/sua/uy-quyen", &typed).await.is(422).says("phải có thời hạn").says("href=\"#to\"");
    typed.push(("to", "2024-01-20"));
    let sent = change(&mut admin, "/quan-tri/sua/uy-quyen", &typed).await;
    let page = admin.follow(&sent).await;
    page.says("còn 18 ngày, đến 20/01/2024").says("thừa ủy quyền (TUQ.)");
    admin.get("/").await.says("còn 18 ngày");
    let end = main_of(&page.text).split("/quan-tri/sua/cham-dut-uy-quyen?").nth(1).unwrap().split('"').next().unwrap();
    let end = format!("/quan-tri/sua/cham-dut-uy-quyen?{}", super::unescaped(end));
    let ended = change(&mut admin, &end, &[("last", "2024-01-10"), ("basis", BASIS)]).await;
    admin.follow(&ended).await.says("còn 8 ngày, đến 10/01/2024");
}

#[tokio::test]
async fn units_are_those_of_the_day() {
    let desk = Desk::demo();
    let mut admin = desk.person("admin");
    admin.get("/quan-tri/don-vi?ngay=2023-06-01&loai=district").await.says("27 đơn vị có vào ngày 01/06/2023");
    let after = admin.get("/quan-tri/don-vi?ngay=2025-07-01&loai=commune").await;
    after.says("166 đơn vị có vào ngày 01/07/2025").says("UBND thành phố Thanh Hóa");
    admin.get("/quan-tri/don-vi?ngay=2025-07-01&loai=district").await.says("Không có đơn vị nào loại này");
    let typed = [
        ("name", "Trung tâm Chuyển đổi số"),
        ("unit_code", "vp-cds"),
        ("unit_kind", "centre"),
        ("parent", "vp"),
        ("from", "2024-01-02"),
        ("basis", BASIS),
    ];
    change(&mut admin, "/quan-tri/sua/them-don-vi", &typed).await.is(303);
    change(&mut admin, "/quan-tri/sua/them-don-vi", &typed).await.is(422).says("href=\"#unit_code\"");
    let post = [("unit", "vp-cds"), ("title", "Giám đốc"), ("role", "head_of_room"), ("basis", BASIS)];
    change(&mut admin, "/quan-tri/sua/them-chuc-danh", &post).await.is(303);
    admin.get("/quan-tri/chuc-danh?don-vi=vp-cds").await.says("vp-cds.cd").says("chưa có người giữ");
    let end = [("last", "2024-01-31"), ("basis", BASIS)];
    change(&mut admin, "/quan-tri/sua/ket-thuc-don-vi?unit=vp-cds", &end).await.is(303);
    admin.get("/quan-tri/don-vi?ngay=2024-02-01").await.silent_on("Trung tâm Chuyển đổi số");
}

#[tokio::test]
async fn days_off_show_what_they_move_before_they_are_recorded() {
    let desk = Desk::demo();
    draft(&desk).await;
    let mut admin = desk.person("admin");
    let page = admin.get("/quan-tri/lich/moi").await;
    let nothing = [("ma", "nghi-dot-xuat"), ("can-cu", "TB 1/TB-UBND")];
    admin.fill(&page, "/quan-tri/lich/moi", &nothing).await.is(422).says("Xin ghi ít nhất một ngày");
    let typed = [
        ("ma", "nghi-dot-xuat"),
        ("can-cu", "TB 1/TB-UBND"),
        ("tu-1", "2024-01-15"),
        ("den-1", "16/01/2024"),
        ("ly-do-1", "Nghỉ tránh bão"),
        ("tu-2", "2024-01-06"),
        ("loai-2", "lam-bu"),
        ("ly-do-2", "Làm bù ngày 15/01"),
    ];
    let seen = admin.fill(&page, "/quan-tri/lich/moi", &typed).await;
    seen.is(200).says("Chưa ghi gì").says("15/01/2024–16/01/2024").says("Phòng Tổng hợp");
    seen.says("1: 1 sớm hơn, 0 muộn hơn").says("vì ông/bà không được xem").silent_on("Về việc đôn đốc giải ngân");
    assert!(desk.office.house().calendar.announcements().iter().all(|a| a.id != "nghi-dot-xuat"));
    let again = admin.fill(&seen, "/quan-tri/lich/moi", &[("buoc", "sua")]).await;
    again.is(200).says("value=\"TB 1/TB-UBND\"").says("Nghỉ tránh bão");
    let done = admin.fill(&seen, "/quan-tri/lich/moi", &[("buoc", "ghi")]).await;
    admin.follow(&done).await.says("Đã ghi sổ cái").says("15/01/2024–16/01/2024");
    let house = desk.office.house();
    let one = house.calendar.announcements().iter().find(|a| a.id == "nghi-dot-xuat").unwrap();
    let kinds: Vec<DayKind> = one.days.iter().map(|d| d.kind).collect();
    assert_eq!(kinds, [DayKind::Off, DayKind::Off, DayKind::Makeup]);
    let twice = admin.fill(&seen, "/quan-tri/lich/moi", &[("buoc", "ghi")]).await;
    admin.follow(&twice).await.says("đã được ghi từ trước");
    let wrong = [("ma", "sai"), ("can-cu", "TB 2"), ("tu-1", "2024-01-09"), ("den-1", "2025-01-09")];
    admin.fill(&page, "/quan-tri/lich/moi", &wrong).await.is(422).says("Mỗi đợt từ 1 đến 31 ngày");
    let makeup = [("ma", "sai"), ("can-cu", "TB 2"), ("tu-1", "2024-01-09"), ("loai-1", "lam-bu"), ("ly-do-1", "Bù")];
    admin.fill(&page, "/quan-tri/lich/moi", &makeup).await.is(422).says("chỉ thứ Bảy, Chủ nhật mới làm bù");
}

#[tokio::test]
async fn forms_keep_hostile_text_as_text_and_need_their_token() {
    let desk = Desk::demo();
    let mut admin = desk.person("admin");
    let hostile = [("name", "<script>alert(1)</script>"), ("basis", "")];
    let page = change(&mut admin, "/quan-tri/sua/sua-ho-ten?person=clerk-1", &hostile).await;
    page.is(422).silent_on("<script>alert");
    let pairs = [("person", "clerk-1"), ("last", "2024-01-02"), ("basis", BASIS)];
    let pairs: Vec<(String, String)> = pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec();
    admin.post("/quan-tri/sua/thoi-viec", &pairs).await.is(403).says("hết hạn");
    assert!(desk.office.house().org_changes().is_empty());
    admin.get("/quan-tri/nguoi?q=%3Cscript%3E&sau=x&don-vi=%27&tinh-trang=y").await.is(200).silent_on("<script>alert");
}

#[tokio::test]
async fn a_demonstration_has_roles_for_districts_communes_and_administration() {
    let district = Desk::demo().browser().get("/dang-nhap").await;
    district.says("value=\"admin\"").says("UBND thành phố Thanh Hóa").says("value=\"focal-stc\"");
    let commune = Desk::demo_at("2025-08-04T08:00").browser().get("/dang-nhap").await;
    commune.says("value=\"focal-x").silent_on("UBND thành phố Thanh Hóa");
}

/// The focal point of a district sees and does only what is of the district.
#[tokio::test]
async fn a_district_receives_reports_and_sees_nothing_of_others() {
    let desk = Desk::demo();
    let mut specialist = desk.person("specialist-vp-th-1");
    let page = specialist.get("/so/task/moi/assign").await;
    let typed = [
        ("f.subject", "Giải phóng mặt bằng đường tránh"),
        ("f.authority", "chairman"),
        ("f.source_kind", "letter"),
        ("lead", "h380"),
        ("due", "2024-01-19"),
    ];
    let sent = specialist.fill(&page, "/so/task/moi/assign", &typed).await;
    sent.is(303);
    let case = sent.location();
    let mut focal = desk.person("focal-h380");
    focal.get("/").await.says("Giải phóng mặt bằng đường tránh");
    let opened = focal.get(&case).await;
    opened.says("Tiếp nhận").says("Trả lại");
    desk.person("focal-h381").get(&case).await.is(404);
    desk.person("focal-h381").get("/so/task").await.silent_on("Giải phóng mặt bằng");
}
