//! Rules over a catalogue: each its own small function, each with a test that goes red without it.
//!
//! A finding says what is wrong, where, and what to do. Lint never changes a value and never refuses to load.

mod clocks;
mod codes;
mod conditions;
mod course;
mod effects;
mod fields;
mod indicators;
mod leaves;
mod organisation;
mod procedures;
mod reports;
mod who;

use super::case_type::CaseType;
use super::parse::{Entry, Loaded};
use crate::checked::Finding;

/// A rule over one case type that needs nothing else.
type TypeRule = fn(&Entry<'_, CaseType>, &mut Vec<Finding>);

/// A rule that looks at the whole catalogue.
type Rule = fn(&Loaded<'_>, &mut Vec<Finding>);

const TYPE_RULES: [TypeRule; 25] = [
    codes::within_a_type,
    course::opening_move,
    course::known_steps,
    course::unreachable_step,
    course::dead_end,
    course::way_out_of_the_end,
    fields::unknown_on_a_form,
    fields::title,
    fields::shown_while_sealed,
    fields::choices,
    effects::unknown_series,
    effects::without_a_clock,
    effects::without_its_counterpart,
    effects::public_pages,
    effects::number_pattern,
    clocks::limits,
    clocks::without_a_source,
    clocks::ticking_at_the_end,
    clocks::never_possible,
    clocks::retention,
    clocks::limit_conditions,
    indicators::paths,
    leaves::closed_matters,
    leaves::told,
    leaves::punctuality,
];

const RULES: [Rule; 25] = [
    codes::across_files,
    codes::file_names,
    who::nobody,
    who::unknown_role,
    who::unknown_unit,
    fields::link_targets,
    indicators::two_names,
    procedures::limits,
    procedures::stages,
    procedures::fees,
    procedures::units,
    procedures::validity,
    procedures::english,
    reports::figures,
    reports::columns,
    reports::words,
    organisation::codes,
    organisation::unit_links,
    organisation::unit_overlaps,
    organisation::posts,
    organisation::people,
    organisation::delegations,
    organisation::assignments,
    organisation::absences,
    organisation::periods,
];

/// All findings over what was read.
pub(super) fn lint(loaded: &Loaded<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for entry in &loaded.types {
        for rule in TYPE_RULES {
            rule(entry, &mut findings);
        }
    }
    for rule in RULES {
        rule(loaded, &mut findings);
    }
    findings
}
