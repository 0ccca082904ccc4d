//! What is announced: days off, make-up working days, office hours; and what can be wrong with it.
//!
//! Rows as they stand in `calendar.toml` and in the ledger. What they mean for a day is in `tables`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::{Date, LocalTime, Weekday};

/// An announcement of days off and make-up days, by the Prime Minister or the province's chairman.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Announcement {
    /// Short name, unique among announcements: `nghi-le-2023`.
    pub id: String,
    /// Law and paper behind it.
    pub basis: String,
    /// Day of the paper, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced_on: Option<Date>,
    /// Expected but not announced yet: deadlines that touch its period are marked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// First day of the period that it settles as a whole; absent when it only changes some days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period_from: Option<Date>,
    /// Last day of that period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period_to: Option<Date>,
    /// Id of the announcement whose days it takes the place of; they fall away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// The days.
    pub days: Vec<AnnouncedDay>,
}

impl Announcement {
    /// The period that it settles, when it settles one.
    #[must_use]
    pub fn period(&self) -> Option<(Date, Date)> {
        self.period_from.zip(self.period_to)
    }
}

/// One announced day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnouncedDay {
    /// The date.
    pub date: Date,
    /// Off, or worked.
    pub kind: DayKind,
    /// Why, as the explanation of a deadline says it: "Tết Nguyên đán Quý Mão".
    pub reason: String,
}

/// What is announced of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// A day off.
    Off,
    /// A Saturday or Sunday that is worked (ngày làm bù).
    Makeup,
}

/// Office hours from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// First day.
    pub effective_from: Date,
    /// Last day; absent means until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<Date>,
    /// Opening.
    pub morning_start: TimeOfDay,
    /// Beginning of the lunch break; this moment is still working time.
    pub morning_end: TimeOfDay,
    /// End of the lunch break.
    pub afternoon_start: TimeOfDay,
    /// Closing; this moment is still working time.
    pub afternoon_end: TimeOfDay,
    /// Where the hours come from.
    pub basis: String,
}

impl Hours {
    /// Whether morning, lunch and afternoon follow each other.
    pub(super) fn is_ordered(&self) -> bool {
        self.morning_start < self.morning_end
            && self.morning_end <= self.afternoon_start
            && self.afternoon_start < self.afternoon_end
    }
}

/// A time of day in seconds after midnight; written `HH:MM` or `HH:MM:SS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(pub u32);

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{:02}:{:02}:{:02}", self.0 / 3600, self.0 / 60 % 60, self.0 % 60))
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        LocalTime::parse_hour(&text).map(Self).map_err(serde::de::Error::custom)
    }
}

/// Something wrong with a row: at which key, and the sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Path below the row: `days.2.date`.
    pub at: String,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Problem {
    fn new(at: impl Into<String>, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { at: at.into(), vi: vi.into(), en: en.into() }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} / {}", self.vi, self.en)
    }
}

impl std::error::Error for Problem {}

/// What is wrong with an announcement as it stands, apart from the others.
pub(super) fn problems(announcement: &Announcement) -> Vec<Problem> {
    let mut out = Vec::new();
    if announcement.id.trim().is_empty() {
        out.push(Problem::new("id", "thông báo thiếu mã; xin ghi `id`", "the announcement has no `id`; write one"));
    }
    if announcement.basis.trim().is_empty() {
        out.push(Problem::new(
            "basis",
            "thông báo không có căn cứ; xin ghi số, ngày văn bản",
            "the announcement has no basis; cite the paper",
        ));
    }
    match (announcement.period_from, announcement.period_to) {
        (Some(from), Some(to)) if to < from => out.push(Problem::new(
            "period_to",
            "ngày cuối trước ngày đầu; xin sửa một trong hai ngày",
            "the last day lies before the first; correct one of them",
        )),
        (Some(_), None) | (None, Some(_)) => out.push(Problem::new(
            "period_from",
            "`period_from` và `period_to` phải có cả hai; xin thêm hoặc bỏ cả hai",
            "`period_from` and `period_to` belong together; write both or none",
        )),
        _ => {}
    }
    for (i, day) in announcement.days.iter().enumerate() {
        out.extend(day_problem(announcement, i, day));
    }
    out
}

fn day_problem(announcement: &Announcement, i: usize, day: &AnnouncedDay) -> Option<Problem> {
    let (date, weekend) = (day.date, day.date.weekday().is_weekend());
    let at = format!("days.{i}.date");
    if announcement.days.iter().take(i).any(|d| d.date == date) {
        return Some(twice(at, date));
    }
    if announcement.period().is_some_and(|(from, to)| date < from || date > to) {
        return Some(Problem::new(
            at,
            format!("ngày {date} nằm ngoài thời gian của thông báo; xin sửa ngày hoặc `period_from`, `period_to`"),
            format!("{date} lies outside the announcement's period; correct the day or the period"),
        ));
    }
    let reasoned = !day.reason.trim().is_empty();
    match day.kind {
        DayKind::Makeup if !weekend => Some(Problem::new(
            at,
            format!("{date} là {}, vốn là ngày làm việc; chỉ thứ Bảy, Chủ nhật mới làm bù", weekday_vi(date)),
            format!("{date} is a weekday; only a Saturday or Sunday can be a make-up day"),
        )),
        DayKind::Off if weekend && !reasoned => Some(Problem::new(
            at,
            format!("{date} là {}, vốn đã nghỉ; xin ghi lý do hoặc bỏ dòng này", weekday_vi(date)),
            format!("{date} is a weekend day and off anyway; give a reason or remove the row"),
        )),
        _ if !reasoned => Some(Problem::new(
            format!("days.{i}.reason"),
            format!("ngày {date} không có lý do; xin ghi để giải thích được hạn"),
            format!("{date} has no reason; write one so that deadlines can be explained"),
        )),
        _ => None,
    }
}

fn weekday_vi(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Saturday => "thứ Bảy",
        Weekday::Sunday => "Chủ nhật",
        _ => "ngày trong tuần",
    }
}

/// A date announced twice.
pub(super) fn twice(at: String, date: Date) -> Problem {
    Problem::new(
        at,
        format!("ngày {date} được thông báo hai lần; xin bỏ một dòng"),
        format!("{date} is announced twice; remove one row"),
    )
}

/// What is wrong with a row of hours, given the one before it (in order of time).
pub(super) fn hours_problems(before: Option<&Hours>, row: &Hours) -> Vec<Problem> {
    let mut out = Vec::new();
    if !row.is_ordered() {
        out.push(Problem::new(
            "morning_start",
            "giờ làm việc không theo thứ tự sáng – trưa – chiều; xin sửa",
            "the hours are not in the order morning, lunch, afternoon; correct them",
        ));
    }
    if row.effective_to.is_some_and(|to| to < row.effective_from) {
        out.push(Problem::new(
            "effective_to",
            "ngày hết hiệu lực trước ngày có hiệu lực; xin sửa",
            "it ends before it begins; correct a date",
        ));
    }
    if row.basis.trim().is_empty() {
        out.push(Problem::new(
            "basis",
            "giờ làm việc không có căn cứ; xin ghi văn bản",
            "the hours have no basis; cite it",
        ));
    }
    let Some(before) = before else { return out };
    let begins = row.effective_from;
    match before.effective_to {
        Some(to) if to.add_days(1) == begins => {}
        Some(to) if to.add_days(1) < begins => out.push(Problem::new(
            "effective_from",
            format!("không có giờ làm việc từ {} đến {}; xin nối liền", to.add_days(1), begins.add_days(-1)),
            format!("no hours from {} to {}; close the gap", to.add_days(1), begins.add_days(-1)),
        )),
        _ => out.push(Problem::new(
            "effective_from",
            format!("giờ làm việc chồng lên dòng trước tại {begins}; xin ghi `effective_to` của dòng trước"),
            format!("the hours overlap the row before at {begins}; set its `effective_to`"),
        )),
    }
    out
}
