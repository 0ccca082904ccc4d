//! What the public log may tell: never of matters that must stay opaque, and no text that a person writes. Figures of
//! punctuality over what it tells count by what it tells.

use super::conditions;
use crate::Code;
use crate::catalogue::case_type::{CaseType, Domain, FieldKind, LeafSays, Part};
use crate::catalogue::indicator::{Condition, DaySource, Indicator, Test};
use crate::catalogue::parse::Entry;
use crate::checked::Finding;

/// Words of a type's code, English or Vietnamese, by which the matter is known: petitions, complaints, denunciations,
/// reception of citizens, party, union, personnel, discipline, declarations of assets. `_` stands at both ends of a word.
const CLOSED_MATTERS: [&str; 22] = [
    "_petition_",
    "_complaint_",
    "_denunciation_",
    "_reception_",
    "_party_",
    "_union_",
    "_personnel_",
    "_staff_",
    "_discipline_",
    "_declaration_",
    "_award_",
    "_kien_nghi_",
    "_khieu_nai_",
    "_to_cao_",
    "_tiep_dan_",
    "_dang_vien_",
    "_cong_doan_",
    "_can_bo_",
    "_nhan_su_",
    "_ky_luat_",
    "_ke_khai_",
    "_don_thu_",
];

/// Petitions, denunciations, party, union, personnel and declarations stay opaque.
pub(super) fn closed_matters(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    let case_type = &entry.value;
    if case_type.leaf.says != LeafSays::Public {
        return;
    }
    let code = format!("_{}_", case_type.code.as_str().to_ascii_lowercase().replace(['-', '.'], "_"));
    let plural = code.replace("s_", "_");
    let named = CLOSED_MATTERS.iter().any(|word| code.contains(word) || plural.contains(word));
    if named || case_type.domain != Domain::Work {
        out.push(entry.finding(
            "leaf.says",
            "đơn thư, tố cáo, đảng, công đoàn, nhân sự và kê khai không được công khai trong nhật ký; xin để `opaque`",
            "petitions, denunciations, party, union, personnel and declarations are not told in the public log; leave \
             it `opaque`",
        ));
    }
}

/// A leaf begins at a step that exists, and tells codes, never text.
pub(super) fn told(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    let case_type = &entry.value;
    if let Some(step) = case_type.leaf.from.as_ref().filter(|step| case_type.step(step.as_str()).is_none()) {
        out.push(entry.finding(
            "leaf.from",
            format!("không có bước `{step}`; xin sửa mã"),
            format!("there is no step `{step}`; correct the code"),
        ));
    }
    for (i, code) in case_type.leaf.fields.iter().enumerate() {
        let is_code = case_type.field(code.as_str()).is_some_and(|field| {
            let kind =
                matches!(field.kind, FieldKind::Choice | FieldKind::Flag | FieldKind::Unit | FieldKind::Procedure);
            kind && field.part != Part::Body
        });
        if !is_code {
            out.push(entry.finding(
                &format!("leaf.fields.{i}"),
                format!("mục `{code}` không công khai được: phải có, không niêm phong, và kiểu choice, flag, unit hay procedure"),
                format!("field `{code}` cannot be told: it must exist, not be sealed, and be a choice, flag, unit or procedure"),
            ));
        }
    }
}

/// A figure of punctuality of a type that the log tells counts by what the log tells, so that anybody can count it again.
/// The breakdown (`by`) is not part of what is counted.
pub(super) fn punctuality(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    let case_type = &entry.value;
    // A type that is told from a step on never tells its clock: nobody outside can count such a figure anyway.
    if case_type.leaf.says != LeafSays::Public || case_type.leaf.from.is_some() {
        return;
    }
    let told = |code: &str| case_type.leaf.fields.iter().any(|field| field == code);
    for (i, indicator) in case_type.indicators.iter().enumerate().filter(|(_, indicator)| is_punctuality(indicator)) {
        for (at, field) in fields(indicator).filter(|(_, field)| !told(field)) {
            out.push(entry.finding(
                &format!("indicator.{i}.{at}"),
                format!(
                    "`{}`: chỉ số đúng hạn chỉ được tính từ những gì nhật ký công khai nói; mục `{field}` không có trong \
                     `leaf.fields`",
                    indicator.code
                ),
                format!(
                    "`{}`: an on-time figure counts only by what the public log tells; field `{field}` is not among \
                     `leaf.fields`",
                    indicator.code
                ),
            ));
        }
    }
}

/// Whether it asks how a clock stands, or whether its due moment was moved.
fn is_punctuality(indicator: &Indicator) -> bool {
    let asks = |condition: &Condition| match condition.path.as_str() {
        "@verdict" => !matches!(condition.test, Test::Set | Test::Unset),
        path => matches!(path, "@extended" | "@on_time_by_late_entry"),
    };
    indicator.conditions.iter().chain(&indicator.alternatives).any(asks)
}

/// The fields by which it counts, each with its place.
fn fields(indicator: &Indicator) -> impl Iterator<Item = (String, &str)> {
    let days =
        [("on", Some(&indicator.on)), ("also_by", indicator.also_by.as_ref()), ("until", indicator.until.as_ref())];
    let days = days.into_iter().filter_map(|(key, day)| Some((key.to_owned(), of_a_day(day?)?.as_str())));
    let lists = [("where", &indicator.conditions), ("any", &indicator.alternatives)];
    let conditions = lists.into_iter().flat_map(|(key, list)| {
        let fields = list.iter().enumerate().filter(|(_, condition)| !conditions::is_fact(&condition.path));
        fields.map(move |(j, condition)| (format!("{key}.{j}"), condition.path.as_str()))
    });
    days.chain(conditions)
}

fn of_a_day(day: &DaySource) -> Option<&Code> {
    match day {
        DaySource::Field(field) => Some(field),
        DaySource::Opened
        | DaySource::Entered(_)
        | DaySource::Number(_)
        | DaySource::Published
        | DaySource::Withdrawn
        | DaySource::Closed
        | DaySource::ClockStarted
        | DaySource::ClockStopped
        | DaySource::CarriedOver => None,
    }
}
