//! Fields: forms name fields that exist, and what lists show is not sealed.

use crate::catalogue::case_type::{CaseType, Field, FieldKind, Part};
use crate::catalogue::parse::{Entry, Loaded};
use crate::checked::Finding;

/// A move requires and offers fields that exist.
pub(super) fn unknown_on_a_form(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    for (i, made) in entry.value.moves.iter().enumerate() {
        for (key, list) in [("requires", &made.requires), ("offers", &made.offers)] {
            for (j, code) in list.iter().enumerate() {
                if entry.value.field(code.as_str()).is_none() {
                    out.push(entry.finding(
                        &format!("move.{i}.{key}.{j}"),
                        format!("thao tác `{}`: không có mục `{code}`; xin thêm mục hoặc sửa mã", made.code),
                        format!("move `{}`: there is no field `{code}`; add it or correct the code", made.code),
                    ));
                }
            }
        }
    }
}

/// The title is a field of the type and not sealed, since every list shows it.
pub(super) fn title(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    let title = &entry.value.title;
    match entry.value.field(title.as_str()) {
        None => out.push(entry.finding(
            "title",
            format!("mục tiêu đề `{title}` không tồn tại; xin chọn một mục có trong loại này"),
            format!("the title field `{title}` does not exist; choose a field of this type"),
        )),
        Some(field) if field.part == Part::Body => out.push(entry.finding(
            "title",
            format!("mục tiêu đề `{title}` nằm trong phần niêm phong; xin đặt `part = \"plain\"` hoặc chọn mục khác"),
            format!("the title field `{title}` is sealed; set `part = \"plain\"` or choose another"),
        )),
        Some(_) => {}
    }
}

/// Columns and filters are not sealed; public parts belong to public types only.
pub(super) fn shown_while_sealed(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    for (i, field) in entry.value.fields.iter().enumerate() {
        for (key, shown) in [("column", field.column), ("filter", field.filter)] {
            if shown && field.part == Part::Body {
                out.push(entry.finding(
                    &format!("field.{i}.{key}"),
                    format!(
                        "mục `{}` nằm trong phần niêm phong nên không làm cột hay bộ lọc được; xin bỏ `{key}`",
                        field.code
                    ),
                    format!("field `{}` is sealed and cannot be a column or filter; remove `{key}`", field.code),
                ));
            }
        }
        if field.part == Part::Pub && !entry.value.public {
            out.push(entry.finding(
                &format!("field.{i}.part"),
                format!("mục `{}` là công khai nhưng loại hồ sơ không công khai; xin dùng `plain`", field.code),
                format!("field `{}` is `pub` but the type is not public; use `plain`", field.code),
            ));
        }
    }
}

/// A choice field has choices of different codes; no other field has any.
pub(super) fn choices(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    for (i, field) in entry.value.fields.iter().enumerate() {
        if (field.kind == FieldKind::Choice) == field.choices.is_empty() {
            out.push(entry.finding(
                &format!("field.{i}"),
                format!(
                    "mục `{}`: chỉ mục kiểu `choice` có `choices`, và phải có; xin sửa kiểu hoặc danh sách",
                    field.code
                ),
                format!("field `{}`: a `choice` field has `choices`, and no other; correct one of them", field.code),
            ));
        }
        if let Some(twice) = twice(field) {
            out.push(entry.finding(
                &format!("field.{i}.choices"),
                format!("mục `{}`: lựa chọn `{twice}` bị lặp; xin bỏ một", field.code),
                format!("field `{}`: choice `{twice}` stands twice; remove one", field.code),
            ));
        }
    }
}

fn twice(field: &Field) -> Option<&str> {
    let mut seen = std::collections::BTreeSet::new();
    field.choices.iter().map(|c| c.code.as_str()).find(|code| !seen.insert(*code))
}

/// Links point to types that exist.
pub(super) fn link_targets(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    for entry in &loaded.types {
        for (i, link) in entry.value.links.iter().enumerate() {
            for (j, to) in link.to.iter().enumerate() {
                if !loaded.types.iter().any(|t| t.value.code == *to) {
                    out.push(entry.finding(
                        &format!("link.{i}.to.{j}"),
                        format!("liên kết `{}`: không có loại hồ sơ `{to}`; xin sửa mã", link.code),
                        format!("link `{}`: there is no case type `{to}`; correct the code", link.code),
                    ));
                }
            }
        }
    }
}
