//! Door, first page, registers, long work, errors, import.
#![expect(clippy::too_many_lines, reason = "a sample page is one long literal")]

use web::pages::{
    AsOf, Cell, Column, Conflict, Count, DemoRole, Empty, ErrorPage, HomePage, ImportPage, ImportedFigure, Input, Link,
    Origin, Phase, PhaseState, ProgressPage, RegisterPage, Row, SavedViews, SignInPage, Sort, SortState, Tile,
    TileCount, Tone, WaitingGroup, WaitingItem,
};

use super::{Words, render};

pub fn pages(w: Words) -> Vec<(&'static str, String)> {
    let mut empty = register(w);
    empty.rows.clear();
    empty.count = Count { text: w.s("0 nhiệm vụ"), exact_href: None };
    empty.empty = Empty {
        why: w.s("Không có nhiệm vụ nào của Sở Tài chính quá hạn trong tháng 12/2023."),
        ways: vec![w.link("Xem nhiệm vụ của mọi đơn vị", "/so"), w.link("Bỏ lọc", "/so")],
    };
    (empty.previous, empty.next) = (None, None);
    let mut behind = register(w);
    behind.origin = Some(Origin {
        label: w.s("Nhiệm vụ UBND tỉnh, Chủ tịch UBND tỉnh giao"),
        value: w.s("27.283"),
        counted: w
            .s("một nhiệm vụ của một đơn vị chủ trì, giao trong kỳ theo thẩm quyền của UBND hoặc Chủ tịch UBND tỉnh"),
        report: w.link("Báo cáo năm 2023", "/bao-cao"),
        as_of: as_of(w),
    });
    vec![
        render("dang-nhap", &sign_in(w, false)),
        render("dang-nhap-khoa", &sign_in(w, true)),
        render("trang-dau", &home(w)),
        render("so", &register(w)),
        render("so-trong", &empty),
        render("so-sau-con-so", &behind),
        render("tien-do", &progress(w)),
        render("loi-403", &error(w, 403)),
        render("loi-404", &error(w, 404)),
        render("loi-409", &error(w, 409)),
        render("loi-422", &error(w, 422)),
        render("loi-500", &error(w, 500)),
        render("nhap-tep", &import(w)),
    ]
}

pub fn as_of(w: Words) -> AsOf {
    let period = w.s("Từ 01/01/2023 đến 31/12/2023 (năm dương lịch), so với năm 2022");
    AsOf { period, position: w.s("1.234.567"), at: w.s("02/01/2024 07:00") }
}

fn sign_in(w: Words, locked: bool) -> SignInPage {
    let roles = [
        ("Chủ tịch UBND tỉnh", "Nguyễn Văn Bảo", "Giao nhiệm vụ, ký văn bản, duyệt gia hạn"),
        ("Phó Chủ tịch UBND tỉnh", "Lê Thị Hồng Vân", "Chỉ đạo khối kinh tế, ký thay"),
        ("Chánh Văn phòng", "Phạm Quốc Dũng", "Điều hòa công việc, xác nhận, đôn đốc"),
        ("Chuyên viên", "Trần Thị Mai Lan", "Tham mưu, theo dõi nhiệm vụ"),
        ("Văn thư", "Đỗ Thu Hà", "Vào sổ, cấp số, phát hành"),
        ("Cán bộ một cửa", "Hoàng Minh Đức", "Tiếp nhận, trả kết quả"),
        ("Giám đốc Trung tâm", "Vũ Thanh Sơn", "Theo dõi hồ sơ đến hạn, tải từng quầy"),
        ("Cán bộ thụ lý", "Bùi Ngọc Ánh", "Thẩm định, yêu cầu bổ sung"),
        ("Đầu mối đơn vị", "Đặng Văn Phúc", "Nhận nhiệm vụ, báo cáo kết quả của Sở"),
        ("Quản trị", "Ngô Gia Huy", "Người dùng, ủy quyền, danh mục"),
    ];
    SignInPage {
        frame: w.outside("Đăng nhập"),
        action: w.s("/dang-nhap"),
        next: w.s("/"),
        csrf: w.s("8f2c"),
        error: (!locked).then(|| w.s("Tên đăng nhập hoặc mật khẩu chưa đúng. Còn 3 lần thử trước khi tạm khóa.")),
        locked: locked.then(|| w.s("Tạm khóa đến 07:15 vì nhập sai 5 lần. Cần gấp, xin gọi quản trị.")),
        fields: vec![
            w.field("username", "Tên đăng nhập", Input::Text { value: w.s("mailan"), autocomplete: w.s("username") }),
            w.field("password", "Mật khẩu", Input::Password { autocomplete: w.s("current-password") }),
        ],
        roles: roles.iter().map(|(post, name, duty)| role(w, post, name, duty)).collect(),
    }
}

fn role(w: Words, post: &str, name: &str, duty: &str) -> DemoRole {
    DemoRole { value: w.s("chuyen-vien"), post: w.s(post), unit: String::new(), name: w.s(name), duty: w.s(duty) }
}

fn home(w: Words) -> HomePage {
    let item = |number: &str, title: &str, wanted: &str, tone, word: &str| WaitingItem {
        number: if number.is_empty() { String::new() } else { w.s(number) },
        title: w.s(title),
        href: w.s("/ho-so/18c"),
        wanted: w.s(wanted),
        from: w.s("Sở Tài chính"),
        deadline: Some(w.due(tone, word)),
    };
    let group = |heading: &str, count: &str, items| WaitingGroup {
        heading: w.s(heading),
        count: w.s(count),
        href: w.s("/so"),
        items,
    };
    let tile = |label: &str, running: &str, late: &str| Tile {
        label: w.s(label),
        href: w.s("/so"),
        counts: vec![
            TileCount { label: w.s("đang xử lý"), value: w.s(running), href: w.s("/so"), late: false },
            TileCount { label: w.s("quá hạn"), value: w.s(late), href: w.s("/so"), late: late != "0" },
        ],
    };
    HomePage {
        frame: w.frame("Việc của tôi"),
        greeting: w.s("Chào buổi sáng, bà Trần Thị Mai Lan"),
        today: w.s("Thứ Ba, 02/01/2024"),
        summary: w.s("17 việc chờ, 1 việc quá hạn, 2 việc đến hạn hôm nay"),
        panels: Vec::new(),
        waiting: vec![
            group(
                "Chờ tôi xử lý",
                "14",
                vec![
                    item(
                        "412/NV-UBND",
                        "Rà soát, đề xuất phương án sắp xếp trụ sở làm việc dôi dư sau sáp nhập đơn vị hành chính cấp xã",
                        "báo cáo kết quả",
                        Tone::Late,
                        "quá hạn 1 ngày",
                    ),
                    item(
                        "398/NV-UBND",
                        "Tham mưu văn bản trả lời kiến nghị cử tri xã Tân Hòa về đường tỉnh 825",
                        "trình dự thảo",
                        Tone::Soon,
                        "hôm nay 16:30",
                    ),
                    item(
                        "",
                        "Dự thảo Quyết định ban hành quy chế phối hợp quản lý khoáng sản",
                        "trình lãnh đạo phòng",
                        Tone::Neutral,
                        "còn 2 ngày 3 giờ",
                    ),
                ],
            ),
            group(
                "Tôi còn nợ ý kiến",
                "3",
                vec![
                    item(
                        "87/TTr-STC",
                        "Tờ trình về phân bổ kinh phí sự nghiệp giáo dục năm 2024",
                        "cho ý kiến phối hợp",
                        Tone::Paused,
                        "tạm dừng từ 28/12",
                    ),
                    item(
                        "15/NV-UBND",
                        "Theo dõi thường xuyên công tác phòng, chống cháy rừng",
                        "theo dõi",
                        Tone::Unlimited,
                        "không thời hạn",
                    ),
                    item(
                        "2210/UBND-KT",
                        "Góp ý đề cương quy hoạch vùng trồng thanh long",
                        "xem lại",
                        Tone::Done,
                        "xong đúng hạn",
                    ),
                ],
            ),
        ],
        nothing_waits: w.s("Không có việc nào chờ quý vị."),
        starts: vec![w.link("Giao nhiệm vụ", "/mo"), w.link("Vào sổ văn bản đến", "/mo")],
        tiles: vec![
            tile("Nhiệm vụ", "1.204", "7"),
            tile("Văn bản đến", "318", "0"),
            tile("Văn bản đi", "92", "0"),
            tile("Hồ sơ TTHC", "2.871", "3"),
            tile("Chương trình công tác", "46", "1"),
            tile("Thông báo công khai", "12", "0"),
        ],
    }
}

fn register(w: Words) -> RegisterPage {
    let head = |label: &str, number, wide, sort: Option<SortState>| Column {
        label: w.s(label),
        number,
        wide,
        sort: sort.map(|state| Sort { href: w.s("/so?sap=han"), state }),
    };
    let row = |number: &str, title: &str, unit: &str, urged: &str, due| Row {
        href: w.s("/ho-so/18c"),
        cells: vec![
            Cell::Code(w.s(number)),
            Cell::Text(w.s(title)),
            Cell::Text(w.s(unit)),
            Cell::When(w.moment("2023-12-21", "21/12/2023")),
            if urged.is_empty() { Cell::Nothing } else { Cell::Number(w.s(urged)) },
            Cell::Deadline(due),
        ],
    };
    let base = [
        row(
            "412/NV-UBND",
            "Rà soát, đề xuất phương án sắp xếp trụ sở làm việc dôi dư sau sáp nhập đơn vị hành chính cấp xã",
            "Sở Tài chính",
            "2",
            w.due(Tone::Late, "quá hạn 1 ngày"),
        ),
        row(
            "398/NV-UBND",
            "Trả lời kiến nghị cử tri xã Tân Hòa về đường tỉnh 825",
            "Sở Giao thông vận tải",
            "1",
            w.due(Tone::Soon, "hôm nay 16:30"),
        ),
        row(
            "405/NV-UBND",
            "Báo cáo tiến độ giải ngân vốn đầu tư công tháng 12",
            "Sở Kế hoạch và Đầu tư",
            "",
            w.due(Tone::Neutral, "còn 2 ngày 3 giờ"),
        ),
        row(
            "377/NV-UBND",
            "Thẩm định hồ sơ đề nghị công nhận xã đạt chuẩn nông thôn mới nâng cao",
            "Sở Nông nghiệp và PTNT",
            "",
            w.due(Tone::Paused, "tạm dừng từ 28/12"),
        ),
        row(
            "15/NV-UBND",
            "Theo dõi thường xuyên công tác phòng, chống cháy rừng",
            "UBND huyện Châu Phú",
            "",
            w.due(Tone::Unlimited, "không thời hạn"),
        ),
        row(
            "340/NV-UBND",
            "Tổ chức hội nghị gặp mặt doanh nghiệp đầu năm",
            "Văn phòng UBND tỉnh",
            "",
            w.due(Tone::Done, "xong trước hạn"),
        ),
    ];
    RegisterPage {
        frame: w.frame("Nhiệm vụ"),
        heading: w.s("Nhiệm vụ"),
        english: w.s("Assigned tasks"),
        sentence: w.s("Nhiệm vụ · giao từ 01/12/2023 đến 31/12/2023 · mọi đơn vị · xếp theo hạn"),
        origin: None,
        starts: vec![w.link("Giao nhiệm vụ", "/mo")],
        exports: vec![w.link("CSV", "/so.csv")],
        looks: Vec::new(),
        lanes: None,
        calendar: None,
        saved: Some(SavedViews {
            action: "/so/task/cach-xem".to_owned(),
            csrf: "c".to_owned(),
            address: "tinh-trang=qua-han".to_owned(),
            current: None,
            links: vec![w.link("Quá hạn của tôi", "/so/task?tinh-trang=qua-han")],
        }),
        filter_action: w.s("/so"),
        filter_fields: filter(w),
        filter_hidden: w.hidden(),
        filter_reset: w.s("/so"),
        filter_open: true,
        columns: vec![
            head("Số", false, false, Some(SortState::Off)),
            head("Nội dung", false, true, None),
            head("Chủ trì", false, false, Some(SortState::Off)),
            head("Ngày giao", false, false, Some(SortState::Off)),
            head("Đôn đốc", true, false, None),
            head("Thời hạn", false, false, Some(SortState::Ascending)),
        ],
        rows: base.iter().cycle().take(50).cloned().collect(),
        count: Count { text: w.s("trên 10.000 nhiệm vụ"), exact_href: Some(w.s("/so?dem=1")) },
        previous: Some(w.s("/so?truoc=a")),
        next: Some(w.s("/so?sau=b")),
        empty: Empty::default(),
    }
}

fn filter(w: Words) -> Vec<web::pages::Field> {
    let choice = |labels: &[&str]| Input::Choice { groups: vec![w.choices(labels)] };
    let mut fields = vec![
        w.field("loc-don-vi", "Đơn vị chủ trì", choice(&["Sở Tài chính", "Mọi đơn vị", "Sở Nội vụ"])),
        w.field("loc-trang-thai", "Trạng thái", choice(&["Đang thực hiện", "Mọi trạng thái"])),
        w.field("loc-han", "Thời hạn", choice(&["Quá hạn", "Mọi thời hạn", "Đến hạn trong 3 ngày"])),
        w.field("loc-tu", "Giao từ ngày", Input::Date { value: w.s("2023-12-01") }),
        w.field("loc-den", "đến ngày", Input::Date { value: w.s("2023-12-31") }),
        w.field("loc-chu", "Có chữ", w.text("")),
    ];
    // A filter left empty is no filter: nothing in it is required.
    fields.iter_mut().for_each(|field| field.required = false);
    fields
}

fn progress(w: Words) -> ProgressPage {
    let mut frame = w.outside("Đang chuẩn bị");
    frame.refresh_seconds = Some(2);
    let pair = |label: &str, value: &str| (w.s(label), w.s(value));
    ProgressPage {
        frame,
        heading: w.s("Đang dựng hai năm làm việc"),
        english: w.s("Simulating two years of work"),
        intro: w.s("Hệ thống đang cho những con người hư cấu làm việc thật trên phần mềm: giao, nhận, ký, trả kết quả. Mỗi việc là một lệnh, được ghi vào sổ cái như khi dùng thật."),
        done: 1_204_310,
        whole: 2_800_000,
        percent: w.s("43 %"),
        figures: vec![
            pair("Ngày đang tới", "17/05/2023"),
            pair("Sự kiện đã ghi", "1.204.310"),
            pair("Tốc độ", "12.480 sự kiện/giây"),
            pair("Còn khoảng", "2 phút 8 giây"),
        ],
        phases: vec![
            Phase { label: w.s("Danh mục, đơn vị, con người"), state: PhaseState::Done, detail: w.s("166 đơn vị") },
            Phase { label: w.s("Năm 2022, phần cần cho so sánh"), state: PhaseState::Done, detail: w.s("412.310 sự kiện") },
            Phase { label: w.s("Năm 2023"), state: PhaseState::Running, detail: w.s("792.000 sự kiện") },
            Phase { label: w.s("Kiểm tra và tổng hợp"), state: PhaseState::Waiting, detail: String::new() },
        ],
        failed: Some(w.s("Đĩa đã đầy ở bước này. Giải phóng ít nhất 2 GB rồi chạy lại; việc đã ghi vẫn còn.")),
        ways: vec![w.link("Xem phần đã có", "/"), w.link("Kiến trúc", "/gioi-thieu")],
    }
}

fn error(w: Words, status: u16) -> ErrorPage {
    let mut page = ErrorPage::usual(w.frame("Lỗi"), status);
    page.ways = vec![w.link("Mở lại hồ sơ", "/ho-so/18c"), w.link("Về trang đầu", "/")];
    page.rule = if status < 404 {
        w.s("Chỉ người giao được gia hạn nhiệm vụ (Quy chế làm việc của UBND tỉnh, Điều 12).")
    } else {
        String::new()
    };
    if status == 409 {
        let conflict = |label: &str, before: &str, mine: &str, theirs: &str| Conflict {
            label: w.s(label),
            before: w.s(before),
            mine: w.s(mine),
            theirs: w.s(theirs),
            by: w.s("Phạm Quốc Dũng, 02/01/2024 06:58"),
        };
        page.conflicts = vec![
            conflict("Đơn vị chủ trì", "Sở Tài chính", "Sở Nội vụ", "Sở Kế hoạch và Đầu tư"),
            conflict("Hạn", "29/12/2023", "12/01/2024", "05/01/2024"),
        ];
    }
    page.reference = if status == 500 { w.s("018cc5f0-7a1e") } else { String::new() };
    page
}

fn import(w: Words) -> ImportPage {
    let figure = |label: &str, value: &str, href: Option<&str>| ImportedFigure {
        label: w.s(label),
        value: w.s(value),
        href: href.map(|h| w.s(h)),
    };
    let ways: Vec<Link> = vec![w.link("Sơ đồ quy trình", "/quy-trinh"), w.link("Bảng đúng hạn", "/dung-han")];
    ImportPage {
        frame: w.frame("Nhập nhật ký"),
        heading: w.s("Đã nhập receipt.xes.gz"),
        english: w.s("Event log imported"),
        summary: w.s("Mọi hồ sơ và sự kiện của tệp đã vào sổ cái dưới dạng ghi bù từ hệ thống ngoài. Nhập lại tệp này sẽ không thêm gì."),
        figures: vec![
            figure("Hồ sơ trong tệp", "1.434", Some("/so")),
            figure("Sự kiện trong tệp", "8.577", None),
            figure("Sự kiện mới", "8.577", None),
        ],
        refused: Some(super::report::refused(w)),
        ways,
    }
}
