//! The course of a case: every step can be reached, and every step that is not an end leads on.

use std::collections::BTreeSet;

use crate::Code;
use crate::catalogue::case_type::CaseType;
use crate::catalogue::parse::Entry;
use crate::checked::Finding;

/// At least one move opens a case.
pub(super) fn opening_move(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    if !entry.value.moves.iter().any(|m| m.opens()) {
        out.push(entry.finding(
            "move",
            "không thao tác nào mở hồ sơ; xin thêm một thao tác không có `from`",
            "no move opens a case; add one without `from`",
        ));
    }
}

/// Moves lead from and to steps that exist.
pub(super) fn known_steps(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    for (i, made) in entry.value.moves.iter().enumerate() {
        let from = made.from.iter().enumerate().map(|(j, s)| (format!("move.{i}.from.{j}"), s));
        for (at, step) in from.chain([(format!("move.{i}.to"), &made.to)]) {
            if entry.value.step(step.as_str()).is_none() {
                out.push(entry.finding(
                    &at,
                    format!("thao tác `{}`: không có bước `{step}`; xin thêm bước hoặc sửa mã", made.code),
                    format!("move `{}`: there is no step `{step}`; add it or correct the code", made.code),
                ));
            }
        }
    }
}

/// Every step can be reached from a move that opens a case.
pub(super) fn unreachable_step(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    let reached = reached(&entry.value);
    for (i, step) in entry.value.steps.iter().enumerate() {
        if !reached.contains(&step.code) {
            out.push(entry.finding(
                &format!("step.{i}"),
                format!("không thao tác nào dẫn đến bước `{}`; xin thêm thao tác hoặc bỏ bước", step.code),
                format!("no move leads to step `{}`; add one or remove the step", step.code),
            ));
        }
    }
}

fn reached(case_type: &CaseType) -> BTreeSet<&Code> {
    let mut reached: BTreeSet<&Code> = case_type.moves.iter().filter(|m| m.opens()).map(|m| &m.to).collect();
    // Each round adds a step or ends, so as many rounds as steps suffice.
    for _ in 0..case_type.steps.len() {
        let next = case_type.moves.iter().filter(|m| m.from.iter().any(|s| reached.contains(s))).map(|m| &m.to);
        let next: Vec<&Code> = next.collect();
        reached.extend(next);
    }
    reached
}

/// A step that is neither an end nor at rest has a move that leads to another step.
pub(super) fn dead_end(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    for (i, step) in entry.value.steps.iter().enumerate() {
        let leads_on = entry.value.moves.iter().any(|m| m.from.contains(&step.code) && m.to != step.code);
        if !step.terminal && !step.at_rest && !leads_on {
            out.push(entry.finding(
                &format!("step.{i}"),
                format!("bước `{}` không có lối ra; xin thêm thao tác, hoặc ghi `terminal` hay `at_rest`", step.code),
                format!("step `{}` is a dead end; add a move, or mark it `terminal` or `at_rest`", step.code),
            ));
        }
    }
}

/// No move leads on from a terminal step.
pub(super) fn way_out_of_the_end(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    for (i, made) in entry.value.moves.iter().enumerate() {
        for (j, from) in made.from.iter().enumerate() {
            if entry.value.step(from.as_str()).is_some_and(|s| s.terminal) {
                out.push(entry.finding(
                    &format!("move.{i}.from.{j}"),
                    format!(
                        "bước `{from}` là bước kết thúc nhưng thao tác `{}` đi tiếp; xin bỏ một trong hai",
                        made.code
                    ),
                    format!("step `{from}` is terminal but move `{}` leads on; remove one of the two", made.code),
                ));
            }
        }
    }
}
