//! Limits and terms: each is more than nothing and rests on law.

use super::conditions;
use crate::catalogue::case_type::CaseType;
use crate::catalogue::parse::Entry;
use crate::catalogue::standing::{Ticking, standings};
use crate::checked::Finding;
use crate::clock::LimitUnit;

/// Said of a limit that skips days off though it counts no days.
pub(super) const SKIPS_VI: &str = "`skip_holidays` chỉ có nghĩa với thời hạn tính bằng ngày (`days`); xin bỏ";
/// The same in English.
pub(super) const SKIPS_EN: &str = "`skip_holidays` has a meaning for a limit in `days` only; remove it";

/// No limit is zero, and each has its legal basis.
pub(super) fn limits(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    let limits = entry.value.clock.iter().flat_map(|c| &c.limits);
    for (i, limit) in limits.enumerate() {
        if limit.amount == 0 {
            out.push(entry.finding(
                &format!("clock.limit.{i}.amount"),
                "thời hạn bằng 0; xin ghi ít nhất 1",
                "the limit is zero; write at least 1",
            ));
        }
        if limit.skip_holidays && limit.unit != LimitUnit::Days {
            out.push(entry.finding(&format!("clock.limit.{i}.skip_holidays"), SKIPS_VI, SKIPS_EN));
        }
        if limit.basis.trim().is_empty() {
            out.push(entry.finding(
                &format!("clock.limit.{i}.basis"),
                "thời hạn không có căn cứ; xin ghi văn bản, điều khoản",
                "the limit has no legal basis; cite the text and article",
            ));
        }
    }
}

/// The clock knows where its limit comes from, and only a refined type looks for it in a procedure.
pub(super) fn without_a_source(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    let Some(clock) = &entry.value.clock else { return };
    if !clock.given && !clock.from_procedure && clock.limits.is_empty() {
        out.push(entry.finding(
            "clock",
            "thời hạn không lấy từ đâu; xin đặt `given`, `from_procedure` hoặc thêm `[[clock.limit]]`",
            "the limit comes from nowhere; set `given` or `from_procedure`, or add a `[[clock.limit]]`",
        ));
    }
    if clock.from_procedure && !entry.value.refined_by_procedure {
        out.push(entry.finding(
            "clock.from_procedure",
            "thời hạn lấy từ thủ tục nhưng loại hồ sơ không gắn thủ tục; xin đặt `refined_by_procedure = true`",
            "the limit comes from a procedure but the type has none; set `refined_by_procedure = true`",
        ));
    }
    if clock.extensions_max > 0 && entry.value.acts.extend.is_empty() {
        out.push(entry.finding(
            "clock.extensions_max",
            "được gia hạn nhưng không ai có quyền; xin ghi `acts.extend` hoặc bỏ `extensions_max`",
            "the due date may be moved but nobody may do so; write `acts.extend` or remove `extensions_max`",
        ));
    }
}

/// No clock ticks on in a terminal step: nothing could stop it there any more, and it would be late for ever.
pub(super) fn ticking_at_the_end(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    for (i, step) in entry.value.steps.iter().enumerate().filter(|(_, step)| step.terminal) {
        let ticks = |clock: Ticking| matches!(clock, Ticking::Running | Ticking::Paused);
        if standings(&entry.value, &step.code).iter().any(|standing| ticks(standing.clock)) {
            out.push(entry.finding(
                &format!("step.{i}"),
                format!(
                    "bước kết thúc `{}` có thể đến khi thời hạn còn chạy; xin thêm `stop_clock` vào thao tác dẫn đến",
                    step.code
                ),
                format!(
                    "the clock may still tick in terminal step `{}`; add `stop_clock` to the moves there",
                    step.code
                ),
            ));
        }
    }
}

/// A move is not always refused by the clock: what pauses, stops or reopens can find it so in one of its steps.
pub(super) fn never_possible(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    for (i, made) in entry.value.moves.iter().enumerate().filter(|(_, made)| !made.opens()) {
        let mut before = made.from.iter().flat_map(|step| standings(&entry.value, step)).peekable();
        if before.peek().is_some() && before.all(|standing| standing.after(made).is_none()) {
            out.push(entry.finding(
                &format!("move.{i}.does"),
                format!(
                    "thời hạn không bao giờ cho phép thao tác `{}` ở các bước này; xin sửa `does` hoặc `from`",
                    made.code
                ),
                format!("the clock never allows move `{}` from its steps; correct `does` or `from`", made.code),
            ));
        }
    }
}

/// A retention term has its basis and is not zero.
pub(super) fn retention(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    let retention = &entry.value.retention;
    if retention.basis.trim().is_empty() {
        out.push(entry.finding(
            "retention.basis",
            "thời hạn bảo quản không có căn cứ; xin ghi văn bản, điều khoản",
            "the retention has no legal basis; cite the text and article",
        ));
    }
    if retention.years == Some(0) {
        out.push(entry.finding(
            "retention.years",
            "thời hạn bảo quản bằng 0; xin ghi số năm, hoặc bỏ khoá để bảo quản vĩnh viễn",
            "the retention is zero; write the years, or leave the key out to keep for ever",
        ));
    }
}

/// Conditions of limits name fields and values that exist and are not sealed.
pub(super) fn limit_conditions(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    for (i, limit) in entry.value.clock.iter().flat_map(|c| &c.limits).enumerate() {
        for (j, condition) in limit.when.iter().enumerate() {
            if let Some((vi, en)) = conditions::wrong(&entry.value, condition) {
                out.push(entry.finding(&format!("clock.limit.{i}.when.{j}"), vi, en));
            }
        }
    }
}
