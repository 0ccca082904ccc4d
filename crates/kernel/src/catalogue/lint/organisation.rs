//! The organisation: every name leads to something, and no two things hold one place at one time.

use std::collections::BTreeSet;

use crate::Code;
use crate::catalogue::parse::{Entry, Loaded};
use crate::checked::Finding;
use crate::org::{Unit, overlap};
use crate::time::Date;

type Period = (Date, Option<Date>);

fn missing<T>(entry: &Entry<'_, T>, at: &str, vi: &str, en: &str, code: &Code) -> Finding {
    entry.finding(
        at,
        format!("không có {vi} `{code}`; xin sửa mã hoặc thêm vào danh mục"),
        format!("there is no {en} `{code}`; correct the code or add it"),
    )
}

/// Pairs of entries that claim the same at overlapping times; the later one is reported.
fn overlaps<'a, 'b, T>(
    entries: &'b [Entry<'a, T>],
    period: impl Fn(&T) -> Period,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<&'b Entry<'a, T>> {
    let clash = |i: usize, late: &Entry<'_, T>| {
        let earlier = entries.iter().take(i);
        earlier.into_iter().any(|e| same(&e.value, &late.value) && overlap(period(&e.value), period(&late.value)))
    };
    entries.iter().enumerate().filter(|(i, e)| clash(*i, e)).map(|(_, e)| e).collect()
}

/// Codes of units, posts and people stand once.
pub(super) fn codes(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    super::codes::once(&loaded.units, |u| &u.code, out);
    super::codes::once(&loaded.posts, |p| &p.code, out);
    super::codes::once(&loaded.people, |p| &p.code, out);
}

/// Parents and successors exist.
pub(super) fn unit_links(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    let units: BTreeSet<&Code> = loaded.units.iter().map(|u| &u.value.code).collect();
    for entry in &loaded.units {
        let parent = entry.value.parent.iter().map(|p| ("parent".to_owned(), p));
        let next = entry.value.successors.iter().enumerate().map(|(i, s)| (format!("successors.{i}"), s));
        for (at, code) in parent.chain(next).filter(|(_, c)| !units.contains(c)) {
            out.push(missing(entry, &at, "đơn vị", "unit", code));
        }
        if ring(loaded, &entry.value) {
            out.push(entry.finding(
                "parent",
                "đơn vị cấp trên vòng lại chính nó; xin sửa `parent`",
                "the parents of this unit form a ring; correct `parent`",
            ));
        }
    }
}

fn ring(loaded: &Loaded<'_>, unit: &Unit) -> bool {
    let mut at = unit.parent.as_ref();
    for _ in 0..loaded.units.len() {
        match at {
            Some(code) if *code == unit.code => return true,
            Some(code) => {
                at = loaded.units.iter().find(|u| u.value.code == *code).and_then(|u| u.value.parent.as_ref())
            }
            None => return false,
        }
    }
    false
}

/// No two units have one name under one parent, or one statistics code, at the same time.
pub(super) fn unit_overlaps(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    let same = |a: &Unit, b: &Unit| (a.name == b.name && a.parent == b.parent) || (a.gso.is_some() && a.gso == b.gso);
    for entry in overlaps(&loaded.units, |u| (u.valid_from, u.valid_to), same) {
        out.push(entry.finding(
            "valid_from",
            format!(
                "đơn vị “{}” trùng tên hoặc mã thống kê với đơn vị khác trong cùng thời gian; xin sửa hiệu lực",
                entry.value.name
            ),
            format!(
                "unit “{}” has the name or statistics code of another at the same time; correct the validity",
                entry.value.name
            ),
        ));
    }
}

/// A post sits in a unit that exists.
pub(super) fn posts(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    for entry in &loaded.posts {
        if !loaded.units.iter().any(|u| u.value.code == entry.value.unit) {
            out.push(missing(entry, "unit", "đơn vị", "unit", &entry.value.unit));
        }
    }
}

/// A person holds posts that exist, and no post has two holders at one time.
pub(super) fn people(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    let posts: BTreeSet<&Code> = loaded.posts.iter().map(|p| &p.value.code).collect();
    for (i, entry) in loaded.people.iter().enumerate() {
        let person = &entry.value;
        let before = loaded.people.iter().take(i).map(|e| &e.value);
        let before: Vec<_> = before.filter(|p| overlap((p.from, p.to), (person.from, person.to))).collect();
        for (j, post) in person.posts.iter().enumerate() {
            if !posts.contains(post) {
                out.push(missing(entry, &format!("posts.{j}"), "chức vụ", "post", post));
            }
            if let Some(other) = before.iter().find(|p| p.posts.contains(post)) {
                out.push(entry.finding(
                    &format!("posts.{j}"),
                    format!(
                        "chức vụ `{post}` đã có `{}` giữ trong cùng thời gian; xin sửa thời gian hoặc tách chức vụ",
                        other.code
                    ),
                    format!(
                        "post `{post}` is held by `{}` at the same time; correct the dates or split the post",
                        other.code
                    ),
                ));
            }
        }
    }
}

/// A delegation is from a post to a post, has its paper, and stands once at a time.
pub(super) fn delegations(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    let posts: BTreeSet<&Code> = loaded.posts.iter().map(|p| &p.value.code).collect();
    for entry in &loaded.delegations {
        for (at, post) in [("from_post", &entry.value.from_post), ("to_post", &entry.value.to_post)] {
            if !posts.contains(post) {
                out.push(missing(entry, at, "chức vụ", "post", post));
            }
        }
        if entry.value.basis.trim().is_empty() {
            out.push(entry.finding(
                "basis",
                "ủy quyền không có văn bản; xin ghi số, ngày văn bản",
                "the delegation has no paper behind it; cite it",
            ));
        }
    }
    let twice = overlaps(
        &loaded.delegations,
        |d| (d.valid_from, d.valid_to),
        |a, b| a.kind == b.kind && a.from_post == b.from_post && a.to_post == b.to_post && a.scope == b.scope,
    );
    for entry in twice {
        out.push(entry.finding(
            "valid_from",
            "ủy quyền trùng với một ủy quyền khác trong cùng thời gian; xin sửa hiệu lực",
            "the delegation overlaps another of the same; correct the validity",
        ));
    }
}

/// A row of the assignment table names posts, a room and people that exist, and a field has one row at a time.
pub(super) fn assignments(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    let posts: BTreeSet<&Code> = loaded.posts.iter().map(|p| &p.value.code).collect();
    let people: BTreeSet<&Code> = loaded.people.iter().map(|p| &p.value.code).collect();
    let units: BTreeSet<&Code> = loaded.units.iter().map(|u| &u.value.code).collect();
    for entry in &loaded.assignments {
        let a = &entry.value;
        let names = [
            ("vice_chairman", &a.vice_chairman, &posts, "chức vụ", "post"),
            ("deputy_chief", &a.deputy_chief, &posts, "chức vụ", "post"),
            ("room", &a.room, &units, "đơn vị", "unit"),
            ("specialist", &a.specialist, &people, "người", "person"),
            ("cover", &a.cover, &people, "người", "person"),
        ];
        for (at, code, known, vi, en) in names {
            if !known.contains(code) {
                out.push(missing(entry, at, vi, en, code));
            }
        }
    }
    for entry in overlaps(&loaded.assignments, |a| (a.valid_from, a.valid_to), |a, b| a.field == b.field) {
        out.push(entry.finding(
            "valid_from",
            format!("lĩnh vực `{}` đã được phân công trong cùng thời gian; xin sửa hiệu lực", entry.value.field),
            format!("field `{}` is assigned twice at the same time; correct the validity", entry.value.field),
        ));
    }
}

/// An absence is of a person who exists, and so is the substitute.
pub(super) fn absences(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    for entry in &loaded.absences {
        let named = [("person", Some(&entry.value.person)), ("substitute", entry.value.substitute.as_ref())];
        for (at, code) in named.into_iter().filter_map(|(at, code)| Some((at, code?))) {
            if !loaded.people.iter().any(|p| p.value.code == *code) {
                out.push(missing(entry, at, "người", "person", code));
            }
        }
    }
}

/// Nothing ends before it begins.
pub(super) fn periods(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    backwards(&loaded.units, "valid_to", |u| (u.valid_from, u.valid_to), out);
    backwards(&loaded.people, "to", |p| (p.from, p.to), out);
    backwards(&loaded.delegations, "valid_to", |d| (d.valid_from, d.valid_to), out);
    backwards(&loaded.assignments, "valid_to", |a| (a.valid_from, a.valid_to), out);
    backwards(&loaded.absences, "to", |a| (a.from, Some(a.to)), out);
}

fn backwards<T>(entries: &[Entry<'_, T>], at: &str, period: impl Fn(&T) -> Period, out: &mut Vec<Finding>) {
    for entry in entries {
        let (from, to) = period(&entry.value);
        if to.is_some_and(|to| to < from) {
            out.push(entry.finding(
                at,
                "ngày cuối trước ngày đầu; xin sửa một trong hai ngày",
                "the last day lies before the first; correct one of them",
            ));
        }
    }
}
