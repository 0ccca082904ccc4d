//! Codes are unique, and files are named by them.

use std::collections::BTreeSet;

use crate::Code;
use crate::catalogue::case_type::CaseType;
use crate::catalogue::parse::{Entry, Loaded};
use crate::checked::Finding;

/// No field, step, move, number series, link or form of a type has the code of another.
pub(super) fn within_a_type(entry: &Entry<'_, CaseType>, out: &mut Vec<Finding>) {
    let t = &entry.value;
    unique(entry, "field", t.fields.iter().map(|f| &f.code), out);
    unique(entry, "step", t.steps.iter().map(|s| &s.code), out);
    unique(entry, "move", t.moves.iter().map(|m| &m.code), out);
    unique(entry, "number", t.numbers.iter().map(|n| &n.code), out);
    unique(entry, "link", t.links.iter().map(|l| &l.code), out);
    unique(entry, "form", t.forms.iter().map(|f| &f.code), out);
}

fn unique<'a>(entry: &Entry<'_, CaseType>, key: &str, codes: impl Iterator<Item = &'a Code>, out: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for (i, code) in codes.enumerate() {
        if !seen.insert(code) {
            out.push(entry.finding(
                &format!("{key}.{i}.code"),
                format!("mã `{code}` đã dùng cho một `{key}` khác; xin đặt mã khác"),
                format!("code `{code}` is used by another `{key}`; choose another"),
            ));
        }
    }
}

/// No two types, procedures or reports have one code.
pub(super) fn across_files(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    once(&loaded.types, |t| &t.code, out);
    once(&loaded.procedures, |p| &p.code, out);
    once(&loaded.reports, |r| &r.code, out);
}

/// Finds values whose code was used before.
pub(super) fn once<T>(entries: &[Entry<'_, T>], code: impl Fn(&T) -> &Code, out: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for entry in entries {
        let code = code(&entry.value);
        if !seen.insert(code) {
            out.push(entry.finding(
                "code",
                format!("mã `{code}` đã dùng; xin đặt mã khác hoặc bỏ mục trùng"),
                format!("code `{code}` is used twice; choose another or remove one"),
            ));
        }
    }
}

/// A file is named by the code of what it holds.
pub(super) fn file_names(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    named(&loaded.types, |t| &t.code, out);
    named(&loaded.procedures, |p| &p.code, out);
    named(&loaded.reports, |r| &r.code, out);
}

fn named<T>(entries: &[Entry<'_, T>], code: impl Fn(&T) -> &Code, out: &mut Vec<Finding>) {
    for entry in entries {
        let (code, stem) = (code(&entry.value), entry.file_stem());
        if *code != *stem {
            out.push(entry.finding(
                "code",
                format!("mã `{code}` khác tên tệp `{stem}`; xin đổi cho giống nhau"),
                format!("code `{code}` differs from the file name `{stem}`; make them the same"),
            ));
        }
    }
}
