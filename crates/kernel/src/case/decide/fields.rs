//! The values of a form: allowed on it, fitting their fields, required ones present, split by part.

use super::Draft;
use crate::case::command::MoveForm;
use crate::case::value::{Fields, Value};
use crate::case::{Case, Refusal};
use crate::catalogue::case_type::{Field, FieldKind, Move, Part};
use crate::org::covers;
use crate::time::Date;
use crate::{Code, Said};

/// Values split by where they are kept.
pub(super) struct Split {
    /// `pub` and `plain` fields.
    pub plain: Fields,
    /// `body` fields.
    pub body: Fields,
}

/// Checks the values of a move's form.
pub(super) fn from_form(draft: &Draft<'_>, made: &Move, form: &MoveForm) -> Result<Split, Refusal> {
    for code in form.fields.keys() {
        if !made.requires.contains(code) && !made.offers.contains(code) {
            return Err(Refusal::NotOnThisForm { field: code.clone() });
        }
    }
    let split = split(draft, &form.fields, draft.context.today())?;
    for code in &made.requires {
        let there =
            form.fields.contains_key(code) || draft.case.as_ref().is_some_and(|c| c.value(code.as_str()).is_some());
        if !there {
            return Err(Refusal::Missing { field: code.clone(), name: name_of(draft, code) });
        }
    }
    Ok(split)
}

/// Checks each value against its field and splits them by part. Units, people and procedures must be in force today or on
/// the day from which the case is.
pub(super) fn split(draft: &Draft<'_>, values: &Fields, of: Date) -> Result<Split, Refusal> {
    let mut out = Split { plain: Fields::new(), body: Fields::new() };
    for (code, value) in values {
        let Some(field) = draft.case_type.field(code.as_str()) else {
            return Err(Refusal::Unknown { what: ("mục", "field").into(), code: code.clone() });
        };
        check(draft, field, value, of)?;
        let target = if field.part == Part::Body { &mut out.body } else { &mut out.plain };
        target.insert(code.clone(), value.clone());
    }
    Ok(out)
}

fn check(draft: &Draft<'_>, field: &Field, value: &Value, of: Date) -> Result<(), Refusal> {
    let bad = |why: Said| Refusal::BadValue { field: field.code.clone(), name: field.said(), why };
    value.check(field).map_err(bad)?;
    let text = value.as_text().unwrap_or_default();
    let in_force = |day: Date| match field.kind {
        FieldKind::Unit => draft.context.org.unit_on(text, day).is_some(),
        FieldKind::Person => draft.context.org.people.get(text).is_some_and(|p| covers(p.from, p.to, day)),
        FieldKind::Procedure => {
            let found = draft.context.catalogue.procedures.get(text);
            found.is_some_and(|p| covers(p.effective_from, p.effective_to, day))
        }
        _ => true,
    };
    if in_force(draft.context.today()) || in_force(of) {
        Ok(())
    } else {
        Err(bad(Said::new(
            format!("“{text}” không có trong danh mục hoặc không còn hiệu lực"),
            format!("“{text}” is not in the catalogue or no longer in force"),
        )))
    }
}

fn name_of(draft: &Draft<'_>, code: &Code) -> Said {
    draft.case_type.field(code.as_str()).map_or_else(|| Said::same(code.as_str()), Field::said)
}

/// Refuses when a field that the form sets was changed since the form was shown.
pub(super) fn unchanged(draft: &Draft<'_>, case: &Case, form: &MoveForm) -> Result<(), Refusal> {
    for (code, seen) in &form.seen {
        let now = case.value(code.as_str());
        let new = form.fields.get(code);
        // A field that was blank is seen as empty text; two people who enter the same do not disagree.
        let changed = now.map(Value::plain).unwrap_or_default() != seen.plain();
        if new.is_some() && new != now && changed {
            return Err(Refusal::ChangedMeanwhile {
                field: code.clone(),
                name: name_of(draft, code),
                seen: seen.plain(),
                now: now.map(Value::plain).unwrap_or_default(),
            });
        }
    }
    Ok(())
}
