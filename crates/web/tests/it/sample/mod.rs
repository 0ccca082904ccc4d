//! Invented data for every page. A `Words` adds its tail to every text, so that one sample serves beauty and malice.

mod admin;
mod case;
mod desk;
mod house;
mod looks;
mod report;

use askama::Template;
use web::Tongue;
use web::pages::{
    Choice, ChoiceGroup, Deadline, DemoClock, Field, Frame, Hidden, Input, Link, Moment, NavGroup, NavItem, Notice,
    NoticeTone, Person, Tone,
};

/// Adds the same tail to every text of a sample.
#[derive(Clone, Copy)]
pub struct Words {
    pub tail: &'static str,
    /// Language of the pages; the words of a sample lose their tones in English, to be told apart from the pages' own.
    pub tongue: Tongue,
}

impl Words {
    pub fn s(self, text: &str) -> String {
        let text = self.tongue.pick(text.to_owned(), kernel::text::fold(text));
        format!("{text}{}", self.tail)
    }

    pub fn link(self, label: &str, href: &str) -> Link {
        Link { label: self.s(label), href: self.s(href) }
    }

    pub fn moment(self, datetime: &str, text: &str) -> Moment {
        Moment { datetime: self.s(datetime), text: self.s(text) }
    }

    pub fn due(self, tone: Tone, word: &str) -> Deadline {
        let due =
            (tone != Tone::Unlimited).then(|| self.moment("2024-01-05T17:00:00+07:00", "thứ Sáu 05/01/2024 17:00"));
        Deadline { tone, word: self.s(word), due, why: Some(self.s("/ho-so/18c#vi-sao")), tongue: self.tongue }
    }

    pub fn choices(self, labels: &[&str]) -> ChoiceGroup {
        let choices = labels.iter().enumerate().map(|(n, label)| Choice {
            value: self.s(&n.to_string()),
            label: self.s(label),
            chosen: n == 1,
        });
        ChoiceGroup { label: String::new(), choices: choices.collect() }
    }

    pub fn field(self, id: &str, label: &str, input: Input) -> Field {
        let (name, label) = (self.s(id), self.s(label));
        Field {
            id: id.to_owned(),
            name,
            label,
            hint: String::new(),
            error: None,
            required: true,
            input,
            tongue: self.tongue,
        }
    }

    pub fn text(self, value: &str) -> Input {
        Input::Text { value: self.s(value), autocomplete: String::new() }
    }

    pub fn hidden(self) -> Vec<Hidden> {
        let pairs = [("csrf", "8f2c"), ("idempotency_key", "018d-77"), ("version", "12")];
        pairs.iter().map(|(name, value)| Hidden { name: self.s(name), value: self.s(value) }).collect()
    }

    pub fn outside(self, title: &str) -> Frame {
        Frame {
            title: self.s(title),
            tongue: self.tongue,
            here: self.s("/so?q=x"),
            office: self.s("Văn phòng UBND tỉnh An Bình"),
            demo: Some(DemoClock {
                now: self.moment("2024-01-02T07:00:00+07:00", "02/01/2024 07:00"),
                imported: false,
            }),
            ledger_position: self.s("1.234.567"),
            ..Frame::default()
        }
    }

    pub fn frame(self, title: &str) -> Frame {
        let item = |label: &str, english: &str, waiting: &str| NavItem {
            label: self.s(label),
            english: self.s(english),
            href: self.s("/so"),
            waiting: if waiting.is_empty() { String::new() } else { self.s(waiting) },
            current: label == title,
        };
        let registers = vec![
            item("Nhiệm vụ", "Assigned tasks", "3"),
            item("Văn bản đến", "Incoming documents", "12"),
            item("Văn bản đi", "Outgoing documents", "2"),
            item("Hồ sơ TTHC", "Dossiers of administrative procedures", ""),
            item("Chương trình công tác", "Work programme", ""),
            item("Thông báo công khai", "Public notices", ""),
            item("Công báo", "Gazette", ""),
            item("Tin, bài", "Articles", ""),
            item("Khen thưởng", "Awards", ""),
            item("Đảng viên, công đoàn", "Party and union books", ""),
        ];
        let reports = vec![
            item("Báo cáo năm", "Annual report", ""),
            item("Biểu II.06a", "Form II.06a", ""),
            item("Nhiệm vụ theo đơn vị", "Tasks by unit", ""),
            item("Sơ đồ quy trình", "Process map", ""),
        ];
        Frame {
            person: Some(Person {
                name: self.s("Trần Thị Mai Lan"), post: self.s("Chuyên viên phòng Tổng hợp")
            }),
            csrf: self.s("8f2c"),
            nav: vec![
                NavGroup { label: String::new(), items: vec![item("Việc của tôi", "My work", "17")] },
                NavGroup { label: self.s("Sổ"), items: registers },
                NavGroup { label: self.s("Báo cáo"), items: reports },
            ],
            search: self.s(""),
            ..self.outside(title)
        }
    }

    pub fn notice(self) -> Notice {
        Notice {
            tone: NoticeTone::Done,
            text: self.s("Đã ghi sổ cái, vị trí 1.234.567: báo cáo kết quả nhiệm vụ 412/NV-UBND."),
        }
    }
}

/// Every page under the name of its file, rendered.
pub fn pages(words: Words) -> Vec<(&'static str, String)> {
    let mut pages = desk::pages(words);
    pages.extend(admin::pages(words));
    pages.extend(looks::pages(words));
    pages.extend(house::pages(words));
    pages.extend(case::pages(words));
    pages.extend(report::pages(words));
    pages
}

pub fn render(name: &'static str, page: &impl Template) -> (&'static str, String) {
    (name, page.render().unwrap())
}
