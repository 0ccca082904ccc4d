//! Who may act: every move has somebody who can make it, in a role and a unit that exist.

use std::collections::BTreeSet;

use crate::Code;
use crate::catalogue::case_type::{CaseType, Effect, Who};
use crate::catalogue::parse::Loaded;
use crate::checked::Finding;

/// All `who` of a type with their places.
fn everybody(case_type: &CaseType) -> Vec<(String, &Who)> {
    let mut out = Vec::new();
    for (i, made) in case_type.moves.iter().enumerate() {
        out.extend(made.who.iter().enumerate().map(|(j, w)| (format!("move.{i}.who.{j}"), w)));
    }
    out.extend(case_type.readers.iter().enumerate().map(|(i, r)| (format!("reader.{i}.who"), &r.who)));
    let acts = &case_type.acts;
    let lists = [
        ("remark", &acts.remark),
        ("urge", &acts.urge),
        ("extend", &acts.extend),
        ("ask_extension", &acts.ask_extension),
        ("correct", &acts.correct),
        ("attach", &acts.attach),
        ("assign", &acts.assign),
        ("edit", &acts.edit),
        ("late_entry", &acts.late_entry),
    ];
    for (name, list) in lists {
        out.extend(list.iter().enumerate().map(|(j, w)| (format!("acts.{name}.{j}"), w)));
    }
    out
}

/// Every move has somebody who may make it: not an empty list, and not only people whom nothing ever names.
pub(super) fn nobody(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    for entry in &loaded.types {
        let t = &entry.value;
        let assigns = !t.acts.assign.is_empty() || t.moves.iter().any(|m| m.does.contains(&Effect::Assign));
        for (i, made) in t.moves.iter().enumerate() {
            let possible = |who: &Who| !of_the_case(who) || (assigns && !made.opens());
            if !made.who.iter().any(possible) {
                out.push(entry.finding(
                    &format!("move.{i}.who"),
                    format!("không ai làm được thao tác `{}`; xin ghi vai trò vào `who`", made.code),
                    format!("nobody may make move `{}`; name a role in `who`", made.code),
                ));
            }
        }
    }
}

/// Whether it names people by what the case says of them, so that a case without assignment has none.
fn of_the_case(who: &Who) -> bool {
    matches!(who, Who::RoleAtLead(_) | Who::RoleAtCoop(_) | Who::Holder | Who::Assigner | Who::Lead | Who::Coop)
}

/// Every role is held by some post. Not asked of a catalogue that comes without posts.
pub(super) fn unknown_role(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    let roles: BTreeSet<&Code> = loaded.posts.iter().map(|p| &p.value.role).collect();
    if roles.is_empty() {
        return;
    }
    for entry in &loaded.types {
        for (at, who) in everybody(&entry.value) {
            let (Who::Role(role) | Who::RoleAtLead(role) | Who::RoleAtCoop(role) | Who::RoleAtUnit(role, _)) = who
            else {
                continue;
            };
            if !roles.contains(role) {
                out.push(entry.finding(
                    &at,
                    format!("không chức vụ nào có vai trò `{role}`; xin sửa vai trò hoặc thêm chức vụ"),
                    format!("no post has the role `{role}`; correct it or add a post"),
                ));
            }
        }
    }
}

/// Every unit named by `role@unit:CODE`, and the room that drafts what urges, exists. Not asked of a catalogue that comes without units.
pub(super) fn unknown_unit(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    let units: BTreeSet<&Code> = loaded.units.iter().map(|u| &u.value.code).collect();
    if units.is_empty() {
        return;
    }
    for entry in &loaded.types {
        let named = everybody(&entry.value).into_iter().filter_map(|(at, who)| match who {
            Who::RoleAtUnit(_, unit) => Some((at, unit)),
            _ => None,
        });
        let room = entry.value.urging.as_ref().and_then(|letter| letter.room.as_ref());
        for (at, unit) in named.chain(room.map(|room| ("urging.room".to_owned(), room))) {
            if !units.contains(unit) {
                out.push(entry.finding(
                    &at,
                    format!("không có đơn vị `{unit}`; xin sửa mã hoặc thêm đơn vị"),
                    format!("there is no unit `{unit}`; correct the code or add the unit"),
                ));
            }
        }
    }
}
