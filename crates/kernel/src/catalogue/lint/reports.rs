//! Reports print figures that some case type counts, and their prose and checks speak of what stands in them.

use std::collections::BTreeSet;

use crate::Code;
use crate::catalogue::indicator::{Each, Indicator, Measure};
use crate::catalogue::parse::{Entry, Loaded};
use crate::catalogue::report::{Piece, Report, Said, Which};
use crate::checked::Finding;

/// Every figure, what it is a share of, every column and every check is counted by an indicator.
pub(super) fn figures(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    let counted: BTreeSet<&Code> =
        loaded.types.iter().flat_map(|t| t.value.indicators.iter().map(|i| &i.code)).collect();
    for entry in &loaded.reports {
        for (at, code) in codes(&entry.value) {
            if !counted.contains(code) {
                out.push(entry.finding(
                    &at,
                    format!("không loại hồ sơ nào đếm chỉ số `{code}`; xin thêm `[[indicator]]` hoặc sửa mã"),
                    format!("no case type counts `{code}`; add an `[[indicator]]` or correct the code"),
                ));
            }
        }
    }
}

fn codes(report: &Report) -> Vec<(String, &Code)> {
    let mut out = Vec::new();
    for (i, figure) in report.figures.iter().enumerate() {
        out.push((format!("figure.{i}.code"), &figure.code));
        out.extend(figure.share_of.iter().map(|code| (format!("figure.{i}.share_of"), code)));
    }
    for (i, column) in report.columns.iter().enumerate() {
        out.extend(column.counts.iter().enumerate().map(|(j, c)| (format!("column.{i}.counts.{j}"), &c.code)));
    }
    for (i, check) in report.checks.iter().enumerate() {
        out.extend(check.none.iter().map(|code| (format!("check.{i}.none"), code)));
    }
    out
}

/// Columns ask of their indicators what those can tell: a breakdown for the rows; what is in term, late or without a
/// deadline only of clocks; what was there before the period only of what exists.
pub(super) fn columns(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    let indicators = || loaded.types.iter().flat_map(|t| &t.value.indicators);
    for entry in &loaded.reports {
        for (i, column) in entry.value.columns.iter().enumerate() {
            for (j, counted) in column.counts.iter().enumerate() {
                let mut found = indicators().filter(|n| n.code == counted.code);
                if let Some((vi, en)) = found.find_map(|indicator| cannot_tell(indicator, counted.which)) {
                    let code = &counted.code;
                    let (vi, en) = (format!("chỉ số `{code}` {vi}"), format!("`{code}` {en}"));
                    out.push(entry.finding(&format!("column.{i}.counts.{j}"), vi, en));
                }
            }
        }
    }
}

fn cannot_tell(indicator: &Indicator, which: Which) -> Option<(&'static str, &'static str)> {
    if which.needs_a_clock() && indicator.each != Each::ClockSpan {
        return Some((
            "không đếm theo thời hạn; xin bỏ `:…` hoặc dùng `each = \"clock_span\"`",
            "does not count by the clock; drop the `:…` or use `each = \"clock_span\"`",
        ));
    }
    if which == Which::Before && indicator.measure == Measure::Flow {
        return Some((
            "đếm việc xảy ra, không phải việc đang có; xin bỏ `:before` hoặc dùng `measure = \"stock\"`",
            "counts what happens, not what exists; drop `:before` or use `measure = \"stock\"`",
        ));
    }
    indicator.by.is_none().then_some((
        "không có `by` nên không chia được thành dòng; xin thêm `by`",
        "has no `by` and cannot be split into rows; add `by`",
    ))
}

/// Prose names figures of its own report, with a share or a comparison only where they have one; checks name columns.
pub(super) fn words(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    for entry in &loaded.reports {
        prose(entry, out);
        for (i, check) in entry.value.checks.iter().enumerate() {
            if check.none.is_some() != (check.left.is_empty() && check.right.is_empty()) {
                out.push(entry.finding(
                    &format!("check.{i}"),
                    "xin ghi hoặc `none`, hoặc `left` và `right`",
                    "a check has either `none`, or `left` and `right`",
                ));
            }
            for number in check.left.iter().chain(&check.right) {
                if !entry.value.columns.iter().any(|c| c.number == *number) {
                    out.push(entry.finding(
                        &format!("check.{i}"),
                        format!("biểu không có cột ({number}); xin sửa số cột"),
                        format!("the form has no column ({number}); correct the number"),
                    ));
                }
            }
        }
    }
}

fn prose(entry: &Entry<'_, Report>, out: &mut Vec<Finding>) {
    for (i, paragraph) in entry.value.paragraphs.iter().enumerate() {
        for piece in &paragraph.text.0 {
            let Piece::Figure(code, said) = piece else { continue };
            let fits = entry.value.figures.iter().any(|f| {
                f.code == *code
                    && match said {
                        Said::Number => true,
                        Said::Share => f.share_of.is_some(),
                        Said::Change => f.compare != crate::catalogue::report::Compare::None,
                    }
            });
            if !fits {
                out.push(entry.finding(
                    &format!("paragraph.{i}.text"),
                    format!("báo cáo không có số liệu `{code}` như vậy; xin thêm `[[figure]]` hoặc sửa mã"),
                    format!("the report has no such figure `{code}`; add a `[[figure]]` or correct the code"),
                ));
            }
        }
    }
}
