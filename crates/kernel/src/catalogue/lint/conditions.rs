//! Conditions: the paths and values that limits and indicators may name.

use crate::catalogue::case_type::{CaseType, FieldKind, Part};
use crate::catalogue::indicator::{Condition, Test};
use crate::figures::{FACTS, VERDICTS};

/// Whether the path is a fact of the case rather than a field.
pub(super) fn is_fact(path: &str) -> bool {
    path.starts_with('@')
}

/// What is wrong with a condition, in both languages.
pub(super) fn wrong(case_type: &CaseType, condition: &Condition) -> Option<(String, String)> {
    path(case_type, &condition.path).or_else(|| {
        let values = match &condition.test {
            Test::In(list) | Test::NotIn(list) => list.as_slice(),
            Test::Set | Test::Unset => &[],
        };
        let bad = values.iter().find(|v| !fits(case_type, &condition.path, v))?;
        Some((
            format!("điều kiện: `{}` không thể bằng `{bad}`; xin sửa giá trị", condition.path),
            format!("condition: `{}` cannot be `{bad}`; correct the value", condition.path),
        ))
    })
}

/// What is wrong with a path: it must be a known fact, or a field that is not sealed.
pub(super) fn path(case_type: &CaseType, path: &str) -> Option<(String, String)> {
    if is_fact(path) {
        let all = FACTS.join(", ");
        return (!FACTS.contains(&path)).then(|| {
            (format!("không có `{path}`; được phép: {all}"), format!("there is no `{path}`; allowed: {all}"))
        });
    }
    match case_type.field(path) {
        None => Some((
            format!("không có mục `{path}`; xin thêm mục hoặc sửa mã"),
            format!("there is no field `{path}`; add it or correct the code"),
        )),
        Some(field) if field.part == Part::Body => Some((
            format!(
                "mục `{path}` nằm trong phần niêm phong, không dùng để đếm hay phân loại được; xin dùng mục `plain`"
            ),
            format!("field `{path}` is sealed and cannot be counted or decided by; use a `plain` field"),
        )),
        Some(_) => None,
    }
}

fn fits(case_type: &CaseType, path: &str, value: &str) -> bool {
    match path {
        "@verdict" => VERDICTS.contains(&value),
        "@extended" | "@on_time_by_late_entry" | "@withdrawn" => matches!(value, "yes" | "no"),
        "@step" => case_type.step(value).is_some(),
        "@lead" => true,
        field => case_type.field(field).is_none_or(|f| match f.kind {
            FieldKind::Choice => f.choices.iter().any(|c| c.code == *value),
            FieldKind::Flag => matches!(value, "yes" | "no"),
            _ => true,
        }),
    }
}
