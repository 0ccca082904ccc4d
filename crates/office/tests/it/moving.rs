//! Moving in: every refusal says where and what to do, a second run adds nothing, clocks run on, no figure is moved.

use std::io::Cursor;

use kernel::case::command::Assigned;
use kernel::case::{Act, CarryOver, Due, MoveForm, Value};
use office::import::Watch;
use office::import::cases::{Map, MoveInError, Moved, On, Standing, Wishes};
use office::reports::{Asked, Length, Period, Reckoning};

use super::world::{World, at};

const HEAD: &str =
    "Mã hồ sơ;Tình trạng;Ngày tiếp nhận;Hạn xử lý;Thủ tục;Nội dung;Đơn vị;Người thụ lý;Tạm dừng từ;Ngày xong";
const SOUND: [&str; 3] = [
    "H56.14-230220-0001;Đang xử lý;20/02/2023 09:00;08/03/2023;2.000488;Cấp Phiếu lý lịch tư pháp;Sở Tư pháp;handler-stp-1;;",
    "H56.14-230221-0002;Chờ bổ sung;21/02/2023;2023-03-09;2.000488;Cấp Phiếu lý lịch tư pháp;so tu phap;handler-stp-1;27/02/2023 08:00;",
    "H56.14-230222-0003;Xử lý xong;22/02/2023;09/03/2023 16h30;2.000488;=1+1;STP;handler-stp-1;;28/02/2023",
];

fn map_text() -> String {
    r#"
on = "2023-03-01"
by = "one-stop-1"
witness = "one-stop-2"
reason = "Chuyển hệ thống theo Quyết định 12"

[[sheet]]
target = "dossier"
register = "Sổ hồ sơ 2023"

[sheet.columns]
"@number" = "Mã hồ sơ"
"@step" = "Tình trạng"
"@received" = "ngay tiep nhan"
"@due" = "Hạn xử lý"
"@lead" = "Đơn vị"
"@holder" = "Người thụ lý"
"@paused_since" = "Tạm dừng từ"
"@stopped" = "Ngày xong"
procedure = "Thủ tục"
subject = "Nội dung"

[sheet.fixed]
"@paused_by" = "Yêu cầu bổ sung"
channel = "Trực tiếp"
unit_code = "H56.14"
field_of_work = "Hành chính tư pháp"

[sheet.values."@step"]
"Chờ bổ sung" = "supplement"
"Xử lý xong" = "resolved"
"#
    .to_owned()
}

fn file(rows: &[&str]) -> Vec<u8> {
    format!("\u{feff}{HEAD}\r\n{}\r\n", rows.join("\r\n")).into_bytes()
}

impl World {
    fn move_in(&self, file: &[u8], map: &str, dry_run: bool, skip_refused: bool) -> Result<Moved, MoveInError> {
        let (map, now) = (Map::parse(map)?, self.now);
        let mut watch = Watch { now: &|| now, seed: [3; 16], progress: &mut |_, _| true };
        let wishes = Wishes { on: On::TheMap, dry_run, skip_refused };
        self.office.move_in(&mut Cursor::new(file.to_vec()), "số dư.csv", &map, &wishes, &mut watch)
    }

    fn stored(&self) -> i64 {
        self.count("SELECT COUNT(*) FROM events")
    }

    fn counts(&self, code: &'static str, month: u32) -> u64 {
        let period = Period::new(2023, Length::Month(month), Reckoning::Calendar).unwrap();
        self.office.as_of(None).unwrap().count(&Asked::of(&code.into(), period)).unwrap()
    }

    fn replays(&self) -> bool {
        let scratch = tempfile::tempdir().unwrap();
        self.office.replay(scratch.path(), &mut |_| {}).unwrap().is_equal()
    }

    fn numbered(&self, number: &str) -> kernel::case::CaseId {
        let mut id = None;
        let sql = "SELECT id FROM cases WHERE number = $1";
        let mut reader = self.office.ledger().reader().unwrap();
        reader
            .query(sql, &[number.into()], &mut |row| {
                id = uuid::Uuid::from_slice(row.blob(0)?).ok();
                Ok(())
            })
            .unwrap();
        id.unwrap()
    }
}

/// Three sound dossiers come in.
pub(super) fn dossiers(world: &World) -> Result<Moved, MoveInError> {
    world.move_in(&file(&SOUND), &map_text(), false, false)
}

/// A task as an old book has it.
pub(super) fn task(world: &mut World) -> CarryOver {
    let fields = [("subject", "Rà soát"), ("authority", "chairman"), ("source_kind", "letter")];
    CarryOver {
        id: world.next_id(),
        case_type: "task".into(),
        step: "received".into(),
        fields: fields.into_iter().map(|(code, text)| (code.into(), Value::text(text))).collect(),
        assigned: Some(Assigned { lead: Some("stc".into()), ..Assigned::default() }),
        register: "Sổ nhiệm vụ 2022".to_owned(),
        number: "128".to_owned(),
        on: world.now.date(),
        received: at("2023-02-20T09:00"),
        due: Due::Never,
        first_due: None,
        paused_since: None,
        paused_by: None,
        stopped_at: None,
        source: "Sổ nhiệm vụ 2022".to_owned(),
        reason: "Chuyển hệ thống".to_owned(),
        witness: "deputy-chief-1".into(),
    }
}

#[test]
fn open_work_arrives_once_and_goes_on() {
    let mut world = World::new();
    let (file, empty) = (file(&SOUND), world.stored());
    let dry = world.move_in(&file, &map_text(), true, false).unwrap();
    assert_eq!((dry.rows, dry.added, dry.refused, dry.recorded), (3, 3, 0, false), "{:?}", dry.findings);
    assert_eq!(world.stored(), empty, "a dry run records nothing");
    let moved = world.move_in(&file, &map_text(), false, false).unwrap();
    assert_eq!((moved.added, moved.known, moved.recorded), (3, 0, true));
    assert_eq!(world.stored(), empty + 3, "one event each");
    world.now = at("2023-03-02T08:00");
    let again = world.move_in(&file, &map_text(), false, false).unwrap();
    assert_eq!((again.added, again.known), (0, 3));
    assert_eq!(world.stored(), empty + 3);

    let [open, paused, done] =
        ["20-0001", "21-0002", "22-0003"].map(|end| world.numbered(&format!("H56.14-2302{end}")));
    let loaded = world.office.load(done).unwrap().unwrap().case;
    assert_eq!(loaded.value("subject"), Some(&Value::text("=1+1")), "text that looks like a formula is text");
    assert_eq!(loaded.clock.unwrap().due, Some(at("2023-03-09T16:30")));
    world.step("handler-stp-1", paused, "supplemented").unwrap();
    let due = world.office.load(paused).unwrap().unwrap().case.clock.unwrap().due;
    assert_eq!(due, Some(at("2023-03-14T17:00")), "three working days were paused, two of them before");
    world.now = at("2023-03-08T09:00");
    let resolve = || Act::Move(MoveForm::new("resolve").with("outcome", Value::text("granted")));
    world.act("handler-stp-1", open, resolve()).unwrap();
    world.step("one-stop-1", done, "hand_over").unwrap();

    for (code, february, march) in [
        ("dossiers.received.direct", 0, 0),
        ("dossiers.carried_over", 0, 2),
        ("dossiers.open", 0, 1),
        ("dossiers.resolved", 0, 1),
        ("dossiers.on_time", 0, 1),
    ] {
        assert_eq!((world.counts(code, 2), world.counts(code, 3)), (february, march), "{code}");
    }
    assert!(world.replays());
}

/// Form II.06a adds up: what was carried over stands under "từ kỳ trước", whatever period it is asked for.
#[test]
fn the_form_of_the_ministry_adds_up() {
    let world = World::new();
    world.move_in(&file(&SOUND), &map_text(), false, false).unwrap();
    for length in [Length::Month(3), Length::Quarter(1), Length::Year] {
        let period = Period::new(2023, length, Reckoning::Calendar).unwrap();
        let form = world.office.as_of(None).unwrap().form("ii06a", period).unwrap();
        assert!(form.checks.iter().all(|check| check.holds), "{:?}", form.checks);
        assert!(format!("{:?}", form.rows).contains("Hành chính tư pháp"));
    }
}

#[test]
fn every_refused_row_says_where_and_what_to_do() {
    let world = World::new();
    let good = SOUND[0];
    let bad = |from: &str, to: &str| good.replacen(from, to, 1);
    let rows = [
        (good.to_owned(), "", ""),
        (bad("H56.14-230220-0001", ""), "Mã hồ sơ", "ô trống"),
        (bad("-0001;Đang xử lý", "-0011;Đang ngủ"), "Tình trạng", "không có bước “Đang ngủ”"),
        (bad("-0001;Đang xử lý", "-0012;Đã trả kết quả"), "Tình trạng", "ở lại sổ cũ"),
        (bad("-0001;Đang xử lý;20/02/2023", "-0013;Đang xử lý;31/02/2023"), "ngay tiep nhan", "31/12/2025"),
        (bad("-0001;Đang xử lý;20/02/2023", "-0014;Đang xử lý;01/03/2023"), "ngay tiep nhan", "ngày đầu kỳ"),
        (bad("-0001;Đang xử lý;20/02/2023 09:00", "-0015;Đang xử lý;"), "ngay tiep nhan", "ô trống"),
        (bad("-0001", "-0016").replace("08/03/2023", "08/02/2023"), "Hạn xử lý", "trước khi tiếp nhận"),
        (bad("-0001", "-0017").replace("08/03/2023", ""), "Hạn xử lý", "phải có hạn"),
        (bad("-0001", "-0018").replace("2.000488", "9.999999"), "Thủ tục", "không có thủ tục “9.999999”"),
        (bad("-0001", "-0019").replace("Sở Tư pháp", "Sở Thủy sản"), "Đơn vị", "không có đơn vị “Sở Thủy sản”"),
        (bad("-0001", "-0020").replace("handler-stp-1", "Người Lạ"), "Người thụ lý", "không có người “Người Lạ”"),
        (format!("{};24/02/2023;", bad("-0001", "-0021").trim_end_matches(";;")), "Tạm dừng từ", "không tạm dừng"),
        (bad("-0001;Đang xử lý", "-0022;Chờ bổ sung"), "Tạm dừng từ", "tạm dừng từ lúc nào"),
        (bad("-0001;Đang xử lý", "-0023;Xử lý xong"), "Ngày xong", "xin ghi ngày xong"),
        (bad("Cấp Phiếu lý lịch tư pháp", &"x".repeat(600)).replace("-0001", "-0024"), "Nội dung", "tối đa 500"),
        (bad("Cấp Phiếu lý lịch tư pháp", "").replace("-0001", "-0025"), "Nội dung", "Xin nhập"),
        (good.to_owned(), "Mã hồ sơ", "với dòng 2"),
    ];
    let lines: Vec<&str> = rows.iter().map(|(row, ..)| row.as_str()).collect();
    let moved = world.move_in(&file(&lines), &map_text(), false, false).unwrap();
    assert_eq!((moved.rows, moved.refused, moved.recorded), (18, 17, false));
    assert_eq!(world.count("SELECT COUNT(*) FROM cases"), 0, "one refused row, and nothing comes in");
    for (index, (_, column, words)) in rows.iter().enumerate().skip(1) {
        let row = u32::try_from(index).unwrap() + 2;
        let found: Vec<_> = moved.findings.iter().filter(|f| f.row == row).collect();
        let heading = if *column == "ngay tiep nhan" { "Ngày tiếp nhận" } else { column };
        assert!(found.iter().any(|f| f.column == heading && f.vi.contains(words)), "row {row}: {words}: {found:?}");
        assert!(found.iter().all(|f| !f.en.is_empty()));
    }
    let skipped = world.move_in(&file(&lines), &map_text(), false, true).unwrap();
    assert_eq!((skipped.added, skipped.refused, skipped.recorded), (1, 17, true));
    assert_eq!(world.count("SELECT COUNT(*) FROM cases"), 1);
    assert!(world.replays());
}

#[test]
fn a_map_that_does_not_fit_is_refused_with_what_there_is() {
    let world = World::new();
    let file = file(&SOUND);
    let columns = map_text();
    let none = columns.split("[sheet.columns]").next().unwrap().to_owned() + "[sheet.columns]\n";
    let with = |from: &str, to: &str| map_text().replacen(from, to, 1);
    for (map, words) in [
        (none, "chưa nêu cột nào"),
        ("x = ".to_owned(), "TOML"),
        (with("\"Mã hồ sơ\"", "\"Mã số\""), "không có cột “Mã số”"),
        (with("\"Mã hồ sơ\"", "\"Mã số\""), "“Tình trạng”"),
        (with("procedure =", "procedures ="), "“procedures” không phải mục"),
        (with("target = \"dossier\"", "target = \"dosier\""), "không có loại “dosier”"),
        (with("register = \"Sổ hồ sơ 2023\"", ""), "thiếu “@register”"),
        (with("\"@step\" = \"Tình trạng\"", ""), "thiếu “@step”"),
        (with("by = \"one-stop-1\"", ""), "chưa nêu người nhập"),
        (with("by = \"one-stop-1\"", "by = \"nobody\""), "không giữ chức danh"),
        (with("[sheet.columns]", "header_row = 9\n[sheet.columns]"), "dòng tiêu đề 9"),
    ] {
        let error = world.move_in(&file, &map, true, false).unwrap_err();
        assert!(error.vi().contains(words) && !error.en().is_empty(), "{words}: {error}");
    }
    let stranger = with("by = \"one-stop-1\"", "by = \"handler-stp-1\"");
    let moved = world.move_in(&file, &stranger, true, false).unwrap();
    assert_eq!(moved.refused, 3, "who may not enter late may not carry over");
    assert!(moved.findings[0].vi.contains("không có quyền"), "{}", moved.findings[0]);
    let twice = [HEAD.replacen("Nội dung", "Mã hồ sơ", 1).as_bytes(), b"\n1\n"].concat();
    assert!(world.move_in(&twice, &map_text(), true, false).unwrap_err().vi().contains("2 cột tên"));
    let error = world.move_in(b"%PDF-1.7", &map_text(), true, false).unwrap_err();
    assert!(error.vi().contains("PDF"), "{error}");
}

/// Units and people come first, so that the cases of the same file can name them.
#[test]
fn units_and_people_become_a_version_of_the_catalogue() {
    let world = World::new();
    let people =
        "Mã;Họ tên;Đơn vị;Chức vụ\nnhvan;Nguyễn Hồng Vân;stc;Chuyên viên\nnhvan;Nguyễn Hồng Vân;stc;Chuyên viên\n";
    let map = |target: &str, columns: &str| {
        format!("on = \"2023-03-01\"\nwitness = \"chief\"\nreason = \"x\"\n[[sheet]]\ntarget = \"{target}\"\n{columns}")
    };
    let columns = "columns = { code = \"Mã\", name = \"Họ tên\", unit = \"Đơn vị\", title = \"Chức vụ\" }\nfixed = { role = \"handler\" }\n";
    let moved = world.move_in(people.as_bytes(), &map("person", columns), false, true).unwrap();
    assert_eq!((moved.people, moved.refused, moved.recorded), (1, 1, true), "{:?}", moved.findings);
    assert_eq!(world.office.house().newest, 2);
    let actor = world.actor("nhvan");
    assert_eq!((actor.posts[0].unit.as_str(), actor.posts[0].role.as_str()), ("stc", "handler"));
    let again = world.move_in(people.as_bytes(), &map("person", columns), false, true).unwrap();
    assert_eq!((again.people, again.known), (0, 1));
    assert_eq!(world.office.house().newest, 2, "nothing new, no new version");

    let units = "Mã;Tên;Loại;Trực thuộc\nbql-kkt;Ban Quản lý Khu kinh tế;agency;ubnd\n";
    let columns = "columns = { code = \"Mã\", name = \"Tên\", kind = \"Loại\", parent = \"Trực thuộc\" }\n";
    let wrong = world.move_in(units.replace("ubnd", "nowhere").as_bytes(), &map("unit", columns), false, false);
    assert!(wrong.unwrap_err().vi().contains("nowhere"));
    assert_eq!(world.move_in(units.as_bytes(), &map("unit", columns), false, false).unwrap().units, 1);
    assert!(world.office.house().org().units.contains_key("bql-kkt"));
    assert!(world.replays());
}

#[test]
fn a_page_can_look_propose_and_preview() {
    let world = World::new();
    let titled = [b"So tong hop\n\n".as_slice(), &file(&SOUND)[3..]].concat();
    let looks = world.office.look_at_table(&mut Cursor::new(titled), "a.csv").unwrap();
    assert_eq!((looks[0].header_row, looks[0].headings[0].as_str(), looks[0].rows.len()), (3, "Mã hồ sơ", 3));
    let proposed = world.office.propose_columns("dossier", &looks[0].headings).unwrap();
    for (part, heading) in [
        ("@number", "Mã hồ sơ"),
        ("@step", "Tình trạng"),
        ("@received", "Ngày tiếp nhận"),
        ("@due", "Hạn xử lý"),
        ("@lead", "Đơn vị"),
        ("@holder", "Người thụ lý"),
        ("procedure", "Thủ tục"),
    ] {
        assert_eq!(proposed.get(part).map(String::as_str), Some(heading), "{part}");
    }
    let rows: Vec<String> = (0..30).map(|n| SOUND[0].replace("-0001", &format!("-1{n:03}"))).collect();
    let mut lines: Vec<&str> = rows.iter().map(String::as_str).collect();
    lines[1] = "x";
    let map = Map::parse(&map_text()).unwrap();
    let clerk = world.actor("one-stop-3");
    let mut source = Cursor::new(file(&lines));
    let shown = world.office.preview_move_in(&mut source, "a.csv", &map, On::Behalf(&clerk), world.now).unwrap();
    assert_eq!(shown.len(), 20);
    assert_eq!((shown[0].standing, shown[1].standing), (Standing::New, Standing::Refused));
    assert!(!shown[1].findings.is_empty() && shown[0].cells[0].starts_with("H56.14"));
}

#[test]
fn a_run_that_was_stopped_is_continued() {
    let world = World::new();
    let rows: Vec<String> = (0..400).map(|n| SOUND[0].replace("-0001", &format!("-1{n:03}"))).collect();
    let file = file(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    let (map, now) = (Map::parse(&map_text()).unwrap(), world.now);
    let mut left = 300;
    let mut watch = Watch {
        now: &|| now,
        seed: [3; 16],
        progress: &mut |_, _| {
            left -= 1;
            left > 0
        },
    };
    let wishes = Wishes { on: On::TheMap, dry_run: false, skip_refused: false };
    let stopped = world.office.move_in(&mut Cursor::new(file.clone()), "a.csv", &map, &wishes, &mut watch);
    assert!(matches!(stopped, Err(MoveInError::Stopped)));
    assert_eq!(world.count("SELECT COUNT(*) FROM cases"), 300);
    let moved = world.move_in(&file, &map_text(), false, false).unwrap();
    assert_eq!((moved.added, moved.known), (100, 300));
}
