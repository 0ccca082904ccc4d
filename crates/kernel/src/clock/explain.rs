//! Explanations: the steps from receipt to due moment, each with rule, legal basis and working minutes.
//!
//! Steps chain (each begins where the one before ended), and their working minutes add up to those between the first
//! and the last moment. Not here: how the due moment is computed.

use serde::Serialize;

use crate::calendar::{Calendar, DayKind, OutsideCalendar, WORKING_DAY_SECONDS};
use crate::time::{Date, Instant};

/// The week of 40 hours.
const BASIS_WEEK: &str = "Quyết định 188/1999/QĐ-TTg";

/// Why a step is as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Received before opening.
    BeforeHours,
    /// Received in the lunch break.
    LunchBreak,
    /// Received after closing.
    AfterHours,
    /// Received on a weekend.
    Weekend,
    /// Received on an announced day off.
    DayOff,
    /// Working time that counts.
    WorkingTime,
    /// Announced days off on the way, which do not count.
    DaysOffSkipped,
    /// An announced make-up day on the way, which counts.
    MakeupDay,
    /// Calendar days.
    CalendarDays,
    /// Calendar months.
    CalendarMonths,
    /// The last day is not worked: the next working day.
    RolledForward,
    /// The due moment was given, not counted.
    Given,
    /// A pause whose working time is added back.
    PauseAdded,
    /// A pause after which the limit began anew.
    Restarted,
    /// The due moment was moved (hẹn lại, gia hạn).
    Extended,
    /// An announcement changed the calendar and the due moment with it.
    Recomputed,
    /// The moment told earlier stands, though the calendar of today gives another.
    ToldStands,
}

impl Rule {
    /// The sentence in Vietnamese.
    #[must_use]
    pub fn vi(self) -> &'static str {
        match self {
            Self::BeforeHours => "Tiếp nhận trước giờ làm việc: tính từ đầu giờ sáng",
            Self::LunchBreak => "Tiếp nhận trong giờ nghỉ trưa: tính từ đầu giờ chiều",
            Self::AfterHours => "Tiếp nhận sau giờ làm việc: tính từ đầu ngày làm việc tiếp theo",
            Self::Weekend => "Tiếp nhận vào cuối tuần: tính từ đầu ngày làm việc tiếp theo",
            Self::DayOff => "Tiếp nhận vào ngày nghỉ lễ: tính từ đầu ngày làm việc tiếp theo",
            Self::WorkingTime => "Thời gian làm việc được tính",
            Self::DaysOffSkipped => "Ngày nghỉ không tính",
            Self::MakeupDay => "Ngày làm bù được tính",
            Self::CalendarDays => "Đếm ngày liên tục từ ngày tiếp nhận",
            Self::CalendarMonths => "Đếm tháng từ ngày tiếp nhận",
            Self::RolledForward => "Ngày cuối là ngày nghỉ: lùi đến hết ngày làm việc tiếp theo",
            Self::Given => "Hạn do người giao ấn định",
            Self::PauseAdded => "Cộng lại thời gian làm việc đã tạm dừng",
            Self::Restarted => "Trả lại để bổ sung: thời hạn tính lại từ đầu",
            Self::Extended => "Hẹn lại, gia hạn",
            Self::Recomputed => "Tính lại theo thông báo mới về ngày nghỉ",
            Self::ToldStands => "Hạn đã báo được giữ nguyên",
        }
    }

    /// The sentence in English.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Self::BeforeHours => "Received before opening: counted from the opening",
            Self::LunchBreak => "Received in the lunch break: counted from its end",
            Self::AfterHours => "Received after closing: counted from the opening of the next working day",
            Self::Weekend => "Received on a weekend: counted from the opening of the next working day",
            Self::DayOff => "Received on a day off: counted from the opening of the next working day",
            Self::WorkingTime => "Working time that counts",
            Self::DaysOffSkipped => "Days off do not count",
            Self::MakeupDay => "A make-up working day counts",
            Self::CalendarDays => "Calendar days from the date of receipt",
            Self::CalendarMonths => "Calendar months from the date of receipt",
            Self::RolledForward => "The last day is off: until the closing of the next working day",
            Self::Given => "The due date was set by the one who assigned",
            Self::PauseAdded => "The working time of a pause is added back",
            Self::Restarted => "Returned for completion: the limit begins anew",
            Self::Extended => "The due date was moved",
            Self::Recomputed => "Computed again after an announcement of days off",
            Self::ToldStands => "The due moment told earlier stands",
        }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Why.
    pub rule: Rule,
    /// Law, announcement or paper.
    pub basis: String,
    /// From this moment, the end of the step before.
    pub from: Instant,
    /// To this moment. Before `from` only where the due moment moved to an earlier one.
    pub to: Instant,
    /// Working minutes that count in it (see [`Calendar::working_minutes`]); 0 where none do or the calendar does
    /// not reach.
    pub working_minutes: i64,
    /// What in particular: names of days off, an amount; in Vietnamese, may be empty.
    pub detail: String,
    /// The same in English; empty where it is a name that stays Vietnamese.
    #[serde(skip)]
    pub detail_en: String,
}

impl Step {
    /// A step whose working time counts.
    pub(super) fn counted(
        calendar: &Calendar,
        rule: Rule,
        basis: &str,
        from: Instant,
        to: Instant,
        detail: String,
    ) -> Self {
        let working_minutes = calendar.working_minutes(from, to).unwrap_or(0);
        Self { rule, basis: basis.to_owned(), from, to, working_minutes, detail, detail_en: String::new() }
    }

    /// With its particulars in English too.
    pub(super) fn in_english(self, detail_en: impl Into<String>) -> Self {
        Self { detail_en: detail_en.into(), ..self }
    }

    /// The sentence in Vietnamese with its particulars.
    #[must_use]
    pub fn vi(&self) -> String {
        if self.detail.is_empty() { self.rule.vi().to_owned() } else { format!("{}: {}", self.rule.vi(), self.detail) }
    }

    /// The sentence in English with its particulars; names stay Vietnamese.
    #[must_use]
    pub fn en(&self) -> String {
        let detail = if self.detail_en.is_empty() { &self.detail } else { &self.detail_en };
        if detail.is_empty() { self.rule.en().to_owned() } else { format!("{}: {detail}", self.rule.en()) }
    }
}

/// The steps, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Explanation {
    /// The steps; none for a clock without a deadline.
    pub steps: Vec<Step>,
}

impl Explanation {
    /// The moment that comes out; `None` without steps.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.steps.last().map(|step| step.to)
    }

    /// Working minutes of all steps together.
    #[must_use]
    pub fn working_minutes(&self) -> i64 {
        self.steps.iter().map(|step| step.working_minutes).sum()
    }

    /// Whether each step begins where the one before ended.
    #[must_use]
    pub fn is_chained(&self) -> bool {
        self.steps.iter().zip(self.steps.iter().skip(1)).all(|(a, b)| a.to == b.from)
    }
}

/// Two legal bases in one line.
pub(super) fn joined(first: &str, second: &str) -> String {
    if second.is_empty() { first.to_owned() } else { format!("{first}; {second}") }
}

/// Names and announcements of the days off from `from` to `to`: ("Tết … (20/01/2023–26/01/2023)", "Bộ luật …").
pub(super) fn days_off(calendar: &Calendar, from: Date, to: Date) -> (String, String) {
    let mut groups: Vec<(&str, Date, Date)> = Vec::new();
    let mut bases: Vec<&str> = Vec::new();
    for (date, facts) in calendar.announced_between(from, to) {
        let Some((row, announcement)) = facts.announced.filter(|(row, _)| row.kind == DayKind::Off) else { continue };
        match groups.last_mut() {
            Some((reason, _, last)) if *reason == row.reason => *last = date,
            _ => groups.push((&row.reason, date, date)),
        }
        if !bases.contains(&announcement.basis.as_str()) {
            bases.push(&announcement.basis);
        }
    }
    let named = |(reason, first, last): &(&str, Date, Date)| {
        let days = if first == last { first.print_vn() } else { format!("{}–{}", first.print_vn(), last.print_vn()) };
        format!("{reason} ({days})")
    };
    (groups.iter().map(named).collect::<Vec<_>>().join("; "), bases.join("; "))
}

/// The step from receipt to working time, when there is one.
pub(super) fn normalised(
    calendar: &Calendar,
    received: Instant,
    start: Instant,
    steps: &mut Vec<Step>,
) -> Result<(), OutsideCalendar> {
    let (local, date) = (received.local(), received.date());
    if local == start.local() {
        return Ok(());
    }
    let facts = calendar.facts(date)?;
    let second = local.second_of_day;
    let (rule, own_basis) = match (facts.shifts, facts.announced) {
        (Some(s), _) if second < s.morning_start => (Rule::BeforeHours, calendar.hours_basis(date)),
        (Some(s), _) if second < s.afternoon_start => (Rule::LunchBreak, calendar.hours_basis(date)),
        (Some(_), _) => (Rule::AfterHours, calendar.hours_basis(date)),
        (None, Some(_)) => (Rule::DayOff, ""),
        (None, None) => (Rule::Weekend, BASIS_WEEK),
    };
    let (detail, announced) = days_off(calendar, date, start.date());
    let basis = if own_basis.is_empty() { announced } else { joined(own_basis, &announced) };
    steps.push(Step::counted(calendar, rule, &basis, received, start, detail));
    Ok(())
}

/// The steps of counted working time from `from` to `to`, broken where announced days off or make-up days lie.
pub(super) fn counted(
    calendar: &Calendar,
    from: Instant,
    to: Instant,
    basis: &str,
    steps: &mut Vec<Step>,
) -> Result<(), OutsideCalendar> {
    let mut at = from;
    for (date, facts) in calendar.announced_between(from.date(), to.date()) {
        let Some((row, announcement)) = facts.announced else { continue };
        if row.kind == DayKind::Makeup && facts.shifts.is_some() {
            if date > at.date() {
                let before = calendar.closing_before(date)?;
                push_working(calendar, basis, at, before.max(at), steps);
                at = before.max(at);
            }
            let end = calendar.closing_on_or_after(date)?.min(to);
            let detail = format!("{} ({})", row.reason, date.print_vn());
            push(steps, Step::counted(calendar, Rule::MakeupDay, &announcement.basis, at, end, detail));
            at = end;
        } else if date > at.date() && date < to.date() {
            let before = calendar.closing_before(date)?.max(at);
            let after = calendar.normalise(date.at(0))?;
            push_working(calendar, basis, at, before, steps);
            let (detail, bases) = days_off(calendar, before.date(), after.date());
            push(steps, Step::counted(calendar, Rule::DaysOffSkipped, &bases, before, after, detail));
            at = after;
        }
    }
    push_working(calendar, basis, at, to, steps);
    Ok(())
}

fn push_working(calendar: &Calendar, basis: &str, from: Instant, to: Instant, steps: &mut Vec<Step>) {
    let seconds = calendar.working_seconds(from, to).unwrap_or(0);
    let step = Step::counted(calendar, Rule::WorkingTime, basis, from, to, working_vi(seconds));
    push(steps, step.in_english(working_en(seconds)));
}

/// A step from a moment to itself says nothing.
fn push(steps: &mut Vec<Step>, step: Step) {
    if step.from != step.to {
        steps.push(step);
    }
}

/// An amount of working time in Vietnamese, 8 hours to the day: `2 ngày 3 giờ`, `30 phút`.
pub(super) fn working_vi(seconds: i64) -> String {
    let [days, hours, minutes] = parts(seconds);
    let parts = [(days, "ngày"), (hours, "giờ"), (minutes, "phút")];
    let said: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n} {unit}")).collect();
    if said.is_empty() { "0 phút".to_owned() } else { said.join(" ") }
}

/// The same in English: `2 days 3 hours`, `30 minutes`.
pub(super) fn working_en(seconds: i64) -> String {
    let [days, hours, minutes] = parts(seconds);
    let parts = [(days, "day"), (hours, "hour"), (minutes, "minute")];
    let said: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| counted_en(*n, unit)).collect();
    if said.is_empty() { "0 minutes".to_owned() } else { said.join(" ") }
}

/// `1 day`, `2 days`.
pub(super) fn counted_en(n: i64, unit: &str) -> String {
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

/// Days of 8 hours, hours, minutes.
fn parts(seconds: i64) -> [i64; 3] {
    let (days, rest) = (seconds / WORKING_DAY_SECONDS, seconds % WORKING_DAY_SECONDS);
    [days, rest / 3600, rest % 3600 / 60]
}
