//! Administration: a list with states, one person with facts, the preview of an announcement.

use web::pages::{AdminCell, AdminFact, AdminPage, AdminRow, AdminTable, Confirm, Input, Link, Tone};

use super::{Words, render};

pub fn pages(w: Words) -> Vec<(&'static str, String)> {
    vec![render("quan-tri", &overview(w)), render("xem-truoc-lich", &preview(w))]
}

fn fact(w: Words, label: &str, value: &str, href: &str) -> AdminFact {
    AdminFact { label: w.s(label), value: w.s(value), href: href.to_owned() }
}

fn table(w: Words, heading: &str, columns: &[&str], rows: Vec<AdminRow>) -> AdminTable {
    AdminTable {
        heading: w.s(heading),
        all: Some(Link { label: w.s("tất cả"), href: "/quan-tri".to_owned() }),
        columns: columns.iter().map(|c| w.s(c)).collect(),
        rows,
        empty: w.s("Không có."),
    }
}

fn overview(w: Words) -> AdminPage {
    let power = AdminRow {
        head: AdminCell::text(w.s("Trưởng phòng Tổng hợp (Nguyễn Văn An)")),
        detail: w.s("Giấy mời họp · QĐ 12/QĐ-VP"),
        cells: vec![
            AdminCell::text(w.s("thừa ủy quyền (TUQ.)")),
            AdminCell::state(Tone::Soon, w.s("còn 18 ngày, đến 20/01/2024")),
            AdminCell::link(w.s("Chấm dứt"), "/quan-tri/sua/cham-dut-uy-quyen"),
        ],
    };
    let away = AdminRow {
        head: AdminCell::link(w.s("Lê Thị Bình"), "/quan-tri/nguoi/an"),
        detail: String::new(),
        cells: vec![AdminCell::state(Tone::Paused, w.s("05/01/2024")), AdminCell::default()],
    };
    AdminPage {
        frame: w.frame("Quản trị"),
        back: Some(w.link("Trang đầu", "/")),
        heading: w.s("Quản trị"),
        english: w.s("Administration"),
        lead: w.s("Thứ Ba, 02/01/2024"),
        actions: vec![w.link("Ghi vắng mặt", "/quan-tri/sua/vang-mat"), w.link("Tìm người", "/quan-tri/nguoi")],
        filter_action: w.s("/quan-tri"),
        filter_fields: vec![
            w.field("loc-q", "Tìm", w.text("an")),
            w.field("ngay", "Vào ngày", Input::Date { value: w.s("2024-01-02") }),
        ],
        facts: vec![fact(w, "Người đang làm việc", "412", "/quan-tri/nguoi"), fact(w, "Danh mục", "phiên bản 1", "")],
        tables: vec![
            table(w, "Hết hạn trong 30 ngày tới", &["Người ký", "Hình thức", "Thời hạn", "Thao tác"], vec![power]),
            table(w, "Hôm nay vắng", &["Người vắng", "Đến hết ngày", "Người thay"], vec![away]),
            table(w, "Thay đổi gần đây", &["Thay đổi"], Vec::new()),
        ],
        previous: Some(w.s("/quan-tri?truoc=1")),
        next: Some(w.s("/quan-tri?sau=1")),
        ..AdminPage::default()
    }
}

fn preview(w: Words) -> AdminPage {
    let moved = AdminRow {
        head: AdminCell::text(w.s("05/01/2024")),
        detail: String::new(),
        cells: vec![AdminCell::text(w.s("09/01/2024")), AdminCell::text(w.s("1.204"))],
    };
    AdminPage {
        frame: w.frame("Xem trước thông báo"),
        heading: w.s("Xem trước thông báo"),
        lead: w.s("Chưa ghi gì."),
        facts: vec![fact(w, "Sẽ đổi hạn", "1.204: 0 sớm hơn, 1.204 muộn hơn", "")],
        confirm: Some(Confirm {
            action: w.s("/quan-tri/lich/moi"),
            hidden: w.hidden(),
            submit: w.s("Ghi thông báo vào sổ cái"),
            change: w.s("Sửa lại"),
            note: w.s("1.204 hồ sơ đổi hạn ngay sau khi ghi."),
            cancel: w.s("/quan-tri/lich"),
        }),
        tables: vec![table(w, "Từ ngày nào sang ngày nào", &["Hạn hiện nay", "Hạn mới", "Số hồ sơ"], vec![moved])],
        ..AdminPage::default()
    }
}
