//! What happened to a case, told in plain sentences: one for each act, its consequences beneath.

use kernel::Code;
use kernel::case::value::Fields;
use kernel::case::{Event, What};
use kernel::catalogue::case_type::CaseType;
use kernel::org::Org;
use office::House;
use office::views::case::{CaseView, Told};

use super::words::{self, moment};
use crate::pages::{Detail, Happening, number_vn};

/// The happenings of a case, newest first.
pub fn told(house: &House, view: &CaseView) -> Vec<Happening> {
    let teller = Teller { house, case_type: &view.case_type };
    view.events.chunk_by(|a, b| a.act == b.act).map(|act| teller.act(act)).collect()
}

/// Who did something.
pub fn who(org: &Org, event: &Event) -> String {
    let name = org.person_name(&event.by);
    if name == event.by.as_str() && !org.posts.contains_key(&event.post) {
        machine(event.by.as_str()).to_owned()
    } else {
        name.to_owned()
    }
}

/// What stands for a person where a machine handed something in: portals and the post speak for citizens.
fn machine(code: &str) -> &'static str {
    match code {
        "cong-dvc" => "Người nộp, qua Cổng dịch vụ công,",
        "buu-chinh" => "Bưu chính công ích",
        "cong-ttdt" => "Cổng thông tin điện tử",
        _ => "Hệ thống",
    }
}

struct Teller<'a> {
    house: &'a House,
    case_type: &'a CaseType,
}

impl Teller<'_> {
    /// One act; its events come newest first, the first of them says what was done.
    fn act(&self, events: &[Told]) -> Happening {
        let mut out = Happening::default();
        for told in events.iter().rev() {
            let event = &told.event;
            if out.sentence.is_empty() {
                out.at = moment(event.at);
                let org = self.house.org();
                out.who = who(org, event);
                out.post =
                    if org.posts.contains_key(&event.post) { words::post(org, &event.post) } else { String::new() };
                out.position = number_vn(i64::try_from(told.position).unwrap_or(0));
                out.sentence = self.sentence(event);
            } else if let Some(detail) = self.consequence(event) {
                out.details.push(detail);
            }
            if !event.private.text.is_empty() {
                out.words = if out.words.is_empty() {
                    event.private.text.clone()
                } else {
                    format!("{}\n{}", out.words, event.private.text)
                };
            }
            out.details.extend(self.values(event));
            match &event.what {
                What::LateEntry { .. } => out.mark = "Ghi bù".to_owned(),
                What::Corrected { .. } => out.mark = "Đính chính".to_owned(),
                What::CarriedOver { .. } => out.mark = "Số dư đầu kỳ".to_owned(),
                _ => {}
            }
        }
        out
    }

    fn sentence(&self, event: &Event) -> String {
        let said = |made: &Code| self.case_type.find_move(made.as_str()).map_or(made.to_string(), |m| m.said.clone());
        match &event.what {
            What::Opened { made, .. } | What::Moved { made, .. } | What::Closed { made, .. } => said(made),
            What::CarriedOver { carried, .. } => format!(
                "đã chuyển vào từ “{}”, số {}, làm số dư đầu kỳ ngày {}, {} xác nhận",
                carried.register,
                carried.number,
                carried.on.print_vn(),
                self.house.org().person_name(&carried.witness)
            ),
            What::FieldsSet { .. } => "đã sửa thông tin".to_owned(),
            What::Assigned { .. } => "đã phân công".to_owned(),
            What::ClockStarted { .. } => "thời hạn bắt đầu tính".to_owned(),
            What::ClockPaused { .. } => "đã tạm dừng thời hạn".to_owned(),
            What::ClockResumed { .. } => "thời hạn chạy tiếp".to_owned(),
            What::ClockRestarted { .. } => "thời hạn tính lại từ đầu".to_owned(),
            What::ClockExtended { .. } => {
                let name = self.case_type.clock.as_ref().map_or("gia hạn", |c| c.extension_name.as_str());
                format!("đã {name}{}", self.due(event))
            }
            What::ClockRecomputed { announcement, .. } => {
                format!("hạn được tính lại theo thông báo {announcement}{}", self.due(event))
            }
            What::ClockStopped { .. } => "thời hạn dừng".to_owned(),
            What::ClockReopened { .. } => "thời hạn chạy lại".to_owned(),
            What::NumberGiven { series, text, .. } => format!("đã cho {} {text}", self.series(series)),
            What::FileAttached { .. } => format!("đã đính kèm “{}”", event.private.name),
            What::Linked { rule, .. } => format!("đã liên kết: {}", self.rule(rule)),
            What::Urged => "đã đôn đốc".to_owned(),
            What::Remarked => "cho ý kiến".to_owned(),
            What::Corrected { field, approver, .. } => {
                let approver = self.house.org().person_name(approver);
                format!("đã đính chính “{}”, {approver} phê duyệt", self.field(field))
            }
            What::Published => "đã công bố".to_owned(),
            What::Withdrawn => "đã gỡ khỏi trang công khai".to_owned(),
            What::LateEntry { occurred, .. } => format!("ghi bù việc đã làm lúc {}", occurred.print_vn()),
            What::LateEntryJudged { done, due } => {
                let judged = if done.date() <= due.date() { "đúng hạn" } else { "quá hạn" };
                format!(
                    "theo ghi bù: xong lúc {}, hạn {}, {judged}; tỷ lệ vẫn tính theo lúc ghi",
                    done.print_vn(),
                    due.print_vn()
                )
            }
            What::ForeignStep { occurred, step } => {
                let by = &event.private.name;
                let by = if by.is_empty() { String::new() } else { format!(", {by}") };
                format!("ở hệ thống nguồn: “{step}” lúc {}{by}", occurred.print_vn())
            }
        }
    }

    /// What an event adds to an act that is already told.
    fn consequence(&self, event: &Event) -> Option<Detail> {
        let org = self.house.org();
        let detail =
            |label: &str, after: String| Some(Detail { label: label.to_owned(), before: String::new(), after });
        match &event.what {
            What::Assigned { lead: None, .. } => detail("Chủ trì", "chưa có đơn vị".to_owned()),
            What::Assigned { lead: Some(lead), coop, holder, .. } => {
                let mut after = org.unit_name(lead).to_owned();
                if let Some(person) = holder {
                    after = format!("{after}, {}", org.person_name(person));
                }
                if !coop.is_empty() {
                    let units: Vec<&str> = coop.iter().map(|u| org.unit_name(u)).collect();
                    after = format!("{after}; phối hợp: {}", units.join(", "));
                }
                detail("Chủ trì", after)
            }
            What::ClockStarted { clock } => {
                detail("Hạn", clock.due.map_or("không thời hạn".to_owned(), kernel::time::Instant::print_vn))
            }
            What::ClockResumed { clock } | What::ClockRestarted { clock } | What::ClockReopened { clock } => detail(
                "Thời hạn chạy tiếp, hạn mới",
                clock.due.map_or("không thời hạn".to_owned(), kernel::time::Instant::print_vn),
            ),
            What::ClockStopped { clock } => {
                detail("Hoàn thành lúc", clock.stopped_at().map(kernel::time::Instant::print_vn)?)
            }
            What::NumberGiven { series, text, .. } => detail(&words::capital(self.series(series)), text.clone()),
            What::Moved { .. } | What::Closed { .. } | What::Opened { .. } => detail("Tiếp theo", self.sentence(event)),
            _ => detail("Kèm theo", self.sentence(event)),
        }
    }

    /// Values that an event set.
    fn values(&self, event: &Event) -> Vec<Detail> {
        if let What::Corrected { field, old, new, .. } = &event.what {
            let read = |fields: &Fields| fields.get(field).map(|v| self.value(field, v)).unwrap_or_default();
            let after = if new.is_empty() { read(&event.private.fields) } else { read(new) };
            let after = if after.is_empty() { "(bỏ trống)".to_owned() } else { after };
            return vec![Detail { label: self.field(field).to_owned(), before: read(old), after }];
        }
        let (What::Moved { fields, .. } | What::Closed { fields, .. } | What::FieldsSet { fields }) = &event.what
        else {
            return Vec::new();
        };
        let all = fields.iter().chain(&event.private.fields);
        let detail = |(code, value): (&Code, &kernel::case::Value)| Detail {
            label: self.field(code).to_owned(),
            before: String::new(),
            after: self.value(code, value),
        };
        all.map(detail).collect()
    }

    fn value(&self, code: &Code, value: &kernel::case::Value) -> String {
        match (self.case_type.field(code.as_str()), self.house.catalogue()) {
            (Some(field), Ok(catalogue)) => words::value(field, value, catalogue, self.house.org()),
            _ => value.plain(),
        }
    }

    fn field<'b>(&'b self, code: &'b Code) -> &'b str {
        self.case_type.field(code.as_str()).map_or(code.as_str(), |f| f.name.as_str())
    }

    fn series<'b>(&'b self, code: &'b Code) -> &'b str {
        self.case_type.number(code.as_str()).map_or(code.as_str(), |n| n.name.as_str())
    }

    fn rule<'b>(&'b self, code: &'b Code) -> &'b str {
        self.case_type.links.iter().find(|l| l.code == *code).map_or(code.as_str(), |l| l.name.as_str())
    }

    fn due(&self, event: &Event) -> String {
        let (What::ClockExtended { clock } | What::ClockRecomputed { clock, .. }) = &event.what else {
            return String::new();
        };
        clock.due.map(|due| format!(" đến {}", due.print_vn())).unwrap_or_default()
    }
}
