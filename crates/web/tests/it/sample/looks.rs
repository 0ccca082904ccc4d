//! A register by step and by due day, and the first pages of roles.

use web::pages::{
    CalendarDay, Card, Count, DayCount, DayKind, DueCalendar, HeadCell, HomePage, Lane, Lanes, Panel, PanelFigure,
    RegisterPage, Table, TableCell, TableRow, Tone,
};

use super::{Words, render};

pub fn pages(w: Words) -> Vec<(&'static str, String)> {
    vec![render("so-theo-buoc", &board(w)), render("so-lich", &calendar(w)), render("trang-dau-trung-tam", &centre(w))]
}

fn card(w: Words, tone: Tone, word: &str) -> Card {
    Card {
        href: w.s("/ho-so/18c"),
        number: w.s("412/NV-UBND"),
        title: w.s("Rà soát, đề xuất phương án sắp xếp trụ sở làm việc dôi dư sau sáp nhập đơn vị hành chính cấp xã"),
        who: w.s("Sở Tài chính"),
        deadline: Some(w.due(tone, word)),
        tongue: w.tongue,
    }
}

fn register(w: Words) -> RegisterPage {
    RegisterPage {
        heading: w.s("Nhiệm vụ"),
        english: w.s("Assigned tasks"),
        sentence: w.s("Nhiệm vụ · chủ trì: Sở Tài chính"),
        looks: ["Danh sách", "Bảng theo bước", "Lịch hạn"].map(|l| (w.link(l, "/so"), l.starts_with('B'))).into(),
        count: Count { text: w.s("45 nhiệm vụ"), exact_href: None },
        ..RegisterPage::bare(w.frame("Nhiệm vụ"))
    }
}

fn board(w: Words) -> RegisterPage {
    let lane = |code: &str, heading: &str, cards: Vec<Card>| Lane {
        code: code.to_owned(),
        heading: w.s(heading),
        count: w.s(&cards.len().to_string()),
        href: w.s("/so"),
        first: (cards.len() > 1).then(|| w.s("/so")),
        next: (cards.len() > 1).then(|| w.s("/so")),
        cards,
    };
    let lanes = vec![
        lane("assigned", "Đã giao", vec![card(w, Tone::Late, "quá hạn 1 ngày"), card(w, Tone::Soon, "hôm nay")]),
        lane("received", "Đã tiếp nhận", vec![card(w, Tone::Neutral, "còn 9 ngày")]),
        lane("refused", "Đơn vị trả lại", Vec::new()),
        lane("done", "Văn phòng đã xác nhận", vec![card(w, Tone::Done, "xong trước hạn")]),
    ];
    RegisterPage {
        lanes: Some(Lanes { caption: w.s("Nhiệm vụ theo bước xử lý"), lanes, tongue: w.tongue }),
        ..register(w)
    }
}

fn calendar(w: Words) -> RegisterPage {
    let day = |n: u32| CalendarDay {
        day: w.moment(&format!("2024-01-{n:02}"), &format!("Thứ Hai, {n:02}/01/2024")),
        short: n.to_string(),
        kind: if n % 7 > 4 { DayKind::Off } else { DayKind::Worked },
        note: if n == 1 { w.s("Tết Dương lịch") } else { String::new() },
        today: n == 2,
        counts: if n.is_multiple_of(3) {
            vec![
                DayCount { text: w.s("12 hồ sơ"), href: w.s("/so"), late: false },
                DayCount { text: w.s("3 quá hạn"), href: w.s("/so"), late: true },
            ]
        } else {
            Vec::new()
        },
        cards: if n == 9 { vec![card(w, Tone::Soon, "hôm nay 16:30")] } else { Vec::new() },
    };
    let calendar = DueCalendar {
        heading: w.s("Tháng 1/2024"),
        caption: w.s("Nhiệm vụ theo ngày đến hạn, tháng 1/2024"),
        previous: w.link("Tháng trước", "/so"),
        next: w.link("Tháng sau", "/so"),
        today: w.link("Tháng này", "/so"),
        kinds: vec![(w.link("Tháng", "/so"), true), (w.link("Tuần", "/so"), false)],
        weeks: (0..5).map(|week| (1..=7).map(|n| Some(week * 7 + n).filter(|n| *n <= 31).map(day)).collect()).collect(),
        note: w.s("Có ngày nghỉ chưa được thông báo chính thức."),
        tongue: w.tongue,
    };
    RegisterPage { calendar: Some(calendar), ..register(w) }
}

fn centre(w: Words) -> HomePage {
    let figure = |label: &str, value: &str, late: bool| PanelFigure {
        label: w.s(label),
        value: w.s(value),
        href: w.s("/so"),
        detail: w.s("năm 2022: 12"),
        late,
    };
    let table = Table {
        caption: w.s("Tải theo quầy"),
        head: vec![vec![HeadCell::words(w.s("Cơ quan")), HeadCell::figure(w.s("Quá hạn"))]],
        rows: vec![TableRow {
            label: w.s("Sở Tư pháp"),
            cells: vec![TableCell::figure(w.s("3"), w.s("/so"))],
            ..TableRow::default()
        }],
        ..Table::default()
    };
    let panel = Panel {
        id: "hom-nay".to_owned(),
        heading: w.s("Hồ sơ hôm nay"),
        english: w.s("Dossiers today"),
        figures: vec![figure("Đến hạn hôm nay", "12", false), figure("Quá hạn", "3", true)],
        ways: vec![w.link("Hồ sơ kế tiếp", "/ho-so/18c")],
        tables: vec![table],
        note: w.s("Tính đến sổ cái vị trí 1.234.567."),
    };
    HomePage {
        frame: w.frame("Trang đầu"),
        greeting: w.s("Chào buổi sáng, ông Vũ Thanh Sơn"),
        today: w.s("Thứ Ba, 02/01/2024"),
        summary: String::new(),
        panels: vec![panel],
        waiting: Vec::new(),
        nothing_waits: w.s("Không có việc nào chờ quý vị."),
        starts: Vec::new(),
        tiles: Vec::new(),
    }
}
