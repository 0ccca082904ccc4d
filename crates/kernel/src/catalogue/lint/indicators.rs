//! Indicators count over what exists and is not sealed, and one code has one name.

use std::collections::BTreeMap;

use super::conditions;
use crate::catalogue::case_type::{CaseType, FieldKind};
use crate::catalogue::indicator::{DaySource, Each, Indicator, Measure};
use crate::catalogue::parse::{Entry, Loaded};
use crate::checked::Finding;

type Wrong = (String, String);

/// Days, conditions, records and breakdowns name fields, steps and series that exist and are not sealed.
pub(super) fn paths(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    for (i, indicator) in entry.value.indicators.iter().enumerate() {
        for (at, (vi, en)) in wrong(&entry.value, indicator) {
            let code = &indicator.code;
            out.push(entry.finding(
                &format!("indicator.{i}.{at}"),
                format!("`{code}`: {vi}"),
                format!("`{code}`: {en}"),
            ));
        }
    }
}

fn wrong(case_type: &CaseType, indicator: &Indicator) -> Vec<(String, Wrong)> {
    let mut out = Vec::new();
    let days =
        [("on", Some(&indicator.on)), ("also_by", indicator.also_by.as_ref()), ("until", indicator.until.as_ref())];
    for (key, day) in days {
        out.extend(day.and_then(|d| day_source(case_type, d)).map(|w| (key.to_owned(), w)));
    }
    for (key, list) in [("where", &indicator.conditions), ("any", &indicator.alternatives)] {
        for (j, condition) in list.iter().enumerate() {
            out.extend(conditions::wrong(case_type, condition).map(|w| (format!("{key}.{j}"), w)));
        }
    }
    if let Each::Number(series) = &indicator.each
        && case_type.number(series.as_str()).is_none()
    {
        out.push(("each".to_owned(), no("dãy số", "number series", series.as_str())));
    }
    if indicator.each == Each::ClockSpan && case_type.clock.is_none() {
        out.push((
            "each".to_owned(),
            (
                "loại hồ sơ không có `[clock]`; xin thêm hoặc đếm khác".to_owned(),
                "the type has no `[clock]`; add it or count otherwise".to_owned(),
            ),
        ));
    }
    if let Some(by) = &indicator.by {
        out.extend(conditions::path(case_type, by).map(|w| ("by".to_owned(), w)));
    }
    if indicator.measure == Measure::Flow && indicator.until.is_some() {
        out.push((
            "until".to_owned(),
            (
                "`until` chỉ dùng với `measure = \"stock\"`; xin sửa một trong hai".to_owned(),
                "`until` belongs to `measure = \"stock\"`; correct one of the two".to_owned(),
            ),
        ));
    }
    out
}

fn day_source(case_type: &CaseType, day: &DaySource) -> Option<Wrong> {
    match day {
        DaySource::Entered(step) => case_type.step(step.as_str()).is_none().then(|| no("bước", "step", step.as_str())),
        DaySource::Number(series) => {
            case_type.number(series.as_str()).is_none().then(|| no("dãy số", "number series", series.as_str()))
        }
        DaySource::Field(field) => conditions::path(case_type, field.as_str()).or_else(|| {
            let is_date = case_type.field(field.as_str()).is_some_and(|f| f.kind == FieldKind::Date);
            (!is_date).then(|| {
                (
                    format!("mục `{field}` không phải ngày; xin chọn mục kiểu `date`"),
                    format!("field `{field}` is not a date; choose a `date` field"),
                )
            })
        }),
        DaySource::ClockStarted | DaySource::ClockStopped | DaySource::CarriedOver if case_type.clock.is_none() => {
            Some(no("thời hạn", "clock", "[clock]"))
        }
        _ => None,
    }
}

fn no(vi: &str, en: &str, code: &str) -> Wrong {
    (format!("không có {vi} `{code}`; xin sửa mã"), format!("there is no {en} `{code}`; correct the code"))
}

/// An indicator code that stands several times has one name; its records add up under it.
pub(super) fn two_names(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    let mut names = BTreeMap::new();
    for entry in &loaded.types {
        for (i, indicator) in entry.value.indicators.iter().enumerate() {
            let name = names.entry(&indicator.code).or_insert(&indicator.name);
            if *name != &indicator.name {
                out.push(entry.finding(
                    &format!("indicator.{i}.name"),
                    format!("chỉ số `{}` đã có tên “{name}”; xin dùng đúng một tên", indicator.code),
                    format!("indicator `{}` is already called “{name}”; use one name", indicator.code),
                ));
            }
        }
    }
}
