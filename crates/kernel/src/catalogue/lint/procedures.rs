//! Procedures: limits with their basis, and an internal process whose stages sum to the limit.

use super::clocks::{SKIPS_EN, SKIPS_VI};
use crate::catalogue::parse::{Entry, Loaded};
use crate::catalogue::procedure::{Channel, Procedure};
use crate::checked::Finding;
use crate::clock::LimitUnit;

/// Working hours of a working day.
const HOURS_OF_A_DAY: u32 = 8;

/// Each channel has a limit that is more than nothing and rests on law; only an immediate procedure may have none.
pub(super) fn limits(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    for entry in &loaded.procedures {
        let mut seen = std::collections::BTreeSet::new();
        for (i, channel) in entry.value.channels.iter().enumerate() {
            out.extend(limit(entry, i, channel));
            if channel.skip_holidays && channel.unit != Some(LimitUnit::Days) {
                out.push(entry.finding(&format!("channel.{i}.skip_holidays"), SKIPS_VI, SKIPS_EN));
            }
            if channel.basis.trim().is_empty() {
                out.push(entry.finding(
                    &format!("channel.{i}.basis"),
                    "thời hạn không có căn cứ; xin ghi văn bản, điều khoản",
                    "the limit has no legal basis; cite the text and article",
                ));
            }
            if !matches!(channel.code.as_str(), "counter" | "online" | "postal") || !seen.insert(&channel.code) {
                out.push(entry.finding(
                    &format!("channel.{i}.code"),
                    format!(
                        "cách nộp `{}` lạ hoặc bị lặp; được phép: counter, online, postal, mỗi cách một lần",
                        channel.code
                    ),
                    format!(
                        "channel `{}` is unknown or repeated; allowed: counter, online, postal, once each",
                        channel.code
                    ),
                ));
            }
        }
    }
}

fn limit(entry: &Entry<'_, Procedure>, i: usize, channel: &Channel) -> Option<Finding> {
    match (channel.amount, channel.unit) {
        (Some(0), _) => Some(entry.finding(
            &format!("channel.{i}.amount"),
            "thời hạn bằng 0; xin ghi ít nhất 1",
            "the limit is zero; write at least 1",
        )),
        (Some(_), Some(_)) => None,
        (None, None) if entry.value.immediate => None,
        _ => Some(entry.finding(
            &format!("channel.{i}"),
            "thiếu thời hạn; xin ghi cả `amount` và `unit`, hoặc đặt `immediate = true` cho thủ tục trả ngay",
            "the limit is missing; write `amount` and `unit`, or `immediate = true` for a result at once",
        )),
    }
}

/// The stages of the internal process sum to the limit of each channel.
pub(super) fn stages(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    for entry in &loaded.procedures {
        let p = &entry.value;
        if p.stages.is_empty() {
            continue;
        }
        let sum = p.stages.iter().map(|s| s.hours).fold(0, u32::saturating_add);
        for (i, channel) in p.channels.iter().enumerate() {
            let (Some(amount), Some(unit)) = (channel.amount, channel.unit) else { continue };
            let wanted = hours(amount, unit).or(p.stage_hours_total);
            if wanted != Some(sum) {
                let wanted = wanted.map_or_else(|| "`stage_hours_total`".to_owned(), |h| format!("{h} giờ"));
                out.push(entry.finding(
                    &format!("channel.{i}"),
                    format!("các công đoạn cộng lại {sum} giờ làm việc, thời hạn là {wanted}; xin sửa `[[stage]]` hoặc thời hạn"),
                    format!("the stages sum to {sum} working hours, the limit is {wanted}; correct `[[stage]]` or the limit"),
                ));
            }
        }
        for (i, _) in p.stages.iter().enumerate().filter(|(_, s)| s.hours == 0) {
            out.push(entry.finding(
                &format!("stage.{i}.hours"),
                "công đoạn 0 giờ; xin ghi ít nhất 1 hoặc bỏ công đoạn",
                "a stage of zero hours; write at least 1 or remove the stage",
            ));
        }
    }
}

/// The limit in working hours, where that does not depend on the calendar.
fn hours(amount: u32, unit: LimitUnit) -> Option<u32> {
    match unit {
        LimitUnit::WorkingDays => Some(amount.saturating_mul(HOURS_OF_A_DAY)),
        LimitUnit::WorkingHours => Some(amount),
        LimitUnit::Days | LimitUnit::Months => None,
    }
}

/// Fees are of a known kind and not negative.
pub(super) fn fees(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    for entry in &loaded.procedures {
        for (i, channel) in entry.value.channels.iter().enumerate() {
            for (j, fee) in channel.fees.iter().enumerate() {
                if fee.amount < 0 || !matches!(fee.kind.as_str(), "phi" | "le_phi") {
                    out.push(entry.finding(
                        &format!("channel.{i}.fee.{j}"),
                        "phí, lệ phí: `kind` phải là `phi` hoặc `le_phi`, số tiền không âm",
                        "a fee is of kind `phi` or `le_phi` and not negative",
                    ));
                }
            }
        }
    }
}

/// The unit that carries it out and the cooperating ones exist. Not asked of a catalogue without units.
pub(super) fn units(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    if loaded.units.is_empty() {
        return;
    }
    for entry in &loaded.procedures {
        let p = &entry.value;
        let coop = p.cooperating.iter().enumerate().map(|(i, u)| (format!("cooperating.{i}"), u));
        for (at, unit) in coop.chain([("unit".to_owned(), &p.unit)]) {
            if !loaded.units.iter().any(|u| u.value.code == *unit) {
                out.push(entry.finding(
                    &at,
                    format!("không có đơn vị `{unit}`; xin sửa mã hoặc thêm đơn vị"),
                    format!("there is no unit `{unit}`; correct the code or add the unit"),
                ));
            }
        }
    }
}

/// A procedure ends after it begins, and cites its law.
pub(super) fn validity(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    for entry in &loaded.procedures {
        let p = &entry.value;
        if p.effective_to.is_some_and(|to| to < p.effective_from) {
            out.push(entry.finding(
                "effective_to",
                "ngày hết hiệu lực trước ngày có hiệu lực; xin sửa",
                "it ends before it begins; correct a date",
            ));
        }
        if p.basis.iter().all(|b| b.trim().is_empty()) {
            out.push(entry.finding(
                "basis",
                "thủ tục không có căn cứ pháp lý; xin ghi ít nhất một văn bản",
                "the procedure has no legal basis; cite at least one text",
            ));
        }
    }
}

/// What is listed in English has as many entries as the Vietnamese list, so that they stand side by side.
pub(super) fn english(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    for entry in &loaded.procedures {
        let p = &entry.value;
        let lists = [("order_en", &p.order, &p.order_en), ("applicants_en", &p.applicants, &p.applicants_en)];
        for (at, vi, en) in lists.into_iter().filter(|(_, vi, en)| !en.is_empty() && en.len() != vi.len()) {
            out.push(entry.finding(
                at,
                format!("tiếng Anh có {} mục, tiếng Việt có {}; xin ghi bằng nhau hoặc bỏ `{at}`", en.len(), vi.len()),
                format!(
                    "{} entries in English, {} in Vietnamese; write as many or leave out `{at}`",
                    en.len(),
                    vi.len()
                ),
            ));
        }
    }
}
