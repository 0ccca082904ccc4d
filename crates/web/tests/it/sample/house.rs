//! Pages that keep the house in order: health and what is wrong, a kind of case with its picture, moving in and its
//! preview, and the form that the store did not take.

use web::pages::{
    Field, ImportedFigure, Input, MovingPage, Problem, ProcessMap, Remark, SheetPage, Step, Tone, UnwrittenPage,
};

use super::{Words, render, report};

pub fn pages(w: Words) -> Vec<(&'static str, String)> {
    vec![
        render("danh-muc-loai", &kind(w)),
        render("su-co", &wrong(w)),
        render("ghep-cot", &matching(w)),
        render("xem-truoc-chuyen", &preview(w)),
        render("chua-ghi-duoc", &unwritten(w)),
    ]
}

fn sheet(w: Words, heading: &str, english: &str) -> SheetPage {
    SheetPage {
        frame: w.frame(heading),
        back: Some(w.link("Tình trạng hệ thống", "/quan-tri/tinh-trang")),
        heading: w.s(heading),
        english: w.s(english),
        lead: w.s("Kiểm tra lúc 02/01/2024 07:00: 2 việc, việc gấp nhất trước."),
        exports: vec![w.link("JSON", "/quan-tri/tinh-trang?dang=json")],
        facts: vec![
            (w.s("Vị trí sổ cái"), w.s("1.234.567")),
            (w.s("Ổ đĩa dữ liệu"), w.s("trống 1,2 GB trên 270,5 GB")),
        ],
        ..SheetPage::default()
    }
}

fn wrong(w: Words) -> SheetPage {
    let remark = |tone, word: &str, text: &str, steps: &[&str]| Remark {
        tone,
        word: w.s(word),
        text: w.s(text),
        steps: steps.iter().map(|step| w.s(step)).collect(),
    };
    SheetPage {
        remarks_heading: w.s("Đang có gì và cần làm gì"),
        remarks: vec![
            remark(
                Tone::Late,
                "Nguy cấp:",
                "Ổ đĩa dữ liệu sắp đầy.",
                &["Giải phóng ít nhất 2 GB.", "Chạy `minhbach replay --data THƯ_MỤC` (đọc, không đổi gì)."],
            ),
            remark(Tone::Paused, "Lưu ý:", "Chưa từng dựng lại bảng từ sổ cái để so sánh.", &[]),
        ],
        ..sheet(w, "Xử lý sự cố", "What is wrong")
    }
}

fn kind(w: Words) -> SheetPage {
    let steps = ["Đã giao", "Đã tiếp nhận", "Đã báo cáo hoàn thành"];
    let steps: Vec<Step> = steps.iter().map(|label| Step { label: w.s(label), ..Step::default() }).collect();
    SheetPage {
        picture: Some(ProcessMap::of(w.s("Sơ đồ"), w.s("Ô là bước."), &steps, &[])),
        tables: vec![report::refused(w)],
        pages: vec![w.link("Trang sau", "/quan-tri/danh-muc/task?trang=2")],
        ..sheet(w, "Nhiệm vụ được giao", "task")
    }
}

fn moving(w: Words, heading: &str) -> MovingPage {
    let choice = |labels: &[&str]| Input::Choice { groups: vec![w.choices(labels)] };
    let reason = Field {
        error: Some(w.s("Xin ghi lý do.")),
        ..w.field("chuyen-ly-do", "Lý do", w.text("Chuyển sang Minh Bạch"))
    };
    MovingPage {
        frame: w.frame(heading),
        back: Some(w.link("Chuyển dữ liệu", "/quan-tri/chuyen-du-lieu")),
        heading: w.s(heading),
        english: w.s("Moving in"),
        action: w.s("/quan-tri/chuyen-du-lieu/1"),
        hidden: w.hidden(),
        groups: vec![
            (w.s("Tệp"), vec![w.field("chuyen-loai", "Mỗi dòng là", choice(&["Hồ sơ", "Nhiệm vụ"])), reason]),
            (w.s("Cột cần có"), vec![w.field("chuyen-c-ngay", "Ngày nhận", choice(&["Ngày tiếp nhận", "Ngày hẹn"]))]),
        ],
        tables: vec![report::refused(w)],
        pages: vec![w.link("Trang sau", "/quan-tri/chuyen-du-lieu/1?trang=2")],
        ..MovingPage::default()
    }
}

fn matching(w: Words) -> MovingPage {
    let problem = Problem { field_id: "chuyen-ly-do".to_owned(), text: w.s("Xin ghi lý do.") };
    MovingPage { problems: vec![problem], ..moving(w, "Ghép cột") }
}

fn preview(w: Words) -> MovingPage {
    let figure = |label: &str, value: &str| ImportedFigure { label: w.s(label), value: w.s(value), href: None };
    MovingPage {
        outcome: Some(w.notice()),
        figures: vec![figure("dòng đúng", "8.410"), figure("dòng bị từ chối", "1")],
        skip: Some(w.field("chuyen-bo", "Bỏ qua dòng bị từ chối", Input::Check { ticked: false })),
        confirm: w.s("Xác nhận ghi 8.410 hồ sơ"),
        ..moving(w, "Xem trước")
    }
}

fn unwritten(w: Words) -> UnwrittenPage {
    UnwrittenPage {
        frame: w.outside("Chưa ghi được"),
        why: w.s("Ổ đĩa dữ liệu đã đầy."),
        action: w.s("/so/task/moi/assign"),
        multipart: true,
        hidden: w.hidden(),
        file: Some(w.field("tep", "Tệp", Input::File { accept: String::new() })),
        typed: vec![w.s("Rà soát trụ sở dôi dư"), w.s("Sở Tài chính chủ trì, báo cáo trước ngày 15.")],
    }
}
