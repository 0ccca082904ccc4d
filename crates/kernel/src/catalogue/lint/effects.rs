//! What moves do: every effect has what it needs.

use super::conditions;
use crate::catalogue::case_type::{CaseType, Effect, Part};
use crate::catalogue::parse::Entry;
use crate::checked::Finding;

fn effects(case_type: &CaseType) -> impl Iterator<Item = (String, &Effect)> {
    case_type
        .moves
        .iter()
        .enumerate()
        .flat_map(|(i, m)| m.does.iter().enumerate().map(move |(j, e)| (format!("move.{i}.does.{j}"), e)))
}

fn has(case_type: &CaseType, wanted: &[Effect]) -> bool {
    effects(case_type).any(|(_, e)| wanted.contains(e))
}

/// A number is given in a series of the type.
pub(super) fn unknown_series(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    for (at, effect) in effects(&entry.value) {
        if let Effect::GiveNumber(series) = effect
            && entry.value.number(series.as_str()).is_none()
        {
            out.push(entry.finding(
                &at,
                format!("không có dãy số `{series}`; xin thêm `[[number]]` hoặc sửa mã"),
                format!("there is no number series `{series}`; add a `[[number]]` or correct the code"),
            ));
        }
    }
}

fn of_the_clock(effect: &Effect) -> bool {
    !matches!(effect, Effect::GiveNumber(_) | Effect::Publish | Effect::Withdraw | Effect::Assign | Effect::Release)
}

/// Effects on the clock need a clock, and a clock needs a move that starts it.
pub(super) fn without_a_clock(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    if entry.value.clock.is_none() {
        for (at, _) in effects(&entry.value).filter(|(_, e)| of_the_clock(e)) {
            out.push(entry.finding(
                &at,
                "thao tác tác động lên thời hạn nhưng loại hồ sơ không có `[clock]`; xin thêm hoặc bỏ tác dụng",
                "the move acts on the clock but the type has no `[clock]`; add it or remove the effect",
            ));
        }
    } else if !has(&entry.value, &[Effect::StartClock]) {
        out.push(entry.finding(
            "clock",
            "có `[clock]` nhưng không thao tác nào bắt đầu tính thời hạn; xin thêm `start_clock`",
            "there is a `[clock]` but no move starts it; add `start_clock`",
        ));
    }
}

/// Nothing is resumed that is never paused, reopened that never stops, or paused for ever; nothing released that is never assigned.
pub(super) fn without_its_counterpart(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    let pauses = [Effect::PauseClock, Effect::PauseClockToRestart];
    let stops = [Effect::StopClock, Effect::StopClockByEvidence];
    let needs: [(Effect, &[Effect], &str); 6] = [
        (Effect::ResumeClock, &pauses, "pause_clock"),
        (Effect::PauseClock, &[Effect::ResumeClock], "resume_clock"),
        (Effect::PauseClockToRestart, &[Effect::ResumeClock], "resume_clock"),
        (Effect::ReopenClock, &stops, "stop_clock"),
        (Effect::Withdraw, &[Effect::Publish], "publish"),
        (Effect::Release, &[Effect::Assign], "assign"),
    ];
    for (at, effect) in effects(&entry.value) {
        for (_, _, name) in needs.iter().filter(|(e, wanted, _)| e == effect && !has(&entry.value, wanted)) {
            out.push(entry.finding(
                &at,
                format!("tác dụng này không có nghĩa khi không thao tác nào có `{name}`; xin thêm hoặc bỏ"),
                format!("this effect makes no sense while no move does `{name}`; add one or remove it"),
            ));
        }
    }
}

/// Only public types are shown to the public.
pub(super) fn public_pages(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    if entry.value.public {
        return;
    }
    for (at, _) in effects(&entry.value).filter(|(_, e)| **e == Effect::Publish) {
        out.push(entry.finding(
            &at,
            "loại hồ sơ không công khai (`public = false`) thì không đăng được; xin sửa một trong hai",
            "a type that is not public cannot publish; correct one of the two",
        ));
    }
}

/// A number is written with exactly one `{n}`, and its other parts are known and not sealed.
pub(super) fn number_pattern(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    for (i, series) in entry.value.numbers.iter().enumerate() {
        let ordinals = placeholders(&series.format).filter(|p| is_ordinal(p)).count();
        if ordinals != 1 {
            out.push(entry.finding(
                &format!("number.{i}.format"),
                format!("cách ghi số của `{}` phải có đúng một `{{n}}` hoặc `{{n:02}}`", series.code),
                format!("the format of `{}` must hold `{{n}}` or `{{n:02}}` exactly once", series.code),
            ));
        }
        let parts = placeholders(&series.format).filter(|p| !is_ordinal(p)).map(|p| ("format", p));
        for (key, part) in parts.chain(placeholders(&series.series).map(|p| ("series", p))) {
            if !is_known(&entry.value, part) {
                out.push(entry.finding(
                    &format!("number.{i}.{key}"),
                    format!(
                        "dãy số `{}`: `{{{part}}}` phải là yyyy, yymmdd, lead hoặc một mục không niêm phong",
                        series.code
                    ),
                    format!(
                        "series `{}`: `{{{part}}}` must be yyyy, yymmdd, lead or a field that is not sealed",
                        series.code
                    ),
                ));
            }
        }
    }
}

fn placeholders(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('{').skip(1).map(|rest| rest.split_once('}').map_or("", |(name, _)| name))
}

fn is_ordinal(part: &str) -> bool {
    let width = part.strip_prefix("n:0").filter(|w| w.len() == 1 && w.bytes().all(|b| b.is_ascii_digit()));
    part == "n" || width.is_some()
}

/// A field whose code begins with `n` would be read as the ordinal, so it is not allowed here.
fn is_known(case_type: &CaseType, part: &str) -> bool {
    let plain = |code: &str| case_type.field(code).is_some_and(|f| f.part != Part::Body);
    matches!(part, "yyyy" | "yymmdd" | "lead") || (plain(part) && !part.starts_with('n') && !conditions::is_fact(part))
}
